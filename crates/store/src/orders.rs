//! Order files: the whole state of one order with its plans and disputes as one versioned
//! document, and the events that made it.
//!
//! The document is opaque here. A file changes only by [`save`], which demands the version that
//! was loaded.

use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, EventId, MerchantId, OrderId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, Lookup, StoreError, Tx, Value};

/// One order's file.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderFileRow {
    pub tenant: TenantId,
    pub order: OrderId,
    /// 1 when inserted, one more with each save.
    pub version: i64,
    pub merchant: MerchantId,
    pub customer: CustomerId,
    /// JSON.
    pub doc: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl FromRow for OrderFileRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            order: columns.take()?,
            version: columns.take()?,
            merchant: columns.take()?,
            customer: columns.take()?,
            doc: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO order_files \
    (tenant_id, order_id, version, merchant_id, customer_id, doc, created_at, updated_at) \
    VALUES ($1, $2, 1, $3, $4, $5, $6, $6)";
const LOAD: &str = "SELECT tenant_id, order_id, version, merchant_id, customer_id, doc, \
    created_at, updated_at FROM order_files WHERE tenant_id = $1 AND order_id = $2";
const SAVE: &str = "UPDATE order_files SET version = version + 1, doc = $4, updated_at = $5 \
    WHERE tenant_id = $1 AND order_id = $2 AND version = $3";
const LIST: &str = "SELECT tenant_id, order_id, version, merchant_id, customer_id, doc, \
    created_at, updated_at FROM order_files \
    WHERE tenant_id = $1 AND (created_at, order_id) < ($2, $3) \
    ORDER BY created_at DESC, order_id DESC LIMIT $4";
const LIST_OF_MERCHANT: &str = "SELECT tenant_id, order_id, version, merchant_id, customer_id, \
    doc, created_at, updated_at FROM order_files \
    WHERE tenant_id = $1 AND merchant_id = $5 AND (created_at, order_id) < ($2, $3) \
    ORDER BY created_at DESC, order_id DESC LIMIT $4";
const LIST_OF_CUSTOMER: &str = "SELECT tenant_id, order_id, version, merchant_id, customer_id, \
    doc, created_at, updated_at FROM order_files \
    WHERE tenant_id = $1 AND customer_id = $5 AND (created_at, order_id) < ($2, $3) \
    ORDER BY created_at DESC, order_id DESC LIMIT $4";
const COUNT: &str = "SELECT COUNT(*) FROM order_files WHERE tenant_id = $1";
const APPEND: &str = "INSERT INTO order_events (tenant_id, order_id, seq, event_id, at, \
    effective_at, actor, kind, input, context, seed, policy_hash) VALUES";
const EVENTS: &str = "SELECT tenant_id, order_id, seq, event_id, at, effective_at, actor, kind, \
    input, context, seed, policy_hash FROM order_events \
    WHERE tenant_id = $1 AND order_id = $2 AND seq > $3 ORDER BY seq LIMIT $4";
const GIFTS_SINCE: &str = "SELECT actor, input FROM order_events \
    WHERE tenant_id = $1 AND order_id = $2 AND kind = 'goodwill' AND at >= $3 \
    ORDER BY seq DESC LIMIT $4";
const BETWEEN: &str = "SELECT tenant_id, order_id, seq, event_id, at, effective_at, actor, kind, \
    input, context, seed, policy_hash FROM order_events \
    WHERE tenant_id = $1 AND order_id = $2 AND at >= $3 AND at < $4 ORDER BY seq LIMIT $5";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    LOAD,
    SAVE,
    LIST,
    LIST_OF_MERCHANT,
    LIST_OF_CUSTOMER,
    COUNT,
    EVENTS,
    GIFTS_SINCE,
    BETWEEN,
];
/// Multi-row inserts, with their number of columns.
/// The insert of many rows.
const ROWS: Insert = Insert::new(APPEND, "", 12);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Inserts a new file with version 1.
///
/// # Errors
/// [`StoreError::Unique`] (after retries) when the order has a file already.
pub fn insert(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    merchant: &MerchantId,
    customer: &CustomerId,
    doc: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params =
        vec![tenant.into(), order.into(), merchant.into(), customer.into(), doc.into(), now.into()];
    tx.exec_deferred(INSERT, params)
}

