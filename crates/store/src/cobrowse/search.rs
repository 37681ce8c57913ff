//! Finding recordings: by time, customer or agent through an index of each, and of those by what else is
//! known of them. What was shown is sealed: nobody searches in it.

use kernel::{CustomerId, PrincipalId, TenantId, Timestamp};

use super::recordings::RecordingRow;
use super::sessions::SessionRow;
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx, Value};

/// Whose recordings: each has an index of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RecordingsOf {
    #[default]
    All,
    Customer(CustomerId),
    /// Of whom was first to join.
    Agent(PrincipalId),
}

/// What is looked for; `None` means no restriction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordingFilter {
    pub of: RecordingsOf,
    /// Begun at this instant or later.
    pub from: Option<Timestamp>,
    /// Why the session ended.
    pub ended_why: Option<String>,
    /// Whether anything was done by remote control.
    pub controlled: Option<bool>,
    pub held: Option<bool>,
    pub reviewed: Option<bool>,
    /// Of the newest review, both included.
    pub points_min: Option<u32>,
    pub points_max: Option<u32>,
    /// Milliseconds, both included.
    pub length_ms_min: Option<u32>,
    pub length_ms_max: Option<u32>,
    /// Whether it can still be watched.
    pub readable: Option<bool>,
}

/// A recording that was found, and its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    pub recording: RecordingRow,
    pub session: SessionRow,
}

impl FromRow for FoundRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            recording: RecordingRow::from_row(columns)?,
            session: SessionRow::from_row(columns)?,
        })
    }
}

/// A page of what was found: of all, or with what each of the other indexes begins with.
macro_rules! search {
    ($of:literal) => {
        concat!(
            "SELECT r.tenant_id, r.cobrowse_id, r.wrapped_key, r.parts, r.chunks, r.size, r.head, \
             r.started_at, r.ended_at, r.keep_until, r.held, r.shredded_at, r.customer_id, r.agent, \
             r.length_ms, r.ended_why, r.intents, r.points, s.tenant_id, s.cobrowse_id, s.version, \
             s.state, s.customer_id, s.conversation_id, s.agent, s.code_hash, s.region, s.lane, \
             s.due_at, s.created_at, s.active_at, s.ended_at, s.doc FROM cobrowse_recordings r \
             JOIN cobrowse_sessions s ON s.tenant_id = r.tenant_id \
             AND s.cobrowse_id = r.cobrowse_id WHERE r.tenant_id = $1 ",
            $of,
            "AND (r.started_at, r.cobrowse_id) < ($2, $3) AND r.started_at >= $4 \
             AND (CAST($6 AS TEXT) IS NULL OR r.ended_why = $6) \
             AND (CAST($7 AS BOOLEAN) IS NULL OR (r.intents > 0) = $7) \
             AND (CAST($8 AS BOOLEAN) IS NULL OR r.held = $8) \
             AND (CAST($9 AS BOOLEAN) IS NULL OR (r.points IS NOT NULL) = $9) \
             AND (CAST($10 AS BIGINT) IS NULL OR r.points >= $10) \
             AND (CAST($11 AS BIGINT) IS NULL OR r.points <= $11) \
             AND (CAST($12 AS BIGINT) IS NULL OR r.length_ms >= $12) \
             AND (CAST($13 AS BIGINT) IS NULL OR r.length_ms <= $13) \
             AND (CAST($14 AS BOOLEAN) IS NULL OR \
             (r.wrapped_key IS NOT NULL AND r.chunks > 0) = $14) \
             ORDER BY r.started_at DESC, r.cobrowse_id DESC LIMIT $5"
        )
    };
}
const OF_ALL: &str = search!("");
const OF_CUSTOMER: &str = search!("AND r.customer_id = $15 ");
const OF_AGENT: &str = search!("AND r.agent = $15 ");

pub(crate) const STATEMENTS: &[&str] = &[OF_ALL, OF_CUSTOMER, OF_AGENT];

/// Recordings from new to old, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn search(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    filter: &RecordingFilter,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<FoundRow>, StoreError> {
    let mut params: Vec<Value> = vec![
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        filter.from.unwrap_or(Timestamp::EPOCH).into(),
        limit.into(),
        filter.ended_why.as_ref().into(),
        filter.controlled.into(),
        filter.held.into(),
        filter.reviewed.into(),
        filter.points_min.into(),
        filter.points_max.into(),
        filter.length_ms_min.into(),
        filter.length_ms_max.into(),
        filter.readable.into(),
    ];
    let statement = match &filter.of {
        RecordingsOf::All => OF_ALL,
        RecordingsOf::Customer(customer) => {
            params.push(customer.into());
            OF_CUSTOMER
        }
        RecordingsOf::Agent(agent) => {
            params.push(agent.into());
            OF_AGENT
        }
    };
    tx.rows(statement, &params)
}
