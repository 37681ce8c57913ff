//! Many classes at once, and probabilities for their scores.

use kernel::Rng;
use serde::{Deserialize, Serialize};

use super::dual::{self, Problem};
use crate::sparse::SparseVec;

/// Most classes of one classifier.
pub const CLASSES_MAX: usize = 10_000;

/// How a classifier is trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// What an error costs against a wide margin; more follows the texts closer.
    pub c: f64,
    /// Whether an error on a row of a rare class costs more: C · rows / (classes · rows of the class), as
    /// LIBLINEAR and scikit-learn weigh "balanced" classes.
    pub balanced: bool,
    /// How near to the optimum is enough.
    pub tolerance: f64,
    pub seed: u64,
    /// Threads; the answer is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { c: 1.0, balanced: false, tolerance: 0.01, seed: 1, threads: 1 }
    }
}

/// Why nothing was trained.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TrainError {
    #[error("there are {rows} rows and {labels} labels; each row has one")]
    Labels { rows: usize, labels: usize },
    #[error("label {label} is none of the {classes} classes")]
    Label { label: usize, classes: usize },
    #[error("{classes} classes; there are 2 to {CLASSES_MAX}")]
    Classes { classes: usize },
}

/// A score for each class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classifier {
    classes: usize,
    width: usize,
    /// The weights of the first place for each class, then of the second …; the last place is constant.
    weights: Vec<f32>,
}

