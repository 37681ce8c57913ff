//! Who calls: an API key, as a bearer token or (at the Klarna-compatible seat) as the password of Basic.

use app::Principal;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{CustomerId, Secret};

use crate::AppState;
use crate::limits::API_KEY_CHARS_MAX;
use crate::problem::Problem;

/// Whom a language model speaks with.
const CUSTOMER: HeaderName = HeaderName::from_static("ombud-customer");

/// The principal of the request's key.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) Principal);

/// As [`Caller`], and the key may also come as the password of Basic authentication.
#[derive(Debug, Clone)]
pub(crate) struct SeatCaller(pub(crate) Principal);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let key = bearer(parts).ok_or_else(no_key)?;
        principal(state, parts, &key).await.map(Self)
    }
}

impl FromRequestParts<AppState> for SeatCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let key = bearer(parts).or_else(|| basic(parts)).ok_or_else(no_key)?;
        principal(state, parts, &key).await.map(Self)
    }
}

/// The principal of a key; a language model's is narrowed to the customer it speaks with.
async fn principal(state: &AppState, parts: &Parts, key: &Secret) -> Result<Principal, Problem> {
    let principal = state.app.authenticate(key.expose()).await?;
    let Some(customer) = parts.headers.get(CUSTOMER) else { return Ok(principal) };
    let wrong = |detail: String| Problem::new("invalid_parameter", detail).field("Ombud-Customer");
    let text = customer.to_str().map_err(|error| wrong(error.to_string()))?;
    let customer = CustomerId::new(text).map_err(|error| wrong(error.to_string()))?;
    Ok(app::keys::speaking_with(principal, customer)?)
}

fn no_key() -> Problem {
    Problem::new("unauthenticated", "no API key was sent").field("Authorization")
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
}
