//! The application's promises, on both databases. One program, as each would be linked with everything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod assistant;
mod assistant_answers;
mod assistant_control;
mod attacks;
mod cobrowse;
mod cobrowse_attacks;
mod cobrowse_blind;
mod cobrowse_files;
mod cobrowse_kept;
mod cobrowse_starts;
mod common;
mod console;
mod copilot;
mod crashes;
mod early;
mod erasure;
mod explained;
mod feed;
mod floor;
mod histories;
mod kept;
mod learning;
mod limits;
mod money;
mod names;
mod needs;
mod notices;
mod people;
mod play;
mod portal;
mod previews;
mod readings;
mod scenarios;
mod seats;
mod sign_in;
mod translation;
