//! What a rule would do to waiting: contacts that arrive, wait, give up or are served, routed by the
//! very router that runs the desk.
//!
//! Arrivals are Poisson, service and patience exponential, as in the models that call centres are
//! staffed by; at four operating points it is compared with Erlang-A in a test. Every run has its
//! own seed, and every figure its standard error over the runs: two rules differ only when their
//! figures differ by more than that.
//!
//! Everything about a contact (when it comes, how long it would wait, how long it takes) is drawn when
//! it arrives and from the run's seed alone. So two rules that are run with one seed meet the very same
//! contacts (common random numbers), and what differs between them is the rules.

mod compare;
mod desk;

use kernel::{Duration, Rng};

use super::{Rules, Skills};
pub use compare::{ClassResult, Compared, Figures, HourResult, compare};
use desk::Desk;

/// Contacts of one run, at most.
pub const CONTACTS_MAX: u64 = 50_000_000;

/// Contacts of one sort.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    pub name: String,
    pub needs: Skills,
    pub units: u32,
    pub points: i64,
    pub arrivals_per_hour: f64,
    /// Mean time a seat has it.
    pub service_mean: Duration,
    /// Mean time until it gives up.
    pub patience_mean: Duration,
}

/// Seats of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    pub skills: Skills,
    pub capacity_units: u32,
    pub seats: u32,
}

/// More arrivals than usual, for a while, in every class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surge {
    pub begins: Duration,
    pub lasts: Duration,
    pub factor: f64,
}

/// What comes, and who is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    pub classes: Vec<Class>,
    pub teams: Vec<Team>,
    pub surge: Option<Surge>,
    /// Not counted: the desk begins empty.
    pub warm_up: Duration,
    pub length: Duration,
    /// Answered within this is answered in time.
    pub in_time: Duration,
}

/// One contact of a log, as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Since the beginning of the log; arrivals are in this order.
    pub at: Duration,
    /// Under which class it is counted.
    pub class: usize,
    pub needs: Skills,
    pub units: u32,
    pub points: i64,
    /// How long a person had it; drawn where nobody knows.
    pub service: Option<Duration>,
}

/// A log, and who would have been there. Who came and when is as it was; only how long somebody would
/// have waited is drawn, as a log does not say it of those who were answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    pub arrivals: Vec<Arrival>,
    /// Classes that arrivals are counted under.
    pub classes: usize,
    pub teams: Vec<Team>,
    pub length: Duration,
    pub service_mean: Duration,
    pub patience_mean: Duration,
    /// Answered within this is answered in time.
    pub in_time: Duration,
}

/// Where contacts come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    Drawn(Load),
    Log(Replay),
}

/// Why a load cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    #[error("{field} must be a positive number")]
    NotPositive { field: &'static str },
    #[error("the load has more than {CONTACTS_MAX} contacts a run: shorten it")]
    TooLong,
    #[error("nobody waits for the answer any longer")]
    Stopped,
}

/// What became of the contacts of one class in one run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub offered: u64,
    pub answered: u64,
    pub answered_in_time: u64,
    pub abandoned: u64,
    /// Of all that were answered or gave up, in milliseconds.
    pub waited_ms: i64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.answered_in_time += other.answered_in_time;
        self.abandoned += other.abandoned;
        self.waited_ms += other.waited_ms;
    }

    /// The share that gave up.
    pub fn abandoned_share(&self) -> f64 {
        share(self.abandoned, self.answered + self.abandoned)
    }

    /// The share of all that was answered in time.
    pub fn in_time_share(&self) -> f64 {
        share(self.answered_in_time, self.answered + self.abandoned)
    }

    /// Mean seconds of waiting, of those that gave up too.
    pub fn wait_mean_seconds(&self) -> f64 {
        let ended = self.answered + self.abandoned;
        if ended == 0 { 0.0 } else { self.waited_ms as f64 / 1e3 / ended as f64 }
    }
}

fn share(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// A mean over runs, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
}

impl Estimate {
    /// Of one figure of each run; the error is 0 for a single run, which says nothing of it.
    pub fn of(figures: &[f64]) -> Self {
        let count = figures.len() as f64;
        let mean = figures.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
        let variance = if count > 1.0 { squares / (count - 1.0) } else { 0.0 };
        Self { mean, standard_error: (variance / count.max(1.0)).sqrt() }
    }

    /// How many standard errors the mean lies above a value.
    pub fn z(&self, expected: f64) -> f64 {
        (self.mean - expected) / self.standard_error
    }
}

/// One run: a tally for each class of the load, in its order.
///
/// # Errors
/// [`LoadError`] names the field that cannot be.
pub fn run(load: &Load, rules: Rules, rng: Rng) -> Result<Vec<Tally>, LoadError> {
    load.check()?;
    let mut desk = Desk::drawn(load, rules, rng);
    desk.run(&|| true)?;
    Ok(desk.tallies)
}

/// All classes of a run together.
pub fn together(tallies: &[Tally]) -> Tally {
    tallies.iter().fold(Tally::default(), |mut all, tally| {
        all.add(tally);
        all
    })
}

impl Source {
    /// Contacts of one run, about.
    ///
    /// # Errors
    /// [`LoadError`] names the field that cannot be.
    pub fn contacts(&self) -> Result<u64, LoadError> {
        match self {
            Self::Drawn(load) => Ok(load.check()? as u64),
            Self::Log(replay) => {
                let positive = |length: Duration, field| {
                    (length.as_millis() > 0).then_some(()).ok_or(LoadError::NotPositive { field })
                };
                positive(replay.length, "length")?;
                positive(replay.service_mean, "service_mean")?;
                positive(replay.patience_mean, "patience_mean")?;
                Ok(replay.arrivals.len() as u64)
            }
        }
    }
}

impl Load {
    /// The contacts of one run, about.
    fn check(&self) -> Result<f64, LoadError> {
        let positive =
            |good: bool, field| good.then_some(()).ok_or(LoadError::NotPositive { field });
        positive(self.length.as_millis() > 0, "length")?;
        let surge = self.surge.map_or(1.0, |surge| surge.factor);
        positive(surge.is_finite() && surge > 0.0, "surge.factor")?;
        let mut contacts = 0.0;
        for class in &self.classes {
            let rate = class.arrivals_per_hour;
            positive(rate.is_finite() && rate > 0.0, "classes.arrivals_per_hour")?;
            positive(class.service_mean.as_millis() > 0, "classes.service_mean")?;
            positive(class.patience_mean.as_millis() > 0, "classes.patience_mean")?;
            contacts += rate * surge.max(1.0) * self.end().as_millis() as f64 / HOUR_MS;
        }
        (contacts <= CONTACTS_MAX as f64).then_some(contacts).ok_or(LoadError::TooLong)
    }

    fn end(&self) -> Duration {
        Duration::from_millis(self.warm_up.as_millis().saturating_add(self.length.as_millis()))
    }
}

const HOUR_MS: f64 = 3_600_000.0;
