//! Scores to probabilities by a sigmoid.

/// Newton steps; it stands still after far fewer.
const STEPS: usize = 50;
/// Keeps the curvature from vanishing where classes are told apart without an error.
const RIDGE: f64 = 1e-6;

/// p = 1 / (1 + exp(−(slope · score + offset))).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Platt {
    pub(super) slope: f64,
    pub(super) offset: f64,
}

impl Platt {
    /// The sigmoid that makes what was seen likeliest, with Platt's targets, which keep it from
    /// certainty: (n₊ + 1) / (n₊ + 2) for what is of the class, 1 / (n₋ + 2) for what is not.
    pub fn fit(seen: &[(f32, bool)]) -> Self {
        let of = seen.iter().filter(|(_, is)| *is).count() as f64;
        let not = seen.len() as f64 - of;
        let (high, low) = ((of + 1.0) / (of + 2.0), 1.0 / (not + 2.0));
        let mut fitted = Self { slope: 1.0, offset: 0.0 };
        for _ in 0..STEPS {
            let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, RIDGE, 0.0, RIDGE);
            for (score, is) in seen {
                let x = f64::from(*score);
                let p = fitted.exact(x);
                let miss = p - if *is { high } else { low };
                let curve = p * (1.0 - p);
                g0 += miss * x;
                g1 += miss;
                h00 += curve * x * x;
                h01 += curve * x;
                h11 += curve;
            }
            let determinant = h00 * h11 - h01 * h01;
            let slope = (h11 * g0 - h01 * g1) / determinant;
            let offset = (h00 * g1 - h01 * g0) / determinant;
            fitted.slope -= slope.clamp(-5.0, 5.0);
            fitted.offset -= offset.clamp(-5.0, 5.0);
            if slope.abs() + offset.abs() < 1e-9 {
                break;
            }
        }
        fitted
    }

    fn exact(&self, score: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * score + self.offset)).exp())
    }

    /// The probability of a score.
    pub fn of(&self, score: f32) -> f32 {
        self.exact(f64::from(score)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_right_half_the_time_is_half_believed() {
        let seen: Vec<(f32, bool)> = (0..1_000)
            .flat_map(|n| [(-1.0, n % 10 == 0), (0.0, n % 2 == 0), (1.0, n % 10 != 0)])
            .collect();
        let fitted = Platt::fit(&seen);
        for (score, expected) in [(-1.0, 0.1), (0.0, 0.5), (1.0, 0.9)] {
            assert!((fitted.of(score) - expected).abs() < 0.01, "{score}: {}", fitted.of(score));
        }
    }

    #[test]
    fn what_is_told_apart_without_an_error_is_not_certain() {
        let seen: Vec<(f32, bool)> = (0..50).flat_map(|_| [(-1.0, false), (1.0, true)]).collect();
        let fitted = Platt::fit(&seen);
        assert!(fitted.of(1.0) < 1.0 && fitted.of(1.0) > 0.9);
        assert!(fitted.of(-1.0) > 0.0);
    }
}
