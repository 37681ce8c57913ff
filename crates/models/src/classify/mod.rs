//! Which classes a text is of: n-grams, with the vector of a sentence encoder where there is one, under
//! one linear classifier, and probabilities that can be believed.
//!
//! Source of the mixture: "Banking77" baselines show that n-grams and sentence vectors err on different
//! texts (I. Casanueva et al., "Efficient Intent Detection with Dual Sentence Encoders", 2020). Source of
//! the probabilities: J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999.

mod platt;

use serde::{Deserialize, Serialize};

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
    pub seed: u64,
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { c: 0.5, balanced: false, texts_min: 2, vector_weight: 1.5, seed: 1, threads: 1 }
    }
}

/// A text of known classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Example<'t> {
    pub text: &'t str,
    /// Places among the labels.
    pub labels: Vec<usize>,
    /// The encoder's vector of it; of all examples or of none.
    pub vector: Option<Vec<f32>>,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextClassifier {
    labels: Vec<String>,
    features: Features,
    classifier: Classifier,
    platt: Platt,
}

/// How a text becomes a vector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Features {
    words: TfIdf,
    chars: TfIdf,
    /// The middle of the encoder's vectors, which is taken from each; empty without an encoder.
    centre: Vec<f32>,
    vector_weight: f32,
}

impl Features {
    fn fit(examples: &[Example<'_>], options: &Options) -> Self {
        let of = |grams| TextOptions { grams, texts_min: options.texts_min };
        let texts = || examples.iter().map(|example| example.text);
        Self {
            words: TfIdf::fit(of(Grams::WORDS), texts()),
            chars: TfIdf::fit(of(Grams::CHARS), texts()),
            centre: centre(examples),
            vector_weight: options.vector_weight,
        }
    }

    fn width(&self) -> usize {
        self.words.len() + self.chars.len() + self.centre.len()
    }

    fn row(&self, text: &str, vector: Option<&[f32]>) -> SparseVec {
        let beyond = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let mut items: Vec<(u32, f32)> = self.words.vector(text).iter().collect();
        items.extend(self.chars.vector(text).iter().map(|(place, value)| (beyond + place, value)));
        let mut row = SparseVec::new(items);
        if let Some(vector) = vector {
            let start = u32::try_from(self.words.len() + self.chars.len()).unwrap_or(u32::MAX);
            let centred: Vec<f32> = vector
                .iter()
                .zip(&self.centre)
                .map(|(value, centre)| (value - centre) * self.vector_weight)
                .collect();
            row.extend_dense(start, &centred);
        }
        row
    }
}

/// The mean of the vectors; nothing where an example has none.
fn centre(examples: &[Example<'_>]) -> Vec<f32> {
    let vectors: Option<Vec<&Vec<f32>>> =
        examples.iter().map(|example| example.vector.as_ref()).collect();
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
        let rows: Vec<SparseVec> = examples
            .iter()
            .map(|example| features.row(example.text, example.vector.as_deref()))
            .collect();
        let of: Vec<Vec<usize>> = examples.iter().map(|example| example.labels.clone()).collect();
        let linear = Linear {
            c: options.c,
            balanced: options.balanced,
            tolerance: 0.01,
            seed: options.seed,
            threads: options.threads,
        };
        let width = features.width();
        let platt = believed(&rows, &of, labels.len(), width, &linear)?;
        let classifier = Classifier::train(&rows, &of, labels.len(), width, &linear)?;
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
    pub fn row(&self, text: &str, vector: Option<&[f32]>) -> SparseVec {
        self.features.row(text, vector)
    }

    /// How many places such a vector has.
    pub fn width(&self) -> usize {
        self.features.width()
    }

    /// All classes, the likeliest first.
    pub fn guess(&self, text: &str, vector: Option<&[f32]>) -> Vec<Guess> {
        let scores = self.classifier.scores(&self.features.row(text, vector));
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

/// How far scores can be believed: learnt on rows that the classifier did not see.
fn believed(
    rows: &[SparseVec],
    labels: &[Vec<usize>],
    classes: usize,
    width: usize,
    linear: &Linear,
) -> Result<Platt, TrainError> {
    let is_held = |place: usize| place % HELD_OUT_EVERY == HELD_OUT_EVERY - 1;
    let kept = |place: &usize| !is_held(*place);
    let places: Vec<usize> = (0..rows.len()).filter(kept).collect();
    let part = |place: &usize| rows.get(*place).cloned();
    let train_rows: Vec<SparseVec> = places.iter().filter_map(part).collect();
    let train_labels: Vec<Vec<usize>> =
        places.iter().filter_map(|place| labels.get(*place).cloned()).collect();
    let classifier = Classifier::train(&train_rows, &train_labels, classes, width, linear)?;
    let mut seen = Vec::new();
    for (place, (row, labels)) in rows.iter().zip(labels).enumerate() {
        if is_held(place) {
            let scores = classifier.scores(row).into_iter().enumerate();
            seen.extend(scores.map(|(label, score)| (score, labels.contains(&label))));
        }
    }
    Ok(Platt::fit(&seen))
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
            .map(|(text, label)| Example { text, labels: vec![*label], vector: None })
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
    fn the_vector_of_an_encoder_counts() {
        let written = examples();
        let vector = |label: usize| {
            let mut vector = vec![0.0; 3];
            vector[label] = 1.0;
            vector
        };
        let rows: Vec<Example<'_>> = written
            .iter()
            .map(|(text, label)| Example {
                text,
                labels: vec![*label],
                vector: Some(vector(*label)),
            })
            .collect();
        let labels = ["refund", "pause", "person"].map(str::to_owned).to_vec();
        let classifier = TextClassifier::train(&rows, labels, &Options::default()).unwrap();
        assert!(classifier.wants_vector());
        assert_eq!(classifier.guess("xyzzy", Some(&vector(1)))[0].label, 1);
    }

    #[test]
    fn the_words_that_speak_for_a_class_are_told() {
        let classifier = trained(1);
        let because = classifier.because("where is my REFUND, please?", 0, 1);
        assert_eq!(because, ["REFUND"]);
        assert_eq!(classifier.because("", 0, 2), Vec::<String>::new());
    }
}
