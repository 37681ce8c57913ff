//! Sentence encoders from outside: small made-up ones, damaged files, and, where they are, real weights.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, too, fail by panicking"
)]

mod damage;
mod files;
mod made_up;
mod plain;
mod weights;
