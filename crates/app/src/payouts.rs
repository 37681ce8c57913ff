//! Money on its way out: intents are sent to the payment provider after they were committed, each
//! under the one key derived from it, and what is unknown is looked up until it is known.
//!
//! The provider is never called while a transaction is open. A node that dies between the call and
//! the record leaves the payout `sent`; whoever finds it later looks it up first.

use compliance::authority::Action;
use dispute::{Collection, Input, Payout, ProviderAnswer};
use kernel::{Duration, EffectId, Money, OrderId, TaskId, Timestamp};
use psp::{
    CollectOutcome, CollectRequest, Lookup, NextStep, PaymentProvider, ProviderOutcome,
    RefundRequest, reconcile,
};
use serde::{Deserialize, Serialize};
use store::effects::{EffectRow, EffectState, EffectSum};
use store::tasks::TaskRow;

use crate::order::{self, Work, may_see};
use crate::{App, AppError, Session, collections, complaints, sandbox};

/// Payouts of one run and state.
pub const BATCH_PAYOUTS: u32 = 64;
/// Between look-ups of a payout nobody knows the fate of.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(60);
/// Longest wait between tries of a payout the provider would take later.
const RETRY_AFTER_MAX: Duration = Duration::HOUR;
const RETRY_AFTER_FIRST: Duration = Duration::from_secs(5);
/// When a person should have looked at a payout of unknown fate.
const PERSON_DUE_AFTER: Duration = Duration::DAY;

/// What is kept of a payout beside its row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PayoutDoc {
    /// Money that leaves …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) payout: Option<Payout>,
    /// … or comes: one of the two is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) collection: Option<Collection>,
    /// When the provider was first asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first_sent_at: Option<Timestamp>,
    /// A person was told that nobody knows what became of it.
    #[serde(default)]
    pub(crate) person_asked: bool,
    /// The complaint it is redress for; otherwise it belongs to the order's own file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) complaint: Option<kernel::ComplaintId>,
}

/// What one run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PayoutRun {
    pub sent: usize,
    pub succeeded: usize,
    pub failed: usize,
    pub unknown: usize,
    /// Those of unknown fate that were looked up.
    pub looked_up: usize,
}

/// Sends what is due and looks up what is unknown. Payouts of sandbox tenants never reach the
/// provider.
///
/// # Errors
/// The store's. What goes wrong with one payout stops no other.
pub async fn run_due(
    app: &App,
    provider: &dyn PaymentProvider,
    limit: u32,
) -> Result<PayoutRun, AppError> {
    let now = app.now();
    let states = [EffectState::Intent, EffectState::Sent, EffectState::Unknown];
    let due = app
        .store()
        .read(move |tx| -> Result<Vec<EffectRow>, AppError> {
            let mut due = Vec::new();
            for state in states {
                due.extend(store::effects::due(tx, state, now, limit)?);
            }
            Ok(due)
        })
        .await?;
    let mut run = PayoutRun::default();
    for row in due {
        if let Err(error) = one(app, provider, row.clone(), &mut run).await {
            tracing::warn!(tenant = %row.tenant, effect = %row.effect, %error,
                "a payout waits for its next try");
        }
    }
    Ok(run)
}

pub(crate) async fn one(
    app: &App,
    provider: &dyn PaymentProvider,
    row: EffectRow,
    run: &mut PayoutRun,
) -> Result<(), AppError> {
    if row.state == EffectState::Intent {
        return send(app, provider, row, run).await;
    }
    run.looked_up += 1;
    let doc = doc(&row)?;
    let lookup = match (sandbox::plays_provider(app, &row).await?, request(&row, &doc)?) {
        (Some(_), _) => Lookup::Found(sandbox::paid(&row)),
        (None, Request::Refund(request)) => provider.lookup(&request, &request.key()).await,
        (None, Request::Collect(request)) => {
            provider.lookup_collection(&request, &request.key()).await
        }
    };
    let first_sent_at = doc.first_sent_at.unwrap_or(row.created_at);
    match reconcile(lookup, first_sent_at, app.now(), provider.key_limits()) {
        NextStep::Record { outcome } => record(app, row, outcome, run).await,
        NextStep::SendAgain => send(app, provider, row, run).await,
        NextStep::Wait { why } => record(app, row, ProviderOutcome::unknown(why), run).await,
        NextStep::AskPerson { why } => ask_person(app, row, why).await,
    }
}

/// Marks it sent, commits, and only then calls the provider.
async fn send(
    app: &App,
    provider: &dyn PaymentProvider,
    row: EffectRow,
    run: &mut PayoutRun,
) -> Result<(), AppError> {
    let row = mark_sent(app, provider, row).await?;
    run.sent += 1;
    let doc = doc(&row)?;
    let outcome = match (sandbox::plays_provider(app, &row).await?, request(&row, &doc)?) {
        (Some(outcome), _) => outcome,
        (None, Request::Refund(request)) => psp::send(provider, &request).await,
        (None, Request::Collect(request)) => match psp::collect(provider, &request).await {
            CollectOutcome::Answered { outcome } => outcome,
            CollectOutcome::AsksCustomer { redirect_url } => {
                return record_asked(app, row, redirect_url, run).await;
            }
        },
    };
    record(app, row, outcome, run).await
}

