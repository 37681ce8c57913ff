//! Frames on their way from the customer to viewers.

use cobrowse::wire::{self, Kind, Op, Said};
use relay::{
    Event, FRAME_BYTES_MAX, Fault, Out, QUEUE_BYTES_MAX, QUEUE_FRAMES_MAX, QUEUE_TEXTS_MAX,
};

use crate::world::*;

#[tokio::test]
async fn every_viewer_gets_the_very_bytes_that_came() {
    let world = World::new();
    let writer = world.writer();
    let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
    let mut capture = Capture::default();
    let mut sent = capture.begin();
    sent.push(capture.change());
    send(&writer, sent.clone());
    let (to_ana, to_bo) = (drain_viewer(&mut ana).await, drain_viewer(&mut bo).await);
    assert_eq!(names(&to_ana), ["welcome"]);
    for (n, frame) in sent.iter().enumerate() {
        // Not a copy: the same memory.
        assert_eq!(frames(&to_ana)[n].as_ptr(), frame.as_ptr());
        assert_eq!(frames(&to_bo)[n].as_ptr(), frame.as_ptr());
    }
    let figures = world.relay.figures();
    assert_eq!((figures.frames_in, figures.frames_out, figures.checkpoints), (3, 6, 0));
    assert_eq!((figures.rooms, figures.writers, figures.viewers), (1, 1, 2));
}

#[tokio::test]
async fn who_joins_late_has_the_page_of_the_others() {
    let world = World::new();
    let writer = world.writer();
    let mut early = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    send(&writer, (0..5).map(|_| capture.change()).collect());
    let mut late = world.viewer(2);
    // What comes before the late one looks is in its checkpoint.
    send(&writer, vec![capture.change()]);
    let mut to_late = drain_viewer(&mut late).await;
    assert!(matches!(to_late[..], [Out::Text(_), Out::Frame(_)]), "{to_late:?}");
    send(&writer, vec![capture.change(), capture.change()]);
    to_late.extend(drain_viewer(&mut late).await);
    assert_eq!(frames(&to_late).len(), 3);
    let first = wire::decode(&frames(&to_late)[0]).unwrap();
    assert!(matches!(first.said, Said::Checkpoint { .. }));
    assert_eq!(drawn(&frames(&to_late)), drawn(&frames(&drain_viewer(&mut early).await)));
}

#[tokio::test]
async fn who_does_not_keep_up_gets_the_newest_page_instead_of_all_frames() {
    let world = World::new();
    let mut writer = world.writer();
    let (mut fast, mut slow) = (world.viewer(1), world.viewer(2));
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    let mut to_fast = drain_viewer(&mut fast).await;
    for _ in 0..4 * QUEUE_FRAMES_MAX {
        world.pass(8);
        send(&writer, vec![capture.change()]);
        to_fast.extend(drain_viewer(&mut fast).await);
    }
    let to_slow = drain_viewer(&mut slow).await;
    assert_eq!(frames(&to_slow).len(), 1);
    assert_eq!(drawn(&frames(&to_slow)), drawn(&frames(&to_fast)));
    assert_eq!(world.relay.figures().overflows, 1);
    // The customer's browser is asked to send less often.
    let to_writer = texts(&drain_writer(&mut writer).await);
    assert_eq!(to_writer.last().unwrap(), &serde_json::json!({"t": "rate", "hz": 10}));
}

#[tokio::test]
async fn a_queue_is_bounded_by_bytes_too() {
    let world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    let word = "w".repeat(10_000);
    for _ in 0..2 * QUEUE_BYTES_MAX / 100_000 {
        let texts = (0..10).map(|_| words_node(Kind::Text, 1, &word));
        let ops = [Op::At { parent: 1, sibling: 0 }].into_iter().chain(texts).collect();
        send(&writer, vec![capture.next(ops)]);
        world.pass(100);
    }
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 1);
    assert_eq!(world.relay.figures().overflows, 1);
}

#[tokio::test]
async fn a_reader_of_texts_that_never_reads_is_ended() {
    let world = World::new();
    let ana = world.viewer(1);
    let mut bo = world.viewer(2);
    for _ in 0..4 * QUEUE_TEXTS_MAX {
        world.pass(10);
        assert_eq!(ana.take_text(r#"{"t":"pointer","x":1,"y":1}"#).unwrap(), None);
    }
    // Marks are left out, and cost nobody the socket.
    assert_eq!(drain_viewer(&mut bo).await.len(), QUEUE_TEXTS_MAX);
    for _ in 0..2 * QUEUE_TEXTS_MAX + 1 {
        assert_eq!(bo.take_text(r#"{"t":"ping"}"#).unwrap(), None);
    }
    assert_eq!(names(&drain_viewer(&mut bo).await), ["bye slow"]);
    assert_eq!(bo.next().await, None);
}

#[tokio::test]
async fn what_is_not_released_is_taken_out_told_and_ends_it() {
    let world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut viewer).await;
    let mut given = Vec::new();
    for n in 0..8 {
        let forged = words_node(Kind::Text, 9, "secret-of-the-customer");
        let ops = vec![Op::At { parent: 1, sibling: 0 }, forged];
        send(&writer, vec![capture.next(ops)]);
        let all = drain_viewer(&mut viewer).await;
        assert_eq!(names(&all).len(), usize::from(n < 5), "{all:?}");
        given.extend(frames(&all));
    }
    assert_eq!(given.len(), 4);
    let leaked = |bytes: &[u8]| bytes.windows(6).any(|piece| piece == b"secret");
    assert!(!given.iter().any(|frame| leaked(frame)));
    let events = world.events();
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Dropped { .. })).count(), 5);
    assert_eq!(events.iter().filter(|event| **event == Event::MustEnd).count(), 1);
}

