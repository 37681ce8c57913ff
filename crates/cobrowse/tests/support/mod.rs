//! Pages that change at random, as frames that a browser might send.
#![allow(dead_code, reason = "each test uses a part of it")]

use cobrowse::wire::{self, Body, Frame, Kind, Line, Look, Node, Op, Rect, Said};

/// The policy of all frames here, and the rules that it has.
pub(crate) const POLICY: [u8; 32] = [7; 32];
pub(crate) const RULES: [u32; 3] = [2, 3, 5];

/// Numbers from a seed (xorshift64*).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % end.max(1)
    }

    pub(crate) fn number(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(end as usize)).unwrap()
    }

    pub(crate) fn signed(&mut self, far: i32) -> i32 {
        i32::try_from(self.below(2 * far as usize)).unwrap() - far
    }

    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

const WORDS: [&str; 12] = [
    "Your order",
    "is on its way",
    "129,00 kr",
    "2 of 3",
    "Leverans på fredag",
    "Größe 42",
    "谢谢",
    "Save 20 %",
    "12 July",
    "Return within 30 days",
    "– 🙂 –",
    "Add to basket",
];

struct Known {
    id: u32,
    parent: u32,
    kind: Kind,
}

/// Makes frames that fit each other.
pub(crate) struct Site {
    pub(crate) random: Random,
    known: Vec<Known>,
    next: u32,
    looks: u32,
    assets: u32,
    sequence: u32,
    /// Nodes whose body the present frame told: a browser tells it once.
    told: Vec<u32>,
}

