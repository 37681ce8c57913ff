//! What people at the desk do with a conversation: take, give, end, put aside, mark.

use app::conversations::{self, Changed};
use app::{AppError, Session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::live::audience_of;
use crate::problem::Problem;
use crate::reply::{Command, Nothing};
use crate::types::conversation::Conversation;
use crate::types::conversation_from as wire;
use crate::wire::{ConversationId, DisputeId, Moment, OrderId, PathParam, PrincipalId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(take_conversation))
        .routes(routes!(take_over_conversation))
        .routes(routes!(accept_offer))
        .routes(routes!(decline_offer))
        .routes(routes!(release_conversation))
        .routes(routes!(transfer_conversation))
        .routes(routes!(return_to_assistant))
        .routes(routes!(resolve_conversation))
        .routes(routes!(reopen_conversation))
        .routes(routes!(snooze_conversation))
        .routes(routes!(merge_conversation))
        .routes(routes!(tag_conversation))
        .routes(routes!(link_conversation))
        .routes(routes!(cancel_scheduled_message))
        .routes(routes!(rate_conversation))
}

/// Runs one act, and shows the conversation after it. Acts name the version they saw, or change
/// nothing the second time, so they need no key.
pub(super) async fn act<T, W>(
    state: &AppState,
    caller: Caller,
    command: Command<T>,
    mut work: W,
) -> Result<Response, Problem>
where
    T: DeserializeOwned + Send + Sync + 'static,
    W: FnMut(&mut Session<'_, '_>, &T) -> Result<Changed, AppError> + Send + 'static,
{
    let audience = audience_of(&caller.0);
    let work = move |session: &mut Session<'_, '_>, body: &T| {
        Ok(wire::conversation(work(session, body)?.kept, audience))
    };
    command.run_with_or_without_key(state, &caller.0, StatusCode::OK, work).await
}

/// The assignment as it was seen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenAssignment {
    /// `assignment.version` of the conversation. Another version means that somebody was faster: 409.
    pub assignment_version: u64,
}

/// Take a conversation that nobody has. Of many who try at once, one succeeds; the others get 409
/// with who has it.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/take", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SeenAssignment,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn take_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SeenAssignment>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SeenAssignment| {
        conversations::take(s, id.0, body.assignment_version)
    };
    act(&state, caller, command, work).await
}

/// Take a conversation from whoever has it, for those who lead.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/take_over", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SeenAssignment,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.lead")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn take_over_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SeenAssignment>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SeenAssignment| {
        conversations::take_over(s, id.0, body.assignment_version)
    };
    act(&state, caller, command, work).await
}

/// Accept an offer.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/accept", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SeenAssignment,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn accept_offer(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SeenAssignment>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SeenAssignment| {
        conversations::accept(s, id.0, body.assignment_version)
    };
    act(&state, caller, command, work).await
}

/// Decline an offer; it goes to somebody else.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/decline", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SeenAssignment,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn decline_offer(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SeenAssignment>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SeenAssignment| {
        conversations::decline(s, id.0, body.assignment_version)
    };
    act(&state, caller, command, work).await
}

/// Give a conversation back to the queue.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseConversation {
    pub assignment_version: u64,
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub why: String,
}

/// Give a conversation back to the queue.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/release", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = ReleaseConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn release_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<ReleaseConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &ReleaseConversation| {
        conversations::release(s, id.0, body.assignment_version, body.why.clone())
    };
    act(&state, caller, command, work).await
}

/// To whom a conversation goes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferConversation {
    pub assignment_version: u64,
    /// To this person, who may decline.
    #[serde(default)]
    pub user_id: Option<PrincipalId>,
    /// To whoever can do this.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub skills: Vec<String>,
    /// What the next one must know.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub note: String,
}

/// Give a conversation to somebody, or to whoever has these skills.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/transfer", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = TransferConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn transfer_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<TransferConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &TransferConversation| {
        let to = body.user_id.clone().map(|id| id.0);
        let (skills, note) = (body.skills.clone(), body.note.clone());
        conversations::transfer(s, id.0, body.assignment_version, to, skills, note)
    };
    act(&state, caller, command, work).await
}

/// The floor as it was seen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenFloor {
    /// `floor.epoch` of the conversation.
    pub epoch: u64,
}

/// Let the assistant speak again.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/return", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SeenFloor,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn return_to_assistant(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SeenFloor>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SeenFloor| {
        conversations::return_to_ai(s, id.0, body.epoch)
    };
    act(&state, caller, command, work).await
}

/// End a conversation. An assistant cannot end one in which a complaint or a request for a person is
/// open.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/resolve", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn resolve_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |s, _| conversations::resolve(s, id.0)).await
}

/// Open a conversation again, and take it.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/reopen", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn reopen_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |s, _| conversations::reopen(s, id.0)).await
}

/// Until when.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnoozeConversation {
    pub until: Moment,
}

/// Put a conversation aside until then, or until the customer writes.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/snooze", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SnoozeConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn snooze_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SnoozeConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &SnoozeConversation| {
        conversations::snooze(s, id.0, body.until.0)
    };
    act(&state, caller, command, work).await
}

/// The conversation that goes on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeConversation {
    pub into: ConversationId,
}

/// Make two conversations of one customer one. What was said stays where it was said.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/merge", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = MergeConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work"))))]
async fn merge_conversation(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<MergeConversation>,
) -> Result<Response, Problem> {
    let audience = audience_of(&principal);
    let work = move |s: &mut Session<'_, '_>, body: &MergeConversation| {
        Ok(wire::conversation(conversations::merge(s, id.0, body.into.0)?.kept, audience))
    };
    command.run(&state, &principal, StatusCode::OK, work).await
}

/// Tags to put on and take off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagConversation {
    #[serde(default)]
    #[schema(max_items = 20)]
    pub add: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub remove: Vec<String>,
}

/// Put tags on a conversation, and take them off.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/tags", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = TagConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn tag_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<TagConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &TagConversation| {
        conversations::tag(s, id.0, body.add.clone(), body.remove.clone())
    };
    act(&state, caller, command, work).await
}

/// What a conversation is about.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkConversation {
    #[serde(default)]
    pub order_id: Option<OrderId>,
    #[serde(default)]
    pub dispute_id: Option<DisputeId>,
}

/// Say which order or dispute a conversation is about.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/link", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = LinkConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn link_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<LinkConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &LinkConversation| {
        let order = body.order_id.clone().map(|id| id.0);
        conversations::link(s, id.0, order, body.dispute_id.map(|id| id.0))
    };
    act(&state, caller, command, work).await
}

/// Which message.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelScheduled {
    /// As it was given when the message was scheduled.
    #[schema(min_length = 1, max_length = 64)]
    pub client_id: String,
}

/// Take back a message that waits for its time.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/unschedule",
    tag = "conversations", params(("conversation_id" = ConversationId, Path)),
    request_body = CancelScheduled, responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn cancel_scheduled_message(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<CancelScheduled>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &CancelScheduled| {
        conversations::cancel_scheduled(s, id.0, body.client_id.clone())
    };
    act(&state, caller, command, work).await
}

/// What the customer thinks.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateConversation {
    /// 1 (bad) to 5 (good).
    #[schema(minimum = 1, maximum = 5)]
    pub score: u8,
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub comment: Option<String>,
}

/// Rate a conversation, as its customer.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/csat", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = RateConversation,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn rate_conversation(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<RateConversation>,
) -> Result<Response, Problem> {
    let work = move |s: &mut Session<'_, '_>, body: &RateConversation| {
        conversations::rate(s, id.0, body.score, body.comment.clone())
    };
    act(&state, caller, command, work).await
}
