//! Who calls: an API key or a session's secret as a bearer token, a session's cookie, or (at the
//! Klarna-compatible seat) a key as the password of Basic.
//!
//! A cookie comes along by itself, also when another site's page asks. So what changes something is
//! taken by cookie only from our own pages, as the browser says itself (`Sec-Fetch-Site`, `Origin`).

use std::net::IpAddr;
use std::sync::Arc;

use app::Principal;
use app::cobrowse::Entry;
use app::sign_in::{Client, SessionInfo, Who};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{CustomerId, Secret};

use crate::AppState;
use crate::limits::API_KEY_CHARS_MAX;
use crate::problem::Problem;

/// Whom a language model or an agent speaks with.
const CUSTOMER: HeaderName = HeaderName::from_static("ombud-customer");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The cookie of a session.
pub(crate) const COOKIE: &str = "ombud_session";

/// The network address of the connection that a request came by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The principal of the request's key or session.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) Principal);

/// With what the caller of the request came in: what they are given is good for as long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CameIn(pub(crate) Option<Entry>);

/// The session of the request, which must be one: what follows is about the session itself.
#[derive(Debug, Clone)]
pub(crate) struct SessionCaller(pub(crate) Arc<SessionInfo>);

/// The principal of the request where it has one: of what is open to everybody, and more to who is known.
#[derive(Debug, Clone)]
pub(crate) struct MaybeCaller(pub(crate) Option<Principal>);

/// As [`Caller`], and the key may also come as the password of Basic authentication.
#[derive(Debug, Clone)]
pub(crate) struct SeatCaller(pub(crate) Principal);

/// From where somebody tries to sign in. It must be one of our own pages, or no browser at all.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer(pub(crate) Client);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let who = state.app.who(token(state, parts)?.expose()).await?;
        narrowed(parts, who.principal).map(Self)
    }
}

impl FromRequestParts<AppState> for MaybeCaller {
    type Rejection = Problem;

    /// What is shown in a header must be right. A cookie comes along by itself: from another site's page, or
    /// when it is over, it is none.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let Caller(principal) = Caller::from_request_parts(parts, state).await?;
            return Ok(Self(Some(principal)));
        }
        let Ok(secret) = token(state, parts) else { return Ok(Self(None)) };
        Ok(Self(state.app.who(secret.expose()).await.ok().map(|who| who.principal)))
    }
}

impl FromRequestParts<AppState> for CameIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Who { session, key, .. } = state.app.who(token(state, parts)?.expose()).await?;
        let session = session.map(|session| Entry::Session(session.session));
        Ok(Self(session.or(key.map(|key| Entry::Key(key.id)))))
    }
}

impl FromRequestParts<AppState> for SessionCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let who = state.app.who(token(state, parts)?.expose()).await?;
        let none = || Problem::new("session_needed", "this is for who is signed in, not for a key");
        who.session.map(Self).ok_or_else(none)
    }
}

impl FromRequestParts<AppState> for SeatCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let key = bearer(parts).or_else(|| basic(parts)).ok_or_else(no_key)?;
        narrowed(parts, state.app.authenticate(key.expose()).await?).map(Self)
    }
}

impl FromRequestParts<AppState> for Newcomer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        Ok(Self(client(state, parts)))
    }
}

/// The secret of a request: the bearer token, or else the cookie.
pub(crate) fn token(state: &AppState, parts: &Parts) -> Result<Secret, Problem> {
    if parts.headers.contains_key(header::AUTHORIZATION) {
        return bearer(parts).ok_or_else(no_key);
    }
    let secret = cookie(&parts.headers, COOKIE).ok_or_else(no_key)?;
    if !parts.method.is_safe() {
        own_page(state, &parts.headers)?;
    }
    Ok(secret)
}

/// Who opens a socket, as its request says. A cookie counts only from a page of our own: another
/// site's page could open a socket too, and would read what comes.
///
/// # Errors
/// As [`Caller`].
pub(crate) async fn who_opens(parts: &Parts, state: &AppState) -> Result<Who, Problem> {
    if !parts.headers.contains_key(header::AUTHORIZATION) {
        own_page(state, &parts.headers)?;
    }
    let who = state.app.who(token(state, parts)?.expose()).await?;
    Ok(Who { principal: narrowed(parts, who.principal)?, ..who })
}

/// The principal of an API key in `Authorization: Bearer`; no session, and no cookie.
///
/// # Errors
/// As [`Caller`].
pub(crate) async fn by_key(state: &AppState, parts: &Parts) -> Result<Principal, Problem> {
    let key = bearer(parts).ok_or_else(no_key)?;
    narrowed(parts, state.app.authenticate(key.expose()).await?)
}

