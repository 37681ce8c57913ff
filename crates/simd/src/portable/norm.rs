//! Sums of rows, normalised.

use super::math::fold;

/// Layer normalisation: what a normalised row is multiplied with and moved by.
/// Source: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
    /// Added to the variance, so that a row of equal values is not divided by nought.
    pub epsilon: f32,
}

#[inline(always)]
pub(crate) fn add_norm(rows: &mut [f32], added: &[f32], norm: &Norm) {
    let width = norm.weights.len().max(1);
    for (row, added) in rows.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
        for (value, added) in row.iter_mut().zip(added) {
            *value += added;
        }
        let sum = |value: f32, sum: f32| sum + value;
        let mean = fold(row, 0.0, |value| value, sum) / width as f32;
        let square = |value: f32| (value - mean) * (value - mean);
        let variance = fold(row, 0.0, square, sum) / width as f32;
        let inverse = 1.0 / (variance + norm.epsilon).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(&norm.weights).zip(&norm.biases) {
            *value = (*value - mean) * inverse * weight + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_mean_and_spread_that_it_is_given() {
        let norm = Norm { weights: vec![2.0; 4], biases: vec![10.0; 4], epsilon: 0.0 };
        let mut rows = [1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0, 8.0];
        add_norm(&mut rows, &[0.0, 0.0, 0.0, 0.0, 5.0, 5.0, 5.0, 5.0], &norm);
        // Variances are 1.25 and 12: (1 - 2.5) / √1.25 = -1.34164, (0 - 2) / √12 = -0.57735.
        let expected = [7.316_72, 9.105_57, 10.894_43, 12.683_28, 8.845_3, 8.845_3, 8.845_3];
        for (value, expected) in rows.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-4, "{rows:?}");
        }
    }
}
