//! How long somebody will wait, said honestly: what is likely, and what nine of ten do not exceed.

use kernel::Duration;

/// An expected wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub likely: Duration,
    /// Nine of ten wait at most this long.
    pub high: Duration,
}

/// The standard normal's 90th percentile.
const Z_90: f64 = 1.2816;

impl Wait {
    /// With `ahead` contacts before one, `seats` people who can take it, each having `at_once` at a
    /// time, and a mean handling time: places come free at a rate of `seats · at_once / handle`, so
    /// the wait until the `ahead + 1`-th is a sum of that many exponential times, a gamma
    /// distribution; its 90th percentile is taken from the Wilson–Hilferty approximation.
    ///
    /// `None` where nobody is there who can take it: then no number would be honest.
    pub fn expect(ahead: u32, seats: u32, at_once: f64, handle: Duration) -> Option<Self> {
        if seats == 0 || at_once <= 0.0 {
            return None;
        }
        let count = f64::from(ahead) + 1.0;
        let handle = handle.as_millis() as f64;
        let likely = count * handle / (f64::from(seats) * at_once);
        let cube = 1.0 - 1.0 / (9.0 * count) + Z_90 / (3.0 * count.sqrt());
        let high = likely * cube.powi(3);
        // Waits are far below the range of i64.
        let millis = |value: f64| Duration::from_millis(value.round() as i64);
        Some(Self { likely: millis(likely), high: millis(high) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_next_of_one_seat_waits_one_handling_time() {
        let wait = Wait::expect(0, 1, 1.0, Duration::from_secs(300)).unwrap();
        assert_eq!(wait.likely, Duration::from_secs(300));
        // The exponential's 90th percentile is 2.303 means; the approximation is within 2 %.
        let ratio = wait.high.as_millis() as f64 / wait.likely.as_millis() as f64;
        assert!((ratio / std::f64::consts::LN_10 - 1.0).abs() < 0.02, "{ratio}");
    }

    #[test]
    fn more_seats_wait_less_and_nobody_is_no_promise() {
        let one = Wait::expect(4, 2, 3.0, Duration::from_secs(300)).unwrap();
        let two = Wait::expect(4, 4, 3.0, Duration::from_secs(300)).unwrap();
        assert!(two.likely < one.likely && one.likely < one.high);
        assert_eq!(one.likely, Duration::from_secs(250));
        assert_eq!(Wait::expect(0, 0, 3.0, Duration::from_secs(300)), None);
    }
}
