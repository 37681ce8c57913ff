//! What reports count: a row for each conversation and for each decided dispute, written in the
//! transaction that changes what it counts. A report over a year then reads narrow rows by their
//! index, on both engines with the same statements, and never a document or a log.

mod cobrowse;
mod counts;
mod self_service;

use kernel::{
    ComplaintId, ConversationId, CustomerId, DisputeId, OrderId, PrincipalId, TenantId, Timestamp,
};

pub use cobrowse::{CobrowseCaseRow, cobrowse_beside_none, cobrowse_cases};
pub use counts::*;
pub use self_service::{SelfServiceCounts, contacted, reported, self_service};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx, Value};

/// What is counted of one conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    pub number: String,
    pub channel: String,
    pub customer: CustomerId,
    /// The local day of the desk, in days since 1970-01-01.
    pub day: i64,
    pub opened_at: Timestamp,
    pub contact_at: Option<Timestamp>,
    pub needed_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub answered_by: Option<PrincipalId>,
    /// From needed to answered; and what of it the desk was open.
    pub response_ms: Option<i64>,
    pub response_open_ms: Option<i64>,
    pub resolved_at: Option<Timestamp>,
    pub reopened: i64,
    pub person: bool,
    pub assignee: Option<PrincipalId>,
    pub assignee_name: Option<String>,
    pub level: i64,
    pub score: i64,
    /// JSON.
    pub tags: String,
    pub order: Option<OrderId>,
    pub dispute: Option<DisputeId>,
    pub complaint: Option<ComplaintId>,
    pub csat: Option<i64>,
    pub kept: i64,
    pub broken: i64,
    /// JSON: kept and broken by kind.
    pub promises: String,
    /// When the customer came back after it was resolved. Written by [`came_back`] alone.
    pub again_at: Option<Timestamp>,
    pub merged: bool,
}

impl FromRow for FiguresRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            number: columns.take()?,
            channel: columns.take()?,
            customer: columns.take()?,
            day: columns.take()?,
            opened_at: columns.take()?,
            contact_at: columns.take()?,
            needed_at: columns.take()?,
            answered_at: columns.take()?,
            answered_by: columns.take()?,
            response_ms: columns.take()?,
            response_open_ms: columns.take()?,
            resolved_at: columns.take()?,
            reopened: columns.take()?,
            person: columns.take()?,
            assignee: columns.take()?,
            assignee_name: columns.take()?,
            level: columns.take()?,
            score: columns.take()?,
            tags: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            complaint: columns.take()?,
            csat: columns.take()?,
            kept: columns.take()?,
            broken: columns.take()?,
            promises: columns.take()?,
            again_at: columns.take()?,
            merged: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO conversation_figures (tenant_id, conversation_id, number, channel, \
    customer_id, day, opened_at, contact_at, needed_at, answered_at, answered_by, response_ms, \
    response_open_ms, resolved_at, reopened, person, assignee, assignee_name, level, score, tags, \
    order_id, dispute_id, complaint_id, csat, kept, broken, promises, merged) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
    $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) \
    ON CONFLICT (tenant_id, conversation_id) DO UPDATE SET contact_at = excluded.contact_at, \
    needed_at = excluded.needed_at, answered_at = excluded.answered_at, \
    answered_by = excluded.answered_by, response_ms = excluded.response_ms, \
    response_open_ms = excluded.response_open_ms, resolved_at = excluded.resolved_at, \
    reopened = excluded.reopened, person = excluded.person, assignee = excluded.assignee, \
    assignee_name = excluded.assignee_name, level = excluded.level, score = excluded.score, \
    tags = excluded.tags, order_id = excluded.order_id, dispute_id = excluded.dispute_id, \
    complaint_id = excluded.complaint_id, csat = excluded.csat, kept = excluded.kept, \
    broken = excluded.broken, promises = excluded.promises, merged = excluded.merged";
const AGAIN: &str = "UPDATE conversation_figures SET again_at = $3 WHERE tenant_id = $1 \
    AND customer_id = $2 AND resolved_at <= $3 AND conversation_id <> $4 \
    AND (again_at IS NULL OR again_at < resolved_at)";
const ROWS: &str = "SELECT tenant_id, conversation_id, number, channel, customer_id, day, \
    opened_at, contact_at, needed_at, answered_at, answered_by, response_ms, response_open_ms, \
    resolved_at, reopened, person, assignee, assignee_name, level, score, tags, order_id, \
    dispute_id, complaint_id, csat, kept, broken, promises, again_at, merged \
    FROM conversation_figures WHERE tenant_id = $1 AND opened_at < $2 \
    AND (opened_at, conversation_id) > ($3, $4) ORDER BY opened_at, conversation_id LIMIT $5";
