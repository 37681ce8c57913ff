//! Conversations that were held at another desk: brought in with their own times and names.
//!
//! History is not lived through again: nothing that was said is listened to, and no clock, task or offer
//! comes of it. What is left to do begins now: an open conversation waits from the moment it comes in.

use std::collections::BTreeSet;

use kernel::{ConversationId, CustomerId, Timestamp};

use super::PREVIEW_CHARS_MAX;
use super::event::{By, Event, EventBody, Speaker};
use super::figures::Figures;
use super::state::{
    Assignment, Channel, Contact, Conversation, Csat, Floor, Holder, Last, Origin, Owner, Priority,
    State, WaitingOn,
};
use crate::listen::Earlier;

/// Where a conversation stood at the other desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// It waited for the customer, or for somebody else.
    Pending,
    Snoozed {
        until: Timestamp,
    },
    Resolved,
}

/// Something that was said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// `None` where nobody knows: it bears the time of what was said before it.
    pub at: Option<Timestamp>,
    pub by: By,
    /// The other desk's own id of it.
    pub client_id: String,
    pub text: String,
    /// Said among the desk.
    pub private: bool,
}

/// A conversation of another desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub id: ConversationId,
    pub number: String,
    pub channel: Channel,
    pub customer: CustomerId,
    pub customer_name: String,
    pub language: String,
    pub subject: String,
    pub tags: Vec<String>,
    pub origin: Origin,
    pub opened_at: Option<Timestamp>,
    pub csat: Option<Csat>,
    pub said: Vec<Past>,
    pub standing: Standing,
    pub assignee: Option<String>,
}

/// What came to a conversation of another desk after it was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    pub said: Vec<Past>,
    /// Where it stands there now, with its subject and tags; `None` where that is no longer asked,
    /// because it was worked on here.
    pub now: Option<(Standing, String, Vec<String>)>,
    pub assignee: Option<String>,
}

impl Conversation {
    /// A conversation of another desk as one of ours, with its events.
    pub fn import(history: History, now: Timestamp) -> (Self, Vec<Event>) {
        let first = history.said.iter().find_map(|past| past.at);
        let opened_at = history.opened_at.or(first).unwrap_or(now).min(now);
        let conversation = Self {
            id: history.id,
            number: history.number,
            channel: history.channel,
            customer: history.customer,
            customer_name: history.customer_name,
            language: history.language,
            subject: history.subject,
            state: State::Open,
            waiting_on: WaitingOn::Nobody,
            floor: Floor { holder: Holder::Nobody, epoch: 1 },
            assignment: Assignment { owner: Owner::None, version: 1 },
            priority: Priority::default(),
            skills: Vec::new(),
            human: None,
            clocks: Vec::new(),
            tags: history.tags,
            scheduled: Vec::new(),
            order: None,
            dispute: None,
            complaint: None,
            merged_into: None,
            imported_from: Some(history.origin),
            csat: None,
            last: None,
            answer_by: None,
            earlier: Earlier::default(),
            signals: Vec::new(),
            seen_by_customer: 0,
            seen_by_desk: 0,
            opened_at,
            seq: 0,
            public_seq: 0,
            figures: Figures::default(),
            erased: None,
            contact: Contact::default(),
            call_back: None,
            cobrowse: None,
            passed: Vec::new(),
            mentioned: BTreeSet::new(),
        };
        let mut past = Appending::to(conversation, now);
        let said = past.say(history.said);
        if let Some(csat) = history.csat {
            let customer = past.c.customer_name.clone();
            let by = By { kind: Speaker::Customer, id: None, name: customer };
            let body = EventBody::Csat { score: csat.score, comment: csat.comment.clone() };
            past.push(csat.at.min(now), by, None, body);
            past.c.csat = Some(csat);
        }
        past.stand(history.standing);
        past.end(said, true, history.assignee)
    }

    /// What was said, and became of it, at the other desk since. Its events come after those that are
    /// there, whatever their times: a log is only added to.
    pub fn import_more(self, more: More, now: Timestamp) -> (Self, Vec<Event>) {
        let mut past = Appending::to(self, now);
        let said = past.say(more.said);
        let stands = more.now.is_some();
        if let Some((standing, subject, tags)) = more.now {
            past.c.subject = subject;
            past.c.tags = tags;
            past.stand(standing);
        }
        past.end(said, stands, more.assignee)
    }
}

