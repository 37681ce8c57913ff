//! The assistant: procedures that operations people write, checked before they run, and the machine
//! that takes a customer through them.
//!
//! Pure. It never sends, stores, or reads a clock, and it moves no money: it takes what was understood
//! of a message, the customer's facts and the state, and returns what to say, which tool to call with
//! which typed values, or to whom to hand over. Authority is asked elsewhere (`compliance::authority`).

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod book;
pub mod catalogue;
pub mod check;
pub mod control;
pub mod expr;
pub mod phrase;
pub mod procedure;
pub mod propose;
pub mod quality;
#[cfg(test)]
mod shipped;
pub mod simulate;
pub mod text;
pub mod translation;
pub mod turn;
pub mod value;

pub use value::{Type, Value};
