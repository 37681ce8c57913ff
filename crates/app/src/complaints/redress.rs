//! Redress: late fees given back through the order's machine, and money for distress, which is the
//! provider's own expense and no part of what was captured.

use compliance::authority::{Action, Resource};
use dispute::{Input, OrderFile, Payout, ProviderAnswer};
use kernel::{ComplaintId, Currency, EffectId, EntryId, Money, NoticeId, OrderId, PlanId, TaskId};
use ledger::{Account, Cause, Entry, EntryBuilder};
use serde::{Deserialize, Serialize};
use store::complaints::ComplaintRow;
use store::effects::{EffectRow, EffectState};
use store::ledger::{EntryRow, Phase, PostingLine};
use store::notices::NoticeRow;
use store::tasks::TaskRow;

use super::{Doc, load, save};
use crate::order::{PROVIDER, Work};
use crate::payouts::PayoutDoc;
use crate::session::Ask;
use crate::{AppError, Page, Session};

/// Most complaints of one customer whose redress is added up.
const COMPLAINTS_MAX: u32 = 500;
/// Most fees given back with one answer.
const FEES_MAX: usize = 50;

/// What is given to put it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redress {
    /// Late fees of the order that are given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeToReturn>,
    /// For distress and inconvenience, in minor units of the order's currency.
    #[serde(default)]
    pub distress_minor: i64,
}

/// One late fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeToReturn {
    pub plan: PlanId,
    /// Its number on the plan.
    pub no: u16,
}

/// What the redress comes to, once authority allows it.
pub(super) fn check(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    redress: &Redress,
) -> Result<compliance::complaint::Redress, AppError> {
    let work = Work::get(s, order_of(row)?)?;
    let currency = work.file.currency();
    if redress.fees.len() > FEES_MAX {
        return Err(AppError::invalid("redress.fees", format!("at most {FEES_MAX}")));
    }
    if redress.distress_minor < 0 {
        return Err(AppError::invalid("redress.distress_minor", "must be 0 or more"));
    }
    let mut fees_minor: i64 = 0;
    for fee in &redress.fees {
        fees_minor = fees_minor.saturating_add(fee_minor(&work.file, fee)?);
    }
    let money = |minor| Money { minor, currency };
    let paid_minor = paid_minor(s, row)?;
    let asked_minor = fees_minor.saturating_add(redress.distress_minor);
    // Limits hold for what the order's complaints come to, so that several small answers are no way
    // around one large one.
    let total = money(asked_minor.saturating_add(paid_minor));
    let doc: Doc = serde_json::from_str(&row.doc)?;
    let case = Resource {
        customer: Some(row.customer.clone()),
        actors: doc.opened_by.into_iter().collect(),
        ..s.of_tenant()
    };
    let ask = Ask { amount: Some(total), ..Ask::default() };
    s.check_with(Action::ComplaintRedress, &case, ask)?;
    let max = work.file.captured_minor().saturating_sub(paid_minor).max(0);
    if redress.distress_minor > max {
        let problem = format!(
            "at most {max}: redress comes to no more than what was captured on the order, and \
             {paid_minor} was given before"
        );
        return Err(AppError::invalid("redress.distress_minor", problem));
    }
    Ok(compliance::complaint::Redress {
        fees_returned: money(fees_minor),
        distress: money(redress.distress_minor),
    })
}

/// What complaints about the order were given so far for distress, whether or not it has reached the
/// customer: what could not be sent is still owed.
fn paid_minor(s: &mut Session<'_, '_>, row: &ComplaintRow) -> Result<i64, AppError> {
    let (tenant, newest) = (s.tenant().clone(), Page::default().after_newest());
    let rows = store::complaints::list(
        s.tx(),
        &tenant,
        None,
        Some(&row.customer),
        &newest,
        COMPLAINTS_MAX,
    )?;
    if rows.len() >= COMPLAINTS_MAX as usize {
        let why = "this customer has too many complaints for redress to be added up";
        return Err(AppError::unprocessable("too_many_complaints", why));
    }
    let mut sum: i64 = 0;
    for other in rows.iter().filter(|other| other.order == row.order) {
        let doc: Doc = serde_json::from_str(&other.doc)?;
        let minor = doc.redress.map_or(0, |redress| redress.distress_minor);
        sum = sum.saturating_add(minor.max(0));
    }
    Ok(sum)
}

