//! Numbers of parcels. Those with a check digit are held against it; others are known by a word before
//! them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::Slot;
use super::read::head;

/// Who says how the number is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Posts of the world: `RR123456785SE`. Source: UPU standard S10.
    UpuS10,
    /// UPS: `1Z` and sixteen letters and digits, the last a check digit.
    Ups1Z,
    /// Serial shipping container code: eighteen digits, often with `00` before. Source: GS1 General
    /// Specifications, 7.9.
    Sscc,
    /// Only a word before it says so; nothing was checked.
    Spoken,
}

/// The number of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tracking {
    pub scheme: Scheme,
    /// In capitals, without spaces.
    pub number: String,
}

static S10: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2}\b|\b[A-Z]{2} ?[0-9]{8} ?[0-9] ?[A-Z]{2}\b").ok()
});
static UPS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b1Z(?: ?[0-9A-Z]){16}\b").ok());
static SSCC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:00 ?)?[0-9](?: ?[0-9]){17}\b|\(00\) ?[0-9](?: ?[0-9]){17}\b").ok()
});
static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:tracking|track|sp[aå]rnings?|kolli|s[aä]ndnings?|paket|parcel|sendungs(?:verfolgung)?|sendung|paketnummer|env[ií]o|seguimiento|gu[ií]a|localizador)",
        r"(?:\s?-?(?:numbers?|no|nr|nummer|id|code|kod|numret|n[uú]mero|de seguimiento|de env[ií]o|de gu[ií]a))*",
        r"\s?(?:is|[aä]r|ist|lautet|es|:|\.|#)?\s{0,2}(?P<id>[A-Z]{0,4}[0-9][0-9A-Z]{7,38})\b",
    ))
    .ok()
});

/// The parcels of a text.
pub fn trackings(text: &str) -> Vec<Slot<Tracking>> {
    let text = head(text);
    let mut slots: Vec<Slot<Tracking>> = Vec::new();
    let mut add = |scheme: Scheme, place: Range<usize>| {
        let written = text.get(place.clone()).unwrap_or_default();
        let number: String = written
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|char| char.to_ascii_uppercase())
            .collect();
        let holds = match scheme {
            Scheme::UpuS10 => is_s10(&number),
            Scheme::Ups1Z => is_ups(&number),
            Scheme::Sscc => is_sscc(&number),
            Scheme::Spoken => true,
        };
        let free =
            slots.iter().all(|slot| place.end <= slot.place.start || slot.place.end <= place.start);
        if holds && free {
            slots.extend(Slot::at(text, place, vec![Tracking { scheme, number }]));
        }
    };
    for (scheme, pattern) in [(Scheme::UpuS10, &S10), (Scheme::Ups1Z, &UPS), (Scheme::Sscc, &SSCC)]
    {
        for one in pattern.iter().flat_map(|pattern| pattern.find_iter(text)) {
            add(scheme, one.range());
        }
    }
    for one in SPOKEN.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        if let Some(id) = one.name("id") {
            add(Scheme::Spoken, id.range());
        }
    }
    slots.sort_by_key(|slot| slot.place.start);
    slots
}

/// Weights 8 6 4 2 3 5 9 7 over eight digits; 11 less the rest of 11, where 10 is 0 and 11 is 5.
fn is_s10(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|char| char.to_digit(10)).collect();
    let Some((check, eight)) = digits.split_last() else { return false };
    let sum: u32 =
        eight.iter().zip([8, 6, 4, 2, 3, 5, 9, 7]).map(|(digit, weight)| digit * weight).sum();
    let expected = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        other => other,
    };
    eight.len() == 8 && *check == expected
}

/// Letters count as `(position in the alphabet + 1) mod 10`, A as 2; every second one twice; the check
/// digit makes the sum a multiple of ten.
fn is_ups(number: &str) -> bool {
    let body = number.get(2..).unwrap_or_default();
    let values: Vec<u32> = body
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            _ => u32::from(byte).saturating_sub(63) % 10,
        })
        .collect();
    let Some((check, rest)) = values.split_last() else { return false };
    let sum: u32 =
        rest.iter().zip([1, 2].iter().cycle()).map(|(value, weight)| value * weight).sum();
    rest.len() == 15 && *check == (10 - sum % 10) % 10
}

/// Weights 3 1 3 1 … from the right; the check digit makes the sum a multiple of ten.
fn is_sscc(number: &str) -> bool {
    let bare = number.get(number.len().saturating_sub(18)..).unwrap_or_default();
    let lead = number.get(..number.len().saturating_sub(18)).unwrap_or_default();
    let digits: Vec<u32> = bare.chars().filter_map(|char| char.to_digit(10)).collect();
    let Some((check, rest)) = digits.split_last() else { return false };
    let sum: u32 =
        rest.iter().rev().zip([3, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let is_real = rest.iter().any(|digit| digit != check);
    digits.len() == 18 && matches!(lead, "" | "00") && is_real && *check == (10 - sum % 10) % 10
}
