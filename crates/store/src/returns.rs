//! Returns that wait for their shop's answer: a projection of the order file, which holds the truth.
//! Written in the same transaction as the file; a row is gone with the answer, or when the wait is over.

use kernel::{CustomerId, MerchantId, OrderId, ReturnId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx, Value};

/// One return that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedReturnRow {
    pub tenant: TenantId,
    pub order: OrderId,
    pub id: ReturnId,
    pub merchant: MerchantId,
    pub customer: CustomerId,
    /// The first instant at which plans go on.
    pub answer_by: Timestamp,
    /// JSON: whatever else a list shows.
    pub doc: String,
}

impl FromRow for AwaitedReturnRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            order: columns.take()?,
            id: columns.take()?,
            merchant: columns.take()?,
            customer: columns.take()?,
            answer_by: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO awaited_returns \
    (tenant_id, order_id, return_id, merchant_id, customer_id, answer_by, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, order_id, return_id) \
    DO UPDATE SET answer_by = excluded.answer_by, doc = excluded.doc";
const DELETE: &str = "DELETE FROM awaited_returns \
    WHERE tenant_id = $1 AND order_id = $2 AND return_id = $3";
const LIST: &str = "SELECT tenant_id, order_id, return_id, merchant_id, customer_id, answer_by, doc \
    FROM awaited_returns WHERE tenant_id = $1 AND (answer_by, return_id) > ($2, $3) \
    ORDER BY answer_by, return_id LIMIT $4";
const LIST_OF_MERCHANT: &str = "SELECT tenant_id, order_id, return_id, merchant_id, customer_id, \
    answer_by, doc FROM awaited_returns WHERE tenant_id = $1 AND merchant_id = $5 \
    AND (answer_by, return_id) > ($2, $3) ORDER BY answer_by, return_id LIMIT $4";

pub(crate) const STATEMENTS: &[&str] = &[PUT, DELETE, LIST, LIST_OF_MERCHANT];

/// Inserts a return, or moves its deadline.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: AwaitedReturnRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.order.into(),
        row.id.into(),
        row.merchant.into(),
        row.customer.into(),
        row.answer_by.into(),
        row.doc.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// Nobody waits for an answer any more.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn remove(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    id: &ReturnId,
) -> Result<(), StoreError> {
    tx.exec_deferred(DELETE, vec![tenant.into(), order.into(), id.into()])
}

/// Returns that wait, of one shop where it is named, the nearest deadline first.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    merchant: Option<&MerchantId>,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<AwaitedReturnRow>, StoreError> {
    let mut params: Vec<Value> =
        vec![tenant.into(), after.at.into(), (&after.id).into(), limit.into()];
    match merchant {
        None => tx.rows(LIST, &params),
        Some(merchant) => {
            params.push(merchant.into());
            tx.rows(LIST_OF_MERCHANT, &params)
        }
    }
}
