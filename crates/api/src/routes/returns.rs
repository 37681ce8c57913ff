//! Returns, as customers report them.

use app::returns::{self, AwaitedReturn, NewReturn};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::feed::Return;
use crate::wire::{
    CustomerId, LineId, MerchantId, Moment, OrderId, Page, PageQuery, PathParam, QueryParams,
    ReturnId,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_return)).routes(routes!(list_returns))
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

/// Which returns.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReturnsQuery {
    /// Of one merchant; a merchant sees its own anyway.
    #[param(inline)]
    merchant_id: Option<MerchantId>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A return that its shop has not answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OpenReturn {
    pub id: ReturnId,
    pub order_id: OrderId,
    pub merchant_id: MerchantId,
    /// The shop's name; absent for a shop that the feed has not brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    pub customer_id: CustomerId,
    pub reported_at: Moment,
    /// The names of what goes back.
    #[schema(example = json!(["Hiking boots"]))]
    pub items: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    /// The first instant that is late: the customer's plans go on, and the customer may claim the money.
    pub answer_by: Moment,
}

impl From<AwaitedReturn> for OpenReturn {
    fn from(from: AwaitedReturn) -> Self {
        Self {
            id: from.id.into(),
            order_id: from.order.into(),
            merchant_id: from.merchant.into(),
            merchant_name: from.merchant_name,
            customer_id: from.customer.into(),
            reported_at: from.told.at.into(),
            items: from.told.items,
            tracking_id: from.told.tracking_id,
            answer_by: from.answer_by.into(),
        }
    }
}

/// List returns that wait for their shop, the nearest deadline first. A shop answers by a record of the
/// feed: it registers the goods, or rejects them. A merchant sees only its own.
#[utoipa::path(get, path = "/v1/returns", tag = "orders", params(ReturnsQuery),
    responses((status = 200, body = Page<OpenReturn>)),
    extensions(("x-ombud-action" = json!("order.read"))))]
async fn list_returns(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<ReturnsQuery>,
) -> Result<Json<Page<OpenReturn>>, Problem> {
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let merchant = query.merchant_id.map(|id| id.0);
    read(&state, &principal, move |session| {
        let rows = returns::awaited(session, merchant.as_ref(), &asked)?;
        let place =
            |one: &AwaitedReturn| store::Cursor { at: one.answer_by, id: one.id.to_string() };
        Ok(Page::of(rows, &asked, place, OpenReturn::from))
    })
    .await
}
