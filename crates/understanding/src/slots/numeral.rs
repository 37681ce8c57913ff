//! Every number of a text, whatever it counts: for holding two texts against each other.

use serde::{Deserialize, Serialize};

use super::read::{Kind, tokens};
use super::{Locale, Slot, lexicon, number};
use crate::language::Language;

/// Languages whose words for numbers, months and units are known.
const KNOWN: [&str; 4] = ["en", "sv", "de", "es"];

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numeral {
    /// In digits: without signs between groups, with a point before decimals, if they are not zero.
    /// What is no one number (`15.10.2026`) stands as it was written.
    Digits(String),
    /// In words, from 2: `one` is an article in most languages.
    Words(u64),
}

/// Whether numbers, dates and lengths of time in words are understood in a language.
pub fn is_known(language: Language) -> bool {
    KNOWN.contains(&language.code())
}

/// The numbers of a text, in order.
pub fn numerals(text: &str, locale: &Locale) -> Vec<Slot<Numeral>> {
    let tokens = tokens(text);
    let lexicons = lexicon::of(locale.language);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let read = match token.kind {
            Kind::Number => Some((Numeral::Digits(plain(token.raw)), at + 1)),
            Kind::Word => number::whole(&lexicons, &tokens, at)
                .filter(|(number, _)| *number > 1)
                .map(|(number, after)| (Numeral::Words(number), after)),
            Kind::Sign => None,
        };
        let Some((numeral, after)) = read else {
            at += 1;
            continue;
        };
        found.extend(Slot::of(text, &tokens, at..after, vec![numeral]));
        at = after.max(at + 1);
    }
    found
}

fn plain(raw: &str) -> String {
    let Some(decimal) = number::decimal(raw) else { return raw.to_owned() };
    match decimal.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{}", fraction.trim_end_matches('0')),
        None => decimal,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Date};

    use super::*;
    use crate::slots::DayOrder;

    #[test]
    fn every_number_is_found_in_digits_and_in_words() {
        let digits = |text: &str| Numeral::Digits(text.to_owned());
        let table = [
            ("en", "order 4471, 1,234.50 and one more", vec![digits("4471"), digits("1234.5")]),
            ("de", "1.234,00 EUR in zwei Wochen", vec![digits("1234"), Numeral::Words(2)]),
            (
                "sv",
                "tjugofem kronor den 15.10.2026",
                vec![Numeral::Words(25), digits("15.10.2026")],
            ),
            ("es", "nada que contar", vec![]),
        ];
        for (language, text, expected) in table {
            let locale = Locale {
                language: Language::parse(language).unwrap(),
                currency: Currency::EUR,
                day_order: DayOrder::DayFirst,
                payday: None,
                today: Date::constant(2026, 11, 1),
            };
            let found: Vec<Numeral> =
                numerals(text, &locale).into_iter().map(|slot| slot.value).collect();
            assert_eq!(found, expected, "{text}");
            assert!(is_known(locale.language));
        }
        assert!(!is_known(Language::parse("fi").unwrap()));
    }
}
