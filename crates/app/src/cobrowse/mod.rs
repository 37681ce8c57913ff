//! Co-browsing: a customer and people of the desk on one page.
//!
//! The session's machine ([`cobrowse::session`]) decides; this module loads it, steps it and keeps it,
//! with an entry of the audit chain for everything that happened, in one transaction. Frames never come
//! here: they are the relay's, which asks the machine whether they may flow.

mod begin;
mod claim;
mod consent;
mod keys;
mod kept;
mod place;
mod read;

pub use begin::{Begun, begin};
pub(crate) use consent::ConsentWords;
pub use claim::{claim, invite};
pub use keys::CobrowseKeys;
pub use kept::{Acted, Kept, act, tick_due};
pub use place::{PLACE_LIFE, Place, Side, place_of, renewed, seat, token};
pub use read::{Listed, get, list};
