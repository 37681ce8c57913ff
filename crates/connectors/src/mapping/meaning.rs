//! What an external value can mean.

use dispute::{EvidenceType, ExceptionGround, ExceptionKind, Outcome, Reason, State, SubIssue};
use kernel::ActorKind;
use serde::{Deserialize, Serialize};

use crate::MerchantSeat;

/// What kind of words a vocabulary holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VocabularyKind {
    State,
    Reason,
    Event,
    Outcome,
    Finding,
    Evidence,
    Money,
    Exception,
    Ground,
    Opener,
    Hold,
}

/// What happened, in words that fit every system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A report that may become a dispute: nothing is disputed yet.
    Warning,
    Opened,
    EvidenceRequested,
    EvidenceReceived,
    EvidenceExpired,
    DeadlineExtended,
    OfferMade,
    OfferAccepted,
    OfferRejected,
    /// A decision that can still be appealed.
    Decided,
    Appealed,
    FundsWithdrawn,
    FundsReinstated,
    StateChanged,
    Updated,
    Withdrawn,
    Closed,
    Reopened,
}

/// Whom a finding speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Favours {
    Consumer,
    Merchant,
    /// The finding says nothing about the side.
    Either,
}

/// What a movement of money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    Chargeback,
    ChargebackReversal,
    DisputeFee,
    AppealFee,
}

/// When the merchant's money is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Debited when the dispute closes.
    None,
    /// Held from the moment it opens, released on a win.
    OnOpen,
}

/// The meaning of one external value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    State { state: State, outcome: Option<Outcome> },
    Reason { reason: Reason, sub_issue: SubIssue },
    Event { event: EventKind, state: Option<State>, outcome: Option<Outcome> },
    Outcome { outcome: Outcome, seat: Option<MerchantSeat> },
    Finding { favours: Favours },
    Evidence { evidence: EvidenceType },
    Money { money: MoneyKind },
    Exception { exception: ExceptionKind },
    Ground { ground: ExceptionGround },
    Opener { opener: ActorKind },
    Hold { hold: Hold },
}
