//! How sure a figure is that was counted in few cases, and how two groups differ.

mod agreement;
mod compare;
mod median;
mod student;

pub use agreement::{Disagreement, kappa};
pub use compare::{Counted, Sample, newcombe, stratified_means, stratified_shares};
pub use median::median;
pub use student::student_975;

/// A figure, and where the true one lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Estimate {
    /// As it is through a function that keeps the order, such as an exponential.
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self { value: f(self.value), low: f(self.low), high: f(self.high) }
    }
}

/// Two-sided 95 % of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Where the true share lies with 95 % confidence when `of` cases had `hits` (Wilson 1927; right for
/// small numbers and for shares near 0 and 1, where the textbook interval is not). `None` for no case.
pub fn wilson(hits: u64, of: u64) -> Option<(f64, f64)> {
    if of == 0 || hits > of {
        return None;
    }
    let (n, share) = (of as f64, hits as f64 / of as f64);
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_intervals() {
        // Newcombe 1998, table I, and Brown, Cai and DasGupta 2001: rounded to four places.
        let cases = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (hits, of, low, high) in cases {
            let (from, to) = wilson(hits, of).unwrap();
            assert!(
                (from - low).abs() < 5e-5 && (to - high).abs() < 5e-5,
                "{hits}/{of}: {from} {to}"
            );
        }
        assert_eq!((wilson(0, 0), wilson(3, 2)), (None, None));
    }

    proptest! {
        #[test]
        fn the_share_lies_inside_and_more_cases_are_surer(hits in 0u64..1_000, more in 0u64..1_000) {
            let of = hits + more;
            prop_assume!(of > 0);
            let (low, high) = wilson(hits, of).unwrap();
            let share = hits as f64 / of as f64;
            prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
            let (low10, high10) = wilson(hits * 10, of * 10).unwrap();
            prop_assert!(high10 - low10 < high - low);
        }
    }
}
