//! Lengths of time (`two weeks`, `3 månader`, `14 Tage`) and percentages.

use serde::{Deserialize, Serialize};

use super::lexicon::{self, Lexicon, Mark};
use super::read::{Token, tokens};
use super::{Locale, Slot, number};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Hour,
    Day,
    /// A day on which banks work.
    BusinessDay,
    Week,
    /// Two weeks.
    Fortnight,
    Month,
    Year,
}

/// A length of time, as counted by the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Length {
    pub count: u32,
    /// The upper end of a range: `2-3 weeks`.
    pub to: Option<u32>,
    pub unit: Unit,
}

/// A share, in hundredths of a percent: 12.5 % is 1,250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Percent {
    pub hundredths: u32,
}

/// Greatest count of a length.
const COUNT_MAX: u64 = 10_000;

/// The lengths of time of a text.
pub fn spans(text: &str, locale: &Locale) -> Vec<Slot<Length>> {
    let tokens = tokens(text);
    let lexicons = lexicon::of(locale.language);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((values, after)) = length_at(&lexicons, &tokens, at) else {
            at += 1;
            continue;
        };
        found.extend(Slot::of(text, &tokens, at..after, values));
        at = after;
    }
    found
}

/// A length at a place, likeliest first, and the place after it.
pub(super) fn length_at(
    lexicons: &[&Lexicon],
    tokens: &[Token<'_>],
    at: usize,
) -> Option<(Vec<Length>, usize)> {
    // The digits of a date, an amount or an order are no count.
    let is_part = tokens.get(at).is_some_and(|token| token.glued)
        && at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| {
            before.is_number() || before.is('/') || before.is('-') || before.is('#')
        });
    if is_part {
        return None;
    }
    let articled = lexicons.iter().find_map(|lexicon| {
        let few = |mark| match mark {
            Mark::Few => Some([2_u32, 3].as_slice()),
            Mark::One => Some([1_u32].as_slice()),
            _ => None,
        };
        let (counts, after) = lexicon.at(tokens, at, few)?;
        let (unit, after) = unit_at(&[lexicon], tokens, after)?;
        let values = counts.iter().map(|count| Length { count: *count, to: None, unit });
        Some((values.collect(), after))
    });
    if articled.is_some() {
        return articled;
    }
    let (number, after) = number::whole(lexicons, tokens, at)?;
    let count = u32::try_from(number).ok().filter(|_| number <= COUNT_MAX)?;
    if let Some((unit, after)) = unit_at(lexicons, tokens, after) {
        return Some((vec![Length { count, to: None, unit }], after));
    }
    let to = range_end(lexicons, tokens, after)?;
    let (upper, after) = number::whole(lexicons, tokens, to)?;
    let upper = u32::try_from(upper).ok().filter(|upper| *upper > count)?;
    let (unit, after) = unit_at(lexicons, tokens, after)?;
    Some((vec![Length { count, to: Some(upper), unit }], after))
}

/// Where the upper end of a range begins.
pub(super) fn range_end(lexicons: &[&Lexicon], tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if tokens.get(at).is_some_and(|token| token.is('-') || token.is('–') || token.is('—')) {
        return Some(at + 1);
    }
    lexicons.iter().find_map(|lexicon| lexicon.is(tokens, at, Mark::To))
}

fn unit_at(lexicons: &[&Lexicon], tokens: &[Token<'_>], at: usize) -> Option<(Unit, usize)> {
    // `30-day`, `14-tägig`.
    let at =
        if tokens.get(at).is_some_and(|token| token.is('-') && token.glued) { at + 1 } else { at };
    let unit = |mark| match mark {
        Mark::Unit(unit) => Some(unit),
        _ => None,
    };
    lexicons.iter().find_map(|lexicon| lexicon.at(tokens, at, unit))
}

/// The percentages of a text.
pub fn percentages(text: &str, locale: &Locale) -> Vec<Slot<Percent>> {
    let tokens = tokens(text);
    let lexicons = lexicon::of(locale.language);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let digits = tokens.get(at).filter(|token| token.is_number());
        let read = match digits {
            Some(token) => hundredths(token.raw).map(|hundredths| (hundredths, at + 1)),
            None => number::whole(&lexicons, &tokens, at).and_then(|(number, after)| {
                Some((u32::try_from(number).ok()?.checked_mul(100)?, after))
            }),
        };
        let Some((hundredths, after)) = read else { continue };
        let sign = tokens.get(after).is_some_and(|token| token.is('%')).then_some(after + 1);
        let word = || lexicons.iter().find_map(|lexicon| lexicon.is(&tokens, after, Mark::Percent));
        if let Some(end) = sign.or_else(word) {
            found.extend(Slot::of(text, &tokens, at..end, vec![Percent { hundredths }]));
        }
    }
    found
}

fn hundredths(raw: &str) -> Option<u32> {
    let decimal = number::decimal(raw)?;
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    format!("{whole}{fraction:0<2}").parse().ok()
}
