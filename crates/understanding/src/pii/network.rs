//! E-mail and IP addresses.

use std::net::IpAddr;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// The addresses that people have (RFC 5321, 4.1.2), without quoted local parts and address literals;
/// letters of any script (RFC 6531).
static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.\-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}",
    )
});
static IP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.[0-9]{1,3}){3})?",
    )
});

/// Where e-mail addresses stand.
pub(super) fn emails(text: &str) -> Vec<Range<usize>> {
    let found = EMAIL.iter().flat_map(|email| email.find_iter(text));
    // Quotation marks and brackets before an address are no part of it.
    let trimmed = found.map(|found| {
        let lead = found.as_str().len()
            - found.as_str().trim_start_matches(['\'', '`', '*', '.', '{', '|', '/', '=']).len();
        found.start() + lead..found.end()
    });
    trimmed.collect()
}

/// Where IP addresses stand. A version number such as 1.2.3.4 looks the same and is taken for one.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_part = |place: Option<char>| place.is_some_and(|char| char.is_alphanumeric());
    let found = IP.iter().flat_map(|ip| ip.find_iter(text));
    let found = found.filter(|found| {
        let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
        let mut after = text.get(found.end()..).unwrap_or_default().chars();
        let (next, beyond) = (after.next(), after.next());
        let goes_on = is_part(next) || (next == Some('.') && is_part(beyond));
        !is_part(before) && before != Some('.') && !goes_on && is_address(found.as_str())
    });
    found.map(|found| found.range()).collect()
}

/// `::` alone is punctuation.
fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() && text.bytes().filter(u8::is_ascii_hexdigit).count() > 1
}
