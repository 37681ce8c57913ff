//! What tokens cost, exactly.
//!
//! Providers price a million tokens; one call costs a fraction of a cent. So cost is counted in
//! millionths of the currency's minor unit: `tokens × minor units a million tokens`, with no rounding.

use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};

/// Millionths in one minor unit.
const MICROS_PER_MINOR: u64 = 1_000_000;

/// The price list of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub currency: Currency,
    /// Minor units for a million tokens that go in: 2.50 USD is 250.
    pub million_in_minor: u32,
    /// Minor units for a million tokens that come out.
    pub million_out_minor: u32,
}

/// What calls cost: millionths of a minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub currency: Currency,
    pub micros: u64,
}

impl Price {
    /// A model that costs nothing by the token, such as one on the operator's own machines.
    pub const fn free(currency: Currency) -> Self {
        Self { currency, million_in_minor: 0, million_out_minor: 0 }
    }

    /// The exact cost of so many tokens.
    pub const fn of(&self, tokens_in: u64, tokens_out: u64) -> Cost {
        let input = tokens_in.saturating_mul(self.million_in_minor as u64);
        let output = tokens_out.saturating_mul(self.million_out_minor as u64);
        Cost { currency: self.currency, micros: input.saturating_add(output) }
    }
}

impl Cost {
    /// As money, rounded up to the minor unit: a cost is never told too low. Round sums, not parts.
    pub fn rounded_up(&self) -> Money {
        let minor = self.micros.div_ceil(MICROS_PER_MINOR);
        Money::new(i64::try_from(minor).unwrap_or(i64::MAX), self.currency)
    }
}

/// Millionths in an amount; a negative one counts as nothing.
pub(crate) fn micros(amount: Money) -> u64 {
    u64::try_from(amount.minor).unwrap_or(0).saturating_mul(MICROS_PER_MINOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cost_is_exact_and_rounds_up_once() {
        let price =
            Price { currency: Currency::USD, million_in_minor: 250, million_out_minor: 1_000 };
        // 1,000 in at 2.50 USD and 200 out at 10 USD a million: 0.45 cents.
        let cost = price.of(1_000, 200);
        assert_eq!((cost.micros, cost.rounded_up().minor), (450_000, 1));
        assert_eq!(price.of(1_000_000, 1_000_000).rounded_up().minor, 1_250);
        assert_eq!(Price::free(Currency::EUR).of(u64::MAX, 9).rounded_up().minor, 0);
        assert_eq!(price.of(u64::MAX, u64::MAX).micros, u64::MAX);
        assert_eq!(micros(Money::new(-5, Currency::EUR)), 0);
    }
}
