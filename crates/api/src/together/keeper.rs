//! Keeps what rooms hand over: of each session in order, of many sessions at the same time.
//!
//! Rooms never wait for it. A chunk of a recording that cannot be kept is tried again; one that is lost in
//! the end, or for which there is no room, ends its part of the recording, and the next part begins with
//! a mark in its place.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use app::ErrorKind;
use app::cobrowse::recordings::{self, TAKEN_UP};
use cobrowse::recording::{Head, Sealed};
use relay::Of;
use tokio::task::{Id, JoinError, JoinSet};

use super::sink::{self, One, Receiver};
use crate::AppState;

/// Sessions of which something is kept at the same time.
const AT_ONCE_MAX: usize = 16;
/// Things that wait here; what more there is waits where rooms put it.
const WAITING_MAX: usize = 4_096;
/// Waits before a chunk is tried again, in milliseconds.
const AGAIN_MS: [u64; 3] = [100, 500, 2_000];

#[derive(Debug)]
pub(super) struct Keeper {
    state: AppState,
    told: Receiver,
    lines: HashMap<Of, VecDeque<One>>,
    waiting: usize,
    /// Sessions whose turn it is, in order; none of them is worked on.
    ready: VecDeque<Of>,
    tasks: JoinSet<()>,
    working: HashMap<Id, Of>,
    busy: HashSet<Of>,
}

impl Keeper {
    pub(super) fn new(state: AppState, told: Receiver) -> Self {
        Self {
            state,
            told,
            lines: HashMap::new(),
            waiting: 0,
            ready: VecDeque::new(),
            tasks: JoinSet::new(),
            working: HashMap::new(),
            busy: HashSet::new(),
        }
    }

    /// Keeps what comes. Dropping the future loses nothing.
    pub(super) async fn run(&mut self) {
        loop {
            tokio::select! {
                Some(done) = self.tasks.join_next_with_id() => self.done(done.map(|(id, ())| id)),
                Some((of, one)) = self.told.recv(), if self.waiting < WAITING_MAX => {
                    self.put(of, one);
                }
                else => return,
            }
        }
    }

    /// Keeps all that is there.
    pub(super) async fn finish(&mut self) {
        loop {
            while let Ok((of, one)) = self.told.try_recv() {
                self.put(of, one);
            }
            match self.tasks.join_next_with_id().await {
                Some(done) => self.done(done.map(|(id, ())| id)),
                None => return,
            }
        }
    }

    fn put(&mut self, of: Of, one: One) {
        self.waiting += 1;
        let line = self.lines.entry(of.clone()).or_default();
        line.push_back(one);
        if line.len() == 1 && !self.busy.contains(&of) {
            self.ready.push_back(of);
        }
        self.start();
    }

    fn start(&mut self) {
        while self.tasks.len() < AT_ONCE_MAX
            && let Some(of) = self.ready.pop_front()
        {
            let Some(line) = self.lines.remove(&of) else { continue };
            self.waiting = self.waiting.saturating_sub(line.len());
            let (state, session) = (self.state.clone(), of.clone());
            let task = self.tasks.spawn(async move {
                for one in line {
                    keep(&state, &session, one).await;
                }
            });
            self.working.insert(task.id(), of.clone());
            self.busy.insert(of);
        }
    }

    fn done(&mut self, done: Result<Id, JoinError>) {
        let id = done.unwrap_or_else(|error| {
            tracing::error!(%error, "keeping something of co-browsing panicked");
            error.id()
        });
        if let Some(of) = self.working.remove(&id) {
            self.busy.remove(&of);
            if self.lines.contains_key(&of) {
                self.ready.push_back(of);
            }
        }
        self.start();
    }
}

async fn keep(state: &AppState, of: &Of, one: One) {
    match one {
        One::Chunk(sealed, head) => {
            let bytes = sealed.bytes.len();
            let part = sealed.part;
            if !keep_chunk(state, of, sealed, head).await {
                lose(state, of, part);
            }
            state.together.told.kept(bytes);
        }
        One::Event(event) => {
            if let Err(error) = sink::happened(state, of, event).await {
                tracing::warn!(%error, session = %of.session, "something of co-browsing was not kept");
            }
        }
    }
}

/// False where it is lost.
async fn keep_chunk(state: &AppState, of: &Of, sealed: Sealed, head: Head) -> bool {
    let mut waits = AGAIN_MS.into_iter();
    loop {
        let kept = recordings::keep(&state.app, &of.tenant, of.session, sealed.clone(), head).await;
        let Err(error) = kept else { return true };
        if error.code() == TAKEN_UP {
            // What its part goes on with was sealed before the part was over.
            tracing::debug!(session = %of.session, part = sealed.part, "a chunk came too late");
            return true;
        }
        let wait = waits.next().filter(|_| error.kind() != ErrorKind::Conflict);
        let Some(wait) = wait else {
            tracing::error!(%error, session = %of.session, "a chunk of a recording is lost");
            return false;
        };
        tracing::warn!(%error, session = %of.session, "a chunk of a recording is tried again");
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}

/// A part of a recording goes no further: the next one, which is begun within a second, says so.
pub(super) fn lose(state: &AppState, of: &Of, part: u32) {
    if let Some(room) = state.together.relay.room(of) {
        room.lose_recording(part);
    }
}
