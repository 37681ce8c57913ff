//! The PostgreSQL connection: one thread, one session, statements pipelined.
//!
//! Statements whose result nobody needs are kept back and travel with the next one that is waited
//! for; the server runs them in order, so nothing changes but the number of round trips.

mod gather;
mod pipeline;
mod wire;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use tokio::runtime::Runtime;
use tokio_postgres::{Client, Statement};

use self::gather::{Gathered, tables_of};
use self::pipeline::{Answer, Reply, answer, pipelined};
use self::wire::{connect, is_lost, map, named, rows_of, unanswered};
use crate::connection::{CommitError, Connection, Engine, Expect};
use crate::insert::Insert;
use crate::{Row, StoreError, StoreOptions, Value};

/// Tries to reach a server that went away, with waits that double from [`RECONNECT_WAIT_MS`].
const RECONNECT_ATTEMPTS_MAX: u32 = 6;
const RECONNECT_WAIT_MS: u64 = 50;
/// Deferred statements kept back at most; then they are sent.
const DEFERRED_MAX: usize = 256;

const SAVEPOINT: &str = "SAVEPOINT closure";
const RELEASE: &str = "RELEASE SAVEPOINT closure";
const ROLLBACK_TO: &str = "ROLLBACK TO SAVEPOINT closure";
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";
/// Prepared when the session begins: in a transaction that failed they could not be.
const CONTROL: [&str; 7] =
    [SAVEPOINT, RELEASE, ROLLBACK_TO, BEGIN_WRITE, BEGIN_READ, COMMIT, ROLLBACK];

/// One PostgreSQL session and the small runtime that drives it.
pub(crate) struct PostgresConnection {
    url: String,
    options: StoreOptions,
    session: Session,
    runtime: Runtime,
    pending: Vec<Pending>,
    gathering: bool,
    gathered: Gathered,
    savepoint: Savepoint,
    in_transaction: bool,
    lost: bool,
}

struct Session {
    client: Client,
    statements: HashMap<Box<str>, Prepared>,
}

#[derive(Clone)]
struct Prepared {
    statement: Statement,
    columns: Arc<[String]>,
    /// The tables it names: rows gathered for them go first.
    tables: Arc<[String]>,
}

struct Pending {
    sql: Box<str>,
    statement: Statement,
    params: Vec<Value>,
    expect: Expect,
}

/// A savepoint costs nothing until the closure sends its first statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Savepoint {
    None,
    Wanted,
    Sent,
}

impl std::fmt::Debug for PostgresConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may hold a password.
        f.debug_struct("PostgresConnection").field("lost", &self.lost).finish_non_exhaustive()
    }
}

