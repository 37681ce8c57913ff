//! One instalment and the parts its amount is made of.
//!
//! What is open is worked out, never stored, so that it cannot disagree with the other parts.

use kernel::Date;
use serde::{Deserialize, Serialize};

/// One instalment. All amounts are minor units of the plan's currency, 0 or more, and
/// `amount = paid + refunded + returned + charged_back + written_off + open`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    /// From 1, in the order they were made.
    pub seq: u16,
    pub due: Date,
    /// Scheduled principal.
    pub amount: i64,
    /// Paid by the customer and kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub paid: i64,
    /// Taken off before it was paid.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub refunded: i64,
    /// Paid, then given back to the payment that brought it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returned: i64,
    /// Paid, then taken back by a card network.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub charged_back: i64,
    /// Given up as a credit loss.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub written_off: i64,
    /// Interest of this instalment's month, beside the principal.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub interest: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub interest_paid: i64,
    /// The one extension of the due date was used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extended: bool,
}

pub(crate) fn is_zero(amount: &i64) -> bool {
    *amount == 0
}

/// What an instalment is, as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstalmentState {
    /// Something is still to be paid.
    Open,
    /// Closed, and the customer's money was kept for at least a part.
    Paid,
    /// Closed before any of it was paid.
    Cancelled,
    /// Closed, and what was paid went back to the customer.
    Refunded,
    /// A card network took the payment back.
    ChargedBack,
    WrittenOff,
}

impl Instalment {
    pub(crate) const fn new(seq: u16, due: Date, amount: i64) -> Self {
        Self {
            seq,
            due,
            amount,
            paid: 0,
            refunded: 0,
            returned: 0,
            charged_back: 0,
            written_off: 0,
            interest: 0,
            interest_paid: 0,
            extended: false,
        }
    }

    /// Principal still to be paid, in minor units.
    pub const fn open(&self) -> i64 {
        self.amount - self.closed()
    }

    /// Interest still to be paid, in minor units; none once the principal is closed.
    pub const fn interest_open(&self) -> i64 {
        if self.open() > 0 { self.interest - self.interest_paid } else { 0 }
    }

    pub const fn state(&self) -> InstalmentState {
        if self.open() > 0 {
            InstalmentState::Open
        } else if self.charged_back > 0 {
            InstalmentState::ChargedBack
        } else if self.paid > 0 {
            InstalmentState::Paid
        } else if self.written_off > 0 {
            InstalmentState::WrittenOff
        } else if self.returned > 0 {
            InstalmentState::Refunded
        } else {
            InstalmentState::Cancelled
        }
    }

    /// The part of the amount that is no longer open.
    pub(crate) const fn closed(&self) -> i64 {
        self.paid + self.refunded + self.returned + self.charged_back + self.written_off
    }
}
