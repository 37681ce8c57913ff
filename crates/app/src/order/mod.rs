//! The core of every use case: load an order file, check authority, let the machine step, and write
//! all that followed in the same transaction.
//!
//! Nothing else in Ombud changes an order file. What a step was shown (its input, its surroundings,
//! its seed and the policy's hash) is written as an event, so that it can be replayed byte for byte.

mod access;
mod announce;
pub(crate) mod links;
mod merchants;
mod outside;
mod persist;
pub(crate) mod rows;
pub(crate) mod scrub;

use std::collections::BTreeMap;
use std::sync::Arc;

use commerce::{DisputeTerms, Order};
use dispute::{Context, Dispute, Input, OrderFile, Refusal, Step};
use kernel::{Actor, Date, DisputeId, EventId, OrderId, ReturnId, Rng, Timestamp};
use store::orders::OrderEventRow;

pub(crate) use access::check;
pub use access::{Act, may_see, resource};
pub(crate) use merchants::{MerchantSeat, Merchants};
pub(crate) use persist::PROVIDER;

use crate::{AppError, Session, returns, sandbox};

/// An order file with what the store knows beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderView {
    pub file: OrderFile,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// An order file in hand: loaded or new, stepped any number of times, saved once.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) file: OrderFile,
    /// The row it was loaded from; `None` for a new file.
    stored: Option<Stored>,
    disputes_before: Vec<Dispute>,
    returns_before: BTreeMap<ReturnId, Date>,
    merchant: Arc<MerchantSeat>,
    /// What the provider owes the merchant and the other way round, in minor units of the order's
    /// currency, as the steps so far leave it.
    position: Option<(i64, i64)>,
    done: Vec<Done>,
}

