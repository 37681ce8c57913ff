//! The engine's promises, on both databases. One binary, so that one PostgreSQL serves all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod inbox;
mod jobs;
mod timers;
mod urls;
mod webhooks;
