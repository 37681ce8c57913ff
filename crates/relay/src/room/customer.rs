//! What comes from the customer's tabs.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use cobrowse::control::{Bye, ControlError, FromCustomer, ToCustomer, ToViewer, Why};
use cobrowse::session::Session;
use cobrowse::verify::Outcome as Verified;
use tokio::sync::Notify;

use super::{CAPTURE_BYTES_MAX, FRAME_BYTES_MAX, Fault, Refused, TABS_MAX, Tab, Work};
use crate::queue::{Next, Queue};
use crate::sink::Event;

impl Work<'_> {
    pub(super) fn join_writer(
        &mut self,
        name: Option<String>,
        welcome: impl FnOnce(&Session) -> ToCustomer,
    ) -> Result<(u64, Arc<Notify>), Refused> {
        if self.inner.session.ended().is_some() {
            return Err(Refused::Ended);
        }
        for tab in self.inner.tabs.iter_mut().filter(|tab| name.is_some() && tab.name == name) {
            tab.queue.end(Bye::Replaced);
        }
        let count = self.inner.tabs.iter().filter(|tab| !tab.queue.is_ending()).count();
        if count >= TABS_MAX {
            return Err(Refused::Full(TABS_MAX));
        }
        let id = self.take_id();
        let mut queue = Queue::default();
        queue.text(welcome(&self.inner.session).text().into());
        if let Some(hz) = self.inner.rate.told() {
            queue.text(ToCustomer::Rate { hz }.text().into());
        }
        let wake = Arc::clone(&queue.wake);
        self.inner.tabs.push(Tab { id, name, queue });
        self.inner.seen_at = self.now;
        self.write_from(id);
        self.shared.counts.writers.one();
        self.note_empty();
        Ok((id, wake))
    }

    /// Makes a tab the one that writes. It begins a capture.
    fn write_from(&mut self, id: u64) {
        if self.inner.writer == Some(id) {
            return;
        }
        if let Some(queue) = self.writer_queue().filter(|queue| !queue.is_ending()) {
            queue.take_back_intents();
            queue.text(ToCustomer::Asleep {}.text().into());
        }
        self.inner.writer = Some(id);
        self.give_up_intents(Why::Gone, |_, _| true);
        self.begin_anew();
        self.await_capture();
    }

    pub(crate) fn leave_writer(&mut self, id: u64) {
        let before = self.inner.tabs.len();
        self.inner.tabs.retain(|tab| tab.id != id);
        if self.inner.tabs.len() == before {
            return;
        }
        self.shared.counts.writers.less();
        if self.inner.writer == Some(id) {
            self.inner.writer = None;
            self.give_up_intents(Why::Gone, |_, _| true);
            // The tab that came last is looked at most likely.
            let next = self.inner.tabs.iter().rev().find(|tab| !tab.queue.is_ending());
            if let Some(next) = next.map(|tab| tab.id) {
                self.write_from(next);
                if self.inner.is_flowing {
                    self.ask_for_capture();
                }
            }
        }
        if self.inner.tabs.is_empty() {
            self.event(Event::CustomerGone);
        }
        self.note_empty();
    }

    pub(crate) fn pop_writer(&mut self, id: u64) -> Next {
        let tab = self.inner.tabs.iter_mut().find(|tab| tab.id == id);
        tab.map_or(Next::Over, |tab| tab.queue.pop())
    }

    pub(crate) fn hear_customer(
        &mut self,
        id: u64,
        message: FromCustomer,
    ) -> Result<Option<FromCustomer>, ControlError> {
        self.inner.seen_at = self.now;
        let stepped = self.heard_here(id, message);
        if let Some(message) = &stepped {
            self.withhold(message);
            if !self.inner.steps.take(self.now) {
                return Err(ControlError::TooFast);
            }
        }
        Ok(stepped)
    }

    /// Gives back what is a step of the session.
    fn heard_here(&mut self, id: u64, message: FromCustomer) -> Option<FromCustomer> {
        match message {
            FromCustomer::Ping {} => {
                let tab = self.inner.tabs.iter_mut().find(|tab| tab.id == id);
                if let Some(tab) = tab {
                    tab.queue.text(ToCustomer::Pong {}.text().into());
                }
                None
            }
            FromCustomer::Here {} => {
                if self.inner.writer != Some(id) {
                    self.write_from(id);
                    if self.inner.is_flowing {
                        self.ask_for_capture();
                    }
                }
                None
            }
            FromCustomer::Outcome(outcome) => {
                if self.inner.writer == Some(id) {
                    self.take_outcome(outcome);
                }
                None
            }
            FromCustomer::Place(located) => {
                if self.inner.writer == Some(id) {
                    self.take_place(located);
                }
                None
            }
            other => Some(other),
        }
    }

    pub(crate) fn frame(&mut self, id: u64, bytes: Bytes) -> Result<(), Fault> {
        if !self.inner.arriving.take(self.now) {
            return Err(Fault::TooFast);
        }
        let is_begun = self.inner.verifier.page().is_ready();
        let most = if is_begun { FRAME_BYTES_MAX } else { CAPTURE_BYTES_MAX };
        // A capture that begins anew begins with a small frame.
        if bytes.len() > most {
            return Err(Fault::TooLarge(bytes.len()));
        }
        self.inner.seen_at = self.now;
        // What was on its way when it was stopped is nobody's fault.
        if !self.inner.is_flowing || self.inner.writer != Some(id) {
            return Ok(());
        }
        self.shared.counts.frames_in.one();
        self.shared.counts.bytes_in.add(bytes.len());
        self.verify(&bytes);
        Ok(())
    }

    fn verify(&mut self, bytes: &Bytes) {
        let verdict = self.inner.verifier.verify(bytes);
        for one in &verdict.dropped {
            self.shared.counts.atoms_dropped.one();
            let text = ToViewer::Dropped { node: one.node, why: one.why.name().to_owned() }.text();
            self.tell_viewers(&text, None);
            self.record_event(&text);
            let (node, why, is_doubtful) = (one.node, one.why, one.is_doubtful);
            self.event(Event::Dropped { node, why, is_doubtful });
        }
        if verdict.must_end {
            self.stop_for_good();
            return;
        }
        match verdict.outcome {
            Verified::Passed(Cow::Borrowed(_)) => self.pass(bytes.clone()),
            Verified::Passed(Cow::Owned(changed)) => self.pass(changed.into()),
            Verified::Refused(refusal) => {
                self.shared.counts.frames_refused.one();
                self.event(Event::Refused(refusal));
                self.ask_for_capture();
            }
            Verified::Late => {}
        }
    }

    /// Gives a verified frame to all who look.
    fn pass(&mut self, frame: Bytes) {
        let sequence = self.inner.verifier.page().sequence().unwrap_or(0);
        let is_start = sequence == 0;
        if is_start {
            self.begin_capture();
        }
        let now = self.now;
        self.inner.frames.note(sequence, now);
        let mut overflows = 0;
        for looker in self.inner.lookers.iter_mut().filter(|one| !one.queue.is_ending()) {
            overflows += usize::from(looker.queue.frame(frame.clone()));
        }
        self.record_frame(&frame, is_start);
        if overflows > 0 {
            self.shared.counts.overflows.add(overflows);
            if let Some(hz) = self.inner.rate.down(now) {
                self.tell_writer(&ToCustomer::Rate { hz }.text());
            }
        }
    }

    /// A capture begins: what waits of the one before is of no use to anybody.
    fn begin_capture(&mut self) {
        let inner = &mut *self.inner;
        inner.asked_at = None;
        inner.frames = cobrowse::intent::Frames::default();
        for looker in &mut inner.lookers {
            looker.queue.stop();
            looker.given_at = self.now;
        }
    }
}
