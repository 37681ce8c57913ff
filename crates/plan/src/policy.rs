//! Plan policy of one market, as data: late fees, refund allocation, pauses, hardship.
//!
//! Every rule names its `source`. A rule that we set ourselves says so there. This module answers
//! questions about a policy; reading and checking the file is [`crate::policy_file`].

use std::collections::BTreeMap;

use kernel::canonical::{Sha256Hex, hash_of};
use kernel::{Currency, Jurisdiction};
use serde::{Deserialize, Serialize};

use crate::caps::ConsumerCaps;
use crate::fee::order_share;
use crate::policy_file::{Ceilings, PolicyError};
use crate::product::Product;

/// How a refund is taken off the unpaid instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundAllocation {
    /// The final payments first.
    #[default]
    LastFirst,
    /// Equal parts off every one.
    Even,
}

/// One market's policy. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanPolicy {
    /// Such as `gb.2026-07`; a plan keeps the version it was opened under.
    pub version: String,
    pub market: Jurisdiction,
    pub currency: Currency,
    pub refund: RefundRule,
    pub pause: PauseRule,
    pub hardship: HardshipRule,
    /// Absent: due dates cannot be extended on wish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRule>,
    /// Absent: no late fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_fee: Option<LateFeeRule>,
    /// Absent: no financing is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financing: Option<FinancingRule>,
    /// Absent: no caps over all contracts of a consumer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumer_caps: Option<ConsumerCaps>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundRule {
    pub allocation: RefundAllocation,
    pub source: String,
}

/// Days of pauses and of what follows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseRule {
    /// How long a reported return pauses a plan before the merchant registers it.
    pub return_days: u32,
    /// How long a reported problem pauses a plan.
    pub problem_days: u32,
    /// First due date after a resumption, at the soonest.
    pub first_due_days_min: u32,
    /// Due date of a reinstated amount, at the soonest.
    pub reinstated_due_days_min: u32,
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HardshipRule {
    /// A request must be answered within this many days.
    pub answer_days_max: u32,
    /// Most instalments that an arrangement may have without a person's approval.
    pub instalments_max: u16,
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    pub days: u32,
    pub fee_minor: i64,
    pub source: String,
}

/// What financing may be offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinancingRule {
    pub months_min: u16,
    pub months_max: u16,
    /// Yearly nominal rate, in basis points.
    pub apr_bps_max: u32,
    pub source: String,
}

/// When a late fee may be charged, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateFeeRule {
    /// The first, second … fee for one missed payment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees_minor: Vec<i64>,
    /// No fee on these days after the due date; the first fee is possible on the day after them.
    pub grace_days: u32,
    /// Days late at which the second fee may follow, and each further one after as many again.
    #[serde(default)]
    pub repeat_after_days: u32,
    /// Most fees on one order.
    pub fees_per_order_max: u16,
    /// Most of an order's total that its fees may be, in percent, rounded down.
    pub order_cap_percent: u32,
    /// Most that the fees of one order may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_cap_minor: Option<i64>,
    /// A missed-payment notice must be on record before any fee.
    pub notice_required: bool,
    /// Whole days between the notice and the fee.
    #[serde(default)]
    pub notice_days_min: u32,
    /// Orders below an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_order: Option<SmallOrder>,
    /// By order total, from the lowest; where there are tiers they replace `fees_minor` and
    /// `order_cap_minor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<FeeTier>,
    pub source: String,
}

/// A stricter count for small orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallOrder {
    pub below_minor: i64,
    pub fees_max: u16,
}

/// The fee for orders from a total on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTier {
    pub from_order_minor: i64,
    /// Per missed payment; 0 is allowed.
    pub fee_minor: i64,
    /// Over the whole order.
    pub order_cap_minor: i64,
}

impl LateFeeRule {
    fn tier(&self, order_minor: i64) -> Option<&FeeTier> {
        self.tiers.iter().rev().find(|tier| tier.from_order_minor <= order_minor)
    }

    /// The fee after `before` fees for the same missed payment; `None` when there is no further.
    pub(crate) fn amount(&self, order_minor: i64, before: usize) -> Option<i64> {
        let fee = if self.tiers.is_empty() {
            self.fees_minor.get(before).copied()
        } else {
            self.tier(order_minor).filter(|_| before == 0).map(|tier| tier.fee_minor)
        };
        fee.filter(|minor| *minor > 0)
    }

