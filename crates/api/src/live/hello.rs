//! Who opens a socket: a token in its first frame, or the key that came with the request.

use std::time::Duration;

use app::sign_in::Who;
use axum::extract::ws::{Message, WebSocket};
use kernel::Secret;

use super::protocol::{FromClient, PROTOCOL};
use crate::AppState;
use crate::limits::API_KEY_CHARS_MAX;

/// How long a socket may be open before it says who it is.
const HELLO_TIME_MAX: Duration = Duration::from_secs(10);

/// Waits for the first frame; the error is the reason to close with.
pub(super) async fn hello(
    socket: &mut WebSocket,
    state: &AppState,
    by_request: Option<Who>,
) -> Result<Who, &'static str> {
    let first = tokio::time::timeout(HELLO_TIME_MAX, socket.recv()).await;
    let Ok(Some(Ok(Message::Text(text)))) = first else { return Err("protocol") };
    let Ok(FromClient::Hello { protocol, token }) = serde_json::from_str(text.as_str()) else {
        return Err("protocol");
    };
    if protocol != PROTOCOL {
        return Err("protocol");
    }
    let Some(token) = token else { return by_request.ok_or("unauthenticated") };
    if token.len() > API_KEY_CHARS_MAX {
        return Err("unauthenticated");
    }
    let token = Secret::new(token);
    state.app.who(token.expose()).await.map_err(|_| "unauthenticated")
}
