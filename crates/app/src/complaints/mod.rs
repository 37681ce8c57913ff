//! Complaints against the provider, with the clocks of DISP 1.6, and redress (scenario S13).
//!
//! A complaint never changes a dispute it is linked to. Redress is the provider's own expense and no
//! return of what was captured: it is booked beside the order's machine, not through it.

mod answer;
mod clocks;
mod erase;
mod letter;
mod redress;

use compliance::authority::{Action, Resource};
use compliance::complaint::{CloseReason, Complaint, ComplaintError, State};
use compliance::statutes::{ComplaintLetter, Complaints};
use kernel::{
    Calendar, ComplaintId, CustomerId, DisputeId, Duration, Jurisdiction, OrderId, PrincipalId,
    Timestamp,
};
use letters::Letter;
use serde::{Deserialize, Serialize};
use store::complaints::ComplaintRow;

pub use answer::{Answer, delay, respond};
pub(crate) use answer::{ProposedAnswer, approve_answer};
pub(crate) use clocks::{TIMER, ran_out};
pub(crate) use erase::erase;
pub use letter::{Delay, Draft, Wanted, WrittenLetter, draft};
pub(crate) use redress::redress_answered;
pub use redress::{FeeToReturn, Redress};

use crate::error::word;
use crate::order::{Work, scrub};
use crate::sign_in::is_visitor;
use crate::{AppError, Page, Session, disputes};

/// Whose the rule for complaints is (DISP 1.6).
const RULE_HOME: &str = "gb";
/// Longest text of a complaint.
const TEXT_CHARS_MAX: usize = 10_000;
/// What is said of a complaint for so long goes on with it.
const SAME_ONE: Duration = Duration::from_secs(3_600);

/// A complaint as it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComplaint {
    pub customer: CustomerId,
    pub order: Option<OrderId>,
    pub dispute: Option<DisputeId>,
    pub text: String,
    /// It is about payment services: the shorter period applies.
    pub about_payment_services: bool,
    /// When it reached the provider; now when absent.
    pub received_at: Option<Timestamp>,
}

/// A complaint with what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintView {
    pub customer: CustomerId,
    pub order: Option<OrderId>,
    pub text: String,
    pub jurisdiction: Jurisdiction,
    pub complaint: Complaint,
    pub redress: Option<Redress>,
    /// The letters that were written here, as they were sent.
    pub written: Vec<WrittenLetter>,
}

/// What the row keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Doc {
    text: String,
    jurisdiction: Jurisdiction,
    complaint: Complaint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redress: Option<Redress>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    written: Vec<WrittenLetter>,
    /// Who took it in; nobody else's word is needed for what they then pay, so they pay nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened_by: Option<PrincipalId>,
}

/// Takes a complaint in, and starts its clocks.
///
/// # Errors
/// [`AppError::NotFound`] for a customer that is not there, and for an order or a dispute that is not
/// theirs; [`AppError::Forbidden`].
pub fn open(s: &mut Session<'_, '_>, new: NewComplaint) -> Result<ComplaintView, AppError> {
    may_open(s, &new)?;
    if new.order.is_none() && !is_visitor(&new.customer) && customer_law(s, &new)?.is_none() {
        return Err(AppError::not_found("the customer", new.customer.as_str()));
    }
    begin(s, new)
}

/// As [`open`], of whoever spoke: DISP 1.6 does not ask who complains, so neither a visitor nor somebody
/// whom no feed has brought yet is sent away.
///
/// # Errors
/// As [`open`], but for the customer.
pub(crate) fn take_in(
    s: &mut Session<'_, '_>,
    new: NewComplaint,
) -> Result<ComplaintView, AppError> {
    may_open(s, &new)?;
    begin(s, new)
}

fn may_open(s: &mut Session<'_, '_>, new: &NewComplaint) -> Result<(), AppError> {
    let case = Resource { customer: Some(new.customer.clone()), ..s.of_tenant() };
    s.check(Action::ComplaintOpen, &case)
}

fn begin(s: &mut Session<'_, '_>, new: NewComplaint) -> Result<ComplaintView, AppError> {
    if new.text.chars().count() > TEXT_CHARS_MAX {
        return Err(AppError::invalid("text", format!("at most {TEXT_CHARS_MAX} characters")));
    }
    let received_at = new.received_at.unwrap_or_else(|| s.now());
    if received_at > s.now() {
        return Err(AppError::invalid("received_at", "must not be in the future"));
    }
    let jurisdiction = jurisdiction_of(s, &new)?;
    if let Some(dispute) = new.dispute {
        disputes::must_be_of(s, dispute, &new.customer)?;
    }
    let mut text = new.text;
    scrub::text(&mut text);
    let id = ComplaintId::generate(s.now(), s.rng());
    let calendar = calendar(s, &jurisdiction)?;
    let about_payments = new.about_payment_services;
    let rule = rule(s);
    let complaint = Complaint::open(id, received_at, about_payments, new.dispute, &rule, &calendar);
    clocks::start(s, &complaint)?;
    let opened_by = s.principal().id.clone();
    let doc = Doc { text, jurisdiction, complaint, redress: None, written: Vec::new(), opened_by };
    let row = ComplaintRow {
        tenant: s.tenant().clone(),
        complaint: id,
        customer: new.customer,
        order: new.order,
        dispute: new.dispute,
        state: "open".to_owned(),
        created_at: s.now(),
        updated_at: s.now(),
        closed_at: None,
        version: 1,
        doc: serde_json::to_string(&doc)?,
    };
    store::complaints::insert(s.tx(), row.clone())?;
    clocks::ask(s, &row, "complaint", "a complaint waits for an answer", doc.complaint.respond_by)?;
    s.audit("complaint.opened", format!("complaint/{id}"), None);
    view(&row)
}

