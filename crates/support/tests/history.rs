//! Conversations of another desk: their place in the queue, their times, and nothing begun.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use kernel::{ConversationId, CustomerId, Rng, Timestamp};
use support::conversation::{
    By, Channel, Conversation, EventBody, History, More, Origin, Owner, Past, Speaker, Standing,
    State, WaitingOn,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-06-01T12:00:00Z")
}

fn past(kind: Speaker, at: Option<Timestamp>, private: bool) -> Past {
    let by = By { kind, id: None, name: "A".to_owned() };
    Past { at, by, client_id: "z-1".to_owned(), text: "words".to_owned(), private }
}

fn history(said: Vec<Past>, standing: Standing) -> History {
    History {
        id: ConversationId::generate(now(), &mut Rng::seeded(1)),
        number: "zendesk-1".to_owned(),
        channel: Channel::Email,
        customer: CustomerId::new("c1").unwrap(),
        customer_name: "Anna".to_owned(),
        language: "en".to_owned(),
        subject: "Hi".to_owned(),
        tags: Vec::new(),
        origin: Origin { from: "zendesk".to_owned(), id: "1".to_owned() },
        opened_at: None,
        csat: None,
        said,
        standing,
        assignee: None,
    }
}

#[test]
fn what_is_left_to_do_waits_from_now_on_and_the_rest_does_not() {
    let later = at("2026-07-01T00:00:00Z");
    let (customer, person) = (Speaker::Customer, Speaker::Person);
    let open = |c: &Conversation| c.state == State::Open;
    let cases = [
        (Standing::Open, customer, WaitingOn::Us, true),
        (Standing::Open, person, WaitingOn::Customer, false),
        (Standing::Pending, customer, WaitingOn::Customer, false),
        (Standing::Snoozed { until: at("2026-01-01T00:00:00Z") }, customer, WaitingOn::Us, true),
        (Standing::Snoozed { until: later }, customer, WaitingOn::Nobody, false),
        (Standing::Resolved, customer, WaitingOn::Nobody, false),
    ];
    for (standing, last, waiting_on, waits) in cases {
        let said = vec![past(last, Some(at("2024-01-01T00:00:00Z")), false)];
        let (c, events) = Conversation::import(history(said, standing), now());
        assert_eq!(c.waiting_on, waiting_on, "{standing:?}");
        let queued = c.assignment.owner == Owner::Waiting { since: now() };
        assert_eq!(queued, waits, "{standing:?}");
        assert!(c.clocks.is_empty() && c.human.is_none(), "{standing:?}");
        assert_eq!(c.wake_at(), (standing == Standing::Snoozed { until: later }).then_some(later));
        assert!(!waits || open(&c));
        assert_eq!((c.seq, events.len()), (2, 2));
        assert!(matches!(events[1].body, EventBody::Imported { said: 1, .. }));
    }
}

#[test]
fn times_are_those_of_the_source_and_never_in_the_future() {
    let (first, future) = (at("2024-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    let said = vec![
        past(Speaker::Customer, None, false),
        past(Speaker::Person, Some(first), true),
        past(Speaker::Person, None, false),
        past(Speaker::Customer, Some(future), false),
    ];
    let (c, events) = Conversation::import(history(said, Standing::Resolved), now());
    assert_eq!(c.opened_at, first);
    let times: Vec<Timestamp> = events.iter().map(|event| event.at).collect();
    assert_eq!(times, [first, first, first, now(), now()]);
    assert!(events[1].body.is_for_desk() && events[4].body.is_for_desk());
    assert_eq!((events[2].prev_public, c.public_seq), (1, 4), "the note is not the customer's");
    // What comes later is added, and moves it only where that is asked.
    let more = |now| More { said: vec![past(Speaker::Customer, None, false)], now, assignee: None };
    let (kept, added) = c.clone().import_more(more(None), now());
    assert_eq!((kept.state, added.len(), added[0].seq), (c.state, 2, 6));
    let open = Some((Standing::Open, "Hi again".to_owned(), vec!["late".to_owned()]));
    let (moved, _) = c.import_more(more(open), now());
    assert_eq!((moved.state, moved.subject.as_str()), (State::Open, "Hi again"));
    assert_eq!(moved.assignment.owner.as_str(), "waiting");
}
