//! The language that somebody reads, as the request says it.

use app::Tongue;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::problem::Problem;

/// In which language.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LanguageQuery {
    /// Of what is said in words: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent.
    #[param(max_length = 35)]
    language: Option<String>,
}

/// The language of `Accept-Language`; English where it names none that there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accepted(Tongue);

impl Accepted {
    /// As [`Self::or`], of a query that names nothing else.
    pub(crate) fn of(self, query: &LanguageQuery) -> Result<Tongue, Problem> {
        self.or(query.language.as_deref())
    }

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
