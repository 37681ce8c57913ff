//! The closed lists of V4, and which canonical word each stands for.

use dispute::{Reason, State};
use serde::{Deserialize, Serialize};

use crate::MerchantSeat;
use crate::klarna::view::MerchantAnswer;

/// `state`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisputeState {
    Initiated,
    Representment,
    PreArbitration,
    Arbitration,
    Closed,
}

impl DisputeState {
    /// `None` for a draft, which the merchant does not see. A dialogue of framework 2020 is
    /// `INITIATED` here: REST is the same for both frameworks, webhooks are not.
    pub const fn of(state: State) -> Option<Self> {
        match state {
            State::Draft => None,
            State::Dialogue | State::Evidence => Some(Self::Initiated),
            State::Review => Some(Self::Representment),
            State::Preliminary => Some(Self::PreArbitration),
            State::FinalReview => Some(Self::Arbitration),
            State::Closed => Some(Self::Closed),
        }
    }

    /// The canonical states a filter on this one means.
    pub const fn canonical(self) -> &'static [State] {
        match self {
            Self::Initiated => &[State::Dialogue, State::Evidence],
            Self::Representment => &[State::Review],
            Self::PreArbitration => &[State::Preliminary],
            Self::Arbitration => &[State::FinalReview],
            Self::Closed => &[State::Closed],
        }
    }
}

/// `dispute_reason`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisputeReason {
    RefundNotProcessed,
    ProductsOrServicesNotReceived,
    ProductsDefectiveOrNotAsDescribed,
    IncorrectAmount,
    PurchaseUnauthorized,
    PurchaseHighRisk,
    NonCompliance,
    NonGuaranteedPaymentProgram,
}

impl DisputeReason {
    pub const ALL: [Self; 8] = [
        Self::RefundNotProcessed,
        Self::ProductsOrServicesNotReceived,
        Self::ProductsDefectiveOrNotAsDescribed,
        Self::IncorrectAmount,
        Self::PurchaseUnauthorized,
        Self::PurchaseHighRisk,
        Self::NonCompliance,
        Self::NonGuaranteedPaymentProgram,
    ];

    /// Klarna counts "paid the merchant already" and a double charge as an incorrect amount. `other`
    /// has no counterpart in a closed list; it is shown as a defect, the widest of the eight.
    pub const fn of(reason: Reason) -> Self {
        match reason {
            Reason::NotReceived => Self::ProductsOrServicesNotReceived,
            Reason::NotAsDescribed | Reason::Other => Self::ProductsDefectiveOrNotAsDescribed,
            Reason::RefundNotProcessed => Self::RefundNotProcessed,
            Reason::IncorrectAmount | Reason::AlreadyPaid | Reason::Duplicate => {
                Self::IncorrectAmount
            }
            Reason::Unauthorised => Self::PurchaseUnauthorized,
            Reason::HighRisk => Self::PurchaseHighRisk,
            Reason::NonCompliance => Self::NonCompliance,
            Reason::NonGuaranteedProgram => Self::NonGuaranteedPaymentProgram,
        }
    }

    /// The canonical reasons a filter on this one means.
    pub fn canonical(self) -> Vec<Reason> {
        Reason::ALL.into_iter().filter(|reason| Self::of(*reason) == self).collect()
    }
}

/// `representment.state`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RepresentmentState {
    EvidenceRequested,
    EvidenceReceived,
    EvidenceRequestExpired,
    EvidenceWaived,
    RepresentmentAutomaticallyRejected,
}

impl RepresentmentState {
    pub const fn of(answer: MerchantAnswer) -> Self {
        match answer {
            MerchantAnswer::Open => Self::EvidenceRequested,
            MerchantAnswer::Received => Self::EvidenceReceived,
            MerchantAnswer::Expired => Self::EvidenceRequestExpired,
            MerchantAnswer::Waived => Self::EvidenceWaived,
            MerchantAnswer::BelowThreshold => Self::RepresentmentAutomaticallyRejected,
        }
    }
}

/// `dispute_outcome`, from the merchant's seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisputeOutcome {
    Won,
    Lost,
}

impl From<MerchantSeat> for DisputeOutcome {
    fn from(seat: MerchantSeat) -> Self {
        match seat {
            MerchantSeat::Won => Self::Won,
            MerchantSeat::Lost => Self::Lost,
        }
    }
}

/// `dispute_details.created_by`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CreatedBy {
    Customer,
    KlarnaAgent,
}

/// `configuration.options.hold_policy`, with the names of the published SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HoldPolicy {
    None,
    OnDisputeInitiated,
}

/// `configuration.base_framework`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BaseFramework {
    #[serde(rename = "FRAMEWORK_2020")]
    Framework2020,
    #[serde(rename = "FRAMEWORK_2026")]
    Framework2026,
}

/// What a line of a settlement report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SettlementType {
    Chargeback,
    ChargebackReversal,
    DisputeFee,
    AppealFee,
}