/// The provider has asked the customer: what they answer is looked up.
async fn record_asked(
    app: &App,
    row: EffectRow,
    redirect_url: String,
    run: &mut PayoutRun,
) -> Result<(), AppError> {
    run.unknown += 1;
    let system = app.system(&row.tenant);
    let next_attempt_at = app.now().plus(LOOK_AGAIN_AFTER);
    app.write(&system, move |s| {
        still_ours(s, &row)?;
        let asked = EffectRow {
            state: EffectState::Unknown,
            next_attempt_at,
            updated_at: s.now(),
            ..row.clone()
        };
        store::effects::save(s.tx(), &asked)?;
        let answer = ProviderAnswer::AsksCustomer { redirect_url: redirect_url.clone() };
        tell(s, &row, answer)
    })
    .await
}

async fn mark_sent(
    app: &App,
    provider: &dyn PaymentProvider,
    row: EffectRow,
) -> Result<EffectRow, AppError> {
    let now = app.now();
    let mut doc = doc(&row)?;
    doc.first_sent_at.get_or_insert(now);
    let sent = EffectRow {
        state: EffectState::Sent,
        attempts: row.attempts + 1,
        next_attempt_at: now.plus(provider.key_limits().in_flight_max),
        updated_at: now,
        doc: serde_json::to_string(&doc)?,
        ..row
    };
    let system = app.system(&sent.tenant);
    let marked = sent.clone();
    app.write(&system, move |s| {
        still_ours(s, &marked)?;
        Ok(store::effects::save(s.tx(), &marked)?)
    })
    .await?;
    // The row is one version further now.
    Ok(EffectRow { version: sent.version + 1, ..sent })
}

/// Writes the provider's answer down, with what follows from it.
async fn record(
    app: &App,
    row: EffectRow,
    outcome: ProviderOutcome,
    run: &mut PayoutRun,
) -> Result<(), AppError> {
    match &outcome {
        ProviderOutcome::Succeeded { .. } => run.succeeded += 1,
        ProviderOutcome::Failed { .. } => run.failed += 1,
        ProviderOutcome::Unknown { .. } => run.unknown += 1,
    }
    let system = app.system(&row.tenant);
    let real_now = app.now();
    app.write(&system, move |s| answered(s, &row, &outcome, real_now)).await
}

/// The provider's answer, in one transaction: the payout's row, and the books.
///
/// # Errors
/// [`AppError::Conflict`] when another node was faster, or the store's error.
pub(crate) fn answered(
    s: &mut Session<'_, '_>,
    row: &EffectRow,
    outcome: &ProviderOutcome,
    real_now: Timestamp,
) -> Result<(), AppError> {
    still_ours(s, row)?;
    let doc = doc(row)?;
    let was_unknown = row.state == EffectState::Unknown;
    let (state, next, answer) = match outcome {
        ProviderOutcome::Succeeded { reference } => {
            let answer = ProviderAnswer::Succeeded { reference: reference.clone() };
            (EffectState::Succeeded, Timestamp::MAX, Some(answer))
        }
        ProviderOutcome::Failed { may_retry: true, .. } => {
            (EffectState::Intent, real_now.plus(retry_after(row.attempts)), None)
        }
        ProviderOutcome::Failed { code, .. } => {
            let answer = ProviderAnswer::Failed { code: code.clone() };
            (EffectState::Failed, Timestamp::MAX, Some(answer))
        }
        ProviderOutcome::Unknown { why } => {
            let answer = ProviderAnswer::Unknown { why: why.clone() };
            let answer = (!was_unknown).then_some(answer);
            let wait = if s.is_sandbox() { Duration::ZERO } else { LOOK_AGAIN_AFTER };
            (EffectState::Unknown, real_now.plus(wait), answer)
        }
    };
    let reference = match outcome {
        ProviderOutcome::Succeeded { reference } => Some(reference.clone()),
        _ => row.provider_ref.clone(),
    };
    let changed = EffectRow {
        state,
        provider_ref: reference,
        next_attempt_at: next,
        updated_at: s.now(),
        ..row.clone()
    };
    store::effects::save(s.tx(), &changed)?;
    let Some(answer) = answer else { return Ok(()) };
    if let Some(complaint) = doc.complaint {
        return complaints::redress_answered(s, complaint, &changed, &answer);
    }
    tell(s, row, answer)
}

/// Gives the order's file the provider's answer.
fn tell(s: &mut Session<'_, '_>, row: &EffectRow, answer: ProviderAnswer) -> Result<(), AppError> {
    let mut work = Work::get(s, &row.order)?;
    let refused = work.step(s, Input::ProviderAnswer { effect: row.effect, answer })?;
    work.save(s)?;
    match refused {
        None => Ok(()),
        Some(refusal) => Err(AppError::internal("a provider's answer was refused", refusal)),
    }
}

