//! What can be understood of a customer's message by rules, without a model and without a network.
//!
//! Pure: it takes a text and returns places in it. It never stores, logs or sends what it read, and it
//! decides nothing.

pub mod about_me;
pub mod language;
pub mod listen;
pub mod pii;
pub mod slots;
mod words;
