//! Co-browsing: sessions, places at their sockets, and recordings.

use app::cobrowse::{self, Listed, Renewed, assets, recordings};
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::limits::COBROWSE_FRAME_BYTES_MAX;
use crate::problem::Problem;
use crate::reply::{Command, Json, json, read};
use crate::together::Together;
use crate::types::cobrowse::CobrowseSession;
use crate::wire::{
    CobrowseId, ConversationId, CustomerId, Digest, Moment, Page, PageQuery, PathParam, QueryParams,
};
use crate::{AppState, together};

const OCTETS: &str = "application/octet-stream";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(begin_cobrowsing, list_cobrowse_sessions))
        .routes(routes!(read_cobrowse_session))
        .routes(routes!(end_cobrowsing))
        .routes(routes!(renew_cobrowse_place))
        .routes(routes!(claim_cobrowse_code))
        .routes(routes!(watch_cobrowse_recording, shred_cobrowse_recording))
        .routes(routes!(hold_cobrowse_recording))
        .routes(routes!(read_cobrowse_asset))
        .routes(routes!(read_cobrowse_asset_from_seat))
        .routes(routes!(open_cobrowse_socket))
}

/// How a customer's page begins.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"language": "sv-SE"}))]
pub(crate) struct BeginCobrowsing {
    /// The conversation it belongs to.
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
    /// In what the page is: BCP 47. English where there are no words in it.
    #[serde(default)]
    #[schema(max_length = 16)]
    pub language: String,
}

/// A session that waits for somebody of the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowsingBegun {
    pub id: CobrowseId,
    /// Six digits for the customer to read out. Used once.
    #[schema(example = "042917")]
    pub code: String,
    pub code_expires_at: Moment,
    /// Opens the socket.
    pub token: String,
    /// A path of this server, or the address of another node.
    #[schema(example = "/v1/cobrowse/socket")]
    pub socket: String,
}

/// Begin to show your page to somebody of the desk: nothing is shown before you say yes to them.
#[utoipa::path(post, path = "/v1/cobrowse/sessions", tag = "co-browsing",
    request_body = BeginCobrowsing, responses((status = 201, body = CobrowsingBegun)),
    extensions(("x-ombud-action" = json!("cobrowse.begin")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn begin_cobrowsing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<BeginCobrowsing>,
) -> Result<Response, Problem> {
    let BeginCobrowsing { conversation_id, language } = command.value().clone();
    let conversation = conversation_id.map(|id| id.0);
    let work = move |s: &mut app::Session<'_, '_>| cobrowse::begin(s, conversation, &language);
    let begun = state.app.write(&principal, work).await?;
    let lane = begun.kept.row.lane;
    let shown = CobrowsingBegun {
        id: begun.kept.row.cobrowse.into(),
        code: begun.code,
        code_expires_at: begun.code_expires_at.into(),
        token: begun.token,
        socket: Together::socket_at(&state, lane),
    };
    json(StatusCode::CREATED, &shown)
}

/// Which sessions.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SessionsQuery {
    #[param(inline)]
    customer_id: Option<CustomerId>,
    #[param(inline)]
    conversation_id: Option<ConversationId>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List co-browsing sessions, the newest first: of a conversation, of a customer, or all.
#[utoipa::path(get, path = "/v1/cobrowse/sessions", tag = "co-browsing", params(SessionsQuery),
    responses((status = 200, body = Page<CobrowseSession>)),
    extensions(("x-ombud-action" = json!("cobrowse.read"))))]
async fn list_cobrowse_sessions(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<SessionsQuery>,
) -> Result<Json<Page<CobrowseSession>>, Problem> {
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let of = match (query.conversation_id, query.customer_id) {
        (Some(id), _) => Listed::Conversation(id.0),
        (None, Some(customer)) => Listed::Customer(customer.0),
        (None, None) => Listed::All,
    };
    read(&state, &principal, move |session| {
        let kept = cobrowse::list(session, &of, &asked)?;
        let place = |named: &cobrowse::Named| store::Cursor {
            at: named.kept.row.created_at,
            id: named.kept.row.cobrowse.to_string(),
        };
        Ok(Page::of(kept, &asked, place, CobrowseSession::from))
    })
    .await
}

/// Read a co-browsing session.
#[utoipa::path(get, path = "/v1/cobrowse/sessions/{cobrowse_id}", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowseSession)),
    extensions(("x-ombud-action" = json!("cobrowse.read"))))]
