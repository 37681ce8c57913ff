//! What is happening now: sockets, what they look at, and how news of commits reaches them.
//!
//! The protocol is in docs/realtime.md. A socket is told of what was committed, never of what might
//! be; whoever connects again names the last event it has and gets everything after it from the log.

mod answering;
mod desk;
mod frames;
mod hello;
mod places;
mod protocol;
mod relay;
mod socket;
mod teller;
mod thread;
mod views;

use app::Principal;
use app::Role;
use axum::extract::ws::Utf8Bytes;
use realtime::{Audience, Hub};

pub(crate) use answering::Answering;
pub use answering::answering;
pub(crate) use desk::Queue;
pub use desk::desk;
pub(crate) use places::{Allowances, SocketPlace, Sockets};
pub use relay::relay;
pub(crate) use socket::open;
pub(crate) use teller::{News, handed};

/// The hub of this process: frames are JSON texts, made once and shared.
pub(crate) type Live = Hub<Utf8Bytes>;

/// For whose eyes answers to a principal are made.
pub(crate) const fn audience_of(principal: &Principal) -> Audience {
    match principal.role {
        Role::Consumer => Audience::Customer,
        _ => Audience::Desk,
    }
}
