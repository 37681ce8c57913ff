//! What a conversation is at one moment.

use std::collections::BTreeSet;

use kernel::{
    CobrowseId, ComplaintId, ConversationId, CustomerId, DisputeId, OrderId, PrincipalId, TaskId,
    Timestamp,
};
use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::erase::Erased;
use super::event::{CobrowseState, HumanHow, Speaker};
use super::figures::Figures;
use crate::critical::{self, Level, Sign};
use crate::listen::{Earlier, SignalKind};

/// How it reaches us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The chat on a page.
    Chat,
    Email,
    Phone,
    /// The company's own app, over the same protocol as the chat.
    App,
}

impl Channel {
    pub const ALL: [Self; 4] = [Self::Chat, Self::Email, Self::Phone, Self::App];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::App => "app",
        }
    }
}

/// Whether anything is left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Open,
    /// Out of the way until then, or until the customer writes.
    Snoozed {
        until: Timestamp,
    },
    Resolved {
        at: Timestamp,
    },
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed { .. } => "snoozed",
            Self::Resolved { .. } => "resolved",
        }
    }

    /// As it is told to the customer: that a conversation rests is the desk's matter.
    pub const fn for_customer(self) -> Self {
        match self {
            Self::Snoozed { .. } => Self::Open,
            Self::Open | Self::Resolved { .. } => self,
        }
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingOn {
    Customer,
    Us,
    Nobody,
}

/// Who may speak to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "holder", rename_all = "snake_case")]
pub enum Holder {
    /// The assistant.
    Ai,
    /// The person who has the conversation.
    Person { user: PrincipalId },
    /// It waits for a person; nothing is said meanwhile but what the system says of waiting.
    Nobody,
}

impl Holder {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Ai => "ai",
            Self::Person { .. } => "person",
            Self::Nobody => "nobody",
        }
    }
}

/// The floor: a fencing token for speech. Each change of holder raises `epoch`, and what the
/// assistant says names the epoch it was thought under: a late answer is of an epoch that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    #[serde(flatten)]
    pub holder: Holder,
    pub epoch: u64,
}

/// Who has it. `version` grows with each change; whoever wants to change it names the version seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    #[serde(flatten)]
    pub owner: Owner,
    pub version: u64,
}

/// The states of an assignment: waiting → offered → assigned, and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "owner", rename_all = "snake_case")]
pub enum Owner {
    /// No person is needed now.
    None,
    /// For whoever the router finds.
    Waiting { since: Timestamp },
    /// One person is asked, until then.
    Offered { user: PrincipalId, name: String, since: Timestamp, until: Timestamp },
    /// A person has it, and keeps it as long as they are there.
    Assigned { user: PrincipalId, name: String, at: Timestamp, lease_until: Timestamp },
}

impl Owner {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Waiting { .. } => "waiting",
            Self::Offered { .. } => "offered",
            Self::Assigned { .. } => "assigned",
        }
    }

    /// Who has it, or is asked.
    pub const fn user(&self) -> Option<&PrincipalId> {
        match self {
            Self::Offered { user, .. } | Self::Assigned { user, .. } => Some(user),
            Self::None | Self::Waiting { .. } => None,
        }
    }

    /// Since when it waits for a person to take it.
    pub const fn waiting_since(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting { since } | Self::Offered { since, .. } => Some(*since),
            Self::None | Self::Assigned { .. } => None,
        }
    }
}

/// Why a moment matters: one line of the sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub signal: Sign,
    pub points: u32,
    /// The words, or the fact.
    pub because: String,
}

/// How urgent it is, with the reasons. It never falls while the conversation is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Priority {
    pub score: u32,
    pub level: Level,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What whoever answers must be able to do, besides the language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// The assistant says nothing more; what it drafts is for the desk alone.
    #[serde(default)]
    pub quiet_ai: bool,
    /// Reminders and collections stand still.
    #[serde(default)]
    pub pause_collections: bool,
    /// What they have is frozen before anybody talks.
    #[serde(default)]
    pub freeze_first: bool,
    /// The name of the script that the person at the desk is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

impl From<critical::Priority> for Priority {
    fn from(priority: critical::Priority) -> Self {
        let reason = |reason: critical::Reason| Reason {
            signal: reason.signal,
            points: reason.points,
            because: reason.because,
        };
        Self {
            score: priority.score,
            level: priority.level,
            reasons: priority.reasons.into_iter().map(reason).collect(),
            // The language is the conversation's own, and may change.
            skills: priority
                .skills
                .into_iter()
                .filter(|skill| !skill.starts_with("language:"))
                .collect(),
            quiet_ai: priority.quiet_ai,
            pause_collections: priority.pause_collections,
            freeze_first: priority.freeze_first,
            script: priority.script.map(|script| script.name),
        }
    }
}

/// An open request for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HumanRequest {
    pub at: Timestamp,
    pub how: HumanHow,
    /// The task that waits for a person to answer.
    pub task: TaskId,
    pub due_at: Timestamp,
    /// The event that asked last.
    #[serde(default)]
    pub seq: u64,
}

