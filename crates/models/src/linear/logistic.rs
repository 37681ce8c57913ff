//! Logistic regression of many classes at once: probabilities rather than margins, so that those of
//! different learners can be multiplied.
//!
//! Minimises ½ Σ w² + C Σ −ln p(class of the row); the constants are free. Found by L-BFGS. Source: J.
//! Nocedal, S. J. Wright, "Numerical Optimization", 2006, algorithms 7.4 and 3.1.

use super::TrainError;
use crate::sparse::SparseVec;

const STEPS_MAX: usize = 300;
/// How many steps the curvature is remembered for.
const REMEMBERED: usize = 10;
/// Ends where no slope is larger, for a row.
const SLOPE_ENOUGH: f64 = 1e-5;
/// Halvings of a step that does not lower the loss.
const HALVINGS_MAX: usize = 30;
/// What share of the fall that slopes promise must come true.
const FALL_MIN: f64 = 1e-4;

/// The probability of each class.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    classes: usize,
    width: usize,
    /// Of each place the weights of all classes; the last place is constant.
    weights: Vec<f64>,
}

impl Logistic {
    /// Trains on rows of `width` places, each of one class.
    ///
    /// # Errors
    /// [`TrainError`].
    pub fn train(
        rows: &[SparseVec],
        labels: &[usize],
        classes: usize,
        width: usize,
        c: f64,
    ) -> Result<Self, TrainError> {
        if rows.len() != labels.len() {
            return Err(TrainError::Labels { rows: rows.len(), labels: labels.len() });
        }
        if !(2..=super::CLASSES_MAX).contains(&classes) {
            return Err(TrainError::Classes { classes });
        }
        if let Some(label) = labels.iter().find(|label| **label >= classes) {
            return Err(TrainError::Label { label: *label, classes });
        }
        let start = Self { classes, width, weights: vec![0.0; (width + 1) * classes] };
        let weights = descend(start.weights.clone(), rows.len(), |weights| {
            start.loss(rows, labels, c, weights)
        });
        Ok(Self { weights, ..start })
    }

    /// The logarithm of each class's probability.
    pub fn logs(&self, row: &SparseVec) -> Vec<f64> {
        self.logs_by(&self.weights, row)
    }

    fn logs_by(&self, weights: &[f64], row: &SparseVec) -> Vec<f64> {
        let of_place = |place: usize| {
            let start = place * self.classes;
            weights.get(start..start + self.classes).unwrap_or_default()
        };
        let mut scores = of_place(self.width).to_vec();
        for (place, value) in row.iter() {
            for (score, weight) in scores.iter_mut().zip(of_place(place as usize)) {
                *score += f64::from(value) * weight;
            }
        }
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let log_sum = scores.iter().map(|score| (score - most).exp()).sum::<f64>().ln() + most;
        scores.iter().map(|score| score - log_sum).collect()
    }

    fn loss(
        &self,
        rows: &[SparseVec],
        labels: &[usize],
        c: f64,
        weights: &[f64],
    ) -> (f64, Vec<f64>) {
        let constants = self.width * self.classes;
        let mut slopes = weights.to_vec();
        slopes.iter_mut().skip(constants).for_each(|slope| *slope = 0.0);
        let mut loss =
            0.5 * weights.iter().take(constants).map(|weight| weight * weight).sum::<f64>();
        for (row, label) in rows.iter().zip(labels) {
            let logs = self.logs_by(weights, row);
            loss -= c * logs.get(*label).copied().unwrap_or(0.0);
            let miss: Vec<f64> = logs
                .iter()
                .enumerate()
                .map(|(class, log)| c * (log.exp() - if class == *label { 1.0 } else { 0.0 }))
                .collect();
            let places = row.iter().map(|(place, value)| (place as usize, f64::from(value)));
            for (place, value) in places.chain([(self.width, 1.0)]) {
                let own = slopes.iter_mut().skip(place * self.classes);
                own.zip(&miss).for_each(|(slope, miss)| *slope += value * miss);
            }
        }
        (loss, slopes)
    }
}

/// A step that was made, and how the slopes changed over it.
struct Remembered {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn add(to: &mut [f64], from: &[f64], factor: f64) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += factor * from);
}

