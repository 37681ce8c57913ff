//! Whether anything flows, and what happens in the moment in which it stops.

use cobrowse::consent::{Grant, Grants};
use cobrowse::control::{Bye, Done, FromCustomer, ToCustomer, ToViewer, Why};
use cobrowse::intent::Frames;
use cobrowse::policy::Permit;
use cobrowse::session::{Session, State};
use kernel::{Duration, Timestamp};

use super::{Waiting, Work};
use crate::queue::Queue;
use crate::sink::Event;

impl Work<'_> {
    /// Whether frames are taken and given.
    fn may_flow(&self) -> bool {
        let inner = &self.inner;
        inner.session.is_flowing()
            && !inner.withheld.has(Grant::View)
            && !inner.is_stopped
            && self.shared.is_known(self.now)
    }

    /// Whether a seat may use a grant now.
    pub(super) fn may(&self, seat: u32, grant: Grant) -> bool {
        self.may_flow() && !self.inner.withheld.has(grant) && self.inner.session.may(seat, grant)
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.may_flow()
            && self.inner.session.is_recorded()
            && !self.inner.withheld.has(Grant::Record)
    }

    pub(super) fn set(&mut self, session: &Session) {
        if session.revision() < self.inner.session.revision() {
            return;
        }
        let before = std::mem::replace(&mut self.inner.session, session.clone());
        if session.heard() >= self.inner.heard_due {
            self.inner.withheld = Grants::NONE;
        }
        let told = session.told();
        let gone = [Grant::Control, Grant::Scroll]
            .into_iter()
            .any(|grant| before.grants().has(grant) && !session.grants().has(grant));
        if gone {
            self.take_back_intents();
        }
        let is_other_state = before.state() != session.state();
        self.settle(!is_other_state);
        if before.told() != told {
            let text = ToViewer::State(told).text();
            self.tell_all(&text);
            self.record_event(&text);
        }
        let people = session.people_told();
        if before.people_told() != people {
            let text = ToViewer::People { people }.text();
            self.tell_all(&text);
            self.record_event(&text);
        }
        for looker in &mut self.inner.lookers {
            if !session.person(looker.seat).is_some_and(|person| person.is_here) {
                looker.queue.end(Bye::Moved);
            }
        }
        if session.state() == State::Ended {
            self.end_recording();
            self.give_up_intents(Why::Gone, |_, _| true);
            self.end_all(Bye::Ended);
        } else {
            self.heed_grant();
        }
    }

    /// Stops at once what the customer takes back; the session learns of it later.
    pub(super) fn withhold(&mut self, message: &FromCustomer) {
        let taken: Grants = match message {
            FromCustomer::Pause {}
            | FromCustomer::End { .. }
            | FromCustomer::Revoke { grant: Grant::View } => Grant::ALL.into_iter().collect(),
            FromCustomer::Revoke { grant } => Grants::NONE.with(*grant),
            _ => return,
        };
        let inner = &mut *self.inner;
        inner.heard_due = inner.heard_due.max(inner.session.heard()).saturating_add(1);
        inner.withheld = inner.withheld.and(taken);
        if taken.has(Grant::Control) || taken.has(Grant::Scroll) {
            self.take_back_intents();
        }
        self.settle(true);
    }

    /// Begins or ends the flow, after anything that may have changed it. A customer who was not told of another state
    /// does not know that a capture must begin.
    pub(super) fn settle(&mut self, must_ask: bool) {
        let flows = self.may_flow();
        if self.inner.is_flowing && !flows {
            self.halt();
        } else if !self.inner.is_flowing && flows {
            self.inner.is_flowing = true;
            if must_ask {
                self.ask_for_capture();
            } else {
                self.await_capture();
            }
        }
    }

    /// A capture is to begin: if it does not, it will be asked for.
    pub(super) fn await_capture(&mut self) {
        let is_due = self.inner.is_flowing && self.inner.writer.is_some();
        self.inner.asked_at = is_due.then_some(self.now);
    }

    /// Throws away all that was not given yet: frames in queues, the page, intents.
    pub(super) fn halt(&mut self) {
        self.inner.is_flowing = false;
        self.give_up_places(Duration::ZERO);
        self.begin_anew();
        self.take_back_intents();
    }

    /// Takes back the intents that are still here. Of those that were given, the customer's side says what became.
    fn take_back_intents(&mut self) {
        let taken = self.writer_queue().map(Queue::take_back_intents).unwrap_or_default();
        self.give_up_intents(Why::Grant, |waiting, _| taken.contains(&waiting.id));
    }

    /// Too much was sent that was not released.
    pub(super) fn stop_for_good(&mut self) {
        self.inner.is_stopped = true;
        self.settle(false);
        self.event(Event::MustEnd);
    }

    /// Has the capture begin anew; what still comes of the one before is thrown away.
    pub(super) fn ask_for_capture(&mut self) {
        self.begin_anew();
        self.await_capture();
        if self.inner.asked_at.is_some() {
            self.shared.counts.captures_asked.one();
            self.tell_writer(&ToCustomer::Checkpoint {}.text());
        }
    }

    /// Another capture will begin: nothing of the one before is given any more.
    pub(super) fn begin_anew(&mut self) {
        let inner = &mut *self.inner;
        inner.verifier.cut();
        inner.frames = Frames::default();
        inner.asked_at = None;
        inner.lookers.iter_mut().for_each(|looker| looker.queue.stop());
        self.rest_recording();
    }

    pub(super) fn adopt(&mut self, permit: Permit, may_write: bool, policy: serde_json::Value) {
        self.begin_anew();
        self.inner.verifier.adopt(permit);
        self.inner.may_write = may_write;
        let text = ToCustomer::Policy { policy }.text();
        for tab in &mut self.inner.tabs {
            tab.queue.text(text.as_str().into());
        }
        self.await_capture();
    }

    /// Answers intents that nobody will answer any more.
    pub(super) fn give_up_intents(
        &mut self,
        why: Why,
        is_over: impl Fn(&Waiting, Timestamp) -> bool,
    ) {
        let now = self.now;
        let all = std::mem::take(&mut self.inner.waiting);
        let (over, left): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|waiting| is_over(waiting, now));
        self.inner.waiting = left;
        for Waiting { id, seat, .. } in over {
            self.answer_intent(seat, id, Done::Refused, Some(why));
        }
    }
}
