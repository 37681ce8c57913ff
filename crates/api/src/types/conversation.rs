//! Conversations as the API shows them, to the desk and to the customer.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use super::conversation_event::*;
use crate::wire::*;

/// How it reaches us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Chat,
    Email,
    Phone,
    App,
}

/// Who said or did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Speaker {
    Customer,
    Ai,
    Person,
    System,
}

/// How much a moment matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PriorityLevel {
    Normal,
    High,
    Critical,
    Danger,
}

/// A conversation. What is marked "desk" is absent for the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Conversation {
    pub id: ConversationId,
    /// What people call it.
    #[schema(example = "7F3K-9QDM")]
    pub number: String,
    pub channel: Channel,
    pub subject: String,
    pub customer_id: CustomerId,
    pub customer: ConversationCustomer,
    /// BCP 47.
    #[schema(example = "sv")]
    pub language: String,
    /// `open`, `snoozed` or `resolved`. Desk: that it is snoozed; to its customer it is open.
    #[schema(example = "open")]
    pub state: String,
    /// `customer`, `us` or `nobody`.
    #[schema(example = "us")]
    pub waiting_on: String,
    pub floor: Floor,
    pub assignment: Assignment,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Desk: who was called in a note and has not written since.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentioned: Vec<PrincipalId>,
    /// Desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When a person was asked for, until one answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub human_requested_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_back: Option<CallBack>,
    /// The customer's page is looked at together, or is about to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cobrowse: Option<ConversationCobrowse>,
    /// Desk: how the customer wrote or called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ConversationContact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueuePlace>,
    /// Desk: whether whoever has it may give it back to the assistant now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_return: Option<bool>,
    /// Desk: why not, where not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannot_return_because: Option<String>,
    /// Desk: what was promised by when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sla: Vec<SlaClock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Moment>,
    /// Desk: messages that wait for their time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scheduled: Vec<ScheduledMessage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_id: Option<ComplaintId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastSaid>,
    /// Up to which event the customer has seen it.
    pub seen_by_customer: u64,
    /// Desk: up to which event the desk has seen it.
    pub seen_by_desk: u64,
    /// Something was said that the reader's side has not seen.
    pub unread: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ConversationId>,
    /// Desk: the other desk that it was brought in from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imported_from: Option<ImportedFrom>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<Csat>,
    pub created_at: Moment,
    pub updated_at: Moment,
    /// Number of the last event.
    pub seq: u64,
    /// Grows with each change: a snapshot with a lower one is old.
    pub version: i64,
}

/// Whose it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConversationCustomer {
    /// Empty for whoever has not said it, and for every visitor.
    pub name: String,
    pub language: String,
    /// Somebody who has not said who they are.
    pub visitor: bool,
}

/// A wish to be called, until somebody does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CallBack {
    /// International (E.164).
    #[schema(example = "+46701234567")]
    pub phone: String,
    /// Desk, and the customer who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Not before then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    pub asked_at: Moment,
}

/// A page that is looked at together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConversationCobrowse {
    pub session_id: CobrowseId,
    /// `invited` (the customer is asked to come), `answered` (they came, and wait), `asked` (they read what
    /// is asked), `active` or `declined`.
    #[schema(example = "invited")]
    pub state: &'static str,
    /// Who of the desk it is with.
    #[schema(example = "Ana Berg")]
    pub user_name: String,
}

/// How the customer wrote or called: as they say themselves, which proves nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConversationContact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Who may speak to the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Floor {
    /// `ai`, `person` or `nobody`.
    #[schema(example = "person")]
    pub holder: String,
    /// Raised by every change of holder; an assistant names the epoch it thought under.
    pub epoch: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PrincipalId>,
}

/// Who has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Assignment {
    /// Name it when you change who has it: another version means somebody was faster.
    pub version: u64,
    /// `none`, `waiting`, `offered` or `assigned`.
    #[schema(example = "assigned")]
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_until: Option<Moment>,
}

/// How urgent it is, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Priority {
    pub score: u32,
    pub level: PriorityLevel,
    pub reasons: Vec<PriorityReason>,
    /// An assistant says nothing more to this customer; its drafts are notes.
    pub quiet_ai: bool,
    /// Reminders and collections stand still.
    pub collections_paused: bool,
    /// The name of the script to speak by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

/// One line of the sum.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PriorityReason {
    #[schema(example = "bereavement")]
    pub signal: String,
    /// What it is called, by language: `en`, `sv`, `de`, `es`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    pub points: u32,
    /// The words, or the fact.
    pub because: String,
}

/// Where somebody stands who waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct QueuePlace {
    /// 1 is next.
    pub position: u32,
    /// Seconds; absent where too little is known to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_wait_s: Option<u32>,
    /// Nine of ten wait at most this long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high_s: Option<u32>,
    /// The wait is long, or nobody can tell: offer to be called back.
    pub call_back_offered: bool,
}

/// A promise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SlaClock {
    /// `first_response`, `next_response` or `resolution`.
    #[schema(example = "first_response")]
    pub kind: String,
    pub due_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Moment>,
    pub breached: bool,
}

/// Another desk, and what the conversation is called there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ImportedFrom {
    pub from: String,
    pub id: String,
}

/// A message that waits for its time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScheduledMessage {
    pub client_id: String,
    pub text: String,
    pub send_at: Moment,
    pub user_name: String,
}

/// The last thing that was said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LastSaid {
    pub seq: u64,
    pub at: Moment,
    pub by: Speaker,
    pub preview: String,
}

/// What the customer thought of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Csat {
    /// 1 (bad) to 5 (good).
    pub score: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    pub at: Moment,
}
