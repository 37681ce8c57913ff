//! Deliveries: one event for one endpoint, until it is taken or given up.
//!
//! A delivery is tried only when no earlier one of the same endpoint and aggregate still waits:
//! order per aggregate is kept, and nothing else is held up.

use kernel::{DeliveryId, EventId, TenantId, Timestamp, WebhookId};

use super::EndpointRow;
use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One event for one endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryRow {
    pub tenant: TenantId,
    pub delivery: DeliveryId,
    pub webhook: WebhookId,
    pub event: EventId,
    pub aggregate: String,
    pub seq: i64,
    pub topic: String,
    pub payload: String,
    /// `pending`, `succeeded` or `failed` (all tries used, or the endpoint was disabled).
    pub state: String,
    pub attempts: i64,
    pub try_at: Timestamp,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl FromRow for DeliveryRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            delivery: columns.take()?,
            webhook: columns.take()?,
            event: columns.take()?,
            aggregate: columns.take()?,
            seq: columns.take()?,
            topic: columns.take()?,
            payload: columns.take()?,
            state: columns.take()?,
            attempts: columns.take()?,
            try_at: columns.take()?,
            last_status: columns.take()?,
            last_error: columns.take()?,
            created_at: columns.take()?,
            ended_at: columns.take()?,
        })
    }
}

const INSERT_DELIVERIES: &str = "INSERT INTO webhook_deliveries (tenant_id, delivery_id, \
    webhook_id, event_id, aggregate, seq, topic, payload, state, attempts, try_at, leased_until, \
    created_at) VALUES";
const INSERT_DELIVERIES_TAIL: &str =
    "ON CONFLICT (tenant_id, webhook_id, aggregate, seq) DO NOTHING";
const DUE_ENDPOINTS: &str = "SELECT e.tenant_id, e.webhook_id, e.url, e.topics, e.merchant_id, \
    e.secrets, e.development, e.state, e.disabled_reason, e.created_at, e.updated_at, e.version \
    FROM webhook_endpoints e WHERE e.state = 'active' AND EXISTS (SELECT 1 \
    FROM webhook_deliveries d WHERE d.tenant_id = e.tenant_id AND d.webhook_id = e.webhook_id \
    AND d.state = 'pending' AND d.try_at <= $1 AND d.leased_until <= $1) \
    ORDER BY e.tenant_id, e.webhook_id LIMIT $2";
const DUE: &str = "SELECT tenant_id, delivery_id, webhook_id, event_id, aggregate, seq, topic, \
    payload, state, attempts, try_at, last_status, last_error, created_at, ended_at \
    FROM webhook_deliveries d WHERE tenant_id = $1 AND webhook_id = $2 AND state = 'pending' \
    AND try_at <= $3 AND leased_until <= $3 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries e \
    WHERE e.tenant_id = d.tenant_id AND e.webhook_id = d.webhook_id \
    AND e.aggregate = d.aggregate AND e.seq < d.seq AND e.state = 'pending') \
    ORDER BY try_at, delivery_id LIMIT $4";
const LEASE: &str = "UPDATE webhook_deliveries SET leased_until = $4, lease_token = $5 \
    WHERE tenant_id = $1 AND delivery_id = $2 AND state = 'pending' AND leased_until <= $3";
const END: &str = "UPDATE webhook_deliveries SET state = $4, attempts = attempts + 1, \
    last_status = $5, last_error = $6, ended_at = $7, leased_until = 0, lease_token = NULL \
    WHERE tenant_id = $1 AND delivery_id = $2 AND lease_token = $3 AND state = 'pending'";
const RETRY: &str = "UPDATE webhook_deliveries SET attempts = attempts + 1, last_status = $4, \
    last_error = $5, try_at = $6, leased_until = 0, lease_token = NULL \
    WHERE tenant_id = $1 AND delivery_id = $2 AND lease_token = $3 AND state = 'pending'";
const MOVE_FOLLOWERS: &str = "UPDATE webhook_deliveries SET try_at = $5 \
    WHERE tenant_id = $1 AND webhook_id = $2 AND aggregate = $3 AND seq > $4 \
    AND state = 'pending' AND attempts = 0";
const LOG: &str = "SELECT tenant_id, delivery_id, webhook_id, event_id, aggregate, seq, topic, \
    payload, state, attempts, try_at, last_status, last_error, created_at, ended_at \
    FROM webhook_deliveries WHERE tenant_id = $1 AND webhook_id = $2 \
    AND (created_at, delivery_id) < ($3, $4) ORDER BY created_at DESC, delivery_id DESC LIMIT $5";
const ONE: &str = "SELECT tenant_id, delivery_id, webhook_id, event_id, aggregate, seq, topic, \
    payload, state, attempts, try_at, last_status, last_error, created_at, ended_at \
    FROM webhook_deliveries WHERE tenant_id = $1 AND webhook_id = $2 AND delivery_id = $3";
const RESEND: &str = "UPDATE webhook_deliveries SET state = 'pending', attempts = 0, try_at = $3, \
    ended_at = NULL WHERE tenant_id = $1 AND delivery_id = $2 AND webhook_id = $4 \
    AND state <> 'pending'";
const LAST_SUCCESS: &str = "SELECT MAX(ended_at) FROM webhook_deliveries \
    WHERE tenant_id = $1 AND webhook_id = $2 AND state = 'succeeded'";
const PRUNE: &str = "DELETE FROM webhook_deliveries WHERE ended_at IS NOT NULL AND ended_at <= $1";

