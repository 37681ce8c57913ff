//! Which classes a text is of: n-grams, with the vector of a sentence encoder where there is one, under
//! linear classifiers, and probabilities that can be believed.
//!
//! Source of the mixture: "Banking77" baselines show that n-grams and sentence vectors err on different
//! texts (I. Casanueva et al., "Efficient Intent Detection with Dual Sentence Encoders", 2020). Source of
//! the probabilities: J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999.

mod file;
mod platt;

use std::collections::BTreeSet;

pub use file::FileError;
pub use platt::Platt;

use crate::linear::{Classifier, Options as Linear, TrainError};
use crate::sparse::SparseVec;
use crate::text::{Grams, Options as TextOptions, TfIdf};

/// Of every so many rows one is held out to learn how far scores can be believed.
const HELD_OUT_EVERY: usize = 10;

/// How a text classifier is trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    pub c: f64,
    /// Whether errors on rare classes cost more: see [`crate::linear::Options::balanced`].
    pub balanced: bool,
    /// Fewest texts that have an n-gram for it to count.
    pub texts_min: u32,
    /// How much the encoder's vector weighs against the n-grams, which have length one twice.
    pub vector_weight: f32,
    /// How much what stands beside a text weighs.
    pub beside_weight: f32,
    /// Whether scores are the mean of two classifiers', of which only one sees the vectors: each errs on
    /// other texts. Without vectors there is one.
    pub averaged: bool,
    /// Whether to learn how far scores can be believed, which takes as long as the rest. Without,
    /// [`Guess::likely`] only rises with the score.
    pub believed: bool,
    pub seed: u64,
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            c: 0.5,
            balanced: false,
            texts_min: 2,
            vector_weight: 1.5,
            beside_weight: 0.5,
            averaged: false,
            believed: true,
            seed: 1,
            threads: 1,
        }
    }
}

/// A text of known classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Example<'t> {
    pub text: &'t str,
    /// Places among the labels.
    pub labels: Vec<usize>,
    /// What else is known of it when it comes in, such as a field of its form.
    pub beside: Option<&'t str>,
    /// The encoder's vector of it; of all examples or of none.
    pub vector: Option<&'t [f32]>,
}

/// A class that a text may be of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// Its place among the labels.
    pub label: usize,
    /// The distance from the class's boundary.
    pub score: f32,
    /// 0 to 1.
    pub likely: f32,
}

/// A trained classifier of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct TextClassifier {
    labels: Vec<String>,
    features: Features,
    classifier: Classifier,
    platt: Platt,
}

/// How a text becomes a vector: words, characters, what stands beside it, the encoder's vector.
#[derive(Debug, Clone, PartialEq)]
struct Features {
    words: TfIdf,
    chars: TfIdf,
    /// What may stand beside a text: a place each.
    beside: Vec<String>,
    beside_weight: f32,
    /// The middle of the encoder's vectors, which is taken from each; empty without an encoder.
    centre: Vec<f32>,
    vector_weight: f32,
}

impl Features {
    fn fit(examples: &[Example<'_>], options: &Options) -> Self {
        let of = |grams| TextOptions { grams, texts_min: options.texts_min };
        let texts = || examples.iter().map(|example| example.text);
        let beside: BTreeSet<&str> = examples.iter().filter_map(|example| example.beside).collect();
        Self {
            words: TfIdf::fit(of(Grams::WORDS), texts()),
            chars: TfIdf::fit(of(Grams::CHARS), texts()),
            beside: beside.into_iter().map(str::to_owned).collect(),
            beside_weight: options.beside_weight,
            centre: centre(examples.iter().map(|example| example.vector)),
            vector_weight: options.vector_weight,
        }
    }

    fn width(&self) -> usize {
        self.width_without_vector() + self.centre.len()
    }

    fn width_without_vector(&self) -> usize {
        self.words.len() + self.chars.len() + self.beside.len()
    }

    fn row(&self, text: &str, beside: Option<&str>) -> SparseVec {
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let beyond = place(self.words.len());
        let mut items: Vec<(u32, f32)> = self.words.vector(text).iter().collect();
        items.extend(self.chars.vector(text).iter().map(|(place, value)| (beyond + place, value)));
        let known = beside.and_then(|beside| {
            self.beside.binary_search_by(|known| known.as_str().cmp(beside)).ok()
        });
        if let Some(known) = known {
            items.push((place(self.words.len() + self.chars.len() + known), self.beside_weight));
        }
        SparseVec::new(items)
    }

    fn add_vector(&self, row: &mut SparseVec, vector: Option<&[f32]>) {
        let Some(vector) = vector.filter(|_| !self.centre.is_empty()) else { return };
        let start = u32::try_from(self.width_without_vector()).unwrap_or(u32::MAX);
        let mut centred = centred(vector, &self.centre);
        centred.iter_mut().for_each(|value| *value *= self.vector_weight);
        row.extend_dense(start, &centred);
    }
}

/// The mean of the vectors; nothing where one is missing.
pub fn centre<'v>(vectors: impl IntoIterator<Item = Option<&'v [f32]>>) -> Vec<f32> {
    let vectors: Option<Vec<&[f32]>> = vectors.into_iter().collect();
    let Some(vectors) = vectors else { return Vec::new() };
    let Some(first) = vectors.first() else { return Vec::new() };
    let mut sum = vec![0.0_f64; first.len()];
    for vector in &vectors {
        for (sum, value) in sum.iter_mut().zip(vector.iter()) {
            *sum += f64::from(*value);
        }
    }
    sum.into_iter().map(|sum| (sum / vectors.len() as f64) as f32).collect()
}