impl PostgresConnection {
    pub(crate) fn open(url: &str, options: &StoreOptions) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unavailable { reason: error.to_string() })?;
        let client = runtime.block_on(connect(url, options))?;
        let mut this = Self {
            url: url.to_owned(),
            options: options.clone(),
            session: Session { client, statements: HashMap::new() },
            runtime,
            pending: Vec::new(),
            gathering: false,
            gathered: Gathered::default(),
            savepoint: Savepoint::None,
            in_transaction: false,
            lost: false,
        };
        this.prepare_control()?;
        Ok(this)
    }

    fn prepare_control(&mut self) -> Result<(), StoreError> {
        CONTROL.iter().try_for_each(|sql| self.prepared(sql).map(|_| ()))
    }

    fn prepared(&mut self, sql: &str) -> Result<Prepared, StoreError> {
        if let Some(found) = self.session.statements.get(sql) {
            return Ok(found.clone());
        }
        let prepared = self.runtime.block_on(self.session.client.prepare(sql));
        let statement = prepared.map_err(|error| self.failed(sql, error))?;
        let columns: Vec<String> =
            statement.columns().iter().map(|column| column.name().to_owned()).collect();
        let prepared =
            Prepared { statement, columns: columns.into(), tables: tables_of(sql).into() };
        self.session.statements.insert(sql.into(), prepared.clone());
        Ok(prepared)
    }

    fn defer(&mut self, sql: &str, params: Vec<Value>, expect: Expect) -> Result<(), StoreError> {
        let prepared = self.prepared(sql)?;
        self.send_gathered(Some(&prepared.tables))?;
        self.push(sql, prepared.statement, params, expect)
    }

    fn push(
        &mut self,
        sql: &str,
        statement: Statement,
        params: Vec<Value>,
        expect: Expect,
    ) -> Result<(), StoreError> {
        self.pending.push(Pending { sql: sql.into(), statement, params, expect });
        if self.pending.len() >= DEFERRED_MAX { self.run(&[]).map(|_| ()) } else { Ok(()) }
    }

    /// Turns rows gathered for these tables (`None`: for all) into statements.
    fn send_gathered(&mut self, tables: Option<&[String]>) -> Result<(), StoreError> {
        for (sql, params) in self.gathered.take(tables) {
            let statement = self.prepared(&sql)?.statement;
            self.push(&sql, statement, params, Expect::Any)?;
        }
        Ok(())
    }

    /// Sends the savepoint before the first statement of a closure.
    fn enter(&mut self) -> Result<(), StoreError> {
        if self.savepoint == Savepoint::Wanted {
            self.savepoint = Savepoint::Sent;
            self.defer(SAVEPOINT, Vec::new(), Expect::Any)?;
        }
        Ok(())
    }

    /// Sends everything kept back and then these statements, all at once, and waits for the
    /// answers in order. The first error counts: what follows it only says that the transaction
    /// is aborted.
    fn run(&mut self, last: &[(&Prepared, &[Value], bool)]) -> Result<Vec<Reply>, StoreError> {
        let pending = std::mem::take(&mut self.pending);
        let client = &self.session.client;
        let deferred = pending
            .iter()
            .map(|pending| answer(client, &pending.statement, &pending.params, false));
        let waited = last
            .iter()
            .map(|(prepared, params, rows)| answer(client, &prepared.statement, params, *rows));
        let answers: Vec<Answer<'_>> = deferred.chain(waited).collect();
        let results = self.runtime.block_on(pipelined(answers));
        let mut outcome = Ok(());
        let mut replies = Vec::with_capacity(last.len());
        for (index, result) in results.into_iter().enumerate() {
            let kept_back = pending.get(index);
            let checked = match (result, kept_back) {
                (Ok(Reply::Count(rows)), Some(pending)) => pending.expect.check(rows),
                (Ok(reply), _) => {
                    replies.push(reply);
                    Ok(())
                }
                (Err(error), Some(pending)) => {
                    self.lost |= is_lost(&error);
                    Err(map(&pending.sql, error))
                }
                (Err(error), None) => {
                    self.lost |= is_lost(&error);
                    Err(map("the statement", error))
                }
            };
            if outcome.is_ok() {
                outcome = checked;
            }
        }
        outcome.map(|()| replies)
    }

    fn failed(&mut self, sql: &str, error: tokio_postgres::Error) -> StoreError {
        self.lost |= is_lost(&error);
        map(sql, error)
    }

    fn transaction_ended(&mut self) {
        self.pending.clear();
        self.gathered.clear();
        self.savepoint = Savepoint::None;
        self.in_transaction = false;
    }
}

