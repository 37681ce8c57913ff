//! What can go wrong in storage, said so that a caller can act on it.
//!
//! Errors are `Clone` because one failed commit answers every closure of its group.

use std::error::Error;
use std::sync::Arc;

/// The driver's own error, kept as the source.
pub type DriverError = Arc<dyn Error + Send + Sync + 'static>;

/// Why a read or write did not happen.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row first, more often than the retry limit allows.
    #[error("{what} was changed by somebody else at the same time; read it again and retry")]
    Conflict { what: String },
    /// A key that must be unique already exists.
    #[error("a row with this key already exists ({constraint})")]
    Unique { constraint: String },
    /// A row that must exist does not.
    #[error("{what} does not exist")]
    Missing { what: String },
    /// The queue of waiting writes or reads is full: answer 503 and let the client come back.
    #[error("the store has {waiting_max} operations waiting already; retry later")]
    Overloaded { waiting_max: usize },
    /// Another node took this node's lease. Nothing of the batch was written; the node registers
    /// again by itself, so a retry may succeed.
    #[error("this node's lease (lane {lane}, fence {fence}) was taken over; nothing was written")]
    Fenced { lane: i64, fence: i64 },
    /// The connection was lost while the commit was under way: the writes may or may not be there.
    #[error("the connection was lost during commit: the outcome is unknown until read again")]
    CommitUnknown(#[source] DriverError),
    /// A commit could not be made durable. The writer has stopped: restart the process.
    #[error("a commit could not be made durable and the store stopped writing: {0}")]
    Poisoned(String),
    /// The disk is full. Reads go on; writes succeed again once there is space.
    #[error("the disk that holds the store is full")]
    DiskFull,
    /// The database cannot be reached just now.
    #[error("the database is not available: {reason}")]
    Unavailable { reason: String },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The closure panicked; its writes were rolled back.
    #[error("a storage closure panicked: {0}")]
    Panicked(String),
    /// A simulated crash (inline mode): the process "died" before or after its commit.
    #[error("simulated crash {0} commit")]
    Crashed(CrashPoint),
    /// A text with a NUL character, which PostgreSQL cannot hold and SQLite would cut.
    #[error("text must not contain the NUL character (U+0000)")]
    NulInText,
    /// A column did not hold what the code expects.
    #[error("column {column}: expected {expected}, found {found}")]
    Column { column: String, expected: &'static str, found: String },
    /// A statement failed.
    #[error("statement failed: {statement}")]
    Statement {
        statement: String,
        #[source]
        source: DriverError,
    },
    /// The schema cannot be used by this program.
    #[error("schema: {0}")]
    Schema(String),
    /// The store was configured or used wrongly.
    #[error("storage configuration: {0}")]
    Config(String),
    /// Copying a store found a difference or an obstacle.
    #[error("copying the store: {0}")]
    Copy(String),
}

/// Where a simulated crash happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrashPoint {
    /// Nothing was written.
    BeforeCommit,
    /// Everything was written, but the caller never heard of it.
    AfterCommit,
}

impl std::fmt::Display for CrashPoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BeforeCommit => "before",
            Self::AfterCommit => "after",
        })
    }
}

impl StoreError {
    /// Whether the same request may succeed when sent again a little later (HTTP 503).
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Conflict { .. }
                | Self::Overloaded { .. }
                | Self::Fenced { .. }
                | Self::CommitUnknown(_)
                | Self::Poisoned(_)
                | Self::DiskFull
                | Self::Unavailable { .. }
                | Self::Closed
                | Self::Crashed(_)
        )
    }

    pub(crate) fn statement(sql: &str, source: impl Error + Send + Sync + 'static) -> Self {
        Self::Statement { statement: short(sql), source: Arc::new(source) }
    }
}

/// Longest piece of a statement repeated in an error, in characters.
const STATEMENT_CHARS_MAX: usize = 160;

pub(crate) fn short(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    words.join(" ").chars().take(STATEMENT_CHARS_MAX).collect()
}
