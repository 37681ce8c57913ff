//! Bytes of a frame, read one after the other. What has two ways of being written is refused, so that what is read is
//! written again as the same bytes.

use super::{Problem, WireError};

/// Bits of the last byte that a whole number of 32 bits may take, and how far they are shifted.
const LAST_SHIFT: u32 = 28;
const LAST_MAX: u8 = 0x0F;

pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) const fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(crate) const fn error(&self, problem: Problem) -> WireError {
        WireError { at: self.at, problem }
    }

    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// What was read since `from`.
    pub(crate) fn since(&self, from: usize) -> &'a [u8] {
        self.bytes.get(from..self.at).unwrap_or_default()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, WireError> {
        let byte = self.bytes.get(self.at).copied().ok_or(self.error(Problem::Short))?;
        self.at += 1;
        Ok(byte)
    }

    /// A byte of at most `max`.
    pub(crate) fn byte_to(&mut self, max: u8, problem: Problem) -> Result<u8, WireError> {
        let byte = self.byte()?;
        if byte > max { Err(self.error(problem)) } else { Ok(byte) }
    }

    /// LEB128 of at most 32 bits, in as few bytes as it takes.
    pub(crate) fn whole(&mut self) -> Result<u32, WireError> {
        let mut value = 0_u32;
        for shift in (0..=LAST_SHIFT).step_by(7) {
            let byte = self.byte()?;
            if shift == LAST_SHIFT && byte > LAST_MAX {
                return Err(self.error(Problem::TooLarge));
            }
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                let is_padded = byte == 0 && shift > 0;
                return if is_padded { Err(self.error(Problem::Padded)) } else { Ok(value) };
            }
        }
        Err(self.error(Problem::TooLarge))
    }

    pub(crate) fn whole_to(&mut self, max: u32, problem: Problem) -> Result<u32, WireError> {
        let value = self.whole()?;
        if value > max { Err(self.error(problem)) } else { Ok(value) }
    }

    /// 0, −1, 1, −2 … from 0, 1, 2, 3 ….
    pub(crate) fn signed(&mut self) -> Result<i32, WireError> {
        let value = self.whole()?;
        let half = (value >> 1).cast_signed();
        Ok(if value & 1 == 1 { !half } else { half })
    }

    /// Four bytes, the highest first.
    pub(crate) fn word(&mut self) -> Result<u32, WireError> {
        let raw = self.raw(4)?;
        Ok(raw.iter().fold(0, |word, byte| (word << 8) | u32::from(*byte)))
    }

    /// UTF-8 of at most `max` bytes; of control characters only line breaks and tabs.
    pub(crate) fn text(&mut self, max: u32) -> Result<String, WireError> {
        let length = self.whole_to(max, Problem::TooLarge)?;
        let length = usize::try_from(length).map_err(|_| self.error(Problem::TooLarge))?;
        let raw = self.raw(length)?;
        let text = std::str::from_utf8(raw).map_err(|_| self.error(Problem::NotText))?;
        let is_control = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
        if text.chars().any(is_control) {
            return Err(self.error(Problem::Control));
        }
        Ok(text.to_owned())
    }

    pub(crate) fn raw(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let end = self.at.saturating_add(length);
        let raw = self.bytes.get(self.at..end).ok_or(self.error(Problem::Short))?;
        self.at = end;
        Ok(raw)
    }

    pub(crate) fn hash(&mut self) -> Result<[u8; 32], WireError> {
        let raw = self.raw(32)?;
        raw.try_into().map_err(|_| self.error(Problem::Short))
    }
}
