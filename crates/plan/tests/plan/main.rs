//! The plans' promises, from outside. One program, as each would be linked with everything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod fees;
mod properties;
mod refunds;
mod schedules;
