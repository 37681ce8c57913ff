//! The API over HTTP, on both databases. One program, as each would be linked with everything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod abuse;
mod agents;
mod answers;
mod authority;
mod care;
mod cobrowse;
mod cobrowse_attacks;
mod cobrowse_starts;
mod common;
mod console;
mod edge;
mod floor;
mod life;
mod live;
mod mail;
mod mail_abuse;
mod nodes;
mod notices;
mod phone;
mod portal;
mod search;
mod sign_in;
mod sign_on;
mod untold;