/// # Errors
/// [`AppError::NotFound`], also for a complaint of somebody else.
pub fn get(s: &mut Session<'_, '_>, id: ComplaintId) -> Result<ComplaintView, AppError> {
    let row = load(s, id)?;
    may_read(s, &row)?;
    view(&row)
}

/// A complaint as it stands, for who may see what it belongs to.
pub(crate) fn known(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
) -> Result<Option<Complaint>, AppError> {
    let tenant = s.tenant().clone();
    let row = store::complaints::get(s.tx(), &tenant, id)?;
    row.map(|row| Ok(view(&row)?.complaint)).transpose()
}

/// A complaint that waits for its answer still; `None` once it was answered, closed or withdrawn.
pub(crate) fn open_one(
    s: &mut Session<'_, '_>,
    id: Option<ComplaintId>,
) -> Result<Option<ComplaintId>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let found = known(s, id)?;
    Ok(found.filter(|complaint| complaint.state == State::Open).map(|_| id))
}

/// A complaint of a customer that came so lately that what they say now is the same one; `None` once it was
/// answered, closed or withdrawn.
pub(crate) fn same_one(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Option<ComplaintView>, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let newest = store::Cursor::newest();
    let open = Some("open");
    let rows = store::complaints::list(s.tx(), &tenant, open, Some(customer), &newest, 1)?;
    let row = rows.first().filter(|row| now.since(row.created_at) < SAME_ONE);
    row.map(view).transpose()
}

/// A row as its customer is given it: without who took it in.
pub(crate) fn exported(row: &ComplaintRow) -> Result<serde_json::Value, AppError> {
    let doc = Doc { opened_by: None, ..serde_json::from_str(&row.doc)? };
    Ok(serde_json::to_value(&doc)?)
}

/// Complaints from new to old, in one state or of one customer where given.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(
    s: &mut Session<'_, '_>,
    state: Option<&str>,
    customer: Option<&CustomerId>,
    page: &Page,
) -> Result<Vec<ComplaintView>, AppError> {
    let own = s.principal().customer.clone();
    let customer = own.as_ref().or(customer).cloned();
    let case = Resource { customer: customer.clone(), ..s.of_tenant() };
    s.check(Action::ComplaintRead, &case)?;
    let tenant = s.tenant().clone();
    let after = page.after_newest();
    let rows =
        store::complaints::list(s.tx(), &tenant, state, customer.as_ref(), &after, page.limit)?;
    rows.iter().map(view).collect()
}

/// Tells the customer that it was received.
///
/// # Errors
/// [`AppError::Conflict`] when it was acknowledged before, or is not open.
pub fn acknowledge(s: &mut Session<'_, '_>, id: ComplaintId) -> Result<ComplaintView, AppError> {
    change(s, id, "complaint.acknowledged", None, |complaint, _, _, now| complaint.acknowledge(now))
}

/// Closes it after it was answered. That the customer did not reply is no reason.
///
/// # Errors
/// [`AppError::Unprocessable`] where it may not be closed.
pub fn close(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    no_reply: bool,
) -> Result<ComplaintView, AppError> {
    let reason = if no_reply { CloseReason::NoReplyFromConsumer } else { CloseReason::Answered };
    change(s, id, "complaint.closed", None, |complaint, _, _, now| complaint.close(reason, now))
}

/// The customer took it back in writing.
///
/// # Errors
/// [`AppError::Conflict`] when it is not open.
pub fn withdraw(s: &mut Session<'_, '_>, id: ComplaintId) -> Result<ComplaintView, AppError> {
    change(s, id, "complaint.withdrawn", None, |complaint, _, _, now| complaint.withdraw(now))
}

fn change(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    action: &str,
    written: Option<(ComplaintLetter, Letter)>,
    step: impl FnOnce(Complaint, &Complaints, &Calendar, Timestamp) -> Result<Complaint, ComplaintError>,
) -> Result<ComplaintView, AppError> {
    let row = load(s, id)?;
    may_read(s, &row)?;
    may_answer(s, &row)?;
    let mut doc: Doc = serde_json::from_str(&row.doc)?;
    let calendar = calendar(s, &doc.jurisdiction)?;
    let rule = rule(s);
    doc.complaint = step(doc.complaint, &rule, &calendar, s.now()).map_err(refused)?;
    let at = s.now();
    doc.written.extend(written.map(|(letter, text)| WrittenLetter { letter, at, text }));
    let row = save(s, row, &doc)?;
    s.audit(action, format!("complaint/{id}"), None);
    view(&row)
}

