//! What was read before and was found to hold nothing: most of what stands around a text that changes is as it was.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _, RandomState};

use super::read::Piece;

/// The most runs of texts that are remembered: about five kilobytes.
const RUNS_MAX: usize = 448;

/// Runs of texts that hold nothing which is never shown. Valid for one capture: a node's number then means one node,
/// which stays where it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Clean {
    runs: HashSet<u64>,
    /// With keys of its own, so that nobody can make a run that is taken for another.
    keys: RandomState,
}

impl Clean {
    /// Names a run by its nodes and their words.
    pub(super) fn name(&self, run: &[Piece<'_>]) -> u64 {
        let mut hasher = self.keys.build_hasher();
        for piece in run {
            piece.node.hash(&mut hasher);
            piece.text.hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(super) fn has(&self, run: u64) -> bool {
        self.runs.contains(&run)
    }

    pub(super) fn add(&mut self, run: u64) {
        if self.runs.len() >= RUNS_MAX {
            self.runs.clear();
        }
        self.runs.insert(run);
    }

    pub(super) fn forget(&mut self) {
        self.runs = HashSet::new();
    }
}
