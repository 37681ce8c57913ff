//! The hand-off brief of a conversation.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::types::brief::Brief;
use crate::wire::{Accepted, ConversationId, LanguageQuery, PathParam, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_brief))
}

/// Read what whoever takes a conversation over must know: why it needs a person, what the assistant
/// did, what was promised, what is open, by when. Put together from the log and from facts; no model
/// writes it, and it says nothing that they do not hold. It is in your language; what somebody said stays
/// in theirs, and what a hand-over keeps in the log is English.
#[utoipa::path(get, path = "/v1/conversations/{conversation_id}/brief", tag = "conversations",
    params(("conversation_id" = ConversationId, Path), LanguageQuery),
    responses((status = 200, body = Brief)),
    extensions(("x-ombud-action" = json!("conversation.work"))))]
async fn read_brief(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
) -> Result<Json<Brief>, Problem> {
    let tongue = accepted.of(&query)?;
    read(&state, &principal, move |session| {
        app::conversations::brief(session, id.0, tongue).map(Brief::from)
    })
    .await
}
