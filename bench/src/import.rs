//! How fast the history of another desk comes over: the turns of MultiDoGO, durable, on both engines, and a
//! second time, when nothing is new. The peer writes the same texts into two bare tables of the same engine
//! with the same durability, one INSERT a message and one transaction a conversation, as importers do that
//! create records one by one through an application's models.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use app::import::Start;
use app::import::conversations::{self, Order, Progress, Report as Account, Watch};
use importers::{Conversation, Loss, Reader, Source};
use kernel::TenantId;
use store::Engine;
use store::testkit::TestDatabase;
use tokio_postgres::NoTls;

use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::{self, NodeOptions};
use crate::stopwatch::{Stopwatch, per_second};

/// Messages a second that an import must bring over.
const GOAL_PER_S: f64 = 5_000.0;
const TABLES: &str = "CREATE TABLE bare_conversations (id TEXT PRIMARY KEY, subject TEXT NOT NULL); \
    CREATE TABLE bare_messages (conversation TEXT NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, \
    PRIMARY KEY (conversation, seq))";

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The folder of the MultiDoGO turns, unpacked
    #[arg(long, value_name = "FOLDER")]
    pub multidogo: Option<PathBuf>,
}

/// Imports the turns on both engines.
///
/// # Errors
/// When an import fails or does not explain every row.
pub fn run(options: &Options, machine: &Machine) -> Result<Option<Report>> {
    let Some(folder) = &options.multidogo else {
        eprintln!("skipped: name the unpacked MultiDoGO turns with --multidogo");
        return Ok(None);
    };
    let about = "conversations of another desk, every row explained";
    let mut report = Report::new("import", about, machine);
    on_engine("SQLite", &TestDatabase::sqlite()?, folder, &mut report)?;
    match TestDatabase::postgres()? {
        Some(database) => on_engine("PostgreSQL", &database, folder, &mut report)?,
        None => eprintln!("skipped: PostgreSQL is not installed; `cargo xtask test` gets one"),
    }
    Ok(Some(report))
}

fn on_engine(
    name: &str,
    database: &TestDatabase,
    folder: &Path,
    report: &mut Report,
) -> Result<()> {
    progress::say(&format!("importing into {name}"));
    let options = NodeOptions::new(database.url(), "bench", Path::new("/dev/null"));
    let app = server::open_app(&options)?;
    let tenant: TenantId = "bench".parse()?;
    app.create_tenant_blocking(app::tenants::NewTenant {
        id: tenant.clone(),
        name: "Bench".to_owned(),
        sandbox: false,
    })?;
    let order = Order { source: Source::Multidogo, path: folder, name: "bench", dry: false };
    let import = || -> Result<(Account, std::time::Duration)> {
        let watch = Stopwatch::start();
        let account = conversations::run(&app, &tenant, order, &mut Silent)?;
        Ok((account, watch.elapsed()))
    };
    let (first, took) = import()?;
    let (second, took_again) = import()?;
    app.store().close();
    let (one, two) = (first.tally.messages, second.tally.messages);
    ensure!(first.tally.is_balanced() && second.tally.is_balanced(), "a row is not explained");
    ensure!(one.imported + one.lost == one.read, "{one:?}");
    ensure!(two.imported == 0 && two.already == one.imported, "a second run brought in {two:?}");
    let peer = bare(database, folder)?;
    report.add(
        Figure::new(format!("messages imported, {name}"), per_second(one.imported, took), "/s")
            .at_least(GOAL_PER_S)
            .beside("one INSERT a message into bare tables", peer),
    );
    let again = per_second(two.read, took_again);
    report.add(Figure::new(format!("messages compared by a second run, {name}"), again, "/s"));
    report.add(Figure::count(format!("messages read, {name}"), one.read));
    report.add(Figure::count(format!("messages lost, each with its reason, {name}"), one.lost));
    Ok(())
}

/// Keeps nothing: the file of losses is the command line's.
struct Silent;

impl Watch for Silent {
    fn begins(&mut self, _start: Start, _losses: u64) -> io::Result<()> {
        Ok(())
    }
    fn lost(&mut self, _loss: &Loss) -> io::Result<()> {
        Ok(())
    }
    fn lasts(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn progress(&mut self, _progress: &Progress<'_>) -> io::Result<()> {
        Ok(())
    }
}

/// Messages a second that come in one by one.
fn bare(database: &TestDatabase, folder: &Path) -> Result<f64> {
    match database.engine() {
        Engine::Sqlite => {
            let file = Path::new(&database.url()).with_file_name("bare.db");
            sqlite(&file, folder).context("bare tables of SQLite")
        }
        Engine::Postgres => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(postgres(&database.url(), folder)).context("bare tables of PostgreSQL")
        }
    }
}

fn next(reader: &mut Reader) -> Result<Option<Conversation>> {
    while let Some(unit) = reader.next()? {
        if unit.conversation.is_some() {
            return Ok(unit.conversation);
        }
    }
    Ok(None)
}

fn sqlite(file: &Path, folder: &Path) -> Result<f64> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch(TABLES)?;
    let (watch, mut count) = (Stopwatch::start(), 0);
    let mut reader = Reader::open(Source::Multidogo, folder)?;
    while let Some(told) = next(&mut reader)? {
        let transaction = connection.transaction()?;
        transaction
            .prepare_cached("INSERT INTO bare_conversations (id, subject) VALUES (?1, ?2)")?
            .execute((&told.id, &told.subject))?;
        for (seq, message) in (0_i64..).zip(&told.messages) {
            transaction
                .prepare_cached(
                    "INSERT INTO bare_messages (conversation, seq, body) VALUES (?1, ?2, ?3)",
                )?
                .execute((&told.id, seq, &message.text))?;
            count += 1;
        }
        transaction.commit()?;
    }
    Ok(per_second(count, watch.elapsed()))
}

async fn postgres(url: &str, folder: &Path) -> Result<f64> {
    let (mut client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driver = tokio::spawn(connection);
    client.batch_execute(TABLES).await?;
    let open =
        client.prepare("INSERT INTO bare_conversations (id, subject) VALUES ($1, $2)").await?;
    let insert = "INSERT INTO bare_messages (conversation, seq, body) VALUES ($1, $2, $3)";
    let say = client.prepare(insert).await?;
    let (watch, mut count) = (Stopwatch::start(), 0);
    let mut reader = Reader::open(Source::Multidogo, folder)?;
    while let Some(told) = next(&mut reader)? {
        let transaction = client.transaction().await?;
        transaction.execute(&open, &[&told.id, &told.subject]).await?;
        for (seq, message) in (0_i64..).zip(&told.messages) {
            transaction.execute(&say, &[&told.id, &seq, &message.text]).await?;
            count += 1;
        }
        transaction.commit().await?;
    }
    let rate = per_second(count, watch.elapsed());
    drop(client);
    driver.await??;
    Ok(rate)
}
