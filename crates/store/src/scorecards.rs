//! Scorecards: how well a conversation was held, by whoever looked at it; never changed.

use kernel::{ConversationId, PrincipalId, ScorecardId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorecardRow {
    pub tenant: TenantId,
    pub scorecard: ScorecardId,
    pub conversation: ConversationId,
    /// Whose work it is about.
    pub agent: PrincipalId,
    pub reviewer: PrincipalId,
    pub created_at: Timestamp,
    /// JSON.
    pub doc: String,
}

impl FromRow for ScorecardRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            scorecard: columns.take()?,
            conversation: columns.take()?,
            agent: columns.take()?,
            reviewer: columns.take()?,
            created_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO scorecards \
    (tenant_id, scorecard_id, conversation_id, agent, reviewer, created_at, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (tenant_id, conversation_id, reviewer) DO NOTHING";
const LIST: &str = "SELECT tenant_id, scorecard_id, conversation_id, agent, reviewer, created_at, \
    doc FROM scorecards WHERE tenant_id = $1 AND (created_at, scorecard_id) < ($2, $3) \
    AND created_at >= $4 ORDER BY created_at DESC, scorecard_id DESC LIMIT $5";
const LIST_OF_AGENT: &str = "SELECT tenant_id, scorecard_id, conversation_id, agent, reviewer, \
    created_at, doc FROM scorecards WHERE tenant_id = $1 AND agent = $6 \
    AND (created_at, scorecard_id) < ($2, $3) AND created_at >= $4 \
    ORDER BY created_at DESC, scorecard_id DESC LIMIT $5";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, LIST, LIST_OF_AGENT];

/// Inserts a scorecard; `false` when the reviewer has scored this conversation already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, row: ScorecardRow) -> Result<bool, StoreError> {
    let params = [
        row.tenant.into(),
        row.scorecard.into(),
        row.conversation.into(),
        row.agent.into(),
        row.reviewer.into(),
        row.created_at.into(),
        row.doc.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// Scorecards since an instant, from new to old, starting after `after`; of one agent, or of all.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    agent: Option<&PrincipalId>,
    since: Timestamp,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ScorecardRow>, StoreError> {
    newest((LIST, LIST_OF_AGENT), tx, tenant, (agent, since), (after, limit))
}

/// Rows about somebody's work since an instant, from new to old, starting after a cursor. The statements: of everybody's
/// (`$1` tenant, `$2`, `$3` cursor, `$4` since, `$5` limit), and of one agent's (`$6`).
pub(crate) fn newest<R: FromRow>(
    (all, of_agent): (&'static str, &'static str),
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (agent, since): (Option<&PrincipalId>, Timestamp),
    (after, limit): (&Cursor, u32),
) -> Result<Vec<R>, StoreError> {
    let mut params =
        vec![tenant.into(), after.at.into(), (&after.id).into(), since.into(), limit.into()];
    match agent {
        Some(agent) => {
            params.push(agent.into());
            tx.rows(of_agent, &params)
        }
        None => tx.rows(all, &params),
    }
}
