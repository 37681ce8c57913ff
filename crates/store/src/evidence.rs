//! Evidence: what was handed in, and the blobs behind it.
//!
//! A blob's row is written only after its bytes are safe: either the bytes are in the row, or the
//! file was written to a temporary name, flushed, renamed, and its folder flushed.

use kernel::canonical::Sha256Hex;
use kernel::{DisputeId, EvidenceId, OrderId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    pub tenant: TenantId,
    pub evidence: EvidenceId,
    pub order: OrderId,
    pub dispute: DisputeId,
    pub kind: String,
    /// Who handed it in.
    pub source: String,
    /// The blob behind it, if it has one.
    pub sha256: Option<Sha256Hex>,
    pub received_at: Timestamp,
    /// JSON: extracted facts, file name and so on.
    pub doc: String,
}

impl FromRow for EvidenceRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            evidence: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            kind: columns.take()?,
            source: columns.take()?,
            sha256: columns.take()?,
            received_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// One blob.
#[derive(Debug, Clone, PartialEq)]
pub struct BlobRow {
    pub tenant: TenantId,
    pub sha256: Sha256Hex,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub content: BlobContent,
    pub created_at: Timestamp,
}

/// Where a blob's bytes are.
#[derive(Debug, Clone, PartialEq)]
pub enum BlobContent {
    /// Relative to the blob folder.
    Path(String),
    Bytes(Vec<u8>),
}

impl FromRow for BlobRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        let (tenant, sha256, size, media_type) =
            (columns.take()?, columns.take()?, columns.take()?, columns.take()?);
        let path: Option<String> = columns.take()?;
        let bytes: Option<Vec<u8>> = columns.take()?;
        let content = match (path, bytes) {
            (Some(path), _) => BlobContent::Path(path),
            (None, bytes) => BlobContent::Bytes(bytes.unwrap_or_default()),
        };
        Ok(Self { tenant, sha256, size, media_type, content, created_at: columns.take()? })
    }
}

const INSERT: &str = "INSERT INTO evidence (tenant_id, evidence_id, order_id, dispute_id, kind, \
    source, sha256, received_at, doc) VALUES";
const GET: &str = "SELECT tenant_id, evidence_id, order_id, dispute_id, kind, source, sha256, \
    received_at, doc FROM evidence WHERE tenant_id = $1 AND evidence_id = $2";
const OF_DISPUTE: &str = "SELECT tenant_id, evidence_id, order_id, dispute_id, kind, source, \
    sha256, received_at, doc FROM evidence WHERE tenant_id = $1 AND dispute_id = $2 \
    ORDER BY received_at, evidence_id LIMIT $3";
const PUT_BLOB: &str = "INSERT INTO blobs (tenant_id, sha256, size, media_type, path, bytes, \
    created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, sha256) DO NOTHING";
const GET_BLOB: &str = "SELECT tenant_id, sha256, size, media_type, path, bytes, created_at \
    FROM blobs WHERE tenant_id = $1 AND sha256 = $2";

const PUT_UPLOAD: &str = "INSERT INTO blob_uploads (tenant_id, sha256, uploader, created_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, sha256, uploader) DO NOTHING";
const GET_UPLOAD: &str = "SELECT b.tenant_id, b.sha256, b.size, b.media_type, b.path, b.bytes, \
    b.created_at FROM blob_uploads u JOIN blobs b \
    ON b.tenant_id = u.tenant_id AND b.sha256 = u.sha256 \
    WHERE u.tenant_id = $1 AND u.sha256 = $2 AND u.uploader = $3";

const DELETE_UPLOAD: &str = "DELETE FROM blob_uploads \
    WHERE tenant_id = $1 AND sha256 = $2 AND uploader = $3";
const DELETE_BLOB: &str = "DELETE FROM blobs WHERE tenant_id = $1 AND sha256 = $2 \
    AND NOT EXISTS (SELECT 1 FROM blob_uploads WHERE blob_uploads.tenant_id = blobs.tenant_id \
    AND blob_uploads.sha256 = blobs.sha256)";

const BLOB_PATH: &str = "SELECT path FROM blobs WHERE tenant_id = $1 AND sha256 = $2";

pub(crate) const STATEMENTS: &[&str] = &[
    GET,
    OF_DISPUTE,
    PUT_BLOB,
    GET_BLOB,
    PUT_UPLOAD,
    GET_UPLOAD,
    DELETE_UPLOAD,
    DELETE_BLOB,
    BLOB_PATH,
];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 9);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, evidence: Vec<EvidenceRow>) -> Result<(), StoreError> {
    let rows = evidence.into_iter().map(|item| {
        vec![
            item.tenant.into(),
            item.evidence.into(),
            item.order.into(),
            item.dispute.into(),
            item.kind.into(),
            item.source.into(),
            item.sha256.into(),
            item.received_at.into(),
            item.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    evidence: EvidenceId,
) -> Result<Option<EvidenceRow>, StoreError> {
    tx.row(GET, &[tenant.into(), evidence.into()])
}

/// The evidence of one dispute, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_dispute(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
    limit: u32,
) -> Result<Vec<EvidenceRow>, StoreError> {
    tx.rows(OF_DISPUTE, &[tenant.into(), dispute.into(), limit.into()])
}

/// Keeps a blob's row and who handed it in; does nothing where the tenant has either already.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_blob(tx: &mut Tx<'_>, blob: BlobRow, uploader: &str) -> Result<(), StoreError> {
    let upload =
        vec![(&blob.tenant).into(), blob.sha256.into(), uploader.into(), blob.created_at.into()];
    tx.exec_deferred(PUT_UPLOAD, upload)?;
    let (path, bytes) = match blob.content {
        BlobContent::Path(path) => (Some(path), None),
        BlobContent::Bytes(bytes) => (None, Some(bytes)),
    };
    let params = vec![
        blob.tenant.into(),
        blob.sha256.into(),
        blob.size.into(),
        blob.media_type.into(),
        path.into(),
        bytes.into(),
        blob.created_at.into(),
    ];
    tx.exec_deferred(PUT_BLOB, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn blob(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sha256: &Sha256Hex,
) -> Result<Option<BlobRow>, StoreError> {
    tx.row(GET_BLOB, &[tenant.into(), sha256.into()])
}

/// The blob, if this uploader handed it in.
///
/// # Errors
/// As [`Tx::query`].
pub fn uploaded(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sha256: &Sha256Hex,
    uploader: &str,
) -> Result<Option<BlobRow>, StoreError> {
    tx.row(GET_UPLOAD, &[tenant.into(), sha256.into(), uploader.into()])
}

/// Forgets that somebody handed in a blob, and the blob where nobody else did: then, where its bytes lie
/// in a file that no row names any more.
///
/// # Errors
/// As [`Tx::exec`].
pub fn forget_upload(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sha256: &Sha256Hex,
    uploader: &str,
) -> Result<Option<String>, StoreError> {
    tx.exec(DELETE_UPLOAD, &[tenant.into(), sha256.into(), uploader.into()])?;
    let row = tx.query_opt(BLOB_PATH, &[tenant.into(), sha256.into()])?;
    let path = row.map(|row| row.get::<Option<String>>(0)).transpose()?;
    let gone = tx.exec(DELETE_BLOB, &[tenant.into(), sha256.into()])? == 1;
    Ok(path.flatten().filter(|_| gone))
}
