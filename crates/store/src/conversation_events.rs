//! What was said and done in conversations: appended, never changed.

use kernel::{ConversationId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Lookup, StoreError, Tx, Value};

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversationEventRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    pub seq: i64,
    pub at: Timestamp,
    pub kind: String,
    /// Only the desk sees it.
    pub for_desk: bool,
    pub client_id: Option<String>,
    /// JSON.
    pub doc: String,
}

impl FromRow for ConversationEventRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            seq: columns.take()?,
            at: columns.take()?,
            kind: columns.take()?,
            for_desk: columns.take()?,
            client_id: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// What happened to a conversation on its way through the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedRow {
    pub conversation: ConversationId,
    pub at: Timestamp,
    pub kind: String,
    /// JSON.
    pub doc: String,
}

impl FromRow for WorkedRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            conversation: columns.take()?,
            at: columns.take()?,
            kind: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const APPEND: &str = "INSERT INTO conversation_events (tenant_id, conversation_id, seq, lane, \
    lane_seq, at, kind, for_desk, client_id, doc) VALUES";
const HEAD: &str = "SELECT COALESCE(MAX(lane_seq), 0) FROM conversation_events WHERE lane = $1";
const AFTER: &str = "SELECT tenant_id, conversation_id, seq, at, kind, for_desk, client_id, doc \
    FROM conversation_events WHERE tenant_id = $1 AND conversation_id = $2 AND seq > $3 \
    AND (NOT for_desk OR $4) ORDER BY seq LIMIT $5";
const BEFORE: &str = "SELECT tenant_id, conversation_id, seq, at, kind, for_desk, client_id, doc \
    FROM conversation_events WHERE tenant_id = $1 AND conversation_id = $2 AND seq < $3 \
    AND (NOT for_desk OR $4) ORDER BY seq DESC LIMIT $5";
const BY_CLIENT: &str = "SELECT tenant_id, conversation_id, seq, at, kind, for_desk, client_id, \
    doc FROM conversation_events WHERE tenant_id = $1 AND conversation_id = $2 AND client_id = $3";
const OF_LANE: &str = "SELECT tenant_id, conversation_id, seq, at, kind, for_desk, client_id, doc \
    FROM conversation_events WHERE lane = $1 AND lane_seq > $2 ORDER BY lane_seq LIMIT $3";
// A lane at a time: the last entry of the index, not all of it.
const HEADS: &str = "SELECT nodes.lane, (SELECT MAX(e.lane_seq) FROM conversation_events e \
    WHERE e.lane = nodes.lane) FROM nodes";

// SQLite joins in the order of a CROSS JOIN: the customer's conversations first, not the tenant's events.
const OF_CUSTOMER: &str = "SELECT e.tenant_id, e.conversation_id, e.seq, e.at, e.kind, e.for_desk, \
    e.client_id, e.doc FROM conversations c CROSS JOIN conversation_events e \
    WHERE c.tenant_id = $1 AND c.customer_id = $2 AND e.tenant_id = c.tenant_id \
    AND e.conversation_id = c.conversation_id AND e.kind = $3 \
    ORDER BY e.at DESC, e.conversation_id DESC, e.seq DESC LIMIT $4";

const WORKED: &str = "SELECT e.conversation_id, e.at, e.kind, e.doc \
    FROM conversations c CROSS JOIN conversation_events e \
    WHERE c.tenant_id = $1 AND c.created_at >= $2 AND c.created_at < $3 \
    AND e.tenant_id = c.tenant_id AND e.conversation_id = c.conversation_id \
    AND e.kind IN ('priority', 'human_requested', 'offered', 'accepted', 'taken', 'released', \
    'transferred', 'resolved') ORDER BY c.created_at, c.conversation_id, e.seq LIMIT $4";

pub(crate) const STATEMENTS: &[&str] =
    &[HEAD, AFTER, BEFORE, BY_CLIENT, OF_LANE, HEADS, OF_CUSTOMER, WORKED];
