//! What can be sent about a dispute.

use serde::Deserialize;
use utoipa::ToSchema;

use super::dispute::Statement;
use super::feed::Address;
use crate::wire::*;

/// A customer (or the desk for them) reports a problem with an order.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "order_id": "ord-1001", "reason": "not_received", "sub_issue": "never_arrived",
    "statement": {"text": "It never came.", "merchant_contacted_at": "2026-11-10T09:00:00Z"}
}))]
pub(crate) struct OpenDispute {
    pub order_id: OrderId,
    /// `consumer_claim` when absent; `unauthorised` goes with that reason, `risk_stop` with
    /// `high_risk`.
    #[serde(default)]
    pub kind: Option<DisputeKind>,
    pub reason: Reason,
    #[serde(default)]
    pub sub_issue: Option<SubIssue>,
    /// Everything that is left of the order when absent; minor units of the order's currency.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: Option<i64>,
    /// The lines it is about; the whole order when empty.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub lines: Vec<LineId>,
    #[serde(default)]
    pub statement: Statement,
    #[serde(default)]
    #[schema(max_items = 10)]
    pub evidence: Vec<NewEvidence>,
    /// Opens after the window, on this ground.
    #[serde(default)]
    pub late_ground: Option<ExceptionGround>,
}

/// Something handed in: a text, typed facts, a file, or all of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEvidence {
    pub r#type: EvidenceType,
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub text: String,
    #[serde(default)]
    pub facts: StatedFacts,
    #[serde(default)]
    pub file: Option<NewFile>,
}

/// What a document shows, as typed facts. Amounts are minor units of the order's currency.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StatedFacts {
    #[schema(max_length = 100)]
    pub carrier: Option<String>,
    #[schema(max_length = 100)]
    pub tracking_id: Option<String>,
    pub shipped_at: Option<Moment>,
    pub delivered_at: Option<Moment>,
    pub address: Option<Address>,
    #[schema(max_length = 200)]
    pub recipient: Option<String>,
    pub amount_minor: Option<i64>,
    pub refunded_minor: Option<i64>,
    pub returned_at: Option<Moment>,
}

/// A file: PDF, JPEG, PNG, DOCX or a letter (EML), at most 7 MB; its content must be what its name says.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewFile {
    #[schema(min_length = 1, max_length = 255, example = "proof-of-delivery.pdf")]
    pub name: String,
    #[schema(max_length = 100, example = "application/pdf")]
    pub media_type: String,
    /// Standard base64 with padding.
    #[schema(max_length = 9_333_336, content_encoding = "base64", example = "JVBERi0xLjQK")]
    pub content_base64: String,
}

/// Evidence added to a dispute.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddEvidence {
    #[schema(min_items = 1, max_items = 10)]
    pub evidence: Vec<NewEvidence>,
}

/// Facts read from an item, confirmed or corrected by a person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmFacts {
    pub facts: StatedFacts,
    pub authenticity: Authenticity,
}

/// The merchant contests.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Represent {
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub text: String,
    #[schema(min_items = 1, max_items = 10)]
    pub evidence: Vec<NewEvidence>,
    /// A refund offered for a part: more than nothing and less than all, in minor units.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub proposal_minor: Option<i64>,
}

/// The merchant appeals a preliminary decision.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MakeAppeal {
    #[schema(min_length = 1, max_length = 10_000)]
    pub text: String,
    #[serde(default)]
    #[schema(max_items = 10)]
    pub evidence: Vec<NewEvidence>,
}

/// The customer answers an offer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerProposal {
    pub accept: bool,
}

/// Somebody asks that a decision is looked at again. A customer needs no reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestReview {
    pub ground: ReviewGround,
}

/// A person decides.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"for_party": "consumer", "reasons": "The parcel went to another street."}))]
pub(crate) struct Decide {
    pub for_party: Party,
    /// For the customer, what they get; everything in dispute when absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: Option<i64>,
    /// An outcome detail code.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub code: Option<String>,
    /// Who bears it when the customer wins; the merchant when absent.
    #[serde(default)]
    pub liable: Option<Liable>,
    /// In words for both parties.
    #[schema(min_length = 1, max_length = 5000)]
    pub reasons: String,
}

impl Decide {
    /// The decision on a dispute.
    pub(crate) fn of(&self, dispute: kernel::DisputeId) -> dispute::Decide {
        dispute::Decide {
            dispute,
            for_party: self.for_party.0,
            amount_minor: self.amount_minor,
            code: self.code.clone(),
            liable: self.liable.map(|liable| liable.0),
            reasons: self.reasons.clone(),
        }
    }
}

/// A person asks the merchant for more, once.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskMore {
    #[schema(min_length = 1, max_length = 2000)]
    pub what: String,
}

/// A party gets more time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendDeadline {
    pub until: Moment,
    pub ground: ExceptionGround,
}

/// Decided at once, outside the normal course.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResolveAtOnce {
    pub for_party: Party,
    pub ground: ExceptionGround,
}

/// A suspicion of fraud by the customer, with its written notice to the authority.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimExemption {
    #[schema(min_length = 1, max_length = 200, example = "FCA-2026-004711")]
    pub notice_reference: String,
}

impl From<StatedFacts> for dispute::Extracted {
    /// Facts that a party states count as stated, together with the document that shows them.
    fn from(from: StatedFacts) -> Self {
        let facts = Self {
            carrier: from.carrier,
            tracking_id: from.tracking_id,
            shipped_at: from.shipped_at.map(|at| at.0),
            delivered_at: from.delivered_at.map(|at| at.0),
            address: from.address.map(Into::into),
            recipient: from.recipient,
            amount_minor: from.amount_minor,
            refunded_minor: from.refunded_minor,
            returned_at: from.returned_at.map(|at| at.0),
            confirmed: None,
            model: None,
        };
        if facts.is_empty() {
            return facts;
        }
        Self { confirmed: Some(dispute::Confirmation::Stated), ..facts }
    }
}