fn fee_minor(file: &OrderFile, fee: &FeeToReturn) -> Result<i64, AppError> {
    let plan = file
        .plan(fee.plan)
        .ok_or_else(|| AppError::invalid("redress.fees.plan", "no such plan of the order"))?;
    let found = plan.fees().iter().find(|known| known.no == fee.no);
    let found =
        found.ok_or_else(|| AppError::invalid("redress.fees.no", "no such fee of the plan"))?;
    Ok(found.minor)
}

fn order_of(row: &ComplaintRow) -> Result<&OrderId, AppError> {
    row.order.as_ref().ok_or_else(|| {
        let why = "redress is paid to the instrument of an order: the complaint names none";
        AppError::unprocessable("complaint_without_order", why)
    })
}

/// Gives the fees back and sends the money.
pub(super) fn pay(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    redress: &Redress,
) -> Result<(), AppError> {
    let row = load(s, id)?;
    let mut work = Work::get(s, order_of(&row)?)?;
    for fee in &redress.fees {
        let input = Input::WaiveFee { plan: fee.plan, fee: u32::from(fee.no) };
        if let Some(refusal) = work.step(s, input)? {
            return Err(refusal.into());
        }
    }
    let file = work.save(s)?.file;
    if redress.distress_minor > 0 {
        send(s, &row, &file, redress.distress_minor)?;
    }
    let mut doc: Doc = serde_json::from_str(&row.doc)?;
    doc.redress = Some(redress.clone());
    save(s, row, &doc)?;
    Ok(())
}

/// Books the expense, reserves the cash and leaves an intent.
fn send(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    file: &OrderFile,
    minor: i64,
) -> Result<(), AppError> {
    let (id, currency) = (row.complaint, file.currency());
    let customer = Account::CustomerRefund(row.customer.clone());
    let effect = EffectId::generate(s.now(), s.rng());
    let expense = entry(s, id, "expense", currency, effect)
        .debit(Account::Goodwill, minor)
        .credit(customer.clone(), minor)
        .memo("for distress and inconvenience");
    post(s, file, id, expense, Phase::Posted, None)?;
    let Some(payment) = file.payments().last() else {
        // Nobody knows where to send it: the customer is asked, by a person.
        return ask_where(s, row);
    };
    let pending = entry(s, id, "payout", currency, effect)
        .debit(customer, minor)
        .credit(Account::Cash, minor)
        .pending();
    post(s, file, id, pending, Phase::Pending, None)?;
    let payout = Payout {
        id: effect,
        payment: payment.id.clone(),
        instrument: payment.instrument.clone(),
        amount_minor: minor,
        currency,
        dispute: None,
    };
    let doc = PayoutDoc { payout, first_sent_at: None, person_asked: false, complaint: Some(id) };
    let effect_row = EffectRow {
        tenant: s.tenant().clone(),
        effect,
        order: file.order().id.clone(),
        dispute: None,
        kind: "redress".to_owned(),
        state: EffectState::Intent,
        provider: PROVIDER.to_owned(),
        provider_key: psp::ProviderKey::of(effect).to_string(),
        provider_ref: None,
        currency,
        amount: minor,
        attempts: 0,
        next_attempt_at: s.app().now(),
        created_at: s.now(),
        updated_at: s.now(),
        version: 1,
        doc: serde_json::to_string(&doc)?,
    };
    store::effects::insert(s.tx(), vec![effect_row])?;
    s.audit("complaint.redress", format!("complaint/{id}"), None);
    Ok(())
}

