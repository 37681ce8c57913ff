//! 150 intents, and texts that are of none: one threshold decides.
//!
//! The score of a text is its best class's, and how near it is to what was learnt from: a text that looks
//! like no other is most likely out of scope, even where one word of it speaks for a class. The threshold is
//! chosen on texts that nothing is learnt from, in scope and out of it: the one at which both goals are met
//! with the most standard errors to spare.

use std::borrow::Cow;

use anyhow::{Result, ensure};
use models::measure::{self, Judged, share};
use models::nearest::{Nearest, NearestVectors};
use models::parallel;
use models::tune;

use super::encoders::{Encoders, English};
use super::learner::{Labels, Learner, Recipe, Tuning, best, fold_of};
use super::read::{Clinc, Row, Splits};
use super::report::Report;
use crate::host;

/// How much the mean cosine with the nearest texts weighs against the largest margin.
const NEAR_WEIGHT: f32 = 3.0;
/// How much the largest score of the fine-tuned layers weighs.
const LOGIT_WEIGHT: f32 = 0.2;
/// How many nearest texts.
const NEAREST: usize = 3;
/// Of what is learnt from, one part of so many chooses the threshold, where no split is for that.
const CHOOSING_PARTS: usize = 6;
/// What is wanted: of texts in scope, those that are accepted and right; of texts out of scope, those that
/// are recognised.
const IN_SCOPE_WANTED: f64 = 0.95;
const RECOGNISED_WANTED: f64 = 0.85;

fn recipe() -> Recipe {
    let tuning = Tuning { options: tune::Options::default(), margin_weight: 4.0, tokens_max: 40 };
    Recipe { tuning: Some(tuning), ..Recipe::default() }
}

/// What came of one text.
#[derive(Debug)]
struct Scored {
    judged: Judged,
    is_in_scope: bool,
    score: f32,
}

impl Scored {
    fn is_right(&self) -> bool {
        self.judged.first_is_right()
    }
}

pub(super) fn run(options: &super::Options, encoders: &mut Encoders) -> Result<Report> {
    let splits = Splits::read(options.train()?)?;
    let (mut train, mut choosing) = (splits.train(), splits.choosing());
    let mut test = Clinc::default();
    for path in &options.test {
        test.extend(Splits::read(path)?.test());
    }
    let folds = options.folds()?;
    let known = train.in_scope.len() + choosing.in_scope.len();
    let english = encoders.english()?;
    if let (Some(tuning), Some(english)) = (recipe().tuning, &english) {
        let parts = [&mut train, &mut choosing, &mut test];
        let rows = parts
            .into_iter()
            .flat_map(|part| part.in_scope.iter_mut().chain(&mut part.out_of_scope));
        english.fill(rows, tuning.tokens_max, |row| Cow::Borrowed(row.text.as_str()))?;
    }
    let parts = [&train, &choosing, &test];
    let labels = Labels::of(parts.iter().flat_map(|part| &part.in_scope));
    let mut all = Vec::new();
    let mut bounds = Vec::new();
    for part in deal(train, choosing, test, folds) {
        let (scored, bound) = part.measured(&labels, english.as_ref())?;
        bounds.push(bound);
        all.extend(scored.into_iter().map(|one| (one, bound)));
    }
    let mut report = Report::of_learnt(folds, known, all.len(), labels.len());
    tell(&mut report, &all, &bounds);
    Ok(report)
}

/// What is learnt from, what the threshold is chosen on, what is measured.
#[derive(Debug)]
struct Part {
    learnt: Vec<Row>,
    choosing: Clinc,
    measured: Clinc,
}

/// One part with a test set; without one, as many as there are folds, each measured once.
fn deal(train: Clinc, choosing: Clinc, test: Clinc, folds: Option<usize>) -> Vec<Part> {
    let Some(folds) = folds else {
        let part = Part::new(train, choosing, test);
        return vec![part];
    };
    let mut whole = train;
    whole.extend(choosing);
    let (of_in, of_out) = (fold_of(&whole.in_scope, folds), fold_of(&whole.out_of_scope, folds));
    let pick = |rows: &[Row], of: &[usize], holds: &dyn Fn(usize) -> bool| -> Vec<Row> {
        let rows = rows.iter().zip(of).filter(|(_, of)| holds(**of));
        rows.map(|(row, _)| row.clone()).collect()
    };
    let part = |holds: &dyn Fn(usize) -> bool| Clinc {
        in_scope: pick(&whole.in_scope, &of_in, holds),
        out_of_scope: pick(&whole.out_of_scope, &of_out, holds),
    };
    (0..folds)
        .map(|fold| Part::new(part(&|of| of != fold), Clinc::default(), part(&|of| of == fold)))
        .collect()
}

impl Part {
    /// Where nothing is for choosing, some of what would be learnt from is. All known texts out of scope
    /// are for choosing: nothing is learnt from them.
    fn new(mut train: Clinc, mut choosing: Clinc, measured: Clinc) -> Self {
        choosing.out_of_scope.append(&mut train.out_of_scope);
        if !choosing.in_scope.is_empty() {
            return Self { learnt: train.in_scope, choosing, measured };
        }
        let of = fold_of(&train.in_scope, CHOOSING_PARTS);
        let mut learnt = Vec::new();
        for (row, fold) in train.in_scope.into_iter().zip(of) {
            if fold == 0 {
                choosing.in_scope.push(row);
            } else {
                learnt.push(row);
            }
        }
        Self { learnt, choosing, measured }
    }

