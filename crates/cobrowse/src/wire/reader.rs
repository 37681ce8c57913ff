//! Bytes of a frame, read one after the other.

use super::{Problem, WireError};

/// The largest number on the wire: 2^27 quarters of a pixel are 33 million pixels.
const WHOLE_MAX: u64 = 1 << 32;

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

    pub(crate) fn whole(&mut self) -> Result<u32, WireError> {
        let mut value = 0_u64;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if value >= WHOLE_MAX || shift > 28 {
                return Err(self.error(Problem::TooLarge));
            }
            if byte < 128 {
                return u32::try_from(value).map_err(|_| self.error(Problem::TooLarge));
            }
            shift += 7;
        }
    }

    pub(crate) fn whole_to(&mut self, max: u32) -> Result<u32, WireError> {
        let value = self.whole()?;
        if value > max { Err(self.error(Problem::TooLarge)) } else { Ok(value) }
    }

    /// 0, −1, 1, −2 … from 0, 1, 2, 3 ….
    pub(crate) fn signed(&mut self) -> Result<i32, WireError> {
        let value = self.whole()?;
        let half = i32::try_from(value >> 1).map_err(|_| self.error(Problem::TooLarge))?;
        Ok(if value & 1 == 1 { -half - 1 } else { half })
    }

    pub(crate) fn word(&mut self) -> Result<u32, WireError> {
        let raw = self.raw(4)?;
        Ok(raw.iter().fold(0, |word, byte| (word << 8) | u32::from(*byte)))
    }

    pub(crate) fn text(&mut self, max: u32) -> Result<String, WireError> {
        let length = self.whole_to(max)?;
        let length = usize::try_from(length).map_err(|_| self.error(Problem::TooLarge))?;
        let raw = self.raw(length)?;
        let text = std::str::from_utf8(raw).map_err(|_| self.error(Problem::NotText))?;
        Ok(text.to_owned())
    }

    pub(crate) fn raw(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let end = self.at.saturating_add(length);
        let raw = self.bytes.get(self.at..end).ok_or(self.error(Problem::Short))?;
        self.at = end;
        Ok(raw)
    }
}
