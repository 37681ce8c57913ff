//! Whether a machine's translation has the numbers, amounts, dates, links and codes of its source.
//!
//! It is no judge of meaning: a translation that says the opposite with the same figures passes. Values
//! are compared, not signs: `1,234.50` is `1.234,50`, `3 March` is `3 de marzo`, `two weeks` are
//! `2 Wochen`. Where the words of a language are not known ([`slots::is_known`]), digits, links and codes
//! alone are held against each other ([`Checked::Digits`]). What it cannot match it reports: a needless
//! warning costs a look at the source, which is always there.

mod codes;
mod figures;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use understanding::slots::{self, Amount, Days, Length, Locale, Slot, Unit, Value};

/// How much longer a translation may be than its source: so many times, and so many characters.
const TIMES_MAX: usize = 3;
const MORE_CHARS_MAX: usize = 200;
/// Shortest word that is sure to be a day, in characters.
const DAY_CHARS_MIN: usize = 5;

/// The longest translation of a source of so many characters, in characters.
pub const fn chars_max(source_chars: usize) -> usize {
    source_chars * TIMES_MAX + MORE_CHARS_MAX
}

/// What a translation was held against its source by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// Numbers and dates in digits and in words, amounts, links, codes.
    All,
    /// Digits, links and codes: words of one of the languages are not known.
    Digits,
}

/// What a translation has that its source does not, or lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// There is none, or it is far longer than its source.
    Length,
    /// Signs that nobody sees.
    Hidden,
    /// Numbers, amounts and lengths of time.
    Number,
    Date,
    /// Links, addresses, and codes such as numbers of orders.
    Link,
}

/// A text in its language.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub text: &'a str,
    pub locale: &'a Locale,
}

/// By what the two can be compared.
pub fn checked(source: &Side<'_>, translation: &Side<'_>) -> Checked {
    let known = |side: &Side<'_>| slots::is_known(side.locale.language);
    if known(source) && known(translation) { Checked::All } else { Checked::Digits }
}

/// What the translation has that its source does not, or lacks.
pub fn differences(source: &Side<'_>, translation: &Side<'_>) -> BTreeSet<Found> {
    let (source_chars, chars) = (source.text.chars().count(), translation.text.chars().count());
    let mut found = BTreeSet::new();
    if translation.text.trim().is_empty() || chars > chars_max(source_chars) {
        found.insert(Found::Length);
        return found;
    }
    if translation.text.chars().any(|c| is_hidden(c) && !source.text.contains(c)) {
        found.insert(Found::Hidden);
    }
    let is_strict = checked(source, translation) == Checked::All;
    let given = codes::ascii_digits(source.text);
    let said = codes::ascii_digits(translation.text);
    if codes::links(&given) != codes::links(&said) {
        found.insert(Found::Link);
    }
    let mut given = Read::of(codes::without_links(&given), source.locale);
    let mut said = Read::of(codes::without_links(&said), translation.locale);
    given.match_with(&mut said);
    // `hace dos semanas` is a day of its own, and `for two weeks` is none.
    given.days_as_lengths(source.locale);
    said.days_as_lengths(translation.locale);
    given.match_with(&mut said);
    found.extend(contradictions(&given, &said, is_strict));
    let (given_rest, said_rest) = (given.rest(), said.rest());
    if codes::codes(&given_rest) != codes::codes(&said_rest) {
        found.insert(Found::Link);
    }
    let given = (given_rest.as_str(), source.locale);
    if !figures::same(given, (said_rest.as_str(), translation.locale), is_strict) {
        found.insert(Found::Number);
    }
    found
}

