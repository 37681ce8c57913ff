//! The outbox: events written with the state they tell about, waiting to be handed to webhook
//! endpoints.

use kernel::{EventId, MerchantId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One event on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    pub tenant: TenantId,
    /// What must stay in order: usually an order's id.
    pub aggregate: String,
    /// Rises within the aggregate.
    pub seq: i64,
    /// The same on every delivery and retry.
    pub event: EventId,
    pub topic: String,
    /// Set when the event concerns one merchant: only its endpoints, and the tenant's, get it.
    pub merchant: Option<MerchantId>,
    /// JSON: the body that is delivered.
    pub payload: String,
    /// Never before that of an earlier event of the aggregate, whatever a node's clock says: events
    /// are handed on in this order.
    pub created_at: Timestamp,
}

impl FromRow for OutboxRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            aggregate: columns.take()?,
            seq: columns.take()?,
            event: columns.take()?,
            topic: columns.take()?,
            merchant: columns.take()?,
            payload: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

const PUSH: &str = "INSERT INTO outbox (tenant_id, aggregate, seq, event_id, topic, merchant_id, \
    payload, created_at) VALUES";
const PEEK: &str = "SELECT tenant_id, aggregate, seq, event_id, topic, merchant_id, payload, \
    created_at FROM outbox ORDER BY created_at, tenant_id, aggregate, seq LIMIT $1";
const DELETE: &str = "DELETE FROM outbox WHERE tenant_id = $1 AND aggregate = $2 AND seq = $3";
const COUNT: &str = "SELECT COUNT(*), MIN(created_at) FROM outbox";

pub(crate) const STATEMENTS: &[&str] = &[PEEK, DELETE, COUNT];
/// The insert of many rows.
const ROWS: Insert = Insert::new(PUSH, "", 8);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// [`StoreError::Unique`] when a sequence number of an aggregate is used twice.
pub fn push(tx: &mut Tx<'_>, events: Vec<OutboxRow>) -> Result<(), StoreError> {
    let rows = events.into_iter().map(|event| {
        vec![
            event.tenant.into(),
            event.aggregate.into(),
            event.seq.into(),
            event.event.into(),
            event.topic.into(),
            event.merchant.into(),
            event.payload.into(),
            event.created_at.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// The oldest events, in order within each aggregate.
///
/// # Errors
/// As [`Tx::query`].
pub fn peek(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
    tx.rows(PEEK, &[limit.into()])
}

/// Removes an event that was handed on.
///
/// # Errors
/// [`StoreError::Conflict`] when another node did so first.
pub fn delete(tx: &mut Tx<'_>, event: &OutboxRow) -> Result<(), StoreError> {
    let params = vec![(&event.tenant).into(), (&event.aggregate).into(), event.seq.into()];
    tx.exec_one(DELETE, params, "the outbox event")
}

/// How many events wait, and since when the oldest does.
///
/// # Errors
/// As [`Tx::query`].
pub fn backlog(tx: &mut Tx<'_>) -> Result<(i64, Option<Timestamp>), StoreError> {
    Ok(tx.row(COUNT, &[])?.unwrap_or((0, None)))
}
