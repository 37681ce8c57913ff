//! Cases with and without co-browsing: how many were resolved, how long they took, what customers say.
//!
//! This is no trial: whom an agent asks to look at a page together is not drawn by lot. Differences are
//! told as they are and within topics (dispute reason, or what the customer wanted), which takes out
//! that some topics are both harder and co-browsed more often, and nothing else. Every figure has its
//! interval; of too few cases none is told.
//!
//! - Resolved: Wilson's interval; differences by Newcombe's, within topics by Mantel and Haenszel's.
//! - Time to handle: the median with an interval of order statistics. Times are skewed and act by
//!   factors, so groups are compared by the ratio of their geometric means: Welch's interval of the
//!   logarithms, within topics pooled by the same weights.
//! - Ratings: means with Student's interval; differences as with times, without logarithms.

use std::collections::BTreeMap;

use kernel::stats::{
    Estimate, Sample, median, newcombe, stratified_means, stratified_shares, wilson,
};

/// Groups of fewer cases are not compared: their difference would say more of chance than of them.
pub const COMPARED_MIN: u64 = 20;
/// A time below is counted as this: a logarithm of nothing is no number. Milliseconds.
const HANDLED_MS_MIN: i64 = 1_000;

/// One case that somebody of the desk had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case<T> {
    /// The customer and the desk were on a page together.
    pub with: bool,
    /// What it was about: cases are compared with those of the same topic.
    pub topic: T,
    /// Ended, and it stayed so.
    pub resolved: bool,
    /// How long it took. Milliseconds; `None` while it is open.
    pub handled_ms: Option<i64>,
    /// The customer's rating, from 1 to 5.
    pub csat: Option<u8>,
}

/// One of the two groups.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Group {
    pub cases: u64,
    /// The share that was resolved.
    pub resolved: Option<Estimate>,
    pub handled: u64,
    /// The median. Seconds.
    pub handled_s: Option<Estimate>,
    pub rated: u64,
    /// The mean, from 1 to 5.
    pub csat: Option<Estimate>,
}

/// Cases with co-browsing against those without; `None` where there are too few.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Differences {
    /// Shares: the first less the second.
    pub resolved: Option<Estimate>,
    /// Geometric means of the times: how many times as long.
    pub handled_ratio: Option<Estimate>,
    /// Means: the first less the second.
    pub csat: Option<Estimate>,
}

/// Both groups of one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct OfTopic<T> {
    pub topic: T,
    pub with: Group,
    pub without: Group,
    /// Of the shares that were resolved.
    pub resolved: Option<Estimate>,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures<T> {
    pub with: Group,
    pub without: Group,
    pub as_they_are: Differences,
    pub within_topics: Differences,
    /// The topics with most cases with co-browsing first.
    pub topics: Vec<OfTopic<T>>,
}

/// What is collected of a group.
#[derive(Debug, Clone, Default)]
struct Tally {
    cases: u64,
    resolved: u64,
    seconds: Vec<f64>,
    logs: Sample,
    csat: Sample,
}

impl Tally {
    fn add<T>(&mut self, case: &Case<T>) {
        self.cases += 1;
        self.resolved += u64::from(case.resolved);
        if let Some(ms) = case.handled_ms {
            let seconds = ms.max(HANDLED_MS_MIN) as f64 / 1_000.0;
            self.seconds.push(seconds);
            self.logs.add(seconds.ln());
        }
        if let Some(csat) = case.csat {
            self.csat.add(f64::from(csat));
        }
    }

    const fn counted(&self) -> (u64, u64) {
        (self.resolved, self.cases)
    }

    fn group(mut self) -> Group {
        self.seconds.sort_by(f64::total_cmp);
        let share = wilson(self.resolved, self.cases);
        Group {
            cases: self.cases,
            resolved: share.map(|(low, high)| Estimate {
                value: self.resolved as f64 / self.cases as f64,
                low,
                high,
            }),
            handled: self.logs.count(),
            handled_s: median(&self.seconds),
            rated: self.csat.count(),
            csat: self.csat.mean().map(on_the_scale),
        }
    }
}

/// A mean of ratings is from 1 to 5, whatever a symmetric interval says.
fn on_the_scale(csat: Estimate) -> Estimate {
    csat.map(|value| value.clamp(1.0, 5.0))
}

/// The figures of cases. The order in which they come does not matter.
pub fn figures<T: Ord + Clone>(cases: &[Case<T>]) -> Figures<T> {
    let (mut with, mut without) = (Tally::default(), Tally::default());
    let mut topics: BTreeMap<&T, (Tally, Tally)> = BTreeMap::new();
    for case in cases {
        let of = topics.entry(&case.topic).or_default();
        let (whole, part) =
            if case.with { (&mut with, &mut of.0) } else { (&mut without, &mut of.1) };
        whole.add(case);
        part.add(case);
    }
    let strata: Vec<&(Tally, Tally)> = topics.values().collect();
    let whole = (with, without);
    let as_they_are = Differences {
        resolved: compared([whole.0.cases, whole.1.cases])
            .and_then(|()| newcombe(whole.0.counted(), whole.1.counted())),
        ..means(&[&whole])
    };
    let within_topics = Differences { resolved: shares(&strata), ..means(&strata) };
    let mut topics: Vec<OfTopic<T>> = topics
        .into_iter()
        .map(|(topic, (with, without))| OfTopic {
            resolved: compared([with.cases, without.cases])
                .and_then(|()| newcombe(with.counted(), without.counted())),
            topic: topic.clone(),
            with: with.group(),
            without: without.group(),
        })
        .collect();
    topics.sort_by_key(|of| std::cmp::Reverse((of.with.cases, of.without.cases)));
    let (with, without) = (whole.0.group(), whole.1.group());
    Figures { with, without, as_they_are, within_topics, topics }
}

