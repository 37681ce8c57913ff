//! The whole service in one thread, seeded: use cases, store, timers, payouts, outbox and webhooks,
//! run by two nodes over one database, on a virtual clock, against everything that goes wrong.
//!
//! What goes wrong: nodes die before and after a commit, between a payout's send and the record of
//! its answer, and while idle; two nodes see the same work, stall past their leases, and disagree
//! about the time; requests come late, twice, out of order, and again after a lost answer; the
//! payment provider loses requests and answers, answers 500 and pays later, declines, contradicts
//! itself; receivers of webhooks take an event and never say so.
//!
//! What must hold, whatever happened, is in [`mod@check`] and [`mod@orders`]. Everything is drawn
//! from one seed: the same seed gives the same run to the last byte ([`Outcome::digest`]).
//!
//! Nothing here may reach into the service: it asks through use cases, and looks at the store from
//! outside.

mod act;
mod calls;
mod chaos;
mod check;
mod digest;
mod ground;
mod orders;
mod payouts;
mod provider;
mod receiver;
mod script;
mod settle;
mod trail;
mod work;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::{AppError, Bundle};
use dispute::RuleBook;
use kernel::canonical::Sha256Hex;
use kernel::{
    Clock as _, Currency, Duration, OrderId, PrincipalId, Rng, TenantId, TimerId, Timestamp,
};
use psp::{FaultRates, Simulator};
use store::timers::DueTimer;

use calls::Call;
use ground::{Ground, Node};
use receiver::Receiver;

/// Steps told of on failure, unless asked for more.
const STEPS_TOLD: usize = 30;
/// Nodes over the one database.
const NODES: usize = 2;
/// Random inputs of one run, beside what the world brings.
const CHAOS_MIN: i64 = 30;
const CHAOS_MAX: i64 = 90;
/// Seeds in which the provider's records stay unreadable to the end.
const OUTAGE_CHANCE: f64 = 0.08;

/// What all runs share.
#[derive(Debug)]
pub struct Setup {
    rules: RuleBook,
    /// How many of the last steps a failure tells of.
    pub steps_told: usize,
}

impl Setup {
    /// # Errors
    /// When the shipped policy does not load.
    pub fn shipped() -> Result<Self, AppError> {
        Ok(Self { rules: Bundle::shipped().load()?, steps_told: STEPS_TOLD })
    }
}

/// What a run counts.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub seeds: u64,
    /// Different requests, and how often they were sent.
    pub requests: u64,
    pub sent: u64,
    pub replayed: u64,
    pub refused: u64,
    pub crashes_before_commit: u64,
    pub crashes_after_commit: u64,
    pub crashes_around_the_provider: u64,
    pub lost_races: u64,
    pub restarts: u64,
    /// Commits refused because another node had taken the lane.
    pub fenced: u64,
    pub timers_fired: u64,
    /// Timers handed over again after they fired.
    pub timers_repeated: u64,
    pub provider_calls: u64,
    /// Answers of the provider that left open what became of the money.
    pub lost_answers: u64,
    pub events: u64,
    pub orders: u64,
    pub disputes: u64,
    pub decisions: u64,
    pub payouts: u64,
    pub payouts_failed: u64,
    /// Shown as unknown, with a task for a person.
    pub payouts_unknown: u64,
    pub webhooks: u64,
    pub webhooks_repeated: u64,
    pub audit_entries: u64,
    /// What the provider's own book says it sent, in minor units.
    pub moved_minor: BTreeMap<Currency, i64>,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.requests += other.requests;
        self.sent += other.sent;
        self.replayed += other.replayed;
        self.refused += other.refused;
        self.crashes_before_commit += other.crashes_before_commit;
        self.crashes_after_commit += other.crashes_after_commit;
        self.crashes_around_the_provider += other.crashes_around_the_provider;
        self.lost_races += other.lost_races;
        self.restarts += other.restarts;
        self.fenced += other.fenced;
        self.timers_fired += other.timers_fired;
        self.timers_repeated += other.timers_repeated;
        self.provider_calls += other.provider_calls;
        self.lost_answers += other.lost_answers;
        self.events += other.events;
        self.orders += other.orders;
        self.disputes += other.disputes;
        self.decisions += other.decisions;
        self.payouts += other.payouts;
        self.payouts_failed += other.payouts_failed;
        self.payouts_unknown += other.payouts_unknown;
        self.webhooks += other.webhooks;
        self.webhooks_repeated += other.webhooks_repeated;
        self.audit_entries += other.audit_entries;
        for (currency, minor) in &other.moved_minor {
            *self.moved_minor.entry(*currency).or_default() += minor;
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub counts: Counts,
    /// Of everything that is left behind: files, books, payouts, audit trail, the provider's book,
    /// and what receivers were told.
    pub digest: Sha256Hex,
}