/// The file of one order, if it has one.
///
/// # Errors
/// As [`Tx::query`].
pub fn load(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
) -> Result<Option<OrderFileRow>, StoreError> {
    tx.row(LOAD, &[tenant.into(), order.into()])
}

/// What [`load`] asks, for [`crate::Store::write_after`].
pub fn lookup(tenant: &TenantId, order: &OrderId) -> Lookup {
    Lookup::new(LOAD, vec![tenant.into(), order.into()])
}

/// Replaces the document if the file still has the version that was loaded; the new version is
/// one higher.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not: the closure is run again.
pub fn save(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    loaded_version: i64,
    doc: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), order.into(), loaded_version.into(), doc.into(), now.into()];
    tx.exec_one(SAVE, params, "the order file")
}

/// Whose orders to list.
#[derive(Debug, Clone)]
pub enum OrdersOf {
    Tenant,
    Merchant(MerchantId),
    Customer(CustomerId),
}

/// Files from new to old, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    of: &OrdersOf,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<OrderFileRow>, StoreError> {
    let mut params: Vec<Value> =
        vec![tenant.into(), after.at.into(), (&after.id).into(), limit.into()];
    match of {
        OrdersOf::Tenant => tx.rows(LIST, &params),
        OrdersOf::Merchant(merchant) => {
            params.push(merchant.into());
            tx.rows(LIST_OF_MERCHANT, &params)
        }
        OrdersOf::Customer(customer) => {
            params.push(customer.into());
            tx.rows(LIST_OF_CUSTOMER, &params)
        }
    }
}

/// How many order files a tenant has.
///
/// # Errors
/// As [`Tx::query`].
pub fn count(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(tx.row(COUNT, &[tenant.into()])?.unwrap_or(0))
}

/// One input to the machine, as it was decided on: enough to replay it byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderEventRow {
    pub tenant: TenantId,
    pub order: OrderId,
    /// 1, 2, 3 … without gaps within the order.
    pub seq: i64,
    pub event: EventId,
    /// When it was recorded.
    pub at: Timestamp,
    /// When it counts: a late timer's due time.
    pub effective_at: Timestamp,
    /// JSON of `kernel::Actor`.
    pub actor: String,
    pub kind: String,
    /// JSON of the input.
    pub input: String,
    /// JSON of what the machine was shown beside its state.
    pub context: String,
    /// Seed of the generator the step was given.
    pub seed: i64,
    pub policy_hash: Option<Sha256Hex>,
}

impl FromRow for OrderEventRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            order: columns.take()?,
            seq: columns.take()?,
            event: columns.take()?,
            at: columns.take()?,
            effective_at: columns.take()?,
            actor: columns.take()?,
            kind: columns.take()?,
            input: columns.take()?,
            context: columns.take()?,
            seed: columns.take()?,
            policy_hash: columns.take()?,
        })
    }
}

/// Appends events to their orders' logs.
///
/// # Errors
/// [`StoreError::Unique`] when a sequence number is taken: somebody else was first.
pub fn append_events(tx: &mut Tx<'_>, events: Vec<OrderEventRow>) -> Result<(), StoreError> {
    let rows = events.into_iter().map(|event| {
        vec![
            event.tenant.into(),
            event.order.into(),
            event.seq.into(),
            event.event.into(),
            event.at.into(),
            event.effective_at.into(),
            event.actor.into(),
            event.kind.into(),
            event.input.into(),
            event.context.into(),
            event.seed.into(),
            event.policy_hash.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// The events of one order with a sequence number above `after_seq`, in order.
///
/// # Errors
/// As [`Tx::query`].
pub fn events(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<OrderEventRow>, StoreError> {
    tx.rows(EVENTS, &[tenant.into(), order.into(), after_seq.into(), limit.into()])
}

/// The events of one order that were recorded in a period, in order.
///
/// # Errors
/// As [`Tx::query`].
pub fn events_between(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    (from, to): (Timestamp, Timestamp),
    limit: u32,
) -> Result<Vec<OrderEventRow>, StoreError> {
    tx.rows(BETWEEN, &[tenant.into(), order.into(), from.into(), to.into(), limit.into()])
}

/// Who gave something on an order since an instant, and the input that gave it (both JSON), the
/// newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn gifts_since(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(GIFTS_SINCE, &[tenant.into(), order.into(), since.into(), limit.into()])
}
