//! Durable state: the only crate with SQL. SQLite embedded, PostgreSQL when told so.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod connection;
mod copy;
mod dialect;
mod error;
mod inline;
mod insert;
mod job;
mod lease;
mod memory;
mod migrate;
mod options;
mod postgres;
mod reader;
mod run;
mod sqlite;
mod statements;
mod store;
mod threads;
mod tx;
mod value;
mod writer;

pub mod api_keys;
pub mod assistant_cases;
pub mod assistant_reviews;
pub mod assistant_turns;
pub mod attachments;
pub mod audit;
pub mod calls;
pub mod cobrowse;
pub mod complaints;
pub mod connector;
pub mod conversation_events;
pub mod conversations;
pub mod decisions;
pub mod disputes;
pub mod effects;
pub mod erasure;
pub mod evidence;
pub mod feed;
pub mod figures;
pub mod goodwill;
pub mod idempotency;
pub mod imported;
pub mod jobs;
pub mod ledger;
pub mod links;
pub mod macros;
pub mod mail;
pub mod notices;
pub mod orders;
pub mod outbox;
pub mod parties;
pub mod policies;
pub mod readings;
pub mod returns;
pub mod scorecards;
pub mod search;
pub mod seats;
pub mod settings;
pub mod suggestions;
pub mod support_needs;

pub mod tasks;
pub mod tenants;
pub mod timers;
pub mod translations;
pub mod webhooks;

pub mod custom_roles;
pub mod passkeys;
pub mod sessions;
pub mod sign_in;
pub mod users;

#[cfg(feature = "testkit")]
pub mod testkit;

pub use connection::Engine;
pub use copy::{CopyProgress, migrate_store};
pub use error::{CrashPoint, DriverError, StoreError};
pub use inline::{Fault, FaultPlan};
pub use lease::{NodeRow, first_live_lane, list as list_nodes};
pub use memory::Lookup;
pub use options::StoreOptions;
pub use statements::{prepare_all, statements};
pub use store::{SqliteLocation, Store, StoreStats};
pub use tx::{Cursor, Lease, Tx};
pub use value::{Columns, FromRow, FromValue, Row, Value};
