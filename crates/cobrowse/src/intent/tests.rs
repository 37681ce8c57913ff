//! The server's rules for intents, over a small page.

use kernel::Rng;

use super::*;
use crate::wire::{Body, Frame, Line, Node, Op, Said};

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + ms)
}

fn words(rule: u32) -> Body {
    let line = Line { x: 0, y: 0, w: 40, h: 40, text: "Dispute".to_owned() };
    Body::Lines { rule, look: 0, lines: vec![line] }
}

const BARS: Body = Body::Bars { lines: 1, last: 0 };

fn node(kind: Kind, state: u8, body: Option<Body>) -> Op {
    let node = Node { kind, flags: 0, x: 0, below: 0, narrower: 0, h: 40, look: 0, state, body };
    Op::Node(node)
}

/// The nodes of the page, by number from 2 on: each in the root box 1.
const TEXT: u32 = 2;
const TEXT_HIDDEN: u32 = 3;
const FIELD: u32 = 4;
const FIELD_EMPTY: u32 = 5;
const FIELD_HIDDEN: u32 = 6;
const CHOICE: u32 = 7;
const CHOICE_HIDDEN: u32 = 8;
const CHECK: u32 = 9;
const BUTTON: u32 = 10;
const BUTTON_HIDDEN: u32 = 11;
const BUTTON_DISABLED: u32 = 12;
const FRAME: u32 = 13;
const LINK: u32 = 14;
const LINK_HIDDEN: u32 = 16;
const BOX_HIDDEN: u32 = 18;
const AREA: u32 = 19;

fn page() -> Page {
    let ops = vec![
        node(Kind::Box, 0, None),
        Op::Enter,
        node(Kind::Text, 0, Some(words(2))),
        node(Kind::Text, 0, Some(BARS)),
        node(Kind::Field, state::FILLED, Some(words(2))),
        node(Kind::Field, 0, None),
        node(Kind::Field, state::FILLED, None),
        node(Kind::Choice, state::FILLED, Some(words(2))),
        node(Kind::Choice, state::FILLED, None),
        node(Kind::Check, 0, None),
        node(Kind::Button, 0, Some(words(2))),
        node(Kind::Button, 0, None),
        node(Kind::Button, state::DISABLED, Some(words(2))),
        node(Kind::Frame, 0, None),
        node(Kind::Link, 0, None),
        Op::Enter,
        node(Kind::Text, 0, Some(words(3))),
        Op::Leave,
        node(Kind::Link, 0, None),
        Op::Enter,
        node(Kind::Text, 0, Some(BARS)),
        Op::Leave,
        node(Kind::Box, 0, None),
        node(Kind::Area, state::FILLED, Some(words(2))),
    ];
    let mut page = Page::default();
    page.take(&Frame { sequence: 0, said: Said::Start { policy: [7; 32] } }).unwrap();
    page.take(&Frame { sequence: 1, said: Said::Ops(ops) }).unwrap();
    for sequence in 2..=20 {
        page.take(&Frame { sequence, said: Said::Ops(Vec::new()) }).unwrap();
    }
    page
}

fn acts() -> Vec<Act> {
    vec![
        Act::Click {},
        Act::Type { text: "a".to_owned() },
        Act::Select { index: 1 },
        Act::Scroll { x: 0, y: 400 },
        Act::Focus {},
        Act::Check { on: true },
    ]
}

fn intent(node: u32, act: Act, frame: u32) -> Intent {
    Intent { id: "i1".to_owned(), frame, node, act }
}

/// What may be done, and nothing else, to each node of the page.
const ALLOWED: &[(u32, &[&str])] = &[
    (0, &["scroll"]),
    (1, &["click", "scroll"]),
    (TEXT, &["click"]),
    (FIELD, &["type", "focus"]),
    (FIELD_EMPTY, &["type", "focus"]),
    // A field whose words are hidden may still be one that agents write in.
    (FIELD_HIDDEN, &["type"]),
    (CHOICE, &["click", "select", "focus"]),
    (CHECK, &["click", "check", "focus"]),
    (BUTTON, &["click", "focus"]),
    (LINK, &["click", "focus"]),
    (15, &["click"]),
    (AREA, &["type", "focus", "scroll"]),
    (BOX_HIDDEN, &["scroll"]),
];

fn is_allowed(node: u32, act: &Act) -> bool {
    ALLOWED.iter().any(|(id, acts)| *id == node && acts.contains(&act.as_str()))
}

