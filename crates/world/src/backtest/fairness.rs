//! Whether outcomes differ between the customers' regions more than what went wrong there does.

use std::collections::BTreeMap;

use commerce::olist::Region;
use serde::{Deserialize, Serialize};

use super::Judgement;
use super::score::Ended;
use super::stats::Rate;

/// Regions with fewer cases than this are left out of the figures.
pub const REGION_CASES_MIN: usize = 30;

/// Outcomes by the customer's region, of what rules decided.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Fairness {
    pub regions: BTreeMap<Region, RegionRow>,
    /// Lowest share of decisions for the customer over the highest; goal 0.80 or more.
    pub outcome_ratio: Option<f64>,
    /// Highest share of false denials among customers who were right less the lowest; goal 0.05
    /// or less.
    pub false_denial_gap: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RegionRow {
    pub decided: u64,
    pub for_consumer: u64,
    pub consumer_right: u64,
    pub false_denials: u64,
}

pub(super) fn fairness(ended: &[Ended<'_>]) -> Fairness {
    let mut regions: BTreeMap<Region, RegionRow> = BTreeMap::new();
    for one in ended.iter().filter(|one| one.is_rule() && one.is_scored()) {
        let Some(region) = one.case.region else { continue };
        let row = regions.entry(region).or_default();
        row.decided += 1;
        row.for_consumer += u64::from(one.for_consumer());
        if one.case.truth.consumer_right(one.end.closed_at) == Some(true) {
            row.consumer_right += 1;
            row.false_denials += u64::from(one.judgement == Judgement::FalseDenial);
        }
    }
    let large = || regions.values().filter(|row| row.decided >= REGION_CASES_MIN as u64);
    let shares: Vec<f64> =
        large().map(|row| Rate::of(row.for_consumer, row.decided).rate).collect();
    let denials: Vec<f64> =
        large().map(|row| Rate::of(row.false_denials, row.consumer_right).rate).collect();
    let lowest = |list: &[f64]| list.iter().copied().reduce(f64::min);
    let highest = |list: &[f64]| list.iter().copied().reduce(f64::max);
    let ratio = lowest(&shares).zip(highest(&shares).filter(|high| *high > 0.0));
    let gap = highest(&denials).zip(lowest(&denials));
    Fairness {
        outcome_ratio: ratio.map(|(low, high)| low / high),
        false_denial_gap: gap.map(|(high, low)| high - low),
        regions,
    }
}
