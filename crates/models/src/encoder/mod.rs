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
pub(crate) use reader::Reader;
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
    tokens_max: usize,
}

/// A text on its way through an encoder, and at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct States {
    /// A row for each token, as it is between two layers.
    pub rows: Vec<f32>,
    /// As [`Encoder::embed`] gives it.
    pub vector: Vec<f32>,
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

    /// Reads no more tokens of a text than so many: it takes no longer than they do.
    #[must_use]
    pub fn with_tokens_max(mut self, tokens_max: usize) -> Self {
        self.tokens_max = tokens_max.min(TOKENS_MAX);
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
        let (mut rows, mut room) = (self.first(prefix, text), Room::default());
        for layer in &self.layers {
            layer.run(&self.kernels, self.heads, &mut rows, &mut room);
        }
        mean(&rows, self.dimension())
    }

    /// The rows of what somebody asks or says after the first `layers` layers, and its vector: what
    /// [`tune`](crate::tune) learns from.
    pub fn states(&self, text: &str, layers: usize) -> States {
        let (mut rows, mut room) = (self.first(&self.prefixes.query, text), Room::default());
        let (below, above) = self.layers.split_at(layers.min(self.layers.len()));
        below.iter().for_each(|layer| layer.run(&self.kernels, self.heads, &mut rows, &mut room));
        let between = rows.clone();
        above.iter().for_each(|layer| layer.run(&self.kernels, self.heads, &mut rows, &mut room));
        States { rows: between, vector: mean(&rows, self.dimension()) }
    }

    /// The row of each token before the first layer.
    fn first(&self, prefix: &str, text: &str) -> Vec<f32> {
        let mut tokens = if prefix.is_empty() {
            self.tokenizer.encode(text)
        } else {
            self.tokenizer.encode(&format!("{prefix}{text}"))
        };
        let width = self.dimension();
        let most = self.tokens_max.min(self.positions.len() / width.max(1));
        if tokens.len() > most {
            // A text that is cut ends with the mark of its end all the same.
            let end = tokens.pop();
            tokens.truncate(most.saturating_sub(1));
            tokens.extend(end.filter(|_| most > 0));
        }
        let mut rows = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(rows.chunks_exact_mut(width.max(1))) {
            self.words.row(*token, row);
        }
        self.kernels.add_norm(&mut rows, &self.positions, &self.norm);
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
