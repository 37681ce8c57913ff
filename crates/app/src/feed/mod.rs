//! Taking in the commerce feed: merchants, customers, devices, orders and what happens to them.
//!
//! Records may come in any order and any number of times. The same content again is a duplicate;
//! other content under the same key is a conflict that names the field. A record that comes before
//! the one it builds on waits in the store and is applied when that one arrives.

mod conflict;
mod parked;
mod parties;
mod read;
mod settle;

use commerce::{Order, Record};
use compliance::authority::Action;
use dispute::Input;
use kernel::OrderId;
use kernel::canonical::{Sha256Hex, to_canonical_json};
use store::feed::Seen;

pub(crate) use read::contact_email;
pub use read::{device, locks, merchant, merchants, order, orders};
pub(crate) use settle::NO_ORDER;

use crate::order::Work;
use crate::{AppError, Session};

/// Most records of one batch.
pub const BATCH_RECORDS_MAX: usize = 1_000;

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// The same content came before: nothing was done.
    Duplicate,
    /// It waits for the order (or the merchant) it builds on.
    Parked,
}

/// A record that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    pub outcome: Outcome,
    /// The order it belongs to, if it belongs to one.
    pub order: Option<OrderId>,
}

/// Takes in one record.
///
/// # Errors
/// [`AppError::Invalid`] for a record that is not valid on its own, [`AppError::Conflict`] for other
/// content under a known key, and the machine's refusals.
pub fn ingest(s: &mut Session<'_, '_>, record: Record) -> Result<Ingested, AppError> {
    let tenant = s.of_tenant();
    s.check(Action::FeedWrite, &tenant)?;
    take(s, record)
}

/// Takes in many records in one transaction, each on its own: one that is refused stops no other.
///
/// # Errors
/// [`AppError::Invalid`] when there are too many, [`AppError::Forbidden`], or the store's error;
/// what is wrong with one record is in its own place.
pub fn ingest_batch(
    s: &mut Session<'_, '_>,
    records: Vec<Record>,
) -> Result<Vec<Result<Ingested, AppError>>, AppError> {
    let tenant = s.of_tenant();
    s.check(Action::FeedWrite, &tenant)?;
    if records.len() > BATCH_RECORDS_MAX {
        let problem = format!("at most {BATCH_RECORDS_MAX} records at a time");
        return Err(AppError::invalid("records", problem));
    }
    let mut outcomes = Vec::with_capacity(records.len());
    for group in runs(records) {
        take_run(s, group, &mut outcomes)?;
    }
    Ok(outcomes)
}

/// Records cut into runs about the same order: each run loads and saves its file once.
fn runs(records: Vec<Record>) -> Vec<Vec<Record>> {
    let mut runs: Vec<Vec<Record>> = Vec::new();
    for record in records {
        let order = record.order_id().cloned();
        match runs.last_mut() {
            Some(run)
                if order.is_some() && run.first().and_then(Record::order_id) == order.as_ref() =>
            {
                run.push(record);
            }
            _ => runs.push(vec![record]),
        }
    }
    runs
}

fn take_run(
    s: &mut Session<'_, '_>,
    run: Vec<Record>,
    outcomes: &mut Vec<Result<Ingested, AppError>>,
) -> Result<(), AppError> {
    let Some(order) = run.first().and_then(Record::order_id).cloned() else {
        for record in run {
            outcomes.push(own_fault(take(s, record))?);
        }
        return Ok(());
    };
    let mut work = None;
    for record in run {
        let taken = take_for_order(s, &order, record, &mut work);
        outcomes.push(own_fault(taken)?);
    }
    if let Some(work) = work {
        work.save(s)?;
    }
    Ok(())
}

/// Tells what is wrong with a record from what is wrong with us.
fn own_fault<T>(taken: Result<T, AppError>) -> Result<Result<T, AppError>, AppError> {
    match taken {
        Err(error @ (AppError::Internal { .. } | AppError::Overloaded { .. })) => Err(error),
        other => Ok(other),
    }
}

fn take(s: &mut Session<'_, '_>, record: Record) -> Result<Ingested, AppError> {
    if let Some(order) = record.order_id().cloned() {
        let mut work = None;
        let taken = take_for_order(s, &order, record, &mut work);
        if let Some(work) = work {
            let changed = work.has_changed();
            work.save(s)?;
            if taken.is_err() && changed {
                // Clocks that ran out stay fired.
                s.keep();
            }
        }
        return taken;
    }
    valid(s, &record)?;
    let Some(hash) = unseen(s, &record)? else {
        return Ok(Ingested { outcome: Outcome::Duplicate, order: None });
    };
    match &record {
        Record::Merchant(merchant) => parties::merchant(s, merchant)?,
        Record::Customer(customer) => parties::customer(s, customer)?,
        Record::Device(device) => parties::device(s, device)?,
        Record::Settlement(settlement) => settle::settle(s, settlement)?,
        _ => return Err(AppError::broken("a record of an order came without one")),
    }
    note(s, &record, &hash)?;
    audited(s, &record);
    if let Record::Merchant(merchant) = &record {
        for waiting in parked::take(s, &parked::for_merchant(s, &merchant.id))? {
            take_released(s, waiting)?;
        }
    }
    Ok(Ingested { outcome: Outcome::Accepted, order: None })
}