/// Characters that are not seen, or turn the line around.
fn is_hidden(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    control
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A text with what was read of it and not matched yet.
struct Read {
    text: String,
    slots: Vec<Slot<Value>>,
    /// Places in the text that have their match.
    matched: Vec<std::ops::Range<usize>>,
}

impl Read {
    fn of(text: String, locale: &Locale) -> Self {
        let mut slots = slots::find(&text, locale);
        // `the first one` and `both` choose; they are no figures.
        slots.retain(|slot| !matches!(slot.value, Value::Choice(_)));
        Self { text, slots, matched: Vec::new() }
    }

    /// Pairs what means the same, each once.
    fn match_with(&mut self, other: &mut Self) {
        let mut open = Vec::new();
        for slot in std::mem::take(&mut self.slots) {
            match other.slots.iter().position(|said| may_be_same(&slot, said)) {
                Some(place) => {
                    other.matched.push(other.slots.remove(place).place);
                    self.matched.push(slot.place);
                }
                None => open.push(slot),
            }
        }
        self.slots = open;
    }

    /// Days without a match that are told by a length of time: that length.
    fn days_as_lengths(&mut self, locale: &Locale) {
        for slot in &mut self.slots {
            let length = slots::spans(&slot.text, locale).into_iter().next();
            if let (Value::Date(_), Some(length)) = (&slot.value, length) {
                slot.value = Value::Length(length.value);
                slot.others = length.others.into_iter().map(Value::Length).collect();
            }
        }
    }

    /// The text without what has its match.
    fn rest(&self) -> String {
        let mut rest = String::with_capacity(self.text.len());
        let mut places = self.matched.clone();
        places.sort_by_key(|place| place.start);
        let mut at = 0;
        for place in places {
            rest.push_str(self.text.get(at..place.start).unwrap_or_default());
            rest.push(' ');
            at = at.max(place.end);
        }
        rest.push_str(self.text.get(at..).unwrap_or_default());
        rest
    }
}

/// Whether any reading of the one is a reading of the other.
fn may_be_same(one: &Slot<Value>, other: &Slot<Value>) -> bool {
    let readings = |slot: &'_ Slot<Value>| -> Vec<Value> {
        std::iter::once(&slot.value).chain(&slot.others).map(plain).collect()
    };
    let others = readings(other);
    readings(one).iter().any(|value| others.contains(value))
}

/// A value in a form of its own: fourteen days are two weeks, and a currency that was not said is one.
fn plain(value: &Value) -> Value {
    match value {
        Value::Amount(amount) => Value::Amount(Amount { currency_said: true, ..*amount }),
        Value::Length(length) => {
            let days = match length.unit {
                Unit::Day => 1,
                Unit::Week => 7,
                Unit::Fortnight => 14,
                _ => return value.clone(),
            };
            let to = length.to.map(|to| to.saturating_mul(days));
            let count = length.count.saturating_mul(days);
            Value::Length(Length { count, to, unit: Unit::Day })
        }
        other => other.clone(),
    }
}

/// What was read of one text and has no match in the other. Where the words of both languages are known
/// every amount must have one, and every day but for short words, which may mean something else (`tu` is no
/// Tuesday); otherwise only what both have and what is not the same counts.
fn contradictions(given: &Read, said: &Read, is_strict: bool) -> BTreeSet<Found> {
    let has = |read: &Read, is: fn(&Slot<Value>) -> bool| read.slots.iter().any(is);
    let either = |is| has(given, is) || has(said, is);
    let both = |is| has(given, is) && has(said, is);
    let one = |is| if is_strict { either(is) } else { both(is) };
    let table = [
        (one(is_clear_day) || both(is_date), Found::Date),
        (one(is_amount) || both(is_length), Found::Number),
    ];
    table.into_iter().filter(|(is, _)| *is).map(|(_, found)| found).collect()
}

fn is_date(slot: &Slot<Value>) -> bool {
    matches!(slot.value, Value::Date(_))
}

/// A single day that is written in digits, or as one long word.
fn is_clear_day(slot: &Slot<Value>) -> bool {
    let is_day = matches!(slot.value, Value::Date(Days { from, to }) if from == to);
    let text = slot.text.as_str();
    let is_word = text.chars().all(char::is_alphabetic) && text.chars().count() >= DAY_CHARS_MIN;
    is_day && (is_word || text.contains(|c: char| c.is_ascii_digit()))
}

fn is_amount(slot: &Slot<Value>) -> bool {
    matches!(slot.value, Value::Amount(amount) if amount.currency_said)
}

fn is_length(slot: &Slot<Value>) -> bool {
    matches!(slot.value, Value::Length(_) | Value::Percent(_))
}
