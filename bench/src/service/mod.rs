//! Dispute intakes per second over HTTP: authentication, idempotency key, the whole decision, and a
//! durable commit, with load and server as two processes on the same cores.
//!
//! Beside it, on the same engine and the same disk, stand the physical limits: single rows inserted
//! one per commit, and the same rows with 64 per commit. An intake writes about sixteen rows.

mod limits;
mod load;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use kernel::Clock as _;
use store::testkit::TestDatabase;

use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::http::Client;
use crate::server::seed::Seeded;
use crate::server::{NodeOptions, Process, Program, SystemClock, open_app, seed};
use load::Run;

/// Intakes before anything is measured.
const WARM_UP: u32 = 300;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Intakes of the run at full speed
    #[arg(long, default_value_t = 12_000)]
    pub intakes: u32,
    /// Connections of the run at full speed
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Seconds of the run at half that rate
    #[arg(long, default_value_t = 10)]
    pub seconds: u32,
    /// Only this engine: sqlite or postgres
    #[arg(long)]
    pub engine: Option<String>,
}

/// Measures both engines, or those that this machine has.
///
/// # Errors
/// When an intake fails, or a server does not start.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let about = "dispute intakes over HTTP, durable; load and server on the same machine";
    let mut report = Report::new("service", about, machine);
    let wanted = |name: &str| options.engine.as_deref().is_none_or(|engine| engine == name);
    if wanted("sqlite") {
        engine("SQLite", &TestDatabase::sqlite()?, options, machine, &mut report)?;
    }
    if wanted("postgres") {
        match TestDatabase::postgres()? {
            Some(database) => engine("PostgreSQL", &database, options, machine, &mut report)?,
            None => eprintln!("skipped: PostgreSQL is not installed; `cargo xtask test` gets one"),
        }
    }
    Ok(report)
}

fn engine(
    name: &str,
    database: &TestDatabase,
    options: &Options,
    machine: &Machine,
    report: &mut Report,
) -> Result<()> {
    progress::say(&format!("{name}: single rows, the physical limit"));
    let (one_by_one, grouped) = limits::measure(database)?;
    let folder = tempfile::tempdir()?;
    let node = NodeOptions::new(database.url(), "service", &folder.path().join("log"));
    let seeded = {
        let app = open_app(&node)?;
        let seeded = seed::tenant(&app, None)?;
        app.store().close();
        seeded
    };
    let server = Program::own()?.start("node", &node.args())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (full, half) = runtime.block_on(both_runs(&server, &seeded, options))?;
    server.stop()?;

    let rate = full.per_second();
    report.add(
        Figure::new(format!("{name}: intakes"), rate, "/s")
            .at_least(1_000.0)
            .beside("single rows, one per commit", one_by_one)
            .beside("single rows, 64 per commit", grouped)
            .beside("fsync of the machine", machine.fsync_per_s),
    );
    report.add(Figure::new(
        format!("{name}: p50 at full speed"),
        full.latencies.millis_at(0.5),
        "ms",
    ));
    let offered = format!("{name}: offered, at half that");
    report.add(Figure::new(offered, half.offered_per_second, "/s"));
    report.add(Figure::new(format!("{name}: p50 at half"), half.latencies.millis_at(0.5), "ms"));
    let p99 = Figure::new(format!("{name}: p99 at half"), half.latencies.millis_at(0.99), "ms");
    report.add(p99.at_most(50.0));
    report.add(Figure::new(
        format!("{name}: slowest at half"),
        half.latencies.millis_at(1.0),
        "ms",
    ));
    Ok(())
}

/// As fast as it goes, then at half that rate with arrivals that do not wait for answers.
async fn both_runs(server: &Process, seeded: &Seeded, options: &Options) -> Result<(Run, Run)> {
    let mut feeder = Client::connect(server.address).await?;
    let first = WARM_UP + options.intakes;
    progress::say(&format!("feeding {first} orders"));
    seed::feed(&mut feeder, &seeded.feed_key, 0..first, SystemClock.now()).await?;
    load::closed(server.address, seeded, 0..WARM_UP, options.connections).await?;
    progress::say(&format!("{} intakes at full speed", options.intakes));
    let full = load::closed(server.address, seeded, WARM_UP..first, options.connections).await?;
    let rate = full.per_second() / 2.0;
    let count = (rate * f64::from(options.seconds)).ceil() as u32;
    let end = first.checked_add(count).context("too many intakes")?;
    seed::feed(&mut feeder, &seeded.feed_key, first..end, SystemClock.now()).await?;
    progress::say(&format!("{rate:.0} intakes/s for {} s", options.seconds));
    let half = load::open(server.address, seeded, first..end, rate).await?;
    check_replay(&mut feeder, seeded).await?;
    Ok((full, half))
}

/// The same request again has no second effect, and the same answer.
async fn check_replay(client: &mut Client, seeded: &Seeded) -> Result<()> {
    // Under a key of its own, as the load's requests cannot be rebuilt to the byte.
    let now = SystemClock.now();
    let request = seed::intake(seeded, u32::MAX, now);
    seed::feed(client, &seeded.feed_key, u32::MAX - 1..u32::MAX, now).await?;
    let missing = client.send(&request).await?;
    ensure!(missing.status == 404, "an unknown order gave {}", missing.status);
    let request = seed::intake(seeded, u32::MAX - 1, now);
    let first = client.send(&request).await?.expect(201)?;
    let second = client.send(&request).await?.expect(201)?;
    ensure!(first.body == second.body, "a repeated request had another answer");
    Ok(())
}

impl Run {
    fn per_second(&self) -> f64 {
        let seconds = self.took.max(Duration::from_millis(1)).as_secs_f64();
        self.latencies.len() as f64 / seconds
    }
}
