//! Reading a market's plan policy, and checking it against the law's ceilings when it is read.
//!
//! A policy above a statutory ceiling must never load: a fee that is too high is refused here, not
//! when a customer is about to pay it. Ceilings are a file of their own, so that a company that
//! replaces a market's policy does not replace the ceiling with it.

use std::collections::BTreeMap;

use kernel::{Currency, Jurisdiction};
use serde::Deserialize;

use crate::change::HARDSHIP_INSTALMENTS_MAX;
use crate::interest::{APR_BPS_MAX, MONTHS_MAX};
use crate::policy::{FeeTier, LateFeeRule, PlanPolicy};

/// Longest time any rule may name, in days.
pub const RULE_DAYS_MAX: u32 = 366;
/// Most fees for one missed payment that a rule may name.
pub const FEES_PER_MISS_MAX: usize = 12;

/// The shipped files: name and text.
pub(crate) const SHIPPED: &[(&str, &str)] = &[
    ("policy/plans/au.toml", include_str!("../../../policy/plans/au.toml")),
    ("policy/plans/br.toml", include_str!("../../../policy/plans/br.toml")),
    ("policy/plans/de.toml", include_str!("../../../policy/plans/de.toml")),
    ("policy/plans/es.toml", include_str!("../../../policy/plans/es.toml")),
    ("policy/plans/gb.toml", include_str!("../../../policy/plans/gb.toml")),
    ("policy/plans/se.toml", include_str!("../../../policy/plans/se.toml")),
    ("policy/plans/us.toml", include_str!("../../../policy/plans/us.toml")),
    ("policy/plans/us-ny.toml", include_str!("../../../policy/plans/us-ny.toml")),
];

const CEILINGS_FILE: &str = "policy/plans/ceilings.toml";

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The message has the line, the column and the field.
    #[error("{file}: {message}")]
    Toml { file: String, message: String },
    #[error("{file}: {field} is {got}; {fix}")]
    Field { file: String, field: &'static str, got: String, fix: String },
    #[error(
        "{file}: {field} is {got}, the law's ceiling in {market} is {max} ({source_text}); lower it"
    )]
    Ceiling {
        file: String,
        field: &'static str,
        got: i64,
        max: i64,
        market: Jurisdiction,
        /// The law that sets it.
        source_text: String,
    },
    #[error("{file}: market {market} has a policy in another file; remove one of them")]
    MarketTwice { file: String, market: Jurisdiction },
    #[error("no plan policy for market {0}: add policy/plans/{0}.toml")]
    NoPolicy(Jurisdiction),
    #[error("the policy has no canonical form: {0}")]
    Hash(String),
}

/// What the law allows at most in a market. An absent limit is none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The currency of the amounts.
    pub currency: Currency,
    pub late_fee_minor_max: Option<i64>,
    pub fees_per_missed_payment_max: Option<u16>,
    pub apr_bps_max: Option<u32>,
    /// A missed-payment notice must come before any fee.
    #[serde(default)]
    pub notice_required: bool,
    pub hardship_answer_days_max: Option<u32>,
    /// Policies of this market must have caps over all contracts of a consumer.
    #[serde(default)]
    pub consumer_caps_required: bool,
    pub source: String,
}

/// The ceilings of all markets. A part (`us-ny`) is bound by its own and by its country's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceilings {
    market: BTreeMap<Jurisdiction, Ceiling>,
}

impl Ceilings {
    /// The ceilings that ship with Ombud.
    ///
    /// # Errors
    /// When the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::from_toml(CEILINGS_FILE, include_str!("../../../policy/plans/ceilings.toml"))
    }

    /// # Errors
    /// [`PolicyError::Toml`] with the place.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, PolicyError> {
        toml::from_str(text).map_err(|error| toml_error(file, &error))
    }

    fn of<'a>(&'a self, market: &'a Jurisdiction) -> impl Iterator<Item = &'a Ceiling> {
        let bound = move |code: &Jurisdiction| code == market || code.as_str() == market.country();
        self.market.iter().filter(move |(code, _)| bound(code)).map(|(_, ceiling)| ceiling)
    }
}

fn toml_error(file: &str, error: &toml::de::Error) -> PolicyError {
    PolicyError::Toml { file: file.to_owned(), message: error.to_string() }
}

