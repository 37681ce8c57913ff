//! A text as words, numbers and signs.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// It has a digit of any script.
    Number,
    /// Anything with a sign in it: links, addresses, codes.
    Sign,
}

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// In small letters, with plain apostrophes.
    pub(super) low: String,
    pub(super) kind: Kind,
    /// A sentence begins with it.
    pub(super) opens: bool,
    /// A sign of punctuation comes after it.
    pub(super) closes: bool,
    /// Its first letter is a capital.
    pub(super) capital: bool,
    /// All of two or more letters are capitals.
    pub(super) all_capitals: bool,
}

/// Punctuation around words.
pub(crate) const AROUND: &[char] = &[
    '.', ',', ';', ':', '!', '?', '(', ')', '"', '“', '”', '„', '‘', '’', '\'', '«', '»', '–', '—',
    '-', '…', '•', '¿', '¡',
];
/// After these a sentence begins.
const ENDS: &[char] = &['.', '!', '?', ':', '…'];

/// The tokens of a text.
pub(super) fn read(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let mut opens = true;
        for chunk in line.split(char::is_whitespace).filter(|chunk| !chunk.is_empty()) {
            let core = chunk.trim_matches(AROUND);
            let after = chunk.trim_start_matches(AROUND).get(core.len()..).unwrap_or_default();
            if core.is_empty() {
                opens |= chunk.contains(ENDS);
                continue;
            }
            opens |= chunk.starts_with(['¿', '¡', '•', '„', '“']);
            push(&mut tokens, core, opens, !after.is_empty());
            opens = after.contains(ENDS);
        }
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, core: &str, opens: bool, closes: bool) {
    let kind = kind(core);
    let parts: Vec<&str> = match kind {
        Kind::Word => core.split(['-', '–']).filter(|part| !part.is_empty()).collect(),
        Kind::Number | Kind::Sign => vec![core],
    };
    let last = parts.len();
    for (place, part) in parts.into_iter().enumerate() {
        let low = part.to_lowercase().replace('’', "'");
        let letters = part.chars().filter(|c| c.is_alphabetic()).count();
        tokens.push(Token {
            low,
            kind,
            opens: opens && place == 0,
            closes: closes && place + 1 == last,
            capital: part.chars().next().is_some_and(char::is_uppercase),
            all_capitals: letters > 1 && !part.chars().any(char::is_lowercase),
        });
    }
}

fn kind(core: &str) -> Kind {
    if core.chars().any(char::is_numeric) {
        return Kind::Number;
    }
    let plain = |c: char| c.is_alphabetic() || matches!(c, '-' | '–' | '\'' | '’');
    if core.chars().all(plain) { Kind::Word } else { Kind::Sign }
}

/// Whether a character may stand in a draft: those of the four languages, and what sentences need.
pub(super) fn is_plain(c: char) -> bool {
    let latin = c.is_alphabetic() && c <= '\u{24F}';
    latin
        || c.is_ascii_graphic()
        || matches!(c, ' ' | '\n' | '\u{A0}' | '\u{202F}' | '€' | '£')
        || AROUND.contains(&c)
}
