//! Our own file of an encoder: everything in it, as it is in memory, numbers little-endian.
//!
//! Whoever fetches or keeps a file knows its SHA-256 and checks it. Here sizes alone are checked, all of
//! them, so that a damaged file is refused or gives other vectors, and nothing else.

use std::io::Read as _;
use std::path::Path;

use simd::Norm;

use super::matrix::Matrix;
use super::parts::{LayerParts, PREFIX_BYTES_MAX, Parts, Prefixes};
use super::reader::{Reader, signed};
use super::table::{NIBBLES_BYTES, Table};
use super::{Encoder, LoadError};
use crate::tokenize::{Specials, Tokenizer, Unigram, WordPiece};

/// What a file begins with.
const MAGIC: &[u8; 8] = b"OMBUDENC";
const VERSION: u32 = 1;
/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 1 << 30;

impl Encoder {
    /// Reads a file that [`Self::save`] wrote.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
        Self::from_bytes(&bytes)
    }

    /// Writes its file; what was there is replaced.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        std::fs::write(path, self.to_bytes())
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut file = Reader::new(bytes);
        if file.array("beginning")? != *MAGIC {
            return Err(LoadError::Kind("encoder of Ombud"));
        }
        match file.u32("version")? {
            VERSION => {}
            other => return Err(LoadError::Version(other)),
        }
        let sizes = Sizes {
            width: file.size("sizes")?,
            wide: file.size("sizes")?,
            words: file.size("sizes")?,
            positions: file.size("sizes")?,
        };
        let (heads, layers) = (file.size("sizes")?, file.size("sizes")?);
        let prefixes = Prefixes { query: prefix(&mut file)?, passage: prefix(&mut file)? };
        let tokenizer = tokenizer(&mut file)?;
        let parts = Parts {
            tokenizer,
            prefixes,
            heads,
            words: table(&mut file, sizes)?,
            positions: file.floats(product(sizes.positions, sizes.width)?, "positions")?,
            norm: norm(&mut file, sizes.width)?,
            layers: (0..layers).map(|_| layer(&mut file, sizes)).collect::<Result<_, _>>()?,
        };
        match file.left() {
            0 => parts.build(),
            more => Err(LoadError::Behind(more)),
        }
    }

    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = Parts::of(self);
        let (width, wide) =
            (self.dimension(), self.layers.first().map_or(0, |one| one.widen.outputs()));
        let rows = self.words.rows(width).unwrap_or(0);
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        let positions = parts.positions.len() / width.max(1);
        for size in [width, wide, rows, positions, parts.heads, parts.layers.len()] {
            put_size(&mut out, size);
        }
        put_text(&mut out, parts.prefixes.query.as_bytes());
        put_text(&mut out, parts.prefixes.passage.as_bytes());
        put_tokenizer(&mut out, &parts.tokenizer);
        match &parts.words {
            Table::Bytes { values, scales } => {
                out.push(0);
                out.extend(values.iter().map(|value| value.cast_unsigned()));
                put_floats(&mut out, scales);
            }
            Table::Nibbles { blocks } => {
                out.push(1);
                out.extend(blocks.as_flattened());
            }
        }
        put_floats(&mut out, &parts.positions);
        put_norm(&mut out, &parts.norm);
        for layer in &parts.layers {
            put_matrix(&mut out, &layer.ask);
            put_matrix(&mut out, &layer.join);
            put_norm(&mut out, &layer.after_attention);
            put_matrix(&mut out, &layer.widen);
            put_matrix(&mut out, &layer.narrow);
            put_norm(&mut out, &layer.after_widening);
        }
        out
    }
}

#[derive(Debug, Clone, Copy)]
struct Sizes {
    width: usize,
    wide: usize,
    words: usize,
    positions: usize,
}

fn product(one: usize, other: usize) -> Result<usize, LoadError> {
    one.checked_mul(other).ok_or(LoadError::Cut("sizes"))
}

fn put_size(out: &mut Vec<u8>, size: usize) {
    out.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &[u8]) {
    out.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(text);
}

fn put_floats(out: &mut Vec<u8>, values: &[f32]) {
    values.iter().for_each(|value| out.extend(value.to_le_bytes()));
}

fn put_norm(out: &mut Vec<u8>, norm: &Norm) {
    put_floats(out, &norm.weights);
    put_floats(out, &norm.biases);
    put_floats(out, &[norm.epsilon]);
}

fn put_matrix(out: &mut Vec<u8>, matrix: &Matrix) {
    out.extend(matrix.weights.iter().map(|weight| weight.cast_unsigned()));
    put_floats(out, &matrix.scales);
    put_floats(out, &matrix.biases);
}

