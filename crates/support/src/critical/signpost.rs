//! Where help is found, by market and language.

use serde::{Deserialize, Serialize};

use super::Sign;
use super::policy::Critical;
use crate::listen::Language;

/// Most characters of a signpost: it must be read in one glance.
pub const SIGNPOST_CHARS_MAX: usize = 400;

/// The market of rows that hold where no other does.
pub(super) const ANY: &str = "any";

/// A text that anyone, the AI too, may say at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signpost {
    pub about: Sign,
    /// ISO 3166-1 alpha-2, or `any`.
    pub market: String,
    /// ISO 639-1.
    pub language: String,
    pub text: String,
    /// Where the number or address is published.
    pub source: String,
}

/// What is said at once, before a person is there, to somebody whose payments were just put on hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    pub about: Sign,
    /// ISO 639-1.
    pub language: String,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signposts {
    pub(super) signpost: Vec<Signpost>,
    #[serde(default)]
    pub(super) acknowledgement: Vec<Acknowledgement>,
}

impl Critical {
    /// What is said at once to somebody of whom this was heard and whose payments were put on hold: in their
    /// language, else the first there is.
    pub fn acknowledgement(&self, about: Sign, language: Option<Language>) -> Option<&str> {
        let mut of = self.acknowledgements.iter().filter(|row| row.about == about);
        let own = of.clone().find(|row| Language::parse(&row.language) == language);
        own.or_else(|| of.next()).map(|row| row.text.as_str())
    }

    /// Where help with this is found: in the market, in the language if there is one, else in the
    /// market's own; else a text that holds everywhere.
    pub fn signpost(
        &self,
        about: Sign,
        market: &str,
        language: Option<Language>,
    ) -> Option<&Signpost> {
        let country = market.split('-').next().unwrap_or(market);
        let of = |wanted: &'_ str| {
            let mut best: Option<&Signpost> = None;
            for row in self.signposts().filter(|row| row.about == about) {
                if !row.market.eq_ignore_ascii_case(wanted) {
                    continue;
                }
                if Language::parse(&row.language) == language {
                    return Some(row);
                }
                best = best.or(Some(row));
            }
            best
        };
        of(country).or_else(|| of(ANY))
    }
}
