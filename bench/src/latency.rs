//! Every latency of a run, kept whole: percentiles of a sample say nothing about its tail.

use std::time::Duration;

/// All latencies of a run, sorted.
#[derive(Debug, Clone, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    pub fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The smallest latency that at least `share` of them (0 to 1) do not exceed; zero when there
    /// are none.
    pub fn at(&self, share: f64) -> Duration {
        let rank = (share.clamp(0.0, 1.0) * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    pub fn micros_at(&self, share: f64) -> f64 {
        self.at(share).as_secs_f64() * 1e6
    }

    pub fn millis_at(&self, share: f64) -> f64 {
        self.at(share).as_secs_f64() * 1e3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let all = Latencies::new((1..=100).rev().map(Duration::from_millis).collect());
        let cases = [(0.0, 1), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)];
        for (share, millis) in cases {
            assert_eq!(all.at(share), Duration::from_millis(millis), "{share}");
        }
        assert_eq!(Latencies::default().at(0.5), Duration::ZERO);
    }
}
