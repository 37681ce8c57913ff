//! The desk that is measured: the whole application over a store, on a clock that jumps, with a
//! payment provider in the same process. Everybody acts through the use cases of the service.

use std::sync::Arc;

use anyhow::Context as _;
use app::evidence::Upload;
use app::payouts::{self, PayoutRun};
use app::tenants::NewTenant;
use app::{App, AppError, AppOptions, ErrorKind, Principal, Role, Session};
use kernel::canonical::Sha256Hex;
use kernel::{
    Clock as _, CustomerId, Duration, ManualClock, MerchantId, PrincipalId, Rng, TenantId,
    Timestamp,
};
use psp::{FaultRates, Simulator};
use store::{FaultPlan, SqliteLocation, Store, StoreOptions, Tx};
use tokio::runtime::Runtime;
use world::FileDraft;

use super::course::Course;

/// The company whose desk it is.
pub(super) const TENANT: &str = "olist";
/// The faults of the payment provider, out of a thousand calls: answers get lost, and so do
/// requests, and some arrive twice.
pub(super) const PROVIDER_FAULTS: FaultRates =
    FaultRates { answer_lost: 5, request_lost: 5, delivered_twice: 5, ..FaultRates::NONE };
/// Payouts of one round.
const PAYOUTS_AT_ONCE: u32 = payouts::BATCH_PAYOUTS;
/// Rounds of looking up payouts of unknown fate at the end, an hour apart.
const LOOK_UPS_MAX: usize = 48;

#[derive(Debug)]
pub(super) struct Desk {
    app: App,
    clock: Arc<ManualClock>,
    provider: Simulator,
    runtime: Runtime,
    seats: Seats,
}

/// Who acts.
#[derive(Debug, Clone)]
pub(super) struct Seats(TenantId);

impl Seats {
    pub(super) const fn tenant(&self) -> &TenantId {
        &self.0
    }

    fn seat(&self, role: Role, id: &str) -> Result<Principal, AppError> {
        let id = PrincipalId::new(id)
            .map_err(|error| AppError::invalid("principal", error.to_string()))?;
        let tenant = self.0.clone();
        Ok(Principal {
            tenant,
            role,
            id: Some(id),
            merchant: None,
            customer: None,
            withheld: Default::default(),
        })
    }

    pub(super) fn company(&self) -> Result<Principal, AppError> {
        self.seat(Role::Company, "feed")
    }

    pub(super) fn customer(&self, id: &CustomerId) -> Result<Principal, AppError> {
        let seat = self.seat(Role::Consumer, id.as_str())?;
        Ok(Principal { customer: Some(id.clone()), ..seat })
    }

    pub(super) fn merchant(&self, id: &MerchantId) -> Result<Principal, AppError> {
        let seat = self.seat(Role::Merchant, id.as_str())?;
        Ok(Principal { merchant: Some(id.clone()), ..seat })
    }

    /// The person who takes the *n*th question about a case: always another one.
    pub(super) fn agent(&self, question: u64) -> Result<Principal, AppError> {
        self.seat(Role::Agent, &format!("agent-{question}"))
    }

    /// Who approves what is above an agent's own limit.
    pub(super) fn supervisor(&self, question: u64) -> Result<Principal, AppError> {
        self.seat(Role::Supervisor, &format!("supervisor-{question}"))
    }
}

/// An open transaction, and the hands of all who act in it, one after the other.
#[derive(Debug)]
pub(super) struct Hands<'h, 't> {
    app: &'h App,
    clock: &'h ManualClock,
    pub(super) seats: &'h Seats,
    pub(super) tx: &'h mut Tx<'t>,
}

impl Hands<'_, '_> {
    pub(super) fn set_clock(&self, now: Timestamp) {
        self.clock.set(now);
    }

