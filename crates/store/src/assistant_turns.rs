//! What the assistant understood, said and did, turn by turn.

use kernel::{ConversationId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistantTurnRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    /// From 1, without gaps, per conversation.
    pub turn: i64,
    pub at: Timestamp,
    /// The customer's message that it answers.
    pub message_seq: i64,
    pub procedure: Option<String>,
    pub outcome: String,
    /// Where the assistant stands after it.
    pub state: String,
    pub doc: String,
}

impl FromRow for AssistantTurnRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            turn: columns.take()?,
            at: columns.take()?,
            message_seq: columns.take()?,
            procedure: columns.take()?,
            outcome: columns.take()?,
            state: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO assistant_turns (tenant_id, conversation_id, turn, at, \
    message_seq, procedure_name, outcome, state, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const LAST: &str = "SELECT tenant_id, conversation_id, turn, at, message_seq, procedure_name, \
    outcome, state, doc FROM assistant_turns WHERE tenant_id = $1 AND conversation_id = $2 \
    ORDER BY turn DESC LIMIT 1";
const OF: &str = "SELECT tenant_id, conversation_id, turn, at, message_seq, procedure_name, \
    outcome, state, doc FROM assistant_turns WHERE tenant_id = $1 AND conversation_id = $2 \
    ORDER BY turn LIMIT $3";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, LAST, OF];

/// Keeps a turn.
///
/// # Errors
/// [`StoreError::Unique`] where the conversation has a turn of this number.
pub fn insert(tx: &mut Tx<'_>, row: &AssistantTurnRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.conversation.into(),
        row.turn.into(),
        row.at.into(),
        row.message_seq.into(),
        row.procedure.as_ref().into(),
        (&row.outcome).into(),
        (&row.state).into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// The last turn of a conversation.
///
/// # Errors
/// As [`Tx::query`].
pub fn last(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
) -> Result<Option<AssistantTurnRow>, StoreError> {
    tx.row(LAST, &[tenant.into(), conversation.into()])
}

/// All turns of a conversation, at most `limit`.
///
/// # Errors
/// As [`Tx::query`].
pub fn of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<AssistantTurnRow>, StoreError> {
    tx.rows(OF, &[tenant.into(), conversation.into(), limit.into()])
}
