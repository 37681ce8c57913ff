//! An encoder in floating point: what training ends with. It is quantised once, here.

use simd::Norm;

use super::matrix::{Matrix, quantise};
use super::parts::{LayerParts, Parts, Prefixes};
use super::table::Table;
use super::{Encoder, LoadError};
use crate::tokenize::Tokenizer;

/// All weights of an encoder.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensors {
    pub heads: usize,
    /// A row for each word.
    pub words: Vec<f32>,
    /// A row for each position, with what is added to every word of a text already in it.
    pub positions: Vec<f32>,
    pub norm: Norm,
    pub layers: Vec<LayerTensors>,
}

/// The weights of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerTensors {
    pub query: Linear,
    pub key: Linear,
    pub value: Linear,
    pub join: Linear,
    pub after_attention: Norm,
    pub widen: Linear,
    pub narrow: Linear,
    pub after_widening: Norm,
}

/// Outputs of inputs: of the first output a weight for each input, then of the second …
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linear {
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
}

impl Linear {
    fn quantised(&self) -> Matrix {
        Matrix::quantised(&self.weights, self.biases.clone())
    }
}

impl LayerTensors {
    fn quantised(&self) -> LayerParts {
        let mut ask = self.query.quantised();
        ask.append(self.key.quantised());
        ask.append(self.value.quantised());
        LayerParts {
            ask,
            join: self.join.quantised(),
            after_attention: self.after_attention.clone(),
            widen: self.widen.quantised(),
            narrow: self.narrow.quantised(),
            after_widening: self.after_widening.clone(),
        }
    }
}

impl Encoder {
    /// Quantises weights, each row of a matrix with a scale of its own.
    ///
    /// # Errors
    /// [`LoadError`], when sizes do not fit together or are beyond their limits.
    pub fn quantised(tensors: &Tensors, tokenizer: Tokenizer) -> Result<Self, LoadError> {
        let (values, scales) = quantise(&tensors.words, tensors.norm.weights.len());
        Parts {
            tokenizer,
            prefixes: Prefixes::default(),
            heads: tensors.heads,
            words: Table::Bytes { values, scales },
            positions: tensors.positions.clone(),
            norm: tensors.norm.clone(),
            layers: tensors.layers.iter().map(LayerTensors::quantised).collect(),
        }
        .build()
    }
}
