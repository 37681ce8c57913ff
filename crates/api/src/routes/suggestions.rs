//! Suggested replies for whoever has a conversation, and what became of each.

use app::copilot::{self, Became};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::reports::PeriodQuery;
use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::suggestion::{Suggested, Suggestion, SuggestionFigure};
use crate::wire::{Accepted, ConversationId, LanguageQuery, PathParam, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(suggest_replies))
        .routes(routes!(settle_suggestion))
        .routes(routes!(read_suggestion_figures))
}

/// Suggest replies to what the customer wrote and no person answered: what the assistant's procedure would
/// say, passages of the help centre, blocks of text that fit. Nothing is sent or done. What was shown is
/// kept; while nothing new is said, the same ones keep their numbers, so it may be asked again at will.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/suggestions", tag = "conversations",
    params(("conversation_id" = ConversationId, Path), LanguageQuery),
    responses((status = 200, body = Suggested)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn suggest_replies(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
) -> Result<Json<Suggested>, Problem> {
    let tongue = accepted.of(&query)?;
    Ok(Json(copilot::suggest(&state.app, &principal, id.0, tongue).await?.into()))
}

/// What became of a suggestion: `sent` with the text as it was sent, which may have been edited and is
/// only compared; or `rejected`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({"outcome": "sent", "text": "Your next payment is due on 3 March."}))]
pub(crate) enum SettleSuggestion {
    Sent {
        #[schema(max_length = 10_000)]
        text: String,
    },
    Rejected,
}

/// Say what became of a suggestion. What was sent stays sent, whatever is said of it later.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/suggestions/{number}",
    tag = "conversations",
    params(("conversation_id" = ConversationId, Path), ("number" = i64, Path)),
    request_body = SettleSuggestion, responses((status = 200, body = Suggestion)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn settle_suggestion(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((id, number)): PathParam<(ConversationId, i64)>,
    command: Command<SettleSuggestion>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let became = match body {
                SettleSuggestion::Sent { text } => Became::Sent { text: text.clone() },
                SettleSuggestion::Rejected => Became::Rejected,
            };
            copilot::settle(session, id.0, number, &became).map(Suggestion::from)
        })
        .await
}

/// Read how often suggestions were used, by what they were made of and by what the customer wanted. Of
/// what was shown in the period.
#[utoipa::path(get, path = "/v1/desk/report/suggestions", tag = "desk", params(PeriodQuery),
    responses((status = 200, body = Vec<SuggestionFigure>)),
    extensions(("x-ombud-action" = json!("desk.report"))))]
async fn read_suggestion_figures(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PeriodQuery>,
) -> Result<Json<Vec<SuggestionFigure>>, Problem> {
    let period = query.period();
    read(&state, &principal, move |session| {
        let figures = copilot::figures(session, period)?;
        Ok(figures.into_iter().map(SuggestionFigure::from).collect())
    })
    .await
}
