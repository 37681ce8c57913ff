//! Complaints by product: few texts, so several learners that see different things, whose probabilities are
//! multiplied: words, runs of characters, and the vectors of two encoders.

use anyhow::Result;
use models::classify::{centre, centred};
use models::linear::Logistic;
use models::measure::Judged;
use models::sparse::SparseVec;
use models::text::{Grams, Options as TextOptions, TfIdf};

use super::classes;
use super::encoders::{Encoders, vectors_of};
use super::learner::{Labels, best, splits};
use super::read::{self, Row};
use super::report::Report;

const C: f64 = 3.0;
const TEXTS_MIN: u32 = 2;
const GRAMS: [Grams; 2] = [Grams::WORDS, Grams { words: 0, chars_min: 3, chars_max: 5 }];
/// Tokens of a complaint that its vectors are made of.
const TOKENS_MAX: usize = 256;

pub(super) fn run(options: &super::Options, encoders: &mut Encoders) -> Result<Report> {
    let (mut train, mut test) = classes::rows(options, read::products)?;
    let folds = options.folds()?;
    if let Some(english) = encoders.english()? {
        let made = vectors_of(&mut english.vectors(TOKENS_MAX), train.iter().chain(&test))?;
        for (row, vector) in train.iter_mut().chain(&mut test).zip(made) {
            row.encoded.vector = Some(vector);
        }
        if let Some(mut vectors) = encoders.multilingual(TOKENS_MAX)? {
            let made = vectors_of(&mut vectors, train.iter().chain(&test))?;
            for (row, vector) in train.iter_mut().chain(&mut test).zip(made) {
                row.encoded.other = Some(vector);
            }
        }
    }
    let labels = Labels::of(train.iter().chain(&test));
    let mut judged = Vec::new();
    for split in splits(&train, &test, folds)? {
        let mut sums = vec![vec![0.0_f64; labels.len()]; split.measured.len()];
        for (learnt, measured, width) in views(&split.learnt, &split.measured) {
            let of: Vec<usize> = split
                .learnt
                .iter()
                .map(|row| labels.places(row).first().copied().unwrap_or(0))
                .collect();
            let learner = Logistic::train(&learnt, &of, labels.len(), width, C)?;
            for (sum, row) in sums.iter_mut().zip(&measured) {
                let logs = learner.logs(row);
                sum.iter_mut().zip(logs).for_each(|(sum, log)| *sum += log);
            }
        }
        judged.extend(split.measured.iter().zip(&sums).map(|(row, sums)| {
            let scores: Vec<f32> = sums.iter().map(|sum| *sum as f32).collect();
            Judged { meant: labels.places(row), guessed: best(&scores).into_iter().collect() }
        }));
    }
    Ok(classes::report(folds, train.len(), &judged, &labels))
}

/// Rows that are learnt from, rows that are measured, and their width.
type View = (Vec<SparseVec>, Vec<SparseVec>, usize);

/// One of a row's vectors.
type VectorOf = fn(&Row) -> Option<&[f32]>;

/// The texts as each learner sees them.
fn views(learnt: &[&Row], measured: &[&Row]) -> Vec<View> {
    let mut views: Vec<View> = GRAMS
        .into_iter()
        .map(|grams| {
            let options = TextOptions { grams, texts_min: TEXTS_MIN };
            let fitted = TfIdf::fit(options, learnt.iter().map(|row| row.text.as_str()));
            let all = |rows: &[&Row]| rows.iter().map(|row| fitted.vector(&row.text)).collect();
            (all(learnt), all(measured), fitted.len())
        })
        .collect();
    let of: [VectorOf; 2] =
        [|row| row.encoded.vector.as_deref(), |row| row.encoded.other.as_deref()];
    for vector in of {
        let middle = centre(learnt.iter().map(|row| vector(row)));
        if middle.is_empty() {
            continue;
        }
        let dense = |row: &&Row| {
            let mut dense = SparseVec::default();
            dense.extend_dense(0, &centred(vector(row).unwrap_or_default(), &middle));
            dense
        };
        let all = |rows: &[&Row]| rows.iter().map(dense).collect();
        views.push((all(learnt), all(measured), middle.len()));
    }
    views
}