pub(crate) const STATEMENTS: &[&str] =
    &[DUE_ENDPOINTS, DUE, LEASE, END, RETRY, MOVE_FOLLOWERS, LOG, ONE, RESEND, LAST_SUCCESS, PRUNE];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT_DELIVERIES, INSERT_DELIVERIES_TAIL, 13);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Adds deliveries; one that exists (same endpoint, aggregate and sequence number) is left alone.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert_deliveries(tx: &mut Tx<'_>, deliveries: Vec<DeliveryRow>) -> Result<(), StoreError> {
    let rows = deliveries.into_iter().map(|delivery| {
        vec![
            delivery.tenant.into(),
            delivery.delivery.into(),
            delivery.webhook.into(),
            delivery.event.into(),
            delivery.aggregate.into(),
            delivery.seq.into(),
            delivery.topic.into(),
            delivery.payload.into(),
            delivery.state.into(),
            delivery.attempts.into(),
            delivery.try_at.into(),
            0i64.into(),
            delivery.created_at.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// Active endpoints, of all tenants, that have something to deliver now.
///
/// # Errors
/// As [`Tx::query`].
pub fn due_endpoints(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<EndpointRow>, StoreError> {
    tx.rows(DUE_ENDPOINTS, &[now.into(), limit.into()])
}

/// Takes deliveries of one endpoint for this node until `leased_until`, under a token that
/// [`end`] and [`retry`] must show.
///
/// # Errors
/// [`StoreError::Conflict`] when another node took one first.
pub fn claim(
    tx: &mut Tx<'_>,
    endpoint: &EndpointRow,
    now: Timestamp,
    leased_until: Timestamp,
    token: &str,
    limit: u32,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let params = [(&endpoint.tenant).into(), endpoint.webhook.into(), now.into(), limit.into()];
    let due: Vec<DeliveryRow> = tx.rows(DUE, &params)?;
    for delivery in &due {
        let params = vec![
            (&delivery.tenant).into(),
            delivery.delivery.into(),
            now.into(),
            leased_until.into(),
            token.into(),
        ];
        tx.exec_one(LEASE, params, "the webhook delivery")?;
    }
    Ok(due)
}

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The HTTP status, if there was an answer.
    pub status: Option<i64>,
    pub error: Option<String>,
}

/// Ends a delivery, well or not; the next ones of its aggregate may go at once. `false` when the
/// lease was lost to another node: its result counts.
///
/// # Errors
/// As [`Tx::exec`].
pub fn end(
    tx: &mut Tx<'_>,
    delivery: &DeliveryRow,
    token: &str,
    succeeded: bool,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let state = if succeeded { "succeeded" } else { "failed" };
    let params = [
        (&delivery.tenant).into(),
        delivery.delivery.into(),
        token.into(),
        state.into(),
        attempt.status.into(),
        attempt.error.as_ref().into(),
        now.into(),
    ];
    let ours = tx.exec(END, &params)? == 1;
    if ours {
        move_followers(tx, delivery, now)?;
    }
    Ok(ours)
}

/// Puts a delivery off until `try_at`, and those behind it too. `false` when the lease was lost.
///
/// # Errors
/// As [`Tx::exec`].
pub fn retry(
    tx: &mut Tx<'_>,
    delivery: &DeliveryRow,
    token: &str,
    attempt: &Attempt,
    try_at: Timestamp,
) -> Result<bool, StoreError> {
    let params = [
        (&delivery.tenant).into(),
        delivery.delivery.into(),
        token.into(),
        attempt.status.into(),
        attempt.error.as_ref().into(),
        try_at.into(),
    ];
    let ours = tx.exec(RETRY, &params)? == 1;
    if ours {
        move_followers(tx, delivery, try_at)?;
    }
    Ok(ours)
}

fn move_followers(
    tx: &mut Tx<'_>,
    delivery: &DeliveryRow,
    try_at: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![
        (&delivery.tenant).into(),
        delivery.webhook.into(),
        (&delivery.aggregate).into(),
        delivery.seq.into(),
        try_at.into(),
    ];
    tx.exec_deferred(MOVE_FOLLOWERS, params)
}

/// The deliveries of one endpoint, newest first, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn log(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let params = [tenant.into(), webhook.into(), after.at.into(), (&after.id).into(), limit.into()];
    tx.rows(LOG, &params)
}

/// One delivery of one endpoint.
///
/// # Errors
/// As [`Tx::query`].
pub fn delivery(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
    delivery: DeliveryId,
) -> Result<Option<DeliveryRow>, StoreError> {
    tx.row(ONE, &[tenant.into(), webhook.into(), delivery.into()])
}

/// Sends an ended delivery of an endpoint again from the first try, with the same event id. `false`
/// when the endpoint has no such delivery, or it still waits.
///
/// # Errors
/// As [`Tx::exec`].
pub fn resend(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
    delivery: DeliveryId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let params = [tenant.into(), delivery.into(), now.into(), webhook.into()];
    Ok(tx.exec(RESEND, &params)? == 1)
}

/// When an endpoint last took a delivery; `None` if it never did, or not within what is kept.
///
/// # Errors
/// As [`Tx::query`].
pub fn last_success(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    webhook: WebhookId,
) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.query_opt(LAST_SUCCESS, &[tenant.into(), webhook.into()])?;
    Ok(row.map(|row| row.get::<Option<Timestamp>>(0)).transpose()?.flatten())
}

/// Forgets deliveries that ended by an instant; returns how many.
///
/// # Errors
/// As [`Tx::exec`].
pub fn prune(tx: &mut Tx<'_>, ended_by: Timestamp) -> Result<u64, StoreError> {
    tx.exec(PRUNE, &[ended_by.into()])
}
