//! Amounts and dates as a language writes them (Unicode CLDR, by ICU4X).

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date as IcuDate;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::{Decimal, SignDisplay};
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use kernel::{Currency, Date, Money};

/// A language, with the region where it is known: `sv`, `en-GB`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(icu_locale_core::Locale);

/// English, day before month.
impl Default for Locale {
    fn default() -> Self {
        Self(icu_locale_core::locale!("en-GB"))
    }
}

impl Locale {
    /// `None` for what is no BCP 47 tag. An underscore is taken for the hyphen that it means.
    pub fn parse(tag: &str) -> Option<Self> {
        tag.replace('_', "-").parse().ok().map(Self)
    }

    /// A language as a country writes it, where the tag names no region of its own; English where the tag
    /// is none.
    pub fn of(tag: &str, country: &str) -> Self {
        let with_country = format!("{tag}-{}", country.to_ascii_uppercase());
        let known = match tag.contains(['-', '_']) {
            true => Self::parse(tag),
            false => Self::parse(&with_country).or_else(|| Self::parse(tag)),
        };
        known.unwrap_or_default()
    }

    /// The language alone: `sv` of `sv-FI`.
    pub fn language(&self) -> &str {
        self.0.id.language.as_str()
    }

    /// An amount by the standard pattern of the language, with the sign of the currency where the language
    /// has one that is plain there, else with its code: `1 234,50 kr`, `US$5.00`, `SEK 10.00`.
    pub fn money(&self, money: Money) -> String {
        let exponent = i16::try_from(money.currency.exponent()).unwrap_or_default();
        let mut amount = Decimal::from(money.minor);
        amount.multiply_pow10(-exponent);
        amount.pad_end(-exponent);
        let whole = self.number(&amount.clone().with_sign_display(SignDisplay::Never));
        match self.with_currency(&amount, money.currency) {
            // CLDR rounds some currencies to what is paid in cash; what is owed is told to the last digit.
            Some(written) if written.contains(&whole) => written,
            _ => format!("{}\u{a0}{}", self.number(&amount), money.currency.code()),
        }
    }

    fn number(&self, number: &Decimal) -> String {
        match DecimalFormatter::try_new(self.0.clone().into(), Default::default()) {
            Ok(formatter) => formatter.format(number).to_string(),
            Err(_) => number.to_string(),
        }
    }

    fn with_currency(&self, amount: &Decimal, currency: Currency) -> Option<String> {
        let (prefs, currency) =
            ((&self.0).into(), CurrencyType::try_from_str(currency.code()).ok()?);
        let formatter = CurrencyFormatter::try_new_symbol(prefs, currency, Default::default());
        Some(formatter.ok()?.format_fixed_decimal(amount).to_string())
    }

    /// Day, month in words and year: `1 december 2026`.
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let formatter = DateTimeFormatter::try_new(self.0.clone().into(), YMD::long());
        let parts = (u8::try_from(month), u8::try_from(day));
        let (Ok(formatter), (Ok(month), Ok(day))) = (formatter, parts) else {
            return date.to_string();
        };
        match IcuDate::try_new_iso(year.into(), month, day) {
            Ok(date) => formatter.format(&date).to_string(),
            Err(_) => date.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_language_does() {
        let cases = [
            ("en", 123_450, "EUR", "€1,234.50"),
            ("en-GB", 5, "GBP", "£0.05"),
            ("en-GB", 1_000, "SEK", "SEK\u{a0}10.00"),
            ("en-GB", -500, "USD", "-US$5.00"),
            ("en-US", 5, "USD", "$0.05"),
            ("en", 1_500, "JPY", "¥1,500"),
            ("sv", 123_450, "SEK", "1\u{a0}234,50\u{a0}kr"),
            ("sv-SE", 123_450, "EUR", "1\u{a0}234,50\u{a0}€"),
            ("sv", -500, "SEK", "\u{2212}5,00\u{a0}kr"),
            ("sv-GB", 12_000, "GBP", "120,00\u{a0}£"),
            ("de-DE", 123_450, "EUR", "1.234,50\u{a0}€"),
            ("de", 1_000, "SEK", "10,00\u{a0}SEK"),
            ("es", 1_234_500, "EUR", "12.345,00\u{a0}€"),
            ("es", 123_450, "EUR", "1234,50\u{a0}€"),
            ("es-ES", 12_000, "GBP", "120,00\u{a0}£"),
            // Of three decimals, and of two that CLDR rounds away.
            ("en", 1_234, "KWD", "KWD\u{a0}1.234"),
            ("en", 1_234, "LBP", "12.34\u{a0}LBP"),
        ];
        for (tag, minor, currency, written) in cases {
            let money = Money::new(minor, Currency::new(currency).unwrap());
            assert_eq!(Locale::parse(tag).unwrap().money(money), written, "{tag}");
        }
    }

    #[test]
    fn a_language_is_written_as_its_country_does() {
        for (tag, country, expected) in [
            ("en", "gb", "en-GB"),
            ("sv-FI", "se", "sv-FI"),
            ("sv_FI", "se", "sv-FI"),
            ("not a tag", "se", "en-GB"),
            ("de", "", "de"),
        ] {
            assert_eq!(Locale::of(tag, country), Locale::parse(expected).unwrap(), "{tag}");
        }
    }

    #[test]
    fn dates_are_written_as_the_language_does() {
        let date = "2026-12-01".parse().unwrap();
        let cases = [
            ("en-GB", "1 December 2026"),
            ("en", "December 1, 2026"),
            ("sv", "1 december 2026"),
            ("de", "1. Dezember 2026"),
            ("es", "1 de diciembre de 2026"),
        ];
        for (tag, written) in cases {
            assert_eq!(Locale::parse(tag).unwrap().date(date), written, "{tag}");
        }
    }

    #[test]
    fn a_tag_is_checked() {
        assert_eq!(Locale::parse("sv_SE").unwrap().language(), "sv");
        assert!(Locale::parse("not a language").is_none());
    }
}
