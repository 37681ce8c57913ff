//! The hand-off brief as the API shows it.

use serde::Serialize;
use support::brief as domain;
use utoipa::ToSchema;

use crate::types::suggestion::NextAct;
use crate::wire::{DisputeId, Moment, OrderId};

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
    /// What the customer answered already: it need not be asked again.
    pub told: Vec<BriefAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Names of the register of support needs, where you may read it.
    pub support_needs: Vec<String>,
    /// The nearest thing that must happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<BriefDeadline>,
    /// All that run, the nearest first.
    pub deadlines: Vec<BriefDeadline>,
    /// What is best done next, the most pressing first.
    pub next: Vec<BriefStep>,
    pub in_short: BriefInShort,
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

/// What somebody asked the customer, and what they answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BriefAnswer {
    pub asked: String,
    pub answer: String,
    /// The number of the event with the answer.
    pub seq: u64,
}

/// A step that is best done next, by whoever may do it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BriefStep {
    pub act: NextAct,
    #[schema(example = "Offer a later date")]
    pub what: String,
    /// The fact, or what was heard, that it follows from.
    pub why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
}

/// The conversation in a few lines, quoted or put together from facts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BriefInShort {
    /// In the customer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    pub facts: Vec<String>,
    /// As the customer was told.
    pub done: Vec<String>,
    #[schema(example = "The customer waits for an answer of ours.")]
    pub stands: String,
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

fn deadline(one: domain::Deadline) -> BriefDeadline {
    BriefDeadline { at: one.at.into(), what: one.what }
}

impl From<domain::NextStep> for BriefStep {
    fn from(from: domain::NextStep) -> Self {
        Self {
            act: from.act.into(),
            what: from.what,
            why: from.why,
            order_id: from.order.map(Into::into),
            dispute_id: from.dispute.map(Into::into),
        }
    }
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
            told: from
                .told
                .into_iter()
                .map(|one| BriefAnswer { asked: one.asked, answer: one.answer, seq: one.seq })
                .collect(),
            mood: from.mood.map(Into::into),
            support_needs: from.support_needs,
            deadline: from.deadline.map(deadline),
            deadlines: from.deadlines.into_iter().map(deadline).collect(),
            next: from.next.into_iter().map(Into::into).collect(),
            in_short: BriefInShort {
                wanted: from.in_short.wanted,
                facts: from.in_short.facts,
                done: from.in_short.done,
                stands: from.in_short.stands,
            },
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
