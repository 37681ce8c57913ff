//! Which ids a dry run has met: it writes nothing that would tell it.

use std::collections::HashSet;

#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<String>);

impl Seen {
    /// Whether this id comes for the first time.
    pub(super) fn is_first(&mut self, id: &str) -> bool {
        self.0.insert(id.to_owned())
    }
}
