//! Service levels: what we promised to do by when.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// A person's first answer, from the moment one is needed.
    FirstResponse,
    /// A person's answer to what the customer wrote after that.
    NextResponse,
    /// The end of the matter.
    Resolution,
}

impl ClockKind {
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::NextResponse, Self::Resolution];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::Resolution => "resolution",
        }
    }
}

/// One promise and what became of it. A kept one stays until the next of its kind begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub kind: ClockKind,
    pub started_at: Timestamp,
    /// The first instant that is late.
    pub due_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Timestamp>,
}

impl Clock {
    /// Neither kept nor broken yet.
    pub const fn is_running(&self) -> bool {
        self.met_at.is_none() && self.breached_at.is_none()
    }

    /// Not kept yet, broken or not.
    pub const fn is_open(&self) -> bool {
        self.met_at.is_none()
    }
}
