//! Co-browsing: a customer and people of the desk on one page.
//!
//! The session's machine ([`cobrowse::session`]) decides; this module loads it, steps it and keeps it,
//! with an entry of the audit chain for everything that happened, in one transaction. Frames never come
//! here: they are the relay's, which asks the machine whether they may flow.
//!
//! A session is as live as a phone call: its clocks are the real ones, also where a sandbox's stand still.

mod begin;
pub mod blind;
mod claim;
mod consent;
mod kept;
mod keys;
mod place;
pub mod policy;
pub mod proposals;
mod read;
pub mod recordings;

pub use begin::{Begun, begin};
pub use claim::{claim, invite, wish_of};
pub(crate) use consent::ConsentWords;
pub use kept::{Acted, Kept, act, note_intent, note_outcome, tick_due};
pub use keys::CobrowseKeys;
pub use place::{PLACE_LIFE, Place, Side, of_place, place_of, renewed, seat, token};
pub use read::{Listed, Named, end, get, list, named};
