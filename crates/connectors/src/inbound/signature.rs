//! Shared parts of webhook signatures. Comparisons take the same time whatever they find.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// Why a webhook is not believed. The text never holds a secret or an expected signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the signature header {header} is missing or malformed")]
    Header { header: &'static str },
    #[error(
        "the webhook was signed {seconds} s away from now; at most {tolerance_seconds} s are accepted"
    )]
    Stale { seconds: i64, tolerance_seconds: i64 },
    #[error("the user and password of basic authentication are missing or wrong")]
    Credentials,
    #[error("no signature matches")]
    Mismatch,
    #[error("the configured key is not {expected}")]
    Key { expected: &'static str },
    #[error("the signing certificate is not acceptable: {why}")]
    Certificate { why: String },
    #[error("the body is not the JSON that was signed")]
    Body,
}

/// HMAC-SHA256.
pub(super) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

pub(super) fn equal(expected: &[u8], given: &[u8]) -> bool {
    expected.ct_eq(given).into()
}

/// Bytes from pairs of hexadecimal digits.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_strictly() {
        assert_eq!(from_hex("00fF10"), Some(vec![0, 255, 16]));
        for bad in ["0", "0g", "+f", "é", " 0"] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
