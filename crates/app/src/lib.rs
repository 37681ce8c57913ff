//! The use cases: what a company's people, customers, shops and systems can do with Ombud.
//!
//! Every use case is a synchronous function over a [`Session`], which holds one transaction, who
//! acts, and when. It loads state, lets pure code decide, and writes state, books, timers, outbox
//! and audit trail in that one transaction. No HTTP, no SQL text, no clock and no randomness of its
//! own; nothing here talks to a network while a transaction is open.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod after;
pub mod answers;
mod blobs;
mod error;
mod languages;
mod names;
mod news;
mod page;
mod rules;
mod runtime;
mod session;
mod shipped;

pub mod assistant;
pub mod attachments;
pub mod audit;
pub mod beside;
pub mod cobrowse;
pub mod collections;
pub mod company;
pub mod complaints;
pub mod connectors;
pub mod conversations;
pub mod copilot;
pub mod customers;
pub mod data;
pub mod desk;
pub mod desk_policy;
pub mod disputes;
pub mod evidence;
pub mod feed;
pub mod forget_files;
pub mod import;
pub mod incidents;
pub mod keys;
pub mod klarna;
pub mod ledger;
pub mod macros;
pub mod mail;
pub mod network;
pub mod order;
pub mod payouts;
pub mod phone;
pub mod plans;
pub mod play;
pub mod policies;
pub mod preview;
pub mod readings;
pub mod replay;
pub mod report;
pub mod retention;
pub mod returns;
pub mod routing;
pub mod sandbox;
pub mod scorecards;
pub mod seats;
pub mod settings;
pub mod sheets;
pub mod support_needs;
pub mod tasks;
pub mod tenants;
pub mod timeline;
pub mod timers;
pub mod triage;
mod ways;
pub mod webhooks;
mod words;

pub mod sign_in;
pub mod users;

pub use blobs::BlobStore;
pub use compliance::authority::{Action, Principal, Resource, Role, Withheld};
pub use error::{AppError, ErrorKind};
pub use languages::Tongue;
pub use news::{Before, News, Stored, Teller};
pub use page::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, Page};
pub use rules::{Bundle, Policy};
pub use runtime::{App, AppOptions};
pub use session::Session;
