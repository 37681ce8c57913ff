//! Jobs: work outside a transaction (a call to a payment provider), leased to one node at a time,
//! retried with back-off, and at last a dead letter.
//!
//! At least once: a node may die after the work and before its record. What a job does must bear
//! being done twice, as effects do by their provider key.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Duration, Rng, Timestamp};
use store::jobs::{self, DeadLetterRow, JobRow};
use store::{Lease, Store, StoreError, Tx};
use tokio::task::JoinSet;

use crate::backoff::Backoff;
use crate::{HandlerError, Shutdown, Wake};

/// Jobs of one queue under way at a time on one node, where their handler says no other number.
pub const CONCURRENT_MAX: u32 = 16;
/// Failures before a job becomes a dead letter.
pub const ATTEMPTS_MAX: i64 = 10;
/// How long a job belongs to the node that took it.
pub const LEASE: Duration = Duration::from_secs(90);
/// Longest run of one job, below the lease.
pub const RUN_SECONDS_MAX: u64 = 60;
/// Longest sleep while a queue is empty, in milliseconds.
pub const POLL_MS_MAX: u64 = 500;
/// Waits between failures.
pub const BACKOFF: Backoff =
    Backoff { first: Duration::from_secs(2), max: Duration::from_secs(3_600) };

/// What to write when a job has done its work: in the transaction that removes the job.
pub type Completion =
    Box<dyn FnMut(&mut Tx<'_>) -> Result<(), HandlerError> + Send + Sync + 'static>;

/// A completion that writes nothing.
pub fn nothing_to_write() -> Completion {
    Box::new(|_| Ok(()))
}

/// Does the jobs of one queue.
#[async_trait]
pub trait JobHandler: Send + Sync + 'static {
    /// Does the work and says what to write.
    ///
    /// # Errors
    /// Anything: the job is tried again later.
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError>;

    /// Jobs under way at a time on one node. Fewer, where each takes much memory.
    fn concurrent_max(&self) -> u32 {
        CONCURRENT_MAX
    }
}

/// Ends a job: runs the completion and removes the job, together.
///
/// # Errors
/// [`HandlerError::Failed`] when the lease was lost: whoever has it now does the job.
pub fn succeed(
    tx: &mut Tx<'_>,
    job: &JobRow,
    lease: Lease,
    completion: &mut Completion,
) -> Result<(), HandlerError> {
    if !jobs::done(tx, job, lease)? {
        return Err(HandlerError::Failed(format!("the lease of job {} was lost", job.job)));
    }
    completion(tx)
}

/// Notes a failure: puts the job off, or buries it after [`ATTEMPTS_MAX`].
///
/// # Errors
/// The store's own.
pub fn fail(
    tx: &mut Tx<'_>,
    job: &JobRow,
    lease: Lease,
    error: &str,
    now: Timestamp,
    rng: &mut Rng,
) -> Result<(), StoreError> {
    let failures = job.attempts + 1;
    if failures < ATTEMPTS_MAX {
        jobs::retry(tx, job, lease, BACKOFF.after(failures, now, rng), error)?;
        return Ok(());
    }
    if !jobs::done(tx, job, lease)? {
        return Ok(());
    }
    let letter = DeadLetterRow {
        tenant: job.tenant.clone(),
        id: job.job.to_string(),
        source: "job".to_owned(),
        queue: job.queue.clone(),
        payload: job.payload.clone(),
        attempts: failures,
        error: error.to_owned(),
        created_at: job.created_at,
        died_at: now,
    };
    jobs::bury(tx, letter)
}

/// Takes due jobs of a queue; returns them with the lease they were taken under.
///
/// # Errors
/// The store's own.
pub fn claim(
    tx: &mut Tx<'_>,
    queue: &str,
    now: Timestamp,
    limit: u32,
) -> Result<(Lease, Vec<JobRow>), StoreError> {
    let claimed = jobs::claim(tx, queue, now, now.plus(LEASE), limit)?;
    Ok((tx.lease(), claimed))
}

/// Does the jobs of one queue until shut down; then finishes those under way.
pub async fn run(
    store: Store,
    queue: &'static str,
    handler: Arc<dyn JobHandler>,
    mut rng: Rng,
    wake: Wake,
    mut shutdown: Shutdown,
) {
    let mut under_way = JoinSet::new();
    while !shutdown.is_triggered() {
        let free = handler.concurrent_max().saturating_sub(under_way.len() as u32);
        let taken = if free > 0 { take(&store, queue, free).await } else { Taken::NOTHING };
        for job in taken.jobs {
            let (store, handler) = (store.clone(), Arc::clone(&handler));
            under_way.spawn(one(store, handler, job, taken.lease, rng.fork()));
        }
        tokio::select! {
            Some(done) = under_way.join_next() => {
                if let Err(error) = done {
                    tracing::error!(queue, %error, "recording a job panicked");
                }
            }
            () = wake.woken() => {}
            () = shutdown.sleep(std::time::Duration::from_millis(POLL_MS_MAX)) => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

struct Taken {
    lease: Lease,
    jobs: Vec<JobRow>,
}

impl Taken {
    const NOTHING: Self = Self { lease: Lease { lane: 0, fence: 0 }, jobs: Vec::new() };
}

async fn take(store: &Store, queue: &'static str, free: u32) -> Taken {
    let now = store.clock().now();
    match store.write(move |tx| claim(tx, queue, now, free)).await {
        Ok((lease, jobs)) => Taken { lease, jobs },
        Err(error) => {
            tracing::warn!(queue, %error, "jobs could not be taken");
            Taken::NOTHING
        }
    }
}

/// Runs one job and records what came of it. A panic counts as a failure.
pub async fn one(store: Store, handler: Arc<dyn JobHandler>, job: JobRow, lease: Lease, rng: Rng) {
    let outcome = guarded(&handler, &job).await;
    let recorded = match outcome {
        Ok(mut completion) => {
            let done = job.clone();
            store.write(move |tx| succeed(tx, &done, lease, &mut completion)).await
        }
        Err(error) => Err(error),
    };
    let Err(error) = recorded else { return };
    tracing::warn!(queue = job.queue, job = %job.job, attempts = job.attempts + 1, %error,
        "a job failed");
    if error.is_transient() {
        // Nobody's fault: it is taken again when the lease has run out.
        return;
    }
    let (now, text) = (store.clock().now(), error.to_string());
    let noted = store.write(move |tx| fail(tx, &job, lease, &text, now, &mut rng.clone())).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "a failed job could not be recorded; its lease will run out");
    }
}

async fn guarded(handler: &Arc<dyn JobHandler>, job: &JobRow) -> Result<Completion, HandlerError> {
    let (handler, copy) = (Arc::clone(handler), job.clone());
    let mut task = JoinSet::new();
    task.spawn(async move { handler.run(&copy).await });
    let limit = std::time::Duration::from_secs(RUN_SECONDS_MAX);
    match tokio::time::timeout(limit, task.join_next()).await {
        Ok(Some(Ok(outcome))) => outcome,
        Ok(Some(Err(error))) => Err(HandlerError::Failed(format!("the job panicked: {error}"))),
        Ok(None) => Err(HandlerError::Failed("the job vanished".to_owned())),
        Err(_) => Err(HandlerError::Failed(format!("the job took over {RUN_SECONDS_MAX} s"))),
    }
}
