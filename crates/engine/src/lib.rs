//! What happens besides answering requests: idempotency keys, timers, jobs, the outbox and
//! webhooks, all in the same transactions as the state they belong to.
//!
//! On `store` alone. It must never decide anything about disputes or money: handlers passed in do.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod backoff;
pub mod error;
pub mod housekeeping;
pub mod inbox;
pub mod jobs;
pub mod outbox;
pub mod timers;
pub mod webhooks;
pub mod workers;

pub use error::HandlerError;
pub use workers::{Shutdown, Wake, Workers};
