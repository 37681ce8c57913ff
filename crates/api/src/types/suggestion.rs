//! Suggested replies as the API shows them.

use app::copilot as domain;
use serde::Serialize;
use support::brief::NextAct as DomainAct;
use utoipa::ToSchema;

use crate::types::report::ShareInterval;

/// The replies that are suggested for where a conversation stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Suggested {
    /// The customer's message that they answer; absent where a person answered all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_seq: Option<u64>,
    /// The best first.
    pub suggestions: Vec<Suggestion>,
    /// Whether an assistant is connected: without one, only blocks of text are suggested.
    pub has_assistant: bool,
}

/// A suggested reply. Somebody wrote it beforehand, with facts in its places; no model did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// From 1, per conversation.
    pub number: i64,
    pub message_seq: u64,
    pub kind: SuggestionKind,
    /// May be empty where there is an act alone.
    pub text: String,
    /// BCP 47: the customer's.
    #[schema(example = "sv")]
    pub language: String,
    /// 0 to 1; what it is worth, `basis` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    pub confidence: Option<f64>,
    pub basis: SuggestionBasis,
    pub sources: Vec<SuggestionSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<SuggestedAct>,
    pub outcome: SuggestionOutcome,
    /// Words put in, left out or changed before it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words_changed: Option<i64>,
}

/// What a suggestion was made of: what the assistant's procedure would say, a passage of the help centre
/// word for word, or a block of text of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestionKind {
    Procedure,
    Article,
    Macro,
}

/// What stands behind `confidence`: `calibrated` is a probability that the customer wants this; `coverage`
/// how much of their words the passage holds, `words` how many words both have in common: no
/// probabilities; `at_work` has no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestionBasis {
    Calibrated,
    Coverage,
    Words,
    AtWork,
}

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestionOutcome {
    Shown,
    Accepted,
    Edited,
    Rejected,
}

/// Where a suggestion comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestionSource {
    pub label: String,
    /// A procedure with its version, a passage with its article and version, or a block of text.
    #[serde(rename = "ref")]
    #[schema(example = "late_fees@1#3")]
    pub reference: String,
}

/// What a person may do with it, under their own authority.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestedAct {
    pub act: NextAct,
    /// In your language.
    pub what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
}

/// What is best done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NextAct {
    CallBack,
    AcknowledgeComplaint,
    Decide,
    StartHardship,
    ExtendPlan,
    PausePlan,
    WaiveFee,
    OpenDispute,
    Answer,
}

/// How often suggestions of one kind were used for one intent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestionFigure {
    pub kind: SuggestionKind,
    /// What the customer wanted; absent where it was not recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "late_fee_waiver")]
    pub intent: Option<String>,
    pub shown: i64,
    pub accepted: i64,
    pub edited: i64,
    pub rejected: i64,
    /// Sent, as it was or edited, of all that were shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_interval: Option<ShareInterval>,
    /// Words changed of an edited one, on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words_changed: Option<f64>,
}

impl From<domain::Suggested> for Suggested {
    fn from(from: domain::Suggested) -> Self {
        Self {
            message_seq: from.message_seq,
            suggestions: from.suggestions.into_iter().map(Into::into).collect(),
            has_assistant: from.has_assistant,
        }
    }
}

impl From<domain::Suggestion> for Suggestion {
    fn from(from: domain::Suggestion) -> Self {
        let source =
            |one: domain::Source| SuggestionSource { label: one.label, reference: one.reference };
        let act = |one: domain::Act| SuggestedAct {
            act: one.act.into(),
            what: one.what,
            order_id: one.order,
        };
        Self {
            number: from.number,
            message_seq: from.message_seq,
            kind: from.kind.into(),
            text: from.text,
            language: from.language,
            confidence: from.confidence,
            basis: match from.basis {
                domain::Basis::Calibrated => SuggestionBasis::Calibrated,
                domain::Basis::Coverage => SuggestionBasis::Coverage,
                domain::Basis::Words => SuggestionBasis::Words,
                domain::Basis::AtWork => SuggestionBasis::AtWork,
            },
            sources: from.sources.into_iter().map(source).collect(),
            act: from.act.map(act),
            outcome: match from.outcome {
                domain::Outcome::Shown => SuggestionOutcome::Shown,
                domain::Outcome::Accepted => SuggestionOutcome::Accepted,
                domain::Outcome::Edited => SuggestionOutcome::Edited,
                domain::Outcome::Rejected => SuggestionOutcome::Rejected,
            },
            words_changed: from.words_changed,
        }
    }
}

impl From<domain::Kind> for SuggestionKind {
    fn from(kind: domain::Kind) -> Self {
        match kind {
            domain::Kind::Procedure => Self::Procedure,
            domain::Kind::Article => Self::Article,
            domain::Kind::Macro => Self::Macro,
        }
    }
}

impl From<DomainAct> for NextAct {
    fn from(act: DomainAct) -> Self {
        match act {
            DomainAct::CallBack => Self::CallBack,
            DomainAct::AcknowledgeComplaint => Self::AcknowledgeComplaint,
            DomainAct::Decide => Self::Decide,
            DomainAct::StartHardship => Self::StartHardship,
            DomainAct::ExtendPlan => Self::ExtendPlan,
            DomainAct::PausePlan => Self::PausePlan,
            DomainAct::WaiveFee => Self::WaiveFee,
            DomainAct::OpenDispute => Self::OpenDispute,
            DomainAct::Answer => Self::Answer,
        }
    }
}

impl From<domain::SuggestionFigure> for SuggestionFigure {
    fn from(from: domain::SuggestionFigure) -> Self {
        Self {
            kind: from.kind.into(),
            intent: from.intent,
            shown: from.shown,
            accepted: from.accepted,
            edited: from.edited,
            rejected: from.rejected,
            used_share: from.used.map(|used| used.share),
            used_interval: from.used.map(Into::into),
            words_changed: from.words_changed,
        }
    }
}
