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
    /// The next payment of each plan, the nearest first.
    pub dues: Vec<DueFact>,
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
            dues: Vec::new(),
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

/// The next payment of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFact {
    pub order: OrderId,
    /// The end of the day on which it is due.
    pub at: Timestamp,
    /// That day, as the reader's language writes it.
    pub day: String,
    /// What is open of it, as the reader's language writes it.
    pub amount: String,
    /// That day is over, and the plan does not stand still.
    pub late: bool,
    /// The day to which its plan lets it move, as the reader's language writes it.
    pub move_to: Option<String>,
    pub in_hardship: bool,
    /// What it is, in the reader's words.
    pub what: String,
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
    /// Somebody of ours has to do something now.
    pub waits_for_us: bool,
    /// The rules that decided so far.
    pub rules: Vec<String>,
    pub clocks: Vec<ClockFact>,
}

/// A complaint that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintFact {
    pub complaint: ComplaintId,
    pub acknowledged: bool,
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
