//! The page's storage against a simple one: a tree of vectors.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::wire::{self, Line, Said};

/// A page kept without any care for room.
#[derive(Debug, Default)]
struct Model {
    nodes: BTreeMap<u32, Simple>,
    next: u32,
}

#[derive(Debug, Clone, PartialEq)]
struct Simple {
    parent: u32,
    children: Vec<u32>,
    rect: Rect,
    flags: u8,
    scroll: (u32, u32),
    body: Option<Body>,
    changed_at: u32,
}

/// What happens next; numbers say which node, among those that are there.
#[derive(Debug, Clone)]
enum Step {
    Add {
        parent: usize,
        sibling: usize,
        body: Option<Body>,
        count: u8,
    },
    Remove(usize),
    Move {
        node: usize,
        sibling: usize,
    },
    Rect(usize, Rect),
    Body(usize, Option<Body>),
    Flags(usize, u8),
    Scroll(usize, u32),
    /// Somebody joins, and their page is gone on with.
    Join,
}

fn any_body() -> impl Strategy<Value = Option<Body>> {
    let line = ("[a-zé ]{0,60}", 0_u32..40_000).prop_map(|(text, w)| Line {
        x: w,
        y: 3,
        w,
        h: 70_000,
        text,
    });
    let lines = prop::collection::vec(line, 0..4);
    prop_oneof![
        1 => Just(None),
        1 => (1_u32..400, 0_u32..9_000)
            .prop_map(|(lines, last)| Some(Body::Bars { lines, last: if lines > 1 { last } else { 0 } })),
        4 => (1_u32..900, lines).prop_map(|(rule, lines)| Some(Body::Lines { rule, look: 0, lines })),
    ]
}

