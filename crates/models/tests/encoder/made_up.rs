//! A small encoder of random weights, which every test can have.

use kernel::Rng;
use models::encoder::{Encoder, LayerTensors, Linear, Tensors};
use models::tokenize::{Specials, Tokenizer, Unigram, WordPiece};
use simd::Norm;

/// Twelve heads of sixteen, as the shipped models have twelve.
pub(crate) const HEADS: usize = 12;
pub(crate) const WIDTH: usize = 192;
pub(crate) const WIDE: usize = 96;
pub(crate) const POSITIONS: usize = 40;
pub(crate) const PIECES: [&str; 9] =
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "my", "refund", "##s", "?", "where"];
pub(crate) const TEXTS: [&str; 5] =
    ["", "where my refunds?", "refund", "unknown words ? ?", "my my my"];
pub(crate) const EPSILON: f32 = 1e-6;

pub(crate) fn floats(rng: &mut Rng, count: usize, size: f64) -> Vec<f32> {
    (0..count).map(|_| ((rng.unit() - 0.5) * 2.0 * size) as f32).collect()
}

fn linear(rng: &mut Rng, inputs: usize, outputs: usize) -> Linear {
    Linear { weights: floats(rng, inputs * outputs, 0.15), biases: floats(rng, outputs, 0.2) }
}

fn norm(rng: &mut Rng) -> Norm {
    let weights = floats(rng, WIDTH, 0.4).into_iter().map(|value| value + 1.0).collect();
    Norm { weights, biases: floats(rng, WIDTH, 0.3), epsilon: EPSILON }
}

fn layer(rng: &mut Rng) -> LayerTensors {
    LayerTensors {
        query: linear(rng, WIDTH, WIDTH),
        key: linear(rng, WIDTH, WIDTH),
        value: linear(rng, WIDTH, WIDTH),
        join: linear(rng, WIDTH, WIDTH),
        after_attention: norm(rng),
        widen: linear(rng, WIDTH, WIDE),
        narrow: linear(rng, WIDE, WIDTH),
        after_widening: norm(rng),
    }
}

pub(crate) fn tensors(seed: u64) -> Tensors {
    let rng = &mut Rng::seeded(seed);
    Tensors {
        heads: HEADS,
        words: floats(rng, PIECES.len() * WIDTH, 1.0),
        positions: floats(rng, POSITIONS * WIDTH, 0.5),
        norm: norm(rng),
        layers: (0..2).map(|_| layer(rng)).collect(),
    }
}

pub(crate) fn word_piece() -> Tokenizer {
    let pieces = PIECES.map(str::to_owned).to_vec();
    Tokenizer::WordPiece(WordPiece::new(pieces).expect("a small vocabulary"))
}

pub(crate) const SPECIALS: Specials = Specials { begin: 0, padding: 1, end: 2, unknown: 3 };
pub(crate) const UNIGRAM: [(&str, f32); 9] = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -3.0),
    ("▁refund", -4.0),
    ("s", -2.0),
    ("q", -5.0),
    ("▁my", -4.5),
];

pub(crate) fn unigram() -> Tokenizer {
    let (pieces, scores): (Vec<&str>, Vec<f32>) = UNIGRAM.into_iter().unzip();
    let pieces = pieces.into_iter().map(str::as_bytes);
    let replaced = vec![('\t', vec![' ']), ('ß', vec!['s', 's'])];
    Tokenizer::Unigram(
        Unigram::new(SPECIALS, pieces, scores, replaced).expect("a small vocabulary"),
    )
}

pub(crate) fn encoder(seed: u64) -> Encoder {
    Encoder::quantised(&tensors(seed), word_piece()).expect("sizes that fit")
}

pub(crate) fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let sum = |a: &[f32], b: &[f32]| -> f64 {
        a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
    };
    sum(one, other) / (sum(one, one) * sum(other, other)).sqrt()
}
