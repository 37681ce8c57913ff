//! Which texts are like another, and by which words: the words that few texts have tell most.
//!
//! Source: K. Spärck Jones, "A statistical interpretation of term specificity and its application in
//! retrieval", 1972.

use std::collections::{BTreeMap, BTreeSet};

/// Shorter words say how something is said, not what.
const WORD_CHARS_MIN: usize = 4;
/// Words of a text that are looked at.
const WORDS_MAX: usize = 400;
/// Fewest words that two texts share, and least likeness, for one to be told.
const SHARED_MIN: usize = 2;
const LIKE_MIN: f64 = 0.15;
/// Shared words that are told.
const TOLD_MAX: usize = 5;

/// A text that is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// Its place among those that were compared.
    pub place: usize,
    /// 0 to 1.
    pub likeness: f64,
    /// The words they share that tell most.
    pub shared: Vec<String>,
}

/// The texts that are most like one, the likest first, at most `most`.
pub fn likest(text: &str, others: &[&str], most: usize) -> Vec<Like> {
    let own = words(text);
    let sets: Vec<BTreeSet<String>> = others.iter().map(|other| words(other)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in sets.iter().chain([&own]).flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let all = (sets.len() + 1) as f64;
    let weight = |word: &String| {
        let count = counts.get(word.as_str()).copied().unwrap_or(1) as f64;
        ((1.0 + all) / (1.0 + count)).ln() + 1.0
    };
    let square = |set: &BTreeSet<String>| set.iter().map(|word| weight(word).powi(2)).sum::<f64>();
    let length = square(&own).sqrt();
    let like = |(place, set): (usize, &BTreeSet<String>)| {
        let mut shared: Vec<&String> = own.intersection(set).collect();
        let product: f64 = shared.iter().map(|word| weight(word).powi(2)).sum();
        let likeness = product / (length * square(set).sqrt()).max(f64::MIN_POSITIVE);
        // Rounding may go past the whole.
        let likeness = likeness.min(1.0);
        shared.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        let told = shared.iter().take(TOLD_MAX).map(|word| (*word).clone()).collect();
        let is_like = shared.len() >= SHARED_MIN && likeness >= LIKE_MIN;
        is_like.then_some(Like { place, likeness, shared: told })
    };
    let mut found: Vec<Like> = sets.iter().enumerate().filter_map(like).collect();
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.place.cmp(&b.place)));
    found.truncate(most);
    found
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).take(WORDS_MAX);
    let long = words.filter(|word| word.chars().count() >= WORD_CHARS_MIN);
    long.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_comes_first_with_the_words_they_share() {
        let others = [
            "The lamp arrived with broken glass.",
            "The parcel was left at the neighbour and then stolen.",
            "Parcel stolen from the porch, neighbour has a camera.",
            "",
        ];
        let found = likest("My parcel was stolen from the porch", &others, 2);
        let places: Vec<usize> = found.iter().map(|like| like.place).collect();
        assert_eq!(places, [2, 1]);
        assert_eq!(found[0].shared[0], "from");
        assert!(found[0].likeness > found[1].likeness && found[0].likeness <= 1.0);
        assert_eq!(likest("", &others, 5), []);
        let same = likest(others[0], &others, 1);
        assert!((same[0].likeness - 1.0).abs() < 1e-9);
    }
}
