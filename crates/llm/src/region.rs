//! Where a model processes what it is sent, as the operator names it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest name of a region.
const REGION_CHARS_MAX: usize = 32;

/// A region: small letters, digits and `-`, such as `eu`, `us-east-1` or `local` (the operator's own
/// machines). Compared as text: `eu` does not hold `eu-west-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// Why a text is no region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a region has 1 to {REGION_CHARS_MAX} small letters, digits or -, such as eu or local")]
pub struct RegionError;

impl Region {
    /// # Errors
    /// [`RegionError`].
    pub fn new(name: impl Into<String>) -> Result<Self, RegionError> {
        let name = name.into();
        let fits = (1..=REGION_CHARS_MAX).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(name)) } else { Err(RegionError) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = RegionError;
    fn try_from(name: String) -> Result<Self, RegionError> {
        Self::new(name)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_small_and_short() {
        let long = "a".repeat(33);
        for (name, fits) in [
            ("eu", true),
            ("us-east-1", true),
            ("", false),
            ("EU", false),
            ("e u", false),
            (&long, false),
        ] {
            assert_eq!(Region::new(name).is_ok(), fits, "{name}");
        }
    }
}
