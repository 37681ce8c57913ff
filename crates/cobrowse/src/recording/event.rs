//! What happens beside the frames, as a recording keeps it (`docs/cobrowse-recording.md`).
//!
//! Events are JSON objects with their kind in `t`, as the messages of the socket. What viewers are told by a message of
//! their own (`state`, `people`, `outcome`, `dropped`, `blind`, marks) is kept as that message; the rest is here.

use serde::Serialize;

use crate::consent::Grants;
use crate::control::Intent;
use crate::session::Happened;

/// Something that no viewer got a message of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Noted {
    /// Somebody asked the customer for these.
    Ask { seat: u32, wants: Grants },
    /// The customer said no. What was granted before stays.
    Declined { ask: u32 },
    /// Another leads the session.
    Transferred { from: u32, to: u32 },
    /// What came before was recorded and could not be kept.
    Gap,
    /// Somebody wanted to act on the page; what they typed, or which option they chose, is not kept.
    Intent { id: String, seat: u32, frame: u32, node: u32, act: Deed },
}

/// What an act was, and nothing of what it wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// `click`, `type`, `select`, `scroll`, `focus` or `check`.
    #[serde(rename = "do")]
    pub done: &'static str,
}

impl Noted {
    /// What a step did, where nothing else tells of it: states, grants and who is there are told by messages.
    pub fn of(happened: &Happened) -> Option<Self> {
        match happened {
            Happened::Asked { seat, wants, .. } => Some(Self::Ask { seat: *seat, wants: *wants }),
            Happened::Declined { ask } => Some(Self::Declined { ask: *ask }),
            Happened::Transferred { from, to } => Some(Self::Transferred { from: *from, to: *to }),
            Happened::Joined { .. }
            | Happened::Left { .. }
            | Happened::Shown { .. }
            | Happened::Accepted { .. }
            | Happened::Paused
            | Happened::Resumed
            | Happened::Revoked { .. }
            | Happened::Ended { .. } => None,
        }
    }

    /// What somebody meant to do.
    pub fn intent(seat: u32, intent: &Intent) -> Self {
        let (id, act) = (intent.id.clone(), Deed { done: intent.act.as_str() });
        Self::Intent { id, seat, frame: intent.frame, node: intent.node, act }
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        // Numbers, names and lists are always written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Grant;
    use crate::control::Act;

    #[test]
    fn what_was_done_is_kept_and_what_was_typed_is_not() {
        let act = Act::Type { text: "4111 1111".to_owned() };
        let intent = Intent { id: "i7".to_owned(), frame: 12, node: 45, act };
        let noted = Noted::intent(2, &intent).text();
        assert_eq!(
            noted,
            r#"{"t":"intent","id":"i7","seat":2,"frame":12,"node":45,"act":{"do":"type"}}"#
        );
        let wants = Grants::NONE.with(Grant::Control);
        let cases = [
            (
                Happened::Asked { ask: 2, seat: 1, wants },
                Some(r#"{"t":"ask","seat":1,"wants":["control"]}"#),
            ),
            (Happened::Declined { ask: 2 }, Some(r#"{"t":"declined","ask":2}"#)),
            (
                Happened::Transferred { from: 1, to: 2 },
                Some(r#"{"t":"transferred","from":1,"to":2}"#),
            ),
            (Happened::Paused, None),
            (Happened::Left { seat: 1 }, None),
        ];
        for (happened, text) in cases {
            assert_eq!(Noted::of(&happened).map(|noted| noted.text()).as_deref(), text);
        }
    }
}
