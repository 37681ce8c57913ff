//! Values: the first that stands in some words.

use std::sync::LazyLock;

use kernel::Money;
use regex::Regex;
use understanding::slots::{Days, Locale, Slot, amounts, dates};

use super::When;

/// A date or an amount further behind its label belongs to something else, in characters.
const REACH_CHARS: usize = 60;
/// Longest name, in words and in characters.
const NAME_WORDS_MAX: usize = 5;
const NAME_CHARS_MAX: usize = 60;
/// A time further behind its date is of something else, in characters.
const TIME_REACH_CHARS: usize = 24;

static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])(?:[:.][0-5][0-9])?\s?(?P<half>[ap]\.?m\b)?").ok()
});
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\s:#.=–-]*(?P<id>[A-Za-z0-9][A-Za-z0-9_/-]{3,39})").ok());
/// Words that stand where a name could and are none.
static NO_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:the|your|our|an|at|on|is|was|were|customer|neighbou?r|door|mailbox|date|name|signature|required|yes|no|none|address|not|and|",
        r"din|er|den|det|en|kund(?:en)?|granne|d[oö]rr(?:en)?|namn|datum|adress|ja|nej|ingen|saknas|och|",
        r"der|die|das|ihr|ihre|kunde|nachbar|name|datum|anschrift|adresse|ja|nein|keine|und|am|um|",
        r"el|la|los|su|cliente|vecino|nombre|fecha|direcci[oó]n|s[ií]|ninguna|y)\b",
    ))
    .ok()
});

/// What reaches from a label.
fn near(words: &str) -> &str {
    let end = words.char_indices().nth(REACH_CHARS).map_or(words.len(), |(at, _)| at);
    words.get(..end).unwrap_or_default()
}

/// The first day with a number in it, and the time beside it.
pub(super) fn when(words: &str, locale: &Locale) -> Option<When> {
    let words = near(words);
    let slots = dates(words, locale);
    moment(words, slots.iter().find(|slot| is_day(slot))?)
}

/// The last day that stands before a label, and the time beside it.
pub(super) fn when_before(words: &str, locale: &Locale) -> Option<When> {
    let start = words.char_indices().rev().nth(REACH_CHARS).map_or(0, |(at, _)| at);
    let words = words.get(start..)?;
    let slots = dates(words, locale);
    moment(words, slots.iter().rfind(|slot| is_day(slot))?)
}

fn is_day(slot: &Slot<Days>) -> bool {
    let digits = slot.text.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && slot.value.day().is_some()
}

fn moment(words: &str, slot: &Slot<Days>) -> Option<When> {
    let day = slot.value.day()?;
    let after = words.get(slot.place.end..).unwrap_or_default();
    let end = after.char_indices().nth(TIME_REACH_CHARS).map_or(after.len(), |(at, _)| at);
    let minute = minute(after.get(..end).unwrap_or_default());
    Some(When { day, minute })
}

/// Minutes since midnight.
fn minute(words: &str) -> Option<u16> {
    let found = TIME.as_ref()?.captures(words)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<u16>().ok();
    let (hour, minute) = (number("hour")?, number("minute")?);
    let hour = match found.name("half").map(|half| half.as_str().to_lowercase()) {
        Some(half) if half.starts_with('p') => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    (hour < 24).then_some(hour * 60 + minute)
}

/// The first amount with a currency or two decimals.
pub(super) fn money(words: &str, locale: &Locale) -> Option<Money> {
    let slots = amounts(near(words), locale);
    let slot = slots.into_iter().find(|slot| {
        let bytes = slot.text.as_bytes();
        let decimals = bytes.windows(3).any(|window| {
            matches!(window, [b'.' | b',', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
        });
        slot.value.to.is_none() && (slot.value.currency_said || decimals)
    })?;
    Some(slot.value.from)
}

/// A number with at least one digit.
pub(super) fn number(words: &str) -> Option<String> {
    let id = NUMBER.as_ref()?.captures(words)?.name("id")?.as_str();
    id.bytes().any(|byte| byte.is_ascii_digit()).then(|| id.to_owned())
}

/// A name of a person or a company: words that begin with capitals, up to the next column or sign.
pub(super) fn name(words: &str) -> Option<String> {
    let start =
        words.trim_start_matches(|char: char| char.is_whitespace() || ":=–-.".contains(char));
    let cell = start.split("  ").next().unwrap_or_default();
    let cell = cell.split([',', ';', '(', '|', ':']).next().unwrap_or_default().trim();
    if NO_NAME.as_ref().is_some_and(|none| none.is_match(cell)) {
        return None;
    }
    let mut name: Vec<&str> = Vec::new();
    for word in cell.split_whitespace() {
        let bare = word.trim_end_matches('.');
        let is_letters =
            bare.chars().all(|char| char.is_alphabetic() || matches!(char, '-' | '\'' | '’' | '.'));
        let begins = bare.chars().next().is_some_and(char::is_uppercase);
        let joins = matches!(bare, "de" | "del" | "la" | "von" | "van" | "af" | "y" | "zu" | "der");
        if !is_letters || !(begins || joins && !name.is_empty()) {
            break;
        }
        name.push(if word.ends_with('.') && bare.chars().count() > 1 { bare } else { word });
        if word.ends_with('.') && bare.chars().count() > 2 {
            break;
        }
    }
    while name.last().is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase)) {
        name.pop();
    }
    let joined = name.join(" ");
    let letters = joined.chars().filter(|char| char.is_alphabetic()).count();
    let fits =
        (1..=NAME_WORDS_MAX).contains(&name.len()) && joined.chars().count() <= NAME_CHARS_MAX;
    (fits && letters >= 3).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_names_are_read() {
        for (words, expected) in [
            (" at 14:02", Some(842)),
            (" kl. 14.02", Some(842)),
            ("  2:05 PM", Some(845)),
            ("  12:05 am", Some(5)),
            (" um 9:30 Uhr", Some(570)),
            (" Stockholm", None),
        ] {
            assert_eq!(minute(words), expected, "{words}");
        }
        for (words, expected) in [
            (": Anna Berg", Some("Anna Berg")),
            ("  María del Carmen Ruiz  Madrid", Some("María del Carmen Ruiz")),
            (" A. Berg, 2 parcels", Some("A. Berg")),
            (" the customer", None),
            (": Hans Müller am 3.", Some("Hans Müller")),
            (": 12345", None),
            (" Jürgen von der Heide", Some("Jürgen von der Heide")),
            (": ANNA BERG", Some("ANNA BERG")),
        ] {
            assert_eq!(name(words).as_deref(), expected, "{words}");
        }
        assert_eq!(number(": RF-2026/771 x").as_deref(), Some("RF-2026/771"));
        assert_eq!(number(": pending"), None);
    }
}
