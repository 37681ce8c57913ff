//! The SQLite connection: WAL, `synchronous=FULL`, foreign processes waited for.
//!
//! `$n` placeholders become `?n`: SQLite takes `$1` for a *name* and would number parameters by
//! their first appearance in the text.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ToSql, params_from_iter};

use crate::connection::{CommitError, Connection, Engine, Expect};
use crate::insert::{Insert, Rows};
use crate::store::SqliteLocation;
use crate::{Row, StoreError, Value};

/// How long to wait for another process that holds the file, in milliseconds.
const BUSY_WAIT_MS_MAX: u64 = 5_000;
/// Prepared statements kept per connection.
const STATEMENTS_CACHED_MAX: usize = 512;
/// Changed rows after which the write-ahead log is copied into the database file.
const CHECKPOINT_ROWS: u64 = 4_000;
/// Page cache, in KiB.
const CACHE_KIB: i64 = 65_536;

/// One SQLite connection.
pub(crate) struct SqliteConnection {
    connection: rusqlite::Connection,
    prepared: HashMap<Box<str>, Prepared>,
    in_savepoint: bool,
    file: bool,
    checkpointed_at: u64,
}

struct Prepared {
    text: Arc<str>,
    columns: Arc<[String]>,
}

impl std::fmt::Debug for SqliteConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteConnection").field("file", &self.file).finish_non_exhaustive()
    }
}

impl SqliteConnection {
    /// Opens for reading and writing, creating the file if there is none.
    pub(crate) fn open(location: &SqliteLocation) -> Result<Self, StoreError> {
        let opened = match location {
            SqliteLocation::Memory => rusqlite::Connection::open_in_memory(),
            SqliteLocation::File(path) => rusqlite::Connection::open(path),
        };
        let file = matches!(location, SqliteLocation::File(_));
        let this = Self::prepare_connection(opened, file)?;
        if file {
            // Checkpoints are ours to run, so that a failed one is seen and stops the writer.
            this.pragmas(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA wal_autocheckpoint = 0;",
            )?;
            this.require_full_synchronous()?;
        }
        Ok(this)
    }

    /// Opens an existing file for reading.
    pub(crate) fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let opened = rusqlite::Connection::open_with_flags(path, flags);
        let this = Self::prepare_connection(opened, true)?;
        this.pragmas("PRAGMA query_only = ON;")?;
        Ok(this)
    }

    fn prepare_connection(
        opened: rusqlite::Result<rusqlite::Connection>,
        file: bool,
    ) -> Result<Self, StoreError> {
        let connection = opened.map_err(|error| map("opening the database file", error))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED_MAX);
        // One plan for a statement, whatever is bound to it. Otherwise SQLite plans every statement
        // with a bound LIMIT anew for each run.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| map("ENABLE_QPSG", error))?;
        let this = Self {
            connection,
            prepared: HashMap::new(),
            in_savepoint: false,
            file,
            checkpointed_at: 0,
        };
        this.connection
            .busy_timeout(std::time::Duration::from_millis(BUSY_WAIT_MS_MAX))
            .map_err(|error| map("busy_timeout", error))?;
        this.pragmas(&format!(
            "PRAGMA cache_size = -{CACHE_KIB}; PRAGMA temp_store = MEMORY; \
             PRAGMA trusted_schema = OFF;"
        ))?;
        Ok(this)
    }

    fn pragmas(&self, text: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(text).map_err(|error| map(text, error))
    }

    /// Anything below FULL loses acknowledged commits on power loss.
    fn require_full_synchronous(&self) -> Result<(), StoreError> {
        let statement = crate::dialect::SYNCHRONOUS_SQLITE;
        let level: i64 = self
            .connection
            .query_row(statement, [], |row| row.get(0))
            .map_err(|error| map(statement, error))?;
        if level < 2 {
            return Err(StoreError::Config(format!(
                "SQLite runs with synchronous={level}; it must be FULL (2)"
            )));
        }
        Ok(())
    }

    fn simple(&mut self, sql: &str) -> Result<(), StoreError> {
        let run = self.connection.prepare_cached(sql).and_then(|mut statement| {
            statement.execute([])?;
            Ok(())
        });
        run.map_err(|error| map(sql, error))
    }

    fn prepared(&mut self, sql: &str) -> Result<(Arc<str>, Arc<[String]>), StoreError> {
        if let Some(found) = self.prepared.get(sql) {
            return Ok((Arc::clone(&found.text), Arc::clone(&found.columns)));
        }
        let text: Arc<str> = question_marks(sql).into();
        let statement = self.connection.prepare_cached(&text).map_err(|error| map(sql, error))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        drop(statement);
        let columns: Arc<[String]> = columns.into();
        let entry = Prepared { text: Arc::clone(&text), columns: Arc::clone(&columns) };
        self.prepared.insert(sql.into(), entry);
        Ok((text, columns))
    }

    fn checkpoint_when_due(&mut self) -> Result<(), CommitError> {
        let changes = self.connection.total_changes();
        if !self.file || changes.wrapping_sub(self.checkpointed_at) < CHECKPOINT_ROWS {
            return Ok(());
        }
        self.checkpointed_at = changes;
        let sql = "PRAGMA wal_checkpoint(PASSIVE)";
        match self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)) {
            // 1: readers or another process were in the way; the next one goes further.
            Ok(_) => Ok(()),
            Err(error) => match map(sql, error) {
                StoreError::Conflict { .. } | StoreError::DiskFull => Ok(()),
                error => Err(CommitError::Fatal(error)),
            },
        }
    }
}

