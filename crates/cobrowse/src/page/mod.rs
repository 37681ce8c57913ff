//! The page as it was last told: what a frame is held against, and what whoever joins later is given as one frame.

mod below;
mod bodies;
mod checkpoint;
mod looks;
mod nodes;
mod shown;
#[cfg(test)]
mod tests;
mod told;
mod tree;

use self::looks::Looks;
use self::nodes::{Nodes, Slot, Stored};
pub use self::shown::{Shown, What};
pub(crate) use self::told::Told;
use crate::verify::redacted;
use crate::wire::{Body, Frame, Kept, Kind, Look, Node, Op, Rect, Said};

/// The most nodes of a page.
pub const NODES_MAX: usize = 100_000;
/// The most looks of a capture.
pub const LOOKS_MAX: usize = 20_000;
/// The deepest nesting.
pub const DEPTH_MAX: u32 = 500;
/// The most assets of a capture.
pub const ASSETS_MAX: usize = 4_096;
/// The most bytes of looks, and of released words, pixels and drawings of a page, all together.
pub const HELD_BYTES_MAX: usize = 8 << 20;
/// The farthest place and the greatest extent, in quarters of a CSS pixel: browsers end at half of it.
pub const LENGTH_MAX: u32 = 1 << 28;
/// The most nodes that a frame may shift, each as often as it is shifted.
pub const SHIFTS_MAX: u32 = 2_000_000;

/// A frame that does not fit what was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("frame {got} where {due} was due")]
    Sequence { due: u32, got: u32 },
    #[error("no capture was begun: the first frame must be a start")]
    NotBegun,
    #[error("node {0} is not known")]
    Node(u32),
    #[error("node {0} is there twice, or its number is 0")]
    Again(u32),
    #[error("look {0} is not known")]
    Look(u32),
    #[error("asset {0} is not known")]
    Asset(u32),
    #[error("node {0} stands in another node than was said")]
    Parent(u32),
    #[error("nothing to go into, or to leave, or to stand in")]
    Cursor,
    #[error("a width below zero, or a place beyond {LENGTH_MAX} quarters of a pixel")]
    Place,
    #[error("node {0} is of a kind that has no such body or state")]
    Kind(u32),
    #[error("a shift of no siblings, of more than there are, or of too many in one frame")]
    Shift,
    #[error(
        "more nodes than {NODES_MAX}, looks than {LOOKS_MAX}, levels than {DEPTH_MAX} or bytes held than {HELD_BYTES_MAX}"
    )]
    TooMany,
}

/// What may be asked of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeSeen {
    pub kind: Kind,
    /// Of [`crate::wire::flag`].
    pub flags: u8,
    /// Of [`crate::wire::state`].
    pub state: u8,
    /// Relative to its parent.
    pub rect: Rect,
    /// The rule that released what it shows, where it shows something.
    pub rule: Option<u32>,
    /// The number of the frame that told of it last.
    pub changed_at: u32,
}

/// Where the next node goes: into `parent`, after `after`; and how deep it is then.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    parent: Slot,
    after: Slot,
    depth: u32,
}

/// A page, from the first frame of its capture on.
#[derive(Debug, Clone, Default)]
pub struct Page {
    policy: Option<[u8; 32]>,
    due: u32,
    next_id: u32,
    root: Slot,
    nodes: Nodes,
    looks: Looks,
    assets: Vec<[u8; 32]>,
    view: Option<(u32, u32, u32)>,
    pointer: Option<(i32, i32)>,
    is_ready: bool,
    held_bytes: usize,
    /// Nodes that the present frame shifted.
    shifted: u32,
}

impl Page {
    /// Takes the next frame of the capture. After an error the page must be thrown away: it may hold half of the frame.
    pub fn take(&mut self, frame: &Frame) -> Result<(), PageError> {
        let (policy, due) = match frame.said {
            Said::Start { policy } => (Some(policy), 0),
            Said::Checkpoint { policy, .. } => (Some(policy), frame.sequence),
            Said::Ops(_) => (None, self.due),
        };
        if policy.is_some() {
            *self = Self { policy, next_id: 1, ..Self::default() };
        }
        if self.policy.is_none() {
            return Err(PageError::NotBegun);
        }
        if frame.sequence != due {
            return Err(PageError::Sequence { due, got: frame.sequence });
        }
        self.due = due.wrapping_add(1);
        self.shifted = 0;
        let (Said::Ops(ops) | Said::Checkpoint { ops, .. }) = &frame.said else { return Ok(()) };
        if let Said::Checkpoint { .. } = frame.said {
            self.nodes.expect(numbers(ops));
        } else {
            self.nodes.make_room(ops.iter().filter(|op| matches!(op, Op::Node(_))).count());
        }
        let mut cursor = Cursor::default();
        ops.iter().try_for_each(|op| self.step(op, &mut cursor))?;
        self.root = self.nodes.tidy(self.root);
        Ok(())
    }

