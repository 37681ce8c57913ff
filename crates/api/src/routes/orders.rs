//! Orders, read: the whole file, its events, its plans and books.

use app::beside::{self, Beside};
use app::order::OrderView;
use app::{Role, disputes, feed, ledger, payouts, plans};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::orders::OrdersOf;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::routes::disputes::summaries;
use crate::types::common::Actor;
use crate::types::dispute::DisputeSummary;
use crate::types::ledger::LedgerEntry;
use crate::types::order::OrderFile;
use crate::types::payout::PayoutView;
use crate::types::plan::Plan;
use crate::wire::{
    CustomerId, Date, Digest, EventId, MerchantId, Moment, Money, OrderId, Page, PageQuery,
    PathParam, PlanId, PlanStatus, QueryParams,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_orders))
        .routes(routes!(get_order))
        .routes(routes!(list_order_disputes))
        .routes(routes!(list_order_events))
        .routes(routes!(list_order_plans))
        .routes(routes!(list_order_entries))
        .routes(routes!(list_order_payouts))
}

/// An order in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OrderSummary {
    pub id: OrderId,
    pub merchant_id: MerchantId,
    /// The shop's name; absent for a shop that the feed has not brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    pub customer_id: CustomerId,
    /// The name of the first line.
    #[schema(example = "Hiking boots")]
    pub title: String,
    pub lines_count: usize,
    pub ordered_at: Moment,
    pub total: Money,
    pub captured: Money,
    /// What the customer got back over all channels.
    pub returned: Money,
    pub in_dispute: Money,
    pub disputes: usize,
    /// Still to be paid, interest and fees included; not shown to merchants, as all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<Money>,
    /// The next payment that will be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<NextDue>,
    /// While a plan stands still: the first day on which a payment may fall due again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_status: Option<PlanStatus>,
    pub updated_at: Moment,
}

/// A payment that will be asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NextDue {
    pub on: Date,
    pub amount: Money,
    pub plan_id: PlanId,
    #[schema(minimum = 1)]
    pub instalment: u16,
}

impl OrderSummary {
    fn seen_by(role: Role, view: &OrderView, beside: Beside) -> Self {
        let (file, order) = (&view.file, view.file.order());
        let money = |minor| Money::new(minor, file.currency());
        let sees_plans = !(role.is_of_one_merchant() || role == Role::Network);
        Self {
            id: order.id.clone().into(),
            merchant_id: order.merchant_id.clone().into(),
            merchant_name: beside.merchant_name,
            customer_id: order.customer_id.clone().into(),
            title: order.lines.first().map(|line| line.name.clone()).unwrap_or_default(),
            lines_count: order.lines.len(),
            ordered_at: order.at.into(),
            total: money(order.total_minor),
            captured: money(file.captured_minor()),
            returned: money(file.returned_minor()),
            in_dispute: money(file.in_dispute_minor()),
            disputes: file.disputes().len(),
            outstanding: sees_plans.then(|| money(beside::outstanding_minor(file))),
            next_due: beside::next_due(file).filter(|_| sees_plans).map(|due| NextDue {
                on: due.on.into(),
                amount: money(due.minor),
                plan_id: due.plan.into(),
                instalment: due.instalment,
            }),
            paused_until: beside
                .paused_until
                .values()
                .max()
                .filter(|_| sees_plans)
                .map(|date| (*date).into()),
            plan_status: beside::plan_status(file).filter(|_| sees_plans).map(Into::into),
            updated_at: view.updated_at.into(),
        }
    }
}

/// Which orders.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OrderQuery {
    /// Of one merchant.
    #[param(inline)]
    merchant_id: Option<MerchantId>,
    /// Of one customer; not together with `merchant_id`.
    #[param(inline)]
    customer_id: Option<CustomerId>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List orders, the newest first. A merchant or customer sees only their own.
#[utoipa::path(get, path = "/v1/orders", tag = "orders", params(OrderQuery),
    responses((status = 200, body = Page<OrderSummary>)),
    extensions(("x-ombud-action" = json!("order.read"))))]
async fn list_orders(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<OrderQuery>,
) -> Result<Json<Page<OrderSummary>>, Problem> {
    let of = match (query.merchant_id, query.customer_id) {
        (Some(_), Some(_)) => {
            let detail = "give merchant_id or customer_id, not both";
            return Err(Problem::new("invalid_parameter", detail).field("customer_id"));
        }
        (Some(merchant), None) => OrdersOf::Merchant(merchant.0),
        (None, Some(customer)) => OrdersOf::Customer(customer.0),
        (None, None) => OrdersOf::Tenant,
    };
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let role = principal.role;
    read(&state, &principal, move |session| {
        let rows = feed::orders(session, &of, &asked)?;
        let beside = beside::many(session, rows.iter().map(|view| &view.file))?;
        let rows = rows.into_iter().zip(beside).collect();
        let place = |(view, _): &(OrderView, Beside)| store::Cursor {
            at: view.created_at,
            id: view.file.order().id.to_string(),
        };
        let shown = |(view, beside)| OrderSummary::seen_by(role, &view, beside);
        Ok(Page::of(rows, &asked, place, shown))
    })
    .await
}

