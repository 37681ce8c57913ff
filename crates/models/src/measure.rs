//! How good guesses are, held against what was meant; and how rows are dealt out for cross-validation.

use std::collections::BTreeSet;

use kernel::Rng;

/// One text: the classes that it is of, and those that were guessed, the surest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub meant: Vec<usize>,
    pub guessed: Vec<usize>,
}

impl Judged {
    /// Whether the first guess is among what was meant.
    pub fn first_is_right(&self) -> bool {
        self.guessed.first().is_some_and(|first| self.meant.contains(first))
    }

    /// Whether exactly what was meant was guessed, in any order.
    pub fn is_exact(&self) -> bool {
        let set = |classes: &[usize]| classes.iter().copied().collect::<BTreeSet<_>>();
        set(&self.meant) == set(&self.guessed)
    }
}

/// How often something was meant, guessed, and both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub meant: usize,
    pub guessed: usize,
    /// Of what was meant, how much was guessed.
    pub found: usize,
    /// Of what was guessed, how much was meant; the same as `found` but where one guess may cover two.
    pub right: usize,
}

impl Counts {
    /// Counts over all texts the classes of which `counts` holds.
    pub fn of(judged: &[Judged], counts: impl Fn(usize) -> bool) -> Self {
        let mut sum = Self::default();
        for one in judged {
            let meant = one.meant.iter().filter(|class| counts(**class));
            sum.meant += meant.clone().count();
            sum.guessed += one.guessed.iter().filter(|class| counts(**class)).count();
            sum.found += meant.filter(|class| one.guessed.contains(class)).count();
        }
        sum.right = sum.found;
        sum
    }

    /// Of what was meant, the share that was guessed; nothing where nothing was meant.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.meant)
    }

    /// Of what was guessed, the share that was meant; nothing where nothing was guessed.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.guessed)
    }

    /// The harmonic mean of both, nought where one of them is nought or nothing.
    pub fn f1(&self) -> f64 {
        match (self.recall(), self.precision()) {
            (Some(recall), Some(precision)) if recall + precision > 0.0 => {
                2.0 * recall * precision / (recall + precision)
            }
            _ => 0.0,
        }
    }
}

/// The share of `all` that `some` is; nothing of nothing.
pub fn share(some: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| some as f64 / all as f64)
}

/// The share of texts whose first guess is among what was meant.
pub fn accuracy(judged: &[Judged]) -> Option<f64> {
    share(judged.iter().filter(|one| one.first_is_right()).count(), judged.len())
}

/// The share of texts of which exactly what was meant was guessed.
pub fn exact(judged: &[Judged]) -> Option<f64> {
    share(judged.iter().filter(|one| one.is_exact()).count(), judged.len())
}

/// The mean of F1 over the classes that were meant or guessed at least once, each counting the same, as
/// scikit-learn's `f1_score(average="macro")`.
pub fn macro_f1(judged: &[Judged]) -> Option<f64> {
    let classes: BTreeSet<usize> =
        judged.iter().flat_map(|one| one.meant.iter().chain(&one.guessed)).copied().collect();
    let sum: f64 = classes.iter().map(|class| Counts::of(judged, |one| one == *class).f1()).sum();
    (!classes.is_empty()).then(|| sum / classes.len() as f64)
}

/// The least bound of which at least `share` (0 to 1) of the scores are not above; nothing of no scores.
pub fn bound_over(scores: &[f32], share: f64) -> Option<f32> {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f32::total_cmp);
    let wanted = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(wanted - 1).copied()
}

/// The fold, below `folds`, of each row: every class is dealt out evenly, in an order that only the seed
/// decides.
pub fn folds(classes: &[usize], folds: usize, seed: u64) -> Vec<usize> {
    let mut rng = Rng::seeded(seed);
    let mut order: Vec<(usize, u64, usize)> =
        classes.iter().enumerate().map(|(row, class)| (*class, rng.next_u64(), row)).collect();
    order.sort_unstable();
    let mut of = vec![0; classes.len()];
    for (dealt, (_, _, row)) in order.into_iter().enumerate() {
        if let Some(fold) = of.get_mut(row) {
            *fold = dealt % folds.max(1);
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &[(&[usize], &[usize])]) -> Vec<Judged> {
        let one = |(meant, guessed): &(&[usize], &[usize])| Judged {
            meant: meant.to_vec(),
            guessed: guessed.to_vec(),
        };
        rows.iter().map(one).collect()
    }

    #[test]
    fn two_classes_of_one_text_count_as_said() {
        let rows = judged(&[
            (&[0], &[0]),
            (&[0, 1], &[1]),
            (&[0, 1], &[1, 0]),
            (&[2], &[1, 2]),
            (&[2], &[]),
        ]);
        assert_eq!(accuracy(&rows), Some(3.0 / 5.0));
        assert_eq!(exact(&rows), Some(2.0 / 5.0));
        let both = Counts::of(&rows, |class| class < 2);
        assert_eq!(both, Counts { meant: 5, guessed: 5, found: 4, right: 4 });
        assert_eq!((both.recall(), both.precision()), (Some(0.8), Some(0.8)));
        assert_eq!((accuracy(&[]), macro_f1(&[])), (None, None));
    }

    /// Worked out by hand: class 0 has recall 1/2, precision 1; class 1 recall 1, precision 1/2; class 2
    /// was guessed once and never meant.
    #[test]
    fn every_class_counts_the_same_in_macro_f1() {
        let rows = judged(&[(&[0], &[0]), (&[0], &[1]), (&[1], &[1]), (&[1], &[1, 2])]);
        let (zero, one, two) = (2.0 / 3.0, 4.0 / 5.0, 0.0);
        let expected = (zero + one + two) / 3.0;
        assert!((macro_f1(&rows).unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn a_bound_lets_through_no_more_than_it_has_to() {
        let scores = [0.4, 0.1, 0.3, 0.2];
        for (share, bound) in [(0.0, 0.1), (0.25, 0.1), (0.5, 0.2), (0.51, 0.3), (1.0, 0.4)] {
            assert_eq!(bound_over(&scores, share), Some(bound), "{share}");
        }
        assert_eq!(bound_over(&[], 0.5), None);
    }

    #[test]
    fn folds_have_as_much_of_each_class() {
        let classes: Vec<usize> = (0..60).map(|row| row % 3).collect();
        let of = folds(&classes, 5, 1);
        for fold in 0..5 {
            for class in 0..3 {
                let both = of.iter().zip(&classes).filter(|(f, c)| (**f, **c) == (fold, class));
                assert_eq!(both.count(), 4, "fold {fold}, class {class}");
            }
        }
        assert_eq!(folds(&classes, 5, 1), of);
        assert_ne!(folds(&classes, 5, 2), of);
    }
}
