//! The policy pack: clocks, fees, caps and bands as data, checked when it is loaded.

use std::collections::BTreeMap;

use commerce::{DisputeTerms, FeeTerms, TrackingState};
use kernel::canonical::{Sha256Hex, hash_of};
use kernel::{Currency, Deadline, Jurisdiction, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::{AmountBand, ExceptionGround, Framework, Reason};

/// Why a pack was refused: the place, what is wrong, and the fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    #[error("the policy pack cannot be read: {0}")]
    Toml(String),
    #[error("the policy pack's field {field} is not valid: {problem}")]
    Invalid { field: String, problem: String },
}

/// A policy pack, as written in `policy/packs/*.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    pub version: String,
    /// From the capture.
    pub opening_window: Deadline,
    pub late_grounds: Vec<ExceptionGround>,
    pub right_of_reply: Deadline,
    pub proposal: Deadline,
    pub human_review: Deadline,
    pub review_window: Deadline,
    #[serde(rename = "framework")]
    pub frameworks: Vec<FrameworkRules>,
    pub fees: MarketFees,
    pub goodwill: GoodwillRules,
    pub amount_bands: BTreeMap<Currency, Bands>,
    pub provisional_credit: Vec<ProvisionalCredit>,
    pub reinstatement: Reinstatement,
}

/// The clocks of one framework.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkRules {
    pub id: Framework,
    /// Disputes opened from this instant …
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// … and before this one fall under it, unless the merchant's contract says otherwise.
    #[serde(default)]
    pub until: Option<Timestamp>,
    #[serde(default)]
    pub dialogue: Option<Deadline>,
    #[serde(default)]
    pub no_dialogue: Vec<Reason>,
    pub evidence: Deadline,
    #[serde(default)]
    pub evidence_by_reason: BTreeMap<Reason, Deadline>,
    pub review: Deadline,
    /// No appeal when absent.
    #[serde(default)]
    pub appeal: Option<Deadline>,
    #[serde(default)]
    pub final_review: Option<Deadline>,
    pub fee_due: FeeDue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeDue {
    OnOpen,
    /// When the merchant is asked for evidence after a failed dialogue.
    OnEvidence,
}

/// Fees where the contract says nothing, by currency.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MarketFees {
    pub policy: FeePolicy,
    #[serde(flatten)]
    pub by_currency: BTreeMap<Currency, FeeAmounts>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeAmounts {
    pub fee: i64,
    pub appeal: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeePolicy {
    None,
    ReverseOnWin,
    NonRefundable,
}

/// The fee that applies to one merchant and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    pub policy: FeePolicy,
    pub fee_minor: i64,
    pub appeal_fee_minor: i64,
}

/// Who gets what without a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodwillRules {
    pub reasons: Vec<Reason>,
    pub tracking: Vec<TrackingState>,
    pub tenure_days_min: i64,
    pub window_days: i64,
    pub count_max: i64,
    pub single_max: BTreeMap<Currency, i64>,
    pub total_max: BTreeMap<Currency, i64>,
}

