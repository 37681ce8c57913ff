//! Conversations: one row each, with what lists need beside the document.

use kernel::{ComplaintId, ConversationId, CustomerId, PrincipalId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, Lookup, StoreError, Tx, Value};

/// One conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversationRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    pub number: String,
    pub customer: CustomerId,
    pub state: String,
    /// Whether it waits, is offered or assigned.
    pub owner: String,
    pub assignee: Option<PrincipalId>,
    /// 0 normal … 3 danger.
    pub level: i64,
    pub score: i64,
    pub waiting_since: Option<Timestamp>,
    /// The next instant at which something happens by itself.
    pub wake_at: Option<Timestamp>,
    pub complaint: Option<ComplaintId>,
    /// What it is found by, in lower case.
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// 1 when inserted, one more with each save.
    pub version: i64,
    /// JSON.
    pub doc: String,
}

impl FromRow for ConversationRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            number: columns.take()?,
            customer: columns.take()?,
            state: columns.take()?,
            owner: columns.take()?,
            assignee: columns.take()?,
            level: columns.take()?,
            score: columns.take()?,
            waiting_since: columns.take()?,
            wake_at: columns.take()?,
            complaint: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO conversations (tenant_id, conversation_id, number, customer_id, \
    state, owner, assignee, level, score, waiting_since, wake_at, complaint_id, created_at, \
    updated_at, version, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
/// Reads whole rows of one tenant, as [`ConversationRow`] takes them.
macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT tenant_id, conversation_id, number, customer_id, state, owner, assignee, level, \
             score, waiting_since, wake_at, complaint_id, created_at, updated_at, version, doc \
             FROM conversations WHERE tenant_id = $1 ",
            $($rest),+
        )
    };
}
pub(crate) use select;

/// A page of a list: of all, or with what each of its own indexes begins with.
macro_rules! list {
    ($of:literal) => {
        select!(
            $of,
            "AND (updated_at, conversation_id) < ($2, $3) \
             AND (CAST($4 AS TEXT) IS NULL OR state = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR owner = $5) \
             AND level >= $6 AND (NOT $7 OR complaint_id IS NOT NULL) \
             ORDER BY updated_at DESC, conversation_id DESC LIMIT $8"
        )
    };
}

const GET: &str = select!("AND conversation_id = $2");
const BY_NUMBER: &str = select!("AND number = $2");
const SAVE: &str = "UPDATE conversations SET state = $4, owner = $5, assignee = $6, level = $7, \
    score = $8, waiting_since = $9, wake_at = $10, complaint_id = $11, \
    updated_at = $12, doc = $13, erased_at = NULL, version = version + 1 \
    WHERE tenant_id = $1 AND conversation_id = $2 AND version = $3";
const LIST: &str = list!("");
const LIST_OF_CUSTOMER: &str = list!("AND customer_id = $9 ");
const LIST_OF_ASSIGNEE: &str = list!("AND assignee = $9 ");
const LIST_OF_MENTIONED: &str = list!(
    "AND conversation_id IN (SELECT conversation_id FROM conversation_mentions \
     WHERE tenant_id = $1 AND user_id = $9) "
);
const MENTION: &str = "INSERT INTO conversation_mentions (tenant_id, user_id, conversation_id) \
    VALUES ($1, $2, $3) ON CONFLICT (tenant_id, user_id, conversation_id) DO NOTHING";
const UNMENTION: &str = "DELETE FROM conversation_mentions \
    WHERE tenant_id = $1 AND user_id = $2 AND conversation_id = $3";
const MENTIONS: &str =
    "SELECT COUNT(*) FROM conversation_mentions WHERE tenant_id = $1 AND user_id = $2";
const QUEUE: &str = select!(
    "AND owner IN ('waiting', 'offered') \
     ORDER BY score DESC, waiting_since, conversation_id LIMIT $2"
);
const OPENED: &str = select!(
    "AND created_at >= $2 AND created_at < $3 ORDER BY created_at, conversation_id LIMIT $4"
);
const HELD: &str =
    select!("AND assignee IS NOT NULL AND state = 'open' ORDER BY conversation_id LIMIT $2");
