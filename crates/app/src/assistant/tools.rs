//! What the assistant can do: each tool takes a [`Grant`], which only the policy engine makes, and the
//! typed values that a procedure got from facts and confirmed slots. Nothing that a customer, a shop or a
//! model wrote reaches a tool otherwise.
//!
//! What is to move is worked out from the books again; where it is not what was confirmed, nothing moves.

mod args;
mod cases;
mod plan;

use assistant::Value;
use assistant::turn::{ToolCall, ToolFailure};
use compliance::authority::{Action, Grant, Request, Resource, Verdict};
use kernel::{CustomerId, Money};

use self::args::Args;
use crate::order::{self, Work};
use crate::{AppError, Session};

/// Why a tool did nothing.
pub(super) enum Refused {
    /// Told to the procedure, which goes on by its `failed`.
    Told(ToolFailure),
    /// Of the store: the turn begins anew.
    Broken(AppError),
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound { .. }
            | AppError::Forbidden { .. }
            | AppError::Invalid { .. }
            | AppError::Conflict { .. }
            | AppError::Unprocessable { .. } => {
                Self::Told(ToolFailure { code: error.code().to_owned(), why: error.to_string() })
            }
            other => Self::Broken(other),
        }
    }
}

fn refused(code: &str, why: impl Into<String>) -> Refused {
    Refused::Told(ToolFailure { code: code.to_owned(), why: why.into() })
}

type Done = Result<Value, Refused>;

/// Calls a tool for the customer that the principal speaks with.
///
/// # Errors
/// The store's; what a tool refuses is in the inner result.
pub(super) fn call(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    call: &ToolCall,
) -> Result<Result<Value, ToolFailure>, AppError> {
    match run(s, customer, call) {
        Ok(value) => Ok(Ok(value)),
        Err(Refused::Told(failure)) => {
            tracing::info!(tool = call.tool, code = failure.code, "a tool did nothing");
            Ok(Err(failure))
        }
        Err(Refused::Broken(error)) => Err(error),
    }
}

fn run(s: &mut Session<'_, '_>, customer: &CustomerId, call: &ToolCall) -> Done {
    let action: Action =
        call.action.parse().map_err(|_| refused("unknown_action", call.action.clone()))?;
    let args = Args::new(&call.args);
    match call.tool.as_str() {
        "plan.pause" => plan::pause(s, grant(s, customer, action, None)?, &args),
        "plan.extend" => plan::extend(s, grant(s, customer, action, None)?, &args),
        "plan.pay_instalment" => {
            plan::pay_instalment(s, grant(s, customer, action, call.amount)?, &args)
        }
        "plan.settle" => plan::settle(s, grant(s, customer, action, call.amount)?, &args),
        "fee.waive" => plan::waive(s, grant(s, customer, action, call.amount)?, &args),
        "return.report" => cases::report_return(s, grant(s, customer, action, None)?, &args),
        "dispute.open" => cases::open(s, grant(s, customer, action, call.amount)?, &args),
        "dispute.withdraw" => cases::withdraw(s, grant(s, customer, action, None)?, &args),
        "dispute.answer_offer" => {
            cases::answer_offer(s, grant(s, customer, action, call.amount)?, &args)
        }
        "dispute.review" => cases::review(s, grant(s, customer, action, None)?, &args),
        "complaint.open" => cases::complain(s, grant(s, customer, action, None)?, &args),
        other => Err(refused("unknown_tool", other)),
    }
}

/// Leave from the policy engine, on this customer's own case.
fn grant(
    s: &Session<'_, '_>,
    customer: &CustomerId,
    action: Action,
    amount: Option<Money>,
) -> Result<Grant, Refused> {
    let resource = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    let request = Request { amount, ..Request::new(s.principal(), action, &resource) };
    s.app().authority().grant(&request).map_err(|verdict| match verdict {
        Verdict::Deny { reason, .. } => refused("forbidden", reason),
        Verdict::NeedsSecondPerson { .. } | Verdict::Allow { .. } => {
            refused("needs_person", "a second person has to agree")
        }
    })
}

/// The order of a call, if it is this customer's and the leave is for it.
fn granted(
    s: &mut Session<'_, '_>,
    grant: &Grant,
    args: &Args<'_>,
    amount: Option<Money>,
) -> Result<Work, Refused> {
    let work = Work::get(s, &args.order("order")?)?;
    order::may_see(s, &work.file, None)?;
    let owner = &work.file.order().customer_id;
    if !grant.covers(grant.action(), Some(owner), amount) || grant.tenant() != s.tenant() {
        return Err(refused("not_granted", "the leave is for another case, or for less"));
    }
    Ok(work)
}

/// Whether what will move is what was confirmed.
fn as_confirmed(confirmed: Money, found: Money) -> Result<(), Refused> {
    if confirmed == found {
        return Ok(());
    }
    Err(refused("amount_changed", format!("{confirmed} was confirmed, and it is {found} now")))
}
