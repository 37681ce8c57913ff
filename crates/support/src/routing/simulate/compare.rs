//! Several rules over the same contacts: figures with their standard errors, and what differs from the
//! first rules, paired run by run.

use kernel::Rng;

use super::desk::{Desk, Detail};
use super::{Estimate, LoadError, Source, Tally};
use crate::routing::Rules;

/// What is told of a class. Waits are seconds, of all that were answered or gave up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures<T> {
    pub in_time_share: T,
    pub abandoned_share: T,
    pub wait_mean_s: T,
    pub wait_p50_s: T,
    pub wait_p90_s: T,
    pub wait_p99_s: T,
}

/// One hour of a run, over all runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourResult {
    /// Contacts that came, on average.
    pub contacts: f64,
    pub in_time_share: Estimate,
    pub abandoned_share: Estimate,
    pub wait_mean_s: Estimate,
}

/// One class under one set of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassResult {
    pub figures: Figures<Estimate>,
    /// From the first rules, run by run: its standard error is that of the difference, which is smaller
    /// than the errors of the two figures together. `None` for the first rules themselves.
    pub difference: Option<Figures<Estimate>>,
    pub hours: Vec<HourResult>,
}

/// Every set of rules, in their order; in each every class, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Contacts of all runs of one set of rules.
    pub contacts: u64,
    pub results: Vec<Vec<ClassResult>>,
}

/// One class of one run.
#[derive(Debug, Clone)]
struct ClassRun {
    figures: Figures<f64>,
    hours: Vec<Tally>,
}

/// Runs every set of rules over the same contacts. `goes_on` is asked now and then whether anybody
/// still waits for the answer.
///
/// # Errors
/// [`LoadError`] names the field that cannot be; [`LoadError::Stopped`].
pub fn compare(
    source: &Source,
    rules: &[Rules],
    runs: u32,
    seed: u64,
    goes_on: &dyn Fn() -> bool,
) -> Result<Compared, LoadError> {
    source.contacts()?;
    let mut contacts = 0;
    let mut all: Vec<Vec<Vec<ClassRun>>> = Vec::with_capacity(rules.len());
    for (place, rules) in rules.iter().enumerate() {
        let mut of_rules = Vec::new();
        for run in 0..runs {
            if !goes_on() {
                return Err(LoadError::Stopped);
            }
            let rng = Rng::seeded(seed.wrapping_add(u64::from(run)));
            let desk = match source {
                Source::Drawn(load) => Desk::drawn(load, *rules, rng),
                Source::Log(replay) => Desk::log(replay, *rules, rng),
            };
            let mut desk = desk.in_detail();
            desk.run(goes_on)?;
            if place == 0 {
                contacts += desk.tallies.iter().map(|tally| tally.offered).sum::<u64>();
            }
            of_rules.push(told(&desk.tallies, desk.detail.unwrap_or_default()));
        }
        all.push(of_rules);
    }
    let first = all.first().cloned().unwrap_or_default();
    let results = all.iter().enumerate().map(|(place, of_rules)| {
        let base = (place > 0).then_some(first.as_slice());
        classes(of_rules, base)
    });
    Ok(Compared { contacts, results: results.collect() })
}

fn told(tallies: &[Tally], detail: Detail) -> Vec<ClassRun> {
    let Detail { waits, hours } = detail;
    let each = tallies.iter().zip(waits).zip(hours);
    each.map(|((tally, mut waits), hours)| {
        waits.sort_unstable();
        let figures = Figures {
            in_time_share: tally.in_time_share(),
            abandoned_share: tally.abandoned_share(),
            wait_mean_s: tally.wait_mean_seconds(),
            wait_p50_s: quantile(&waits, 0.5),
            wait_p90_s: quantile(&waits, 0.9),
            wait_p99_s: quantile(&waits, 0.99),
        };
        ClassRun { figures, hours }
    })
    .collect()
}

/// The smallest of sorted waits that a share of all does not exceed, in seconds.
fn quantile(sorted_ms: &[i64], share: f64) -> f64 {
    let place = (sorted_ms.len() as f64 * share).ceil() as usize;
    let wait = sorted_ms.get(place.saturating_sub(1)).copied().unwrap_or(0);
    wait as f64 / 1e3
}

fn classes(runs: &[Vec<ClassRun>], base: Option<&[Vec<ClassRun>]>) -> Vec<ClassResult> {
    let count = runs.first().map_or(0, Vec::len);
    let of_class = |class: usize| {
        let of = |runs: &[Vec<ClassRun>]| -> Vec<ClassRun> {
            runs.iter().filter_map(|run| run.get(class).cloned()).collect()
        };
        let own = of(runs);
        let difference = base.map(|base| {
            let before = of(base);
            Figures::over(|figure| {
                let pairs = own.iter().zip(&before);
                pairs.map(|(now, was)| figure(&now.figures) - figure(&was.figures)).collect()
            })
        });
        ClassResult {
            figures: Figures::over(|figure| own.iter().map(|run| figure(&run.figures)).collect()),
            difference,
            hours: hours(&own),
        }
    };
    (0..count).map(of_class).collect()
}

type Figure = fn(&Figures<f64>) -> f64;

impl Figures<Estimate> {
    fn over(values: impl Fn(Figure) -> Vec<f64>) -> Self {
        let of = |figure: Figure| Estimate::of(&values(figure));
        Self {
            in_time_share: of(|figures| figures.in_time_share),
            abandoned_share: of(|figures| figures.abandoned_share),
            wait_mean_s: of(|figures| figures.wait_mean_s),
            wait_p50_s: of(|figures| figures.wait_p50_s),
            wait_p90_s: of(|figures| figures.wait_p90_s),
            wait_p99_s: of(|figures| figures.wait_p99_s),
        }
    }
}

fn hours(runs: &[ClassRun]) -> Vec<HourResult> {
    let most = runs.iter().map(|run| run.hours.len()).max().unwrap_or(0);
    let hour = |hour: usize| {
        let tallies: Vec<Tally> =
            runs.iter().filter_map(|run| run.hours.get(hour).copied()).collect();
        let of = |figure: fn(&Tally) -> f64| {
            Estimate::of(&tallies.iter().map(figure).collect::<Vec<_>>())
        };
        HourResult {
            contacts: of(|tally| tally.offered as f64).mean,
            in_time_share: of(Tally::in_time_share),
            abandoned_share: of(Tally::abandoned_share),
            wait_mean_s: of(Tally::wait_mean_seconds),
        }
    };
    let mut told: Vec<HourResult> = (0..most).map(hour).collect();
    // The hour that begins with the end of the load has nobody in it.
    if told.last().is_some_and(|last| last.contacts == 0.0) {
        told.pop();
    }
    told
}
