//! Returns, as customers report them.

use app::returns::{self, NewReturn};
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
use crate::types::feed::Return;
use crate::wire::{LineId, OrderId, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_return))
}

/// Goods go back to the shop, by the customer's own word.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"lines": ["1"], "tracking_id": "00340434161094042557", "carrier": "DHL"}))]
pub(crate) struct ReportReturn {
    /// Every line of the order when absent or empty.
    #[schema(max_items = 200)]
    pub lines: Vec<LineId>,
    #[schema(min_length = 1, max_length = 100)]
    pub tracking_id: Option<String>,
    #[schema(min_length = 1, max_length = 100)]
    pub carrier: Option<String>,
}

/// Report that goods go back. The plans of the order stand still for the days of the market (28), or
/// until the shop has registered or rejected the return; the shop is told. It stays `reported` until
/// the shop or a carrier says more.
#[utoipa::path(post, path = "/v1/orders/{order_id}/returns", tag = "orders",
    params(("order_id" = OrderId, Path)), request_body = ReportReturn,
    responses((status = 201, body = Return)),
    extensions(("x-ombud-action" = json!("return.report"))))]
async fn report_return(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
    command: Command<ReportReturn>,
) -> Result<Response, Problem> {
    command
        .on_order(&principal, &order.0)
        .run(&state, &principal, StatusCode::CREATED, move |session, body| {
            let new = NewReturn {
                lines: body.lines.iter().map(|line| line.0.clone()).collect(),
                tracking_id: body.tracking_id.clone(),
                carrier: body.carrier.clone(),
            };
            let (id, view) = returns::report(session, &order.0, new)?;
            let made = view.file.returns().iter().find(|known| known.id == id).cloned();
            made.map(Return::from).ok_or_else(|| app::AppError::not_found("the return", &id))
        })
        .await
}
