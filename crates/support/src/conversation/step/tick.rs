//! What time does by itself.

use super::Stepper;
use crate::conversation::event::{By, EventBody, Speaker};
use crate::conversation::state::{Holder, Owner, State, WaitingOn};

impl Stepper<'_, '_> {
    /// Everything that is due by now. Done twice, it changes nothing the second time.
    pub(super) fn tick(&mut self) {
        self.send_scheduled();
        self.wake();
        self.ring_back();
        self.end_offer();
        self.end_lease();
        self.break_promises();
    }

    /// What was to be said at this time is said, also where its author has gone home.
    fn send_scheduled(&mut self) {
        let now = self.context.now;
        let due = |message: &crate::conversation::Scheduled| message.send_at <= now;
        let (mut ready, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.c.scheduled).into_iter().partition(due);
        self.c.scheduled = later;
        if ready.is_empty() {
            return;
        }
        self.reopen_if_resolved();
        ready.sort_by_key(|message| message.send_at);
        for message in ready {
            let by = By { kind: Speaker::Person, id: Some(message.user), name: message.name };
            let body = EventBody::Message {
                text: message.text.clone(),
                attachments: Vec::new(),
                language: None,
                in_reply_to: None,
                email: None,
            };
            // Not under the sender's id: the event that scheduled it has that.
            self.push_as(by, None, body);
            self.said(Speaker::Person, &message.text);
        }
        self.answered_by_person();
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
