//! Timers: what must happen at an instant. They fire as inputs to the order's machine, so that
//! firing one twice is harmless.

use kernel::{OrderId, TenantId, TimerId, Timestamp};

use crate::insert::{Insert, SameKey};
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// A timer to schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTimer {
    pub tenant: TenantId,
    pub timer: TimerId,
    pub order: OrderId,
    pub kind: String,
    pub due_at: Timestamp,
    /// Whether the tenant is on a test clock.
    pub test_clock: bool,
    /// JSON: what the machine needs to know when it fires.
    pub doc: String,
}

/// A timer as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct TimerRow {
    pub tenant: TenantId,
    pub timer: TimerId,
    pub order: OrderId,
    pub kind: String,
    pub due_at: Timestamp,
    /// `pending`, `fired`, `cancelled`, or `dead` after too many failures.
    pub state: String,
    pub attempts: i64,
    pub ended_at: Option<Timestamp>,
    pub doc: String,
}

impl FromRow for TimerRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            timer: columns.take()?,
            order: columns.take()?,
            kind: columns.take()?,
            due_at: columns.take()?,
            state: columns.take()?,
            attempts: columns.take()?,
            ended_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// A timer whose time has come.
#[derive(Debug, Clone, PartialEq)]
pub struct DueTimer {
    pub tenant: TenantId,
    pub timer: TimerId,
    pub order: OrderId,
    pub kind: String,
    /// When it counts, however late it fires.
    pub due_at: Timestamp,
    /// Failed firings so far.
    pub attempts: i64,
    pub doc: String,
    /// The tenant's now: its test clock's, or the real one.
    pub now: Timestamp,
}

