//! The socket of somebody of the desk who looks.

use app::cobrowse::{self as sessions, Kept};
use axum::extract::ws::{Message, WebSocket};
use cobrowse::consent::Grants;
use cobrowse::control::{Bye, CustomerTold, FromViewer, ToViewer};
use cobrowse::session::{Input, Session};
use relay::{Room, Viewer};

use super::silence::Silence;
use super::socket::{bye_of, send};
use super::steps;
use crate::AppState;

/// Serves it; gives the reason to close with where its end was not said yet.
pub(super) async fn viewer(
    ws: &mut WebSocket,
    state: &AppState,
    room: &std::sync::Arc<Room>,
    kept: &Kept,
    seat: u32,
) -> Option<Bye> {
    let now = state.app.now().as_millis();
    let customer = CustomerTold { name: None, language: kept.language.clone() };
    let welcome = |session: &Session| ToViewer::Welcome {
        session: session.id(),
        seat,
        state: session.state(),
        grants: session.grants(),
        now,
        people: session.people_told(),
        customer,
    };
    let mut viewer = match room.viewer(seat, welcome) {
        Ok(viewer) => viewer,
        Err(refused) => return Some(bye_of(refused)),
    };
    let mut silence = Silence::new();
    loop {
        tokio::select! {
            () = silence.is_too_long() => return None,
            message = ws.recv() => {
                let Some(Ok(message)) = message else { return None };
                silence.heard();
                match message {
                    Message::Text(said) => {
                        if let Err(bye) = heard(state, room, &viewer, seat, said.as_str()).await {
                            return bye;
                        }
                    }
                    Message::Binary(_) => return Some(Bye::Protocol),
                    Message::Close(_) => return None,
                    Message::Ping(_) | Message::Pong(_) => {}
                }
            }
            out = viewer.next() => {
                if !send(ws, out?).await {
                    return None;
                }
            }
        }
    }
}

/// Takes what they say; the error is the end of the socket.
async fn heard(
    state: &AppState,
    room: &Room,
    viewer: &Viewer,
    seat: u32,
    said: &str,
) -> Result<(), Option<Bye>> {
    let said = viewer.take_text(said).map_err(|error| {
        tracing::debug!(%error, "a viewer's socket ends");
        Some(Bye::Protocol)
    })?;
    let stepped = match said {
        None => return Ok(()),
        Some(FromViewer::Ask { wants }) => ask(state, room, seat, wants).await,
        Some(FromViewer::End {}) => steps::step(state, room.of(), Input::AgentEnd { seat }).await,
        Some(FromViewer::Leave {}) => return Err(None),
        Some(_) => return Ok(()),
    };
    stepped.map_err(|error| {
        tracing::warn!(%error, "a step of a session was not stored");
        Some(Bye::Stopping)
    })
}

async fn ask(state: &AppState, room: &Room, seat: u32, wants: Grants) -> Result<(), app::AppError> {
    let of = room.of();
    let (id, system) = (of.session, state.app.system(&of.tenant));
    let wish = state.app.read(&system, move |s| sessions::wish_of(s, id, seat, wants)).await?;
    match wish {
        Some(wish) => steps::step(state, of, Input::Ask { seat, wish }).await,
        None => Ok(()),
    }
}
