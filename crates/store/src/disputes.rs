//! Disputes as lists and queues need them: a projection of the order file, which holds the truth.
//! Written in the same transaction as the file, never on its own.

use kernel::{
    Currency, CustomerId, DisputeId, MerchantId, OrderId, PrincipalId, TenantId, Timestamp,
};

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
    /// What the merchant can do now (`respond`, `appeal`).
    pub merchant_action: Option<String>,
    /// Who at the shop looks after it. Written by [`assign`] alone.
    pub assignee: Option<PrincipalId>,
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
            merchant_action: columns.take()?,
            assignee: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO disputes (tenant_id, dispute_id, order_id, merchant_id, \
    customer_id, state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc, \
    merchant_action) VALUES";
const PUT_TAIL: &str = "ON CONFLICT (tenant_id, dispute_id) DO UPDATE SET state = excluded.state, \
    outcome = excluded.outcome, reason = excluded.reason, amount = excluded.amount, \
    amount_open = excluded.amount_open, needs_person = excluded.needs_person, \
    next_deadline_at = excluded.next_deadline_at, updated_at = excluded.updated_at, \
    closed_at = excluded.closed_at, version = excluded.version, doc = excluded.doc, \
    merchant_action = excluded.merchant_action";
const GET: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc, merchant_action, assignee FROM disputes \
    WHERE tenant_id = $1 AND dispute_id = $2";
const OF_ORDER: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc, merchant_action, assignee FROM disputes \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY created_at, dispute_id";

// One list, three access paths: the filter that narrows most decides which index is used.
const LIST: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, state, \
    outcome, reason, framework, currency, amount, amount_open, needs_person, next_deadline_at, \
    created_at, updated_at, closed_at, version, doc, merchant_action, assignee FROM disputes \
    WHERE tenant_id = $1 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    AND (CAST($15 AS TEXT) IS NULL OR merchant_action = $15) \
    AND (CAST($16 AS TEXT) IS NULL OR assignee = $16) \
    AND (CAST($17 AS TEXT) IS NULL OR order_id = $17) \
    AND (CAST($18 AS BIGINT) IS NULL OR next_deadline_at < $18) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
const LIST_OF_MERCHANT: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, \
    state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc, merchant_action, assignee FROM disputes \
    WHERE tenant_id = $1 AND merchant_id = $19 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    AND (CAST($15 AS TEXT) IS NULL OR merchant_action = $15) \
    AND (CAST($16 AS TEXT) IS NULL OR assignee = $16) \
    AND (CAST($17 AS TEXT) IS NULL OR order_id = $17) \
    AND (CAST($18 AS BIGINT) IS NULL OR next_deadline_at < $18) \
    AND (CAST($20 AS TEXT) IS NULL OR customer_id = $20) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
const LIST_OF_CUSTOMER: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, customer_id, \
    state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc, merchant_action, assignee FROM disputes \
    WHERE tenant_id = $1 AND customer_id = $19 AND (created_at, dispute_id) < ($2, $3) \
    AND created_at >= $4 AND created_at < $5 AND updated_at >= $6 AND updated_at < $7 \
    AND COALESCE(closed_at, $8) >= $8 AND COALESCE(closed_at, $8) < $9 \
    AND (closed_at IS NOT NULL OR NOT CAST($10 AS BOOLEAN)) \
    AND (CAST($11 AS TEXT) IS NULL OR state = $11) \
    AND (CAST($12 AS TEXT) IS NULL OR reason = $12) \
    AND (needs_person OR NOT CAST($13 AS BOOLEAN)) \
    AND (CAST($15 AS TEXT) IS NULL OR merchant_action = $15) \
    AND (CAST($16 AS TEXT) IS NULL OR assignee = $16) \
    AND (CAST($17 AS TEXT) IS NULL OR order_id = $17) \
    AND (CAST($18 AS BIGINT) IS NULL OR next_deadline_at < $18) \
    ORDER BY created_at DESC, dispute_id DESC LIMIT $14";
