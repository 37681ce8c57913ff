//! Co-browsing: the ways into a session besides a code, and out of one hand into another.

use app::cobrowse::{self, Kept, tools};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sign_in::Hidden;
use crate::auth::{Caller, CameIn, MaybeCaller};
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, json};
use crate::together::Together;
use crate::types::cobrowse::CobrowseSession;
use crate::wire::{CobrowseId, ConversationId, Moment, PathParam, PrincipalId};
use crate::{AppState, live};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(invite_to_cobrowse))
        .routes(routes!(link_to_cobrowse))
        .routes(routes!(join_cobrowsing))
        .routes(routes!(follow_cobrowse_link))
        .routes(routes!(take_cobrowse_seat))
        .routes(routes!(transfer_cobrowsing))
        .routes(routes!(take_seat_by_token))
}

/// A place in a session, and which one it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseJoined {
    /// The session.
    pub id: CobrowseId,
    /// Opens the socket.
    pub token: String,
    /// Relative to this server, or the address of another node.
    #[schema(example = "/v1/cobrowse/socket")]
    pub socket: String,
}

impl CobrowseJoined {
    fn new(state: &AppState, kept: &Kept, token: String) -> Self {
        let socket = Together::socket_at(state, kept.row.lane);
        Self { id: kept.row.cobrowse.into(), token, socket }
    }
}

/// Invite the customer of a conversation to show their page: where they have one of the company's open,
/// they are asked there; with a link, anywhere. Nobody is in the session before they came.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/cobrowse", tag = "co-browsing",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 201, body = CobrowseSession)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn invite_to_cobrowse(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, move |s, _| {
            let kept = cobrowse::invite(s, id.0)?;
            cobrowse::named(s, kept).map(CobrowseSession::from)
        })
        .await
}

/// A link for the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseLink {
    /// For `#ombud-cobrowse=` at the end of the address of any page with the co-browsing script.
    pub token: String,
    /// As a whole, on the page that the deployment names for it.
    #[schema(example = "https://shop.example/help#ombud-cobrowse=eyJ0…")]
    pub url: String,
    pub expires_at: Moment,
}

/// Make the link of an invitation, to be copied or written in the chat: good until `expires_at`, once.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/link", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowseLink)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn link_to_cobrowse(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseLink>, Problem> {
    let link = state.app.write(&principal, move |s| cobrowse::link(s, id.0)).await?;
    let cobrowse::LinkOut { token, url, expires_at } = link;
    Ok(Json(CobrowseLink { token, url, expires_at: expires_at.into() }))
}

/// Come where you were invited, as the customer: you are asked before anything is shown.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/join", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowseJoined)),
    extensions(("x-ombud-action" = json!("cobrowse.begin")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn join_cobrowsing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseJoined>, Problem> {
    let (kept, token) = state.app.write(&principal, move |s| cobrowse::join(s, id.0)).await?;
    Ok(Json(CobrowseJoined::new(&state, &kept, token)))
}

/// What stood in the address.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowLink {
    pub token: Hidden,
}

/// Come by the link of an invitation. A page that knows its customer calls as them: then the link is
/// theirs alone.
#[utoipa::path(post, path = "/v1/cobrowse/links", tag = "co-browsing", request_body = FollowLink,
    responses((status = 201, body = CobrowseJoined)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn follow_cobrowse_link(
    State(state): State<AppState>,
    MaybeCaller(caller): MaybeCaller,
    command: Command<FollowLink>,
) -> Result<Response, Problem> {
    let link = command.value().token.0.clone();
    let (kept, token) = cobrowse::follow(&state.app, link.expose(), caller.as_ref()).await?;
    json(StatusCode::CREATED, &CobrowseJoined::new(&state, &kept, token))
}

/// Take a place at the socket of a session, as somebody of the desk: who joined it comes back, who invited
/// to it or was handed it comes, who leads the desk joins as a supervisor, and its customer sees that.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/seat", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowseJoined)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn take_cobrowse_seat(
    State(state): State<AppState>,
    Caller(principal): Caller,
    CameIn(entry): CameIn,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseJoined>, Problem> {
    let seat = move |s: &mut app::Session<'_, '_>| cobrowse::seat(s, id.0, entry);
    let (kept, token) = state.app.write(&principal, seat).await?;
    state.together.stepped(&principal.tenant, &kept);
    Ok(Json(CobrowseJoined::new(&state, &kept, token)))
}

/// Who is to go on with it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferCobrowsing {
    /// Of the desk.
    pub user_id: PrincipalId,
}

/// Hand a session to another agent: they lead it as soon as they take their seat, and what lets somebody
/// act on the page ends.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/transfer", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), request_body = TransferCobrowsing,
    responses((status = 200, body = CobrowseSession)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn transfer_cobrowsing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
    command: Command<TransferCobrowsing>,
) -> Result<Json<CobrowseSession>, Problem> {
    let to = command.value().user_id.0.clone();
    let user = to.clone();
    let hand = move |s: &mut app::Session<'_, '_>| {
        let kept = cobrowse::transfer(s, id.0, user.clone())?;
        cobrowse::named(s, kept)
    };
    let named = state.app.write(&principal, hand).await?;
    state.together.taken_back(&state, &principal.tenant, &named.kept).await;
    live::handed(&state.live, &principal.tenant, &to, &named);
    Ok(Json(named.into()))
}

/// Whose seat, in which session.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "eyJhbGciOiJFZERTQSJ9.…", "code": "042 917"}))]
pub(crate) struct SeatByToken {
    /// Signed by the company's own tool (docs/cobrowse-agent.md).
    pub token: Hidden,
    /// The six digits that the customer reads out; or `session_id`.
    #[serde(default)]
    #[schema(max_length = 20)]
    pub code: Option<String>,
    /// A session that the token names, that is handed to this person, that they were in, or, as a
    /// supervisor, any.
    #[serde(default)]
    pub session_id: Option<CobrowseId>,
}

/// Take a seat as a person who works in the company's own tool, by a token that the tool signed.
#[utoipa::path(post, path = "/v1/cobrowse/seats", tag = "co-browsing", request_body = SeatByToken,
    responses((status = 201, body = CobrowseJoined)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn take_seat_by_token(
    State(state): State<AppState>,
    command: Command<SeatByToken>,
) -> Result<Response, Problem> {
    let SeatByToken { token, code, session_id } = command.value().clone();
    let way = match (code, session_id) {
        (Some(code), None) => tools::Way::Code(code),
        (None, Some(id)) => tools::Way::Session(id.0),
        (Some(_), Some(_)) | (None, None) => {
            let said = "name one of code and session_id";
            return Err(Problem::new("invalid_parameter", said).field("code"));
        }
    };
    let token: Secret = token.0;
    let (principal, kept, place) = tools::seat(&state.app, &token, way).await?;
    state.together.stepped(&principal.tenant, &kept);
    json(StatusCode::CREATED, &CobrowseJoined::new(&state, &kept, place))
}