/// A broken promise, with what led to it.
#[derive(Debug, thiserror::Error)]
#[error("seed {seed}: {broken}\nthe last steps:\n  {}", steps.join("\n  "))]
pub struct Failure {
    pub seed: u64,
    pub broken: Broken,
    pub steps: Vec<String>,
}

/// Which promise, and how.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {detail}")]
pub struct Broken {
    pub what: &'static str,
    pub detail: String,
}

type Checked<T> = Result<T, Broken>;

fn broken<T>(what: &'static str, detail: impl Into<String>) -> Checked<T> {
    Err(Broken { what, detail: detail.into() })
}

impl From<AppError> for Broken {
    fn from(error: AppError) -> Self {
        Self { what: "the service could not be looked at", detail: format!("{error:?}") }
    }
}
impl From<store::StoreError> for Broken {
    fn from(error: store::StoreError) -> Self {
        AppError::from(error).into()
    }
}
impl From<serde_json::Error> for Broken {
    fn from(error: serde_json::Error) -> Self {
        AppError::from(error).into()
    }
}
impl From<kernel::id::IdError> for Broken {
    fn from(error: kernel::id::IdError) -> Self {
        Self { what: "the simulation named something wrongly", detail: error.to_string() }
    }
}
impl From<world::WorldError> for Broken {
    fn from(error: world::WorldError) -> Self {
        Self { what: "the world could not be made", detail: error.to_string() }
    }
}

/// Runs the simulation of one seed.
///
/// # Errors
/// The first [`Failure`].
pub fn run(seed: u64, setup: &Setup) -> Result<Outcome, Failure> {
    let begun = Service::begin(seed, setup);
    let mut service =
        begun.map_err(|broken| Failure { seed, broken, steps: vec!["begin".to_owned()] })?;
    service.life().map_err(|broken| Failure {
        seed,
        broken,
        steps: std::mem::take(&mut service.steps).into(),
    })
}

/// What happens at an instant.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A request goes out: for the first time, again, or once more than needed.
    Send(usize),
    /// Somebody does something unexpected.
    Chaos,
    /// A node's workers look around.
    Work(usize),
    /// A node's payout worker looks once more.
    Pay(usize),
    /// A node dies while idle, and comes back.
    Kill(usize),
    /// A node's clock is set.
    Drift(usize),
}

/// One run.
struct Service<'a> {
    rng: Rng,
    setup: &'a Setup,
    tenant: TenantId,
    ground: Ground,
    nodes: Vec<Node>,
    provider: Simulator,
    receiver: Receiver,
    calls: Vec<Call>,
    agenda: BTreeMap<(Timestamp, u64), Step>,
    /// Every firing that was committed, by timer and due time.
    fired: BTreeSet<(TimerId, Timestamp)>,
    /// Some that fired, to be fired again.
    spent: Vec<DueTimer>,
    orders: Vec<OrderId>,
    /// Signed notes about the audit trail that were kept elsewhere.
    notes: Vec<String>,
    /// Numbers the ids of random records.
    fresh: u64,
    sequence: u64,
    /// No more faults: the end is near.
    calm: bool,
    outage: bool,
    counts: Counts,
    steps: VecDeque<String>,
}