    /// A node, by its number.
    pub fn node(&self, id: u32) -> Option<NodeSeen> {
        let told = self.told(id)?;
        Some(NodeSeen {
            kind: told.kind(),
            flags: told.flags(),
            state: told.state(),
            rect: told.rect(),
            rule: told.body().and_then(Kept::rule),
            changed_at: told.changed_at(),
        })
    }

    /// The number of the frame that was taken last; none before the first.
    pub fn sequence(&self) -> Option<u32> {
        self.policy.map(|_| self.due.wrapping_sub(1))
    }

    /// The hash of the policy under which the capture was begun; zeros for release by attributes.
    pub const fn policy(&self) -> Option<[u8; 32]> {
        self.policy
    }

    /// Whether what was near the window at the beginning is told.
    pub const fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// How many nodes it has.
    pub const fn nodes(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn told(&self, id: u32) -> Option<Told<'_>> {
        self.at(self.nodes.find(id))
    }

    fn at(&self, slot: Slot) -> Option<Told<'_>> {
        Told::of(&self.nodes, slot)
    }

    /// A look, by its number; none for 0.
    pub(crate) fn look(&self, number: u32) -> Option<Look> {
        self.looks.get(usize::try_from(number).ok()?)
    }

    /// Width and height of the window in CSS pixels, where they are told.
    pub(crate) fn view(&self) -> Option<(u32, u32)> {
        self.view.map(|(width, height, _)| (width, height))
    }

    pub(crate) fn root(&self) -> Option<Told<'_>> {
        self.at(self.root)
    }

    /// All nodes in the order of the document.
    pub(crate) fn all(&self) -> impl Iterator<Item = Told<'_>> {
        std::iter::successors(self.root(), |told| told.following())
    }

    /// About how many bytes it holds.
    pub(crate) const fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    /// The corner of a node in the page, in quarters of a pixel, as if nothing was scrolled.
    pub(crate) fn corner(&self, id: u32) -> (i64, i64) {
        let above = std::iter::successors(self.told(id), |told| told.parent());
        above.fold((0, 0), |(x, y), told| {
            let rect = told.rect();
            (x + i64::from(rect.x), y + i64::from(rect.y))
        })
    }

    /// Puts a redacted box in the place of what a node shows; gives the body that it has then.
    pub(crate) fn redact(&mut self, id: u32) -> Option<Body> {
        let told = self.told(id)?;
        let (slot, freed) = (told.slot(), held(told));
        let body = told.body().and_then(Kept::read);
        let body = body.and_then(|body| redacted(&body, told.kind()));
        self.nodes.set_body(slot, body.as_ref());
        self.held_bytes = self.held_bytes.saturating_sub(freed);
        body
    }

    /// The number that the next added node gets.
    pub(crate) const fn next_id(&self) -> u32 {
        self.next_id
    }

    fn step(&mut self, op: &Op, cursor: &mut Cursor) -> Result<(), PageError> {
        match op {
            Op::Look(look) => self.add_look(look)?,
            Op::Node(node) => self.add(node, cursor)?,
            Op::Enter if cursor.after.is_none() => return Err(PageError::Cursor),
            Op::Enter => {
                let (parent, depth) = (cursor.after, cursor.depth + 1);
                *cursor = Cursor { parent, after: Slot::NONE, depth };
            }
            Op::Leave => {
                let out = self.at(cursor.parent).ok_or(PageError::Cursor)?;
                let parent = out.parent().map_or(Slot::NONE, Told::slot);
                *cursor =
                    Cursor { parent, after: cursor.parent, depth: cursor.depth.saturating_sub(1) };
            }
            Op::At { parent, sibling } => *cursor = self.cursor(*parent, *sibling)?,
            Op::Remove(node) => {
                self.remove(*node)?;
                *cursor = Cursor::default();
            }
            Op::Move { node, sibling } => {
                self.relink(*node, *sibling)?;
                *cursor = Cursor::default();
            }
            Op::View { width, height, ratio } => self.view = Some((*width, *height, *ratio)),
            Op::Ready => self.is_ready = true,
            Op::Pointer(place) => self.pointer = *place,
            Op::Asset(_) if self.assets.len() >= ASSETS_MAX => return Err(PageError::TooMany),
            Op::Asset(hash) => self.assets.push(*hash),
            Op::Next(id) => self.next_id = *id,
            Op::Rect { .. }
            | Op::Size { .. }
            | Op::Shift { .. }
            | Op::Wear { .. }
            | Op::Body { .. }
            | Op::State { .. }
            | Op::Flags { .. }
            | Op::Scroll { .. } => self.change(op)?,
        }
        Ok(())
    }

    /// What changes a node where it stands.
    fn change(&mut self, op: &Op) -> Result<(), PageError> {
        match op {
            Op::Rect { node, rect } => {
                let slot = self.touch(*node)?;
                self.nodes.set_rect(slot, bounded(rect.x, rect.y, rect.w, rect.h)?);
            }
            Op::Size { node, dw, dh } => {
                let slot = self.touch(*node)?;
                let Rect { x, y, w, h } = self.known(*node)?.rect();
                let wide = i64::from(w) + i64::from(*dw);
                let rect = bounded(x, y, wide, i64::from(h) + i64::from(*dh))?;
                self.nodes.set_rect(slot, rect);
            }
            Op::Shift { node, count, dx, dy } => self.shift(*node, *count, *dx, *dy)?,
            Op::Wear { node, look } => {
                self.check_look(*look)?;
                self.touched(*node)?.set_look(*look);
            }
            Op::Body { node, body } => {
                let told = self.known(*node)?;
                let freed = held(told);
                self.check_body(*node, told.kind(), body.as_ref())?;
                self.hold(freed, body.as_ref().map_or(0, Body::size))?;
                let slot = self.touch(*node)?;
                self.nodes.set_body(slot, body.as_ref());
            }
            Op::State { node, state } => {
                let one = self.touched(*node)?;
                if !one.kind().has_state() {
                    return Err(PageError::Kind(*node));
                }
                one.state = *state;
            }
            Op::Flags { node, flags } => self.touched(*node)?.set_flags(*flags),
            // What is seen of it changes, not the node: it does not make an act on it stale.
            Op::Scroll { node, x, y } => {
                let slot = self.known(*node)?.slot();
                self.nodes.set_scroll(slot, (*x, *y));
            }
            _ => {}
        }
        Ok(())
    }

    /// The place in `parent` behind `sibling`, by their numbers; 0 for neither.
    fn cursor(&self, parent: u32, sibling: u32) -> Result<Cursor, PageError> {
        let mut cursor = Cursor::default();
        if parent != 0 {
            let told = self.known(parent)?;
            cursor.parent = told.slot();
            let levels = std::iter::successors(Some(told), |told| told.parent()).count();
            cursor.depth = u32::try_from(levels).unwrap_or(u32::MAX);
        }
        if sibling != 0 {
            let told = self.known(sibling)?;
            if told.parent_slot() != cursor.parent {
                return Err(PageError::Parent(sibling));
            }
            cursor.after = told.slot();
        }
        Ok(cursor)
    }

    fn add_look(&mut self, look: &Look) -> Result<(), PageError> {
        self.check_asset(look.asset())?;
        self.hold(0, look.size())?;
        self.looks.push(look);
        if self.looks.len() > LOOKS_MAX { Err(PageError::TooMany) } else { Ok(()) }
    }

    fn add(&mut self, node: &Node, cursor: &mut Cursor) -> Result<(), PageError> {
        let id = self.next_id;
        if id == 0 || !self.nodes.find(id).is_none() {
            return Err(PageError::Again(id));
        }
        self.check_look(node.look)?;
        self.check_body(id, node.kind, node.body.as_ref())?;
        let Cursor { parent, after, depth } = *cursor;
        let wide = self.at(parent).map_or(0, |told| i64::from(told.rect().w));
        let bottom = self.at(after).map_or(0, Told::bottom);
        if self.nodes.len() >= NODES_MAX || depth > DEPTH_MAX {
            return Err(PageError::TooMany);
        }
        self.hold(0, node.body.as_ref().map_or(0, Body::size))?;
        let rect = bounded(
            node.x,
            bottom + i64::from(node.below),
            wide - i64::from(node.narrower),
            node.h,
        )?;
        let mut one = Stored::new(node.kind, node.flags, node.state, self.due.wrapping_sub(1));
        one.set_look(node.look);
        let slot = self.nodes.add(id, one).ok_or(PageError::Again(id))?;
        self.nodes.set_rect(slot, rect);
        self.nodes.set_body(slot, node.body.as_ref());
        self.link(slot, parent, after)?;
        cursor.after = slot;
        self.next_id = id.wrapping_add(1);
        Ok(())
    }

    fn shift(&mut self, node: u32, count: u32, dx: i32, dy: i32) -> Result<(), PageError> {
        self.shifted = self.shifted.saturating_add(count);
        if count == 0 || self.shifted > SHIFTS_MAX {
            return Err(PageError::Shift);
        }
        let mut next = self.known(node)?.slot();
        for _ in 0..count {
            let told = self.at(next).ok_or(PageError::Shift)?;
            let Rect { x, y, w, h } = told.rect();
            let x = i64::from(x) + i64::from(dx);
            let rect = bounded(x, i64::from(y) + i64::from(dy), w, h)?;
            let slot = std::mem::replace(&mut next, told.after().map_or(Slot::NONE, Told::slot));
            self.nodes.set_rect(slot, rect);
            if let Some(one) = self.nodes.edit(slot) {
                one.changed_at = self.due.wrapping_sub(1);
            }
        }
        Ok(())
    }

    fn known(&self, id: u32) -> Result<Told<'_>, PageError> {
        self.told(id).ok_or(PageError::Node(id))
    }

    /// A node that the present frame changes.
    fn touched(&mut self, id: u32) -> Result<&mut Stored, PageError> {
        let one = self.nodes.edit(self.nodes.find(id)).ok_or(PageError::Node(id))?;
        one.changed_at = self.due.wrapping_sub(1);
        Ok(one)
    }

    /// As [`Page::touched`]; gives where it is.
    fn touch(&mut self, id: u32) -> Result<Slot, PageError> {
        self.touched(id)?;
        Ok(self.nodes.find(id))
    }

    fn check_look(&self, look: u32) -> Result<(), PageError> {
        let is_known = usize::try_from(look).is_ok_and(|look| look <= self.looks.len());
        if is_known { Ok(()) } else { Err(PageError::Look(look)) }
    }

    fn check_asset(&self, asset: u32) -> Result<(), PageError> {
        let is_known = usize::try_from(asset).is_ok_and(|asset| asset <= self.assets.len());
        if is_known { Ok(()) } else { Err(PageError::Asset(asset)) }
    }

    /// Each body has its kinds of nodes, and names a look or an asset that is known.
    fn check_body(&self, id: u32, kind: Kind, body: Option<&Body>) -> Result<(), PageError> {
        let Some(body) = body else { return Ok(()) };
        if !body.stands_in(kind) {
            return Err(PageError::Kind(id));
        }
        match body {
            Body::Lines { look, .. } => self.check_look(*look),
            Body::Picture { asset, .. } => self.check_asset(*asset),
            _ => Ok(()),
        }
    }

    /// Counts what is held: so many bytes less and so many more.
    fn hold(&mut self, freed: usize, more: usize) -> Result<(), PageError> {
        self.held_bytes = self.held_bytes.saturating_sub(freed).saturating_add(more);
        if self.held_bytes > HELD_BYTES_MAX { Err(PageError::TooMany) } else { Ok(()) }
    }
}

