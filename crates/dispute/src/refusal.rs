//! Why an input changes nothing, or not what was asked.

use kernel::Timestamp;

/// A refusal, with the stable code the API gives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{what} is not known in this order")]
    Unknown { what: String },
    #[error("this is not possible while the dispute is {state}")]
    WrongState { state: &'static str },
    #[error("the deadline passed at {at}; what was sent is kept as late evidence")]
    DeadlinePassed { at: Timestamp },
    #[error("an appeal was made already; there is one")]
    AppealedAlready,
    #[error("there is no appeal under this framework")]
    NoAppeal,
    #[error("field {field}: {problem}")]
    Field { field: &'static str, problem: String },
    #[error("the time to open a dispute ended at {at}; a late ground (late_ground) is needed")]
    WindowClosed { at: Timestamp },
    #[error("nothing of this order is left to dispute")]
    NothingLeft,
    #[error("nothing is held for the customer: it was sent back, or applied, before")]
    NothingHeld,
    #[error("this is in dispute already: {dispute}")]
    Duplicate { dispute: kernel::DisputeId },
    #[error("a return of these lines is known already: {id}")]
    ReturnKnown { id: kernel::ReturnId },
    #[error("{why}")]
    NotAllowed { why: String },
    /// Something about the plan stands in the way of paying it early.
    #[error("{why}")]
    CannotPay { code: &'static str, why: String },
    #[error("a record of the feed does not fit the order: {why}")]
    FeedMismatch { why: String },
    #[error("the rules are incomplete: {why}")]
    Rules { why: String },
    #[error("the books refuse it: {why}")]
    Books { why: String },
}

impl Refusal {
    /// The stable public code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown",
            Self::WrongState { .. } => "wrong_state",
            Self::DeadlinePassed { .. } => "deadline_passed",
            Self::AppealedAlready => "appealed_already",
            Self::NoAppeal => "no_appeal",
            Self::Field { .. } => "invalid_field",
            Self::WindowClosed { .. } => "window_closed",
            Self::NothingLeft => "nothing_left",
            Self::NothingHeld => "nothing_held",
            Self::Duplicate { .. } => "duplicate_dispute",
            Self::ReturnKnown { .. } => "duplicate_return",
            Self::NotAllowed { .. } => "not_allowed",
            Self::CannotPay { code, .. } => code,
            Self::FeedMismatch { .. } => "feed_mismatch",
            Self::Rules { .. } => "rules_incomplete",
            Self::Books { .. } => "books_refuse",
        }
    }
}

impl From<ledger::EntryError> for Refusal {
    fn from(error: ledger::EntryError) -> Self {
        Self::Books { why: error.to_string() }
    }
}

impl From<ledger::LedgerError> for Refusal {
    fn from(error: ledger::LedgerError) -> Self {
        Self::Books { why: error.to_string() }
    }
}

impl From<plan::PlanError> for Refusal {
    fn from(error: plan::PlanError) -> Self {
        Self::Books { why: error.to_string() }
    }
}

impl From<kernel::calendar::CalendarError> for Refusal {
    fn from(error: kernel::calendar::CalendarError) -> Self {
        Self::Rules { why: error.to_string() }
    }
}
