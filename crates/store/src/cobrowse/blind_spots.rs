//! Boxes that somebody of the desk needed to see and could not, and what was decided about their places.

use kernel::canonical::Sha256Hex;
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
    /// What the page is called; empty where that is not known.
    pub page: String,
    /// Where in it the box is: what the same box of another session has too.
    pub place: String,
    /// Of the two.
    pub place_hash: Sha256Hex,
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
            place_hash: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// How often a box was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpotCount {
    pub place_hash: Sha256Hex,
    pub page: String,
    pub place: String,
    pub asked: i64,
    pub sessions: i64,
    pub last_at: Timestamp,
}

impl FromRow for BlindSpotCount {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            place_hash: columns.take()?,
            page: columns.take()?,
            place: columns.take()?,
            asked: columns.take()?,
            sessions: columns.take()?,
            last_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO cobrowse_blind_spots (tenant_id, cobrowse_id, spot, at, user_id, \
    page, place, place_hash, doc) SELECT $1, $2, COALESCE(MAX(spot), 0) + 1, $3, $4, $5, $6, $7, $8 \
    FROM cobrowse_blind_spots WHERE tenant_id = $1 AND cobrowse_id = $2";
const RANKED: &str = "SELECT place_hash, page, place, COUNT(*), COUNT(DISTINCT cobrowse_id), \
    MAX(at) FROM cobrowse_blind_spots WHERE tenant_id = $1 AND at >= $2 AND at < $3 \
    GROUP BY place_hash, page, place \
    ORDER BY COUNT(DISTINCT cobrowse_id) DESC, COUNT(*) DESC, page, place LIMIT $4";
const RANKED_OF_PAGE: &str = "SELECT place_hash, page, place, COUNT(*), \
    COUNT(DISTINCT cobrowse_id), MAX(at) FROM cobrowse_blind_spots \
    WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND page = $5 \
    GROUP BY place_hash, page, place \
    ORDER BY COUNT(DISTINCT cobrowse_id) DESC, COUNT(*) DESC, page, place LIMIT $4";
const OF_SESSION: &str = "SELECT tenant_id, cobrowse_id, spot, at, user_id, page, place, \
    place_hash, doc FROM cobrowse_blind_spots WHERE tenant_id = $1 AND cobrowse_id = $2 \
    ORDER BY spot LIMIT $3";
const OF_PLACE: &str = "SELECT tenant_id, cobrowse_id, spot, at, user_id, page, place, \
    place_hash, doc FROM cobrowse_blind_spots WHERE tenant_id = $1 AND place_hash = $2 \
    ORDER BY at DESC, cobrowse_id, spot LIMIT $3";
const FORGET_WORDS: &str =
    "UPDATE cobrowse_blind_spots SET doc = '{}' WHERE tenant_id = $1 AND cobrowse_id = $2";
const PLACE: &str =
    "SELECT doc FROM cobrowse_blind_places WHERE tenant_id = $1 AND place_hash = $2";
const PUT_PLACE: &str = "INSERT INTO cobrowse_blind_places (tenant_id, place_hash, doc) \
    VALUES ($1, $2, $3) ON CONFLICT (tenant_id, place_hash) DO UPDATE SET doc = excluded.doc";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, RANKED, RANKED_OF_PAGE, OF_SESSION, OF_PLACE, FORGET_WORDS, PLACE, PUT_PLACE];

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
        row.place_hash.into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// Boxes of a span of time, of one page or all: first those that were missed in most sessions, then by most people.
///
/// # Errors
/// As [`Tx::query`].
pub fn ranked(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): (Timestamp, Timestamp),
    page: Option<&str>,
    limit: u32,
) -> Result<Vec<BlindSpotCount>, StoreError> {
    let mut params = vec![tenant.into(), from.into(), to.into(), limit.into()];
    let Some(page) = page else { return tx.rows(RANKED, &params) };
    params.push(page.into());
    tx.rows(RANKED_OF_PAGE, &params)
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

/// One box, as it was asked for in all sessions, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_place(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    place: &Sha256Hex,
    limit: u32,
) -> Result<Vec<BlindSpotRow>, StoreError> {
    tx.rows(OF_PLACE, &[tenant.into(), (*place).into(), limit.into()])
}

/// Forgets what was written beside the boxes of a session.
///
/// # Errors
/// As [`Tx::exec`].
pub fn forget_words(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
) -> Result<(), StoreError> {
    tx.exec(FORGET_WORDS, &[tenant.into(), cobrowse.into()]).map(|_| ())
}

/// What was decided about a place: JSON.
///
/// # Errors
/// As [`Tx::query`].
pub fn place(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    place: &Sha256Hex,
) -> Result<Option<String>, StoreError> {
    tx.row(PLACE, &[tenant.into(), (*place).into()])
}

/// Keeps what was decided about a place, in the place of what was before.
///
/// # Errors
/// As [`Tx::exec`].
pub fn put_place(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    place: &Sha256Hex,
    doc: &str,
) -> Result<(), StoreError> {
    tx.exec(PUT_PLACE, &[tenant.into(), (*place).into(), doc.into()]).map(|_| ())
}
