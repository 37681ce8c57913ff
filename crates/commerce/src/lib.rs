//! The commerce feed: what a company tells Ombud about its customers' purchases.
//!
//! Records arrive over REST or as JSON Lines, in any order and any number of times; each has the
//! company's own id and the instant at which it became true. This crate knows their shape and what
//! makes one valid. It never decides anything and never touches storage.

pub mod record;
pub mod tracking;

pub use record::*;
pub use tracking::{Tracking, TrackingState};
