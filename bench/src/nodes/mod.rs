//! Three nodes on one PostgreSQL under load; one is killed, one is paused past its lease and wakes up
//! late. Afterwards everything is counted from outside.
//!
//! Each silent node is replaced once its lease ran out, as an orchestrator would; the replacement
//! takes the lane over, so the paused node wakes up with a fencing number that is too old.
//!
//! The policy is the shipped one with one change: a merchant's time to answer is over at once. So
//! every accepted dispute has one clock to fire and one payout to send, and both happen all the
//! time, also at the instant a node dies.

mod count;
mod load;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use app::{App, Bundle};
use kernel::Clock as _;
use store::testkit::TestDatabase;

use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::http::Client;
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, Process, Program, SystemClock, open_app};
use crate::stopwatch::{Stopwatch, per_second};
use count::Counted;
use load::{Load, Outcome};

/// Nodes that share the database.
const NODES: usize = 3;
/// A node that gives no sign of life for this long loses its lane.
const LEASE_MS: i64 = 5_000;
/// The name of a node that takes the place of another.
const REPLACEMENT: &str = "replacement";
/// After the load, payouts go on; when none succeeds for this long, they are stuck.
const STUCK_SECONDS: u64 = 45;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Seconds of load before, between and after the two incidents, each
    #[arg(long, default_value_t = 5)]
    pub calm_seconds: u32,
    /// Orders to dispute, at most; each client takes the next
    #[arg(long, default_value_t = 8_000)]
    pub orders: u32,
    /// Clients of each node
    #[arg(long, default_value_t = 4)]
    pub clients: usize,
}

/// What was seen.
#[derive(Debug)]
pub struct Observed {
    outcome: Outcome,
    counted: Counted,
    /// Lanes that went from a silent node to its replacement.
    taken_over: u64,
}

/// Runs it and reports; `None` when there is no PostgreSQL.
///
/// # Errors
/// When anything was lost, done twice, or failed that should not have.
pub fn run(options: &Options, machine: &Machine) -> Result<Option<Report>> {
    let Some(observed) = observe(&Program::own()?, options)? else { return Ok(None) };
    observed.check()?;
    let Observed { outcome, counted, taken_over } = observed;
    let about = "three nodes on one PostgreSQL; one killed, one paused past its lease";
    let mut report = Report::new("nodes", about, machine);
    let rate = per_second(outcome.accepted.into(), outcome.took);
    let peer = per_second(counted.provider_calls, outcome.took);
    report.add(
        Figure::new("disputes accepted", rate, "/s")
            .beside("payouts the provider was asked for", peer),
    );
    report.add(Figure::count("disputes accepted", outcome.accepted.into()));
    report.add(Figure::count("disputes in the store", counted.disputes));
    report.add(Figure::count("clocks fired", counted.fired));
    report.add(Figure::count("  fired twice, never, or early", counted.fired_wrong).at_most(0.0));
    report.add(Figure::count("payouts at the provider", counted.paid));
    report.add(Figure::count("  paid twice, never, or wrongly", counted.paid_wrong).at_most(0.0));
    report.add(Figure::count("requests that died with the killed node", outcome.died.into()));
    let given_back = outcome.given_back.into();
    report.add(Figure::count("requests the paused node gave back, to be repeated", given_back));
    report.add(
        Figure::count("requests that failed on other nodes", outcome.failed.into()).at_most(0.0),
    );
    report.add(Figure::new("slowest answer of a node never touched", outcome.slowest_ms, "ms"));
    report.add(Figure::count("violations in the books", counted.books_wrong).at_most(0.0));
    report.add(Figure::count("audit entries verified", counted.audit_entries));
    report.add(Figure::count("lanes taken over from silent nodes", taken_over).at_least(2.0));
    Ok(Some(report))
}

/// Runs it with a program that plays nodes and provider; `None` when there is no PostgreSQL.
///
/// # Errors
/// When a process does not start or does not settle.
pub fn observe(program: &Program, options: &Options) -> Result<Option<Observed>> {
    let Some(database) = TestDatabase::postgres()? else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    let provider = program.start("provider", &[])?;
    let node = |name: &str| NodeOptions {
        provider: Some(provider.address),
        lease_ms: LEASE_MS,
        ..NodeOptions::new(database.url(), name, &folder.path().join(format!("{name}.log")))
    };
    let seeded = {
        let app = open_app(&node("seed"))?;
        let seeded = seed::tenant(&app, Some(impatient()?))?;
        app.store().close();
        seeded
    };
    let start = |name: &str| program.start("node", &node(name).args());
    let nodes = (1..=NODES)
        .map(|number| start(&format!("node-{number}")))
        .collect::<Result<Vec<Process>>>()?;
    // Starting a node blocks: the clients go on meanwhile, on a thread of their own.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (outcome, nodes) = runtime.block_on(drive(nodes, &start, &seeded, options))?;

    progress::say(&format!("{} accepted; waiting for their payouts", outcome.accepted));
    // The nodes that live go on until everything is settled.
    let app = open_app(&node("count"))?;
    settle(&app, &seeded, &outcome)?;
    let calls = runtime.block_on(crate::server::provider::seen(provider.address))?;
    for node in nodes {
        node.stop()?;
    }
    progress::say("counting every clock, payout, book and audit entry");
    let counted = count::count(&app, &seeded, &outcome, &calls)?;
    let lanes = app.store().read_blocking(store::list_nodes);
    app.store().close();
    let lanes = lanes.map_err(|error: store::StoreError| anyhow::anyhow!(error))?;
    let replaced = |lane: &&store::NodeRow| lane.node.starts_with(REPLACEMENT) && lane.fence > 1;
    let taken_over = lanes.iter().filter(replaced).count() as u64;
    Ok(Some(Observed { outcome, counted, taken_over }))
}

