//! Lists of scores, one a document, and what is done with them everywhere.

use std::cmp::Ordering;

/// Divided by the largest; all zero when nothing is above zero.
pub(crate) fn normalised(mut scores: Vec<f64>) -> Vec<f64> {
    let max = scores.iter().copied().fold(0.0, f64::max);
    for score in &mut scores {
        *score = if max > 0.0 { *score / max } else { 0.0 };
    }
    scores
}

/// Positions and scores above zero, the best first; of equals the first stays first.
pub(crate) fn best(scores: &[f64], count: usize) -> Vec<(usize, f64)> {
    let mut ranked: Vec<(usize, f64)> =
        scores.iter().copied().enumerate().filter(|(_, score)| *score > 0.0).collect();
    // Only those that are asked for are put in order: sorting thousands would cost most of a search.
    if count < ranked.len() {
        ranked.select_nth_unstable_by(count, better);
        ranked.truncate(count);
    }
    ranked.sort_unstable_by(better);
    ranked
}

/// The higher score first, of equals the first position.
pub(crate) fn better(a: &(usize, f64), b: &(usize, f64)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// The score at a position; 0 outside.
pub(crate) fn at(scores: &[f64], position: usize) -> f64 {
    scores.get(position).copied().unwrap_or(0.0)
}

/// Adds to the score at a position; nothing happens outside.
pub(crate) fn add(scores: &mut [f64], position: usize, more: f64) {
    if let Some(score) = scores.get_mut(position) {
        *score += more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_in_order_and_equals_as_they_stand() {
        let scores = [0.2, 0.0, 0.9, 0.2, 0.5, -1.0];
        let table = [
            (0, vec![]),
            (2, vec![(2, 0.9), (4, 0.5)]),
            (3, vec![(2, 0.9), (4, 0.5), (0, 0.2)]),
            (9, vec![(2, 0.9), (4, 0.5), (0, 0.2), (3, 0.2)]),
        ];
        for (count, expected) in table {
            assert_eq!(best(&scores, count), expected);
        }
    }

    #[test]
    fn the_largest_becomes_one() {
        assert_eq!(normalised(vec![1.0, 4.0]), [0.25, 1.0]);
        assert_eq!(normalised(vec![0.0, 0.0]), [0.0, 0.0]);
    }
}
