//! How near a row is to the rows that were learnt from: what is far from all of them is most likely
//! something else altogether.
//!
//! Source of the idea: S. Ramaswamy, R. Rastogi, K. Shim, "Efficient Algorithms for Mining Outliers from
//! Large Data Sets", SIGMOD 2000.

use crate::sparse::{SparseVec, product};

/// Rows by their places, to be asked which are nearest.
#[derive(Debug, Clone)]
pub struct Nearest {
    /// For each place, the rows that have it, with their values.
    by_place: Vec<Vec<(u32, f32)>>,
    rows: usize,
}

impl Nearest {
    /// Remembers rows of `width` places; of places beyond, nothing is kept.
    pub fn of(rows: impl IntoIterator<Item = SparseVec>, width: usize) -> Self {
        let mut by_place = vec![Vec::new(); width];
        let mut count = 0;
        for (number, row) in (0_u32..).zip(rows) {
            count += 1;
            for (place, value) in row.normalised().iter() {
                if let Some(known) = by_place.get_mut(place as usize) {
                    known.push((number, value));
                }
            }
        }
        Self { by_place, rows: count }
    }

    /// The mean cosine of a row with the `nearest` rows that are nearest to it: 1 for a row that is as
    /// often among them, nought for one that shares nothing with any. Fewer where there are fewer.
    pub fn mean_cosine(&self, row: SparseVec, nearest: usize) -> f32 {
        let mut cosines = vec![0.0_f32; self.rows];
        for (place, value) in row.normalised().iter() {
            for (number, known) in self.by_place.get(place as usize).into_iter().flatten() {
                if let Some(cosine) = cosines.get_mut(*number as usize) {
                    *cosine += value * known;
                }
            }
        }
        mean_of_most(&mut cosines, nearest)
    }
}

/// The same for an encoder's vectors, which have length one.
#[derive(Debug, Clone)]
pub struct NearestVectors {
    width: usize,
    vectors: Vec<f32>,
}

impl NearestVectors {
    /// Remembers vectors of this width; others are left out.
    pub fn of<'v>(vectors: impl IntoIterator<Item = &'v [f32]>, width: usize) -> Self {
        let vectors = vectors.into_iter().filter(|vector| vector.len() == width);
        Self { width, vectors: vectors.flatten().copied().collect() }
    }

    /// As [`Nearest::mean_cosine`].
    pub fn mean_cosine(&self, vector: &[f32], nearest: usize) -> f32 {
        let known = self.vectors.chunks_exact(self.width.max(1));
        let mut cosines: Vec<f32> = known.map(|known| product(known, vector)).collect();
        mean_of_most(&mut cosines, nearest)
    }
}

fn mean_of_most(cosines: &mut [f32], nearest: usize) -> f32 {
    let taken = nearest.min(cosines.len());
    if taken == 0 {
        return 0.0;
    }
    cosines.select_nth_unstable_by(taken - 1, |a, b| b.total_cmp(a));
    cosines.iter().take(taken).sum::<f32>() / taken as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_count_and_nothing_else() {
        let row = |items: &[(u32, f32)]| SparseVec::new(items.to_vec());
        let known =
            [row(&[(0, 2.0)]), row(&[(0, 3.0), (1, 4.0)]), row(&[(2, 1.0)]), row(&[(0, 1.0)])];
        let near = Nearest::of(known, 3);
        for (items, nearest, expected) in [
            (&[(0, 5.0)][..], 1, 1.0),
            (&[(0, 5.0)], 3, (1.0 + 1.0 + 0.6) / 3.0),
            (&[(1, 1.0)], 1, 0.8),
            (&[(2, 1.0)], 2, 0.5),
            (&[(9, 1.0)], 2, 0.0),
            (&[(0, 1.0)], 10, (1.0 + 1.0 + 0.6) / 4.0),
            (&[(0, 1.0)], 0, 0.0),
        ] {
            let cosine = near.mean_cosine(row(items), nearest);
            assert!((cosine - expected).abs() < 1e-6, "{items:?} of {nearest}: {cosine}");
        }
        assert_eq!(Nearest::of([], 3).mean_cosine(row(&[(0, 1.0)]), 3), 0.0);
    }

    #[test]
    fn vectors_are_near_as_rows_are() {
        let known: [&[f32]; 4] = [&[1.0, 0.0], &[0.6, 0.8], &[0.0, 1.0], &[1.0]];
        let near = NearestVectors::of(known, 2);
        for (nearest, expected) in [(1, 1.0), (2, 0.8), (9, 1.6 / 3.0), (0, 0.0)] {
            let cosine = near.mean_cosine(&[1.0, 0.0], nearest);
            assert!((cosine - expected).abs() < 1e-6, "{nearest}: {cosine}");
        }
    }
}
