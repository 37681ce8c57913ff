//! What customers need in order to be served well, each with its consent. A row is deleted when the
//! consent is taken back: nothing of it stays.

use kernel::{CustomerId, SupportNeedId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One need.
#[derive(Debug, Clone, PartialEq)]
pub struct SupportNeedRow {
    pub tenant: TenantId,
    pub need: SupportNeedId,
    pub customer: CustomerId,
    /// When somebody asks whether it still holds.
    pub review_at: Timestamp,
    pub created_at: Timestamp,
    /// JSON.
    pub doc: String,
}

impl FromRow for SupportNeedRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            need: columns.take()?,
            customer: columns.take()?,
            review_at: columns.take()?,
            created_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO support_needs \
    (tenant_id, support_need_id, customer_id, review_at, created_at, doc) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const GET: &str = "SELECT tenant_id, support_need_id, customer_id, review_at, created_at, doc \
    FROM support_needs WHERE tenant_id = $1 AND support_need_id = $2";
const OF_CUSTOMER: &str = "SELECT tenant_id, support_need_id, customer_id, review_at, created_at, \
    doc FROM support_needs WHERE tenant_id = $1 AND customer_id = $2 \
    ORDER BY created_at, support_need_id LIMIT $3";
const SAVE: &str = "UPDATE support_needs SET review_at = $3, doc = $4 \
    WHERE tenant_id = $1 AND support_need_id = $2";
const DELETE: &str = "DELETE FROM support_needs WHERE tenant_id = $1 AND support_need_id = $2";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, OF_CUSTOMER, SAVE, DELETE];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, row: SupportNeedRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.need.into(),
        row.customer.into(),
        row.review_at.into(),
        row.created_at.into(),
        row.doc.into(),
    ];
    tx.exec_deferred(INSERT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    need: SupportNeedId,
) -> Result<Option<SupportNeedRow>, StoreError> {
    tx.row(GET, &[tenant.into(), need.into()])
}

/// A customer's needs, the oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_customer(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<SupportNeedRow>, StoreError> {
    tx.rows(OF_CUSTOMER, &[tenant.into(), customer.into(), limit.into()])
}

/// Saves the review date and the document.
///
/// # Errors
/// [`StoreError::Conflict`] when it is gone.
pub fn save(tx: &mut Tx<'_>, row: SupportNeedRow) -> Result<(), StoreError> {
    let params = vec![row.tenant.into(), row.need.into(), row.review_at.into(), row.doc.into()];
    tx.exec_one(SAVE, params, "the support need")
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn delete(tx: &mut Tx<'_>, tenant: &TenantId, need: SupportNeedId) -> Result<(), StoreError> {
    tx.exec_deferred(DELETE, vec![tenant.into(), need.into()])
}
