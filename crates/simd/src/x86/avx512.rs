//! AVX-512 with VNNI: sixteen sums of four products of bytes in one instruction.

use std::arch::x86_64::{
    __m512, __m512i, _mm512_add_epi32, _mm512_add_ps, _mm512_dpbusd_epi32, _mm512_mul_ps,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_slli_epi32,
};

use crate::floats::{FloatColumns, FloatRows, PANEL, TILE};
use crate::kernels::Kernels;
use crate::packed::{BLOCKS, Block, Packed};
use crate::portable::multiply::Place;
use crate::portable::{attention, floats, gelu, norm, quantise};
use crate::quantised::{GROUP, LIMB_BITS, Quantised};

/// Rows that are multiplied at once: two limbs each, four blocks, make 24 of 32 registers.
const ROWS: usize = 3;

#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
pub(crate) fn kernels() -> Kernels {
    Kernels {
        name: "avx512-vnni",
        quantise: |rows, width, into| quantise::quantise(rows, width, into),
        multiply: |rows, matrix, into| multiply(rows, matrix, into),
        attend: |heads, rows, into, scratch| attention::attend(heads, rows, into, scratch),
        add_norm: |rows, added, norm| norm::add_norm(rows, added, norm),
        gelu: |values| gelu::gelu(values),
        multiply_floats: |rows, columns, into| multiply_floats(rows, columns, into),
        softmax: |rows, width| floats::softmax(rows, width),
        gelu_slopes: |values, slopes| gelu::gelu_slopes(values, slopes),
    }
}

#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn multiply(rows: &Quantised, matrix: &Packed, into: &mut [f32]) {
    let row_bytes = rows.padded() * 2;
    for (panel, blocks) in matrix.blocks.chunks_exact(matrix.steps()).enumerate() {
        let mut row = 0;
        for limbs in rows.limbs.chunks(row_bytes * ROWS) {
            let sums = match limbs.len() / row_bytes {
                1 => few(tile::<2>(limbs, blocks)),
                2 => few(tile::<4>(limbs, blocks)),
                _ => tile::<6>(limbs, blocks),
            };
            let (pairs, _) = sums.as_chunks::<2>();
            for [high, low] in pairs.iter().take(limbs.len() / row_bytes) {
                for (block, (high, low)) in high.iter().zip(low).enumerate() {
                    let high = _mm512_slli_epi32::<LIMB_BITS>(*high);
                    let sums = bytemuck::cast(_mm512_add_epi32(high, *low));
                    Place { panel, block, row }.store(&sums, rows, matrix, into);
                }
                row += 1;
            }
        }
    }
}

/// Sums of all rows of a tile, one row of blocks for each limb.
#[target_feature(enable = "avx512f,avx512vnni")]
fn tile<const LIMBS: usize>(
    limbs: &[u8],
    blocks: &[[Block; BLOCKS]],
) -> [[__m512i; BLOCKS]; LIMBS] {
    let mut sums = [[_mm512_setzero_si512(); BLOCKS]; LIMBS];
    let mut fours = [&[] as &[[u8; GROUP]]; LIMBS];
    for (fours, limb) in fours.iter_mut().zip(limbs.chunks_exact(blocks.len() * GROUP)) {
        *fours = limb.as_chunks().0;
    }
    for (step, weights) in blocks.iter().enumerate() {
        let weights: [__m512i; BLOCKS] = weights.map(|block| bytemuck::cast(block.0));
        for (fours, sums) in fours.iter().zip(&mut sums) {
            let four = fours.get(step).copied().unwrap_or_default();
            let four = _mm512_set1_epi32(i32::from_le_bytes(four));
            for (sum, weights) in sums.iter_mut().zip(&weights) {
                *sum = _mm512_dpbusd_epi32(*sum, four, *weights);
            }
        }
    }
    sums
}

/// The sums of a smaller tile, filled up.
#[target_feature(enable = "avx512f")]
fn few<const LIMBS: usize>(sums: [[__m512i; BLOCKS]; LIMBS]) -> [[__m512i; BLOCKS]; ROWS * 2] {
    let mut all = [[_mm512_setzero_si512(); BLOCKS]; ROWS * 2];
    for (all, sums) in all.iter_mut().zip(sums) {
        *all = sums;
    }
    all
}

/// Registers that hold the columns of a panel.
const FLOAT_WIDE: usize = PANEL / 16;

#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn multiply_floats(rows: &FloatRows, columns: &FloatColumns, into: &mut [f32]) {
    floats::each_tile(rows, columns, into, |rows, columns| float_tile(rows, columns));
}

#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn float_tile(rows: &[[f32; TILE]], columns: &[[f32; PANEL]]) -> floats::Sums {
    let mut sums = [[_mm512_setzero_ps(); FLOAT_WIDE]; TILE];
    for (values, weights) in rows.iter().zip(columns) {
        let weights: [__m512; FLOAT_WIDE] = bytemuck::cast(*weights);
        for (value, sums) in values.iter().zip(&mut sums) {
            let value = _mm512_set1_ps(*value);
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = _mm512_add_ps(*sum, _mm512_mul_ps(value, weights));
            }
        }
    }
    bytemuck::cast(sums)
}
