//! The machine's promises, from outside. One program, as each would be linked with everything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod late_fees;
mod provisional;
mod rounds;
mod scenarios;
mod scenarios_late;
mod silence;
mod slips;
