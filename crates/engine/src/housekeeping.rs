//! Forgets what need not be kept: expired idempotency keys and old webhook deliveries.

use kernel::{Duration, Timestamp};
use store::{Store, StoreError, Tx, webhooks};

use crate::{Shutdown, inbox};

/// How long ended webhook deliveries stay in the log.
pub const DELIVERIES_KEPT_DAYS: i64 = 30;
/// Time between rounds, in seconds.
pub const ROUND_SECONDS: u64 = 300;

/// What a round removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    pub keys: u64,
    pub deliveries: u64,
}

/// One round.
///
/// # Errors
/// The store's own.
pub fn round(tx: &mut Tx<'_>, now: Timestamp) -> Result<Removed, StoreError> {
    let keys = inbox::prune(tx, now)?;
    let kept = Duration::from_days(DELIVERIES_KEPT_DAYS);
    let deliveries = webhooks::prune(tx, now.minus(kept))?;
    Ok(Removed { keys, deliveries })
}

/// Goes round until shut down. Several nodes may do so: what is gone is gone.
pub async fn run(store: Store, mut shutdown: Shutdown) {
    while !shutdown.is_triggered() {
        let now = store.clock().now();
        match store.write(move |tx| round(tx, now)).await {
            Ok(removed) => tracing::debug!(?removed, "housekeeping"),
            Err(error) => tracing::warn!(%error, "housekeeping failed; next time again"),
        }
        shutdown.sleep(std::time::Duration::from_secs(ROUND_SECONDS)).await;
    }
}
