//! Vectors of which most places are nought.

use serde::{Deserialize, Serialize};

/// Places in rising order, each with its value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SparseVec {
    places: Vec<u32>,
    values: Vec<f32>,
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
        for (place, value) in (start..).zip(values) {
            self.push(place, *value);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.places.iter().copied().zip(self.values.iter().copied())
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The sum of the squares.
    pub fn square(&self) -> f32 {
        self.values.iter().map(|value| value * value).sum()
    }

    /// Scaled to length one; nothing stays nothing.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        let length = self.square().sqrt();
        if length > 0.0 {
            self.values.iter_mut().for_each(|value| *value /= length);
        }
        self
    }

    /// Every value times `factor`.
    #[must_use]
    pub fn scaled(mut self, factor: f32) -> Self {
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }

    /// The product with a dense vector; places beyond its end count nought.
    pub fn dot(&self, dense: &[f32]) -> f32 {
        self.iter()
            .map(|(place, value)| value * dense.get(place as usize).copied().unwrap_or(0.0))
            .sum()
    }

    /// Adds this times `factor` to a dense vector; places beyond its end are left out.
    pub fn add_to(&self, dense: &mut [f32], factor: f32) {
        for (place, value) in self.iter() {
            if let Some(sum) = dense.get_mut(place as usize) {
                *sum += factor * value;
            }
        }
    }
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
}
