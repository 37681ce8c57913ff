//! All rooms of a node.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cobrowse::control::Bye;
use kernel::{Clock, TenantId, Timestamp};

use crate::figures::{Counts, Figures};
use crate::room::{Opening, Room};
use crate::sink::{Of, Sink};

/// What all rooms share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sink: Arc<dyn Sink>,
    pub(crate) counts: Counts,
    /// Milliseconds since 1970: what rooms know of their sessions holds until then.
    known_until: AtomicI64,
}

impl Shared {
    /// Whether what rooms know of their sessions is fresh enough to deliver by.
    pub(crate) fn is_known(&self, now: Timestamp) -> bool {
        now.as_millis() < self.known_until.load(Ordering::Relaxed)
    }
}

/// The rooms of one node. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Relay {
    shared: Arc<Shared>,
    rooms: Arc<Mutex<HashMap<Of, Arc<Room>>>>,
}

impl Relay {
    pub fn new(clock: Arc<dyn Clock>, sink: Arc<dyn Sink>) -> Self {
        let known_until = AtomicI64::new(i64::MAX);
        let shared = Arc::new(Shared { clock, sink, counts: Counts::default(), known_until });
        Self { shared, rooms: Arc::default() }
    }

    /// The room of a session: the one that is there, told of the session, or a new one. A room that is there keeps the
    /// policy that it has; see [`Room::adopt`].
    pub fn open(&self, of: Of, opening: Opening) -> Arc<Room> {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(&of) {
            room.set(&opening.session);
            return Arc::clone(room);
        }
        let room = Arc::new(Room::new(of.clone(), Arc::clone(&self.shared), opening));
        rooms.insert(of, Arc::clone(&room));
        room
    }

    /// The room of a session, where it is here.
    pub fn room(&self, of: &Of) -> Option<Arc<Room>> {
        self.rooms().get(of).map(Arc::clone)
    }

    /// All that rooms were told of their sessions is believed until then, and nothing is delivered after it: for nodes
    /// that share sessions with others, and may not hear of what those did. Without a call, for ever.
    pub fn known_until(&self, until: Timestamp) {
        self.shared.known_until.store(until.as_millis(), Ordering::Relaxed);
    }

    /// All rooms that are here.
    pub fn all(&self) -> Vec<Arc<Room>> {
        self.rooms().values().map(Arc::clone).collect()
    }

    /// Ends the sockets of a session that goes on elsewhere, and forgets its room.
    pub fn close(&self, of: &Of, bye: Bye) {
        let room = self.rooms().remove(of);
        if let Some(room) = room {
            room.stop(bye);
        }
    }

    /// The rooms of a company that are here.
    pub fn rooms_of(&self, tenant: &TenantId) -> Vec<Arc<Room>> {
        let rooms = self.rooms();
        let own = rooms.iter().filter(|(of, _)| of.tenant == *tenant);
        own.map(|(_, room)| Arc::clone(room)).collect()
    }

    /// To be called each second: seals chunks whose time has come, gives up intents that nobody answers, asks again for
    /// captures that did not begin, and forgets rooms in which nothing will happen.
    pub fn tick(&self) {
        let rooms: Vec<(Of, Arc<Room>)> =
            self.rooms().iter().map(|(of, room)| (of.clone(), Arc::clone(room))).collect();
        for (of, room) in rooms {
            if !room.tick() {
                self.rooms().remove(&of);
            }
        }
    }

    /// Ends all sockets, and seals what waits of recordings. The sessions go on elsewhere.
    pub fn stop(&self, bye: Bye) {
        let rooms: Vec<Arc<Room>> = self.rooms().drain().map(|(_, room)| room).collect();
        rooms.iter().for_each(|room| room.stop(bye));
    }

    pub fn figures(&self) -> Figures {
        self.shared.counts.figures(self.rooms().len())
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<Of, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
