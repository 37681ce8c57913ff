//! The bytes that are hashed: length-prefixed, so that no two entries share an encoding.
//!
//! All integers are big-endian. `text` is a `u32` byte length, then UTF-8. `digest` is 32 bytes.
//!
//! ```text
//! entry     = text "ombud/audit/entry/v1"
//!           | text tenant | u16 lane | u64 seq | u64 at (milliseconds since 1970, UTC)
//!           | text actor kind | u8 0, or u8 1 and text actor id
//!           | text action | text object | digest detail
//!           | u8 0, or u8 1 and text key id and digest commitment
//!           | digest prev
//! genesis   = text "ombud/audit/genesis/v1" | text tenant | u16 lane
//! detail    = text "ombud/audit/detail/v1" | u8 0, or u8 1 and text body
//! personal  = text "ombud/audit/personal/v1" | text key id | u64 length | payload
//! ```
//!
//! The first `text` separates the domains: a digest made for one use never stands for another.

use kernel::canonical::Sha256Hex;

/// Builds the bytes of one of the layouts above.
pub(super) struct Encoder(Vec<u8>);

impl Encoder {
    pub(super) fn new(domain: &str) -> Self {
        let mut encoder = Self(Vec::with_capacity(512));
        encoder.text(domain);
        encoder
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        // Every text is bounded far below 4 GiB; a longer one would still not collide silently,
        // because its true length is hashed as the maximum and the bytes follow in full.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            None => self.byte(0),
            Some(text) => self.byte(1).text(text),
        }
    }

    pub(super) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    pub(super) fn u16(&mut self, value: u16) -> &mut Self {
        self.0.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub(super) fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub(super) fn digest(&mut self, digest: &[u8; 32]) -> &mut Self {
        self.0.extend_from_slice(digest);
        self
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn hash(&self) -> Sha256Hex {
        Sha256Hex::of(&self.0)
    }
}
