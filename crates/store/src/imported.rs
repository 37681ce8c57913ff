//! Conversations of other desks: which of ours each became. It is what makes a second import bring in
//! nothing twice.

use kernel::canonical::Sha256Hex;
use kernel::{ConversationId, TenantId};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

/// One conversation that was brought in.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedRow {
    pub tenant: TenantId,
    /// The desk it comes from, and what it is called there.
    pub source: String,
    pub source_id: String,
    pub conversation: ConversationId,
    /// What it was like when it last came over.
    pub content_hash: Sha256Hex,
    /// JSON.
    pub doc: String,
}

impl FromRow for ImportedRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            source: columns.take()?,
            source_id: columns.take()?,
            conversation: columns.take()?,
            content_hash: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// How many conversations one look-up brings.
const AT_ONCE: usize = 32;
const SOME: &str = "SELECT tenant_id, source, source_id, conversation_id, content_hash, doc \
    FROM imported_conversations WHERE tenant_id = $1 AND source = $2 AND source_id IN ($3, $4, $5, \
    $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, \
    $26, $27, $28, $29, $30, $31, $32, $33, $34)";
const SAVE: &str = "UPDATE imported_conversations SET content_hash = $5, doc = $6 \
    WHERE tenant_id = $1 AND source = $2 AND source_id = $3 AND content_hash = $4";
const INSERT_MANY: &str = "INSERT INTO imported_conversations (tenant_id, source, source_id, \
    conversation_id, content_hash, doc) VALUES";

pub(crate) const STATEMENTS: &[&str] = &[SOME, SAVE];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT_MANY, "", 6);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// The conversations of some ids of a source, in any order, those that were brought in.
///
/// # Errors
/// As [`Tx::query`].
pub fn some(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    source: &str,
    ids: &[&str],
) -> Result<Vec<ImportedRow>, StoreError> {
    let mut rows = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        // What is missing to a full statement is asked for again: it brings nothing more.
        let padded = some.iter().chain(some.iter().cycle()).take(AT_ONCE);
        let ids = padded.map(|id| Value::from(*id));
        let params: Vec<Value> = [tenant.into(), source.into()].into_iter().chain(ids).collect();
        rows.extend(tx.rows(SOME, &params)?);
    }
    Ok(rows)
}

/// Notes conversations that came over for the first time.
///
/// # Errors
/// [`StoreError::Unique`] when another import was faster: the closure is run again, and sees it.
pub fn insert_many(tx: &mut Tx<'_>, rows: Vec<ImportedRow>) -> Result<(), StoreError> {
    let values = |row: ImportedRow| {
        vec![
            row.tenant.into(),
            row.source.into(),
            row.source_id.into(),
            row.conversation.into(),
            (&row.content_hash).into(),
            row.doc.into(),
        ]
    };
    tx.insert_many(&ROWS, rows.into_iter().map(values).collect())
}

/// Notes what a conversation is like now that was like `before`.
///
/// # Errors
/// [`StoreError::Conflict`] when another import was faster.
pub fn save(tx: &mut Tx<'_>, before: &Sha256Hex, row: ImportedRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.source.into(),
        row.source_id.into(),
        before.into(),
        (&row.content_hash).into(),
        row.doc.into(),
    ];
    tx.exec_one(SAVE, params, "the imported conversation")
}
