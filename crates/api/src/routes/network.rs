//! Chargebacks by card networks on the provider's own collection.

use app::network;
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
use crate::types::order::OrderFile;
use crate::wire::{NetworkDisputeId, OrderId, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_chargeback)).routes(routes!(report_outcome))
}

/// The network took money.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"id": "net-1", "amount_minor": 4000, "fee_minor": 2000, "reason_code": "13.1"}))]
pub(crate) struct ReportChargeback {
    /// The network's own id.
    pub id: NetworkDisputeId,
    /// Minor units of the order's currency.
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub fee_minor: i64,
    #[schema(min_length = 1, max_length = 64)]
    pub reason_code: String,
}

/// Report that a card network charged a payment of an order back. It is linked with open claims.
#[utoipa::path(post, path = "/v1/orders/{order_id}/network-disputes", tag = "network",
    params(("order_id" = OrderId, Path)), request_body = ReportChargeback,
    responses((status = 200, body = OrderFile)),
    extensions(("x-ombud-action" = json!("feed.write"))))]
async fn report_chargeback(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
    command: Command<ReportChargeback>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let view = network::chargeback(
                session,
                &order.0,
                body.id.0.clone(),
                body.amount_minor,
                body.fee_minor,
                body.reason_code.clone(),
            )?;
            let beside = app::beside::one(session, &view.file)?;
            Ok(OrderFile::seen_by(role, &view.file, beside))
        })
        .await
}

/// The network's last word.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportOutcome {
    /// The bank keeps the money; otherwise the network gave it back.
    pub stands: bool,
}

/// Report the network's last word on a chargeback.
#[utoipa::path(post, path = "/v1/orders/{order_id}/network-disputes/{network_dispute_id}/outcome",
    tag = "network",
    params(("order_id" = OrderId, Path), ("network_dispute_id" = NetworkDisputeId, Path)),
    request_body = ReportOutcome, responses((status = 200, body = OrderFile)),
    extensions(("x-ombud-action" = json!("feed.write"))))]
async fn report_outcome(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((order, id)): PathParam<(OrderId, NetworkDisputeId)>,
    command: Command<ReportOutcome>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let view = network::outcome(session, &order.0, id.0.clone(), body.stands)?;
            let beside = app::beside::one(session, &view.file)?;
            Ok(OrderFile::seen_by(role, &view.file, beside))
        })
        .await
}
