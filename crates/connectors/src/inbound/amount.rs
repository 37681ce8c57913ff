//! Other systems' notations of money, made ours exactly or not at all.

use kernel::{Currency, Money};

use super::ConnectorError;
use crate::mapping::{Mappings, Source};

/// Minor units as the provider counts them. A few currencies have other decimals there than in
/// ISO 4217; the mapping file of the provider lists them.
pub(super) fn from_provider_minor(
    mappings: &Mappings,
    source: Source,
    minor: i64,
    code: &str,
    field: &'static str,
) -> Result<Money, ConnectorError> {
    let wrong = || ConnectorError::Amount {
        field,
        text: minor.to_string(),
        currency: code.chars().take(8).collect(),
    };
    let currency = Currency::new(&code.to_ascii_uppercase()).map_err(|_| wrong())?;
    let ours = currency.exponent();
    let theirs = mappings
        .source(source)
        .and_then(|source| source.exponents.get(currency.code()).copied())
        .unwrap_or(ours);
    let factor = 10_i64.checked_pow(ours.abs_diff(theirs)).ok_or_else(wrong)?;
    let ours_minor = if ours >= theirs {
        minor.checked_mul(factor).ok_or_else(wrong)?
    } else if minor % factor == 0 {
        minor / factor
    } else {
        return Err(wrong());
    };
    Ok(Money::new(ours_minor, currency))
}

/// A decimal text such as `86.36`. Zeros past the currency's decimals (`100.00` JPY) are let through:
/// they are worth nothing.
pub(super) fn from_decimal(
    text: &str,
    code: &str,
    field: &'static str,
) -> Result<Money, ConnectorError> {
    let wrong = || ConnectorError::Amount {
        field,
        text: text.chars().take(32).collect(),
        currency: code.chars().take(8).collect(),
    };
    let currency = Currency::new(code).map_err(|_| wrong())?;
    let decimals = currency.exponent() as usize;
    let trimmed = match text.split_once('.') {
        Some((whole, fraction)) => {
            let keep = fraction.get(..decimals).unwrap_or(fraction);
            let rest = fraction.get(decimals..).unwrap_or_default();
            if rest.bytes().any(|byte| byte != b'0') {
                return Err(wrong());
            }
            if keep.is_empty() { whole.to_owned() } else { format!("{whole}.{keep}") }
        }
        None => text.to_owned(),
    };
    Money::parse_decimal(&trimmed, currency).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_are_the_providers_own() {
        let mappings = Mappings::shipped().unwrap();
        for (source, minor, code, expected) in [
            (Source::Stripe, 1_234, "eur", Some("EUR 12.34")),
            (Source::Stripe, 500, "jpy", Some("JPY 500")),
            (Source::Stripe, 500, "isk", Some("ISK 5")),
            (Source::Stripe, 550, "isk", None),
            (Source::Stripe, 5, "mga", Some("MGA 5.00")),
            (Source::Stripe, 1_230, "kwd", Some("KWD 1.230")),
            (Source::Stripe, 1, "euro", None),
            (Source::Adyen, 1_200, "CLP", Some("CLP 12")),
            (Source::Adyen, 12, "IDR", Some("IDR 12.00")),
            (Source::Adyen, i64::MAX, "IDR", None),
        ] {
            let money = from_provider_minor(&mappings, source, minor, code, "amount").ok();
            let shown = money.map(|money| money.to_string());
            assert_eq!(shown.as_deref(), expected, "{source:?} {minor} {code}");
        }
    }

    #[test]
    fn decimals_are_exact() {
        for (text, code, expected) in [
            ("86.36", "USD", Some(8_636)),
            ("100", "JPY", Some(100)),
            ("100.00", "JPY", Some(100)),
            ("100.50", "JPY", None),
            ("1.500", "EUR", Some(150)),
            ("1.505", "EUR", None),
            ("1,50", "EUR", None),
            ("", "EUR", None),
            ("1.é", "EUR", None),
            ("1", "€", None),
        ] {
            let minor = from_decimal(text, code, "amount").ok().map(|money| money.minor);
            assert_eq!(minor, expected, "{text:?} {code}");
        }
    }
}