impl FromRow for DueTimer {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            timer: columns.take()?,
            order: columns.take()?,
            kind: columns.take()?,
            due_at: columns.take()?,
            attempts: columns.take()?,
            doc: columns.take()?,
            now: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO timers (tenant_id, timer_id, order_id, kind, due_at, try_at, \
    test_clock, state, attempts, doc) VALUES";
const PUT_TAIL: &str = "ON CONFLICT (tenant_id, timer_id) DO UPDATE SET due_at = excluded.due_at, \
    try_at = excluded.try_at, state = 'pending', attempts = 0, ended_at = NULL, doc = excluded.doc";
const CANCEL: &str = "UPDATE timers SET state = 'cancelled', ended_at = $3 \
    WHERE tenant_id = $1 AND timer_id = $2 AND state = 'pending'";
const DUE: &str = "SELECT tenant_id, timer_id, order_id, kind, due_at, attempts, doc, \
    CAST($1 AS BIGINT) FROM timers WHERE state = 'pending' AND NOT test_clock AND try_at <= $1 \
    ORDER BY try_at, tenant_id, timer_id LIMIT $2";
const DUE_ON_TEST_CLOCKS: &str = "SELECT t.tenant_id, t.timer_id, t.order_id, t.kind, t.due_at, \
    t.attempts, t.doc, n.test_now FROM tenants n JOIN timers t ON t.tenant_id = n.tenant_id \
    WHERE n.test_now IS NOT NULL AND t.state = 'pending' AND t.test_clock \
    AND t.try_at <= n.test_now ORDER BY t.try_at, t.tenant_id, t.timer_id LIMIT $1";
const DUE_OF_TENANT: &str = "SELECT tenant_id, timer_id, order_id, kind, due_at, attempts, doc, \
    CAST($2 AS BIGINT) FROM timers WHERE tenant_id = $1 AND state = 'pending' AND try_at <= $2 \
    ORDER BY try_at, timer_id LIMIT $3";
const FIRE: &str = "UPDATE timers SET state = 'fired', ended_at = $4 \
    WHERE tenant_id = $1 AND timer_id = $2 AND due_at = $3 AND state = 'pending'";
const POSTPONE: &str = "UPDATE timers SET attempts = attempts + 1, try_at = $3 \
    WHERE tenant_id = $1 AND timer_id = $2 AND state = 'pending'";
const BURY: &str = "UPDATE timers SET state = 'dead', ended_at = $3, attempts = attempts + 1 \
    WHERE tenant_id = $1 AND timer_id = $2 AND state = 'pending'";
const NEXT: &str = "SELECT MIN(try_at) FROM timers WHERE state = 'pending' AND NOT test_clock";
const NEXT_OF_TENANT: &str = "SELECT MIN(try_at) FROM timers \
    WHERE tenant_id = $1 AND state = 'pending'";
const OF_ORDER: &str = "SELECT tenant_id, timer_id, order_id, kind, due_at, state, attempts, \
    ended_at, doc FROM timers WHERE tenant_id = $1 AND order_id = $2 ORDER BY due_at, timer_id";

pub(crate) const STATEMENTS: &[&str] = &[
    CANCEL,
    DUE,
    DUE_ON_TEST_CLOCKS,
    DUE_OF_TENANT,
    FIRE,
    POSTPONE,
    BURY,
    NEXT,
    NEXT_OF_TENANT,
    OF_ORDER,
];
const ROWS: Insert = Insert::keyed(PUT, PUT_TAIL, 10, SameKey::Last { key: 2 });
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Schedules timers; one with a known id is moved and set to wait again.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn schedule(tx: &mut Tx<'_>, timers: Vec<NewTimer>) -> Result<(), StoreError> {
    let rows = timers.into_iter().map(|timer| {
        vec![
            timer.tenant.into(),
            timer.timer.into(),
            timer.order.into(),
            timer.kind.into(),
            timer.due_at.into(),
            timer.due_at.into(),
            timer.test_clock.into(),
            "pending".into(),
            0i64.into(),
            timer.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// Cancels a timer that still waits; no error when it does not.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn cancel(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    timer: TimerId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(CANCEL, vec![tenant.into(), timer.into(), now.into()])
}

/// Due timers of all tenants, the longest due first: those on the real clock, then those of
/// tenants on test clocks.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<DueTimer>, StoreError> {
    let real = (DUE, vec![now.into(), limit.into()]);
    let test = (DUE_ON_TEST_CLOCKS, vec![limit.into()]);
    let results = tx.query_all(&[real, test])?;
    let rows = results.into_iter().flatten().take(limit as usize);
    rows.map(|row| DueTimer::from_row(&mut row.into_columns())).collect()
}

/// Due timers of one tenant, the longest due first: what advancing a test clock fires.
///
/// # Errors
/// As [`Tx::query`].
pub fn due_of_tenant(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<DueTimer>, StoreError> {
    tx.rows(DUE_OF_TENANT, &[tenant.into(), now.into(), limit.into()])
}

/// Takes a due timer for firing in this transaction: `false` when it was fired, moved or cancelled
/// meanwhile, and must be left alone.
///
/// # Errors
/// As [`Tx::exec`].
pub fn fire(tx: &mut Tx<'_>, timer: &DueTimer) -> Result<bool, StoreError> {
    let params =
        [(&timer.tenant).into(), timer.timer.into(), timer.due_at.into(), timer.now.into()];
    Ok(tx.exec(FIRE, &params)? == 1)
}

/// After a failed firing: counts it, and tries again at `try_at`.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn postpone(tx: &mut Tx<'_>, timer: &DueTimer, try_at: Timestamp) -> Result<(), StoreError> {
    tx.exec_deferred(POSTPONE, vec![(&timer.tenant).into(), timer.timer.into(), try_at.into()])
}

/// After too many failures: fires no more. Write the dead letter in the same transaction.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn bury(tx: &mut Tx<'_>, timer: &DueTimer, now: Timestamp) -> Result<(), StoreError> {
    tx.exec_deferred(BURY, vec![(&timer.tenant).into(), timer.timer.into(), now.into()])
}

/// When the next timer on the real clock is due.
///
/// # Errors
/// As [`Tx::query`].
pub fn next_due(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.query_opt(NEXT, &[])?;
    Ok(row.map(|row| row.get::<Option<Timestamp>>(0)).transpose()?.flatten())
}

/// When the next timer of one tenant is due.
///
/// # Errors
/// As [`Tx::query`].
pub fn next_due_of_tenant(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.query_opt(NEXT_OF_TENANT, &[tenant.into()])?;
    Ok(row.map(|row| row.get::<Option<Timestamp>>(0)).transpose()?.flatten())
}

/// All timers an order ever had, by due time.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
) -> Result<Vec<TimerRow>, StoreError> {
    tx.rows(OF_ORDER, &[tenant.into(), order.into()])
}
