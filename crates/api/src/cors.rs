//! Which pages of others may call from a browser: the chat widget runs on the shop's or the company's
//! own pages. Only origins that the deployment names, only the routes the widget uses, and never with
//! cookies: a session that our own pages keep is out of reach.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// What the widget uses. A route is meant with everything below it.
const ROUTES: [&str; 11] = [
    "/v1/company",
    "/v1/sign-in/identity",
    "/v1/sign-in/visitor",
    "/v1/session",
    "/v1/conversations",
    "/v1/attachments",
    "/v1/orders",
    "/v1/disputes",
    "/v1/customers",
    "/v1/cobrowse/sessions",
    "/v1/cobrowse/links",
];
const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, content-type, idempotency-key");
const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-request-id, retry-after, idempotent-replayed");
/// How long a browser may keep the answer to its question, in seconds.
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("600");

/// The origins that may call, such as `https://shop.example`.
#[derive(Debug, Clone, Default)]
pub struct Origins(Arc<BTreeSet<String>>);

/// A text that is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no origin: write https://, the host, and no path")]
pub struct NoOrigin(String);

impl Origins {
    /// # Errors
    /// [`NoOrigin`]; `http` is taken for the own machine alone.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Result<Self, NoOrigin> {
        let mut origins = BTreeSet::new();
        for text in texts {
            let host = text.strip_prefix("https://").or_else(|| {
                let host = text.strip_prefix("http://")?;
                let name = host.split(':').next().unwrap_or_default();
                matches!(name, "localhost" | "127.0.0.1").then_some(host)
            });
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:".contains(c);
            if !host.is_some_and(|host| !host.is_empty() && host.chars().all(plain)) {
                return Err(NoOrigin(text));
            }
            origins.insert(text);
        }
        Ok(Self(Arc::new(origins)))
    }

    /// Whether there are any.
    pub(crate) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The origin of a request, where it is one of ours and the route is the widget's.
    pub(crate) fn allow(&self, request: &Request) -> Option<HeaderValue> {
        let origin = request.headers().get(header::ORIGIN)?;
        let known = origin.to_str().is_ok_and(|text| self.0.contains(text));
        (known && is_of_widget(request.uri().path())).then(|| origin.clone())
    }
}

fn is_of_widget(path: &str) -> bool {
    ROUTES.iter().any(|route| {
        let below = path.strip_prefix(route);
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    })
}

/// Whether a browser asks what it may do, before it does it.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to that question.
pub(crate) fn preflight(origin: HeaderValue) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    tell(headers, origin);
    response
}

/// Lets the page of an allowed origin read the answer. Credentials are never allowed, so a browser
/// sends no cookie along.
pub(crate) fn tell(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_origins_are_taken() {
        let table = [
            ("https://shop.example", true),
            ("https://shop.example:8443", true),
            ("http://localhost:5173", true),
            ("http://127.0.0.1", true),
            ("http://shop.example", false),
            ("https://shop.example/", false),
            ("https://", false),
            ("*", false),
            ("null", false),
            ("https://*.example", false),
            ("https://Shop.example", false),
        ];
        for (text, taken) in table {
            assert_eq!(Origins::new([text.to_owned()]).is_ok(), taken, "{text}");
        }
    }

    #[test]
    fn only_the_widgets_routes_are_shared() {
        let table = [
            ("/v1/company", true),
            ("/v1/conversations/1/messages", true),
            ("/v1/sign-in/visitor", true),
            ("/v1/sign-in/password", false),
            ("/v1/sessions", false),
            ("/v1/companyx", false),
            ("/v1/ledger/balances", false),
            ("/", false),
        ];
        for (path, shared) in table {
            assert_eq!(is_of_widget(path), shared, "{path}");
        }
    }
}