/// Whether both groups have enough.
fn compared(groups: [u64; 2]) -> Option<()> {
    groups.iter().all(|cases| *cases >= COMPARED_MIN).then_some(())
}

/// Within strata that have both groups.
fn shares(strata: &[&(Tally, Tally)]) -> Option<Estimate> {
    let both: Vec<_> = strata
        .iter()
        .map(|(with, without)| (with.counted(), without.counted()))
        .filter(|(with, without)| with.1 > 0 && without.1 > 0)
        .collect();
    compared([both.iter().map(|of| of.0.1).sum(), both.iter().map(|of| of.1.1).sum()])?;
    stratified_shares(&both)
}

/// Times and ratings.
fn means(strata: &[&(Tally, Tally)]) -> Differences {
    let of = |sample: fn(&Tally) -> Sample| {
        let both: Vec<(Sample, Sample)> = strata
            .iter()
            .map(|(with, without)| (sample(with), sample(without)))
            .filter(|(with, without)| with.count() > 0 && without.count() > 0)
            .collect();
        compared([
            both.iter().map(|of| of.0.count()).sum(),
            both.iter().map(|of| of.1.count()).sum(),
        ])?;
        stratified_means(&both)
    };
    Differences {
        resolved: None,
        handled_ratio: of(|tally| tally.logs).map(|logs| logs.map(f64::exp)),
        csat: of(|tally| tally.csat),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(with: bool, topic: &'static str, resolved: bool) -> Case<&'static str> {
        Case { with, topic, resolved, handled_ms: None, csat: None }
    }

    /// `resolved` of `of` cases.
    fn many(with: bool, topic: &'static str, resolved: u32, of: u32) -> Vec<Case<&'static str>> {
        (0..of).map(|n| case(with, topic, n < resolved)).collect()
    }

    #[test]
    fn shares_are_wilsons_and_their_difference_newcombes() {
        // Newcombe 1998: 56 of 70 against 48 of 80.
        let cases = [many(true, "late", 56, 70), many(false, "late", 48, 80)].concat();
        let told = figures(&cases);
        assert_eq!(told.with.resolved.unwrap().value, 0.8);
        let difference = told.as_they_are.resolved.unwrap();
        assert!((difference.low - 0.0524).abs() < 5e-5, "{difference:?}");
        assert!((difference.high - 0.3339).abs() < 5e-5, "{difference:?}");
        let within = told.within_topics.resolved.unwrap();
        assert!((within.value - difference.value).abs() < 1e-12, "one topic is the whole");
        assert_eq!((told.with.handled_s, told.as_they_are.csat), (None, None));
    }

    #[test]
    fn hard_topics_are_compared_with_hard_topics() {
        // Co-browsed more where it is hard, and better in each.
        let cases = [
            many(true, "easy", 18, 20),
            many(false, "easy", 68, 80),
            many(true, "hard", 32, 80),
            many(false, "hard", 6, 20),
        ]
        .concat();
        let told = figures(&cases);
        assert!(told.as_they_are.resolved.unwrap().high < 0.0, "worse as a whole");
        assert!((told.within_topics.resolved.unwrap().value - 0.075).abs() < 1e-12);
        let topics: Vec<_> = told.topics.iter().map(|of| (of.topic, of.with.cases)).collect();
        assert_eq!(topics, [("hard", 80), ("easy", 20)]);
        let mut turned = cases;
        turned.reverse();
        assert_eq!(figures(&turned), told);
    }

    #[test]
    fn of_too_few_nothing_is_compared() {
        let cases = [many(true, "late", 19, 19), many(false, "late", 20, 90)].concat();
        let told = figures(&cases);
        assert_eq!((told.as_they_are, told.within_topics), Default::default());
        assert_eq!(told.with.cases, 19);
        assert!(told.with.resolved.is_some(), "its own share is told, with its interval");
        // Enough as a whole, and nothing to compare within a topic.
        let cases = [many(true, "late", 19, 50), many(false, "lost", 20, 90)].concat();
        let told = figures(&cases);
        assert!(told.as_they_are.resolved.is_some());
        assert_eq!(told.within_topics, Differences::default());
        assert_eq!(figures::<u8>(&[]).with, Group::default());
    }

    #[test]
    fn times_are_compared_by_factors_and_ratings_by_points() {
        // Both topics: half as long with, and half a point better; one topic takes ten times as long.
        let mut cases = Vec::new();
        for (topic, seconds, others) in [("short", 100, 5), ("long", 1_000, 25)] {
            for n in 0..30_i64 {
                let spread = 100 + (n * 37) % 61;
                let csat = Some(if n % 2 == 0 { 4 } else { 5 });
                let handled_ms = Some(seconds * spread * 5);
                cases.push(Case { handled_ms, csat, ..case(true, topic, true) });
            }
            for n in 0..30 * others {
                let spread = 100 + (n % 30 * 37) % 61;
                let handled_ms = Some(seconds * spread * 10);
                cases.push(Case { handled_ms, csat: Some(4), ..case(false, topic, true) });
            }
        }
        let told = figures(&cases);
        let within = told.within_topics.handled_ratio.unwrap();
        assert!((within.value - 0.5).abs() < 1e-9, "{within:?}");
        assert!(0.4 < within.low && within.high < 0.6, "{within:?}");
        let raw = told.as_they_are.handled_ratio.unwrap();
        assert!(raw.value < 0.4, "topics are mixed: {raw:?}");
        let csat = told.within_topics.csat.unwrap();
        assert!((csat.value - 0.5).abs() < 1e-9 && csat.low > 0.0, "{csat:?}");
        let median = told.with.handled_s.unwrap();
        assert!(median.low <= median.value && median.value <= median.high, "{median:?}");
    }
}
