//! The whole page as one frame.

use super::{Page, Told};
use crate::wire::{Frame, Node, Op, Said};

impl Page {
    /// The whole page as one frame: what a viewer gets who joins now. The frames after it follow it by their numbers.
    /// None before a capture was begun.
    pub fn checkpoint(&self) -> Option<Frame> {
        let policy = self.policy?;
        // A look may name an asset.
        let mut ops: Vec<Op> = self.assets.iter().copied().map(Op::Asset).collect();
        ops.extend(self.looks.iter().cloned().map(Op::Look));
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
        let mut id = self.root;
        let mut before: Option<(&Told, u32)> = None;
        while let Some(told) = self.nodes.get(&id) {
            if let Some((last, last_id)) = before {
                if told.parent == last_id {
                    ops.push(Op::Enter);
                } else {
                    let left = last.depth.saturating_sub(told.depth);
                    ops.extend((0..left).map(|_| Op::Leave));
                }
            }
            if id != next {
                ops.push(Op::Next(id));
            }
            next = id.wrapping_add(1);
            ops.push(Op::Node(self.as_added(told)));
            let (x, y) = told.scroll;
            if (x, y) != (0, 0) {
                scrolls.push(Op::Scroll { node: id, x, y });
            }
            before = Some((told, id));
            id = self.following(id);
        }
        ops.append(&mut scrolls);
    }

    fn as_added(&self, told: &Told) -> Node {
        let wide = self.nodes.get(&told.parent).map_or(0, |parent| i64::from(parent.rect.w));
        let bottom = self.nodes.get(&told.before).map_or(0, Told::bottom);
        // Within `LENGTH_MAX` neither difference leaves 32 bits.
        let signed = |value: i64| i32::try_from(value).unwrap_or_default();
        Node {
            kind: told.kind,
            flags: told.flags,
            x: told.rect.x,
            below: signed(i64::from(told.rect.y) - bottom),
            narrower: signed(wide - i64::from(told.rect.w)),
            h: told.rect.h,
            look: told.look,
            state: told.state,
            body: told.body.as_deref().cloned(),
        }
    }
}
