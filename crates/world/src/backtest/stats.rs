//! The little statistics the report needs, each with its formula.

use serde::{Deserialize, Serialize};

/// The 97.5 % quantile of the normal distribution: two-sided 95 % intervals.
const Z_95: f64 = 1.959_963_984_540_054;

/// A share with its upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rate {
    /// Weighted where weights are used.
    pub hits: f64,
    pub of: f64,
    /// `hits / of`; 0 of nothing.
    pub rate: f64,
    /// Upper end of the 95 % Wilson interval; 1 of nothing.
    pub upper_95: f64,
}

impl Rate {
    /// Of whole counts.
    pub fn of(hits: u64, of: u64) -> Self {
        Self::weighted(hits as f64, of as f64, of as f64)
    }

    /// Of weighted items `(hit, weight)`; the interval uses Kish's effective sample size
    /// `(Σw)² / Σw²`.
    pub fn of_weighted(items: impl Iterator<Item = (bool, f64)>) -> Self {
        let (mut hits, mut of, mut squares) = (0.0, 0.0, 0.0);
        for (hit, weight) in items {
            hits += if hit { weight } else { 0.0 };
            of += weight;
            squares += weight * weight;
        }
        let effective = if squares > 0.0 { of * of / squares } else { 0.0 };
        Self::weighted(hits, of, effective)
    }

    fn weighted(hits: f64, of: f64, effective: f64) -> Self {
        let rate = if of > 0.0 { hits / of } else { 0.0 };
        Self { hits, of, rate, upper_95: wilson_upper(rate, effective) }
    }
}

/// Upper end of Wilson's score interval (Wilson 1927) for a share seen in `n` items.
pub fn wilson_upper(share: f64, n: f64) -> f64 {
    if n <= 0.0 {
        return 1.0;
    }
    let square = Z_95 * Z_95;
    let centre = share + square / (2.0 * n);
    let spread = Z_95 * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    ((centre + spread) / (1.0 + square / n)).min(1.0)
}

/// The value at a share of a sorted list (nearest rank); `None` of nothing.
pub fn quantile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let rank = (share.clamp(0.0, 1.0) * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_worked_values() {
        // Newcombe 1998, table I: 81/263 and 15/148; 0 of 20; the last from the closed form z²/(n+z²).
        for (hits, of, upper) in
            [(81, 263, 0.3662), (15, 148, 0.1605), (0, 20, 0.1611), (1, 29, 0.1718)]
        {
            let rate = Rate::of(hits, of);
            assert!((rate.upper_95 - upper).abs() < 5e-4, "{hits}/{of}: {}", rate.upper_95);
        }
        assert!((Rate::of(0, 0).upper_95 - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn equal_weights_change_nothing() {
        let items = || (0..200).map(|index| index < 3);
        let plain = Rate::of(3, 200);
        let weighted = Rate::of_weighted(items().map(|hit| (hit, 7.5)));
        assert!((plain.rate - weighted.rate).abs() < 1e-12);
        assert!((plain.upper_95 - weighted.upper_95).abs() < 1e-12);
        // One heavy item makes the sample worth less.
        let uneven = Rate::of_weighted((0..200).map(|i| (false, if i == 0 { 500.0 } else { 1.0 })));
        assert!(uneven.upper_95 > Rate::of(0, 200).upper_95);
    }

    #[test]
    fn quantiles_are_of_the_list() {
        let list = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        assert_eq!(quantile(&list, 0.5), Some(5));
        assert_eq!(quantile(&list, 0.9), Some(9));
        assert_eq!(quantile(&list, 1.0), Some(10));
        assert_eq!(quantile::<i32>(&[], 0.5), None);
    }
}
