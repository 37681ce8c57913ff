//! Plans of an order: what is owed, and what can be changed about it.

use compliance::authority::Action;
use dispute::{Input, PlanOptions};
use kernel::{Currency, Money, OrderId, PlanId};
use plan::Plan;

use crate::order::{self, Act, OrderView, Work, may_see};
use crate::{AppError, Session};

/// The plans of an order.
///
/// # Errors
/// [`AppError::NotFound`], also for an order of somebody else; [`AppError::Forbidden`] for the
/// merchant, who never sees how the customer pays.
pub fn get(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Vec<Plan>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::PlanRead, &case)?;
    Ok(work.file.plans().to_vec())
}

/// What can be chosen for a plan today: due dates that can move, what settling it costs, and what
/// smaller parts would come to.
///
/// # Errors
/// As [`get`].
pub fn options(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    plan: PlanId,
) -> Result<(Currency, PlanOptions), AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::PlanRead, &case)?;
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let policy = app.policy(s.tx(), &tenant)?;
    Ok((work.file.currency(), work.file.plan_options(plan, &policy.rules, now)?))
}

/// Lets due dates stand still for some days.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], the machine's refusals.
pub fn pause(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    plan: PlanId,
    days: u32,
    why: String,
) -> Result<OrderView, AppError> {
    change(s, order, Action::PlanPause, Input::PausePlan { plan, days, why })
}

/// Moves one due date, where the market offers it.
///
/// # Errors
/// As [`pause`].
pub fn extend_due_date(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    plan: PlanId,
    seq: u32,
) -> Result<OrderView, AppError> {
    change(s, order, Action::PlanExtend, Input::ExtendDueDate { plan, seq })
}

/// Replans what is owed in smaller parts for somebody in difficulty.
///
/// # Errors
/// As [`pause`].
pub fn hardship(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    plan: PlanId,
    parts: u32,
) -> Result<OrderView, AppError> {
    change(s, order, Action::PlanHardship, Input::Hardship { plan, parts })
}

/// Gives up a late fee; one that was paid goes back.
///
/// # Errors
/// As [`pause`].
pub fn waive_fee(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    plan: PlanId,
    fee: u32,
) -> Result<OrderView, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    // Who may give it up depends on how much it is.
    let known = work.file.plan(plan).map(Plan::fees).unwrap_or_default();
    let fee_of = known.iter().find(|known| u32::from(known.no) == fee);
    // One that is not there is the machine's to refuse.
    let minor = fee_of.map_or(0, |known| known.minor);
    let amount = Some(Money::new(minor, work.file.currency()));
    let act = Act { amount, ..Act::new(Action::FeeWaive) };
    order::apply(s, order, &act, Input::WaiveFee { plan, fee })
}

fn change(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    action: Action,
    input: Input,
) -> Result<OrderView, AppError> {
    order::apply(s, order, &Act::new(action), input)
}
