//! Webhook endpoints and their deliveries.

use app::webhooks::{self, CreatedEndpoint, EndpointChange, NewEndpoint};
use app::{AppError, Session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::webhooks::{DeliveryRow, EndpointRow};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::keys::Done;
use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::wire::{
    DeliveryId, EventId, MerchantId, Moment, Page, PageQuery, PathParam, QueryParams, WebhookId,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_webhook, list_webhooks))
        .routes(routes!(get_webhook))
        .routes(routes!(change_webhook))
        .routes(routes!(rotate_webhook_secret))
        .routes(routes!(remove_webhook))
        .routes(routes!(list_topics))
        .routes(routes!(list_deliveries))
        .routes(routes!(get_delivery))
        .routes(routes!(redeliver))
}

/// An endpoint to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://shop.example/hooks", "topics": ["dispute.opened"]}))]
pub(crate) struct CreateWebhook {
    #[schema(min_length = 1, max_length = 2000)]
    pub url: String,
    /// Ombud's own events where empty.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub topics: Vec<String>,
    /// One merchant's events alone.
    #[serde(default)]
    pub merchant_id: Option<MerchantId>,
    /// May be `http` and inside private networks: sandboxes only, where the server allows it.
    #[serde(default)]
    pub development: bool,
}

/// An endpoint, without its secrets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Webhook {
    pub id: WebhookId,
    pub url: String,
    pub topics: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    pub development: bool,
    /// Deliveries are made.
    pub active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// An endpoint with a new signing secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NewWebhook {
    pub webhook: Webhook,
    /// Shown now and never again: a repetition of the request shows the endpoint without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "whsec_…")]
    pub secret: Option<String>,
}

impl TryFrom<EndpointRow> for Webhook {
    type Error = AppError;
    fn try_from(row: EndpointRow) -> Result<Self, AppError> {
        Ok(Self {
            id: row.webhook.into(),
            url: row.url,
            topics: serde_json::from_str(&row.topics)?,
            merchant_id: row.merchant.map(Into::into),
            development: row.development,
            active: row.state == store::webhooks::ACTIVE,
            disabled_reason: row.disabled_reason,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// What is shown once, and what is kept for a repetition.
fn shown_once(created: CreatedEndpoint) -> Result<(NewWebhook, NewWebhook), AppError> {
    let CreatedEndpoint { endpoint, secret } = created;
    let webhook = Webhook::try_from(endpoint)?;
    let secret = Some(secret.expose().to_owned());
    let shown = NewWebhook { webhook: webhook.clone(), secret };
    Ok((shown, NewWebhook { webhook, secret: None }))
}

/// Make an endpoint. Deliveries follow Standard Webhooks 1.0; the secret is in this answer alone.
#[utoipa::path(post, path = "/v1/webhooks", tag = "webhooks", request_body = CreateWebhook,
    responses((status = 201, body = NewWebhook)),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn create_webhook(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<CreateWebhook>,
) -> Result<Response, Problem> {
    command
        .run_with_secret(&state, &principal, StatusCode::CREATED, |session, body| {
            let new = NewEndpoint {
                url: body.url.clone(),
                topics: body.topics.clone(),
                merchant: body.merchant_id.clone().map(|id| id.0),
                development: body.development,
            };
            shown_once(webhooks::create(session, new)?)
        })
        .await
}

/// List the endpoints of the tenant, or of the administrator's own merchant.
#[utoipa::path(get, path = "/v1/webhooks", tag = "webhooks",
    responses((status = 200, body = Vec<Webhook>)),
    extensions(("x-ombud-action" = json!("webhook.read"))))]
async fn list_webhooks(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<Webhook>>, Problem> {
    read(&state, &principal, |session| {
        webhooks::list(session)?.into_iter().map(Webhook::try_from).collect()
    })
    .await
}

/// Read an endpoint.
#[utoipa::path(get, path = "/v1/webhooks/{webhook_id}", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path)), responses((status = 200, body = Webhook)),
    extensions(("x-ombud-action" = json!("webhook.read"))))]
async fn get_webhook(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<WebhookId>,
) -> Result<Json<Webhook>, Problem> {
    read(&state, &principal, move |session| webhooks::get(session, id.0)?.try_into()).await
}

/// What changes; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeWebhook {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub url: Option<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub topics: Option<Vec<String>>,
    #[serde(default)]
    pub active: Option<bool>,
}

/// Change an endpoint; one that was disabled delivers again from the next event on.
#[utoipa::path(post, path = "/v1/webhooks/{webhook_id}/change", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path)), request_body = ChangeWebhook,
    responses((status = 200, body = Webhook)),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn change_webhook(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<WebhookId>,
    command: Command<ChangeWebhook>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let ChangeWebhook { url, topics, active } = body.clone();
            let change = EndpointChange { url, topics, active };
            Webhook::try_from(webhooks::update(session, id.0, change)?)
        })
        .await
}