/// A vector less the centre, of length one: what texts of one subject have in common is not in it.
pub fn centred(vector: &[f32], centre: &[f32]) -> Vec<f32> {
    let mut own: Vec<f32> =
        vector.iter().zip(centre).map(|(value, centre)| value - centre).collect();
    let length = crate::sparse::product(&own, &own).sqrt();
    if length > 0.0 {
        own.iter_mut().for_each(|value| *value /= length);
    }
    own
}

impl TextClassifier {
    /// Trains on examples whose classes are places among `labels`. The same examples, options and seed
    /// give the same classifier, whatever the number of threads.
    ///
    /// # Errors
    /// [`TrainError`].
    pub fn train(
        examples: &[Example<'_>],
        labels: Vec<String>,
        options: &Options,
    ) -> Result<Self, TrainError> {
        let features = Features::fit(examples, options);
        let plain: Vec<SparseVec> =
            examples.iter().map(|example| features.row(example.text, example.beside)).collect();
        let of: Vec<Vec<usize>> = examples.iter().map(|example| example.labels.clone()).collect();
        let mut rows = plain.clone();
        for (row, example) in rows.iter_mut().zip(examples) {
            features.add_vector(row, example.vector);
        }
        let averaged = options.averaged && !features.centre.is_empty();
        let task = Task {
            plain: averaged.then_some((plain.as_slice(), features.width_without_vector())),
            rows: (&rows, features.width()),
            labels: &of,
            classes: labels.len(),
            linear: Linear {
                c: options.c,
                balanced: options.balanced,
                tolerance: 0.01,
                seed: options.seed,
                threads: options.threads,
            },
        };
        let platt = if options.believed { task.believed()? } else { Platt::fit(&[]) };
        let classifier = task.train(|_| true)?;
        Ok(Self { labels, features, classifier, platt })
    }

    /// The labels, in the order of their places.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Whether it was trained with an encoder's vectors: texts are to come with them then.
    pub const fn wants_vector(&self) -> bool {
        !self.features.centre.is_empty()
    }

    /// A text as the vector that the classifier sees.
    pub fn row(&self, text: &str, beside: Option<&str>, vector: Option<&[f32]>) -> SparseVec {
        let mut row = self.features.row(text, beside);
        self.features.add_vector(&mut row, vector);
        row
    }

    /// How many places such a vector has.
    pub fn width(&self) -> usize {
        self.features.width()
    }

    /// The score of each class, in the order of the labels.
    pub fn scores(&self, text: &str, beside: Option<&str>, vector: Option<&[f32]>) -> Vec<f32> {
        self.classifier.scores(&self.row(text, beside, vector))
    }

    /// All classes, the likeliest first.
    pub fn guess(&self, text: &str, vector: Option<&[f32]>) -> Vec<Guess> {
        self.guess_of(self.scores(text, None, vector))
    }

    /// All classes by their scores, the likeliest first.
    pub fn guess_of(&self, scores: Vec<f32>) -> Vec<Guess> {
        let guess =
            |(label, score): (usize, f32)| Guess { label, score, likely: self.platt.of(score) };
        let mut all: Vec<Guess> = scores.into_iter().enumerate().map(guess).collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.label.cmp(&b.label)));
        all
    }

    /// The words that speak for a class: those without which its score would be lower, the strongest
    /// first, at most `most`, each once, as they are written. Of a text trained without an encoder.
    ///
    /// Source: leaving words out, J. Li, W. Monroe, D. Jurafsky, "Understanding Neural Networks through
    /// Representation Erasure", 2016; it holds for any classifier.
    pub fn because(&self, text: &str, label: usize, most: usize) -> Vec<String> {
        let words: Vec<&str> = text.split_whitespace().take(BECAUSE_WORDS_MAX).collect();
        let score = |words: &[&str]| {
            let scores = self.classifier.scores(&self.features.row(&words.join(" "), None));
            scores.get(label).copied().unwrap_or(0.0)
        };
        let whole = score(&words);
        let mut told: Vec<(f32, String)> = Vec::new();
        for place in 0..words.len() {
            let mut without = words.clone();
            let word = without.remove(place).trim_matches(|char: char| !char.is_alphanumeric());
            let loss = whole - score(&without);
            let is_new = told.iter().all(|(_, known)| !known.eq_ignore_ascii_case(word));
            if loss > 0.0 && !word.is_empty() && is_new {
                told.push((loss, word.to_owned()));
            }
        }
        told.sort_by(|a, b| b.0.total_cmp(&a.0));
        told.into_iter().take(most).map(|(_, word)| word).collect()
    }
}

