//! What a host says of a letter's sender in `Authentication-Results` (RFC 8601).

use crate::address::domain;

/// What one method found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    method: String,
    passed: bool,
    /// Such as `header.from`, with its value; in lower case.
    properties: Vec<(String, String)>,
}

/// Whether a host vouches for the domain of the address in `From`; with the method that it did by.
///
/// Only the topmost header counts, and only where it names the trusted host: that host adds its own
/// above whatever came with the letter, and takes out those that claim its name.
pub(crate) fn proven_by(results: &str, trusted_host: &str, from: &str) -> Option<&'static str> {
    let plain = without_comments(results);
    let mut parts = plain.split(';');
    // The host may be followed by a version.
    let host = parts.next()?.split_whitespace().next()?;
    if !host.eq_ignore_ascii_case(trusted_host) {
        return None;
    }
    let findings: Vec<Finding> = parts.filter_map(finding).collect();
    let from = domain(from);
    let by = |method: &str, property: &str, aligned: fn(&str, &str) -> bool| {
        findings.iter().filter(|found| found.method == method && found.passed).any(|found| {
            let mut values = found.properties.iter().filter(|(name, _)| name == property);
            values.any(|(_, value)| aligned(from, value))
        })
    };
    if by("dmarc", "header.from", is_same) {
        Some("dmarc")
    } else if by("dkim", "header.d", is_within) || by("dkim", "header.i", is_within) {
        Some("dkim")
    } else if by("spf", "smtp.mailfrom", is_within) {
        Some("spf")
    } else {
        None
    }
}

fn is_same(from: &str, value: &str) -> bool {
    !from.is_empty() && host_of(value) == from
}

/// The domain itself, or one below it: who signs for `example.com` may speak for `mail.example.com`.
/// Not the other way: that needs the list of public suffixes, which DMARC has looked at.
fn is_within(from: &str, value: &str) -> bool {
    let by = host_of(value);
    let below = || from.strip_suffix(by).is_some_and(|rest| rest.ends_with('.'));
    by.contains('.') && (from == by || below())
}

/// The domain of an address, or of `@domain`, or the text itself.
fn host_of(value: &str) -> &str {
    value.rsplit_once('@').map_or(value, |(_, host)| host)
}

fn finding(part: &str) -> Option<Finding> {
    let mut words = part.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    let method = method.split('/').next()?.to_lowercase();
    let property = |word: &str| {
        let (name, value) = word.split_once('=')?;
        Some((name.to_lowercase(), value.trim_matches('"').to_lowercase()))
    };
    let properties = words.filter_map(property).collect();
    Some(Finding { method, passed: result.eq_ignore_ascii_case("pass"), properties })
}

/// Comments may hold anything, also what looks like a result.
fn without_comments(text: &str) -> String {
    let (mut plain, mut depth, mut escaped, mut quoted) = (String::new(), 0u32, false, false);
    for c in text.chars() {
        let was_escaped = escaped;
        escaped = c == '\\' && !was_escaped;
        match c {
            '"' if depth == 0 && !was_escaped => quoted = !quoted,
            '(' if !quoted && !was_escaped => depth += 1,
            ')' if !quoted && !was_escaped && depth > 0 => {
                depth -= 1;
                plain.push(' ');
            }
            // A quoted text is one word, whatever stands in it.
            ';' | ' ' | '=' if quoted => plain.push('_'),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_proven_by_the_trusted_host_alone() {
        const FROM: &str = "anna@example.com";
        for (results, proven) in [
            ("mx.acme.example; dmarc=pass header.from=example.com", Some("dmarc")),
            ("MX.acme.example 1; dkim=pass header.d=Example.com", Some("dkim")),
            ("mx.acme.example; dkim=pass header.i=@example.com", Some("dkim")),
            ("mx.acme.example; spf=pass smtp.mailfrom=bounce@example.com", Some("spf")),
            (
                "mx.acme.example; spf=fail smtp.mailfrom=example.com; dkim=pass (ok) header.d=example.com",
                Some("dkim"),
            ),
            // Somebody else's word, somebody else's domain, a failure, a comment, a quoted text.
            ("mx.evil.example; dmarc=pass header.from=example.com", None),
            ("mx.acme.example.evil; dmarc=pass header.from=example.com", None),
            ("mx.acme.example; dkim=pass header.d=evil.example", None),
            ("mx.acme.example; dkim=pass header.d=notexample.com", None),
            ("mx.acme.example; dkim=pass header.d=com", None),
            ("mx.acme.example; dkim=pass header.d=mail.example.com", None),
            ("mx.acme.example; dmarc=fail header.from=example.com", None),
            ("mx.acme.example; dmarc=none", None),
            ("mx.acme.example; none", None),
            ("mx.acme.example; spf=none (dmarc=pass header.from=example.com)", None),
            ("mx.acme.example (; dkim=pass header.d=example.com", None),
            ("mx.acme.example; spf=fail reason=\"x; dmarc=pass header.from=example.com\"", None),
            ("", None),
        ] {
            assert_eq!(proven_by(results, "mx.acme.example", FROM), proven, "{results}");
        }
    }
}
