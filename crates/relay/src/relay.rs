//! All rooms of a node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cobrowse::control::Bye;
use kernel::{Clock, TenantId};

use crate::figures::{Counts, Figures};
use crate::room::{Opening, Room};
use crate::sink::{Of, Sink};

/// What all rooms share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sink: Arc<dyn Sink>,
    pub(crate) counts: Counts,
}

/// The rooms of one node. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Relay {
    shared: Arc<Shared>,
    rooms: Arc<Mutex<HashMap<Of, Arc<Room>>>>,
}

impl Relay {
    pub fn new(clock: Arc<dyn Clock>, sink: Arc<dyn Sink>) -> Self {
        let shared = Arc::new(Shared { clock, sink, counts: Counts::default() });
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
