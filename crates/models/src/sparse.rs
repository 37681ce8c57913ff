//! Vectors of which most places are nought, but for an end that may be dense.

use serde::{Deserialize, Serialize};

/// Sums over the dense end have so many parts, which the compiler makes wide.
const LANES: usize = 8;

/// Places in rising order, each with its value; behind them a dense end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SparseVec {
    places: Vec<u32>,
    values: Vec<f32>,
    /// The place of the first dense value.
    dense_start: u32,
    dense: Vec<f32>,
}

impl SparseVec {
    /// From places in any order; values of the same place are added up.
    pub fn new(mut items: Vec<(u32, f32)>) -> Self {
        items.sort_by_key(|(place, _)| *place);
        let mut vector = Self::default();
        for (place, value) in items {
            match (vector.places.last(), vector.values.last_mut()) {
                (Some(last), Some(sum)) if *last == place => *sum += value,
                _ => vector.push(place, value),
            }
        }
        vector
    }

    fn push(&mut self, place: u32, value: f32) {
        self.places.push(place);
        self.values.push(value);
    }

    /// Adds dense values behind: the first at `start`, which is beyond every place so far.
    pub fn extend_dense(&mut self, start: u32, values: &[f32]) {
        if self.dense.is_empty() {
            self.dense_start = start;
        }
        // What lies between the dense values so far and these is nought.
        let gap = start.saturating_sub(self.dense_start) as usize;
        self.dense.resize(gap.max(self.dense.len()), 0.0);
        self.dense.extend(values);
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        let sparse = self.places.iter().copied().zip(self.values.iter().copied());
        sparse.chain((self.dense_start..).zip(self.dense.iter().copied()))
    }

    /// Values that are kept, noughts among the dense ones too.
    pub fn len(&self) -> usize {
        self.places.len() + self.dense.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sum of the squares.
    pub fn square(&self) -> f32 {
        self.values.iter().chain(&self.dense).map(|value| value * value).sum()
    }

    /// Scaled to length one; nothing stays nothing.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        let length = self.square().sqrt();
        if length > 0.0 {
            self.values.iter_mut().chain(&mut self.dense).for_each(|value| *value /= length);
        }
        self
    }

    /// Every value times `factor`.
    #[must_use]
    pub fn scaled(mut self, factor: f32) -> Self {
        self.values.iter_mut().chain(&mut self.dense).for_each(|value| *value *= factor);
        self
    }

    /// The product with a dense vector; places beyond its end count nought.
    pub fn dot(&self, dense: &[f32]) -> f32 {
        let sparse = self.places.iter().zip(&self.values);
        let sum: f32 = sparse
            .map(|(place, value)| value * dense.get(*place as usize).copied().unwrap_or(0.0))
            .sum();
        sum + product(&self.dense, dense.get(self.dense_start as usize..).unwrap_or_default())
    }

    /// Adds this times `factor` to a dense vector; places beyond its end are left out.
    pub fn add_to(&self, dense: &mut [f32], factor: f32) {
        for (place, value) in self.places.iter().zip(&self.values) {
            if let Some(sum) = dense.get_mut(*place as usize) {
                *sum += factor * value;
            }
        }
        let end = dense.get_mut(self.dense_start as usize..).unwrap_or_default();
        end.iter_mut().zip(&self.dense).for_each(|(sum, value)| *sum += factor * value);
    }
}

/// The product of two dense vectors, as far as both go.
pub fn product(one: &[f32], other: &[f32]) -> f32 {
    let both = one.len().min(other.len());
    let (one, other) = (one.get(..both).unwrap_or_default(), other.get(..both).unwrap_or_default());
    let mut lanes = [0.0; LANES];
    let ((ones, rest), (others, more)) = (one.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    for (one, other) in ones.iter().zip(others) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    let rest: f32 = rest.iter().zip(more).map(|(one, other)| one * other).sum();
    lanes.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_place_are_one() {
        let vector = SparseVec::new(vec![(5, 1.0), (2, 2.0), (5, 3.0)]);
        assert_eq!(vector.iter().collect::<Vec<_>>(), [(2, 2.0), (5, 4.0)]);
        assert_eq!(vector.dot(&[1.0, 1.0, 10.0]), 20.0, "what lies beyond the end is nought");
        assert!((vector.normalised().square() - 1.0).abs() < 1e-6);
        assert!(SparseVec::default().normalised().is_empty());
    }

    #[test]
    fn a_dense_end_counts_like_the_rest() {
        let mut vector = SparseVec::new(vec![(1, 2.0)]);
        vector.extend_dense(4, &[3.0; 20]);
        vector.extend_dense(25, &[5.0]);
        let by_hand = |dense: &[f32]| -> f32 {
            vector.iter().map(|(place, value)| value * dense[place as usize]).sum()
        };
        let dense: Vec<f32> = (0..26_u8).map(f32::from).collect();
        assert_eq!(vector.dot(&dense), by_hand(&dense));
        assert_eq!(vector.dot(&dense[..6]), 2.0 + 3.0 * (4.0 + 5.0));
        assert_eq!((vector.len(), vector.square()), (23, 4.0 + 180.0 + 25.0));
        let mut sums = vec![1.0; 10];
        vector.add_to(&mut sums, 2.0);
        assert_eq!(sums, [1.0, 5.0, 1.0, 1.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0]);
        assert_eq!(vector.scaled(2.0).iter().last(), Some((25, 10.0)));
    }
}
