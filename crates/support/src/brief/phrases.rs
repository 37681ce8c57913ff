//! How a promise sounds, as data: `policy/support/promises.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Why the phrases do not load.
#[derive(Debug, thiserror::Error)]
pub enum PhrasesError {
    #[error("policy/support/promises.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error(
        "policy/support/promises.toml: [{language}] {list} has {phrase:?}: write it in lower case, and not empty"
    )]
    Phrase { language: String, list: &'static str, phrase: String },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    gives: Vec<String>,
    money: Vec<String>,
}

/// The phrases of every language. They are looked for in all languages at once: whoever writes in
/// two has promised in both.
#[derive(Debug, Clone)]
pub struct Phrases {
    gives: Vec<String>,
    money: Vec<String>,
}

impl Phrases {
    /// The phrases that are shipped.
    ///
    /// # Errors
    /// [`PhrasesError`], which a test rules out.
    pub fn shipped() -> Result<Self, PhrasesError> {
        Self::from_toml(include_str!("../../../../policy/support/promises.toml"))
    }

    /// # Errors
    /// [`PhrasesError`] with the place.
    pub fn from_toml(text: &str) -> Result<Self, PhrasesError> {
        let file: BTreeMap<String, Lists> = toml::from_str(text)?;
        let (mut gives, mut money) = (Vec::new(), Vec::new());
        for (language, lists) in file {
            for (list, phrases, all) in
                [("gives", lists.gives, &mut gives), ("money", lists.money, &mut money)]
            {
                for phrase in phrases {
                    let plain = phrase.trim_end_matches('*').trim();
                    if plain.is_empty() || folded(plain) != plain {
                        let language = language.clone();
                        return Err(PhrasesError::Phrase { language, list, phrase });
                    }
                    all.push(phrase);
                }
            }
        }
        Ok(Self { gives, money })
    }

    /// The first sentence in which something is promised.
    pub(super) fn promise<'t>(&self, text: &'t str) -> Option<&'t str> {
        sentences(text).find(|sentence| {
            let folded = folded(sentence);
            self.gives.iter().chain(&self.money).any(|phrase| says(&folded, phrase))
        })
    }

    /// The phrase that promises money in a sentence, where one does.
    pub fn money_in(&self, sentence: &str) -> Option<&str> {
        let folded = folded(sentence);
        self.money.iter().find(|phrase| says(&folded, phrase)).map(String::as_str)
    }
}

/// Sentences, each with the mark that ends it. A line ends one too.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '…' | '？' | '。');
    let mut rest = text;
    std::iter::from_fn(move || {
        let trimmed = rest.trim_start();
        if trimmed.is_empty() {
            return None;
        }
        // A mark inside a number or an address (`12.50`, `a.b@c`) ends nothing, nor does the dot of a number
        // that counts: `am 27. November`, `die 3. Rate`.
        let mut marks = trimmed.char_indices().filter(|(_, c)| ends(*c));
        let end = marks.find(|(at, c)| {
            let after = trimmed.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            let counts = || *c == '.' && is_ordinal(trimmed, *at);
            *c == '\n' || after.is_none_or(|next| (next.is_whitespace() && !counts()) || ends(next))
        });
        let end = end.map_or(trimmed.len(), |(at, c)| at + c.len_utf8());
        let (sentence, later) = trimmed.split_at(end);
        rest = later;
        Some(sentence.trim())
    })
    .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
}

/// Whether the dot at a place ends a number of one or two digits that more words follow on its line.
fn is_ordinal(text: &str, dot: usize) -> bool {
    let (before, after) = (text.get(..dot).unwrap_or_default(), text.get(dot + 1..));
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    // `12.50.` and `ord-12.` are no count.
    let opens = before.chars().rev().nth(digits).is_none_or(char::is_whitespace);
    let rest = after.unwrap_or_default().trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    (1..=2).contains(&digits) && opens && rest.starts_with(char::is_alphabetic)
}

/// In lower case, with plain apostrophes and single spaces.
fn folded(text: &str) -> String {
    let plain = text.to_lowercase().replace(['’', '‘', '`'], "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a folded text has a phrase as whole words.
fn says(folded: &str, phrase: &str) -> bool {
    let (plain, open) = match phrase.strip_suffix('*') {
        Some(plain) => (plain.trim_end(), true),
        None => (phrase, false),
    };
    folded.match_indices(plain).any(|(at, found)| {
        let before = folded.get(..at).and_then(|text| text.chars().next_back());
        let after = folded.get(at + found.len()..).and_then(|text| text.chars().next());
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        apart(before) && (open || apart(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_not_cut_in_two() {
        let cases: [(&str, &[&str]); 6] = [
            (
                "Fällig ist sie am 27. November 2026. Passt das?",
                &["Fällig ist sie am 27. November 2026.", "Passt das?"],
            ),
            ("Die 3. Rate ist offen.", &["Die 3. Rate ist offen."]),
            ("You paid 12.50. Thanks.", &["You paid 12.50.", "Thanks."]),
            ("It was in 2025. Then it moved.", &["It was in 2025.", "Then it moved."]),
            ("For order ord-12. It is late.", &["For order ord-12.", "It is late."]),
            ("Es ist die 2.\nUnd nun?", &["Es ist die 2.", "Und nun?"]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn promises_are_heard_as_whole_words_in_every_language_of_the_file() {
        let phrases = Phrases::shipped().unwrap();
        let cases = [
            ("Thanks! I’ll look at it. Bye.", Some("I’ll look at it.")),
            (
                "It costs 12.50 and we will refund it today.",
                Some("It costs 12.50 and we will refund it today."),
            ),
            ("Jag återkommer\nsenast i morgon", Some("Jag återkommer")),
            ("Free will is a topic.", None),
            ("The will of my mother", None),
            ("", None),
            ("...", None),
        ];
        for (text, expected) in cases {
            assert_eq!(phrases.promise(text), expected, "{text}");
        }
        for (text, money) in [
            ("We will REFUND you.", Some("we will refund")),
            ("Wir  erstatten den Betrag", Some("wir erstatten")),
            ("We look into your refund.", None),
            ("Wir erstattenden", None),
        ] {
            assert_eq!(phrases.money_in(text), money, "{text}");
        }
        let error = Phrases::from_toml("[en]\ngives = [\"We will\"]\nmoney = []").unwrap_err();
        assert!(error.to_string().contains("[en] gives"), "{error}");
    }
}
