//! Finds card codes (CVV, CVC, CID): three or four digits that a word announces, or that follow a
//! card number.

use super::glyphs::{Glyph, Kind, folded};
use super::{SEPARATORS_MAX, Span, spoken};

/// Words that announce a card code wherever they stand.
const WORDS: [&str; 27] = [
    "cvv",
    "cvc",
    "cvn",
    "cvd",
    "cav2",
    "security code",
    "verification code",
    "verification value",
    "card code",
    "card verification",
    "säkerhetskod",
    "cvv-kod",
    "sicherheitscode",
    "prüfnummer",
    "kartenprüfnummer",
    "prüfziffer",
    "código de seguridad",
    "codigo de seguridad",
    "código de segurança",
    "codigo de seguranca",
    "cryptogramme",
    "code de sécurité",
    "codice di sicurezza",
    "beveiligingscode",
    "kod zabezpieczający",
    "sikkerhetskode",
    "sikkerhedskode",
];
/// Words that announce one only where the text has a card number.
const WORDS_NEAR_CARD: [&str; 4] = ["csc", "cid", "code", "pin"];
/// What these words begin with.
const FIRST_LETTERS: [char; 6] = ['b', 'c', 'k', 'p', 's', 'v'];
/// How far from its word a code may stand.
const REACH_CHARS: usize = 40;
/// How far behind its card number a code may stand without a word.
const TRAIL_CHARS: usize = 32;
/// Words that may stand between a card number and its code.
const BETWEEN: [&str; 12] = [
    "exp",
    "expiry",
    "expires",
    "expiration",
    "date",
    "valid",
    "until",
    "thru",
    "and",
    "und",
    "och",
    "y",
];

pub(super) fn find(glyphs: &[Glyph], cards: &[Span]) -> Vec<Span> {
    let announced = words(glyphs, !cards.is_empty())
        .into_iter()
        .filter_map(|end| announced(glyphs, cards, end));
    let trailing = cards.iter().filter_map(|card| trailing(glyphs, cards, *card));
    let mut found: Vec<Span> = announced.chain(trailing).collect();
    found.sort_by_key(|span| (span.first, span.end));
    let mut end = 0;
    found.retain(|span| {
        let free = span.first >= end;
        end = end.max(span.end);
        free
    });
    found
}

/// The places where an announcing word ends.
fn words(glyphs: &[Glyph], has_card: bool) -> Vec<usize> {
    let shown = glyphs.iter().enumerate().filter(|(_, glyph)| glyph.kind != Kind::ZeroWidth);
    let mut letters: Vec<(usize, char)> = Vec::with_capacity(glyphs.len());
    letters.extend(shown.map(|(place, glyph)| (place, folded(glyph.char))));
    let near_card: &[&str] = if has_card { &WORDS_NEAR_CARD } else { &[] };
    let mut ends = Vec::new();
    for start in 0..letters.len() {
        let before = start.checked_sub(1).and_then(|index| letters.get(index));
        if before.is_some_and(|(_, letter)| letter.is_alphanumeric()) {
            continue;
        }
        // Nearly every word begins otherwise.
        if letters.get(start).is_none_or(|(_, letter)| !FIRST_LETTERS.contains(letter)) {
            continue;
        }
        let begins = |word: &&&str| {
            word.chars().enumerate().all(|(offset, expected)| {
                letters.get(start + offset).is_some_and(|(_, letter)| *letter == expected)
            })
        };
        let longest =
            WORDS.iter().chain(near_card).filter(begins).map(|word| word.chars().count()).max();
        let Some(length) = longest else { continue };
        // CVV2 and CVC2: the digit belongs to the word.
        let after = letters.get(start + length);
        let digit = after.filter(|(_, letter)| *letter == '2').is_some()
            && letters.get(start + length + 1).is_none_or(|(_, next)| !next.is_ascii_digit());
        let last = start + length - 1 + usize::from(digit);
        ends.extend(letters.get(last).map(|(place, _)| place + 1));
    }
    ends
}

/// A group of digits, and what stands beside it.
struct Group {
    span: Span,
    digits: usize,
    /// Not part of something else, such as a date, a time, an amount or a name.
    alone: bool,
}

