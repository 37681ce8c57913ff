//! Subscriptions and the queues behind them.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{ConversationId, PrincipalId, TenantId};
use tokio::sync::mpsc;

use crate::Topic;
use crate::presence::{Presence, Watcher};

/// Most frames that wait for one reader; one more and it is cut off.
pub const QUEUE_FRAMES_MAX: usize = 1_024;
/// Locks of the table of topics: sockets of different topics seldom wait for each other.
const SHARDS: usize = 64;

/// A frame for one reader.
#[derive(Debug, Clone)]
pub struct Delivery<F> {
    pub topic: Arc<Topic>,
    /// The number of the event in its conversation, for frames of a thread.
    pub seq: Option<u64>,
    /// `None` says that there is such an event, and that it is not for this audience.
    pub frame: Option<F>,
}

/// The end of a reader's queue that the hub writes to.
struct Reader<F> {
    id: u64,
    queue: mpsc::Sender<Delivery<F>>,
    slow: Arc<AtomicBool>,
}

struct Subscribers<F> {
    topic: Arc<Topic>,
    readers: Vec<Reader<F>>,
}

type Shard<F> = Mutex<HashMap<Arc<Topic>, Subscribers<F>>>;

struct Inner<F> {
    hasher: RandomState,
    shards: Vec<Shard<F>>,
    presence: Mutex<Presence>,
    next: AtomicU64,
    connections: AtomicU64,
}

/// The subscriptions of one process. Cloning shares it.
pub struct Hub<F>(Arc<Inner<F>>);

impl<F> Clone for Hub<F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<F> std::fmt::Debug for Hub<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").field("connections", &self.connections()).finish_non_exhaustive()
    }
}

impl<F> Default for Hub<F> {
    fn default() -> Self {
        let shards = std::iter::repeat_with(Shard::default).take(SHARDS).collect();
        Self(Arc::new(Inner {
            hasher: RandomState::new(),
            shards,
            presence: Mutex::default(),
            next: AtomicU64::new(1),
            connections: AtomicU64::new(0),
        }))
    }
}

impl<F> Hub<F> {
    /// A new reader, who looks at nothing yet.
    pub fn connect(&self) -> (Connection<F>, Inbox<F>) {
        let (queue, frames) = mpsc::channel(QUEUE_FRAMES_MAX);
        let slow = Arc::new(AtomicBool::new(false));
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.0.connections.fetch_add(1, Ordering::Relaxed);
        let connection = Connection {
            hub: self.clone(),
            id,
            queue,
            slow: Arc::clone(&slow),
            topics: Vec::new(),
            watched: Vec::new(),
        };
        (connection, Inbox { frames, slow })
    }

    /// How many readers there are.
    pub fn connections(&self) -> u64 {
        self.0.connections.load(Ordering::Relaxed)
    }

    /// Whether anybody looks at a topic: if not, no frame need be made for it.
    pub fn is_watched(&self, topic: &Topic) -> bool {
        self.shard(topic).contains_key(topic)
    }

    /// The lists of a tenant that anybody looks at.
    pub fn lists(&self, tenant: &TenantId) -> Vec<Arc<Topic>> {
        let list = |topic: &Arc<Topic>| match &**topic {
            Topic::List { tenant: of, .. } if of == tenant => Some(Arc::clone(topic)),
            _ => None,
        };
        self.topics(list)
    }

    /// The people of all desks who have a socket open on this node.
    pub fn people(&self) -> Vec<(TenantId, PrincipalId)> {
        let person = |topic: &Arc<Topic>| match &**topic {
            Topic::Person { tenant, user } => Some((tenant.clone(), user.clone())),
            _ => None,
        };
        self.topics(person)
    }

    /// Tenants whose customers or people look at something on this node.
    pub fn tenants(&self) -> BTreeSet<TenantId> {
        self.topics(|topic| Some(topic.tenant().clone())).into_iter().collect()
    }

    fn topics<T>(&self, pick: impl Fn(&Arc<Topic>) -> Option<T>) -> Vec<T> {
        let of_shard = |shard: &Shard<F>| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.keys().filter_map(&pick).collect::<Vec<_>>()
        };
        self.0.shards.iter().flat_map(of_shard).collect()
    }

    /// Whether somebody of the desk has a socket open on this node.
    pub fn is_there(&self, tenant: &TenantId, user: &PrincipalId) -> bool {
        self.is_watched(&Topic::Person { tenant: tenant.clone(), user: user.clone() })
    }

    fn shard(&self, topic: &Topic) -> MutexGuard<'_, HashMap<Arc<Topic>, Subscribers<F>>> {
        // The remainder is below the number of shards, so there always is one.
        let place = usize::try_from(self.0.hasher.hash_one(topic) % SHARDS as u64).unwrap_or(0);
        #[expect(clippy::indexing_slicing, reason = "place < SHARDS, the length of the list")]
        let shard = &self.0.shards[place];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn presence(&self) -> MutexGuard<'_, Presence> {
        self.0.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who of the desk looks at a conversation, on this node.
    pub fn watchers(&self, tenant: &TenantId, conversation: ConversationId) -> Vec<Watcher> {
        self.presence().watchers(tenant, conversation)
    }
}

