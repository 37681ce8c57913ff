//! The value in the middle, of which nothing is supposed about how values spread.

use super::{Estimate, Z};

/// Up to so many values the ranks are exact; above, those of the normal approximation, which differ
/// from them by one rank at most.
const EXACT_MAX: usize = 1_000;

/// The median of values in order, and the two of them between which the true one lies with at least
/// 95 % confidence, whatever the distribution (order statistics; Conover, Practical Nonparametric
/// Statistics, section 3.2). `None` for fewer than six values: no two of those are that sure.
pub fn median(sorted: &[f64]) -> Option<Estimate> {
    let n = sorted.len();
    let from = lower_rank(n)?;
    let low = *sorted.get(from - 1)?;
    let high = *sorted.get(n - from)?;
    let upper_middle = *sorted.get(n / 2)?;
    let lower_middle = *sorted.get((n - 1) / 2)?;
    Some(Estimate { value: f64::midpoint(lower_middle, upper_middle), low, high })
}

/// The largest rank, from 1, below which the median lies with a chance of 2.5 % at most.
fn lower_rank(n: usize) -> Option<usize> {
    if n > EXACT_MAX {
        let n = n as f64;
        return Some((f64::midpoint(n, -Z * n.sqrt()) as usize).max(1));
    }
    // Binomial with one half: the chance that so many values or fewer lie below the median.
    let (mut chance, mut sum) = (0.5_f64.powi(i32::try_from(n).ok()?), 0.0);
    let mut rank = 0;
    for below in 0..n {
        sum += chance;
        if sum > 0.025 {
            break;
        }
        rank = below + 1;
        chance *= (n - below) as f64 / (below + 1) as f64;
    }
    (rank > 0).then_some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_ranks() {
        // Ranks of the 95 % interval for the median: Hollander and Wolfe, table of the sign test.
        let table = [
            (5, None),
            (6, Some(1)),
            (8, Some(1)),
            (9, Some(2)),
            (10, Some(2)),
            (12, Some(3)),
            (15, Some(4)),
            (20, Some(6)),
            (25, Some(8)),
            (30, Some(10)),
            (50, Some(18)),
            (100, Some(40)),
        ];
        for (n, rank) in table {
            assert_eq!(lower_rank(n), rank, "{n}");
        }
    }

    #[test]
    fn exact_and_approximate_ranks_meet() {
        let exact = lower_rank(EXACT_MAX).unwrap();
        let approximate = lower_rank(EXACT_MAX + 1).unwrap();
        assert!(exact.abs_diff(approximate) <= 1, "{exact} {approximate}");
    }

    #[test]
    fn the_middle_of_even_and_odd() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(median(&values), Some(Estimate { value: 10.5, low: 6.0, high: 15.0 }));
        assert_eq!(median(&values[..9]), Some(Estimate { value: 5.0, low: 2.0, high: 8.0 }));
        assert_eq!(median(&values[..5]), None);
    }
}
