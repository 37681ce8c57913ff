//! Decisions by people, within what they may decide alone; above it a second person approves.

use compliance::authority::Action;
use dispute::{Decide, Dispute, ExceptionGround, Input, OrderFile, Party, State};
use kernel::{DisputeId, Money};
use store::tasks::TaskRow;

use super::{DisputeView, read};
use crate::desk;
use crate::order::{Work, may_see, order_of};
use crate::{AppError, Session};

/// Whether it was done, or waits for somebody else's approval.
#[derive(Debug, Clone, PartialEq)]
pub enum Acted<T> {
    Done(T),
    AwaitsApproval(Box<TaskRow>),
}

/// What is asked of authority, and then of the machine.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) action: Action,
    pub(crate) amount: Money,
    pub(crate) adverse: bool,
    pub(crate) review: bool,
    pub(crate) input: Input,
}

/// A person decides a case in review or on appeal.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever acted on the case before (where it is a review) or may not
/// decide it, the machine's refusals.
pub fn decide(s: &mut Session<'_, '_>, decide: Decide) -> Result<Acted<DisputeView>, AppError> {
    if decide.amount_minor.is_some() && decide.for_party != Party::Consumer {
        let problem = "is what the customer gets: leave it out of a decision against them";
        return Err(AppError::invalid("amount_minor", problem));
    }
    let id = decide.dispute;
    on_case(s, id, |file, dispute| {
        let review = is_review(dispute);
        let most = dispute.amount_minor;
        // Said before anybody is asked to approve what cannot be done.
        if let Some(minor) = decide.amount_minor.filter(|minor| !(1..=most).contains(minor)) {
            let problem = format!("must be more than 0 and at most {most}, got {minor}");
            return Err(AppError::invalid("amount_minor", problem));
        }
        let whole = decide.amount_minor.is_none_or(|minor| minor == most);
        Ok(Pending {
            action: if review { Action::DecisionFinal } else { Action::DecisionMake },
            amount: in_dispute(file, dispute),
            adverse: decide.for_party != Party::Consumer || !whole,
            review,
            input: Input::Decide(decide),
        })
    })
}

/// Decides at once, outside the normal course. Above one's own limit a second person approves.
///
/// # Errors
/// As [`decide`].
pub fn resolve_at_once(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    for_party: Party,
    ground: ExceptionGround,
) -> Result<Acted<DisputeView>, AppError> {
    on_case(s, id, |file, dispute| {
        Ok(Pending {
            action: Action::ExceptionApply,
            amount: in_dispute(file, dispute),
            adverse: for_party != Party::Consumer,
            review: is_review(dispute),
            input: Input::ResolveAtOnce { dispute: id, for_party, ground },
        })
    })
}

fn on_case(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    pending: impl FnOnce(&OrderFile, &Dispute) -> Result<Pending, AppError>,
) -> Result<Acted<DisputeView>, AppError> {
    let order = order_of(s, id)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(id))?;
    let dispute = work.file.dispute(id).ok_or_else(|| AppError::not_found("the dispute", &id))?;
    let pending = pending(&work.file, dispute)?;
    match desk::act_or_ask(s, work, Some(id), pending)? {
        Acted::Done(view) => Ok(Acted::Done(read::view(s, view, id)?)),
        Acted::AwaitsApproval(task) => Ok(Acted::AwaitsApproval(task)),
    }
}

/// What authority is asked about: everything in dispute, since what is not granted is refused. The
/// part that the decider names moves no limit.
fn in_dispute(file: &OrderFile, dispute: &Dispute) -> Money {
    Money { minor: dispute.amount_minor, currency: file.currency() }
}

fn is_review(dispute: &Dispute) -> bool {
    dispute.state == State::FinalReview || dispute.reopened > 0
}
