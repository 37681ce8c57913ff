//! Matrices of bytes, as files have them and as the kernels want them.

use simd::Packed;

use super::LoadError;
use super::reader::finite;

/// Largest weight: symmetric, so that nought is exact.
const WEIGHT_MAX: f32 = 127.0;

/// A layer's weights: of the first output one for each input, then of the second …
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Matrix {
    pub(super) weights: Vec<i8>,
    /// Of each output.
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
}

impl Matrix {
    /// Quantises rows of weights, each with the scale that its largest asks for.
    pub(super) fn quantised(weights: &[f32], biases: Vec<f32>) -> Self {
        let inputs = weights.len() / biases.len().max(1);
        let (weights, scales) = quantise(weights, inputs);
        Self { weights, scales, biases }
    }

    /// Adds outputs behind.
    pub(super) fn append(&mut self, other: Self) {
        self.weights.extend(other.weights);
        self.scales.extend(other.scales);
        self.biases.extend(other.biases);
    }

    /// Lays it out for the kernels.
    ///
    /// # Errors
    /// [`LoadError::Size`] and [`LoadError::NotFinite`], naming the matrix.
    pub(super) fn pack(
        &self,
        inputs: usize,
        outputs: usize,
        name: &dyn Fn() -> String,
    ) -> Result<Packed, LoadError> {
        let sizes = [
            (self.weights.len(), inputs * outputs),
            (self.scales.len(), outputs),
            (self.biases.len(), outputs),
        ];
        if let Some((given, wanted)) = sizes.into_iter().find(|(given, wanted)| given != wanted) {
            return Err(LoadError::Size { name: name(), given, wanted });
        }
        finite(&self.scales, name)?;
        finite(&self.biases, name)?;
        Packed::new(inputs, &self.weights, &self.scales, &self.biases)
            .map_err(|_| LoadError::Size { name: name(), given: inputs, wanted: simd::WIDTH_MAX })
    }

    /// A packed one as it was.
    pub(super) fn of(packed: &Packed) -> Self {
        Self {
            weights: packed.weights(),
            scales: packed.scales().to_vec(),
            biases: packed.biases().to_vec(),
        }
    }
}

/// Rows of this width as bytes, and the scale of each.
pub(super) fn quantise(values: &[f32], width: usize) -> (Vec<i8>, Vec<f32>) {
    let mut bytes = Vec::with_capacity(values.len());
    let mut scales = Vec::with_capacity(values.len() / width.max(1));
    for row in values.chunks_exact(width.max(1)) {
        let largest = row.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let scale = largest / WEIGHT_MAX;
        let inverse = if scale.is_normal() { 1.0 / scale } else { 0.0 };
        bytes.extend(row.iter().map(|value| (value * inverse).round_ties_even() as i8));
        scales.push(scale);
    }
    (bytes, scales)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_at_most_half_a_step_off() {
        let weights = [0.5, -1.27, 0.004, 0.006, 0.0, 0.0, 0.0, 0.0];
        let matrix = Matrix::quantised(&weights, vec![0.0; 2]);
        assert_eq!(matrix.weights, [50, -127, 0, 1, 0, 0, 0, 0]);
        assert!((matrix.scales[0] - 0.01).abs() < 1e-7);
        assert_eq!(matrix.scales[1], 0.0);
    }
}
