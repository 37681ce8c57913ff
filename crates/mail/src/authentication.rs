//! What a host says of a letter's sender in `Authentication-Results` (RFC 8601).

use crate::address::domain;

/// What one method found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    method: String,
    /// Such as `pass`, in lower case.
    result: String,
    /// Such as `header.from`, with its value; in lower case.
    properties: Vec<(String, String)>,
}

impl Finding {
    fn is(&self, method: &str, result: &str) -> bool {
        self.method == method && self.result == result
    }
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
    // The domain itself may ask for more than relaxed alignment: its own say goes before ours.
    if findings.iter().any(|found| found.is("dmarc", "fail")) {
        return None;
    }
    let by = |method: &str, property: &str, aligned: fn(&str, &str) -> bool| {
        findings.iter().filter(|found| found.is(method, "pass")).any(|found| {
            let mut values = found.properties.iter().filter(|(name, _)| name == property);
            values.any(|(_, value)| aligned(from, value))
        })
    };
    if by("dmarc", "header.from", is_same) {
        Some("dmarc")
    } else if by("dkim", "header.d", is_aligned) || by("dkim", "header.i", is_aligned) {
        Some("dkim")
    } else if by("spf", "smtp.mailfrom", is_aligned) {
        Some("spf")
    } else {
        None
    }
}

fn is_same(from: &str, value: &str) -> bool {
    !from.is_empty() && host_of(value) == from
}

/// Relaxed alignment (RFC 7489, 3.1): both have one organisational domain, whoever of the two is below
/// the other. What lies under different registrations of one public suffix (`a.co.uk`, `b.co.uk`) has
/// nothing in common, and a public suffix itself speaks for nobody.
fn is_aligned(from: &str, value: &str) -> bool {
    let of = organisation(host_of(value));
    of.is_some() && organisation(from) == of
}

/// The methods that failed, whoever says so.
pub(crate) fn failed(results: &str) -> Vec<&'static str> {
    let plain = without_comments(results);
    let findings: Vec<Finding> = plain.split(';').filter_map(finding).collect();
    let has_failed = |method: &&str| {
        findings.iter().any(|found| found.is(method, "fail") || found.is(method, "softfail"))
    };
    ["dkim", "spf", "dmarc"].into_iter().filter(has_failed).collect()
}

/// Whether the domains of two addresses are of one organisation.
pub(crate) fn is_one_organisation(one: &str, other: &str) -> bool {
    is_aligned(domain(one), domain(other))
}

/// The organisational domain (RFC 7489, 3.2): one label more than the public suffix; of a suffix that the
/// list does not know, the last label.
fn organisation(domain: &str) -> Option<&str> {
    psl::domain_str(domain)
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
    Some(Finding { method, result: result.to_lowercase(), properties })
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
            ("mx.acme.example; dkim=pass header.d=mail.example.com", Some("dkim")),
            ("mx.acme.example; dkim=pass header.d=", None),
            ("mx.acme.example; dkim=pass header.d=..", None),
            ("mx.acme.example; dmarc=fail header.from=example.com", None),
            ("mx.acme.example; dmarc=FAIL; dkim=pass header.d=mail.example.com", None),
            ("mx.acme.example; dmarc=none; dkim=pass header.d=example.com", Some("dkim")),
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
    #[test]
    fn domains_of_one_organisation_are_aligned_and_neighbours_are_not() {
        for (from, by, aligned) in [
            ("a.co.uk", "a.co.uk", true),
            ("mail.a.co.uk", "a.co.uk", true),
            ("a.co.uk", "news.a.co.uk", true),
            ("x.a.co.uk", "y.a.co.uk", true),
            ("a.co.uk", "b.co.uk", false),
            ("a.co.uk", "co.uk", false),
            ("co.uk", "co.uk", false),
            ("a.com.au", "b.com.au", false),
            ("example.com", "com", false),
            ("com", "com", false),
            // Whoever rents a name below a provider's is an organisation of their own.
            ("a.github.io", "b.github.io", false),
            ("a.github.io", "github.io", false),
            // A suffix that is on no list: the last label, as RFC 7489 has it.
            ("mail.acme.internal", "acme.internal", true),
            ("acme.internal", "other.internal", false),
            ("", "", false),
            ("a.co.uk", "", false),
        ] {
            assert_eq!(is_aligned(from, by), aligned, "{from} by {by}");
            assert_eq!(is_aligned(from, &format!("bounce@{by}")), aligned, "{from} by {by}");
        }
    }
}
