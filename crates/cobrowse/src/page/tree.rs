//! The order of siblings, as links: every change of it costs the same, however many siblings there are.

use super::{Page, PageError, Told};

impl Page {
    /// Puts a node, which no sibling names, into `parent` after `after`; 0 for the root, and for the first place.
    pub(super) fn link(&mut self, id: u32, parent: u32, after: u32) -> Result<(), PageError> {
        if parent == 0 {
            if self.root != 0 || after != 0 {
                return Err(PageError::Cursor);
            }
            self.root = id;
            return Ok(());
        }
        let next = match after {
            0 => self.known(parent)?.first,
            after => self.known(after)?.after,
        };
        if let Some(told) = self.nodes.get_mut(&id) {
            (told.before, told.after) = (after, next);
        }
        match self.nodes.get_mut(&after) {
            Some(told) => told.after = id,
            None => self.edit(parent, |told| told.first = id),
        }
        match self.nodes.get_mut(&next) {
            Some(told) => told.before = id,
            None => self.edit(parent, |told| told.last = id),
        }
        Ok(())
    }

    fn unlink(&mut self, id: u32) -> Result<(), PageError> {
        let &Told { parent, before, after, .. } = self.known(id)?;
        match self.nodes.get_mut(&before) {
            Some(told) => told.after = after,
            None => self.edit(parent, |told| told.first = after),
        }
        match self.nodes.get_mut(&after) {
            Some(told) => told.before = before,
            None => self.edit(parent, |told| told.last = before),
        }
        Ok(())
    }

    /// Moves a node behind another child of its parent, or, with 0, before all of them.
    pub(super) fn relink(&mut self, id: u32, sibling: u32) -> Result<(), PageError> {
        let parent = self.touch(id)?.parent;
        if parent == 0 {
            return Err(PageError::Cursor);
        }
        if sibling == id || (sibling != 0 && self.known(sibling)?.parent != parent) {
            return Err(PageError::Parent(sibling));
        }
        self.unlink(id)?;
        self.link(id, parent, sibling)
    }

    /// Takes a node away, with all below it.
    pub(super) fn remove(&mut self, id: u32) -> Result<(), PageError> {
        self.unlink(id)?;
        if self.root == id {
            self.root = 0;
        }
        let mut waiting = vec![id];
        while let Some(told) = waiting.pop().and_then(|id| self.nodes.remove(&id)) {
            self.held_bytes = self.held_bytes.saturating_sub(told.size());
            let mut child = told.first;
            while let Some(next) = self.nodes.get(&child).map(|told| told.after) {
                waiting.push(child);
                child = next;
            }
        }
        Ok(())
    }

    fn edit(&mut self, id: u32, change: impl FnOnce(&mut Told)) {
        if let Some(told) = self.nodes.get_mut(&id) {
            change(told);
        }
    }

    /// The node that comes after this one in the order of the document; 0 behind the last.
    pub(crate) fn following(&self, id: u32) -> u32 {
        let Some(told) = self.nodes.get(&id) else { return 0 };
        if told.first != 0 {
            return told.first;
        }
        let mut at = told;
        while at.after == 0 {
            let Some(above) = self.nodes.get(&at.parent) else { return 0 };
            at = above;
        }
        at.after
    }

    /// The node that comes before this one in the order of the document; 0 before the first.
    pub(crate) fn preceding(&self, id: u32) -> u32 {
        let Some(told) = self.nodes.get(&id) else { return 0 };
        if told.before == 0 {
            return told.parent;
        }
        let mut at = told.before;
        while let Some(last) = self.nodes.get(&at).map(|told| told.last).filter(|last| *last != 0) {
            at = last;
        }
        at
    }
}