/// The last thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub seq: u64,
    pub at: Timestamp,
    pub by: Speaker,
    pub preview: String,
    /// It offers answers to choose from: a "no" to it is an answer, and no refusal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
}

/// A message that waits for its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    pub client_id: String,
    pub text: String,
    pub send_at: Timestamp,
    pub user: PrincipalId,
    pub name: String,
    /// The event that scheduled it: what is asked later is not answered by it.
    #[serde(default)]
    pub seq: u64,
}

/// The desk that it was brought in from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub from: String,
    /// What it is called there.
    pub id: String,
}

/// How the customer is reached, where the feed does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The address they wrote from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number they called from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A wish to be called, until somebody does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBack {
    /// E.164.
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Not before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    pub asked_at: Timestamp,
    /// Its time has come: it waits for a person.
    pub queued: bool,
    /// The customer wrote the note.
    #[serde(default)]
    pub own_note: bool,
}

/// A page that is looked at together, or is about to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cobrowse {
    pub session: CobrowseId,
    /// Never `transferred` or `ended`: those are moments.
    pub state: CobrowseState,
    /// Who of the desk it is with.
    pub name: String,
}

/// What the customer thought of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Csat {
    /// 1 (bad) to 5 (good).
    pub score: u8,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// One conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    /// What people call it: eight characters that are easy to say, or what it was called at the desk
    /// that it came from.
    pub number: String,
    pub channel: Channel,
    pub customer: CustomerId,
    /// How the customer is called, as far as known.
    pub customer_name: String,
    #[serde(default)]
    pub contact: Contact,
    /// BCP 47, such as `sv`.
    pub language: String,
    pub subject: String,
    pub state: State,
    pub waiting_on: WaitingOn,
    pub floor: Floor,
    pub assignment: Assignment,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub human: Option<HumanRequest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_back: Option<CallBack>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cobrowse: Option<Cobrowse>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Clock>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scheduled: Vec<Scheduled>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<ComplaintId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ConversationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_from: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csat: Option<Csat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Last>,
    /// What was heard that matters to the next message.
    #[serde(default)]
    pub earlier: Earlier,
    /// By when the assistant, which has the floor, must answer: a person is asked for then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
    /// Signs of a critical moment that were heard so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<SignalKind>,
    /// Up to which event the customer and the desk have seen it.
    #[serde(default)]
    pub seen_by_customer: u64,
    #[serde(default)]
    pub seen_by_desk: u64,
    pub opened_at: Timestamp,
    /// Number of the last event; 0 before the first.
    pub seq: u64,
    /// Number of the last event that the customer may see.
    pub public_seq: u64,
    /// Who was offered it and did not take it, the last ones: asked again only when nobody else is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<PrincipalId>,
    /// Who was called in a note and has not written since. In a resolved one, who has not seen it since.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mentioned: BTreeSet<PrincipalId>,
    /// What reports count of it.
    #[serde(default)]
    pub figures: Figures,
    /// That what was said in it is there no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<Erased>,
}

impl Conversation {
    /// The next instant at which something happens by itself.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let snoozed = match self.state {
            State::Snoozed { until } => Some(until),
            State::Open | State::Resolved { .. } => None,
        };
        let held = match &self.assignment.owner {
            Owner::Offered { until, .. } => Some(*until),
            Owner::Assigned { lease_until, .. } if self.waits_for_us() => Some(*lease_until),
            Owner::None | Owner::Waiting { .. } | Owner::Assigned { .. } => None,
        };
        let clocks =
            self.clocks.iter().filter(|clock| clock.is_running()).map(|clock| clock.due_at);
        let answer = self.answer_by.filter(|_| self.floor.holder == Holder::Ai);
        let sends = self.scheduled.iter().map(|message| message.send_at);
        let call = self.call_back.as_ref().filter(|call| !call.queued).and_then(|call| call.at);
        snoozed.into_iter().chain(answer).chain(call).chain(held).chain(clocks).chain(sends).min()
    }

    /// Whether the customer waits for an answer of ours.
    pub fn waits_for_us(&self) -> bool {
        self.state == State::Open && self.waiting_on == WaitingOn::Us
    }

    /// As what it takes a person's time: whoever wants to be called is called, however it began.
    pub fn worked_as(&self) -> Channel {
        match &self.call_back {
            Some(call) if call.queued => Channel::Phone,
            Some(_) | None => self.channel,
        }
    }

    /// Why the assistant cannot be given the floor now; `None` where it can.
    pub const fn why_not_for_ai(&self) -> Option<&'static str> {
        if self.priority.quiet_ai {
            return Some("this moment calls for a person");
        }
        if self.human.is_some() {
            return Some("the customer asked for a person, and waits still");
        }
        None
    }

    /// Whether this person has it.
    pub fn is_of(&self, user: &PrincipalId) -> bool {
        matches!(&self.assignment.owner, Owner::Assigned { user: owner, .. } if owner == user)
    }
}
