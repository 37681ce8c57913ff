//! What signs are called, in the languages of the desk.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Sign;

/// The languages of the desk's own pages.
pub const LANGUAGES: [&str; 4] = ["en", "sv", "de", "es"];

/// The names of one sign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub en: String,
    pub sv: String,
    pub de: String,
    pub es: String,
}

/// Why the names do not load.
#[derive(Debug, thiserror::Error)]
pub enum LabelError {
    #[error("policy/support/labels.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("policy/support/labels.toml: [{0:?}] is missing")]
    Missing(Sign),
}

/// The names of every sign.
#[derive(Debug, Clone)]
pub struct Labels(BTreeMap<Sign, Label>);

impl Labels {
    /// The names that ship.
    ///
    /// # Errors
    /// [`LabelError`], which a test rules out.
    pub fn shipped() -> Result<Self, LabelError> {
        let text = include_str!("../../../../policy/support/labels.toml");
        let labels: BTreeMap<Sign, Label> = toml::from_str(text)?;
        match Sign::ALL.into_iter().find(|sign| !labels.contains_key(sign)) {
            Some(sign) => Err(LabelError::Missing(sign)),
            None => Ok(Self(labels)),
        }
    }

    /// The names of a sign.
    pub fn of(&self, sign: Sign) -> Option<&Label> {
        self.0.get(&sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_a_name_of_its_own_in_every_language() {
        let labels = Labels::shipped().unwrap();
        let names = |of: fn(&Label) -> &String| {
            let all: std::collections::BTreeSet<&String> = labels.0.values().map(of).collect();
            assert!(all.iter().all(|name| name.chars().count() > 2 && !name.contains(['_', '/'])));
            all.len()
        };
        let count = Sign::ALL.len();
        assert_eq!(names(|label| &label.en), count);
        assert_eq!(names(|label| &label.sv), count);
        assert_eq!(names(|label| &label.de), count);
        assert_eq!(names(|label| &label.es), count);
    }
}
