//! Jobs: work to be done outside a transaction, by whichever node takes it first; and dead
//! letters, where work goes that failed too often.

use kernel::{JobId, TenantId, Timestamp};

use crate::connection::Engine;
use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Cursor, Lease, StoreError, Tx, dialect};

/// A job to enqueue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    pub tenant: TenantId,
    pub job: JobId,
    pub queue: String,
    /// With a key, a job that waits already is not enqueued again.
    pub key: Option<String>,
    /// JSON.
    pub payload: String,
    pub run_at: Timestamp,
    pub created_at: Timestamp,
}

/// A job taken by this node.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRow {
    pub tenant: TenantId,
    pub job: JobId,
    pub queue: String,
    pub payload: String,
    pub run_at: Timestamp,
    /// Failed tries so far.
    pub attempts: i64,
    pub created_at: Timestamp,
}

impl FromRow for JobRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            job: columns.take()?,
            queue: columns.take()?,
            payload: columns.take()?,
            run_at: columns.take()?,
            attempts: columns.take()?,
            created_at: columns.take()?,
        })
    }
}

/// Work that failed too often.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadLetterRow {
    pub tenant: TenantId,
    /// The job's or timer's id.
    pub id: String,
    /// `job` or `timer`.
    pub source: String,
    pub queue: String,
    pub payload: String,
    pub attempts: i64,
    pub error: String,
    pub created_at: Timestamp,
    pub died_at: Timestamp,
}

impl FromRow for DeadLetterRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            id: columns.take()?,
            source: columns.take()?,
            queue: columns.take()?,
            payload: columns.take()?,
            attempts: columns.take()?,
            error: columns.take()?,
            created_at: columns.take()?,
            died_at: columns.take()?,
        })
    }
}

const ENQUEUE: &str = "INSERT INTO jobs (tenant_id, job_id, queue, job_key, payload, run_at, \
    attempts, leased_until, created_at) VALUES";
const ENQUEUE_TAIL: &str =
    "ON CONFLICT (tenant_id, queue, job_key) WHERE job_key IS NOT NULL DO NOTHING";
const LEASE: &str = "UPDATE jobs SET leased_until = $4, lease_lane = $5, lease_fence = $6 \
    WHERE tenant_id = $1 AND job_id = $2 AND leased_until <= $3";
const DONE: &str = "DELETE FROM jobs \
    WHERE tenant_id = $1 AND job_id = $2 AND lease_lane = $3 AND lease_fence = $4";
const RETRY: &str = "UPDATE jobs SET attempts = attempts + 1, run_at = $5, leased_until = 0, \
    lease_lane = NULL, lease_fence = NULL, last_error = $6 \
    WHERE tenant_id = $1 AND job_id = $2 AND lease_lane = $3 AND lease_fence = $4";
const NEXT: &str = "SELECT MIN(run_at) FROM jobs WHERE queue = $1 AND run_at >= 0";
const BURY: &str = "INSERT INTO dead_letters (tenant_id, id, source, queue, payload, attempts, \
    error, created_at, died_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (tenant_id, id) DO UPDATE SET attempts = excluded.attempts, \
    error = excluded.error, died_at = excluded.died_at";
const DEAD: &str = "SELECT tenant_id, id, source, queue, payload, attempts, error, created_at, \
    died_at FROM dead_letters WHERE tenant_id = $1 AND (died_at, id) < ($2, $3) \
    ORDER BY died_at DESC, id DESC LIMIT $4";
const DEAD_ONE: &str = "SELECT tenant_id, id, source, queue, payload, attempts, error, created_at, \
    died_at FROM dead_letters WHERE tenant_id = $1 AND id = $2";
const FORGET: &str = "DELETE FROM dead_letters WHERE tenant_id = $1 AND id = $2";
const DEAD_COUNT: &str = "SELECT COUNT(*) FROM dead_letters";

pub(crate) const STATEMENTS: &[&str] =
    &[LEASE, DONE, RETRY, NEXT, BURY, DEAD, DEAD_ONE, FORGET, DEAD_COUNT];