/// Whether a page of our own asks: as the browser says, or by the origin that it names.
///
/// # Errors
/// `cross_site`, also when neither is there: every browser of today sends one of them with what
/// changes something.
pub(crate) fn own_page(state: &AppState, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (text(SEC_FETCH_SITE), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            let public = state.app.sign_in_options().public_url.as_str();
            origin == public || host.is_some() && host == text(header::HOST)
        }
        (None, None) => false,
    };
    if own {
        return Ok(());
    }
    let said = "a cookie is not taken from a page of another site";
    Err(Problem::new("cross_site", said).field("Origin"))
}

/// From where a request comes.
fn client(state: &AppState, parts: &Parts) -> Client {
    let peer = parts.extensions.get::<Peer>().map(|Peer(address)| *address);
    // The last entry is the one that our own proxy wrote.
    let forwarded = || {
        let value = parts.headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
        value.rsplit(',').next()?.trim().parse().ok()
    };
    let address = if state.behind_proxy { forwarded().or(peer) } else { peer };
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client { address, user_agent: agent.unwrap_or_default().to_owned() }
}

/// The principal of a language model or an agent is narrowed to the customer it speaks with.
fn narrowed(parts: &Parts, principal: Principal) -> Result<Principal, Problem> {
    let Some(customer) = parts.headers.get(CUSTOMER) else { return Ok(principal) };
    let wrong = |detail: String| Problem::new("invalid_parameter", detail).field("Ombud-Customer");
    let text = customer.to_str().map_err(|error| wrong(error.to_string()))?;
    let customer = CustomerId::new(text).map_err(|error| wrong(error.to_string()))?;
    Ok(app::keys::speaking_with(principal, customer)?)
}

fn no_key() -> Problem {
    Problem::new("unauthenticated", "no API key and no session was sent").field("Authorization")
}

/// The part of the header after its scheme.
fn credentials<'a>(parts: &'a Parts, scheme: &str) -> Option<&'a str> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    let (found, rest) = value.split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then_some(rest.trim())
}

fn bearer(parts: &Parts) -> Option<Secret> {
    key(credentials(parts, "Bearer")?)
}

fn basic(parts: &Parts) -> Option<Secret> {
    let encoded = credentials(parts, "Basic")?;
    if encoded.len() > 4 * API_KEY_CHARS_MAX {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (_, password) = plain.split_once(':')?;
    key(password)
}

/// A cookie's value; nothing when it is there twice.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<Secret> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(found, _)| found.trim() == name).map(|(_, value)| value.trim());
    let value = found.next()?;
    if found.next().is_some() { None } else { key(value) }
}

fn key(text: &str) -> Option<Secret> {
    let fits = (1..=API_KEY_CHARS_MAX).contains(&text.len());
    fits.then(|| Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(values: &[&str]) -> Parts {
        let mut request = axum::http::Request::builder();
        for value in values {
            request = request.header(header::AUTHORIZATION, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn keys_are_found_where_they_may_be() {
        let basic_text = format!("Basic {}", STANDARD.encode("shop-17:k1"));
        let long = format!("Bearer {}", "x".repeat(API_KEY_CHARS_MAX + 1));
        let table: &[(&[&str], Option<&str>, Option<&str>)] = &[
            (&["Bearer k1"], Some("k1"), None),
            (&["bearer  k1"], Some("k1"), None),
            (&[&basic_text], None, Some("k1")),
            (&["Bearer"], None, None),
            (&["Bearer "], None, None),
            (&["Bearer k1", "Bearer k2"], None, None),
            (&[&long], None, None),
            (&["Basic !!!"], None, None),
            (&[], None, None),
        ];
        for (headers, as_bearer, as_basic) in table {
            let parts = parts(headers);
            let text = |key: Option<Secret>| key.map(|key| key.expose().to_owned());
            assert_eq!(text(bearer(&parts)).as_deref(), *as_bearer, "{headers:?}");
            assert_eq!(text(basic(&parts)).as_deref(), *as_basic, "{headers:?}");
        }
    }

    #[test]
    fn a_cookie_is_found_when_it_is_there_once() {
        for (lines, expected) in [
            (&["ombud_session=a"][..], Some("a")),
            (&["x=1; ombud_session=a; y=2"], Some("a")),
            (&["x=1", "ombud_session=a"], Some("a")),
            (&["ombud_session=a; ombud_session=b"], None),
            (&["ombud_session="], None),
            (&["xombud_session=a"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, line.parse().unwrap());
            }
            let found = cookie(&headers, COOKIE).map(|secret| secret.expose().to_owned());
            assert_eq!(found.as_deref(), expected, "{lines:?}");
        }
    }
}
