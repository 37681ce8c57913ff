//! What the engine itself can do on this disk: single rows, one per commit and 64 per commit, with
//! the same durability settings as the store's.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use store::Engine;
use store::testkit::TestDatabase;
use tokio_postgres::{Client, NoTls};

use crate::stopwatch::{Stopwatch, per_second};

/// How long each is measured.
const MEASURED_FOR: Duration = Duration::from_secs(2);
/// Rows of one group commit, as the store's default.
const GROUP_ROWS: u64 = 64;
/// A row is about as large as one of an intake's.
const ROW: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
                   0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Rows per second with one and with 64 rows per commit.
pub(super) fn measure(database: &TestDatabase) -> Result<(f64, f64)> {
    match database.engine() {
        Engine::Sqlite => {
            let file = Path::new(&database.url()).with_file_name("limit.db");
            sqlite(&file).context("the limits of SQLite")
        }
        Engine::Postgres => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(postgres(&database.url())).context("the limits of PostgreSQL")
        }
    }
}

fn sqlite(file: &Path) -> Result<(f64, f64)> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL)", ())?;
    const INSERT: &str = "INSERT INTO bare (body) VALUES (?1)";
    let (watch, mut rows) = (Stopwatch::start(), 0);
    {
        let mut insert = connection.prepare(INSERT)?;
        while watch.elapsed() < MEASURED_FOR {
            insert.execute((ROW,))?;
            rows += 1;
        }
    }
    let one_by_one = per_second(rows, watch.elapsed());
    let (watch, mut rows) = (Stopwatch::start(), 0);
    while watch.elapsed() < MEASURED_FOR {
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached(INSERT)?;
            for _ in 0..GROUP_ROWS {
                insert.execute((ROW,))?;
            }
        }
        transaction.commit()?;
        rows += GROUP_ROWS;
    }
    Ok((one_by_one, per_second(rows, watch.elapsed())))
}

async fn postgres(url: &str) -> Result<(f64, f64)> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driver = tokio::spawn(connection);
    client
        .batch_execute("CREATE TABLE bare (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)")
        .await?;
    let rates = postgres_rates(&client).await?;
    client.batch_execute("DROP TABLE bare").await?;
    drop(client);
    driver.await??;
    Ok(rates)
}

async fn postgres_rates(client: &Client) -> Result<(f64, f64)> {
    let insert = client.prepare("INSERT INTO bare (body) VALUES ($1)").await?;
    let (watch, mut rows) = (Stopwatch::start(), 0);
    while watch.elapsed() < MEASURED_FOR {
        client.execute(&insert, &[&ROW]).await?;
        rows += 1;
    }
    let one_by_one = per_second(rows, watch.elapsed());
    // One message for the whole group, as a store that pipelines sends it.
    let inserts = format!("INSERT INTO bare (body) VALUES ('{ROW}');").repeat(GROUP_ROWS as usize);
    let group = format!("BEGIN; {inserts} COMMIT;");
    let (watch, mut rows) = (Stopwatch::start(), 0);
    while watch.elapsed() < MEASURED_FOR {
        client.batch_execute(&group).await?;
        rows += GROUP_ROWS;
    }
    Ok((one_by_one, per_second(rows, watch.elapsed())))
}
