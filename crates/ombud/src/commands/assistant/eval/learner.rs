//! What learns from rows, and how rows are parted into what is learnt from and what is measured on.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use models::classify::{Example, Options, TextClassifier};
use models::measure::{self, Judged};
use models::parallel;
use models::tune::{self, Tuned};

use super::encoders::English;
use super::read::Row;
use crate::host;

/// Decides which rows fall into which fold; nothing else.
const SEED: u64 = 1;
/// How a task is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Recipe {
    pub(super) options: Options,
    /// Layers that are fine-tuned, where there is an encoder for it.
    pub(super) tuning: Option<Tuning>,
}

/// How layers are fine-tuned, and what their word counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tuning {
    pub(super) options: tune::Options,
    /// What a margin counts against the logarithm of a probability.
    pub(super) margin_weight: f32,
    /// Tokens of a text that count.
    pub(super) tokens_max: usize,
}

impl Default for Recipe {
    fn default() -> Self {
        // What comes first is asked here, not how far it can be believed.
        Self { options: Options { believed: false, ..Options::default() }, tuning: None }
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

/// A classifier, and fine-tuned layers where there are any.
#[derive(Debug)]
pub(super) struct Learner {
    pub(super) classifier: TextClassifier,
    tuned: Option<(Tuned, f32)>,
}

/// What a learner says of a text.
#[derive(Debug)]
pub(super) struct Said {
    /// Of each class: what decides which comes first.
    pub(super) scores: Vec<f32>,
    /// The largest margin, and the largest score of the fine-tuned layers.
    pub(super) margin: f32,
    pub(super) logit: Option<f32>,
}

impl Learner {
    pub(super) fn learn(
        rows: &[&Row],
        labels: &Labels,
        recipe: &Recipe,
        english: Option<&English>,
    ) -> Result<Self> {
        let of: Vec<(&Row, Vec<usize>)> =
            rows.iter().map(|row| (*row, labels.places(row))).collect();
        let examples: Vec<Example<'_>> = of
            .iter()
            .map(|(row, places)| Example {
                text: &row.text,
                labels: places.clone(),
                beside: row.beside.as_deref(),
                vector: row.encoded.vector.as_deref(),
            })
            .collect();
        let options = Options { threads: host::threads(), ..recipe.options };
        eprintln!("learning from {} texts", examples.len());
        let classifier = TextClassifier::train(&examples, labels.0.clone(), &options)?;
        let tuned = match (recipe.tuning, english) {
            (Some(tuning), Some(english)) => {
                let rows: Vec<(&Row, usize)> =
                    of.iter().filter_map(|(row, places)| Some((*row, *places.first()?))).collect();
                let tuned = english.tuned(&rows, labels.len(), &tuning.options)?;
                Some((tuned, tuning.margin_weight))
            }
            _ => None,
        };
        Ok(Self { classifier, tuned })
    }

    pub(super) fn margins(&self, row: &Row) -> Vec<f32> {
        let vector = row.encoded.vector.as_deref();
        self.classifier.scores(&row.text, row.beside.as_deref(), vector)
    }

    pub(super) fn say(&self, row: &Row) -> Said {
        let margins = self.margins(row);
        let largest = |values: &[f32]| values.iter().copied().fold(f32::MIN, f32::max);
        let margin = largest(&margins);
        let Some((tuned, weight)) = &self.tuned else {
            return Said { scores: margins, margin, logit: None };
        };
        let logits = tuned.logits(&row.encoded.states);
        let logit = largest(&logits);
        // What all classes share, the logarithm of the sum, decides nothing.
        let scores = logits.iter().zip(&margins).map(|(logit, margin)| logit + weight * margin);
        Said { scores: scores.collect(), margin, logit: Some(logit) }
    }

    /// The first class of each row, held against what was meant.
    pub(super) fn judge_first(&self, rows: &[&Row], labels: &Labels) -> Vec<Judged> {
        parallel::map(rows, host::threads(), |row| {
            let guessed = best(&self.say(row).scores).into_iter().collect();
            Judged { meant: labels.places(row), guessed }
        })
    }
}

/// The place of the largest score, the first of equal ones.
pub(super) fn best(scores: &[f32]) -> Option<usize> {
    let places = scores.iter().enumerate();
    places.max_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a))).map(|(at, _)| at)
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
