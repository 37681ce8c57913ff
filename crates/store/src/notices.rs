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
    /// What became of it by each way.
    pub sending: Sending,
    /// JSON: the content.
    pub doc: String,
}

/// What became of a notice by each way; empty where it is only shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sending {
    /// Such as `queued` or `sent`.
    pub email_state: Option<String>,
    pub email_why: Option<String>,
    /// Since when it is so.
    pub email_at: Option<Timestamp>,
    pub sms_state: Option<String>,
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
            sending: Sending {
                email_state: columns.take()?,
                email_why: columns.take()?,
                email_at: columns.take()?,
                sms_state: columns.take()?,
            },
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO notices (tenant_id, notice_id, order_id, dispute_id, \
    customer_id, merchant_id, kind, created_at, ways, email_state, email_why, email_at, sms_state, \
    doc) VALUES";
const GET: &str = "SELECT tenant_id, notice_id, order_id, dispute_id, customer_id, merchant_id, \
    kind, created_at, ways, email_state, email_why, email_at, sms_state, doc FROM notices \
    WHERE tenant_id = $1 AND notice_id = $2";
const SET_EMAIL: &str = "UPDATE notices SET email_state = $3, email_why = $4, email_at = $5 \
    WHERE tenant_id = $1 AND notice_id = $2";
const OF_ORDER: &str = "SELECT tenant_id, notice_id, order_id, dispute_id, customer_id, \
    merchant_id, kind, created_at, ways, email_state, email_why, email_at, sms_state, doc FROM notices \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY created_at, notice_id LIMIT $3";
const OF_CUSTOMER: &str = "SELECT tenant_id, notice_id, order_id, dispute_id, customer_id, \
    merchant_id, kind, created_at, ways, email_state, email_why, email_at, sms_state, doc FROM notices \
    WHERE tenant_id = $1 AND customer_id = $2 AND (created_at, notice_id) < ($3, $4) \
    ORDER BY created_at DESC, notice_id DESC LIMIT $5";

pub(crate) const STATEMENTS: &[&str] = &[GET, SET_EMAIL, OF_ORDER, OF_CUSTOMER];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 14);
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
            notice.sending.email_state.into(),
            notice.sending.email_why.into(),
            notice.sending.email_at.into(),
            notice.sending.sms_state.into(),
            notice.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    notice: NoticeId,
) -> Result<Option<NoticeRow>, StoreError> {
    tx.row(GET, &[tenant.into(), notice.into()])
}

/// Says what became of a notice by e-mail.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such notice.
pub fn set_email(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    notice: NoticeId,
    (state, why): (&str, Option<&String>),
    at: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), notice.into(), state.into(), why.into(), at.into()];
    tx.exec_one(SET_EMAIL, params, "the notice")
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
