//! AVX-VNNI: eight sums of four products of bytes in one instruction, on processors without AVX-512.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_slli_epi32,
};

use super::avx2;
use crate::kernels::Kernels;
use crate::packed::{BLOCKS, Block, Packed};
use crate::portable::multiply::Place;
use crate::portable::{attention, floats, gelu, norm, quantise};
use crate::quantised::{GROUP, LIMB_BITS, Quantised};

/// Rows that are multiplied at once: two limbs each, two half blocks, make 12 of 16 registers.
const ROWS: usize = 3;
/// A block in two registers.
type Halves = [__m256i; 2];

#[target_feature(enable = "avx2,avxvnni")]
pub(crate) fn kernels() -> Kernels {
    Kernels {
        name: "avx-vnni",
        quantise: |rows, width, into| quantise::quantise(rows, width, into),
        multiply: |rows, matrix, into| multiply(rows, matrix, into),
        attend: |heads, rows, into, scratch| attention::attend(heads, rows, into, scratch),
        add_norm: |rows, added, norm| norm::add_norm(rows, added, norm),
        gelu: |values| gelu::gelu(values),
        multiply_floats: |rows, columns, into| avx2::multiply_floats(rows, columns, into),
        softmax: |rows, width| floats::softmax(rows, width),
        gelu_slopes: |values, slopes| gelu::gelu_slopes(values, slopes),
    }
}

#[target_feature(enable = "avx2,avxvnni")]
fn multiply(rows: &Quantised, matrix: &Packed, into: &mut [f32]) {
    let row_bytes = rows.padded() * 2;
    for (panel, blocks) in matrix.blocks.chunks_exact(matrix.steps()).enumerate() {
        for (tiles, limbs) in rows.limbs.chunks(row_bytes * ROWS).enumerate() {
            for block in 0..BLOCKS {
                let sums = match limbs.len() / row_bytes {
                    1 => few(tile::<2>(limbs, blocks, block)),
                    2 => few(tile::<4>(limbs, blocks, block)),
                    _ => tile::<6>(limbs, blocks, block),
                };
                let (pairs, _) = sums.as_chunks::<2>();
                for (at, [high, low]) in pairs.iter().take(limbs.len() / row_bytes).enumerate() {
                    let mut sums = *low;
                    for (sum, high) in sums.iter_mut().zip(high) {
                        *sum = _mm256_add_epi32(*sum, _mm256_slli_epi32::<SHIFT>(*high));
                    }
                    let place = Place { panel, block, row: tiles * ROWS + at };
                    place.store(&bytemuck::cast(sums), rows, matrix, into);
                }
            }
        }
    }
}

const SHIFT: i32 = LIMB_BITS as i32;

/// Sums of one block of all rows of a tile, for each limb.
#[target_feature(enable = "avx2,avxvnni")]
fn tile<const LIMBS: usize>(
    limbs: &[u8],
    blocks: &[[Block; BLOCKS]],
    block: usize,
) -> [Halves; LIMBS] {
    let mut sums = [[_mm256_setzero_si256(); 2]; LIMBS];
    let mut fours = [&[] as &[[u8; GROUP]]; LIMBS];
    for (fours, limb) in fours.iter_mut().zip(limbs.chunks_exact(blocks.len() * GROUP)) {
        *fours = limb.as_chunks().0;
    }
    for (step, weights) in blocks.iter().enumerate() {
        let Some(weights) = weights.get(block) else { continue };
        let weights: Halves = bytemuck::cast(weights.0);
        for (fours, sums) in fours.iter().zip(&mut sums) {
            let four = fours.get(step).copied().unwrap_or_default();
            let four = _mm256_set1_epi32(i32::from_le_bytes(four));
            for (sum, weights) in sums.iter_mut().zip(&weights) {
                *sum = _mm256_dpbusd_avx_epi32(*sum, four, *weights);
            }
        }
    }
    sums
}

/// The sums of a smaller tile, filled up.
#[target_feature(enable = "avx2")]
fn few<const LIMBS: usize>(sums: [Halves; LIMBS]) -> [Halves; ROWS * 2] {
    let mut all = [[_mm256_setzero_si256(); 2]; ROWS * 2];
    for (all, sums) in all.iter_mut().zip(sums) {
        *all = sums;
    }
    all
}
