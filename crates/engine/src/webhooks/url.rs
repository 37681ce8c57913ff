//! Which URLs may be registered as webhook endpoints.
//!
//! The first of two gates: it turns away what can be seen in the text. What a name resolves to is
//! judged by [`super::address`] when the connection is made.

use std::net::IpAddr;

use reqwest::Url;

/// A URL that passed.
pub(crate) type Target = Url;

use super::address;

/// Ports that web servers use for HTTPS; anything else smells of another service.
pub const PORTS: [u16; 4] = [443, 8443, 4443, 9443];
/// Longest URL.
pub const URL_CHARS_MAX: usize = 2_048;
/// Names that mean the inside of some network.
const INTERNAL_SUFFIXES: [&str; 10] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "corp",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
];

/// Why a URL is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("url: not a URL: {0}")]
    Malformed(String),
    #[error("url: longer than {URL_CHARS_MAX} characters")]
    TooLong,
    #[error("url: must begin with https://")]
    Scheme,
    #[error("url: must not hold a user name or password; requests are signed instead")]
    Credentials,
    #[error("url: port {0} is not allowed; use 443, 8443, 4443 or 9443")]
    Port(u16),
    #[error("url: must not have a fragment (#…)")]
    Fragment,
    #[error("url: {0} is not a public host name")]
    Internal(String),
    #[error("url: {0} is not a public address")]
    Address(IpAddr),
}

/// Checks a URL. `development` allows plain HTTP, any port and internal hosts.
///
/// # Errors
/// [`UrlError`], with the fix.
pub fn check(text: &str, development: bool) -> Result<Url, UrlError> {
    if text.chars().count() > URL_CHARS_MAX {
        return Err(UrlError::TooLong);
    }
    let url = Url::parse(text).map_err(|error| UrlError::Malformed(error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlError::Credentials);
    }
    if url.fragment().is_some() {
        return Err(UrlError::Fragment);
    }
    if development && matches!(url.scheme(), "http" | "https") {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(UrlError::Scheme);
    }
    if let Some(port) = url.port().filter(|port| !PORTS.contains(port)) {
        return Err(UrlError::Port(port));
    }
    check_host(&url)?;
    Ok(url)
}

fn check_host(url: &Url) -> Result<(), UrlError> {
    let host = url.host_str().unwrap_or_default();
    // The parser has turned every spelling of an IPv4 address (octal, hexadecimal, one number) into
    // the usual one, and puts IPv6 into brackets.
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return if address::is_public(ip) { Ok(()) } else { Err(UrlError::Address(ip)) };
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let internal = !name.contains('.')
        || INTERNAL_SUFFIXES
            .iter()
            .any(|suffix| name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.')));
    if internal { Err(UrlError::Internal(host.to_owned())) } else { Ok(()) }
}
