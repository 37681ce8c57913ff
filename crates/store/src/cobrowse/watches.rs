//! Who watched a recording, took it away or proved it, and when. The audit trail proves it; this is its index by recording.

use kernel::{CobrowseId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    pub at: Timestamp,
    /// `None` for a key that is nobody's.
    pub user: Option<PrincipalId>,
    /// `watched`, `exported` or `verified`.
    pub deed: String,
}

impl FromRow for WatchRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { at: columns.take()?, user: columns.take()?, deed: columns.take()? })
    }
}

const INSERT: &str = "INSERT INTO cobrowse_watches (tenant_id, cobrowse_id, watch, at, user_id, deed) \
    SELECT $1, $2, COALESCE(MAX(watch), 0) + 1, $3, $4, $5 FROM cobrowse_watches \
    WHERE tenant_id = $1 AND cobrowse_id = $2";
const LIST: &str = "SELECT at, user_id, deed FROM cobrowse_watches \
    WHERE tenant_id = $1 AND cobrowse_id = $2 ORDER BY watch DESC LIMIT $3";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, LIST];

/// Keeps that somebody looked.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    row: &WatchRow,
) -> Result<(), StoreError> {
    let user = row.user.as_ref();
    let params =
        [tenant.into(), cobrowse.into(), row.at.into(), user.into(), row.deed.as_str().into()];
    tx.exec(INSERT, &params).map(|_| ())
}

/// Who looked at a recording, the last first.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    limit: u32,
) -> Result<Vec<WatchRow>, StoreError> {
    tx.rows(LIST, &[tenant.into(), cobrowse.into(), limit.into()])
}
