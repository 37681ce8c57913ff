//! Changes of frames: of their bytes, and of the operations in them.

use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Rect, Said};

use crate::small;
use crate::support::Random;

/// What is never shown, whoever releases it.
pub(crate) const NEVER: [&str; 4] =
    ["4111 1111 1111 1111", "5500005555555559", "DE89370400440532013000", "jane.roe@example.com"];
/// Numbers at which something may change.
const EDGES: [u32; 12] = [
    0,
    1,
    2,
    127,
    128,
    16_383,
    16_384,
    (1 << 21) - 1,
    1 << 28,
    i32::MAX as u32,
    u32::MAX - 1,
    u32::MAX,
];
const TRIES_MAX: usize = 6;

pub(crate) struct Mutator {
    pub(crate) random: Random,
    corpus: Vec<Vec<u8>>,
    /// The operations of all frames of the corpus.
    ops: Vec<Op>,
}

impl Mutator {
    pub(crate) fn new(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        let ops = corpus.iter().filter_map(|bytes| wire::decode(bytes).ok());
        let ops = ops.flat_map(|frame| match frame.said {
            Said::Ops(ops) => ops,
            Said::Start { .. } | Said::Checkpoint { .. } => Vec::new(),
        });
        Self { random: Random::new(seed), ops: ops.collect(), corpus }
    }

    /// A frame made of another: as often as not one that still is a frame.
    pub(crate) fn mutated(&mut self, from: &[u8]) -> Vec<u8> {
        let mut bytes = from.to_vec();
        if self.random.below(8) > 0 {
            bytes = self.of_ops(&bytes);
        }
        if self.random.below(2) == 0 {
            for _ in 0..=small(&mut self.random, TRIES_MAX) {
                self.of_bytes(&mut bytes);
            }
        }
        bytes
    }

