//! What passes, what is found, and how often what people translated raises an alarm.

use kernel::{Currency, Date};
use proptest::prelude::*;
use understanding::language::Language;
use understanding::slots::DayOrder;

use super::*;
use crate::book::Book;
use crate::text::Template;

fn locale(code: &str) -> Locale {
    Locale {
        language: Language::parse(code).unwrap(),
        currency: Currency::new("SEK").unwrap(),
        day_order: DayOrder::DayFirst,
        payday: None,
        today: Date::constant(2026, 11, 23),
    }
}

fn found(from: (&str, &str), to: (&str, &str)) -> BTreeSet<Found> {
    let locales = [locale(from.0), locale(to.0)];
    let source = Side { text: from.1, locale: &locales[0] };
    differences(&source, &Side { text: to.1, locale: &locales[1] })
}

/// Language and text of a source and of a translation.
type Row = (&'static str, &'static str, &'static str, &'static str);

const FAITHFUL: [Row; 17] = [
    ("sv", "Hej, jag vill inte betala", "en", "Hello, I do not want to pay"),
    ("sv", "Jag betalade 1 234,50 kr i går", "en", "I paid SEK 1,234.50 yesterday"),
    ("de", "Ich zahle am 3. März", "sv", "Jag betalar den 3 mars"),
    ("en", "Pay by 3/4 at the latest", "es", "Pague a más tardar el 3 de abril"),
    ("en", "in two weeks, order o1", "de", "in 2 Wochen, Bestellung o1"),
    ("es", "Espero desde hace dos semanas", "en", "I have waited for two weeks"),
    ("en", "14 days", "sv", "två veckor"),
    ("de", "Es ist 10:30 Uhr", "sv", "Klockan är 10.30"),
    ("en", "My order ORD-243 of 40 EUR", "sv", "Min order ORD-243 på 40,00 euro"),
    (
        "en",
        "See https://a.example/x or ask a@b.example.",
        "de",
        "Siehe https://a.example/x oder frage a@b.example!",
    ),
    ("sv", "Ordernummer 1234567", "de", "Bestellnummer 1234567"),
    ("en", "25 % less", "de", "25 % weniger"),
    ("de", "fünfundzwanzig Pakete", "en", "25 parcels"),
    ("en", "1,234 things", "de", "1.234 Dinge"),
    ("fi", "Maksoin 40 euroa 3.4.", "en", "I paid 40 euros on 3.4."),
    ("ar", "دفعت ٤٠ يورو", "en", "I paid 40 euro"),
    ("en", "I paid.Thanks", "de", "Ich habe gezahlt. Danke"),
];

const PLANTED: [(Row, Found); 18] = [
    (("sv", "Jag betalade 120 kr", "en", "I paid SEK 1,200"), Found::Number),
    (("sv", "Jag betalade 120 kr", "en", "I paid 120 EUR"), Found::Number),
    (("sv", "Jag har betalat", "en", "I paid SEK 120"), Found::Number),
    (("de", "Ich zahle am 3. März", "en", "I pay on 3 April"), Found::Date),
    (("de", "Ich zahle am Freitag", "en", "I pay on Monday"), Found::Date),
    (("de", "Ich zahle", "en", "I pay tomorrow"), Found::Date),
    (("en", "in two weeks", "de", "in drei Wochen"), Found::Number),
    (("en", "two parcels", "de", "drei Pakete"), Found::Number),
    (("en", "2 weeks", "sv", "2 dagar"), Found::Number),
    (("en", "order o1", "de", "Bestellung o2"), Found::Link),
    (("en", "order 4711", "de", "Bestellung 4712"), Found::Number),
    (("en", "Look here", "de", "Siehe evil.example/pay"), Found::Link),
    (("en", "Ask a@b.example", "de", "Fragen Sie a@c.example"), Found::Link),
    (("fi", "Maksoin 40 euroa", "en", "I paid 400 euros"), Found::Number),
    (("ar", "دفعت ٤٠ يورو", "en", "I paid 41 euro"), Found::Number),
    (("en", "Hello", "de", ""), Found::Length),
    (("en", "Hello", "de", "Hal\u{200B}lo"), Found::Hidden),
    (("en", "My number is 070 123 45 67", "de", "Meine Nummer ist [PHONE_1]"), Found::Number),
];

#[test]
fn what_says_the_same_in_other_signs_passes() {
    for (from, source, to, translation) in FAITHFUL {
        let found = found((from, source), (to, translation));
        assert_eq!(found, BTreeSet::new(), "{source:?} -> {translation:?}");
    }
}

#[test]
fn what_says_something_else_is_found() {
    for ((from, source, to, translation), expected) in PLANTED {
        let found = found((from, source), (to, translation));
        assert!(found.contains(&expected), "{source:?} -> {translation:?}: {found:?}");
    }
    let long = "word ".repeat(200);
    assert_eq!(found(("en", "Hi"), ("de", &long)), [Found::Length].into());
}

/// The shipped texts of procedures, which people translated, as translations of each other.
#[test]
fn texts_that_people_translated_seldom_raise_an_alarm() {
    let files = crate::shipped::files();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let book = Book::parse(&files).unwrap();
    let joined = |text: &Template| text.plain().collect::<Vec<_>>().join(" [X] ");
    let (mut pairs, mut alarms) = (0, Vec::new());
    for (from, to) in [("en", "sv"), ("en", "de"), ("en", "es"), ("de", "en")] {
        for procedure in book.procedures.values() {
            let texts = |language: &str| procedure.texts.get(language).into_iter().flatten();
            for (name, text) in texts(from) {
                let Some((_, other)) = texts(to).find(|(other, _)| *other == name) else {
                    continue;
                };
                let (source, translation) = (joined(text), joined(other));
                pairs += 1;
                let found = found((from, &source), (to, &translation));
                if !found.is_empty() {
                    alarms.push(format!("{from} {to} {found:?}\n  {source}\n  {translation}"));
                }
            }
        }
    }
    println!("{} alarms of {pairs} pairs\n{}", alarms.len(), alarms.join("\n"));
    assert!(pairs > 1_000, "{pairs}");
    assert!(alarms.len() * 100 <= pairs * 3, "{} of {pairs}", alarms.len());
}

proptest! {
    /// A number of which a digit is changed is found, whatever its form.
    #[test]
    fn another_number_is_found(number in 2_u32..10_000_000, other in 2_u32..10_000_000, form in 0..4_usize) {
        prop_assume!(number != other);
        let text = |number: u32| match form {
            0 => format!("SEK {number} please"),
            1 => format!("order {number} please"),
            2 => format!("{number} kr, please"),
            _ => format!("it is {number} of them"),
        };
        let (source, translation) = (text(number), text(other));
        prop_assert!(found(("en", &source), ("en", &source)).is_empty());
        prop_assert!(!found(("en", &source), ("sv", &translation)).is_empty(), "{} {}", source, translation);
    }
}
