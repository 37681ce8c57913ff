//! Ridge logistic regression by Newton's method: the weights of the signs.

use std::collections::BTreeSet;

use super::features::{Row, WIDTH};

/// Of the squared weights, for each hundredth of a task.
const RIDGE: f64 = 3.0;
/// The constant is hardly held back.
const RIDGE_CONSTANT: f64 = 1e-6;
const STEPS: usize = 12;

type Matrix = [[f64; WIDTH]; WIDTH];

/// The weights of raw signs, from tasks: the signs of each document, and the required ones. Every
/// task counts the same, and so do its required documents together and the others together.
pub(super) fn weights(tasks: &[(Vec<Row>, &BTreeSet<usize>)]) -> Row {
    let (mean, spread) = moments(tasks);
    let mut samples: Vec<(Row, f64, f64)> = Vec::new();
    for (rows, required) in tasks {
        for (position, row) in rows.iter().enumerate() {
            let wanted = required.contains(&position);
            let alike = if wanted { required.len() } else { rows.len() };
            let mut z = *row;
            for ((value, mean), spread) in z.iter_mut().zip(mean).zip(spread) {
                *value = (*value - mean) / spread;
            }
            samples.push((z, f64::from(u8::from(wanted)), 1.0 / alike as f64));
        }
    }
    let mut ridge = [RIDGE * tasks.len() as f64 / 100.0; WIDTH];
    if let Some(constant) = ridge.last_mut() {
        *constant = RIDGE_CONSTANT;
    }
    let mut theta = [0.0; WIDTH];
    for _ in 0..STEPS {
        let (curvature, slope) = derivatives(&samples, &theta, &ridge);
        for (value, step) in theta.iter_mut().zip(solve(curvature, slope)) {
            *value -= step;
        }
    }
    for (value, spread) in theta.iter_mut().zip(spread) {
        *value /= spread;
    }
    theta
}

/// Mean and spread of each sign; the constant keeps its 1.
fn moments(tasks: &[(Vec<Row>, &BTreeSet<usize>)]) -> (Row, Row) {
    let rows = || tasks.iter().flat_map(|(rows, _)| rows);
    let count = rows().count().max(1) as f64;
    let mut mean = [0.0; WIDTH];
    for row in rows() {
        for (mean, value) in mean.iter_mut().zip(row) {
            *mean += value / count;
        }
    }
    let mut spread = [0.0; WIDTH];
    for row in rows() {
        for ((spread, value), mean) in spread.iter_mut().zip(row).zip(mean) {
            *spread += (value - mean).powi(2) / count;
        }
    }
    let mut spread = spread.map(|variance: f64| variance.sqrt() + 1e-9);
    if let (Some(mean), Some(spread)) = (mean.last_mut(), spread.last_mut()) {
        (*mean, *spread) = (0.0, 1.0);
    }
    (mean, spread)
}

/// Second and first derivatives of the loss.
fn derivatives(samples: &[(Row, f64, f64)], theta: &Row, ridge: &Row) -> (Matrix, Row) {
    let mut curvature: Matrix = [[0.0; WIDTH]; WIDTH];
    let mut slope = [0.0; WIDTH];
    for (z, wanted, weight) in samples {
        let score: f64 = z.iter().zip(theta).map(|(z, theta)| z * theta).sum();
        let chance = 1.0 / (1.0 + (-score).exp());
        let bend = weight * chance * (1.0 - chance);
        for ((row, slope), a) in curvature.iter_mut().zip(&mut slope).zip(z) {
            *slope += a * weight * (chance - wanted);
            for (cell, b) in row.iter_mut().zip(z) {
                *cell += a * bend * b;
            }
        }
    }
    for (n, (((row, slope), theta), ridge)) in
        curvature.iter_mut().zip(&mut slope).zip(theta).zip(ridge).enumerate()
    {
        *slope += ridge * theta;
        if let Some(cell) = row.get_mut(n) {
            *cell += ridge;
        }
    }
    (curvature, slope)
}

/// Gauss and Jordan, each time with the largest pivot of the rows that are left.
fn solve(matrix: Matrix, right: Row) -> Row {
    let mut left: Vec<(Row, f64)> = matrix.into_iter().zip(right).collect();
    let mut done: Vec<(Row, f64)> = Vec::new();
    for column in 0..WIDTH {
        let size = |row: &(Row, f64)| cell(&row.0, column).abs();
        let largest = left.iter().enumerate().max_by(|a, b| size(a.1).total_cmp(&size(b.1)));
        let Some(place) = largest.map(|(place, _)| place) else { break };
        let (mut pivot, mut value) = left.swap_remove(place);
        let head = cell(&pivot, column);
        for cell in &mut pivot {
            *cell /= head;
        }
        value /= head;
        for (row, right) in left.iter_mut().chain(&mut done) {
            let times = cell(row, column);
            for (cell, pivot) in row.iter_mut().zip(pivot) {
                *cell -= times * pivot;
            }
            *right -= times * value;
        }
        done.push((pivot, value));
    }
    let mut solution = [0.0; WIDTH];
    for (out, (_, value)) in solution.iter_mut().zip(done) {
        *out = value;
    }
    solution
}

fn cell(row: &Row, column: usize) -> f64 {
    row.get(column).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let mut matrix = [[0.0; WIDTH]; WIDTH];
        for (n, row) in matrix.iter_mut().enumerate() {
            row[n] = 2.0;
            row[(n + 1) % WIDTH] = 5.0;
        }
        let expected: Row = std::array::from_fn(|n| n as f64 - 3.0);
        let right: Row =
            std::array::from_fn(|n| 2.0 * expected[n] + 5.0 * expected[(n + 1) % WIDTH]);
        for (found, expected) in solve(matrix, right).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }

    #[test]
    fn the_sign_that_tells_gets_the_weight() {
        let mut rows = vec![[0.0; WIDTH]; 40];
        let required: BTreeSet<usize> = (0..40).filter(|n| n % 4 == 0).collect();
        for (n, row) in rows.iter_mut().enumerate() {
            row[WIDTH - 1] = 1.0;
            row[0] = f64::from(u8::from(required.contains(&n) != (n == 7 || n == 8)));
            row[1] = (n % 3) as f64;
        }
        let weights = weights(&[(rows, &required)]);
        assert!(weights[0] > 1.0 && weights[0] > 5.0 * weights[1].abs(), "{weights:?}");
    }
}
