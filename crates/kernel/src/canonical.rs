//! Canonical bytes: one encoding of a value, so that a hash of it means something.
//!
//! JSON with object keys sorted by their UTF-8 bytes, no white space, numbers as `serde_json`
//! prints them: RFC 8785 (JCS) for the values Ombud hashes, which hold no floating-point numbers.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest, printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256Hex([u8; 32]);

impl Sha256Hex {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Sha256Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Sha256Hex {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() != 64 || !text.is_ascii() {
            return Err(format!("expected 64 hexadecimal digits, got {} bytes", text.len()));
        }
        let mut bytes = [0u8; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * index..2 * index + 2).unwrap_or_default();
            *byte = u8::from_str_radix(digits, 16)
                .map_err(|_| format!("{digits:?} is not a pair of hexadecimal digits"))?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Sha256Hex {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Sha256Hex {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The canonical JSON of a value.
///
/// # Errors
/// When the value cannot be written as JSON (a map with keys that are not text).
pub fn to_canonical_json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    // `serde_json::Value` keeps object keys in a sorted map (its `preserve_order` feature is off).
    Ok(sorted(serde_json::to_value(value)?).to_string())
}

/// The digest of the canonical JSON of a value.
///
/// # Errors
/// As [`to_canonical_json`].
pub fn hash_of<T: Serialize>(value: &T) -> Result<Sha256Hex, serde_json::Error> {
    Ok(Sha256Hex::of(to_canonical_json(value)?.as_bytes()))
}

/// Sorts object keys even where a dependency turned `preserve_order` on.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: std::collections::BTreeMap<_, _> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(ordered.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = serde_json::json!({"b": {"z": 1, "a": [ {"d": 1, "c": 2} ]}, "a": null});
        assert_eq!(
            to_canonical_json(&value).unwrap(),
            r#"{"a":null,"b":{"a":[{"c":2,"d":1}],"z":1}}"#
        );
    }

    #[test]
    fn digests_round_trip_as_text() {
        let digest = Sha256Hex::of(b"ombud");
        assert_eq!(digest.to_string().parse::<Sha256Hex>().unwrap(), digest);
        assert!("zz".parse::<Sha256Hex>().is_err());
    }
}
