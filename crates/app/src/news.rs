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

/// Who is told.
pub trait Teller: Send + Sync + std::fmt::Debug {
    fn tell(&self, news: &News);
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
}
