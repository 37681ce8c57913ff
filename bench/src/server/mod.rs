//! A node of Ombud as a process of its own, so that it can be measured, paused and killed.
//!
//! The node is what `ombud serve` runs: the API, the timer engine, the outbox and the payouts on one
//! store. It is started from the benchmark's own program, so nothing else has to be built first.

pub mod http;
mod node;
mod process;
pub mod provider;
pub mod seed;

pub use node::{NodeOptions, SystemClock, open_app, run};
pub use process::{Process, Program};
