//! Co-browsing sessions: the document is the session's machine; the columns are what lists, codes and
//! clocks look for.

use kernel::{CobrowseId, ConversationId, CustomerId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    pub tenant: TenantId,
    pub cobrowse: CobrowseId,
    pub version: i64,
    /// A word of the machine's.
    pub state: String,
    pub customer: CustomerId,
    pub conversation: Option<ConversationId>,
    /// Who was first to join.
    pub agent: Option<PrincipalId>,
    /// A keyed hash of the six digits, for as long as they may be used.
    pub code_hash: Option<String>,
    /// Where it is at home: its sockets are at nodes there.
    pub region: String,
    /// The node on which its sockets are.
    pub lane: i64,
    /// When the machine's next clock fires.
    pub due_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub active_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// JSON.
    pub doc: String,
}

impl FromRow for SessionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            cobrowse: columns.take()?,
            version: columns.take()?,
            state: columns.take()?,
            customer: columns.take()?,
            conversation: columns.take()?,
            agent: columns.take()?,
            code_hash: columns.take()?,
            region: columns.take()?,
            lane: columns.take()?,
            due_at: columns.take()?,
            created_at: columns.take()?,
            active_at: columns.take()?,
            ended_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// A session of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    pub session: SessionRow,
    /// How long its recording goes, where there is one that can be read. Milliseconds.
    pub recording_ms: Option<i64>,
}

impl FromRow for ListedRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { session: SessionRow::from_row(columns)?, recording_ms: columns.take()? })
    }
}

/// Which sessions a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionsOf<'a> {
    All,
    Customer(&'a CustomerId),
    Conversation(ConversationId),
}

const INSERT: &str = "INSERT INTO cobrowse_sessions (tenant_id, cobrowse_id, version, state, \
    customer_id, conversation_id, agent, code_hash, region, lane, due_at, created_at, active_at, \
    ended_at, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const SAVE: &str = "UPDATE cobrowse_sessions SET version = $3 + 1, state = $4, \
    conversation_id = $5, agent = $6, code_hash = $7, lane = $8, due_at = $9, active_at = $10, \
    ended_at = $11, doc = $12 WHERE tenant_id = $1 AND cobrowse_id = $2 AND version = $3";
const GET: &str = "SELECT tenant_id, cobrowse_id, version, state, customer_id, conversation_id, \
    agent, code_hash, region, lane, due_at, created_at, active_at, ended_at, doc FROM cobrowse_sessions \
    WHERE tenant_id = $1 AND cobrowse_id = $2";
const BY_CODE: &str = "SELECT tenant_id, cobrowse_id, version, state, customer_id, \
    conversation_id, agent, code_hash, region, lane, due_at, created_at, active_at, ended_at, doc \
    FROM cobrowse_sessions WHERE tenant_id = $1 AND code_hash = $2";
/// A page of a list, with how long the recording goes where there is one that can be read.
macro_rules! list {
    ($of:literal) => {
        concat!(
            "SELECT s.tenant_id, s.cobrowse_id, s.version, s.state, s.customer_id, \
             s.conversation_id, s.agent, s.code_hash, s.region, s.lane, s.due_at, s.created_at, \
             s.active_at, s.ended_at, s.doc, r.length_ms FROM cobrowse_sessions s LEFT JOIN cobrowse_recordings r \
             ON r.tenant_id = s.tenant_id AND r.cobrowse_id = s.cobrowse_id \
             AND r.wrapped_key IS NOT NULL AND r.chunks > 0 WHERE s.tenant_id = $1 ",
            $of,
            "AND (s.created_at, s.cobrowse_id) < ($2, $3) \
             ORDER BY s.created_at DESC, s.cobrowse_id DESC LIMIT $4"
        )
    };
}
const LIST: &str = list!("");
const LIST_OF_CUSTOMER: &str = list!("AND s.customer_id = $5 ");
const LIST_OF_CONVERSATION: &str = list!("AND s.conversation_id = $5 ");
const DUE: &str = "SELECT tenant_id, cobrowse_id, state, lane, due_at FROM cobrowse_sessions \
    WHERE due_at <= $1 AND (lane = $2 OR due_at <= $3) ORDER BY due_at LIMIT $4";
