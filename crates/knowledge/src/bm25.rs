//! BM25: how well texts answer the words of a question, by Robertson and Zaragoza (2009).

use std::collections::{BTreeMap, HashMap};

use crate::scores::add;

/// Saturation of a word's frequency: the usual 1.2.
pub(crate) const K1: f64 = 1.2;
/// How much a text's length counts: the usual 0.75 for bodies.
pub(crate) const B_BODY: f64 = 0.75;
/// Titles are all short: their length says little.
pub(crate) const B_TITLE: f64 = 0.3;

/// How often each term is said, in an order that does not change.
pub(crate) type Counts = BTreeMap<String, u32>;

pub(crate) fn counts(terms: Vec<String>) -> Counts {
    let mut counts = Counts::new();
    for term in terms {
        *counts.entry(term).or_default() += 1;
    }
    counts
}

/// An inverted index. Each entry already holds the whole contribution of a term to a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bm25 {
    postings: HashMap<String, Posting>,
    texts: usize,
}

#[derive(Debug, Clone, Default)]
struct Posting {
    idf: f64,
    entries: Vec<(usize, f64)>,
}

impl Bm25 {
    /// Of the terms of each text; `b` is how much a text's length counts, 0 to 1.
    pub(crate) fn build(texts: &[Vec<String>], b: f64) -> Self {
        let total: usize = texts.iter().map(Vec::len).sum();
        let mean = (total as f64 / texts.len().max(1) as f64).max(1.0);
        let mut postings: HashMap<String, Posting> = HashMap::new();
        for (position, terms) in texts.iter().enumerate() {
            let length = 1.0 - b + b * terms.len() as f64 / mean;
            for (term, count) in counts(terms.clone()) {
                let count = f64::from(count);
                let weight = count * (K1 + 1.0) / (count + K1 * length);
                postings.entry(term).or_default().entries.push((position, weight));
            }
        }
        for posting in postings.values_mut() {
            let with = posting.entries.len() as f64;
            posting.idf = (1.0 + (texts.len() as f64 - with + 0.5) / (with + 0.5)).ln();
            for (_, weight) in &mut posting.entries {
                *weight *= posting.idf;
            }
        }
        Self { postings, texts: texts.len() }
    }

    /// One score a text; every word counts once.
    pub(crate) fn score(&self, terms: &Counts) -> Vec<f64> {
        self.sum(terms, |_| 1.0)
    }

    /// As [`Bm25::score`]; a word counts as often as it is said: repetition is emphasis.
    pub(crate) fn score_counted(&self, terms: &Counts) -> Vec<f64> {
        self.sum(terms, f64::from)
    }

    /// The weight of rarity of a term; that of a term in no text when it is unknown.
    pub(crate) fn idf(&self, term: &str) -> f64 {
        let unknown = || (1.0 + (self.texts as f64 + 0.5) / 0.5).ln();
        self.postings.get(term).map_or_else(unknown, |posting| posting.idf)
    }

    /// Whether a text holds a term.
    pub(crate) fn holds(&self, term: &str, text: usize) -> bool {
        let entries = self.postings.get(term).map(|posting| posting.entries.as_slice());
        entries.is_some_and(|list| list.binary_search_by_key(&text, |entry| entry.0).is_ok())
    }

    fn sum(&self, terms: &Counts, times: impl Fn(u32) -> f64) -> Vec<f64> {
        let mut scores = vec![0.0; self.texts];
        for (term, count) in terms {
            let times = times(*count);
            for (position, weight) in self.postings.get(term).map_or(&[][..], |p| &p.entries) {
                add(&mut scores, *position, weight * times);
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_rare_word_counts_more_than_a_common_one() {
        let index =
            Bm25::build(&[terms("fee late"), terms("fee plan"), terms("fee refund")], B_BODY);
        let scores = index.score(&counts(terms("fee plan")));
        assert!(scores[1] > scores[0] && scores[0] > 0.0);
        assert!((scores[0] - scores[2]).abs() < 1e-12);
        assert!(index.idf("plan") > index.idf("fee") && index.idf("zebra") > index.idf("plan"));
        assert!(index.holds("plan", 1) && !index.holds("plan", 0));
    }

    #[test]
    fn the_score_is_the_formula() {
        let index = Bm25::build(&[terms("a a b"), terms("c")], B_BODY);
        let idf = (1.0_f64 + (2.0 - 1.0 + 0.5) / 1.5).ln();
        let expected = idf * 2.0 * 2.2 / (2.0 + 1.2 * (0.25 + 0.75 * 3.0 / 2.0));
        assert!((index.score(&counts(terms("a")))[0] - expected).abs() < 1e-12);
        let twice = index.score_counted(&counts(terms("a a")))[0];
        assert!((twice - 2.0 * expected).abs() < 1e-12);
    }
}
