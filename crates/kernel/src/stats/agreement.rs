//! How far two people who judge the same things agree beyond chance.

use std::collections::BTreeMap;

/// How much it counts that two judgements differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// They differ or they do not: Cohen 1960.
    Any,
    /// The square of how far they are apart: Cohen 1968, for scores.
    Squared,
}

impl Disagreement {
    fn weight(self, one: u8, other: u8) -> f64 {
        let apart = f64::from(one) - f64::from(other);
        match self {
            Self::Any => f64::from(u8::from(one != other)),
            Self::Squared => apart * apart,
        }
    }
}

/// Cohen's kappa of pairs of judgements: 1 for full agreement, 0 for that of chance. `None` where there
/// is no pair, or where everything was judged alike, which says nothing of agreement.
pub fn kappa(pairs: &[(u8, u8)], counts: Disagreement) -> Option<f64> {
    let n = pairs.len() as f64;
    let (mut first, mut second) = (BTreeMap::<u8, f64>::new(), BTreeMap::<u8, f64>::new());
    let mut seen = 0.0;
    for (one, other) in pairs {
        *first.entry(*one).or_default() += 1.0;
        *second.entry(*other).or_default() += 1.0;
        seen += counts.weight(*one, *other);
    }
    let mut by_chance = 0.0;
    for (one, ones) in &first {
        for (other, others) in &second {
            by_chance += counts.weight(*one, *other) * ones * others / n;
        }
    }
    (by_chance > 0.0).then(|| 1.0 - seen / by_chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(table: &[[usize; 3]; 3]) -> Vec<(u8, u8)> {
        let mut pairs = Vec::new();
        for (one, row) in (1..).zip(table) {
            for (other, count) in (1..).zip(row) {
                pairs.extend(std::iter::repeat_n((one, other), *count));
            }
        }
        pairs
    }

    #[test]
    fn the_published_example() {
        // Cohen 1960, table 1, of 200: 0.70 agree, 0.41 by chance.
        let table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]];
        let found = kappa(&pairs(&table), Disagreement::Any).unwrap();
        assert!((found - (0.70 - 0.41) / (1.0 - 0.41)).abs() < 1e-12, "{found}");
    }

    #[test]
    fn squared_weights_are_the_intraclass_correlation() {
        // Fleiss and Cohen 1973: with equal margins, that of the two lists of scores.
        let table = [[20, 5, 1], [5, 30, 5], [1, 5, 28]];
        let found = kappa(&pairs(&table), Disagreement::Squared).unwrap();
        let (mut square, mut product, mut n, mut sum) = (0.0, 0.0, 0.0, 0.0);
        for (one, other) in pairs(&table) {
            let (one, other) = (f64::from(one), f64::from(other));
            n += 1.0;
            sum += one;
            square += one * one;
            product += one * other;
        }
        let correlation = (product - sum * sum / n) / (square - sum * sum / n);
        assert!((found - correlation).abs() < 1e-12, "{found} {correlation}");
    }

    #[test]
    fn ends() {
        let (any, squared) = (Disagreement::Any, Disagreement::Squared);
        assert_eq!(kappa(&[], any), None);
        assert_eq!(kappa(&[(3, 3), (3, 3)], squared), None);
        assert_eq!(kappa(&[(1, 1), (5, 5)], squared), Some(1.0));
        assert_eq!(kappa(&[(0, 1), (1, 0)], any), Some(-1.0));
    }
}