#[derive(Debug, Clone, Copy)]
struct Stored {
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// One step that is to be saved.
#[derive(Debug)]
struct Done {
    event: OrderEventRow,
    effects: Vec<dispute::Effect>,
    /// Of the file after the step.
    version: i64,
}

impl Work {
    /// Loads an order's file.
    pub(crate) fn load(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Option<Self>, AppError> {
        let tenant = s.tenant().clone();
        let Some(row) = store::orders::load(s.tx(), &tenant, order)? else { return Ok(None) };
        let file: OrderFile = serde_json::from_str(&row.doc)?;
        let merchant = merchants::of(s, &row.merchant)?;
        let stored =
            Stored { version: row.version, created_at: row.created_at, updated_at: row.updated_at };
        Ok(Some(Self {
            disputes_before: file.disputes().to_vec(),
            returns_before: returns::waiting(&file),
            file,
            stored: Some(stored),
            merchant,
            position: None,
            done: Vec::new(),
        }))
    }

    /// As [`Work::load`], and there must be one.
    pub(crate) fn get(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Self, AppError> {
        Self::load(s, order)?.ok_or_else(|| AppError::not_found("the order", order))
    }

    /// A file for a new order, whose record is its first event.
    pub(crate) fn begin(s: &mut Session<'_, '_>, order: Order) -> Result<Self, AppError> {
        let merchant = merchants::of(s, &order.merchant_id)?;
        let record = commerce::Record::Order(order.clone());
        let mut work = Self {
            file: OrderFile::new(order),
            stored: None,
            disputes_before: Vec::new(),
            returns_before: BTreeMap::new(),
            merchant,
            position: None,
            done: Vec::new(),
        };
        match work.step(s, Input::Feed { record: Box::new(record) })? {
            None => Ok(work),
            Some(refusal) => Err(refusal.into()),
        }
    }

    /// Lets the machine take one input. A refusal is returned, not raised: clocks may have fired.
    ///
    /// # Errors
    /// When a clock cannot be handled: nothing may be saved then.
    pub(crate) fn step(
        &mut self,
        s: &mut Session<'_, '_>,
        input: Input,
    ) -> Result<Option<Refusal>, AppError> {
        let actor = s.actor();
        self.step_as(s, input, &actor)
    }

    /// As [`Work::step`], in somebody else's name: a request that another person approved, or a
    /// sandbox that plays a party.
    pub(crate) fn step_as(
        &mut self,
        s: &mut Session<'_, '_>,
        mut input: Input,
        actor: &Actor,
    ) -> Result<Option<Refusal>, AppError> {
        scrub::input(&mut input);
        let outside = outside::of(s, self, &input)?;
        let tenant = s.tenant().clone();
        let app = s.app().clone();
        let policy = app.policy(s.tx(), &tenant)?;
        let now = s.now();
        let event = EventId::generate(now, s.rng());
        let seed = s.rng().next_u64();
        let context = Context {
            now,
            event,
            actor,
            outside: &outside,
            rules: &policy.rules,
            rng: Rng::seeded(seed),
        };
        // A refusal here is no refusal of the input: a clock that ran out cannot be handled.
        let Step { file, effects, refused } = self
            .file
            .step(&input, context)
            .map_err(|refusal| AppError::internal("a clock cannot be handled", refusal))?;
        let unchanged = effects.is_empty() && file.disputes() == self.file.disputes();
        if refused.is_some() && unchanged {
            return Ok(refused);
        }
        let version = i64::try_from(file.version()).unwrap_or(i64::MAX);
        let event = OrderEventRow {
            tenant,
            order: file.order().id.clone(),
            seq: version,
            event,
            at: now,
            effective_at: now,
            actor: serde_json::to_string(actor)?,
            kind: rows::input_kind(&input).to_owned(),
            input: serde_json::to_string(&input)?,
            context: serde_json::to_string(&outside)?,
            seed: seed.cast_signed(),
            policy_hash: Some(policy.bundle),
        };
        self.file = file;
        self.follow_position(&effects);
        self.done.push(Done { event, effects, version });
        Ok(refused)
    }

    /// What policy code would decide of a dispute now. Nothing changes by it.
    pub(crate) fn foresee(
        &mut self,
        s: &mut Session<'_, '_>,
        dispute: DisputeId,
    ) -> Result<dispute::Foreseen, AppError> {
        // As a clock would meet it that ran out now.
        let clock = Input::Timer { id: kernel::TimerId::generate(s.now(), s.rng()) };
        let outside = outside::of(s, self, &clock)?;
        let (app, tenant, actor) = (s.app().clone(), s.tenant().clone(), s.actor());
        let policy = app.policy(s.tx(), &tenant)?;
        let now = s.now();
        let context = Context {
            now,
            event: EventId::generate(now, s.rng()),
            actor: &actor,
            outside: &outside,
            rules: &policy.rules,
            rng: Rng::seeded(s.rng().next_u64()),
        };
        Ok(self.file.foresee(dispute, context)?)
    }

    /// Whether any step is to be saved.
    pub(crate) const fn has_changed(&self) -> bool {
        !self.done.is_empty()
    }

    /// Writes everything that followed.
    pub(crate) fn save(mut self, s: &mut Session<'_, '_>) -> Result<OrderView, AppError> {
        if s.is_sandbox() && !self.done.is_empty() {
            sandbox::drive(s, &mut self)?;
        }
        persist::save(s, self)
    }

    /// The merchant's contract.
    pub(crate) fn terms(&self) -> DisputeTerms {
        self.merchant.terms_in(self.file.currency())
    }

    /// When it is saved: never before the last time, whatever this node's clock says.
    fn saved_at(&self, now: Timestamp) -> Timestamp {
        self.stored.map_or(now, |stored| now.max(stored.updated_at))
    }

    /// As the store has it, when nothing was stepped.
    pub(crate) fn view(self) -> OrderView {
        let (created_at, updated_at) = self
            .stored
            .map_or((Timestamp::EPOCH, Timestamp::EPOCH), |s| (s.created_at, s.updated_at));
        OrderView { file: self.file, created_at, updated_at }
    }
}

/// Steps a loaded file and saves it. A refusal becomes the error, and what it left, if anything, is
/// committed: a refusal that wrote nothing is forgotten, so that the request may be mended.
pub(crate) fn finish(
    s: &mut Session<'_, '_>,
    mut work: Work,
    input: Input,
) -> Result<OrderView, AppError> {
    let refused = work.step(s, input)?;
    let Some(refusal) = refused else { return work.save(s) };
    if work.has_changed() {
        work.save(s)?;
        s.keep();
    }
    Err(refusal.into())
}

/// Checks authority, steps and saves: one input by the session's principal.
///
/// # Errors
/// [`AppError::NotFound`] for what the principal may not see, [`AppError::Forbidden`], the
/// machine's refusal, or the store's error.
pub fn apply(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    act: &Act<'_>,
    input: Input,
) -> Result<OrderView, AppError> {
    let work = Work::get(s, order)?;
    access::check(s, &work.file, act)?;
    finish(s, work, input)
}

/// As [`apply`], for an input about one dispute.
///
/// # Errors
/// As [`apply`].
pub fn apply_to_dispute(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    act: &Act<'_>,
    input: Input,
) -> Result<OrderView, AppError> {
    let order = order_of(s, dispute)?;
    apply(s, &order, &Act { dispute: Some(dispute), ..*act }, input)
}

/// The order a dispute belongs to.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub fn order_of(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<OrderId, AppError> {
    let tenant = s.tenant().clone();
    let row = store::disputes::get(s.tx(), &tenant, dispute)?
        .ok_or_else(|| AppError::not_found("the dispute", &dispute))?;
    Ok(row.order)
}
