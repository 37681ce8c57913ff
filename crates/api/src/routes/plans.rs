//! Changes to payment plans.

use app::order::OrderView;
use app::{AppError, Principal, Session, collections, plans};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::plan::{EarlyPaymentState, Plan};
use crate::wire::{Date, Money, OrderId, PathParam, PlanId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(plan_options))
        .routes(routes!(pause_plan))
        .routes(routes!(extend_plan))
        .routes(routes!(start_hardship))
        .routes(routes!(waive_fee))
        .routes(routes!(pay_plan))
}

/// Due dates stand still.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PausePlan {
    #[schema(minimum = 1, maximum = 365)]
    pub days: u32,
    #[schema(min_length = 1, max_length = 500, example = "The customer is in hospital.")]
    pub why: String,
}

/// One due date moves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendPlan {
    /// Which instalment; 1 is the first.
    #[schema(minimum = 1, maximum = 240)]
    pub instalment: u32,
}

/// What is owed is split anew.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartHardship {
    /// Into how many parts.
    #[schema(minimum = 1, maximum = 120)]
    pub parts: u32,
}

/// A late fee is given up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaiveFee {
    /// Which fee; 1 is the first.
    #[schema(minimum = 1, maximum = 200)]
    pub fee: u32,
}

/// What can be chosen for a plan today, as it would happen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlanOptions {
    /// Due dates that can move; empty where the market offers none.
    pub extend: Vec<ExtendOption>,
    /// Everything, settled today: principal, interest up to today, fees.
    pub pay_early: Money,
    /// Interest that falls away by paying today.
    pub interest_saved: Money,
    /// What is owed in smaller parts, without interest.
    pub hardship: Vec<HardshipOption>,
}

/// One due date that can move.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ExtendOption {
    #[schema(minimum = 1)]
    pub instalment: u16,
    pub due_on: Date,
    pub new_due_on: Date,
    pub fee: Money,
}

/// What is owed in so many parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HardshipOption {
    pub parts: u16,
    /// Of the first part; others differ by one minor unit at most.
    pub amount: Money,
    pub last_amount: Money,
    pub first_due_on: Date,
    pub last_due_on: Date,
}

/// Show what can be chosen for a plan today: dates that can move, what settling it costs, and what
/// smaller parts would come to. Nothing changes by it.
#[utoipa::path(get, path = "/v1/orders/{order_id}/plans/{plan_id}/options", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)),
    responses((status = 200, body = PlanOptions)),
    extensions(("x-ombud-action" = json!("plan.read"))))]
async fn plan_options(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
) -> Result<Json<PlanOptions>, Problem> {
    read(&state, &principal, move |session| {
        let (currency, options) = plans::options(session, &order.0, plan.0)?;
        let money = |minor| Money::new(minor, currency);
        let extend = options.extend.iter().map(|option| ExtendOption {
            instalment: option.instalment,
            due_on: option.due.into(),
            new_due_on: option.new_due.into(),
            fee: money(option.fee_minor),
        });
        let hardship = options.hardship.iter().map(|option| HardshipOption {
            parts: option.parts,
            amount: money(option.amount_minor),
            last_amount: money(option.last_amount_minor),
            first_due_on: option.first_due.into(),
            last_due_on: option.last_due.into(),
        });
        Ok(PlanOptions {
            extend: extend.collect(),
            pay_early: money(options.pay_early_minor),
            interest_saved: money(options.interest_saved_minor),
            hardship: hardship.collect(),
        })
    })
    .await
}

/// Runs one change, and shows the plan.
async fn change<T, W>(
    state: &AppState,
    caller: Caller,
    plan: PlanId,
    command: Command<T>,
    mut work: W,
) -> Result<Response, Problem>
where
    T: Send + Sync + 'static,
    W: FnMut(&mut Session<'_, '_>, &T) -> Result<OrderView, AppError> + Send + 'static,
{
    let Caller(principal) = caller;
    command
        .run(state, &principal, StatusCode::OK, move |session, value| {
            let view = work(session, value)?;
            let beside = app::beside::one(session, &view.file)?;
            let found = view.file.plan(plan.0).map(|plan| Plan::of(&view.file, plan, &beside));
            found.ok_or_else(|| AppError::not_found("the plan", &plan.0))
        })
        .await
}

/// Let due dates stand still for some days.
#[utoipa::path(post, path = "/v1/orders/{order_id}/plans/{plan_id}/pause", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)), request_body = PausePlan,
    responses((status = 200, body = Plan)),
    extensions(("x-ombud-action" = json!("plan.pause"))))]
async fn pause_plan(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
    command: Command<PausePlan>,
) -> Result<Response, Problem> {
    change(&state, caller, plan, command, move |session, body| {
        plans::pause(session, &order.0, plan.0, body.days, body.why.clone())
    })
    .await
}

/// Move one due date, once, where the market offers it.
#[utoipa::path(post, path = "/v1/orders/{order_id}/plans/{plan_id}/extend", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)), request_body = ExtendPlan,
    responses((status = 200, body = Plan)),
    extensions(("x-ombud-action" = json!("plan.extend"))))]
async fn extend_plan(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
    command: Command<ExtendPlan>,
) -> Result<Response, Problem> {
    change(&state, caller, plan, command, move |session, body| {
        plans::extend_due_date(session, &order.0, plan.0, body.instalment)
    })
    .await
}

