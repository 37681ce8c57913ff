//! What people say that messages meant, and how well each version understood them.

use kernel::{ConversationId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// What a person says of one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistantReviewRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    pub turn: i64,
    pub reviewer: PrincipalId,
    pub at: Timestamp,
    /// JSON.
    pub doc: String,
}

impl FromRow for AssistantReviewRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            turn: columns.take()?,
            reviewer: columns.take()?,
            at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistantEvaluationRow {
    pub tenant: TenantId,
    pub at: Timestamp,
    pub version: String,
    /// JSON.
    pub doc: String,
}

impl FromRow for AssistantEvaluationRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO assistant_reviews (tenant_id, conversation_id, turn, reviewer, at, \
    doc) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, conversation_id, turn) \
    DO UPDATE SET reviewer = excluded.reviewer, at = excluded.at, doc = excluded.doc";
const LIST: &str = "SELECT tenant_id, conversation_id, turn, reviewer, at, doc \
    FROM assistant_reviews WHERE tenant_id = $1 ORDER BY at, conversation_id, turn LIMIT $2";
const OF: &str = "SELECT tenant_id, conversation_id, turn, reviewer, at, doc \
    FROM assistant_reviews WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY turn LIMIT $3";
const PUT_EVALUATION: &str = "INSERT INTO assistant_evaluations (tenant_id, at, version, doc) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, at, version) DO UPDATE SET doc = excluded.doc";
const EVALUATIONS: &str = "SELECT tenant_id, at, version, doc FROM assistant_evaluations \
    WHERE tenant_id = $1 ORDER BY at DESC, version LIMIT $2";

pub(crate) const STATEMENTS: &[&str] = &[PUT, LIST, OF, PUT_EVALUATION, EVALUATIONS];

/// Keeps what a person says of a turn, in place of what was said of it before.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: AssistantReviewRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.conversation.into(),
        row.turn.into(),
        row.reviewer.into(),
        row.at.into(),
        row.doc.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// What people said, from old to new.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<AssistantReviewRow>, StoreError> {
    tx.rows(LIST, &[tenant.into(), limit.into()])
}

/// What people said of one conversation, in the order of its turns.
///
/// # Errors
/// As [`Tx::query`].
pub fn of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<AssistantReviewRow>, StoreError> {
    tx.rows(OF, &[tenant.into(), conversation.into(), limit.into()])
}

/// Keeps a measurement.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_evaluation(tx: &mut Tx<'_>, row: AssistantEvaluationRow) -> Result<(), StoreError> {
    let params = vec![row.tenant.into(), row.at.into(), row.version.into(), row.doc.into()];
    tx.exec_deferred(PUT_EVALUATION, params)
}

/// The last measurements, from new to old.
///
/// # Errors
/// As [`Tx::query`].
pub fn evaluations(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<AssistantEvaluationRow>, StoreError> {
    tx.rows(EVALUATIONS, &[tenant.into(), limit.into()])
}
