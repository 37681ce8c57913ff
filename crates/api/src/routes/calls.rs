//! Phone calls: what a telephone system tells of them, and customers who want to be called.

use app::{Principal, phone};
use axum::extract::{Form, FromRequest as _, Multipart, Request, State};
use axum::response::Response;
use connectors::cti::{CallEvent, CtiError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conversation_acts::act;
use crate::AppState;
use crate::auth::Caller;
use crate::limits::API_KEY_CHARS_MAX;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing};
use crate::types::conversation::Conversation;
use crate::wire::{ConversationId, Moment, PathParam, body};

/// Most fields of one event.
const FIELDS_MAX: usize = 64;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tell_of_call))
        .routes(routes!(tell_of_call_by_token))
        .routes(routes!(ask_for_call_back))
        .routes(routes!(cancel_call_back))
        .routes(routes!(finish_call_back))
}

/// What a telephone system tells, in the words of Zammad's generic CTI contract; JSON, or a form.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(example = json!({"event": "newCall", "from": "493055571600", "to": "49221470334",
    "direction": "in", "callId": "53ba82e2bd6d12d9", "user": ["Emma Taylor"]}))]
#[expect(dead_code, reason = "it describes; what is read are its fields by name")]
struct CtiEvent {
    /// `newCall`, `answer` or `hangup`.
    event: String,
    from: String,
    to: String,
    /// `in` or `out`.
    direction: String,
    #[serde(rename = "callId")]
    #[schema(max_length = 250)]
    call_id: String,
    /// The names of whoever is called, or calls. In a form also `user[]`.
    #[serde(default)]
    user: Vec<String>,
    /// The line, address or id of who answered.
    #[serde(default, rename = "answeringNumber")]
    answering_number: Option<String>,
    /// Of a hangup: `normalClearing`, `busy`, `cancel`, `noAnswer`, `congestion`, `notFound` or
    /// `forwarded`.
    #[serde(default)]
    cause: Option<String>,
}

/// Nothing is asked of the telephone system.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct CtiAnswer {}

/// Tell of a phone call. Told again, or out of order, it changes nothing that happened.
#[utoipa::path(post, path = "/v1/cti", tag = "calls",
    request_body(content((CtiEvent = "application/json"),
        (CtiEvent = "application/x-www-form-urlencoded"), (CtiEvent = "multipart/form-data"))),
    responses((status = 200, body = CtiAnswer)),
    extensions(("x-ombud-action" = json!("call.receive")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn tell_of_call(
    State(state): State<AppState>,
    Caller(principal): Caller,
    request: Request,
) -> Result<Json<CtiAnswer>, Problem> {
    tell(&state, &principal, request).await
}

/// As `tell_of_call`, for telephone systems that send no header: the key stands in the address.
#[utoipa::path(post, path = "/v1/cti/{token}", tag = "calls",
    params(("token" = String, Path, description = "An API key that may tell of calls.")),
    request_body(content((CtiEvent = "application/json"),
        (CtiEvent = "application/x-www-form-urlencoded"), (CtiEvent = "multipart/form-data"))),
    responses((status = 200, body = CtiAnswer)),
    extensions(("x-ombud-action" = json!("signed"))))]
async fn tell_of_call_by_token(
    State(state): State<AppState>,
    PathParam(token): PathParam<String>,
    request: Request,
) -> Result<Json<CtiAnswer>, Problem> {
    let unknown = || Problem::new("unauthenticated", "the key in the address is not known");
    if token.len() > API_KEY_CHARS_MAX {
        return Err(unknown());
    }
    let principal = state.app.authenticate(&token).await?;
    tell(&state, &principal, request).await
}

async fn tell(
    state: &AppState,
    principal: &Principal,
    request: Request,
) -> Result<Json<CtiAnswer>, Problem> {
    let fields = fields(state, request).await?;
    let event = CallEvent::read(&fields).map_err(|CtiError { field, problem }| {
        Problem::new("invalid_field", format!("{field} {problem}")).field(field)
    })?;
    state.app.write(principal, move |session| phone::told(session, &event)).await?;
    Ok(Json(CtiAnswer {}))
}

/// The fields of a body, whichever of the three forms it has.
async fn fields(state: &AppState, request: Request) -> Result<Vec<(String, String)>, Problem> {
    let media_type = body::media_type(&request);
    let unreadable = |error: &dyn std::fmt::Display| Problem::new("bad_request", error.to_string());
    let (parts, rest) = request.into_parts();
    let headers = parts.headers.clone();
    let bytes = body::read(Request::from_parts(parts, rest), state).await?;
    let again = || {
        let mut request = Request::new(axum::body::Body::from(bytes.clone()));
        *request.method_mut() = axum::http::Method::POST;
        *request.headers_mut() = headers.clone();
        request
    };
    let mut fields = match media_type.as_str() {
        "application/json" => json_fields(&body::parse(&bytes)?),
        "application/x-www-form-urlencoded" => {
            let form = Form::<Vec<(String, String)>>::from_request(again(), state).await;
            form.map_err(|error| unreadable(&error))?.0
        }
        "multipart/form-data" => {
            let form = Multipart::from_request(again(), state).await;
            let mut form = form.map_err(|error| unreadable(&error))?;
            let mut found = Vec::new();
            while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
                let name = field.name().unwrap_or_default().to_owned();
                found.push((name, field.text().await.map_err(|error| unreadable(&error))?));
                if found.len() > FIELDS_MAX {
                    break;
                }
            }
            found
        }
        _ => {
            let said = "send JSON, or a form (urlencoded or multipart)";
            return Err(Problem::new("unsupported_media_type", said).field("Content-Type"));
        }
    };
    fields.truncate(FIELDS_MAX);
    Ok(fields)
}

/// An object's members; a list is a member several times.
fn json_fields(object: &serde_json::Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut fields = Vec::new();
    for (name, value) in object {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        fields.extend(values.iter().filter_map(text).map(|value| (name.clone(), value)));
    }
    fields
}

/// Somebody wants to be called.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallBackRequest {
    /// International (E.164).
    #[schema(example = "+46701234567")]
    pub phone: String,
    /// What whoever calls should know.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub note: Option<String>,
    /// Not before then, within 30 days; as soon as somebody is free when absent.
    #[serde(default)]
    pub at: Option<Moment>,
}

/// Ask to be called back instead of waiting, or for a customer that they be called. A task with a
/// clock is opened at once.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/call-back", tag = "calls",
    params(("conversation_id" = ConversationId, Path)), request_body = CallBackRequest,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn ask_for_call_back(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<CallBackRequest>,
) -> Result<Response, Problem> {
    let work = move |s: &mut app::Session<'_, '_>, body: &CallBackRequest| {
        let at = body.at.map(|at| at.0);
        app::conversations::call_back(s, id.0, &body.phone, body.note.clone(), at)
    };
    act(&state, caller, command, work).await
}

/// Take the wish to be called back, before somebody called.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/call-back/cancel", tag = "calls",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn cancel_call_back(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |s, _| app::conversations::cancel_call_back(s, id.0)).await
}

/// Say that the customer was called, as whoever has the conversation. The number is forgotten.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/call-back/done", tag = "calls",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn finish_call_back(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |s, _| app::conversations::finish_call_back(s, id.0)).await
}
