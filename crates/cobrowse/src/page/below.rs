//! What a node shows with all that is in it.

use super::{Page, Told};
use crate::wire::Kept;

/// The most nodes that are looked through: nobody means a larger part of a page by one click.
const LOOKED_AT_MAX: usize = 500;

impl Page {
    /// Whether a node, or one in it, shows something that a rule released.
    pub fn shows_released(&self, id: u32) -> bool {
        let mut waiting: Vec<Told<'_>> = self.told(id).into_iter().collect();
        let mut looked_at = 0;
        while let Some(told) = waiting.pop() {
            if told.body().and_then(Kept::rule).is_some() {
                return true;
            }
            looked_at += 1;
            if looked_at >= LOOKED_AT_MAX {
                return false;
            }
            waiting.extend(told.children());
        }
        false
    }

    /// Which of its kind it is among its siblings, from 1.
    pub(crate) fn rank(&self, id: u32) -> u32 {
        let Some(told) = self.told(id) else { return 0 };
        let before = std::iter::successors(told.before(), |sibling| sibling.before());
        before.fold(1, |rank, sibling| rank + u32::from(sibling.kind() == told.kind()))
    }
}