impl<F: Clone> Hub<F> {
    /// Sends a frame to everybody who looks at the topic. Never waits: a reader whose queue is full is
    /// cut off, reconnects and reads what it missed.
    pub fn publish(&self, topic: &Topic, seq: Option<u64>, frame: Option<F>) -> usize {
        let mut shard = self.shard(topic);
        let Some(subscribers) = shard.get_mut(topic) else { return 0 };
        let topic = Arc::clone(&subscribers.topic);
        let mut sent = 0;
        subscribers.readers.retain(|reader| {
            let delivery = Delivery { topic: Arc::clone(&topic), seq, frame: frame.clone() };
            match reader.queue.try_send(delivery) {
                Ok(()) => sent += 1,
                Err(mpsc::error::TrySendError::Full(_)) => {
                    reader.slow.store(true, Ordering::Release);
                    return false;
                }
                Err(mpsc::error::TrySendError::Closed(_)) => return false,
            }
            true
        });
        if subscribers.readers.is_empty() {
            shard.remove(&topic);
        }
        sent
    }
}

/// A reader's subscriptions; they end with it.
pub struct Connection<F> {
    hub: Hub<F>,
    id: u64,
    queue: mpsc::Sender<Delivery<F>>,
    slow: Arc<AtomicBool>,
    topics: Vec<Arc<Topic>>,
    watched: Vec<(TenantId, ConversationId)>,
}

impl<F> std::fmt::Debug for Connection<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("id", &self.id).field("topics", &self.topics).finish()
    }
}

impl<F> Connection<F> {
    /// Looks at a topic from now on. Twice is once.
    pub fn subscribe(&mut self, topic: Topic) {
        if self.topics.iter().any(|known| **known == topic) {
            return;
        }
        let mut shard = self.hub.shard(&topic);
        let shared = match shard.get(&topic) {
            Some(known) => Arc::clone(&known.topic),
            None => Arc::new(topic),
        };
        let reader = Reader { id: self.id, queue: self.queue.clone(), slow: self.slow.clone() };
        shard
            .entry(Arc::clone(&shared))
            .or_insert_with(|| Subscribers { topic: Arc::clone(&shared), readers: Vec::new() })
            .readers
            .push(reader);
        drop(shard);
        self.topics.push(shared);
    }

    /// Looks away.
    pub fn unsubscribe(&mut self, topic: &Topic) {
        self.topics.retain(|known| **known != *topic);
        self.leave(topic);
    }

    fn leave(&self, topic: &Topic) {
        let mut shard = self.hub.shard(topic);
        if let Some(subscribers) = shard.get_mut(topic) {
            subscribers.readers.retain(|reader| reader.id != self.id);
            if subscribers.readers.is_empty() {
                shard.remove(topic);
            }
        }
    }

    /// Says what a person of the desk does in a conversation; returns who all is there now, where
    /// that changed.
    pub fn watch(
        &mut self,
        tenant: &TenantId,
        conversation: ConversationId,
        watcher: Watcher,
    ) -> Option<Vec<Watcher>> {
        let place = (tenant.clone(), conversation);
        if !self.watched.contains(&place) {
            self.watched.push(place);
        }
        self.hub.presence().put(tenant, conversation, self.id, watcher)
    }

    /// The person looks away; returns who is left, where that changed.
    pub fn unwatch(
        &mut self,
        tenant: &TenantId,
        conversation: ConversationId,
    ) -> Option<Vec<Watcher>> {
        self.watched.retain(|(of, known)| of != tenant || *known != conversation);
        self.hub.presence().take(tenant, conversation, self.id)
    }

    /// Conversations in which the person was seen.
    pub fn watched(&self) -> &[(TenantId, ConversationId)] {
        &self.watched
    }

    pub fn hub(&self) -> &Hub<F> {
        &self.hub
    }
}

impl<F> Drop for Connection<F> {
    fn drop(&mut self) {
        for topic in &self.topics {
            self.leave(topic);
        }
        for (tenant, conversation) in &self.watched {
            self.hub.presence().take(tenant, *conversation, self.id);
        }
        self.hub.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A reader's queue.
#[derive(Debug)]
pub struct Inbox<F> {
    frames: mpsc::Receiver<Delivery<F>>,
    slow: Arc<AtomicBool>,
}

impl<F> Inbox<F> {
    /// The next frame; `None` once the reader was cut off, or its connection is gone.
    pub async fn next(&mut self) -> Option<Delivery<F>> {
        if self.is_slow() {
            return None;
        }
        self.frames.recv().await
    }

    /// Whether the reader was cut off because it was too slow.
    pub fn is_slow(&self) -> bool {
        self.slow.load(Ordering::Acquire)
    }
}