async fn read_cobrowse_session(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseSession>, Problem> {
    read(&state, &principal, move |s| {
        let kept = cobrowse::get(s, id.0)?;
        cobrowse::named(s, kept).map(CobrowseSession::from)
    })
    .await
}

/// End a co-browsing session, as its customer or as somebody of the desk who is in it.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/end", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowseSession)),
    extensions(("x-ombud-action" = json!("cobrowse.read")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn end_cobrowsing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseSession>, Problem> {
    let end = move |s: &mut app::Session<'_, '_>| {
        let kept = cobrowse::end(s, id.0)?;
        cobrowse::named(s, kept)
    };
    let named = state.app.write(&principal, end).await?;
    state.together.taken_back(&state, &principal.tenant, &named.kept).await;
    Ok(Json(named.into()))
}

/// Opens a socket, once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowsePlace {
    pub token: String,
    /// A path of this server, or the address of another node.
    #[schema(example = "/v1/cobrowse/socket")]
    pub socket: String,
}

/// Renew a place with the token of the one before, as the bearer: after a reload of the page, in another
/// tab, or when the connection was lost.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/place", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), responses((status = 200, body = CobrowsePlace)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn renew_cobrowse_place(
    State(state): State<AppState>,
    PathParam(id): PathParam<CobrowseId>,
    headers: HeaderMap,
) -> Result<Json<CobrowsePlace>, Problem> {
    let place = cobrowse::place_of(&state.app, bearer(&headers))?;
    if place.session != id.0 {
        return Err(app::AppError::Unauthenticated.into());
    }
    let system = state.app.system(&place.tenant);
    let work = move |s: &mut app::Session<'_, '_>| cobrowse::renewed(s, &place);
    let Renewed { token, lane } = state.app.write(&system, work).await?;
    Ok(Json(CobrowsePlace { token, socket: Together::socket_at(&state, lane) }))
}

/// What the customer read out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "042 917"}))]
pub(crate) struct ClaimCode {
    /// Six digits; spaces and hyphens are left out.
    #[schema(max_length = 20)]
    pub code: String,
    /// The conversation in which it was read out, if it is the customer's.
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
}

/// Join the customer who reads out a code, and ask them to show their page.
#[utoipa::path(post, path = "/v1/cobrowse/claims", tag = "co-browsing", request_body = ClaimCode,
    responses((status = 201, body = CobrowseSession)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn claim_cobrowse_code(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ClaimCode>,
) -> Result<Response, Problem> {
    let ClaimCode { code, conversation_id } = command.value().clone();
    let conversation = conversation_id.map(|id| id.0);
    let work = move |s: &mut app::Session<'_, '_>| {
        let kept = cobrowse::claim(s, &code, conversation)?;
        cobrowse::named(s, kept)
    };
    let named = state.app.write(&principal, work).await?;
    state.together.stepped(&principal.tenant, &named.kept);
    json(StatusCode::CREATED, &CobrowseSession::from(named))
}

/// Watch a recording: every record of it, proved to be whole and unchanged, in a format for the player
/// (docs/cobrowse-recording.md). That you did is in the audit trail.
#[utoipa::path(get, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn watch_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Response, Problem> {
    let opened = recordings::watch(&state.app, &principal, id.0).await?;
    Ok(([(header::CONTENT_TYPE, OCTETS)], opened.to_bytes()).into_response())
}

/// A file of the site may be drawn, and nothing else: opened by itself, it runs and loads nothing.
const DRAWN_ALONE: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// What has a hash for its name never changes; who may see it does.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// Read a picture or font of the company's site by the SHA-256 of its bytes, as a capture names it
/// (docs/cobrowse-assets.md).
#[utoipa::path(get, path = "/v1/cobrowse/assets/{sha256}", tag = "co-browsing",
    params(("sha256" = Digest, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn read_cobrowse_asset(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(sha256): PathParam<Digest>,
) -> Result<Response, Problem> {
    Ok(drawn(assets::read(&state.app, &principal, sha256.0).await?))
}

/// Read a picture or font of the company's site, for a view in a tool of the company's own: the bearer is the
/// token that took the seat. It is given for as long as the seat is taken.
#[utoipa::path(get, path = "/v1/cobrowse/seats/assets/{sha256}", tag = "co-browsing",
    params(("sha256" = Digest, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)),
    extensions(("x-ombud-action" = json!("public"))))]
async fn read_cobrowse_asset_from_seat(
    State(state): State<AppState>,
    PathParam(sha256): PathParam<Digest>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(drawn(assets::read_from_seat(&state.app, bearer(&headers), sha256.0).await?))
}

/// The token of a place that a request came with; empty without one.
fn bearer(headers: &HeaderMap) -> &str {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    bearer.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default()
}

fn drawn(asset: assets::Asset) -> Response {
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_SECURITY_POLICY, DRAWN_ALONE),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.bytes).into_response()
}

/// A legal hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"held": true}))]
pub(crate) struct HoldRecording {
    pub held: bool,
}

/// Put a recording under a legal hold, or end that.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording/hold", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), request_body = HoldRecording,
    responses((status = 200, body = HoldRecording)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn hold_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
    command: Command<HoldRecording>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |s, body| {
            recordings::hold(s, id.0, body.held)?;
            Ok(body.clone())
        })
        .await
}

/// Forget a recording: its key at once, which makes every copy of it noise.
#[utoipa::path(delete, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 204, description = "Nobody reads it any more.")),
    extensions(("x-ombud-action" = json!("data.erase"))))]
async fn shred_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Response, Problem> {
    state.app.write(&principal, move |s| recordings::shred(s, id.0)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Open a socket of a session (RFC 6455). Its messages are described in docs/cobrowse.md; the first one
/// shows the token of a place.
#[utoipa::path(get, path = "/v1/cobrowse/socket", tag = "co-browsing",
    responses((status = 101, description = "The protocol of docs/cobrowse.md")),
    extensions(("x-ombud-action" = json!("public"))))]
async fn open_cobrowse_socket(
    State(state): State<AppState>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match super::socket::enter(&state, upgrade, COBROWSE_FRAME_BYTES_MAX) {
        Ok((upgrade, place)) => upgrade.on_upgrade(move |ws| together::open(ws, state, place)),
        Err(problem) => problem.into_response(),
    }
}
