//! What a party is told about an order, a plan or a dispute.

use std::collections::BTreeMap;

use dispute::NoticeTemplate as N;
use kernel::{Calendar, Currency};
use serde_json::{Value, json};

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    Customer,
    Merchant,
}

impl Audience {
    pub(crate) const ALL: [Self; 2] = [Self::Customer, Self::Merchant];

    /// Its table in a file of letters.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Merchant => "merchant",
        }
    }
}

/// What every notice may name beside its own data.
#[derive(Debug, Clone, Copy)]
pub struct NoticeFacts<'a> {
    pub order: &'a str,
    pub merchant: &'a str,
    pub company: &'a str,
    pub currency: Currency,
    /// Of the order's market: a deadline's last day is a local one.
    pub calendar: &'a Calendar,
}

impl NoticeFacts<'_> {
    pub(crate) fn common(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("order", self.order.to_owned()),
            ("merchant", self.merchant.to_owned()),
            ("company", self.company.to_owned()),
        ])
    }
}

/// The names that every notice may use.
pub(crate) const COMMON: &[&str] = &["order", "merchant", "company"];

/// A letter that is no [`N`]: redress for a complaint left.
pub(crate) const REDRESS_SENT: &str = "redress_sent";

/// The values that a notice's record has; `None` where the audience does not get it. A new notice does
/// not compile until it is said here, and then no file loads that has no words for it.
const fn values(audience: Audience, template: N) -> Option<&'static [&'static str]> {
    use Audience::{Customer, Merchant};
    match (audience, template) {
        (Customer, N::EvidenceRequested) => Some(&["because"]),
        (Customer, N::DisputeReceived) => Some(&["amount", "at"]),
        (Customer, N::ProposalMade) => Some(&["amount", "answer_by"]),
        (_, N::DecisionPreliminary) => Some(&["appeal_by"]),
        (_, N::Decision) => Some(&["outcome", "returned", "automatic", "review_right", "at"]),
        (_, N::ReviewStarted) => Some(&["due"]),
        (Customer, N::ReturnReported) => Some(&["paused_until"]),
        (Customer, N::ReturnPauseEnded) => Some(&["on"]),
        (Customer, N::InstalmentReinstated) => Some(&["amount", "plans", "due"]),
        (Customer, N::PlanChanged) => Some(&["moved", "from", "to", "paused_until", "fee"]),
        (Customer, N::MissedPayment) => Some(&["due", "amount"]),
        (Customer, N::HardshipStarted) => Some(&["instalments", "due", "amount"]),
        (Customer, N::OverpaymentReleased) => Some(&["amount", "to"]),
        (Customer, N::PaymentReceived) => Some(&["amount", "interest_saved"]),
        (
            Customer,
            N::RefundSent
            | N::RefundPending
            | N::ProvisionalCredit
            | N::LateFeeCharged
            | N::LateFeeReversed
            | N::GoodwillGiven
            | N::PaymentDeclined,
        ) => Some(&["amount"]),
        (
            Customer,
            N::EvidenceShared | N::DisputeWithdrawn | N::StoreCreditGiven | N::AccountLocked,
        ) => Some(&[]),
        (Merchant, N::EvidenceRequested) => Some(&["reason", "due"]),
        (Merchant, N::ReturnReported) => Some(&["tracking_id", "carrier"]),
        (
            Merchant,
            N::DisputeReceived
            | N::EvidenceShared
            | N::ProposalMade
            | N::RefundSent
            | N::RefundPending
            | N::DisputeWithdrawn
            | N::ReturnPauseEnded
            | N::StoreCreditGiven
            | N::ProvisionalCredit
            | N::AccountLocked
            | N::InstalmentReinstated
            | N::PlanChanged
            | N::MissedPayment
            | N::LateFeeCharged
            | N::LateFeeReversed
            | N::HardshipStarted
            | N::GoodwillGiven
            | N::OverpaymentReleased
            | N::PaymentReceived
            | N::PaymentDeclined,
        ) => None,
    }
}

/// The notices that an audience gets, by name, with the values that their records have.
pub(crate) fn known(audience: Audience) -> Vec<(String, &'static [&'static str])> {
    let named = |template: N| match serde_json::to_value(template) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    };
    let mut known: Vec<_> = N::ALL
        .into_iter()
        .filter_map(|template| Some((named(template), values(audience, template)?)))
        .collect();
    if audience == Audience::Customer {
        known.push((REDRESS_SENT.to_owned(), &["amount"]));
    }
    known
}

/// A record with the names that templates use: tuples and amounts of lists get theirs.
pub(crate) fn named(data: &Value) -> Value {
    let mut data = data.clone();
    for list in ["instalments", "plans"] {
        let Some(elements) = data.get_mut(list).and_then(Value::as_array_mut) else { continue };
        for element in elements {
            if let [_, due, minor] = element.as_array().map(Vec::as_slice).unwrap_or_default() {
                *element = json!({ "due": due, "amount_minor": minor });
            } else if let Some(minor) = element.get("minor").cloned()
                && let Some(object) = element.as_object_mut()
            {
                object.insert("amount_minor".to_owned(), minor);
            }
        }
    }
    data
}
