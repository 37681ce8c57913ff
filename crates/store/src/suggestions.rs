//! Replies that were suggested to people of the desk, and what became of each.

use kernel::{ConversationId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// Nobody has used or refused it yet.
pub const SHOWN: &str = "shown";
pub const ACCEPTED: &str = "accepted";
pub const EDITED: &str = "edited";
pub const REJECTED: &str = "rejected";

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    /// From 1, without gaps, per conversation.
    pub suggestion: i64,
    pub at: Timestamp,
    /// The customer's message that it answers.
    pub message_seq: i64,
    pub kind: String,
    pub source: String,
    pub intent: Option<String>,
    /// [`SHOWN`], [`ACCEPTED`], [`EDITED`] or [`REJECTED`].
    pub outcome: String,
    /// Words that were put in, left out or changed before it was sent.
    pub words_changed: Option<i64>,
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<PrincipalId>,
    /// JSON; empty once it is erased.
    pub doc: String,
}

impl FromRow for SuggestionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            suggestion: columns.take()?,
            at: columns.take()?,
            message_seq: columns.take()?,
            kind: columns.take()?,
            source: columns.take()?,
            intent: columns.take()?,
            outcome: columns.take()?,
            words_changed: columns.take()?,
            settled_at: columns.take()?,
            settled_by: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// What became of the suggestions of one kind for one intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionCounts {
    pub kind: String,
    /// `None` where it was not recognised.
    pub intent: Option<String>,
    pub outcome: String,
    pub count: i64,
    /// Over all of them.
    pub words_changed: i64,
}

impl FromRow for SuggestionCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            kind: columns.take()?,
            intent: columns.take()?,
            outcome: columns.take()?,
            count: columns.take()?,
            words_changed: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO suggestions (tenant_id, conversation_id, suggestion, at, \
    message_seq, kind, source, intent, outcome, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const GET: &str = "SELECT tenant_id, conversation_id, suggestion, at, message_seq, kind, source, \
    intent, outcome, words_changed, settled_at, settled_by, doc FROM suggestions \
    WHERE tenant_id = $1 AND conversation_id = $2 AND suggestion = $3";
const NEWEST: &str = "SELECT tenant_id, conversation_id, suggestion, at, message_seq, kind, \
    source, intent, outcome, words_changed, settled_at, settled_by, doc FROM suggestions \
    WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY suggestion DESC LIMIT $3";
const SETTLE: &str = "UPDATE suggestions SET outcome = $4, words_changed = $5, settled_at = $6, \
    settled_by = $7 WHERE tenant_id = $1 AND conversation_id = $2 AND suggestion = $3";
const COUNTS: &str = "SELECT kind, intent, outcome, COUNT(*), \
    CAST(COALESCE(SUM(words_changed), 0) AS BIGINT) FROM suggestions \
    WHERE tenant_id = $1 AND at >= $2 AND at < $3 \
    GROUP BY kind, intent, outcome ORDER BY kind, intent, outcome";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, NEWEST, SETTLE, COUNTS];

/// Keeps a suggestion that was not shown before.
///
/// # Errors
/// [`StoreError::Unique`] where the conversation has one of this number.
pub fn insert(tx: &mut Tx<'_>, row: &SuggestionRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.conversation.into(),
        row.suggestion.into(),
        row.at.into(),
        row.message_seq.into(),
        (&row.kind).into(),
        (&row.source).into(),
        row.intent.as_ref().into(),
        (&row.outcome).into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    suggestion: i64,
) -> Result<Option<SuggestionRow>, StoreError> {
    tx.row(GET, &[tenant.into(), conversation.into(), suggestion.into()])
}

/// The newest of a conversation, from new to old.
///
/// # Errors
/// As [`Tx::query`].
pub fn newest(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<SuggestionRow>, StoreError> {
    tx.rows(NEWEST, &[tenant.into(), conversation.into(), limit.into()])
}

/// Keeps what became of one: its outcome, how many words were changed, when and by whom.
///
/// # Errors
/// As [`Tx::exec`].
pub fn settle(tx: &mut Tx<'_>, row: &SuggestionRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.conversation.into(),
        row.suggestion.into(),
        (&row.outcome).into(),
        row.words_changed.into(),
        row.settled_at.into(),
        row.settled_by.as_ref().into(),
    ];
    tx.exec(SETTLE, &params).map(|_| ())
}

/// What became of those that were shown in a period, from the first instant up to the second.
///
/// # Errors
/// As [`Tx::query`].
pub fn counts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<SuggestionCounts>, StoreError> {
    tx.rows(COUNTS, &[tenant.into(), from.into(), to.into()])
}
