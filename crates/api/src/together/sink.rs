//! What rooms hand over: kept in order, one after the other, outside of their locks.

use std::sync::{Arc, Mutex, PoisonError};

use app::cobrowse::blind::{self, Spot};
use app::cobrowse::{self as sessions, recordings};
use cobrowse::control::Why;
use cobrowse::recording::{Head, Sealed};
use cobrowse::session::{Input, VIOLATIONS_MAX};
use relay::{Event, Of, Sink};
use tokio::sync::mpsc;

use super::steps;
use crate::AppState;

/// Most things that wait; a node that is so far behind loses what comes, and says so.
const WAITING_MAX: usize = 50_000;

/// One thing.
#[derive(Debug)]
pub(super) enum One {
    Chunk(Sealed, Head),
    Event(Event),
}

type Receiver = mpsc::Receiver<(Of, One)>;

/// What waits to be kept.
#[derive(Debug, Clone)]
pub(super) struct Told {
    send: mpsc::Sender<(Of, One)>,
    receive: Arc<Mutex<Option<Receiver>>>,
}

impl Default for Told {
    fn default() -> Self {
        let (send, receive) = mpsc::channel(WAITING_MAX);
        Self { send, receive: Arc::new(Mutex::new(Some(receive))) }
    }
}

impl Told {
    pub(super) fn sink(&self) -> ToApp {
        ToApp(self.send.clone())
    }

    /// What waits; once.
    pub(super) fn take(&self) -> Option<Receiver> {
        self.receive.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The rooms' end of it.
#[derive(Debug)]
pub(super) struct ToApp(mpsc::Sender<(Of, One)>);

impl ToApp {
    fn put(&self, of: &Of, one: One) {
        if self.0.try_send((of.clone(), one)).is_err() {
            tracing::error!(session = %of.session, "too much of co-browsing waits to be kept: some is lost");
        }
    }
}

impl Sink for ToApp {
    fn chunk(&self, of: &Of, chunk: Sealed, head: Head) {
        self.put(of, One::Chunk(chunk, head));
    }

    fn event(&self, of: &Of, event: Event) {
        self.put(of, One::Event(event));
    }
}

/// Keeps one thing.
pub(super) async fn keep(state: &AppState, of: &Of, one: One) {
    let kept = match one {
        One::Chunk(sealed, head) => {
            if head.is_closed {
                state.together.recorded().remove(of);
            }
            recordings::keep(&state.app, &of.tenant, of.session, sealed, head).await
        }
        One::Event(event) => happened(state, of, event).await,
    };
    if let Err(error) = kept {
        tracing::warn!(%error, session = %of.session, "something of co-browsing was not kept");
    }
}

async fn happened(state: &AppState, of: &Of, event: Event) -> Result<(), app::AppError> {
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
                sessions::note_intent(s, id, seat, act, refused.map(Why::as_str));
                Ok(())
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
