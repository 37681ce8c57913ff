//! What was recorded of co-browsing sessions: sealed chunks, and the wrapped key without which nobody
//! reads them.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, CustomerId, PrincipalId, TenantId, Timestamp};

use crate::evidence::BlobContent;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingRow {
    pub tenant: TenantId,
    pub cobrowse: CobrowseId,
    /// The session's key, wrapped with the tenant's; `None` once it is shredded.
    pub wrapped_key: Option<Vec<u8>>,
    /// How many took the recording up: no two of them seal with the same part.
    pub parts: i64,
    pub chunks: i64,
    /// Bytes of all chunks as they are kept.
    pub size: i64,
    /// JSON: the end of the chain.
    pub head: String,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub keep_until: Timestamp,
    /// A legal hold: kept whatever the date.
    pub held: bool,
    pub shredded_at: Option<Timestamp>,
    pub customer: CustomerId,
    /// Who was first to join.
    pub agent: Option<PrincipalId>,
    pub length_ms: i64,
    /// Why the session ended. Written by [`ended`] alone.
    pub ended_why: Option<String>,
    /// Acts of remote control that were passed on since it began. Written by [`acted`] alone.
    pub intents: i64,
    /// Of the newest review, from 0 to 100. Written by [`reviewed`] alone.
    pub points: Option<i64>,
}

impl FromRow for RecordingRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            cobrowse: columns.take()?,
            wrapped_key: columns.take()?,
            parts: columns.take()?,
            chunks: columns.take()?,
            size: columns.take()?,
            head: columns.take()?,
            started_at: columns.take()?,
            ended_at: columns.take()?,
            keep_until: columns.take()?,
            held: columns.take()?,
            shredded_at: columns.take()?,
            customer: columns.take()?,
            agent: columns.take()?,
            length_ms: columns.take()?,
            ended_why: columns.take()?,
            intents: columns.take()?,
            points: columns.take()?,
        })
    }
}

/// One sealed chunk.
#[derive(Debug, Clone, PartialEq)]
pub struct ChunkRow {
    pub tenant: TenantId,
    pub cobrowse: CobrowseId,
    /// From 0, without gaps, per recording.
    pub chunk: i64,
    pub sha256: Sha256Hex,
    /// Bytes.
    pub size: i64,
    /// JSON: its entry in the index.
    pub doc: String,
    pub content: BlobContent,
}

impl FromRow for ChunkRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        let (tenant, cobrowse, chunk) = (columns.take()?, columns.take()?, columns.take()?);
        let (sha256, size, doc) = (columns.take()?, columns.take()?, columns.take()?);
        let path: Option<String> = columns.take()?;
        let bytes: Option<Vec<u8>> = columns.take()?;
        let content = match (path, bytes) {
            (Some(path), _) => BlobContent::Path(path),
            (None, bytes) => BlobContent::Bytes(bytes.unwrap_or_default()),
        };
        Ok(Self { tenant, cobrowse, chunk, sha256, size, doc, content })
    }
}

const PUT: &str = "INSERT INTO cobrowse_recordings (tenant_id, cobrowse_id, wrapped_key, parts, \
    chunks, size, head, started_at, ended_at, keep_until, held, shredded_at, customer_id, agent, \
    length_ms, intents) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0) \
    ON CONFLICT (tenant_id, cobrowse_id) DO UPDATE SET wrapped_key = excluded.wrapped_key, \
    parts = excluded.parts, chunks = excluded.chunks, size = excluded.size, head = excluded.head, \
    ended_at = excluded.ended_at, keep_until = excluded.keep_until, held = excluded.held, \
    shredded_at = excluded.shredded_at, length_ms = excluded.length_ms";
const GET: &str = "SELECT tenant_id, cobrowse_id, wrapped_key, parts, chunks, size, head, \
    started_at, ended_at, keep_until, held, shredded_at, customer_id, agent, length_ms, ended_why, \
    intents, points FROM cobrowse_recordings WHERE tenant_id = $1 AND cobrowse_id = $2";
const ENDED: &str = "UPDATE cobrowse_recordings SET ended_why = $3 \
    WHERE tenant_id = $1 AND cobrowse_id = $2";
const ACTED: &str = "UPDATE cobrowse_recordings SET intents = intents + 1 \
    WHERE tenant_id = $1 AND cobrowse_id = $2";
const REVIEWED: &str = "UPDATE cobrowse_recordings SET points = $3 \
    WHERE tenant_id = $1 AND cobrowse_id = $2";
const DUE: &str = "SELECT tenant_id, cobrowse_id FROM cobrowse_recordings \
    WHERE keep_until <= $1 AND chunks > 0 AND NOT held ORDER BY keep_until LIMIT $2";
