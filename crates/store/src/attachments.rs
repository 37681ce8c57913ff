//! Files of conversations: who uploaded each, and in which conversation it was sent. The bytes lie
//! with the blobs.

use kernel::canonical::Sha256Hex;
use kernel::{AttachmentId, ConversationId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

/// One file.
#[derive(Debug, Clone, PartialEq)]
pub struct AttachmentRow {
    pub tenant: TenantId,
    pub attachment: AttachmentId,
    /// Whoever may still send it.
    pub uploader: String,
    /// `None` until it was sent.
    pub conversation: Option<ConversationId>,
    pub sha256: Sha256Hex,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub created_at: Timestamp,
}

impl FromRow for AttachmentRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            attachment: columns.take()?,
            uploader: columns.take()?,
            conversation: columns.take()?,
            sha256: columns.take()?,
            name: columns.take()?,
            media_type: columns.take()?,
            size_bytes: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO attachments (tenant_id, attachment_id, uploader, \
    conversation_id, sha256, name, media_type, size_bytes, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const GET: &str = "SELECT tenant_id, attachment_id, uploader, conversation_id, sha256, name, \
    media_type, size_bytes, created_at FROM attachments \
    WHERE tenant_id = $1 AND attachment_id = $2";
/// How many files one look-up of several brings.
const AT_ONCE: usize = 16;
const SEVERAL: &str = "SELECT tenant_id, attachment_id, uploader, conversation_id, sha256, name, \
    media_type, size_bytes, created_at FROM attachments WHERE tenant_id = $1 AND attachment_id IN \
    ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
const SENT_SAME: &str = "SELECT 1 FROM attachments \
    WHERE tenant_id = $1 AND sha256 = $2 AND uploader = $3 LIMIT 1";
const SEND: &str = "UPDATE attachments SET conversation_id = $3 \
    WHERE tenant_id = $1 AND attachment_id = $2 AND conversation_id IS NULL";

const UNSENT: &str = "SELECT tenant_id, attachment_id, uploader, conversation_id, sha256, name, \
    media_type, size_bytes, created_at FROM attachments \
    WHERE conversation_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2";
const DELETE_UNSENT: &str = "DELETE FROM attachments \
    WHERE tenant_id = $1 AND attachment_id = $2 AND conversation_id IS NULL";

const UNSENT_OF: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) \
    FROM attachments WHERE tenant_id = $1 AND uploader = $2 AND conversation_id IS NULL";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, GET, SEVERAL, SEND, SENT_SAME, UNSENT, DELETE_UNSENT, UNSENT_OF];

/// How many files of somebody were not sent yet, and their bytes.
///
/// # Errors
/// As [`Tx::query`].
pub fn unsent_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    uploader: &str,
) -> Result<(i64, i64), StoreError> {
    Ok(tx.row(UNSENT_OF, &[tenant.into(), uploader.into()])?.unwrap_or_default())
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, row: AttachmentRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.attachment.into(),
        row.uploader.into(),
        row.conversation.into(),
        row.sha256.into(),
        row.name.into(),
        row.media_type.into(),
        row.size_bytes.into(),
        row.created_at.into(),
    ];
    tx.exec_deferred(INSERT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: AttachmentId,
) -> Result<Option<AttachmentRow>, StoreError> {
    tx.row(GET, &[tenant.into(), id.into()])
}

/// Those of some ids that are there, in any order.
///
/// # Errors
/// As [`Tx::query`].
pub fn several(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    ids: &[AttachmentId],
) -> Result<Vec<AttachmentRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        // What is missing to a full statement is asked for again: it brings nothing more.
        let padded = some.iter().chain(some.iter().cycle()).take(AT_ONCE);
        let ids = padded.map(|id| Value::from(*id));
        let params: Vec<Value> = std::iter::once(tenant.into()).chain(ids).collect();
        rows.extend(tx.rows(SEVERAL, &params)?);
    }
    Ok(rows)
}

/// Marks it as sent in a conversation.
///
/// # Errors
/// [`StoreError::Conflict`] when it was sent already.
pub fn send(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: AttachmentId,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    tx.exec_one(SEND, vec![tenant.into(), id.into(), conversation.into()], "the attachment")
}

/// Files of every tenant that were uploaded before an instant and never sent, the oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn unsent(
    tx: &mut Tx<'_>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<AttachmentRow>, StoreError> {
    tx.rows(UNSENT, &[before.into(), limit.into()])
}

/// Forgets a file that was never sent; says whether it was there, and still unsent.
///
/// # Errors
/// As [`Tx::exec`].
pub fn delete_unsent(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: AttachmentId,
) -> Result<bool, StoreError> {
    Ok(tx.exec(DELETE_UNSENT, &[tenant.into(), id.into()])? > 0)
}

/// Whether somebody has any file with these bytes.
///
/// # Errors
/// As [`Tx::query`].
pub fn has_same(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sha256: &kernel::canonical::Sha256Hex,
    uploader: &str,
) -> Result<bool, StoreError> {
    let params = [tenant.into(), sha256.into(), uploader.into()];
    Ok(tx.query_opt(SENT_SAME, &params)?.is_some())
}
