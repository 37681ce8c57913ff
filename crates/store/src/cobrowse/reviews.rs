//! Reviews of recordings: never changed, but for the one answer of whoever's work it is about.

use kernel::{CobrowseId, PrincipalId, ScorecardId, TenantId, Timestamp};

use crate::scorecards::newest;
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One version of one reviewer's review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    pub tenant: TenantId,
    pub review: ScorecardId,
    pub cobrowse: CobrowseId,
    /// Whose work it is about.
    pub agent: PrincipalId,
    pub reviewer: PrincipalId,
    /// From 1, per recording and reviewer.
    pub version: i64,
    /// From 0 to 100.
    pub points: i64,
    pub created_at: Timestamp,
    /// Written by [`answer`] alone.
    pub answered_at: Option<Timestamp>,
    pub answer: Option<String>,
    /// JSON.
    pub doc: String,
}

impl FromRow for ReviewRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            review: columns.take()?,
            cobrowse: columns.take()?,
            agent: columns.take()?,
            reviewer: columns.take()?,
            version: columns.take()?,
            points: columns.take()?,
            created_at: columns.take()?,
            answered_at: columns.take()?,
            answer: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// Reads whole rows of one tenant, as [`ReviewRow`] takes them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT tenant_id, review_id, cobrowse_id, agent, reviewer, version, points, \
             created_at, answered_at, answer, doc FROM cobrowse_reviews WHERE tenant_id = $1 ",
            $rest
        )
    };
}
const INSERT: &str = "INSERT INTO cobrowse_reviews (tenant_id, review_id, cobrowse_id, agent, \
    reviewer, version, points, created_at, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const GET: &str = select!("AND review_id = $2");
const OF_RECORDING: &str = select!("AND cobrowse_id = $2 ORDER BY reviewer, version DESC LIMIT $3");
const LIST: &str = select!(
    "AND (created_at, review_id) < ($2, $3) AND created_at >= $4 \
     ORDER BY created_at DESC, review_id DESC LIMIT $5"
);
const LIST_OF_AGENT: &str = select!(
    "AND agent = $6 AND (created_at, review_id) < ($2, $3) AND created_at >= $4 \
     ORDER BY created_at DESC, review_id DESC LIMIT $5"
);
const ANSWER: &str = "UPDATE cobrowse_reviews SET answered_at = $3, answer = $4 \
    WHERE tenant_id = $1 AND review_id = $2 AND answered_at IS NULL";
const REWRITE: &str = "UPDATE cobrowse_reviews SET doc = $3, \
    answer = CASE WHEN answered_at IS NULL THEN NULL ELSE '' END \
    WHERE tenant_id = $1 AND review_id = $2";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, GET, OF_RECORDING, LIST, LIST_OF_AGENT, ANSWER, REWRITE];

/// Keeps a review; its answer is not looked at.
///
/// # Errors
/// [`StoreError::Unique`] where the reviewer has this version already.
pub fn insert(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.review.into(),
        row.cobrowse.into(),
        (&row.agent).into(),
        (&row.reviewer).into(),
        row.version.into(),
        row.points.into(),
        row.created_at.into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    review: ScorecardId,
) -> Result<Option<ReviewRow>, StoreError> {
    tx.row(GET, &[tenant.into(), review.into()])
}

/// Reviews of one recording, by reviewer, the newest version of each first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_recording(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    limit: u32,
) -> Result<Vec<ReviewRow>, StoreError> {
    tx.rows(OF_RECORDING, &[tenant.into(), cobrowse.into(), limit.into()])
}

/// Reviews since an instant, from new to old, starting after `after`; of one agent's work, or of all.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    agent: Option<&PrincipalId>,
    since: Timestamp,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ReviewRow>, StoreError> {
    newest((LIST, LIST_OF_AGENT), tx, tenant, (agent, since), (after, limit))
}

/// Keeps what was answered; `false` where there is an answer already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn answer(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    review: ScorecardId,
    (at, answer): (Timestamp, &str),
) -> Result<bool, StoreError> {
    let params = [tenant.into(), review.into(), at.into(), answer.into()];
    Ok(tx.exec(ANSWER, &params)? == 1)
}

/// Puts what is left of a review in its place, without the words of its answer.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn rewrite(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    review: ScorecardId,
    doc: String,
) -> Result<(), StoreError> {
    tx.exec_deferred(REWRITE, vec![tenant.into(), review.into(), doc.into()])
}
