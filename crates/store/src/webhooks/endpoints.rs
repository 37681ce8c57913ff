//! Webhook endpoints: where events go, and with which secrets they are signed.

use kernel::{MerchantId, TenantId, Timestamp, WebhookId};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// Deliveries are made.
pub const ACTIVE: &str = "active";
/// No deliveries, by hand or after the endpoint said 410 Gone or failed for too long.
pub const DISABLED: &str = "disabled";

/// One endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointRow {
    pub tenant: TenantId,
    pub webhook: WebhookId,
    pub url: String,
    /// JSON array of topics; empty means all.
    pub topics: String,
    /// Set when the endpoint belongs to one merchant.
    pub merchant: Option<MerchantId>,
    /// JSON array of signing secrets, newest first; more than one while rotating.
    pub secrets: String,
    /// May be `http` and inside private networks: development only.
    pub development: bool,
    /// [`ACTIVE`] or [`DISABLED`].
    pub state: String,
    pub disabled_reason: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// 1 when inserted, one more with each save.
    pub version: i64,
}

impl FromRow for EndpointRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            webhook: columns.take()?,
            url: columns.take()?,
            topics: columns.take()?,
            merchant: columns.take()?,
            secrets: columns.take()?,
            development: columns.take()?,
            state: columns.take()?,
            disabled_reason: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            version: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO webhook_endpoints (tenant_id, webhook_id, url, topics, \
    merchant_id, secrets, development, state, disabled_reason, created_at, updated_at, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const GET: &str = "SELECT tenant_id, webhook_id, url, topics, merchant_id, secrets, development, \
    state, disabled_reason, created_at, updated_at, version FROM webhook_endpoints \
    WHERE tenant_id = $1 AND webhook_id = $2";
const LIST: &str = "SELECT tenant_id, webhook_id, url, topics, merchant_id, secrets, development, \
    state, disabled_reason, created_at, updated_at, version FROM webhook_endpoints \
    WHERE tenant_id = $1 ORDER BY created_at, webhook_id";
const SAVE: &str = "UPDATE webhook_endpoints SET url = $4, topics = $5, secrets = $6, \
    development = $7, state = $8, disabled_reason = $9, updated_at = $10, version = version + 1 \
    WHERE tenant_id = $1 AND webhook_id = $2 AND version = $3";
const DELETE: &str = "DELETE FROM webhook_endpoints WHERE tenant_id = $1 AND webhook_id = $2";
const DISABLE: &str = "UPDATE webhook_endpoints SET state = 'disabled', disabled_reason = $3, \
    updated_at = $4, version = version + 1 \
    WHERE tenant_id = $1 AND webhook_id = $2 AND state = 'active'";
const FAIL_WAITING: &str = "UPDATE webhook_deliveries SET state = 'failed', ended_at = $3, \
    last_error = $4, lease_token = NULL \
    WHERE tenant_id = $1 AND webhook_id = $2 AND state = 'pending'";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, LIST, SAVE, DELETE, DISABLE, FAIL_WAITING];

/// # Errors
/// As [`Tx::exec`].
pub fn insert_endpoint(tx: &mut Tx<'_>, endpoint: &EndpointRow) -> Result<(), StoreError> {
    let params = [
        (&endpoint.tenant).into(),
        endpoint.webhook.into(),
        (&endpoint.url).into(),
        (&endpoint.topics).into(),
        endpoint.merchant.as_ref().into(),
        (&endpoint.secrets).into(),
        endpoint.development.into(),
        (&endpoint.state).into(),
        endpoint.disabled_reason.as_ref().into(),
        endpoint.created_at.into(),
        endpoint.updated_at.into(),
        endpoint.version.into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// # Errors
/// As [`Tx::query`].
pub fn endpoint(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
) -> Result<Option<EndpointRow>, StoreError> {
    tx.row(GET, &[tenant.into(), webhook.into()])
}

/// All endpoints of a tenant, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn endpoints(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<EndpointRow>, StoreError> {
    tx.rows(LIST, &[tenant.into()])
}

/// Saves URL, topics, secrets and state of an endpoint that still has `endpoint.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not.
pub fn save_endpoint(tx: &mut Tx<'_>, endpoint: &EndpointRow) -> Result<(), StoreError> {
    let params = vec![
        (&endpoint.tenant).into(),
        endpoint.webhook.into(),
        endpoint.version.into(),
        (&endpoint.url).into(),
        (&endpoint.topics).into(),
        (&endpoint.secrets).into(),
        endpoint.development.into(),
        (&endpoint.state).into(),
        endpoint.disabled_reason.as_ref().into(),
        endpoint.updated_at.into(),
    ];
    tx.exec_one(SAVE, params, "the webhook endpoint")
}

/// Deletes an endpoint; what waits for it fails. `false` when there is none.
///
/// # Errors
/// As [`Tx::exec`].
pub fn delete_endpoint(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let reason = "the endpoint was deleted";
    let params = vec![tenant.into(), webhook.into(), now.into(), reason.into()];
    tx.exec_deferred(FAIL_WAITING, params)?;
    Ok(tx.exec(DELETE, &[tenant.into(), webhook.into()])? == 1)
}

/// Disables an endpoint; what waits for it fails and can be sent again later by hand.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn disable_endpoint(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(DISABLE, vec![tenant.into(), webhook.into(), reason.into(), now.into()])?;
    tx.exec_deferred(FAIL_WAITING, vec![tenant.into(), webhook.into(), now.into(), reason.into()])
}
