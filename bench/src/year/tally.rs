//! What happened in the year, in numbers.

use std::collections::BTreeMap;

use dispute::Outcome;

use crate::report::{Figure, Report};

/// What happened, in numbers.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) events: u64,
    pub(super) refused: u64,
    pub(super) doubled: u64,
    pub(super) opened: u64,
    pub(super) never_opened: u64,
    pub(super) reopened: u64,
    pub(super) outcomes: BTreeMap<(&'static str, Outcome), u64>,
    pub(super) still_open: u64,
}

impl Tally {
    pub(super) fn figures(&self, report: &mut Report) {
        report.add(Figure::count("events handled", self.events));
        report.add(Figure::count(
            "  of them refused, as they came too late or did not fit",
            self.refused,
        ));
        report.add(Figure::count(
            "  of them for clocks that had ended, without effect",
            self.doubled,
        ));
        report.add(Figure::count("disputes opened", self.opened));
        report.add(Figure::count("  claims that were refused", self.never_opened));
        report.add(Figure::count("  reopened at a customer's request", self.reopened));
        let mut by_outcome: BTreeMap<Outcome, u64> = BTreeMap::new();
        for ((_, outcome), count) in &self.outcomes {
            *by_outcome.entry(*outcome).or_insert(0) += count;
        }
        for (outcome, count) in by_outcome {
            report.add(Figure::count(format!("  closed: {}", outcome.as_str()), count));
        }
        report.add(Figure::count(
            "  waiting for a person when the year's events ended",
            self.still_open,
        ));
        let mut by_place: BTreeMap<&str, u64> = BTreeMap::new();
        for ((place, _), count) in &self.outcomes {
            *by_place.entry(place).or_insert(0) += count;
        }
        for (place, count) in by_place {
            report.add(Figure::count(format!("  closed in {place}"), count));
        }
    }
}
