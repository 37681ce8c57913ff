//! Rows of floating-point numbers as whole numbers, each row with a scale and a zero of its own.
//!
//! Twelve bits, not eight: the rows between the layers of an encoder have a few values far larger than
//! the rest, so that with eight bits, embeddings agree with those of floating point at a cosine of 0.997
//! only; with twelve it is 0.99999.

/// Largest quantised value: twelve bits.
pub const LEVELS_MAX: i32 = 4_095;
/// Bits of a limb: a value is `high << LIMB_BITS | low`, each half small enough for instructions that
/// multiply bytes.
pub(crate) const LIMB_BITS: u32 = 6;
/// Values of a row are padded to a multiple of this with noughts: so many bytes make a lane of 32 bits.
pub(crate) const GROUP: usize = 4;

/// A row's value is `(quantised - zero) * scale`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RowScale {
    pub(crate) scale: f32,
    pub(crate) zero: i32,
}

/// Quantised rows of one width. Kept between uses: it grows to the largest and is not freed.
#[derive(Debug, Clone, Default)]
pub struct Quantised {
    /// Values of a row, as given and as padded.
    width: usize,
    padded: usize,
    /// The values, for instructions that multiply 16 bits.
    pub(crate) values: Vec<i16>,
    /// The values' high halves and low halves, for those that multiply bytes: of each row first all
    /// high, then all low.
    pub(crate) limbs: Vec<u8>,
    pub(crate) scales: Vec<RowScale>,
}

impl Quantised {
    /// Rows that are there.
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Values of a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Values of a row with their padding.
    pub(crate) const fn padded(&self) -> usize {
        self.padded
    }

    /// Makes room for rows; what was there before is overwritten by the caller, padding is nought.
    pub(crate) fn resize(&mut self, rows: usize, width: usize) {
        let padded = width.next_multiple_of(GROUP);
        if padded != self.padded || width != self.width {
            // Padding of another width would lie in other places.
            self.values.clear();
            self.limbs.clear();
        }
        self.width = width;
        self.padded = padded;
        self.values.resize(rows * padded, 0);
        self.limbs.resize(rows * padded * 2, 0);
        self.scales.resize(rows, RowScale { scale: 0.0, zero: 0 });
    }

    /// What the rows stand for, one after the other: the values that were quantised, but for rounding.
    pub fn to_floats(&self) -> Vec<f32> {
        let rows = self.values.chunks_exact(self.padded.max(1)).zip(&self.scales);
        let of_row = |(row, scale): (&[i16], &RowScale)| -> Vec<f32> {
            let value = |value: &i16| (i32::from(*value) - scale.zero) as f32 * scale.scale;
            row.iter().take(self.width).map(value).collect()
        };
        rows.flat_map(of_row).collect()
    }
}
