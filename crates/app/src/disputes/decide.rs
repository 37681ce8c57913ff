//! Decisions by people, within what they may decide alone; above it a second person approves.

use compliance::authority::Action;
use dispute::{Decide, Input, OrderFile, Party, State};
use kernel::Money;
use store::tasks::TaskRow;

use super::{DisputeView, read};
use crate::desk;
use crate::order::{Act, Work, may_see, order_of};
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
    let id = decide.dispute;
    let order = order_of(s, id)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(id))?;
    let pending = decide_act(&work.file, decide)?;
    match desk::act_or_ask(s, work, Some(id), pending)? {
        Acted::Done(view) => Ok(Acted::Done(read::view(s, view, id)?)),
        Acted::AwaitsApproval(task) => Ok(Acted::AwaitsApproval(task)),
    }
}

/// How a decision looks to authority: the amount that moves because of it, whom it goes against,
/// and whether it reviews another.
fn decide_act(file: &OrderFile, decide: Decide) -> Result<Pending, AppError> {
    let dispute = file
        .dispute(decide.dispute)
        .ok_or_else(|| AppError::not_found("the dispute", &decide.dispute))?;
    let review = dispute.state == State::FinalReview || dispute.reopened > 0;
    let minor = decide.amount_minor.unwrap_or(dispute.amount_minor);
    Ok(Pending {
        action: if review { Action::DecisionFinal } else { Action::DecisionMake },
        amount: Money { minor, currency: file.currency() },
        adverse: decide.for_party == Party::Merchant,
        review,
        input: Input::Decide(decide),
    })
}

impl Pending {
    pub(crate) fn act(&self) -> Act<'static> {
        Act {
            amount: Some(self.amount),
            adverse: self.adverse,
            review: self.review,
            ..Act::new(self.action)
        }
    }
}