#[tokio::test]
async fn a_frame_that_cannot_be_read_asks_for_a_new_capture() {
    let world = World::new();
    let mut writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut viewer).await;
    drain_writer(&mut writer).await;
    send(&writer, vec![vec![1, 1, 99].into(), capture.change(), capture.change()]);
    assert_eq!(names(&drain_writer(&mut writer).await), ["checkpoint"]);
    assert_eq!(drain_viewer(&mut viewer).await, []);
    // Nobody answers: it is asked again, and no more once it was answered.
    world.relay.tick();
    world.pass(5_000);
    world.relay.tick();
    assert_eq!(names(&drain_writer(&mut writer).await), ["checkpoint"]);
    send(&writer, capture.begin());
    world.pass(5_000);
    world.relay.tick();
    assert!(drain_writer(&mut writer).await.is_empty());
    let all = frames(&drain_viewer(&mut viewer).await);
    assert_eq!(all.len(), 2);
    assert_eq!(world.relay.figures().frames_refused, 1);
    drawn(&all);
}

#[tokio::test]
async fn sizes_and_pace_have_limits() {
    let world = World::new();
    let writer = world.writer();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    let large = vec![0; FRAME_BYTES_MAX + 1];
    assert_eq!(writer.take_frame(large.into()), Err(Fault::TooLarge(FRAME_BYTES_MAX + 1)));
    let taken = (0..2_000).take_while(|_| writer.take_frame(capture.change()).is_ok()).count();
    assert!((400..600).contains(&taken), "{taken}");
    assert_eq!(writer.take_frame(capture.change()), Err(Fault::TooFast));
}

#[tokio::test]
async fn who_waits_is_woken() {
    let world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    drain_viewer(&mut viewer).await;
    let reader = tokio::spawn(async move { viewer.next().await });
    tokio::task::yield_now().await;
    let mut capture = Capture::default();
    let begun = capture.begin();
    send(&writer, begun.clone());
    assert_eq!(reader.await.unwrap(), Some(Out::Frame(begun[0].clone())));
}

#[tokio::test]
async fn after_the_loss_of_a_node_everything_begins_anew_elsewhere() {
    let world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 2);
    // Another node knows what was stored, and nothing else.
    let other = relay::Relay::new(world.clock.clone() as _, world.kept.clone() as _);
    let room = open(&other, &world.session);
    let mut viewer = room.viewer(1, |session| welcome_viewer(session, 1)).unwrap();
    assert_eq!(names(&drain_viewer(&mut viewer).await), ["welcome"]);
    let writer = room.writer(None, welcome_customer).unwrap();
    // What was still on its way to the old node means nothing here.
    send(&writer, vec![capture.change()]);
    assert_eq!(drain_viewer(&mut viewer).await, []);
    send(&writer, capture.begin());
    let all = frames(&drain_viewer(&mut viewer).await);
    assert_eq!(all.len(), 2);
    drawn(&all);
    assert_eq!(other.figures().frames_refused, 0);
}

#[tokio::test]
async fn a_node_that_stops_says_so() {
    let world = World::new();
    let (mut writer, mut viewer) = (world.writer(), world.viewer(1));
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    world.relay.stop(cobrowse::control::Bye::Stopping);
    assert_eq!(names(&drain_writer(&mut writer).await), ["welcome", "bye stopping"]);
    let all = drain_viewer(&mut viewer).await;
    assert_eq!(names(&all), ["welcome", "bye stopping"]);
    assert!(frames(&all).is_empty());
    assert_eq!(world.relay.figures().rooms, 0);
}

#[tokio::test]
async fn rooms_in_which_nothing_will_happen_are_forgotten() {
    let mut world = World::new();
    let (writer, viewer) = (world.writer(), world.viewer(1));
    world.pass(3_600_000);
    world.relay.tick();
    assert_eq!(world.relay.figures().rooms, 1);
    drop((writer, viewer));
    world.relay.tick();
    assert_eq!(world.relay.figures().rooms, 1, "they may come back");
    world.pass(300_000);
    world.relay.tick();
    assert_eq!(world.relay.figures().rooms, 0);
    world = World::new();
    let viewer = world.viewer(1);
    world.step(cobrowse::session::Input::End { reason: None });
    world.relay.tick();
    assert_eq!(world.relay.figures().rooms, 1);
    drop(viewer);
    world.relay.tick();
    assert_eq!(world.relay.figures().rooms, 0);
    assert!(world.events().contains(&Event::ViewerGone { seat: 1 }));
}
