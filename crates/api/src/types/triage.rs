//! A first look at a dispute, and what was read from its evidence.

use app::readings::{KeptFact, Reading};
use app::triage::{PastCase, Triage as Looked};
use documents::flags::Flag;
use serde::{Deserialize, Serialize};
use triage::linked::{Link, Sign};
use triage::need::Standing;
use triage::reason::Suggestion;
use utoipa::ToSchema;

use super::dispute::{Completeness, MissingEvidence};
use crate::wire::{
    BooksAnswer, DisputeId, DocumentFlagKind, EvidenceId, EvidenceType, FactConfidence, FactField,
    FactStatus, FlagWeight, Moment, Party, Reason, TextSource, UnreadReason, Urgency, UrgencyCause,
};

/// A first look at a dispute: advice for whoever works on it. No decision looks at it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Triage {
    /// What the customer's words most likely speak of, the likeliest first.
    pub reasons: Vec<SuggestedReason>,
    pub urgency: Urgency,
    /// The gravest first.
    pub causes: Vec<UrgencyCause>,
    /// What is heard in the customer's words, such as `hardship`.
    pub heard: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_at: Option<Moment>,
    /// How complete each party's evidence is.
    pub evidence: Vec<EvidenceStanding>,
    /// Cases that belong to this one, the surest first.
    pub linked: Vec<LinkedDispute>,
    /// Decided cases that are like it, the likest first.
    pub past: Vec<PastDispute>,
    /// What was read from each file.
    pub readings: Vec<EvidenceReading>,
    /// Items with a file that is still to be read.
    pub waiting: Vec<EvidenceId>,
}

/// A reason that the customer's words speak of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestedReason {
    pub reason: Reason,
    /// 0 to 1, calibrated.
    #[schema(minimum = 0, maximum = 1)]
    pub probability: f32,
    /// The words that speak for it most.
    pub because: Vec<String>,
}

/// What one party was asked for, gave, and could still give.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EvidenceStanding {
    pub party: Party,
    pub completeness: Completeness,
    pub given: Vec<EvidenceType>,
    pub missing: Vec<MissingEvidence>,
}

/// A case that belongs to another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LinkedDispute {
    pub dispute_id: DisputeId,
    /// 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// Most likely the same case, told twice.
    pub is_duplicate: bool,
    pub signs: Vec<LinkSign>,
}

/// Why two cases belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LinkSign {
    /// `same_order`, `same_claim`, `same_customer`, `same_amount`, `same_file`, `alike_file` or
    /// `alike_words`.
    #[schema(example = "same_file")]
    pub sign: String,
    /// How alike, for files and words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
    /// The words that both customers used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// A decided case that is like another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PastDispute {
    pub dispute_id: DisputeId,
    pub reason: Reason,
    #[schema(example = "consumer_full")]
    pub outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub likeness: f64,
    /// The words that both customers used.
    pub words: Vec<String>,
}

/// What was read from the file of an item of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EvidenceReading {
    pub evidence_id: EvidenceId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<TextSource>,
    /// Why it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<UnreadReason>,
    /// The file has more than was read.
    pub is_cut: bool,
    pub facts: Vec<DocumentFact>,
    pub flags: Vec<DocumentFlag>,
}

/// A fact that a document states, and where.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DocumentFact {
    pub field: FactField,
    /// As people read it.
    #[schema(example = "2026-05-03 14:02")]
    pub value: String,
    pub confidence: FactConfidence,
    pub status: FactStatus,
    pub books: BooksAnswer,
    /// From 1; 0 for the head of a letter.
    pub page: u32,
    pub line: u32,
    /// The words that say it.
    pub quote: String,
}

/// A hint, and why it is told. Advice: it decides nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DocumentFlag {
    pub kind: DocumentFlagKind,
    pub weight: FlagWeight,
    /// In plain English.
    pub words: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A person's answer to a fact.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerFact {
    /// Whether it was read rightly and is to count.
    pub confirm: bool,
}

impl From<Looked> for Triage {
    fn from(from: Looked) -> Self {
        let heard = from
            .heard
            .iter()
            .filter_map(|kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned));
        let readings = from.readings.into_iter();
        Self {
            reasons: from.suggestions.into_iter().map(Into::into).collect(),
            urgency: from.level.into(),
            causes: from.causes.into_iter().map(Into::into).collect(),
            heard: heard.collect(),
            deadline_at: from.deadline.map(Into::into),
            evidence: from.standings.into_iter().map(Into::into).collect(),
            linked: from.linked.into_iter().map(Into::into).collect(),
            past: from.past.into_iter().map(Into::into).collect(),
            readings: readings
                .map(|(id, reading)| EvidenceReading::of(id.into(), reading))
                .collect(),
            waiting: from.waiting.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Suggestion> for SuggestedReason {
    fn from(from: Suggestion) -> Self {
        Self { reason: from.reason.into(), probability: from.likely, because: from.because }
    }
}

impl From<Standing> for EvidenceStanding {
    fn from(from: Standing) -> Self {
        let missing = from.missing.into_iter().map(|one| MissingEvidence {
            any_of: one.any_of.into_iter().map(Into::into).collect(),
            words: one.words,
        });
        Self {
            party: from.party.into(),
            completeness: match from.level {
                dispute::Completeness::None => Completeness::None,
                dispute::Completeness::Partial => Completeness::Partial,
                dispute::Completeness::Complete => Completeness::Complete,
            },
            given: from.given.into_iter().map(Into::into).collect(),
            missing: missing.collect(),
        }
    }
}

impl From<Link> for LinkedDispute {
    fn from(from: Link) -> Self {
        Self {
            dispute_id: from.dispute.into(),
            score: from.score,
            is_duplicate: from.is_duplicate(),
            signs: from.signs.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Sign> for LinkSign {
    fn from(from: Sign) -> Self {
        let sign = from.as_str().to_owned();
        match from {
            Sign::AlikeWords(percent, words) => Self { sign, percent: Some(percent), words },
            Sign::AlikeFile(percent) => Self { sign, percent: Some(percent), words: Vec::new() },
            Sign::SameOrder
            | Sign::SameClaim
            | Sign::SameCustomer
            | Sign::SameAmount
            | Sign::SameFile => Self { sign, percent: None, words: Vec::new() },
        }
    }
}

impl From<PastCase> for PastDispute {
    fn from(from: PastCase) -> Self {
        Self {
            dispute_id: from.dispute.into(),
            reason: from.reason.into(),
            outcome: from.outcome,
            closed_at: from.closed_at.map(Into::into),
            likeness: from.likeness,
            words: from.shared,
        }
    }
}

impl EvidenceReading {
    pub(crate) fn of(evidence_id: EvidenceId, from: Reading) -> Self {
        Self {
            evidence_id,
            source: from.source.map(Into::into),
            unread: from.unread.map(Into::into),
            is_cut: from.is_cut,
            facts: from.facts.into_iter().map(Into::into).collect(),
            flags: from.flags.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<KeptFact> for DocumentFact {
    fn from(KeptFact { fact, books, status, .. }: KeptFact) -> Self {
        Self {
            field: fact.field.into(),
            value: fact.value.to_string(),
            confidence: fact.confidence.into(),
            status: status.into(),
            books: books.into(),
            page: fact.page,
            line: fact.line,
            quote: fact.quote,
        }
    }
}

impl From<Flag> for DocumentFlag {
    fn from(from: Flag) -> Self {
        Self {
            weight: from.kind.weight().into(),
            words: from.kind.words().to_owned(),
            kind: from.kind.into(),
            detail: from.detail,
        }
    }
}
