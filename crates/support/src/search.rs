//! The words that conversations are found by.
//!
//! A word is a run of letters and digits, without case and accents: who writes `Återbetalning` is found
//! by `aterbetalning` too. Other scripts are found in Latin letters, which the asker need not know:
//! what is asked for is written the same way.
//!
//! Card numbers are no words, in whatever characters they were written: what they look like in Latin letters is
//! scrubbed once more.

use std::collections::BTreeSet;

use deunicode::deunicode;
use kernel::scrub::{PAN_DIGITS_MAX, PAN_DIGITS_MIN, luhn, scrub};

/// Longer words are cut: a hash or a pasted key is found by its beginning.
const WORD_CHARS_MAX: usize = 40;
/// Most words of one text: later ones are not found by.
pub const WORDS_MAX: usize = 500;
/// Most words that are asked for at once; later ones are left out.
pub const ASKED_WORDS_MAX: usize = 6;
/// A last word that is at least so long may be the beginning of one.
const PREFIX_CHARS_MIN: usize = 2;

/// What somebody searches for: conversations with all of these words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub words: Vec<String>,
    /// Whoever is still typing: the last word may go on.
    pub prefix: Option<String>,
}

/// The words of a text, each once.
pub fn words(text: &str) -> BTreeSet<String> {
    in_order(text).into_iter().take(WORDS_MAX).collect()
}

/// What a search box's text asks for; `None` where there is no word in it.
pub fn asked(text: &str) -> Option<Asked> {
    let mut words: Vec<String> = Vec::new();
    for word in in_order(text) {
        if !words.contains(&word) && words.len() < ASKED_WORDS_MAX {
            words.push(word);
        }
    }
    let last = words.pop()?;
    let goes_on = last.len() >= PREFIX_CHARS_MIN && text.ends_with(char::is_alphanumeric);
    if goes_on {
        return Some(Asked { words, prefix: Some(last) });
    }
    words.push(last);
    Some(Asked { words, prefix: None })
}

fn in_order(text: &str) -> Vec<String> {
    let plain = plain(text);
    let clean = scrub(&plain).text;
    clean
        .split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !has_number_of_card(word))
        .map(|word| word.chars().take(WORD_CHARS_MAX).collect())
        .collect()
}

/// The text in lower-case Latin letters; signs of other scripts become spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        plain.push_str(&deunicode(word));
        let mut signs = after.chars();
        if let Some(sign) = signs.next() {
            plain.push(if sign.is_ascii() { sign } else { ' ' });
        }
        rest = signs.as_str();
    }
    plain.make_ascii_lowercase();
    plain
}

/// Whether a run of digits has a card's length and check digit, whoever may have issued it.
fn has_number_of_card(word: &str) -> bool {
    let runs = word.split(|char: char| !char.is_ascii_digit());
    let mut long = runs.filter(|run| (PAN_DIGITS_MIN..=PAN_DIGITS_MAX).contains(&run.len()));
    long.any(|run| luhn(run.bytes().map(|digit| digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_accents_and_marks() {
        let table: [(&str, &[&str]); 7] = [
            ("Återbetalning, tack!", &["aterbetalning", "tack"]),
            ("JRFH-86VS", &["86vs", "jrfh"]),
            ("Straße straße STRASSE", &["strasse"]),
            ("ada@shop.example", &["ada", "example", "shop"]),
            ("€ 45.90 — …", &["45", "90"]),
            ("Где мой заказ", &["gde", "moi", "zakaz"]),
            ("🙂", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<String> = words(text).into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn card_numbers_are_no_words_in_any_characters() {
        for text in [
            "4539578763621486",
            "my card 4539 5787 6362 1486, thanks",
            "⁴⁵³⁹⁵⁷⁸⁷⁶³⁶²¹⁴⁸⁶",
            "₄₅₃₉ ₅₇₈₇ ₆₃₆₂ ₁₄₈₆",
            "④⑤③⑨⑤⑦⑧⑦⑥③⑥②①④⑧⑥",
            "4539💳5787💳6362💳1486",
            "㊺39578763621486",
            "x4539578763621486y",
            "2999999999999909",
            "a2999999999999909",
        ] {
            let digits: Vec<String> = words(text).into_iter().collect();
            let whole: String = digits.concat().chars().filter(char::is_ascii_digit).collect();
            assert!(!whole.contains("5787") && !whole.contains("99999"), "{text}: {digits:?}");
        }
        for text in ["00340434161094042557", "2999999999999908", "1763717400000"] {
            assert!(words(text).contains(text), "{text} is no card's number");
        }
    }

    #[test]
    fn bounds_hold() {
        let long = "x".repeat(10_000);
        assert_eq!(words(&long).into_iter().next().unwrap().len(), WORD_CHARS_MAX);
        let many: String = (0..2_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(words(&many).len(), WORDS_MAX);
        assert_eq!(asked(&many).unwrap().words.len(), ASKED_WORDS_MAX);
    }

    #[test]
    fn the_last_word_may_go_on_while_it_is_typed() {
        let asked = |text| asked(text).map(|asked| (asked.words.join(" "), asked.prefix));
        let table = [
            ("late refu", Some(("late", Some("refu")))),
            ("late refund ", Some(("late refund", None))),
            ("late late", Some(("", Some("late")))),
            ("x", Some(("x", None))),
            ("  …", None),
        ];
        for (text, expected) in table {
            let expected =
                expected.map(|(words, prefix)| (words.to_owned(), prefix.map(str::to_owned)));
            assert_eq!(asked(text), expected, "{text:?}");
        }
    }
}
