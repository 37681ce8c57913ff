//! Routing: its rules on any desk, and the simulator against theory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod brief;
mod erlang;
mod router;
