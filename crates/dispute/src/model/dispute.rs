//! One dispute: its statement, where it stands, what was handed in, and what is held for it.

use kernel::{Actor, DecisionId, DisputeId, LineId, NetworkDisputeId, TimerId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    EvidenceItem, Framework, Kind, Outcome, Party, Reason, Settlement, Stage, State, SubIssue,
};

/// A dispute as it stands. Amounts are minor units of the order's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    pub id: DisputeId,
    pub kind: Kind,
    pub reason: Reason,
    #[serde(default)]
    pub sub_issue: SubIssue,
    pub framework: Framework,
    pub opened_by: Actor,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    /// What was claimed at open; never changes.
    pub claimed_minor: i64,
    /// What is in dispute now: shrinks by refunds.
    pub amount_minor: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    pub statement: Statement,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceItem>,
    /// How often the merchant was asked beyond the first time (at most one, transition 12).
    #[serde(default)]
    pub extra_rounds: u8,
    /// Who was asked in the extra round and has not answered: the round ends when its time is over,
    /// or when nobody is left here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<Party>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Offer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// What a preliminary decision gives the customer; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_minor: Option<i64>,
    /// Every decision so far, oldest first; none is ever changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionMark>,
    /// What the clock will do next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timers: Vec<Timer>,
    pub held: Held,
    /// Credited to the customer before the decision, as law demands (`prov:{d}`).
    #[serde(default)]
    pub provisional_minor: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
    #[serde(default, skip_serializing_if = "StopState::is_none")]
    pub stop: StopState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<LinkedCase>,
    /// How often it was reopened.
    #[serde(default)]
    pub reopened: u8,
    /// A person has to look before anything else happens by itself.
    #[serde(default)]
    pub needs_person: bool,
}

/// What the customer says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Statement {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When the merchant was asked, and what it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contacted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_said: Option<String>,
    /// The amount that would be right, for an incorrect amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right_amount_minor: Option<i64>,
    /// The declaration that an unauthorised purchase was not made by the customer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub declared: bool,
}

/// The end of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub outcome: Outcome,
    pub at: Timestamp,
    /// An outcome detail code of the framework, such as `no_proof_of_delivery`.
    pub code: String,
    /// Who bears the amount.
    pub liable: Liable,
    /// What the customer got by it, on the plan and in cash.
    pub returned_minor: i64,
    /// Decided by policy code alone, without a person.
    pub automatic: bool,
    /// Where the money went.
    #[serde(default, skip_serializing_if = "Settlement::is_empty")]
    pub settlement: Settlement,
}

/// Who bears the loss; the merchant's seat has won unless it is the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liable {
    Consumer,
    Merchant,
    Provider,
    /// Nothing was left to bear.
    Nobody,
}

/// What is held back from the merchant for this dispute (`hold:{d}`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Held {
    pub amount_minor: i64,
    pub fee_minor: i64,
    pub appeal_fee_minor: i64,
}

impl Held {
    pub const fn total(&self) -> i64 {
        self.amount_minor.saturating_add(self.fee_minor).saturating_add(self.appeal_fee_minor)
    }
}

/// The merchant's offer to refund a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub amount_minor: i64,
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
    pub state: OfferState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    Open,
    Accepted,
    Rejected,
    /// Not answered in time: kept as evidence, never accepted by silence.
    Expired,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub at: Timestamp,
    pub by: Actor,
    pub text: String,
}

/// The mark a decision leaves on the dispute; the whole of it is a row of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionMark {
    pub id: DecisionId,
    pub stage: Stage,
    pub at: Timestamp,
    pub by: Actor,
    pub for_party: Party,
    pub rule: String,
}

/// A clock that runs. `due` is the first instant that is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    pub id: TimerId,
    pub kind: TimerKind,
    pub due: Timestamp,
}

/// What a clock is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Customer and merchant had their time to settle.
    DialogueEnds,
    /// The merchant's time to answer is over.
    EvidenceDue,
    /// Policy code looks again: the right of reply is over, or news may have come.
    DecideDue,
    /// The provider's own time to decide is over: a person is told, nothing is decided by silence.
    ReviewDue,
    /// The merchant's time to appeal is over.
    AppealDue,
    FinalReviewDue,
    /// The customer's time to answer an offer is over.
    ProposalDue,
    /// Law demands the money back by now, whatever the outcome.
    ProvisionalCreditDue,
    /// A reported return was not registered: the plan goes on.
    ReturnPauseEnds,
    /// An instalment is due, its grace is over, or a second fee could fall.
    Instalment,
}

impl TimerKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DialogueEnds => "dialogue_ends",
            Self::EvidenceDue => "evidence_due",
            Self::DecideDue => "decide_due",
            Self::ReviewDue => "review_due",
            Self::AppealDue => "appeal_due",
            Self::FinalReviewDue => "final_review_due",
            Self::ProposalDue => "proposal_due",
            Self::ProvisionalCreditDue => "provisional_credit_due",
            Self::ReturnPauseEnds => "return_pause_ends",
            Self::Instalment => "instalment",
        }
    }
}

/// A suspicion of fraud by the user themselves (PSRs 2017 reg. 76(2)): it takes a written notice to
/// the authority and a second person, else the money is paid back in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    pub notice_reference: String,
    pub claimed_by: Actor,
    pub claimed_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Actor>,
}

/// What became of a request to stop a risky order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopState {
    #[default]
    None,
    Requested,
    Unanswered,
    Cancelled,
    ShippedBefore,
    ShippedAfter,
}

impl StopState {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if wants it")]
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// A departure from the normal course, with its ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    pub kind: ExceptionKind,
    pub ground: ExceptionGround,
    pub at: Timestamp,
    pub by: Actor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// The opening window or a deadline was extended.
    DisputeWindowExtension,
    /// Decided at once, outside the normal course.
    ImmediateDisputeResolution,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionGround {
    DisputeMisHandled,
    RegulatoryRequirement,
    FraudulentPartner,
    FraudClaim,
    LegalClaim,
    ConsumerLaw,
    DebtCollection,
}

/// Another case about the same money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedCase {
    Dispute(DisputeId),
    NetworkDispute(NetworkDisputeId),
}

impl Dispute {
    pub fn timer(&self, kind: TimerKind) -> Option<&Timer> {
        self.timers.iter().find(|timer| timer.kind == kind)
    }

    /// The next instant at which something happens by itself or becomes late.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.timers.iter().map(|timer| timer.due).min()
    }

    /// Whether a given actor decided anything here before: who did may not review it.
    pub fn decided_before(&self, actor: &Actor) -> bool {
        self.decisions.iter().any(|decision| decision.by == *actor)
    }

    /// What a party handed in that counts: on time.
    pub fn evidence_of(&self, party: Party) -> impl Iterator<Item = &EvidenceItem> {
        self.evidence.iter().filter(move |item| item.party == party && !item.late)
    }
}