fn group_at(glyphs: &[Glyph], first: usize) -> Option<Group> {
    let is_digit =
        |place: usize| glyphs.get(place).is_some_and(|glyph| matches!(glyph.kind, Kind::Digit(_)));
    if !is_digit(first) {
        return None;
    }
    let mut end = first;
    let mut digits = 0;
    let mut last = first;
    // Zero-width characters, and single separators between single digits, stay inside.
    while let Some(glyph) = glyphs.get(end) {
        match glyph.kind {
            Kind::Digit(_) => {
                digits += 1;
                last = end;
            }
            Kind::ZeroWidth => {}
            Kind::Separator if spaced(glyphs, end) => {}
            _ => break,
        }
        end += 1;
    }
    let joins = |beside: Option<usize>, beyond: Option<usize>| {
        let glyph = |place: Option<usize>| place.and_then(|place| glyphs.get(place));
        glyph(beside).is_some_and(|glyph| match glyph.char {
            // A date, a share, the end of a number that is already masked.
            '/' | '%' | '*' => true,
            // A time, but not `cvv:123`.
            ':' => beyond.is_some_and(is_digit),
            _ => glyph.kind == Kind::Letter,
        })
    };
    let decimals =
        matches!(glyphs.get(last + 1).map(|g| g.char), Some('.' | ',')) && is_digit(last + 2);
    let alone = !joins(first.checked_sub(1), first.checked_sub(2))
        && !joins(Some(last + 1), Some(last + 2))
        && !decimals;
    Some(Group { span: Span { first, end: last + 1 }, digits, alone })
}

/// Three or four words for digits, one after another: `one two three`.
fn spoken_at(glyphs: &[Glyph], first: usize) -> Option<Span> {
    let is_between = |place: &usize| {
        glyphs.get(*place).is_some_and(|glyph| {
            matches!(glyph.kind, Kind::Separator | Kind::ZeroWidth | Kind::Joiner)
        })
    };
    let (mut place, mut end, mut words) = (first, first, 0);
    while let Some((_, length)) = spoken::at(glyphs, place) {
        words += 1;
        end = place + length;
        place = end + (end..end + SEPARATORS_MAX).take_while(is_between).count();
    }
    (3..=4).contains(&words).then_some(Span { first, end })
}

/// Whether a separator stands between two digits that each stand alone: `1 2 3`.
fn spaced(glyphs: &[Glyph], place: usize) -> bool {
    let digit = |place: Option<usize>| {
        place
            .and_then(|place| glyphs.get(place))
            .is_some_and(|glyph| matches!(glyph.kind, Kind::Digit(_)))
    };
    digit(place.checked_sub(1))
        && digit(Some(place + 1))
        && !digit(place.checked_sub(2))
        && !digit(Some(place + 2))
}

/// The card number that a place lies in; they come in order.
fn card_around(cards: &[Span], place: usize) -> Option<&Span> {
    let next = cards.partition_point(|card| card.end <= place);
    cards.get(next).filter(|card| card.first <= place)
}

/// The first code within reach of a word, beyond any card number in between.
fn announced(glyphs: &[Glyph], cards: &[Span], from: usize) -> Option<Span> {
    let mut place = from;
    let mut passed = 0;
    while passed < REACH_CHARS && place < glyphs.len() {
        if let Some(card) = card_around(cards, place) {
            place = card.end;
            continue;
        }
        match group_at(glyphs, place) {
            Some(group) if group.alone && (3..=4).contains(&group.digits) => {
                return Some(group.span);
            }
            Some(group) => place = group.span.end,
            None => match spoken_at(glyphs, place) {
                Some(code) => return Some(code),
                None => place += 1,
            },
        }
        passed += 1;
    }
    None
}

/// A code that follows its card number with nothing but an expiry date in between.
fn trailing(glyphs: &[Glyph], cards: &[Span], card: Span) -> Option<Span> {
    let mut place = card.end;
    while place < (card.end + TRAIL_CHARS).min(glyphs.len()) {
        if card_around(cards, place).is_some() {
            return None;
        }
        if let Some(group) = group_at(glyphs, place) {
            match group.digits {
                3..=4 if group.alone => return Some(group.span),
                // Parts of an expiry date, such as 12/27 or 12/2027.
                1 | 2 | 4 => place = group.span.end,
                _ => return None,
            }
            continue;
        }
        let glyph = glyphs.get(place)?;
        if glyph.kind == Kind::Letter {
            let word: String = glyphs
                .iter()
                .skip(place)
                .take_while(|glyph| glyph.kind == Kind::Letter)
                .map(|glyph| folded(glyph.char))
                .collect();
            if !BETWEEN.contains(&word.as_str()) {
                return None;
            }
            place += word.chars().count();
        } else if matches!(glyph.char, '\u{20AC}' | '\u{A3}' | '$') {
            // What follows is an amount.
            return None;
        } else {
            place += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_one_of_the_first_letters() {
        for word in WORDS.iter().chain(&WORDS_NEAR_CARD) {
            assert!(word.starts_with(FIRST_LETTERS), "{word}");
        }
    }
}
