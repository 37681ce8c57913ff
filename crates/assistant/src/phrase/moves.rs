//! The closed list of what a draft may do to a text, in one language.

use std::cmp::Reverse;

/// What may stand before the first word of a pair, besides a space.
const BEFORE: &[char] = &['(', '"', '¿', '¡'];
/// What may stand between the last word of a pair and a space.
const AFTER: &[char] = &['.', ',', ';', ':', '!', '?', ')', '"'];
const SPACES: &[char] = &[' ', '\n'];

/// What a draft may do to a text; everything else is refused.
#[derive(Debug, Clone, Default)]
pub(super) struct Moves {
    /// Courtesies that may stand before the text.
    pub(super) openers: Vec<String>,
    /// Courtesies that may stand after it.
    pub(super) closers: Vec<String>,
    /// Words of the text, and those that may stand in their place.
    pub(super) pairs: Vec<(String, String)>,
}

impl Moves {
    /// The list that ships for a language.
    pub(super) fn of(language: &str) -> Option<Self> {
        let file = match language {
            "en" => include_str!("words/en.txt"),
            "sv" => include_str!("words/sv.txt"),
            "de" => include_str!("words/de.txt"),
            "es" => include_str!("words/es.txt"),
            _ => return None,
        };
        let mut moves = Self::default();
        let mut section = "";
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match (section, line.split_once(" = ")) {
                _ if line.starts_with('[') => section = line,
                ("[pairs]", Some((text, draft))) => moves.pairs.push((plain(text), plain(draft))),
                ("[openers]", None) => moves.openers.push(plain(line)),
                ("[closers]", None) => moves.closers.push(plain(line)),
                _ => {}
            }
        }
        // The longest first: "don't need to" before "don't".
        moves.pairs.sort_by_key(|(text, _)| Reverse(text.len()));
        Some(moves)
    }

    /// Whether these moves, and no others, lead from the text to the draft.
    pub(super) fn lead(&self, text: &str, draft: &str) -> bool {
        let (text, draft) = (plain(text), plain(draft));
        let opened =
            self.openers.iter().filter_map(|one| draft.strip_prefix(one)?.strip_prefix(' '));
        opened.chain([draft.as_str()]).any(|draft| {
            let closed =
                self.closers.iter().filter_map(|one| draft.strip_suffix(one)?.strip_suffix(' '));
            closed.chain([draft]).any(|draft| self.same(&text, draft))
        })
    }

    /// Character by character the same, but for pairs.
    fn same(&self, mut text: &str, mut draft: &str) -> bool {
        let mut word_begins = true;
        loop {
            let put = |(of, by): &(String, String)| Some((after(text, of)?, after(draft, by)?));
            if word_begins && let Some(rests) = self.pairs.iter().find_map(put) {
                (text, draft) = rests;
                word_begins = false;
                continue;
            }
            let (mut of, mut by) = (text.chars(), draft.chars());
            match (of.next(), by.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one == other => {
                    word_begins = SPACES.contains(&one) || (word_begins && BEFORE.contains(&one));
                }
                _ => return false,
            }
            (text, draft) = (of.as_str(), by.as_str());
        }
    }
}

/// What comes after a phrase that ends where a word does: not within a link, an address or a longer word.
fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(phrase)?;
    let next = rest.trim_start_matches(AFTER);
    (next.is_empty() || next.starts_with(SPACES)).then_some(rest)
}

/// With plain spaces, apostrophes and quotation marks.
fn plain(text: &str) -> String {
    let one = |c| match c {
        '\u{A0}' | '\u{202F}' => ' ',
        '‘' | '’' => '\'',
        '„' | '“' | '”' => '"',
        c => c,
    };
    text.chars().map(one).collect()
}
