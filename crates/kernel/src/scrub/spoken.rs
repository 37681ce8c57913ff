//! Digits that are written as words: `four five three nine`, in the languages that ship.

use super::glyphs::{Glyph, Kind, folded};

/// Longest of the words, in letters.
const WORD_CHARS_MAX: usize = 6;

/// The digit whose word begins at a place, and how many glyphs the word takes.
pub(super) fn at(glyphs: &[Glyph], place: usize) -> Option<(u8, usize)> {
    let is_part = |glyph: Option<&Glyph>| {
        glyph.is_some_and(|glyph| matches!(glyph.kind, Kind::Letter | Kind::Digit(_)))
    };
    if place.checked_sub(1).is_some_and(|before| is_part(glyphs.get(before))) {
        return None;
    }
    let rest = glyphs.get(place..)?;
    let letters = rest.iter().take(WORD_CHARS_MAX + 1);
    let word: String = letters
        .take_while(|glyph| glyph.kind == Kind::Letter)
        .map(|glyph| folded(glyph.char))
        .collect();
    let length = word.chars().count();
    let digit = digit(&word)?;
    (!is_part(rest.get(length))).then_some((digit, length))
}

/// Words for digits in the text, counted up to `most`.
pub(super) fn count_up_to(text: &str, most: usize) -> usize {
    let words = text.split(|char: char| !char.is_alphabetic());
    // Of a longer word nothing is copied.
    let short = words.filter(|word| (2..=2 * WORD_CHARS_MAX).contains(&word.len()));
    short.filter(|word| digit(&word.to_lowercase()).is_some()).take(most).count()
}

/// English, Swedish, German and Spanish.
fn digit(word: &str) -> Option<u8> {
    Some(match word {
        "zero" | "oh" | "noll" | "null" | "cero" => 0,
        "one" | "ett" | "eins" | "uno" => 1,
        "two" | "två" | "tva" | "zwei" | "zwo" | "dos" => 2,
        "three" | "tre" | "drei" | "tres" => 3,
        "four" | "fyra" | "vier" | "cuatro" => 4,
        "five" | "fem" | "fünf" | "fuenf" | "funf" | "cinco" => 5,
        "six" | "sex" | "sechs" | "seis" => 6,
        "seven" | "sju" | "sieben" | "siete" => 7,
        "eight" | "åtta" | "atta" | "acht" | "ocho" => 8,
        "nine" | "nio" | "neun" | "nueve" => 9,
        _ => return None,
    })
}