const DUE: &str = "SELECT tenant_id, conversation_id FROM conversations WHERE wake_at <= $1 \
    AND NOT EXISTS (SELECT 1 FROM tenants WHERE tenants.tenant_id = conversations.tenant_id \
    AND tenants.test_now IS NOT NULL) ORDER BY wake_at LIMIT $2";
const DUE_OF: &str = "SELECT tenant_id, conversation_id FROM conversations \
    WHERE tenant_id = $1 AND wake_at <= $2 ORDER BY wake_at LIMIT $3";
const NEXT_WAKE_OF: &str = "SELECT MIN(wake_at) FROM conversations WHERE tenant_id = $1";
const COUNTS: &str = "SELECT state, owner, level, COUNT(*), \
    CAST(SUM(CASE WHEN assignee = $2 THEN 1 ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN complaint_id IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) \
    FROM conversations WHERE tenant_id = $1 AND state <> 'resolved' GROUP BY state, owner, level";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    GET,
    BY_NUMBER,
    SAVE,
    LIST,
    LIST_OF_CUSTOMER,
    LIST_OF_ASSIGNEE,
    LIST_OF_MENTIONED,
    MENTION,
    UNMENTION,
    MENTIONS,
    QUEUE,
    OPENED,
    HELD,
    DUE,
    DUE_OF,
    NEXT_WAKE_OF,
    COUNTS,
];

const INSERT_MANY: &str = "INSERT INTO conversations (tenant_id, conversation_id, number, \
    customer_id, state, owner, assignee, level, score, waiting_since, wake_at, complaint_id, \
    created_at, updated_at, version, doc) VALUES";
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT_MANY, "", 16);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, row: ConversationRow) -> Result<(), StoreError> {
    tx.exec_deferred(INSERT, values(row))
}

/// As [`insert`], for conversations that nothing else of this transaction changes.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert_many(tx: &mut Tx<'_>, rows: Vec<ConversationRow>) -> Result<(), StoreError> {
    tx.insert_many(&ROWS, rows.into_iter().map(values).collect())
}

fn values(row: ConversationRow) -> Vec<Value> {
    vec![
        row.tenant.into(),
        row.conversation.into(),
        row.number.into(),
        row.customer.into(),
        row.state.into(),
        row.owner.into(),
        row.assignee.into(),
        row.level.into(),
        row.score.into(),
        row.waiting_since.into(),
        row.wake_at.into(),
        row.complaint.into(),
        row.created_at.into(),
        row.updated_at.into(),
        row.version.into(),
        row.doc.into(),
    ]
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
) -> Result<Option<ConversationRow>, StoreError> {
    tx.row(GET, &[tenant.into(), conversation.into()])
}

/// The conversation that people call so.
///
/// # Errors
/// As [`Tx::query`].
pub fn by_number(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    number: &str,
) -> Result<Option<ConversationRow>, StoreError> {
    tx.row(BY_NUMBER, &[tenant.into(), number.into()])
}

/// What [`get`] asks, for [`crate::Store::write_after`].
pub fn lookup(tenant: &TenantId, conversation: ConversationId) -> Lookup {
    Lookup::new(GET, vec![tenant.into(), conversation.into()])
}

/// Saves what moves of a conversation that still has `row.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not.
pub fn save(tx: &mut Tx<'_>, row: ConversationRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.conversation.into(),
        row.version.into(),
        row.state.into(),
        row.owner.into(),
        row.assignee.into(),
        row.level.into(),
        row.score.into(),
        row.waiting_since.into(),
        row.wake_at.into(),
        row.complaint.into(),
        row.updated_at.into(),
        row.doc.into(),
    ];
    tx.exec_one(SAVE, params, "the conversation")
}

