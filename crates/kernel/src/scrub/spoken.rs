//! Digits that are written as words: `four five three nine`, in the languages that ship.

use super::glyphs::{Glyph, Kind, folded};

/// Longest of the words, in letters.
const WORD_CHARS_MAX: usize = 6;
/// English, Swedish, German and Spanish, as they are sorted.
const WORDS: [(&str, u8); 46] = [
    ("acht", 8),
    ("atta", 8),
    ("cero", 0),
    ("cinco", 5),
    ("cuatro", 4),
    ("dos", 2),
    ("drei", 3),
    ("eight", 8),
    ("eins", 1),
    ("ett", 1),
    ("fem", 5),
    ("five", 5),
    ("four", 4),
    ("fuenf", 5),
    ("funf", 5),
    ("fyra", 4),
    ("fünf", 5),
    ("neun", 9),
    ("nine", 9),
    ("nio", 9),
    ("noll", 0),
    ("nueve", 9),
    ("null", 0),
    ("ocho", 8),
    ("oh", 0),
    ("one", 1),
    ("sechs", 6),
    ("seis", 6),
    ("seven", 7),
    ("sex", 6),
    ("sieben", 7),
    ("siete", 7),
    ("six", 6),
    ("sju", 7),
    ("three", 3),
    ("tre", 3),
    ("tres", 3),
    ("tva", 2),
    ("två", 2),
    ("two", 2),
    ("uno", 1),
    ("vier", 4),
    ("zero", 0),
    ("zwei", 2),
    ("zwo", 2),
    ("åtta", 8),
];

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
    let letters = letters.take_while(|glyph| glyph.kind == Kind::Letter);
    let length = letters.clone().count();
    if length > WORD_CHARS_MAX {
        return None;
    }
    let digit = digit(letters.map(|glyph| folded(glyph.char)))?;
    (!is_part(rest.get(length))).then_some((digit, length))
}

/// Words for digits in the text, counted up to `most`.
pub(super) fn count_up_to(text: &str, most: usize) -> usize {
    let words = text.split(|char: char| !char.is_alphabetic());
    // Of a longer word no letter is looked at.
    let short = words.filter(|word| (2..=2 * WORD_CHARS_MAX).contains(&word.len()));
    let small = short.filter(|word| digit(word.chars().flat_map(char::to_lowercase)).is_some());
    small.take(most).count()
}

/// Letter by letter, so that nothing is copied: most words are none of these from the first letter on.
fn digit(word: impl Iterator<Item = char> + Clone) -> Option<u8> {
    let place = WORDS.binary_search_by(|(known, _)| known.chars().cmp(word.clone())).ok()?;
    WORDS.get(place).map(|(_, digit)| *digit)
}

/// The words for digits that are known, in small letters, the longest first.
pub fn digit_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        assert!(WORDS.is_sorted_by(|(one, _), (next, _)| one < next));
        for (word, value) in WORDS {
            assert_eq!(digit(word.chars()), Some(value), "{word}");
            assert!(word.chars().count() <= WORD_CHARS_MAX, "{word}");
        }
        assert_eq!((digit("ten".chars()), digit("".chars())), (None, None));
    }
}
