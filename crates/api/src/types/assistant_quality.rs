//! How well the assistant held conversations and what it understood, as the API shows it.

use std::collections::BTreeMap;

use app::assistant::{evaluation, quality, reviews};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assistant_control::AssistantMode;
use crate::wire::{ConversationId, Moment, PrincipalId};

/// Why a conversation is worth a look.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LookReason {
    LowScore,
    /// It was not sure what was wanted.
    Unsure,
    /// A person answered otherwise than the assistant would have.
    Unlike,
    /// Drawn by lot.
    Lot,
}

impl From<quality::WhyLook> for LookReason {
    fn from(from: quality::WhyLook) -> Self {
        match from {
            quality::WhyLook::LowScore => Self::LowScore,
            quality::WhyLook::Unsure => Self::Unsure,
            quality::WhyLook::Unlike => Self::Unlike,
            quality::WhyLook::Lot => Self::Lot,
        }
    }
}

/// A conversation worth a look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WorthLook {
    pub conversation_id: ConversationId,
    /// What people call it.
    #[schema(example = "7F3K-9QDM")]
    pub number: String,
    pub at: Moment,
    pub intent: String,
    pub market: String,
    pub language: String,
    pub mode: AssistantMode,
    /// How likely the first intent was, 0 to 1.
    pub likely: f64,
    /// 0 to 100, where the assistant answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// What was taken off, and how often it happened.
    pub faults: BTreeMap<&'static str, u32>,
    /// How alike its draft was to what a person then said, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<f64>,
    pub why: Vec<LookReason>,
}

impl From<quality::Worth> for WorthLook {
    fn from(from: quality::Worth) -> Self {
        let faults = from.score.into_iter().flat_map(|score| score.faults);
        let row = from.row;
        Self {
            conversation_id: row.conversation.into(),
            number: from.number,
            at: row.last_at.into(),
            intent: row.intent,
            market: row.market,
            language: row.language,
            mode: assistant::control::Mode::parse(&row.mode).unwrap_or_default().into(),
            likely: row.likely as f64 / 1_000.0,
            score: row.score,
            faults: faults.map(|(fault, times)| (fault.as_str(), times)).collect(),
            likeness: row.likeness.map(|likeness| likeness as f64 / 1_000.0),
            why: from.why.into_iter().map(Into::into).collect(),
        }
    }
}

/// An intent, and how likely it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LikelyIntent {
    #[schema(example = "refund_status")]
    pub intent: String,
    /// 0 to 1.
    pub likely: f32,
}

/// What a person said that a message meant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TurnReview {
    pub intents: Vec<String>,
    /// The assistant took it for one of these.
    pub right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub by: PrincipalId,
    pub by_name: String,
    pub at: Moment,
}

/// A turn of the assistant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantTurn {
    pub turn: i64,
    pub at: Moment,
    /// What the customer wrote, without personal data.
    pub text: String,
    /// What it was taken for, the likeliest first.
    pub intents: Vec<LikelyIntent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// `answered`, `handed_over`, `resolved`, `suggested`, `shadowed` or `off`; expect others.
    pub outcome: String,
    /// What it said, or would have said.
    pub said: Vec<String>,
    /// The tools that it called, or would have called.
    pub tools: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<TurnReview>,
}

impl From<reviews::TurnSeen> for AssistantTurn {
    fn from(from: reviews::TurnSeen) -> Self {
        let intent =
            |one: assistant::turn::Intent| LikelyIntent { intent: one.label, likely: one.likely };
        let review = from.review.map(|(by, at, review)| TurnReview {
            right: review.is_right(),
            intents: review.intents,
            note: review.note,
            by: by.into(),
            by_name: review.reviewer_name,
            at: at.into(),
        });
        Self {
            turn: from.turn,
            at: from.at.into(),
            text: from.text,
            intents: from.intents.into_iter().map(intent).collect(),
            procedure: from.procedure,
            outcome: from.outcome,
            said: from.said,
            tools: from.tools,
            review,
        }
    }
}

/// The turns of a conversation, from old to new, with the intents that a message may have.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConversationTurns {
    pub conversation_id: ConversationId,
    pub intents: Vec<String>,
    /// What a message may be marked as in place of intents: `answers_question`, an answer to what the
    /// assistant asked.
    pub marks: Vec<String>,
    pub turns: Vec<AssistantTurn>,
}

/// What the message of a turn meant.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"turn": 1, "intents": ["refund_status"], "note": "Asks about the bank."}))]
pub(crate) struct ReviewTurn {
    pub turn: i64,
    /// Some of `intents`, or one of `marks` alone.
    #[schema(min_items = 1, max_items = 3)]
    pub intents: Vec<String>,
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub note: Option<String>,
}

/// What was kept of a review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Reviewed {
    pub intents: Vec<String>,
    pub right: bool,
}

impl From<reviews::Review> for Reviewed {
    fn from(from: reviews::Review) -> Self {
        Self { right: from.is_right(), intents: from.intents }
    }
}

/// How many messages were understood.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct RightOf {
    pub right: u64,
    pub of: u64,
}

impl From<evaluation::Right> for RightOf {
    fn from(from: evaluation::Right) -> Self {
        Self { right: from.right, of: from.of }
    }
}

/// Messages of one intent that were taken for another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConfusedIntents {
    pub meant: String,
    /// Empty where nothing was recognised.
    pub taken_for: String,
    pub times: u64,
}

/// An intent that was understood less often than by the measurement before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WorseIntent {
    pub intent: String,
    pub was: RightOf,
    pub is: RightOf,
}

/// How well messages were understood, once measured.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantEvaluation {
    pub at: Moment,
    /// Of what was learnt.
    #[schema(example = "9f2c1ab04e77")]
    pub version: String,
    /// Of the messages that ship for it.
    pub shipped: RightOf,
    /// Of those that people marked.
    pub reviewed: RightOf,
    pub languages: BTreeMap<String, RightOf>,
    pub intents: BTreeMap<String, RightOf>,
    /// The most frequent first, at most 50.
    pub confused: Vec<ConfusedIntents>,
    pub worse: Vec<WorseIntent>,
}

impl From<evaluation::Kept> for AssistantEvaluation {
    fn from(from: evaluation::Kept) -> Self {
        let all = |sums: BTreeMap<String, evaluation::Right>| {
            sums.into_iter().map(|(name, right)| (name, right.into())).collect()
        };
        let confused = |one: evaluation::Confused| ConfusedIntents {
            meant: one.meant,
            taken_for: one.taken_for,
            times: one.times,
        };
        let worse = |(intent, was, is): (String, evaluation::Right, evaluation::Right)| {
            WorseIntent { intent, was: was.into(), is: is.into() }
        };
        let measured = from.evaluation;
        Self {
            at: from.at.into(),
            version: from.version,
            shipped: measured.shipped.into(),
            reviewed: measured.reviewed.into(),
            languages: all(measured.languages),
            intents: all(measured.intents),
            confused: measured.confused.into_iter().map(confused).collect(),
            worse: from.worse.into_iter().map(worse).collect(),
        }
    }
}
