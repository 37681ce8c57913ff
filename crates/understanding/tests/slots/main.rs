//! Slots: tables of messages with what is found in them, by language, and properties of any text.
//!
//! A fixture's row is language, text and what is found, in order: readings of one place are separated
//! by ` | `, places by ` ; `, and `-` is nothing. Today is Monday, 2026-11-23, and wages come on the 25th.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod asked;
mod names;
mod tables;
mod whatever;

use kernel::{Currency, Date};
use understanding::language::Language;
use understanding::slots::{DayOrder, Locale};

/// The locale of a fixture's code: a language, or a language and a market.
pub(crate) fn locale(code: &str) -> Locale {
    let (language, currency, day_order) = match code {
        "sv" => ("sv", Currency::SEK, DayOrder::DayFirst),
        "de" => ("de", Currency::EUR, DayOrder::DayFirst),
        "es" => ("es", Currency::EUR, DayOrder::DayFirst),
        "mx" => ("es", Currency::new("MXN").unwrap(), DayOrder::DayFirst),
        "us" => ("en", Currency::USD, DayOrder::MonthFirst),
        "en" => ("en", Currency::GBP, DayOrder::Unknown),
        other => panic!("{other}"),
    };
    Locale {
        language: Language::parse(language).unwrap(),
        currency,
        day_order,
        payday: Some(25),
        today: Date::constant(2026, 11, 23),
    }
}
