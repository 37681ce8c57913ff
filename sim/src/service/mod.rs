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
mod counts;
mod digest;
mod failure;
mod ground;
mod orders;
mod payouts;
mod provider;
mod receiver;
mod sabotage;
mod script;
mod settle;
mod trail;
mod work;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::{AppError, Bundle};
use dispute::RuleBook;
use kernel::canonical::Sha256Hex;
use kernel::{Clock as _, Duration, OrderId, PrincipalId, Rng, TenantId, TimerId, Timestamp};
use psp::{FaultRates, Simulator};
use store::timers::DueTimer;

use calls::Call;
pub use counts::Counts;
pub use failure::{Broken, Failure};
use failure::{Checked, broken};
use ground::{Ground, Node};
use receiver::Receiver;
pub use sabotage::Sabotage;

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
    /// What is broken on purpose.
    pub sabotage: Option<Sabotage>,
}

impl Setup {
    /// # Errors
    /// When the shipped policy does not load.
    pub fn shipped() -> Result<Self, AppError> {
        Ok(Self { rules: Bundle::shipped().load()?, steps_told: STEPS_TOLD, sabotage: None })
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
        Ok(app::Principal {
            tenant,
            role,
            id,
            merchant: None,
            customer: None,
            withheld: Default::default(),
        })
    }
}
