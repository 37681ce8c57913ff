//! One socket of a session: the customer's tab, or somebody of the desk who looks.

use std::sync::Arc;
use std::time::Duration;

use app::ErrorKind;
use app::cobrowse::{self as sessions, Entry, Kept, Place, Side};
use app::keys::KeyEnded;
use app::sign_in::{EndReason, SessionEnded};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use cobrowse::control::{Bye, FromCustomer, Hello, ToCustomer};
use cobrowse::session::{IDLE, Input, Session};
use relay::{Out, Refused, Room, Writer};
use serde_json::Value;
use tokio::sync::broadcast;

use super::silence::{SILENCE_MAX, Silence};
use super::{desk, steps};
use crate::AppState;
use crate::live::SocketPlace;

/// How long a socket may be open before it says who it is.
const HELLO_TIME_MAX: Duration = Duration::from_secs(10);

/// Serves a socket until it ends.
pub(crate) async fn open(mut ws: WebSocket, state: AppState, mut place: SocketPlace) {
    let bye = match begin(&mut ws, &state, &mut place).await {
        Ok(begun) => run(&mut ws, &state, begun).await,
        Err(bye) => Some(bye),
    };
    if let Some(bye) = bye {
        // It may be gone already.
        let _ = is_sent(&mut ws, text(&ToCustomer::Bye { reason: bye }.text())).await;
    }
    let _ = is_sent(&mut ws, Message::Close(None)).await;
}

struct Begun {
    place: Place,
    tab: Option<String>,
    kept: Kept,
    room: Arc<Room>,
    ends: Ends,
}

/// What is heard of sessions and keys that end.
struct Ends {
    sessions: broadcast::Receiver<SessionEnded>,
    keys: broadcast::Receiver<KeyEnded>,
}

impl Ends {
    /// Waits until what somebody came in with has ended.
    async fn wait(&mut self, entry: Option<Entry>) -> Bye {
        loop {
            tokio::select! {
                ended = self.sessions.recv() => match ended {
                    Ok(ended) if entry != Some(Entry::Session(ended.session)) => {}
                    // With other rights, another socket.
                    Ok(SessionEnded { reason: EndReason::RightsChanged, .. }) => return Bye::Stopping,
                    Ok(_) => return Bye::Expired,
                    // Too many ended at once to hear of each: come again, and be looked at anew.
                    Err(_) => return Bye::Stopping,
                },
                ended = self.keys.recv() => match ended {
                    Ok(ended) if entry != Some(Entry::Key(ended.key)) => {}
                    Ok(_) => return Bye::Expired,
                    Err(_) => return Bye::Stopping,
                },
            }
        }
    }
}

/// Who it is, and the room of their session.
async fn begin(
    ws: &mut WebSocket,
    state: &AppState,
    socket: &mut SocketPlace,
) -> Result<Begun, Bye> {
    let first = tokio::time::timeout(HELLO_TIME_MAX, ws.recv()).await;
    let Ok(Some(Ok(Message::Text(first)))) = first else { return Err(Bye::Protocol) };
    let hello = Hello::read(first.as_str()).map_err(|_| Bye::Protocol)?;
    let place = sessions::place_of(&state.app, &hello.token).map_err(|_| Bye::Expired)?;
    let principal = app::Principal {
        id: Some(place.who.clone()),
        role: match place.side {
            Side::Customer => app::Role::Consumer,
            Side::Desk { .. } => app::Role::Agent,
        },
        ..state.app.system(&place.tenant)
    };
    if !socket.claim(&principal) {
        return Err(Bye::Slow);
    }
    if place.lane != state.app.store().lane() {
        return Err(Bye::Moved);
    }
    // Heard from before the place was looked at, so that no end falls between.
    let ends = Ends { sessions: state.app.session_ends(), keys: state.app.key_ends() };
    let (system, of) = (state.app.system(&place.tenant), place.clone());
    let read = move |s: &mut app::Session<'_, '_>| {
        let is_in = sessions::is_in(s, &of)?;
        Ok((sessions::of_place(s, &of)?, is_in))
    };
    let (kept, is_in) =
        state.app.read(&system, read).await.map_err(|error| match error.kind() {
            ErrorKind::NotFound => Bye::Expired,
            _ => Bye::Stopping,
        })?;
    if !is_in {
        return Err(Bye::Expired);
    }
    if kept.machine.ended().is_some() {
        return Err(Bye::Ended);
    }
    if kept.row.lane != place.lane {
        return Err(Bye::Moved);
    }
    let room = state.together.room(state, &kept).await;
    let room = room.map_err(|_| Bye::Stopping)?;
    Ok(Begun { place, tab: hello.tab, kept, room, ends })
}

