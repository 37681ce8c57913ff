//! Writes what followed from the steps of one order: the file, its events, and every effect, all in
//! the session's transaction.

use dispute::{Dispute, Effect, OrderFile, TaskKind};
use kernel::{DisputeId, TimerId, Timestamp};
use store::effects::EffectRow;
use store::goodwill::GoodwillUse;
use store::ledger::EntryRow;
use store::notices::NoticeRow;
use store::outbox::OutboxRow;
use store::tasks::TaskRow;
use store::timers::NewTimer;

use super::outside::goodwill_subjects;
use super::{Done, OrderView, Work, announce, links, rows};
use crate::ways::Chosen;
use crate::{AppError, Session, readings, returns};

/// What a payout's row names as its provider until it is sent.
pub(crate) const PROVIDER: &str = "primary";

/// Rows gathered over all steps, each kind written with one statement.
#[derive(Debug, Default)]
struct Rows {
    entries: Vec<EntryRow>,
    timers: Vec<NewTimer>,
    cleared: Vec<TimerId>,
    notices: Vec<NoticeRow>,
    /// How the customer wants to be told.
    chosen: Chosen,
    outbox: Vec<OutboxRow>,
    payouts: Vec<EffectRow>,
    tasks: Vec<TaskRow>,
    settled: Vec<(DisputeId, String)>,
    decisions: Vec<store::decisions::DecisionRow>,
    goodwill: Vec<(DisputeId, i64)>,
    locked: Vec<DisputeId>,
}

/// Saves the file and everything its steps brought about.
pub(super) fn save(s: &mut Session<'_, '_>, work: Work) -> Result<OrderView, AppError> {
    let created_at = work.stored.map_or(s.now(), |stored| stored.created_at);
    if work.done.is_empty() {
        return Ok(work.view());
    }
    let at = work.saved_at(s.now());
    if let Some(watched) = s.watched() {
        watched.file = Some(work.file.clone());
        watched.effects.extend(work.done.iter().flat_map(|done| done.effects.iter().cloned()));
    }
    save_file(s, &work, at)?;
    let mut rows = Rows::default();
    for done in &work.done {
        gather(s, &work.file, done, at, &mut rows)?;
        let body = serde_json::json!({
            "event": done.event.event, "seq": done.event.seq, "policy": done.event.policy_hash,
        });
        let object = format!("order/{}", work.file.order().id);
        s.audit(&format!("order.{}", done.event.kind), object, Some(body));
    }
    announce::klarna(s, &work, at, &mut rows.outbox)?;
    save_disputes(s, &work)?;
    save_returns(s, &work)?;
    write(s, &work, rows)?;
    let events = work.done.into_iter().map(|done| done.event).collect();
    store::orders::append_events(s.tx(), events)?;
    Ok(OrderView { file: work.file, created_at, updated_at: at })
}

fn save_file(s: &mut Session<'_, '_>, work: &Work, at: Timestamp) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let doc = serde_json::to_string(&work.file)?;
    let order = work.file.order();
    match work.stored {
        Some(stored) => {
            store::orders::save(s.tx(), &tenant, &order.id, stored.version, doc, at)?;
        }
        None => {
            let (merchant, customer) = (&order.merchant_id, &order.customer_id);
            store::orders::insert(s.tx(), &tenant, &order.id, merchant, customer, doc, at)?;
        }
    }
    Ok(())
}

/// Projections of the disputes that changed, and rows of the evidence that is new.
fn save_disputes(s: &mut Session<'_, '_>, work: &Work) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let version = i64::try_from(work.file.version()).unwrap_or(i64::MAX);
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let mut evidence = Vec::new();
    for dispute in work.file.disputes() {
        let before = work.disputes_before.iter().find(|before| before.id == dispute.id);
        if before == Some(dispute) {
            continue;
        }
        let row = rows::dispute(&tenant, &work.file, dispute, version, &policy.rules.evidence)?;
        store::disputes::put(s.tx(), row)?;
        let rules = app.desk_rules(s.tx(), &tenant)?;
        let day_of = |at| rules.hours().day(at);
        if let Some(row) = rows::decided(&tenant, dispute, day_of) {
            store::figures::put_decision(s.tx(), row)?;
        }
        let known = before.map_or(0, |before| before.evidence.len());
        for item in dispute.evidence.iter().skip(known) {
            evidence.push(rows::evidence(&tenant, &work.file, dispute, item)?);
            if item.sha256.is_some() {
                readings::enqueue(s, dispute.id, item.id)?;
            }
        }
    }
    Ok(store::evidence::insert(s.tx(), evidence)?)
}

/// Projections of the returns that wait for their shop, where that changed.
fn save_returns(s: &mut Session<'_, '_>, work: &Work) -> Result<(), AppError> {
    let (before, now) = (&work.returns_before, returns::waiting(&work.file));
    if *before == now {
        return Ok(());
    }
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let order = work.file.order();
    for id in before.keys().filter(|id| !now.contains_key(*id)) {
        store::returns::remove(s.tx(), &tenant, &order.id, id)?;
    }
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&order.jurisdiction);
    let calendar = calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
    for (id, until) in now.iter().filter(|(id, until)| before.get(*id) != Some(*until)) {
        if let Some(row) = returns::row(&tenant, &work.file, calendar, (id, *until))? {
            store::returns::put(s.tx(), row)?;
        }
    }
    Ok(())
}

