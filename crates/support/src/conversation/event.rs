//! What is appended to the log of a conversation. An event is never changed
//! or removed, except that what is personal in it is erased.

use kernel::{
    AttachmentId, CobrowseId, ComplaintId, ConversationId, DisputeId, OrderId, PrincipalId, TaskId,
    Timestamp,
};
use serde::{Deserialize, Serialize};

use super::clock::ClockKind;
use super::state::Reason;
use crate::brief::Brief;
use crate::critical::Level;

/// What somebody is who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    Customer,
    Ai,
    /// Somebody at the desk.
    Person,
    System,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    pub kind: Speaker,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PrincipalId>,
    pub name: String,
}

impl By {
    pub fn system() -> Self {
        Self { kind: Speaker::System, id: None, name: String::new() }
    }
}

/// How a person was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HumanHow {
    Button,
    Words,
    /// The customer said no to the assistant again and again.
    RepeatedNo,
    /// The assistant may not, or cannot, go on.
    Assistant,
    /// The moment itself calls for a person.
    CriticalMoment,
    /// No assistant is there.
    NoAssistant,
    /// The customer called.
    Call,
}

/// Where a phone call is (Zammad's generic CTI contract).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    Ringing,
    Answered,
    Ended,
    Missed,
}

/// Whether a letter reached the customer's mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Sent,
    Failed,
}

/// What became of a wish to be called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBackState {
    Asked,
    Cancelled,
    Done,
}

/// What became of looking at the customer's page together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CobrowseState {
    /// The customer is asked to come.
    Invited,
    /// They came, and wait for whoever invited them.
    Answered,
    /// Somebody is there; the customer reads what they are asked.
    Asked,
    /// The customer said yes.
    Active,
    Declined,
    /// Somebody else leads it now.
    Transferred,
    Ended,
}

impl CobrowseState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Answered => "answered",
            Self::Asked => "asked",
            Self::Active => "active",
            Self::Declined => "declined",
            Self::Transferred => "transferred",
            Self::Ended => "ended",
        }
    }
}

/// How a message came, where it came by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByEmail {
    /// The address that it says it is from.
    pub from: String,
    /// Something besides the letter itself shows that it is the customer's: their mail server's
    /// signature, or that they had our letter in their hands.
    pub verified: bool,
    /// What was cut off: the letter it answers, the signature, what was too long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quoted: String,
    /// Files that were not taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedFile>,
}

/// A file that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFile {
    pub name: String,
    pub why: String,
}

