//! Where a dispute stands, and how it ended.

use serde::{Deserialize, Serialize};

/// The canonical states (`disputes.md` 3.2). `Reopened` is passed through within one step, on the
/// way back to review, and so is never at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written by the customer; no clock runs.
    Draft,
    /// Customer and merchant try to settle (framework 2020).
    Dialogue,
    /// The merchant is asked for evidence.
    Evidence,
    /// The provider decides.
    Review,
    /// Decided for the customer; the merchant may appeal.
    Preliminary,
    /// A person decides the appeal.
    FinalReview,
    Closed,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Dialogue,
        Self::Evidence,
        Self::Review,
        Self::Preliminary,
        Self::FinalReview,
        Self::Closed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Dialogue => "dialogue",
            Self::Evidence => "evidence",
            Self::Review => "review",
            Self::Preliminary => "preliminary",
            Self::FinalReview => "final_review",
            Self::Closed => "closed",
        }
    }

    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed)
    }
}

/// How it ended. Won and lost are words of the merchant's seat and exist at the edge only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    ConsumerFull,
    ConsumerPartial,
    Merchant,
    Withdrawn,
    SettledByRefund,
    Goodwill,
    Invalid,
}

impl Outcome {
    pub const ALL: [Self; 7] = [
        Self::ConsumerFull,
        Self::ConsumerPartial,
        Self::Merchant,
        Self::Withdrawn,
        Self::SettledByRefund,
        Self::Goodwill,
        Self::Invalid,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConsumerFull => "consumer_full",
            Self::ConsumerPartial => "consumer_partial",
            Self::Merchant => "merchant",
            Self::Withdrawn => "withdrawn",
            Self::SettledByRefund => "settled_by_refund",
            Self::Goodwill => "goodwill",
            Self::Invalid => "invalid",
        }
    }

    /// Whether the customer was refused: a reason, a contest and a human must be offered.
    pub const fn is_denial(self) -> bool {
        matches!(self, Self::Merchant | Self::Invalid | Self::ConsumerPartial)
    }
}
