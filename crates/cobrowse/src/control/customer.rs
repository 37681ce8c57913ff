//! Messages of the customer's page, and to it.

use kernel::CobrowseId;
use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Bye, ControlError, Intent, Outcome, StateTold, check_id, field, tagged};
use crate::consent::{Ask, Grant, Grants};
use crate::place::{self, Place};
use crate::session::{PersonTold, State};

/// What the customer's page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FromCustomer {
    /// The dialog of this ask is on the screen.
    Shown {
        ask: u32,
    },
    /// `hash` is of the words that were shown.
    Accept {
        ask: u32,
        grants: Grants,
        hash: Sha256Hex,
    },
    Decline {
        ask: u32,
    },
    Pause {},
    Resume {},
    Revoke {
        grant: Grant,
    },
    End {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<EndReason>,
    },
    /// This tab is the one looked at: it writes from now on.
    Here {},
    Outcome(Outcome),
    /// Where the box is that somebody could not see.
    Place(Located),
    Ping {},
}

/// Where a box is, without a word of the page: see [`crate::place`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Located {
    pub id: String,
    /// What the policy or the page's developers call the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Steps to it, from the page inwards; empty where it is gone.
    pub path: Vec<String>,
}

impl Located {
    /// The place; none where the box is gone.
    ///
    /// # Errors
    /// [`ControlError`], which names the field.
    pub fn place(&self) -> Result<Option<Place>, ControlError> {
        if let Some(page) = &self.page {
            place::check_page(page).map_err(|error| field("place.page", error.to_string()))?;
        }
        if self.path.is_empty() {
            return Ok(None);
        }
        let read = Place::read(&self.path);
        read.map(Some).map_err(|error| field("place.path", error.to_string()))
    }
}

/// Why the customer's page ends it, other than by the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    LogOut,
    /// Nothing was touched for as long as `idle_s` says.
    Idle,
}

impl FromCustomer {
    /// Reads a message.
    ///
    /// # Errors
    /// [`ControlError`], which names the field.
    pub fn read(text: &str) -> Result<Self, ControlError> {
        let message: Self = tagged::read(text)?;
        match &message {
            Self::Outcome(outcome) => check_id("outcome.id", &outcome.id)?,
            Self::Place(located) => {
                check_id("place.id", &located.id)?;
                located.place()?;
            }
            _ => {}
        }
        Ok(message)
    }

    pub fn text(&self) -> String {
        tagged::write(self, Map::new())
    }
}

/// What the customer's page is told; marks are [`super::SeatMark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToCustomer {
    Welcome {
        session: CobrowseId,
        state: State,
        grants: Grants,
        /// The server's clock. Milliseconds since 1970-01-01T00:00:00Z.
        now: i64,
        /// As the policy is compiled for pages; null: attributes release.
        policy: Option<Value>,
        people: Vec<PersonTold>,
        ask: Option<Ask>,
        /// Seconds without a sign of life after which the session ends.
        idle_s: u32,
    },
    Ask {
        ask: Ask,
    },
    State(StateTold),
    People {
        people: Vec<PersonTold>,
    },
    /// Begin the capture anew.
    Checkpoint {},
    /// At most so many frames a second.
    Rate {
        hz: u32,
    },
    /// Another tab writes now.
    Asleep {},
    /// Another policy: begin the capture anew with it.
    Policy {
        policy: Value,
    },
    Intent {
        id: String,
        seat: u32,
        agent: String,
        frame: u32,
        node: u32,
        act: super::Act,
    },
    /// Somebody cannot see this node, as it was in this frame: say where it is, by `place`.
    Locate {
        id: String,
        frame: u32,
        node: u32,
    },
    Bye {
        reason: Bye,
    },
    Pong {},
}

impl ToCustomer {
    pub fn intent(seat: u32, agent: String, intent: Intent) -> Self {
        let Intent { id, frame, node, act } = intent;
        Self::Intent { id, seat, agent, frame, node, act }
    }

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
