//! Co-browsing: a customer and people of the desk on one page.
//!
//! The session's machine ([`cobrowse::session`]) decides; this module loads it, steps it and keeps it,
//! with an entry of the audit chain for everything that happened, in one transaction. Frames never come
//! here: they are the relay's, which asks the machine whether they may flow.
//!
//! A session is as live as a phone call: its clocks are the real ones, also where a sandbox's stand still.

pub mod assets;
mod begin;
pub mod blind;
mod claim;
mod consent;
pub mod figures;
mod invite;
mod kept;
mod keys;
mod log_out;
mod look;
mod nodes;
mod opened;
mod place;
pub mod policy;
pub mod proposals;
mod read;
pub mod recordings;
pub mod reviews;
mod rrweb;
pub mod search;
mod seat;
mod signed;
pub mod tools;
pub(crate) mod trail;

pub use begin::{Begun, begin};
pub use claim::{claim, wish_of};
pub(crate) use consent::ConsentWords;
pub use invite::{LinkOut, follow, invite, join, link};
pub use kept::{Acted, Answered, Invited, Kept, act, note_intent, note_outcome, tick_due};
pub use keys::CobrowseKeys;
pub(crate) use log_out::signed_out;
pub use log_out::{Entry, is_in};
pub use look::{Look, beat, heard, leave, look_at, look_at_nodes, look_at_sessions};
pub use nodes::{GONE_AFTER, NodeOptions, Nodes};
pub use place::{PLACE_LIFE, Place, Renewed, Side, of_place, place_of, renewed, token};
pub use read::{Listed, Named, get, list, named};
pub use seat::{end, seat, transfer};
