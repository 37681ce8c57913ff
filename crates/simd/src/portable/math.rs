//! Functions of floating-point numbers that a compiler can make wide: no branches, no library calls.

/// Numbers that are worked on together. Sums have this many parts, so that their order is the same
/// however wide the registers are.
pub(crate) const LANES: usize = 16;

/// 1.5 · 2²³. A number of less than 2²² that is added to it is rounded to a whole one, half to even, and
/// stands in the low bits of the sum.
pub(crate) const ROUNDER: f32 = 12_582_912.0;

/// A number rounded to the nearest whole one; meaningless beyond ± 2²².
#[inline(always)]
pub(crate) const fn round_to_int(value: f32) -> i32 {
    ((value + ROUNDER).to_bits() as i32).wrapping_sub(ROUNDER.to_bits() as i32)
}

/// The larger of the two; the second when one is no number.
#[inline(always)]
pub(crate) fn larger(value: f32, other: f32) -> f32 {
    if value > other { value } else { other }
}

/// The smaller of the two; the second when one is no number.
#[inline(always)]
pub(crate) fn smaller(value: f32, other: f32) -> f32 {
    if value < other { value } else { other }
}

/// Joins all values, as they are after `map`, by `join`, in an order that their count alone decides.
#[inline(always)]
pub(crate) fn fold(
    values: &[f32],
    start: f32,
    map: impl Fn(f32) -> f32,
    join: impl Fn(f32, f32) -> f32,
) -> f32 {
    let mut lanes = [start; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = join(map(*value), *lane);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane = join(map(*value), *lane);
    }
    let mut half = LANES / 2;
    while half > 0 {
        let (low, high) = lanes.split_at_mut(half);
        for (lane, other) in low.iter_mut().zip(high) {
            *lane = join(*other, *lane);
        }
        half /= 2;
    }
    let [first, ..] = lanes;
    first
}

/// e to the power of `x`, to 2 units in the last place; beyond ± 87 it stays at what it is there.
/// Source: S. L. Moshier, Cephes Mathematical Library, `expf`.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const LIMIT: f32 = 87.0;
    // ln 2 in two parts, the first with few digits, so that its product is exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = smaller(larger(x, -LIMIT), LIMIT);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    let mut sum = 1.987_569_1e-4;
    for factor in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5] {
        sum = sum * rest + factor;
    }
    let power = (shifted.to_bits() as i32).wrapping_sub(ROUNDER.to_bits() as i32);
    let scale = f32::from_bits((power.wrapping_add(127) as u32) << 23);
    (sum * rest * rest + rest + 1.0) * scale
}

/// The error function, to 2 · 10⁻⁷.
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
#[inline(always)]
pub(crate) fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let mut sum = 1.061_405_4;
    for factor in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = sum * t + factor;
    }
    (1.0 - sum * t * exp(-x * x)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_near_the_library_s() {
        for step in -8_600..8_600 {
            let x = step as f32 / 100.0;
            let expected = f64::from(x).exp();
            let error = (f64::from(exp(x)) - expected).abs() / expected;
            assert!(error < 2e-7, "{x}: {error}");
        }
        assert_eq!((exp(0.0), exp(1e9), exp(f32::NAN)), (1.0, exp(87.0), exp(-87.0)));
    }

    /// Values of the table 7.1 of Abramowitz and Stegun.
    #[test]
    fn erf_is_as_tables_have_it() {
        let cases = [(0.0, 0.0), (0.1, 0.112_462_9), (0.5, 0.520_499_9), (1.0, 0.842_700_8)];
        for (x, expected) in cases.into_iter().chain([(2.0, 0.995_322_3), (9.0, 1.0)]) {
            assert!((erf(x) - expected).abs() < 3e-7, "{x}");
            assert!((erf(-x) + expected).abs() < 3e-7, "-{x}");
        }
    }

    #[test]
    fn halves_are_rounded_to_even() {
        for (value, expected) in [(0.5, 0), (1.5, 2), (-0.5, 0), (-2.6, -3), (4_095.4, 4_095)] {
            assert_eq!(round_to_int(value), expected, "{value}");
        }
    }

    #[test]
    fn a_fold_takes_every_value_once() {
        let values: Vec<f32> = (1..=37).map(|value| value as f32).collect();
        assert_eq!(fold(&values, 0.0, |value| value, |value, sum| sum + value), 703.0);
        assert_eq!(fold(&values, f32::NEG_INFINITY, |value| value, larger), 37.0);
    }
}
