//! The assistant: what it may do where, what came of it, how well it held conversations.

use std::collections::BTreeMap;

use app::assistant::{self, control, evaluation, figures, procedures, quality, reviews};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::assistant_control::{AssistantControl, ChangeControl, ControlSettings};
use crate::types::assistant_quality::{
    AssistantEvaluation, ConversationTurns, ReviewTurn, Reviewed, WorthLook,
};
use crate::types::assistant_results::AssistantResults;
use crate::types::task::Task;
use crate::wire::{ConversationId, Moment, PathParam, PrincipalId, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_control, change_control))
        .routes(routes!(list_control_versions))
        .routes(routes!(read_results))
        .routes(routes!(list_worth_a_look))
        .routes(routes!(read_turns, review_turn))
        .routes(routes!(export_reviews))
        .routes(routes!(list_evaluations, evaluate))
        .routes(routes!(list_procedures, propose_procedures))
        .routes(routes!(read_suggestion))
}

/// Read what the assistant may do where, and what came of it in the window of its bands.
#[utoipa::path(get, path = "/v1/assistant/control", tag = "assistant",
    responses((status = 200, body = AssistantControl)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn read_control(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<AssistantControl>, Problem> {
    read(&state, &principal, |session| control::controlled(session).map(Into::into)).await
}

/// Say what the assistant may do where, from now on. Only a person raises it; what surely leaves its band
/// falls from act to suggest by itself.
#[utoipa::path(put, path = "/v1/assistant/control", tag = "assistant", request_body = ChangeControl,
    responses((status = 200, body = ControlSettings)),
    extensions(("x-ombud-action" = json!("assistant.control"))))]
