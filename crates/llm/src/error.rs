//! Why there is no answer, and what to do about it.

use kernel::Duration;

use crate::{NotProven, Region};

/// Longest code of a provider that is kept.
const CODE_CHARS_MAX: usize = 64;

/// A provider's own short code, such as `rate_limit_error`. Never its message: that may repeat the prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Keeps what looks like a code: letters, digits, `_`, `.`, `-`. Anything else becomes `unknown`.
    pub fn new(text: &str) -> Self {
        let fits = !text.is_empty()
            && text.len() <= CODE_CHARS_MAX
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        Self(if fits { text } else { "unknown" }.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a model cannot be had now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("no language model is configured")]
    None,
    #[error("it could not be reached")]
    Unreachable,
    #[error("it answered with status {status} ({code})")]
    Status { status: u16, code: Code },
    #[error("it broke off with {0}")]
    InStream(Code),
    #[error("it failed repeatedly and is left alone for a while")]
    BreakerOpen,
    #[error("as many calls as allowed are under way")]
    Busy,
    #[error("no access token could be had")]
    Token,
    #[error("its budget cannot be looked up")]
    Budget,
}

/// Why there is no answer. Each says what to do; in every case the assistant goes on without the model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the model is unavailable: {reason}; go on without it and try later")]
    Unavailable { reason: Reason, retry_after: Option<Duration> },
    #[error("no whole answer within {} ms; allow more time or use a faster model", .0.as_millis())]
    Timeout(Duration),
    #[error("the model or its provider refused ({0}); go on without it for this message")]
    Refused(Code),
    #[error(
        "the budget is used up ({scope}: {what}); raise it in the tenant's settings or go on without the model"
    )]
    OverBudget { scope: &'static str, what: &'static str },
    #[error(
        "the model processes in region {0}, which the tenant does not allow; allow the region or choose \
         another model"
    )]
    RegionNotAllowed(Region),
    #[error(
        "the provider rejected the request with status {status} ({code}); check base_url, model, key and \
         api_version of the model"
    )]
    Rejected { status: u16, code: Code },
    #[error("the prompt cannot be sent: {0}")]
    Prompt(&'static str),
    #[error("the answer does not fit the schema: {0}; it was thrown away")]
    NotProven(#[from] NotProven),
    #[error(
        "the provider's answer is malformed: {0}; check that base_url leads to one of this kind"
    )]
    Malformed(&'static str),
    #[error("{what} is longer than {limit}; ask for less or raise the limit")]
    TooLong { what: &'static str, limit: usize },
    #[error("the connection ended before the answer did; what had come was thrown away")]
    CutOff,
}

impl ModelError {
    /// Unavailable, with no word on when to come again.
    pub const fn unavailable(reason: Reason) -> Self {
        Self::Unavailable { reason, retry_after: None }
    }

    /// Whether it speaks against the provider's health: what a circuit breaker counts. What the words of
    /// a prompt can bring about does not: one customer could take the model from all others.
    pub const fn is_fault(&self) -> bool {
        match self {
            Self::Unavailable { reason, .. } => !matches!(
                reason,
                Reason::None | Reason::BreakerOpen | Reason::Busy | Reason::Budget
            ),
            // A prompt that is too long for the model is rejected with one of these.
            Self::Rejected { status, .. } => !matches!(status, 400 | 413 | 422),
            Self::Timeout(_) | Self::Malformed(_) | Self::CutOff => true,
            Self::Refused(_)
            | Self::NotProven(_)
            | Self::TooLong { .. }
            | Self::OverBudget { .. }
            | Self::RegionNotAllowed(_)
            | Self::Prompt(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_code_is_kept() {
        let long = "a".repeat(65);
        let cases = [
            ("rate_limit_error", "rate_limit_error"),
            ("RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED"),
            ("", "unknown"),
            ("my card is 4111 1111", "unknown"),
            ("<b>", "unknown"),
            (long.as_str(), "unknown"),
        ];
        for (text, expected) in cases {
            assert_eq!(Code::new(text).as_str(), expected, "{text}");
        }
    }

    #[test]
    fn what_a_prompt_can_bring_about_is_no_fault() {
        let code = || Code::new("x");
        let table = [
            (ModelError::CutOff, true),
            (ModelError::Timeout(Duration::SECOND), true),
            (ModelError::Malformed("x"), true),
            (ModelError::unavailable(Reason::Unreachable), true),
            (ModelError::Rejected { status: 401, code: code() }, true),
            (ModelError::Rejected { status: 404, code: code() }, true),
            (ModelError::Rejected { status: 400, code: code() }, false),
            (ModelError::Rejected { status: 413, code: code() }, false),
            (ModelError::Refused(code()), false),
            (ModelError::TooLong { what: "x", limit: 1 }, false),
            (ModelError::NotProven(NotProven::at_root("x")), false),
            (ModelError::unavailable(Reason::Busy), false),
            (ModelError::unavailable(Reason::BreakerOpen), false),
        ];
        for (error, expected) in table {
            assert_eq!(error.is_fault(), expected, "{error}");
        }
    }
}
