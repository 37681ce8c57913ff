//! The socket: what is happening now, for consoles, portals, apps and the widget.

use std::convert::Infallible;

use app::sign_in::Who;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::limits::{SOCKET_BUFFER_BYTES, SOCKET_FRAME_BYTES_MAX};
use crate::live::SocketPlace;
use crate::problem::Problem;
use crate::{AppState, auth, live};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(open_socket))
}

/// Who opened the connection, where the request says so; the first frame may say it instead.
struct MaybeCaller(Option<Who>);

impl FromRequestParts<AppState> for MaybeCaller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(auth::who_opens(parts, state).await.ok()))
    }
}

/// Open a socket (RFC 6455). Its frames are described in docs/realtime.md; the first one says who
/// you are.
#[utoipa::path(get, path = "/v1/socket", tag = "conversations",
    responses((status = 101, description = "The protocol of docs/realtime.md")),
    extensions(("x-ombud-action" = json!("public"))))]
async fn open_socket(
    State(state): State<AppState>,
    MaybeCaller(caller): MaybeCaller,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match enter(&state, upgrade, SOCKET_FRAME_BYTES_MAX) {
        Ok((upgrade, place)) => upgrade.on_upgrade(move |ws| live::open(ws, state, caller, place)),
        Err(problem) => problem.into_response(),
    }
}

/// A place for one more socket of this node, with messages of so many bytes at most.
pub(super) fn enter(
    state: &AppState,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    message_bytes_max: usize,
) -> Result<(WebSocketUpgrade, SocketPlace), Problem> {
    let upgrade = upgrade.map_err(|error| Problem::new("bad_request", error.body_text()))?;
    let full = || Problem::new("overloaded", "as many sockets as this node takes are open");
    let place = state.sockets.enter().ok_or_else(full)?;
    let upgrade = upgrade
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_message_size(message_bytes_max)
        .max_frame_size(message_bytes_max);
    Ok((upgrade, place))
}
