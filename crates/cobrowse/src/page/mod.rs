//! The page as it was last told: what a frame is held against, and what whoever joins later is given as one frame.

mod below;
mod checkpoint;
mod number;
mod shown;
mod tree;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use self::number::NumberHasher;
pub use self::shown::{Shown, What};
use crate::verify::redacted;
use crate::wire::{Body, Frame, Kind, Look, Node, Op, Rect, Said};

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

/// A node as it was last told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) kind: Kind,
    pub(crate) flags: u8,
    pub(crate) state: u8,
    pub(crate) rect: Rect,
    pub(crate) look: u32,
    pub(crate) scroll: (u32, u32),
    /// In a place of its own: most nodes have none.
    pub(crate) body: Option<Box<Body>>,
    /// 0 for none, as in the links below.
    pub(crate) parent: u32,
    pub(crate) first: u32,
    last: u32,
    before: u32,
    pub(crate) after: u32,
    depth: u32,
    pub(crate) changed_at: u32,
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
    next_id: u32,
    root: u32,
    nodes: HashMap<u32, Told, BuildHasherDefault<NumberHasher>>,
    looks: Vec<Look>,
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
        let mut cursor = Cursor::default();
        ops.iter().try_for_each(|op| self.step(op, &mut cursor))
    }

    /// A node, by its number.
    pub fn node(&self, id: u32) -> Option<NodeSeen> {
        let told = self.nodes.get(&id)?;
        let rule = told.body.as_deref().and_then(Body::rule);
        let Told { kind, flags, state, rect, changed_at, .. } = *told;
        Some(NodeSeen { kind, flags, state, rect, rule, changed_at })
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
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn told(&self, id: u32) -> Option<&Told> {
        self.nodes.get(&id)
    }

    /// A look, by its number; none for 0.
    pub(crate) fn look(&self, number: u32) -> Option<&Look> {
        usize::try_from(number).ok()?.checked_sub(1).and_then(|at| self.looks.get(at))
    }

    /// Width and height of the window in CSS pixels, where they are told.
    pub(crate) fn view(&self) -> Option<(u32, u32)> {
        self.view.map(|(width, height, _)| (width, height))
    }

    /// 0 for none.
    pub(crate) const fn root(&self) -> u32 {
        self.root
    }

    /// About how many bytes it holds.
    pub(crate) const fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    /// The corner of a node in the page, in quarters of a pixel, as if nothing was scrolled.
    pub(crate) fn corner(&self, id: u32) -> (i64, i64) {
        let (mut x, mut y) = (0, 0);
        let mut at = id;
        while let Some(told) = self.nodes.get(&at) {
            x += i64::from(told.rect.x);
            y += i64::from(told.rect.y);
            at = told.parent;
        }
        (x, y)
    }

    /// Puts a redacted box in the place of what a node shows; gives the body that it has then.
    pub(crate) fn redact(&mut self, id: u32) -> Option<Body> {
        let told = self.nodes.get_mut(&id)?;
        let freed = told.size();
        let body = told.body.as_ref().and_then(|body| redacted(body, told.kind));
        told.body = body.clone().map(Box::new);
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
            Op::Enter => match cursor.after {
                0 => return Err(PageError::Cursor),
                into => *cursor = Cursor { parent: into, after: 0 },
            },
            Op::Leave => {
                let out = self.known(cursor.parent).map_err(|_| PageError::Cursor)?;
                *cursor = Cursor { parent: out.parent, after: cursor.parent };
            }
            Op::At { parent, sibling } => {
                if *parent != 0 {
                    self.known(*parent)?;
                }
                if *sibling != 0 && self.known(*sibling)?.parent != *parent {
                    return Err(PageError::Parent(*sibling));
                }
                *cursor = Cursor { parent: *parent, after: *sibling };
            }
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
                self.touch(*node)?.rect = bounded(rect.x, rect.y, rect.w, rect.h)?;
            }
            Op::Size { node, dw, dh } => {
                let told = self.touch(*node)?;
                let Rect { x, y, w, h } = told.rect;
                let wide = i64::from(w) + i64::from(*dw);
                told.rect = bounded(x, y, wide, i64::from(h) + i64::from(*dh))?;
            }
            Op::Shift { node, count, dx, dy } => self.shift(*node, *count, *dx, *dy)?,
            Op::Wear { node, look } => {
                self.check_look(*look)?;
                self.touch(*node)?.look = *look;
            }
            Op::Body { node, body } => {
                let kind = self.known(*node)?.kind;
                self.check_body(*node, kind, body.as_ref())?;
                let freed = self.known(*node)?.size();
                self.hold(freed, body.as_ref().map_or(0, Body::size))?;
                self.touch(*node)?.body = body.clone().map(Box::new);
            }
            Op::State { node, state } => {
                let told = self.touch(*node)?;
                if !told.kind.has_state() {
                    return Err(PageError::Kind(*node));
                }
                told.state = *state;
            }
            Op::Flags { node, flags } => self.touch(*node)?.flags = *flags,
            // What is seen of it changes, not the node: it does not make an act on it stale.
            Op::Scroll { node, x, y } => {
                let told = self.nodes.get_mut(node).ok_or(PageError::Node(*node))?;
                told.scroll = (*x, *y);
            }
            _ => {}
        }
        Ok(())
    }

    fn add_look(&mut self, look: &Look) -> Result<(), PageError> {
        self.check_asset(look.asset())?;
        self.hold(0, look.size())?;
        self.looks.push(look.clone());
        if self.looks.len() > LOOKS_MAX { Err(PageError::TooMany) } else { Ok(()) }
    }

    fn add(&mut self, node: &Node, cursor: &mut Cursor) -> Result<(), PageError> {
        let id = self.next_id;
        if id == 0 || self.nodes.contains_key(&id) {
            return Err(PageError::Again(id));
        }
        self.check_look(node.look)?;
        self.check_body(id, node.kind, node.body.as_ref())?;
        let (wide, depth) = match cursor.parent {
            0 => (0, 0),
            parent => self.known(parent).map(|told| (i64::from(told.rect.w), told.depth + 1))?,
        };
        let bottom = self.nodes.get(&cursor.after).map_or(0, Told::bottom);
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
        let told = Told {
            kind: node.kind,
            flags: node.flags,
            state: node.state,
            rect,
            look: node.look,
            scroll: (0, 0),
            body: node.body.clone().map(Box::new),
            parent: cursor.parent,
            first: 0,
            last: 0,
            before: 0,
            after: 0,
            depth,
            changed_at: self.due.wrapping_sub(1),
        };
        self.nodes.insert(id, told);
        self.link(id, cursor.parent, cursor.after)?;
        cursor.after = id;
        self.next_id = id.wrapping_add(1);
        Ok(())
    }

    fn shift(&mut self, node: u32, count: u32, dx: i32, dy: i32) -> Result<(), PageError> {
        self.shifted = self.shifted.saturating_add(count);
        if count == 0 || self.shifted > SHIFTS_MAX {
            return Err(PageError::Shift);
        }
        self.known(node)?;
        let mut next = node;
        for _ in 0..count {
            let told = self.touch(next).map_err(|_| PageError::Shift)?;
            let Rect { x, y, w, h } = told.rect;
            let x = i64::from(x) + i64::from(dx);
            told.rect = bounded(x, i64::from(y) + i64::from(dy), w, h)?;
            next = told.after;
        }
        Ok(())
    }

    fn known(&self, id: u32) -> Result<&Told, PageError> {
        self.nodes.get(&id).ok_or(PageError::Node(id))
    }

    /// A node that the present frame changes.
    fn touch(&mut self, id: u32) -> Result<&mut Told, PageError> {
        let told = self.nodes.get_mut(&id).ok_or(PageError::Node(id))?;
        told.changed_at = self.due.wrapping_sub(1);
        Ok(told)
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

impl Told {
    fn bottom(&self) -> i64 {
        i64::from(self.rect.y) + i64::from(self.rect.h)
    }

    fn size(&self) -> usize {
        self.body.as_deref().map_or(0, Body::size)
    }
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