/// What the provider said of a redress: settled or given back, once.
pub(crate) fn redress_answered(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    row: &EffectRow,
    answer: &ProviderAnswer,
) -> Result<(), AppError> {
    let sent = match answer {
        ProviderAnswer::Succeeded { .. } => true,
        ProviderAnswer::Failed { .. } => false,
        ProviderAnswer::Unknown { .. } => return Ok(()),
    };
    let complaint = load(s, id)?;
    let work = Work::get(s, &row.order)?;
    let pending = pending_of(s, &row.order, &key(id, row.effect, "payout"))?;
    let end = entry(s, id, if sent { "sent" } else { "not-sent" }, row.currency, row.effect)
        .debit(Account::CustomerRefund(complaint.customer.clone()), row.amount)
        .credit(Account::Cash, row.amount);
    let (end, phase) = if sent {
        (end.settles(pending), Phase::PostPending)
    } else {
        (end.voids(pending), Phase::VoidPending)
    };
    post(s, &work.file, id, end, phase, Some(pending))?;
    if sent { tell(s, &complaint, row) } else { ask_where(s, &complaint) }
}

fn tell(
    s: &mut Session<'_, '_>,
    complaint: &ComplaintRow,
    row: &EffectRow,
) -> Result<(), AppError> {
    let notice = NoticeRow {
        tenant: row.tenant.clone(),
        notice: NoticeId::generate(s.now(), s.rng()),
        order: row.order.clone(),
        dispute: None,
        customer: Some(complaint.customer.clone()),
        merchant: None,
        kind: "redress_sent".to_owned(),
        created_at: s.now(),
        doc: serde_json::json!({
            "complaint": complaint.complaint, "amount_minor": row.amount, "currency": row.currency,
        })
        .to_string(),
    };
    Ok(store::notices::insert(s.tx(), vec![notice])?)
}

fn ask_where(s: &mut Session<'_, '_>, row: &ComplaintRow) -> Result<(), AppError> {
    let now = s.now();
    let why = "redress could not be sent to the instrument: ask the customer for another way";
    let task = TaskRow {
        tenant: row.tenant.clone(),
        task: TaskId::generate(now, s.rng()),
        kind: "redress_unpaid".to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: row.order.clone(),
        dispute: None,
        assignee: None,
        due_at: now,
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": why, "complaint": row.complaint }).to_string(),
    };
    Ok(store::tasks::insert(s.tx(), vec![task])?)
}

fn key(id: ComplaintId, effect: EffectId, name: &str) -> String {
    format!("complaint/{id}/{effect}/{name}")
}

fn entry(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    name: &str,
    currency: Currency,
    effect: EffectId,
) -> EntryBuilder {
    let now = s.now();
    let entry = EntryId::generate(now, s.rng());
    Entry::builder(entry, key(id, effect, name), currency, now, Cause::Effect(effect))
}

fn post(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    id: ComplaintId,
    builder: EntryBuilder,
    phase: Phase,
    pending_entry: Option<EntryId>,
) -> Result<(), AppError> {
    let entry =
        builder.build().map_err(|error| AppError::internal("the books refuse a redress", error))?;
    let lines = entry.legs().iter().map(|leg| PostingLine {
        account: leg.account.to_string(),
        currency: entry.currency(),
        amount: leg.minor,
    });
    let row = EntryRow {
        tenant: s.tenant().clone(),
        entry: entry.id(),
        key: entry.key().to_owned(),
        order: file.order().id.clone(),
        dispute: None,
        phase,
        pending_entry,
        cause: format!("complaint:{id}"),
        at: entry.at(),
        effective_at: entry.effective_at(),
        lane: 0,
        doc: serde_json::to_string(&entry)?,
        lines: lines.collect(),
    };
    Ok(store::ledger::post(s.tx(), vec![row])?)
}

fn pending_of(s: &mut Session<'_, '_>, order: &OrderId, key: &str) -> Result<EntryId, AppError> {
    let tenant = s.tenant().clone();
    store::ledger::entry_with_key(s.tx(), &tenant, key)?
        .ok_or_else(|| AppError::broken(format!("order {order}: no reservation {key}")))
}
