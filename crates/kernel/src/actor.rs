//! Who did it: recorded on every event, decision and audit entry.

use serde::{Deserialize, Serialize};

use crate::PrincipalId;

/// The seat an actor speaks from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// The customer who bought.
    Consumer,
    /// The shop that sold.
    Merchant,
    /// A person at the provider's desk.
    Agent,
    /// A language model acting for the provider; never has more power than policy gives.
    Ai,
    /// Policy code: decision tables and timers, with no person in the loop.
    System,
    /// A card network or bank.
    Network,
    /// The provider's own systems feeding commerce data.
    Company,
}

impl ActorKind {
    /// The stable text used in storage and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Merchant => "merchant",
            Self::Agent => "agent",
            Self::Ai => "ai",
            Self::System => "system",
            Self::Network => "network",
            Self::Company => "company",
        }
    }

    /// Whether a human being acts: what makes a review a *human* review (GDPR article 22(3)).
    pub const fn is_person_at_desk(self) -> bool {
        matches!(self, Self::Agent)
    }
}

/// One actor: the seat, and who sits in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    /// `None` for the system itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PrincipalId>,
}

impl Actor {
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None };

    pub fn new(kind: ActorKind, id: PrincipalId) -> Self {
        Self { kind, id: Some(id) }
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.id {
            Some(id) => write!(f, "{}:{id}", self.kind.as_str()),
            None => f.write_str(self.kind.as_str()),
        }
    }
}