/// The insert of many rows.
const ROWS: Insert = Insert::new(APPEND, "", 10);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Appends events of one step.
///
/// # Errors
/// [`StoreError::Unique`] when a sequence number, or the sender's id, is taken: the closure is run
/// again, and sees what was first.
pub fn append(tx: &mut Tx<'_>, events: Vec<ConversationEventRow>) -> Result<(), StoreError> {
    let lane = tx.lease().lane;
    let mut head = match tx.memory().lane_events {
        Some(head) => head,
        None => tx.query_one(HEAD, &[lane.into()])?.into_columns().take()?,
    };
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        head += 1;
        rows.push(values(event, lane.into(), head.into()));
    }
    tx.memory().lane_events = Some(head);
    tx.insert_many(&ROWS, rows)
}

/// Appends events of another desk: no node numbers them, so that none reads them to tell of them.
///
/// # Errors
/// As [`append`].
pub fn append_history(
    tx: &mut Tx<'_>,
    events: Vec<ConversationEventRow>,
) -> Result<(), StoreError> {
    let rows = events.into_iter().map(|event| values(event, Value::Null, Value::Null)).collect();
    tx.insert_many(&ROWS, rows)
}

fn values(event: ConversationEventRow, lane: Value, lane_seq: Value) -> Vec<Value> {
    vec![
        event.tenant.into(),
        event.conversation.into(),
        event.seq.into(),
        lane,
        lane_seq,
        event.at.into(),
        event.kind.into(),
        event.for_desk.into(),
        event.client_id.into(),
        event.doc.into(),
    ]
}

/// Events after `seq`, from old to new; with those for the desk alone where `desk`.
///
/// # Errors
/// As [`Tx::query`].
pub fn after(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    seq: i64,
    desk: bool,
    limit: u32,
) -> Result<Vec<ConversationEventRow>, StoreError> {
    let params = [tenant.into(), conversation.into(), seq.into(), desk.into(), limit.into()];
    tx.rows(AFTER, &params)
}

/// Events before `seq`, from new to old.
///
/// # Errors
/// As [`Tx::query`].
pub fn before(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    seq: i64,
    desk: bool,
    limit: u32,
) -> Result<Vec<ConversationEventRow>, StoreError> {
    let params = [tenant.into(), conversation.into(), seq.into(), desk.into(), limit.into()];
    tx.rows(BEFORE, &params)
}

/// The event that a sender's id was given to.
///
/// # Errors
/// As [`Tx::query`].
pub fn by_client_id(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    client_id: &str,
) -> Result<Option<ConversationEventRow>, StoreError> {
    tx.row(BY_CLIENT, &[tenant.into(), conversation.into(), client_id.into()])
}

/// What [`by_client_id`] asks, for [`crate::Store::write_after`].
pub fn lookup_client_id(
    tenant: &TenantId,
    conversation: ConversationId,
    client_id: &str,
) -> Lookup {
    Lookup::new(BY_CLIENT, vec![tenant.into(), conversation.into(), client_id.into()])
}

/// What one node wrote after `lane_seq`, in the order in which it wrote.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_lane(
    tx: &mut Tx<'_>,
    lane: i64,
    lane_seq: i64,
    limit: u32,
) -> Result<Vec<ConversationEventRow>, StoreError> {
    tx.rows(OF_LANE, &[lane.into(), lane_seq.into(), limit.into()])
}

/// The last number of every lane that a node has, or had.
///
/// # Errors
/// As [`Tx::query`].
pub fn heads(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>, StoreError> {
    let heads: Vec<(i64, Option<i64>)> = tx.rows(HEADS, &[])?;
    Ok(heads.into_iter().filter_map(|(lane, head)| Some((lane, head?))).collect())
}

/// The events of one kind in a customer's conversations, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_customer(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &kernel::CustomerId,
    kind: &str,
    limit: u32,
) -> Result<Vec<ConversationEventRow>, StoreError> {
    tx.rows(OF_CUSTOMER, &[tenant.into(), customer.into(), kind.into(), limit.into()])
}

/// How the conversations opened in a period went through the desk: urgency, offers, who took them, and
/// when they were done; in order of opening, then of what happened.
///
/// # Errors
/// As [`Tx::query`].
pub fn worked(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    from: Timestamp,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<WorkedRow>, StoreError> {
    tx.rows(WORKED, &[tenant.into(), from.into(), to.into(), limit.into()])
}
