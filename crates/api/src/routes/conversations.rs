//! Conversations: open, read, speak, ask for a person.

use app::conversations::{self, Changed, Kept, NewConversation, NewMessage, Said, View};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use realtime::Audience;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::live::audience_of;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::conversation::{Channel, Conversation, ConversationEvent};
use crate::types::conversation_from as wire;
use crate::wire::{
    ConversationId, CustomerId, DisputeId, Moment, OrderId, Page, PageQuery, PathParam,
    PrincipalId, QueryParams, page,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(open_conversation, list_conversations))
        .routes(routes!(get_conversation))
        .routes(routes!(list_conversation_events))
        .routes(routes!(send_message))
        .routes(routes!(write_note))
        .routes(routes!(ask_for_person))
        .routes(routes!(hand_over))
        .routes(routes!(mark_seen))
        .routes(routes!(count_conversations))
}

/// A message.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"client_id": "0193f0a2-0001", "text": "Where is my refund?"}))]
pub(crate) struct SendMessage {
    /// Your own id, a UUID for example: sent again, the message is there once.
    #[schema(min_length = 1, max_length = 64)]
    pub client_id: String,
    #[schema(max_length = 10_000)]
    pub text: String,
    /// Ids of files that you uploaded and did not send yet.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub attachments: Vec<String>,
    /// The number of the message that it answers.
    #[serde(default)]
    pub in_reply_to: Option<u64>,
    /// An assistant names the epoch of the floor that it thought under.
    #[serde(default)]
    pub epoch: Option<u64>,
    /// Say it later; for people at the desk.
    #[serde(default)]
    pub send_at: Option<Moment>,
}

impl SendMessage {
    pub(crate) fn new_message(&self) -> NewMessage {
        NewMessage {
            client_id: self.client_id.clone(),
            text: self.text.clone(),
            attachments: self.attachments.clone(),
            in_reply_to: self.in_reply_to,
            epoch: self.epoch,
            send_at: self.send_at.map(|at| at.0),
        }
    }
}

/// A conversation to open.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"subject": "My refund",
    "message": {"client_id": "0193f0a2-0001", "text": "Where is my refund?"}}))]
pub(crate) struct OpenConversation {
    /// Whose it is; a customer's own when absent.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// `chat` when absent.
    #[serde(default)]
    pub channel: Option<Channel>,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub subject: String,
    /// BCP 47; the customer's when absent.
    #[serde(default)]
    #[schema(max_length = 16)]
    pub language: Option<String>,
    #[serde(default)]
    pub order_id: Option<OrderId>,
    #[serde(default)]
    pub dispute_id: Option<DisputeId>,
    /// What the customer says first.
    #[serde(default)]
    pub message: Option<SendMessage>,
}

