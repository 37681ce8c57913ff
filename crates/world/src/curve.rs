//! Distributions as a handful of quantiles with straight lines between them: easy to read, and the
//! same on every machine because only additions, multiplications and divisions are used.

use kernel::{Duration, Rng};

/// Quantiles `(share, value)` in rising order, from share 0 to share 1.
#[derive(Debug, Clone, Copy)]
pub struct Curve(&'static [(f64, f64)]);

impl Curve {
    /// From quantiles in rising order; the first share is 0 and the last 1.
    pub const fn new(quantiles: &'static [(f64, f64)]) -> Self {
        Self(quantiles)
    }

    /// The value below which a share of all draws lies.
    pub fn at(&self, share: f64) -> f64 {
        let mut low = (0.0, self.0.first().map_or(0.0, |(_, value)| *value));
        for high in self.0 {
            if share <= high.0 {
                let width = high.0 - low.0;
                let part = if width > 0.0 { (share - low.0) / width } else { 1.0 };
                return low.1 + part * (high.1 - low.1);
            }
            low = *high;
        }
        low.1
    }

    pub fn draw(&self, rng: &mut Rng) -> f64 {
        self.at(rng.unit())
    }

    /// A draw, as days.
    pub fn days(&self, rng: &mut Rng) -> Duration {
        Duration::from_millis((self.draw(rng) * Duration::DAY.as_millis() as f64) as i64)
    }

    /// A draw, as hours.
    pub fn hours(&self, rng: &mut Rng) -> Duration {
        Duration::from_millis((self.draw(rng) * Duration::HOUR.as_millis() as f64) as i64)
    }
}

/// One of several things by weight; the first when all weights are zero.
pub(crate) fn weighted<T: Copy>(rng: &mut Rng, choices: &[(T, f64)]) -> Option<T> {
    let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.unit() * total;
    for (choice, weight) in choices {
        if left < *weight {
            return Some(*choice);
        }
        left -= weight;
    }
    choices.first().map(|(choice, _)| *choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_on_straight_lines_between_quantiles() {
        let curve = Curve::new(&[(0.0, 1.0), (0.5, 2.0), (1.0, 12.0)]);
        for (share, value) in [(0.0, 1.0), (0.25, 1.5), (0.5, 2.0), (0.75, 7.0), (1.0, 12.0)] {
            assert!((curve.at(share) - value).abs() < 1e-12, "{share}");
        }
    }

    #[test]
    fn weights_are_kept() {
        let mut rng = Rng::seeded(7);
        let ones =
            (0..10_000).filter(|_| weighted(&mut rng, &[(1, 0.2), (0, 0.8)]) == Some(1)).count();
        assert!((1_850..2_150).contains(&ones), "{ones}");
    }
}