impl Connection for SqliteConnection {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let (text, _) = self.prepared(sql)?;
        let run = self
            .connection
            .prepare_cached(&text)
            .and_then(|mut statement| statement.execute(params_from_iter(params)));
        run.map(|rows| rows as u64).map_err(|error| map(sql, error))
    }

    fn exec_deferred(
        &mut self,
        sql: &str,
        params: Vec<Value>,
        expect: Expect,
    ) -> Result<(), StoreError> {
        let rows = self.exec(sql, &params)?;
        expect.check(rows)
    }

    fn insert(&mut self, insert: &Insert, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        let mut gathered = Rows::new(insert.clone());
        rows.into_iter().for_each(|row| gathered.add(row));
        for (sql, params) in gathered.into_statements() {
            self.exec(&sql, &params)?;
        }
        Ok(())
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let (text, columns) = self.prepared(sql)?;
        let width = columns.len();
        let run = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.connection.prepare_cached(&text)?;
            let mut rows = statement.query(params_from_iter(params))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..width)
                    .map(|index| row.get_ref(index).map(value_of))
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                found.push(Row { columns: Arc::clone(&columns), values });
            }
            Ok(found)
        };
        run().map_err(|error| map(sql, error))
    }

    fn query_all(&mut self, queries: &[(&str, Vec<Value>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        queries.iter().map(|(sql, params)| self.query(sql, params)).collect()
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(|error| map(sql, error))
    }

    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.prepared(sql).map(|_| ())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    fn begin_write(&mut self, _gather: bool) -> Result<(), StoreError> {
        self.simple("BEGIN IMMEDIATE")
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.simple("BEGIN DEFERRED")
    }

    fn savepoint(&mut self) -> Result<(), StoreError> {
        self.simple("SAVEPOINT closure")?;
        self.in_savepoint = true;
        Ok(())
    }

    fn release_savepoint(&mut self) -> Result<(), StoreError> {
        self.in_savepoint = false;
        self.simple("RELEASE closure")
    }

    fn rollback_to_savepoint(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.in_savepoint) {
            self.simple("ROLLBACK TO closure")?;
            self.simple("RELEASE closure")?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), CommitError> {
        let run = self.connection.prepare_cached("COMMIT").and_then(|mut commit| {
            commit.execute([])?;
            Ok(())
        });
        match run {
            Ok(()) => self.checkpoint_when_due(),
            Err(error) => match map("COMMIT", error) {
                // The disk had no room: SQLite took everything back, and says so truthfully.
                error @ (StoreError::DiskFull | StoreError::Conflict { .. }) => {
                    Err(CommitError::NotCommitted(error))
                }
                // After a failed fsync the kernel may claim that the next one succeeded while the
                // pages are gone: never retry, never acknowledge again.
                error => Err(CommitError::Fatal(error)),
            },
        }
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.in_savepoint = false;
        // Some errors (disk full, I/O) have rolled back by themselves.
        if self.connection.is_autocommit() { Ok(()) } else { self.simple("ROLLBACK") }
    }

    fn reconnect(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::I64(number) => ValueRef::Integer(*number),
            Self::Bool(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::F64(number) => ValueRef::Real(*number),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::I64(number),
        ValueRef::Real(number) => Value::F64(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

fn question_marks(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        let placeholder = c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
        text.push(if placeholder { '?' } else { c });
    }
    text
}

/// SQLite's extended codes for a primary key and a unique index that are violated.
const UNIQUE_CODES: [i32; 2] = [1555, 2067];

fn map(sql: &str, error: rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return StoreError::statement(sql, error);
    };
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            StoreError::Conflict { what: "the database file".to_owned() }
        }
        ErrorCode::ConstraintViolation if UNIQUE_CODES.contains(&failure.extended_code) => {
            StoreError::Unique { constraint: message.clone().unwrap_or_default() }
        }
        ErrorCode::DiskFull => StoreError::DiskFull,
        _ => StoreError::statement(sql, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_not_named() {
        let mut db = SqliteConnection::open(&SqliteLocation::Memory).unwrap();
        let rows = db.query("SELECT $2, $1", &[Value::I64(1), Value::I64(2)]).unwrap();
        assert_eq!(rows[0].values, [Value::I64(2), Value::I64(1)]);
        assert_eq!(question_marks("a = $12 AND '$' = $3"), "a = ?12 AND '$' = ?3");
    }
}
