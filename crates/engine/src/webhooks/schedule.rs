//! When a failed delivery is tried again: data, from Standard Webhooks 1.0.0.

use kernel::{Duration, Rng, Timestamp};

use crate::backoff::jitter_ms;

/// Waits after the first, second … failed try, in seconds: 10 tries over 75 h 35 min 5 s.
pub const WAITS_S: [i64; 9] =
    [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600];
/// A longer `Retry-After` is cut to this.
pub const RETRY_AFTER_HOURS_MAX: i64 = 24;

/// Tries of one delivery, the first included.
pub const fn tries_max() -> i64 {
    WAITS_S.len() as i64 + 1
}

/// When to try again after `failures` failed tries; `None` when all tries are used. Jitter only
/// lengthens a wait, and so does the endpoint's `Retry-After`.
pub fn next_try(
    failures: i64,
    retry_after: Option<Duration>,
    now: Timestamp,
    rng: &mut Rng,
) -> Option<Timestamp> {
    let index = usize::try_from(failures.checked_sub(1)?).ok()?;
    let wait_ms = Duration::from_secs(*WAITS_S.get(index)?).as_millis();
    let asked_ms = retry_after.map_or(0, |wait| {
        wait.as_millis().min(Duration::from_hours(RETRY_AFTER_HOURS_MAX).as_millis())
    });
    let wait_ms = wait_ms.saturating_add(jitter_ms(wait_ms, rng)).max(asked_ms);
    Some(now.plus(Duration::from_millis(wait_ms)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_over_seventy_five_and_a_half_hours() {
        assert_eq!(tries_max(), 10);
        assert_eq!(WAITS_S.iter().sum::<i64>(), 75 * 3_600 + 35 * 60 + 5);
        let mut rng = Rng::seeded(1);
        let now = Timestamp::from_millis(1_000);
        for (failures, wait_s) in (1..).zip(WAITS_S) {
            let next = next_try(failures, None, now, &mut rng).unwrap().since(now).as_millis();
            assert!((wait_s * 1_000..=wait_s * 1_100).contains(&next), "{failures}: {next}");
        }
        assert_eq!(next_try(10, None, now, &mut rng), None);
        assert_eq!(next_try(0, None, now, &mut rng), None);
    }

    #[test]
    fn retry_after_lengthens_a_wait_within_bounds() {
        let mut rng = Rng::seeded(1);
        let now = Timestamp::from_millis(0);
        let cases = [(1, 60, 60), (2, 60, 300), (1, 90 * 3_600, 24 * 3_600)];
        for (failures, asked_s, at_least_s) in cases {
            let asked = Some(Duration::from_secs(asked_s));
            let next = next_try(failures, asked, now, &mut rng).unwrap().as_millis();
            assert!((at_least_s * 1_000..=at_least_s * 1_100).contains(&next), "{next}");
        }
    }
}
