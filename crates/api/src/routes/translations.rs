//! Translations by a language model, for whoever has a conversation.

use app::copilot;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::translation::{TranslateWords, Translated, Translations};
use crate::wire::{Accepted, ConversationId, LanguageQuery, PathParam, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_translations, translate_words))
}

/// List the translations of a conversation's messages into your language that were made before, and whether
/// there is a language model that makes more. It asks no model.
#[utoipa::path(get, path = "/v1/conversations/{conversation_id}/translations", tag = "conversations",
    params(("conversation_id" = ConversationId, Path), LanguageQuery),
    responses((status = 200, body = Translations)),
    extensions(("x-ombud-action" = json!("conversation.work"))))]
async fn list_translations(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
) -> Result<Json<Translations>, Problem> {
    let tongue = accepted.of(&query)?;
    read(&state, &principal, move |session| {
        copilot::translations(session, id.0, tongue).map(Translations::from)
    })
    .await
}

/// Translate a message into your language, or words that you have not sent into the customer's. A language
/// model does it, without personal data; its figures are held against the source. Nothing is sent. A message
/// that was translated before is not translated again.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/translations", tag = "conversations",
    params(("conversation_id" = ConversationId, Path), LanguageQuery),
    request_body = TranslateWords, responses((status = 200, body = Translated)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn translate_words(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
    command: Command<TranslateWords>,
) -> Result<Json<Translated>, Problem> {
    let tongue = accepted.of(&query)?;
    let what = command.value().clone().into_domain();
    Ok(Json(copilot::translate(&state.app, &principal, id.0, what, tongue).await?.into()))
}
