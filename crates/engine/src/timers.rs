//! Timers: fired as inputs to whoever keeps the order's state, in the transaction that changes it.
//!
//! Each fires once per due time and never early; late ones count from their due time
//! ([`DueTimer::due_at`]). Firing one twice would be harmless, because the row is taken in the same
//! transaction as what it causes.

use std::sync::Arc;

use kernel::{Duration, Rng, Timestamp};
use store::jobs::DeadLetterRow;
use store::timers::{self, DueTimer};
use store::{Store, StoreError, Tx};
use tokio::task::JoinSet;

use crate::backoff::Backoff;
use crate::{HandlerError, Shutdown};

/// Timers looked at in one round.
pub const BATCH_TIMERS: u32 = 256;
/// Failed firings before a timer becomes a dead letter.
pub const ATTEMPTS_MAX: i64 = 12;
/// Longest sleep between rounds, in milliseconds: new timers may be due sooner than those known.
pub const POLL_MS_MAX: u64 = 500;
/// Waits between failed firings.
pub const BACKOFF: Backoff =
    Backoff { first: Duration::from_secs(1), max: Duration::from_secs(300) };

/// Handles one timer: applies it to the state it belongs to, in this transaction.
pub trait TimerHandler: Send + Sync + 'static {
    /// # Errors
    /// Anything: the timer is tried again later, and what was written is taken back.
    fn fire(&self, tx: &mut Tx<'_>, timer: &DueTimer) -> Result<(), HandlerError>;
}

impl<F> TimerHandler for F
where
    F: Fn(&mut Tx<'_>, &DueTimer) -> Result<(), HandlerError> + Send + Sync + 'static,
{
    fn fire(&self, tx: &mut Tx<'_>, timer: &DueTimer) -> Result<(), HandlerError> {
        self(tx, timer)
    }
}

/// Fires due timers of all tenants in order, all in this transaction; for simulation and tools.
/// Returns how many fired.
///
/// # Errors
/// The first error of the handler; the whole transaction is then taken back.
pub fn run_due<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: u32,
    mut handler: impl FnMut(&mut Tx<'_>, &DueTimer) -> Result<(), E>,
) -> Result<usize, E> {
    let mut fired = 0;
    for timer in timers::due(tx, now, limit)? {
        if timers::fire(tx, &timer)? {
            handler(tx, &timer)?;
            fired += 1;
        }
    }
    Ok(fired)
}

/// Fires one due timer; `false` when it was fired, moved or cancelled meanwhile.
///
/// # Errors
/// The handler's; the transaction must then be taken back and [`failed`] called in another.
pub fn fire_one(
    tx: &mut Tx<'_>,
    timer: &DueTimer,
    handler: &dyn TimerHandler,
) -> Result<bool, HandlerError> {
    if !timers::fire(tx, timer)? {
        return Ok(false);
    }
    handler.fire(tx, timer)?;
    Ok(true)
}

/// Notes a failed firing: puts the timer off, or buries it after [`ATTEMPTS_MAX`].
///
/// # Errors
/// The store's own.
pub fn failed(
    tx: &mut Tx<'_>,
    timer: &DueTimer,
    error: &str,
    now: Timestamp,
    rng: &mut Rng,
) -> Result<(), StoreError> {
    let failures = timer.attempts + 1;
    if failures < ATTEMPTS_MAX {
        // On a test clock the tenant's own time stands still: what failed waits for the next
        // advance of it.
        return timers::postpone(tx, timer, BACKOFF.after(failures, timer.now.max(now), rng));
    }
    timers::bury(tx, timer, now)?;
    let letter = DeadLetterRow {
        tenant: timer.tenant.clone(),
        id: timer.timer.to_string(),
        source: "timer".to_owned(),
        queue: timer.kind.clone(),
        payload: timer.doc.clone(),
        attempts: failures,
        error: error.to_owned(),
        created_at: timer.due_at,
        died_at: now,
    };
    store::jobs::bury(tx, letter)
}

/// Fires timers until shut down, on the node with the lowest live lane; the others stand by.
///
/// # Errors
/// None: what goes wrong is logged and tried again.
pub async fn run(
    store: Store,
    handler: Arc<dyn TimerHandler>,
    mut rng: Rng,
    mut shutdown: Shutdown,
) {
    while !shutdown.is_triggered() {
        let full = match round(&store, &handler, &mut rng).await {
            Ok(timers) => timers >= BATCH_TIMERS as usize,
            Err(error) => {
                tracing::warn!(%error, "timers could not be read");
                false
            }
        };
        if !full {
            let wait_ms = wait_ms(&store).await;
            shutdown.sleep(std::time::Duration::from_millis(wait_ms)).await;
        }
    }
}

/// One round: reads what is due and fires each in its own transaction (the store commits them
/// together). Returns how many were due; 0 on a node that stands by.
///
/// # Errors
/// When the due timers cannot be read.
pub async fn round(
    store: &Store,
    handler: &Arc<dyn TimerHandler>,
    rng: &mut Rng,
) -> Result<usize, StoreError> {
    let now = store.clock().now();
    let lane = store.stats().lease.lane;
    let due = store
        .read(move |tx| match store::first_live_lane(tx, now)? {
            Some(first) if first != lane => Ok(Vec::new()),
            _ => timers::due(tx, now, BATCH_TIMERS),
        })
        .await?;
    let count = due.len();
    let mut firing = JoinSet::new();
    for timer in due {
        firing.spawn(fire_and_settle(store.clone(), Arc::clone(handler), timer, rng.fork()));
    }
    while let Some(done) = firing.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "firing a timer panicked");
        }
    }
    Ok(count)
}

async fn fire_and_settle(store: Store, handler: Arc<dyn TimerHandler>, timer: DueTimer, rng: Rng) {
    let (fired, again) = (timer.clone(), timer.clone());
    let outcome = store.write(move |tx| fire_one(tx, &fired, handler.as_ref())).await;
    let error = match outcome {
        Ok(_) => return,
        Err(error) if error.is_transient() => {
            tracing::warn!(timer = %timer.timer, %error, "a timer waits for the store");
            return;
        }
        Err(error) => error.to_string(),
    };
    tracing::error!(tenant = %timer.tenant, timer = %timer.timer, kind = timer.kind,
        attempts = timer.attempts + 1, error, "a timer failed");
    let now = store.clock().now();
    let noted = store.write(move |tx| failed(tx, &again, &error, now, &mut rng.clone())).await;
    if let Err(error) = noted {
        tracing::warn!(timer = %timer.timer, %error, "a failed timer could not be put off");
    }
}

async fn wait_ms(store: &Store) -> u64 {
    let now = store.clock().now();
    let next = store.read(timers::next_due).await.unwrap_or(None);
    let until =
        next.map_or(POLL_MS_MAX, |next| u64::try_from(next.since(now).as_millis()).unwrap_or(0));
    // At least one millisecond: a timer that keeps failing must not spin.
    until.clamp(1, POLL_MS_MAX)
}
