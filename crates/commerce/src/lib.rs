//! The commerce feed: what a company tells Ombud about its customers' purchases.
//!
//! Records arrive over REST or as JSON Lines, in any order and any number of times; each has the
//! company's own id and the instant at which it became true. This crate knows their shape and what
//! makes one valid, and reads them from files. It never decides anything and never touches storage.

pub mod jsonl;
pub mod olist;
pub mod record;
pub mod reject;
pub mod tracking;
pub mod validate;

pub use record::*;
pub use reject::Reject;
pub use tracking::{Tracking, TrackingState};
pub use validate::FieldError;
