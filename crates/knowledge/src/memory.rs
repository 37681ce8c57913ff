//! Past cases: what similar questions needed in the end.

use std::collections::{BTreeMap, HashMap};

use crate::bm25::{Counts, counts};
use crate::language::Language;

/// How many of the most similar cases speak.
const NEAREST: usize = 5;
/// The power of a similarity: the nearest case speaks much louder than the fifth.
const SHARPNESS: i32 = 4;

/// A case that was solved: what the customer said, and the documents that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCase {
    pub text: String,
    /// Ids of documents; of articles in the help centre.
    pub needed: Vec<String>,
}

/// Texts as weighed words, for comparing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Space {
    idf: HashMap<String, f64>,
}

/// A text in a space, of length 1.
pub(crate) type Vector = BTreeMap<String, f64>;

impl Space {
    pub(crate) fn of(texts: &[Counts]) -> Self {
        let mut with: HashMap<String, u32> = HashMap::new();
        for term in texts.iter().flat_map(Counts::keys) {
            *with.entry(term.clone()).or_default() += 1;
        }
        let texts = texts.len() as f64;
        let idf = with.into_iter().map(|(term, n)| (term, (1.0 + texts / f64::from(n)).ln()));
        Self { idf: idf.collect() }
    }

    /// Words that the space does not know are left out.
    pub(crate) fn vector(&self, terms: &Counts) -> Vector {
        let weigh = |(term, count): (&String, &u32)| {
            let idf = self.idf.get(term)?;
            Some((term.clone(), (1.0 + f64::from(*count).ln()) * idf))
        };
        let mut vector: Vector = terms.iter().filter_map(weigh).collect();
        let length = vector.values().map(|w| w * w).sum::<f64>().sqrt().max(1e-9);
        for weight in vector.values_mut() {
            *weight /= length;
        }
        vector
    }
}

/// The cosine of two vectors: 0 for nothing in common, 1 for the same words.
pub(crate) fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter_map(|(term, weight)| Some(weight * long.get(term)?)).sum()
}

/// The voices of the most similar cases: `(case, similarity)` in, `(case, weight)` out, the weights
/// adding up to 1.
pub(crate) fn voices(mut similar: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    similar.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    similar.truncate(NEAREST);
    for (_, similarity) in &mut similar {
        *similarity = similarity.max(0.0).powi(SHARPNESS);
    }
    let total: f64 = similar.iter().map(|(_, weight)| weight).sum::<f64>() + 1e-9;
    similar.into_iter().map(|(case, weight)| (case, weight / total)).collect()
}

/// Past cases of one language, ready to be asked.
#[derive(Debug, Clone)]
pub struct Memory {
    language: Language,
    space: Space,
    cases: Vec<(Vector, Vec<String>)>,
    /// The cases of each word, so that one question does not look at all of them.
    with: HashMap<String, Vec<usize>>,
    times: BTreeMap<String, u32>,
}

impl Memory {
    /// Learns cases. Personal data must be out of their texts: the words are kept.
    #[must_use]
    pub fn learn(language: Language, cases: &[PastCase]) -> Self {
        let texts: Vec<Counts> =
            cases.iter().map(|case| counts(language.stems(&case.text))).collect();
        let space = Space::of(&texts);
        let mut times = BTreeMap::new();
        for id in cases.iter().flat_map(|case| &case.needed) {
            *times.entry(id.clone()).or_default() += 1;
        }
        let vectors = texts.iter().map(|text| space.vector(text));
        let cases: Vec<(Vector, Vec<String>)> =
            vectors.zip(cases.iter().map(|case| case.needed.clone())).collect();
        let mut with: HashMap<String, Vec<usize>> = HashMap::new();
        for (position, (vector, _)) in cases.iter().enumerate() {
            for term in vector.keys() {
                with.entry(term.clone()).or_default().push(position);
            }
        }
        Self { language, space, cases, with, times }
    }

    /// How loudly the most similar cases call for each document: 0 to 1.
    #[must_use]
    pub fn recall(&self, text: &str) -> BTreeMap<&str, f64> {
        let asked = self.space.vector(&counts(self.language.stems(text)));
        let mut similar: BTreeMap<usize, f64> = BTreeMap::new();
        for (term, weight) in &asked {
            for position in self.with.get(term).map_or(&[][..], Vec::as_slice) {
                let theirs = self.cases.get(*position).and_then(|case| case.0.get(term));
                *similar.entry(*position).or_default() += weight * theirs.unwrap_or(&0.0);
            }
        }
        let mut called = BTreeMap::new();
        for (position, voice) in voices(similar.into_iter().collect()) {
            for id in self.cases.get(position).map_or(&[][..], |case| &case.1) {
                *called.entry(id.as_str()).or_default() += voice;
            }
        }
        called
    }

    /// How many cases needed a document.
    #[must_use]
    pub fn times_needed(&self, id: &str) -> u32 {
        self.times.get(id).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, needed: &str) -> PastCase {
        PastCase { text: text.to_owned(), needed: vec![needed.to_owned()] }
    }

    #[test]
    fn the_most_similar_case_speaks_loudest() {
        let cases = [
            case("my parcel never arrived", "disputes"),
            case("why was I charged a late fee", "late_fees"),
            case("late fee on my plan", "late_fees"),
        ];
        let memory = Memory::learn(Language::English, &cases);
        let called = memory.recall("what is this late fee?");
        assert!(called["late_fees"] > 0.9 && called.get("disputes").is_none_or(|v| *v < 0.1));
        assert_eq!((memory.times_needed("late_fees"), memory.times_needed("other")), (2, 0));
        assert!(memory.recall("zebra").is_empty());
    }

    #[test]
    fn voices_add_up_to_one() {
        let voices = voices((0..9).map(|n| (n, 0.1 * n as f64)).collect());
        assert_eq!(voices.len(), NEAREST);
        assert_eq!(voices[0].0, 8);
        assert!((voices.iter().map(|v| v.1).sum::<f64>() - 1.0).abs() < 1e-6);
    }
}
