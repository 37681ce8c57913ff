//! V3 words for disputes of framework 2020: a dialogue first, then arbitration.

use dispute::{Framework, Reason, State};
use kernel::{Currency, Timestamp};
use serde::{Deserialize, Serialize};

use super::v4::DisputeOutcome;
use super::view::DisputeView;
use crate::MerchantSeat;

/// `state` of V3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisputeState {
    /// Customer and merchant settle between themselves; closing here costs no fee.
    PreArbitration,
    ArbitrationPending,
    MerchantEvidencePending,
    ArbitrationAppealOpen,
    Closed,
}

impl DisputeState {
    /// `None` for a draft. V3 has no word for the review of an appeal: it is pending again.
    pub const fn of(state: State) -> Option<Self> {
        match state {
            State::Draft => None,
            State::Dialogue => Some(Self::PreArbitration),
            State::Evidence => Some(Self::MerchantEvidencePending),
            State::Review | State::FinalReview => Some(Self::ArbitrationPending),
            State::Preliminary => Some(Self::ArbitrationAppealOpen),
            State::Closed => Some(Self::Closed),
        }
    }
}

/// The legacy reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeReason {
    Return,
    GoodsNotReceived,
    FaultyGoods,
    IncorrectInvoice,
    AlreadyPaid,
    UnauthorizedPurchase,
    HighRiskOrder,
    NonCompliance,
    NonGuaranteedPaymentProgram,
}

impl DisputeReason {
    pub const fn of(reason: Reason) -> Self {
        match reason {
            Reason::RefundNotProcessed => Self::Return,
            Reason::NotReceived => Self::GoodsNotReceived,
            Reason::NotAsDescribed | Reason::Other => Self::FaultyGoods,
            Reason::IncorrectAmount | Reason::Duplicate => Self::IncorrectInvoice,
            Reason::AlreadyPaid => Self::AlreadyPaid,
            Reason::Unauthorised => Self::UnauthorizedPurchase,
            Reason::HighRisk => Self::HighRiskOrder,
            Reason::NonCompliance => Self::NonCompliance,
            Reason::NonGuaranteedProgram => Self::NonGuaranteedPaymentProgram,
        }
    }
}

/// A dispute in V3 words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    pub dispute_id: String,
    pub dispute_reason: DisputeReason,
    pub state: DisputeState,
    pub order_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<String>,
    /// Minor units.
    pub dispute_amount: i64,
    pub currency: Currency,
    /// By when the merchant must answer or settle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<DisputeOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Dispute {
    /// `None` for a draft and for disputes of framework 2026, which have no V3 life.
    pub fn of(view: &DisputeView) -> Option<Self> {
        if view.framework != Framework::Framework2020 {
            return None;
        }
        let state = DisputeState::of(view.state)?;
        Some(Self {
            dispute_id: view.id.to_string(),
            dispute_reason: DisputeReason::of(view.reason),
            state,
            order_id: view.order_id.clone(),
            capture_id: view.capture_id.clone(),
            merchant_reference: view.merchant_reference.clone(),
            dispute_amount: view.amount.minor,
            currency: view.amount.currency,
            deadline_expires_at: match state {
                DisputeState::ArbitrationAppealOpen => view.appeal_due,
                DisputeState::PreArbitration | DisputeState::MerchantEvidencePending => {
                    view.evidence_due
                }
                DisputeState::ArbitrationPending | DisputeState::Closed => None,
            },
            outcome: view.closing.as_ref().map(|c| MerchantSeat::of(c.liable).into()),
            closed_at: view.closing.as_ref().map(|closing| closing.at),
            opened_at: view.opened_at,
            updated_at: view.updated_at,
        })
    }
}
