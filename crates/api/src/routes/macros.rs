//! Macros: blocks of text with places for facts.

use app::macros::{self, MacroChange, NewMacro, Rendered};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use store::macros::{MacroRow, SHARED};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::{ConversationId, MacroId, Moment, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_macros, create_macro))
        .routes(routes!(change_macro, delete_macro))
        .routes(routes!(render_macro))
}

/// A block of text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Macro {
    pub id: MacroId,
    pub name: String,
    /// BCP 47.
    #[schema(example = "sv")]
    pub language: String,
    #[schema(
        example = "Hi {{customer.name}}, I am looking at order {{order.id}} now. {{agent.name}}"
    )]
    pub text: String,
    /// The whole desk has it; otherwise it is yours.
    pub shared: bool,
    pub updated_at: Moment,
}

impl From<MacroRow> for Macro {
    fn from(row: MacroRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            language: row.language,
            text: row.text,
            shared: row.owner == SHARED,
            updated_at: row.updated_at.into(),
        }
    }
}

/// A block of text to keep. Its places are `{{customer.name}}`, `{{agent.name}}`, `{{company.name}}`,
/// `{{conversation.number}}`, `{{order.id}}`, `{{order.shop}}`, `{{order.total}}`, `{{amount}}` (in
/// dispute), `{{refund.amount}}` (sent within 30 days, or on its way), `{{payment.amount}}` and
/// `{{payment.date}}`. A sentence that promises money must name `{{refund.amount}}`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Late parcel", "language": "en",
    "text": "Hi {{customer.name}}, I am looking at order {{order.id}} now.", "shared": false}))]
pub(crate) struct CreateMacro {
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    #[schema(min_length = 2, max_length = 16)]
    pub language: String,
    #[schema(min_length = 1, max_length = 4_000)]
    pub text: String,
    /// For the whole desk: takes somebody who leads it.
    #[serde(default)]
    pub shared: bool,
}

/// What changes of a block of text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Hi {{customer.name}}."}))]
pub(crate) struct ChangeMacro {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 80)]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(min_length = 2, max_length = 16)]
    pub language: Option<String>,
    #[serde(default)]
    #[schema(min_length = 1, max_length = 4_000)]
    pub text: Option<String>,
    #[serde(default)]
    pub shared: Option<bool>,
}

/// Where a block of text is put.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenderMacro {
    pub conversation_id: ConversationId,
}

/// A block of text with its places filled.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RenderedMacro {
    /// Another than was asked for, where the same name is there in the customer's language.
    pub id: MacroId,
    pub language: String,
    pub text: String,
    /// The places that could not be filled, and stand in the text as they were written.
    #[schema(example = json!(["order.id"]))]
    pub missing: Vec<String>,
}

impl From<Rendered> for RenderedMacro {
    fn from(from: Rendered) -> Self {
        let missing = from.filled.missing.iter().map(|place| place.as_str().to_owned());
        Self {
            id: from.id.into(),
            language: from.language,
            missing: missing.collect(),
            text: from.filled.text,
        }
    }
}

/// List your own blocks of text and the desk's, by name.
#[utoipa::path(get, path = "/v1/macros", tag = "desk", responses((status = 200, body = Vec<Macro>)),
    extensions(("x-ombud-action" = json!("macro.use"))))]
async fn list_macros(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<Macro>>, Problem> {
    read(&state, &principal, |session| {
        Ok(macros::list(session)?.into_iter().map(Macro::from).collect())
    })
    .await
}

/// Keep a block of text: your own, or one of the whole desk.
#[utoipa::path(post, path = "/v1/macros", tag = "desk", request_body = CreateMacro,
    responses((status = 201, body = Macro)),
    extensions(("x-ombud-action" = json!("macro.use")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn create_macro(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<CreateMacro>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::CREATED, |session, body| {
            let new = NewMacro {
                name: body.name.clone(),
                language: body.language.clone(),
                text: body.text.clone(),
                shared: body.shared,
            };
            macros::create(session, new).map(Macro::from)
        })
        .await
}

/// Change a block of text.
#[utoipa::path(patch, path = "/v1/macros/{macro_id}", tag = "desk",
    params(("macro_id" = MacroId, Path)), request_body = ChangeMacro,
    responses((status = 200, body = Macro)),
    extensions(("x-ombud-action" = json!("macro.use"))))]
async fn change_macro(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<MacroId>,
    command: Command<ChangeMacro>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let change = MacroChange {
                name: body.name.clone(),
                language: body.language.clone(),
                text: body.text.clone(),
                shared: body.shared,
            };
            macros::change(session, id.0, change).map(Macro::from)
        })
        .await
}

/// Delete a block of text.
#[utoipa::path(delete, path = "/v1/macros/{macro_id}", tag = "desk",
    params(("macro_id" = MacroId, Path)),
    responses((status = 204, description = "It is deleted.")),
    extensions(("x-ombud-action" = json!("macro.use"))))]
async fn delete_macro(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<MacroId>,
) -> Result<Response, Problem> {
    state.app.write(&principal, move |session| macros::delete(session, id.0)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Fill the places of a block of text with the facts of a conversation, in the customer's language
/// where it is there under the same name. Nothing is sent.
#[utoipa::path(post, path = "/v1/macros/{macro_id}/render", tag = "desk",
    params(("macro_id" = MacroId, Path)), request_body = RenderMacro,
    responses((status = 200, body = RenderedMacro)),
    extensions(("x-ombud-action" = json!("macro.use")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn render_macro(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<MacroId>,
    command: Command<RenderMacro>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            macros::render(session, id.0, body.conversation_id.0).map(RenderedMacro::from)
        })
        .await
}