impl PlanPolicy {
    /// Reads a policy and checks it against the shipped ceilings. `file` names the text in errors.
    ///
    /// # Errors
    /// [`PolicyError`] with the place, the field and the fix.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, PolicyError> {
        Self::from_toml_within(file, text, &Ceilings::shipped()?)
    }

    /// As [`PlanPolicy::from_toml`], within other ceilings.
    ///
    /// # Errors
    /// [`PolicyError`] with the place, the field and the fix.
    pub fn from_toml_within(
        file: &str,
        text: &str,
        ceilings: &Ceilings,
    ) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text).map_err(|error| toml_error(file, &error))?;
        let check = Check { file };
        check.policy(&policy)?;
        if let Some(rule) = &policy.late_fee {
            check.late_fee(rule)?;
        }
        for ceiling in ceilings.of(&policy.market) {
            check.within(&policy, ceiling)?;
        }
        Ok(policy)
    }
}

/// The checks of one file.
struct Check<'a> {
    file: &'a str,
}

impl Check<'_> {
    fn field(
        &self,
        good: bool,
        field: &'static str,
        got: impl std::fmt::Display,
        fix: &str,
    ) -> Result<(), PolicyError> {
        if good {
            return Ok(());
        }
        let (file, got, fix) = (self.file.to_owned(), got.to_string(), fix.to_owned());
        Err(PolicyError::Field { file, field, got, fix })
    }

    fn between<T: PartialOrd + std::fmt::Display>(
        &self,
        field: &'static str,
        got: T,
        min: T,
        max: T,
    ) -> Result<(), PolicyError> {
        let fix = format!("write {min} to {max}");
        self.field(min <= got && got <= max, field, got, &fix)
    }

    fn policy(&self, policy: &PlanPolicy) -> Result<(), PolicyError> {
        let prefix = format!("{}.", policy.market);
        let fix = format!("start it with {prefix:?}, such as {prefix}2026-07");
        self.field(policy.version.starts_with(&prefix), "version", &policy.version, &fix)?;
        let sources = [
            ("refund.source", Some(&policy.refund.source)),
            ("pause.source", Some(&policy.pause.source)),
            ("hardship.source", Some(&policy.hardship.source)),
            ("extension.source", policy.extension.as_ref().map(|rule| &rule.source)),
            ("late_fee.source", policy.late_fee.as_ref().map(|rule| &rule.source)),
            ("financing.source", policy.financing.as_ref().map(|rule| &rule.source)),
            ("consumer_caps.source", policy.consumer_caps.as_ref().map(|caps| &caps.source)),
        ];
        for (field, source) in sources {
            let named = source.is_none_or(|source| !source.trim().is_empty());
            self.field(named, field, "empty", "name the law or the publication of the rule")?;
        }
        let (pause, hardship) = (&policy.pause, &policy.hardship);
        let days = [
            ("pause.return_days", pause.return_days),
            ("pause.problem_days", pause.problem_days),
            ("pause.first_due_days_min", pause.first_due_days_min),
            ("pause.reinstated_due_days_min", pause.reinstated_due_days_min),
            ("hardship.answer_days_max", hardship.answer_days_max),
        ];
        for (field, got) in days {
            self.between(field, got, 1, RULE_DAYS_MAX)?;
        }
        let n = hardship.instalments_max;
        self.between("hardship.instalments_max", n, 1, HARDSHIP_INSTALMENTS_MAX)?;
        if let Some(rule) = &policy.extension {
            self.between("extension.days", rule.days, 1, RULE_DAYS_MAX)?;
            self.between("extension.fee_minor", rule.fee_minor, 0, i64::from(u32::MAX))?;
        }
        if let Some(rule) = &policy.financing {
            self.between("financing.months_min", rule.months_min, 1, MONTHS_MAX)?;
            self.between("financing.months_max", rule.months_max, rule.months_min, MONTHS_MAX)?;
            self.between("financing.apr_bps_max", rule.apr_bps_max, 0, APR_BPS_MAX)?;
        }
        Ok(())
    }

    fn late_fee(&self, rule: &LateFeeRule) -> Result<(), PolicyError> {
        let by_tier = !rule.tiers.is_empty();
        let one = by_tier == rule.fees_minor.is_empty();
        let fix = "write either fees_minor or [[late_fee.tiers]], not both and not neither";
        self.field(one, "late_fee.fees_minor", rule.fees_minor.len(), fix)?;
        let fees = rule.fees_minor.len();
        self.between("late_fee.fees_minor (how many)", fees, 0, FEES_PER_MISS_MAX)?;
        for minor in &rule.fees_minor {
            self.between("late_fee.fees_minor", *minor, 1, i64::from(u32::MAX))?;
        }
        self.between("late_fee.grace_days", rule.grace_days, 0, RULE_DAYS_MAX)?;
        let repeat_min = u32::from(fees > 1);
        let repeat = rule.repeat_after_days;
        self.between("late_fee.repeat_after_days", repeat, repeat_min, RULE_DAYS_MAX)?;
        self.between("late_fee.notice_days_min", rule.notice_days_min, 0, RULE_DAYS_MAX)?;
        self.between("late_fee.fees_per_order_max", rule.fees_per_order_max, 1, 100)?;
        self.between("late_fee.order_cap_percent", rule.order_cap_percent, 1, 100)?;
        if let Some(minor) = rule.order_cap_minor {
            self.between("late_fee.order_cap_minor", minor, 1, i64::from(u32::MAX))?;
        }
        if let Some(small) = &rule.small_order {
            let most = rule.fees_per_order_max;
            self.between("late_fee.small_order.fees_max", small.fees_max, 1, most)?;
            self.between("late_fee.small_order.below_minor", small.below_minor, 1, i64::MAX)?;
        }
        self.tiers(&rule.tiers)
    }

    fn tiers(&self, tiers: &[FeeTier]) -> Result<(), PolicyError> {
        let Some(first) = tiers.first() else { return Ok(()) };
        let field = "late_fee.tiers.from_order_minor";
        let fix = "start the first tier at 0, so that every order has one";
        self.field(first.from_order_minor == 0, field, first.from_order_minor, fix)?;
        for pair in tiers.windows(2) {
            if let [low, high] = pair {
                let rising = low.from_order_minor < high.from_order_minor;
                self.field(
                    rising,
                    field,
                    high.from_order_minor,
                    "order the tiers from the lowest",
                )?;
            }
        }
        for tier in tiers {
            let cap = tier.order_cap_minor;
            self.between("late_fee.tiers.fee_minor", tier.fee_minor, 0, cap)?;
        }
        Ok(())
    }

    fn within(&self, policy: &PlanPolicy, ceiling: &Ceiling) -> Result<(), PolicyError> {
        let fix = format!("the ceilings of {} are in {}", policy.market, ceiling.currency);
        self.field(policy.currency == ceiling.currency, "currency", policy.currency, &fix)?;
        let most = |field, got: i64, max: Option<i64>| match max {
            Some(max) if got > max => Err(PolicyError::Ceiling {
                file: self.file.to_owned(),
                field,
                got,
                max,
                market: policy.market.clone(),
                source_text: ceiling.source.clone(),
            }),
            _ => Ok(()),
        };
        if let Some(rule) = &policy.late_fee {
            let name = if rule.tiers.is_empty() {
                "late_fee.fees_minor"
            } else {
                "late_fee.tiers.fee_minor"
            };
            most(name, rule.largest_fee(), ceiling.late_fee_minor_max)?;
            let fees = i64::try_from(rule.fees_minor.len()).unwrap_or(i64::MAX);
            let fees_max = ceiling.fees_per_missed_payment_max.map(i64::from);
            most("late_fee.fees_minor (how many)", fees, fees_max)?;
            let noticed = rule.notice_required || !ceiling.notice_required;
            let field = "late_fee.notice_required";
            self.field(noticed, field, false, &format!("write true: {}", ceiling.source))?;
            let capped = policy.consumer_caps.is_some() || !ceiling.consumer_caps_required;
            let fix = format!("add [consumer_caps]: {}", ceiling.source);
            self.field(capped, "consumer_caps", "absent", &fix)?;
        }
        let answer = i64::from(policy.hardship.answer_days_max);
        let answer_max = ceiling.hardship_answer_days_max.map(i64::from);
        most("hardship.answer_days_max", answer, answer_max)?;
        if let Some(rule) = &policy.financing {
            let apr_max = ceiling.apr_bps_max.map(i64::from);
            most("financing.apr_bps_max", i64::from(rule.apr_bps_max), apr_max)?;
        }
        Ok(())
    }
}
