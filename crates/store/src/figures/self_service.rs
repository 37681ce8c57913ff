//! What customers reported by themselves, and whether they needed somebody for it after all.

use kernel::{CustomerId, TenantId, Timestamp};

use super::Period;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

// Whoever talks to us already did not manage alone: their report counts as one with a contact.
const REPORTED: &str = "INSERT INTO self_service_figures \
    (tenant_id, report_id, customer_id, day, at, contact_at) \
    VALUES ($1, $2, $3, $4, $5, (SELECT MIN(CAST($5 AS BIGINT)) FROM conversation_figures WHERE tenant_id = $1 \
    AND customer_id = $3 AND resolved_at IS NULL AND contact_at IS NOT NULL AND NOT merged)) \
    ON CONFLICT (tenant_id, report_id) DO NOTHING";
const CONTACTED: &str = "UPDATE self_service_figures SET contact_at = $3 WHERE tenant_id = $1 \
    AND customer_id = $2 AND at <= $3 AND contact_at IS NULL";
// Settled by the customer alone: no contact within $4 milliseconds.
const DAYS: &str = "SELECT day, COUNT(*), CAST(SUM(CASE WHEN contact_at IS NULL \
    OR contact_at > at + $4 THEN 1 ELSE 0 END) AS BIGINT), MAX(at) FROM self_service_figures \
    WHERE tenant_id = $1 AND at >= $2 AND at < $3 GROUP BY day ORDER BY day";

pub(super) const ALL: &[&str] = &[REPORTED, CONTACTED, DAYS];

/// The reports of one local day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SelfServiceCounts {
    pub day: i64,
    pub reported: i64,
    /// Of these, those whose customer needed nobody.
    pub alone: i64,
    pub last_at: Option<Timestamp>,
}

impl FromRow for SelfServiceCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            reported: columns.take()?,
            alone: columns.take()?,
            last_at: columns.take()?,
        })
    }
}

/// A customer reported something by themselves, on a local day of the desk.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn reported(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    report: &str,
    customer: &CustomerId,
    day: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), report.into(), customer.into(), day.into(), at.into()];
    tx.exec_deferred(REPORTED, params)
}

/// The customer came to us: whatever they had reported was not the end of it.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn contacted(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(CONTACTED, vec![tenant.into(), customer.into(), at.into()])
}

/// The counts of what was reported in a period, by day. Whoever came within `settled_ms` did not
/// manage alone.
///
/// # Errors
/// As [`Tx::query`].
pub fn self_service(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    settled_ms: i64,
) -> Result<Vec<SelfServiceCounts>, StoreError> {
    tx.rows(DAYS, &[tenant.into(), from.into(), to.into(), settled_ms.into()])
}
