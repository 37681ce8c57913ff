//! What a party is told about an order, a plan or a dispute.

use std::collections::BTreeMap;

use dispute::NoticeTemplate;
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

/// A letter that is no [`NoticeTemplate`]: redress for a complaint left.
pub(crate) const REDRESS_SENT: &str = "redress_sent";

/// The notices that each audience gets, with the values that their records have.
pub(crate) fn known(audience: Audience) -> Vec<(String, &'static [&'static str])> {
    use NoticeTemplate as N;
    let of_customer: &[(N, &'static [&'static str])] = &[
        (N::DisputeReceived, &["amount", "at"]),
        (N::EvidenceRequested, &["because"]),
        (N::EvidenceShared, &[]),
        (N::ProposalMade, &["amount", "answer_by"]),
        (N::DecisionPreliminary, &["appeal_by"]),
        (N::Decision, &["outcome", "returned", "automatic", "review_right", "at"]),
        (N::RefundSent, &["amount"]),
        (N::RefundPending, &["amount"]),
        (N::DisputeWithdrawn, &[]),
        (N::ReturnReported, &["paused_until"]),
        (N::ReturnPauseEnded, &["on"]),
        (N::StoreCreditGiven, &[]),
        (N::ProvisionalCredit, &["amount"]),
        (N::AccountLocked, &[]),
        (N::ReviewStarted, &["due"]),
        (N::InstalmentReinstated, &["amount", "plans", "due"]),
        (N::PlanChanged, &["moved", "from", "to", "paused_until", "fee"]),
        (N::MissedPayment, &["due", "amount"]),
        (N::LateFeeCharged, &["amount"]),
        (N::LateFeeReversed, &["amount"]),
        (N::HardshipStarted, &["instalments", "due", "amount"]),
        (N::GoodwillGiven, &["amount"]),
        (N::OverpaymentReleased, &["amount", "to"]),
    ];
    let of_merchant: &[(N, &'static [&'static str])] = &[
        (N::EvidenceRequested, &["reason", "due"]),
        (N::DecisionPreliminary, &["appeal_by"]),
        (N::Decision, &["outcome", "returned", "automatic", "at"]),
        (N::ReturnReported, &["tracking_id", "carrier"]),
        (N::ReviewStarted, &["due"]),
    ];
    let (known, more): (_, Option<(&str, &'static [&'static str])>) = match audience {
        Audience::Customer => (of_customer, Some((REDRESS_SENT, &["amount"]))),
        Audience::Merchant => (of_merchant, None),
    };
    let named = |template: N| match serde_json::to_value(template) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    };
    let known = known.iter().map(|(template, names)| (named(*template), *names));
    known.chain(more.map(|(name, names)| (name.to_owned(), names))).collect()
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