/// Where the loss is least, from `at` on.
fn descend(mut at: Vec<f64>, rows: usize, loss_at: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let (mut loss, mut slopes) = loss_at(&at);
    let mut known: Vec<Remembered> = Vec::new();
    for _ in 0..STEPS_MAX {
        let largest = slopes.iter().fold(0.0_f64, |largest, slope| largest.max(slope.abs()));
        if largest <= SLOPE_ENOUGH * rows.max(1) as f64 {
            break;
        }
        let way = direction(&slopes, &known);
        let fall = product(&way, &slopes);
        let mut length = if known.is_empty() { 1.0 / largest } else { 1.0 };
        let next = (0..HALVINGS_MAX).find_map(|_| {
            let mut next = at.clone();
            add(&mut next, &way, length);
            let (next_loss, next_slopes) = loss_at(&next);
            let is_lower = next_loss <= loss + FALL_MIN * length * fall;
            length *= 0.5;
            is_lower.then_some((next, next_loss, next_slopes))
        });
        let Some((next, next_loss, next_slopes)) = next else { break };
        let difference = |new: &[f64], old: &[f64]| -> Vec<f64> {
            new.iter().zip(old).map(|(new, old)| new - old).collect()
        };
        let (step, change) = (difference(&next, &at), difference(&next_slopes, &slopes));
        let curve = product(&step, &change);
        if curve > 0.0 {
            known.push(Remembered { step, change, inverse: 1.0 / curve });
            if known.len() > REMEMBERED {
                known.remove(0);
            }
        }
        (at, loss, slopes) = (next, next_loss, next_slopes);
    }
    at
}

/// Down the slopes, as bent as the remembered steps say.
fn direction(slopes: &[f64], known: &[Remembered]) -> Vec<f64> {
    let mut way: Vec<f64> = slopes.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for one in known.iter().rev() {
        let share = one.inverse * product(&one.step, &way);
        add(&mut way, &one.change, -share);
        shares.push(share);
    }
    if let Some(last) = known.last() {
        let scale = 1.0 / (last.inverse * product(&last.change, &last.change));
        way.iter_mut().for_each(|value| *value *= scale);
    }
    for (one, share) in known.iter().zip(shares.into_iter().rev()) {
        let back = one.inverse * product(&one.change, &way);
        add(&mut way, &one.step, share - back);
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(items: &[(u32, f32)]) -> SparseVec {
        SparseVec::new(items.to_vec())
    }

    /// Without places there are constants alone, which are free: the probabilities are the shares.
    #[test]
    fn constants_give_the_shares() {
        let rows = vec![row(&[]); 10];
        let labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
        let trained = Logistic::train(&rows, &labels, 3, 0, 1.0).unwrap();
        for (log, share) in trained.logs(&row(&[])).into_iter().zip([0.5, 0.3, 0.2]) {
            assert!((log.exp() - share).abs() < 1e-4, "{log}");
        }
    }

    /// Two rows, two classes: with x = ± 1 and weights ± w, the optimum has w = C (1 − p) · 2 / 2 for each
    /// class, p = 1 / (1 + e^(−2 w)).
    #[test]
    fn the_optimum_is_found() {
        let rows = [row(&[(0, 1.0)]), row(&[(0, -1.0)])];
        for c in [0.1, 1.0, 10.0] {
            let trained = Logistic::train(&rows, &[0, 1], 2, 1, c).unwrap();
            let likely = trained.logs(&rows[0])[0].exp();
            let weight = trained.weights[0];
            assert!((likely - 1.0 / (1.0 + (-2.0 * weight).exp())).abs() < 1e-6);
            let slope = weight - 2.0 * c * (1.0 - likely);
            assert!(slope.abs() < 1e-3, "{c}: {slope}");
        }
    }

    #[test]
    fn what_cannot_be_trained_says_why() {
        let train = |labels: &[usize], classes| {
            Logistic::train(&[row(&[])], labels, classes, 0, 1.0).map(|_| ())
        };
        assert_eq!(train(&[], 2), Err(TrainError::Labels { rows: 1, labels: 0 }));
        assert_eq!(train(&[2], 2), Err(TrainError::Label { label: 2, classes: 2 }));
        assert_eq!(train(&[0], 1), Err(TrainError::Classes { classes: 1 }));
    }
}
