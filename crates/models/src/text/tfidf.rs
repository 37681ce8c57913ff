//! Weights n-grams by how seldom they are: term frequency, inverse document frequency.
//!
//! Source: K. Spärck Jones, "A statistical interpretation of term specificity and its application in
//! retrieval", 1972; the smoothed form ln((1 + n) / (1 + df)) + 1 with sublinear tf 1 + ln(tf), as
//! scikit-learn has it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Grams;
use crate::sparse::SparseVec;

/// How texts become vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub grams: Grams,
    /// Fewest texts that have an n-gram for it to count.
    pub texts_min: u32,
}

/// What n-grams of the training texts there were, and how much each tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TfIdf {
    options: Options,
    /// Hash, place and weight, in the order of hashes.
    known: Vec<(u64, f32)>,
}

impl TfIdf {
    /// Learns which n-grams the texts have.
    pub fn fit<'t>(options: Options, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        let mut all = 0_u32;
        for text in texts {
            all += 1;
            let mut grams = options.grams.of(text);
            grams.sort_unstable();
            grams.dedup();
            for gram in grams {
                *counts.entry(gram).or_default() += 1;
            }
        }
        let mut known: Vec<(u64, f32)> = counts
            .into_iter()
            .filter(|(_, count)| *count >= options.texts_min)
            .map(|(gram, count)| {
                let weight = (f64::from(1 + all) / f64::from(1 + count)).ln() + 1.0;
                (gram, weight as f32)
            })
            .collect();
        known.sort_unstable_by_key(|(gram, _)| *gram);
        Self { options, known }
    }

    /// Its n-grams with their weights, for a file; the texts that it was fitted on are not in it.
    pub(crate) fn parts(&self) -> (Options, &[(u64, f32)]) {
        (self.options, &self.known)
    }

    /// From what [`Self::parts`] gave.
    pub(crate) fn of_parts(options: Options, mut known: Vec<(u64, f32)>) -> Self {
        known.sort_unstable_by_key(|(gram, _)| *gram);
        Self { options, known }
    }

    /// How many places a vector has.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// A text as a vector of length one; a text with no known n-gram is nothing.
    pub fn vector(&self, text: &str) -> SparseVec {
        let mut grams = self.options.grams.of(text);
        grams.sort_unstable();
        let mut items = Vec::with_capacity(grams.len());
        for same in grams.chunk_by(|one, other| one == other) {
            let Some(gram) = same.first() else { continue };
            let Ok(place) = self.known.binary_search_by_key(gram, |(known, _)| *known) else {
                continue;
            };
            let (Some((_, weight)), Ok(index)) = (self.known.get(place), u32::try_from(place))
            else {
                continue;
            };
            items.push((index, (1.0 + (same.len() as f32).ln()) * weight));
        }
        SparseVec::new(items).normalised()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: Options = Options { grams: Grams::WORDS, texts_min: 1 };

    #[test]
    fn what_few_texts_have_tells_more() {
        let fitted = TfIdf::fit(OPTIONS, ["my refund", "my parcel", "my plan"]);
        // my, refund, parcel, plan and three pairs.
        assert_eq!(fitted.len(), 7);
        let vector = fitted.vector("my refund");
        let mut values: Vec<f32> = vector.iter().map(|(_, value)| value).collect();
        values.sort_by(f32::total_cmp);
        // ln(4/4) + 1 = 1 for "my"; ln(4/2) + 1 = 1.6931 for "refund" and "my refund".
        let length = (1.0_f32 + 2.0 * 1.693_147_2 * 1.693_147_2).sqrt();
        let expected = [1.0 / length, 1.693_147_2 / length, 1.693_147_2 / length];
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-6, "{values:?}");
        }
        assert!(fitted.vector("nothing known").is_empty());
    }

    #[test]
    fn what_too_few_texts_have_does_not_count() {
        let options = Options { texts_min: 2, ..OPTIONS };
        assert_eq!(TfIdf::fit(options, ["my refund", "my parcel"]).len(), 1);
    }
}