    fn of_bytes(&mut self, bytes: &mut Vec<u8>) {
        let random = &mut self.random;
        let at = random.below(bytes.len() + 1);
        let end = (at + 1 + small(random, 64)).min(bytes.len());
        let byte = u8::try_from(random.below(256)).unwrap();
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            2 => bytes.insert(at, byte),
            3 if at < end => drop(bytes.drain(at..end)),
            4 => bytes.truncate(at),
            5 if at < end => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            6 => {
                let number = whole(*random.pick(&EDGES));
                bytes.splice(at..at, number);
            }
            _ => {
                let other = random.pick(&self.corpus).clone();
                let from = random.below(other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
        }
    }

    fn of_ops(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Ok(Frame { sequence, said: Said::Ops(mut ops) }) = wire::decode(bytes) else {
            return bytes.to_vec();
        };
        for _ in 0..=small(&mut self.random, TRIES_MAX) {
            self.of_list(&mut ops);
        }
        let sequence = if self.random.below(50) == 0 { self.number(sequence) } else { sequence };
        wire::encode(&Frame { sequence, said: Said::Ops(ops) })
    }

    fn of_list(&mut self, ops: &mut Vec<Op>) {
        let at = self.random.below(ops.len() + 1);
        match self.random.below(9) {
            0 if at < ops.len() => drop(ops.remove(at)),
            1 if at < ops.len() => ops.insert(at, ops[at].clone()),
            2 if at < ops.len() => {
                let other = self.random.below(ops.len());
                ops.swap(at, other);
            }
            3 => ops.insert(at, self.random.pick(&self.ops).clone()),
            4 => {
                for _ in 0..small(&mut self.random, 300) {
                    ops.push(self.random.pick(&self.ops).clone());
                }
            }
            5 => {
                let body = Some(self.forged());
                let node = self.random.number(600);
                ops.insert(at, Op::Body { node, body });
            }
            6 => {
                let (narrower, h) = (self.random.signed(9), self.number(80));
                let kind = *self.random.pick(&Kind::ALL);
                let state = if kind.has_state() { 9 } else { 0 };
                let body = Some(self.forged());
                let node =
                    Node { kind, flags: 0, x: 0, below: 0, narrower, h, look: 0, state, body };
                ops.insert(at, Op::Node(node));
            }
            7 => ops.insert(at, self.any()),
            _ if at < ops.len() => self.of_one(&mut ops[at]),
            _ => {}
        }
    }

    /// An operation with numbers from anywhere.
    fn any(&mut self) -> Op {
        let node = self.random.number(900);
        let sibling = self.random.number(900);
        let (dx, dy) = (self.signed(), self.signed());
        match self.random.below(10) {
            0 => Op::Remove(node),
            1 => Op::Move { node, sibling },
            2 => Op::At { parent: node, sibling },
            3 => Op::Shift { node, count: self.number(3), dx, dy },
            4 => Op::Size { node, dw: dx, dh: dy },
            5 => {
                Op::Rect { node, rect: Rect { x: dx, y: dy, w: self.number(9), h: self.number(9) } }
            }
            6 => Op::Enter,
            7 => Op::Leave,
            8 => Op::Pointer(Some((dx, dy))),
            _ => Op::Wear { node, look: self.number(9) },
        }
    }

    fn of_one(&mut self, op: &mut Op) {
        match op {
            Op::Node(node) => match self.random.below(7) {
                0 => node.x = self.signed(),
                1 => node.below = self.signed(),
                2 => node.narrower = self.signed(),
                3 => node.h = self.number(node.h),
                4 => node.look = self.number(node.look),
                5 => node.kind = *self.random.pick(&Kind::ALL),
                _ => node.body = Some(self.forged()),
            },
            Op::Body { node, body } => {
                if self.random.below(2) == 0 {
                    *node = self.number(*node);
                } else {
                    *body = body.take().map(|body| self.of_body(body));
                }
            }
            _ => *op = self.any(),
        }
    }

    fn of_body(&mut self, body: Body) -> Body {
        match body {
            Body::Lines { rule, look, mut lines } => {
                let rule = if self.random.below(3) == 0 { self.number(rule).max(1) } else { rule };
                if let Some(at) = lines.len().checked_sub(1) {
                    let line = &mut lines[self.random.below(at + 1)];
                    let place = self.random.below(line.text.chars().count() + 1);
                    let place =
                        line.text.char_indices().nth(place).map_or(line.text.len(), |one| one.0);
                    let never = self.random.pick(&NEVER);
                    line.text.insert_str(place, &format!(" {never} "));
                }
                Body::Lines { rule, look, lines }
            }
            _ => self.forged(),
        }
    }

    /// Something shown that should not be.
    fn forged(&mut self) -> Body {
        let rule = *self.random.pick(&[1, 1, 1, 2, 3, 4, 5, 6, 7, 900, u32::MAX]);
        let fit = || [0; 7].into();
        match self.random.below(6) {
            0 => {
                let bytes = b"\x89PNG\r\n\x1a\nwords".as_slice().into();
                Body::Pixels { rule, format: wire::Format::Png, bytes, fit: fit() }
            }
            1 => Body::Vector { rule, shapes: [0].into() },
            2 => Body::Picture { rule, asset: self.number(1).max(1), fit: fit() },
            _ => {
                let count = small(&mut self.random, 4) + 1;
                let text = *self.random.pick(&NEVER);
                let lines = (0..count).map(|at| self.line(text, at, count)).collect();
                Body::Lines { rule, look: 0, lines }
            }
        }
    }

    /// A piece of a text that is told in so many lines.
    fn line(&mut self, text: &str, at: usize, count: usize) -> Line {
        let size = text.len().div_ceil(count);
        let end = ((at + 1) * size).min(text.len());
        let text = text[(at * size).min(end)..end].to_owned();
        let y = u32::try_from(at).unwrap() * 80;
        Line { x: self.random.number(80), y, w: 200, h: 80, text }
    }

    /// The number, or another: beside it, or where something changes.
    fn number(&mut self, near: u32) -> u32 {
        match self.random.below(3) {
            0 => near.wrapping_add(self.random.number(5)).wrapping_sub(2),
            1 => *self.random.pick(&EDGES),
            _ => self.random.number(1_000),
        }
    }

    fn signed(&mut self) -> i32 {
        self.number(0).cast_signed()
    }
}

/// A whole number as it is on the wire.
fn whole(mut value: u32) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 128 {
        out.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
    out
}
