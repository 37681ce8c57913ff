//! What people at the desk give, and four eyes: an amount above one's own authority becomes a
//! request, and a second, different person approves or rejects it. What somebody gave on the order
//! before counts towards that amount.

mod given;

use compliance::authority::{Action, Principal, Resource, Role, Verdict};
use dispute::{Input, OrderFile, ReleaseHeld, ReleaseTo};
use kernel::{Actor, DisputeId, Duration, Money, OrderId, PrincipalId, TaskId};
use serde::{Deserialize, Serialize};
use store::tasks::{TaskFilter, TaskRow};

use crate::complaints::{self, ProposedAnswer};
use crate::disputes::{Acted, Pending};
use crate::order::{self, OrderView, Work, may_see};
use crate::session::{Ask, actor_kind};
use crate::{AppError, Page, Session};

/// The kind of task a request is.
pub const REQUEST: &str = "approve_request";
/// The outcome of a request that was carried out.
const APPROVED: &str = "approved";
/// How long a request waits before it is overdue.
const REQUEST_DUE_AFTER: Duration = Duration::from_days(2);

/// What waits for approval, as it is kept with the task.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    why: String,
    action: Action,
    amount: Money,
    adverse: bool,
    review: bool,
    role: Role,
    requester: Option<PrincipalId>,
    #[serde(flatten)]
    what: What,
}

/// What is carried out once it is approved.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum What {
    #[serde(rename = "input")]
    Step(Box<Input>),
    #[serde(rename = "complaint_answer")]
    Answer(Box<ProposedAnswer>),
}

/// What is kept beside a request that was answered.
#[derive(Debug, Deserialize)]
struct Answer {
    outcome: String,
    answered_by: Option<Actor>,
}

/// A gesture at the provider's own cost.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], the machine's refusals.
pub fn goodwill(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    amount_minor: i64,
    note: String,
) -> Result<Acted<OrderView>, AppError> {
    give(s, order, Action::GoodwillGrant, amount_minor, note)
}

/// A refund by the desk at the provider's own cost: more may be given than as a gesture.
///
/// # Errors
/// As [`goodwill`].
pub fn refund(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    amount_minor: i64,
    note: String,
) -> Result<Acted<OrderView>, AppError> {
    give(s, order, Action::RefundExecute, amount_minor, note)
}

/// Sends back what is held for the customer, or applies it to what they still owe. It is the
/// customer's own money; all the same, a slip in the feed can be large, so authority is asked about
/// all that is held, whatever part is named.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], the machine's refusals.
pub fn release(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    release: ReleaseHeld,
) -> Result<Acted<OrderView>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let (action, held) = (Action::OverpaymentRelease, work.file.held_minor());
    let amount = Money { minor: held, currency: work.file.currency() };
    // Said before anybody is asked to approve what cannot be done, but to nobody without authority.
    let cannot = if !work.file.knows_payment(&release.payment) {
        Some(AppError::not_found("the payment", &release.payment))
    } else if held == 0 {
        Some(dispute::Refusal::NothingHeld.into())
    } else {
        let wrong = release.amount_minor.filter(|minor| !(1..=held).contains(minor));
        wrong.map(|minor| {
            let problem = format!("must be 1 to {held}, what is held; got {minor}");
            AppError::invalid("amount_minor", problem)
        })
    };
    if let Some(error) = cannot {
        let case = order::resource(s, &work.file, None, None);
        let nothing = Money { minor: 0, ..amount };
        s.check_with(action, &case, Ask { amount: Some(nothing), ..Ask::default() })?;
        return Err(error);
    }
    // A second person approves what was asked for, not what is held by then.
    let amount_minor = match release.to {
        ReleaseTo::Instrument => release.amount_minor.or(Some(held)),
        ReleaseTo::Plan => release.amount_minor,
    };
    let input = Input::ReleaseHeld(ReleaseHeld { amount_minor, ..release });
    act_or_ask(s, work, None, Pending { action, amount, adverse: false, review: false, input })
}

fn give(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    action: Action,
    minor: i64,
    note: String,
) -> Result<Acted<OrderView>, AppError> {
    if minor <= 0 {
        return Err(AppError::invalid("amount_minor", "must be more than 0"));
    }
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let amount = Money { minor, currency: work.file.currency() };
    let input = Input::Goodwill { amount_minor: minor, note };
    let pending = Pending { action, amount, adverse: false, review: false, input };
    act_or_ask(s, work, None, pending)
}

