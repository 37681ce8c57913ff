//! Idempotent ingestion: which records of the commerce feed were seen, and with what content.
//! Import progress too.

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// What is known of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    New,
    /// The same content came before: nothing to do.
    Same,
    /// Seen with other content.
    Changed,
}

const GET: &str = "SELECT content_hash FROM feed_seen \
    WHERE tenant_id = $1 AND record_kind = $2 AND record_id = $3";
const PUT: &str = "INSERT INTO feed_seen \
    (tenant_id, record_kind, record_id, content_hash, seen_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (tenant_id, record_kind, record_id) DO UPDATE SET \
    content_hash = excluded.content_hash, seen_at = excluded.seen_at";
const IMPORT_GET: &str = "SELECT source, resume_cursor, accepted, unchanged, rejected, started_at, \
    updated_at, finished_at FROM imports WHERE tenant_id = $1 AND source = $2";
const IMPORT_PUT: &str = "INSERT INTO imports (tenant_id, source, resume_cursor, accepted, \
    unchanged, rejected, started_at, updated_at, finished_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, source) DO UPDATE SET \
    resume_cursor = excluded.resume_cursor, accepted = excluded.accepted, \
    unchanged = excluded.unchanged, rejected = excluded.rejected, \
    started_at = excluded.started_at, updated_at = excluded.updated_at, \
    finished_at = excluded.finished_at";

pub(crate) const STATEMENTS: &[&str] = &[GET, PUT, IMPORT_GET, IMPORT_PUT];

/// Whether a record is new, known, or known with other content.
///
/// # Errors
/// As [`Tx::query`].
pub fn seen(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    record_kind: &str,
    record_id: &str,
    content: &Sha256Hex,
) -> Result<Seen, StoreError> {
    let row = tx.query_opt(GET, &[tenant.into(), record_kind.into(), record_id.into()])?;
    Ok(match row {
        None => Seen::New,
        Some(row) if row.get::<Sha256Hex>(0)? == *content => Seen::Same,
        Some(_) => Seen::Changed,
    })
}

/// Notes a record's content as seen; call it in the transaction that applies the record.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn note(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    record_kind: &str,
    record_id: &str,
    content: &Sha256Hex,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params =
        vec![tenant.into(), record_kind.into(), record_id.into(), content.into(), now.into()];
    tx.exec_deferred(PUT, params)
}

/// How far an import of one source has come.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// For example a file's path and hash.
    pub source: String,
    /// Where to go on; opaque here.
    pub resume_cursor: String,
    pub accepted: i64,
    pub unchanged: i64,
    pub rejected: i64,
    pub started_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl FromRow for ImportRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            source: columns.take()?,
            resume_cursor: columns.take()?,
            accepted: columns.take()?,
            unchanged: columns.take()?,
            rejected: columns.take()?,
            started_at: columns.take()?,
            updated_at: columns.take()?,
            finished_at: columns.take()?,
        })
    }
}

/// # Errors
/// As [`Tx::query`].
pub fn import(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    source: &str,
) -> Result<Option<ImportRow>, StoreError> {
    tx.row(IMPORT_GET, &[tenant.into(), source.into()])
}

/// Notes an import's progress; call it in the transaction that applies its records.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn save_import(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    import: &ImportRow,
) -> Result<(), StoreError> {
    let params = vec![
        tenant.into(),
        (&import.source).into(),
        (&import.resume_cursor).into(),
        import.accepted.into(),
        import.unchanged.into(),
        import.rejected.into(),
        import.started_at.into(),
        import.updated_at.into(),
        import.finished_at.into(),
    ];
    tx.exec_deferred(IMPORT_PUT, params)
}
