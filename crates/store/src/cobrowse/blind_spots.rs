//! Boxes that somebody of the desk needed to see and could not.

use kernel::{CobrowseId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One box, as one person asked for it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpotRow {
    pub tenant: TenantId,
    pub cobrowse: CobrowseId,
    /// From 1, without gaps, per session.
    pub spot: i64,
    pub at: Timestamp,
    pub user: PrincipalId,
    /// The path of the page.
    pub page: String,
    /// Where in it the box is: what the same box of another session has too.
    pub place: String,
    /// JSON.
    pub doc: String,
}

impl FromRow for BlindSpotRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            cobrowse: columns.take()?,
            spot: columns.take()?,
            at: columns.take()?,
            user: columns.take()?,
            page: columns.take()?,
            place: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// How often a box was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpotCount {
    pub page: String,
    pub place: String,
    pub asked: i64,
    pub sessions: i64,
    pub last_at: Timestamp,
}

impl FromRow for BlindSpotCount {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            page: columns.take()?,
            place: columns.take()?,
            asked: columns.take()?,
            sessions: columns.take()?,
            last_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO cobrowse_blind_spots (tenant_id, cobrowse_id, spot, at, user_id, \
    page, place, doc) SELECT $1, $2, COALESCE(MAX(spot), 0) + 1, $3, $4, $5, $6, $7 \
    FROM cobrowse_blind_spots WHERE tenant_id = $1 AND cobrowse_id = $2";
const RANKED: &str = "SELECT page, place, COUNT(*), COUNT(DISTINCT cobrowse_id), MAX(at) \
    FROM cobrowse_blind_spots WHERE tenant_id = $1 AND at >= $2 AND at < $3 \
    GROUP BY page, place ORDER BY COUNT(*) DESC, page, place LIMIT $4";
const OF_SESSION: &str = "SELECT tenant_id, cobrowse_id, spot, at, user_id, page, place, doc \
    FROM cobrowse_blind_spots WHERE tenant_id = $1 AND cobrowse_id = $2 ORDER BY spot LIMIT $3";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, RANKED, OF_SESSION];

/// Keeps a box under the next number of its session; `spot` of the row is not looked at.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, row: &BlindSpotRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.cobrowse.into(),
        row.at.into(),
        (&row.user).into(),
        (&row.page).into(),
        (&row.place).into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// Boxes of a span of time, the most asked for first.
///
/// # Errors
/// As [`Tx::query`].
pub fn ranked(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): (Timestamp, Timestamp),
    limit: u32,
) -> Result<Vec<BlindSpotCount>, StoreError> {
    tx.rows(RANKED, &[tenant.into(), from.into(), to.into(), limit.into()])
}

/// Boxes of one session, in order.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_session(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    limit: u32,
) -> Result<Vec<BlindSpotRow>, StoreError> {
    tx.rows(OF_SESSION, &[tenant.into(), cobrowse.into(), limit.into()])
}
