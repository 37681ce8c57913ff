//! Seats of the desk: who takes conversations, and what they can do.

use kernel::{PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One person's seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRow {
    pub tenant: TenantId,
    pub user: PrincipalId,
    pub name: String,
    /// Whether they take new conversations; a word of the caller's.
    pub state: String,
    /// JSON.
    pub skills: String,
    pub capacity_units: i64,
    /// Since when they are in this state.
    pub since: Timestamp,
    /// The last sign of life.
    pub seen_at: Timestamp,
    /// The line their calls ring at, in the telephone system's word.
    pub extension: Option<String>,
}

impl FromRow for SeatRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            user: columns.take()?,
            name: columns.take()?,
            state: columns.take()?,
            skills: columns.take()?,
            capacity_units: columns.take()?,
            since: columns.take()?,
            seen_at: columns.take()?,
            extension: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO seats (tenant_id, user_id, name, state, skills, capacity_units, \
    since, seen_at, extension) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (tenant_id, user_id) DO UPDATE SET name = excluded.name, state = excluded.state, \
    skills = excluded.skills, capacity_units = excluded.capacity_units, since = excluded.since, \
    seen_at = excluded.seen_at, extension = excluded.extension";
const GET: &str = "SELECT tenant_id, user_id, name, state, skills, capacity_units, since, seen_at, \
    extension FROM seats WHERE tenant_id = $1 AND user_id = $2";
const LIST: &str = "SELECT tenant_id, user_id, name, state, skills, capacity_units, since, seen_at, \
    extension FROM seats WHERE tenant_id = $1 ORDER BY user_id LIMIT $2";
const SEEN: &str = "UPDATE seats SET seen_at = $3 WHERE tenant_id = $1 AND user_id = $2 \
    AND seen_at < $3";
const LEAVE: &str = "UPDATE seats SET state = $3, since = $4 \
    WHERE tenant_id = $1 AND user_id = $2 AND state <> $3";
const TENANTS: &str = "SELECT DISTINCT tenant_id FROM seats WHERE seen_at >= $1";

pub(crate) const STATEMENTS: &[&str] = &[PUT, GET, LIST, SEEN, LEAVE, TENANTS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, seat: SeatRow) -> Result<(), StoreError> {
    let params = vec![
        seat.tenant.into(),
        seat.user.into(),
        seat.name.into(),
        seat.state.into(),
        seat.skills.into(),
        seat.capacity_units.into(),
        seat.since.into(),
        seat.seen_at.into(),
        seat.extension.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: &PrincipalId,
) -> Result<Option<SeatRow>, StoreError> {
    tx.row(GET, &[tenant.into(), user.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn list(tx: &mut Tx<'_>, tenant: &TenantId, limit: u32) -> Result<Vec<SeatRow>, StoreError> {
    tx.rows(LIST, &[tenant.into(), limit.into()])
}

/// Notes a sign of life.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn seen(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: &PrincipalId,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(SEEN, vec![tenant.into(), user.into(), at.into()])
}

/// Puts a seat into another state, where it is not in it.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn set_state(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: &PrincipalId,
    state: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(LEAVE, vec![tenant.into(), user.into(), state.into(), at.into()])
}

/// Tenants whose desk gave a sign of life since an instant.
///
/// # Errors
/// As [`Tx::query`].
pub fn tenants(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<TenantId>, StoreError> {
    let rows = tx.query(TENANTS, &[since.into()])?;
    rows.into_iter().map(|row| row.into_columns().take()).collect()
}
