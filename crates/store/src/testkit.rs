//! Databases for tests (feature `testkit`): a fresh one per test, on both engines.
//!
//! PostgreSQL is a private cluster per test process, in a temporary folder, reached by a Unix
//! socket only, with fsync on. It is looked for in `OMBUD_TEST_POSTGRES_BIN`, in `PATH` and where
//! Debian puts it; without one, that half of a test says `skipped` and passes.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use kernel::{ManualClock, Timestamp};

use crate::{Engine, FaultPlan, SqliteLocation, Store, StoreError, StoreOptions};

/// 2026-11-21T00:00:00Z: where test clocks begin.
pub const TEST_START_MS: i64 = 1_795_219_200_000;

/// A clock at [`TEST_START_MS`].
pub fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Timestamp::from_millis(TEST_START_MS)))
}

/// One fresh database, gone when dropped (PostgreSQL: when the process ends).
#[derive(Debug)]
pub struct TestDatabase {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(tempfile::TempDir),
    Postgres(String),
}

impl TestDatabase {
    /// An SQLite file.
    ///
    /// # Errors
    /// When no temporary folder can be made.
    pub fn sqlite() -> Result<Self, StoreError> {
        let dir = tempfile::tempdir().map_err(|error| unusable(&error.to_string()))?;
        Ok(Self { kind: Kind::Sqlite(dir) })
    }

    /// A PostgreSQL database; `None` when no PostgreSQL is installed.
    ///
    /// # Errors
    /// When one is installed but does not start.
    pub fn postgres() -> Result<Option<Self>, StoreError> {
        static NAMES: AtomicU64 = AtomicU64::new(1);
        let Some(cluster) = cluster()? else { return Ok(None) };
        let name = format!("test_{}", NAMES.fetch_add(1, Ordering::Relaxed));
        cluster.create_database(&name)?;
        Ok(Some(Self { kind: Kind::Postgres(cluster.url(&name)) }))
    }

    /// Which engine it is on.
    pub const fn engine(&self) -> Engine {
        match self.kind {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// What `DATABASE_URL` would hold; for SQLite the file's path.
    pub fn url(&self) -> String {
        match &self.kind {
            Kind::Sqlite(dir) => sqlite_file(dir).display().to_string(),
            Kind::Postgres(url) => url.clone(),
        }
    }

    /// Opens one node on it; open several to have several nodes.
    ///
    /// # Errors
    /// As [`Store::open_sqlite`] and [`Store::open_postgres`].
    pub fn open(&self, options: StoreOptions) -> Result<Store, StoreError> {
        match &self.kind {
            Kind::Sqlite(dir) => Store::open_sqlite(sqlite_file(dir), options),
            Kind::Postgres(url) => Store::open_postgres(url, options),
        }
    }
}

fn sqlite_file(dir: &tempfile::TempDir) -> PathBuf {
    dir.path().join("ombud.db")
}

/// An inline store in memory: deterministic, on the caller's thread.
///
/// # Errors
/// As [`Store::open_inline`].
pub fn inline(clock: Arc<ManualClock>, faults: FaultPlan) -> Result<Store, StoreError> {
    Store::open_inline(SqliteLocation::Memory, StoreOptions::new("test", clock), faults)
}

/// Runs a test once on each engine, each time with a fresh database.
///
/// # Errors
/// When a database cannot be made.
#[allow(clippy::print_stderr)]
pub fn on_both_engines(test: impl Fn(&TestDatabase)) -> Result<(), StoreError> {
    test(&TestDatabase::sqlite()?);
    match TestDatabase::postgres()? {
        Some(database) => test(&database),
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
    Ok(())
}

/// The process's own PostgreSQL.
#[derive(Debug)]
struct Cluster {
    socket_dir: PathBuf,
    /// Stops the server and removes its folder when its standard input closes: whichever way this
    /// process ends.
    _keeper: Child,
}

/// Only part of the socket's name: nothing listens on the network.
const PORT: u16 = 5432;

impl Cluster {
    fn url(&self, database: &str) -> String {
        let dir = self.socket_dir.display().to_string().replace('/', "%2F");
        format!("postgres://ombud@{dir}:{PORT}/{database}")
    }

    fn create_database(&self, name: &str) -> Result<(), StoreError> {
        let (url, sql) = (self.url("postgres"), format!("CREATE DATABASE {name}"));
        // A thread, because the caller may be inside a runtime.
        let thread = std::thread::spawn(move || create(&url, &sql));
        thread.join().unwrap_or_else(|_| Err(unusable("creating a database panicked")))
    }
}

fn create(url: &str, sql: &str) -> Result<(), StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| unusable(&error.to_string()))?;
    runtime.block_on(async {
        let connected = tokio_postgres::connect(url, tokio_postgres::NoTls).await;
        let (client, connection) = connected.map_err(|error| unusable(&error.to_string()))?;
        let driver = tokio::spawn(connection);
        let done = client.batch_execute(sql).await;
        drop(client);
        // It ends because its client is gone.
        let _ = driver.await;
        done.map_err(|error| unusable(&error.to_string()))
    })
}

fn cluster() -> Result<Option<&'static Cluster>, StoreError> {
    static CLUSTER: OnceLock<Result<Option<Cluster>, StoreError>> = OnceLock::new();
    match CLUSTER.get_or_init(|| binaries().map(|bin| start(&bin)).transpose()) {
        Ok(cluster) => Ok(cluster.as_ref()),
        Err(error) => Err(error.clone()),
    }
}

