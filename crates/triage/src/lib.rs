//! A first look at a dispute, for whoever works on it: what it is most likely about, how urgent it is, what
//! is still missing, and which other cases belong to it or are like it. Each says why.
//!
//! Advice, never a decision: nothing here is an input of a decision table. Pure: what is known goes in.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod linked;
pub mod need;
pub mod past;
pub mod reason;
pub mod urgency;
