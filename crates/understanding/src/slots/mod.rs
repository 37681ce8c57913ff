//! What a message says that a procedure can use: amounts, dates, orders, answers.
//!
//! Each finding has its place, its words, and its value in types. Nothing is guessed silently: what may
//! be read in more than one way comes with its other readings, likeliest first, so that a procedure can
//! ask. Words of English are understood beside those of the message's language.
//!
//! What is found is a stranger's words in a typed form, no more: whether an order exists, an amount is
//! owed or a date is allowed is decided elsewhere.

mod amount;
mod answer;
mod card;
mod choice;
mod date;
mod lexicon;
mod name;
mod number;
mod numeral;
mod question;
mod read;
mod reference;
mod span;
mod tracking;
mod undo;

use std::ops::Range;

use kernel::{Currency, Date};
use serde::{Deserialize, Serialize};

pub use amount::{Amount, amounts};
pub use answer::{Answer, Answered, answer};
pub use card::{LastFour, cards};
pub use choice::{Choice, choices};
pub use date::{Days, dates};
pub use name::{NAMES_MAX, names};
pub use numeral::{Numeral, is_known, numerals};
pub use question::{Question, question};
pub use reference::{Reference, ReferenceKind, references};
pub use span::{Length, Percent, Unit, percentages, spans};
pub use tracking::{Scheme, Tracking, trackings};
pub use undo::takes_back;

use crate::language::Language;
use read::Token;

/// What English, Swedish, German and Spanish each have of a table of words.
#[derive(Debug)]
struct Languages<T>([T; 4]);

impl<T> Languages<T> {
    /// The message's own language where it is one of them, and English.
    fn of(&self, locale: &Locale) -> impl Iterator<Item = &T> {
        let Self([en, sv, de, es]) = self;
        let own = match locale.language.code() {
            "sv" => Some(sv),
            "de" => Some(de),
            "es" => Some(es),
            _ => None,
        };
        own.into_iter().chain([en])
    }
}

/// How `3/4` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    /// Both ways, day first.
    Unknown,
}

/// What is known of the customer and the market before a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Of the message.
    pub language: Language,
    /// Of the market: what `kr`, `$` and a bare number mean.
    pub currency: Currency,
    pub day_order: DayOrder,
    /// The day of the month on which wages are paid, where it is known.
    pub payday: Option<i8>,
    /// Where the customer is.
    pub today: Date,
}

/// Something that a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot<V> {
    /// In bytes of the text, on boundaries of characters.
    pub place: Range<usize>,
    /// The words.
    pub text: String,
    /// What they most likely mean.
    pub value: V,
    /// What else they may mean, likeliest first. Where there is any, ask.
    pub others: Vec<V>,
}

impl<V: PartialEq> Slot<V> {
    /// Of these tokens of a text. `None` where there is no value.
    fn of(text: &str, tokens: &[Token<'_>], range: Range<usize>, values: Vec<V>) -> Option<Self> {
        let start = tokens.get(range.start)?.place.start;
        let end = tokens.get(range.end.checked_sub(1)?)?.place.end;
        Self::at(text, start..end, values)
    }

    fn at(text: &str, place: Range<usize>, values: Vec<V>) -> Option<Self> {
        let said = text.get(place.clone())?.to_owned();
        let mut different: Vec<V> = Vec::new();
        for value in values {
            if !different.contains(&value) {
                different.push(value);
            }
        }
        let mut values = different.into_iter();
        Some(Self { place, text: said, value: values.next()?, others: values.collect() })
    }

    /// Whether it may mean something else.
    pub fn is_ambiguous(&self) -> bool {
        !self.others.is_empty()
    }
}

/// The value of a slot of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Tracking(Tracking),
    Card(LastFour),
    Reference(Reference),
    Date(Days),
    Percent(Percent),
    Amount(Amount),
    Length(Length),
    Choice(Choice),
}

/// The words and numbers of a text as texts are compared: small, without accents, without signs.
pub fn words(text: &str) -> Vec<String> {
    read::compared(text)
}

/// Everything that a text says, in order, none over another. Of two readings of other places the longer
/// counts, and of readings of one place the one with a form of its own: a check digit, a word beside it,
/// a date. What a bare number also may be is among the others. Answers and names have functions of their
/// own: the one is about the whole message, the other needs to know the names.
pub fn find(text: &str, locale: &Locale) -> Vec<Slot<Value>> {
    let mut all: Vec<Slot<Value>> = Vec::new();
    let mut add = |slots: Vec<Slot<Value>>| all.extend(slots);
    add(into(trackings(text), Value::Tracking));
    add(into(cards(text), Value::Card));
    add(into(references(text), Value::Reference));
    add(into(dates(text, locale), Value::Date));
    add(into(percentages(text, locale), Value::Percent));
    add(into(amounts(text, locale), Value::Amount));
    add(into(spans(text, locale), Value::Length));
    add(into(choices(text, locale), Value::Choice));
    // Sorting is stable: of two that are as long the one added first comes first.
    all.sort_by_key(|slot| (slot.place.start, std::cmp::Reverse(slot.place.end)));
    let mut kept: Vec<Slot<Value>> = Vec::new();
    for slot in all {
        match kept.last_mut() {
            Some(last) if last.place == slot.place => {
                last.others.push(slot.value);
                last.others.extend(slot.others);
            }
            Some(last) if slot.place.start < last.place.end => {
                // `kr 399 Visa`: of two that cross, the longer says more.
                if slot.place.len() > last.place.len() {
                    *last = slot;
                }
            }
            _ => kept.push(slot),
        }
    }
    kept
}

fn into<V>(slots: Vec<Slot<V>>, value: fn(V) -> Value) -> Vec<Slot<Value>> {
    let all = slots.into_iter().map(|slot| Slot {
        place: slot.place,
        text: slot.text,
        value: value(slot.value),
        others: slot.others.into_iter().map(value).collect(),
    });
    all.collect()
}