/// The folder with `initdb`, `pg_ctl` and `postgres`.
fn binaries() -> Option<PathBuf> {
    // Tests have no configuration of their own to carry this.
    #[allow(clippy::disallowed_methods)]
    let (told, path) = (std::env::var("OMBUD_TEST_POSTGRES_BIN"), std::env::var("PATH"));
    let mut folders: Vec<PathBuf> = told.ok().map(PathBuf::from).into_iter().collect();
    folders.extend(path.iter().flat_map(|path| path.split(':')).map(PathBuf::from));
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    debian.sort();
    folders.extend(debian.into_iter().rev());
    let complete =
        |dir: &PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|name| dir.join(name).exists());
    folders.into_iter().find(complete)
}

/// `$1` binaries, `$2` data folder, `$3` folder of the whole cluster.
const KEEPER: &str = r#"
"$1/initdb" -D "$2" -U ombud -A trust -E UTF8 --no-locale --no-sync >"$3/initdb.log" 2>&1 || exit 1
"$1/pg_ctl" -D "$2" -w -l "$3/server.log" -o "-k $3 -p 5432 -c listen_addresses= \
  -c max_connections=200 -c fsync=on" start >"$3/start.log" 2>&1 || exit 1
echo ready
cat >/dev/null
"$1/pg_ctl" -D "$2" -m immediate stop >/dev/null 2>&1
rm -rf "$3"
"#;

fn start(bin: &Path) -> Result<Cluster, StoreError> {
    let io = |error: std::io::Error| unusable(&error.to_string());
    let dir = tempfile::Builder::new().prefix("ombud-pg-").tempdir().map_err(io)?.keep();
    let mut keeper = Command::new("/bin/sh");
    keeper.args(["-c", KEEPER, "keeper"]).arg(bin).arg(dir.join("data")).arg(&dir);
    // It outlives the test by a moment: it must not keep the test runner's output open.
    keeper.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if std::fs::metadata(&dir).map_err(io)?.uid() == 0 {
        // PostgreSQL refuses to run as root.
        let (user, group) = unprivileged()?;
        chown(&dir, Some(user), Some(group)).map_err(io)?;
        keeper.uid(user).gid(group);
    }
    let mut keeper = keeper.spawn().map_err(io)?;
    let mut line = String::new();
    if let Some(output) = keeper.stdout.as_mut() {
        BufReader::new(output).read_line(&mut line).map_err(io)?;
    }
    if line.trim() == "ready" {
        return Ok(Cluster { socket_dir: dir, _keeper: keeper });
    }
    let logs = ["initdb.log", "start.log", "server.log"]
        .map(|name| std::fs::read_to_string(dir.join(name)).unwrap_or_default());
    Err(unusable(&logs.join("\n")))
}

/// The user and group ids of `postgres`, or of `nobody`.
fn unprivileged() -> Result<(u32, u32), StoreError> {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres")
        .or_else(|| ids("nobody"))
        .ok_or_else(|| unusable("running as root, and there is no user postgres or nobody"))
}

fn unusable(reason: &str) -> StoreError {
    StoreError::Unavailable { reason: format!("no test database: {reason}") }
}

/// Every table with all its rows as text: to search for what must not be left.
///
/// # Errors
/// The store's.
pub fn tables_as_text(store: &Store) -> Result<Vec<(String, String)>, StoreError> {
    let names = match store.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
             WHERE table_schema = current_schema()"
        }
    };
    let read = move |tx: &mut crate::Tx<'_>| {
        let mut all = Vec::new();
        for row in tx.query(names, &[])? {
            let name: String = row.get(0)?;
            let rows = tx.query(&format!("SELECT * FROM {name}"), &[])?;
            all.push((name, format!("{rows:?}")));
        }
        Ok::<_, StoreError>(all)
    };
    store.read_blocking(read)
}
