//! Phone calls, by the telephone system's id: what was told of each, and in which conversation it is.

use kernel::{ConversationId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    pub tenant: TenantId,
    pub call: String,
    pub conversation: ConversationId,
    /// A hash of the customer's number; `None` for who shows none.
    pub peer: Option<String>,
    pub rang_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl FromRow for CallRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            call: columns.take()?,
            conversation: columns.take()?,
            peer: columns.take()?,
            rang_at: columns.take()?,
            answered_at: columns.take()?,
            ended_at: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

const GET: &str = "SELECT tenant_id, call_id, conversation_id, peer, rang_at, answered_at, ended_at, \
    created_at FROM calls WHERE tenant_id = $1 AND call_id = $2";
const PUT: &str = "INSERT INTO calls (tenant_id, call_id, conversation_id, peer, rang_at, \
    answered_at, ended_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (tenant_id, call_id) DO UPDATE SET rang_at = excluded.rang_at, \
    answered_at = excluded.answered_at, ended_at = excluded.ended_at";
const LATEST_OF: &str = "SELECT tenant_id, call_id, conversation_id, peer, rang_at, answered_at, \
    ended_at, created_at FROM calls WHERE tenant_id = $1 AND peer = $2 \
    ORDER BY created_at DESC LIMIT 1";

pub(crate) const STATEMENTS: &[&str] = &[GET, PUT, LATEST_OF];

/// # Errors
/// As [`Tx::query`].
pub fn get(tx: &mut Tx<'_>, tenant: &TenantId, call: &str) -> Result<Option<CallRow>, StoreError> {
    tx.row(GET, &[tenant.into(), call.into()])
}

/// Writes what is known of a call.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: CallRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.call.into(),
        row.conversation.into(),
        row.peer.into(),
        row.rang_at.into(),
        row.answered_at.into(),
        row.ended_at.into(),
        row.created_at.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// The last call with a number.
///
/// # Errors
/// As [`Tx::query`].
pub fn latest_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    peer: &str,
) -> Result<Option<CallRow>, StoreError> {
    tx.row(LATEST_OF, &[tenant.into(), peer.into()])
}
