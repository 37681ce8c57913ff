//! A text as words, numbers and signs, each with its place.
//!
//! A number keeps the separators that people write in it: `1 234,50`, `1.234,56`, `15.10.2026`. What
//! they mean is for the reader of the slot: a point is a decimal here and a month there.

use std::ops::Range;

use crate::words::{TEXT_CHARS_MAX, fold_word};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Sign,
}

/// A word, a number or a sign.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// As written.
    pub(super) raw: &'t str,
    /// A word as it is compared: see [`crate::words`].
    pub(super) word: String,
    pub(super) place: Range<usize>,
    /// Whether nothing stands between it and the token before.
    pub(super) glued: bool,
    /// Whether it is the first of a sentence.
    pub(super) opens: bool,
}

impl Token<'_> {
    /// Whether it is this sign.
    pub(super) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign && self.raw.starts_with(sign)
    }

    pub(super) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    /// A whole number without separators.
    pub(super) fn whole(&self) -> Option<u64> {
        (self.kind == Kind::Number).then(|| self.raw.parse().ok()).flatten()
    }
}

/// The beginning of a text that is read.
pub(super) fn head(text: &str) -> &str {
    let end = text.char_indices().nth(TEXT_CHARS_MAX).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The tokens of the first [`TEXT_CHARS_MAX`] characters.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let text = head(text);
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    let mut opens = true;
    while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let end = match next {
            _ if next.is_ascii_digit() => number_end(text, at),
            _ if next.is_alphabetic() => word_end(text, at),
            _ => at + next.len_utf8(),
        };
        let raw = text.get(at..end).unwrap_or_default();
        if !next.is_whitespace() {
            let kind = match next {
                _ if next.is_ascii_digit() => Kind::Number,
                _ if next.is_alphabetic() => Kind::Word,
                _ => Kind::Sign,
            };
            let word = if kind == Kind::Word { folded(raw) } else { String::new() };
            let glued = found.last().is_some_and(|last| last.place.end == at);
            found.push(Token { kind, raw, word, place: at..end, glued, opens });
            let ends = matches!(next, '!' | '?' | '…' | ';' | '.') && !goes_on(text, end);
            opens = ends || (opens && kind == Kind::Sign);
        }
        at = end;
    }
    found
}

/// The words and numbers of a text as they are compared, without signs.
pub(super) fn compared(text: &str) -> Vec<String> {
    let said = tokens(text).into_iter().filter(|token| token.kind != Kind::Sign);
    said.map(|token| if token.is_number() { token.raw.to_owned() } else { token.word }).collect()
}

/// Whether a word or number follows without a space.
fn goes_on(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

/// A word as it is compared.
pub(super) fn folded(word: &str) -> String {
    let bare: String = word.chars().filter(|char| char.is_alphabetic()).collect();
    fold_word(&bare).unwrap_or_else(|| bare.to_lowercase())
}

fn word_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = text.get(from..).unwrap_or_default().char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let joins = matches!(char, '\'' | '’' | '\u{301}' | '\u{308}' | '\u{303}' | '\u{30a}');
        let inside = char.is_alphabetic() || (joins && (next.is_alphabetic() || char > '\u{2ff}'));
        if !inside {
            break;
        }
        end = from + at + char.len_utf8();
    }
    end
}

fn number_end(text: &str, from: usize) -> usize {
    let mut end = digits_end(text, from);
    let lead = end - from;
    let mut pointed = false;
    loop {
        let mut rest = text.get(end..).unwrap_or_default().chars();
        let (Some(separator), Some(next)) = (rest.next(), rest.next()) else { return end };
        let start = end + separator.len_utf8();
        let until = digits_end(text, start);
        let is_group = until - start == 3 && lead <= 3 && !pointed;
        let joins = next.is_ascii_digit()
            && match separator {
                '.' | ',' => true,
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => is_group,
                _ => false,
            };
        if !joins {
            return end;
        }
        pointed |= matches!(separator, '.' | ',');
        end = until;
    }
}

fn digits_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_what_is_written_in_them() {
        for (text, expected) in [
            ("1 234,50 kr", vec!["1 234,50", "kr"]),
            ("1.234,56 EUR.", vec!["1.234,56", "EUR", "."]),
            ("order 4471 300 kr", vec!["order", "4471", "300", "kr"]),
            ("don't 3x25,-", vec!["don't", "3", "x", "25", ",", "-"]),
            ("15.10.2026 2026-11-30", vec!["15.10.2026", "2026", "-", "11", "-", "30"]),
            ("12 1234", vec!["12", "1234"]),
        ] {
            let raws: Vec<&str> = tokens(text).iter().map(|token| token.raw).collect();
            assert_eq!(raws, expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_opens_after_a_stop() {
        let opens: Vec<bool> = tokens("Ja. Nej 3.5 då").iter().map(|token| token.opens).collect();
        assert_eq!(opens, [true, false, true, false, false]);
    }
}
