//! Public keys as authenticators write them (COSE, RFC 9053): P-256 with ES256, and Ed25519.

use ciborium::Value;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};

use super::{PasskeyError, data};

/// The algorithms by their COSE numbers.
pub(super) const ES256: i64 = -7;
pub(super) const EDDSA: i64 = -8;

/// A passkey's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    EdDsa(Vec<u8>),
}

impl PublicKey {
    /// Kept as an algorithm's number and the key's bytes.
    pub fn stored(&self) -> (i64, &[u8]) {
        match self {
            Self::Es256(point) => (ES256, point),
            Self::EdDsa(key) => (EDDSA, key),
        }
    }

    /// What [`PublicKey::stored`] gave.
    pub fn of_stored(algorithm: i64, bytes: Vec<u8>) -> Option<Self> {
        match algorithm {
            ES256 => Some(Self::Es256(bytes)),
            EDDSA => Some(Self::EdDsa(bytes)),
            _ => None,
        }
    }

    /// # Errors
    /// [`PasskeyError`] when it is no COSE key, or of a kind that is not taken.
    pub fn of_bytes(mut bytes: &[u8]) -> Result<Self, PasskeyError> {
        Self::of_cose(&data::value(&mut bytes)?)
    }

    pub(super) fn of_cose(key: &Value) -> Result<Self, PasskeyError> {
        let malformed = PasskeyError::Malformed("the public key");
        let map = key.as_map().ok_or(malformed)?;
        let member = |label: i64| {
            let is_it =
                |key: &Value| key.as_integer().is_some_and(|n| i128::from(n) == label.into());
            map.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value)
        };
        let number = |label: i64| {
            let value = member(label)?.as_integer()?;
            i64::try_from(i128::from(value)).ok()
        };
        let bytes = |label: i64| {
            let bytes = member(label).and_then(Value::as_bytes).ok_or(malformed)?;
            if bytes.len() == 32 { Ok(bytes) } else { Err(malformed) }
        };
        // Labels: 1 kind of key, 3 algorithm, -1 curve, -2 x, -3 y.
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(ES256), Some(1)) => {
                Ok(Self::Es256([&[4], bytes(-2)?.as_slice(), bytes(-3)?.as_slice()].concat()))
            }
            (Some(1), Some(EDDSA), Some(6)) => Ok(Self::EdDsa(bytes(-2)?.clone())),
            _ => Err(PasskeyError::Algorithm),
        }
    }

    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let verified = match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            Self::EdDsa(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
        };
        verified.is_ok()
    }
}
