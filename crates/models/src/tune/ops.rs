//! The steps of a layer, and the way back through each: how the loss changes with what went in.
//!
//! Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating
//! errors", 1986.

use kernel::Rng;
use simd::{FloatColumns, FloatRows, Kernels};

use crate::encoder::Linear;

/// Sums have so many parts, which the compiler makes wide.
const LANES: usize = 8;

/// What products are laid out in; kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) rows: FloatRows,
    pub(super) columns: FloatColumns,
}

/// The sum of `map` over pairs of values.
pub(super) fn sum_of(one: &[f32], other: &[f32], map: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let ((ones, rest), (others, more)) = (one.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    for (one, other) in ones.iter().zip(others) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += map(*one, *other);
        }
    }
    let rest: f32 = rest.iter().zip(more).map(|(one, other)| map(*one, *other)).sum();
    lanes.iter().sum::<f32>() + rest
}

/// Adds one to the other.
pub(super) fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}

/// Rows times a matrix plus its biases.
pub(super) fn linear(
    kernels: &Kernels,
    room: &mut Room,
    rows: &[f32],
    by: &FloatColumns,
    biases: &[f32],
) -> Vec<f32> {
    room.rows.pack(rows, by.steps());
    let mut out: Vec<f32> = biases.repeat(room.rows.rows());
    kernels.multiply_floats(&room.rows, by, &mut out);
    out
}

/// The way back through [`linear`]: `slopes` are those of its outputs, `rows` what went in, `by` the matrix
/// as columns of inputs. Adds to the slopes of the weights and of what went in.
pub(super) fn linear_back(
    kernels: &Kernels,
    room: &mut Room,
    (slopes, rows): (&[f32], &[f32]),
    by: &FloatColumns,
    of_weights: &mut Linear,
    of_rows: &mut [f32],
) {
    let (outputs, inputs) = (by.steps(), by.columns());
    weights_back(kernels, room, (slopes, outputs), (rows, inputs), of_weights);
    room.rows.pack(slopes, outputs);
    kernels.multiply_floats(&room.rows, by, of_rows);
}

/// Adds to the slopes of the weights alone.
pub(super) fn weights_back(
    kernels: &Kernels,
    room: &mut Room,
    (slopes, outputs): (&[f32], usize),
    (rows, inputs): (&[f32], usize),
    of_weights: &mut Linear,
) {
    room.rows.pack_turned(slopes, outputs);
    room.columns.pack(rows, inputs);
    kernels.multiply_floats(&room.rows, &room.columns, &mut of_weights.weights);
    slopes.chunks_exact(outputs.max(1)).for_each(|row| add(&mut of_weights.biases, row));
}

/// What the way back through a norm needs.
#[derive(Debug, Default)]
pub(super) struct NormTrace {
    /// Rows less their mean, by their spread.
    normal: Vec<f32>,
    /// One over the spread of each row.
    inverse: Vec<f32>,
}

/// Normalises rows in place.
pub(super) fn norm(rows: &mut [f32], by: &Linear, epsilon: f32) -> NormTrace {
    let width = by.weights.len().max(1);
    let mut trace = NormTrace { normal: Vec::with_capacity(rows.len()), inverse: Vec::new() };
    for row in rows.chunks_exact_mut(width) {
        let mean = sum_of(row, row, |value, _| value) / width as f32;
        let square = |value: f32, _| (value - mean) * (value - mean);
        let variance = sum_of(row, row, square) / width as f32;
        let inverse = 1.0 / (variance + epsilon).sqrt();
        trace.inverse.push(inverse);
        for ((value, weight), bias) in row.iter_mut().zip(&by.weights).zip(&by.biases) {
            let normal = (*value - mean) * inverse;
            trace.normal.push(normal);
            *value = normal * weight + bias;
        }
    }
    trace
}

/// The way back through [`norm`]: slopes of its outputs become those of what went in.
pub(super) fn norm_back(
    trace: &NormTrace,
    slopes: &mut [f32],
    by: &Linear,
    of_weights: &mut Linear,
) {
    let width = by.weights.len().max(1);
    let rows = slopes.chunks_exact_mut(width).zip(trace.normal.chunks_exact(width));
    for ((row, normal), inverse) in rows.zip(&trace.inverse) {
        add(&mut of_weights.biases, row);
        let weights = of_weights.weights.iter_mut().zip(row.iter()).zip(normal);
        weights.for_each(|((weight, slope), normal)| *weight += slope * normal);
        row.iter_mut().zip(&by.weights).for_each(|(slope, weight)| *slope *= weight);
        let mean = sum_of(row, row, |slope, _| slope) / width as f32;
        let along = sum_of(row, normal, |slope, normal| slope * normal) / width as f32;
        for (slope, normal) in row.iter_mut().zip(normal) {
            *slope = (*slope - mean - normal * along) * inverse;
        }
    }
}

/// Factors that leave out a share of values and make up for it with the others; none where nothing is left
/// out. Source: N. Srivastava et al., "Dropout", 2014.
pub(super) fn dropout(rng: &mut Rng, count: usize, share: f32) -> Vec<f32> {
    if share <= 0.0 {
        return Vec::new();
    }
    let kept = 1.0 / (1.0 - share);
    let bound = (share * 65_536.0) as u16;
    let mut factors = Vec::with_capacity(count + 3);
    while factors.len() < count {
        let drawn = rng.next_u64();
        for shift in [0, 16, 32, 48] {
            factors.push(if ((drawn >> shift) as u16) < bound { 0.0 } else { kept });
        }
    }
    factors.truncate(count);
    factors
}

/// Values by their factors, where there are any.
pub(super) fn scale(values: &mut [f32], factors: &[f32]) {
    values.iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor);
}
