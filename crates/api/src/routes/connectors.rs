//! Webhooks of Stripe, Adyen and PayPal, believed by their signatures.

use app::connectors::{Received, receive};
use app::{Principal, Role};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderMap;
use connectors::Source;
use connectors::inbound::signature::SignatureError;
use kernel::PrincipalId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::limits::INBOUND_BODY_BYTES_MAX;
use crate::problem::Problem;
use crate::reply::Json;
use crate::wire::{EffectId, NetworkDisputeId, OrderId, PathParam, TaskId, TenantId, body};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(receive_stripe))
        .routes(routes!(receive_adyen))
        .routes(routes!(receive_paypal))
        .layer(DefaultBodyLimit::max(INBOUND_BODY_BYTES_MAX))
}

/// What became of one event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum EventResult {
    /// It came before: nothing was done.
    Duplicate,
    /// Applied to an order.
    Applied { order_id: OrderId, network_dispute_id: NetworkDisputeId },
    /// A person has to look; it is kept as it came.
    Tasked { task_id: TaskId },
    /// It is about a payment that was asked for here: the provider's record of it is read at once.
    LookedUp { effect_id: EffectId },
    /// It is about something else.
    Ignored,
}

/// What became of the events of a delivery.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReceivedEvents {
    pub events: Vec<EventResult>,
}

impl From<Received> for EventResult {
    fn from(received: Received) -> Self {
        match received {
            Received::Duplicate => Self::Duplicate,
            Received::Applied { order, network_dispute } => {
                Self::Applied { order_id: order.into(), network_dispute_id: network_dispute.into() }
            }
            Received::Tasked(task) => Self::Tasked { task_id: task.into() },
            Received::LookedUp(effect) => Self::LookedUp { effect_id: effect.into() },
            Received::Ignored => Self::Ignored,
        }
    }
}

async fn take(
    state: AppState,
    tenant: TenantId,
    source: Source,
    request: Request,
) -> Result<Json<ReceivedEvents>, Problem> {
    let headers: HeaderMap = request.headers().clone();
    let proof = state.inbound.proof(&tenant.0, source).ok_or_else(Problem::not_found)?;
    let bytes: Bytes = body::read(request, &state).await?;
    // The sender's clock is real, also where the tenant is on a test clock.
    let transmission =
        proof.verify(&headers, &bytes, state.app.now()).map_err(|error| match error {
            SignatureError::Credentials => Problem::new("basic_auth_needed", error.to_string()),
            other => Problem::new("invalid_signature", other.to_string()),
        })?;
    let name = source.as_str();
    let id = PrincipalId::new(name).map_err(|_| Problem::internal())?;
    let principal = Principal {
        tenant: tenant.0,
        role: Role::Network,
        id: Some(id),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    };
    let events = state
        .app
        .write(&principal, move |session| receive(session, source, transmission.as_deref(), &bytes))
        .await
        .map_err(|error| match error {
            // A body that cannot be read stays so: it must not be sent for days.
            app::AppError::Invalid { problem, .. } => Problem::new("bad_request", problem),
            other => other.into(),
        })?;
    Ok(Json(ReceivedEvents { events: events.into_iter().map(Into::into).collect() }))
}

/// Receive a webhook of Stripe (`Stripe-Signature`).
#[utoipa::path(post, path = "/v1/connectors/stripe/{tenant_id}/webhook", tag = "connectors",
    params(("tenant_id" = TenantId, Path)), request_body(content = Object),
    responses((status = 200, body = ReceivedEvents)),
    extensions(("x-ombud-action" = json!("signed"))))]
async fn receive_stripe(
    State(state): State<AppState>,
    PathParam(tenant): PathParam<TenantId>,
    request: Request,
) -> Result<Json<ReceivedEvents>, Problem> {
    take(state, tenant, Source::Stripe, request).await
}

/// Receive a webhook of Adyen (an HMAC in each item, and basic authentication where it is configured).
#[utoipa::path(post, path = "/v1/connectors/adyen/{tenant_id}/webhook", tag = "connectors",
    params(("tenant_id" = TenantId, Path)), request_body(content = Object),
    responses((status = 200, body = ReceivedEvents)),
    extensions(("x-ombud-action" = json!("signed"))))]
async fn receive_adyen(
    State(state): State<AppState>,
    PathParam(tenant): PathParam<TenantId>,
    request: Request,
) -> Result<Json<ReceivedEvents>, Problem> {
    take(state, tenant, Source::Adyen, request).await
}

/// Receive a webhook of PayPal (`PAYPAL-TRANSMISSION-SIG`).
#[utoipa::path(post, path = "/v1/connectors/paypal/{tenant_id}/webhook", tag = "connectors",
    params(("tenant_id" = TenantId, Path)), request_body(content = Object),
    responses((status = 200, body = ReceivedEvents)),
    extensions(("x-ombud-action" = json!("signed"))))]
async fn receive_paypal(
    State(state): State<AppState>,
    PathParam(tenant): PathParam<TenantId>,
    request: Request,
) -> Result<Json<ReceivedEvents>, Problem> {
    take(state, tenant, Source::Paypal, request).await
}
