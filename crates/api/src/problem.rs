//! Errors as `application/problem+json` (RFC 9457): a status, a stable code, the field and the fix.
//!
//! The codes of the edge are one table, [`CODES`]; those of a refused input come from
//! `dispute::Refusal` and are in it too. A problem must never hold a secret, another tenant's data,
//! or the text of an internal error.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

mod codes;

pub use codes::{CODES, Code};

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The code of a webhook without its user and password.
const BASIC_AUTH_NEEDED: &str = "basic_auth_needed";

/// An error as the client sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    detail: String,
    field: Option<String>,
    fix: Option<String>,
    errors: Vec<FieldProblem>,
    /// How long to wait, where it is known.
    retry_after_s: Option<u32>,
}

/// One fault of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Where, such as `lines[0].amount_minor`.
    #[schema(example = "lines[0].amount_minor")]
    pub field: String,
    /// What is wrong with it.
    #[schema(example = "must be more than 0")]
    pub problem: String,
    /// What to do about it.
    #[schema(example = "give whole minor units")]
    pub fix: String,
}

/// An error, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the code is described.
    #[schema(example = "/problems#wrong_state")]
    pub r#type: String,
    #[schema(example = "This is not possible in the present state")]
    pub title: String,
    /// The HTTP status, repeated.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    pub status: u16,
    /// What happened this time, in words.
    #[schema(example = "this is not possible while the dispute is closed")]
    pub detail: String,
    /// Stable: compare this, not the words.
    #[schema(example = "wrong_state")]
    pub code: String,
    /// The field, parameter or header at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to do about it.
    #[schema(example = "read the present state")]
    pub fix: String,
    /// All faults, where there may be several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Also in the header `X-Request-Id` and in the logs.
    #[schema(example = "01930d1c-8f00-7000-8000-000000000000")]
    pub request_id: String,
}

impl Problem {
    /// A problem of a known code. (One that is not in the table would be shown as our own fault;
    /// a test rules that out.)
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, code, detail)
    }

    /// A problem whose status follows from its kind where the table does not know its code.
    pub fn of(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let found = CODES.iter().find(|known| known.code == code).copied();
        let code = found.unwrap_or(Code {
            code,
            status: status.as_u16(),
            title: "It was refused",
            fix: "see `detail`",
        });
        let detail = detail.into();
        Self { code, detail, field: None, fix: None, errors: Vec::new(), retry_after_s: None }
    }

    /// The one answer for what is not there and for what may not be seen: byte for byte the same.
    pub fn not_found() -> Self {
        Self::new("not_found", "it does not exist, or this key may not see it")
    }

    /// Anything that is no fault of the client. The cause is for the log, never for the answer.
    pub fn internal() -> Self {
        Self::new("internal", "the request failed and was not carried out")
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field| !field.is_empty());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldProblem>) -> Self {
        self.errors = errors;
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    pub const fn code(&self) -> &'static str {
        self.code.code
    }

    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer's body.
    pub fn body(&self, request_id: &str) -> ProblemBody {
        ProblemBody {
            r#type: format!("/problems#{}", self.code.code),
            title: self.code.title.to_owned(),
            status: self.code.status,
            detail: self.detail.clone(),
            code: self.code.code.to_owned(),
            field: self.field.clone(),
            fix: self.fix.clone().unwrap_or_else(|| self.code.fix.to_owned()),
            errors: self.errors.clone(),
            request_id: request_id.to_owned(),
        }
    }

    /// The whole response, for one request.
    pub fn render(&self, request_id: &str) -> Response {
        let status = self.status_code();
        let body = serde_json::to_vec(&self.body(request_id)).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if status == StatusCode::UNAUTHORIZED {
            let scheme = match self.code.code {
                BASIC_AUTH_NEEDED => "Basic realm=\"ombud\", charset=\"UTF-8\"",
                _ => "Bearer realm=\"ombud\"",
            };
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            let seconds = self.retry_after_s.unwrap_or(crate::limits::RETRY_AFTER_S);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Carries the problem to the edge, which knows the request id and renders it.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status_code().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests;