impl Connection for PostgresConnection {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.enter()?;
        let prepared = self.prepared(sql)?;
        self.send_gathered(Some(&prepared.tables))?;
        let replies = self.run(&[(&prepared, params, false)]).map_err(|e| named(sql, e))?;
        match replies.into_iter().next() {
            Some(Reply::Count(rows)) => Ok(rows),
            _ => Err(unanswered()),
        }
    }

    fn exec_deferred(
        &mut self,
        sql: &str,
        params: Vec<Value>,
        expect: Expect,
    ) -> Result<(), StoreError> {
        self.enter()?;
        self.defer(sql, params, expect)
    }

    fn insert(&mut self, insert: &Insert, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        self.enter()?;
        if let Some(table) = self.gathered.other_for_table_of(insert) {
            self.send_gathered(Some(&[table]))?;
        }
        let full = self.gathered.add(insert, rows);
        if self.gathering && !full { Ok(()) } else { self.send_gathered(None) }
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.enter()?;
        let prepared = self.prepared(sql)?;
        self.send_gathered(Some(&prepared.tables))?;
        let replies = self.run(&[(&prepared, params, true)]).map_err(|e| named(sql, e))?;
        match replies.into_iter().next() {
            Some(Reply::Rows(rows)) => rows_of(&prepared.columns, rows),
            _ => Err(unanswered()),
        }
    }

    fn query_all(&mut self, queries: &[(&str, Vec<Value>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        self.enter()?;
        let prepared = queries
            .iter()
            .map(|(sql, _)| self.prepared(sql))
            .collect::<Result<Vec<_>, StoreError>>()?;
        for prepared in &prepared {
            self.send_gathered(Some(&prepared.tables))?;
        }
        let last: Vec<(&Prepared, &[Value], bool)> = prepared
            .iter()
            .zip(queries)
            .map(|(prepared, (_, params))| (prepared, params.as_slice(), true))
            .collect();
        let replies = self.run(&last)?;
        if replies.len() != prepared.len() {
            return Err(unanswered());
        }
        let rows = prepared.iter().zip(replies).map(|(prepared, reply)| match reply {
            Reply::Rows(rows) => rows_of(&prepared.columns, rows),
            Reply::Count(_) => Err(unanswered()),
        });
        rows.collect()
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.enter()?;
        self.send_gathered(None)?;
        self.run(&[])?;
        let done = self.runtime.block_on(self.session.client.batch_execute(sql));
        done.map_err(|error| self.failed(sql, error))
    }

    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.prepared(sql).map(|_| ())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.send_gathered(None)?;
        if self.pending.is_empty() { Ok(()) } else { self.run(&[]).map(|_| ()) }
    }

    fn begin_write(&mut self, gather: bool) -> Result<(), StoreError> {
        self.in_transaction = true;
        self.gathering = gather;
        self.defer(BEGIN_WRITE, Vec::new(), Expect::Any)
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.in_transaction = true;
        self.defer(BEGIN_READ, Vec::new(), Expect::Any)
    }

    fn savepoint(&mut self) -> Result<(), StoreError> {
        self.savepoint = Savepoint::Wanted;
        Ok(())
    }

    fn release_savepoint(&mut self) -> Result<(), StoreError> {
        match std::mem::replace(&mut self.savepoint, Savepoint::None) {
            Savepoint::Sent => self.defer(RELEASE, Vec::new(), Expect::Any),
            Savepoint::Wanted | Savepoint::None => Ok(()),
        }
    }

    fn rollback_to_savepoint(&mut self) -> Result<(), StoreError> {
        match std::mem::replace(&mut self.savepoint, Savepoint::None) {
            Savepoint::Sent => {
                // The savepoint itself, and what belongs to batches before it, must be sent; what
                // the closure kept back must not.
                let place = self.pending.iter().position(|pending| &*pending.sql == SAVEPOINT);
                if let Some(place) = place {
                    self.pending.truncate(place);
                    return Ok(());
                }
                self.pending.clear();
                self.defer(ROLLBACK_TO, Vec::new(), Expect::Any)?;
                self.defer(RELEASE, Vec::new(), Expect::Any)?;
                // At once: until then the server would refuse to prepare a new statement.
                self.run(&[]).map(|_| ())
            }
            Savepoint::Wanted | Savepoint::None => Ok(()),
        }
    }

    fn commit(&mut self) -> Result<(), CommitError> {
        self.send_gathered(None).map_err(CommitError::NotCommitted)?;
        // A lost lease must be known before the commit is sent.
        if self.pending.iter().any(|pending| pending.expect != Expect::Any) {
            self.run(&[]).map_err(CommitError::NotCommitted)?;
        }
        let commit = self.prepared(COMMIT).map_err(CommitError::NotCommitted)?;
        let outcome = self.run(&[(&commit, &[], false)]);
        self.transaction_ended();
        match outcome {
            Ok(_) => Ok(()),
            Err(StoreError::Unavailable { reason }) => {
                let source = std::io::Error::other(reason);
                Err(CommitError::Unknown(StoreError::CommitUnknown(Arc::new(source))))
            }
            Err(error) => Err(CommitError::NotCommitted(error)),
        }
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        let begun = self.in_transaction;
        self.transaction_ended();
        if !begun || self.lost {
            return Ok(());
        }
        // Harmless where BEGIN itself was never sent: the server only warns.
        let rollback = self.prepared(ROLLBACK)?;
        self.run(&[(&rollback, &[], false)]).map(|_| ())
    }

    fn reconnect(&mut self) -> Result<(), StoreError> {
        if !self.lost && !self.session.client.is_closed() {
            return Ok(());
        }
        self.transaction_ended();
        let mut outcome = Err(unanswered());
        for attempt in 0..RECONNECT_ATTEMPTS_MAX {
            let wait = StdDuration::from_millis(RECONNECT_WAIT_MS << attempt);
            outcome = self.runtime.block_on(async {
                if attempt > 0 {
                    tokio::time::sleep(wait).await;
                }
                connect(&self.url, &self.options).await
            });
            if outcome.is_ok() {
                break;
            }
        }
        self.session = Session { client: outcome?, statements: HashMap::new() };
        self.lost = false;
        self.prepare_control()?;
        tracing::info!("connected to PostgreSQL again");
        Ok(())
    }
}