async fn change_control(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ChangeControl>,
) -> Result<Response, Problem> {
    let work = |session: &mut app::Session<'_, '_>, body: &ChangeControl| {
        control::change(session, body.version, body.into()).map(ControlSettings::from)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// List the last 100 versions of the settings, the newest first.
#[utoipa::path(get, path = "/v1/assistant/control/versions", tag = "assistant",
    responses((status = 200, body = Vec<ControlSettings>)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn list_control_versions(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<ControlSettings>>, Problem> {
    read(&state, &principal, |session| {
        Ok(control::versions(session)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// Which period.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ResultsQuery {
    #[param(inline)]
    from: Moment,
    /// Not included; at most 366 days later.
    #[param(inline)]
    to: Moment,
}

/// Read what came of the conversations in which the assistant was first asked in a period.
#[utoipa::path(get, path = "/v1/assistant/results", tag = "assistant", params(ResultsQuery),
    responses((status = 200, body = AssistantResults)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn read_results(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<ResultsQuery>,
) -> Result<Json<AssistantResults>, Problem> {
    let period = (query.from.0, query.to.0);
    read(&state, &principal, move |session| figures::results(session, period).map(Into::into)).await
}

/// List conversations of the last 14 days that are worth a look and that nobody reviewed, the lowest
/// scores first, at most 200.
#[utoipa::path(get, path = "/v1/assistant/reviews", tag = "assistant",
    responses((status = 200, body = Vec<WorthLook>)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn list_worth_a_look(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<WorthLook>>, Problem> {
    read(&state, &principal, |session| {
        Ok(quality::worth_a_look(session)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// Read the assistant's turns in a conversation: what it understood, said and did, and what people said
/// of it.
#[utoipa::path(get, path = "/v1/assistant/reviews/{conversation_id}", tag = "assistant",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = ConversationTurns)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn read_turns(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
) -> Result<Json<ConversationTurns>, Problem> {
    read(&state, &principal, move |session| {
        let (_, turns) = reviews::look(session, id.0)?;
        Ok(ConversationTurns {
            conversation_id: id,
            intents: reviews::known_intents(session)?,
            marks: vec![reviews::ANSWERS_QUESTION.to_owned()],
            turns: turns.into_iter().map(Into::into).collect(),
        })
    })
    .await
}

/// Say what the message of a turn meant. It becomes a row of the evaluation set.
#[utoipa::path(post, path = "/v1/assistant/reviews/{conversation_id}", tag = "assistant",
    params(("conversation_id" = ConversationId, Path)), request_body = ReviewTurn,
    responses((status = 200, body = Reviewed)),
    extensions(("x-ombud-action" = json!("assistant.control"))))]
async fn review_turn(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<ReviewTurn>,
) -> Result<Response, Problem> {
    let work = move |session: &mut app::Session<'_, '_>, body: &ReviewTurn| {
        let (intents, note) = (body.intents.clone(), body.note.clone());
        reviews::review(session, id.0, body.turn, intents, note).map(Reviewed::from)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// Download what people marked as comma-separated values, in the format that intents are learnt from:
/// text, lang, intent. The audit trail notes it.
#[utoipa::path(get, path = "/v1/assistant/reviews.csv", tag = "assistant",
    responses((status = 200, body = String, content_type = "text/csv")),
    extensions(("x-ombud-action" = json!("assistant.control"))))]
async fn export_reviews(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Response, Problem> {
    let text = state.app.write(&principal, reviews::export).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"reviewed.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// List the last 100 measurements of what the assistant understands, the newest first.
#[utoipa::path(get, path = "/v1/assistant/evaluations", tag = "assistant",
    responses((status = 200, body = Vec<AssistantEvaluation>)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn list_evaluations(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<AssistantEvaluation>>, Problem> {
    read(&state, &principal, |session| {
        Ok(evaluation::list(session)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// Measure how well the assistant that runs understands the messages that ship for it and those that
/// people marked. It takes seconds, half a minute with the sentence encoder, one at a time; where the
/// request ends before, the measurement goes on and is in the list afterwards.
#[utoipa::path(post, path = "/v1/assistant/evaluations", tag = "assistant",
    responses((status = 201, body = AssistantEvaluation)),
    extensions(("x-ombud-action" = json!("assistant.control"))))]
async fn evaluate(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    let (app, seat) = (state.app.clone(), principal.clone());
    let work = async move {
        let kept = evaluation::evaluate(&app, &seat).await?;
        Ok(AssistantEvaluation::from(kept))
    };
    command.run_long(&state, &principal, StatusCode::CREATED, work).await
}

/// A procedure in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ProcedureInForce {
    #[schema(example = "pause_payment")]
    name: String,
    version: u32,
    title: String,
    /// What a customer wants who comes to it.
    intents: Vec<String>,
}

/// The procedures in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ProceduresInForce {
    /// 1, 2, 3 … as they were put in force; 0 is what ships.
    version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Moment>,
    procedures: Vec<ProcedureInForce>,
}

/// List the procedures in force.
#[utoipa::path(get, path = "/v1/assistant/procedures", tag = "assistant",
    responses((status = 200, body = ProceduresInForce)),
    extensions(("x-ombud-action" = json!("assistant.read"))))]
async fn list_procedures(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<ProceduresInForce>, Problem> {
    read(&state, &principal, |session| {
        let told = procedures::list(session)?;
        let one = |one: procedures::Told| ProcedureInForce {
            name: one.name,
            version: one.version,
            title: one.title,
            intents: one.intents,
        };
        Ok(ProceduresInForce {
            version: told.version,
            by: told.by.map(Into::into),
            at: told.at.map(Into::into),
            procedures: told.procedures.into_iter().map(one).collect(),
        })
    })
    .await
}

/// Procedures to put in force.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProposeProcedures {
    /// File name below `policy/assistant` and text; files that are not given are those that ship with
    /// Ombud.
    files: BTreeMap<String, String>,
}

/// Propose procedures: they are proved now, and wait for another person, who puts them in force as any
/// proposed policy. They are proved again then.
#[utoipa::path(post, path = "/v1/assistant/procedures", tag = "assistant",
    request_body = ProposeProcedures, responses((status = 201, body = Task)),
    extensions(("x-ombud-action" = json!("policy.propose"))))]
async fn propose_procedures(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ProposeProcedures>,
) -> Result<Response, Problem> {
    let (app, seat) = (state.app.clone(), principal.clone());
    let files = command.value().files.clone();
    let work = async move { Ok(Task::from(procedures::propose(&app, &seat, files).await?)) };
    command.run_long(&state, &principal, StatusCode::CREATED, work).await
}

/// What the assistant would say to the customer's last message.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct AssistantSuggestion {
    pub turn: i64,
    pub at: Moment,
    /// The number of the message that it answers.
    pub message: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    pub says: Vec<String>,
    /// The tool that it would call first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// How likely it is what the customer wants, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely: Option<f64>,
}

/// The suggestion of a conversation, if there is one.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct KeptSuggestion {
    #[schema(required = true)]
    suggestion: Option<AssistantSuggestion>,
}

impl From<assistant::Suggestion> for AssistantSuggestion {
    fn from(from: assistant::Suggestion) -> Self {
        Self {
            turn: from.turn,
            at: from.at.into(),
            message: from.message_seq,
            procedure: from.procedure,
            says: from.says,
            tool: from.tool,
            likely: from.likely.map(f64::from),
        }
    }
}

/// Read what the assistant would say, where it suggests to the person who answers. Nothing of it was said
/// or done.
#[utoipa::path(get, path = "/v1/conversations/{conversation_id}/assistant-suggestion",
    tag = "assistant", params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = KeptSuggestion)),
    extensions(("x-ombud-action" = json!("conversation.work"))))]
async fn read_suggestion(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
) -> Result<Json<KeptSuggestion>, Problem> {
    read(&state, &principal, move |session| {
        let suggestion = assistant::suggestion(session, id.0)?;
        Ok(KeptSuggestion { suggestion: suggestion.map(Into::into) })
    })
    .await
}
