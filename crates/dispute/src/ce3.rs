//! Visa Compelling Evidence 3.0: does a card chargeback for fraud (condition 10.4) go back to the
//! issuer because the same person bought before without objecting?
//!
//! A pure function of the disputed purchase and the credential's history at the same merchant. It
//! serves the provider's own card collections; it never decides a customer's claim.
//!
//! The rule (Visa Dispute Resolution, condition 10.4, remedy "Compelling Evidence 3.0", since
//! 2023-04-15): at least two earlier purchases with the same payment credential at the same merchant,
//! neither disputed nor reported as fraud, each made 120 to 365 calendar days before the dispute,
//! both ends included; and at least two of {user id, IP address, device id or fingerprint, shipping
//! address} equal in all three purchases, one of them the IP address or the device. A purchase
//! authenticated with Visa Secure qualifies without a history when it is disputed on or after
//! 2025-10-17.

use kernel::{Date, MerchantId};
use serde::{Deserialize, Serialize};

/// The only condition the remedy exists for.
pub const CONDITION: &str = "10.4";
/// A prior purchase must be at least this old at the dispute, in calendar days.
pub const PRIOR_AGE_DAYS_MIN: i32 = 120;
/// … and at most this old.
pub const PRIOR_AGE_DAYS_MAX: i32 = 365;
/// How many prior purchases are needed.
pub const PRIORS_MIN: usize = 2;
/// How many elements must be equal in all three purchases.
pub const ELEMENTS_MIN: usize = 2;
/// Disputes from this day on qualify by Visa Secure alone.
pub const VISA_SECURE_SINCE: Date = Date::constant(2025, 10, 17);

/// A purchase by card as both sides of the comparison see it. Values are compared as they are, so
/// normalise an address before (see [`crate::evidence`]). An empty text counts as absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardPurchase {
    /// When it was processed, as the network counts days.
    pub on: Date,
    pub merchant: MerchantId,
    /// A token of the payment credential, never a card number.
    pub credential: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<String>,
    /// Ever disputed, whatever the outcome.
    #[serde(default)]
    pub disputed: bool,
    /// Reported as fraud (a TC40 record).
    #[serde(default)]
    pub reported_fraud: bool,
    #[serde(default)]
    pub visa_secure: bool,
}

/// An element that can be equal in all three purchases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    UserId,
    Ip,
    /// The device's id, or its fingerprint: one element, whichever of the two is equal in all three.
    Device,
    ShippingAddress,
}

impl Element {
    pub const ALL: [Self; 4] = [Self::UserId, Self::Ip, Self::Device, Self::ShippingAddress];

    /// One of these must be among the equal ones.
    pub const fn is_anchor(self) -> bool {
        matches!(self, Self::Ip | Self::Device)
    }
}

/// The answer, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ce3", rename_all = "snake_case")]
pub enum Ce3 {
    /// Qualified by Visa Secure alone.
    VisaSecure,
    /// Qualified by two earlier purchases, named by their place in the history, and what is equal.
    History {
        priors: [usize; PRIORS_MIN],
        equal: Vec<Element>,
    },
    NotQualified(Vec<Gap>),
}

/// What is missing for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    #[error("the remedy exists for condition {CONDITION} only")]
    OtherCondition,
    #[error(
        "fewer than {PRIORS_MIN} undisputed purchases with this credential at this merchant, \
         {PRIOR_AGE_DAYS_MIN} to {PRIOR_AGE_DAYS_MAX} days before the dispute"
    )]
    TooFewPriors,
    #[error("fewer than {ELEMENTS_MIN} elements are equal in the disputed and two prior purchases")]
    TooFewElements,
    #[error(
        "neither the IP address nor the device is equal in the disputed and two prior purchases"
    )]
    NoAnchor,
}

impl Ce3 {
    pub const fn qualified(&self) -> bool {
        !matches!(self, Self::NotQualified(_))
    }
}

/// Whether the remedy applies to a chargeback raised on `dispute_date` under `condition`.
pub fn assess(
    condition: &str,
    dispute_date: Date,
    disputed: &CardPurchase,
    history: &[CardPurchase],
) -> Ce3 {
    if condition != CONDITION {
        return Ce3::NotQualified(vec![Gap::OtherCondition]);
    }
    if disputed.visa_secure && dispute_date >= VISA_SECURE_SINCE {
        return Ce3::VisaSecure;
    }
    let priors: Vec<(usize, Equal)> = history
        .iter()
        .enumerate()
        .filter(|(_, prior)| is_prior(prior, disputed, dispute_date))
        .map(|(place, prior)| (place, Equal::of(disputed, prior)))
        .collect();
    if priors.len() < PRIORS_MIN {
        return Ce3::NotQualified(vec![Gap::TooFewPriors]);
    }
    let mut best: Option<([usize; PRIORS_MIN], Vec<Element>)> = None;
    let mut gap = Gap::TooFewElements;
    for (nth, (first, with_first)) in priors.iter().enumerate() {
        for (second, with_second) in priors.iter().skip(nth + 1) {
            let equal = with_first.and(with_second).elements();
            if equal.len() < ELEMENTS_MIN {
                continue;
            }
            if !equal.iter().any(|element| element.is_anchor()) {
                gap = Gap::NoAnchor;
            } else if best.as_ref().is_none_or(|(_, known)| known.len() < equal.len()) {
                best = Some(([*first, *second], equal));
            }
        }
    }
    match best {
        Some((priors, equal)) => Ce3::History { priors, equal },
        None => Ce3::NotQualified(vec![gap]),
    }
}

fn is_prior(prior: &CardPurchase, disputed: &CardPurchase, dispute_date: Date) -> bool {
    let age_days = (dispute_date - prior.on).get_days();
    prior.credential == disputed.credential
        && prior.merchant == disputed.merchant
        && !prior.disputed
        && !prior.reported_fraud
        && (PRIOR_AGE_DAYS_MIN..=PRIOR_AGE_DAYS_MAX).contains(&age_days)
}

/// What one prior purchase has in common with the disputed one. The two names of a device are kept
/// apart: the same one of them has to be equal in all three purchases.
#[derive(Debug, Clone, Copy)]
struct Equal {
    user_id: bool,
    ip: bool,
    device_id: bool,
    device_fingerprint: bool,
    shipping_address: bool,
}

impl Equal {
    fn of(disputed: &CardPurchase, prior: &CardPurchase) -> Self {
        let same = |of: fn(&CardPurchase) -> &Option<String>| {
            of(disputed)
                .as_deref()
                .is_some_and(|value| !value.is_empty() && of(prior).as_deref() == Some(value))
        };
        Self {
            user_id: same(|purchase| &purchase.user_id),
            ip: same(|purchase| &purchase.ip),
            device_id: same(|purchase| &purchase.device_id),
            device_fingerprint: same(|purchase| &purchase.device_fingerprint),
            shipping_address: same(|purchase| &purchase.shipping_address),
        }
    }

    const fn and(self, other: &Self) -> Self {
        Self {
            user_id: self.user_id && other.user_id,
            ip: self.ip && other.ip,
            device_id: self.device_id && other.device_id,
            device_fingerprint: self.device_fingerprint && other.device_fingerprint,
            shipping_address: self.shipping_address && other.shipping_address,
        }
    }

    fn elements(self) -> Vec<Element> {
        let holds = |element: &Element| match element {
            Element::UserId => self.user_id,
            Element::Ip => self.ip,
            Element::Device => self.device_id || self.device_fingerprint,
            Element::ShippingAddress => self.shipping_address,
        };
        Element::ALL.into_iter().filter(holds).collect()
    }
}

#[cfg(test)]
mod tests;
