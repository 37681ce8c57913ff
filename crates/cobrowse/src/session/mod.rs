//! A session: who is there, what the customer allowed, and whether frames may flow. A pure machine.
//!
//! ```text
//! waiting ─▶ asked ─▶ shown ─▶ active ⇄ paused      every state ─▶ ended, which is final
//!              ▲         └──▶ declined ─┐
//!              └────────────────────────┘
//! ```
//!
//! Frames are taken and delivered in `active` only. A grant comes from an accepted ask and from nowhere else.

mod clock;
mod input;
mod step;
#[cfg(test)]
mod tests;

use kernel::{CobrowseId, Duration, PrincipalId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::consent::{Ask, Grant, Grants};
use crate::control::StateTold;
pub use input::{Effect, Happened, Input, Moment, Refusal, Step};

/// How long a code or an invitation waits for somebody to come.
pub const WAITING: Duration = Duration::from_secs(20 * 60);
/// Without a sign of life of the customer for so long, a session ends.
pub const IDLE: Duration = Duration::from_secs(5 * 60);
/// Without anybody of the desk for so long, a session ends.
pub const AWAY: Duration = Duration::from_secs(2 * 60);
/// The longest session.
pub const LONGEST: Duration = Duration::from_hours(4);
/// So many atoms that the server had to take out end a session.
pub const VIOLATIONS_MAX: u32 = 5;
/// The most asks of a session that the customer declined: then nobody may ask again.
pub const DECLINED_MAX: u32 = 3;
/// The most people of the desk in a session, over its whole life.
pub const SEATS_MAX: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A code or invitation is out; nobody of the desk has come.
    Waiting,
    /// An ask is on its way to the customer, or somebody is there and has not asked yet.
    Asked,
    /// The dialog is on the customer's screen.
    Shown,
    Declined,
    Active,
    Paused,
    Ended,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Shown => "shown",
            Self::Declined => "declined",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Customer,
    Agent,
    LogOut,
    /// No sign of life of the customer.
    Idle,
    /// Nobody of the desk.
    Away,
    /// What the customer's page sent was not released, again and again.
    Violation,
    /// The policy was withdrawn.
    Policy,
    /// The longest time is over, or nobody came.
    Time,
}

impl Reason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::LogOut => "log_out",
            Self::Idle => "idle",
            Self::Away => "away",
            Self::Violation => "violation",
            Self::Policy => "policy",
            Self::Time => "time",
        }
    }
}

/// What somebody of the desk is in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May lead, and mark.
    Agent,
    /// Looks, and may end it.
    Supervisor,
    /// A program of the company's own: looks.
    Tool,
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Tool => "tool",
        }
    }
}

/// Somebody of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// From 1, in the order of coming; kept by who comes back.
    pub seat: u32,
    pub principal: PrincipalId,
    pub name: String,
    pub role: Role,
    /// What their own company lets them do, whatever the customer allows.
    #[serde(default = "everything")]
    pub may: Grants,
    pub is_here: bool,
}

/// Sessions of before this was kept let everybody do what their role may.
const fn everything() -> Grants {
    Grants::ALL
}

/// A person as customer and viewers are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonTold {
    pub seat: u32,
    pub name: String,
    pub role: Role,
}

/// An ask that the customer has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pending {
    ask: Ask,
    shown_at: Option<Timestamp>,
}

/// A session at one moment. As JSON, the stored document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    id: CobrowseId,
    /// Counts up with every step: the newer of two is the larger.
    revision: u64,
    state: State,
    grants: Grants,
    people: Vec<Person>,
    /// The seat that asks and acts.
    lead: Option<u32>,
    pending: Option<Pending>,
    asks: u32,
    declined: u32,
    violations: u32,
    /// How often the customer took something back, heeded or not: see [`Session::heard`].
    heard: u32,
    created_at: Timestamp,
    seen_at: Timestamp,
    /// Since when nobody of the desk is there.
    away_since: Option<Timestamp>,
    ended: Option<Ended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub at: Timestamp,
    pub reason: Reason,
}

impl Session {
    /// A session that waits for somebody of the desk.
    pub const fn begin(id: CobrowseId, now: Timestamp) -> Self {
        Self {
            id,
            revision: 0,
            state: State::Waiting,
            grants: Grants::NONE,
            people: Vec::new(),
            lead: None,
            pending: None,
            asks: 0,
            declined: 0,
            violations: 0,
            heard: 0,
            created_at: now,
            seen_at: now,
            away_since: None,
            ended: None,
        }
    }

    pub const fn id(&self) -> CobrowseId {
        self.id
    }

    pub const fn revision(&self) -> u64 {
        self.revision
    }

    pub const fn state(&self) -> State {
        self.state
    }

    pub const fn grants(&self) -> Grants {
        self.grants
    }

    pub const fn ended(&self) -> Option<Ended> {
        self.ended
    }

    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    pub const fn lead(&self) -> Option<u32> {
        self.lead
    }

    /// How many pauses, revocations and ends of the customer were stepped, heeded or refused. Who saw one come in and
    /// holds frames back for it knows by this number that it is in the session now.
    pub const fn heard(&self) -> u32 {
        self.heard
    }

    /// Everybody who ever was there.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    pub fn seat_of(&self, principal: &PrincipalId) -> Option<u32> {
        self.people.iter().find(|person| person.principal == *principal).map(|person| person.seat)
    }

    pub fn person(&self, seat: u32) -> Option<&Person> {
        self.people.iter().find(|person| person.seat == seat)
    }

    /// The ask that the customer has not answered.
    pub fn ask(&self) -> Option<&Ask> {
        self.pending.as_ref().map(|pending| &pending.ask)
    }

    /// Whether frames are taken and delivered.
    pub fn is_flowing(&self) -> bool {
        self.state == State::Active && self.grants.has(Grant::View)
    }

    /// Whether what is delivered is recorded.
    pub fn is_recorded(&self) -> bool {
        self.is_flowing() && self.grants.has(Grant::Record)
    }

    /// Whether a seat may use a grant now: supervisors and tools look, agents mark, the lead scrolls and acts.
    pub fn may(&self, seat: u32, grant: Grant) -> bool {
        let Some(person) = self.person(seat) else { return false };
        let by_role = match grant {
            Grant::View | Grant::Record => true,
            Grant::Draw => person.role == Role::Agent,
            Grant::Scroll | Grant::Control => self.lead == Some(seat),
        };
        let is_granted = self.grants.has(grant) && person.may.has(grant);
        by_role && person.is_here && self.is_flowing() && is_granted
    }

    /// Whether a seat may pass the lead on: who leads, a supervisor, and any agent once who led is gone.
    pub fn may_pass(&self, seat: u32) -> bool {
        let Some(by) = self.person(seat).filter(|person| person.is_here) else { return false };
        let Some(lead) = self.lead else { return false };
        let is_lead_here = self.person(lead).is_some_and(|person| person.is_here);
        match by.role {
            Role::Supervisor => true,
            Role::Agent => seat == lead || !is_lead_here,
            Role::Tool => false,
        }
    }

    /// Who is there, as everybody is told.
    pub fn people_told(&self) -> Vec<PersonTold> {
        let here = self.people.iter().filter(|person| person.is_here);
        here.map(|Person { seat, name, role, .. }| PersonTold {
            seat: *seat,
            name: name.clone(),
            role: *role,
        })
        .collect()
    }

    /// The state as everybody is told.
    pub fn told(&self) -> StateTold {
        let reason = self.ended.map(|ended| ended.reason);
        StateTold { state: self.state, grants: self.grants, reason }
    }
}
