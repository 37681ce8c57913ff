//! The page as it was last told, for whoever joins later: kept small, and given as one frame.

use std::collections::HashMap;

use crate::wire::{Body, Frame, Look, Node, Op, Rect, Said, has_state};

/// The most nodes of a page; a browser sends no more.
pub const NODES_MAX: usize = 200_000;
/// The most looks.
pub const LOOKS_MAX: usize = 20_000;
/// The deepest nesting.
pub const DEPTH_MAX: usize = 1_000;

/// A frame that does not fit what was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("frame {got} where {due} was due")]
    Sequence { due: u32, got: u32 },
    #[error("node {0} is not known")]
    Node(u32),
    #[error("look {0} is not known")]
    Look(u32),
    #[error("node {0} stands in another node than was said")]
    Parent(u32),
    #[error("nothing to go into, or to leave")]
    Cursor,
    #[error("a width below zero")]
    Width,
    #[error("more nodes than {NODES_MAX}, looks than {LOOKS_MAX} or levels than {DEPTH_MAX}")]
    TooMany,
    #[error("no capture was begun")]
    NotBegun,
}

#[derive(Debug, Clone)]
struct Told {
    kind: u8,
    flags: u8,
    state: u8,
    rect: Rect,
    look: u32,
    scroll: (u32, u32),
    body: Option<Body>,
    /// 0: the root.
    parent: u32,
    depth: usize,
    children: Vec<u32>,
}

/// Where the next node goes: into `parent`, after `after`; 0 for neither.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    parent: u32,
    after: u32,
}

/// A page, from the first frame of its capture on.
#[derive(Debug, Clone, Default)]
pub struct Page {
    policy: Option<[u8; 32]>,
    due: u32,
    last_id: u32,
    root: u32,
    nodes: HashMap<u32, Told>,
    looks: Vec<Look>,
    view: Option<(u32, u32, u32)>,
    is_ready: bool,
}

impl Page {
    /// Takes the next frame of the capture. After an error the page must be thrown away: it may hold half of the frame.
    pub fn take(&mut self, frame: &Frame) -> Result<(), PageError> {
        if let Said::Start { policy } = frame.said {
            *self = Self { policy: Some(policy), due: frame.sequence, ..Self::default() };
        }
        if frame.sequence != self.due {
            return Err(PageError::Sequence { due: self.due, got: frame.sequence });
        }
        self.due = self.due.wrapping_add(1);
        let (Said::Ops(ops) | Said::Checkpoint { ops, .. }) = &frame.said else { return Ok(()) };
        if self.policy.is_none() {
            return Err(PageError::NotBegun);
        }
        let mut cursor = Cursor::default();
        for op in ops {
            self.step(op, &mut cursor)?;
        }
        Ok(())
    }

    /// The whole page as one frame: what a viewer gets who joins now. The frames after it follow it by their numbers.
    pub fn checkpoint(&self) -> Option<Frame> {
        let policy = self.policy?;
        let mut ops: Vec<Op> = self.looks.iter().cloned().map(Op::Look).collect();
        if let Some((width, height, ratio)) = self.view {
            ops.push(Op::View { width, height, ratio });
        }
        let mut next = 1;
        let mut scrolls = Vec::new();
        // Depth first, in the order of siblings; `None` leaves the node that was entered.
        let mut waiting = vec![Some((self.root, Cursor::default(), 0, 0))];
        while let Some(one) = waiting.pop() {
            let Some((id, cursor, wide, bottom)) = one else {
                ops.push(Op::Leave);
                continue;
            };
            let Some(told) = self.nodes.get(&id) else { continue };
            if id != next {
                ops.push(Op::Next(id));
            }
            next = id.saturating_add(1);
            ops.push(Op::Node(told.node(wide, bottom)));
            if told.scroll != (0, 0) {
                let (x, y) = told.scroll;
                scrolls.push(Op::Scroll { node: id, x, y });
            }
            let _ = cursor;
            if told.children.is_empty() {
                continue;
            }
            ops.push(Op::Enter);
            waiting.push(None);
            let mut after = (0, 0_i64);
            let mut inside = Vec::with_capacity(told.children.len());
            for child in &told.children {
                inside.push(Some((*child, Cursor { parent: id, after: after.0 }, told.rect.w, after.1)));
                after = (*child, self.nodes.get(child).map_or(0, Told::bottom));
            }
            waiting.extend(inside.into_iter().rev());
        }
        ops.append(&mut scrolls);
        ops.push(Op::Next(self.last_id.saturating_add(1)));
        if self.is_ready {
            ops.push(Op::Ready);
        }
        Some(Frame { sequence: self.due.wrapping_sub(1), said: Said::Checkpoint { policy, ops } })
    }
}
