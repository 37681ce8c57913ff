//! Floating-point rows as whole numbers of twelve bits.

use super::math::{LANES, fold, larger, round_to_int, smaller};
use crate::quantised::{LEVELS_MAX, LIMB_BITS, Quantised, RowScale};

/// Each row gets the scale that its own smallest and largest value ask for; nought is always exact.
#[inline(always)]
pub(crate) fn quantise(rows: &[f32], width: usize, into: &mut Quantised) {
    let width = width.max(1);
    into.resize(rows.len() / width, width);
    let padded = into.padded();
    let quantised = into
        .values
        .chunks_exact_mut(padded)
        .zip(into.limbs.chunks_exact_mut(padded * 2))
        .zip(&mut into.scales);
    for (row, ((values, limbs), own)) in rows.chunks_exact(width).zip(quantised) {
        *own = scale_of(row);
        let (high, low) = limbs.split_at_mut(padded);
        let inverse = if own.scale > 0.0 { 1.0 / own.scale } else { 0.0 };
        let (chunks, rest) = row.as_chunks::<LANES>();
        let places =
            values.chunks_mut(LANES).zip(high.chunks_mut(LANES)).zip(low.chunks_mut(LANES));
        for (chunk, ((values, high), low)) in chunks.iter().zip(places) {
            let whole = chunk.map(|value| level(value, inverse, own.zero));
            write(&whole, values, high, low);
        }
        let done = width - rest.len();
        let places = (values.get_mut(done..), high.get_mut(done..), low.get_mut(done..));
        if let (Some(values), Some(high), Some(low)) = places {
            let mut whole = [0; LANES];
            for (whole, value) in whole.iter_mut().zip(rest) {
                *whole = level(*value, inverse, own.zero);
            }
            write(whole.get(..rest.len()).unwrap_or_default(), values, high, low);
        }
    }
}

#[inline(always)]
fn level(value: f32, inverse: f32, zero: i32) -> i32 {
    round_to_int(value * inverse).wrapping_add(zero).clamp(0, LEVELS_MAX)
}

/// Writes quantised values whole, and as limbs.
#[inline(always)]
fn write(whole: &[i32], values: &mut [i16], high: &mut [u8], low: &mut [u8]) {
    for (value, whole) in values.iter_mut().zip(whole) {
        *value = *whole as i16;
    }
    for (high, whole) in high.iter_mut().zip(whole) {
        *high = (*whole >> LIMB_BITS) as u8;
    }
    for (low, whole) in low.iter_mut().zip(whole) {
        *low = (*whole & ((1 << LIMB_BITS) - 1)) as u8;
    }
}

#[inline(always)]
fn scale_of(row: &[f32]) -> RowScale {
    let least = fold(row, 0.0, |value| value, smaller);
    let most = fold(row, 0.0, |value| value, larger);
    let scale = (most - least) / LEVELS_MAX as f32;
    if !(scale > f32::MIN_POSITIVE && scale.is_finite()) {
        return RowScale { scale: 0.0, zero: 0 };
    }
    RowScale { scale, zero: round_to_int(-least / scale).clamp(0, LEVELS_MAX) }
}
