//! What was read from the files of evidence: facts with the words that say them, hints that a file was
//! changed, and how each fact came to count or not.
//!
//! A file is read in the background once it is handed in. A fact that our own books say already is
//! confirmed by rule; every other waits for a person. Only what is confirmed reaches the typed facts of
//! the dispute, which are all that a decision looks at.

mod answer;
mod books;
mod job;
mod read;

use documents::books::Answer;
use documents::facts::{Fact, Field};
use documents::flags::Flag;
use documents::likeness::Likeness;
use documents::text::Source;
use kernel::{Actor, DisputeId, EvidenceId, Timestamp};
use serde::{Deserialize, Serialize};

pub use answer::{Verdict, answer};
pub use job::{READ_DOCUMENTS, ReadDocuments};
pub(crate) use job::{alike, enqueue, same_file};
pub use read::{Letters, Market, Read, of_words, read};

use crate::{AppError, Session};

/// Most items of one dispute whose readings are shown.
const READINGS_MAX: u32 = 100;

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// No program that recognises letters is installed.
    NoOcr,
    /// That program failed, or took too long.
    OcrFailed,
    /// It has no words: a scan without a text layer, or a picture without letters.
    NoWords,
    TooLarge,
    /// It unpacks to too much, or is packed in a way that is not read.
    Packing,
    Locked,
    Broken,
    /// A kind of file that is not read.
    OtherFormat,
}

impl Unread {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoOcr => "no_ocr",
            Self::OcrFailed => "ocr_failed",
            Self::NoWords => "no_words",
            Self::TooLarge => "too_large",
            Self::Packing => "packing",
            Self::Locked => "locked",
            Self::Broken => "broken",
            Self::OtherFormat => "other_format",
        }
    }
}

/// How far a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read, and waiting: it counts for nothing.
    Extracted,
    /// Our own books say the same.
    ConfirmedByRule,
    ConfirmedByPerson,
    Rejected,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Extracted => "extracted",
            Self::ConfirmedByRule => "confirmed_by_rule",
            Self::ConfirmedByPerson => "confirmed_by_person",
            Self::Rejected => "rejected",
        }
    }

    pub const fn counts(self) -> bool {
        matches!(self, Self::ConfirmedByRule | Self::ConfirmedByPerson)
    }
}

/// A fact, what our books say to it, and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptFact {
    pub fact: Fact,
    pub books: Answer,
    pub status: Status,
    /// Who confirmed or rejected it, where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// What was read from one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub source: Option<Source>,
    pub unread: Option<Unread>,
    /// The file has more than was read.
    pub is_cut: bool,
    pub facts: Vec<KeptFact>,
    pub flags: Vec<Flag>,
    pub likeness: Likeness,
}

impl Reading {
    pub fn fact(&self, field: Field) -> Option<&KeptFact> {
        self.facts.iter().find(|known| known.fact.field == field)
    }
}

/// What was read from the evidence of a dispute. Who may see it is checked by whoever asks.
pub(crate) fn of_dispute(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
) -> Result<Vec<(EvidenceId, Reading)>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::readings::of_dispute(s.tx(), &tenant, dispute, READINGS_MAX)?;
    rows.into_iter().map(|row| Ok((row.evidence, serde_json::from_str(&row.doc)?))).collect()
}