const UNREVIEWED: &str = "SELECT tenant_id, conversation_id, number, channel, customer_id, day, \
    opened_at, contact_at, needed_at, answered_at, answered_by, response_ms, response_open_ms, \
    resolved_at, reopened, person, assignee, assignee_name, level, score, tags, order_id, \
    dispute_id, complaint_id, csat, kept, broken, promises, again_at, merged \
    FROM conversation_figures f WHERE tenant_id = $1 AND resolved_at >= $2 AND person \
    AND assignee IS NOT NULL AND NOT merged AND NOT EXISTS (SELECT 1 FROM scorecards s \
    WHERE s.tenant_id = f.tenant_id AND s.conversation_id = f.conversation_id) \
    ORDER BY resolved_at DESC, conversation_id LIMIT $3";
const PUT_DECISION: &str = "INSERT INTO decision_figures (tenant_id, dispute_id, day, decided_at, \
    decided_by, reviewed, reversed) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (tenant_id, dispute_id) DO UPDATE SET reviewed = excluded.reviewed, \
    reversed = excluded.reversed";
const IS_REVERSED: &str = "SELECT reversed FROM decision_figures \
    WHERE tenant_id = $1 AND dispute_id = $2";

pub(crate) const STATEMENTS: &[&str] = &[PUT, AGAIN, ROWS, UNREVIEWED, PUT_DECISION, IS_REVERSED];
pub(crate) const SELF_SERVICE: &[&str] = self_service::ALL;
pub(crate) const COBROWSE: &[&str] = cobrowse::ALL;

/// Inserts or replaces what is counted of a conversation. Number, channel, customer and opening
/// never change, and `again_at` is not looked at.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: FiguresRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.conversation.into(),
        row.number.into(),
        row.channel.into(),
        row.customer.into(),
        row.day.into(),
        row.opened_at.into(),
        row.contact_at.into(),
        row.needed_at.into(),
        row.answered_at.into(),
        row.answered_by.into(),
        row.response_ms.into(),
        row.response_open_ms.into(),
        row.resolved_at.into(),
        row.reopened.into(),
        row.person.into(),
        row.assignee.into(),
        row.assignee_name.into(),
        row.level.into(),
        row.score.into(),
        row.tags.into(),
        row.order.into(),
        row.dispute.into(),
        row.complaint.into(),
        row.csat.into(),
        row.kept.into(),
        row.broken.into(),
        row.promises.into(),
        row.merged.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// The customer came with something at `at`: what was resolved before was not the end of it.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn came_back(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    at: Timestamp,
    with: ConversationId,
) -> Result<(), StoreError> {
    tx.exec_deferred(AGAIN, vec![tenant.into(), customer.into(), at.into(), with.into()])
}

/// Conversations opened after a place and before an instant, from old to new.
///
/// # Errors
/// As [`Tx::query`].
pub fn rows(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    after: &Cursor,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<FiguresRow>, StoreError> {
    let params: [Value; 5] =
        [tenant.into(), to.into(), after.at.into(), (&after.id).into(), limit.into()];
    tx.rows(ROWS, &params)
}

/// Conversations that a person ended since an instant and nobody has reviewed, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn unreviewed(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<FiguresRow>, StoreError> {
    tx.rows(UNREVIEWED, &[tenant.into(), since.into(), limit.into()])
}

/// What is counted of a decided dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFiguresRow {
    pub tenant: TenantId,
    pub dispute: DisputeId,
    /// The local day of the desk.
    pub day: i64,
    /// The first decision.
    pub decided_at: Timestamp,
    /// The person who made it; `None` for policy code.
    pub decided_by: Option<PrincipalId>,
    /// Somebody looked a second time.
    pub reviewed: bool,
    /// The last decision is for another party than the first.
    pub reversed: bool,
}

/// Inserts or replaces what is counted of a decided dispute; the first decision never changes.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_decision(tx: &mut Tx<'_>, row: DecisionFiguresRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.dispute.into(),
        row.day.into(),
        row.decided_at.into(),
        row.decided_by.into(),
        row.reviewed.into(),
        row.reversed.into(),
    ];
    tx.exec_deferred(PUT_DECISION, params)
}

/// Whether the decision of a dispute was reversed.
///
/// # Errors
/// As [`Tx::query`].
pub fn is_reversed(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
) -> Result<bool, StoreError> {
    let row = tx.query_opt(IS_REVERSED, &[tenant.into(), dispute.into()])?;
    row.map_or(Ok(false), |row| row.get(0))
}
