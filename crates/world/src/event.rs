//! What happens in the world, in the order in which the provider learns of it.

use commerce::Record;
use dispute::{Kind, Reason, SubIssue};
use kernel::{CustomerId, LineId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::evidence::EvidenceDraft;

/// One event; `at` is when the provider learns of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorldEvent {
    pub at: Timestamp,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Record(Box<Record>),
    Problem(Box<Problem>),
    Answer(Box<MerchantAnswer>),
    Hardship(Box<HardshipRequest>),
}

/// What went wrong, as the customer would put it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    NeverArrived,
    PartlyArrived,
    WrongAddress,
    Damaged,
    WrongItem,
    Counterfeit,
    NotWorking,
    ReturnNotCredited,
    CancelledNotCredited,
    WrongPrice,
    DiscountMissing,
    PaidMerchantDirectly,
    Unauthorised,
}

impl Trouble {
    pub const ALL: [Self; 13] = [
        Self::NeverArrived,
        Self::PartlyArrived,
        Self::WrongAddress,
        Self::Damaged,
        Self::WrongItem,
        Self::Counterfeit,
        Self::NotWorking,
        Self::ReturnNotCredited,
        Self::CancelledNotCredited,
        Self::WrongPrice,
        Self::DiscountMissing,
        Self::PaidMerchantDirectly,
        Self::Unauthorised,
    ];

    /// The case, reason and sub-issue it is reported under.
    pub const fn reported_as(self) -> (Kind, Reason, SubIssue) {
        let (reason, sub_issue) = match self {
            Self::NeverArrived => (Reason::NotReceived, SubIssue::NeverArrived),
            Self::PartlyArrived => (Reason::NotReceived, SubIssue::PartlyArrived),
            Self::WrongAddress => (Reason::NotReceived, SubIssue::WrongAddress),
            Self::Damaged => (Reason::NotAsDescribed, SubIssue::Damaged),
            Self::WrongItem => (Reason::NotAsDescribed, SubIssue::WrongItem),
            Self::Counterfeit => (Reason::NotAsDescribed, SubIssue::Counterfeit),
            Self::NotWorking => (Reason::NotAsDescribed, SubIssue::NotWorking),
            Self::ReturnNotCredited => (Reason::RefundNotProcessed, SubIssue::ReturnNotCredited),
            Self::CancelledNotCredited => {
                (Reason::RefundNotProcessed, SubIssue::CancelledNotCredited)
            }
            Self::WrongPrice => (Reason::IncorrectAmount, SubIssue::WrongPrice),
            Self::DiscountMissing => (Reason::IncorrectAmount, SubIssue::DiscountMissing),
            Self::PaidMerchantDirectly => (Reason::AlreadyPaid, SubIssue::PaidMerchantDirectly),
            Self::Unauthorised => {
                return (Kind::Unauthorised, Reason::Unauthorised, SubIssue::Unspecified);
            }
        };
        (Kind::ConsumerClaim, reason, sub_issue)
    }
}

/// What a customer claims: everything that may be shown to a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    pub order_id: OrderId,
    pub customer_id: CustomerId,
    pub at: Timestamp,
    pub kind: Kind,
    pub reason: Reason,
    pub sub_issue: SubIssue,
    /// The lines concerned; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    /// Claimed, in minor units of the order's currency.
    pub amount_minor: i64,
    /// BCP 47 tag of the statement's language.
    pub language: String,
    pub statement: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_contacted_at: Option<Timestamp>,
    /// What would have been the right amount, for an incorrect one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_amount_minor: Option<i64>,
    /// Declares that the purchase was not theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declared: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceDraft>,
}

/// A problem that a customer reports, and who is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    pub claim: Claim,
    /// For scoring only: never show it to a decision.
    pub truth: Right,
}

/// Who is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "right", rename_all = "snake_case")]
pub enum Right {
    Consumer,
    Merchant,
    /// The customer is owed a part.
    Partly {
        minor: i64,
    },
    /// The customer is right until the goods come, at this instant.
    ConsumerUntil {
        delivered_at: Timestamp,
    },
}

/// How the merchant answers a problem; the latest one of the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantAnswer {
    pub order_id: OrderId,
    pub at: Timestamp,
    pub answer: Answer,
    /// Whether what it says is so. For scoring only.
    pub truthful: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// Says nothing; the event only marks when it could have.
    Silent,
    Accept,
    Represent {
        text: String,
        evidence: Vec<EvidenceDraft>,
        /// A refund offered for a part.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal_minor: Option<i64>,
    },
}

/// A customer cannot pay as agreed and says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HardshipRequest {
    pub order_id: OrderId,
    pub customer_id: CustomerId,
    pub at: Timestamp,
    pub statement: String,
    /// In how many parts the customer could pay the rest.
    pub parts: u32,
}
