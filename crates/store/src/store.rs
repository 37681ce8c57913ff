//! The store: how the rest of Ombud reads and writes.
//!
//! Work is a synchronous closure over [`Tx`]. It may be run more than once (a lost race, a lost
//! connection), so it must take its inputs by reference or clone them, and touch nothing but the
//! transaction.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::{Connection, Engine};
use crate::inline::{FaultPlan, Inline};
use crate::job::{Job, TypedJob};
use crate::postgres::PostgresConnection;
use crate::sqlite::SqliteConnection;
use crate::threads::Threads;
use crate::tx::Lease;
use crate::{Lookup, StoreError, StoreOptions, Tx, copy, lease, migrate};

/// Where an SQLite store lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqliteLocation {
    /// Gone when the store is dropped.
    Memory,
    File(PathBuf),
}

impl From<&std::path::Path> for SqliteLocation {
    fn from(path: &std::path::Path) -> Self {
        Self::File(path.to_owned())
    }
}
impl From<PathBuf> for SqliteLocation {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

/// One node's access to the database. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    options: StoreOptions,
    mode: Mode,
}

#[derive(Debug)]
enum Mode {
    Inline(Mutex<Inline>),
    Threads(Threads),
}

/// What a store is and has done, for health checks and metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreStats {
    pub engine: Engine,
    pub lease: Lease,
    /// Why the store no longer writes, if it does not.
    pub poisoned: Option<String>,
    /// Group commits.
    pub commits: u64,
    /// Closures answered after a commit.
    pub closures: u64,
    /// Runs thrown away because of a conflict.
    pub retries: u64,
    /// Times this node lost its lease.
    pub fenced: u64,
    /// Batches whose closures had to be run one by one.
    pub apart: u64,
}

impl Store {
    /// Opens (and migrates) an SQLite store with its own writer and reader threads.
    ///
    /// # Errors
    /// [`StoreError::Schema`] on a schema this program cannot use, or what the engine says.
    pub fn open_sqlite(
        location: impl Into<SqliteLocation>,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        let location = location.into();
        let writer = SqliteConnection::open(&location)?;
        let readers = match &location {
            SqliteLocation::Memory => Vec::new(),
            SqliteLocation::File(path) => (0..options.readers.max(1))
                .map(|_| SqliteConnection::open_reader(path).map(boxed))
                .collect::<Result<_, _>>()?,
        };
        Self::start(Engine::Sqlite, boxed(writer), readers, options)
    }

    /// Connects to (and migrates) a PostgreSQL database: `postgres://user@host/database`, also
    /// `postgres://user@%2Fsocket%2Fdir/database`. Blocks while it connects.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Config`] on a wrong URL, [`StoreError::Schema`].
    pub fn open_postgres(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        let url = url.to_owned();
        // Connections have a small runtime of their own, which must not be started or blocked on
        // inside the caller's.
        let thread = std::thread::spawn(move || {
            let writer = PostgresConnection::open(&url, &options)?;
            let readers = (0..options.readers.max(1))
                .map(|_| PostgresConnection::open(&url, &options).map(boxed))
                .collect::<Result<Vec<_>, _>>()?;
            Self::start(Engine::Postgres, boxed(writer), readers, options)
        });
        thread.join().unwrap_or_else(|_| {
            Err(StoreError::Unavailable { reason: "connecting panicked".to_owned() })
        })
    }

    /// Opens SQLite in inline mode: every call runs on the caller's thread.
    ///
    /// # Errors
    /// As [`Store::open_sqlite`].
    pub fn open_inline(
        location: impl Into<SqliteLocation>,
        options: StoreOptions,
        faults: FaultPlan,
    ) -> Result<Self, StoreError> {
        let mut connection = SqliteConnection::open(&location.into())?;
        migrate::migrate(&mut connection, options.clock.now())?;
        copy::require_finished(&mut connection, &options)?;
        let now = options.clock.now();
        let lease = lease::register(&mut connection, &options.node_name, now, options.lease)?;
        let inline = Inline {
            connection: boxed(connection),
            lease,
            faults,
            attempts_max: options.attempts_max,
            poisoned: None,
            commits: 0,
        };
        let mode = Mode::Inline(Mutex::new(inline));
        Ok(Self { inner: Arc::new(Inner { engine: Engine::Sqlite, options, mode }) })
    }

