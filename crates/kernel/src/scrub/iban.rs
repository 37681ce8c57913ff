//! Finds IBANs (ISO 13616), which the scrubber leaves alone: the country's length, and a check sum
//! of 1 modulo 97.

use super::Span;
use super::glyphs::{Glyph, Kind};

/// The length of an IBAN by country, from the SWIFT registry.
const LENGTHS: [(&str, usize); 52] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("KW", 30),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
];

pub(super) fn find(glyphs: &[Glyph]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for first in 0..glyphs.len() {
        if spans.last().is_none_or(|span| span.end <= first) {
            spans.extend(iban_at(glyphs, first));
        }
    }
    spans
}

fn iban_at(glyphs: &[Glyph], first: usize) -> Option<Span> {
    let letter = |place: usize| {
        glyphs
            .get(place)
            .map(|glyph| glyph.char.to_ascii_uppercase())
            .filter(char::is_ascii_uppercase)
    };
    let alphanumeric = |glyph: &Glyph| matches!(glyph.kind, Kind::Digit(_) | Kind::Letter);
    if first.checked_sub(1).and_then(|before| glyphs.get(before)).is_some_and(alphanumeric) {
        return None;
    }
    let length = &length_of(letter(first)?, letter(first + 1)?)?;
    let mut characters = Vec::with_capacity(*length);
    let mut end = first;
    let mut gap = false;
    while characters.len() < *length {
        let glyph = glyphs.get(end)?;
        if glyph.char.is_ascii_alphanumeric() {
            characters.push(glyph.char.to_ascii_uppercase());
            gap = false;
        } else if glyph.kind == Kind::Separator && !gap {
            gap = true;
        } else {
            return None;
        }
        end += 1;
    }
    if glyphs.get(end).is_some_and(alphanumeric) || !check(&characters) {
        return None;
    }
    Some(Span { first, end })
}

/// How many characters are an IBAN at their beginning.
pub(super) fn length(characters: &[char]) -> Option<usize> {
    let [first, second, third, ..] = characters else { return None };
    // Nearly every place in a text ends here.
    if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() || !third.is_ascii_digit() {
        return None;
    }
    let length = &length_of(*first, *second)?;
    characters.get(..*length).is_some_and(check).then_some(*length)
}

/// The length in a country, by the capitals of its code.
fn length_of(first: char, second: char) -> Option<usize> {
    let code = [u8::try_from(first).ok()?, u8::try_from(second).ok()?];
    let place =
        LENGTHS.binary_search_by(|(known, _)| known.as_bytes().cmp(code.as_slice())).ok()?;
    LENGTHS.get(place).map(|(_, length)| *length)
}

fn check(characters: &[char]) -> bool {
    let (head, tail) = characters.split_at(4.min(characters.len()));
    // Words may have the length and the remainder too, but their third and fourth letters are no digits.
    if !head.iter().skip(2).all(char::is_ascii_digit) {
        return false;
    }
    let remainder = tail.iter().chain(head).fold(0u32, |sum, character| {
        let value = character.to_digit(36).unwrap_or(0);
        (if value > 9 { sum * 100 + value } else { sum * 10 + value }) % 97
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_found() {
        for (country, length) in LENGTHS {
            let mut letters = country.chars();
            let (first, second) = (letters.next().unwrap(), letters.next().unwrap());
            assert_eq!(length_of(first, second), Some(length), "{country}");
        }
        assert_eq!((length_of('X', 'X'), length_of('Ö', 'E')), (None, None));
    }
}
