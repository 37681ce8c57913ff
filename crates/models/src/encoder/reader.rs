//! Bytes of a file, read from front to end; nothing is reserved that the file does not hold.

use super::LoadError;

/// What is left of a file. Numbers are little-endian.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'f> {
    rest: &'f [u8],
}

impl<'f> Reader<'f> {
    pub(crate) const fn new(file: &'f [u8]) -> Self {
        Self { rest: file }
    }

    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next bytes, which are of `what`.
    pub(crate) fn bytes(
        &mut self,
        count: usize,
        what: &'static str,
    ) -> Result<&'f [u8], LoadError> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(LoadError::Cut(what))?;
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn array<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], LoadError> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(LoadError::Cut(what))?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(crate) fn byte(&mut self, what: &'static str) -> Result<u8, LoadError> {
        self.array(what).map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self, what: &'static str) -> Result<u16, LoadError> {
        self.array(what).map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self, what: &'static str) -> Result<u32, LoadError> {
        self.array(what).map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self, what: &'static str) -> Result<u64, LoadError> {
        self.array(what).map(u64::from_le_bytes)
    }

    /// A whole number that fits a size.
    pub(crate) fn size(&mut self, what: &'static str) -> Result<usize, LoadError> {
        self.u32(what).map(|size| usize::try_from(size).unwrap_or(usize::MAX))
    }

    pub(crate) fn float(&mut self, what: &'static str) -> Result<f32, LoadError> {
        self.array(what).map(f32::from_le_bytes)
    }

    pub(crate) fn floats(
        &mut self,
        count: usize,
        what: &'static str,
    ) -> Result<Vec<f32>, LoadError> {
        let bytes = self.bytes(count.checked_mul(4).ok_or(LoadError::Cut(what))?, what)?;
        Ok(floats(bytes))
    }
}

/// Floating-point numbers, little-endian; what is left over at the end is no number.
pub(super) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

/// Bytes as signed.
pub(super) fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|byte| byte.cast_signed()).collect()
}

/// Refuses a value that is no finite number.
pub(super) fn finite(values: &[f32], name: impl FnOnce() -> String) -> Result<(), LoadError> {
    if values.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(LoadError::NotFinite(name()))
    }
}
