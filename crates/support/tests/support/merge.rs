//! Two conversations that become one: nothing that was open in either is lost.

use kernel::Duration;
use proptest::prelude::*;
use support::conversation::*;
use support::critical::Level;
use support::listen::SignalKind;

use crate::requests::*;

/// Merges one into the other, in the order in which it is saved.
fn merge(from: &mut Talk, into: &mut Talk, who: Who) {
    let carried = Box::new(Carried::of(&from.c));
    let tasks = from.tasks.clone();
    let (source, number) = (from.c.id, from.c.number.clone());
    into.now = from.now.max(into.now);
    from.now = into.now;
    from.does(who, Input::MergeInto { conversation: into.c.id });
    assert_eq!(from.tasks, tasks, "no task is closed there");
    into.tasks.extend(std::mem::take(&mut from.tasks));
    into.does(who, Input::MergeFrom { conversation: source, number, carried });
}

proptest! {
    #[test]
    fn a_merge_keeps_what_is_open_in_either(
        first in prop::collection::vec((any_op(), 0_i64..5_000), 0..25),
        second in prop::collection::vec((any_op(), 0_i64..5_000), 0..25),
        people in any::<bool>(),
    ) {
        let run = |number: u64, ops: Vec<(Op, i64)>| {
            let mut talk = Talk::numbered(if people { "people" } else { "assistant" }, number);
            for (op, seconds) in ops {
                talk.later(seconds);
                if let Some(input) = input(&talk, op) {
                    let _ = talk.tries(op.0, input);
                }
            }
            talk
        };
        let (mut from, mut into) = (run(1, first), run(2, second));
        let (theirs, own) = (from.c.clone(), into.c.clone());
        merge(&mut from, &mut into, Bert);
        into.is_sound();
        prop_assert!(from.c.human.is_none() && from.c.call_back.is_none());
        let due = |c: &Conversation| c.human.as_ref().map(|open| open.due_at);
        let first = due(&theirs).into_iter().chain(due(&own)).min();
        prop_assert_eq!(due(&into.c), first);
        let called = |c: &Conversation| c.call_back.as_ref().map(|call| call.at.filter(|_| !call.queued));
        let first = called(&theirs).into_iter().chain(called(&own)).min();
        prop_assert_eq!(called(&into.c), first);
        if theirs.human.is_some() || theirs.call_back.is_some() {
            prop_assert_eq!(into.c.state, State::Open);
        }
        prop_assert!(into.c.priority.level >= theirs.priority.level.max(own.priority.level));
    }
}

/// In the one the request was answered and the call is due; in the other a call is promised for later.
#[test]
fn a_call_that_is_due_hastens_the_request_of_the_other() {
    let run = |number: u64, ops: &[Op]| {
        let mut talk = Talk::numbered("assistant", number);
        for op in ops {
            let _ = talk.tries(op.0, input(&talk, *op).unwrap());
        }
        talk
    };
    let mut from = run(1, &[(System, 18, 139_806), (System, 17, 0), (Anna, 0, 0)]);
    let mut into = run(2, &[(Customer, 12, 0)]);
    merge(&mut from, &mut into, Bert);
    into.is_sound();
}

#[test]
fn whoever_was_called_in_the_one_is_called_in_the_other() {
    let (mut from, mut into) = (Talk::numbered("people", 1), Talk::numbered("people", 2));
    let called: kernel::PrincipalId = "cilla".parse().unwrap();
    let note = Input::Note { message: message(1, "Cilla?"), mentions: vec![called.clone()] };
    from.does(Bert, note);
    merge(&mut from, &mut into, Bert);
    assert!(from.c.mentioned.is_empty());
    assert_eq!(into.c.mentioned, [called].into());
}

#[test]
fn an_ended_conversation_takes_over_danger_and_who_waits() {
    let mut from = Talk::numbered("people", 1);
    let heard = Heard {
        asked: Some(Asked { how: HumanHow::Words, words: None }),
        complaint: Some(("01930d1c-8f00-7000-8000-00000000c001".parse().unwrap(), "why".into())),
        priority: Priority {
            score: 500,
            level: Level::Danger,
            skills: vec!["crisis".to_owned()],
            quiet_ai: true,
            pause_collections: true,
            ..Priority::default()
        },
        signals: vec![SignalKind::SelfHarm],
        ..Heard::default()
    };
    from.does(Customer, Input::CustomerMessage(message(1, "help"), Box::new(heard)));
    let asked = from.human().clone();
    let mut into = Talk::numbered("people", 2);
    into.says(Customer, "Where is my parcel?");
    into.takes(Bert);
    into.does(Bert, Input::Resolve);
    from.later(30);
    merge(&mut from, &mut into, Anna);
    let c = &into.c;
    assert_eq!((c.state, c.assignment.owner.as_str()), (State::Open, "waiting"));
    assert_eq!((c.human.as_ref().unwrap().task, into.human().due_at), (asked.task, asked.due_at));
    assert_eq!(c.priority.level, Level::Danger);
    assert!(c.priority.quiet_ai && c.priority.pause_collections);
    assert!(c.complaint.is_some() && c.skills.contains(&"crisis".to_owned()));
    assert_eq!(c.signals, [SignalKind::SelfHarm]);
    let promised = c.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse);
    let promised = promised.unwrap();
    assert_eq!((promised.started_at, promised.is_running()), (at(START), true));
    into.is_sound();
}

#[test]
fn whoever_had_the_one_has_the_other_and_a_call_waits_for_its_time() {
    let mut from = Talk::numbered("people", 1);
    from.says(Customer, "Hello");
    from.takes(Anna);
    from.does(Customer, button());
    let mut into = Talk::numbered("people", 2);
    merge(&mut from, &mut into, Anna);
    assert!(into.c.is_of(&"anna".parse().unwrap()));
    assert!(into.c.waits_for_us());

    let mut from = Talk::numbered("people", 1);
    from.says(Customer, "Hello");
    let tomorrow = from.now.plus(Duration::DAY);
    from.does(Customer, call_back(Some(tomorrow)));
    let mut into = Talk::numbered("people", 2);
    merge(&mut from, &mut into, Anna);
    assert_eq!(into.c.assignment.owner, Owner::None);
    assert_eq!(into.c.wake_at().unwrap(), tomorrow.min(into.c.clocks[0].due_at));
    into.now = tomorrow;
    into.does(System, Input::Tick);
    assert_eq!(into.c.assignment.owner.as_str(), "waiting");
}