pub(super) fn save(
    s: &mut Session<'_, '_>,
    row: ComplaintRow,
    doc: &Doc,
) -> Result<ComplaintRow, AppError> {
    let (state, closed_at) = match doc.complaint.state {
        State::Open => ("open", None),
        State::Answered { .. } => ("answered", None),
        State::Closed { at } => ("closed", Some(at)),
        State::Withdrawn { at } => ("withdrawn", Some(at)),
    };
    let row = ComplaintRow {
        state: state.to_owned(),
        updated_at: s.now(),
        closed_at,
        doc: serde_json::to_string(doc)?,
        ..row
    };
    store::complaints::save(s.tx(), &row)?;
    Ok(ComplaintRow { version: row.version + 1, ..row })
}

fn refused(error: ComplaintError) -> AppError {
    let why = error.to_string();
    match error {
        ComplaintError::NotOpen => AppError::conflict("complaint_not_open", why),
        ComplaintError::AlreadyAcknowledged => AppError::conflict("already_acknowledged", why),
        ComplaintError::LetterHasNot(_) => AppError::invalid("contents", why),
        ComplaintError::LetterLacks(_) => AppError::unprocessable("letter_lacks", why),
        ComplaintError::SummaryTooLate { .. } => AppError::unprocessable("summary_too_late", why),
        ComplaintError::SilenceClosesNothing => {
            AppError::unprocessable("silence_closes_nothing", why)
        }
        _ => AppError::unprocessable("complaint_refused", why),
    }
}

pub(super) fn load(s: &mut Session<'_, '_>, id: ComplaintId) -> Result<ComplaintRow, AppError> {
    let tenant = s.tenant().clone();
    store::complaints::get(s.tx(), &tenant, id)?
        .ok_or_else(|| AppError::not_found("the complaint", &id))
}

fn may_read(s: &mut Session<'_, '_>, row: &ComplaintRow) -> Result<(), AppError> {
    let case = Resource { customer: Some(row.customer.clone()), ..s.of_tenant() };
    s.check(Action::ComplaintRead, &case)
}

fn may_answer(s: &mut Session<'_, '_>, row: &ComplaintRow) -> Result<(), AppError> {
    let case = Resource { customer: Some(row.customer.clone()), ..s.of_tenant() };
    s.check(Action::ComplaintAnswer, &case)
}

fn view(row: &ComplaintRow) -> Result<ComplaintView, AppError> {
    let doc: Doc = serde_json::from_str(&row.doc)?;
    Ok(ComplaintView {
        customer: row.customer.clone(),
        order: row.order.clone(),
        text: doc.text,
        jurisdiction: doc.jurisdiction,
        complaint: doc.complaint,
        redress: doc.redress,
        written: doc.written,
    })
}

fn rule(s: &Session<'_, '_>) -> Complaints {
    s.app().statutes().complaints.rule.clone()
}

fn calendar(s: &mut Session<'_, '_>, of: &Jurisdiction) -> Result<Calendar, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(of);
    Ok(calendar.map_err(|error| AppError::internal("a calendar is missing", error))?.clone())
}

/// The law of the order, or of the customer. A stranger's complaint counts by the law of the company's
/// home, and where the company says none by that of the rule itself.
fn jurisdiction_of(s: &mut Session<'_, '_>, new: &NewComplaint) -> Result<Jurisdiction, AppError> {
    if let Some(order) = &new.order {
        let work = Work::get(s, order)?;
        if work.file.order().customer_id != new.customer {
            return Err(AppError::not_found("the order", order));
        }
        return Ok(work.file.order().jurisdiction.clone());
    }
    if let Some(known) = customer_law(s, new)? {
        return Ok(known);
    }
    match crate::company::home_market(s)? {
        Some(home) => Ok(home),
        None => Jurisdiction::new(RULE_HOME)
            .map_err(|error| AppError::internal("the rule's own jurisdiction", error)),
    }
}

/// The customer's own law, as the feed has it.
fn customer_law(
    s: &mut Session<'_, '_>,
    new: &NewComplaint,
) -> Result<Option<Jurisdiction>, AppError> {
    let (tenant, id) = (s.tenant().clone(), new.customer.as_str());
    let known = store::parties::get(s.tx(), store::parties::Party::Customer, &tenant, id)?;
    let Some(row) = known else { return Ok(None) };
    let customer: commerce::Customer = serde_json::from_str(&row.doc)?;
    Ok(Some(customer.jurisdiction))
}

/// The word of a letter, as APIs use it.
pub fn letter_name(letter: ComplaintLetter) -> Result<String, AppError> {
    word(&letter)
}
