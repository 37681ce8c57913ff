//! The comparisons against numbers that were published, and against what they claim of themselves.

use super::*;
use crate::Rng;
use proptest::prelude::*;

fn near(found: Estimate, (value, low, high): (f64, f64, f64), within: f64) {
    let apart = [found.value - value, found.low - low, found.high - high];
    assert!(apart.iter().all(|apart| apart.abs() <= within), "{found:?} for {value} {low} {high}");
}

#[test]
fn newcombes_own_table() {
    // Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
    let table = [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ];
    for (first, second, low, high) in table {
        let found = newcombe(first, second).unwrap();
        let value = first.0 as f64 / first.1 as f64 - second.0 as f64 / second.1 as f64;
        near(found, (value, low, high), 5.1e-5);
    }
    assert_eq!(newcombe((0, 0), (1, 2)), None);
}

#[test]
fn the_diabetes_program_by_age() {
    // Rothman and Greenland, Modern Epidemiology: deaths under tolbutamide and placebo, below 55 years
    // and from 55 on; the Mantel-Haenszel risk difference is 0.035, its 90 % limits -0.018 and 0.087.
    let strata = [((8, 106), (5, 120)), ((22, 98), (16, 85))];
    let found = stratified_shares(&strata).unwrap();
    let at_90 = |limit: f64| found.value + (limit - found.value) * 1.644_854 / Z;
    let limits = Estimate { low: at_90(found.low), high: at_90(found.high), ..found };
    near(limits, (0.035, -0.018, 0.087), 6e-4);
    // A stratum with one group only says nothing.
    let more = [strata[0], strata[1], ((4, 4), (0, 0)), ((0, 0), (7, 9))];
    assert_eq!(stratified_shares(&more), stratified_shares(&strata));
    assert_eq!(stratified_shares(&more[2..]), None);
}

#[test]
fn a_mix_that_turns_the_difference_around_is_taken_out() {
    // Simpson's: better within each stratum, worse as a whole.
    let strata = [((18, 20), (68, 80)), ((32, 80), (6, 20))];
    let whole = newcombe((50, 100), (74, 100)).unwrap();
    let within = stratified_shares(&strata).unwrap();
    assert!(whole.value < 0.0 && within.value > 0.0, "{whole:?} {within:?}");
    assert!((within.value - 0.075).abs() < 1e-12, "{within:?}");
}

/// In 2,000 draws of 40 small strata with a true difference of 0.1, 95 % of the intervals hold it: less
/// than 93.5 % or more than 96.5 % is three standard errors off.
#[test]
fn stratified_intervals_hold_what_they_should() {
    let mut rng = Rng::seeded(5);
    let mut draw = |share: f64, of: u64| {
        let hit = |_: &u64| (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 <= share;
        (0..of).filter(hit).count() as u64
    };
    let held = (0..2_000).filter(|_| {
        let strata: Vec<_> = (0..40_u32)
            .map(|stratum| {
                let base = 0.2 + 0.5 * f64::from(stratum) / 40.0;
                ((draw(base + 0.1, 4), 4), (draw(base, 9), 9))
            })
            .collect();
        let found = stratified_shares(&strata).unwrap();
        found.low <= 0.1 && 0.1 <= found.high
    });
    let held = held.count();
    assert!((1_870..=1_930).contains(&held), "{held}");
}

#[test]
fn students_sleep() {
    // Student 1908, extra hours of sleep; Welch's interval as R's t.test prints it.
    let first: Sample =
        [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0].into_iter().collect();
    let second: Sample = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4].into_iter().collect();
    let found = stratified_means(&[(first, second)]).unwrap();
    near(found, (-1.58, -3.365_483_2, 0.205_483_2), 2e-5);
    near(first.mean().unwrap(), (0.75, -0.529_780_4, 2.029_780_4), 2e-5);
}

#[test]
fn few_values_are_not_enough() {
    let none = Sample::default();
    let one: Sample = [3.0].into_iter().collect();
    let two: Sample = [3.0, 4.0].into_iter().collect();
    assert_eq!((one.mean(), none.mean()), (None, None));
    assert_eq!(stratified_means(&[(one, two)]), None, "nothing says how the first spreads");
    assert_eq!(stratified_means(&[(none, two), (two, none)]), None);
    // Pooled over strata, a single value counts.
    assert!(stratified_means(&[(one, two), (two, two)]).is_some());
    let same: Sample = [2.0, 2.0].into_iter().collect();
    let flat = stratified_means(&[(same, same)]).unwrap();
    assert_eq!((flat.value, flat.low, flat.high), (0.0, 0.0, 0.0));
}

proptest! {
    #[test]
    fn the_difference_lies_inside_and_turns_with_the_groups(
        a in 0u64..80, b in 0u64..80, c in 1u64..80, d in 1u64..80,
    ) {
        let (first, second) = ((a, a + c), (b, b + d));
        let found = newcombe(first, second).unwrap();
        prop_assert!(-1.0 - 1e-12 <= found.low && found.low <= found.value + 1e-12);
        prop_assert!(found.value <= found.high + 1e-12 && found.high <= 1.0 + 1e-12);
        let turned = newcombe(second, first).unwrap();
        prop_assert!((found.low + turned.high).abs() < 1e-12);
        let stratum = stratified_shares(&[(first, second)]).unwrap();
        prop_assert!((stratum.value - found.value).abs() < 1e-12);
    }

    #[test]
    fn a_shift_within_every_stratum_is_found(shift in -5.0f64..5.0, levels in prop::collection::vec(-9.0f64..9.0, 1..9)) {
        let spread = [-1.0, 0.0, 0.5, 2.0];
        let at = |level: f64| -> Sample { spread.iter().map(|value| value + level).collect() };
        let strata: Vec<_> = levels.iter().map(|level| (at(level + shift), at(*level))).collect();
        let found = stratified_means(&strata).unwrap();
        prop_assert!((found.value - shift).abs() < 1e-9);
        prop_assert!(found.low <= shift + 1e-9 && shift <= found.high + 1e-9);
    }
}
