//! What a regulator, an auditor and a court will ask for: the audit trail, who may do what, the
//! statutory clocks and contents, and what must be kept and what may be erased.
//!
//! Pure: no input or output beyond readers and writers that are handed in, no clock, no randomness
//! of its own. It never moves money, never decides a dispute, and never stores anything.

pub mod audit;
pub mod authority;
pub mod complaint;
pub mod retention;
pub mod statutes;
