//! Tenants, and the test clocks of sandbox tenants.
//!
//! A tenant on a test clock stands still at `test_now` until somebody advances it.

use kernel::{TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantRow {
    pub tenant: TenantId,
    /// JSON.
    pub doc: String,
    pub version: i64,
    /// Sandbox tenants may have a test clock and trigger flags; fixed for life.
    pub sandbox: bool,
    /// The tenant's own `now`, when it is on a test clock.
    pub test_now: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl FromRow for TenantRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            doc: columns.take()?,
            version: columns.take()?,
            sandbox: columns.take()?,
            test_now: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO tenants (tenant_id, doc, version, sandbox, created_at) \
    VALUES ($1, $2, 1, $3, $4)";
const GET: &str = "SELECT tenant_id, doc, version, sandbox, test_now, created_at FROM tenants \
    WHERE tenant_id = $1";
const LIST: &str = "SELECT tenant_id, doc, version, sandbox, test_now, created_at FROM tenants \
    WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2";
const SAVE: &str = "UPDATE tenants SET doc = $3, version = version + 1 \
    WHERE tenant_id = $1 AND version = $2";
const SET_CLOCK: &str = "UPDATE tenants SET test_now = $2 WHERE tenant_id = $1 AND sandbox";
const MOVE_TIMERS: &str = "UPDATE timers SET test_clock = $2 \
    WHERE tenant_id = $1 AND state = 'pending'";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, LIST, SAVE, SET_CLOCK, MOVE_TIMERS];

/// Inserts a tenant with version 1.
///
/// # Errors
/// [`StoreError::Unique`] when it exists.
pub fn insert(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    doc: String,
    sandbox: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec(INSERT, &[tenant.into(), doc.into(), sandbox.into(), now.into()]).map(|_| ())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Option<TenantRow>, StoreError> {
    tx.row(GET, &[tenant.into()])
}

/// Tenants in the order of their ids, after `after` (empty: from the first).
///
/// # Errors
/// As [`Tx::query`].
pub fn list(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<TenantRow>, StoreError> {
    tx.rows(LIST, &[after.into(), limit.into()])
}

/// # Errors
/// [`StoreError::Conflict`] when the version has moved on.
pub fn save(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    loaded_version: i64,
    doc: String,
) -> Result<(), StoreError> {
    tx.exec_one(SAVE, vec![tenant.into(), loaded_version.into(), doc.into()], "the tenant")
}

/// Puts a sandbox tenant on a test clock, moves it, or (`None`) takes it off again.
///
/// # Errors
/// [`StoreError::Missing`] when there is no sandbox tenant of this name.
pub fn set_test_clock(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    test_now: Option<Timestamp>,
) -> Result<(), StoreError> {
    if tx.exec(SET_CLOCK, &[tenant.into(), test_now.into()])? == 0 {
        return Err(StoreError::Missing { what: format!("the sandbox tenant {tenant}") });
    }
    tx.exec_deferred(MOVE_TIMERS, vec![tenant.into(), test_now.is_some().into()])
}

/// The tenant's now: its test clock if it is on one, else `real_now`.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such tenant.
pub fn now(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    real_now: Timestamp,
) -> Result<Timestamp, StoreError> {
    let row = get(tx, tenant)?;
    let row = row.ok_or_else(|| StoreError::Missing { what: format!("the tenant {tenant}") })?;
    Ok(row.test_now.unwrap_or(real_now))
}
