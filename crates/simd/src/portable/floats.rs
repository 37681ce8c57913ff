//! The product of two matrices of floating-point numbers. Each sum is made in the order of its values, so
//! that all levels give the same bits.

use super::math::{LANES, exp, fold, larger};
use crate::floats::{FloatColumns, FloatRows, PANEL, TILE};

/// Sums of a tile: of each row, of each column.
pub(crate) type Sums = [[f32; PANEL]; TILE];

pub(crate) fn multiply(rows: &FloatRows, columns: &FloatColumns, into: &mut [f32]) {
    each_tile(rows, columns, into, |rows, columns| {
        let mut sums = [[0.0; PANEL]; TILE];
        for (values, weights) in rows.iter().zip(columns) {
            for (value, sums) in values.iter().zip(&mut sums) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
        }
        sums
    });
}

/// Adds the sums of every tile to their places.
#[inline(always)]
pub(crate) fn each_tile(
    rows: &FloatRows,
    columns: &FloatColumns,
    into: &mut [f32],
    sums: impl Fn(&[[f32; TILE]], &[[f32; PANEL]]) -> Sums,
) {
    let (steps, width) = (rows.steps(), columns.columns());
    if steps == 0 || width == 0 {
        return;
    }
    for (panel, weights) in columns.values.chunks_exact(steps * PANEL).enumerate() {
        let first = panel * PANEL;
        let last = (first + PANEL).min(width);
        let tiles = rows.values.chunks_exact(steps * TILE).zip(into.chunks_mut(width * TILE));
        for (values, out) in tiles {
            let sums = sums(values.as_chunks().0, weights.as_chunks().0);
            for (row, sums) in out.chunks_exact_mut(width).zip(&sums) {
                let places = row.get_mut(first..last).unwrap_or_default();
                places.iter_mut().zip(sums).for_each(|(place, sum)| *place += sum);
            }
        }
    }
}

/// Makes shares of one of each row's scores.
#[inline(always)]
pub(crate) fn softmax(rows: &mut [f32], width: usize) {
    for row in rows.chunks_exact_mut(width.max(1)) {
        let most = fold(row, f32::MIN, |value| value, larger);
        let (chunks, rest) = row.as_chunks_mut::<LANES>();
        for chunk in chunks {
            chunk.iter_mut().for_each(|score| *score = exp(*score - most));
        }
        rest.iter_mut().for_each(|score| *score = exp(*score - most));
        let inverse = 1.0 / fold(row, 0.0, |value| value, |value, sum| sum + value);
        row.iter_mut().for_each(|share| *share *= inverse);
    }
}
