//! The text messages of the co-browsing socket, both ways.
//!
//! A message is a JSON object whose `t` says what it is. What comes in is read strictly: an unknown message or field, a
//! missing one, a value outside of its limits are errors that name the field. Binary messages are frames of
//! [`crate::wire`] and never come here.

mod customer;
mod mark;
mod tagged;
mod viewer;

use serde::{Deserialize, Serialize};

use crate::consent::Grants;
use crate::session::{Reason, State};
pub use customer::{EndReason, FromCustomer, Located, ToCustomer};
pub use mark::{Mark, SeatMark};
pub use viewer::{CustomerTold, FromViewer, ToViewer};

/// The version of the messages that [`Hello`] names.
pub const PROTOCOL: u32 = 1;
/// The most bytes of a text message.
pub const TEXT_BYTES_MAX: usize = 16_000;
/// The most characters of a token.
pub const TOKEN_CHARS_MAX: usize = 4_000;
/// Characters of the name of a tab.
pub const TAB_CHARS: usize = 8;
/// The most characters of an id that the other side chose.
pub const ID_CHARS_MAX: usize = 40;
/// The most characters that one intent types.
pub const TYPE_CHARS_MAX: usize = 1_000;
/// The most characters of a note beside "can't see".
pub const NOTE_CHARS_MAX: usize = 500;
/// The most points of one piece of ink.
pub const INK_POINTS_MAX: usize = 512;
/// How far from the page's corner a mark may be. Quarters of a CSS pixel.
pub const PLACE_MAX: i32 = 1 << 26;

/// Why a text is not a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    #[error("a text message has at most {TEXT_BYTES_MAX} bytes, this one has {0}")]
    TooLong(usize),
    #[error("expected a JSON object: {0}")]
    NotJson(String),
    #[error("t: expected the name of a message, found {0:?}")]
    Unknown(String),
    #[error("{field}: {problem}")]
    Field { field: String, problem: String },
    #[error("messages come faster than a person acts")]
    TooFast,
}

/// A value outside of its limits.
fn field(field: &'static str, problem: impl Into<String>) -> ControlError {
    ControlError::Field { field: field.to_owned(), problem: problem.into() }
}

fn check_chars(name: &'static str, text: &str, most: usize) -> Result<(), ControlError> {
    let count = text.chars().count();
    if count > most {
        return Err(field(name, format!("at most {most} characters, these are {count}")));
    }
    Ok(())
}

fn check_id(name: &'static str, id: &str) -> Result<(), ControlError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.is_empty() || id.len() > ID_CHARS_MAX || !id.chars().all(is_plain) {
        return Err(field(name, format!("1 to {ID_CHARS_MAX} of A–Z a–z 0–9 - _")));
    }
    Ok(())
}

/// The first message of every client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    pub protocol: u32,
    /// Says tenant, session, side and who.
    pub token: String,
    /// Names a tab of the customer's browser over its reloads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum First {
    Hello(Hello),
}

impl Hello {
    /// Reads the first message.
    ///
    /// # Errors
    /// [`ControlError`]; a protocol other than [`PROTOCOL`] is one.
    pub fn read(text: &str) -> Result<Self, ControlError> {
        let First::Hello(hello) = tagged::read(text)?;
        if hello.protocol != PROTOCOL {
            return Err(field("hello.protocol", format!("only {PROTOCOL} is spoken here")));
        }
        check_chars("hello.token", &hello.token, TOKEN_CHARS_MAX)?;
        if let Some(tab) = &hello.tab {
            check_id("hello.tab", tab)?;
            if tab.len() != TAB_CHARS {
                return Err(field("hello.tab", format!("{TAB_CHARS} characters")));
            }
        }
        Ok(hello)
    }
}

/// What somebody at the desk does to an element, by its number and not by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intent {
    /// Chosen by the viewer; its outcome names it.
    pub id: String,
    /// The number of the last frame that the viewer had drawn.
    pub frame: u32,
    /// 0: the page.
    pub node: u32,
    pub act: Act,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    Click {},
    Type { text: String },
    Select { index: u32 },
    Scroll { x: u32, y: u32 },
    Focus {},
    Check { on: bool },
}

impl Act {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Click {} => "click",
            Self::Type { .. } => "type",
            Self::Select { .. } => "select",
            Self::Scroll { .. } => "scroll",
            Self::Focus {} => "focus",
            Self::Check { .. } => "check",
        }
    }
}

/// Its name only: what is typed is never logged.
impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Intent {
    fn check(&self) -> Result<(), ControlError> {
        check_id("intent.id", &self.id)?;
        match &self.act {
            Act::Type { text } => check_chars("intent.act.text", text, TYPE_CHARS_MAX),
            Act::Scroll { x, y } if *x.max(y) > PLACE_MAX.unsigned_abs() => {
                Err(field("intent.act", format!("at most {PLACE_MAX}")))
            }
            _ => Ok(()),
        }
    }
}

/// What became of an intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub id: String,
    pub outcome: Done,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Done,
    /// By the rules.
    Refused,
    /// By the customer.
    Declined,
}

impl Done {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Declined => "declined",
        }
    }
}

/// Why an intent was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The customer did not allow it, or not to this seat.
    Grant,
    /// The viewer looked at an older page.
    Stale,
    Redacted,
    Hidden,
    Sensitive,
    /// No rule lets agents type there.
    Writable,
    Origin,
    /// There is no such element, or nobody to do it.
    Gone,
    Rate,
    /// Nothing that can be done to such an element.
    Kind,
}

impl Why {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Stale => "stale",
            Self::Redacted => "redacted",
            Self::Hidden => "hidden",
            Self::Sensitive => "sensitive",
            Self::Writable => "writable",
            Self::Origin => "origin",
            Self::Gone => "gone",
            Self::Rate => "rate",
            Self::Kind => "kind",
        }
    }
}

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bye {
    Ended,
    /// The same tab or seat has come back with another socket.
    Replaced,
    /// The token is over.
    Expired,
    /// What came was not a message or a frame of ours.
    Protocol,
    /// Control messages came faster than this reader took them.
    Slow,
    Stopping,
    /// The session is at another node now.
    Moved,
}

/// What both sides are told of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateTold {
    pub state: State,
    pub grants: Grants,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}