fn any_rect() -> impl Strategy<Value = Rect> {
    let far = prop_oneof![4 => 0_u32..70_000, 1 => 0_u32..LENGTH_MAX];
    (any::<bool>(), far.clone(), far.clone(), far).prop_map(|(is_left, x, w, h)| {
        let x = x.cast_signed();
        Rect { x: if is_left { -x } else { x }, y: x / 2, w, h }
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let at = || 0_usize..1_000;
    prop_oneof![
        6 => (at(), at(), any_body(), 1_u8..9)
            .prop_map(|(parent, sibling, body, count)| Step::Add { parent, sibling, body, count }),
        4 => at().prop_map(Step::Remove),
        2 => (at(), at()).prop_map(|(node, sibling)| Step::Move { node, sibling }),
        2 => (at(), any_rect()).prop_map(|(node, rect)| Step::Rect(node, rect)),
        6 => (at(), any_body()).prop_map(|(node, body)| Step::Body(node, body)),
        1 => (at(), 0_u8..8).prop_map(|(node, flags)| Step::Flags(node, flags)),
        1 => (at(), 0_u32..3).prop_map(|(node, to)| Step::Scroll(node, to)),
        1 => Just(Step::Join),
    ]
}

impl Model {
    fn new() -> (Self, Vec<Op>) {
        let root = Simple {
            parent: 0,
            children: Vec::new(),
            rect: Rect { x: 0, y: 0, w: 0, h: 10 },
            flags: 0,
            scroll: (0, 0),
            body: None,
            changed_at: 1,
        };
        (Self { nodes: BTreeMap::from([(1, root)]), next: 2 }, vec![Op::Node(node(None))])
    }

    fn pick(&self, at: usize) -> u32 {
        *self.nodes.keys().nth(at % self.nodes.len()).unwrap()
    }

    /// A child of a node, or 0.
    fn child(&self, parent: u32, at: usize) -> u32 {
        let children = &self.nodes[&parent].children;
        children.get(at % (children.len() + 1)).copied().unwrap_or(0)
    }

    fn put(&mut self, parent: u32, sibling: u32, id: u32) {
        let children = &mut self.nodes.get_mut(&parent).unwrap().children;
        let at = children.iter().position(|child| *child == sibling).map_or(0, |at| at + 1);
        children.insert(at, id);
    }

    fn take_out(&mut self, id: u32) {
        let parent = self.nodes[&id].parent;
        self.nodes.get_mut(&parent).unwrap().children.retain(|child| *child != id);
    }

    fn forget(&mut self, id: u32) {
        let gone = self.nodes.remove(&id).unwrap();
        gone.children.into_iter().for_each(|child| self.forget(child));
    }

    fn edit(&mut self, id: u32, frame: u32) -> &mut Simple {
        let one = self.nodes.get_mut(&id).unwrap();
        one.changed_at = frame;
        one
    }

    /// Does it, and says it as operations of a frame.
    fn step(&mut self, step: &Step, frame: u32) -> Vec<Op> {
        match step {
            Step::Add { parent, sibling, body, count } => {
                let parent = self.pick(*parent);
                let sibling = self.child(parent, *sibling);
                let mut ops = vec![Op::At { parent, sibling }];
                (0..*count).fold(sibling, |before, _| self.add(parent, before, body, frame));
                ops.extend((0..*count).map(|_| Op::Node(node(body.clone()))));
                ops
            }
            Step::Remove(at) => match self.pick(*at) {
                1 => Vec::new(),
                id => {
                    self.take_out(id);
                    self.forget(id);
                    vec![Op::Remove(id)]
                }
            },
            Step::Move { node, sibling } => {
                let node = self.pick(*node);
                if node == 1 {
                    return Vec::new();
                }
                let parent = self.nodes[&node].parent;
                let sibling = self.child(parent, *sibling);
                if sibling == node {
                    return Vec::new();
                }
                self.take_out(node);
                self.put(parent, sibling, node);
                self.edit(node, frame);
                vec![Op::Move { node, sibling }]
            }
            Step::Rect(at, rect) => {
                let node = self.pick(*at);
                self.edit(node, frame).rect = *rect;
                vec![Op::Rect { node, rect: *rect }]
            }
            Step::Body(at, body) => {
                let node = self.pick(*at);
                self.edit(node, frame).body = body.clone();
                vec![Op::Body { node, body: body.clone() }]
            }
            Step::Flags(at, flags) => {
                let node = self.pick(*at);
                self.edit(node, frame).flags = *flags;
                vec![Op::Flags { node, flags: *flags }]
            }
            Step::Scroll(at, to) => {
                let node = self.pick(*at);
                self.nodes.get_mut(&node).unwrap().scroll = (0, *to);
                vec![Op::Scroll { node, x: 0, y: *to }]
            }
            Step::Join => Vec::new(),
        }
    }

    fn add(&mut self, parent: u32, before: u32, body: &Option<Body>, frame: u32) -> u32 {
        let above = self.nodes[&parent].rect;
        let bottom = self.nodes.get(&before).map_or(0, |one| one.rect.y + one.rect.h.cast_signed());
        let one = Simple {
            parent,
            children: Vec::new(),
            rect: Rect { x: 0, y: bottom, w: above.w, h: 10 },
            flags: 0,
            scroll: (0, 0),
            body: body.clone(),
            changed_at: frame,
        };
        let id = self.next;
        self.next += 1;
        self.nodes.insert(id, one);
        self.put(parent, before, id);
        id
    }

    /// All nodes in the order of the document.
    fn order(&self) -> Vec<u32> {
        let (mut order, mut waiting) = (Vec::new(), vec![1]);
        while let Some(id) = waiting.pop() {
            order.push(id);
            waiting.extend(self.nodes[&id].children.iter().rev());
        }
        order
    }

    fn held(&self) -> usize {
        self.nodes.values().filter_map(|one| one.body.as_ref()).map(Body::size).sum()
    }
}

fn node(body: Option<Body>) -> Node {
    let (kind, x, below, narrower, look, state) = (Kind::Text, 0, 0, 0, 0, 0);
    Node { kind, flags: 0, x, below, narrower, h: 10, look, state, body }
}

fn simple(told: Told<'_>) -> Simple {
    Simple {
        parent: told.parent_id(),
        children: told.children().map(Told::id).collect(),
        rect: told.rect(),
        flags: told.flags(),
        scroll: told.scroll(),
        body: told.body().and_then(Kept::read),
        changed_at: told.changed_at(),
    }
}

fn check(page: &Page, model: &Model) {
    let order = model.order();
    assert_eq!(page.all().map(Told::id).collect::<Vec<_>>(), order);
    assert_eq!(page.nodes(), order.len());
    for (id, one) in &model.nodes {
        assert_eq!(&simple(page.told(*id).unwrap()), one, "node {id}");
    }
    let back = std::iter::successors(page.told(*order.last().unwrap()), |told| told.preceding());
    assert!(back.map(Told::id).eq(order.into_iter().rev()));
    assert_eq!(page.held_bytes(), model.held());
    let gone = (1..model.next + 2).filter(|id| !model.nodes.contains_key(id));
    gone.for_each(|id| assert!(page.told(id).is_none(), "node {id}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_page_is_what_a_simple_one_is(steps in prop::collection::vec(any_step(), 1..250)) {
        let mut page = Page::default();
        page.take(&Frame { sequence: 0, said: Said::Start { policy: [1; 32] } }).unwrap();
        let (mut model, first) = Model::new();
        page.take(&Frame { sequence: 1, said: Said::Ops(first) }).unwrap();
        for (sequence, step) in (2..).zip(&steps) {
            let ops = model.step(step, sequence);
            let result = page.take(&Frame { sequence, said: Said::Ops(ops) });
            // A rectangle may reach beyond the farthest place by what stands above it.
            prop_assume!(result != Err(PageError::Place));
            prop_assert_eq!(result, Ok(()));
            if matches!(step, Step::Join) {
                let bytes = wire::encode(&page.checkpoint().unwrap());
                page = Page::default();
                page.take(&wire::decode(&bytes).unwrap()).unwrap();
                model.nodes.values_mut().for_each(|one| one.changed_at = sequence);
            }
            check(&page, &model);
        }
    }
}

/// A page of a root and so many texts in it.
fn page_of(count: u32) -> Page {
    let mut page = Page::default();
    page.take(&Frame { sequence: 0, said: Said::Start { policy: [1; 32] } }).unwrap();
    let mut ops = vec![Op::Node(node(None)), Op::Enter];
    ops.extend((0..count).map(|_| Op::Node(node(None))));
    page.take(&Frame { sequence: 1, said: Said::Ops(ops) }).unwrap();
    page
}

#[test]
fn what_comes_and_goes_leaves_no_room_behind() {
    let mut page = page_of(500);
    let words = |n: u32| {
        let text = format!("{n} of many words that a page shows for a moment");
        let line = Line { x: 0, y: 0, w: 9, h: 9, text };
        Some(Body::Lines { rule: 1, look: 0, lines: vec![line] })
    };
    for n in 0..20_000 {
        let ops = vec![
            Op::At { parent: 1, sibling: 0 },
            Op::Node(node(words(n))),
            Op::Body { node: 3, body: words(n * n % 997) },
            Op::Rect { node: 3, rect: Rect { x: 0, y: 0, w: 1 << 20, h: n } },
            Op::Remove(502 + n),
        ];
        page.take(&Frame { sequence: n + 2, said: Said::Ops(ops) }).unwrap();
    }
    assert_eq!(page.nodes(), 501);
    // Twice of what is of use, and what is left as it is in any case.
    let room = page.nodes.room_bytes();
    assert!(room < 2 * 501 * 32 + 8_000, "{room} bytes");
}

#[test]
fn a_thousand_nodes_take_no_more_than_their_bytes_and_forty_each() {
    let golden = include_str!("../../tests/golden/session.json");
    let frames: Vec<String> = serde_json::from_str(golden).unwrap();
    let byte = |text: &str, at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    let mut page = Page::default();
    for text in frames {
        let bytes: Vec<u8> = (0..text.len()).step_by(2).map(|at| byte(&text, at)).collect();
        page.take(&wire::decode(&bytes).unwrap()).unwrap();
    }
    let wire = wire::encode(&page.checkpoint().unwrap()).len();
    let room = page.nodes.room_bytes() + page.looks.room_bytes();
    let most = wire + 40 * page.nodes();
    assert!(room <= most, "{room} bytes of {} nodes, {wire} on the wire", page.nodes());
}

#[test]
fn a_body_that_is_kept_is_the_body() {
    let line = |text: &str| Line { x: 1, y: 200, w: 70_000, h: 8, text: text.to_owned() };
    let fit: Box<[u8]> = Box::new([0; 7]);
    let png: Box<[u8]> = Box::new(*b"\x89PNG\r\n\x1a\nrest");
    for body in [
        Body::Bars { lines: 1, last: 0 },
        Body::Bars { lines: 300, last: 900 },
        Body::Lines { rule: 1, look: 7, lines: Vec::new() },
        Body::Lines { rule: 400, look: 0, lines: vec![line("Größe 42"), line(""), line("b")] },
        Body::Picture { rule: 2, asset: 9, fit: fit.clone() },
        Body::Pixels { rule: 2, format: wire::Format::Png, bytes: png, fit },
        Body::Vector { rule: 3, shapes: Box::new([1, 1, 1, 2, 3, 4, 0]) },
        Body::Level { rule: 5, thousandths: 1_000 },
    ] {
        let mut bytes = vec![9];
        Kept::append(&body, &mut bytes);
        let length = bytes.len() - 1;
        bytes.extend([255; 4]);
        let kept = Kept::new(&bytes[1..]);
        assert_eq!(kept.read().as_ref(), Some(&body));
        assert_eq!(kept.bytes().len(), length, "{body:?}");
        assert_eq!((kept.size(), kept.rule()), (body.size(), body.rule()));
        let lines: &[Line] = if let Body::Lines { lines, .. } = &body { lines } else { &[] };
        assert!(kept.lines().eq(lines.iter().map(Line::seen)), "{body:?}");
    }
}
