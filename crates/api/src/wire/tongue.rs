//! The language that somebody reads, as the request says it.

use app::Tongue;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::problem::Problem;

/// The language of `Accept-Language`; English where it names none that there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accepted(Tongue);

impl Accepted {
    /// The one that the query names, else the header's.
    pub(crate) fn or(self, named: Option<&str>) -> Result<Tongue, Problem> {
        let Some(named) = named else { return Ok(self.0) };
        Tongue::of_tag(named).ok_or_else(|| {
            let known = Tongue::ALL.map(Tongue::as_str).join(", ");
            let why = format!("nothing is written in {named:?}; there is {known}");
            Problem::new("invalid_parameter", why).field("language")
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Accepted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let header = parts.headers.get(header::ACCEPT_LANGUAGE);
        let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(Tongue::accepted(text)))
    }
}
