//! Words' first vectors. They stay as small as they came: only a few rows of a text are ever read.

use super::LoadError;
use super::reader::finite;

/// Values that share a scale in a table of four bits.
pub(super) const NIBBLES: usize = 32;
/// A half-precision scale, and 32 values of four bits: the low halves of 16 bytes, then the high ones.
pub(super) const NIBBLES_BYTES: usize = 2 + NIBBLES / 2;

/// A row for each word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Table {
    /// A byte a value and a scale a row.
    Bytes { values: Vec<i8>, scales: Vec<f32> },
    /// Four bits a value and a scale for 32 of them, as ggml's Q4_0.
    Nibbles { blocks: Vec<[u8; NIBBLES_BYTES]> },
}

impl Table {
    /// Rows that it has, of this width.
    ///
    /// # Errors
    /// [`LoadError`], when it does not have whole rows or a scale is no number.
    pub(super) fn rows(&self, width: usize) -> Result<usize, LoadError> {
        let name = || "words".to_owned();
        let (given, rows, of_row) = match self {
            Self::Bytes { values, scales } => {
                finite(scales, name)?;
                (values.len(), scales.len(), width)
            }
            Self::Nibbles { blocks } => {
                let of_row = width / NIBBLES;
                let scales: Vec<f32> = blocks.iter().map(scale).collect();
                finite(&scales, name)?;
                (blocks.len(), blocks.len() / of_row.max(1), of_row)
            }
        };
        let whole = matches!(self, Self::Bytes { .. }) || width.is_multiple_of(NIBBLES);
        if !whole || given != rows * of_row {
            return Err(LoadError::Size { name: name(), given, wanted: rows * of_row });
        }
        Ok(rows)
    }

    /// Writes the row of a word; a word that is not there leaves noughts.
    pub(super) fn row(&self, word: u32, row: &mut [f32]) {
        let (word, width) = (word as usize, row.len());
        match self {
            Self::Bytes { values, scales } => {
                let scale = scales.get(word).copied().unwrap_or(0.0);
                let values = values.iter().skip(word * width);
                for (out, value) in row.iter_mut().zip(values) {
                    *out = f32::from(*value) * scale;
                }
            }
            Self::Nibbles { blocks } => {
                let blocks = blocks.iter().skip(word * (width / NIBBLES));
                for (out, block) in row.chunks_exact_mut(NIBBLES).zip(blocks) {
                    out.copy_from_slice(&spread(block));
                }
            }
        }
    }
}

fn scale(block: &[u8; NIBBLES_BYTES]) -> f32 {
    let [low, high, ..] = *block;
    half(u16::from_le_bytes([low, high]))
}

/// The 32 values of a block.
pub(super) fn spread(block: &[u8; NIBBLES_BYTES]) -> [f32; NIBBLES] {
    let scale = scale(block);
    let mut values = [0.0; NIBBLES];
    let (low, high) = values.split_at_mut(NIBBLES / 2);
    let [_, _, pairs @ ..] = block;
    for ((low, high), pair) in low.iter_mut().zip(high).zip(pairs) {
        *low = (f32::from(pair & 0x0f) - 8.0) * scale;
        *high = (f32::from(pair >> 4) - 8.0) * scale;
    }
    values
}

/// A number of half precision (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((bits >> 10) & 0x1f);
    let fraction = f32::from(bits & 0x03ff);
    let size = match exponent {
        0 => fraction * 2.0_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction / 1_024.0) * 2.0_f32.powi(exponent - 15),
    };
    sign * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_as_ieee_has_it() {
        let cases = [(0x3c00, 1.0), (0xc000, -2.0), (0x7bff, 65_504.0), (0x3555, 0.333_251_95)];
        for (bits, value) in
            cases.into_iter().chain([(0x0001, 5.960_464_5e-8), (0x0400, 6.103_515_6e-5)])
        {
            assert_eq!(half(bits), value, "{bits:#06x}");
        }
        assert!(half(0x7c00).is_infinite() && half(0x7e00).is_nan());
    }

    #[test]
    fn a_block_is_two_halves() {
        let mut block = [0x88; NIBBLES_BYTES];
        block[..2].copy_from_slice(&0x3800_u16.to_le_bytes());
        block[2] = 0xf0;
        let mut row = [9.0; NIBBLES];
        Table::Nibbles { blocks: vec![block] }.row(0, &mut row);
        // A scale of a half: the first low half is 0 - 8, the first high one 15 - 8, all else 8 - 8.
        assert_eq!((row[0], row[16]), (-4.0, 3.5));
        assert_eq!(row.iter().filter(|value| **value != 0.0).count(), 2);
    }

    #[test]
    fn rows_are_whole() {
        let bytes = Table::Bytes { values: vec![1; 64], scales: vec![0.5; 2] };
        assert_eq!(bytes.rows(32).unwrap(), 2);
        assert!(bytes.rows(31).is_err());
        let nibbles = Table::Nibbles { blocks: vec![[0; NIBBLES_BYTES]; 4] };
        assert_eq!(nibbles.rows(64).unwrap(), 2);
        assert!(nibbles.rows(96).is_err() && nibbles.rows(33).is_err());
        let mut row = [1.0; 32];
        bytes.row(7, &mut row);
        assert_eq!(row[0], 1.0, "what is not there is left to the caller");
    }
}
