//! Disputes as lists and queues need them: a projection of the order file, which holds the truth.
//! Written in the same transaction as the file, never on its own.

use kernel::{Currency, CustomerId, DisputeId, MerchantId, OrderId, TenantId, Timestamp};

use crate::insert::{Insert, SameKey};
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx, Value};

/// One dispute.
#[derive(Debug, Clone, PartialEq)]
pub struct DisputeRow {
    pub tenant: TenantId,
    pub dispute: DisputeId,
    pub order: OrderId,
    pub merchant: MerchantId,
    pub customer: CustomerId,
    pub state: String,
    pub outcome: Option<String>,
    pub reason: String,
    pub framework: String,
    pub currency: Currency,
    /// What was claimed, in minor units.
    pub amount: i64,
    /// What is still in dispute, in minor units.
    pub amount_open: i64,
    pub needs_person: bool,
    pub next_deadline_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// The order file's version this row was written with.
    pub version: i64,
    /// JSON: whatever else a list shows.
    pub doc: String,
}

impl FromRow for DisputeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            dispute: columns.take()?,
            order: columns.take()?,
            merchant: columns.take()?,
            customer: columns.take()?,
            state: columns.take()?,
            outcome: columns.take()?,
            reason: columns.take()?,
            framework: columns.take()?,
            currency: columns.take()?,
            amount: columns.take()?,
            amount_open: columns.take()?,
            needs_person: columns.take()?,
            next_deadline_at: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            closed_at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO disputes (tenant_id, dispute_id, order_id, merchant_id, \
    customer_id, state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc) \
    VALUES";
const PUT_TAIL: &str = "ON CONFLICT (tenant_id, dispute_id) DO UPDATE SET state = excluded.state, \
    outcome = excluded.outcome, reason = excluded.reason, amount = excluded.amount, \
    amount_open = excluded.amount_open, needs_person = excluded.needs_person, \
    next_deadline_at = excluded.next_deadline_at, updated_at = excluded.updated_at, \
    closed_at = excluded.closed_at, version = excluded.version, doc = excluded.doc";
const GET: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc FROM disputes \
    WHERE tenant_id = $1 AND dispute_id = $2";
const OF_ORDER: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc FROM disputes \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY created_at, dispute_id";

// One list, three access paths: the filter that narrows most decides which index is used.
const LIST: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc FROM disputes \
    WHERE tenant_id = $1 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
const LIST_OF_MERCHANT: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, \
    state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc FROM disputes \
    WHERE tenant_id = $1 AND merchant_id = $15 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    AND (CAST($16 AS TEXT) IS NULL OR customer_id = $16) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
const LIST_OF_CUSTOMER: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, \
    state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc FROM disputes \
    WHERE tenant_id = $1 AND customer_id = $15 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
const COUNTS: &str = "SELECT state, COUNT(*) FROM disputes WHERE tenant_id = $1 \
    GROUP BY state ORDER BY state";

pub(crate) const STATEMENTS: &[&str] =
    &[GET, OF_ORDER, LIST, LIST_OF_MERCHANT, LIST_OF_CUSTOMER, COUNTS];

const ROWS: Insert = Insert::keyed(PUT, PUT_TAIL, 19, SameKey::Last { key: 2 });
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Inserts or replaces a dispute's projection. Order, parties, framework, currency and opening
/// time never change.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, dispute: DisputeRow) -> Result<(), StoreError> {
    let row = vec![
        dispute.tenant.into(),
        dispute.dispute.into(),
        dispute.order.into(),
        dispute.merchant.into(),
        dispute.customer.into(),
        dispute.state.into(),
        dispute.outcome.into(),
        dispute.reason.into(),
        dispute.framework.into(),
        dispute.currency.into(),
        dispute.amount.into(),
        dispute.amount_open.into(),
        dispute.needs_person.into(),
        dispute.next_deadline_at.into(),
        dispute.created_at.into(),
        dispute.updated_at.into(),
        dispute.closed_at.into(),
        dispute.version.into(),
        dispute.doc.into(),
    ];
    tx.insert_many(&ROWS, vec![row])
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
) -> Result<Option<DisputeRow>, StoreError> {
    tx.row(GET, &[tenant.into(), dispute.into()])
}

/// All disputes of one order, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
) -> Result<Vec<DisputeRow>, StoreError> {
    tx.rows(OF_ORDER, &[tenant.into(), order.into()])
}

/// From (inclusive) and to (exclusive).
pub type Between = (Timestamp, Timestamp);

/// What a list shows; `None` means no restriction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DisputeFilter {
    pub state: Option<String>,
    pub reason: Option<String>,
    pub merchant: Option<MerchantId>,
    pub customer: Option<CustomerId>,
    pub created: Option<Between>,
    pub updated: Option<Between>,
    /// Restricts to closed disputes.
    pub closed: Option<Between>,
    /// Only what waits for a person.
    pub needs_person: bool,
}

/// Disputes from new to old, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    filter: &DisputeFilter,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<DisputeRow>, StoreError> {
    let always = (Timestamp::EPOCH, Timestamp::MAX);
    let created = filter.created.unwrap_or(always);
    let updated = filter.updated.unwrap_or(always);
    let closed = filter.closed.unwrap_or(always);
    let mut params: Vec<Value> = vec![
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        created.0.into(),
        created.1.into(),
        updated.0.into(),
        updated.1.into(),
        closed.0.into(),
        closed.1.into(),
        filter.closed.is_some().into(),
        filter.state.as_ref().into(),
        filter.reason.as_ref().into(),
        filter.needs_person.into(),
        limit.into(),
    ];
    match (&filter.merchant, &filter.customer) {
        (Some(merchant), customer) => {
            params.push(merchant.into());
            params.push(customer.as_ref().into());
            tx.rows(LIST_OF_MERCHANT, &params)
        }
        (None, Some(customer)) => {
            params.push(customer.into());
            tx.rows(LIST_OF_CUSTOMER, &params)
        }
        (None, None) => tx.rows(LIST, &params),
    }
}

/// How many disputes are in each state.
///
/// # Errors
/// As [`Tx::query`].
pub fn count_by_state(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.rows(COUNTS, &[tenant.into()])
}