struct Appending {
    c: Conversation,
    events: Vec<Event>,
    now: Timestamp,
    /// The time of what was said last.
    at: Timestamp,
}

impl Appending {
    fn to(c: Conversation, now: Timestamp) -> Self {
        let at = c.last.as_ref().map_or(c.opened_at, |last| last.at);
        Self { c, events: Vec::new(), now, at }
    }

    fn push(&mut self, at: Timestamp, by: By, client_id: Option<String>, body: EventBody) {
        self.c.seq += 1;
        let (seq, prev_public) = (self.c.seq, self.c.public_seq);
        if !body.is_for_desk() {
            self.c.public_seq = seq;
        }
        self.events.push(Event { seq, prev_public, at, by, client_id, body });
    }

    /// Appends what was said, and says how much that was.
    fn say(&mut self, said: Vec<Past>) -> u32 {
        let count = u32::try_from(said.len()).unwrap_or(u32::MAX);
        for Past { at, by, client_id, text, private } in said {
            // Nothing was said in the future, whatever another desk's clock said.
            self.at = at.unwrap_or(self.at).min(self.now);
            let (at, kind) = (self.at, by.kind);
            if private {
                let body = EventBody::Note { text, mentions: Vec::new() };
                self.push(at, by, Some(client_id), body);
                continue;
            }
            let preview: String = text.chars().take(PREVIEW_CHARS_MAX).collect();
            let (attachments, language, in_reply_to) = (Vec::new(), None, None);
            let body = EventBody::Message {
                text,
                attachments,
                language,
                in_reply_to,
                email: None,
                choices: Vec::new(),
                receipt: false,
                source: None,
            };
            self.push(at, by, Some(client_id), body);
            self.c.last = Some(Last { seq: self.c.seq, at, by: kind, preview, asks: false });
        }
        count
    }

    /// Takes the place it had at the other desk. An open conversation in which the customer spoke last
    /// waits for a person from now on; its service levels begin when somebody writes here.
    fn stand(&mut self, standing: Standing) {
        let answered = self.c.last.as_ref().is_some_and(|last| last.by != Speaker::Customer);
        let (state, waiting_on, waits) = match standing {
            Standing::Resolved => (State::Resolved { at: self.at }, WaitingOn::Nobody, false),
            Standing::Snoozed { until } if until > self.now => {
                (State::Snoozed { until }, WaitingOn::Nobody, false)
            }
            Standing::Pending => (State::Open, WaitingOn::Customer, false),
            Standing::Open | Standing::Snoozed { .. } if answered => {
                (State::Open, WaitingOn::Customer, false)
            }
            Standing::Open | Standing::Snoozed { .. } => (State::Open, WaitingOn::Us, true),
        };
        self.c.state = state;
        self.c.waiting_on = waiting_on;
        match (&self.c.assignment.owner, waits) {
            (Owner::None, true) => self.own(Owner::Waiting { since: self.now }),
            (Owner::Waiting { .. }, false) => self.own(Owner::None),
            _ => {}
        }
    }

    fn own(&mut self, owner: Owner) {
        let version = self.c.assignment.version.saturating_add(1);
        self.c.assignment = Assignment { owner, version };
    }

    /// One event says that all this was brought in.
    fn end(
        mut self,
        said: u32,
        stands: bool,
        assignee: Option<String>,
    ) -> (Conversation, Vec<Event>) {
        let Origin { from, id } = match self.c.imported_from.clone() {
            Some(origin) => origin,
            None => return (self.c, self.events),
        };
        let state = stands.then(|| self.c.state.as_str().to_owned());
        let body = EventBody::Imported { from, id, said, state, assignee };
        self.push(self.now, By::system(), None, body);
        // What waits for us is unread; the rest was read there.
        self.c.seen_by_customer = self.c.seq;
        if !self.c.waits_for_us() {
            self.c.seen_by_desk = self.c.seq;
        }
        (self.c, self.events)
    }
}