/// What a node's body counts as, of [`HELD_BYTES_MAX`].
fn held(told: Told<'_>) -> usize {
    told.body().map_or(0, Kept::size)
}

/// The numbers of all nodes that these operations add.
fn numbers(ops: &[Op]) -> Vec<u32> {
    let mut next = 1_u32;
    let number = |op: &Op| match op {
        Op::Next(id) => {
            next = *id;
            None
        }
        Op::Node(_) => {
            let id = next;
            next = next.wrapping_add(1);
            Some(id)
        }
        _ => None,
    };
    ops.iter().filter_map(number).collect()
}

/// A rectangle of the page, if it is one.
fn bounded(
    x: impl Into<i64>,
    y: impl Into<i64>,
    w: impl Into<i64>,
    h: impl Into<i64>,
) -> Result<Rect, PageError> {
    let far = i64::from(LENGTH_MAX);
    let place = |value: i64| {
        let near = (-far..=far).contains(&value);
        i32::try_from(value).ok().filter(|_| near).ok_or(PageError::Place)
    };
    let extent = |value: i64| {
        u32::try_from(value).ok().filter(|value| *value <= LENGTH_MAX).ok_or(PageError::Place)
    };
    Ok(Rect {
        x: place(x.into())?,
        y: place(y.into())?,
        w: extent(w.into())?,
        h: extent(h.into())?,
    })
}