/// Does it where authority allows, asks for a second person where it says so. What a language
/// model may not give becomes a request to a person.
pub(crate) fn act_or_ask(
    s: &mut Session<'_, '_>,
    work: Work,
    dispute: Option<DisputeId>,
    pending: Pending,
) -> Result<Acted<OrderView>, AppError> {
    let case = case_of(s, &work.file, dispute, None)?;
    let who = s.principal().clone();
    let amount = given::with(s, &work.file, dispute, &who, pending.amount)?;
    let ask = Ask {
        amount: Some(amount),
        adverse: pending.adverse,
        review: pending.review,
        ..Ask::default()
    };
    match s.verdict(pending.action, &case, ask) {
        Verdict::Allow { .. } => Ok(Acted::Done(order::finish(s, work, pending.input)?)),
        Verdict::NeedsSecondPerson { .. } => {
            let why = "above what one person may do alone";
            if let Some(watched) = s.watched() {
                // What the second person would agree to is shown as it would come about.
                watched.approval = Some(why.to_owned());
                return Ok(Acted::Done(order::finish(s, work, pending.input)?));
            }
            Ok(Acted::AwaitsApproval(Box::new(request(s, &work.file, dispute, pending, why)?)))
        }
        Verdict::Deny { reason, conceal, .. } => {
            let may_ask = matches!(pending.action, Action::GoodwillGrant | Action::RefundExecute);
            if s.principal().role == Role::Ai && may_ask && !conceal {
                let task = request(s, &work.file, dispute, pending, &reason)?;
                return Ok(Acted::AwaitsApproval(Box::new(task)));
            }
            Err(s.denied(pending.action, &reason, conceal))
        }
    }
}

fn request(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: Option<DisputeId>,
    pending: Pending,
    why: &str,
) -> Result<TaskRow, AppError> {
    let mut input = pending.input;
    order::scrub::input(&mut input);
    let request = Request {
        why: why.to_owned(),
        action: pending.action,
        amount: pending.amount,
        adverse: pending.adverse,
        review: pending.review,
        role: s.principal().role,
        requester: s.principal().id.clone(),
        what: What::Step(Box::new(input)),
    };
    file_request(s, &file.order().id, dispute, &request)
}

/// Leaves an answer to a complaint for a second person, with its redress.
pub(crate) fn request_answer(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    proposed: ProposedAnswer,
    amount: Money,
    why: &str,
) -> Result<TaskRow, AppError> {
    let request = Request {
        why: why.to_owned(),
        action: Action::ComplaintRedress,
        amount,
        adverse: false,
        review: false,
        role: s.principal().role,
        requester: s.principal().id.clone(),
        what: What::Answer(Box::new(proposed)),
    };
    file_request(s, order, None, &request)
}

fn file_request(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    dispute: Option<DisputeId>,
    request: &Request,
) -> Result<TaskRow, AppError> {
    let now = s.now();
    let row = TaskRow {
        tenant: s.tenant().clone(),
        task: TaskId::generate(now, s.rng()),
        kind: REQUEST.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: Some(order.clone()),
        dispute,
        assignee: None,
        due_at: now.plus(REQUEST_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::to_string(request)?,
    };
    store::tasks::insert(s.tx(), vec![row.clone()])?;
    let body = serde_json::json!({ "action": request.action, "amount": request.amount });
    s.audit("approval.requested", format!("task/{}", row.task), Some(body));
    Ok(row)
}

/// The requests that wait for approval, the most urgent first.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn requests(s: &mut Session<'_, '_>, page: &Page) -> Result<Vec<TaskRow>, AppError> {
    let filter = TaskFilter { kind: Some(REQUEST.to_owned()), assignee: None };
    crate::tasks::queue(s, store::tasks::OPEN, &filter, page)
}

/// Approves a request, and carries it out in the requester's name.
///
/// # Errors
/// [`AppError::Forbidden`] for one's own request (which is audited) and where two people together
/// may not do it either; the machine's refusals.
pub fn approve(s: &mut Session<'_, '_>, task: TaskId) -> Result<OrderView, AppError> {
    let (row, request) = open_request(s, task)?;
    let order = row.order.clone().ok_or_else(|| AppError::broken("a request without an order"))?;
    let mut work = Work::get(s, &order)?;
    let input = match &request.what {
        What::Step(input) => (**input).clone(),
        What::Answer(proposed) => {
            let requester = requester_of(s, &request);
            complaints::approve_answer(s, proposed, &requester)?;
            close(s, row, APPROVED, serde_json::to_value(&request)?, None)?;
            return Ok(Work::get(s, &order)?.view());
        }
    };
    may_approve(s, &work.file, &row, &request)?;
    let by = if request.role == Role::Ai {
        s.actor()
    } else {
        Actor { kind: actor_kind(request.role), id: request.requester.clone() }
    };
    let refused = work.step_as(s, input, &by)?;
    let changed = work.has_changed();
    let view = work.save(s)?;
    if let Some(refusal) = refused {
        if changed {
            s.keep();
        }
        return Err(refusal.into());
    }
    close(s, row, APPROVED, serde_json::to_value(&request)?, None)?;
    Ok(view)
}

