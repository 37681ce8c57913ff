//! Attention of every row to every row of one text, in floating point.
//! Source: A. Vaswani et al., "Attention is all you need", 2017, 3.2.

use super::math::{LANES, exp, fold, larger};

/// How rows are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    pub count: usize,
    /// Values of one head, a multiple of [`Heads::SIZE_STEP`].
    pub size: usize,
}

impl Heads {
    /// Sizes of heads are multiples of this.
    pub const SIZE_STEP: usize = LANES;

    /// Values of a row of each of query, key and value.
    pub const fn width(self) -> usize {
        self.count * self.size
    }
}

/// `rows` hold queries, keys and values beside each other; `into` gets one row of a third of their width
/// for each.
#[inline(always)]
pub(crate) fn attend(heads: Heads, rows: &[f32], into: &mut [f32], scratch: &mut Vec<f32>) {
    let width = heads.width();
    if width == 0 || !heads.size.is_multiple_of(LANES) {
        return;
    }
    let count = rows.len() / (width * 3);
    let groups = count.div_ceil(LANES);
    scratch.clear();
    scratch.resize(groups * LANES * (heads.size + 1), 0.0);
    let (keys, scores) = scratch.split_at_mut(groups * LANES * heads.size);
    for head in 0..heads.count {
        let first = head * heads.size;
        turn_keys(rows, width, first, heads.size, keys);
        let queries = rows.chunks_exact(width * 3);
        for (row, out) in queries.zip(into.chunks_exact_mut(width)) {
            let query = row.get(first..first + heads.size).unwrap_or_default();
            score(query, keys, scores);
            let scores = scores.get_mut(..count).unwrap_or_default();
            let sum = softmax(scores);
            let out = out.get_mut(first..first + heads.size).unwrap_or_default();
            mix(scores, sum, rows, width, first, out);
        }
    }
}

/// Lays the keys of one head out by value: of sixteen rows the first value, then the second …
#[inline(always)]
fn turn_keys(rows: &[f32], width: usize, first: usize, size: usize, keys: &mut [f32]) {
    let start = width + first;
    let groups = rows.chunks(width * 3 * LANES).zip(keys.chunks_exact_mut(size * LANES));
    for (rows, turned) in groups {
        for (lane, row) in rows.chunks_exact(width * 3).enumerate() {
            let key = row.get(start..start + size).unwrap_or_default();
            for (value, places) in key.iter().zip(turned.as_chunks_mut::<LANES>().0) {
                if let Some(place) = places.get_mut(lane) {
                    *place = *value;
                }
            }
        }
    }
}

/// The product of a query with each key, by the root of their size.
#[inline(always)]
fn score(query: &[f32], keys: &[f32], scores: &mut [f32]) {
    let factor = 1.0 / (query.len() as f32).sqrt();
    let scores = scores.as_chunks_mut::<LANES>().0;
    for (scores, keys) in scores.iter_mut().zip(keys.chunks_exact(query.len() * LANES)) {
        let mut sums = [0.0; LANES];
        for (value, keys) in query.iter().zip(keys.as_chunks::<LANES>().0) {
            for (sum, key) in sums.iter_mut().zip(keys) {
                *sum += value * key;
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score = sum * factor;
        }
    }
}

/// Makes weights of scores; what they add up to.
#[inline(always)]
fn softmax(scores: &mut [f32]) -> f32 {
    let most = fold(scores, f32::MIN, |value| value, larger);
    let (chunks, rest) = scores.as_chunks_mut::<LANES>();
    for chunk in chunks {
        for score in chunk {
            *score = exp(*score - most);
        }
    }
    for score in rest {
        *score = exp(*score - most);
    }
    fold(scores, 0.0, |value| value, |value, sum| sum + value)
}

/// The values of all rows, each by its weight.
#[inline(always)]
fn mix(weights: &[f32], sum: f32, rows: &[f32], width: usize, first: usize, out: &mut [f32]) {
    let inverse = 1.0 / sum;
    for (group, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let start = width * 2 + first + group * LANES;
        let mut sums = [0.0; LANES];
        for (weight, row) in weights.iter().zip(rows.chunks_exact(width * 3)) {
            let values = row.get(start..).and_then(|row| row.first_chunk::<LANES>());
            for (sum, value) in sums.iter_mut().zip(values.unwrap_or(&[0.0; LANES])) {
                *sum += weight * value;
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sum * inverse;
        }
    }
}
