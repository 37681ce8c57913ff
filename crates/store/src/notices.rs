//! Notices: what customers and merchants were told, and when.

use kernel::{CustomerId, DisputeId, MerchantId, NoticeId, OrderId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One notice.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeRow {
    pub tenant: TenantId,
    pub notice: NoticeId,
    pub order: OrderId,
    pub dispute: Option<DisputeId>,
    /// Set when it is for the customer.
    pub customer: Option<CustomerId>,
    /// Set when it is for the merchant.
    pub merchant: Option<MerchantId>,
    pub kind: String,
    pub created_at: Timestamp,
    /// By which ways it is sent beside being shown, such as `email sms`; empty where it is only shown.
    pub ways: String,
    /// JSON: the content.
    pub doc: String,
}

impl FromRow for NoticeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            notice: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            customer: columns.take()?,
            merchant: columns.take()?,
            kind: columns.take()?,
            created_at: columns.take()?,
            ways: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO notices (tenant_id, notice_id, order_id, dispute_id, \
    customer_id, merchant_id, kind, created_at, ways, doc) VALUES";
const OF_ORDER: &str = "SELECT tenant_id, notice_id, order_id, dispute_id, customer_id, \
    merchant_id, kind, created_at, ways, doc FROM notices \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY created_at, notice_id LIMIT $3";
const OF_CUSTOMER: &str = "SELECT tenant_id, notice_id, order_id, dispute_id, customer_id, \
    merchant_id, kind, created_at, ways, doc FROM notices \
    WHERE tenant_id = $1 AND customer_id = $2 AND (created_at, notice_id) < ($3, $4) \
    ORDER BY created_at DESC, notice_id DESC LIMIT $5";

pub(crate) const STATEMENTS: &[&str] = &[OF_ORDER, OF_CUSTOMER];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 10);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, notices: Vec<NoticeRow>) -> Result<(), StoreError> {
    let rows = notices.into_iter().map(|notice| {
        vec![
            notice.tenant.into(),
            notice.notice.into(),
            notice.order.into(),
            notice.dispute.into(),
            notice.customer.into(),
            notice.merchant.into(),
            notice.kind.into(),
            notice.created_at.into(),
            notice.ways.into(),
            notice.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// The notices about one order, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    limit: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    tx.rows(OF_ORDER, &[tenant.into(), order.into(), limit.into()])
}

/// The notices to one customer, newest first, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_customer(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    let params =
        [tenant.into(), customer.into(), after.at.into(), (&after.id).into(), limit.into()];
    tx.rows(OF_CUSTOMER, &params)
}
