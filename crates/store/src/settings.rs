//! What customers and shops chose for themselves: one document each, two tables of one shape.

use kernel::{TenantId, Timestamp};

use crate::{StoreError, Tx};

/// Whose settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsOf {
    Customer,
    Merchant,
}

const GET_CUSTOMER: &str = "SELECT doc FROM customer_settings WHERE tenant_id = $1 AND id = $2";
const GET_MERCHANT: &str = "SELECT doc FROM merchant_settings WHERE tenant_id = $1 AND id = $2";
const PUT_CUSTOMER: &str = "INSERT INTO customer_settings (tenant_id, id, updated_at, doc) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, id) DO UPDATE SET \
    updated_at = excluded.updated_at, doc = excluded.doc";
const PUT_MERCHANT: &str = "INSERT INTO merchant_settings (tenant_id, id, updated_at, doc) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, id) DO UPDATE SET \
    updated_at = excluded.updated_at, doc = excluded.doc";
const DELETE_CUSTOMER: &str = "DELETE FROM customer_settings WHERE tenant_id = $1 AND id = $2";

pub(crate) const STATEMENTS: &[&str] =
    &[GET_CUSTOMER, GET_MERCHANT, PUT_CUSTOMER, PUT_MERCHANT, DELETE_CUSTOMER];

/// The document, if anything was ever chosen.
///
/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    of: SettingsOf,
    tenant: &TenantId,
    id: &str,
) -> Result<Option<String>, StoreError> {
    let sql = match of {
        SettingsOf::Customer => GET_CUSTOMER,
        SettingsOf::Merchant => GET_MERCHANT,
    };
    tx.row(sql, &[tenant.into(), id.into()])
}

/// Writes the document, whatever there was.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(
    tx: &mut Tx<'_>,
    of: SettingsOf,
    tenant: &TenantId,
    id: &str,
    doc: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = match of {
        SettingsOf::Customer => PUT_CUSTOMER,
        SettingsOf::Merchant => PUT_MERCHANT,
    };
    tx.exec_deferred(sql, vec![tenant.into(), id.into(), now.into(), doc.into()])
}

/// Forgets what a customer chose.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn delete_of_customer(tx: &mut Tx<'_>, tenant: &TenantId, id: &str) -> Result<(), StoreError> {
    tx.exec_deferred(DELETE_CUSTOMER, vec![tenant.into(), id.into()])
}