/// Read an order with its parcels, plans and money, as far as the reader may see them.
#[utoipa::path(get, path = "/v1/orders/{order_id}", tag = "orders",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = OrderFile)),
    extensions(("x-ombud-action" = json!("order.read"))))]
async fn get_order(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<OrderFile>, Problem> {
    let role = principal.role;
    read(&state, &principal, move |session| {
        let view = feed::order(session, &order.0)?;
        let beside = beside::one(session, &view.file)?;
        Ok(OrderFile::seen_by(role, &view.file, beside))
    })
    .await
}

/// List the disputes of an order, the oldest first.
#[utoipa::path(get, path = "/v1/orders/{order_id}/disputes", tag = "orders",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = Vec<DisputeSummary>)),
    extensions(("x-ombud-action" = json!("order.read"))))]
async fn list_order_disputes(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<Vec<DisputeSummary>>, Problem> {
    let role = principal.role;
    read(&state, &principal, move |session| {
        let rows = disputes::of_order(session, &order.0)?;
        summaries(session, role, rows)
    })
    .await
}

/// Something that happened to an order, with all that a replay needs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OrderEvent {
    #[schema(minimum = 1)]
    pub seq: i64,
    pub id: EventId,
    /// When it was recorded.
    pub at: Moment,
    /// When it counts: a late clock's own deadline.
    pub effective_at: Moment,
    pub actor: Actor,
    #[schema(example = "represent")]
    pub kind: String,
    /// The input of the machine, as it was handled.
    #[schema(value_type = Object)]
    pub input: serde_json::Value,
    /// The policy it was handled under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<Digest>,
}

/// From which event on.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// Events after this sequence number; from the first when absent.
    #[param(minimum = 0)]
    after_seq: Option<i64>,
}

/// List what happened to an order, up to 1,000 events after a sequence number.
#[utoipa::path(get, path = "/v1/orders/{order_id}/events", tag = "orders",
    params(("order_id" = OrderId, Path), EventQuery),
    responses((status = 200, body = Vec<OrderEvent>)),
    extensions(("x-ombud-action" = json!("decision.replay"))))]
async fn list_order_events(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
    QueryParams(query): QueryParams<EventQuery>,
) -> Result<Json<Vec<OrderEvent>>, Problem> {
    read(&state, &principal, move |session| {
        let rows = disputes::events(session, &order.0, query.after_seq.unwrap_or(0))?;
        let event = |row: store::orders::OrderEventRow| {
            let actor: kernel::Actor = serde_json::from_str(&row.actor)?;
            Ok(OrderEvent {
                seq: row.seq,
                id: row.event.into(),
                at: row.at.into(),
                effective_at: row.effective_at.into(),
                actor: actor.into(),
                kind: row.kind,
                input: serde_json::from_str(&row.input)?,
                policy_hash: row.policy_hash.map(Into::into),
            })
        };
        rows.into_iter().map(event).collect()
    })
    .await
}

/// List the payment plans of an order.
#[utoipa::path(get, path = "/v1/orders/{order_id}/plans", tag = "plans",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = Vec<Plan>)),
    extensions(("x-ombud-action" = json!("plan.read"))))]
async fn list_order_plans(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<Vec<Plan>>, Problem> {
    read(&state, &principal, move |session| {
        let plans = plans::get(session, &order.0)?;
        let file = feed::order(session, &order.0)?.file;
        let beside = beside::one(session, &file)?;
        Ok(plans.iter().map(|plan| Plan::of(&file, plan, &beside)).collect())
    })
    .await
}

/// List the ledger entries of an order, the oldest first.
#[utoipa::path(get, path = "/v1/orders/{order_id}/entries", tag = "ledger",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = Vec<LedgerEntry>)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn list_order_entries(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<Vec<LedgerEntry>>, Problem> {
    read(&state, &principal, move |session| {
        Ok(ledger::entries(session, &order.0)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// List the payouts of an order: money on its way to the customer.
#[utoipa::path(get, path = "/v1/orders/{order_id}/payouts", tag = "orders",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = Vec<PayoutView>)),
    extensions(("x-ombud-action" = json!("plan.read"))))]
async fn list_order_payouts(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<Vec<PayoutView>>, Problem> {
    read(&state, &principal, move |session| {
        Ok(payouts::list(session, &order.0)?.into_iter().map(Into::into).collect())
    })
    .await
}
