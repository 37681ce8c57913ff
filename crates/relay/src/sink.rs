//! What a room hands to the application.

use cobrowse::control::{Done, Why};
use cobrowse::place::Place;
use cobrowse::recording::{Head, Sealed};
use cobrowse::verify;
use kernel::{CobrowseId, TenantId};

/// Which session.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Of {
    pub tenant: TenantId,
    pub session: CobrowseId,
}

/// Something that the application stores, counts or acts on.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Something was taken out of a frame before viewers got it.
    Dropped { node: u32, why: verify::Why, is_doubtful: bool },
    /// A frame was passed on to nobody.
    Refused(verify::Refusal),
    /// The customer's page sent too much that was not released: nothing flows any more. Step the session with
    /// [`cobrowse::session::Input::Violation`] and [`cobrowse::session::VIOLATIONS_MAX`].
    MustEnd,
    /// Somebody wanted to act on an element; `refused` where it was not passed on. What was typed is not told.
    Intent { seat: u32, id: String, act: &'static str, node: u32, frame: u32, refused: Option<Why> },
    /// What became of an intent that was passed on.
    Outcome { seat: u32, id: String, outcome: Done, why: Option<Why> },
    /// Somebody could not see this. `page` is what the customer's page is called, where it said so.
    Blind { seat: u32, node: u32, page: Option<String>, place: Place, note: Option<String> },
    /// The last socket of a seat is gone: step the session with [`cobrowse::session::Input::Leave`], unless it is back.
    ViewerGone { seat: u32 },
    /// The last socket of the customer is gone.
    CustomerGone,
}

/// Takes what rooms hand over.
///
/// Called in order, with the room's lock held: it returns at once, keeps what it got in a queue of its own, and does not
/// call the room.
pub trait Sink: Send + Sync + std::fmt::Debug {
    /// A piece of a recording, and how far the recording goes with it.
    fn chunk(&self, of: &Of, chunk: Sealed, head: Head);
    fn event(&self, of: &Of, event: Event);
}