/// The provider says that something became of a payment: its record is read in the next round. `false`
/// where nothing is open that could be looked up.
pub(crate) fn look_now(s: &mut Session<'_, '_>, effect: EffectId) -> Result<bool, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let row = store::effects::get(s.tx(), &tenant, effect)?;
    let open = |row: &EffectRow| matches!(row.state, EffectState::Sent | EffectState::Unknown);
    let Some(row) = row.filter(open) else { return Ok(false) };
    let sooner = EffectRow { next_attempt_at: now, updated_at: s.now(), ..row };
    store::effects::save(s.tx(), &sooner)?;
    s.audit("payout.looked_up", format!("effect/{effect}"), None);
    Ok(true)
}

/// Nobody can know by machine what became of it: a person asks the provider. It stays unknown, and
/// is looked up now and then.
async fn ask_person(app: &App, row: EffectRow, why: String) -> Result<(), AppError> {
    let system = app.system(&row.tenant);
    let real_now = app.now();
    app.write(&system, move |s| {
        still_ours(s, &row)?;
        let mut doc = doc(&row)?;
        let asked = std::mem::replace(&mut doc.person_asked, true);
        let changed = EffectRow {
            state: EffectState::Unknown,
            next_attempt_at: real_now.plus(RETRY_AFTER_MAX),
            updated_at: s.now(),
            doc: serde_json::to_string(&doc)?,
            ..row.clone()
        };
        store::effects::save(s.tx(), &changed)?;
        if asked { Ok(()) } else { ask(s, &row, &why) }
    })
    .await
}

/// Whether nobody else has gone on with the payout since it was read.
fn still_ours(s: &mut Session<'_, '_>, row: &EffectRow) -> Result<(), AppError> {
    let known = store::effects::get(s.tx(), &row.tenant, row.effect)?;
    if known.is_some_and(|known| known.version == row.version) {
        return Ok(());
    }
    let why = format!("another node goes on with payout {}", row.effect);
    Err(AppError::conflict("payout_taken", why))
}

fn ask(s: &mut Session<'_, '_>, row: &EffectRow, why: &str) -> Result<(), AppError> {
    let now = s.now();
    let task = TaskRow {
        tenant: row.tenant.clone(),
        task: TaskId::generate(now, s.rng()),
        kind: "payout_unknown".to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: Some(row.order.clone()),
        dispute: row.dispute,
        assignee: None,
        due_at: now.plus(PERSON_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": why, "effect": row.effect }).to_string(),
    };
    store::tasks::insert(s.tx(), vec![task])?;
    s.audit("payout.unknown", format!("effect/{}", row.effect), None);
    Ok(())
}

/// 5 s, 10 s, 20 s … up to an hour.
fn retry_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    let millis = RETRY_AFTER_FIRST.as_millis().saturating_mul(1i64 << doublings);
    Duration::from_millis(millis.min(RETRY_AFTER_MAX.as_millis()))
}

pub(crate) fn doc(row: &EffectRow) -> Result<PayoutDoc, AppError> {
    Ok(serde_json::from_str(&row.doc)?)
}

/// What the provider is asked for.
enum Request {
    Refund(RefundRequest),
    Collect(CollectRequest),
}

fn request(row: &EffectRow, doc: &PayoutDoc) -> Result<Request, AppError> {
    let (effect, amount) = (row.effect, Money { minor: row.amount, currency: row.currency });
    match (&doc.payout, &doc.collection) {
        (Some(payout), None) => Ok(Request::Refund(RefundRequest {
            effect,
            instrument: payout.instrument.clone(),
            amount,
            dispute: row.dispute,
        })),
        (None, Some(collection)) => {
            let instrument = collection.instrument.clone();
            Ok(Request::Collect(CollectRequest { effect, instrument, amount }))
        }
        _ => Err(AppError::broken(format!("effect {effect} is neither a payout nor a collection"))),
    }
}

/// The payouts of one order, oldest first.
///
/// # Errors
/// [`AppError::NotFound`], also for an order of somebody else.
pub fn list(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Vec<EffectRow>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::PlanRead, &case)?;
    let tenant = s.tenant().clone();
    let mut rows = store::effects::of_order(s.tx(), &tenant, order)?;
    // What customers paid is no payout.
    rows.retain(|row| row.kind != collections::KIND);
    Ok(rows)
}

/// Sums over all payouts by state and currency.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn sums(s: &mut Session<'_, '_>) -> Result<Vec<EffectSum>, AppError> {
    let case = s.of_tenant();
    s.check(Action::LedgerRead, &case)?;
    let tenant = s.tenant().clone();
    Ok(store::effects::sums(s.tx(), &tenant)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_slow_down_to_once_an_hour() {
        let seconds = |attempts| retry_after(attempts).as_millis() / 1_000;
        assert_eq!([0, 1, 2, 3, 10, 40].map(seconds), [5, 5, 10, 20, 2_560, 3_600]);
    }
}
