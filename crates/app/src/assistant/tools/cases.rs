//! Returns, disputes and complaints.

use assistant::Value;
use compliance::authority::{Action, Grant, Resource};
use dispute::{Kind, OfferState, Reason, ReviewGround, Statement, SubIssue};
use kernel::{Date, DisputeId, Money, Timestamp};

use super::{Args, Done, Refused, as_confirmed, granted, refused};
use crate::Session;
use crate::complaints::{self, NewComplaint};
use crate::disputes::{self, DisputeView, NewDispute};
use crate::order::Work;
use crate::returns::{self, NewReturn};

pub(super) fn report_return(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let work = granted(s, &grant, args, None)?;
    let new = NewReturn { tracking_id: args.maybe_words("tracking"), ..NewReturn::default() };
    let (id, view) = returns::report(s, &work.file.order().id, new)?;
    let until = returns::waiting(&view.file).get(&id).copied();
    Ok(Value::record([
        ("id", Value::id(id.as_str())),
        ("answer_by", Value::maybe(until.map(Value::Date))),
    ]))
}

pub(super) fn open(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let amount = args.money("amount")?;
    let work = granted(s, &grant, args, Some(amount))?;
    let reason: Reason = args.word("reason")?;
    let sub_issue: SubIssue = args.word("issue")?;
    let unauthorised = reason == Reason::Unauthorised;
    let right = args.maybe_money("right_amount");
    let contacted = args.maybe_date("merchant_contacted");
    let statement = Statement {
        text: args.words("statement")?,
        merchant_contacted_at: contacted.map(|date| start_of(s, &work, date)).transpose()?,
        merchant_said: None,
        right_amount_minor: right.map(|money| money.minor),
        declared: unauthorised && args.bool("declared"),
    };
    if [Some(amount), right].into_iter().flatten().any(|m| m.currency != work.file.currency()) {
        return Err(refused("invalid_argument", "the amount is in another currency"));
    }
    let new = NewDispute {
        order: work.file.order().id.clone(),
        kind: if unauthorised { Kind::Unauthorised } else { Kind::ConsumerClaim },
        reason,
        sub_issue,
        amount_minor: Some(amount.minor),
        lines: Vec::new(),
        statement,
        items: Vec::new(),
        late_ground: None,
    };
    let view = disputes::open(s, new)?;
    case(s, &work, &view)
}

/// The day as the order's law has it; one that is today is now.
fn start_of(s: &mut Session<'_, '_>, work: &Work, date: Date) -> Result<Timestamp, Refused> {
    let calendar = calendar(s, work)?;
    Ok(calendar.start_of_day(date).min(s.now()))
}

fn calendar(s: &mut Session<'_, '_>, work: &Work) -> Result<kernel::Calendar, Refused> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&work.file.order().jurisdiction);
    Ok(calendar.map_err(|error| crate::AppError::internal("a calendar", error))?.clone())
}

fn case(s: &mut Session<'_, '_>, work: &Work, view: &DisputeView) -> Done {
    let calendar = calendar(s, work)?;
    let money = |minor| Value::Money(Money::new(minor, view.currency));
    let dispute = &view.dispute;
    let returned = dispute.closing.as_ref().map(|closing| closing.returned_minor);
    let next = dispute.next_due().map(|at| Value::Date(calendar.local_date(at)));
    Ok(Value::record([
        ("id", Value::id(dispute.id.to_string())),
        ("state", Value::word(dispute.state.as_str())),
        ("amount", money(dispute.amount_minor.max(returned.unwrap_or(0)))),
        ("returned", Value::maybe(returned.filter(|minor| *minor > 0).map(money))),
        ("next_by", Value::maybe(next)),
    ]))
}

/// A dispute of the customer that the leave is for.
fn own(
    s: &mut Session<'_, '_>,
    grant: &Grant,
    args: &Args<'_>,
    amount: Option<Money>,
) -> Result<DisputeView, Refused> {
    let id: DisputeId = args.dispute("dispute")?;
    let view = disputes::get(s, id)?;
    if !grant.covers(grant.action(), Some(&view.customer), amount) {
        return Err(refused("not_granted", "the leave is for another case, or for less"));
    }
    Ok(view)
}

pub(super) fn withdraw(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let view = own(s, &grant, args, None)?;
    disputes::withdraw(s, view.dispute.id)?;
    Ok(Value::None)
}

pub(super) fn answer_offer(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let amount = args.money("amount")?;
    let view = own(s, &grant, args, Some(amount))?;
    let offer = view.dispute.proposal.as_ref().filter(|offer| offer.state == OfferState::Open);
    let offer = offer.ok_or_else(|| refused("no_offer", "there is no open offer"))?;
    as_confirmed(amount, Money::new(offer.amount_minor, view.currency))?;
    disputes::answer_proposal(s, view.dispute.id, args.bool("accept"))?;
    Ok(Value::None)
}

pub(super) fn review(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let view = own(s, &grant, args, None)?;
    disputes::request_review(s, view.dispute.id, ReviewGround::HumanReview)?;
    Ok(Value::None)
}

pub(super) fn complain(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let customer = grant.principal().customer.clone();
    let customer = customer.ok_or_else(|| refused("not_granted", "nobody is spoken for"))?;
    let resource = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    if !grant.covers(Action::ComplaintOpen, resource.customer.as_ref(), None) {
        return Err(refused("not_granted", "the leave is for something else"));
    }
    // What was heard in their words a moment ago is a complaint already, with its clocks.
    let view = match complaints::same_one(s, &customer)? {
        Some(view) => view,
        None => {
            let new = NewComplaint {
                customer,
                order: args.maybe_order("order")?,
                dispute: None,
                text: args.words("words")?,
                about_payment_services: false,
                received_at: None,
            };
            complaints::take_in(s, new)?
        }
    };
    let by = view.complaint.respond_by.utc_date();
    Ok(Value::record([
        ("id", Value::id(view.complaint.id.to_string())),
        ("answer_by", Value::Date(by)),
    ]))
}
