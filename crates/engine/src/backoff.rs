//! How long to wait before the next try: doubling, bounded, with jitter so that many failures of
//! one moment do not come back in one moment.

use kernel::{Duration, Rng, Timestamp};

/// A doubling wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    pub first: Duration,
    pub max: Duration,
}

/// Jitter adds up to this share of the wait, in percent; it never shortens it.
pub const JITTER_PERCENT_MAX: i64 = 10;

impl Backoff {
    /// When to try again after `failures` (1 or more) failures.
    pub fn after(self, failures: i64, now: Timestamp, rng: &mut Rng) -> Timestamp {
        let doublings = u32::try_from(failures.saturating_sub(1).clamp(0, 40)).unwrap_or(0);
        let wait_ms = self.first.as_millis().saturating_mul(1i64 << doublings);
        let wait_ms = wait_ms.min(self.max.as_millis());
        now.plus(Duration::from_millis(wait_ms.saturating_add(jitter_ms(wait_ms, rng))))
    }
}

/// A random share of a wait, in milliseconds.
pub(crate) fn jitter_ms(wait_ms: i64, rng: &mut Rng) -> i64 {
    rng.between(0, wait_ms / 100 * JITTER_PERCENT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_bound_and_are_never_shorter() {
        let backoff = Backoff { first: Duration::from_secs(1), max: Duration::from_secs(60) };
        let mut rng = Rng::seeded(7);
        for (failures, seconds) in [(1, 1), (2, 2), (3, 4), (7, 60), (60, 60), (0, 1)] {
            let wait = backoff.after(failures, Timestamp::EPOCH, &mut rng).since(Timestamp::EPOCH);
            let shortest = seconds * 1_000;
            assert!((shortest..=shortest * 11 / 10).contains(&wait.as_millis()), "{failures}");
        }
    }
}