    fn start(
        engine: Engine,
        writer: Box<dyn Connection>,
        readers: Vec<Box<dyn Connection>>,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        let mode = Mode::Threads(Threads::start(writer, readers, &options)?);
        Ok(Self { inner: Arc::new(Inner { engine, options, mode }) })
    }

    /// Runs a closure in a write transaction; when this returns `Ok`, its writes are durable.
    /// `Err` from the closure takes back its writes and nobody else's.
    ///
    /// Dropping the future does not stop a closure that is already queued.
    ///
    /// # Errors
    /// The closure's own, or [`StoreError`] through `E`: [`StoreError::Overloaded`] at once when
    /// the queue is full.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_after(Vec::new(), closure).await
    }

    /// As [`Store::write`], for a closure that is sure to begin with these lookups, in any order,
    /// before it writes anything: they share a round trip with those of other closures.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_after<T, E, F>(&self, lookups: Vec<Lookup>, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (send, answer) = tokio::sync::oneshot::channel();
        // A caller that stopped waiting is no error.
        let reply = move |result| drop(send.send(result));
        self.submit_write(Box::new(TypedJob::new(lookups, closure, reply)));
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// As [`Store::write`], blocking the calling thread. Not for async code.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (send, answer) = std::sync::mpsc::channel();
        let reply = move |result| drop(send.send(result));
        self.submit_write(Box::new(TypedJob::new(Vec::new(), closure, reply)));
        answer.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Runs a closure on a consistent snapshot, read-only.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.read_after(Vec::new(), closure).await
    }

    /// As [`Store::read`], for a closure that is sure to ask these lookups.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn read_after<T, E, F>(&self, lookups: Vec<Lookup>, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (send, answer) = tokio::sync::oneshot::channel();
        let reply = move |result| drop(send.send(result));
        self.submit_read(Box::new(TypedJob::new(lookups, closure, reply)));
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// As [`Store::read`], blocking the calling thread. Not for async code.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn read_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (send, answer) = std::sync::mpsc::channel();
        let reply = move |result| drop(send.send(result));
        self.submit_read(Box::new(TypedJob::new(Vec::new(), closure, reply)));
        answer.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    fn submit_write(&self, job: Box<dyn Job>) {
        match &self.inner.mode {
            Mode::Inline(inline) => {
                let options = &self.inner.options;
                let expires_at = options.clock.now().plus(options.lease);
                locked(inline).write(job, expires_at);
            }
            Mode::Threads(threads) => threads.submit_write(job),
        }
    }

    fn submit_read(&self, job: Box<dyn Job>) {
        match &self.inner.mode {
            Mode::Inline(inline) => locked(inline).read(job),
            Mode::Threads(threads) => threads.submit_read(job),
        }
    }

    /// Which engine this store runs on.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// The clock the store was opened with.
    pub fn clock(&self) -> &Arc<dyn kernel::Clock> {
        &self.inner.options.clock
    }

    /// The lane this node writes at this moment; 0 while it has none.
    pub fn lane(&self) -> i64 {
        self.stats().lease.lane
    }

    /// State and counters.
    pub fn stats(&self) -> StoreStats {
        let engine = self.inner.engine;
        match &self.inner.mode {
            Mode::Inline(inline) => {
                let inline = locked(inline);
                StoreStats {
                    engine,
                    lease: inline.lease,
                    poisoned: inline.poisoned.clone(),
                    commits: inline.commits,
                    closures: inline.commits,
                    retries: 0,
                    fenced: 0,
                    apart: 0,
                }
            }
            Mode::Threads(threads) => {
                let state = threads.state();
                StoreStats {
                    engine,
                    lease: state.lease.unwrap_or(Lease { lane: 0, fence: 0 }),
                    poisoned: state.poisoned.clone(),
                    commits: state.commits,
                    closures: state.closures,
                    retries: state.retries,
                    fenced: state.fenced,
                    apart: state.apart,
                }
            }
        }
    }

    /// Finishes what waits, gives the lane back, and stops the threads. Later calls get
    /// [`StoreError::Closed`]. Blocks until done.
    pub fn close(&self) {
        match &self.inner.mode {
            Mode::Inline(inline) => {
                let mut inline = locked(inline);
                let lease = inline.lease;
                if let Err(error) = lease::release(inline.connection.as_mut(), lease) {
                    tracing::warn!(%error, "the lane could not be given back");
                }
            }
            Mode::Threads(threads) => threads.close(),
        }
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn boxed<C: Connection + 'static>(connection: C) -> Box<dyn Connection> {
    Box::new(connection)
}
