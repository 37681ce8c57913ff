//! Money: whole minor units of one currency. No floating point, no implicit conversion.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Of a text that is no currency, as much as an error repeats.
const CODE_CHARS_SHOWN_MAX: usize = 16;

/// A currency of ISO 4217 in which amounts are counted. Among them are those that gave way to another
/// lately: their orders are disputed for a while after. Precious metals, units of account and the codes
/// for tests have no minor units, and no order is in them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why money cannot be made or combined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error(
        "{0:?} is not a currency of ISO 4217 with minor units: give the three capital letters of one, \
         such as EUR"
    )]
    NotACurrency(String),
    #[error("{0} and {1} cannot be combined: there is no conversion")]
    CurrencyMismatch(Currency, Currency),
    #[error("the amount leaves the range of 64-bit minor units")]
    Overflow,
    #[error(
        "{text:?} is not an amount of {currency}: write up to {decimals} decimals, such as {example}"
    )]
    NotAnAmount { text: String, currency: Currency, decimals: u32, example: String },
}

impl Currency {
    pub const EUR: Self = Self(*b"EUR");
    pub const GBP: Self = Self(*b"GBP");
    pub const SEK: Self = Self(*b"SEK");
    pub const USD: Self = Self(*b"USD");
    pub const AUD: Self = Self(*b"AUD");
    pub const BRL: Self = Self(*b"BRL");
    pub const JPY: Self = Self(*b"JPY");
    pub const KWD: Self = Self(*b"KWD");

    /// Parses three capital letters that ISO 4217 lists.
    ///
    /// # Errors
    /// [`MoneyError::NotACurrency`] for anything else.
    pub fn new(code: &str) -> Result<Self, MoneyError> {
        match (code.as_bytes(), listed_exponent(code)) {
            ([a, b, c], Some(_)) => Ok(Self([*a, *b, *c])),
            _ => Err(MoneyError::NotACurrency(code.chars().take(CODE_CHARS_SHOWN_MAX).collect())),
        }
    }

    pub fn code(&self) -> &str {
        // Only ASCII capitals are ever stored.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Digits after the decimal sign (ISO 4217 exponent).
    pub fn exponent(&self) -> u32 {
        // Only listed codes are ever stored.
        listed_exponent(self.code()).unwrap_or(2)
    }
}

/// The exponent of a code that ISO 4217 lists with minor units.
fn listed_exponent(code: &str) -> Option<u32> {
    iso_currency::Currency::from_code(code)?.exponent().map(u32::from)
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, MoneyError> {
        Self::new(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units (cents, öre, fils) of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: 12.34 EUR is 1234; 12 JPY is 12.
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Parses a decimal amount such as `129.90` in a currency, exactly.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`] when it has more decimals than the currency, or is not a number.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let decimals = currency.exponent();
        let wrong = || MoneyError::NotAnAmount {
            text: text.to_owned(),
            currency,
            decimals,
            example: Self::new(12_345, currency).decimal(),
        };
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(wrong());
        }
        let padding = (decimals as usize).checked_sub(fraction.len()).ok_or_else(wrong)?;
        let minor: i64 = format!("{whole}{fraction}{}", "0".repeat(padding))
            .parse()
            .map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(sign * minor, currency))
    }

    /// The amount with the currency's decimals and a point: `129.90`.
    pub fn decimal(&self) -> String {
        let scale = 10u64.pow(self.currency.exponent());
        let absolute = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, fraction) = (absolute / scale, absolute % scale);
        match self.currency.exponent() {
            0 => format!("{sign}{whole}"),
            digits => format!("{sign}{whole}.{fraction:0width$}", width = digits as usize),
        }
    }

    /// # Errors
    /// On different currencies or overflow.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// # Errors
    /// On different currencies or overflow.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.currency, other.currency))
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The largest whole share of `total` that `percent` allows, rounded down; never overflows.
pub fn percent_of(total: i64, percent: u32) -> i64 {
    basis_points_of(total, percent.saturating_mul(100))
}

/// `total · basis_points / 10,000`, rounded down (towards zero); never overflows.
pub fn basis_points_of(total: i64, basis_points: u32) -> i64 {
    let share = i128::from(total) * i128::from(basis_points) / 10_000;
    i64::try_from(share).unwrap_or(if total < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_currency() {
        assert_eq!(Money::parse_decimal("129.9", Currency::EUR).unwrap().minor, 12_990);
        assert_eq!(Money::parse_decimal("129", Currency::JPY).unwrap().minor, 129);
        assert_eq!(Money::parse_decimal("1.234", Currency::KWD).unwrap().decimal(), "1.234");
        assert_eq!(Money::new(-5, Currency::EUR).to_string(), "EUR -0.05");
        for bad in ["", "1.", "1.234", "1e3", "--1", ".5", "1,20"] {
            let parsed = Money::parse_decimal(bad, Currency::EUR);
            assert_eq!(parsed.is_err(), bad != "1.", "{bad}");
        }
    }

    #[test]
    fn only_currencies_with_minor_units_are_taken() {
        let table = [
            ("EUR", Some(2)),
            ("ISK", Some(0)),
            ("XOF", Some(0)),
            ("TND", Some(3)),
            ("CLF", Some(4)),
            ("XCG", Some(2)),
            // Orders of before a change of currency are disputed after it.
            ("BGN", Some(2)),
            ("ZZZ", None),
            ("EUX", None),
            ("XAU", None),
            ("XTS", None),
            ("XXX", None),
            ("eur", None),
            ("EU", None),
            ("EURO", None),
            ("€", None),
            ("", None),
        ];
        for (code, exponent) in table {
            let currency = Currency::new(code).ok();
            assert_eq!(currency.map(|currency| currency.exponent()), exponent, "{code}");
        }
        let error = Currency::new("ZZZ").unwrap_err().to_string();
        assert!(error.contains("\"ZZZ\"") && error.contains("such as EUR"), "{error}");
        for known in [
            Currency::EUR,
            Currency::GBP,
            Currency::SEK,
            Currency::USD,
            Currency::AUD,
            Currency::BRL,
            Currency::JPY,
            Currency::KWD,
        ] {
            assert_eq!(Currency::new(known.code()), Ok(known));
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let sum = Money::new(1, Currency::EUR).checked_add(Money::new(1, Currency::SEK));
        assert_eq!(sum, Err(MoneyError::CurrencyMismatch(Currency::EUR, Currency::SEK)));
    }
}
