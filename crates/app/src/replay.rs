//! Replay: an order's file, books and decisions made anew from its events, and compared byte by
//! byte with what is stored (invariant I6).

use std::collections::BTreeMap;

use commerce::Record;
use compliance::authority::Action;
use dispute::{Context, Decision, Effect, Input, OrderFile, Outside};
use kernel::{Actor, OrderId, Rng, TenantId};
use store::Cursor;
use store::orders::{OrderEventRow, OrdersOf};

use crate::order::{Work, may_see, resource};
use crate::{App, AppError, Session};

/// Events read at once.
const EVENTS_AT_ONCE: u32 = 1_000;
/// Orders listed at once.
const ORDERS_AT_ONCE: u32 = 500;
/// Most rows of one order that are compared.
const ROWS_MAX: u32 = 100_000;
/// Most differences that are listed.
const DIFFERENCES_MAX: usize = 100;

/// What a replay came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplayReport {
    pub orders: u64,
    pub events: u64,
    pub entries: u64,
    pub decisions: u64,
    /// Empty when everything is the same, byte by byte.
    pub differences: Vec<String>,
}

impl ReplayReport {
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }

    fn differs(&mut self, what: String) {
        if self.differences.len() < DIFFERENCES_MAX {
            self.differences.push(what);
        }
    }
}

/// What replaying the events of an order gives.
#[derive(Debug, Default)]
struct Replayed {
    file: Option<OrderFile>,
    entries: BTreeMap<String, String>,
    decisions: BTreeMap<String, String>,
}

/// Replays one order.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], or the store's error. A difference is no error.
pub fn order(s: &mut Session<'_, '_>, order: &OrderId) -> Result<ReplayReport, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = resource(s, &work.file, None, None);
    s.check(Action::DecisionReplay, &case)?;
    let mut report = ReplayReport::default();
    compare(s, order, &mut report)?;
    Ok(report)
}

/// Replays every order of a tenant. Blocking: for the command line.
///
/// # Errors
/// The store's.
pub fn all(app: &App, tenant: &TenantId) -> Result<ReplayReport, AppError> {
    let system = app.system(tenant);
    let mut report = ReplayReport::default();
    let mut after = Cursor::newest();
    loop {
        let from = after.clone();
        let (part, last) = app.read_blocking(&system, move |s| {
            let tenant = s.tenant().clone();
            let rows =
                store::orders::list(s.tx(), &tenant, &OrdersOf::Tenant, &from, ORDERS_AT_ONCE)?;
            let mut part = ReplayReport::default();
            for row in &rows {
                compare(s, &row.order, &mut part)?;
            }
            let last = rows.last();
            Ok((part, last.map(|row| Cursor { at: row.created_at, id: row.order.to_string() })))
        })?;
        report.orders += part.orders;
        report.events += part.events;
        report.entries += part.entries;
        report.decisions += part.decisions;
        part.differences.into_iter().for_each(|difference| report.differs(difference));
        match last {
            Some(last) => after = last,
            None => return Ok(report),
        }
    }
}

fn compare(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    report: &mut ReplayReport,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let row = store::orders::load(s.tx(), &tenant, order)?
        .ok_or_else(|| AppError::not_found("the order", order))?;
    let replayed = replay(s, order, report)?;
    report.orders += 1;
    let file = replayed.file.as_ref().map(serde_json::to_string).transpose()?;
    if file.as_deref() != Some(row.doc.as_str()) {
        report.differs(format!("order {order}: the file differs"));
    }
    let entries = store::ledger::of_order(s.tx(), &tenant, order, ROWS_MAX)?;
    // Redress is booked outside the order's machine.
    let own = entries.iter().filter(|entry| !entry.cause.starts_with("complaint:"));
    let stored: BTreeMap<String, String> =
        own.map(|entry| (entry.entry.to_string(), entry.doc.clone())).collect();
    if stored != replayed.entries {
        report.differs(format!("order {order}: the books differ"));
    }
    let decisions = store::decisions::of_order(s.tx(), &tenant, order, ROWS_MAX)?;
    let stored_decisions: BTreeMap<String, String> =
        decisions.into_iter().map(|row| (row.decision.to_string(), row.doc)).collect();
    if stored_decisions != replayed.decisions {
        report.differs(format!("order {order}: the decisions differ"));
    }
    report.entries += stored.len() as u64;
    report.decisions += stored_decisions.len() as u64;
    Ok(())
}

fn replay(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    report: &mut ReplayReport,
) -> Result<Replayed, AppError> {
    let tenant = s.tenant().clone();
    let mut replayed = Replayed::default();
    let mut after = 0;
    loop {
        let events = store::orders::events(s.tx(), &tenant, order, after, EVENTS_AT_ONCE)?;
        let Some(last) = events.last() else { return Ok(replayed) };
        after = last.seq;
        report.events += events.len() as u64;
        for event in &events {
            step(s, event, &mut replayed)?;
        }
    }
}

/// Repeats one event with what it was shown then.
fn step(
    s: &mut Session<'_, '_>,
    event: &OrderEventRow,
    replayed: &mut Replayed,
) -> Result<(), AppError> {
    let input: Input = serde_json::from_str(&event.input)?;
    let file = match (replayed.file.take(), &input) {
        (Some(file), _) => file,
        (None, Input::Feed { record }) => match &**record {
            Record::Order(order) => OrderFile::new(order.clone()),
            _ => return Err(AppError::broken("the first event of an order is not its record")),
        },
        (None, _) => return Err(AppError::broken("the first event of an order is not its record")),
    };
    let outside: Outside = serde_json::from_str(&event.context)?;
    let actor: Actor = serde_json::from_str(&event.actor)?;
    let hash = event.policy_hash.ok_or_else(|| AppError::broken("an event without a policy"))?;
    let app = s.app().clone();
    let tenant = event.tenant.clone();
    let policy = app.policies().get(s.tx(), &tenant, &hash)?;
    let context = Context {
        now: event.at,
        event: event.event,
        actor: &actor,
        outside: &outside,
        rules: &policy.rules,
        rng: Rng::seeded(event.seed.cast_unsigned()),
    };
    let step = file.step(&input, context)?;
    for effect in &step.effects {
        match effect {
            Effect::Post { entry } => {
                replayed.entries.insert(entry.id().to_string(), serde_json::to_string(entry)?);
            }
            Effect::Decided(decision) => {
                let Decision { id, .. } = decision;
                replayed.decisions.insert(id.to_string(), serde_json::to_string(decision)?);
            }
            _ => {}
        }
    }
    replayed.file = Some(step.file);
    Ok(())
}
