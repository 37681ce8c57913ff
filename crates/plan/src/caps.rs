//! What one consumer may be charged over all contracts with one provider.
//!
//! Source: Australia, low cost credit contracts, National Consumer Credit Protection Regulations as
//! amended by F2025L00303: per provider and twelve months, fees other than default fees at most
//! A$200 in the first year and A$125 in later ones, default fees at most A$120; a provider that
//! charges default fees only may charge A$320 and A$245.
//!
//! The caller brings the charges of *all* the consumer's contracts: a plan cannot know them.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::dates::add_months;

/// Most years that are looked back over.
const YEARS_MAX: u16 = 100;

/// The caps, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerCaps {
    /// Other fees in the twelve months from the first contract.
    pub other_first_year_minor: i64,
    /// Other fees in each later twelve months.
    pub other_later_year_minor: i64,
    /// Default (late) fees in any twelve months, where other fees are charged too.
    pub default_year_minor: i64,
    /// Default fees in the first twelve months, where there are no other fees.
    pub default_only_first_year_minor: i64,
    /// Default fees in each later twelve months, where there are no other fees.
    pub default_only_later_year_minor: i64,
    pub source: String,
}

/// One fee charged to the consumer under any contract. Reversed and waived fees do not belong here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerCharge {
    pub on: Date,
    pub minor: i64,
    /// A late fee; otherwise any other fee.
    pub is_default_fee: bool,
}

/// The consumer's contracts with this provider, as far as caps need them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerFacts {
    /// When the first contract began: years are counted from it.
    pub first_contract_on: Date,
    /// The provider's terms have other fees (such as account fees), charged yet or not.
    pub has_other_fees: bool,
    pub charges: Vec<ConsumerCharge>,
}

/// What may still be charged in the current year, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRoom {
    pub default_fee_minor: i64,
    pub other_fee_minor: i64,
}

impl ConsumerCaps {
    /// What may still be charged to the consumer on a date.
    pub fn room(&self, facts: &ConsumerFacts, as_of: Date) -> ConsumerRoom {
        let years = (1..=YEARS_MAX)
            .take_while(|year| add_months(facts.first_contract_on, year * 12) <= as_of)
            .count();
        let years = u16::try_from(years).unwrap_or(YEARS_MAX);
        let start = add_months(facts.first_contract_on, years * 12);
        let end = add_months(facts.first_contract_on, (years + 1) * 12);
        let charged = |is_default_fee: bool| -> i64 {
            let in_year = facts.charges.iter().filter(|charge| (start..end).contains(&charge.on));
            let of_kind = in_year.filter(|charge| charge.is_default_fee == is_default_fee);
            of_kind.fold(0, |sum: i64, charge| sum.saturating_add(charge.minor))
        };
        let first = years == 0;
        let with_others = facts.has_other_fees || charged(false) > 0;
        let default_cap = match (with_others, first) {
            (true, _) => self.default_year_minor,
            (false, true) => self.default_only_first_year_minor,
            (false, false) => self.default_only_later_year_minor,
        };
        let other_cap =
            if first { self.other_first_year_minor } else { self.other_later_year_minor };
        ConsumerRoom {
            default_fee_minor: (default_cap - charged(true)).max(0),
            other_fee_minor: (other_cap - charged(false)).max(0),
        }
    }
}
