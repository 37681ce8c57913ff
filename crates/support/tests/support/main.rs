//! Routing on any desk, the simulator against theory, briefs, and requests for a person.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod brief;
mod brief_next;
mod cobrowse;
mod erlang;
mod merge;
mod requests;
mod router;