/// Sorts the effects of one step into rows.
fn gather(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    done: &Done,
    at: Timestamp,
    rows: &mut Rows,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let now = s.now();
    for (index, effect) in (0i64..).zip(&done.effects) {
        match effect {
            Effect::Post { entry } => rows.entries.push(rows::entry(&tenant, file, entry)?),
            Effect::SetTimer { id, kind, due, subject } => rows.timers.push(NewTimer {
                tenant: tenant.clone(),
                timer: *id,
                order: file.order().id.clone(),
                kind: kind.as_str().to_owned(),
                due_at: *due,
                test_clock: s.is_on_test_clock(),
                doc: serde_json::to_string(subject)?,
            }),
            Effect::ClearTimer { id } => rows.cleared.push(*id),
            Effect::Notify(notice) => {
                let customer = &file.order().customer_id;
                let ways = rows.chosen.ways(s, notice.to, customer, notice.template)?;
                rows.notices.push(rows::notice(&tenant, file, notice, ways, now)?);
            }
            Effect::Announce(announcement) => {
                let place = announce::Place { done, index };
                rows.outbox.push(announce::own(s, file, place, announcement, at)?);
            }
            Effect::Pay(payout) => {
                let real_now = s.app().now();
                rows.payouts.push(rows::payout(&tenant, file, payout, now, real_now)?);
            }
            Effect::Collect(collection) => {
                let real_now = s.app().now();
                rows.payouts.push(rows::collection(&tenant, file, collection, now, real_now)?);
            }
            Effect::Ask(task) => {
                let row = rows::task(&tenant, file, task, now)?;
                if !is_asked(s, rows, &row)? {
                    rows.tasks.push(row);
                }
            }
            Effect::Settle { dispute, kind } => {
                for kind in settled_with(*kind) {
                    let kind = crate::error::word(&kind)?;
                    rows.tasks.retain(|task| task.dispute != Some(*dispute) || task.kind != kind);
                    rows.settled.push((*dispute, kind));
                }
            }
            Effect::Decided(decision) => {
                rows.decisions.push(rows::decision(
                    &tenant,
                    file,
                    decision,
                    done.event.policy_hash,
                )?);
            }
            Effect::UsedGoodwill { amount_minor } => {
                // A gesture without a dispute counts under the event's own id.
                let newest = file.disputes().iter().map(|dispute| dispute.id).next_back();
                let own = DisputeId::from_uuid(done.event.event.uuid());
                let id = newest.filter(|_| done.event.kind == "open").unwrap_or(own);
                rows.goodwill.push((id, *amount_minor));
            }
            Effect::LockAccount { dispute } => rows.locked.push(*dispute),
        }
    }
    Ok(())
}

/// A decision answers every question that asked for one.
fn settled_with(kind: TaskKind) -> Vec<TaskKind> {
    match kind {
        TaskKind::Decide => vec![
            TaskKind::Decide,
            TaskKind::FinalDecision,
            TaskKind::HumanReview,
            TaskKind::ReviewOverdue,
        ],
        other => vec![other],
    }
}

/// Whether the same question about the same dispute waits for a person already.
fn is_asked(s: &mut Session<'_, '_>, rows: &Rows, task: &TaskRow) -> Result<bool, AppError> {
    let Some(dispute) = task.dispute else { return Ok(false) };
    let same = |other: &TaskRow| other.dispute == task.dispute && other.kind == task.kind;
    if rows.tasks.iter().any(same) {
        return Ok(true);
    }
    if rows.settled.iter().any(|(id, kind)| *id == dispute && *kind == task.kind) {
        return Ok(false);
    }
    let tenant = s.tenant().clone();
    let known = store::tasks::of_dispute(s.tx(), &tenant, dispute)?;
    Ok(known.iter().any(|other| other.kind == task.kind && other.state != store::tasks::CLOSED))
}

fn write(s: &mut Session<'_, '_>, work: &Work, rows: Rows) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    crate::mail::record_notices(s, rows.notices)?;
    let tx = s.tx();
    store::ledger::post(tx, rows.entries)?;
    store::timers::schedule(tx, rows.timers)?;
    for timer in rows.cleared {
        store::timers::cancel(tx, &tenant, timer, now)?;
    }
    store::decisions::insert(tx, rows.decisions)?;
    store::effects::insert(tx, rows.payouts)?;
    for (dispute, kind) in rows.settled {
        store::tasks::close_of_dispute(tx, &tenant, dispute, &kind, now)?;
    }
    store::tasks::insert(tx, rows.tasks)?;
    store::outbox::push(tx, rows.outbox)?;
    for dispute in rows.locked {
        let customer = &work.file.order().customer_id;
        store::links::put(tx, &tenant, customer, links::LOCKED, &dispute.to_string(), now)?;
    }
    for (dispute, amount) in rows.goodwill {
        count_goodwill(s, work, dispute, amount, now)?;
    }
    Ok(())
}

fn count_goodwill(
    s: &mut Session<'_, '_>,
    work: &Work,
    dispute: DisputeId,
    amount: i64,
    at: Timestamp,
) -> Result<(), AppError> {
    let customer = work.file.order().customer_id.clone();
    let known = links::of(s, &customer)?;
    let granted = GoodwillUse {
        tenant: s.tenant().clone(),
        dispute,
        at,
        currency: work.file.currency(),
        amount,
        subjects: goodwill_subjects(&customer, &known),
    };
    Ok(store::goodwill::insert(s.tx(), &granted)?)
}

/// Disputes whose state or deadline a saved step changed, with how they stood before.
pub(super) fn moved(work: &Work) -> impl Iterator<Item = (&Dispute, Option<&Dispute>)> {
    work.file.disputes().iter().filter_map(|dispute| {
        let before = work.disputes_before.iter().find(|before| before.id == dispute.id);
        (before != Some(dispute)).then_some((dispute, before))
    })
}
