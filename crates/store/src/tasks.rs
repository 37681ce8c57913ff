//! Tasks: what waits for a person, ordered by when it must be done.

use kernel::{DisputeId, OrderId, PrincipalId, TaskId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx};

/// Waiting for a person.
pub const OPEN: &str = "open";
/// Done or no longer needed.
pub const CLOSED: &str = "closed";

/// One task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    pub tenant: TenantId,
    pub task: TaskId,
    pub kind: String,
    /// [`OPEN`], [`CLOSED`], or a state of the caller's between them.
    pub state: String,
    pub order: Option<OrderId>,
    pub dispute: Option<DisputeId>,
    pub assignee: Option<PrincipalId>,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// 1 when inserted, one more with each save.
    pub version: i64,
    /// JSON.
    pub doc: String,
}

impl FromRow for TaskRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            task: columns.take()?,
            kind: columns.take()?,
            state: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            assignee: columns.take()?,
            due_at: columns.take()?,
            created_at: columns.take()?,
            closed_at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO tasks (tenant_id, task_id, kind, state, order_id, dispute_id, \
    assignee, due_at, created_at, closed_at, version, doc) VALUES";
const GET: &str = "SELECT tenant_id, task_id, kind, state, order_id, dispute_id, assignee, due_at, \
    created_at, closed_at, version, doc FROM tasks WHERE tenant_id = $1 AND task_id = $2";
const SAVE: &str = "UPDATE tasks SET state = $4, assignee = $5, due_at = $6, closed_at = $7, \
    doc = $8, version = version + 1 WHERE tenant_id = $1 AND task_id = $2 AND version = $3";
const CLOSE_OF_DISPUTE: &str = "UPDATE tasks SET state = 'closed', closed_at = $4, \
    version = version + 1 \
    WHERE tenant_id = $1 AND dispute_id = $2 AND kind = $3 AND state <> 'closed'";
const OF_DISPUTE: &str = "SELECT tenant_id, task_id, kind, state, order_id, dispute_id, assignee, \
    due_at, created_at, closed_at, version, doc FROM tasks \
    WHERE tenant_id = $1 AND dispute_id = $2 ORDER BY due_at, task_id";
const QUEUE: &str = "SELECT tenant_id, task_id, kind, state, order_id, dispute_id, assignee, \
    due_at, created_at, closed_at, version, doc FROM tasks \
    WHERE tenant_id = $1 AND state = $2 AND (due_at, task_id) > ($3, $4) \
    AND (CAST($5 AS TEXT) IS NULL OR kind = $5) AND (CAST($6 AS TEXT) IS NULL OR assignee = $6) \
    ORDER BY due_at, task_id LIMIT $7";
const COUNTS: &str = "SELECT kind, COUNT(*), CAST(SUM(CASE WHEN due_at <= $3 THEN 1 ELSE 0 END) \
    AS BIGINT) FROM tasks WHERE tenant_id = $1 AND state = $2 GROUP BY kind ORDER BY kind";

pub(crate) const STATEMENTS: &[&str] = &[GET, SAVE, CLOSE_OF_DISPUTE, OF_DISPUTE, QUEUE, COUNTS];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 12);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, tasks: Vec<TaskRow>) -> Result<(), StoreError> {
    let rows = tasks.into_iter().map(|task| {
        vec![
            task.tenant.into(),
            task.task.into(),
            task.kind.into(),
            task.state.into(),
            task.order.into(),
            task.dispute.into(),
            task.assignee.into(),
            task.due_at.into(),
            task.created_at.into(),
            task.closed_at.into(),
            task.version.into(),
            task.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    task: TaskId,
) -> Result<Option<TaskRow>, StoreError> {
    tx.row(GET, &[tenant.into(), task.into()])
}

/// Saves state, assignee, due time, closing time and document of a task that still has
/// `task.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not.
pub fn save(tx: &mut Tx<'_>, task: &TaskRow) -> Result<(), StoreError> {
    let params = vec![
        (&task.tenant).into(),
        task.task.into(),
        task.version.into(),
        (&task.state).into(),
        task.assignee.as_ref().into(),
        task.due_at.into(),
        task.closed_at.into(),
        (&task.doc).into(),
    ];
    tx.exec_one(SAVE, params, "the task")
}

/// Closes every open task of a kind that hangs on a dispute.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn close_of_dispute(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
    kind: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), dispute.into(), kind.into(), now.into()];
    tx.exec_deferred(CLOSE_OF_DISPUTE, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn of_dispute(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
) -> Result<Vec<TaskRow>, StoreError> {
    tx.rows(OF_DISPUTE, &[tenant.into(), dispute.into()])
}

/// What a queue shows; `None` means no restriction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskFilter {
    pub kind: Option<String>,
    pub assignee: Option<PrincipalId>,
}

/// Tasks in one state, the most urgent first, starting after `after` (due time and id).
///
/// # Errors
/// As [`Tx::query`].
pub fn queue(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    state: &str,
    filter: &TaskFilter,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<TaskRow>, StoreError> {
    let params = [
        tenant.into(),
        state.into(),
        after.at.into(),
        (&after.id).into(),
        filter.kind.as_ref().into(),
        filter.assignee.as_ref().into(),
        limit.into(),
    ];
    tx.rows(QUEUE, &params)
}

/// Kind, how many tasks are in a state, and how many of them are overdue.
///
/// # Errors
/// As [`Tx::query`].
pub fn counts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    state: &str,
    now: Timestamp,
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.rows(COUNTS, &[tenant.into(), state.into(), now.into()])
}
