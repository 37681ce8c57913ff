//! One step of a conversation: which input is taken when, and what it changes.

mod assign;
mod care;
mod contact;
mod merge;
mod request;
mod speech;
mod tick;

use std::collections::BTreeSet;

use kernel::{ConversationId, CustomerId, PrincipalId, Timestamp};
pub use merge::Carried;

use super::clock::{Clock, ClockKind};
use super::event::{By, Event, EventBody, Speaker};
use super::figures::Figures;
use super::input::{Context, Effect, Input, Refusal, Step};
use super::rules::First;
use super::state::{
    Assignment, Channel, Contact, Conversation, Floor, Holder, Last, Owner, Priority, State,
    WaitingOn,
};
use super::{PREVIEW_CHARS_MAX, SUBJECT_CHARS_MAX};
use crate::listen::Earlier;

/// What a new conversation begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub id: ConversationId,
    pub number: String,
    pub channel: Channel,
    pub customer: CustomerId,
    pub customer_name: String,
    pub contact: Contact,
    pub language: String,
    pub subject: String,
    /// An assistant is connected that could begin.
    pub assistant: bool,
}

impl Conversation {
    /// A conversation in which nothing was said yet.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a subject that is too long.
    pub fn open(opening: Opening, context: &Context<'_>) -> Result<Self, Refusal> {
        if opening.subject.chars().count() > SUBJECT_CHARS_MAX {
            return Err(invalid("subject", format!("at most {SUBJECT_CHARS_MAX} characters")));
        }
        let ai = context.rules.first == First::Assistant && opening.assistant;
        let holder = if ai { Holder::Ai } else { Holder::Nobody };
        let mut conversation = Self {
            id: opening.id,
            number: opening.number,
            channel: opening.channel,
            customer: opening.customer,
            customer_name: opening.customer_name,
            contact: opening.contact,
            language: opening.language,
            subject: opening.subject,
            state: State::Open,
            waiting_on: WaitingOn::Customer,
            floor: Floor { holder, epoch: 1 },
            assignment: Assignment { owner: Owner::None, version: 1 },
            priority: Priority::default(),
            skills: Vec::new(),
            human: None,
            call_back: None,
            cobrowse: None,
            clocks: Vec::new(),
            tags: Vec::new(),
            scheduled: Vec::new(),
            order: None,
            dispute: None,
            complaint: None,
            merged_into: None,
            imported_from: None,
            csat: None,
            last: None,
            earlier: Earlier::default(),
            answer_by: None,
            signals: Vec::new(),
            seen_by_customer: 0,
            seen_by_desk: 0,
            opened_at: context.now,
            seq: 0,
            public_seq: 0,
            passed: Vec::new(),
            mentioned: BTreeSet::new(),
            figures: Figures::default(),
            erased: None,
        };
        conversation.clocks.push(Clock {
            kind: ClockKind::Resolution,
            started_at: context.now,
            due_at: context.rules.due_at(
                ClockKind::Resolution,
                conversation.priority.level,
                context.now,
            ),
            met_at: None,
            breached_at: None,
        });
        Ok(conversation)
    }

    /// Moves the conversation on.
    ///
    /// # Errors
    /// [`Refusal`]; then nothing changed.
    pub fn step(self, input: Input, context: &Context<'_>) -> Result<Step, Refusal> {
        if let (Some(into), false) = (self.merged_into, matches!(input, Input::Tick)) {
            return Err(Refusal::Merged(into));
        }
        let clocks = self.clocks.clone();
        let mut stepper =
            Stepper { c: self, context, events: Vec::new(), effects: Vec::new(), discarded: false };
        stepper.take(input)?;
        let Stepper { mut c, events, effects, discarded, .. } = stepper;
        c.figures.note(&events, &clocks, &c.clocks);
        Ok(Step { conversation: c, events, effects, discarded })
    }
}

/// A step under way.
struct Stepper<'a, 'c> {
    c: Conversation,
    context: &'a Context<'c>,
    events: Vec<Event>,
    effects: Vec<Effect>,
    discarded: bool,
}