/// The insert of many rows.
const ROWS: Insert = Insert::new(ENQUEUE, ENQUEUE_TAIL, 9);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn enqueue(tx: &mut Tx<'_>, jobs: Vec<NewJob>) -> Result<(), StoreError> {
    let rows = jobs.into_iter().map(|job| {
        vec![
            job.tenant.into(),
            job.job.into(),
            job.queue.into(),
            job.key.into(),
            job.payload.into(),
            job.run_at.into(),
            0i64.into(),
            0i64.into(),
            job.created_at.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// Takes due jobs of a queue for this node until `leased_until`.
///
/// # Errors
/// [`StoreError::Conflict`] when another node took one first.
pub fn claim(
    tx: &mut Tx<'_>,
    queue: &str,
    now: Timestamp,
    leased_until: Timestamp,
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    let statement = match tx.engine() {
        Engine::Sqlite => dialect::CLAIM_JOBS_SQLITE,
        Engine::Postgres => dialect::CLAIM_JOBS_POSTGRES,
    };
    let due: Vec<JobRow> = tx.rows(statement, &[queue.into(), now.into(), limit.into()])?;
    let lease = tx.lease();
    for job in &due {
        let params = vec![
            (&job.tenant).into(),
            job.job.into(),
            now.into(),
            leased_until.into(),
            lease.lane.into(),
            lease.fence.into(),
        ];
        tx.exec_one(LEASE, params, "the job")?;
    }
    Ok(due)
}

/// Removes a job that is done. `false` when the lease was lost meanwhile (`lease` is the one it
/// was claimed under): roll back, whoever has it now will do it.
///
/// # Errors
/// As [`Tx::exec`].
pub fn done(tx: &mut Tx<'_>, job: &JobRow, lease: Lease) -> Result<bool, StoreError> {
    let params = [(&job.tenant).into(), job.job.into(), lease.lane.into(), lease.fence.into()];
    Ok(tx.exec(DONE, &params)? == 1)
}

/// Puts a failed job off. `false` when the lease was lost.
///
/// # Errors
/// As [`Tx::exec`].
pub fn retry(
    tx: &mut Tx<'_>,
    job: &JobRow,
    lease: Lease,
    run_at: Timestamp,
    error: &str,
) -> Result<bool, StoreError> {
    let params = [
        (&job.tenant).into(),
        job.job.into(),
        lease.lane.into(),
        lease.fence.into(),
        run_at.into(),
        error.into(),
    ];
    Ok(tx.exec(RETRY, &params)? == 1)
}

/// When the next job of a queue is due.
///
/// # Errors
/// As [`Tx::query`].
pub fn next_due(tx: &mut Tx<'_>, queue: &str) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.query_opt(NEXT, &[queue.into()])?;
    Ok(row.map(|row| row.get::<Option<Timestamp>>(0)).transpose()?.flatten())
}

/// Keeps a dead letter.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn bury(tx: &mut Tx<'_>, letter: DeadLetterRow) -> Result<(), StoreError> {
    let params = vec![
        letter.tenant.into(),
        letter.id.into(),
        letter.source.into(),
        letter.queue.into(),
        letter.payload.into(),
        letter.attempts.into(),
        letter.error.into(),
        letter.created_at.into(),
        letter.died_at.into(),
    ];
    tx.exec_deferred(BURY, params)
}

/// Dead letters of a tenant, newest first, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn dead_letters(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<DeadLetterRow>, StoreError> {
    tx.rows(DEAD, &[tenant.into(), after.at.into(), (&after.id).into(), limit.into()])
}

/// How many dead letters there are in all.
///
/// # Errors
/// As [`Tx::query`].
pub fn count_dead_letters(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.row(DEAD_COUNT, &[])?.unwrap_or(0))
}

/// Puts a dead job back into its queue. `false` when there is no such letter, or it is not a job's.
///
/// # Errors
/// As [`Tx::exec`].
pub fn revive(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    job: JobId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let letter: Option<DeadLetterRow> = tx.row(DEAD_ONE, &[tenant.into(), job.into()])?;
    let Some(letter) = letter.filter(|letter| letter.source == "job") else {
        return Ok(false);
    };
    tx.exec_one(FORGET, vec![tenant.into(), job.into()], "the dead letter")?;
    let job = NewJob {
        tenant: letter.tenant,
        job,
        queue: letter.queue,
        key: None,
        payload: letter.payload,
        run_at: now,
        created_at: letter.created_at,
    };
    enqueue(tx, vec![job])?;
    Ok(true)
}