/// The shipped policy, with no time at all for a merchant's answer.
fn impatient() -> Result<Bundle> {
    const FILE: &str = "packs/bnpl.2026.toml";
    const PATIENT: &str = "\nevidence = { scheme_days = 21 }\n";
    let shipped = Bundle::shipped();
    let text = shipped.text(FILE).context("the pack is in the bundle")?;
    ensure!(text.contains(PATIENT), "the pack has no such line: {PATIENT}");
    let changed = text.replace(PATIENT, "\nevidence = { scheme_hours = 0 }\n");
    Ok(shipped.with([(FILE.to_owned(), changed)]))
}

/// Load, a death, a pause, and an awakening.
async fn drive(
    mut nodes: Vec<Process>,
    start: &impl Fn(&str) -> Result<Process>,
    seeded: &Seeded,
    options: &Options,
) -> Result<(Outcome, Vec<Process>)> {
    let addresses: Vec<SocketAddr> = nodes.iter().map(|node| node.address).collect();
    progress::say(&format!("feeding {} orders to three nodes", options.orders));
    let mut feeder = Client::connect(*addresses.first().context("a node")?).await?;
    seed::feed(&mut feeder, &seeded.feed_key, 0..options.orders, SystemClock.now()).await?;
    drop(feeder);
    progress::say("load on all three");
    let load = Arc::new(Load::new(addresses, seeded.clone(), options.orders));
    let clients = load.start(options.clients);
    let watch = Stopwatch::start();
    let calm = Duration::from_secs(options.calm_seconds.into());
    let past_lease = Duration::from_millis(LEASE_MS.unsigned_abs()) * 3 / 2;

    tokio::time::sleep(calm).await;
    progress::say("one node is killed");
    let mut killed = nodes.remove(0);
    load.expect_death(0);
    killed.kill()?;
    tokio::time::sleep(past_lease).await;
    let first = start(&format!("{REPLACEMENT}-1"))?;

    tokio::time::sleep(calm).await;
    progress::say("another stands still past its lease");
    let paused = nodes.first().context("a second node")?;
    load.expect_pause(1);
    paused.pause()?;
    tokio::time::sleep(past_lease).await;
    let second = start(&format!("{REPLACEMENT}-2"))?;
    paused.resume()?;
    progress::say("it wakes up without its lane");

    tokio::time::sleep(calm).await;
    load.stop();
    let mut outcome = load.outcome(clients).await?;
    outcome.took = watch.elapsed();
    nodes.extend([first, second]);
    Ok((outcome, nodes))
}

/// Waits until every accepted dispute is paid.
fn settle(app: &App, seeded: &Seeded, outcome: &Outcome) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let accepted = u64::from(outcome.accepted);
    runtime.block_on(async {
        let (mut before, mut watch) = (0, Stopwatch::start());
        loop {
            let (paid, sums) = count::paid(app, seeded).await?;
            if paid >= accepted {
                return Ok(());
            }
            if paid > before {
                (before, watch) = (paid, Stopwatch::start());
            }
            let waited = watch.elapsed();
            ensure!(
                waited < Duration::from_secs(STUCK_SECONDS),
                "{paid} of {accepted} disputes were paid, and none for {waited:?}: {sums:?}"
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    })
}

impl Observed {
    /// # Errors
    /// With everything that was wrong.
    pub fn check(&self) -> Result<()> {
        let Self { outcome, counted, .. } = self;
        ensure!(outcome.accepted > 0, "no dispute was accepted");
        let wrong = [
            ("requests failed on nodes that were not touched", u64::from(outcome.failed)),
            ("clocks fired twice, never or early", counted.fired_wrong),
            ("payouts went wrong", counted.paid_wrong),
            ("accepted disputes are not in the store", counted.lost),
            ("violations in the books", counted.books_wrong),
            ("findings in the audit trail", counted.audit_wrong),
        ];
        let told: Vec<String> = wrong
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        let examples = [outcome.examples.as_slice(), counted.examples.as_slice()].concat();
        ensure!(told.is_empty(), "{}: {examples:#?}", told.join(", "));
        Ok(())
    }
}