const LEFT: &str = "SELECT r.tenant_id, r.cobrowse_id FROM cobrowse_recordings r \
    JOIN cobrowse_sessions s ON s.tenant_id = r.tenant_id AND s.cobrowse_id = r.cobrowse_id \
    WHERE r.ended_at IS NULL AND r.shredded_at IS NULL AND s.ended_at <= $1 \
    ORDER BY s.ended_at LIMIT $2";
const PUT_CHUNK: &str = "INSERT INTO cobrowse_chunks (tenant_id, cobrowse_id, chunk, sha256, \
    size, doc, path, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const CHUNKS: &str = "SELECT tenant_id, cobrowse_id, chunk, sha256, size, doc, path, bytes \
    FROM cobrowse_chunks WHERE tenant_id = $1 AND cobrowse_id = $2 AND chunk >= $3 \
    ORDER BY chunk LIMIT $4";
const DELETE_CHUNKS: &str =
    "DELETE FROM cobrowse_chunks WHERE tenant_id = $1 AND cobrowse_id = $2 AND chunk <= $3";

pub(crate) const STATEMENTS: &[&str] =
    &[PUT, GET, ENDED, ACTED, REVIEWED, DUE, LEFT, PUT_CHUNK, CHUNKS, DELETE_CHUNKS];

/// Writes what is known of a recording; customer and agent never change.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: RecordingRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.cobrowse.into(),
        row.wrapped_key.into(),
        row.parts.into(),
        row.chunks.into(),
        row.size.into(),
        row.head.into(),
        row.started_at.into(),
        row.ended_at.into(),
        row.keep_until.into(),
        row.held.into(),
        row.shredded_at.into(),
        row.customer.into(),
        row.agent.into(),
        row.length_ms.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
) -> Result<Option<RecordingRow>, StoreError> {
    tx.row(GET, &[tenant.into(), cobrowse.into()])
}

/// Notes why the session of a recording ended; of one that was not recorded, nothing.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn ended(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    why: &str,
) -> Result<(), StoreError> {
    tx.exec_deferred(ENDED, vec![tenant.into(), cobrowse.into(), why.into()])
}

/// Counts an act of remote control; of a session that is not recorded, nothing.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn acted(tx: &mut Tx<'_>, tenant: &TenantId, cobrowse: CobrowseId) -> Result<(), StoreError> {
    tx.exec_deferred(ACTED, vec![tenant.into(), cobrowse.into()])
}

/// Notes what the newest review came to.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn reviewed(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    points: u32,
) -> Result<(), StoreError> {
    tx.exec_deferred(REVIEWED, vec![tenant.into(), cobrowse.into(), points.into()])
}

/// Recordings of all tenants whose time is over, of which chunks are left and that no hold keeps.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, CobrowseId)>, StoreError> {
    let rows = tx.query(DUE, &[now.into(), limit.into()])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Recordings that go on, of sessions that ended by `before`.
///
/// # Errors
/// As [`Tx::query`].
pub fn left(
    tx: &mut Tx<'_>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, CobrowseId)>, StoreError> {
    let rows = tx.query(LEFT, &[before.into(), limit.into()])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Keeps a sealed chunk.
///
/// # Errors
/// [`StoreError::Unique`] where the recording has one of this number: it never changes.
pub fn put_chunk(tx: &mut Tx<'_>, row: &ChunkRow) -> Result<(), StoreError> {
    let (path, bytes) = match &row.content {
        BlobContent::Path(path) => (Some(path), None),
        BlobContent::Bytes(bytes) => (None, Some(bytes.as_slice())),
    };
    let params = [
        (&row.tenant).into(),
        row.cobrowse.into(),
        row.chunk.into(),
        row.sha256.into(),
        row.size.into(),
        (&row.doc).into(),
        path.into(),
        bytes.into(),
    ];
    tx.exec(PUT_CHUNK, &params).map(|_| ())
}

/// Chunks in order, from number `from` on.
///
/// # Errors
/// As [`Tx::query`].
pub fn chunks(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    from: i64,
    limit: u32,
) -> Result<Vec<ChunkRow>, StoreError> {
    tx.rows(CHUNKS, &[tenant.into(), cobrowse.into(), from.into(), limit.into()])
}

/// Forgets the chunks up to and with number `until`.
///
/// # Errors
/// As [`Tx::exec`].
pub fn delete_chunks(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
    until: i64,
) -> Result<u64, StoreError> {
    tx.exec(DELETE_CHUNKS, &[tenant.into(), cobrowse.into(), until.into()])
}
