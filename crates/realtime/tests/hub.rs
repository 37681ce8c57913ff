//! The hub delivers to who looks, in order, shares frames, and cuts off who is too slow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use kernel::{ConversationId, PrincipalId, Rng, TenantId, Timestamp};
use realtime::{Audience, Doing, Hub, QUEUE_FRAMES_MAX, Topic, Watcher};

fn tenant(name: &str) -> TenantId {
    TenantId::new(name).unwrap()
}

fn conversation(seed: u64) -> ConversationId {
    ConversationId::generate(Timestamp::EPOCH, &mut Rng::seeded(seed))
}

fn thread(of: &str, seed: u64) -> Topic {
    Topic::of_thread(&tenant(of), conversation(seed), Audience::Desk)
}

#[tokio::test]
async fn frames_reach_who_looks_and_nobody_else() {
    let hub: Hub<Arc<str>> = Hub::default();
    let (mut here, mut inbox) = hub.connect();
    let (mut elsewhere, mut other) = hub.connect();
    here.subscribe(thread("a", 1));
    here.subscribe(thread("a", 1));
    elsewhere.subscribe(thread("a", 2));
    elsewhere.subscribe(thread("b", 1));
    let sent = hub.publish(&thread("a", 1), Some(1), Some("one".into()));
    assert_eq!(sent, 1);
    hub.publish(&thread("a", 1), Some(2), None);
    let first = inbox.next().await.unwrap();
    assert_eq!((first.seq, first.frame.as_deref()), (Some(1), Some("one")));
    let second = inbox.next().await.unwrap();
    assert_eq!((second.seq, second.frame), (Some(2), None));
    here.unsubscribe(&thread("a", 1));
    assert_eq!(hub.publish(&thread("a", 1), Some(3), Some("three".into())), 0);
    assert!(!hub.is_watched(&thread("a", 1)));
    hub.publish(&thread("b", 1), Some(9), Some("nine".into()));
    assert_eq!(other.next().await.unwrap().frame.as_deref(), Some("nine"));
    drop(elsewhere);
    assert!(!hub.is_watched(&thread("b", 1)));
    assert_eq!(hub.connections(), 1);
}

#[tokio::test]
async fn a_slow_reader_is_cut_off_and_the_others_are_not() {
    let hub: Hub<Arc<str>> = Hub::default();
    let (mut slow, mut slow_inbox) = hub.connect();
    let (mut quick, mut quick_inbox) = hub.connect();
    slow.subscribe(thread("a", 1));
    quick.subscribe(thread("a", 1));
    let frame: Arc<str> = "x".into();
    for seq in 0..=QUEUE_FRAMES_MAX as u64 {
        hub.publish(&thread("a", 1), Some(seq), Some(frame.clone()));
        assert_eq!(quick_inbox.next().await.unwrap().seq, Some(seq));
    }
    assert!(slow_inbox.is_slow() && slow_inbox.next().await.is_none());
    assert!(!quick_inbox.is_slow());
    // A frame is one text, however many get it.
    assert_eq!(hub.publish(&thread("a", 1), None, Some(frame.clone())), 1);
    assert!(Arc::ptr_eq(&quick_inbox.next().await.unwrap().frame.unwrap(), &frame));
}

#[test]
fn two_windows_of_one_person_are_one_person() {
    let hub: Hub<Arc<str>> = Hub::default();
    let anna =
        |doing| Watcher { user: PrincipalId::new("anna").unwrap(), name: "Anna".to_owned(), doing };
    let (mut one, _one) = hub.connect();
    let (mut two, _two) = hub.connect();
    let (of, id) = (tenant("a"), conversation(1));
    assert_eq!(one.watch(&of, id, anna(Doing::Viewing)).unwrap().len(), 1);
    assert_eq!(one.watch(&of, id, anna(Doing::Viewing)), None);
    let both = two.watch(&of, id, anna(Doing::Typing)).unwrap();
    assert_eq!(both, [anna(Doing::Typing)]);
    drop(two);
    assert_eq!(hub.watchers(&of, id), [anna(Doing::Viewing)]);
    assert_eq!(one.unwatch(&of, id), Some(vec![]));
    assert!(hub.watchers(&tenant("b"), id).is_empty());
}
