//! What a translation must repeat sign for sign: links, addresses, codes.

use std::collections::BTreeMap;

/// Zeros of the scripts whose digits people write in messages; nine digits follow each.
const ZEROS: [u32; 6] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10];
/// What stands around words, in the four languages and beyond.
const AROUND: &[char] = &[
    '.', ',', ';', ':', '!', '?', '(', ')', '"', '“', '”', '„', '‘', '’', '\'', '«', '»', '–', '—',
    '-', '…', '•', '¿', '¡', '<', '>', '*', '。', '，', '、', '؟', '،',
];
/// Fewest letters of each label of a name on the net.
const LABEL_CHARS_MIN: usize = 2;

/// The text with the digits of all scripts as those of ASCII.
pub(super) fn ascii_digits(text: &str) -> String {
    let plain = |c: char| {
        let code = u32::from(c);
        let digit = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|d| *d < 10));
        digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
    };
    text.chars().map(plain).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(bare).filter(|word| !word.is_empty())
}

fn bare(word: &str) -> &str {
    word.trim_matches(AROUND)
}

/// Links, names on the net and e-mail addresses, with how often each stands there.
pub(super) fn links(text: &str) -> BTreeMap<String, usize> {
    counted(words(text).filter(|word| is_link(word)))
}

pub(super) fn without_links(text: &str) -> String {
    let kept = |word: &&str| !is_link(bare(word));
    // Lines stay lines: a sentence ends with its line.
    let lines = text.lines().map(|line| line.split(' ').filter(kept).collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_link(word: &str) -> bool {
    if word.contains("://") || word.contains('@') || word.starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let plain = |label: &&str| {
        label.chars().count() >= LABEL_CHARS_MIN
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top = labels.last().copied().unwrap_or_default();
    // `paid.Thanks` lacks a space, and `EE.UU.` is a country.
    let is_top = top.chars().all(char::is_lowercase);
    labels.len() > 1 && labels.iter().all(plain) && is_top
}

/// Codes: words of letters and digits that begin with a letter, or have a capital in them.
pub(super) fn codes(text: &str) -> BTreeMap<String, usize> {
    counted(words(text).filter(|word| is_code(word)))
}

fn is_code(word: &str) -> bool {
    let has = |is: fn(char) -> bool| word.chars().any(is);
    let begins = word.chars().next().is_some_and(char::is_alphabetic);
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    plain && has(|c| c.is_ascii_digit()) && (begins || has(char::is_uppercase))
}

fn counted<'t>(words: impl Iterator<Item = &'t str>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for word in words {
        *counted.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counted
}
