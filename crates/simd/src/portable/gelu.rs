//! The Gaussian error linear unit.

use super::math::{LANES, erf, exp};

/// x Φ(x), the exact form, to 2 · 10⁻⁷ of x.
/// Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016.
#[inline(always)]
pub(crate) fn gelu(values: &mut [f32]) {
    let (chunks, rest) = values.as_chunks_mut::<LANES>();
    for chunk in chunks {
        chunk.iter_mut().for_each(one);
    }
    rest.iter_mut().for_each(one);
}

/// Multiplies each slope with that of the unit at its value: Φ(x) + x φ(x).
#[inline(always)]
pub(crate) fn gelu_slopes(values: &[f32], slopes: &mut [f32]) {
    let (chunks, rest) = slopes.as_chunks_mut::<LANES>();
    let (values, others) = values.as_chunks::<LANES>();
    for (chunk, values) in chunks.iter_mut().zip(values) {
        chunk.iter_mut().zip(values).for_each(slope);
    }
    rest.iter_mut().zip(others).for_each(slope);
}

#[inline(always)]
fn slope((slope, value): (&mut f32, &f32)) {
    // 1 / √(2π).
    const DENSITY: f32 = 0.398_942_3;
    let below = 0.5 * (1.0 + erf(*value * std::f32::consts::FRAC_1_SQRT_2));
    *slope *= below + *value * DENSITY * exp(-0.5 * *value * *value);
}

#[inline(always)]
fn one(value: &mut f32) {
    *value = 0.5 * *value * (1.0 + erf(*value * std::f32::consts::FRAC_1_SQRT_2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_x_times_the_normal_distribution() {
        let mut values = [-10.0, -1.0, 0.0, 1.0, 3.0];
        gelu(&mut values);
        for (value, expected) in values.iter().zip([0.0, -0.158_655, 0.0, 0.841_345, 2.995_95]) {
            assert!((value - expected).abs() < 1e-5, "{values:?}");
        }
    }
}
