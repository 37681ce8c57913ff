//! A node as it was last told.

use super::nodes::{Nodes, Slot, Stored};
use crate::wire::{Kept, Kind, Rect};

/// A node, and the page around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'p> {
    nodes: &'p Nodes,
    slot: Slot,
    stored: &'p Stored,
}

impl<'p> Told<'p> {
    pub(super) fn of(nodes: &'p Nodes, slot: Slot) -> Option<Self> {
        let stored = nodes.get(slot)?;
        Some(Self { nodes, slot, stored })
    }

    pub(crate) fn id(self) -> u32 {
        self.nodes.id(self.slot)
    }

    pub(crate) fn kind(self) -> Kind {
        self.stored.kind()
    }

    pub(crate) const fn flags(self) -> u8 {
        self.stored.flags()
    }

    pub(crate) const fn state(self) -> u8 {
        self.stored.state
    }

    pub(crate) fn rect(self) -> Rect {
        self.nodes.rect(self.slot, self.stored)
    }

    pub(crate) fn look(self) -> u32 {
        self.stored.look()
    }

    pub(crate) fn scroll(self) -> (u32, u32) {
        self.nodes.scroll(self.slot)
    }

    pub(crate) fn body(self) -> Option<Kept<'p>> {
        self.nodes.body(self.stored)
    }

    /// The number of the frame that told of it last.
    pub(crate) const fn changed_at(self) -> u32 {
        self.stored.changed_at
    }

    pub(crate) fn parent(self) -> Option<Self> {
        Self::of(self.nodes, self.stored.parent())
    }

    pub(super) const fn parent_slot(self) -> Slot {
        self.stored.parent()
    }

    /// 0 for none.
    pub(crate) fn parent_id(self) -> u32 {
        self.nodes.id(self.stored.parent())
    }

    pub(crate) fn first(self) -> Option<Self> {
        Self::of(self.nodes, self.stored.first())
    }

    pub(crate) fn before(self) -> Option<Self> {
        let is_first = self.parent()?.stored.first() == self.slot;
        if is_first { None } else { Self::of(self.nodes, self.stored.before()) }
    }

    pub(crate) fn after(self) -> Option<Self> {
        Self::of(self.nodes, self.stored.after())
    }

    /// Its children, in their order.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.first(), |one| one.after())
    }

    /// The node that comes after this one in the order of the document.
    pub(crate) fn following(self) -> Option<Self> {
        if let Some(first) = self.first() {
            return Some(first);
        }
        let mut at = self;
        loop {
            if let Some(next) = at.after() {
                return Some(next);
            }
            at = at.parent()?;
        }
    }

    /// The node that comes before this one in the order of the document.
    pub(crate) fn preceding(self) -> Option<Self> {
        let Some(mut at) = self.before() else { return self.parent() };
        while let Some(first) = at.first() {
            at = Self::of(self.nodes, first.stored.before())?;
        }
        Some(at)
    }

    /// How far its bottom is below its parent's corner.
    pub(super) fn bottom(self) -> i64 {
        let rect = self.rect();
        i64::from(rect.y) + i64::from(rect.h)
    }

    pub(super) const fn slot(self) -> Slot {
        self.slot
    }
}
