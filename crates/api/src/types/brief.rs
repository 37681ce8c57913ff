//! The hand-off brief as the API shows it.

use serde::Serialize;
use support::brief as domain;
use utoipa::ToSchema;

use crate::wire::Moment;

/// What whoever takes a conversation over must know, from the log and from facts, without a model.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Brief {
    /// Why this needs a person.
    pub why: String,
    /// What the assistant did and said, from old to new.
    pub ai_did: Vec<String>,
    /// What the customer may count on.
    pub promised: Vec<Promised>,
    /// The last question that nobody answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_question: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Names of the register of support needs, where you may read it.
    pub support_needs: Vec<String>,
    /// The nearest thing that must happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<BriefDeadline>,
    pub sources: Vec<BriefSource>,
}

/// Something the customer was promised.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Promised {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
}

/// How the customer sounds, by what was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mood {
    Calm,
    Worried,
    Upset,
    Angry,
    Distressed,
}

/// The nearest thing that must happen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BriefDeadline {
    pub at: Moment,
    #[schema(example = "the shop's answer is due")]
    pub what: String,
}

/// Where a part of the brief comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BriefSource {
    pub kind: BriefSourceKind,
    pub label: String,
    /// The number of the event, the id, or the clause.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BriefSourceKind {
    Policy,
    Order,
    Dispute,
    Message,
}

impl From<domain::Brief> for Brief {
    fn from(from: domain::Brief) -> Self {
        let promised =
            |one: domain::Promised| Promised { text: one.text, due_at: one.due_at.map(Into::into) };
        Self {
            why: from.why,
            ai_did: from.ai_did,
            promised: from.promised.into_iter().map(promised).collect(),
            open_question: from.open_question,
            mood: from.mood.map(Into::into),
            support_needs: from.support_needs,
            deadline: from.deadline.map(|one| BriefDeadline { at: one.at.into(), what: one.what }),
            sources: from.sources.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<domain::Mood> for Mood {
    fn from(mood: domain::Mood) -> Self {
        match mood {
            domain::Mood::Calm => Self::Calm,
            domain::Mood::Worried => Self::Worried,
            domain::Mood::Upset => Self::Upset,
            domain::Mood::Angry => Self::Angry,
            domain::Mood::Distressed => Self::Distressed,
        }
    }
}

impl From<domain::Source> for BriefSource {
    fn from(from: domain::Source) -> Self {
        let kind = match from.kind {
            domain::SourceKind::Policy => BriefSourceKind::Policy,
            domain::SourceKind::Order => BriefSourceKind::Order,
            domain::SourceKind::Dispute => BriefSourceKind::Dispute,
            domain::SourceKind::Message => BriefSourceKind::Message,
        };
        Self { kind, label: from.label, reference: from.reference }
    }
}
