//! Power loss, not only kill -9: the file system under a working node is cut off, and afterwards
//! every acknowledged write must be there.
//!
//! A node works on an ext4 file system in a loop file. Clients outside of it keep a journal of what
//! was acknowledged to them. Then the file system is shut down without writing anything more
//! (`FS_IOC_SHUTDOWN`), the node is killed, and the file system mounted anew, as after a power
//! failure. In every second round the node stands still at the cut (SIGSTOP), as a machine without
//! power does; in the others it runs on, on a disk that fails every write, and must acknowledge
//! nothing more.
//!
//! A block that was written and never flushed must have its old content: if it has the new one,
//! nothing was cut, and the round says so instead of passing.

mod check;
mod disk;
mod journal;

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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

/// How long the node runs on after a cut that did not find it standing still: long enough for every
/// client to see its last answer.
const RUNS_ON_MS: u64 = 300;

/// What the node does while the file system is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    StandingStill,
    Running,
}

impl Cut {
    const fn of(round: u32) -> Self {
        if round.is_multiple_of(2) { Self::Running } else { Self::StandingStill }
    }
}

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
        let cut = Cut::of(round);
        let (journal, found) = one_round(options, cut)
            .with_context(|| format!("round {round} of {} ({cut:?})", options.rounds))?;
        acknowledged += journal.writes();
        println!(
            "round {round} of {}, {}: {} writes acknowledged ({} orders, {} disputes, {} files), 0 lost; \
             {} more had been committed; {} audit entries verified",
            options.rounds,
            match cut {
                Cut::StandingStill => "cut at a stop",
                Cut::Running => "cut while running",
            },
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
fn one_round(options: &Options, cut: Cut) -> Result<(Journal, Found)> {
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
    let control = Control::make(mounted.path())?;
    let mut server = Program::own()?.start("node", &node.args())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let load_ms = options.load_ms;
    let journal = runtime.block_on(async {
        let clients = Clients::start(&server, &seeded).await?;
        tokio::time::sleep(Duration::from_millis(load_ms)).await;
        if cut == Cut::StandingStill {
            server.pause()?;
        }
        clients.cut.store(true, Ordering::SeqCst);
        control.overwrite_and_cut(mounted.path())?;
        if cut == Cut::Running {
            tokio::time::sleep(Duration::from_millis(RUNS_ON_MS)).await;
        }
        // Killed where it is: its clients see their connections break.
        server.kill()?;
        clients.journal().await
    })?;
    ensure!(journal.writes() > 0, "nothing was acknowledged before the cut");
    mounted.unmount()?;

    let mounted = disk.mount()?;
    control.check()?;
    let found = check::check(&node, &seeded, &journal)?;
    mounted.unmount()?;
    Ok((journal, found))
}

/// A block that is flushed once, and overwritten in place right before the cut. Nobody else's flush
/// takes the new content along, as it would a new file's entry in its folder.
#[derive(Debug)]
struct Control(PathBuf);

impl Control {
    const BLOCK_BYTES: usize = 4_096;
    const OLD: u8 = b'o';
    const NEW: u8 = b'n';

    fn make(folder: &Path) -> Result<Self> {
        let path = folder.join("control");
        let mut file = File::create_new(&path)?;
        file.write_all(&[Self::OLD; Self::BLOCK_BYTES])?;
        file.sync_all()?;
        File::open(folder)?.sync_all()?;
        Ok(Self(path))
    }

    fn overwrite_and_cut(&self, mounted: &Path) -> Result<()> {
        disk::cut(mounted, &self.0, Self::NEW, Self::BLOCK_BYTES)
    }

    fn check(&self) -> Result<()> {
        let found = std::fs::read(&self.0).context("a flushed file is gone")?;
        ensure!(
            found == [Self::OLD; Self::BLOCK_BYTES],
            "a block that was never flushed survived: nothing was cut, so nothing is shown"
        );
        Ok(())
    }
}

/// The clients at work. What is in their journals was acknowledged.
struct Clients {
    working: tokio::task::JoinSet<Result<Journal>>,
    /// Set right before the cut: from then on, and not before, the node may fail.
    cut: Arc<AtomicBool>,
}

impl Clients {
    async fn start(server: &Process, seeded: &Seeded) -> Result<Self> {
        let mut working = tokio::task::JoinSet::new();
        let cut = Arc::new(AtomicBool::new(false));
        for client in 0..CLIENTS {
            let orders = client * ORDERS_PER_CLIENT..(client + 1) * ORDERS_PER_CLIENT;
            let mut connection = Client::connect(server.address).await?;
            let (seeded, cut) = (seeded.clone(), Arc::clone(&cut));
            working.spawn(async move {
                let mut journal = Journal::default();
                for order in orders {
                    let now = SystemClock.now();
                    // The cut comes in the middle of a request; that one is not acknowledged.
                    if !journal.one(&mut connection, &seeded, order, now, &cut).await? {
                        break;
                    }
                }
                Ok::<_, anyhow::Error>(journal)
            });
        }
        Ok(Self { working, cut })
    }

    /// What all of them were told, once the node is gone.
    async fn journal(mut self) -> Result<Journal> {
        let mut journal = Journal::default();
        while let Some(done) = self.working.join_next().await {
            journal.add(done??);
        }
        Ok(journal)
    }
}
