//! Whether a language model's wording of an utterance says what the utterance says, and nothing more.
//!
//! A model may change tone; it may not change facts. [`Checker::check`] holds a draft against the text
//! that the procedure says. It is no judge of meaning: it is a closed list. Every word of a draft must
//! stand in the text, or in what Ombud itself says in that language, or in a list of plain words; every
//! number, amount, date and sign must be the text's own, in the text's order; and of every class of words
//! that can carry a promise (to get, to refund, we, will, until, must, …) a draft may have no more than
//! the text. What it does not know it rejects, and then the text is said as it is. So a rejected draft
//! costs a friendlier tone, and nothing else.
//!
//! Receipts, questions with choices and confirmations are never rephrased, nor is what is said where
//! every word counts ([`VERBATIM`]).

mod check;
mod lexicon;
pub(crate) mod tokens;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::turn::Utterance;
use lexicon::Lexicon;

/// Procedures whose words stand as they were written: law, life and health.
pub const VERBATIM: [&str; 9] = [
    "account_takeover",
    "bereavement",
    "complaint",
    "data_rights",
    "debt_collection",
    "legal_threat",
    "phishing_report",
    "self_harm",
    "vulnerability",
];

/// Shortest text that is worth another wording, in characters.
const TEXT_CHARS_MIN: usize = 30;
/// Longest text that is rephrased, in characters.
pub const TEXT_CHARS_MAX: usize = 1_000;

/// What a draft has that the text does not, or lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Nothing, far more than the text, or more sentences.
    Length,
    /// A character that is not seen, or of another script.
    Hidden,
    /// A number, in digits or in words, an amount, or their order or unit.
    Number,
    /// A month, a day, a time of the calendar.
    Date,
    /// A link, an address, a code, a sign.
    Link,
    /// A name, or a word that is not known to be harmless.
    Name,
    /// More words that promise, allow, demand or decide than the text has.
    Promise,
    /// More or fewer negations.
    Negation,
    /// A question more or less.
    Question,
}

/// Whether another wording of it may be asked for at all.
pub fn may_rephrase(utterance: &Utterance) -> bool {
    let procedure = utterance.source.split('/').next().unwrap_or_default();
    let chars = utterance.text.chars().count();
    !utterance.receipt
        && utterance.choices.is_empty()
        && procedure != "texts"
        && !VERBATIM.contains(&procedure)
        && !utterance.text.contains('•')
        && (TEXT_CHARS_MIN..=TEXT_CHARS_MAX).contains(&chars)
}

/// Holds drafts of one language against texts.
#[derive(Debug, Clone)]
pub struct Checker {
    lexicon: Lexicon,
}

impl Checker {
    /// The checker of a language that the book speaks; `None` where there are no word lists for it, and
    /// so nothing is rephrased.
    pub fn new(book: &Book, language: &str) -> Option<Self> {
        let language = book.language(language);
        let mut lexicon = Lexicon::of(language)?;
        let texts = book.procedures.values().filter_map(|one| one.texts.get(language));
        for text in texts.chain(book.texts.get(language)).flat_map(|texts| texts.values()) {
            text.plain().for_each(|plain| lexicon.learn(plain));
        }
        Some(Self { lexicon })
    }

    /// Whether the draft says what the text says.
    ///
    /// # Errors
    /// Everything that was found, without a word of the draft.
    pub fn check(&self, text: &str, draft: &str) -> Result<(), BTreeSet<Found>> {
        let found = check::differences(&self.lexicon, text, draft);
        if found.is_empty() { Ok(()) } else { Err(found) }
    }
}
