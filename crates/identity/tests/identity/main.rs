//! What is believed and what is not: signed tokens and passkeys, with real keys and signatures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod passkeys;
mod tokens;
