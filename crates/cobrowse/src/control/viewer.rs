//! Messages of those who look, and to them.

use kernel::CobrowseId;
use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::{
    Bye, ControlError, Done, Intent, Mark, NOTE_CHARS_MAX, StateTold, Why, check_chars, field,
    tagged,
};
use crate::consent::Grants;
use crate::session::{PersonTold, State};

/// What a viewer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FromViewer {
    /// Ask the customer for these.
    Ask {
        wants: Grants,
    },
    #[serde(skip)]
    Mark(Mark),
    Intent(Intent),
    /// I can't see this.
    Blind {
        node: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Ends the session.
    End {},
    /// Leaves it; it goes on for the others.
    Leave {},
    Ping {},
}

impl FromViewer {
    /// Reads a message.
    ///
    /// # Errors
    /// [`ControlError`], which names the field.
    pub fn read(text: &str) -> Result<Self, ControlError> {
        let (name, fields) = tagged::open(text)?;
        if Mark::NAMES.contains(&name.as_str()) {
            let mark: Mark = tagged::take(&name, fields)?;
            mark.check()?;
            return Ok(Self::Mark(mark));
        }
        let message: Self = tagged::take(&name, fields)?;
        match &message {
            Self::Ask { wants } if wants.is_empty() => {
                return Err(field("ask.wants", "at least one grant"));
            }
            Self::Intent(intent) => intent.check()?,
            Self::Blind { note: Some(note), .. } => {
                check_chars("blind.note", note, NOTE_CHARS_MAX)?;
            }
            _ => {}
        }
        Ok(message)
    }

    pub fn text(&self) -> String {
        match self {
            Self::Mark(mark) => tagged::write(mark, Map::new()),
            other => tagged::write(other, Map::new()),
        }
    }
}

/// What a viewer is told of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerTold {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// BCP 47.
    pub language: String,
}

/// What a viewer is told; marks of other seats are [`super::SeatMark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToViewer {
    Welcome {
        session: CobrowseId,
        seat: u32,
        state: State,
        grants: Grants,
        /// The server's clock. Milliseconds since 1970-01-01T00:00:00Z.
        now: i64,
        people: Vec<PersonTold>,
        customer: CustomerTold,
    },
    State(StateTold),
    People {
        people: Vec<PersonTold>,
    },
    Outcome {
        id: String,
        seat: u32,
        outcome: Done,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// The server took something out of a frame: `why` is what found it.
    Dropped {
        node: u32,
        why: String,
    },
    /// Somebody needs to see this, and cannot.
    Blind {
        seat: u32,
        node: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Half of the way there and back to the customer. Milliseconds.
    Latency {
        customer_ms: u32,
    },
    Bye {
        reason: Bye,
    },
    Pong {},
}

impl ToViewer {
    /// Reads what a server wrote: for clients that are written in Rust.
    ///
    /// # Errors
    /// [`ControlError`], which names the field.
    pub fn read(text: &str) -> Result<Self, ControlError> {
        tagged::read(text)
    }

    pub fn text(&self) -> String {
        tagged::write(self, Map::new())
    }
}
