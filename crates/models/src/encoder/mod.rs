//! Sentence encoders: a text as a vector of length one; texts that mean the same have near vectors.
//!
//! Transformers of BERT's kind, with weights of one byte, run on the processor in the caller's thread.
//! Source: N. Reimers, I. Gurevych, "Sentence-BERT", 2019; mean of the last layer's rows.
//!
//! The same text gives the same bits on every processor. An encoder says nothing of what a text asks for:
//! that is for classifiers that were trained on its vectors.

mod error;
mod file;
pub mod import;
mod matrix;
mod parts;
mod reader;
mod table;
mod tensors;

use simd::{Heads, Kernels, Norm, Packed, Quantised};

pub use error::LoadError;
pub use file::FILE_BYTES_MAX;
pub use tensors::{LayerTensors, Linear, Tensors};

use crate::tokenize::{TOKENS_MAX, Tokenizer};
use parts::Prefixes;
use table::Table;

/// A text's tokenizer and the layers that make a vector of its tokens.
#[derive(Debug, Clone)]
pub struct Encoder {
    kernels: Kernels,
    tokenizer: Tokenizer,
    prefixes: Prefixes,
    heads: Heads,
    words: Table,
    /// What is added to the word at each position.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug, Clone)]
struct Layer {
    /// Query, key and value at once.
    ask: Packed,
    join: Packed,
    after_attention: Norm,
    widen: Packed,
    narrow: Packed,
    after_widening: Norm,
}

impl Encoder {
    /// Values of a vector.
    pub const fn dimension(&self) -> usize {
        self.heads.width()
    }

    /// The instructions that it uses on this processor; the vectors are the same with any.
    pub const fn instructions(&self) -> &'static str {
        self.kernels.name()
    }

    /// Uses other instructions, for tests that hold them against each other.
    #[must_use]
    pub const fn with_kernels(mut self, kernels: Kernels) -> Self {
        self.kernels = kernels;
        self
    }

    pub const fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The vector of what somebody asks or says: [`Self::dimension`] values, of length one.
    ///
    /// Only the first [`TOKENS_MAX`] tokens of a text count. Weights that are no encoder's may give
    /// noughts.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        self.embed_after(&self.prefixes.query, text)
    }

    /// The vector of a passage that answers may be found in. Some encoders were trained to tell passages
    /// from questions; for others it is the same as [`Self::embed`].
    pub fn embed_passage(&self, text: &str) -> Vec<f32> {
        self.embed_after(&self.prefixes.passage, text)
    }

    fn embed_after(&self, prefix: &str, text: &str) -> Vec<f32> {
        let tokens = if prefix.is_empty() {
            self.tokenizer.encode(text)
        } else {
            self.tokenizer.encode(&format!("{prefix}{text}"))
        };
        mean(&self.rows(&tokens), self.dimension())
    }

    /// The last layer's row of each token.
    fn rows(&self, tokens: &[u32]) -> Vec<f32> {
        let width = self.dimension();
        let most = TOKENS_MAX.min(self.positions.len() / width.max(1));
        let tokens = tokens.get(..most).unwrap_or(tokens);
        let mut rows = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(rows.chunks_exact_mut(width.max(1))) {
            self.words.row(*token, row);
        }
        self.kernels.add_norm(&mut rows, &self.positions, &self.norm);
        let mut room = Room::default();
        for layer in &self.layers {
            layer.run(&self.kernels, self.heads, &mut rows, &mut room);
        }
        rows
    }
}

/// What layers write between their steps; kept from one to the next.
#[derive(Debug, Default)]
struct Room {
    quantised: Quantised,
    asked: Vec<f32>,
    mixed: Vec<f32>,
    wide: Vec<f32>,
    scratch: Vec<f32>,
}

impl Layer {
    fn run(&self, kernels: &Kernels, heads: Heads, rows: &mut [f32], room: &mut Room) {
        let width = heads.width();
        let count = rows.len() / width.max(1);
        let Room { quantised, asked, mixed, wide, scratch } = room;
        asked.resize(count * self.ask.outputs(), 0.0);
        mixed.resize(rows.len(), 0.0);
        wide.resize(count * self.widen.outputs(), 0.0);

        kernels.quantise(rows, width, quantised);
        kernels.multiply(quantised, &self.ask, asked);
        kernels.attend(heads, asked, mixed, scratch);
        kernels.quantise(mixed, width, quantised);
        kernels.multiply(quantised, &self.join, mixed);
        kernels.add_norm(rows, mixed, &self.after_attention);

        kernels.quantise(rows, width, quantised);
        kernels.multiply(quantised, &self.widen, wide);
        kernels.gelu(wide);
        kernels.quantise(wide, self.widen.outputs(), quantised);
        kernels.multiply(quantised, &self.narrow, mixed);
        kernels.add_norm(rows, mixed, &self.after_widening);
    }
}

/// The mean of the rows, of length one; noughts where there is none.
fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f32; width];
    for row in rows.chunks_exact(width.max(1)) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    let length = sums.iter().map(|sum| sum * sum).sum::<f32>().sqrt();
    if !(length > 0.0 && length.is_finite()) {
        return vec![0.0; width];
    }
    sums.iter_mut().for_each(|sum| *sum /= length);
    sums
}
