//! Who looks at what at this moment, and what they are sent.
//!
//! A [`Hub`] belongs to one process. Sockets subscribe to [`Topic`]s, by what they look at and not by
//! who they are; a frame is made once and shared by everybody who gets it. It holds no state that
//! matters: whoever misses a frame reads the log, and a reader that is too slow is cut off instead of
//! being waited for. It knows no wire, no authority and no storage.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod hub;
mod presence;
mod topic;

pub use hub::{Connection, Delivery, Hub, Inbox, QUEUE_FRAMES_MAX};
pub use presence::{Doing, Watcher};
pub use topic::{Audience, Topic};
