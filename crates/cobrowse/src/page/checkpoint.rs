//! The whole page as one frame.

use super::{Page, Told};
use crate::wire::{Frame, Kept, Node, Op, Said};

impl Page {
    /// The whole page as one frame: what a viewer gets who joins now. The frames after it follow it by their numbers.
    /// None before a capture was begun.
    pub fn checkpoint(&self) -> Option<Frame> {
        let policy = self.policy?;
        // A look may name an asset.
        let mut ops: Vec<Op> = self.assets.iter().copied().map(Op::Asset).collect();
        ops.extend(self.looks.all().map(Op::Look));
        if let Some((width, height, ratio)) = self.view {
            ops.push(Op::View { width, height, ratio });
        }
        self.write_nodes(&mut ops);
        if self.pointer.is_some() {
            ops.push(Op::Pointer(self.pointer));
        }
        if self.is_ready {
            ops.push(Op::Ready);
        }
        ops.push(Op::Next(self.next_id));
        Some(Frame { sequence: self.due.wrapping_sub(1), said: Said::Checkpoint { policy, ops } })
    }

    /// All nodes in the order of the document.
    fn write_nodes(&self, ops: &mut Vec<Op>) {
        let mut scrolls = Vec::new();
        let mut next = 1;
        let mut before: Option<Told<'_>> = None;
        for told in self.all() {
            let parent = told.parent_slot();
            if let Some(last) = before {
                if parent == last.slot() {
                    ops.push(Op::Enter);
                } else {
                    let up = std::iter::successors(Some(last), |one| one.parent());
                    let left = up.take_while(|one| one.parent_slot() != parent);
                    ops.extend(left.map(|_| Op::Leave));
                }
            }
            let id = told.id();
            if id != next {
                ops.push(Op::Next(id));
            }
            next = id.wrapping_add(1);
            ops.push(Op::Node(as_added(told)));
            let (x, y) = told.scroll();
            if (x, y) != (0, 0) {
                scrolls.push(Op::Scroll { node: id, x, y });
            }
            before = Some(told);
        }
        ops.append(&mut scrolls);
    }
}

fn as_added(told: Told<'_>) -> Node {
    let rect = told.rect();
    let wide = told.parent().map_or(0, |parent| i64::from(parent.rect().w));
    let bottom = told.before().map_or(0, Told::bottom);
    // Within `LENGTH_MAX` neither difference leaves 32 bits.
    let signed = |value: i64| i32::try_from(value).unwrap_or_default();
    Node {
        kind: told.kind(),
        flags: told.flags(),
        x: rect.x,
        below: signed(i64::from(rect.y) - bottom),
        narrower: signed(wide - i64::from(rect.w)),
        h: rect.h,
        look: told.look(),
        state: told.state(),
        body: told.body().and_then(Kept::read),
    }
}
