//! API keys and the caller's own tenant.

use app::keys::{self, CreatedKey, NewKey};
use app::tenants::{self, TenantDoc};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::api_keys::ApiKeyRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::wire::{
    ApiKeyId, CustomerId, MerchantId, Moment, PathParam, PrincipalId, Role, TenantId, Word,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(who_am_i))
        .routes(routes!(create_key, list_keys))
        .routes(routes!(revoke_key))
}

/// Who the key stands for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Me {
    pub tenant_id: TenantId,
    pub tenant_name: String,
    /// A sandbox for life: it may have a test clock, and its money never leaves.
    pub sandbox: bool,
    /// The tenant's own now; on a test clock, it stands still until it is advanced.
    pub now: Moment,
    pub role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
}

/// Read who the key stands for, and what time it is for its tenant.
#[utoipa::path(get, path = "/v1/me", tag = "keys", responses((status = 200, body = Me)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn who_am_i(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Me>, Problem> {
    let me = principal.clone();
    read(&state, &principal, move |session| {
        let tenant = tenants::get(session)?;
        let doc: TenantDoc = serde_json::from_str(&tenant.doc)?;
        Ok(Me {
            tenant_id: tenant.tenant.into(),
            tenant_name: doc.name,
            sandbox: tenant.sandbox,
            now: session.now().into(),
            role: me.role.into(),
            principal_id: me.id.clone().map(Into::into),
            merchant_id: me.merchant.clone().map(Into::into),
            customer_id: me.customer.clone().map(Into::into),
        })
    })
    .await
}

/// A key to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "merchant", "subject": "m-1001", "label": "The shop's console"}))]
pub(crate) struct CreateKey {
    pub role: Role,
    /// Who acts with it: the merchant's id for the roles of a merchant, the customer's for a
    /// consumer, otherwise whoever it is.
    pub subject: PrincipalId,
    #[schema(max_length = 100)]
    pub label: String,
    #[serde(default)]
    pub expires_at: Option<Moment>,
}

/// A key, without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ApiKey {
    pub id: ApiKeyId,
    pub role: Role,
    pub subject: PrincipalId,
    pub label: String,
    pub created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Moment>,
}

/// A key that was made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NewApiKey {
    pub key: ApiKey,
    /// Shown now and never again: a repetition of the request shows the key without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ombud_sk_…")]
    pub secret: Option<String>,
}

impl ApiKey {
    fn of(row: ApiKeyRow) -> Option<Self> {
        Some(Self {
            id: row.id.into(),
            role: Word::read(&row.role)?,
            subject: row.subject.into(),
            label: row.label,
            created_at: row.created_at.into(),
            expires_at: row.expires_at.map(Into::into),
            revoked_at: row.revoked_at.map(Into::into),
        })
    }
}

/// Make a key. Its secret is in this answer alone.
///
/// Keys of agents, supervisors and compliance officers, who decide over money, are made on the machine
/// with `ombud key create`.
#[utoipa::path(post, path = "/v1/api-keys", tag = "keys", request_body = CreateKey,
    responses((status = 201, body = NewApiKey)),
    extensions(("x-ombud-action" = json!("api_key.manage"))))]
async fn create_key(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<CreateKey>,
) -> Result<Response, Problem> {
    command
        .run_with_secret(&state, &principal, StatusCode::CREATED, |session, body| {
            let new = NewKey {
                role: body.role.0,
                subject: body.subject.0.clone(),
                label: body.label.clone(),
                expires_at: body.expires_at.map(|at| at.0),
            };
            let CreatedKey { row, secret } = keys::create(session, new)?;
            let key = ApiKey::of(row).ok_or_else(broken)?;
            let shown = NewApiKey { key: key.clone(), secret: Some(secret.expose().to_owned()) };
            Ok((shown, NewApiKey { key, secret: None }))
        })
        .await
}

fn broken() -> app::AppError {
    app::AppError::broken("a stored key has a role that is not known")
}

/// List the keys of the tenant, or of the administrator's own merchant.
#[utoipa::path(get, path = "/v1/api-keys", tag = "keys",
    responses((status = 200, body = Vec<ApiKey>)),
    extensions(("x-ombud-action" = json!("api_key.manage"))))]
async fn list_keys(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<ApiKey>>, Problem> {
    read(&state, &principal, |session| {
        let rows = keys::list(session)?.into_iter();
        rows.map(|row| ApiKey::of(row).ok_or_else(broken)).collect()
    })
    .await
}

/// What was done, when there is nothing else to show.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Done {
    pub done: bool,
}

/// Revoke a key, at once.
#[utoipa::path(post, path = "/v1/api-keys/{api_key_id}/revoke", tag = "keys",
    params(("api_key_id" = ApiKeyId, Path)), responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("api_key.manage"))))]
async fn revoke_key(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ApiKeyId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            keys::revoke(session, id.0)?;
            Ok(Done { done: true })
        })
        .await
}