impl Classifier {
    /// Trains on rows of `width` places, each with the classes that it is of.
    ///
    /// # Errors
    /// [`TrainError`].
    pub fn train(
        rows: &[SparseVec],
        labels: &[Vec<usize>],
        classes: usize,
        width: usize,
        options: &Options,
    ) -> Result<Self, TrainError> {
        if rows.len() != labels.len() {
            return Err(TrainError::Labels { rows: rows.len(), labels: labels.len() });
        }
        if !(2..=CLASSES_MAX).contains(&classes) {
            return Err(TrainError::Classes { classes });
        }
        if let Some(label) = labels.iter().flatten().find(|label| **label >= classes) {
            return Err(TrainError::Label { label: *label, classes });
        }
        let constant = u32::try_from(width).unwrap_or(u32::MAX);
        let rows: Vec<SparseVec> = rows
            .iter()
            .cloned()
            .map(|mut row| {
                row.extend_dense(constant, &[1.0]);
                row
            })
            .collect();
        let squares: Vec<f32> = rows.iter().map(SparseVec::square).collect();
        let width = width + 1;
        let problem = Problem {
            rows: &rows,
            squares: &squares,
            width,
            c: options.c,
            tolerance: options.tolerance,
        };
        let of = |class: usize| {
            // A seed of its own for each class: the order in which threads take them does not matter.
            let mut rng =
                Rng::seeded(options.seed.wrapping_mul(1_000_003).wrapping_add(class as u64));
            let is_of = |row: usize| labels.get(row).is_some_and(|labels| labels.contains(&class));
            let c_of = if options.balanced {
                let of_class = (0..labels.len()).filter(|row| is_of(*row)).count().max(1);
                options.c * labels.len() as f64 / (classes * of_class) as f64
            } else {
                options.c
            };
            dual::solve(&problem, c_of, is_of, &mut rng)
        };
        let threads = options.threads.clamp(1, classes);
        let mut machines: Vec<(usize, Vec<f32>)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|first| {
                    let of = &of;
                    scope.spawn(move || {
                        (first..classes).step_by(threads).map(|class| (class, of(class))).collect()
                    })
                })
                .collect();
            // A class that was lost would shift all others: a panic goes on here.
            let solved = workers.into_iter().flat_map(|worker| -> Vec<(usize, Vec<f32>)> {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            solved.collect()
        });
        machines.sort_by_key(|(class, _)| *class);
        let mut weights = Vec::with_capacity(width * classes);
        for place in 0..width {
            weights.extend(machines.iter().map(|(_, own)| own.get(place).copied().unwrap_or(0.0)));
        }
        Ok(Self { classes, width, weights })
    }

    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// The mean of two that were trained on the same rows, where `other` saw places behind those of this
    /// one: its scores are the means of both scores.
    ///
    /// # Errors
    /// [`TrainError::Classes`], when they tell other classes apart.
    pub fn mean(&self, other: &Self) -> Result<Self, TrainError> {
        if self.classes != other.classes || self.width > other.width {
            return Err(TrainError::Classes { classes: other.classes });
        }
        let mut weights: Vec<f32> = other.weights.iter().map(|weight| weight * 0.5).collect();
        let shared = (self.width - 1) * self.classes;
        let (places, constant) = self.weights.split_at(shared.min(self.weights.len()));
        for (mean, weight) in weights.iter_mut().zip(places) {
            *mean += weight * 0.5;
        }
        let last = weights.len() - self.classes;
        for (mean, weight) in weights.iter_mut().skip(last).zip(constant) {
            *mean += weight * 0.5;
        }
        Ok(Self { classes: self.classes, width: other.width, weights })
    }

    /// Its sizes and weights, for a file.
    pub(crate) fn parts(&self) -> (usize, usize, &[f32]) {
        (self.classes, self.width, &self.weights)
    }

    /// From what [`Self::parts`] gave; nothing where the sizes do not fit.
    pub(crate) fn of_parts(classes: usize, width: usize, weights: Vec<f32>) -> Option<Self> {
        let fits = width > 0 && classes.checked_mul(width) == Some(weights.len());
        fits.then_some(Self { classes, width, weights })
    }

    /// The score of each class: above nought it is more likely than not.
    pub fn scores(&self, row: &SparseVec) -> Vec<f32> {
        let of_place = |place: usize| {
            self.weights.get(place * self.classes..(place + 1) * self.classes).unwrap_or_default()
        };
        let mut scores = of_place(self.width - 1).to_vec();
        for (place, value) in row.iter() {
            for (score, weight) in scores.iter_mut().zip(of_place(place as usize)) {
                *score += value * weight;
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(items: &[(u32, f32)]) -> SparseVec {
        SparseVec::new(items.to_vec())
    }

    #[test]
    fn what_can_be_told_apart_is() {
        let rows =
            [row(&[(0, 1.0)]), row(&[(1, 1.0)]), row(&[(2, 1.0)]), row(&[(0, 1.0), (1, 1.0)])];
        let labels = [vec![0], vec![1], vec![2], vec![0, 1]];
        let options = Options { c: 10.0, ..Options::default() };
        let trained = Classifier::train(&rows, &labels, 3, 3, &options).unwrap();
        for (row, labels) in rows.iter().zip(&labels) {
            let scores = trained.scores(row);
            for (class, score) in scores.iter().enumerate() {
                assert_eq!(*score > 0.0, labels.contains(&class), "{labels:?}: {scores:?}");
            }
        }
        let threads = Options { threads: 3, ..options };
        assert_eq!(Classifier::train(&rows, &labels, 3, 3, &threads).unwrap(), trained);
    }

    #[test]
    fn the_mean_scores_as_the_mean_of_both() {
        let plain = [row(&[(0, 1.0)]), row(&[(1, 1.0)]), row(&[(0, 0.5), (1, 0.7)])];
        let mut more = plain.clone();
        for (row, value) in more.iter_mut().zip([0.3, -0.4, 0.1]) {
            row.extend_dense(2, &[value, 1.0 - value]);
        }
        let labels = [vec![0], vec![1], vec![1]];
        let one = Classifier::train(&plain, &labels, 2, 2, &Options::default()).unwrap();
        let other = Classifier::train(&more, &labels, 2, 4, &Options::default()).unwrap();
        let mean = one.mean(&other).unwrap();
        for (plain, more) in plain.iter().zip(&more) {
            let both = one.scores(plain).into_iter().zip(other.scores(more));
            for (mean, (one, other)) in mean.scores(more).into_iter().zip(both) {
                assert!((mean - (one + other) / 2.0).abs() < 1e-6);
            }
        }
        assert!(other.mean(&one).is_err());
    }

    /// Two points on a line have the answer in closed form: with x = ±1, no constant and squared hinge
    /// loss, w = 4C / (1 + 4C); the constant is nought by symmetry.
    #[test]
    fn the_optimum_is_found() {
        let rows = [row(&[(0, 1.0)]), row(&[(0, -1.0)])];
        for c in [0.1, 1.0, 10.0] {
            let options = Options { c, tolerance: 1e-6, ..Options::default() };
            let trained = Classifier::train(&rows, &[vec![0], vec![1]], 2, 1, &options).unwrap();
            let [score, other] = trained.scores(&rows[0])[..] else { panic!("two classes") };
            let expected = 4.0 * c / (1.0 + 4.0 * c);
            assert!((f64::from(score) - expected).abs() < 1e-4, "{score} for {expected}");
            assert!((score + other).abs() < 1e-4);
        }
    }

    /// Of one value, one row is of class 0 and three are of class 1: weighed the same, the rare class
    /// loses by far; balanced, it loses by less.
    #[test]
    fn a_rare_class_is_made_up_for() {
        let rows = [row(&[]), row(&[]), row(&[]), row(&[])];
        let labels = [vec![0], vec![1], vec![1], vec![1]];
        let rare = |balanced| {
            let options = Options { c: 1.0, tolerance: 1e-6, balanced, ..Options::default() };
            Classifier::train(&rows, &labels, 2, 1, &options).unwrap().scores(&rows[0])[0]
        };
        // The constant b alone: ½ b² + C₊ (1 − b)² + 3 C (1 + b)², least at 2 (C₊ − 3 C) / (1 + 2 C₊ + 6 C),
        // with C = 1 and C₊ = 1 or 4 / (2 · 1).
        for (balanced, of) in [(false, 1.0), (true, 2.0)] {
            let expected = 2.0 * (of - 3.0) / (1.0 + 2.0 * of + 6.0);
            let score = rare(balanced);
            assert!((score - expected).abs() < 1e-3, "{balanced}: {score} for {expected}");
        }
    }

    #[test]
    fn what_cannot_be_trained_says_why() {
        let rows = [row(&[(0, 1.0)])];
        let train = |labels: &[Vec<usize>], classes| {
            Classifier::train(&rows, labels, classes, 1, &Options::default()).map(|_| ())
        };
        assert_eq!(train(&[], 2), Err(TrainError::Labels { rows: 1, labels: 0 }));
        assert_eq!(train(&[vec![2]], 2), Err(TrainError::Label { label: 2, classes: 2 }));
        assert_eq!(train(&[vec![0]], 1), Err(TrainError::Classes { classes: 1 }));
    }
}