fn put_tokenizer(out: &mut Vec<u8>, tokenizer: &Tokenizer) {
    match tokenizer {
        Tokenizer::WordPiece(pieces) => {
            out.push(0);
            put_size(out, pieces.vocabulary());
            pieces.pieces().into_iter().for_each(|piece| put_text(out, piece.as_bytes()));
        }
        Tokenizer::Unigram(pieces) => {
            out.push(1);
            put_size(out, pieces.vocabulary());
            let Specials { begin, end, padding, unknown } = pieces.specials();
            [begin, end, padding, unknown].iter().for_each(|id| out.extend(id.to_le_bytes()));
            (0_u32..).take(pieces.vocabulary()).for_each(|id| put_text(out, pieces.piece(id)));
            put_floats(out, pieces.scores());
            put_size(out, pieces.replaced().len());
            for (from, becomes) in pieces.replaced() {
                let becomes: String = becomes.iter().collect();
                put_text(out, format!("{from}{becomes}").as_bytes());
            }
        }
    }
}

fn text<'f>(file: &mut Reader<'f>, what: &'static str) -> Result<&'f [u8], LoadError> {
    let length = file.u16(what)?;
    file.bytes(length.into(), what)
}

fn utf8<'f>(file: &mut Reader<'f>, what: &'static str) -> Result<&'f str, LoadError> {
    str::from_utf8(text(file, what)?).map_err(|_| LoadError::Text(what))
}

fn prefix(file: &mut Reader) -> Result<String, LoadError> {
    let text = utf8(file, "prefixes")?;
    LoadError::limit("a prefix in bytes", text.len(), (0, PREFIX_BYTES_MAX))?;
    Ok(text.to_owned())
}

fn tokenizer(file: &mut Reader) -> Result<Tokenizer, LoadError> {
    const WHAT: &str = "vocabulary";
    let (kind, count) = (file.byte(WHAT)?, file.size(WHAT)?);
    match kind {
        0 => {
            let pieces = (0..count).map(|_| utf8(file, WHAT).map(str::to_owned));
            Ok(Tokenizer::WordPiece(WordPiece::new(pieces.collect::<Result<_, _>>()?)?))
        }
        1 => {
            let mut id = || file.u32(WHAT);
            let specials = Specials { begin: id()?, end: id()?, padding: id()?, unknown: id()? };
            let pieces: Vec<&[u8]> =
                (0..count).map(|_| text(file, WHAT)).collect::<Result<_, _>>()?;
            let scores = file.floats(count, WHAT)?;
            let replaced = (0..file.size(WHAT)?).map(|_| {
                let mut chars = utf8(file, WHAT)?.chars();
                let from = chars.next().ok_or(LoadError::Cut(WHAT))?;
                Ok((from, chars.collect()))
            });
            let replaced = replaced.collect::<Result<_, LoadError>>()?;
            Ok(Tokenizer::Unigram(Unigram::new(specials, pieces, scores, replaced)?))
        }
        other => Err(LoadError::Version(other.into())),
    }
}

fn table(file: &mut Reader, sizes: Sizes) -> Result<Table, LoadError> {
    const WHAT: &str = "words";
    let values = product(sizes.words, sizes.width)?;
    match file.byte(WHAT)? {
        0 => {
            let values = signed(file.bytes(values, WHAT)?);
            Ok(Table::Bytes { values, scales: file.floats(sizes.words, WHAT)? })
        }
        1 => {
            let bytes = product(values / super::table::NIBBLES, NIBBLES_BYTES)?;
            let blocks = file.bytes(bytes, WHAT)?.as_chunks().0.to_vec();
            Ok(Table::Nibbles { blocks })
        }
        other => Err(LoadError::Version(other.into())),
    }
}

fn norm(file: &mut Reader, width: usize) -> Result<Norm, LoadError> {
    const WHAT: &str = "norms";
    let (weights, biases) = (file.floats(width, WHAT)?, file.floats(width, WHAT)?);
    Ok(Norm { weights, biases, epsilon: file.float(WHAT)? })
}

fn matrix(file: &mut Reader, inputs: usize, outputs: usize) -> Result<Matrix, LoadError> {
    const WHAT: &str = "weights";
    let weights = signed(file.bytes(product(inputs, outputs)?, WHAT)?);
    let (scales, biases) = (file.floats(outputs, WHAT)?, file.floats(outputs, WHAT)?);
    Ok(Matrix { weights, scales, biases })
}

fn layer(file: &mut Reader, sizes: Sizes) -> Result<LayerParts, LoadError> {
    let Sizes { width, wide, .. } = sizes;
    Ok(LayerParts {
        ask: matrix(file, width, product(width, 3)?)?,
        join: matrix(file, width, width)?,
        after_attention: norm(file, width)?,
        widen: matrix(file, width, wide)?,
        narrow: matrix(file, wide, width)?,
        after_widening: norm(file, width)?,
    })
}
