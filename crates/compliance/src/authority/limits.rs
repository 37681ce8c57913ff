//! The amounts up to which each role may act: data, in minor units, per currency.

use std::collections::BTreeMap;

use kernel::{Currency, Money};
use serde::Deserialize;

use super::{Action, Role};

/// Why a table of limits is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    #[error("the limits are not valid TOML: {0}")]
    File(String),
    #[error(
        "{currency}: the limits must rise: 0 < ai_goodwill <= ai_refund < agent < supervisor < pair"
    )]
    Order { currency: Currency },
    #[error("{currency}: {field} must be above 0 and at most the supervisor's limit")]
    Auto { currency: Currency, field: &'static str },
}

/// The limits of one currency, in its minor units. An amount equal to a limit is within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrencyLimits {
    pub ai_goodwill: i64,
    pub ai_refund: i64,
    pub agent: i64,
    pub supervisor: i64,
    /// Two different people together.
    pub pair: i64,
    pub auto_goodwill: i64,
    pub auto_decision_for_consumer: i64,
    pub auto_decision_against_consumer: i64,
}

impl CurrencyLimits {
    fn check(&self, currency: Currency) -> Result<(), LimitsError> {
        let rising = 0 < self.ai_goodwill
            && self.ai_goodwill <= self.ai_refund
            && self.ai_refund < self.agent
            && self.agent < self.supervisor
            && self.supervisor < self.pair;
        if !rising {
            return Err(LimitsError::Order { currency });
        }
        for (field, limit) in [
            ("auto_goodwill", self.auto_goodwill),
            ("auto_decision_for_consumer", self.auto_decision_for_consumer),
            ("auto_decision_against_consumer", self.auto_decision_against_consumer),
        ] {
            if limit <= 0 || limit > self.supervisor {
                return Err(LimitsError::Auto { currency, field });
            }
        }
        Ok(())
    }

    /// What a role may do alone, or `None` where it may do nothing with money.
    pub fn alone(&self, role: Role, action: Action, adverse: bool) -> Option<i64> {
        match (role, action) {
            (Role::Agent, _) => Some(self.agent),
            (Role::Supervisor | Role::ComplianceOfficer, _) => Some(self.supervisor),
            (Role::Ai, Action::GoodwillGrant | Action::FeeWaive) => Some(self.ai_goodwill),
            (Role::Ai, Action::RefundExecute) => Some(self.ai_refund),
            (Role::System, Action::GoodwillGrant) => Some(self.auto_goodwill),
            (Role::System, Action::DecisionMake) if adverse => {
                Some(self.auto_decision_against_consumer)
            }
            (Role::System, Action::DecisionMake | Action::RefundExecute | Action::FeeWaive) => {
                Some(self.auto_decision_for_consumer)
            }
            _ => None,
        }
    }
}

/// The limits of every currency.
#[derive(Debug, Clone)]
pub struct Limits(BTreeMap<Currency, CurrencyLimits>);

impl Limits {
    /// # Errors
    /// [`LimitsError`], with the currency and the field.
    pub fn from_toml(text: &str) -> Result<Self, LimitsError> {
        let limits: BTreeMap<Currency, CurrencyLimits> =
            toml::from_str(text).map_err(|error| LimitsError::File(error.to_string()))?;
        limits.iter().try_for_each(|(currency, limits)| limits.check(*currency))?;
        Ok(Self(limits))
    }

    /// `None` for a currency nobody may move money in.
    pub fn of(&self, currency: Currency) -> Option<&CurrencyLimits> {
        self.0.get(&currency)
    }

    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.0.keys().copied()
    }

    /// Whether an amount is within what the role may do alone, and within what two people may do.
    /// A negative amount, or a currency without limits, is within neither.
    pub(super) fn bands(
        &self,
        role: Role,
        action: Action,
        adverse: bool,
        amount: Money,
    ) -> (bool, bool) {
        let Some(limits) = self.of(amount.currency).filter(|_| amount.minor >= 0) else {
            return (false, false);
        };
        let alone = limits.alone(role, action, adverse).is_some_and(|max| amount.minor <= max);
        (alone, role.is_person() && amount.minor <= limits.pair)
    }
}