    /// Most fees on an order of a total.
    pub(crate) fn fees_max(&self, order_minor: i64) -> u16 {
        match &self.small_order {
            Some(small) if order_minor < small.below_minor => {
                small.fees_max.min(self.fees_per_order_max)
            }
            _ => self.fees_per_order_max,
        }
    }

    /// Most that the fees of an order of a total may be.
    pub(crate) fn order_cap(&self, order_minor: i64) -> i64 {
        let share = order_share(order_minor, self.order_cap_percent);
        let fixed = if self.tiers.is_empty() {
            self.order_cap_minor.unwrap_or(i64::MAX)
        } else {
            self.tier(order_minor).map_or(0, |tier| tier.order_cap_minor)
        };
        share.min(fixed)
    }

    /// The largest fee that can come out of this rule.
    pub(crate) fn largest_fee(&self) -> i64 {
        let tiers = self.tiers.iter().map(|tier| tier.fee_minor);
        self.fees_minor.iter().copied().chain(tiers).max().unwrap_or(0)
    }
}

impl PlanPolicy {
    /// Whether the market's policy offers a product.
    pub fn offers(&self, product: Product) -> bool {
        match product {
            Product::PayIn30 | Product::PayInN { .. } => true,
            Product::Financing { months, apr_bps } => self.financing.as_ref().is_some_and(|rule| {
                (rule.months_min..=rule.months_max).contains(&months) && apr_bps <= rule.apr_bps_max
            }),
        }
    }

    /// The digest of the policy's canonical JSON.
    ///
    /// # Errors
    /// [`PolicyError::Hash`]; no policy read from a file can cause it.
    pub fn hash(&self) -> Result<Sha256Hex, PolicyError> {
        hash_of(self).map_err(|error| PolicyError::Hash(error.to_string()))
    }
}

/// The policies of all markets. A part (`us-ny`) falls back to its country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PlanPolicies(BTreeMap<Jurisdiction, PlanPolicy>);

impl PlanPolicies {
    /// The policies that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::from_files(crate::policy_file::SHIPPED, &Ceilings::shipped()?)
    }

    /// Policies from files, each a name (for errors) and its text.
    ///
    /// # Errors
    /// [`PolicyError`] of the first file that is wrong, or [`PolicyError::MarketTwice`].
    pub fn from_files(files: &[(&str, &str)], ceilings: &Ceilings) -> Result<Self, PolicyError> {
        let mut policies = BTreeMap::new();
        for (file, text) in files {
            let policy = PlanPolicy::from_toml_within(file, text, ceilings)?;
            let market = policy.market.clone();
            if policies.insert(market.clone(), policy).is_some() {
                return Err(PolicyError::MarketTwice { file: (*file).to_owned(), market });
            }
        }
        Ok(Self(policies))
    }

    /// Adds or replaces one market's policy: a company's own file over the shipped one.
    #[must_use]
    pub fn with(mut self, policy: PlanPolicy) -> Self {
        self.0.insert(policy.market.clone(), policy);
        self
    }

    /// # Errors
    /// [`PolicyError::NoPolicy`] when neither the part nor its country has one.
    pub fn get(&self, market: &Jurisdiction) -> Result<&PlanPolicy, PolicyError> {
        let country = || Jurisdiction::new(market.country()).ok().and_then(|c| self.0.get(&c));
        self.0.get(market).or_else(country).ok_or_else(|| PolicyError::NoPolicy(market.clone()))
    }

    /// The policy of a version, for plans that were opened under it.
    pub fn by_version(&self, version: &str) -> Option<&PlanPolicy> {
        self.0.values().find(|policy| policy.version == version)
    }

    pub fn iter(&self) -> impl Iterator<Item = &PlanPolicy> {
        self.0.values()
    }

    /// The digest of all policies together.
    ///
    /// # Errors
    /// As [`PlanPolicy::hash`].
    pub fn hash(&self) -> Result<Sha256Hex, PolicyError> {
        hash_of(self).map_err(|error| PolicyError::Hash(error.to_string()))
    }
}