impl Stepper<'_, '_> {
    fn take(&mut self, input: Input) -> Result<(), Refusal> {
        match input {
            Input::CustomerMessage(message, heard) => self.customer_message(message, *heard),
            Input::AiMessage { message, epoch, shown } => self.ai_message(message, epoch, shown),
            Input::PersonMessage(message) => self.person_message(message),
            Input::Schedule { message, send_at } => self.schedule(message, send_at),
            Input::CancelScheduled { client_id } => self.cancel_scheduled(&client_id),
            Input::Note { message, mentions } => self.note(message, mentions),
            Input::AskForPerson(asked) => {
                self.reopen_if_resolved();
                self.ask_for_person(asked);
                Ok(())
            }
            Input::HandOver { brief, known, epoch, why, skills } => {
                self.hand_over(brief, known, epoch, why)?;
                self.wants(skills);
                Ok(())
            }
            Input::Offer { user, name, version } => self.offer(user, name, version),
            Input::Accept { version } => self.accept(version),
            Input::Decline { version } => self.decline(version),
            Input::Take { version } => self.take_it(version),
            Input::TakeOver { version } => self.take_over(version),
            Input::Release { version, why } => self.release(version, why),
            Input::Transfer { version, to, skills, note } => {
                self.transfer(version, to, skills, note)
            }
            Input::ReturnToAi { epoch } => self.return_to_ai(epoch),
            Input::Present => self.present(),
            Input::Resolve => self.resolve(),
            Input::Reopen => self.reopen(),
            Input::Snooze { until } => self.snooze(until),
            Input::MergeInto { conversation } => self.merge_into(conversation),
            Input::MergeFrom { conversation, number, carried } => {
                self.merge_from(conversation, number, *carried);
                Ok(())
            }
            Input::Tag { add, remove } => self.tag(add, remove),
            Input::Link { order, dispute } => self.link(order, dispute),
            Input::Call(call) => {
                self.call(*call);
                Ok(())
            }
            Input::Cobrowse { session, state, name } => {
                self.cobrowse(session, state, name);
                Ok(())
            }
            Input::CallBack { phone, note, at } => self.call_back(phone, note, at),
            Input::EndCallBack { done } => self.end_call_back(done),
            Input::Delivery { message, of, state, why } => {
                self.delivery(message, of, state, why);
                Ok(())
            }
            Input::Rate(csat) => self.rate(csat),
            Input::Seen { seq } => self.seen(seq),
            Input::Tick => {
                self.tick();
                Ok(())
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.context.now
    }

    /// Who acts, where it must be somebody with a name of their own.
    fn user(&self) -> Result<(PrincipalId, String), Refusal> {
        let By { id, name, .. } = &self.context.by;
        let id = id.clone().ok_or(Refusal::NotYours)?;
        Ok((id, name.clone()))
    }

    fn push(&mut self, body: EventBody) {
        let by = self.context.by.clone();
        self.push_as(by, None, body);
    }

    fn push_as(&mut self, by: By, client_id: Option<String>, body: EventBody) {
        self.c.seq += 1;
        let (seq, prev_public) = (self.c.seq, self.c.public_seq);
        if !body.is_for_desk() {
            self.c.public_seq = seq;
        }
        self.mentioned(&by, &body);
        let at = self.context.now;
        self.events.push(Event { seq, prev_public, at, by, client_id, body });
    }

    /// Who is called by an event, and who is no longer.
    fn mentioned(&mut self, by: &By, body: &EventBody) {
        let mentioned = &mut self.c.mentioned;
        match body {
            EventBody::Message { .. } | EventBody::Note { .. } => {
                mentioned.retain(|user| by.id.as_ref() != Some(user));
            }
            EventBody::Resolved | EventBody::MergedInto { .. } => mentioned.clear(),
            _ => {}
        }
        if let EventBody::Note { mentions, .. } = body {
            mentioned.extend(mentions.iter().cloned());
        }
    }

    /// Who may speak from now on. The same holder again is no change, so the epoch stays.
    fn set_floor(&mut self, holder: Holder) {
        if self.c.floor.holder == holder {
            return;
        }
        let epoch = self.c.floor.epoch.saturating_add(1);
        let name = holder.as_str().to_owned();
        self.c.floor = Floor { holder, epoch };
        let user_name = match (&self.c.floor.holder, &self.c.assignment.owner) {
            (Holder::Person { user }, Owner::Assigned { user: owner, name, .. })
                if user == owner =>
            {
                Some(name.clone())
            }
            _ => None,
        };
        let body = EventBody::Floor { holder: name, epoch, user_name };
        self.push_as(By::system(), None, body);
    }

    fn set_owner(&mut self, owner: Owner) {
        let version = self.c.assignment.version.saturating_add(1);
        self.c.assignment = Assignment { owner, version };
    }

    /// Starts a clock, unless one of its kind is open.
    fn start(&mut self, kind: ClockKind) {
        let open = |clock: &Clock| clock.kind == kind && clock.is_open();
        let was_met = |clock: &Clock| clock.kind == kind && !clock.is_open();
        if self.c.clocks.iter().any(open) {
            return;
        }
        // The first answer is promised once; after that it is the next one.
        if kind == ClockKind::FirstResponse && self.c.clocks.iter().any(was_met) {
            return self.start(ClockKind::NextResponse);
        }
        self.c.clocks.retain(|clock| clock.kind != kind);
        let due_at = self.context.rules.due_at(kind, self.c.priority.level, self.now());
        self.c.clocks.push(Clock {
            kind,
            started_at: self.now(),
            due_at,
            met_at: None,
            breached_at: None,
        });
    }

    fn meet(&mut self, kind: ClockKind) {
        let now = self.context.now;
        for clock in &mut self.c.clocks {
            if clock.kind == kind && clock.is_open() {
                clock.met_at = Some(now);
            }
        }
    }

    fn said(&mut self, by: Speaker, text: &str) {
        let preview: String = text.chars().take(PREVIEW_CHARS_MAX).collect();
        self.c.last =
            Some(Last { seq: self.c.seq, at: self.context.now, by, preview, asks: false });
    }
}

fn invalid(field: &'static str, problem: impl Into<String>) -> Refusal {
    Refusal::Invalid { field, problem: problem.into() }
}
