//! What co-browsing released when, and who decided that.

use kernel::{TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChangeRow {
    /// From 1, without gaps.
    pub change: i64,
    pub at: Timestamp,
    /// JSON.
    pub doc: String,
}

impl FromRow for PolicyChangeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { change: columns.take()?, at: columns.take()?, doc: columns.take()? })
    }
}

const INSERT: &str = "INSERT INTO cobrowse_policy_changes (tenant_id, change, at, doc) \
    SELECT $1, COALESCE(MAX(change), 0) + 1, $2, $3 FROM cobrowse_policy_changes \
    WHERE tenant_id = $1";
const NEWEST: &str = "SELECT change, at, doc FROM cobrowse_policy_changes WHERE tenant_id = $1 \
    ORDER BY change DESC LIMIT $2";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, NEWEST];

/// Keeps a change under the next number.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    at: Timestamp,
    doc: &str,
) -> Result<(), StoreError> {
    tx.exec(INSERT, &[tenant.into(), at.into(), doc.into()]).map(|_| ())
}

/// The last changes, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn newest(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<PolicyChangeRow>, StoreError> {
    tx.rows(NEWEST, &[tenant.into(), limit.into()])
}
