//! What a committed transaction did that somebody may be looking at this moment.
//!
//! Told after the commit, never before it, and never the only way to learn of it: whoever misses
//! news reads the log. So telling is best effort, and quick: a teller must not wait.

use std::sync::{Arc, OnceLock};

use kernel::{TenantId, Timestamp};
use support::conversation::{Conversation, Event};

/// A conversation moved on.
#[derive(Debug, Clone)]
pub struct News {
    pub tenant: TenantId,
    /// As it is now; the row's version.
    pub conversation: Arc<Conversation>,
    pub version: i64,
    pub updated_at: Timestamp,
    pub before: Before,
    pub events: Vec<Event>,
}

/// As a conversation was, for the lists that it leaves.
#[derive(Debug, Clone)]
pub enum Before {
    /// It is new.
    Nothing,
    Known(Arc<Conversation>),
    /// Another node changed it, and it may have been anywhere.
    Unknown,
}

/// What was stored that other nodes look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// They were called to look at their co-browsing sessions.
    Calls,
    /// A session of sign-in ended, or a key was revoked.
    LogOuts,
}

/// Who is told.
pub trait Teller: Send + Sync + std::fmt::Debug {
    fn tell(&self, news: &News);

    /// Something for other nodes was stored; they find it by themselves too.
    fn stored(&self, _what: Stored) {}
}

/// The one who is told, once there is one.
#[derive(Debug, Default)]
pub(crate) struct Tellers(OnceLock<Arc<dyn Teller>>);

impl Tellers {
    /// The first counts: a process has one.
    pub(crate) fn set(&self, teller: Arc<dyn Teller>) -> bool {
        self.0.set(teller).is_ok()
    }

    pub(crate) fn tell(&self, news: &News) {
        if let Some(teller) = self.0.get() {
            teller.tell(news);
        }
    }

    pub(crate) fn stored(&self, what: Stored) {
        if let Some(teller) = self.0.get() {
            teller.stored(what);
        }
    }
}
