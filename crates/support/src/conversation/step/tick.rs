//! What time does by itself.

use super::Stepper;
use crate::conversation::event::{By, EventBody, HumanHow, Speaker};
use crate::conversation::input::Asked;
use crate::conversation::state::{Holder, Owner, Scheduled, State, WaitingOn};

impl Stepper<'_, '_> {
    /// Everything that is due by now. Done twice, it changes nothing the second time.
    pub(super) fn tick(&mut self) {
        self.send_scheduled();
        self.wake();
        self.ring_back();
        self.end_offer();
        self.end_lease();
        self.miss_assistant();
        self.break_promises();
    }

    /// An assistant that gives no sign of life is waited for no longer.
    fn miss_assistant(&mut self) {
        if self.c.answer_by.is_none_or(|by| by > self.now()) {
            return;
        }
        self.c.answer_by = None;
        if self.c.floor.holder == Holder::Ai && self.c.waits_for_us() {
            self.ask_for_person(Asked { how: HumanHow::NoAssistant, words: None });
        }
    }

    /// What was to be said at this time is said, also where its author has gone home; but not where
    /// somebody else has the floor, and not as the answer to what the customer asked since.
    fn send_scheduled(&mut self) {
        let now = self.context.now;
        let due = |message: &Scheduled| message.send_at <= now;
        let (mut ready, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.c.scheduled).into_iter().partition(due);
        self.c.scheduled = later;
        ready.sort_by_key(|message| message.send_at);
        // Before the first of them opens it again.
        let (ready, late): (Vec<_>, Vec<_>) =
            ready.into_iter().partition(|message| self.may_be_sent(message));
        late.into_iter().for_each(|message| self.keep_as_note(message));
        if ready.is_empty() {
            return;
        }
        self.reopen_if_resolved();
        for message in ready {
            let by = By { kind: Speaker::Person, id: Some(message.user), name: message.name };
            let body = EventBody::Message {
                text: message.text.clone(),
                attachments: Vec::new(),
                language: None,
                in_reply_to: None,
                email: None,
                choices: Vec::new(),
                receipt: false,
                source: None,
            };
            // Not under the sender's id: the event that scheduled it has that.
            self.push_as(by, None, body);
            self.said(Speaker::Person, &message.text);
        }
        self.answered_by_person();
    }

    /// Its author has it, or ended it and nobody has had it since.
    fn may_be_sent(&self, message: &Scheduled) -> bool {
        let ended = matches!(self.c.state, State::Resolved { .. });
        let had_last = |(user, _): &(_, _)| *user == message.user;
        let is_theirs = self.c.is_of(&message.user)
            || (ended && self.c.figures.had_by.as_ref().is_some_and(had_last));
        let asked_since = self.c.human.as_ref().is_some_and(|open| open.seq > message.seq);
        is_theirs && !asked_since
    }

    /// The desk has the words that the customer was not sent.
    pub(super) fn keep_as_note(&mut self, message: Scheduled) {
        let Scheduled { client_id, text, user, name, .. } = message;
        self.push_as(By::system(), None, EventBody::ScheduledCancelled { client_id });
        let mentions = vec![user.clone()];
        let by = By { kind: Speaker::Person, id: Some(user), name };
        self.push_as(by, None, EventBody::Note { text, mentions });
    }

    fn wake(&mut self) {
        if let State::Snoozed { until } = self.c.state
            && until <= self.now()
        {
            self.c.state = State::Open;
            self.c.waiting_on = WaitingOn::Us;
            self.push_as(By::system(), None, EventBody::Woken);
            // What was snoozed at another desk was nobody's here.
            if self.c.assignment.owner == Owner::None {
                self.queue();
            }
        }
    }

    fn end_offer(&mut self) {
        if let Owner::Offered { user, name, since, until } = &self.c.assignment.owner
            && *until <= self.now()
        {
            let (user, name, since) = (user.clone(), name.clone(), *since);
            self.pass(user.clone());
            self.push_as(By::system(), None, EventBody::OfferExpired { user, name });
            self.set_owner(Owner::Waiting { since });
        }
    }

    /// Nobody waits for somebody who is not there.
    fn end_lease(&mut self) {
        if let Owner::Assigned { lease_until, name, .. } = &self.c.assignment.owner
            && *lease_until <= self.now()
            && self.c.waits_for_us()
        {
            let why = format!("{name} gave no sign of life");
            self.push_as(By::system(), None, EventBody::Released { why });
            self.set_owner(Owner::Waiting { since: self.now() });
            self.set_floor(Holder::Nobody);
        }
    }

    fn break_promises(&mut self) {
        let now = self.context.now;
        let mut broken = Vec::new();
        for clock in &mut self.c.clocks {
            if clock.is_running() && clock.due_at <= now {
                clock.breached_at = Some(clock.due_at);
                broken.push((clock.kind, clock.due_at));
            }
        }
        for (clock, due_at) in broken {
            self.push_as(By::system(), None, EventBody::Breach { clock, due_at });
        }
    }
}
