//! What ties customers together: a shared device, e-mail hash or address hash. Abuse caps count by
//! these, not by account alone.

use kernel::{CustomerId, TenantId, Timestamp};

use crate::{StoreError, Tx};

const PUT: &str = "INSERT INTO customer_links \
    (tenant_id, kind, value, customer_id, first_seen_at, last_seen_at) \
    VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (tenant_id, kind, value, customer_id) \
    DO UPDATE SET last_seen_at = excluded.last_seen_at \
    WHERE customer_links.last_seen_at < excluded.last_seen_at";
const OF_CUSTOMER: &str = "SELECT kind, value FROM customer_links \
    WHERE tenant_id = $1 AND customer_id = $2 ORDER BY kind, value LIMIT $3";
const SHARING: &str = "SELECT customer_id FROM customer_links \
    WHERE tenant_id = $1 AND kind = $2 AND value = $3 ORDER BY customer_id LIMIT $4";

pub(crate) const STATEMENTS: &[&str] = &[PUT, OF_CUSTOMER, SHARING];

/// Notes that a customer was seen with a device, e-mail hash or address hash (`kind`: `device`,
/// `email`, `address`).
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    kind: &str,
    value: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), kind.into(), value.into(), customer.into(), now.into()];
    tx.exec_deferred(PUT, params)
}

/// The links of one customer, as (kind, value).
///
/// # Errors
/// As [`Tx::query`].
pub fn of_customer(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(OF_CUSTOMER, &[tenant.into(), customer.into(), limit.into()])
}

/// The customers seen with one device, e-mail hash or address hash.
///
/// # Errors
/// As [`Tx::query`].
pub fn sharing(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    kind: &str,
    value: &str,
    limit: u32,
) -> Result<Vec<CustomerId>, StoreError> {
    let params = [tenant.into(), kind.into(), value.into(), limit.into()];
    tx.query(SHARING, &params)?.iter().map(|row| row.get(0)).collect()
}
