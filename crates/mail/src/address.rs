//! Addresses, as they are compared.

/// Longest address (RFC 5321, 4.5.3.1.3 less the brackets).
pub const ADDRESS_CHARS_MAX: usize = 254;

/// An address in the one form that it is compared in; `None` for what is no address.
pub fn normal(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, domain) = text.rsplit_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',');
    let fits = !name.is_empty() && domain.contains('.') && text.chars().all(plain);
    (fits && text.len() <= ADDRESS_CHARS_MAX).then_some(text)
}

/// What follows the `@`.
pub fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// An address without what follows a `+` in its name, and that part.
pub fn without_tag(address: &str) -> (String, Option<&str>) {
    let Some((name, domain)) = address.rsplit_once('@') else { return (address.to_owned(), None) };
    match name.split_once('+') {
        Some((name, tag)) => (format!("{name}@{domain}"), Some(tag)),
        None => (address.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        for (text, expected) in [
            (" Anna@Example.COM ", Some("anna@example.com")),
            ("anna+x@example.com", Some("anna+x@example.com")),
            ("anna@localhost", None),
            ("@example.com", None),
            ("anna", None),
            ("an na@example.com", None),
            ("a@b.c\r\nBcc: d@e.f", None),
        ] {
            assert_eq!(normal(text).as_deref(), expected, "{text:?}");
        }
        assert_eq!(without_tag("a+b+c@d.e"), ("a@d.e".to_owned(), Some("b+c")));
        assert_eq!(without_tag("a@d.e"), ("a@d.e".to_owned(), None));
        assert_eq!(domain("a@b.c"), "b.c");
    }
}
