//! What can happen to an order file, one variant each.

use commerce::Record;
use kernel::{
    DisputeId, EffectId, EvidenceId, LineId, NetworkDisputeId, PaymentId, PlanId, ReturnId,
    TimerId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::model::*;

/// An input of [`crate::OrderFile::step`]. It is stored as it is, so that a log can be replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "snake_case")]
pub enum Input {
    /// A record of the commerce feed that belongs to this order.
    Feed {
        record: Box<Record>,
    },
    /// A clock ran out. Firing twice is harmless.
    Timer {
        id: TimerId,
    },
    Open(OpenDispute),
    AddEvidence {
        dispute: DisputeId,
        items: Vec<NewEvidence>,
    },
    /// A fact read from an item is confirmed or corrected by a person.
    ConfirmFact {
        dispute: DisputeId,
        evidence: EvidenceId,
        extracted: Box<Extracted>,
        authenticity: Authenticity,
    },
    Withdraw {
        dispute: DisputeId,
    },
    AnswerProposal {
        dispute: DisputeId,
        accept: bool,
    },
    /// The customer asks for a person to look at a decision; no reason is needed.
    RequestReview {
        dispute: DisputeId,
        ground: ReviewGround,
    },
    Represent(Represent),
    AcceptLoss {
        dispute: DisputeId,
    },
    Appeal {
        dispute: DisputeId,
        text: String,
        items: Vec<NewEvidence>,
    },
    Decide(Decide),
    AskMore {
        dispute: DisputeId,
        what: String,
    },
    ExtendDeadline {
        dispute: DisputeId,
        until: Timestamp,
        ground: ExceptionGround,
    },
    /// Decided at once outside the normal course (`IMMEDIATE_DISPUTE_RESOLUTION`).
    ResolveAtOnce {
        dispute: DisputeId,
        for_party: Party,
        ground: ExceptionGround,
    },
    ClaimExemption {
        dispute: DisputeId,
        notice_reference: String,
    },
    ApproveExemption {
        dispute: DisputeId,
    },
    /// A gesture by a person at the desk, at the provider's own cost.
    Goodwill {
        amount_minor: i64,
        note: String,
    },
    ReleaseHeld(ReleaseHeld),
    NetworkChargeback {
        id: NetworkDisputeId,
        amount_minor: i64,
        fee_minor: i64,
        reason_code: String,
    },
    NetworkOutcome {
        id: NetworkDisputeId,
        stands: bool,
    },
    PausePlan {
        plan: PlanId,
        days: u32,
        why: String,
    },
    ExtendDueDate {
        plan: PlanId,
        seq: u32,
    },
    Hardship {
        plan: PlanId,
        parts: u32,
    },
    WaiveFee {
        plan: PlanId,
        fee: u32,
    },
    PayEarly(PayEarly),
    /// The customer says that goods go back.
    ReportReturn(ReportReturn),
    /// What the payment provider said of an intent.
    ProviderAnswer {
        effect: EffectId,
        answer: ProviderAnswer,
    },
}

/// The customer pays ahead of the due dates: everything, some instalments, or an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayEarly {
    pub plan: PlanId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
}

/// The customer's own word that goods go back to the shop. It is no confirmation by anybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReturn {
    /// Ombud's own; the shop may register the same goods under another id.
    pub id: ReturnId,
    /// Every line of the order when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
}

/// A person sends back, or applies, what is held for the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseHeld {
    /// The payment it goes back to, or is booked as.
    pub payment: PaymentId,
    pub to: ReleaseTo,
    /// Everything that is held when absent, or as much as is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    /// For the customer.
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseTo {
    /// The card or account the payment came from.
    Instrument,
    /// What the customer still owes on the order.
    Plan,
}

/// A customer (or the provider, for a risk stop) opens a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenDispute {
    pub dispute: DisputeId,
    pub kind: Kind,
    pub reason: Reason,
    #[serde(default)]
    pub sub_issue: SubIssue,
    /// Everything that is left of the order when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    #[serde(default)]
    pub statement: Statement,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<NewEvidence>,
    /// Opens after the window, with its ground (`DISPUTE_WINDOW_EXTENSION`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_ground: Option<ExceptionGround>,
}

/// Evidence as handed in; the file itself was accepted and stored before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewEvidence {
    #[serde(rename = "type")]
    pub kind: EvidenceType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<kernel::canonical::Sha256Hex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Extracted::is_empty")]
    pub extracted: Extracted,
}

/// The merchant contests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Represent {
    pub dispute: DisputeId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    pub items: Vec<NewEvidence>,
    /// A refund offered for a part, more than nothing and less than all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal_minor: Option<i64>,
}

/// A person decides, in review or on appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decide {
    pub dispute: DisputeId,
    pub for_party: Party,
    /// For the customer, what they get; everything in dispute when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who bears it when the customer wins; the merchant when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liable: Option<Liable>,
    /// The reasons, in words for both parties.
    pub reasons: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewGround {
    /// GDPR article 22(3), Directive (EU) 2023/2225 article 18(8).
    HumanReview,
    Ombudsman,
    MisHandled,
    Regulatory,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ProviderAnswer {
    Succeeded {
        reference: String,
    },
    /// Will not succeed with this key.
    Failed {
        code: String,
    },
    /// A collection waits for the customer, who confirms it at the provider's.
    AsksCustomer {
        redirect_url: String,
    },
    /// Sent, and nobody knows: reconciled later, never repeated under a new key.
    Unknown {
        why: String,
    },
}
