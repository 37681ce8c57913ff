//! An encoder as its parts: what every kind of file is read into, and held against its limits.

use simd::{Heads, Kernels, Norm, WIDTH_MAX};

use super::matrix::Matrix;
use super::reader::finite;
use super::table::Table;
use super::{Encoder, Layer, LoadError};
use crate::tokenize::{TOKENS_MAX, Tokenizer};

/// Most layers.
const LAYERS_MAX: usize = 64;
/// Most positions that are kept: those beyond the longest text are dropped by whoever reads them.
const POSITIONS_MAX: usize = 8_192;
/// Longest text that is put before another, in bytes.
pub(super) const PREFIX_BYTES_MAX: usize = 64;

/// What is put before a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Prefixes {
    pub(super) query: String,
    pub(super) passage: String,
}

/// An encoder whose sizes nobody has checked.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) tokenizer: Tokenizer,
    pub(super) prefixes: Prefixes,
    pub(super) heads: usize,
    pub(super) words: Table,
    pub(super) positions: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<LayerParts>,
}

#[derive(Debug, Clone)]
pub(super) struct LayerParts {
    pub(super) ask: Matrix,
    pub(super) join: Matrix,
    pub(super) after_attention: Norm,
    pub(super) widen: Matrix,
    pub(super) narrow: Matrix,
    pub(super) after_widening: Norm,
}

impl Parts {
    /// Puts them together.
    ///
    /// # Errors
    /// [`LoadError`], when sizes do not fit together or are beyond their limits.
    pub(super) fn build(self) -> Result<Encoder, LoadError> {
        let width = LoadError::limit("a row's width", self.norm.weights.len(), (1, WIDTH_MAX))?;
        let heads = LoadError::limit("the number of heads", self.heads, (1, width))?;
        let heads = Heads { count: heads, size: width / heads };
        if heads.width() != width || !heads.size.is_multiple_of(Heads::SIZE_STEP) {
            let name = "heads".to_owned();
            return Err(LoadError::Size { name, given: heads.size, wanted: Heads::SIZE_STEP });
        }
        LoadError::limit("the number of layers", self.layers.len(), (1, LAYERS_MAX))?;
        for prefix in [&self.prefixes.query, &self.prefixes.passage] {
            LoadError::limit("a prefix in bytes", prefix.len(), (0, PREFIX_BYTES_MAX))?;
        }
        let positions = self.positions.len() / width;
        LoadError::limit("the number of positions", positions, (1, POSITIONS_MAX))?;
        whole("positions", self.positions.len(), positions * width)?;
        finite(&self.positions, || "positions".to_owned())?;
        check(&self.norm, width, &|| "first norm".to_owned())?;
        let rows = self.words.rows(width)?;
        whole("words", rows, self.tokenizer.vocabulary().max(rows))?;
        let layers = self.layers.iter().enumerate();
        let layers = layers.map(|(number, layer)| layer.pack(number, width));
        Ok(Encoder {
            kernels: Kernels::best(),
            layers: layers.collect::<Result<_, _>>()?,
            tokenizer: self.tokenizer,
            prefixes: self.prefixes,
            heads,
            words: self.words,
            positions: self.positions,
            norm: self.norm,
            tokens_max: TOKENS_MAX,
        })
    }

    /// The parts of an encoder, for its file.
    pub(super) fn of(encoder: &Encoder) -> Self {
        Self {
            tokenizer: encoder.tokenizer.clone(),
            prefixes: encoder.prefixes.clone(),
            heads: encoder.heads.count,
            words: encoder.words.clone(),
            positions: encoder.positions.clone(),
            norm: encoder.norm.clone(),
            layers: encoder.layers.iter().map(LayerParts::of).collect(),
        }
    }
}

impl LayerParts {
    fn pack(&self, number: usize, width: usize) -> Result<Layer, LoadError> {
        let name = |part: &'static str| move || format!("layer {number}, {part}");
        let wide = self.widen.biases.len();
        LoadError::limit("the width within a layer", wide, (1, WIDTH_MAX))?;
        check(&self.after_attention, width, &name("norm after attention"))?;
        check(&self.after_widening, width, &name("norm after widening"))?;
        Ok(Layer {
            ask: self.ask.pack(width, width * 3, &name("query, key and value"))?,
            join: self.join.pack(width, width, &name("output of attention"))?,
            after_attention: self.after_attention.clone(),
            widen: self.widen.pack(width, wide, &name("widening"))?,
            narrow: self.narrow.pack(wide, width, &name("narrowing"))?,
            after_widening: self.after_widening.clone(),
        })
    }

    fn of(layer: &Layer) -> Self {
        Self {
            ask: Matrix::of(&layer.ask),
            join: Matrix::of(&layer.join),
            after_attention: layer.after_attention.clone(),
            widen: Matrix::of(&layer.widen),
            narrow: Matrix::of(&layer.narrow),
            after_widening: layer.after_widening.clone(),
        }
    }
}

fn whole(name: &str, given: usize, wanted: usize) -> Result<(), LoadError> {
    if given == wanted {
        Ok(())
    } else {
        Err(LoadError::Size { name: name.to_owned(), given, wanted })
    }
}

fn check(norm: &Norm, width: usize, name: &dyn Fn() -> String) -> Result<(), LoadError> {
    for values in [&norm.weights, &norm.biases] {
        whole(&name(), values.len(), width)?;
        finite(values, name)?;
    }
    if norm.epsilon >= 0.0 && norm.epsilon.is_finite() {
        Ok(())
    } else {
        Err(LoadError::NotFinite(name()))
    }
}