/// A file that was sent with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    pub bytes: u64,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventBody {
    /// Said to, or by, the customer.
    Message {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_reply_to: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Box<ByEmail>>,
        /// Answers that the customer may choose instead of writing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<String>,
        /// It is the assistant's proof of what was done.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        receipt: bool,
        /// The stored passage that it quotes: article, version and place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// What became of the letter that a message was sent as.
    Delivery {
        message: u64,
        /// Where the message was said, if in a conversation that was merged into this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<ConversationId>,
        state: DeliveryState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// Said among the desk.
    Note {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<PrincipalId>,
    },
    /// What the assistant said too late: the customer never saw it.
    DraftDiscarded {
        text: String,
        epoch: u64,
    },
    /// Who may speak changed.
    Floor {
        holder: String,
        epoch: u64,
        /// Of the person who holds it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user_name: Option<String>,
    },
    HumanRequested {
        how: HumanHow,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        task: TaskId,
        due_at: Timestamp,
        /// It was asked before, and that request is open still.
        #[serde(default)]
        again: bool,
    },
    /// What whoever takes it must know, as the assistant left it.
    HandedOver {
        brief: serde_json::Value,
        #[serde(default)]
        why: String,
        /// What the events and the facts say themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known: Option<Box<Brief>>,
    },
    Offered {
        user: PrincipalId,
        name: String,
        until: Timestamp,
    },
    Accepted {
        user: PrincipalId,
        name: String,
    },
    Declined {
        user: PrincipalId,
        name: String,
    },
    OfferExpired {
        user: PrincipalId,
        name: String,
    },
    /// Somebody took it without being offered it.
    Taken {
        user: PrincipalId,
        name: String,
    },
    /// Back to the queue.
    Released {
        why: String,
    },
    Transferred {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<PrincipalId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_name: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        skills: Vec<String>,
        note: String,
    },
    Resolved,
    Reopened,
    Snoozed {
        until: Timestamp,
    },
    Woken,
    MergedInto {
        conversation: ConversationId,
    },
    MergedFrom {
        conversation: ConversationId,
        number: String,
    },
    Tagged {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        added: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        removed: Vec<String>,
    },
    Priority {
        score: u32,
        level: Level,
        reasons: Vec<Reason>,
    },
    Complaint {
        complaint: ComplaintId,
        words: String,
    },
    Linked {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dispute: Option<DisputeId>,
    },
    /// Where to find help at once, said to somebody who may be in danger.
    Signpost {
        text: String,
    },
    Call {
        state: CallState,
        call: String,
        from: String,
        to: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u32>,
        /// Why it ended, in the telephone system's word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
        /// Whose lines it rings at, or who answered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        users: Vec<PrincipalId>,
    },
    /// The customer wants to be called. The log keeps the end of the number alone.
    CallBack {
        state: CallBackState,
        phone_end: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
    /// A page looked at together.
    Cobrowse {
        session: CobrowseId,
        state: CobrowseState,
        /// Who of the desk it is with.
        name: String,
    },
    Csat {
        score: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    Scheduled {
        client_id: String,
        text: String,
        send_at: Timestamp,
    },
    ScheduledCancelled {
        client_id: String,
    },
    /// It was brought in from another desk: everything said before was said there.
    Imported {
        from: String,
        /// What it is called there.
        id: String,
        /// How many messages and notes came over with this.
        said: u32,
        /// Where it stands now, as far as that followed from there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// Who had it there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<String>,
    },
    /// A promise was broken.
    Breach {
        clock: ClockKind,
        due_at: Timestamp,
    },
}

impl EventBody {
    /// The stable name, as in stored events and APIs.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Message { .. } => "message",
            Self::Delivery { .. } => "delivery",
            Self::Note { .. } => "note",
            Self::DraftDiscarded { .. } => "draft_discarded",
            Self::Floor { .. } => "floor",
            Self::HumanRequested { .. } => "human_requested",
            Self::HandedOver { .. } => "handed_over",
            Self::Offered { .. } => "offered",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::OfferExpired { .. } => "offer_expired",
            Self::Taken { .. } => "taken",
            Self::Released { .. } => "released",
            Self::Transferred { .. } => "transferred",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Snoozed { .. } => "snoozed",
            Self::Woken => "woken",
            Self::MergedInto { .. } => "merged_into",
            Self::MergedFrom { .. } => "merged_from",
            Self::Tagged { .. } => "tagged",
            Self::Priority { .. } => "priority",
            Self::Complaint { .. } => "complaint",
            Self::Linked { .. } => "linked",
            Self::Signpost { .. } => "signpost",
            Self::Call { .. } => "call",
            Self::CallBack { .. } => "call_back",
            Self::Cobrowse { .. } => "cobrowse",
            Self::Csat { .. } => "csat",
            Self::Scheduled { .. } => "scheduled",
            Self::ScheduledCancelled { .. } => "scheduled_cancelled",
            Self::Imported { .. } => "imported",
            Self::Breach { .. } => "breach",
        }
    }

    /// Whether only the desk sees it.
    pub const fn is_for_desk(&self) -> bool {
        !matches!(
            self,
            Self::Message { .. }
                | Self::Floor { .. }
                | Self::HumanRequested { .. }
                | Self::Accepted { .. }
                | Self::Taken { .. }
                | Self::Resolved
                | Self::Reopened
                | Self::MergedInto { .. }
                | Self::Signpost { .. }
                | Self::Csat { .. }
                | Self::CallBack { .. }
                | Self::Cobrowse { .. }
        )
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// From 1, without gaps, per conversation.
    pub seq: u64,
    /// Number of the last event before it that the customer may see; 0 for none.
    pub prev_public: u64,
    pub at: Timestamp,
    pub by: By,
    /// The sender's own id of a message or note: sent twice, it is there once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    pub body: EventBody,
}

impl Event {
    /// As it is told to the customer: what somebody else wrote to the desk with it is not theirs.
    pub fn for_customer(mut self) -> Self {
        if self.by.kind != Speaker::Customer {
            match &mut self.body {
                EventBody::HumanRequested { words, .. } => *words = None,
                EventBody::CallBack { note, .. } => *note = None,
                _ => {}
            }
        }
        self
    }
}