    /// Runs one use case. What the desk refuses comes back inside.
    ///
    /// # Errors
    /// The store's, and what is ours to mend.
    pub(super) fn act<T>(
        &mut self,
        who: &Principal,
        rng: &mut Rng,
        work: impl FnMut(&mut Session<'_, '_>) -> Result<T, AppError>,
    ) -> Result<Result<T, AppError>, AppError> {
        let mut work = work;
        match self.app.run(self.tx, who, rng.next_u64(), &mut work) {
            Ok(done) => Ok(done),
            // Refused before anything was written.
            Err(error) if !matches!(error.kind(), ErrorKind::Internal | ErrorKind::Overloaded) => {
                Ok(Err(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Fires what is due at `now` and says whose orders it was.
    ///
    /// # Errors
    /// The store's, or a clock that cannot be handled.
    pub(super) fn fire_timers(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<kernel::OrderId>, AppError> {
        let mut orders = Vec::new();
        let app = self.app;
        engine::timers::run_due(self.tx, now, limit, |tx, timer| {
            orders.push(timer.order.clone());
            app::timers::fire(app, tx, timer)
        })?;
        Ok(orders)
    }
}

impl Desk {
    /// Opens the store, migrates it and makes the company. In memory everything happens on one
    /// thread and nothing is flushed; a file is the service's own store.
    ///
    /// # Errors
    /// When the store cannot be opened or was used for a run before.
    pub(super) fn open(
        location: SqliteLocation,
        begins_at: Timestamp,
        seed: u64,
    ) -> anyhow::Result<Self> {
        let clock = Arc::new(ManualClock::at(begins_at));
        let options = StoreOptions::new("run-olist", Arc::clone(&clock) as Arc<dyn kernel::Clock>);
        let opened = match location {
            SqliteLocation::Memory => {
                Store::open_inline(SqliteLocation::Memory, options, FaultPlan::default())
            }
            file @ SqliteLocation::File(_) => Store::open_sqlite(file, options),
        };
        let store = opened.context("the store cannot be opened")?;
        let mut rng = Rng::seeded(seed);
        let mut entropy = [0u8; 32];
        rng.fill(&mut entropy);
        let app = App::new(store, AppOptions::new(entropy))?;
        let tenant: TenantId = TENANT.parse()?;
        let new = NewTenant { id: tenant.clone(), name: "Olist".to_owned(), sandbox: false };
        app.create_tenant_blocking(new)
            .context("the store was used for a run before: give --data a new file")?;
        let provider = Simulator::new(
            Arc::clone(&clock) as Arc<dyn kernel::Clock>,
            rng.fork(),
            PROVIDER_FAULTS,
        );
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { app, clock, provider, runtime, seats: Seats(tenant) })
    }

    pub(super) const fn seats(&self) -> &Seats {
        &self.seats
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn set_clock(&self, now: Timestamp) {
        self.clock.set(now);
    }

    /// Lets the course run on in one transaction, for as long as it likes.
    ///
    /// # Errors
    /// The store's, and what is ours to mend: the run ends.
    pub(super) fn turn(&self, course: Course) -> Result<Course, AppError> {
        let (app, clock) = (self.app.clone(), Arc::clone(&self.clock));
        let seats = self.seats.clone();
        // The course goes in and comes back. The only writer of a file of its own meets no
        // conflict, so nothing is ever run again.
        let mut course = Some(course);
        self.app.store().write_blocking(move |tx| {
            let mut course = course.take().ok_or_else(|| AppError::Overloaded {
                why: "another program writes to the store of this run".to_owned(),
            })?;
            let mut hands = Hands { app: &app, clock: &clock, seats: &seats, tx };
            course.turn(&mut hands)?;
            Ok(course)
        })
    }

    /// Uploads the file of a piece of evidence and gives its hash.
    ///
    /// # Errors
    /// When the desk refuses the file, or the store's.
    pub(super) fn upload(&self, who: &Principal, file: &FileDraft) -> anyhow::Result<Sha256Hex> {
        let upload = Upload {
            file_name: file.file_name.clone(),
            media_type: FileDraft::MEDIA_TYPE.to_owned(),
            bytes: file.bytes(),
        };
        let uploaded = self.runtime.block_on(app::evidence::upload(&self.app, who, upload))?;
        Ok(uploaded.sha256)
    }

    /// Sends what was decided to the payment provider.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn pay(&self) -> anyhow::Result<PayoutRun> {
        let mut all = PayoutRun::default();
        loop {
            let sending = payouts::run_due(&self.app, &self.provider, PAYOUTS_AT_ONCE);
            let run = self.runtime.block_on(sending)?;
            all.sent += run.sent;
            all.looked_up += run.looked_up;
            // Those that stay unknown are put off, so a round ends with nothing left to do.
            if run.sent + run.looked_up == 0 {
                return Ok(all);
            }
        }
    }

    /// Waits until the fate of every payout is known.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn settle(&self) -> anyhow::Result<()> {
        for _ in 0..LOOK_UPS_MAX {
            self.pay()?;
            self.clock.advance(Duration::HOUR);
        }
        Ok(())
    }

    /// What the provider itself says it sent, in minor units.
    pub(super) fn sent_by_provider_minor(&self) -> i64 {
        self.provider.effects_seen().iter().map(|moved| moved.amount.minor).sum()
    }

    /// Reads as a supervisor.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.app.read_blocking(&self.seats.supervisor(0)?, work)
    }

    pub(super) fn close(&self) {
        self.app.store().close();
    }
}
