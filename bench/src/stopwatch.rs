//! The one place that reads the machine's clock, for measuring only: no result may depend on it.

use std::time::{Duration, Instant};

/// Time since a start.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    pub fn seconds(&self) -> f64 {
        self.elapsed().as_secs_f64()
    }

    /// The start, for timers of the runtime that want an instant.
    pub const fn started_at(&self) -> Instant {
        self.0
    }
}

/// How often something happened in a second; 0 when no time passed.
pub fn per_second(count: u64, took: Duration) -> f64 {
    let seconds = took.as_secs_f64();
    if seconds > 0.0 { count as f64 / seconds } else { 0.0 }
}
