//! What was said and done in a conversation, as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::conversation::*;
use crate::wire::*;

/// Something that was said or done in a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ConversationEvent {
    pub conversation_id: ConversationId,
    /// From 1, per conversation. A customer's reading leaves out what is for the desk.
    pub seq: u64,
    pub at: Moment,
    pub by: EventBy,
    /// The sender's own id of what was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// `all` or `desk`.
    #[schema(example = "all")]
    pub visible_to: &'static str,
    #[serde(flatten)]
    pub what: EventBody,
}

/// Who said or did it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EventBy {
    pub kind: Speaker,
    /// Desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PrincipalId>,
    pub name: String,
}

/// A file of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    #[schema(example = "image/jpeg")]
    pub media_type: String,
    pub bytes: u64,
}

impl From<support::conversation::Attachment> for Attachment {
    fn from(from: support::conversation::Attachment) -> Self {
        let support::conversation::Attachment { id, name, media_type, bytes } = from;
        Self { id: id.into(), name, media_type, bytes }
    }
}

/// How a message came by e-mail.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MessageByEmail {
    /// The address that it says it is from.
    pub from: String,
    /// Whether it counts as the customer's own. Where not, tell nothing that is theirs alone.
    pub verified: bool,
    /// What is not shown as said: the letter it answers, the signature.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub quoted: String,
    /// Files that were not taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_files: Vec<RefusedFile>,
}

/// A file that was not taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RefusedFile {
    pub name: String,
    pub why: String,
}

/// What was said or done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub(crate) enum EventBody {
    Message {
        text: String,
        attachments: Vec<Attachment>,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        in_reply_to: Option<u64>,
        /// How it came, where it came by e-mail.
        #[serde(skip_serializing_if = "Option::is_none")]
        email: Option<MessageByEmail>,
        /// Answers that the customer may choose instead of writing.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        choices: Vec<String>,
        /// It is the assistant's proof of what was done.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        receipt: bool,
        /// The passage of the help centre that it quotes: article, version and place.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(example = "late_fees@1#3")]
        source: Option<String>,
    },
    /// What became of the letter that a message was sent as.
    Delivery {
        /// The message's number.
        message: u64,
        /// Where it was said, if in a conversation that was merged into this one.
        #[serde(skip_serializing_if = "Option::is_none")]
        of_conversation_id: Option<ConversationId>,
        /// `sent` or `failed`.
        state: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    Note {
        text: String,
        mentions: Vec<PrincipalId>,
    },
    /// What an assistant said too late: the customer never saw it.
    DraftDiscarded {
        text: String,
        epoch: u64,
    },
    Floor {
        holder: String,
        epoch: u64,
        /// Of the person who holds it.
        #[serde(skip_serializing_if = "Option::is_none")]
        user_name: Option<String>,
    },
    HumanRequested {
        /// `button`, `words`, `repeated_no`, `assistant`, `critical_moment`, `no_assistant` or `call`.
        how: String,
        /// A customer's reading has their own words alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        task_id: TaskId,
        due_at: Moment,
        again: bool,
    },
    HandedOver {
        why: String,
        /// As the assistant left it.
        #[schema(value_type = Object)]
        brief: serde_json::Value,
        /// What the log and the facts said themselves; without support needs, which are never logged.
        #[serde(skip_serializing_if = "Option::is_none")]
        known: Option<Box<super::brief::Brief>>,
    },
    Offered {
        user_id: PrincipalId,
        user_name: String,
        until: Moment,
    },
    Accepted {
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<PrincipalId>,
        user_name: String,
    },
    Declined {
        user_id: PrincipalId,
        user_name: String,
    },
    OfferExpired {
        user_id: PrincipalId,
        user_name: String,
    },
    /// Somebody took it.
    Assigned {
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<PrincipalId>,
        user_name: String,
    },
    Released {
        why: String,
    },
    Transferred {
        #[serde(skip_serializing_if = "Option::is_none")]
        to_user_id: Option<PrincipalId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        to_user_name: Option<String>,
        skills: Vec<String>,
        note: String,
    },
    Resolved {},
    Reopened {},
    Snoozed {
        until: Moment,
    },
    Woken {},
    /// Into another conversation, or from one.
    Merged {
        #[serde(skip_serializing_if = "Option::is_none")]
        into: Option<ConversationId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<ConversationId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        from_number: Option<String>,
    },
    Tagged {
        added: Vec<String>,
        removed: Vec<String>,
    },
    Priority {
        score: u32,
        level: PriorityLevel,
        reasons: Vec<PriorityReason>,
    },
    Complaint {
        complaint_id: ComplaintId,
        words: String,
    },
    Linked {
        #[serde(skip_serializing_if = "Option::is_none")]
        order_id: Option<OrderId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        dispute_id: Option<DisputeId>,
    },
    /// Where help is at once.
    Signpost {
        text: String,
    },
    Call {
        /// `ringing`, `answered`, `ended` or `missed`.
        state: String,
        call_id: String,
        from: String,
        to: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        seconds: Option<u32>,
        /// Why it ended, in the telephone system's word.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
        /// Whose lines it rings at, or who answered.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        user_ids: Vec<PrincipalId>,
    },
    CallBack {
        /// `asked`, `cancelled` or `done`.
        state: String,
        /// The end of the number.
        phone_end: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Moment>,
    },
    /// A page looked at together.
    Cobrowse {
        session_id: CobrowseId,
        /// `invited`, `answered`, `asked`, `active`, `declined`, `transferred` or `ended`.
        state: &'static str,
        /// Who of the desk it is with.
        user_name: String,
    },
    Csat {
        score: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    Scheduled {
        client_id: String,
        text: String,
        send_at: Moment,
    },
    ScheduledCancelled {
        client_id: String,
    },
    /// Desk: it was brought in from another desk; what stands before was said there.
    Imported {
        from: String,
        /// What it is called there.
        id: String,
        /// How many messages and notes came over with this.
        said: u32,
        /// Where it stands now, as far as that followed from there.
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// Who had it there.
        #[serde(skip_serializing_if = "Option::is_none")]
        assignee: Option<String>,
    },
    /// A promise was broken.
    Breach {
        clock: String,
        due_at: Moment,
    },
}
