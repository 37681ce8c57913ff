//! What the end of a dispute did to the money. A record for explanations; the books alone decide.

use kernel::PlanId;
use serde::{Deserialize, Serialize};

/// Where the money of an ended dispute went, in minor units of the order's currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settlement {
    /// Taken off what the customer still owed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<OffInstalment>,
    /// Taken off what had been written off before: no longer owed either.
    pub recovered_minor: i64,
    /// Back to the payments that brought it, what was credited ahead of the decision included.
    pub cash_minor: i64,
    /// What of the cash had been credited ahead of the decision.
    pub ahead_minor: i64,
    /// Covered a bank's chargeback, by which the customer has it already.
    pub covered_minor: i64,
    /// Credited ahead of the decision, and owed again because of it.
    pub taken_back_minor: i64,
    /// Late fees taken back beside it, because all they were charged on was given back.
    pub late_fees_minor: i64,
    /// What the merchant bears of it.
    pub merchant_minor: i64,
    /// Dispute fees the merchant pays beside it.
    pub fee_minor: i64,
}

/// What was taken off one instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffInstalment {
    pub plan: PlanId,
    pub seq: u16,
    pub minor: i64,
    /// Still to be paid of it.
    pub left_minor: i64,
}

impl Settlement {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the customer got by it, over all channels.
    pub fn returned_minor(&self) -> i64 {
        let off: i64 = self.off.iter().map(|instalment| instalment.minor).sum();
        off + self.recovered_minor + self.cash_minor + self.covered_minor
    }
}
