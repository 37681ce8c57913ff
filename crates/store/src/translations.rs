//! What a language model translated for whoever has a conversation, and what it cost.

use kernel::{ConversationId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// It was shown.
pub const MADE: &str = "made";
/// It was shown with a warning.
pub const FLAGGED: &str = "flagged";
/// It was not shown.
pub const REFUSED: &str = "refused";
/// The model gave none.
pub const FAILED: &str = "failed";

/// One translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    /// From 1, without gaps, per conversation.
    pub translation: i64,
    pub at: Timestamp,
    pub asked_by: Option<PrincipalId>,
    /// The message that was translated; none for words that were not sent yet.
    pub message_seq: Option<i64>,
    /// BCP 47.
    pub from_language: String,
    pub to_language: String,
    /// [`MADE`], [`FLAGGED`], [`REFUSED`] or [`FAILED`].
    pub outcome: String,
    pub model: String,
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// In millionths of the currency's minor unit.
    pub cost_micros: i64,
    pub cost_currency: String,
    /// JSON; empty for words that were not sent, and once it is erased.
    pub doc: String,
}

impl FromRow for TranslationRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            translation: columns.take()?,
            at: columns.take()?,
            asked_by: columns.take()?,
            message_seq: columns.take()?,
            from_language: columns.take()?,
            to_language: columns.take()?,
            outcome: columns.take()?,
            model: columns.take()?,
            tokens_in: columns.take()?,
            tokens_out: columns.take()?,
            cost_micros: columns.take()?,
            cost_currency: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// What the translations of a period cost, by currency and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationCounts {
    pub cost_currency: String,
    pub outcome: String,
    pub count: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub cost_micros: i64,
}

impl FromRow for TranslationCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            cost_currency: columns.take()?,
            outcome: columns.take()?,
            count: columns.take()?,
            tokens_in: columns.take()?,
            tokens_out: columns.take()?,
            cost_micros: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO translations (tenant_id, conversation_id, translation, at, asked_by, \
    message_seq, from_language, to_language, outcome, model, tokens_in, tokens_out, cost_micros, \
    cost_currency, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const LAST: &str = "SELECT COALESCE(MAX(translation), 0), COUNT(CASE WHEN at >= $3 THEN 1 END) \
    FROM translations WHERE tenant_id = $1 AND conversation_id = $2";
const OF_MESSAGES: &str = "SELECT tenant_id, conversation_id, translation, at, asked_by, message_seq, \
    from_language, to_language, outcome, model, tokens_in, tokens_out, cost_micros, cost_currency, doc \
    FROM translations WHERE tenant_id = $1 AND conversation_id = $2 AND to_language = $3 \
    AND message_seq IS NOT NULL AND outcome IN ('made', 'flagged') AND doc <> '{}' \
    ORDER BY translation DESC LIMIT $4";
const COUNTS: &str = "SELECT cost_currency, outcome, COUNT(*), CAST(SUM(tokens_in) AS BIGINT), \
    CAST(SUM(tokens_out) AS BIGINT), CAST(SUM(cost_micros) AS BIGINT) FROM translations \
    WHERE tenant_id = $1 AND at >= $2 AND at < $3 GROUP BY cost_currency, outcome \
    ORDER BY cost_currency, outcome";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, LAST, OF_MESSAGES, COUNTS];

/// Keeps a translation.
///
/// # Errors
/// [`StoreError::Unique`] where the conversation has one of this number.
pub fn insert(tx: &mut Tx<'_>, row: &TranslationRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.conversation.into(),
        row.translation.into(),
        row.at.into(),
        row.asked_by.as_ref().into(),
        row.message_seq.into(),
        (&row.from_language).into(),
        (&row.to_language).into(),
        (&row.outcome).into(),
        (&row.model).into(),
        row.tokens_in.into(),
        row.tokens_out.into(),
        row.cost_micros.into(),
        (&row.cost_currency).into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// The number of the last one of a conversation, 0 where there is none; and how many were made since an
/// instant.
///
/// # Errors
/// As [`Tx::query`].
pub fn last(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    since: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let found = tx.row(LAST, &[tenant.into(), conversation.into(), since.into()])?;
    Ok(found.unwrap_or_default())
}

/// Translations of messages into a language that may be shown, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_messages(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    to_language: &str,
    limit: u32,
) -> Result<Vec<TranslationRow>, StoreError> {
    tx.rows(OF_MESSAGES, &[tenant.into(), conversation.into(), to_language.into(), limit.into()])
}

/// What was translated in a period, from the first instant up to the second.
///
/// # Errors
/// As [`Tx::query`].
pub fn counts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<TranslationCounts>, StoreError> {
    tx.rows(COUNTS, &[tenant.into(), from.into(), to.into()])
}