impl Site {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            known: Vec::new(),
            next: 1,
            looks: 0,
            assets: 0,
            sequence: 0,
            told: Vec::new(),
        }
    }

    pub(crate) fn start(&mut self) -> Frame {
        self.known.clear();
        (self.next, self.looks, self.assets, self.sequence) = (1, 0, 0, 1);
        Frame { sequence: 0, said: Said::Start { policy: POLICY } }
    }

    pub(crate) fn frame(&mut self) -> Frame {
        let mut ops = Vec::new();
        self.told.clear();
        if self.looks < 40 {
            ops.push(Op::Asset([u8::try_from(self.random.below(256)).unwrap(); 32]));
            self.assets += 1;
            ops.push(Op::Look(self.look()));
            self.looks += 1;
        }
        if self.known.is_empty() {
            ops.push(Op::At { parent: 0, sibling: 0 });
            let root = self.node(Kind::Box);
            ops.push(Op::Node(Node { narrower: -100_000, h: 100_000, body: None, ..root }));
            self.add(0, Kind::Box);
        }
        for _ in 0..self.random.below(12) + 1 {
            self.step(&mut ops);
        }
        let frame = Frame { sequence: self.sequence, said: Said::Ops(ops) };
        self.sequence += 1;
        frame
    }

    fn add(&mut self, parent: u32, kind: Kind) {
        self.known.push(Known { id: self.next, parent, kind });
        self.told.push(self.next);
        self.next += 1;
    }

    fn step(&mut self, ops: &mut Vec<Op>) {
        let at = self.random.below(self.known.len());
        let Known { id, parent, kind } = self.known[at];
        match self.random.below(20) {
            0..8 => self.grow(id, kind, ops),
            8 => self.remove(at, ops),
            9 if parent != 0 => {
                let sibling = self.child_of(parent).filter(|sibling| *sibling != id);
                ops.push(Op::Move { node: id, sibling: sibling.unwrap_or(0) });
            }
            10 => {
                let Rect { x, y, .. } = self.place();
                ops.push(Op::Rect { node: id, rect: Rect { x, y, w: 40_000, h: 900 } });
            }
            11 if parent != 0 => {
                let (dw, dh) =
                    (self.random.number(9).cast_signed(), self.random.number(9).cast_signed());
                ops.push(Op::Size { node: id, dw, dh });
            }
            11 => {
                ops.push(Op::Shift { node: id, count: 1, dx: 0, dy: self.random.signed(500) });
            }
            12 => ops.push(Op::Wear { node: id, look: self.random.number(self.looks + 1) }),
            13..16 if !self.told.contains(&id) => {
                self.told.push(id);
                ops.push(Op::Body { node: id, body: self.body(kind) });
            }
            16 if kind.has_state() => {
                ops.push(Op::State {
                    node: id,
                    state: u8::try_from(self.random.below(8)).unwrap(),
                });
            }
            17 => {
                ops.push(Op::Flags { node: id, flags: u8::try_from(self.random.below(8)).unwrap() })
            }
            18 => {
                let (x, y) = (self.random.number(4_000), self.random.number(9_000));
                ops.push(Op::Scroll { node: id, x, y });
            }
            _ => match self.random.below(4) {
                0 => ops.push(Op::View { width: 1_200, height: 800, ratio: 200 }),
                1 => ops.push(Op::Ready),
                _ => {
                    ops.push(Op::Pointer(Some((self.random.signed(900), self.random.signed(900)))))
                }
            },
        }
    }

    /// A few nodes below one, or beside it.
    fn grow(&mut self, id: u32, kind: Kind, ops: &mut Vec<Op>) {
        if kind != Kind::Box {
            return;
        }
        let sibling = self.child_of(id).unwrap_or(0);
        ops.push(Op::At { parent: id, sibling });
        for _ in 0..self.random.below(4) + 1 {
            let kind = *self.random.pick(&Kind::ALL);
            let node = self.node(kind);
            ops.push(Op::Node(node));
            self.add(id, kind);
            if kind == Kind::Box && self.random.below(2) == 0 {
                let inner = self.next - 1;
                ops.push(Op::Enter);
                let text = self.node(Kind::Text);
                ops.push(Op::Node(text));
                self.add(inner, Kind::Text);
                ops.push(Op::Leave);
            }
        }
    }

    fn remove(&mut self, at: usize, ops: &mut Vec<Op>) {
        let mut gone = vec![self.known[at].id];
        loop {
            let more: Vec<u32> = self
                .known
                .iter()
                .filter(|one| gone.contains(&one.parent) && !gone.contains(&one.id))
                .map(|one| one.id)
                .collect();
            if more.is_empty() {
                break;
            }
            gone.extend(more);
        }
        if self.known[at].parent == 0 || gone.iter().any(|id| self.told.contains(id)) {
            return;
        }
        ops.push(Op::Remove(gone[0]));
        self.known.retain(|one| !gone.contains(&one.id));
    }

    fn child_of(&mut self, parent: u32) -> Option<u32> {
        let children: Vec<u32> =
            self.known.iter().filter(|one| one.parent == parent).map(|one| one.id).collect();
        (!children.is_empty()).then(|| *self.random.pick(&children))
    }

    fn place(&mut self) -> Rect {
        Rect { x: self.random.signed(4_000), y: self.random.signed(4_000), w: 100, h: 100 }
    }

    fn node(&mut self, kind: Kind) -> Node {
        let state = if kind.has_state() { u8::try_from(self.random.below(8)).unwrap() } else { 0 };
        Node {
            kind,
            flags: u8::try_from(self.random.below(8)).unwrap(),
            x: self.random.signed(2_000),
            below: self.random.signed(300),
            narrower: self.random.signed(8),
            h: self.random.number(900),
            look: self.random.number(self.looks + 1),
            state,
            body: self.body(kind),
        }
    }

    /// Something that nodes of this kind show.
    pub(crate) fn body(&mut self, kind: Kind) -> Option<Body> {
        let rule = *self.random.pick(&RULES);
        let fit = || [1, 20, 21, 0, 0, 0, 0].into();
        match kind {
            Kind::Text if self.random.below(2) == 0 => {
                let lines = self.random.number(4) + 1;
                let last = if lines > 1 { self.random.number(400) } else { 0 };
                Some(Body::Bars { lines, last })
            }
            Kind::Text => {
                let lines = (0..self.random.below(3) + 1).map(|at| self.line(at)).collect();
                Some(Body::Lines { rule, look: self.random.number(self.looks + 1), lines })
            }
            Kind::Field | Kind::Area | Kind::Choice | Kind::Button => {
                let text = (*self.random.pick(&WORDS)).to_owned();
                let line = Line { x: 0, y: 0, w: 0, h: 0, text };
                Some(Body::Lines { rule, look: 0, lines: vec![line] })
            }
            Kind::Image if self.assets > 0 => {
                Some(Body::Picture { rule, asset: self.random.number(self.assets) + 1, fit: fit() })
            }
            Kind::Bar => Some(Body::Level { rule, thousandths: self.random.number(1_001) }),
            Kind::Drawing => {
                Some(Body::Vector { rule: 5, shapes: [1, 1, 9, 9, 9, 9, 2, 1, 8, 8, 0].into() })
            }
            Kind::Media => {
                let bytes = *b"\x89PNG\r\n\x1a\n1234";
                let format = wire::Format::Png;
                Some(Body::Pixels { rule: 5, format, bytes: bytes.into(), fit: fit() })
            }
            _ => None,
        }
    }

    fn line(&mut self, at: usize) -> Line {
        let y = u32::try_from(at).unwrap() * 80;
        let text = (*self.random.pick(&WORDS)).to_owned();
        Line { x: self.random.number(200), y, w: 300, h: 80, text }
    }

    /// A few properties, as they are written.
    fn look(&mut self) -> Look {
        let mut bytes = vec![1, 1, 0, 1];
        let shade = u8::try_from(self.random.below(256)).unwrap();
        bytes.extend([1, shade, shade, 0, 255]);
        if self.random.below(3) == 0 {
            bytes.extend([2, 8, 1, 0, 0, 0, 255, 0, 0, 4, 2, shade, 0, 0, 255]);
        }
        if self.random.below(2) == 0 {
            bytes.extend([5, 100, 8]);
        }
        if self.random.below(2) == 0 {
            bytes.extend([17, 64, 18, 7]);
        }
        bytes.push(0);
        let frame = wire::decode(&bytes).unwrap();
        match frame.said {
            Said::Ops(mut ops) => match ops.pop() {
                Some(Op::Look(look)) => look,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
}
