//! The order of siblings, as links: every change of it costs the same, however many siblings there are.

use super::nodes::{Slot, Stored};
use super::{Page, PageError};

impl Page {
    /// Puts a node, which no sibling names, into `parent` after `after`; none for the root, and for the first place.
    pub(super) fn link(&mut self, slot: Slot, parent: Slot, after: Slot) -> Result<(), PageError> {
        self.edit(slot, |one| one.set_parent(parent));
        if parent.is_none() {
            if !self.root.is_none() || !after.is_none() {
                return Err(PageError::Cursor);
            }
            self.root = slot;
            return Ok(());
        }
        let first = self.nodes.get(parent).map_or(Slot::NONE, Stored::first);
        if after.is_none() {
            // The first one knows the last.
            let last = self.nodes.get(first).map_or(slot, Stored::before);
            self.edit(slot, |one| {
                one.set_before(last);
                one.set_after(first);
            });
            self.edit(first, |one| one.set_before(slot));
            self.edit(parent, |one| one.set_first(slot));
        } else {
            let next = self.nodes.get(after).map_or(Slot::NONE, Stored::after);
            self.edit(slot, |one| {
                one.set_before(after);
                one.set_after(next);
            });
            self.edit(after, |one| one.set_after(slot));
            self.edit(if next.is_none() { first } else { next }, |one| one.set_before(slot));
        }
        Ok(())
    }

    fn unlink(&mut self, slot: Slot) {
        let Some(&one) = self.nodes.get(slot) else { return };
        let (parent, before, after) = (one.parent(), one.before(), one.after());
        let first = self.nodes.get(parent).map_or(Slot::NONE, Stored::first);
        if first == slot {
            self.edit(parent, |one| one.set_first(after));
            self.edit(after, |one| one.set_before(before));
        } else {
            self.edit(before, |one| one.set_after(after));
            self.edit(if after.is_none() { first } else { after }, |one| one.set_before(before));
        }
    }

    /// Moves a node behind another child of its parent, or, with 0, before all of them.
    pub(super) fn relink(&mut self, id: u32, sibling: u32) -> Result<(), PageError> {
        let slot = self.touch(id)?;
        let parent = self.nodes.get(slot).map_or(Slot::NONE, Stored::parent);
        if parent.is_none() {
            return Err(PageError::Cursor);
        }
        let mut after = Slot::NONE;
        if sibling != 0 {
            let told = if sibling == id { None } else { Some(self.known(sibling)?) };
            let stays = told.filter(|told| told.parent_slot() == parent);
            after = stays.ok_or(PageError::Parent(sibling))?.slot();
        }
        self.unlink(slot);
        self.link(slot, parent, after)
    }

    /// Takes a node away, with all below it.
    pub(super) fn remove(&mut self, id: u32) -> Result<(), PageError> {
        let slot = self.known(id)?.slot();
        self.unlink(slot);
        if self.root == slot {
            self.root = Slot::NONE;
        }
        let mut waiting = vec![slot];
        while let Some(slot) = waiting.pop() {
            let Some(told) = self.at(slot) else { continue };
            waiting.extend(told.children().map(super::Told::slot));
            let freed = super::held(told);
            self.held_bytes = self.held_bytes.saturating_sub(freed);
            self.nodes.remove(slot);
        }
        Ok(())
    }

    fn edit(&mut self, slot: Slot, change: impl FnOnce(&mut Stored)) {
        if let Some(one) = self.nodes.edit(slot) {
            change(one);
        }
    }
}
