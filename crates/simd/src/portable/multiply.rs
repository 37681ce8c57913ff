//! The product of quantised rows with a packed matrix, one sum at a time: what all others must equal.

use crate::packed::{BLOCK, COLUMNS, Packed};
use crate::quantised::{GROUP, Quantised, RowScale};

pub(crate) fn multiply(rows: &Quantised, matrix: &Packed, into: &mut [f32]) {
    for (panel, blocks) in matrix.blocks.chunks_exact(matrix.steps()).enumerate() {
        for (row, values) in rows.values.chunks_exact(rows.padded()).enumerate() {
            let mut sums = [[0_i32; BLOCK]; COLUMNS / BLOCK];
            for (four, step) in values.as_chunks::<GROUP>().0.iter().zip(blocks) {
                for (sums, block) in sums.iter_mut().zip(step) {
                    for (sum, weights) in sums.iter_mut().zip(block.0.as_chunks::<GROUP>().0) {
                        let products = four.iter().zip(weights);
                        *sum += products.map(|(a, w)| i32::from(*a) * i32::from(*w)).sum::<i32>();
                    }
                }
            }
            for (block, sums) in sums.iter().enumerate() {
                let out = Place { panel, block, row };
                out.store(sums, rows, matrix, into);
            }
        }
    }
}

/// Sixteen outputs of one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) panel: usize,
    pub(crate) block: usize,
    pub(crate) row: usize,
}

impl Place {
    /// Makes floating-point numbers of sums of products: all kernels do it here.
    #[inline(always)]
    pub(crate) fn store(
        self,
        sums: &[i32; BLOCK],
        rows: &Quantised,
        matrix: &Packed,
        into: &mut [f32],
    ) {
        let column = self.panel * COLUMNS + self.block * BLOCK;
        let of_columns = (
            chunk(&matrix.sums, column),
            chunk(&matrix.scales, column),
            chunk(&matrix.biases, column),
            rows.scales.get(self.row),
        );
        let (Some(weights), Some(scales), Some(biases), Some(own)) = of_columns else { return };
        let values = finish(sums, weights, scales, biases, *own);
        let outputs = matrix.outputs();
        let row = into.get_mut(self.row * outputs..(self.row + 1) * outputs).unwrap_or_default();
        let out = row.get_mut(column..).unwrap_or_default();
        match out.first_chunk_mut::<BLOCK>() {
            Some(out) => *out = values,
            None => out.iter_mut().zip(values).for_each(|(out, value)| *out = value),
        }
    }
}

fn chunk<T>(values: &[T], start: usize) -> Option<&[T; BLOCK]> {
    values.get(start..)?.first_chunk()
}

#[inline(always)]
fn finish(
    sums: &[i32; BLOCK],
    weights: &[i32; BLOCK],
    scales: &[f32; BLOCK],
    biases: &[f32; BLOCK],
    row: RowScale,
) -> [f32; BLOCK] {
    let mut values = [0.0; BLOCK];
    let columns = sums.iter().zip(weights).zip(scales).zip(biases);
    for (value, (((sum, weights), scale), bias)) in values.iter_mut().zip(columns) {
        let whole = sum.wrapping_sub(row.zero.wrapping_mul(*weights));
        *value = whole as f32 * (row.scale * scale) + bias;
    }
    values
}
