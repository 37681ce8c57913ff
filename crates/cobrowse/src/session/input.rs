//! What a step takes, and what it gives.

use kernel::canonical::Sha256Hex;
use kernel::{PrincipalId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DECLINED_MAX, Reason, Role, SEATS_MAX, Session, State};
use crate::consent::{Ask, Grant, Grants, Receipt, Wish};
use crate::control::EndReason;

/// What a step may know besides its input.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Timestamp,
    /// The customer's last sign of life that is known, where that is later than what was stepped: pings are not steps.
    pub seen: Option<Timestamp>,
}

impl Moment {
    pub const fn at(now: Timestamp) -> Self {
        Self { now, seen: None }
    }
}

/// What happens to a session. Whether who says it is who they say is the caller's to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Somebody of the desk comes, or comes back.
    Join {
        principal: PrincipalId,
        name: String,
        role: Role,
        /// What their company lets them do: [`Grants::ALL`] for its own desk.
        may: Grants,
    },
    /// Somebody's last socket is gone, or they left.
    Leave {
        seat: u32,
    },
    /// The lead asks the customer.
    Ask {
        seat: u32,
        wish: Wish,
    },
    /// The lead passes to another agent who is there. What lets somebody act is given to a person: it ends.
    Transfer {
        seat: u32,
        to: u32,
    },
    /// Somebody of the desk ends it.
    AgentEnd {
        seat: u32,
    },
    /// Whoever invited the customer takes that back, before anybody came.
    Withdraw,
    /// The dialog is on the customer's screen.
    Shown {
        ask: u32,
    },
    Accept {
        ask: u32,
        grants: Grants,
        hash: Sha256Hex,
    },
    Decline {
        ask: u32,
    },
    Pause,
    Resume,
    Revoke {
        grant: Grant,
    },
    /// The customer ends it.
    End {
        reason: Option<EndReason>,
    },
    /// The server took so many atoms out of frames.
    Violation {
        atoms: u32,
    },
    /// The policy was withdrawn.
    PolicyWithdrawn,
    /// Time passed.
    Tick,
}

/// What is to be done after a step was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Show the customer this ask.
    Show(Ask),
    /// For the audit chain: what was shown and what was answered.
    Receipt(Box<Receipt>),
    /// For the audit chain and the recording.
    Note(Happened),
}

/// What a step did, for those who look it up later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "happened", rename_all = "snake_case")]
pub enum Happened {
    Joined { seat: u32, principal: PrincipalId, role: Role },
    Left { seat: u32 },
    Asked { ask: u32, seat: u32, wants: Grants },
    Shown { ask: u32 },
    Accepted { ask: u32, granted: Grants },
    Declined { ask: u32 },
    Transferred { from: u32, to: u32 },
    Paused,
    Resumed,
    Revoked { grant: Grant },
    Ended { reason: Reason, at: Timestamp },
}

/// Why an input changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the session has ended")]
    Ended,
    #[error("not while the session is {}", .0.as_str())]
    State(State),
    #[error("seat: nobody there has this seat")]
    Seat,
    #[error("seat: only who leads the session may do this")]
    NotLead,
    #[error("role: not for this role in a session")]
    Role,
    #[error("a session has at most {SEATS_MAX} people of the desk")]
    Full,
    #[error("wants: not for this person to ask")]
    NotAllowed,
    #[error("wants: view first, and at least one grant that the customer has not given")]
    Wants,
    #[error("ask: the customer has another ask before them")]
    Pending,
    #[error("ask: the customer declined {DECLINED_MAX} times")]
    Declined,
    #[error("ask: no such ask was shown to the customer")]
    NotShown,
    #[error("grants: only what was asked for, and view first")]
    Grants,
    #[error("hash: the customer was shown other words")]
    Words,
    #[error("grant: was not given")]
    NotGiven,
}

/// A session after a step. It is to be stored in any case: also beside a refusal, clocks may have fired and
/// [`Session::heard`] may have counted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Step {
    pub session: Session,
    pub effects: Vec<Effect>,
    pub refusal: Option<Refusal>,
}

impl Input {
    pub(super) const fn is_of_customer(&self) -> bool {
        match self {
            Self::Shown { .. }
            | Self::Accept { .. }
            | Self::Decline { .. }
            | Self::Pause
            | Self::Resume
            | Self::Revoke { .. }
            | Self::End { .. } => true,
            Self::Join { .. }
            | Self::Leave { .. }
            | Self::Ask { .. }
            | Self::Transfer { .. }
            | Self::AgentEnd { .. }
            | Self::Withdraw
            | Self::Violation { .. }
            | Self::PolicyWithdrawn
            | Self::Tick => false,
        }
    }

    /// Whether the customer takes back something that they allowed.
    pub(super) const fn takes_back(&self) -> bool {
        matches!(self, Self::Pause | Self::Revoke { .. } | Self::End { .. })
    }
}
