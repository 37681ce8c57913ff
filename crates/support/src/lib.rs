//! People: how a conversation goes, how urgent a contact is, which one goes to which person at the
//! desk, and what that does to waiting.
//!
//! Pure. It never sends a message, never reads a clock, and never decides a dispute: it takes who
//! waits, who is free and `now`, and says who is offered what.

pub mod brief;
pub mod conversation;
pub mod critical;
pub mod hours;
pub mod macros;
pub mod review;
pub mod routing;
pub mod scorecard;
pub mod search;
pub mod suggest;

/// What a message says: below this crate, because the assistant reads it too.
pub use understanding::listen;