/// A record that waited: what is wrong with it becomes a task, since nobody waits for the answer.
fn take_released(s: &mut Session<'_, '_>, record: Record) -> Result<(), AppError> {
    let what = format!("{} {}", record.kind(), record.key());
    let order = record.order_id().cloned();
    let mut work = None;
    let taken = match &order {
        Some(order) => take_for_order(s, order, record, &mut work),
        None => take(s, record),
    };
    if let Some(work) = work {
        work.save(s)?;
    }
    if let Err(error) = own_fault(taken)? {
        parked::refused(
            s,
            order,
            &format!("{what} waited for its order and does not fit: {error}"),
        )?;
    }
    Ok(())
}

/// A record of an order: stepped into `work`, which is loaded or begun on first use and saved by
/// the caller.
fn take_for_order(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    record: Record,
    work: &mut Option<Work>,
) -> Result<Ingested, AppError> {
    valid(s, &record)?;
    let ingested = |outcome| Ok(Ingested { outcome, order: Some(order.clone()) });
    let Some(hash) = unseen(s, &record)? else { return ingested(Outcome::Duplicate) };
    if work.is_none() {
        *work = Work::load(s, order)?;
    }
    if let Record::Order(new) = &record {
        return match begin(s, new, work)? {
            Outcome::Accepted => {
                note(s, &record, &hash)?;
                ingested(Outcome::Accepted)
            }
            other => ingested(other),
        };
    }
    let Some(work) = work else {
        let key = parked::for_order(s, order);
        return match parked::park_unless_there(s, &key, order, &record)? {
            // The order came while this record was looked at: start over.
            Some(loaded) => {
                *work = Some(loaded);
                take_for_order(s, order, record, work)
            }
            None => {
                note(s, &record, &hash)?;
                ingested(Outcome::Parked)
            }
        };
    };
    match work.step(s, Input::Feed { record: Box::new(record.clone()) })? {
        None => {
            note(s, &record, &hash)?;
            ingested(Outcome::Accepted)
        }
        Some(refusal) => Err(refusal.into()),
    }
}

/// Begins an order's file and applies what waited for it.
fn begin(
    s: &mut Session<'_, '_>,
    order: &Order,
    work: &mut Option<Work>,
) -> Result<Outcome, AppError> {
    if work.is_some() {
        let why = format!("the order {} is there already, with other content", order.id);
        return Err(AppError::conflict("record_changed", why));
    }
    let tenant = s.tenant().clone();
    let merchant = order.merchant_id.as_str();
    let known = store::parties::get(s.tx(), store::parties::Party::Merchant, &tenant, merchant)?;
    if known.is_none() {
        let key = parked::for_merchant(s, &order.merchant_id);
        parked::park(s, &key, &Record::Order(order.clone()))?;
        return Ok(Outcome::Parked);
    }
    has_rules(s, order)?;
    parties::links_of_order(s, order)?;
    let mut begun = Work::begin(s, order.clone())?;
    let key = parked::for_order(s, &order.id);
    for waiting in parked::take(s, &key)? {
        let what = format!("{} {}", waiting.kind(), waiting.key());
        if let Some(refusal) = begun.step(s, Input::Feed { record: Box::new(waiting) })? {
            let why = format!("{what} waited for its order and does not fit: {refusal}");
            parked::refused(s, Some(order.id.clone()), &why)?;
        }
    }
    *work = Some(begun);
    Ok(Outcome::Accepted)
}

/// Refuses an order of a market that the policy in force has no plans or no calendar for: nothing
/// about it could be decided later.
fn has_rules(s: &mut Session<'_, '_>, order: &Order) -> Result<(), AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let market = &order.jurisdiction;
    let missing = |why: String| AppError::unprocessable("market_without_rules", why);
    policy.rules.plans.get(market).map_err(|error| missing(error.to_string()))?;
    policy.rules.calendar(market).map_err(|error| missing(error.to_string()))?;
    Ok(())
}

fn valid(s: &Session<'_, '_>, record: &Record) -> Result<(), AppError> {
    match record.validate_at(s.now()) {
        Ok(()) => Ok(()),
        Err(errors) => {
            let first = errors.into_iter().next();
            Err(first.map_or_else(
                || AppError::invalid("record", "it is not valid"),
                |error| AppError::invalid(error.field, format!("{}; {}", error.problem, error.fix)),
            ))
        }
    }
}

/// The hash of a record that is new; `None` when the same content came before.
fn unseen(s: &mut Session<'_, '_>, record: &Record) -> Result<Option<Sha256Hex>, AppError> {
    let hash = Sha256Hex::of(to_canonical_json(record)?.as_bytes());
    let tenant = s.tenant().clone();
    match store::feed::seen(s.tx(), &tenant, record.kind(), &record.key(), &hash)? {
        Seen::Same => Ok(None),
        Seen::New => Ok(Some(hash)),
        Seen::Changed if conflict::may_change(record) => Ok(Some(hash)),
        Seen::Changed => Err(conflict::found(s, record)?),
    }
}

fn note(s: &mut Session<'_, '_>, record: &Record, hash: &Sha256Hex) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    Ok(store::feed::note(s.tx(), &tenant, record.kind(), &record.key(), hash, now)?)
}

fn audited(s: &mut Session<'_, '_>, record: &Record) {
    s.audit(
        &format!("feed.{}", record.kind()),
        format!("{}/{}", record.kind(), record.key()),
        None,
    );
}
