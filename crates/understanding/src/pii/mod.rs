//! Finds personal data that identifies or reaches somebody, and takes it out before a text is sent to
//! anybody else: a language model, a log, an export.
//!
//! Everything that has a check digit is held against it, so that an order number is no identity number:
//! cards by Luhn (ISO/IEC 7812-1), IBANs modulo 97 (ISO 13616), identity numbers by the rule of their
//! country. Telephone numbers have none: they are known by their form and the words beside them. Names
//! and postal addresses are not found: no pattern tells them from other words.
//!
//! Card data is taken out of everything before it is stored, by [`kernel::scrub`]; this is the wider
//! net for what leaves.

mod card;
mod identity;
mod network;
mod phone;
mod secret;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use kernel::scrub::{self, Held};
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::slots::{self, Scheme};

/// Longest text that is looked through, in bytes; what follows is taken out whole by [`redact`].
pub const TEXT_BYTES_MAX: usize = 100_000;

/// What kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PiiKind {
    CardNumber,
    /// A card's code or PIN.
    CardCode,
    /// A key of a program.
    Key,
    Iban,
    Email,
    IpAddress,
    Phone,
    /// Sweden: personnummer, samordningsnummer.
    Personnummer,
    /// Germany: steuerliche Identifikationsnummer.
    SteuerId,
    /// Spain: DNI and NIE.
    Dni,
    /// United Kingdom: National Insurance number.
    Nino,
    /// United States: Social Security number.
    Ssn,
}

impl PiiKind {
    /// What stands in a text in its place.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::CardNumber => "[card]",
            Self::CardCode => "[card code]",
            Self::Key => "[key]",
            Self::Iban => "[iban]",
            Self::Email => "[email]",
            Self::IpAddress => "[ip address]",
            Self::Phone => "[phone]",
            Self::Personnummer | Self::SteuerId | Self::Dni | Self::Nino | Self::Ssn => {
                "[identity number]"
            }
        }
    }
}

/// Personal data, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pii {
    pub kind: PiiKind,
    /// In bytes, on boundaries of characters.
    pub place: Range<usize>,
}

/// A text without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'t> {
    /// The text as it was, where nothing was found.
    pub text: Cow<'t, str>,
    /// What was taken out, by its place in the text as it was.
    pub found: Vec<Pii>,
}

/// The personal data of a text, in order, none over another. Of two that overlap the surer one counts:
/// what has a check digit, then what has a form of its own, then telephone numbers.
pub fn find(text: &str) -> Vec<Pii> {
    let text = text.get(..text.floor_char_boundary(TEXT_BYTES_MAX)).unwrap_or(text);
    // By where each begins: none over another, so only the one before can reach into a new one.
    let mut found: BTreeMap<usize, Pii> = BTreeMap::new();
    let mut add = |kind: PiiKind, place: Range<usize>| {
        let before = found.range(..place.end).next_back();
        if before.is_none_or(|(_, pii)| pii.place.end <= place.start) && !place.is_empty() {
            found.insert(place.start, Pii { kind, place });
        }
    };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let has_sign = |signs: &[char]| text.contains(signs);
    for place in secret::keys(text) {
        add(PiiKind::Key, place);
    }
    if has_sign(&['@']) {
        for place in network::emails(text) {
            add(PiiKind::Email, place);
        }
    }
    for (held, place) in scrub::find(text) {
        let kind = match held {
            Held::CardNumber => PiiKind::CardNumber,
            Held::CardCode => PiiKind::CardCode,
            Held::Iban => PiiKind::Iban,
        };
        add(kind, place);
    }
    if digits >= card::DIGITS_MIN {
        for place in card::numbers(text) {
            add(PiiKind::CardNumber, place);
        }
    }
    for place in secret::pins(text) {
        add(PiiKind::CardCode, place);
    }
    if has_sign(&['.', ':']) {
        for place in network::addresses(text) {
            add(PiiKind::IpAddress, place);
        }
    }
    if digits >= identity::DIGITS_MIN {
        for (kind, place) in identity::numbers(text) {
            add(kind, place);
        }
    }
    if digits >= phone::DIGITS_MIN {
        for place in phone::numbers(text) {
            if !is_of_parcel(text, &place) {
                add(PiiKind::Phone, place);
            }
        }
    }
    found.into_values().collect()
}

/// Whether the digits are those of a parcel's number with a check digit: `RR 118 204 554 SE` is a post's.
fn is_of_parcel(text: &str, place: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(place.start.saturating_sub(PARCEL_BYTES));
    let to = text.floor_char_boundary(text.len().min(place.end + PARCEL_BYTES));
    let near = text.get(from..to).unwrap_or_default();
    slots::trackings(near).iter().any(|slot| {
        let found = from + slot.place.start..from + slot.place.end;
        slot.value.scheme != Scheme::Spoken && found.start <= place.start && place.end <= found.end
    })
}

/// How far around digits the rest of a parcel's number stands, in bytes.
const PARCEL_BYTES: usize = 8;

/// The text with a placeholder for each piece of personal data, such as `[phone]`.
pub fn redact(text: &str) -> Redacted<'_> {
    let found = find(text);
    let whole = text.floor_char_boundary(TEXT_BYTES_MAX);
    if found.is_empty() && whole == text.len() {
        return Redacted { text: Cow::Borrowed(text), found };
    }
    let mut clean = String::with_capacity(whole);
    let mut at = 0;
    for pii in &found {
        clean.push_str(text.get(at..pii.place.start).unwrap_or_default());
        clean.push_str(pii.kind.placeholder());
        at = pii.place.end;
    }
    clean.push_str(text.get(at..whole).unwrap_or_default());
    Redacted { text: Cow::Owned(clean), found }
}

/// How far before a number a word speaks of it, in bytes.
const SPOKEN_BYTES: usize = 48;

/// Whether what stands shortly before a number speaks of it.
fn spoken_before(cue: &LazyLock<Option<Regex>>, before: &str) -> bool {
    let from = before.floor_char_boundary(before.len().saturating_sub(SPOKEN_BYTES));
    is_match(cue, before.get(from..).unwrap_or_default())
}

fn is_match(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// A pattern that is part of the program.
fn pattern(text: &str) -> Option<Regex> {
    // None of them fails: the tests use each.
    Regex::new(text).ok()
}

#[cfg(test)]
mod tests;
