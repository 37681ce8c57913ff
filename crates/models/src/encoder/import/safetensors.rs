//! Weights in floating point from a file of safetensors, under the names that BERT has in `transformers`.
//!
//! Source of the format: github.com/huggingface/safetensors, README: the length of a header in JSON, the
//! header, the values.

use std::collections::HashMap;

use simd::Norm;

use super::super::LoadError;
use super::super::reader::{Reader, floats};
use super::super::tensors::{LayerTensors, Linear, Tensors};
use crate::tokenize::TOKENS_MAX;

/// Longest header, in bytes.
const HEADER_BYTES_MAX: usize = 1 << 20;

/// Where a tensor lies behind the header. What else the header says is not needed.
#[derive(serde::Deserialize)]
struct Entry {
    #[serde(default)]
    dtype: String,
    #[serde(default)]
    data_offsets: (usize, usize),
}

impl Tensors {
    /// Reads the weights of a BERT with so many heads.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn from_safetensors(file: &[u8], heads: usize, epsilon: f32) -> Result<Self, LoadError> {
        let mut reader = Reader::new(file);
        let length = usize::try_from(reader.u64("header")?).unwrap_or(usize::MAX);
        LoadError::limit("the header's length", length, (2, HEADER_BYTES_MAX))?;
        let entries = serde_json::from_slice(reader.bytes(length, "header")?)?;
        let values = reader.bytes(reader.left(), "values")?;
        let model = Model { entries, values, epsilon };
        let norm = model.norm("embeddings.LayerNorm")?;
        let mut layers = Vec::new();
        while model.entries.contains_key(&format!("{}.output.dense.bias", layer(layers.len()))) {
            layers.push(model.layer(&layer(layers.len()))?);
        }
        let words = model.floats("embeddings.word_embeddings.weight")?;
        let positions = model.positions(norm.weights.len())?;
        Ok(Self { heads, words, positions, norm, layers })
    }
}

fn layer(number: usize) -> String {
    format!("encoder.layer.{number}")
}

struct Model<'f> {
    entries: HashMap<String, Entry>,
    values: &'f [u8],
    epsilon: f32,
}

impl Model<'_> {
    fn floats(&self, name: &str) -> Result<Vec<f32>, LoadError> {
        let entry = self.entries.get(name).filter(|entry| entry.dtype == "F32");
        let (start, end) = entry.ok_or_else(|| LoadError::Missing(name.to_owned()))?.data_offsets;
        self.values.get(start..end).map(floats).ok_or(LoadError::Cut("values"))
    }

    fn norm(&self, name: &str) -> Result<Norm, LoadError> {
        Ok(Norm {
            weights: self.floats(&format!("{name}.weight"))?,
            biases: self.floats(&format!("{name}.bias"))?,
            epsilon: self.epsilon,
        })
    }

    fn linear(&self, name: &str) -> Result<Linear, LoadError> {
        Ok(Linear {
            weights: self.floats(&format!("{name}.weight"))?,
            biases: self.floats(&format!("{name}.bias"))?,
        })
    }

    /// What is added at each position: its own row, and that of the first kind of sentence.
    fn positions(&self, width: usize) -> Result<Vec<f32>, LoadError> {
        let mut rows = self.floats("embeddings.position_embeddings.weight")?;
        let kind = self.floats("embeddings.token_type_embeddings.weight")?;
        rows.truncate(width * TOKENS_MAX);
        for row in rows.chunks_exact_mut(width.max(1)) {
            row.iter_mut().zip(&kind).for_each(|(value, kind)| *value += kind);
        }
        Ok(rows)
    }

    fn layer(&self, name: &str) -> Result<LayerTensors, LoadError> {
        Ok(LayerTensors {
            query: self.linear(&format!("{name}.attention.self.query"))?,
            key: self.linear(&format!("{name}.attention.self.key"))?,
            value: self.linear(&format!("{name}.attention.self.value"))?,
            join: self.linear(&format!("{name}.attention.output.dense"))?,
            after_attention: self.norm(&format!("{name}.attention.output.LayerNorm"))?,
            widen: self.linear(&format!("{name}.intermediate.dense"))?,
            narrow: self.linear(&format!("{name}.output.dense"))?,
            after_widening: self.norm(&format!("{name}.output.LayerNorm"))?,
        })
    }
}
