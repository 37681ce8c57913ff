//! Changes to payment plans.

use app::order::OrderView;
use app::{AppError, Session, plans};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::Command;
use crate::types::plan::Plan;
use crate::wire::{OrderId, PathParam, PlanId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(pause_plan))
        .routes(routes!(extend_plan))
        .routes(routes!(start_hardship))
        .routes(routes!(waive_fee))
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
            let found = view.file.plan(plan.0).map(|plan| Plan::new(plan, &beside.paused_until));
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