/// Split what is owed into smaller parts for somebody in difficulty; fees stop.
#[utoipa::path(post, path = "/v1/orders/{order_id}/plans/{plan_id}/hardship", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)), request_body = StartHardship,
    responses((status = 200, body = Plan)),
    extensions(("x-ombud-action" = json!("plan.hardship"))))]
async fn start_hardship(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
    command: Command<StartHardship>,
) -> Result<Response, Problem> {
    change(&state, caller, plan, command, move |session, body| {
        plans::hardship(session, &order.0, plan.0, body.parts)
    })
    .await
}

/// Give up a late fee; one that was paid goes back.
#[utoipa::path(post, path = "/v1/orders/{order_id}/plans/{plan_id}/waive-fee", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)), request_body = WaiveFee,
    responses((status = 200, body = Plan)),
    extensions(("x-ombud-action" = json!("fee.waive"))))]
async fn waive_fee(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
    command: Command<WaiveFee>,
) -> Result<Response, Problem> {
    change(&state, caller, plan, command, move |session, body| {
        plans::waive_fee(session, &order.0, plan.0, body.fee)
    })
    .await
}

/// What is paid ahead: everything where nothing is said, some instalments, or an amount.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayPlan {
    /// Whole instalments; of the interest only what was earned by today is asked for.
    #[serde(default)]
    #[schema(max_items = 240)]
    pub instalments: Vec<u16>,
    /// From the first open instalment on. Not together with `instalments`.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub amount_minor: Option<i64>,
}

/// A payment that the provider has not decided yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PaymentUnderWay {
    /// `pending`, or `asks_customer`.
    #[schema(example = "pending")]
    pub state: EarlyPaymentState,
    /// Where the customer confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    pub plan: Plan,
}

/// What came of it.
enum Paid {
    Now(Box<Plan>),
    Later(Box<PaymentUnderWay>),
}

impl Serialize for Paid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Now(plan) => plan.serialize(serializer),
            Self::Later(under_way) => under_way.serialize(serializer),
        }
    }
}

/// Pay a plan ahead of its due dates, with the instrument that paid before. Interest that was not earned
/// yet falls away, as `pay_early` and `interest_saved` of the plan's options say. Nothing is booked
/// before the payment provider has confirmed it; 202 says that it has not yet. What it declines changes
/// nothing (409 `payment_declined`, with its reason). Not while a plan is in dispute, paused, in
/// hardship or closed, nor while another payment of it is under way.
#[utoipa::path(post, path = "/v1/orders/{order_id}/plans/{plan_id}/pay", tag = "plans",
    params(("order_id" = OrderId, Path), ("plan_id" = PlanId, Path)), request_body = PayPlan,
    responses((status = 200, body = Plan), (status = 202, body = PaymentUnderWay)),
    extensions(("x-ombud-action" = json!("plan.pay"))))]
async fn pay_plan(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((order, plan)): PathParam<(OrderId, PlanId)>,
    command: Command<PayPlan>,
) -> Result<Response, Problem> {
    let PayPlan { instalments, amount_minor } = command.value().clone();
    let asked = dispute::PayEarly { plan: plan.0, instalments, amount_minor };
    let work = pay(&state, &principal, order.0, asked);
    command.run_long_with_status(&state, &principal, work).await
}

async fn pay(
    state: &AppState,
    principal: &Principal,
    order: kernel::OrderId,
    asked: dispute::PayEarly,
) -> Result<(StatusCode, Paid), Problem> {
    let of = order.clone();
    let intend = move |s: &mut Session<'_, '_>| Ok(collections::intend(s, &of, &asked)?.1);
    let effect = state.app.write(principal, intend).await?;
    let (app, tenant) = (&state.app, &principal.tenant);
    match &state.provider {
        Some(provider) => {
            collections::collect_now(app, provider.as_ref(), tenant, effect).await?;
        }
        None => collections::collect_in_sandbox(app, tenant, effect).await?,
    }
    let seen = move |s: &mut Session<'_, '_>| {
        let (view, plan, standing) = collections::standing(s, &order, effect)?;
        let beside = app::beside::one(s, &view.file)?;
        let plan = view.file.plan(plan).map(|plan| Plan::of(&view.file, plan, &beside));
        Ok((plan.ok_or_else(|| AppError::broken("a payment without a plan"))?, standing))
    };
    let (plan, standing) = state.app.read(principal, seen).await?;
    let later = |state, redirect_url, plan| {
        let under_way = PaymentUnderWay { state, redirect_url, plan };
        Ok((StatusCode::ACCEPTED, Paid::Later(Box::new(under_way))))
    };
    match standing {
        dispute::CollectionState::Succeeded => Ok((StatusCode::OK, Paid::Now(Box::new(plan)))),
        dispute::CollectionState::Declined { code } => {
            let why = format!("the payment provider declined it ({code}); nothing was paid");
            Err(Problem::new("payment_declined", why))
        }
        dispute::CollectionState::AsksCustomer { redirect_url } => {
            later(EarlyPaymentState::AsksCustomer, Some(redirect_url), plan)
        }
        dispute::CollectionState::Intended | dispute::CollectionState::Unknown => {
            later(EarlyPaymentState::Pending, None, plan)
        }
    }
}
