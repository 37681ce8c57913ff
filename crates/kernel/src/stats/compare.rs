//! How two groups differ, as a whole and within strata.

use super::{Estimate, Z, student_975, wilson};

/// Hits of cases.
pub type Counted = (u64, u64);

/// The difference of two shares, the first less the second (Newcombe 1998, method 10: from the two
/// Wilson intervals; right for few cases and for shares near 0 and 1). `None` where a group is empty.
pub fn newcombe(first: Counted, second: Counted) -> Option<Estimate> {
    let share = |(hits, of): Counted| hits as f64 / of as f64;
    let ((low1, high1), (low2, high2)) = (wilson(first.0, first.1)?, wilson(second.0, second.1)?);
    let (p1, p2) = (share(first), share(second));
    let value = p1 - p2;
    let below = ((p1 - low1).powi(2) + (high2 - p2).powi(2)).sqrt();
    let above = ((high1 - p1).powi(2) + (p2 - low2).powi(2)).sqrt();
    Some(Estimate { value, low: value - below, high: value + above })
}

/// The difference of two shares within strata (Mantel and Haenszel's risk difference), with the variance
/// of Sato, Greenland and Robins (1989), which holds for few large strata and for many small ones.
/// Strata that lack one of the groups say nothing of the difference and count nothing. `None` where no
/// stratum has both.
pub fn stratified_shares(strata: &[(Counted, Counted)]) -> Option<Estimate> {
    let (mut weights, mut weighted, mut by_size, mut by_hits) = (0.0, 0.0, 0.0, 0.0);
    for ((hits1, of1), (hits0, of0)) in strata {
        let [a, n1, b, n0] = [*hits1, *of1, *hits0, *of0].map(|count| count as f64);
        if n1 == 0.0 || n0 == 0.0 {
            continue;
        }
        let n = n1 + n0;
        weights += n1 * n0 / n;
        weighted += (a * n0 - b * n1) / n;
        by_size += (n1 * n1 * b - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2.0) / (n * n);
        by_hits += (a * (n0 - b) + b * (n1 - a)) / (2.0 * n);
    }
    if weights == 0.0 {
        return None;
    }
    let value = weighted / weights;
    let half = Z * (value * by_size + by_hits).max(0.0).sqrt() / weights;
    Some(Estimate { value, low: (value - half).max(-1.0), high: (value + half).min(1.0) })
}

/// What is known of a list of numbers once they are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sample {
    n: f64,
    mean: f64,
    /// Sum of the squares of the distances from the mean.
    squares: f64,
}

impl Sample {
    /// One number more (Welford 1962).
    pub fn add(&mut self, value: f64) {
        self.n += 1.0;
        let from = value - self.mean;
        self.mean += from / self.n;
        self.squares += from * (value - self.mean);
    }

    pub const fn count(&self) -> u64 {
        self.n as u64
    }

    /// The mean with Student's interval; `None` for fewer than two.
    pub fn mean(&self) -> Option<Estimate> {
        if self.n < 2.0 {
            return None;
        }
        let df = self.n - 1.0;
        let half = student_975(df) * (self.squares / df / self.n).sqrt();
        Some(Estimate { value: self.mean, low: self.mean - half, high: self.mean + half })
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let mut sample = Self::default();
        values.into_iter().for_each(|value| sample.add(value));
        sample
    }
}

/// The difference of two means, the first less the second, within strata; of one stratum, Welch's
/// (1947), whose groups may spread differently. Strata are weighed as in [`stratified_shares`]
/// (n₁n₀ / (n₁ + n₀)); each group's variance is pooled over its strata, so that a stratum may have one
/// value; the degrees of freedom are Satterthwaite's. `None` where no stratum has both groups, or a
/// group has no variance to estimate.
pub fn stratified_means(strata: &[(Sample, Sample)]) -> Option<Estimate> {
    let both = || strata.iter().filter(|(one, other)| one.n > 0.0 && other.n > 0.0);
    let (mut weights, mut weighted) = (0.0, 0.0);
    let (mut first, mut second) = (Pooled::default(), Pooled::default());
    for (one, other) in both() {
        let weight = one.n * other.n / (one.n + other.n);
        weights += weight;
        weighted += weight * (one.mean - other.mean);
        first.add(one, weight);
        second.add(other, weight);
    }
    if weights == 0.0 {
        return None;
    }
    let [one, other] = [first.variance()?, second.variance()?].map(|of| of / (weights * weights));
    let value = weighted / weights;
    let variance = one + other;
    if variance == 0.0 {
        return Some(Estimate { value, low: value, high: value });
    }
    let df = variance.powi(2) / (one.powi(2) / first.df + other.powi(2) / second.df);
    let half = student_975(df) * variance.sqrt();
    Some(Estimate { value, low: value - half, high: value + half })
}

/// One group over its strata.
#[derive(Default)]
struct Pooled {
    squares: f64,
    df: f64,
    /// Sum of the weights' squares by size.
    scale: f64,
}

impl Pooled {
    fn add(&mut self, sample: &Sample, weight: f64) {
        self.squares += sample.squares;
        self.df += sample.n - 1.0;
        self.scale += weight * weight / sample.n;
    }

    /// Of the weighted sum of its means.
    fn variance(&self) -> Option<f64> {
        (self.df > 0.0).then(|| self.squares / self.df * self.scale)
    }
}

#[cfg(test)]
mod tests;
