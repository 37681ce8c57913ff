//! Our own intents: one or two of a message, in every language.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use app::assistant::intents;
use app::assistant::intents::FOR_A_PERSON;
use models::classify::{Guess, Options};
use models::measure::{self, Counts, Judged};

use super::encoders::{Encoders, vectors_of};
use super::learner::{Labels, Learner, Recipe, splits};
use super::read::{self, Row};
use super::report::{Part, Report};
use crate::host;

const OUT_OF_SCOPE: &str = "out_of_scope";
/// The score above which a second intent counts, and the same where a person must get it.
const SECOND_ABOVE: f32 = 0.0;
const SECOND_OF_PERSON_ABOVE: f32 = -0.2;

pub(super) fn run(options: &super::Options, encoders: &mut Encoders) -> Result<Report> {
    let mut train = Vec::new();
    match &options.train {
        Some(path) => train.extend(read::intents(&path.display().to_string(), &read::text(path)?)?),
        None => {
            for (name, text) in app::assistant::shipped::messages() {
                train.extend(read::intents(&name, &text)?);
            }
        }
    }
    let mut test = Vec::new();
    for path in &options.test {
        test.extend(read::intents(&path.display().to_string(), &read::text(path)?)?);
    }
    if let Some(mut vectors) = encoders.multilingual(intents::TOKENS_MAX)? {
        let made = vectors_of(&mut vectors, train.iter().chain(&test))?;
        for (row, vector) in train.iter_mut().chain(&mut test).zip(made) {
            row.encoded.vector = Some(vector);
        }
    }
    ensure!(!train.is_empty(), "--train has no message to learn from");
    ensure!(options.test.is_empty() || !test.is_empty(), "--test has no message to measure on");
    let unknown = unknown(&train, &test);
    if !unknown.is_empty() {
        let names = unknown.join(", ");
        eprintln!("nothing was learnt of these intents of --test, so they count as wrong: {names}");
    }
    let recipe = Recipe {
        options: Options { believed: false, ..intents::options(host::threads()) },
        tuning: None,
    };
    let folds = options.folds()?;
    let labels = Labels::of(train.iter().chain(&test));
    let mut groups = Vec::new();
    let mut judged = Vec::new();
    for split in splits(&train, &test, folds)? {
        let learner = Learner::learn(&split.learnt, &labels, &recipe, None)?;
        for row in split.measured {
            groups.push(row.group.as_deref().unwrap_or_default());
            judged.push(judge(&learner, row, &labels));
        }
    }
    let mut report = Report::of_learnt(folds, train.len(), judged.len(), labels.len());
    tell(&mut report, &judged, &groups, &labels);
    Ok(report)
}

/// Intents to measure that nothing is learnt of: most likely misspelt.
fn unknown(train: &[Row], test: &[Row]) -> Vec<String> {
    let learnt: BTreeSet<&String> = train.iter().flat_map(|row| &row.labels).collect();
    let asked: BTreeSet<&String> = test.iter().flat_map(|row| &row.labels).collect();
    asked.difference(&learnt).map(|label| (*label).clone()).collect()
}

fn tell(report: &mut Report, judged: &[Judged], groups: &[&str], labels: &Labels) {
    let person =
        |rows: &[Judged]| Counts::of(rows, |class| FOR_A_PERSON.contains(&labels.name(class)));
    let all = person(judged);
    report.accuracy = measure::accuracy(judged);
    report.exact = measure::exact(judged);
    report.macro_f1 = measure::macro_f1(judged);
    report.recall = all.recall();
    report.precision = all.precision();
    for group in groups.iter().collect::<std::collections::BTreeSet<_>>() {
        let own = judged.iter().zip(groups).filter(|(_, of)| of == &group);
        let own: Vec<Judged> = own.map(|(one, _)| one.clone()).collect();
        let counts = person(&own);
        let part = Part {
            texts: own.len(),
            accuracy: measure::accuracy(&own),
            exact: measure::exact(&own),
            recall: counts.recall(),
            precision: counts.precision(),
        };
        report.parts.insert((*group).to_owned(), part);
    }
}

fn judge(learner: &Learner, row: &Row, labels: &Labels) -> Judged {
    let guesses = learner.classifier.guess_of(learner.margins(row));
    Judged { meant: labels.places(row), guessed: told(&guesses, labels) }
}

/// The best intent; and the best of the others that is sure enough, unless the first is that there is none.
fn told(guesses: &[Guess], labels: &Labels) -> Vec<usize> {
    let Some((first, others)) = guesses.split_first() else { return Vec::new() };
    let is_told = |guess: &&Guess| {
        let name = labels.name(guess.label);
        let least =
            if FOR_A_PERSON.contains(&name) { SECOND_OF_PERSON_ABOVE } else { SECOND_ABOVE };
        guess.score > least && name != OUT_OF_SCOPE
    };
    let second = others.iter().find(is_told).filter(|_| labels.name(first.label) != OUT_OF_SCOPE);
    std::iter::once(first).chain(second).map(|guess| guess.label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_intent_is_told_where_it_is_sure_enough() {
        let names = ["complaint", "out_of_scope", "refund_status", "thanks"];
        let rows = names.map(|name| Row {
            text: String::new(),
            labels: vec![name.to_owned()],
            beside: None,
            group: None,
            encoded: read::Encoded::default(),
        });
        let labels = Labels::of(&rows);
        let (complaint, beyond, refund, thanks) = (0, 1, 2, 3);
        for (scores, expected) in [
            (vec![(refund, -0.9), (thanks, -1.0)], vec![refund]),
            (vec![(refund, 0.5), (thanks, 0.1)], vec![refund, thanks]),
            (vec![(refund, 0.5), (thanks, -0.1), (complaint, -0.15)], vec![refund, complaint]),
            (vec![(refund, 0.5), (complaint, -0.3)], vec![refund]),
            (vec![(refund, 0.5), (beyond, 0.4), (thanks, 0.1)], vec![refund, thanks]),
            (vec![(beyond, 0.5), (complaint, 0.1)], vec![beyond]),
            (vec![], vec![]),
        ] {
            let guess =
                |(label, score): &(usize, f32)| Guess { label: *label, score: *score, likely: 0.5 };
            let guesses: Vec<Guess> = scores.iter().map(guess).collect();
            assert_eq!(told(&guesses, &labels), expected, "{scores:?}");
        }
    }
}
