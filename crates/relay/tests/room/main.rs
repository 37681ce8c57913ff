//! The relay as sockets and the application use it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    missing_debug_implementations,
    reason = "a test"
)]

mod acts;
mod blind;
mod consent;
mod flood;
mod frames;
mod recording;
mod tabs;
#[allow(dead_code, reason = "the load example uses another part of it")]
mod trace;
mod world;
