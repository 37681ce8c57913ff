//! What a use case can answer instead of its result: stable codes, helpful words, and a kind that
//! says who can mend it. It knows no HTTP status; the edge maps kinds to them.

use std::error::Error;

use dispute::Refusal;
use engine::inbox::InboxError;
use store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It does not exist, or must not be shown to exist.
    #[error("{what} was not found")]
    NotFound { what: String },
    #[error("{why}")]
    Forbidden { why: String },
    #[error("the API key or session is unknown, revoked or expired")]
    Unauthenticated,
    /// A proof of who somebody is was not believed.
    #[error("{why}")]
    SignIn { code: &'static str, why: String },
    /// Too many attempts: wait so long.
    #[error("too many attempts: try again in {retry_after_s} seconds")]
    TooMany { retry_after_s: u32 },
    /// A field that is malformed on its own.
    #[error("{field}: {problem}")]
    Invalid { field: String, problem: String },
    /// It contradicts what is stored.
    #[error("{why}")]
    Conflict { code: &'static str, why: String },
    /// Well-formed, and against the rules.
    #[error("{why}")]
    Unprocessable { code: &'static str, why: String },
    /// Send the same request again a little later.
    #[error("{why}")]
    Overloaded { why: String },
    /// Ours to mend.
    #[error("{why}")]
    Internal {
        why: String,
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
}

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    NotFound,
    Forbidden,
    Unauthenticated,
    TooMany,
    Invalid,
    Conflict,
    Unprocessable,
    Overloaded,
    Internal,
}

impl AppError {
    /// The stable public code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Forbidden { .. } => "forbidden",
            Self::Unauthenticated => "unauthenticated",
            Self::Invalid { .. } => "invalid_field",
            Self::TooMany { .. } => "too_many_attempts",
            Self::Conflict { code, .. }
            | Self::Unprocessable { code, .. }
            | Self::SignIn { code, .. } => code,
            Self::Overloaded { .. } => "try_again",
            Self::Internal { .. } => "internal",
        }
    }

    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::Forbidden { .. } => ErrorKind::Forbidden,
            Self::Unauthenticated | Self::SignIn { .. } => ErrorKind::Unauthenticated,
            Self::TooMany { .. } => ErrorKind::TooMany,
            Self::Invalid { .. } => ErrorKind::Invalid,
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::Unprocessable { .. } => ErrorKind::Unprocessable,
            Self::Overloaded { .. } => ErrorKind::Overloaded,
            Self::Internal { .. } => ErrorKind::Internal,
        }
    }

    /// Something that is not there, by kind and id.
    pub fn not_found(what: &str, id: &(impl std::fmt::Display + ?Sized)) -> Self {
        Self::NotFound { what: format!("{what} {id}") }
    }

    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), problem: problem.into() }
    }

    pub fn conflict(code: &'static str, why: impl Into<String>) -> Self {
        Self::Conflict { code, why: why.into() }
    }

    /// A proof that was not believed: say no more than whoever shows it may know.
    pub fn sign_in(code: &'static str, why: impl Into<String>) -> Self {
        Self::SignIn { code, why: why.into() }
    }

    pub fn unprocessable(code: &'static str, why: impl Into<String>) -> Self {
        Self::Unprocessable { code, why: why.into() }
    }

    /// A failure of our own, with its cause kept.
    pub fn internal(
        why: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Internal { why: why.into(), source: Some(source.into()) }
    }

    /// A failure of our own without a cause.
    pub fn broken(why: impl Into<String>) -> Self {
        Self::Internal { why: why.into(), source: None }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        if error.is_transient() {
            return Self::Overloaded { why: error.to_string() };
        }
        match error {
            StoreError::NulInText => Self::invalid("body", error.to_string()),
            other => Self::internal("the store failed", other),
        }
    }
}

impl From<InboxError> for AppError {
    fn from(error: InboxError) -> Self {
        let why = error.to_string();
        match error {
            InboxError::Missing | InboxError::Malformed => Self::invalid("Idempotency-Key", why),
            InboxError::Mismatch { .. } => Self::unprocessable("idempotency_key_reused", why),
            InboxError::Running => Self::conflict("idempotency_key_in_use", why),
            InboxError::TooLarge { .. } => Self::internal("an answer is too large", error),
            InboxError::Store(error) => error.into(),
        }
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal("stored JSON does not fit", error)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        let (code, why) = (refusal.code(), refusal.to_string());
        match refusal {
            Refusal::Unknown { what } => Self::NotFound { what },
            Refusal::WrongState { .. }
            | Refusal::DeadlinePassed { .. }
            | Refusal::AppealedAlready
            | Refusal::NothingHeld
            | Refusal::CannotPay { .. }
            | Refusal::Duplicate { .. }
            | Refusal::ReturnKnown { .. } => Self::Conflict { code, why },
            Refusal::Field { .. }
            | Refusal::WindowClosed { .. }
            | Refusal::NothingLeft
            | Refusal::NoAppeal
            | Refusal::NotAllowed { .. }
            | Refusal::FeedMismatch { .. }
            // An input the tenant's rules say nothing about, or the books cannot hold.
            | Refusal::Rules { .. }
            | Refusal::Books { .. } => Self::Unprocessable { code, why },
        }
    }
}

/// What an enum of the domain is called in storage and APIs: the text of its JSON form.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> Result<String, AppError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(text) => Ok(text),
        other => Err(AppError::broken(format!("{other} is not a word"))),
    }
}

/// An error with everything that led to it, for a log or a dead letter.
pub(crate) fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