#[test]
fn each_act_on_each_node_is_decided_as_in_the_table() {
    let page = page();
    let case = Case { page: &page, may: true, may_write: true, is_behind: false };
    for node in 0..=AREA {
        for act in acts() {
            let checked = check(&intent(node, act.clone(), 20), &case);
            assert_eq!(checked.is_ok(), is_allowed(node, &act), "{node} {act:?}: {checked:?}");
        }
    }
}

#[test]
fn the_reason_is_said() {
    let page = page();
    let case = Case { page: &page, may: true, may_write: true, is_behind: false };
    let click = |node| check(&intent(node, Act::Click {}, 20), &case);
    assert_eq!(click(99), Err(Why::Gone));
    for hidden in [TEXT_HIDDEN, CHOICE_HIDDEN, BUTTON_HIDDEN, LINK_HIDDEN, BOX_HIDDEN] {
        assert_eq!(click(hidden), Err(Why::Redacted), "{hidden}");
    }
    for wrong in [0, FRAME, BUTTON_DISABLED, FIELD] {
        assert_eq!(click(wrong), Err(Why::Kind), "{wrong}");
    }
    let type_in = intent(FIELD, Act::Type { text: "a".to_owned() }, 20);
    assert_eq!(check(&type_in, &Case { may_write: false, ..case }), Err(Why::Writable));
    assert_eq!(check(&type_in, &Case { is_behind: true, ..case }), Err(Why::Stale));
    assert_eq!(check(&type_in, &Case { may: false, ..case }), Err(Why::Grant));
    assert_eq!(check(&type_in, &Case { page: &Page::default(), ..case }), Err(Why::Gone));
}

/// Every way to be wrong, on every node and act: far more than 200, and none passes.
#[test]
fn no_forbidden_intent_passes() {
    let mut page = page();
    let everything = page.clone();
    // All nodes change in frame 21; what was seen before is stale.
    let state = |node| Op::State { node, state: 0 };
    let rect = |node| {
        let rect = everything.node(node).unwrap().rect;
        Op::Rect { node, rect }
    };
    let mut ops: Vec<Op> = (1..=AREA).map(rect).collect();
    ops.push(state(CHECK));
    page.take(&Frame { sequence: 21, said: Said::Ops(ops) }).unwrap();
    let free = Case { page: &page, may: true, may_write: true, is_behind: false };
    let mut tried = 0;
    let mut must_fail = |intent: &Intent, case: &Case<'_>| {
        tried += 1;
        assert!(check(intent, case).is_err(), "{intent:?} {case:?}");
    };
    for node in 0..=AREA + 5 {
        for act in acts() {
            let now = intent(node, act.clone(), 21);
            must_fail(&now, &Case { may: false, ..free });
            must_fail(&now, &Case { is_behind: true, ..free });
            must_fail(&intent(node, act.clone(), 22), &free);
            must_fail(&intent(node, act.clone(), u32::MAX), &free);
            must_fail(&now, &Case { page: &Page::default(), ..free });
            if node > 0 {
                must_fail(&intent(node, act.clone(), 20), &free);
                must_fail(&intent(node, act.clone(), 0), &free);
            }
            if !is_allowed(node, &act) {
                must_fail(&now, &free);
            }
            if act.as_str() == "type" {
                must_fail(&now, &Case { may_write: false, ..free });
            }
        }
    }
    assert!(tried >= 1_000, "{tried}");
}

#[test]
fn who_is_more_than_five_seconds_behind_acts_on_another_page() {
    let mut frames = Frames::default();
    for n in 0..100_u32 {
        frames.note(n, at(i64::from(n) * 100));
    }
    // Frame 99 came at 9.9 s. At 10 s, frame 50 is five seconds old and frame 49 older.
    assert!(frames.is_behind(49, at(10_000)));
    assert!(!frames.is_behind(50, at(10_000)));
    assert!(!frames.is_behind(99, at(10_000)));
    // A page that rests is not old, however long it does.
    assert!(!frames.is_behind(99, at(3_600_000)));
    assert!(frames.is_behind(98, at(3_600_000)));
}

#[test]
fn little_is_remembered_of_many_frames() {
    let mut frames = Frames::default();
    let mut rng = Rng::seeded(3);
    let mut now = 0;
    for n in 0..20_000 {
        now += rng.between(0, 20);
        frames.note(n, at(now));
        assert!(frames.recent.len() <= 51);
    }
}

#[test]
fn ten_intents_a_second() {
    let mut pace = Pace::default();
    let mut taken = 0;
    for ms in 0..10_000 {
        taken += usize::from(pace.take(at(ms)));
    }
    assert_eq!(taken, 10 * PACE_MAX);
}
