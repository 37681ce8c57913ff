//! Falling back by itself: from act to suggest, where what was measured has surely left its band.

use std::collections::BTreeMap;

use kernel::Timestamp;
use kernel::stats::wilson;
use serde::{Deserialize, Serialize};

use super::Mode;
use super::settings::{Row, Settings};

/// What came of the conversations of one intent in one market that were begun under one version of the
/// settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub intent: String,
    pub market: String,
    /// Of the settings.
    pub version: u64,
    pub sum: Sum,
}

/// Counts of what the assistant answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub answered: u64,
    pub complaints: u64,
    /// What is decided of it, without what its procedure gives to a person as it should.
    pub settled: u64,
    pub resolved: u64,
}

impl Sum {
    /// Adds what was counted elsewhere.
    pub const fn add(&mut self, other: &Self) {
        self.answered += other.answered;
        self.complaints += other.complaints;
        self.settled += other.settled;
        self.resolved += other.resolved;
    }
}

/// Which band was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FallWhy {
    /// Too little is resolved.
    Resolved,
    /// Too much is complained of.
    Complaints,
}

impl FallWhy {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Complaints => "complaints",
        }
    }
}

/// Why a row fell by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fall {
    pub at: Timestamp,
    pub why: FallWhy,
    /// What was measured, and of how many.
    pub share: f64,
    pub of: u64,
    /// What it was to be.
    pub limit: f64,
}

/// The band that a sum has surely left: the whole interval (95 %) lies outside, of enough cases.
fn left(sum: &Sum, settings: &Settings, row: &Row) -> Option<(FallWhy, f64, u64, f64)> {
    let band = settings.band_of(row);
    let enough = |of: u64| of >= u64::from(settings.cases_min);
    let share = |hits: u64, of: u64| hits as f64 / of as f64;
    if enough(sum.answered)
        && let Some((low, _)) = wilson(sum.complaints, sum.answered)
        && low > band.complaints_max
    {
        let share = share(sum.complaints, sum.answered);
        return Some((FallWhy::Complaints, share, sum.answered, band.complaints_max));
    }
    if enough(sum.settled)
        && let Some((_, high)) = wilson(sum.resolved, sum.settled)
        && high < band.resolved_min
    {
        let share = share(sum.resolved, sum.settled);
        return Some((FallWhy::Resolved, share, sum.settled, band.resolved_min));
    }
    None
}

impl Settings {
    /// What counts of the measured for the row that an intent and market have: what was begun since it
    /// is as it is.
    pub fn measured(&self, intent: &str, market: &str, all: &[Measured]) -> Sum {
        let since = self.row(intent, market).map_or(0, |row| row.since_version);
        let mut sum = Sum::default();
        let own = |one: &&Measured| one.intent == intent && one.market == market;
        for one in all.iter().filter(own).filter(|one| one.version >= since) {
            sum.add(&one.sum);
        }
        sum
    }