const VERSIONS: &str = "SELECT tenant_id, cobrowse_id, version FROM cobrowse_sessions \
    WHERE lane = $1 AND ended_at IS NULL";
const OPEN_OF: &str = "SELECT cobrowse_id FROM cobrowse_sessions \
    WHERE tenant_id = $1 AND customer_id = $2 AND ended_at IS NULL ORDER BY created_at LIMIT $3";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    SAVE,
    GET,
    BY_CODE,
    LIST,
    LIST_OF_CUSTOMER,
    LIST_OF_CONVERSATION,
    DUE,
    VERSIONS,
    OPEN_OF,
];

/// Keeps a new session.
///
/// # Errors
/// [`StoreError::Unique`] where another session waits under the same code.
pub fn insert(tx: &mut Tx<'_>, row: &SessionRow) -> Result<(), StoreError> {
    let params = [
        (&row.tenant).into(),
        row.cobrowse.into(),
        row.version.into(),
        (&row.state).into(),
        (&row.customer).into(),
        row.conversation.into(),
        row.agent.as_ref().into(),
        row.code_hash.as_ref().into(),
        (&row.region).into(),
        row.lane.into(),
        row.due_at.into(),
        row.created_at.into(),
        row.active_at.into(),
        row.ended_at.into(),
        (&row.doc).into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// Writes what became of a session; `version` is the one it was read at.
///
/// # Errors
/// [`StoreError::Conflict`] where somebody else wrote it since.
pub fn save(tx: &mut Tx<'_>, row: SessionRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.cobrowse.into(),
        row.version.into(),
        row.state.into(),
        row.conversation.into(),
        row.agent.into(),
        row.code_hash.into(),
        row.lane.into(),
        row.due_at.into(),
        row.active_at.into(),
        row.ended_at.into(),
        row.doc.into(),
    ];
    tx.exec_one(SAVE, params, "the co-browsing session")
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    cobrowse: CobrowseId,
) -> Result<Option<SessionRow>, StoreError> {
    tx.row(GET, &[tenant.into(), cobrowse.into()])
}

/// The session that waits under a code.
///
/// # Errors
/// As [`Tx::query`].
pub fn by_code(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    code_hash: &str,
) -> Result<Option<SessionRow>, StoreError> {
    tx.row(BY_CODE, &[tenant.into(), code_hash.into()])
}

/// Sessions from new to old, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    of: SessionsOf<'_>,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ListedRow>, StoreError> {
    let mut params = vec![tenant.into(), after.at.into(), (&after.id).into(), limit.into()];
    let statement = match of {
        SessionsOf::All => LIST,
        SessionsOf::Customer(customer) => {
            params.push(customer.into());
            LIST_OF_CUSTOMER
        }
        SessionsOf::Conversation(conversation) => {
            params.push(conversation.into());
            LIST_OF_CONVERSATION
        }
    };
    tx.rows(statement, &params)
}

/// A session whose clock has fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    pub tenant: TenantId,
    pub cobrowse: CobrowseId,
    /// A word of the machine's.
    pub state: String,
    /// The node on which its sockets are.
    pub lane: i64,
    pub due_at: Timestamp,
}

impl FromRow for DueRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            cobrowse: columns.take()?,
            state: columns.take()?,
            lane: columns.take()?,
            due_at: columns.take()?,
        })
    }
}

/// Sessions of all tenants whose clock has fired by `now`, the most overdue first: those of a lane, and
/// those of others that have been due since `left`.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(
    tx: &mut Tx<'_>,
    lane: i64,
    (now, left): (Timestamp, Timestamp),
    limit: u32,
) -> Result<Vec<DueRow>, StoreError> {
    tx.rows(DUE, &[now.into(), lane.into(), left.into(), limit.into()])
}

/// The sessions of a lane that go on, with the version of each.
///
/// # Errors
/// As [`Tx::query`].
pub fn versions(
    tx: &mut Tx<'_>,
    lane: i64,
) -> Result<Vec<(TenantId, CobrowseId, i64)>, StoreError> {
    let rows = tx.query(VERSIONS, &[lane.into()])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// The sessions of a customer that go on, the oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn open_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<CobrowseId>, StoreError> {
    let rows = tx.query(OPEN_OF, &[tenant.into(), customer.into(), limit.into()])?;
    rows.iter().map(|row| row.get(0)).collect()
}
