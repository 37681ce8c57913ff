//! What a step asks the world to do. Everything here is written in the same transaction as the
//! state; nothing here has happened yet.

use kernel::canonical::Sha256Hex;
use kernel::{
    Actor, DecisionId, DisputeId, EffectId, NoticeId, PaymentId, PlanId, TaskId, TimerId, Timestamp,
};
use ledger::Entry;
use serde::{Deserialize, Serialize};

use crate::collection::Collection;
use crate::decide::Audience;
use crate::model::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A balanced entry of the books.
    Post {
        entry: Entry,
    },
    SetTimer {
        id: TimerId,
        kind: TimerKind,
        due: Timestamp,
        subject: Subject,
    },
    ClearTimer {
        id: TimerId,
    },
    /// Words to a party: a template and its data, never free text of a model.
    Notify(Notice),
    /// A change others subscribe to; delivered at least once with a stable id.
    Announce(Announcement),
    /// Money leaves the provider: an intent, sent by the engine after the commit.
    Pay(Payout),
    /// Money comes from the customer, at their wish: an intent, sent by the engine after the commit.
    Collect(Collection),
    /// A person is needed.
    Ask(Task),
    /// The task for a person is done or void.
    Settle {
        dispute: DisputeId,
        kind: TaskKind,
    },
    Decided(Decision),
    /// A goodwill gesture counts against the caps of the person, devices and address.
    UsedGoodwill {
        amount_minor: i64,
    },
    LockAccount {
        dispute: DisputeId,
    },
}

/// What a timer or an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Dispute(DisputeId),
    Plan(PlanId),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub to: Party,
    pub template: NoticeTemplate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
    /// The values the template is filled with.
    pub data: serde_json::Value,
}

/// The letters of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTemplate {
    DisputeReceived,
    EvidenceRequested,
    EvidenceShared,
    ProposalMade,
    DecisionPreliminary,
    Decision,
    RefundSent,
    RefundPending,
    DisputeWithdrawn,
    ReturnReported,
    ReturnPauseEnded,
    StoreCreditGiven,
    ProvisionalCredit,
    AccountLocked,
    ReviewStarted,
    InstalmentReinstated,
    PlanChanged,
    MissedPayment,
    LateFeeCharged,
    LateFeeReversed,
    HardshipStarted,
    GoodwillGiven,
    OverpaymentReleased,
    PaymentReceived,
    PaymentDeclined,
}

impl NoticeTemplate {
    pub const ALL: [Self; 25] = [
        Self::DisputeReceived,
        Self::EvidenceRequested,
        Self::EvidenceShared,
        Self::ProposalMade,
        Self::DecisionPreliminary,
        Self::Decision,
        Self::RefundSent,
        Self::RefundPending,
        Self::DisputeWithdrawn,
        Self::ReturnReported,
        Self::ReturnPauseEnded,
        Self::StoreCreditGiven,
        Self::ProvisionalCredit,
        Self::AccountLocked,
        Self::ReviewStarted,
        Self::InstalmentReinstated,
        Self::PlanChanged,
        Self::MissedPayment,
        Self::LateFeeCharged,
        Self::LateFeeReversed,
        Self::HardshipStarted,
        Self::GoodwillGiven,
        Self::OverpaymentReleased,
        Self::PaymentReceived,
        Self::PaymentDeclined,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Announcement {
    /// Such as `dispute.state_changed`.
    pub topic: Topic,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
    pub data: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    #[serde(rename = "dispute.opened")]
    DisputeOpened,
    #[serde(rename = "dispute.state_changed")]
    StateChanged,
    #[serde(rename = "dispute.closed")]
    DisputeClosed,
    #[serde(rename = "dispute.updated")]
    DisputeUpdated,
    #[serde(rename = "dispute.deadline_extended")]
    DeadlineExtended,
    #[serde(rename = "dispute.reopened")]
    DisputeReopened,
    #[serde(rename = "dispute.linked")]
    DisputeLinked,
    #[serde(rename = "dispute.sla_breached")]
    SlaBreached,
    #[serde(rename = "plan.changed")]
    PlanChanged,
    #[serde(rename = "return.reported")]
    ReturnReported,
    #[serde(rename = "refund.intended")]
    RefundIntended,
    #[serde(rename = "refund.settled")]
    RefundSettled,
}

/// An intent to send money to the customer's own instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    pub id: EffectId,
    pub payment: PaymentId,
    pub instrument: String,
    pub amount_minor: i64,
    pub currency: kernel::Currency,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub kind: TaskKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
    /// Why a person is needed, in one sentence.
    pub why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    Decide,
    FinalDecision,
    HumanReview,
    ReviewOverdue,
    CheckAbuse,
    RefundExceedsOrder,
    /// A payment brought more than the order ever cost beyond what was owed; it was not sent back.
    PaymentExceedsOrder,
    /// More was captured than the order's total.
    CaptureExceedsOrder,
    RefundFailed,
    UnknownValue,
    ApproveExemption,
}

/// A decision, whole: enough to be replayed byte for byte and explained in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub id: DecisionId,
    pub dispute: DisputeId,
    pub stage: Stage,
    pub at: Timestamp,
    pub actor: Actor,
    pub for_party: Party,
    pub outcome: Outcome,
    pub amount_minor: i64,
    pub liable: Liable,
    /// The rule that fired, first, and any that shaped it.
    pub rules: Vec<String>,
    pub code: String,
    /// The reasons in words: to the customer, to the merchant.
    pub because: String,
    pub because_merchant: String,
    /// What was known; its canonical bytes are what `inputs_hash` is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    pub inputs_hash: Sha256Hex,
    pub policy_hash: Sha256Hex,
    pub policy_version: String,
    /// Decided by policy code alone.
    pub automatic: bool,
    /// The customer can have a person look again, and was told so: wherever less was given than
    /// asked for.
    pub review_right: bool,
}

/// The rule of a pack by which a preliminary decision becomes final when nobody appeals.
pub(crate) const APPEAL_WINDOW_OVER: &str = "APPEAL-WINDOW-OVER";

impl Decision {
    /// Whether it only makes an earlier decision final, so that the reasons are that one's.
    pub fn lets_stand(&self) -> bool {
        self.rules.first().is_some_and(|rule| rule == APPEAL_WINDOW_OVER)
    }

    /// The reasons in words, for who reads them.
    pub fn because(&self, audience: Audience) -> &str {
        match audience {
            Audience::Merchant => &self.because_merchant,
            Audience::Customer | Audience::Agent => &self.because,
        }
    }
}
