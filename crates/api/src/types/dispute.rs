//! A dispute as the API shows it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::common::Actor;
use super::feed::Address;
use crate::wire::*;

/// A dispute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Dispute {
    pub id: DisputeId,
    pub order_id: OrderId,
    pub merchant_id: MerchantId,
    /// The shop's name; absent for a shop that the feed has not brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    pub customer_id: CustomerId,
    pub kind: DisputeKind,
    pub reason: Reason,
    pub sub_issue: SubIssue,
    pub framework: Framework,
    pub state: DisputeState,
    /// Waits for a person: policy code does nothing more by itself.
    pub needs_person: bool,
    pub opened_by: Actor,
    pub opened_at: Moment,
    pub updated_at: Moment,
    /// What was claimed at open; never changes.
    pub claimed: Money,
    /// What is in dispute now: refunds shrink it.
    pub amount: Money,
    /// The lines in dispute; the whole order when empty.
    pub lines: Vec<LineId>,
    pub statement: Statement,
    pub evidence: Vec<EvidenceItem>,
    /// The clocks that run, soonest first.
    pub clocks: Vec<Clock>,
    /// Every decision so far, oldest first; none is ever changed.
    pub decisions: Vec<DecisionMark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Offer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// What a preliminary decision gives the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<Money>,
    /// What is held back from the merchant; not shown to customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Credited to the customer before the decision, as law demands.
    pub provisional: Money,
    /// A claimed exemption from the refund of an unauthorised payment; shown at the desk only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
    /// What became of the request to stop the order; not shown to customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_request: Option<StopState>,
    pub exceptions: Vec<Exception>,
    pub linked: Vec<LinkedCase>,
    /// How often it was reopened.
    pub reopened: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// What the customer could still hand in.
    pub customer_missing: Vec<MissingEvidence>,
    /// What the merchant could still hand in.
    pub merchant_missing: Vec<MissingEvidence>,
    /// Of the order's file: rises with every change of anything about the order.
    pub version: u64,
}

/// A dispute in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DisputeSummary {
    pub id: DisputeId,
    pub order_id: OrderId,
    pub merchant_id: MerchantId,
    /// The shop's name; absent for a shop that the feed has not brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    pub customer_id: CustomerId,
    /// The first of the lines in dispute, or of the order's.
    #[schema(example = "Hiking boots")]
    pub title: String,
    pub reason: Reason,
    pub framework: Framework,
    pub state: DisputeState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    pub needs_person: bool,
    pub claimed: Money,
    /// What is in dispute now.
    pub amount: Money,
    pub opened_at: Moment,
    pub updated_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// When something happens by itself, or becomes late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline_at: Option<Moment>,
    /// What the merchant can do now; not shown to customers, as all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_action: Option<MerchantAction>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<Moment>,
    /// How complete the merchant's evidence is; absent while nothing is asked of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_completeness: Option<Completeness>,
    /// What the merchant could still hand in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merchant_missing: Vec<MissingEvidence>,
    /// Who at the shop looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
}

/// What a merchant can do about a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MerchantAction {
    /// Answer: with evidence, an offer, or by accepting.
    Respond,
    /// Appeal the preliminary decision.
    Appeal,
}

/// How much of what is asked for was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Completeness {
    None,
    Partial,
    Complete,
}

/// Who at a shop looks after something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Assignee {
    pub user_id: PrincipalId,
}

impl MerchantAction {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Respond => "respond",
            Self::Appeal => "appeal",
        }
    }
}

/// What a stored row says beside its columns. Rows of before a field was kept lack it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListedBeside {
    pub(super) title: String,
    pub(super) respond_by: Option<Moment>,
    pub(super) merchant_completeness: Option<Completeness>,
    pub(super) merchant_missing: Vec<MissingEvidence>,
}

/// Something that is asked for and was not handed in yet.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct MissingEvidence {
    /// Any of these will do.
    pub any_of: Vec<EvidenceType>,
    /// What to ask for, in words.
    pub words: String,
}

/// What the customer says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Statement {
    /// In the customer's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 5000, example = "It never came.")]
    pub text: String,
    /// When the merchant was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contacted_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 5000)]
    pub merchant_said: Option<String>,
    /// The amount that would be right, for an incorrect amount; minor units of the order's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right_amount_minor: Option<i64>,
    /// The declaration that the customer did not make an unauthorised purchase.
    pub declared: bool,
}

/// Something handed in to be believed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EvidenceItem {
    pub id: EvidenceId,
    pub party: Party,
    pub r#type: EvidenceType,
    pub received_at: Moment,
    pub by: Actor,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The attached file, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileMark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extracted: Option<Extracted>,
    /// Received at or after the deadline: kept, and usable only by a reopening.
    pub late: bool,
    pub authenticity: Authenticity,
}

/// A stored file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FileMark {
    pub sha256: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "application/pdf")]
    pub media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "proof-of-delivery.pdf")]
    pub name: Option<String>,
}

/// Facts read from an item, typed. Amounts are minor units of the order's currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Extracted {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<Moment>,
    /// How the facts came to count; those without it do not count yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// The model that read them, when a model did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// A clock that runs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Clock {
    pub id: TimerId,
    pub kind: TimerKind,
    /// The first instant that is late.
    pub due_at: Moment,
}

/// The mark a decision leaves on the dispute; the whole of it is at `/v1/decisions/{id}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DecisionMark {
    pub id: DecisionId,
    pub stage: Stage,
    pub at: Moment,
    pub by: Actor,
    pub for_party: Party,
    /// The rule that fired.
    #[schema(example = "INR-SILENT")]
    pub rule: String,
}

/// The merchant's offer to refund a part.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Offer {
    pub amount: Money,
    pub made_at: Moment,
    pub expires_at: Moment,
    pub state: OfferState,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Appeal {
    pub at: Moment,
    pub by: Actor,
    pub text: String,
}

/// What is held back from the merchant for a dispute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Held {
    pub amount: Money,
    pub fee: Money,
    pub appeal_fee: Money,
}

/// A suspicion of fraud by the customer (PSRs 2017 reg. 76(2)).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Exemption {
    /// Of the written notice to the authority.
    pub notice_reference: String,
    pub claimed_by: Actor,
    pub claimed_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Actor>,
}

/// A departure from the normal course, with its ground.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Exception {
    pub kind: ExceptionKind,
    pub ground: ExceptionGround,
    pub at: Moment,
    pub by: Actor,
}

/// Another case about the same money.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LinkedCase {
    Dispute(DisputeId),
    NetworkDispute(NetworkDisputeId),
}

/// The end of a dispute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Closing {
    pub outcome: Outcome,
    pub at: Moment,
    /// An outcome detail code; the list is open, so expect codes that you do not know.
    #[schema(example = "partner_did_not_reply_to_dispute_request")]
    pub code: String,
    /// Who bears the amount.
    pub liable: Liable,
    /// What the customer got by it, on the plan and in cash.
    pub returned: Money,
    /// Decided by policy code alone: the customer may have a person look again.
    pub automatic: bool,
}
