//! What outlives a node: the database and the one true clock. And the nodes, which die.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use app::{App, AppError, AppOptions};
use compliance::audit::{Signer, Verifier};
use kernel::{Clock, Duration, ManualClock, Rng, Timestamp};
use store::{Fault, FaultPlan, SqliteLocation, Store, StoreError, StoreOptions, Tx};

use super::{Broken, Checked, Service, Step, broken};

/// The name the audit trail's notes are signed under.
const ORIGIN: &str = "sim.example.com/audit";
/// How often the others are well when a node comes back.
const SIGN_OF_LIFE_CHANCE: f64 = 0.85;
/// How far a node's clock is off most of the time, and at worst.
const DRIFT_MS_USUAL: i64 = 3_000;
const DRIFT_MS_MAX: i64 = 20 * 60_000;

/// The database, kept by a connection that only looks, and the clock.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) clock: Arc<ManualClock>,
    location: SqliteLocation,
    witness: Store,
}

impl Ground {
    pub(super) fn new(start: Timestamp) -> Checked<Self> {
        static DATABASES: AtomicU64 = AtomicU64::new(1);
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        // A database in memory that every connection of this process shares by its name, and that
        // is gone with the last of them.
        let location = SqliteLocation::File(format!("file:/sim-{number}?vfs=memdb").into());
        let clock = Arc::new(ManualClock::at(start));
        let options = StoreOptions::new("witness", clock.clone());
        let witness = Store::open_inline(location.clone(), options, FaultPlan::default())?;
        Ok(Self { clock, location, witness })
    }

    /// Looks at the store from outside any node.
    pub(super) fn look<T: Send + 'static>(
        &self,
        query: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Checked<T> {
        self.witness.read_blocking(query).map_err(Broken::from)
    }
}

/// A node's own idea of the time.
#[derive(Debug)]
pub(super) struct NodeClock {
    truth: Arc<ManualClock>,
    ahead_ms: AtomicI64,
}

impl Clock for NodeClock {
    fn now(&self) -> Timestamp {
        self.truth.now().plus(Duration::from_millis(self.ahead_ms.load(Ordering::Relaxed)))
    }
}

/// One process of the service.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) number: usize,
    pub(super) app: App,
    clock: Arc<NodeClock>,
    pub(super) faults: FaultPlan,
    /// The write a fault waits for, counted from the start of the process.
    armed: Option<(u64, Fault)>,
}

fn signer() -> Checked<Signer> {
    Signer::from_seed(ORIGIN, [7; 32]).map_err(|error| Broken {
        what: "the simulation has no signing key",
        detail: error.to_string(),
    })
}

/// Whose signatures under notes about the trail are believed.
pub(super) fn verifier() -> Checked<Verifier> {
    Ok(signer()?.verifier())
}

fn start(
    ground: &Ground,
    number: usize,
    clock: &Arc<NodeClock>,
    rng: &mut Rng,
) -> Checked<(App, FaultPlan)> {
    let faults = FaultPlan::default();
    let options = StoreOptions::new(format!("node {number}"), clock.clone());
    let store = Store::open_inline(ground.location.clone(), options, faults.clone())?;
    let mut entropy = [0; 32];
    rng.fill(&mut entropy);
    let mut options = AppOptions::new(entropy);
    options.signer = Some(signer()?);
    options.origin = ORIGIN.to_owned();
    Ok((App::new(store, options)?, faults))
}

impl Node {
    pub(super) fn open(ground: &Ground, number: usize, rng: &mut Rng) -> Checked<Self> {
        let clock = Arc::new(NodeClock { truth: ground.clock.clone(), ahead_ms: 0.into() });
        let (app, faults) = start(ground, number, &clock, rng)?;
        Ok(Self { number, app, clock, faults, armed: None })
    }

    /// The process is gone with all it had in memory, and another one starts on the same database.
    fn restart(&mut self, ground: &Ground, rng: &mut Rng) -> Checked<()> {
        (self.app, self.faults) = start(ground, self.number, &self.clock, rng)?;
        self.armed = None;
        Ok(())
    }

