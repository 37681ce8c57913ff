//! Digests as 64 hexadecimal digits in JSON, without the formatting machinery: an export has four
//! in every line, and reading and writing them is most of what a verifier does beside hashing.

use std::fmt;

use kernel::canonical::Sha256Hex;
use serde::de::{Unexpected, Visitor};
use serde::{Deserializer, Serializer};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

pub(super) fn serialize<S: Serializer>(digest: &Sha256Hex, out: S) -> Result<S::Ok, S::Error> {
    let mut text = [b'0'; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(digest.bytes()) {
        for (slot, nibble) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *slot = DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        }
    }
    // Only ASCII digits were written.
    out.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Sha256Hex, D::Error> {
    input.deserialize_str(Digest)
}

/// Reads the digits where they stand, without a copy.
struct Digest;

impl Visitor<'_> for Digest {
    type Value = Sha256Hex;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("64 lower-case hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Sha256Hex, E> {
        let wrong = || E::invalid_value(Unexpected::Str(text), &self);
        if text.len() != 64 {
            return Err(wrong());
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            for digit in pair {
                *byte = *byte << 4 | nibble(*digit).ok_or_else(wrong)?;
            }
        }
        Ok(Sha256Hex::from_bytes(digest))
    }
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}