/// Puts a conversation among those in which somebody was called, or takes it away.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn mention(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: &PrincipalId,
    conversation: ConversationId,
    is_called: bool,
) -> Result<(), StoreError> {
    let sql = if is_called { MENTION } else { UNMENTION };
    tx.exec_deferred(sql, vec![tenant.into(), user.into(), conversation.into()])
}

/// In how many conversations somebody was called and has not answered.
///
/// # Errors
/// As [`Tx::query`].
pub fn mentions(tx: &mut Tx<'_>, tenant: &TenantId, user: &PrincipalId) -> Result<i64, StoreError> {
    tx.query_one(MENTIONS, &[tenant.into(), user.into()])?.into_columns().take()
}

/// Whose conversations: each has an index of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum ConversationsOf {
    #[default]
    All,
    Customer(CustomerId),
    Assignee(PrincipalId),
    /// Those in which somebody was called and has not answered.
    Mentioned(PrincipalId),
}

/// What a list shows; `None` means no restriction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConversationFilter {
    pub of: ConversationsOf,
    pub state: Option<String>,
    pub owner: Option<String>,
    /// From this level up.
    pub level: i64,
    /// Only those with a complaint.
    pub complaints: bool,
}

/// Conversations by their last change, the newest first, after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    filter: &ConversationFilter,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    let mut params: Vec<Value> = vec![
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        filter.state.as_ref().into(),
        filter.owner.as_ref().into(),
        filter.level.into(),
        filter.complaints.into(),
        limit.into(),
    ];
    match &filter.of {
        ConversationsOf::All => tx.rows(LIST, &params),
        ConversationsOf::Customer(customer) => {
            params.push(customer.into());
            tx.rows(LIST_OF_CUSTOMER, &params)
        }
        ConversationsOf::Assignee(user) => {
            params.push(user.into());
            tx.rows(LIST_OF_ASSIGNEE, &params)
        }
        ConversationsOf::Mentioned(user) => {
            params.push(user.into());
            tx.rows(LIST_OF_MENTIONED, &params)
        }
    }
}

/// Who waits for a person, the most urgent first.
///
/// # Errors
/// As [`Tx::query`].
pub fn queue(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    tx.rows(QUEUE, &[tenant.into(), limit.into()])
}

/// Conversations that were opened in a period, the first first.
///
/// # Errors
/// As [`Tx::query`].
pub fn opened(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    from: Timestamp,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    tx.rows(OPENED, &[tenant.into(), from.into(), to.into(), limit.into()])
}

/// Open conversations that somebody has, or is asked to take.
///
/// # Errors
/// As [`Tx::query`].
pub fn held(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    tx.rows(HELD, &[tenant.into(), limit.into()])
}

/// Conversations in which something is due, of all tenants that live by the real clock.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, ConversationId)>, StoreError> {
    tx.rows(DUE, &[now.into(), limit.into()])
}

/// As [`due`], of one tenant, which may live by a test clock.
///
/// # Errors
/// As [`Tx::query`].
pub fn due_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, ConversationId)>, StoreError> {
    tx.rows(DUE_OF, &[tenant.into(), now.into(), limit.into()])
}

/// The next instant at which something is due in a tenant's conversations.
///
/// # Errors
/// As [`Tx::query`].
pub fn next_wake_of(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(NEXT_WAKE_OF, &[tenant.into()])?.into_columns().take()
}

/// How many unresolved conversations there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationCount {
    pub state: String,
    pub owner: String,
    pub level: i64,
    pub all: i64,
    /// Of one person.
    pub own: i64,
    pub complaints: i64,
}

impl FromRow for ConversationCount {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            state: columns.take()?,
            owner: columns.take()?,
            level: columns.take()?,
            all: columns.take()?,
            own: columns.take()?,
            complaints: columns.take()?,
        })
    }
}

/// # Errors
/// As [`Tx::query`].
pub fn counts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    of: Option<&PrincipalId>,
) -> Result<Vec<ConversationCount>, StoreError> {
    tx.rows(COUNTS, &[tenant.into(), of.into()])
}
