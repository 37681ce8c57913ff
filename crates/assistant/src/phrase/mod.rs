//! Whether a language model's wording of an utterance says what the utterance says, and nothing more.
//!
//! A model may change tone; it may not change facts. [`Checker::check`] holds a draft against the text
//! that the procedure says. It is no judge of meaning, and needs none: a draft is the text itself,
//! sentence by sentence and word by word, but for a closed list of moves (`words/*.txt`). One courtesy may
//! stand before the text and one after it; and a pair of phrases that say the same, a contraction mostly,
//! may be exchanged in place. Sentences are neither split nor joined nor put in another order: “Write
//! here, and I open the case” holds a condition that “Write here. I open the case.” does not. What is
//! not a move is refused, and then the text is said as it is. So a refused draft costs a friendlier tone,
//! and nothing else.
//!
//! Receipts, questions with choices and confirmations are never rephrased, nor is what is said where
//! every word counts ([`VERBATIM`]).

mod moves;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::turn::Utterance;
use moves::Moves;

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

/// In what a refused draft is not the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Its digits.
    Number,
    /// Its letters.
    Word,
    /// Its punctuation, signs of currencies and all else that is seen or not seen.
    Sign,
    /// Only the order of these.
    Order,
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
    moves: Moves,
}

impl Checker {
    /// The checker of a language that the book speaks; `None` where there is no list of moves for it, and
    /// so nothing is rephrased.
    pub fn new(book: &Book, language: &str) -> Option<Self> {
        Some(Self { moves: Moves::of(book.language(language))? })
    }

    /// Whether the draft says what the text says.
    ///
    /// # Errors
    /// In what it is not the text, without a word of the draft.
    pub fn check(&self, text: &str, draft: &str) -> Result<(), BTreeSet<Found>> {
        // Models like to end a line.
        let said = draft.strip_suffix('\n').unwrap_or(draft);
        if self.moves.lead(text, said) { Ok(()) } else { Err(differences(text, said)) }
    }
}

fn differences(text: &str, draft: &str) -> BTreeSet<Found> {
    let kind = |c: &char| match c {
        c if c.is_numeric() => Found::Number,
        c if c.is_alphabetic() => Found::Word,
        _ => Found::Sign,
    };
    let of = |text: &str, wanted| text.chars().filter(|c| kind(c) == wanted).collect::<String>();
    let kinds = [Found::Number, Found::Word, Found::Sign];
    let found: BTreeSet<Found> =
        kinds.into_iter().filter(|wanted| of(text, *wanted) != of(draft, *wanted)).collect();
    if found.is_empty() { BTreeSet::from([Found::Order]) } else { found }
}
