//! How fast something may come, and how fast the customer's browser is asked to send.

use kernel::{Duration, Timestamp};

/// The generic cell rate algorithm (ITU-T I.371): each thing takes its share of the time, and a burst may run ahead of it.
#[derive(Debug)]
pub(crate) struct Pace {
    each: Duration,
    ahead: Duration,
    spent_until: Timestamp,
}

impl Pace {
    /// So many a second, and as many as are due in `ahead` at once.
    pub(crate) const fn new(a_second: i64, ahead: Duration) -> Self {
        Self { each: Duration::from_millis(1_000 / a_second), ahead, spent_until: Timestamp::EPOCH }
    }

    /// Counts one; false where it is one too many.
    pub(crate) fn take(&mut self, now: Timestamp) -> bool {
        let from = self.spent_until.max(now);
        if from.since(now) > self.ahead {
            return false;
        }
        self.spent_until = from.plus(self.each);
        true
    }
}

/// Frames a second that are asked for, the fastest first.
const STEPS_HZ: [u32; 3] = [60, 10, 2];
/// One step down at most each so often.
const DOWN: Duration = Duration::from_secs(5);
/// One step up after so long without need to go down.
const UP: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Rate {
    step: usize,
    since: Timestamp,
}

impl Rate {
    pub(crate) const fn new() -> Self {
        Self { step: 0, since: Timestamp::EPOCH }
    }

    /// A viewer could not follow. The rate to ask for, where it changes.
    pub(crate) fn down(&mut self, now: Timestamp) -> Option<u32> {
        let is_due = now.since(self.since) >= DOWN && self.step + 1 < STEPS_HZ.len();
        if !is_due {
            return None;
        }
        self.since = now;
        self.step += 1;
        STEPS_HZ.get(self.step).copied()
    }

    /// Time passed. The rate to ask for, where it changes.
    pub(crate) fn up(&mut self, now: Timestamp) -> Option<u32> {
        if self.step == 0 || now.since(self.since) < UP {
            return None;
        }
        self.since = now;
        self.step -= 1;
        STEPS_HZ.get(self.step).copied()
    }

    /// What a writer who comes now must be told: nothing at full speed.
    pub(crate) fn told(&self) -> Option<u32> {
        STEPS_HZ.get(self.step).copied().filter(|_| self.step > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + ms)
    }

    #[test]
    fn a_pace_lets_a_burst_through_and_then_its_rate() {
        let mut pace = Pace::new(100, Duration::SECOND);
        let burst = (0..500).filter(|_| pace.take(at(0))).count();
        assert_eq!(burst, 101);
        let later = (0..10_000).filter(|ms| pace.take(at(*ms))).count();
        assert_eq!(later, 999);
    }

    #[test]
    fn a_rate_goes_down_in_steps_and_up_again() {
        let mut rate = Rate::new();
        assert_eq!((rate.told(), rate.up(at(0))), (None, None));
        assert_eq!(rate.down(at(0)), Some(10));
        assert_eq!(rate.down(at(4_999)), None);
        assert_eq!(rate.down(at(5_000)), Some(2));
        assert_eq!(rate.down(at(50_000)), None);
        assert_eq!(rate.told(), Some(2));
        assert_eq!(rate.up(at(34_999)), None);
        assert_eq!(rate.up(at(35_000)), Some(10));
        assert_eq!(rate.up(at(65_000)), Some(60));
        assert_eq!(rate.told(), None);
    }
}
