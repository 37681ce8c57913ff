//! Tasks where a text is of exactly one class.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use models::measure;

use super::learner::{Labels, Learner, Recipe, splits};
use super::read::{self, Row};
use super::report::Report;

/// How many issues are told apart: the most frequent ones of what is learnt from.
const ISSUES: usize = 10;
/// Loan issues: rare ones count as much as frequent ones, and the form names the kind of loan.
const ISSUES_RECIPE: Recipe = Recipe { c: 0.25, balanced: true, beside_weight: 0.5 };

pub(super) fn run(
    options: &super::Options,
    read: fn(&Path) -> Result<Vec<Row>>,
    recipe: &Recipe,
) -> Result<Report> {
    let (train, test) = rows(options, read)?;
    measured(options, &train, &test, recipe)
}

/// Only texts of the ten most frequent issues count; the report says how many were left out.
pub(super) fn run_issues(options: &super::Options) -> Result<Report> {
    let (mut train, mut test) = rows(options, read::issues)?;
    let before = if test.is_empty() { train.len() } else { test.len() };
    let kept = most_frequent(&train, ISSUES);
    for rows in [&mut train, &mut test] {
        rows.retain(|row| row.labels.iter().any(|label| kept.contains(label)));
    }
    let mut report = measured(options, &train, &test, &ISSUES_RECIPE)?;
    report.left_out = Some(before - report.texts);
    Ok(report)
}

fn rows(
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

fn measured(
    options: &super::Options,
    train: &[Row],
    test: &[Row],
    recipe: &Recipe,
) -> Result<Report> {
    let folds = options.folds()?;
    let labels = Labels::of(train.iter().chain(test));
    let mut judged = Vec::new();
    for split in splits(train, test, folds)? {
        let learner = Learner::learn(&split.learnt, &labels, recipe)?;
        judged.extend(split.measured.iter().map(|row| learner.judge_first(row, &labels)));
    }
    let mut report = Report::of_learnt(folds, train.len(), judged.len(), labels.len());
    report.accuracy = measure::accuracy(&judged);
    report.macro_f1 = measure::macro_f1(&judged);
    Ok(report)
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
