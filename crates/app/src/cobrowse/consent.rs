//! What a customer is asked, in the words of their page.
//!
//! The words are in the page's own bundle (`web/packages/cobrowse/src/customer/words.ts`); their hashes
//! are in `policy/cobrowse/consent.json`, which a test of that package writes and compares. A page that
//! shows other words than these is not believed.

use std::collections::BTreeMap;

use cobrowse::consent::{Grants, Wish, Words};
use kernel::canonical::Sha256Hex;
use serde::Deserialize;

use crate::languages::Tongue;
use crate::{AppError, Session};

const SHIPPED: &str = include_str!("../../../../policy/cobrowse/consent.json");
/// What co-browsing is for; the words explain it.
const PURPOSE: &str = "support";

/// The words of the consent dialog that ship.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentWords {
    /// Such as `2026-11`.
    version: String,
    /// SHA-256 of the words, by language.
    hashes: BTreeMap<String, Sha256Hex>,
}

impl ConsentWords {
    /// # Errors
    /// When the file is broken or lacks a language, which a test rules out.
    pub(crate) fn shipped() -> Result<Self, AppError> {
        let words: Self = serde_json::from_str(SHIPPED)?;
        let lacks = |tongue: &Tongue| !words.hashes.contains_key(tongue.as_str());
        match Tongue::ALL.iter().find(|tongue| lacks(tongue)) {
            Some(tongue) => {
                Err(AppError::broken(format!("consent.json lacks {}", tongue.as_str())))
            }
            None => Ok(words),
        }
    }
}

/// The language of the words for a customer of this tag; English where there is none.
pub(super) fn language(tag: &str) -> &'static str {
    Tongue::of_tag(tag).unwrap_or(Tongue::En).as_str()
}

/// What an agent of this name asks the customer.
pub(super) fn wish(
    s: &mut Session<'_, '_>,
    agent: &str,
    language: &str,
    wants: Grants,
) -> Result<Wish, AppError> {
    let company = crate::tenants::name(s)?;
    let app = s.app().clone();
    let words = app.consent_words();
    let hash = words.hashes.get(language).copied();
    let hash = hash.ok_or_else(|| AppError::broken(format!("consent.json lacks {language}")))?;
    let text = Words { version: words.version.clone(), language: language.to_owned(), hash };
    Ok(Wish { agent: agent.to_owned(), company, wants, text, purpose: PURPOSE.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_every_language_have_a_hash_of_their_own() {
        let words = ConsentWords::shipped().unwrap();
        let mut hashes: Vec<_> = words.hashes.values().collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), Tongue::ALL.len());
    }
}
