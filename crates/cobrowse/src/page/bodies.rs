//! What nodes show, as bytes of the wire in one place: most bodies are a few words, and an allocation of their own would
//! take more than they do.

use super::nodes::make_room;
use crate::wire::{Body, Kept};

/// Fewer bytes of bodies that were replaced are left where they are.
const LOOSE_MIN: usize = 1024;
/// A body takes at most so many bytes more than it counts as.
const HEAD_BYTES_MAX: usize = 32;

#[derive(Debug, Clone, Default)]
pub(super) struct Bodies {
    bytes: Vec<u8>,
    /// How many of them are of bodies that are no more.
    loose: usize,
}

/// Where a body begins; one more than its first byte, so that 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct At(u32);

impl At {
    pub(super) const NONE: Self = Self(0);

    fn of(first: usize) -> Self {
        Self(u32::try_from(first + 1).unwrap_or_default())
    }

    fn first(self) -> Option<usize> {
        usize::try_from(self.0).ok()?.checked_sub(1)
    }
}

impl Bodies {
    pub(super) fn get(&self, at: At) -> Option<Kept<'_>> {
        self.bytes.get(at.first()?..).map(Kept::new)
    }

    /// Puts a body in the place of the one that is there; gives where it is.
    pub(super) fn put(&mut self, at: At, body: Option<&Body>) -> At {
        let before = self.get(at).map_or(0, |kept| kept.bytes().len());
        let Some(body) = body else {
            self.loose += before;
            return At::NONE;
        };
        let end = self.bytes.len();
        make_room(&mut self.bytes, body.size() + HEAD_BYTES_MAX);
        Kept::append(body, &mut self.bytes);
        let length = self.bytes.len() - end;
        match at.first() {
            // A counter that counts on, a clock: as long as before.
            Some(first) if length <= before => {
                self.bytes.copy_within(end.., first);
                self.bytes.truncate(end);
                self.loose += before - length;
                at
            }
            _ => {
                self.loose += before;
                At::of(end)
            }
        }
    }

    /// Whether half of it is of no use.
    pub(super) const fn is_loose(&self) -> bool {
        self.loose > LOOSE_MIN && self.loose > self.bytes.len() / 2
    }

    #[cfg(test)]
    pub(super) const fn room_bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// An empty one, with room for what is of use in this one.
    pub(super) fn emptied(&self) -> Self {
        Self { bytes: Vec::with_capacity(self.bytes.len().saturating_sub(self.loose)), loose: 0 }
    }

    /// Takes over a body of another one.
    pub(super) fn take_over(&mut self, kept: Kept<'_>) -> At {
        let at = At::of(self.bytes.len());
        self.bytes.extend_from_slice(kept.bytes());
        at
    }
}
