//! What a brief may know besides the conversation: gathered by whoever has the store.

use kernel::{ComplaintId, DisputeId, OrderId, Timestamp};

/// The facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub now: Timestamp,
    /// Plans that stand still.
    pub pauses: Vec<PauseFact>,
    /// Money on its way to the customer.
    pub refunds: Vec<RefundFact>,
    pub disputes: Vec<DisputeFact>,
    pub complaint: Option<ComplaintFact>,
    /// What the customer needs to be served well, where the reader may know: names of the register.
    pub support_needs: Vec<String>,
}

impl Facts {
    /// Nothing but the time.
    pub const fn at(now: Timestamp) -> Self {
        Self {
            now,
            pauses: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            complaint: None,
            support_needs: Vec::new(),
        }
    }
}

/// A plan that stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseFact {
    pub order: OrderId,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
}

/// Money on its way to the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundFact {
    pub order: OrderId,
    /// As the reader's language writes it.
    pub amount: String,
    /// The day when it was set on its way, as the reader's language writes it.
    pub since: String,
}

/// A dispute about what the conversation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeFact {
    pub dispute: DisputeId,
    pub order: OrderId,
    /// Its reason, in the reader's words.
    pub reason: String,
    /// The assistant opened it.
    pub by_ai: bool,
    /// The rules that decided so far.
    pub rules: Vec<String>,
    pub clocks: Vec<ClockFact>,
}

/// A complaint that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintFact {
    pub complaint: ComplaintId,
    pub clocks: Vec<ClockFact>,
    /// The law behind the clocks, as it is cited.
    pub citation: Option<String>,
}

/// Something that must have happened by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFact {
    pub at: Timestamp,
    /// In the reader's words.
    pub what: String,
}