// The soonest deadline first: only what has one.
const URGENT: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, \
    customer_id, state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc, merchant_action, assignee \
    FROM disputes WHERE tenant_id = $1 \
    AND (next_deadline_at, dispute_id) > ($2, $3) AND next_deadline_at < $4 \
    AND (CAST($5 AS TEXT) IS NULL OR state = $5) AND (CAST($6 AS TEXT) IS NULL OR reason = $6) \
    AND (CAST($7 AS TEXT) IS NULL OR merchant_action = $7) \
    AND (CAST($8 AS TEXT) IS NULL OR assignee = $8) \
    AND (CAST($9 AS TEXT) IS NULL OR customer_id = $9) \
    AND (needs_person OR NOT CAST($10 AS BOOLEAN)) \
    ORDER BY next_deadline_at, dispute_id LIMIT $11";
const URGENT_OF_MERCHANT: &str = "SELECT tenant_id, dispute_id, order_id, merchant_id, \
    customer_id, state, outcome, reason, framework, currency, amount, amount_open, needs_person, \
    next_deadline_at, created_at, updated_at, closed_at, version, doc, merchant_action, assignee \
    FROM disputes WHERE tenant_id = $1 AND merchant_id = $12 \
    AND (next_deadline_at, dispute_id) > ($2, $3) AND next_deadline_at < $4 \
    AND (CAST($5 AS TEXT) IS NULL OR state = $5) AND (CAST($6 AS TEXT) IS NULL OR reason = $6) \
    AND (CAST($7 AS TEXT) IS NULL OR merchant_action = $7) \
    AND (CAST($8 AS TEXT) IS NULL OR assignee = $8) \
    AND (CAST($9 AS TEXT) IS NULL OR customer_id = $9) \
    AND (needs_person OR NOT CAST($10 AS BOOLEAN)) \
    ORDER BY next_deadline_at, dispute_id LIMIT $11";
const ASSIGN: &str = "UPDATE disputes SET assignee = $3 WHERE tenant_id = $1 AND dispute_id = $2";
const COUNTS: &str = "SELECT state, COUNT(*) FROM disputes WHERE tenant_id = $1 \
    GROUP BY state ORDER BY state";

pub(crate) const STATEMENTS: &[&str] = &[
    GET,
    OF_ORDER,
    LIST,
    LIST_OF_MERCHANT,
    LIST_OF_CUSTOMER,
    URGENT,
    URGENT_OF_MERCHANT,
    ASSIGN,
    COUNTS,
];

const ROWS: Insert = Insert::keyed(PUT, PUT_TAIL, 20, SameKey::Last { key: 2 });
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
        dispute.merchant_action.into(),
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
    /// Only where the merchant can do this now.
    pub merchant_action: Option<String>,
    pub assignee: Option<PrincipalId>,
    pub order: Option<OrderId>,
    /// Only what has a deadline before.
    pub deadline_before: Option<Timestamp>,
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
        filter.merchant_action.as_ref().into(),
        filter.assignee.as_ref().into(),
        filter.order.as_ref().into(),
        filter.deadline_before.into(),
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

/// Open disputes with a deadline, the soonest first, starting after `after`. Times of the filter,
/// its order and `closed` are not looked at.
///
/// # Errors
/// As [`Tx::query`].
pub fn urgent(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    filter: &DisputeFilter,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<DisputeRow>, StoreError> {
    let mut params: Vec<Value> = vec![
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        filter.deadline_before.unwrap_or(Timestamp::MAX).into(),
        filter.state.as_ref().into(),
        filter.reason.as_ref().into(),
        filter.merchant_action.as_ref().into(),
        filter.assignee.as_ref().into(),
        filter.customer.as_ref().into(),
        filter.needs_person.into(),
        limit.into(),
    ];
    let Some(merchant) = &filter.merchant else { return tx.rows(URGENT, &params) };
    params.push(merchant.into());
    tx.rows(URGENT_OF_MERCHANT, &params)
}

/// Says who at the shop looks after a dispute; `None` for nobody.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn assign(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
    assignee: Option<&PrincipalId>,
) -> Result<(), StoreError> {
    tx.exec_deferred(ASSIGN, vec![tenant.into(), dispute.into(), assignee.into()])
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
