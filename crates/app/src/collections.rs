//! Money that customers pay ahead of their due dates: the intent is committed, then the payment provider
//! is asked under the one key derived from it, and what it says is an input of the order's file.
//!
//! It goes by the same rows, the same worker and the same rules as payouts ([`crate::payouts`]): sent
//! once, looked up when unknown, repeated only under its own key.

use compliance::authority::Action;
use dispute::{CollectionState, Input, PayEarly};
use kernel::{EffectId, OrderId, PlanId};
use psp::PaymentProvider;

use crate::order::{self, Act, OrderView};
use crate::payouts::{self, PayoutRun};
use crate::{App, AppError, Session, sandbox};

/// The kind of an effect that brings money.
pub(crate) const KIND: &str = "collection";

/// Commits to collecting what a customer wants to pay early. Nothing is booked yet.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], the machine's refusals: a plan in dispute, paused,
/// closed or in hardship, or with a payment under way.
pub fn intend(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    asked: &PayEarly,
) -> Result<(OrderView, EffectId), AppError> {
    let plan = asked.plan;
    let view = order::apply(s, order, &Act::new(Action::PlanPay), Input::PayEarly(asked.clone()))?;
    let made = view.file.last_collection(plan).map(|mark| mark.collection.id);
    let made = made.ok_or_else(|| AppError::broken("a collection was not kept"))?;
    Ok((view, made))
}

/// Asks the provider at once instead of waiting for the worker. Whoever is faster does it: what another
/// node has begun is left to it.
///
/// # Errors
/// The store's.
pub async fn collect_now(
    app: &App,
    provider: &dyn PaymentProvider,
    tenant: &kernel::TenantId,
    effect: EffectId,
) -> Result<(), AppError> {
    let of = tenant.clone();
    let row = app
        .store()
        .read(move |tx| -> Result<_, AppError> { Ok(store::effects::get(tx, &of, effect)?) });
    let Some(row) = row.await? else { return Ok(()) };
    if row.state != store::effects::EffectState::Intent {
        return Ok(());
    }
    match payouts::one(app, provider, row, &mut PayoutRun::default()).await {
        Ok(()) | Err(AppError::Conflict { .. } | AppError::Overloaded { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// As [`collect_now`], where the deployment's own provider is not at hand: a sandbox plays it.
///
/// # Errors
/// The store's.
pub async fn collect_in_sandbox(
    app: &App,
    tenant: &kernel::TenantId,
    effect: EffectId,
) -> Result<(), AppError> {
    if !sandbox::is_sandbox(app, tenant).await? {
        return Ok(());
    }
    collect_now(app, &sandbox::nobody(app), tenant, effect).await
}

/// How a collection stands.
///
/// # Errors
/// [`AppError::NotFound`], the store's.
pub fn standing(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    effect: EffectId,
) -> Result<(OrderView, PlanId, CollectionState), AppError> {
    let work = order::Work::get(s, order)?;
    order::may_see(s, &work.file, None)?;
    let view = work.view();
    let mark = view.file.collection(effect);
    let mark = mark.ok_or_else(|| AppError::not_found("the payment", &effect))?;
    let (plan, state) = (mark.collection.plan, mark.state.clone());
    Ok((view, plan, state))
}
