//! The handle a closure works with: statements inside one transaction.

use kernel::Timestamp;

use crate::connection::{Connection, Expect};
use crate::insert::Insert;
use crate::memory::Memory;
use crate::value::FromRow;
use crate::{Engine, Row, StoreError, Value};

/// Who this node is in the `nodes` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// A small whole number, unique among live nodes: the shard of hot rows this node writes.
    pub lane: i64,
    /// Raised each time the lane changes hands.
    pub fence: i64,
}

/// One closure's view of a transaction. SQL text belongs into this crate alone: other crates call
/// the typed functions of its modules.
#[derive(Debug)]
pub struct Tx<'a> {
    connection: &'a mut dyn Connection,
    memory: &'a mut Memory,
    lease: Lease,
    trouble: Option<Trouble>,
    wrote: bool,
}

/// What a closure met that its own result does not tell the writer.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// Somebody else was faster: worth another run.
    Conflict,
    /// A statement failed for another reason; PostgreSQL now refuses all that follow.
    Failed(StoreError),
    /// The transaction as a whole is lost: fenced, disconnected, disk full.
    Broken(StoreError),
}

impl<'a> Tx<'a> {
    /// `memory` is the transaction's, and goes with it.
    pub(crate) fn new(
        connection: &'a mut dyn Connection,
        memory: &'a mut Memory,
        lease: Lease,
    ) -> Self {
        Self { connection, memory, lease, trouble: None, wrote: false }
    }

    pub(crate) fn memory(&mut self) -> &mut Memory {
        self.memory
    }

    /// This node's lane and fence. In a read-only transaction both are 0.
    pub const fn lease(&self) -> Lease {
        self.lease
    }

    /// Which engine runs underneath; only `dialect` may ask.
    pub(crate) fn engine(&self) -> Engine {
        self.connection.engine()
    }

    /// Runs a statement now and returns how many rows it changed.
    ///
    /// # Errors
    /// [`StoreError::Unique`], [`StoreError::Conflict`] (deadlock, busy) or what the engine says.
    pub fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        no_nul(params)?;
        self.writes();
        let outcome = self.connection.exec(sql, params);
        self.noted(outcome)
    }

    /// Runs a statement whose result nobody needs: on PostgreSQL it travels with the next query or
    /// at the end of the closure, so that it costs no round trip of its own.
    ///
    /// # Errors
    /// As [`Tx::exec`]; on PostgreSQL they come with the next statement that is waited for.
    pub fn exec_deferred(&mut self, sql: &str, params: Vec<Value>) -> Result<(), StoreError> {
        self.defer(sql, params, Expect::Any)
    }

    /// As [`Tx::exec_deferred`], and the statement must change exactly one row: optimistic
    /// versions. Otherwise the closure is rolled back and run again.
    ///
    /// # Errors
    /// As [`Tx::exec_deferred`], and [`StoreError::Conflict`] naming `what`.
    pub fn exec_one(
        &mut self,
        sql: &str,
        params: Vec<Value>,
        what: &'static str,
    ) -> Result<(), StoreError> {
        self.defer(sql, params, Expect::One(what))
    }

    /// Inserts rows with as few statements as possible: on PostgreSQL together with the rows that
    /// other closures of the same group commit insert into the same table.
    ///
    /// # Errors
    /// As [`Tx::exec_deferred`].
    pub(crate) fn insert_many(
        &mut self,
        insert: &Insert,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), StoreError> {
        for row in &rows {
            no_nul(row)?;
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.writes();
        let outcome = self.connection.insert(insert, rows);
        self.noted(outcome)
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// As [`Tx::exec`], and the errors of statements deferred before.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        no_nul(params)?;
        if let Some(rows) = self.memory.answer(sql, params) {
            return Ok(rows);
        }
        let outcome = self.connection.query(sql, params);
        self.noted(outcome)
    }

    /// Several independent queries in one round trip; the results are in the same order.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn query_all(
        &mut self,
        queries: &[(&str, Vec<Value>)],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        for (_, params) in queries {
            no_nul(params)?;
        }
        let outcome = self.connection.query_all(queries);
        self.noted(outcome)
    }

    /// The only row of a query.
    ///
    /// # Errors
    /// As [`Tx::query`], and [`StoreError::Missing`] when there is none.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, StoreError> {
        self.query_opt(sql, params)?
            .ok_or_else(|| StoreError::Missing { what: "the row asked for".to_owned() })
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// All rows of a query as structs.
    ///
    /// # Errors
    /// As [`Tx::query`], and [`StoreError::Column`].
    pub fn rows<T: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<Vec<T>, StoreError> {
        let rows = self.query(sql, params)?;
        rows.into_iter().map(|row| T::from_row(&mut row.into_columns())).collect()
    }

    /// The first row of a query as a struct, if there is one.
    ///
    /// # Errors
    /// As [`Tx::rows`].
    pub fn row<T: FromRow>(
        &mut self,
        sql: &str,
        params: &[Value],
    ) -> Result<Option<T>, StoreError> {
        let row = self.query_opt(sql, params)?;
        row.map(|row| T::from_row(&mut row.into_columns())).transpose()
    }

    /// Says that what was read is stale: the closure must return this error and is run again.
    pub fn conflict(&mut self, what: impl Into<String>) -> StoreError {
        self.trouble.get_or_insert(Trouble::Conflict);
        StoreError::Conflict { what: what.into() }
    }

    /// Prepares a statement without running it.
    pub(crate) fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        let outcome = self.connection.prepare(sql);
        self.noted(outcome)
    }

    /// Sends what was deferred and waits for it.
    ///
    /// # Errors
    /// Those of the deferred statements.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        let outcome = self.connection.flush();
        self.noted(outcome)
    }

    /// Whether the closure wrote anything: if not, there is nothing to take back.
    pub(crate) const fn wrote(&self) -> bool {
        self.wrote
    }

    pub(crate) fn take_trouble(&mut self) -> Option<Trouble> {
        self.trouble.take()
    }

    fn writes(&mut self) {
        self.wrote = true;
        self.memory.forget_answers();
    }

    fn defer(&mut self, sql: &str, params: Vec<Value>, expect: Expect) -> Result<(), StoreError> {
        no_nul(&params)?;
        self.writes();
        let outcome = self.connection.exec_deferred(sql, params, expect);
        self.noted(outcome)
    }

    fn noted<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        match &outcome {
            Err(StoreError::Conflict { .. } | StoreError::Unique { .. }) => {
                self.trouble.get_or_insert(Trouble::Conflict);
            }
            Err(
                error @ (StoreError::Fenced { .. }
                | StoreError::Unavailable { .. }
                | StoreError::DiskFull),
            ) => self.trouble = Some(Trouble::Broken(error.clone())),
            Err(error) => {
                self.trouble.get_or_insert_with(|| Trouble::Failed(error.clone()));
            }
            Ok(_) => {}
        }
        outcome
    }
}

pub(crate) fn no_nul(params: &[Value]) -> Result<(), StoreError> {
    let holds_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if params.iter().any(holds_nul) { Err(StoreError::NulInText) } else { Ok(()) }
}

/// A place in a list ordered by `(created_at, id)`: the last item already seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub at: Timestamp,
    pub id: String,
}

impl Cursor {
    /// Before every item of a list that runs from new to old.
    pub fn newest() -> Self {
        Self { at: Timestamp::MAX, id: "\u{10FFFF}".to_owned() }
    }
    /// Before every item of a list that runs from old to new.
    pub const fn oldest() -> Self {
        Self { at: Timestamp::EPOCH, id: String::new() }
    }
}