/// What authority looks at. Whoever approved an earlier request about a dispute acted on it, too.
fn case_of(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: Option<DisputeId>,
    requester: Option<&PrincipalId>,
) -> Result<Resource, AppError> {
    let found = dispute.and_then(|id| file.dispute(id));
    let mut case = order::resource(s, file, found, requester);
    let Some(id) = dispute else { return Ok(case) };
    let tenant = s.tenant().clone();
    for row in store::tasks::of_dispute(s.tx(), &tenant, id)? {
        if row.kind == REQUEST && row.state == store::tasks::CLOSED {
            let answer: Answer = serde_json::from_str(&row.doc)?;
            let approver = answer.answered_by.filter(|_| answer.outcome == APPROVED);
            case.actors.extend(approver.and_then(|approver| approver.id));
        }
    }
    Ok(case)
}

fn requester_of(s: &Session<'_, '_>, request: &Request) -> Principal {
    Principal {
        tenant: s.tenant().clone(),
        role: request.role,
        id: request.requester.clone(),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    }
}

/// What authority looks at by now: more may be held than when a release was asked for.
fn amount_now(file: &OrderFile, request: &Request) -> Money {
    match &request.what {
        What::Step(input) if matches!(**input, Input::ReleaseHeld(_)) => {
            Money { minor: request.amount.minor.max(file.held_minor()), ..request.amount }
        }
        _ => request.amount,
    }
}

/// May the principal approve it, and may the two do it together?
fn may_approve(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    row: &TaskRow,
    request: &Request,
) -> Result<(), AppError> {
    let case = case_of(s, file, row.dispute, request.requester.as_ref())?;
    let requester = requester_of(s, request);
    // What the model may not do, a person takes over, with the person's own authority.
    let by_model = request.role == Role::Ai;
    let who = if by_model { s.principal().clone() } else { requester.clone() };
    let amount = given::with(s, file, row.dispute, &who, amount_now(file, request))?;
    let ask = Ask {
        amount: Some(amount),
        adverse: request.adverse,
        review: request.review,
        ..Ask::default()
    };
    if by_model {
        return s.check_with(request.action, &case, ask);
    }
    // Somebody new reviews a decision, and somebody new approves the review.
    let approval = Ask { adverse: false, ..ask };
    s.check_with(Action::RefundApprove, &case, approval)?;
    let approver = s.principal().id.clone();
    let together = Ask { approved_by: approver.as_ref(), ..ask };
    let verdict = s.verdict_of(&requester, request.action, &case, together);
    s.granted(request.action, verdict)
}

/// Rejects a request: nothing is done.
///
/// # Errors
/// As [`approve`].
pub fn reject(s: &mut Session<'_, '_>, task: TaskId, why: &str) -> Result<TaskRow, AppError> {
    let (row, request) = open_request(s, task)?;
    let order = row.order.clone().ok_or_else(|| AppError::broken("a request without an order"))?;
    let work = Work::get(s, &order)?;
    let case = order::resource(s, &work.file, None, request.requester.as_ref());
    let ask = Ask { amount: Some(request.amount), ..Ask::default() };
    s.check_with(Action::RefundApprove, &case, ask)?;
    close(s, row, "rejected", serde_json::to_value(&request)?, Some(why))
}

fn open_request(s: &mut Session<'_, '_>, task: TaskId) -> Result<(TaskRow, Request), AppError> {
    let tenant = s.tenant().clone();
    let row = store::tasks::get(s.tx(), &tenant, task)?
        .filter(|row| row.kind == REQUEST)
        .ok_or_else(|| AppError::not_found("the request", &task))?;
    if row.state == store::tasks::CLOSED {
        return Err(AppError::conflict("request_closed", "this request was answered already"));
    }
    let request = serde_json::from_str(&row.doc)?;
    Ok((row, request))
}

fn close(
    s: &mut Session<'_, '_>,
    row: TaskRow,
    outcome: &str,
    mut doc: serde_json::Value,
    why: Option<&str>,
) -> Result<TaskRow, AppError> {
    let mut note = why.unwrap_or_default().to_owned();
    order::scrub::text(&mut note);
    if let Some(doc) = doc.as_object_mut() {
        doc.insert("outcome".to_owned(), outcome.into());
        doc.insert("answered_by".to_owned(), serde_json::to_value(s.actor())?);
        doc.insert("note".to_owned(), note.into());
    }
    let row = TaskRow {
        state: store::tasks::CLOSED.to_owned(),
        closed_at: Some(s.now()),
        doc: doc.to_string(),
        ..row
    };
    store::tasks::save(s.tx(), &row)?;
    s.audit(&format!("approval.{outcome}"), format!("task/{}", row.task), None);
    Ok(row)
}
