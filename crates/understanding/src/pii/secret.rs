//! What opens something: keys of programs, and the codes of cards and doors that a word announces.

use std::ops::Range;
use std::sync::LazyLock;

use kernel::scrub::digit_words;
use regex::Regex;

use super::pattern;

/// Keys say by their beginning what they are: Ombud's own (of the API, sessions, tickets), those of webhooks
/// by the Standard Webhooks specification, Stripe's.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:ombud_[a-z]{2}_|whsec_|whsk_|(?:sk|rk)_(?:live|test)_)[A-Za-z0-9_+/-]{8,200}={0,2}",
    )
});
/// A PIN of four to six digits, or as many words for digits.
static PIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let cue =
        r"\b(?:pin|pin[- ]?(?:code|kod|number|nummer)(?:en)?|kortkod(?:en)?|geheimzahl|clave)\b";
    let is = r"[^0-9\p{L}]{0,4}(?:(?:is|was|now|är|ist|lautet|es)\b[^0-9\p{L}]{1,3}){0,2}";
    let word = format!("(?:{})", digit_words().join("|"));
    pattern(&format!(
        r"(?i){cue}{is}(?P<code>[0-9](?:[ -]?[0-9]){{3,5}}|{word}(?:[ ,-]{{1,3}}{word}){{3,5}})"
    ))
});

/// Where keys stand.
pub(super) fn keys(text: &str) -> Vec<Range<usize>> {
    KEY.iter().flat_map(|key| key.find_iter(text)).map(|found| found.range()).collect()
}

/// Where PINs stand.
pub(super) fn pins(text: &str) -> Vec<Range<usize>> {
    // Where the code stands in it is only asked of what is announced: that is much slower.
    let announcing = PIN.iter().filter(|pin| pin.is_match(text));
    let announced = announcing.flat_map(|pin| pin.captures_iter(text));
    let codes = announced.filter_map(|found| found.name("code")).map(|code| code.range());
    codes.filter(|code| stands_alone(text.get(code.end..).unwrap_or_default())).collect()
}

/// `1234.50` is an amount, `1234567` a longer number.
fn stands_alone(after: &str) -> bool {
    let mut after = after.chars();
    let (next, beyond) = (after.next(), after.next());
    let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
    let goes_on = matches!(next, Some('.' | ',' | '/' | ':' | '-')) && is_digit(beyond);
    !goes_on && !next.is_some_and(char::is_alphanumeric)
}
