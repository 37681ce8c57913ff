//! Power loss, not only kill -9: the file system under a working node is cut off, and afterwards
//! every acknowledged write must be there.
//!
//! A node works on an ext4 file system in a loop file. Clients outside of it keep a journal of what
//! was acknowledged to them. Then the node is stopped (SIGSTOP, until it stands still; cutting under
//! a running writer would race with the commit in flight), the file system is shut down without
//! writing anything more (`FS_IOC_SHUTDOWN`), the node is killed, and the file system mounted anew,
//! as after a power failure. A file that was written and never flushed must be gone: if it is there,
//! nothing was cut, and the round says so instead of passing.

mod check;
mod disk;
mod journal;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use kernel::Clock as _;

use crate::machine::fsyncs_per_second;
use crate::server::http::Client;
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, Process, Program, SystemClock, open_app};
use crate::stopwatch::Stopwatch;
use check::Found;
use disk::Disk;
use journal::Journal;

/// Clients of the node.
const CLIENTS: u32 = 8;
/// Orders that each client disputes in one round, at most.
const ORDERS_PER_CLIENT: u32 = 10_000;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How often the power is cut
    #[arg(long, default_value_t = 20)]
    pub rounds: u32,
    /// How long the node works before it is cut off
    #[arg(long, default_value_t = 1_200)]
    pub load_ms: u64,
}

/// Runs all rounds, and prints a line for each.
///
/// # Errors
/// When something acknowledged is gone, something is broken, or nothing was cut.
pub fn run(options: &Options) -> Result<()> {
    if let Err(reason) = Disk::is_possible() {
        println!("skipped: {reason:#}");
        return Ok(());
    }
    let watch = Stopwatch::start();
    let mut acknowledged = 0;
    for round in 1..=options.rounds {
        let (journal, found) =
            one_round(options).with_context(|| format!("round {round} of {}", options.rounds))?;
        acknowledged += journal.writes();
        println!(
            "round {round}: {} writes acknowledged ({} orders, {} disputes, {} files), 0 lost; \
             {} more had been committed; {} audit entries verified",
            journal.writes(),
            journal.orders.len(),
            journal.disputes.len(),
            journal.files.len(),
            found.unacknowledged,
            found.audit_entries,
        );
    }
    println!(
        "power loss: {} rounds in {:.0} s, {acknowledged} acknowledged writes, 0 lost",
        options.rounds,
        watch.seconds(),
    );
    Ok(())
}

/// A new file system, a node on it, the cut, and the count.
fn one_round(options: &Options) -> Result<(Journal, Found)> {
    let outside = tempfile::tempdir()?;
    let disk = Disk::make(outside.path())?;
    let mounted = disk.mount()?;
    let node = NodeOptions {
        blobs: Some(mounted.path().join("files")),
        ..NodeOptions::new(
            mounted.path().join("ombud.db").display().to_string(),
            "power-loss",
            &outside.path().join("log"),
        )
    };
    let seeded = {
        let app = open_app(&node)?;
        let seeded = seed::tenant(&app, None)?;
        app.store().close();
        seeded
    };
    ensure!(fsyncs_per_second(mounted.path())? > 0.0, "the new file system takes no writes");
    let mut server = Program::own()?.start("node", &node.args())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let journal =
        runtime.block_on(work_until_cut(&mut server, &seeded, mounted.path(), options))?;
    mounted.unmount()?;

    let mounted = disk.mount()?;
    ensure!(
        !mounted.path().join(CONTROL).exists(),
        "a file that was never flushed survived: nothing was cut, so nothing is shown"
    );
    let found = check::check(&node, &seeded, &journal)?;
    mounted.unmount()?;
    Ok((journal, found))
}

/// A file that is written and never flushed.
const CONTROL: &str = "never-flushed";

/// Load, and in the middle of it the cut. What is in the journal was acknowledged before.
async fn work_until_cut(
    server: &mut Process,
    seeded: &Seeded,
    mounted: &Path,
    options: &Options,
) -> Result<Journal> {
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let orders = client * ORDERS_PER_CLIENT..(client + 1) * ORDERS_PER_CLIENT;
        let (mut connection, seeded) = (Client::connect(server.address).await?, seeded.clone());
        clients.spawn(async move {
            let mut journal = Journal::default();
            for order in orders {
                // The node is cut off in the middle of a request; that one is not acknowledged.
                if !journal.one(&mut connection, &seeded, order, SystemClock.now()).await? {
                    break;
                }
            }
            Ok::<_, anyhow::Error>(journal)
        });
    }
    tokio::time::sleep(Duration::from_millis(options.load_ms)).await;
    std::fs::write(mounted.join(CONTROL), b"not flushed")?;
    server.pause()?;
    disk::cut(mounted)?;
    // Killed where it stands: its clients see their connections break.
    server.kill()?;
    let mut journal = Journal::default();
    while let Some(done) = clients.join_next().await {
        journal.add(done??);
    }
    ensure!(journal.writes() > 0, "nothing was acknowledged before the cut");
    Ok(journal)
}