/// Serves it; gives the reason to close with where its end was not said yet.
async fn run(ws: &mut WebSocket, state: &AppState, begun: Begun) -> Option<Bye> {
    let Begun { place, tab, kept, room, mut ends } = begun;
    match place.side {
        Side::Customer => {
            let system = state.app.system(&kept.row.tenant);
            let force = state.app.read(&system, sessions::policy::in_force).await.ok()?;
            let now = state.app.now().as_millis();
            match room.writer(tab, |session| welcome(session, force.browser, now)) {
                Ok(writer) => customer(ws, state, writer, &room).await,
                Err(refused) => Some(bye_of(refused)),
            }
        }
        Side::Desk { seat } => tokio::select! {
            bye = desk::viewer(ws, state, &room, &kept, seat) => bye,
            bye = ends.wait(place.entry) => Some(bye),
        },
    }
}

fn welcome(session: &Session, policy: Option<Value>, now: i64) -> ToCustomer {
    ToCustomer::Welcome {
        session: session.id(),
        state: session.state(),
        grants: session.grants(),
        now,
        policy,
        people: session.people_told(),
        ask: session.ask().cloned(),
        idle_s: u32::try_from(IDLE.as_millis() / 1_000).unwrap_or(u32::MAX),
    }
}

/// Why a room takes no more.
pub(super) const fn bye_of(refused: Refused) -> Bye {
    match refused {
        Refused::Full(_) => Bye::Slow,
        Refused::Seat => Bye::Moved,
        Refused::Ended => Bye::Ended,
    }
}

async fn customer(
    ws: &mut WebSocket,
    state: &AppState,
    mut writer: Writer,
    room: &Room,
) -> Option<Bye> {
    let mut silence = Silence::new();
    loop {
        tokio::select! {
            () = silence.is_too_long() => return None,
            message = ws.recv() => {
                let Some(Ok(message)) = message else { return None };
                silence.heard();
                match message {
                    Message::Binary(bytes) => {
                        if let Err(fault) = writer.take_frame(bytes) {
                            tracing::debug!(%fault, "a customer's socket ends");
                            return Some(Bye::Protocol);
                        }
                    }
                    Message::Text(said) => match writer.take_text(said.as_str()) {
                        Ok(Some(said)) => {
                            if let Some(input) = input(said)
                                && let Err(error) = steps::step(state, room.of(), input).await
                            {
                                tracing::warn!(%error, "a step of a session was not stored");
                                return Some(Bye::Stopping);
                            }
                        }
                        Ok(None) => {}
                        Err(error) => {
                            tracing::debug!(%error, "a customer's socket ends");
                            return Some(Bye::Protocol);
                        }
                    },
                    Message::Close(_) => return None,
                    Message::Ping(_) | Message::Pong(_) => {}
                }
            }
            out = writer.next() => {
                if !send(ws, out?).await {
                    return None;
                }
            }
        }
    }
}

/// What the customer's page says of the session itself.
fn input(said: FromCustomer) -> Option<Input> {
    Some(match said {
        FromCustomer::Shown { ask } => Input::Shown { ask },
        FromCustomer::Accept { ask, grants, hash } => Input::Accept { ask, grants, hash },
        FromCustomer::Decline { ask } => Input::Decline { ask },
        FromCustomer::Pause {} => Input::Pause,
        FromCustomer::Resume {} => Input::Resume,
        FromCustomer::Revoke { grant } => Input::Revoke { grant },
        FromCustomer::End { reason } => Input::End { reason },
        FromCustomer::Here {}
        | FromCustomer::Outcome(_)
        | FromCustomer::Place(_)
        | FromCustomer::Ping {} => return None,
    })
}

/// Sends what a room gives; false once that was the last.
pub(super) async fn send(ws: &mut WebSocket, out: Out) -> bool {
    match out {
        Out::Text(said) => is_sent(ws, text(&said)).await,
        Out::Frame(bytes) => is_sent(ws, Message::Binary(bytes)).await,
        Out::Bye(reason) => {
            let _ = is_sent(ws, text(&ToCustomer::Bye { reason }.text())).await;
            false
        }
    }
}

/// Whoever reads nothing holds a socket, and what waits for it, no longer than whoever says nothing.
async fn is_sent(ws: &mut WebSocket, message: Message) -> bool {
    matches!(tokio::time::timeout(SILENCE_MAX, ws.send(message)).await, Ok(Ok(())))
}

pub(super) fn text(said: &str) -> Message {
    Message::Text(Utf8Bytes::from(said))
}
