//! The banking part of the public tau2 benchmark: its bank, a scripted customer, and how the procedures of
//! `policy/tau2-banking` fare with them. For tests and benchmarks; nothing of the product depends on it.
//!
//! Pure but for `measure`, which reads the files. `docs/tau2-banking.md` says what is measured and what is
//! not.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod bank;
pub mod convert;
pub mod customer;
mod entries;
pub mod facts;
pub mod json;
pub mod measure;
mod pin;
pub mod run;
pub mod score;
pub mod script;
pub mod task;
mod tools;

pub use run::{World, run};
pub use script::Script;
pub use task::Task;
