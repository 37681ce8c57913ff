//! Card numbers beyond those that [`kernel::scrub`] masks in everything that is stored: where words
//! speak of a card, any number with a card's length and check digit is one, whoever issued it.

use std::ops::Range;
use std::sync::LazyLock;

use kernel::scrub::luhn;
use regex::Regex;

use super::{pattern, spoken_before};

/// Fewest digits of a number as it is written here.
pub(super) const DIGITS_MIN: usize = 12;

static WRITTEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[0-9](?:[ \u{A0}-]?[0-9]){11,18}"));
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:credit|debit|bank|kredit|bet[aä]l|konto)?(?:cards?|kort\w*|karten?\w*)|cc|tarjeta|visa|maestro|mastercard|jcb|amex)\b",
    )
});

/// Where card numbers stand that words speak of.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let candidates = WRITTEN.iter().flat_map(|written| written.find_iter(text));
    let is_part = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let found = candidates.filter(|one| {
        let digits = one.as_str().bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
        let before = text.get(..one.start()).unwrap_or_default();
        let after = text.get(one.end()..).unwrap_or_default();
        let is_alone = !is_part(before.chars().next_back()) && !is_part(after.chars().next());
        is_alone && luhn(digits) && spoken_before(&CUE, before)
    });
    found.map(|one| one.range()).collect()
}
