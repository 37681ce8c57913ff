//! What rooms hand over: put down at once, and kept outside of their locks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::cobrowse as sessions;
use app::cobrowse::blind::{self, Spot};
use cobrowse::control::Why;
use cobrowse::recording::{Head, Sealed};
use cobrowse::session::{Input, VIOLATIONS_MAX};
use relay::{Event, Of, Sink};
use tokio::sync::mpsc;

use super::steps;
use crate::AppState;

/// Most things that wait, and most bytes of chunks; a node that is so far behind loses what comes, and
/// says so.
const WAITING_MAX: usize = 50_000;
const WAITING_BYTES_MAX: usize = 256 << 20;

/// One thing.
#[derive(Debug)]
pub(super) enum One {
    Chunk(Sealed, Head),
    Event(Event),
}

pub(super) type Receiver = mpsc::Receiver<(Of, One)>;

/// What waits to be kept.
#[derive(Debug, Clone)]
pub(super) struct Told {
    send: mpsc::Sender<(Of, One)>,
    receive: Arc<Mutex<Option<Receiver>>>,
    behind: Arc<Behind>,
}

/// How far keeping is behind.
#[derive(Debug, Default)]
struct Behind {
    /// Of chunks that wait.
    bytes: AtomicUsize,
    /// Parts of recordings of which a chunk was not taken.
    lost: Mutex<Vec<(Of, u32)>>,
}

impl Behind {
    fn lost(&self) -> MutexGuard<'_, Vec<(Of, u32)>> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Told {
    fn default() -> Self {
        let (send, receive) = mpsc::channel(WAITING_MAX);
        Self { send, receive: Arc::new(Mutex::new(Some(receive))), behind: Arc::default() }
    }
}

impl Told {
    pub(super) fn sink(&self) -> ToApp {
        ToApp { send: self.send.clone(), behind: Arc::clone(&self.behind) }
    }

    /// A chunk of so many bytes waits no more.
    pub(super) fn kept(&self, bytes: usize) {
        self.behind.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Parts of recordings of which a chunk was not taken, since the last look.
    pub(super) fn lost(&self) -> Vec<(Of, u32)> {
        std::mem::take(&mut *self.behind.lost())
    }

    /// What waits; once.
    pub(super) fn take(&self) -> Option<Receiver> {
        self.receive.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The rooms' end of it.
#[derive(Debug)]
pub(super) struct ToApp {
    send: mpsc::Sender<(Of, One)>,
    behind: Arc<Behind>,
}

impl Sink for ToApp {
    fn chunk(&self, of: &Of, chunk: Sealed, head: Head) {
        let (part, bytes) = (chunk.part, chunk.bytes.len());
        let waiting = self.behind.bytes.fetch_add(bytes, Ordering::Relaxed);
        let is_taken = waiting.saturating_add(bytes) <= WAITING_BYTES_MAX
            && self.send.try_send((of.clone(), One::Chunk(chunk, head))).is_ok();
        if !is_taken {
            self.behind.bytes.fetch_sub(bytes, Ordering::Relaxed);
            tracing::error!(session = %of.session, "too much waits to be kept: a chunk is lost");
            self.behind.lost().push((of.clone(), part));
        }
    }

    fn event(&self, of: &Of, event: Event) {
        if self.send.try_send((of.clone(), One::Event(event))).is_err() {
            tracing::error!(session = %of.session, "too much waits to be kept: an event is lost");
        }
    }
}

/// Keeps what happened.
pub(super) async fn happened(state: &AppState, of: &Of, event: Event) -> Result<(), app::AppError> {
    let input = match event {
        Event::Dropped { is_doubtful: true, .. } | Event::Refused(_) | Event::CustomerGone => {
            return Ok(());
        }
        Event::Dropped { .. } => Input::Violation { atoms: 1 },
        Event::MustEnd => Input::Violation { atoms: VIOLATIONS_MAX },
        Event::ViewerGone { seat } => {
            let room = state.together.relay.room(of);
            if room.is_some_and(|room| room.has_viewer(seat)) {
                return Ok(());
            }
            Input::Leave { seat }
        }
        Event::Blind { seat, page, place, note, .. } => {
            let (id, spot) = (of.session, Spot { seat, page, place, note });
            let note = move |s: &mut app::Session<'_, '_>| blind::note_blind(s, id, spot.clone());
            return state.app.write(&state.app.system(&of.tenant), note).await;
        }
        Event::Intent { seat, act, refused, .. } => {
            let id = of.session;
            let note = move |s: &mut app::Session<'_, '_>| {
                sessions::note_intent(s, id, seat, act, refused.map(Why::as_str))
            };
            return state.app.write(&state.app.system(&of.tenant), note).await;
        }
        Event::Outcome { seat, outcome, why, .. } => {
            let id = of.session;
            let note = move |s: &mut app::Session<'_, '_>| {
                sessions::note_outcome(s, id, seat, outcome.as_str(), why.map(Why::as_str));
                Ok(())
            };
            return state.app.write(&state.app.system(&of.tenant), note).await;
        }
    };
    steps::step(state, of, input).await
}