    fn measured(&self, labels: &Labels, english: Option<&English>) -> Result<(Vec<Scored>, f32)> {
        ensure!(
            !self.choosing.out_of_scope.is_empty(),
            "--train has no texts out of scope to choose the threshold on"
        );
        let machine = Machine::learn(&self.learnt.iter().collect::<Vec<_>>(), labels, english)?;
        let bound = bound(&machine.scored(&self.choosing, labels));
        Ok((machine.scored(&self.measured, labels), bound))
    }
}

/// The threshold at which both goals are met with the most standard errors to spare, or missed by the
/// fewest.
fn bound(chosen_on: &[Scored]) -> f32 {
    let mut sorted: Vec<&Scored> = chosen_on.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let inside = sorted.iter().filter(|one| one.is_in_scope).count();
    let outside = sorted.len() - inside;
    let spare = |count: usize, of: usize, wanted: f64| {
        let of = of.max(1) as f64;
        (count as f64 / of - wanted) / (wanted * (1.0 - wanted) / of).sqrt()
    };
    let mut right = sorted.iter().filter(|one| one.is_in_scope && one.is_right()).count();
    let mut refused = 0;
    let mut found = (f64::MIN, f32::MIN);
    for one in sorted {
        // Scores up to this one are refused.
        if one.is_in_scope {
            right -= usize::from(one.is_right());
        } else {
            refused += 1;
        }
        let least =
            spare(right, inside, IN_SCOPE_WANTED).min(spare(refused, outside, RECOGNISED_WANTED));
        // Of those that spare as much, the one that refuses most of what is out of scope.
        if least >= found.0 {
            found = (least, one.score);
        }
    }
    found.1
}

fn tell(report: &mut Report, all: &[(Scored, f32)], bounds: &[f32]) {
    let of = |is_in_scope: bool| all.iter().filter(move |(one, _)| one.is_in_scope == is_in_scope);
    let is_accepted = |(one, bound): &&(Scored, f32)| one.score > *bound;
    let right = of(true).filter(|one| is_accepted(one) && one.0.is_right()).count();
    let refused = of(false).filter(|one| !is_accepted(one)).count();
    let refused_all = all.iter().filter(|one| !is_accepted(one)).count();
    report.accuracy = share(right + refused, all.len());
    report.in_scope_accuracy = share(right, of(true).count());
    report.oos_recall = share(refused, of(false).count());
    report.oos_precision = share(refused, refused_all);
    let sum: f64 = bounds.iter().map(|bound| f64::from(*bound)).sum();
    report.threshold = (!bounds.is_empty()).then(|| sum / bounds.len() as f64);
    let in_scope: Vec<Judged> = of(true).map(|(one, _)| one.judged.clone()).collect();
    report.in_scope_accuracy_without_threshold = measure::accuracy(&in_scope);
}

#[derive(Debug)]
struct Machine {
    learner: Learner,
    nearest: Near,
}

/// What is near is near by its vectors, or without an encoder by its n-grams.
#[derive(Debug)]
enum Near {
    Vectors(NearestVectors),
    Features(Nearest),
}

impl Machine {
    fn learn(rows: &[&Row], labels: &Labels, english: Option<&English>) -> Result<Self> {
        let learner = Learner::learn(rows, labels, &recipe(), english)?;
        let vectors: Option<Vec<&[f32]>> =
            rows.iter().map(|row| row.encoded.vector.as_deref()).collect();
        let nearest = match vectors.filter(|_| english.is_some()) {
            Some(vectors) => {
                let width = vectors.first().map_or(0, |vector| vector.len());
                Near::Vectors(NearestVectors::of(vectors, width))
            }
            None => {
                let features = rows.iter().map(|row| learner.classifier.row(&row.text, None, None));
                Near::Features(Nearest::of(features, learner.classifier.width()))
            }
        };
        Ok(Self { learner, nearest })
    }

    fn scored(&self, rows: &Clinc, labels: &Labels) -> Vec<Scored> {
        let inside = rows.in_scope.iter().map(|row| (row, true));
        let outside = rows.out_of_scope.iter().map(|row| (row, false));
        let all: Vec<(&Row, bool)> = inside.chain(outside).collect();
        parallel::map(&all, host::threads(), |(row, is_in_scope)| {
            let said = self.learner.say(row);
            let guessed = best(&said.scores).into_iter().collect();
            let near = match &self.nearest {
                Near::Vectors(nearest) => {
                    let vector = row.encoded.vector.as_deref().unwrap_or_default();
                    nearest.mean_cosine(vector, NEAREST)
                }
                Near::Features(nearest) => {
                    let row = self.learner.classifier.row(&row.text, None, None);
                    nearest.mean_cosine(row, NEAREST)
                }
            };
            let logit = said.logit.unwrap_or(0.0);
            let score = said.margin + NEAR_WEIGHT * near + LOGIT_WEIGHT * logit;
            let judged = Judged { meant: labels.places(row), guessed };
            Scored { judged, is_in_scope: *is_in_scope, score }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_spares_both_goals() {
        let one = |score: f32, is_in_scope: bool, is_right: bool| {
            let judged = Judged { meant: vec![usize::from(!is_right)], guessed: vec![0] };
            Scored { judged, is_in_scope, score }
        };
        // Nothing overlaps: the threshold lies between.
        let apart: Vec<Scored> =
            (0..100).map(|number| one(number as f32, number >= 50, true)).collect();
        assert_eq!(bound(&apart), 49.0);
        // Every second of the lower half is in scope: too many to refuse all of it for the rest.
        let mixed: Vec<Scored> = (0..100)
            .map(|number| one(number as f32, number >= 50 || number % 2 == 0, true))
            .collect();
        let found = bound(&mixed);
        assert!(found > 5.0 && found < 45.0, "{found}");
    }
}
