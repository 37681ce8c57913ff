//! AVX2: products of 16 bits, in pairs. The instruction that multiplies bytes adds them up with
//! saturation, which would change sums; it is not used.

use std::arch::x86_64::{
    __m128i, __m256, __m256i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi8_epi16,
    _mm256_hadd_epi32, _mm256_madd_epi16, _mm256_mul_ps, _mm256_permute4x64_epi64,
    _mm256_set1_epi64x, _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256,
};

use crate::floats::{FloatColumns, FloatRows, PANEL, TILE};
use crate::kernels::Kernels;
use crate::packed::{BLOCKS, Block, Packed};
use crate::portable::multiply::Place;
use crate::portable::{attention, floats, gelu, norm, quantise};
use crate::quantised::{GROUP, Quantised};

/// Rows that are multiplied at once: four quarter blocks each make 12 of 16 registers.
const ROWS: usize = 3;
/// A block in four registers: of each of four columns, two sums that are still to be added.
type Quarters = [__m256i; 4];

#[target_feature(enable = "avx2")]
pub(crate) fn kernels() -> Kernels {
    Kernels {
        name: "avx2",
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

#[target_feature(enable = "avx2")]
fn multiply(rows: &Quantised, matrix: &Packed, into: &mut [f32]) {
    let padded = rows.padded();
    for (panel, blocks) in matrix.blocks.chunks_exact(matrix.steps()).enumerate() {
        for (tiles, values) in rows.values.chunks(padded * ROWS).enumerate() {
            for block in 0..BLOCKS {
                let sums = match values.len() / padded {
                    1 => few(tile::<1>(values, blocks, block)),
                    2 => few(tile::<2>(values, blocks, block)),
                    _ => tile::<3>(values, blocks, block),
                };
                for (at, sums) in sums.iter().take(values.len() / padded).enumerate() {
                    let place = Place { panel, block, row: tiles * ROWS + at };
                    place.store(&bytemuck::cast(whole(*sums)), rows, matrix, into);
                }
            }
        }
    }
}

/// Adds up the two sums of each column.
#[target_feature(enable = "avx2")]
fn whole([first, second, third, fourth]: Quarters) -> [__m256i; 2] {
    // The instruction adds neighbours within halves of registers: the middle two quarters change places.
    const IN_ORDER: i32 = 0b11_01_10_00;
    let low = _mm256_hadd_epi32(first, second);
    let high = _mm256_hadd_epi32(third, fourth);
    [_mm256_permute4x64_epi64::<IN_ORDER>(low), _mm256_permute4x64_epi64::<IN_ORDER>(high)]
}

/// Sums of one block of all rows of a tile.
#[target_feature(enable = "avx2")]
fn tile<const TILE: usize>(
    values: &[i16],
    blocks: &[[Block; BLOCKS]],
    block: usize,
) -> [Quarters; TILE] {
    let mut sums = [[_mm256_setzero_si256(); 4]; TILE];
    let mut fours = [&[] as &[[i16; GROUP]]; TILE];
    for (fours, row) in fours.iter_mut().zip(values.chunks_exact(blocks.len() * GROUP)) {
        *fours = row.as_chunks().0;
    }
    for (step, weights) in blocks.iter().enumerate() {
        let Some(weights) = weights.get(block) else { continue };
        let weights: [__m128i; 4] = bytemuck::cast(weights.0);
        let mut wide = [_mm256_setzero_si256(); 4];
        for (wide, weights) in wide.iter_mut().zip(weights) {
            *wide = _mm256_cvtepi8_epi16(weights);
        }
        for (fours, sums) in fours.iter().zip(&mut sums) {
            let four = fours.get(step).copied().unwrap_or_default();
            let four = _mm256_set1_epi64x(bytemuck::cast(four));
            for (sum, wide) in sums.iter_mut().zip(&wide) {
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(four, *wide));
            }
        }
    }
    sums
}

/// The sums of a smaller tile, filled up.
#[target_feature(enable = "avx2")]
fn few<const TILE: usize>(sums: [Quarters; TILE]) -> [Quarters; ROWS] {
    let mut all = [[_mm256_setzero_si256(); 4]; ROWS];
    for (all, sums) in all.iter_mut().zip(sums) {
        *all = sums;
    }
    all
}

/// Rows and columns, in registers, that are summed at once: eight sums of 16 registers.
const FLOAT_ROWS: usize = 4;
const FLOAT_WIDE: usize = 2;
const EIGHT: usize = 8;

#[target_feature(enable = "avx2")]
pub(super) fn multiply_floats(rows: &FloatRows, columns: &FloatColumns, into: &mut [f32]) {
    floats::each_tile(rows, columns, into, |rows, columns| float_tile(rows, columns));
}

#[target_feature(enable = "avx2")]
fn float_tile(rows: &[[f32; TILE]], columns: &[[f32; PANEL]]) -> floats::Sums {
    let mut all = [[0.0; PANEL]; TILE];
    for (part, own) in all.chunks_exact_mut(FLOAT_ROWS).enumerate() {
        for wide in (0..PANEL).step_by(EIGHT * FLOAT_WIDE) {
            let mut sums = [[_mm256_setzero_ps(); FLOAT_WIDE]; FLOAT_ROWS];
            for (values, weights) in rows.iter().zip(columns) {
                let values = values.as_chunks::<FLOAT_ROWS>().0.get(part);
                let weights = weights.get(wide..).and_then(|weights| weights.first_chunk());
                let (Some(values), Some(weights)) = (values, weights) else { continue };
                let weights: [__m256; FLOAT_WIDE] =
                    bytemuck::cast::<[f32; EIGHT * FLOAT_WIDE], _>(*weights);
                for (value, sums) in values.iter().zip(&mut sums) {
                    let value = _mm256_set1_ps(*value);
                    for (sum, weights) in sums.iter_mut().zip(weights) {
                        *sum = _mm256_add_ps(*sum, _mm256_mul_ps(value, weights));
                    }
                }
            }
            for (row, sums) in own.iter_mut().zip(sums) {
                let sums: [f32; EIGHT * FLOAT_WIDE] = bytemuck::cast(sums);
                let places = row.get_mut(wide..wide + EIGHT * FLOAT_WIDE).unwrap_or_default();
                places.iter_mut().zip(sums).for_each(|(place, sum)| *place = sum);
            }
        }
    }
    all
}
