//! What the merchant's seat may see of a dispute: filled by the API layer from the store.

use dispute::{ExceptionGround, ExceptionKind, Framework, Liable, Outcome, Reason, State};
use kernel::{ActorKind, DisputeId, Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::MerchantSeat;
use crate::mapping::Hold;

/// One dispute from the merchant's seat. Texts are bounded by whoever stored them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisputeView {
    pub id: DisputeId,
    pub framework: Framework,
    pub reason: Reason,
    pub state: State,
    /// Where it stood before; `None` while it is where it began.
    pub previous_state: Option<State>,
    /// The company's own ids.
    pub order_id: String,
    pub merchant_id: String,
    pub capture_id: Option<String>,
    /// The order number the customer knows, where it differs from the order's id.
    pub purchase_reference: Option<String>,
    pub merchant_reference: Option<String>,
    /// What is in dispute now.
    pub amount: Money,
    pub opened_by: ActorKind,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    pub hold: Hold,
    /// When the merchant was asked for evidence, and in which words.
    pub asked_at: Timestamp,
    pub asked: String,
    /// By when the merchant must answer; the first instant that is late.
    pub evidence_due: Option<Timestamp>,
    pub answer: MerchantAnswer,
    pub merchant_evidence: Option<EvidenceView>,
    /// At most two are shown.
    pub customer_evidence: Vec<AttachmentView>,
    pub preliminary: Option<PreliminaryView>,
    /// By when the merchant may appeal.
    pub appeal_due: Option<Timestamp>,
    pub appeal: Option<AppealView>,
    pub closing: Option<ClosingView>,
    pub exceptions: Vec<ExceptionView>,
}

/// What became of the request for evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerchantAnswer {
    Open,
    Received,
    Expired,
    /// The merchant accepted the loss.
    Waived,
    /// The amount was under the merchant's own threshold: accepted without a question.
    BelowThreshold,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    pub at: Timestamp,
    pub text: String,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentView {
    pub id: String,
    pub description: String,
    pub media_type: Option<String>,
    /// Where it can be downloaded with the merchant's own key.
    pub url: String,
}

/// The preliminary decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreliminaryView {
    pub seat: MerchantSeat,
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealView {
    pub at: Timestamp,
    pub text: String,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingView {
    pub outcome: Outcome,
    pub liable: Liable,
    pub code: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionView {
    pub kind: ExceptionKind,
    pub ground: ExceptionGround,
}