/// Words of a text that are left out by turns.
const BECAUSE_WORDS_MAX: usize = 120;

/// What a classifier, or the mean of two, is trained on.
struct Task<'t> {
    /// Rows without vectors and their width, where a classifier of its own learns from them.
    plain: Option<(&'t [SparseVec], usize)>,
    rows: (&'t [SparseVec], usize),
    labels: &'t [Vec<usize>],
    classes: usize,
    linear: Linear,
}

impl Task<'_> {
    /// Trains on the rows whose place `keeps` holds of.
    fn train(&self, keeps: impl Fn(usize) -> bool) -> Result<Classifier, TrainError> {
        let places: Vec<usize> = (0..self.labels.len()).filter(|place| keeps(*place)).collect();
        let labels: Vec<Vec<usize>> =
            places.iter().filter_map(|place| self.labels.get(*place).cloned()).collect();
        let train = |(rows, width): (&[SparseVec], usize)| {
            let rows: Vec<SparseVec> =
                places.iter().filter_map(|place| rows.get(*place).cloned()).collect();
            Classifier::train(&rows, &labels, self.classes, width, &self.linear)
        };
        let all = train(self.rows)?;
        match self.plain {
            Some(plain) => train(plain)?.mean(&all),
            None => Ok(all),
        }
    }

    /// How far scores can be believed: learnt on rows that the classifier did not see.
    fn believed(&self) -> Result<Platt, TrainError> {
        let is_held = |place: usize| place % HELD_OUT_EVERY == HELD_OUT_EVERY - 1;
        let classifier = self.train(|place| !is_held(place))?;
        let mut seen = Vec::new();
        for (place, (row, labels)) in self.rows.0.iter().zip(self.labels).enumerate() {
            if is_held(place) {
                let scores = classifier.scores(row).into_iter().enumerate();
                seen.extend(scores.map(|(label, score)| (score, labels.contains(&label))));
            }
        }
        Ok(Platt::fit(&seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<(String, usize)> {
        let wishes = [
            ("where is my refund", 0),
            ("refund not here yet", 0),
            ("pause my payment please", 1),
            ("can you pause the payment", 1),
            ("talk to a person", 2),
            ("a human person please", 2),
        ];
        let more = (0..12).flat_map(|number| {
            wishes.into_iter().map(move |(text, label)| (format!("{text} {number}"), label))
        });
        more.collect()
    }

    fn trained(threads: usize) -> TextClassifier {
        let written = examples();
        let rows: Vec<Example<'_>> = written
            .iter()
            .map(|(text, label)| Example { text, labels: vec![*label], beside: None, vector: None })
            .collect();
        let labels = ["refund", "pause", "person"].map(str::to_owned).to_vec();
        TextClassifier::train(&rows, labels, &Options { threads, ..Options::default() }).unwrap()
    }

    #[test]
    fn what_was_meant_comes_first_and_is_believed() {
        let classifier = trained(1);
        for (text, label) in
            [("is my refund here", 0), ("please pause payment", 1), ("human person", 2)]
        {
            let guesses = classifier.guess(text, None);
            assert_eq!(guesses[0].label, label, "{text}: {guesses:?}");
            assert!(guesses[0].likely > 0.5 && guesses[1].likely < 0.5, "{text}: {guesses:?}");
        }
        assert_eq!(trained(3), classifier, "threads change nothing");
    }

    #[test]
    fn the_vector_of_an_encoder_and_what_stands_beside_count() {
        let written = examples();
        let vectors: Vec<[f32; 3]> = written
            .iter()
            .map(|(_, label)| [0, 1, 2].map(|place| if place == *label { 1.0 } else { 0.0 }))
            .collect();
        let beside = ["a", "b", "c"];
        let rows: Vec<Example<'_>> = written
            .iter()
            .zip(&vectors)
            .map(|((text, label), vector)| Example {
                text,
                labels: vec![*label],
                beside: Some(beside[*label]),
                vector: Some(vector),
            })
            .collect();
        let labels = ["refund", "pause", "person"].map(str::to_owned).to_vec();
        for averaged in [false, true] {
            let options = Options { averaged, ..Options::default() };
            let classifier = TextClassifier::train(&rows, labels.clone(), &options).unwrap();
            assert!(classifier.wants_vector());
            assert_eq!(classifier.guess("xyzzy", Some(&vectors[2]))[0].label, written[2].1);
            let scores = classifier.scores("xyzzy", Some("c"), None);
            assert_eq!(classifier.guess_of(scores)[0].label, 2);
            let file = classifier.to_bytes();
            assert_eq!(TextClassifier::from_bytes(&file).unwrap(), classifier);
            for cut in [0, 7, 30, file.len() / 2, file.len() - 1] {
                assert!(TextClassifier::from_bytes(&file[..cut]).is_err(), "{cut}");
            }
        }
    }

    #[test]
    fn the_words_that_speak_for_a_class_are_told() {
        let classifier = trained(1);
        let because = classifier.because("where is my REFUND, please?", 0, 1);
        assert_eq!(because, ["REFUND"]);
        assert_eq!(classifier.because("", 0, 2), Vec::<String>::new());
    }
}
