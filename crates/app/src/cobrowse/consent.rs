//! What a customer is asked, word for word.
//!
//! The words stand in `policy/cobrowse/consent.json`. The page has the same in its own bundle
//! (`web/packages/cobrowse/src/customer/words.ts`, whose test compares them), shows them, and answers
//! with the hash of what was on the screen, names included. What was shown can so be told years later,
//! from the receipt alone; a page that showed other words is not believed.

use std::collections::BTreeMap;

use cobrowse::consent::{Grant, Grants, Wish, Words};
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
    languages: BTreeMap<String, Catalog>,
}

/// The words of one language; `{agent}` and `{company}` stand for the names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Catalog {
    title: String,
    more_title: String,
    hidden: String,
    extras: String,
    draw: String,
    scroll: String,
    control: String,
    control_more: String,
    record: String,
    end: String,
    accept: String,
    allow: String,
    no: String,
}

impl ConsentWords {
    /// # Errors
    /// When the file is broken or lacks a language, which a test rules out.
    pub(crate) fn shipped() -> Result<Self, AppError> {
        let words: Self = serde_json::from_str(SHIPPED)?;
        for tongue in Tongue::ALL {
            words.catalog(tongue.as_str())?;
        }
        Ok(words)
    }

    fn catalog(&self, language: &str) -> Result<&Catalog, AppError> {
        let lacking = || AppError::broken(format!("consent.json lacks {language}"));
        self.languages.get(language).ok_or_else(lacking)
    }
}

impl Catalog {
    /// The words of a dialog, one a line in the order in which they are read. `had` is what the customer
    /// allowed before: then it asks for more.
    fn text(&self, agent: &str, company: &str, wants: Grants, had: Grants) -> String {
        let more = had.has(Grant::View);
        let extras: Vec<Grant> =
            wants.iter().filter(|grant| *grant != Grant::View && !had.has(*grant)).collect();
        let mut lines = vec![if more { &self.more_title } else { &self.title }];
        if !more {
            lines.push(&self.hidden);
        }
        if !extras.is_empty() {
            lines.push(&self.extras);
        }
        for grant in extras {
            match grant {
                Grant::View => {}
                Grant::Draw => lines.push(&self.draw),
                Grant::Scroll => lines.push(&self.scroll),
                Grant::Control => lines.extend([&self.control, &self.control_more]),
                Grant::Record => lines.push(&self.record),
            }
        }
        lines.extend([&self.end, if more { &self.allow } else { &self.accept }, &self.no]);
        let filled = lines.iter().map(|line| {
            // One after the other in one pass: a name may look like a place for another.
            line.split("{agent}")
                .map(|part| part.replace("{company}", company))
                .collect::<Vec<_>>()
                .join(agent)
        });
        filled.collect::<Vec<_>>().join("\n")
    }
}

/// The language of the words for a customer of this tag; English where there is none.
pub(super) fn language(tag: &str) -> &'static str {
    Tongue::of_tag(tag).unwrap_or(Tongue::En).as_str()
}

/// What an agent of this name asks the customer, who allowed `had` before.
pub(super) fn wish(
    s: &mut Session<'_, '_>,
    agent: &str,
    language: &str,
    (wants, had): (Grants, Grants),
) -> Result<Wish, AppError> {
    let company = crate::tenants::name(s)?;
    let app = s.app().clone();
    let words = app.consent_words();
    let shown = words.catalog(language)?.text(agent, &company, wants, had);
    let text = Words {
        version: words.version.clone(),
        language: language.to_owned(),
        hash: Sha256Hex::of(shown.as_bytes()),
    };
    Ok(Wish { agent: agent.to_owned(), company, wants, text, purpose: PURPOSE.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same lines stand in the test of `words.ts`.
    #[test]
    fn what_is_asked_is_told_line_by_line() {
        let words = ConsentWords::shipped().unwrap();
        let catalog = words.catalog("en").unwrap();
        let wants: Grants = [Grant::View, Grant::Draw, Grant::Control].into_iter().collect();
        assert_eq!(
            catalog.text("Ana", "Acme", wants, Grants::NONE),
            "Ana of Acme would like to see this page\n\
             Never shown: passwords, one-time codes, card numbers, files, other tabs, and what \
             Acme has not released.\n\
             Ana may also:\n\
             Point and draw\n\
             Click and fill in\n\
             Where Acme allows it. You are always asked before anything is sent or paid, and \
             before this site is left.\n\
             You can pause or end this at any time.\n\
             Show this page\n\
             No, thanks"
        );
        let had = Grants::NONE.with(Grant::View);
        let asked = Grants::NONE.with(Grant::Record);
        assert_eq!(
            catalog.text("Ana", "Acme", asked, had),
            "Ana of Acme asks for one thing more\nAna may also:\nRecord this\n\
             You can pause or end this at any time.\nAllow\nNo, thanks"
        );
    }

    #[test]
    fn a_name_is_never_read_as_a_place() {
        let words = ConsentWords::shipped().unwrap();
        let text =
            words.catalog("en").unwrap().text("{company}", "Acme", Grants::NONE, Grants::NONE);
        assert!(text.starts_with("{company} of Acme would"), "{text}");
    }
}
