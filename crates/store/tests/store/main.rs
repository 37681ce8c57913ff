//! The store's promises, on both engines. One binary, so that one PostgreSQL serves all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod aggregates;
mod beside;
mod cobrowse;
mod cobrowse_kept;
mod common;
mod copy;
mod engines;
mod group;
mod inline;
mod lease;
mod ledger;
mod people;
mod postgres;
mod statements;
