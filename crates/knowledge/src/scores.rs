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
    ranked.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal));
    ranked.truncate(count);
    ranked
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
