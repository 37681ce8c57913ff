//! What a node shows with all that is in it.

use super::Page;
use crate::wire::Body;

/// The most nodes that are looked through: nobody means a larger part of a page by one click.
const LOOKED_AT_MAX: usize = 500;

impl Page {
    /// Whether a node, or one in it, shows something that a rule released.
    pub fn shows_released(&self, id: u32) -> bool {
        let mut waiting = vec![id];
        let mut looked_at = 0;
        while let Some(next) = waiting.pop() {
            let Some(told) = self.nodes.get(&next) else { continue };
            if told.body.as_deref().and_then(Body::rule).is_some() {
                return true;
            }
            looked_at += 1;
            if looked_at >= LOOKED_AT_MAX {
                return false;
            }
            let mut child = told.first;
            while let Some(one) = self.nodes.get(&child) {
                waiting.push(child);
                child = one.after;
            }
        }
        false
    }

    /// Which of its kind it is among its siblings, from 1.
    pub(crate) fn rank(&self, id: u32) -> u32 {
        let Some(told) = self.nodes.get(&id) else { return 0 };
        let (mut rank, mut at) = (1, told.before);
        while let Some(sibling) = self.nodes.get(&at) {
            rank += u32::from(sibling.kind == told.kind);
            at = sibling.before;
        }
        rank
    }
}
