//! Complaints, with the clocks of DISP 1.6 kept by the caller as timers.

use kernel::{ComplaintId, CustomerId, DisputeId, OrderId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One complaint.
#[derive(Debug, Clone, PartialEq)]
pub struct ComplaintRow {
    pub tenant: TenantId,
    pub complaint: ComplaintId,
    pub customer: CustomerId,
    pub order: Option<OrderId>,
    pub dispute: Option<DisputeId>,
    pub state: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// 1 when inserted, one more with each save.
    pub version: i64,
    /// JSON.
    pub doc: String,
}

impl FromRow for ComplaintRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            complaint: columns.take()?,
            customer: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            state: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            closed_at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO complaints (tenant_id, complaint_id, customer_id, order_id, \
    dispute_id, state, created_at, updated_at, closed_at, version, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const GET: &str = "SELECT tenant_id, complaint_id, customer_id, order_id, dispute_id, state, \
    created_at, updated_at, closed_at, version, doc FROM complaints \
    WHERE tenant_id = $1 AND complaint_id = $2";
const SAVE: &str = "UPDATE complaints SET state = $4, updated_at = $5, closed_at = $6, doc = $7, \
    version = version + 1 WHERE tenant_id = $1 AND complaint_id = $2 AND version = $3";
const LIST: &str = "SELECT tenant_id, complaint_id, customer_id, order_id, dispute_id, state, \
    created_at, updated_at, closed_at, version, doc FROM complaints \
    WHERE tenant_id = $1 AND (created_at, complaint_id) < ($2, $3) \
    AND (CAST($4 AS TEXT) IS NULL OR state = $4) \
    AND (CAST($5 AS TEXT) IS NULL OR customer_id = $5) \
    ORDER BY created_at DESC, complaint_id DESC LIMIT $6";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, SAVE, LIST];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, complaint: ComplaintRow) -> Result<(), StoreError> {
    let params = vec![
        complaint.tenant.into(),
        complaint.complaint.into(),
        complaint.customer.into(),
        complaint.order.into(),
        complaint.dispute.into(),
        complaint.state.into(),
        complaint.created_at.into(),
        complaint.updated_at.into(),
        complaint.closed_at.into(),
        complaint.version.into(),
        complaint.doc.into(),
    ];
    tx.exec_deferred(INSERT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    complaint: ComplaintId,
) -> Result<Option<ComplaintRow>, StoreError> {
    tx.row(GET, &[tenant.into(), complaint.into()])
}

/// Saves state, times and document of a complaint that still has `complaint.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not.
pub fn save(tx: &mut Tx<'_>, complaint: &ComplaintRow) -> Result<(), StoreError> {
    let params = vec![
        (&complaint.tenant).into(),
        complaint.complaint.into(),
        complaint.version.into(),
        (&complaint.state).into(),
        complaint.updated_at.into(),
        complaint.closed_at.into(),
        (&complaint.doc).into(),
    ];
    tx.exec_one(SAVE, params, "the complaint")
}

/// Complaints from new to old, starting after `after`; `None` means no restriction.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    state: Option<&str>,
    customer: Option<&CustomerId>,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ComplaintRow>, StoreError> {
    let params = [
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        state.into(),
        customer.into(),
        limit.into(),
    ];
    tx.rows(LIST, &params)
}
