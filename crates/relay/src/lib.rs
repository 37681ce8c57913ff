//! Rooms of co-browsing: what a customer's browser sends is verified once and passed on to whoever may look, for as long
//! as the customer allows it.
//!
//! A room has one writer and few viewers, on one node. It holds no truth: the session is stepped and stored by the
//! application, which then tells the room with [`Room::set`]; after the loss of a node another room is opened from what is
//! stored, and the browser begins its capture anew. What it does by itself is to stop: from the moment in which a pause, a
//! revocation or an end of the customer comes in, nothing of it is delivered, whether the application has stored it or not.
//!
//! No sockets here: [`Writer`] and [`Viewer`] are the two ends that a socket is put to.

mod figures;
mod handle;
mod pace;
mod queue;
mod relay;
mod room;
mod sink;

pub use figures::Figures;
pub use handle::{Viewer, Writer};
pub use queue::{Out, QUEUE_BYTES_MAX, QUEUE_FRAMES_MAX, QUEUE_TEXTS_MAX};
pub use relay::Relay;
pub use room::{
    CAPTURE_BYTES_MAX, FRAME_BYTES_MAX, Fault, Opening, Refused, Room, TABS_MAX, VIEWERS_MAX,
};
pub use sink::{Event, Of, Sink};
