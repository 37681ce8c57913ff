//! What learns from rows, and how rows are parted into what is learnt from and what is measured on.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use models::classify::{Example, Guess, Options, TextClassifier};
use models::measure::{self, Judged};
use models::sparse::SparseVec;

use super::read::Row;

/// Decides which rows fall into which fold; nothing else.
const SEED: u64 = 1;
/// What a report calls the model: n-grams under a linear support-vector machine, with no encoder.
pub(super) const MODEL: &str = "n-grams";

/// How a task is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Recipe {
    pub(super) c: f64,
    pub(super) balanced: bool,
    /// How much what stands beside a text weighs; the text's n-grams have length one twice.
    pub(super) beside_weight: f32,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { c: Options::default().c, balanced: false, beside_weight: 0.0 }
    }
}

/// The names of the classes, in the order of their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labels(Vec<String>);

impl Labels {
    pub(super) fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let all: BTreeSet<&String> = rows.into_iter().flat_map(|row| &row.labels).collect();
        Self(all.into_iter().cloned().collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn name(&self, place: usize) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }

    pub(super) fn places(&self, row: &Row) -> Vec<usize> {
        row.labels.iter().filter_map(|label| self.0.binary_search(label).ok()).collect()
    }
}

/// A classifier with what it has to be given beside a text.
#[derive(Debug)]
pub(super) struct Learner {
    classifier: TextClassifier,
    vectors: Vectors,
}

impl Learner {
    pub(super) fn learn(rows: &[&Row], labels: &Labels, recipe: &Recipe) -> Result<Self> {
        let vectors = Vectors::of(rows, recipe);
        let examples: Vec<Example<'_>> = rows
            .iter()
            .map(|row| Example {
                text: &row.text,
                labels: labels.places(row),
                vector: vectors.vector(row),
            })
            .collect();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let options = Options {
            c: recipe.c,
            balanced: recipe.balanced,
            // Vectors come weighed.
            vector_weight: 1.0,
            threads,
            ..Options::default()
        };
        let classifier = TextClassifier::train(&examples, labels.0.clone(), &options)?;
        Ok(Self { classifier, vectors })
    }

    /// All classes, the likeliest first.
    pub(super) fn guess(&self, row: &Row) -> Vec<Guess> {
        self.classifier.guess(&row.text, self.vectors.vector(row).as_deref())
    }

    /// The first class alone, held against what was meant.
    pub(super) fn judge_first(&self, row: &Row, labels: &Labels) -> Judged {
        let guessed = self.guess(row).first().map(|guess| guess.label).into_iter().collect();
        Judged { meant: labels.places(row), guessed }
    }

    /// The row as the classifier sees it.
    pub(super) fn features(&self, row: &Row) -> SparseVec {
        self.classifier.row(&row.text, self.vectors.vector(row).as_deref())
    }

    pub(super) fn width(&self) -> usize {
        self.classifier.width()
    }
}

/// The dense part of a row: the one place that an encoder's vectors come in by.
#[derive(Debug)]
struct Vectors {
    /// What may stand beside a text: one place each.
    beside: Vec<String>,
    weight: f32,
}

impl Vectors {
    fn of(rows: &[&Row], recipe: &Recipe) -> Self {
        let all: BTreeSet<&String> = rows.iter().filter_map(|row| row.beside.as_ref()).collect();
        let beside = if recipe.beside_weight > 0.0 {
            all.into_iter().cloned().collect()
        } else {
            Vec::new()
        };
        Self { beside, weight: recipe.beside_weight }
    }

    fn vector(&self, row: &Row) -> Option<Vec<f32>> {
        let is =
            |known: &String| if row.beside.as_ref() == Some(known) { self.weight } else { 0.0 };
        (!self.beside.is_empty()).then(|| self.beside.iter().map(is).collect())
    }
}

/// What is learnt from, and what is measured on afterwards.
#[derive(Debug)]
pub(super) struct Split<'r> {
    pub(super) learnt: Vec<&'r Row>,
    pub(super) measured: Vec<&'r Row>,
}

/// One split with a test set; without one, as many as there are folds, each measured once.
pub(super) fn splits<'r>(
    train: &'r [Row],
    test: &'r [Row],
    folds: Option<usize>,
) -> Result<Vec<Split<'r>>> {
    let Some(folds) = folds else {
        if test.is_empty() {
            bail!("there is no text to measure on");
        }
        return Ok(vec![Split { learnt: train.iter().collect(), measured: test.iter().collect() }]);
    };
    if train.len() < folds {
        bail!("{} texts are too few for {folds} folds", train.len());
    }
    let of = fold_of(train, folds);
    let part = |fold: usize, own: bool| {
        let is_in = move |of: usize| (of == fold) == own;
        train.iter().zip(&of).filter(|(_, of)| is_in(**of)).map(|(row, _)| row).collect()
    };
    let split = |fold| Split { learnt: part(fold, false), measured: part(fold, true) };
    Ok((0..folds).map(split).collect())
}

/// The fold of each row, every first label dealt out evenly.
pub(super) fn fold_of(rows: &[Row], folds: usize) -> Vec<usize> {
    let labels = Labels::of(rows);
    let first = |row: &Row| labels.places(row).first().copied().unwrap_or(0);
    measure::folds(&rows.iter().map(first).collect::<Vec<_>>(), folds, SEED)
}