    /// By the node's own clock.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn arm(&mut self, skip: u64, fault: Fault) {
        self.armed = Some((self.faults.writes().saturating_add(skip), fault));
        self.faults.arm(skip, fault);
    }

    /// Which fault struck since it was armed; none waits any longer.
    pub(super) fn struck(&mut self) -> Option<Fault> {
        self.faults.disarm();
        let (at, fault) = self.armed.take()?;
        (self.faults.writes() > at).then_some(fault)
    }
}

impl Service<'_> {
    /// A node dies while it does nothing, and will again.
    pub(super) fn kill_idle(&mut self, node: usize) -> Checked<()> {
        self.kill(node, "died idle")?;
        if self.is_busy() {
            let hours = self.rng.between(24, 24 * 40);
            self.plan(self.now().plus(Duration::from_hours(hours)), Step::Kill(node));
        }
        Ok(())
    }

    pub(super) fn kill(&mut self, node: usize, how: &str) -> Checked<()> {
        self.tell(|| format!("node {node} {how}"));
        self.restart(node)
    }

    /// A new process takes the place of a dead one, and a lane that seems free.
    fn restart(&mut self, number: usize) -> Checked<()> {
        self.counts.restarts += 1;
        for node in self.nodes.iter().filter(|node| node.number != number) {
            // The others give signs of life, unless one stalls: its lane may be taken. One that has
            // lost its lane already will find out by itself.
            if self.rng.chance(SIGN_OF_LIFE_CHANCE) {
                let _ = node.app.store().write_blocking(|_| Ok::<_, StoreError>(()));
            }
        }
        match self.nodes.get_mut(number) {
            Some(node) => node.restart(&self.ground, &mut self.rng),
            None => Ok(()),
        }
    }

    /// A node's clock is set: mostly nearly right, sometimes far off.
    pub(super) fn drift(&mut self, node: usize) {
        let most = if self.rng.chance(0.2) { DRIFT_MS_MAX } else { DRIFT_MS_USUAL };
        let ahead = self.rng.between(-most, most);
        self.tell(|| format!("node {node}'s clock is {ahead} ms ahead"));
        if let Some(node) = self.nodes.get(node) {
            node.clock.ahead_ms.store(ahead, Ordering::Relaxed);
        }
        if self.is_busy() {
            let hours = self.rng.between(6, 24 * 20);
            self.plan(self.now().plus(Duration::from_hours(hours)), Step::Drift(node));
        }
    }

    /// Draws a fault for a coming write.
    pub(super) fn draw_fault(&mut self) -> Option<Fault> {
        if self.calm {
            return None;
        }
        match self.rng.below(100) {
            0..=4 => Some(Fault::CrashBeforeCommit),
            5..=9 => Some(Fault::CrashAfterCommit),
            10..=13 => Some(Fault::Conflict),
            _ => None,
        }
    }

    /// Counts what struck a write, or that the node was fenced off first; a node that died or was
    /// fenced off starts anew. `false` when it did.
    pub(super) fn aftermath(
        &mut self,
        node: usize,
        struck: Option<Fault>,
        error: Option<&AppError>,
    ) -> Checked<bool> {
        if error.is_some_and(is_fenced) {
            self.counts.fenced += 1;
            self.kill(node, "was fenced off")?;
            return Ok(false);
        }
        match (struck, error) {
            (Some(Fault::CrashBeforeCommit), _) => self.counts.crashes_before_commit += 1,
            (Some(Fault::CrashAfterCommit), _) => self.counts.crashes_after_commit += 1,
            (Some(Fault::Conflict), None) => {
                self.counts.lost_races += 1;
                return Ok(true);
            }
            (_, Some(error @ AppError::Overloaded { .. })) => {
                return broken("the store would not serve", error.to_string());
            }
            _ => return Ok(true),
        }
        self.kill(
            node,
            if struck == Some(Fault::CrashBeforeCommit) {
                "died before its commit"
            } else {
                "died after its commit"
            },
        )?;
        Ok(false)
    }
}

/// Whether a write was refused because another node has taken this one's lane.
fn is_fenced(error: &AppError) -> bool {
    matches!(error, AppError::Overloaded { why } if why.contains("was taken over"))
}
