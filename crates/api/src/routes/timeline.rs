//! Everything between a customer and the company, on one line of time.

use app::timeline;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::wire::{
    ComplaintId, ConversationId, CustomerId, DisputeId, Moment, Money, OrderId, Page, PageQuery,
    PathParam, PlanId, QueryParams,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_timeline))
}

/// What something is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimelineKind {
    Order,
    /// A payment falls, or fell, due.
    Due,
    Payment,
    /// A late fee.
    Fee,
    /// The shop gave back.
    Refund,
    /// Money on its way to the customer's instrument.
    Payout,
    Return,
    DisputeOpened,
    Decision,
    DisputeClosed,
    Conversation,
    Call,
    /// A co-browsing session; `detail` says who was there, what was granted and how it ended.
    Cobrowse,
    Complaint,
    SupportNeed,
    /// What the customer was told; `detail.sent` says what became of it by e-mail and text message.
    Notice,
}

/// One thing on the line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    /// Unique on the line, and the same each time.
    #[schema(example = "payment/pay-1")]
    pub id: String,
    pub at: Moment,
    pub kind: TimelineKind,
    /// Such as the product, the subject, or the state as a word.
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_id: Option<ComplaintId>,
    /// What else there is to say, by kind.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

impl From<timeline::Kind> for TimelineKind {
    fn from(from: timeline::Kind) -> Self {
        use timeline::Kind;
        match from {
            Kind::Order => Self::Order,
            Kind::Due => Self::Due,
            Kind::Payment => Self::Payment,
            Kind::Fee => Self::Fee,
            Kind::Refund => Self::Refund,
            Kind::Payout => Self::Payout,
            Kind::Return => Self::Return,
            Kind::DisputeOpened => Self::DisputeOpened,
            Kind::Decision => Self::Decision,
            Kind::DisputeClosed => Self::DisputeClosed,
            Kind::Conversation => Self::Conversation,
            Kind::Call => Self::Call,
            Kind::Cobrowse => Self::Cobrowse,
            Kind::Complaint => Self::Complaint,
            Kind::SupportNeed => Self::SupportNeed,
            Kind::Notice => Self::Notice,
        }
    }
}

impl From<timeline::Entry> for TimelineEntry {
    fn from(from: timeline::Entry) -> Self {
        Self {
            id: from.id,
            at: from.at.into(),
            kind: from.kind.into(),
            title: from.title,
            amount: from.amount.map(|amount| Money::new(amount.minor, amount.currency)),
            order_id: from.order.map(Into::into),
            plan_id: from.plan.map(Into::into),
            dispute_id: from.dispute.map(Into::into),
            conversation_id: from.conversation.map(Into::into),
            complaint_id: from.complaint.map(Into::into),
            detail: from.detail,
        }
    }
}

/// Read everything between a customer and the company, the newest first; what is still to come stands
/// before it. Of the newest 200 orders, conversations, calls, co-browsing sessions, complaints and
/// notices each.
#[utoipa::path(get, path = "/v1/customers/{customer_id}/timeline", tag = "customers",
    params(("customer_id" = CustomerId, Path), PageQuery),
    responses((status = 200, body = Page<TimelineEntry>)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn read_timeline(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(customer): PathParam<CustomerId>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<TimelineEntry>>, Problem> {
    let asked = query.ask()?;
    read(&state, &principal, move |session| {
        let entries = timeline::of(session, &customer.0, &asked)?;
        let place = |entry: &timeline::Entry| store::Cursor { at: entry.at, id: entry.id.clone() };
        Ok(Page::of(entries, &asked, place, TimelineEntry::from))
    })
    .await
}
