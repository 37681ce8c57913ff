//! What moves a conversation on, and what comes of it.

use kernel::{
    CobrowseId, ComplaintId, ConversationId, DisputeId, OrderId, PrincipalId, TaskId, Timestamp,
};

use super::event::{
    Attachment, By, ByEmail, CallState, CobrowseState, DeliveryState, Event, HumanHow,
};
use super::rules::DeskRules;
use super::state::{Conversation, Csat, Priority};
use super::step::Carried;
use crate::brief::Brief;
use crate::listen::{Earlier, SignalKind};

/// What a step may know besides the state.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    pub now: Timestamp,
    pub by: By,
    pub rules: &'a DeskRules,
    /// The id of a task, should one be opened.
    pub task: TaskId,
}

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// 1 to 64 characters, the sender's own.
    pub client_id: String,
    pub text: String,
    pub attachments: Vec<Attachment>,
    pub in_reply_to: Option<u64>,
}

/// What goes with the words of an assistant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Answers that the customer may choose instead of writing; at most [`super::CHOICES_MAX`].
    pub choices: Vec<String>,
    /// It is the proof of what was done.
    pub receipt: bool,
    /// The stored passage that it quotes: article, version and place, as `late_fees@1#3`.
    pub source: Option<String>,
}

/// Somebody asked for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub how: HumanHow,
    /// The words that said so.
    pub words: Option<String>,
}

/// What was understood of a customer's message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    pub language: Option<String>,
    pub asked: Option<Asked>,
    /// A complaint that was opened for it, with the words.
    pub complaint: Option<(ComplaintId, String)>,
    pub priority: Priority,
    /// Where help is, for somebody who may be in danger.
    pub signpost: Option<String>,
    /// What matters to the next message.
    pub earlier: Earlier,
    pub signals: Vec<SignalKind>,
    /// How it came, where it came by e-mail.
    pub email: Option<Box<ByEmail>>,
}

/// What a telephone system tells of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCall {
    pub state: CallState,
    /// The telephone system's own id.
    pub call: String,
    pub from: String,
    pub to: String,
    pub seconds: Option<u32>,
    pub cause: Option<String>,
    /// Whose lines it rings at.
    pub users: Vec<PrincipalId>,
    /// Who took it, with their name.
    pub answered_by: Option<(PrincipalId, String)>,
}

/// What happens to a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The customer says something.
    CustomerMessage(Message, Box<Heard>),
    /// The assistant says something, under the epoch it was thought under.
    AiMessage {
        message: Message,
        epoch: u64,
        shown: Shown,
    },
    /// The person who has it says something.
    PersonMessage(Message),
    /// As [`Input::PersonMessage`], later.
    Schedule {
        message: Message,
        send_at: Timestamp,
    },
    CancelScheduled {
        client_id: String,
    },
    Note {
        message: Message,
        mentions: Vec<PrincipalId>,
    },
    AskForPerson(Asked),
    /// The assistant gives it to a person, with what that person must know.
    HandOver {
        brief: serde_json::Value,
        /// What the events and the facts say themselves.
        known: Option<Box<Brief>>,
        epoch: u64,
        why: String,
        /// What whoever takes it must be able to do.
        skills: Vec<String>,
    },
    Offer {
        user: PrincipalId,
        name: String,
        version: u64,
    },
    Accept {
        version: u64,
    },
    Decline {
        version: u64,
    },
    Take {
        version: u64,
    },
    /// Takes it from whoever has it: for those who lead.
    TakeOver {
        version: u64,
    },
    Release {
        version: u64,
        why: String,
    },
    Transfer {
        version: u64,
        to: Option<(PrincipalId, String)>,
        skills: Vec<String>,
        note: String,
    },
    /// The person who has it lets the assistant speak again.
    ReturnToAi {
        epoch: u64,
    },
    /// The person who has it is there.
    Present,
    Resolve,
    Reopen,
    Snooze {
        until: Timestamp,
    },
    MergeInto {
        conversation: ConversationId,
    },
    MergeFrom {
        conversation: ConversationId,
        number: String,
        /// What was open there.
        carried: Box<Carried>,
    },
    Tag {
        add: Vec<String>,
        remove: Vec<String>,
    },
    Link {
        order: Option<OrderId>,
        dispute: Option<DisputeId>,
    },
    Call(Box<PhoneCall>),
    /// A page is looked at together, or no longer.
    Cobrowse {
        session: CobrowseId,
        state: CobrowseState,
        name: String,
    },
    /// The customer wants to be called, now or not before an instant.
    CallBack {
        phone: String,
        note: Option<String>,
        at: Option<Timestamp>,
    },
    /// They were called, or want it no longer.
    EndCallBack {
        done: bool,
    },
    /// What became of the letter that a message was sent as.
    Delivery {
        message: u64,
        /// Where the message was said, if in a conversation that was merged into this one.
        of: Option<ConversationId>,
        state: DeliveryState,
        why: Option<String>,
    },
    Rate(Csat),
    Seen {
        seq: u64,
    },
    /// Time passed.
    Tick,
}

/// What must be done because of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A task with a clock: somebody must answer.
    OpenTask { task: TaskId, kind: &'static str, due_at: Timestamp },
    /// It is answered.
    CloseTask { task: TaskId },
    /// It came with a merged conversation, and is of this one from now on.
    MoveTask { task: TaskId },
}

/// What came of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub conversation: Conversation,
    pub events: Vec<Event>,
    pub effects: Vec<Effect>,
    /// What the assistant said was kept for the desk, and not said.
    pub discarded: bool,
}

/// Why an input is refused; nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{field}: {problem}")]
    Invalid { field: &'static str, problem: String },
    /// Somebody was faster. It names who has it now.
    #[error("the assignment is at version {is}, not {named}; {owner}")]
    Stale { named: u64, is: u64, owner: String },
    #[error("the conversation is not yours; take it first")]
    NotYours,
    #[error("it is offered to {0}")]
    OfferedToAnother(String),
    #[error("{0} has it")]
    Taken(String),
    #[error("it is not offered to you, or no longer")]
    NotOffered,
    #[error("the conversation is resolved; reopen it first")]
    Resolved,
    #[error("the conversation was merged into {0}")]
    Merged(ConversationId),
    #[error("there is no scheduled message {0:?}; it may have been sent")]
    NoScheduled(String),
    #[error("the assistant must not speak at this moment: {0}")]
    NotForAi(&'static str),
    #[error("the floor is at epoch {is}, not {named}")]
    FloorMoved { named: u64, is: u64 },
    #[error("no call back is asked for, or it is done")]
    NoCallBack,
    #[error("a complaint or a request for a person is open: a person ends it")]
    NeedsPerson,
}
