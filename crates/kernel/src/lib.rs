//! The vocabulary every other crate speaks: ids, money, time, calendars, randomness, secrets, and
//! the detector of card data.
//!
//! Pure: no input or output, no async, no clock of its own. Nothing here may depend on another
//! crate of the workspace, and nothing here may know what a dispute is.

pub mod actor;
pub mod calendar;
pub mod canonical;
pub mod clock;
pub mod id;
pub mod money;
pub mod rng;
pub mod scrub;
pub mod secret;
pub mod stats;
pub mod time;

pub use actor::{Actor, ActorKind};
pub use calendar::{Calendar, Deadline, Jurisdiction};
pub use clock::{Clock, ManualClock};
pub use id::*;
pub use money::{Currency, Money};
pub use rng::Rng;
pub use secret::Secret;
pub use time::{Date, Duration, Timestamp};