/// Open a conversation.
#[utoipa::path(post, path = "/v1/conversations", tag = "conversations",
    request_body = OpenConversation, responses((status = 201, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.open"))))]
async fn open_conversation(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<OpenConversation>,
) -> Result<Response, Problem> {
    state.allowances.spend(&principal, Instant::now())?;
    let audience = audience_of(&principal);
    command
        .run(&state, &principal, StatusCode::CREATED, move |session, body| {
            let new = NewConversation {
                customer: body.customer_id.clone().map(|id| id.0),
                channel: body.channel.unwrap_or(Channel::Chat).into(),
                subject: body.subject.clone(),
                language: body.language.clone(),
                order: body.order_id.clone().map(|id| id.0),
                dispute: body.dispute_id.map(|id| id.0),
                message: body.message.as_ref().map(SendMessage::new_message),
            };
            let Said { kept, .. } = conversations::open(session, new)?;
            Ok(wire::conversation(kept, audience))
        })
        .await
}

/// The lists of the desk.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ConversationView {
    Mine,
    Mentions,
    Waiting,
    Unassigned,
    Open,
    Snoozed,
    Resolved,
    Critical,
    Complaints,
    All,
}

impl From<ConversationView> for View {
    fn from(view: ConversationView) -> Self {
        match view {
            ConversationView::Mine => Self::Mine,
            ConversationView::Mentions => Self::Mentions,
            ConversationView::Waiting => Self::Waiting,
            ConversationView::Unassigned => Self::Unassigned,
            ConversationView::Open => Self::Open,
            ConversationView::Snoozed => Self::Snoozed,
            ConversationView::Resolved => Self::Resolved,
            ConversationView::Critical => Self::Critical,
            ConversationView::Complaints => Self::Complaints,
            ConversationView::All => Self::All,
        }
    }
}

/// Which conversations.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConversationQuery {
    /// `all` when absent.
    #[param(inline)]
    view: Option<ConversationView>,
    #[param(inline)]
    customer_id: Option<CustomerId>,
    /// Words that were all written in it: in messages, notes, its subject, number or tags, or in the
    /// customer's name or id, or the order's. Without case and accents; the last may be a beginning.
    /// Only the desk searches. What was just said is found a moment later.
    #[param(max_length = 100)]
    q: Option<String>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List conversations, the last changed first. A customer sees only their own.
#[utoipa::path(get, path = "/v1/conversations", tag = "conversations", params(ConversationQuery),
    responses((status = 200, body = Page<Conversation>)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn list_conversations(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<ConversationQuery>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let view = query.view.map_or(View::All, View::from);
    let audience = audience_of(&principal);
    read(&state, &principal, move |session| {
        let customer = query.customer_id.as_ref().map(|id| &id.0);
        let rows = conversations::list(session, view, customer, query.q.clone(), &asked)?;
        let place = |kept: &Kept| store::Cursor {
            at: kept.updated_at,
            id: kept.conversation.id.to_string(),
        };
        Ok(Page::of(rows, &asked, place, |kept| wire::conversation(kept, audience)))
    })
    .await
}

/// Read a conversation.
#[utoipa::path(get, path = "/v1/conversations/{conversation_id}", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)),
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn get_conversation(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
) -> Result<Json<Conversation>, Problem> {
    let audience = audience_of(&principal);
    let Json(mut conversation) = read(&state, &principal, move |session| {
        Ok(wire::conversation(conversations::get(session, id.0)?, audience))
    })
    .await?;
    conversation.queue = state.queue.place(&principal.tenant, id.0);
    Ok(Json(conversation))
}

/// Which events.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// Those after this number, from old to new.
    after: Option<u64>,
    /// Those before this number, from new to old.
    before: Option<u64>,
    /// How many, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The events of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ConversationEvents {
    items: Vec<ConversationEvent>,
}

/// Read what was said and done. A customer's reading leaves out what is for the desk.
#[utoipa::path(get, path = "/v1/conversations/{conversation_id}/events", tag = "conversations",
    params(("conversation_id" = ConversationId, Path), EventQuery),
    responses((status = 200, body = ConversationEvents)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn list_conversation_events(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    QueryParams(query): QueryParams<EventQuery>,
) -> Result<Json<ConversationEvents>, Problem> {
    let limit = page::limit(query.limit)?;
    if query.after.is_some() && query.before.is_some() {
        let said = "give `after` or `before`, not both";
        return Err(Problem::new("invalid_parameter", said).field("before"));
    }
    let audience = audience_of(&principal);
    read(&state, &principal, move |session| {
        let events = match query.before {
            Some(before) => conversations::earlier_events(session, id.0, before, limit)?,
            None => conversations::events(session, id.0, query.after.unwrap_or(0), limit)?,
        };
        let event = |event| wire::event(id.0, event, audience);
        Ok(ConversationEvents { items: events.into_iter().filter_map(event).collect() })
    })
    .await
}

/// What was said, and the conversation after it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SaidMessage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<ConversationEvent>,
    pub conversation: Conversation,
    /// An assistant's message that came too late: the desk sees it, the customer does not.
    pub discarded: bool,
}

pub(crate) fn said(said: Said, audience: Audience) -> SaidMessage {
    let Said { kept, event, discarded } = said;
    let id = kept.conversation.id;
    // Whoever said it sees it, discarded or not.
    let shown = if discarded { Audience::Desk } else { audience };
    SaidMessage {
        event: event.and_then(|event| wire::event(id, event, shown)),
        conversation: wire::conversation(kept, audience),
        discarded,
    }
}

/// Say something: as the customer, as the person who has the conversation, or as an assistant that
/// has the floor. The same `client_id` again changes nothing and returns the first event.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/messages", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = SendMessage,
    responses((status = 200, body = SaidMessage)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn send_message(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<SendMessage>,
) -> Result<Response, Problem> {
    state.allowances.spend(&principal, Instant::now())?;
    let audience = audience_of(&principal);
    let work = move |session: &mut app::Session<'_, '_>, body: &SendMessage| {
        Ok(said(conversations::say(session, id.0, body.new_message())?, audience))
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// A note among the desk.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteNote {
    /// Your own id: sent again, the note is there once.
    #[schema(min_length = 1, max_length = 64)]
    pub client_id: String,
    #[schema(min_length = 1, max_length = 10_000)]
    pub text: String,
    /// Who is to look at it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub mentions: Vec<PrincipalId>,
}

/// Write a note that only the desk sees.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/notes", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = WriteNote,
    responses((status = 200, body = SaidMessage)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn write_note(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<WriteNote>,
) -> Result<Response, Problem> {
    let work = move |session: &mut app::Session<'_, '_>, body: &WriteNote| {
        let new = NewMessage {
            client_id: body.client_id.clone(),
            text: body.text.clone(),
            attachments: Vec::new(),
            in_reply_to: None,
            epoch: None,
            send_at: None,
        };
        let mentions = body.mentions.iter().map(|id| id.0.clone()).collect();
        Ok(said(conversations::note(session, id.0, new, mentions)?, Audience::Desk))
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// Why a person is asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForPerson {
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub words: Option<String>,
}

/// Ask for a person. A task with a clock opens in the same transaction, always, at the first ask.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/human", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = AskForPerson,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn ask_for_person(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<AskForPerson>,
) -> Result<Response, Problem> {
    state.allowances.spend(&principal, Instant::now())?;
    let audience = audience_of(&principal);
    let work = move |session: &mut app::Session<'_, '_>, body: &AskForPerson| {
        let Changed { kept, .. } =
            conversations::ask_for_person(session, id.0, body.words.clone())?;
        Ok(wire::conversation(kept, audience))
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// What whoever takes a conversation must know.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOver {
    /// The epoch of the floor that you have.
    pub epoch: u64,
    /// Why a person is needed, in a sentence.
    #[schema(max_length = 1_000)]
    pub why: String,
    /// Such as `summary`, `done`, `promised`, `open_question`, `mood`, `deadline`, `sources`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub brief: serde_json::Map<String, serde_json::Value>,
}

/// Give a conversation to a person, with a brief: what an assistant does.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/handover", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = HandOver,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak"))))]
async fn hand_over(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<HandOver>,
) -> Result<Response, Problem> {
    let audience = audience_of(&principal);
    let work = move |session: &mut app::Session<'_, '_>, body: &HandOver| {
        let brief = serde_json::Value::Object(body.brief.clone());
        let changed = conversations::hand_over(session, id.0, brief, body.epoch, body.why.clone())?;
        Ok(wire::conversation(changed.kept, audience))
    };
    command.run(&state, &principal, StatusCode::OK, work).await
}

/// How far it was read.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkSeen {
    /// Number of the last event that was seen.
    pub seq: u64,
}

/// Say how far a conversation was read.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/seen", tag = "conversations",
    params(("conversation_id" = ConversationId, Path)), request_body = MarkSeen,
    responses((status = 200, body = Conversation)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn mark_seen(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<MarkSeen>,
) -> Result<Response, Problem> {
    let audience = audience_of(&principal);
    let work = move |session: &mut app::Session<'_, '_>, body: &MarkSeen| {
        let changed = conversations::seen(session, id.0, body.seq)?;
        Ok(wire::conversation(changed.kept, audience))
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// How many there are in each list.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct ConversationCounts {
    pub mine: i64,
    /// Where a colleague called you in a note and you have not answered.
    pub mentions: i64,
    pub waiting: i64,
    pub unassigned: i64,
    pub open: i64,
    pub snoozed: i64,
    pub critical: i64,
    pub complaints: i64,
}

impl From<conversations::Counts> for ConversationCounts {
    fn from(counts: conversations::Counts) -> Self {
        let conversations::Counts {
            mine,
            mentions,
            waiting,
            unassigned,
            open,
            snoozed,
            critical,
            complaints,
        } = counts;
        Self { mine, mentions, waiting, unassigned, open, snoozed, critical, complaints }
    }
}

/// Count the conversations of each list.
#[utoipa::path(get, path = "/v1/desk/counts", tag = "desk",
    responses((status = 200, body = ConversationCounts)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn count_conversations(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<ConversationCounts>, Problem> {
    read(&state, &principal, |session| Ok(conversations::counts(session)?.into())).await
}
