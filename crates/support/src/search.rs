//! The words that conversations are found by.
//!
//! A word is a run of letters and digits, without case and accents: who writes `Återbetalning` is found
//! by `aterbetalning` too. Other scripts are found in Latin letters, which the asker need not know:
//! what is asked for is written the same way.

use std::collections::BTreeSet;

use deunicode::deunicode;

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
    in_order(text).take(WORDS_MAX).collect()
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

fn in_order(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).flat_map(|run| {
        let plain = deunicode(run).to_ascii_lowercase();
        let parts = plain.split(|c: char| !c.is_ascii_alphanumeric());
        let parts: Vec<String> = parts
            .filter(|part| !part.is_empty())
            .map(|part| part.chars().take(WORD_CHARS_MAX).collect())
            .collect();
        parts
    })
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