/// Add a new signing secret in front of the old one: deliveries are signed with both.
#[utoipa::path(post, path = "/v1/webhooks/{webhook_id}/rotate-secret", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path)), responses((status = 200, body = NewWebhook)),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn rotate_webhook_secret(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<WebhookId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    let work = move |session: &mut Session<'_, '_>, _: &Nothing| {
        shown_once(webhooks::rotate_secret(session, id.0)?)
    };
    command.run_with_secret(&state, &principal, StatusCode::OK, work).await
}

/// Remove an endpoint.
#[utoipa::path(post, path = "/v1/webhooks/{webhook_id}/remove", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path)), responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn remove_webhook(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<WebhookId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            webhooks::remove(session, id.0)?;
            Ok(Done { done: true })
        })
        .await
}

/// One event for one endpoint.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Delivery {
    pub id: DeliveryId,
    /// The `webhook-id` header: the same for every try.
    pub event_id: EventId,
    #[schema(example = "dispute.opened")]
    pub topic: String,
    /// `pending`, `succeeded` or `failed`.
    #[schema(example = "succeeded")]
    pub state: String,
    #[schema(minimum = 0)]
    pub attempts: i64,
    pub next_try_at: Moment,
    /// The HTTP status of the last try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    pub created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.delivery.into(),
            event_id: row.event.into(),
            topic: row.topic,
            state: row.state,
            attempts: row.attempts,
            next_try_at: row.try_at.into(),
            last_status: row.last_status,
            last_error: row.last_error,
            created_at: row.created_at.into(),
            ended_at: row.ended_at.map(Into::into),
        }
    }
}

/// List the deliveries of an endpoint, the newest first.
#[utoipa::path(get, path = "/v1/webhooks/{webhook_id}/deliveries", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path), PageQuery),
    responses((status = 200, body = Page<Delivery>)),
    extensions(("x-ombud-action" = json!("webhook.read"))))]
async fn list_deliveries(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<WebhookId>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Delivery>>, Problem> {
    let asked = query.ask()?;
    read(&state, &principal, move |session| {
        let rows = webhooks::deliveries(session, id.0, &asked)?;
        let place =
            |row: &DeliveryRow| store::Cursor { at: row.created_at, id: row.delivery.to_string() };
        Ok(Page::of(rows, &asked, place, Delivery::from))
    })
    .await
}

/// What an endpoint can be told of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WebhookTopic {
    #[schema(example = "dispute.opened")]
    pub name: String,
    pub about: String,
}

/// List what an endpoint can be told of.
#[utoipa::path(get, path = "/v1/webhooks/topics", tag = "webhooks",
    responses((status = 200, body = Vec<WebhookTopic>)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn list_topics(_caller: Caller) -> Json<Vec<WebhookTopic>> {
    let all = webhooks::TOPICS.iter().zip(webhooks::ABOUT_TOPICS);
    let topic = |(name, about): (&&str, &&str)| WebhookTopic {
        name: (*name).to_owned(),
        about: (*about).to_owned(),
    };
    Json(all.map(topic).collect())
}

/// A delivery, with what was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeliveryWithBody {
    #[serde(flatten)]
    pub delivery: Delivery,
    /// The body, as every try sends it.
    #[schema(value_type = Object)]
    pub request: serde_json::Value,
}

/// Read a delivery with what was sent. What the endpoint answered is its status and, where it failed,
/// the error; its body is not kept.
#[utoipa::path(get, path = "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}", tag = "webhooks",
    params(("webhook_id" = WebhookId, Path), ("delivery_id" = DeliveryId, Path)),
    responses((status = 200, body = DeliveryWithBody)),
    extensions(("x-ombud-action" = json!("webhook.read"))))]
async fn get_delivery(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((id, delivery)): PathParam<(WebhookId, DeliveryId)>,
) -> Result<Json<DeliveryWithBody>, Problem> {
    read(&state, &principal, move |session| {
        let row = webhooks::delivery(session, id.0, delivery.0)?;
        let request = serde_json::from_str(&row.payload)?;
        Ok(DeliveryWithBody { delivery: row.into(), request })
    })
    .await
}

/// Send an ended delivery again, with the same event id.
#[utoipa::path(post, path = "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend",
    tag = "webhooks",
    params(("webhook_id" = WebhookId, Path), ("delivery_id" = DeliveryId, Path)),
    responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn redeliver(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((id, delivery)): PathParam<(WebhookId, DeliveryId)>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            webhooks::redeliver(session, id.0, delivery.0)?;
            Ok(Done { done: true })
        })
        .await
}
