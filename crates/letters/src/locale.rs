//! Amounts and dates as a language writes them (Unicode CLDR, by ICU4X).

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date as IcuDate;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use kernel::{Currency, Date};

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

    /// The language alone: `sv` of `sv-FI`.
    pub fn language(&self) -> &str {
        self.0.id.language.as_str()
    }

    /// The number as the language writes it, a space that does not break, and the currency's code,
    /// which says in every language which dollar is meant: `1 234,50 SEK`.
    pub(crate) fn money(&self, minor: i64, currency: Currency) -> String {
        let exponent = i16::try_from(currency.exponent()).unwrap_or_default();
        let mut number = Decimal::from(minor);
        number.multiply_pow10(-exponent);
        number.pad_end(-exponent);
        let written = match DecimalFormatter::try_new(self.0.clone().into(), Default::default()) {
            Ok(formatter) => formatter.format(&number).to_string(),
            Err(_) => number.to_string(),
        };
        format!("{written}\u{a0}{}", currency.code())
    }

    /// Day, month in words and year: `1 december 2026`.
    pub(crate) fn date(&self, date: Date) -> String {
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
            ("en", 123_450, "EUR", "1,234.50\u{a0}EUR"),
            ("sv", 123_450, "SEK", "1\u{a0}234,50\u{a0}SEK"),
            ("de-DE", 123_450, "EUR", "1.234,50\u{a0}EUR"),
            ("es", 1_234_500, "EUR", "12.345,00\u{a0}EUR"),
            ("en-US", 5, "USD", "0.05\u{a0}USD"),
            ("sv", -500, "SEK", "\u{2212}5,00\u{a0}SEK"),
            ("en", 1_500, "JPY", "1,500\u{a0}JPY"),
        ];
        for (tag, minor, currency, written) in cases {
            let currency = Currency::new(currency).unwrap();
            assert_eq!(Locale::parse(tag).unwrap().money(minor, currency), written, "{tag}");
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
