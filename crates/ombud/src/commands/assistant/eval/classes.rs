//! Tasks where a text is of exactly one class.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use models::classify::Options;
use models::measure::{self, Judged};
use models::tune;

use super::encoders::{Encoders, vectors_of};
use super::learner::{Labels, Learner, Recipe, Tuning, splits};
use super::read::{self, Row};
use super::report::Report;

/// How many issues are told apart: the most frequent ones of what is learnt from.
const ISSUES: usize = 10;
/// Tokens of a complaint that its vector is made of.
const COMPLAINT_TOKENS_MAX: usize = 256;

fn banking77_recipe() -> Recipe {
    let tuning = Tuning { options: tune::Options::default(), margin_weight: 6.0, tokens_max: 64 };
    Recipe { tuning: Some(tuning), ..Recipe::default() }
}

/// Loan issues: rare ones count as much as frequent ones, and the form names the kind of loan.
fn issues_recipe() -> Recipe {
    let options =
        tune::Options { batch: 16, layer_rate: 2e-4, head_rate: 3e-3, ..tune::Options::default() };
    let svm = Options {
        c: 0.25,
        balanced: true,
        beside_weight: 0.5,
        vector_weight: 1.0,
        ..Recipe::default().options
    };
    let tuning = Tuning { options, margin_weight: 4.0, tokens_max: 144 };
    Recipe { options: svm, tuning: Some(tuning) }
}

pub(super) fn banking77(options: &super::Options, encoders: &mut Encoders) -> Result<Report> {
    let rows = rows(options, read::banking77)?;
    measured(options, rows, &banking77_recipe(), encoders, text)
}

/// Only texts of the ten most frequent issues count; the report says how many were left out.
pub(super) fn issues(options: &super::Options, encoders: &mut Encoders) -> Result<Report> {
    let (mut train, mut test) = rows(options, read::issues)?;
    let before = if test.is_empty() { train.len() } else { test.len() };
    let kept = most_frequent(&train, ISSUES);
    for rows in [&mut train, &mut test] {
        rows.retain(|row| row.labels.iter().any(|label| kept.contains(label)));
    }
    // The vector is of the narrative, and of more of it than is fine-tuned on.
    if let Some(english) = encoders.english()? {
        let mut vectors = english.vectors(COMPLAINT_TOKENS_MAX);
        let made = vectors_of(&mut vectors, train.iter().chain(&test))?;
        for (row, vector) in train.iter_mut().chain(&mut test).zip(made) {
            row.encoded.vector = Some(vector);
        }
        encoders.told.clear();
    }
    let mut report = measured(options, (train, test), &issues_recipe(), encoders, with_beside)?;
    report.left_out = Some(before - report.texts);
    Ok(report)
}

fn text(row: &Row) -> Cow<'_, str> {
    Cow::Borrowed(&row.text)
}

/// What stands beside a text, and the text.
fn with_beside(row: &Row) -> Cow<'_, str> {
    match &row.beside {
        Some(beside) => Cow::Owned(format!("{beside}. {}", row.text)),
        None => text(row),
    }
}

pub(super) fn rows(
    options: &super::Options,
    read: fn(&Path) -> Result<Vec<Row>>,
) -> Result<(Vec<Row>, Vec<Row>)> {
    let train = read(options.train()?)?;
    let mut test = Vec::new();
    for path in &options.test {
        test.extend(read(path)?);
    }
    Ok((train, test))
}

/// `text` is what is fine-tuned on.
fn measured(
    options: &super::Options,
    (mut train, mut test): (Vec<Row>, Vec<Row>),
    recipe: &Recipe,
    encoders: &mut Encoders,
    text: for<'r> fn(&'r Row) -> Cow<'r, str>,
) -> Result<Report> {
    let folds = options.folds()?;
    let labels = Labels::of(train.iter().chain(&test));
    let english = match recipe.tuning {
        Some(_) => encoders.english()?,
        None => None,
    };
    if let (Some(tuning), Some(english)) = (recipe.tuning, &english) {
        english.fill(train.iter_mut().chain(&mut test), tuning.tokens_max, text)?;
    }
    let mut judged = Vec::new();
    for split in splits(&train, &test, folds)? {
        let learner = Learner::learn(&split.learnt, &labels, recipe, english.as_ref())?;
        judged.extend(learner.judge_first(&split.measured, &labels));
    }
    Ok(report(folds, train.len(), &judged, &labels))
}

pub(super) fn report(
    folds: Option<usize>,
    learnt: usize,
    judged: &[Judged],
    labels: &Labels,
) -> Report {
    let mut report = Report::of_learnt(folds, learnt, judged.len(), labels.len());
    report.accuracy = measure::accuracy(judged);
    report.macro_f1 = measure::macro_f1(judged);
    report
}

/// The most frequent labels; of equally frequent ones the first by name.
fn most_frequent(rows: &[Row], most: usize) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for label in rows.iter().flat_map(|row| &row.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let mut counts: Vec<(&String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(most).map(|(label, _)| label.clone()).collect()
}
