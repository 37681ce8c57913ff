//! A conversation between a customer and the provider, as one state that inputs move on.
//!
//! Three promises are kept here, by construction:
//! 1. **A request for a person is never lost**: the input that asks opens a clocked task in the same
//!    step, at the first ask, whoever speaks at the moment ([`Conversation::step`]).
//! 2. **Nobody talks over a person**: what an assistant says counts only under the floor's current
//!    epoch, which every change of the floor raises ([`Floor`]).
//! 3. **No two people have it**: every change of who answers names the version of the assignment it
//!    saw ([`Assignment`]).
//!
//! The log of events is the conversation; this state is what the next step needs of it. It never
//! reads a clock, sends nothing, and knows no storage.

mod clock;
mod erase;
mod event;
mod figures;
mod history;
mod input;
mod rules;
mod state;
mod step;

pub use crate::critical::Level;
pub use clock::{Clock, ClockKind};
pub use erase::{ERASED, Erased, ErasedWhy, LEGAL_HOLD};
pub use event::{
    Attachment, By, ByEmail, CallBackState, CallState, CobrowseState, DeliveryState, Event,
    EventBody, HumanHow, RefusedFile, Speaker,
};
pub use figures::{Figures, Promises};
pub use history::{History, More, Past, Standing};
pub use input::{Asked, Context, Effect, Heard, Input, Message, PhoneCall, Refusal, Shown, Step};
pub use rules::{DeskRules, DeskRulesError, First, RoutingRules, RoutingText, Targets};
pub use state::{
    Assignment, CallBack, Channel, Cobrowse, Contact, Conversation, Csat, Floor, Holder,
    HumanRequest, Last, Origin, Owner, Priority, Reason, Scheduled, State, WaitingOn,
};
pub use step::{Carried, Opening};

/// Longest message or note, in characters.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// Longest subject, in characters.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Longest part of a message that lists show, in characters.
pub const PREVIEW_CHARS_MAX: usize = 140;
/// Most tags of a conversation.
pub const TAGS_MAX: usize = 20;
/// Most messages that wait for their time.
pub const SCHEDULED_MAX: usize = 20;
/// Most people one note names.
pub const MENTIONS_MAX: usize = 20;
/// Most people who are called in one conversation and have not answered.
pub const MENTIONED_MAX: usize = 50;
/// Most answers that a message offers, and the longest, in characters.
pub const CHOICES_MAX: usize = 12;
pub const CHOICE_CHARS_MAX: usize = 200;
/// Most files of one message.
pub const ATTACHMENTS_MAX: usize = 4;
