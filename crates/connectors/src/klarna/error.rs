//! Error documents, with Klarna's types and codes.

use serde::Serialize;

/// The body of every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorDocument {
    /// The request's id, so that a log can be found.
    pub error_id: String,
    pub error_code: &'static str,
    pub error_type: &'static str,
    pub error_message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub validation_errors: Vec<ParameterError>,
}

/// One parameter that is wrong: its name in dot notation, and how to make it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterError {
    pub parameter: String,
    pub reason: String,
}

impl ParameterError {
    pub fn new(parameter: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { parameter: parameter.into(), reason: reason.into() }
    }
}

impl ErrorDocument {
    /// 400
    pub fn validation(error_id: impl Into<String>, errors: Vec<ParameterError>) -> Self {
        let mut document = Self::plain(
            error_id,
            ("INPUT_ERROR", "VALIDATION_ERROR"),
            "The request has parameters that are not acceptable.",
        );
        document.validation_errors = errors;
        document
    }

    /// 409: the dispute is in a state that does not allow it.
    pub fn conflict(error_id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::plain(error_id, ("RESOURCE_ERROR", "RESOURCE_CONFLICT"), message)
    }

    /// 404
    pub fn not_found(error_id: impl Into<String>) -> Self {
        let message = "There is no such dispute.";
        Self::plain(error_id, ("RESOURCE_ERROR", "RESOURCE_NOT_FOUND"), message)
    }

    /// Any other type and code of Klarna's.
    pub fn plain(
        error_id: impl Into<String>,
        (error_type, error_code): (&'static str, &'static str),
        message: impl Into<String>,
    ) -> Self {
        Self {
            error_id: error_id.into(),
            error_code,
            error_type,
            error_message: message.into(),
            validation_errors: Vec::new(),
        }
    }
}
