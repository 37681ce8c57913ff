//! Pages that change at random: who joins late has the same page as who was there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use cobrowse::page::{Page, PageError};
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Rect, Said};
use proptest::prelude::*;
use support::{POLICY, Site};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_checkpoint_and_the_rest_make_the_same_page(seed: u64, before in 1..40_usize, after in 0..40_usize) {
        let mut site = Site::new(seed);
        let mut live = Page::default();
        live.take(&site.start()).unwrap();
        for _ in 0..before {
            live.take(&site.frame()).unwrap();
        }
        let checkpoint = wire::encode(&live.checkpoint().unwrap());
        let mut late = Page::default();
        late.take(&wire::decode(&checkpoint).unwrap()).unwrap();
        prop_assert_eq!(late.checkpoint(), live.checkpoint());
        for _ in 0..after {
            let frame = wire::decode(&wire::encode(&site.frame())).unwrap();
            live.take(&frame).unwrap();
            late.take(&frame).unwrap();
        }
        prop_assert_eq!(late.checkpoint(), live.checkpoint());
        prop_assert_eq!(late.nodes(), live.nodes());
    }
}

fn ops(sequence: u32, ops: Vec<Op>) -> Frame {
    Frame { sequence, said: Said::Ops(ops) }
}

fn node(kind: Kind) -> Node {
    Node { kind, flags: 0, x: 0, below: 0, narrower: 0, h: 40, look: 0, state: 0, body: None }
}

/// A page of a root with three boxes: 1, and 2, 3, 4 in it.
fn page() -> Page {
    let mut page = Page::default();
    page.take(&Frame { sequence: 0, said: Said::Start { policy: POLICY } }).unwrap();
    let boxes = vec![
        Op::Node(Node { narrower: -1_000, ..node(Kind::Box) }),
        Op::Enter,
        Op::Node(node(Kind::Box)),
        Op::Node(node(Kind::Text)),
        Op::Node(node(Kind::Box)),
    ];
    page.take(&ops(1, boxes)).unwrap();
    page
}

#[test]
fn what_does_not_fit_is_refused() {
    let lines = |look| {
        let line = Line { x: 0, y: 0, w: 0, h: 0, text: "a".to_owned() };
        Some(Body::Lines { rule: 2, look, lines: vec![line] })
    };
    let far = Rect { x: i32::MAX, y: 0, w: 0, h: 0 };
    for (step, error) in [
        (vec![Op::Enter], PageError::Cursor),
        (vec![Op::Leave], PageError::Cursor),
        (vec![Op::Node(node(Kind::Box))], PageError::Cursor),
        (vec![Op::At { parent: 9, sibling: 0 }], PageError::Node(9)),
        (vec![Op::At { parent: 2, sibling: 3 }], PageError::Parent(3)),
        (vec![Op::Remove(9)], PageError::Node(9)),
        (vec![Op::Remove(2), Op::Flags { node: 2, flags: 1 }], PageError::Node(2)),
        (vec![Op::Move { node: 1, sibling: 0 }], PageError::Cursor),
        (vec![Op::Move { node: 2, sibling: 2 }], PageError::Parent(2)),
        (vec![Op::Move { node: 2, sibling: 1 }], PageError::Parent(1)),
        (vec![Op::Rect { node: 2, rect: far }], PageError::Place),
        (vec![Op::Size { node: 2, dw: -1_001, dh: 0 }], PageError::Place),
        (vec![Op::Shift { node: 2, count: 4, dx: 0, dy: 0 }], PageError::Shift),
        (vec![Op::Shift { node: 2, count: 0, dx: 0, dy: 0 }], PageError::Shift),
        (vec![Op::Wear { node: 2, look: 1 }], PageError::Look(1)),
        (vec![Op::State { node: 2, state: 1 }], PageError::Kind(2)),
        (vec![Op::Body { node: 2, body: lines(0) }], PageError::Kind(2)),
        (vec![Op::Body { node: 3, body: lines(1) }], PageError::Look(1)),
        (
            vec![
                Op::At { parent: 1, sibling: 0 },
                Op::Node(Node { narrower: 1_001, ..node(Kind::Box) }),
            ],
            PageError::Place,
        ),
    ] {
        assert_eq!(page().take(&ops(2, step.clone())), Err(error), "{step:?}");
    }
    assert_eq!(page().take(&ops(1, Vec::new())), Err(PageError::Sequence { due: 2, got: 1 }));
    assert_eq!(Page::default().take(&ops(0, Vec::new())), Err(PageError::NotBegun));
}

#[test]
fn an_act_is_stale_after_what_it_is_about_changed() {
    let mut page = page();
    let rect = Rect { x: 4, y: 4, w: 4, h: 4 };
    page.take(&ops(2, vec![Op::Rect { node: 2, rect }])).unwrap();
    page.take(&ops(3, vec![Op::Scroll { node: 2, x: 0, y: 9 }])).unwrap();
    let changed: Vec<u32> = (1..=4).map(|id| page.node(id).unwrap().changed_at).collect();
    assert_eq!(changed, [1, 2, 1, 1]);
    assert_eq!(page.node(2).unwrap().rect, rect);
}
