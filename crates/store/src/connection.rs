//! What both engines can do, as one trait. Implementations: [`crate::sqlite`], [`crate::postgres`].
//!
//! Nothing above this trait may know which engine runs, except `dialect`.

use crate::insert::Insert;
use crate::{Row, StoreError, Value};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// How many rows a deferred statement must change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    Any,
    /// One, else [`StoreError::Conflict`] on the thing named.
    One(&'static str),
    /// One, else [`StoreError::Fenced`].
    Lease {
        lane: i64,
        fence: i64,
    },
}

impl Expect {
    pub(crate) fn check(self, rows: u64) -> Result<(), StoreError> {
        match self {
            Self::Any => Ok(()),
            Self::One(_) | Self::Lease { .. } if rows == 1 => Ok(()),
            Self::One(what) => Err(StoreError::Conflict { what: what.to_owned() }),
            Self::Lease { lane, fence } => Err(StoreError::Fenced { lane, fence }),
        }
    }
}

/// One database connection, used by one thread.
pub(crate) trait Connection: std::fmt::Debug + Send {
    fn engine(&self) -> Engine;
    fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError>;
    fn exec_deferred(
        &mut self,
        sql: &str,
        params: Vec<Value>,
        expect: Expect,
    ) -> Result<(), StoreError>;
    /// Inserts rows, now or (while gathering) with others before they can be seen.
    fn insert(&mut self, insert: &Insert, rows: Vec<Vec<Value>>) -> Result<(), StoreError>;
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError>;
    fn query_all(&mut self, queries: &[(&str, Vec<Value>)]) -> Result<Vec<Vec<Row>>, StoreError>;
    /// Several statements without parameters (migrations).
    fn script(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Prepares a statement without running it.
    fn prepare(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Sends and awaits deferred statements.
    fn flush(&mut self) -> Result<(), StoreError>;
    /// `gather`: inserts of several closures may be sent together; no savepoint will be taken.
    fn begin_write(&mut self, gather: bool) -> Result<(), StoreError>;
    fn begin_read(&mut self) -> Result<(), StoreError>;
    fn savepoint(&mut self) -> Result<(), StoreError>;
    fn release_savepoint(&mut self) -> Result<(), StoreError>;
    /// Also forgets what was deferred since the savepoint.
    fn rollback_to_savepoint(&mut self) -> Result<(), StoreError>;
    fn commit(&mut self) -> Result<(), CommitError>;
    /// Also forgets what was deferred.
    fn rollback(&mut self) -> Result<(), StoreError>;
    /// Makes a lost connection good again; a no-op on a healthy one.
    fn reconnect(&mut self) -> Result<(), StoreError>;
}

/// How a commit failed decides what may happen next.
#[derive(Debug)]
pub(crate) enum CommitError {
    /// Certainly nothing was written: the writer goes on.
    NotCommitted(StoreError),
    /// Nobody knows: all callers hear so; the writer reconnects.
    Unknown(StoreError),
    /// The disk did not take it: the writer must never acknowledge again.
    Fatal(StoreError),
}

impl CommitError {
    pub(crate) fn into_inner(self) -> StoreError {
        match self {
            Self::NotCommitted(error) | Self::Unknown(error) | Self::Fatal(error) => error,
        }
    }
}
