//! What a handler of timers or jobs may answer when it cannot do its work.

use store::StoreError;

/// Why a handler failed.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// The store could not serve it; tried again without counting as a failure.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The work itself failed: counted, tried again later, and at last a dead letter.
    #[error("{0}")]
    Failed(String),
}

impl HandlerError {
    /// Whether the failure says nothing about the work: the store was busy, fenced or away.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient())
    }
}
