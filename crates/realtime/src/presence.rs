//! Who of the desk is in a conversation at this moment, so that two people do not answer at once.

use std::collections::HashMap;

use kernel::{ConversationId, PrincipalId, TenantId};

/// What somebody does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    Viewing,
    Typing,
}

impl Doing {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewing => "viewing",
            Self::Typing => "typing",
        }
    }
}

/// Somebody who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watcher {
    pub user: PrincipalId,
    pub name: String,
    pub doing: Doing,
}

/// By conversation, one entry a socket.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    rooms: HashMap<(TenantId, ConversationId), Vec<(u64, Watcher)>>,
}

impl Presence {
    pub(crate) fn put(
        &mut self,
        tenant: &TenantId,
        conversation: ConversationId,
        connection: u64,
        watcher: Watcher,
    ) -> Option<Vec<Watcher>> {
        let room = self.rooms.entry((tenant.clone(), conversation)).or_default();
        match room.iter_mut().find(|(id, _)| *id == connection) {
            Some((_, known)) if *known == watcher => return None,
            Some((_, known)) => *known = watcher,
            None => room.push((connection, watcher)),
        }
        Some(people(room))
    }

    pub(crate) fn take(
        &mut self,
        tenant: &TenantId,
        conversation: ConversationId,
        connection: u64,
    ) -> Option<Vec<Watcher>> {
        let place = (tenant.clone(), conversation);
        let room = self.rooms.get_mut(&place)?;
        let before = room.len();
        room.retain(|(id, _)| *id != connection);
        let changed = room.len() != before;
        let left = people(room);
        if room.is_empty() {
            self.rooms.remove(&place);
        }
        changed.then_some(left)
    }

    pub(crate) fn watchers(&self, tenant: &TenantId, conversation: ConversationId) -> Vec<Watcher> {
        self.rooms.get(&(tenant.clone(), conversation)).map(|room| people(room)).unwrap_or_default()
    }
}

/// One entry a person: who types in one window and looks in another, types.
fn people(room: &[(u64, Watcher)]) -> Vec<Watcher> {
    let mut people: Vec<Watcher> = Vec::new();
    for (_, watcher) in room {
        match people.iter_mut().find(|known| known.user == watcher.user) {
            Some(known) => known.doing = known.doing.max(watcher.doing),
            None => people.push(watcher.clone()),
        }
    }
    people
}
