//! What people at the desk give, and the requests that wait for a second person.

use app::desk;
use app::disputes::Acted;
use app::order::OrderView;
use app::{AppError, Session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dispute::ReleaseHeld;
use serde::{Deserialize, Serialize};
use store::tasks::TaskRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::order::OrderFile;
use crate::types::task::Task;
use crate::wire::{OrderId, Page, PageQuery, PathParam, PaymentId, QueryParams, TaskId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(give_goodwill))
        .routes(routes!(give_refund))
        .routes(routes!(release_held))
        .routes(routes!(list_requests))
        .routes(routes!(approve_request))
        .routes(routes!(reject_request))
}

/// Money for the customer at the provider's own cost.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount_minor": 1200, "note": "For the long wait."}))]
pub(crate) struct Give {
    /// Minor units of the order's currency.
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    #[schema(min_length = 1, max_length = 1000)]
    pub note: String,
}

/// Given, or waiting for somebody else's approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum Given {
    Done {
        order: Box<OrderFile>,
    },
    /// The amount is above what one person (or a language model) may give alone: see the task.
    AwaitsApproval {
        task: Box<Task>,
    },
}

async fn give<T, W>(
    state: &AppState,
    caller: Caller,
    command: Command<T>,
    mut work: W,
) -> Result<Response, Problem>
where
    T: Send + Sync + 'static,
    W: FnMut(&mut Session<'_, '_>, &T) -> Result<Acted<OrderView>, AppError> + Send + 'static,
{
    let Caller(principal) = caller;
    let role = principal.role;
    command
        .run(state, &principal, StatusCode::OK, move |session, give| {
            Ok(match work(session, give)? {
                Acted::Done(view) => {
                    let beside = app::beside::one(session, &view.file)?;
                    Given::Done { order: Box::new(OrderFile::seen_by(role, &view.file, beside)) }
                }
                Acted::AwaitsApproval(task) => {
                    Given::AwaitsApproval { task: Box::new((*task).into()) }
                }
            })
        })
        .await
}

/// Make a gesture to the customer of an order.
#[utoipa::path(post, path = "/v1/orders/{order_id}/goodwill", tag = "desk",
    params(("order_id" = OrderId, Path)), request_body = Give,
    responses((status = 200, body = Given)),
    extensions(("x-ombud-action" = json!("goodwill.grant"))))]
async fn give_goodwill(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(order): PathParam<OrderId>,
    command: Command<Give>,
) -> Result<Response, Problem> {
    give(&state, caller, command, move |session, give: &Give| {
        desk::goodwill(session, &order.0, give.amount_minor, give.note.clone())
    })
    .await
}

/// Refund the customer of an order: more may be given than as a gesture.
#[utoipa::path(post, path = "/v1/orders/{order_id}/refunds", tag = "desk",
    params(("order_id" = OrderId, Path)), request_body = Give,
    responses((status = 200, body = Given)),
    extensions(("x-ombud-action" = json!("refund.execute"))))]
async fn give_refund(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(order): PathParam<OrderId>,
    command: Command<Give>,
) -> Result<Response, Problem> {
    give(&state, caller, command, move |session, give: &Give| {
        desk::refund(session, &order.0, give.amount_minor, give.note.clone())
    })
    .await
}

/// Where what is held goes.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReleaseTo {
    /// Back to the card or account the payment came from.
    Instrument,
    /// To what the customer still owes on the order.
    Plan,
}

/// What is held for the customer is sent back, or applied.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "instrument", "note": "You had paid twice."}))]
pub(crate) struct Release {
    pub to: ReleaseTo,
    /// Minor units of the order's currency; everything that is held when absent, or, to the plan, as
    /// much of it as is owed.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: Option<i64>,
    /// For the customer, who is told.
    #[schema(min_length = 1, max_length = 1000)]
    pub note: String,
}

/// Send back what the customer paid too much and what was held for a person to look at, or apply it
/// to what they still owe. What is held stands in the order as `held`.
#[utoipa::path(post, path = "/v1/orders/{order_id}/payments/{payment_id}/release", tag = "desk",
    params(("order_id" = OrderId, Path), ("payment_id" = PaymentId, Path)),
    request_body = Release, responses((status = 200, body = Given)),
    extensions(("x-ombud-action" = json!("overpayment.release"))))]
async fn release_held(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((order, payment)): PathParam<(OrderId, PaymentId)>,
    command: Command<Release>,
) -> Result<Response, Problem> {
    give(&state, caller, command, move |session, body: &Release| {
        let release = ReleaseHeld {
            payment: payment.0.clone(),
            to: match body.to {
                ReleaseTo::Instrument => dispute::ReleaseTo::Instrument,
                ReleaseTo::Plan => dispute::ReleaseTo::Plan,
            },
            amount_minor: body.amount_minor,
            note: body.note.clone(),
        };
        desk::release(session, &order.0, release)
    })
    .await
}

/// List the requests that wait for a second person, the most urgent first.
#[utoipa::path(get, path = "/v1/requests", tag = "desk", params(PageQuery),
    responses((status = 200, body = Page<Task>)),
    extensions(("x-ombud-action" = json!("task.read"))))]
async fn list_requests(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Task>>, Problem> {
    let asked = query.ask()?;
    read(&state, &principal, move |session| {
        let rows = desk::requests(session, &asked)?;
        let about = app::tasks::about(session, &rows)?;
        let rows = rows.into_iter().zip(about).collect();
        let place = |(row, _): &(TaskRow, _)| super::tasks::place(row);
        Ok(Page::of(rows, &asked, place, |(row, about)| Task::about(row, about)))
    })
    .await
}

/// Approve a request, as the second person: it is carried out in the requester's name.
#[utoipa::path(post, path = "/v1/requests/{task_id}/approve", tag = "desk",
    params(("task_id" = TaskId, Path)), responses((status = 200, body = OrderFile)),
    extensions(("x-ombud-action" = json!("refund.approve"))))]
async fn approve_request(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            let view = desk::approve(session, task.0)?;
            let beside = app::beside::one(session, &view.file)?;
            Ok(OrderFile::seen_by(role, &view.file, beside))
        })
        .await
}

/// Why a request is rejected.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reject {
    #[schema(min_length = 1, max_length = 1000)]
    pub why: String,
}

/// Reject a request: nothing is done.
#[utoipa::path(post, path = "/v1/requests/{task_id}/reject", tag = "desk",
    params(("task_id" = TaskId, Path)), request_body = Reject,
    responses((status = 200, body = Task)),
    extensions(("x-ombud-action" = json!("refund.approve"))))]
async fn reject_request(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Reject>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let row: TaskRow = desk::reject(session, task.0, &body.why)?;
            Ok(Task::from(row))
        })
        .await
}
