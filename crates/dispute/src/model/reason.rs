//! Why a dispute exists, and under which rules.

use serde::{Deserialize, Serialize};

/// The rule book a dispute is opened under; it keeps it for life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Framework {
    /// Klarna's Disputes API V3: a dialogue first, then arbitration.
    #[serde(rename = "framework_2020")]
    Framework2020,
    /// Klarna's Disputes API V4: representment, preliminary decision, appeal.
    #[serde(rename = "framework_2026")]
    Framework2026,
}

impl From<commerce::FrameworkChoice> for Framework {
    fn from(choice: commerce::FrameworkChoice) -> Self {
        match choice {
            commerce::FrameworkChoice::Framework2020 => Self::Framework2020,
            commerce::FrameworkChoice::Framework2026 => Self::Framework2026,
        }
    }
}

/// What kind of case it is (`disputes.md` 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    ConsumerClaim,
    /// Raised by the provider against a purchase it suspects; the customer is not told why.
    RiskStop,
    /// A chargeback on the provider's own card collection.
    NetworkChargeback,
    AccountError,
    Unauthorised,
    CreditReport,
    Program,
}

impl Kind {
    /// Whether the customer may not learn what it is: to be told that the provider suspects a
    /// purchase is to be tipped off (`disputes.md` 3.1).
    pub const fn is_hidden_from_customer(self) -> bool {
        matches!(self, Self::RiskStop)
    }
}

/// Why the customer (or the provider) objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NotReceived,
    NotAsDescribed,
    /// A return or cancellation whose refund did not come.
    RefundNotProcessed,
    IncorrectAmount,
    AlreadyPaid,
    Unauthorised,
    HighRisk,
    NonCompliance,
    NonGuaranteedProgram,
    Duplicate,
    /// A value of another system that has no counterpart here: always decided by a person.
    Other,
}

impl Reason {
    pub const ALL: [Self; 11] = [
        Self::NotReceived,
        Self::NotAsDescribed,
        Self::RefundNotProcessed,
        Self::IncorrectAmount,
        Self::AlreadyPaid,
        Self::Unauthorised,
        Self::HighRisk,
        Self::NonCompliance,
        Self::NonGuaranteedProgram,
        Self::Duplicate,
        Self::Other,
    ];

    /// The stable text used in storage, policy files and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotReceived => "not_received",
            Self::NotAsDescribed => "not_as_described",
            Self::RefundNotProcessed => "refund_not_processed",
            Self::IncorrectAmount => "incorrect_amount",
            Self::AlreadyPaid => "already_paid",
            Self::Unauthorised => "unauthorised",
            Self::HighRisk => "high_risk",
            Self::NonCompliance => "non_compliance",
            Self::NonGuaranteedProgram => "non_guaranteed_program",
            Self::Duplicate => "duplicate",
            Self::Other => "other",
        }
    }

    /// Whether the customer is expected to have asked the merchant first.
    pub const fn merchant_contact_expected(self) -> bool {
        !matches!(
            self,
            Self::Unauthorised | Self::HighRisk | Self::NonCompliance | Self::NonGuaranteedProgram
        )
    }
}

/// The finer statement inside a reason.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SubIssue {
    #[default]
    Unspecified,
    NeverArrived,
    PartlyArrived,
    WrongAddress,
    NotAtPickupPoint,
    MissedPickup,
    /// The customer refused the parcel: a return, not a missing delivery; turned away.
    RefusedDelivery,
    Damaged,
    WrongItem,
    Counterfeit,
    NotWorking,
    ReturnNotCredited,
    CancelledNotCredited,
    WrongPrice,
    DiscountMissing,
    PaidMerchantDirectly,
}