/// Upper ends of the amount bands, inclusive, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    pub micro: i64,
    pub low: i64,
    pub medium: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionalCredit {
    pub jurisdictions: Vec<Jurisdiction>,
    pub reasons: Vec<Reason>,
    pub deadline: Deadline,
    pub ahead_hours: i64,
    pub citation: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reinstatement {
    pub days_min: u32,
}

impl Pack {
    /// The pack that ships with Ombud.
    ///
    /// # Errors
    /// When the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, PackError> {
        Self::from_toml(include_str!("../../../policy/packs/bnpl.2026.toml"))
    }

    /// # Errors
    /// [`PackError`] with the field and the fix.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let pack: Self =
            toml::from_str(text).map_err(|error| PackError::Toml(error.to_string()))?;
        pack.check()?;
        Ok(pack)
    }

    pub fn hash(&self) -> Sha256Hex {
        // A pack came from text, so it can be written as text.
        hash_of(self).unwrap_or_else(|_| Sha256Hex::of(self.version.as_bytes()))
    }

    /// The framework of a dispute opened at `at` with a merchant of these terms.
    pub fn framework_at(&self, at: Timestamp, terms: &DisputeTerms) -> Option<&FrameworkRules> {
        if let Some(name) = terms.framework {
            return self.framework(name.into());
        }
        self.frameworks.iter().find(|rules| {
            rules.from.is_none_or(|from| from <= at) && rules.until.is_none_or(|until| at < until)
        })
    }

    pub fn framework(&self, id: Framework) -> Option<&FrameworkRules> {
        self.frameworks.iter().find(|rules| rules.id == id)
    }

    pub fn fee(&self, terms: &DisputeTerms, currency: Currency) -> Fee {
        let fee = |policy, fee_minor, appeal_fee_minor| Fee { policy, fee_minor, appeal_fee_minor };
        match terms.fee {
            FeeTerms::None => fee(FeePolicy::None, 0, 0),
            FeeTerms::ReverseOnWin { fee_minor, appeal_fee_minor } => {
                fee(FeePolicy::ReverseOnWin, fee_minor, appeal_fee_minor)
            }
            FeeTerms::NonRefundable { fee_minor, appeal_fee_minor } => {
                fee(FeePolicy::NonRefundable, fee_minor, appeal_fee_minor)
            }
            FeeTerms::Market => match self.fees.by_currency.get(&currency) {
                Some(amounts) => fee(self.fees.policy, amounts.fee, amounts.appeal),
                None => fee(FeePolicy::None, 0, 0),
            },
        }
    }

    /// The band of an amount; `High` for a currency without bands, so that a person decides.
    pub fn band(&self, amount_minor: i64, currency: Currency) -> AmountBand {
        match self.amount_bands.get(&currency) {
            Some(bands) if amount_minor <= bands.micro => AmountBand::Micro,
            Some(bands) if amount_minor <= bands.low => AmountBand::Low,
            Some(bands) if amount_minor <= bands.medium => AmountBand::Medium,
            _ => AmountBand::High,
        }
    }

    /// The rule that demands provisional credit, if one does.
    pub fn provisional_credit(
        &self,
        jurisdiction: &Jurisdiction,
        reason: Reason,
    ) -> Option<&ProvisionalCredit> {
        self.provisional_credit.iter().find(|rule| {
            rule.reasons.contains(&reason)
                && rule.jurisdictions.iter().any(|j| j.as_str() == jurisdiction.country())
        })
    }

    fn check(&self) -> Result<(), PackError> {
        let invalid = |field: &str, problem: &str| {
            Err(PackError::Invalid { field: field.to_owned(), problem: problem.to_owned() })
        };
        for id in [Framework::Framework2020, Framework::Framework2026] {
            if self.frameworks.iter().filter(|rules| rules.id == id).count() != 1 {
                return invalid("framework", "each framework must be there exactly once");
            }
        }
        for rules in &self.frameworks {
            if rules.appeal.is_some() != rules.final_review.is_some() {
                return invalid("framework.appeal", "appeal and final_review come together");
            }
        }
        for (currency, bands) in &self.amount_bands {
            if !(0 < bands.micro && bands.micro <= bands.low && bands.low <= bands.medium) {
                let field = format!("amount_bands.{currency}");
                return invalid(&field, "write 0 < micro <= low <= medium");
            }
        }
        for (currency, single) in &self.goodwill.single_max {
            let total = self.goodwill.total_max.get(currency).copied().unwrap_or(0);
            if *single <= 0 || total < *single {
                let field = format!("goodwill.total_max.{currency}");
                return invalid(&field, "the total must be at least the single maximum, above 0");
            }
        }
        for (currency, amounts) in &self.fees.by_currency {
            if amounts.fee < 0 || amounts.appeal < 0 {
                return invalid(&format!("fees.{currency}"), "a fee is 0 or more");
            }
        }
        Ok(())
    }
}

impl FrameworkRules {
    /// The merchant's time to answer.
    pub fn evidence_deadline(&self, reason: Reason) -> Deadline {
        self.evidence_by_reason.get(&reason).copied().unwrap_or(self.evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_framework_follows_the_opening_date() {
        let pack = Pack::shipped().unwrap();
        let terms = DisputeTerms::default();
        let at = |text: &str| pack.framework_at(text.parse().unwrap(), &terms).unwrap().id;
        assert_eq!(at("2026-10-31T23:59:59.999Z"), Framework::Framework2020);
        assert_eq!(at("2026-11-01T00:00:00Z"), Framework::Framework2026);
    }

    #[test]
    fn a_pack_that_contradicts_itself_is_refused_by_field() {
        let text = include_str!("../../../policy/packs/bnpl.2026.toml");
        let broken = text.replace("GBP = { micro = 1500,", "GBP = { micro = 15000000,");
        let error = Pack::from_toml(&broken).unwrap_err();
        assert!(error.to_string().contains("amount_bands.GBP"), "{error}");
    }
}
