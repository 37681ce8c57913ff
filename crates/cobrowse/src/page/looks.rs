//! Looks as bytes of the wire in one place: most take fewer bytes than an allocation of their own.

use super::nodes::make_room;
use crate::wire::Look;

#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Looks {
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    #[cfg(test)]
    pub(super) const fn room_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    pub(super) fn push(&mut self, look: &Look) {
        make_room(&mut self.bytes, look.size());
        self.bytes.extend_from_slice(look.bytes());
        make_room(&mut self.ends, 1);
        // A page holds fewer bytes than 32 bits count.
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// A look, by its number from 1.
    pub(super) fn get(&self, number: usize) -> Option<Look> {
        let index = number.checked_sub(1)?;
        let end = |index: usize| self.ends.get(index).and_then(|end| usize::try_from(*end).ok());
        let start = index.checked_sub(1).and_then(end).unwrap_or(0);
        Look::again(self.bytes.get(start..end(index)?)?)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Look> {
        (1..=self.len()).filter_map(|number| self.get(number))
    }
}
