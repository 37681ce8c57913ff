//! Redress: late fees given back through the order's machine, and money for distress, which is the
//! provider's own expense and no part of what was captured.

use compliance::authority::{Action, Principal, Resource, Verdict};
use dispute::{Input, OrderFile, Payout, ProviderAnswer};
use kernel::{
    ComplaintId, Currency, EffectId, EntryId, Money, NoticeId, OrderId, PlanId, PrincipalId, TaskId,
};
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

/// Redress as authority sees it.
pub(super) struct Asked {
    pub(super) order: OrderId,
    pub(super) redress: compliance::complaint::Redress,
    /// With what the order's complaints were given before: limits hold for the sum, so that several
    /// small answers are no way around one large one.
    pub(super) total: Money,
    /// The sum is more than the order cost the customer: captured, and charged as late fees. What a
    /// fault led to can be more, and statutory compensation does not ask what was bought; policy
    /// says who may give it.
    pub(super) above_order: bool,
    case: Resource,
}

impl Asked {
    pub(super) fn verdict(
        &self,
        s: &Session<'_, '_>,
        who: &Principal,
        approved_by: Option<&PrincipalId>,
    ) -> Verdict {
        let (amount, above_order) = (Some(self.total), self.above_order);
        let ask = Ask { amount, above_order, approved_by, ..Ask::default() };
        s.verdict_of(who, Action::ComplaintRedress, &self.case, ask)
    }

    /// May the principal approve it, and may the two do it together? Who took the complaint in has
    /// no part in its redress, as with a review.
    pub(super) fn may_be_approved(
        &self,
        s: &mut Session<'_, '_>,
        requester: &Principal,
    ) -> Result<(), AppError> {
        let case = Resource { requester: requester.id.clone(), ..self.case.clone() };
        let ask = Ask { amount: Some(self.total), review: true, ..Ask::default() };
        s.check_with(Action::RefundApprove, &case, ask)?;
        let approver = s.principal().id.clone();
        let verdict = self.verdict(s, requester, approver.as_ref());
        s.granted(Action::ComplaintRedress, verdict)
    }
}

/// What the redress comes to, and what authority has to look at.
pub(super) fn ask(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    redress: &Redress,
) -> Result<Asked, AppError> {
    let work = Work::get(s, order_of(row)?)?;
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
    let money = |minor| Money { minor, currency: work.file.currency() };
    let asked_minor = fees_minor.saturating_add(redress.distress_minor);
    let total_minor = asked_minor.saturating_add(given_minor(s, row)?);
    let doc: Doc = serde_json::from_str(&row.doc)?;
    Ok(Asked {
        order: work.file.order().id.clone(),
        redress: compliance::complaint::Redress {
            fees_returned: money(fees_minor),
            distress: money(redress.distress_minor),
        },
        total: money(total_minor),
        above_order: total_minor > cost_minor(&work.file),
        case: Resource {
            customer: Some(row.customer.clone()),
            actors: doc.opened_by.into_iter().collect(),
            ..s.of_tenant()
        },
    })
}

/// What the order cost the customer at most: what was captured, and the late fees on top of it. A fee
/// that is given back is measured against having been charged.
fn cost_minor(file: &OrderFile) -> i64 {
    let fees = file.plans().iter().flat_map(plan::Plan::fees);
    fees.map(|fee| fee.minor).fold(file.captured_minor(), i64::saturating_add)
}

/// What complaints about the order were given so far, fees and distress, whether or not it has
/// reached the customer: what could not be sent is still owed.
fn given_minor(s: &mut Session<'_, '_>, row: &ComplaintRow) -> Result<i64, AppError> {
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
        let given = doc
            .complaint
            .redress
            .map_or(0, |given| given.fees_returned.minor.saturating_add(given.distress.minor));
        sum = sum.saturating_add(given.max(0));
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
    let doc = PayoutDoc { payout: Some(payout), complaint: Some(id), ..PayoutDoc::default() };
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
        ProviderAnswer::Unknown { .. } | ProviderAnswer::AsksCustomer { .. } => return Ok(()),
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
        // An answer to a complaint is sent in writing, whatever was chosen (DISP 1.6).
        ways: crate::ways::EMAIL.to_owned(),
        sending: store::notices::Sending::default(),
        doc: serde_json::json!({
            "complaint": complaint.complaint, "amount_minor": row.amount, "currency": row.currency,
        })
        .to_string(),
    };
    crate::mail::record_notices(s, vec![notice])
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