impl<'a> Service<'a> {
    fn begin(seed: u64, setup: &'a Setup) -> Checked<Self> {
        let mut rng = Rng::seeded(seed);
        let start = Timestamp::from_millis(rng.between(1_780_000_000_000, 1_812_000_000_000));
        let ground = Ground::new(start)?;
        let tenant = TenantId::new("t1")?;
        let mut nodes = Vec::new();
        for number in 0..NODES {
            nodes.push(Node::open(&ground, number, &mut rng)?);
        }
        let rates = if rng.chance(0.6) { FaultRates::HOSTILE } else { FaultRates::NONE };
        let provider = Simulator::new(ground.clock.clone(), rng.fork(), rates);
        let outage = rng.chance(OUTAGE_CHANCE);
        let mut service = Self {
            rng,
            setup,
            tenant,
            ground,
            nodes,
            provider,
            receiver: Receiver::default(),
            calls: Vec::new(),
            agenda: BTreeMap::new(),
            fired: BTreeSet::new(),
            spent: Vec::new(),
            orders: Vec::new(),
            notes: Vec::new(),
            fresh: 0,
            sequence: 0,
            calm: false,
            outage,
            counts: Counts { seeds: 1, ..Counts::default() },
            steps: VecDeque::new(),
        };
        service.found()?;
        service.write_script(start)?;
        Ok(service)
    }

    /// The tenant, its webhook endpoint, and the first rounds of everything that recurs.
    fn found(&mut self) -> Checked<()> {
        let start = self.now();
        let Some(node) = self.nodes.first() else { return Ok(()) };
        let new = app::tenants::NewTenant {
            id: self.tenant.clone(),
            name: "Simulated".to_owned(),
            sandbox: false,
        };
        node.app.create_tenant_blocking(new)?;
        let operator = self.person(app::Role::Operator, "op1")?;
        let created = node.app.write_blocking(&operator, |s| {
            let url = "https://receiver.example.com/hook".to_owned();
            let new = app::webhooks::NewEndpoint {
                url,
                topics: Vec::new(),
                merchant: None,
                development: false,
            };
            app::webhooks::create(s, new)
        })?;
        self.receiver.endpoint = Some(created.endpoint);
        act::upload_shared_file(node, &self.tenant, start)?;
        for number in 0..NODES {
            self.plan(start.plus(Duration::MINUTE), Step::Work(number));
            self.plan(start.plus(Duration::HOUR), Step::Kill(number));
            self.plan(start.plus(Duration::HOUR), Step::Drift(number));
        }
        Ok(())
    }

    fn life(&mut self) -> Checked<Outcome> {
        while let Some(((at, _), step)) = self.agenda.pop_first() {
            if at > self.now() {
                self.ground.clock.set(at);
            }
            match step {
                Step::Send(call) => self.send(call)?,
                Step::Chaos => self.chaos()?,
                Step::Work(node) => self.work(node)?,
                Step::Pay(node) => self.pay(node)?,
                Step::Kill(node) => self.kill_idle(node)?,
                Step::Drift(node) => self.drift(node),
            }
            self.check_along_the_way()?;
        }
        self.settle()?;
        self.check_all()?;
        let digest = self.digest()?;
        Ok(Outcome { counts: self.counts.clone(), digest })
    }

    fn now(&self) -> Timestamp {
        self.ground.clock.now()
    }

    fn plan(&mut self, at: Timestamp, step: Step) {
        self.sequence += 1;
        self.agenda.insert((at, self.sequence), step);
    }

    /// Whether there is still something to come beside what recurs by itself.
    fn is_busy(&self) -> bool {
        self.agenda.values().any(|step| matches!(step, Step::Send(_) | Step::Chaos))
    }

    fn tell(&mut self, what: impl FnOnce() -> String) {
        if self.steps.len() >= self.setup.steps_told {
            self.steps.pop_front();
        }
        let now = self.now();
        self.steps.push_back(format!("{now} {}", what()));
    }

    fn person(&self, role: app::Role, id: &str) -> Checked<app::Principal> {
        let (tenant, id) = (self.tenant.clone(), Some(PrincipalId::new(id)?));
        Ok(app::Principal { tenant, role, id, merchant: None, customer: None })
    }
}