    /// These settings as version `version` of them, where something acts that has left its band: each
    /// such intent and market has a row of its own that suggests. Without a fall `None`.
    pub fn fallen(
        &self,
        all: &[Measured],
        version: u64,
        now: Timestamp,
    ) -> Option<(Self, Vec<Row>)> {
        let mut found: BTreeMap<(&str, &str), Row> = BTreeMap::new();
        for one in all {
            let (intent, market) = (one.intent.as_str(), one.market.as_str());
            let Some(row) = self.row(intent, market).filter(|row| row.mode == Mode::Act) else {
                continue;
            };
            let sum = self.measured(intent, market, all);
            let Some((why, share, of, limit)) = left(&sum, self, row) else { continue };
            let fallen = Row {
                intent: Some(intent.to_owned()).filter(|intent| !intent.is_empty()),
                market: Some(market.to_owned()).filter(|market| !market.is_empty()),
                mode: Mode::Suggest,
                since_version: version,
                by: None,
                at: Some(now),
                fell: Some(Fall { at: now, why, share, of, limit }),
                ..row.clone()
            };
            found.insert((intent, market), fallen);
        }
        if found.is_empty() {
            return None;
        }
        let fallen: Vec<Row> = found.into_values().collect();
        let mut next = self.clone();
        let same = |a: &Row, b: &Row| a.intent == b.intent && a.market == b.market;
        next.rows.retain(|row| !fallen.iter().any(|fell| same(row, fell)));
        next.rows.extend(fallen.iter().cloned());
        Some((next, fallen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Band;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::EPOCH;

    fn measured(version: u64, [answered, complaints, settled, resolved]: [u64; 4]) -> Measured {
        let sum = Sum { answered, complaints, settled, resolved };
        Measured { intent: "pause_payment".into(), market: "SE".into(), version, sum }
    }

    fn fall(settings: &Settings, all: &[Measured]) -> Option<FallWhy> {
        let (_, rows) = settings.fallen(all, 9, NOW)?;
        rows[0].fell.as_ref().map(|fell| fell.why)
    }

    #[test]
    fn what_has_surely_left_its_band_falls() {
        let plain = Settings::default();
        for (counts, why) in [
            ([100, 0, 100, 80], None),
            // Below the band, but the interval reaches into it.
            ([40, 0, 40, 18], None),
            ([200, 0, 200, 60], Some(FallWhy::Resolved)),
            ([20, 0, 20, 0], None),
            ([200, 1, 200, 180], None),
            ([200, 20, 200, 180], Some(FallWhy::Complaints)),
            // What is too early to say says nothing.
            ([500, 0, 10, 0], None),
        ] {
            assert_eq!(fall(&plain, &[measured(3, counts)]), why, "{counts:?}");
        }
        let band = Band { resolved_min: 0.1, complaints_max: 0.5 };
        let lenient = Settings { band, ..Settings::default() };
        assert_eq!(fall(&lenient, &[measured(3, [200, 20, 200, 60])]), None);
    }

    #[test]
    fn a_fall_is_of_one_intent_and_market_and_of_one_step() {
        let bad = [measured(3, [200, 0, 200, 10])];
        let (next, rows) = Settings::default().fallen(&bad, 4, NOW).unwrap();
        assert_eq!(next.check(), Ok(()));
        assert_eq!(next.mode(Some("pause_payment"), "SE", 0), Mode::Suggest);
        assert_eq!(next.mode(Some("pause_payment"), "DE", 0), Mode::Act);
        assert_eq!((rows[0].since_version, rows[0].by.clone()), (4, None));
        assert_eq!(next.fallen(&bad, 5, NOW), None, "what suggests does not fall again");
        // A person raises it: what was begun before is not held against it.
        let mut raised = next.clone();
        raised.rows[1].mode = Mode::Act;
        let raised = raised.following(&next, 5, None, NOW);
        assert_eq!(raised.fallen(&bad, 6, NOW), None);
        assert!(raised.fallen(&[measured(5, [200, 0, 200, 10])], 6, NOW).is_some());
    }

    proptest! {
        /// It never climbs, whatever was measured.
        #[test]
        fn nothing_climbs_by_itself(
            mode in 0_usize..4,
            answered in 0_u64..2_000, bad in 0_u64..2_000, resolved in 0_u64..2_000,
        ) {
            let mut settings = Settings::default();
            settings.rows[0].mode = Mode::ALL[mode];
            let counts = [answered, bad.min(answered), answered, resolved.min(answered)];
            let all = [measured(0, counts)];
            let before = settings.mode(Some("pause_payment"), "SE", 0);
            let after = settings.fallen(&all, 1, NOW).map_or(before, |(next, _)| {
                next.mode(Some("pause_payment"), "SE", 0)
            });
            prop_assert!(after <= before);
            prop_assert!(after == before || (before, after) == (Mode::Act, Mode::Suggest));
        }
    }
}
