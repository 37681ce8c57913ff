//! What comes from viewers, and what they are given.

use std::sync::Arc;

use bytes::Bytes;
use cobrowse::control::{
    Bye, ControlError, Done, FromViewer, Intent, Mark, Outcome, SeatMark, ToCustomer, ToViewer, Why,
};
use cobrowse::intent::{self, Case, Pace as IntentPace, SETTLES};
use cobrowse::recording::Noted;
use cobrowse::session::Session;
use cobrowse::wire;
use kernel::{Duration, Timestamp};
use tokio::sync::Notify;

use super::blind::{BLINDS_A_SECOND, BLINDS_AHEAD};
use super::{Looker, Refused, STEPS_A_SECOND, STEPS_AHEAD, VIEWERS_MAX, Waiting, Work};
use crate::pace::Pace;
use crate::queue::{Next, Out, Queue};
use crate::sink::Event;

/// Marks of a seat in a second: a pointer is drawn no faster.
const MARKS_A_SECOND: i64 = 125;
const MARKS_AHEAD: Duration = Duration::SECOND;
/// Intents of a seat in a second that are noted, whatever becomes of them; of the others only the seat hears.
const NOTED_A_SECOND: i64 = 20;
const NOTED_AHEAD: Duration = Duration::from_secs(10);
/// The most intents that wait for the customer's side.
const WAITING_MAX: usize = 32;

impl Work<'_> {
    pub(super) fn join_viewer(
        &mut self,
        seat: u32,
        welcome: impl FnOnce(&Session) -> ToViewer,
    ) -> Result<(u64, Arc<Notify>), Refused> {
        if self.inner.session.ended().is_some() {
            return Err(Refused::Ended);
        }
        if !self.inner.session.person(seat).is_some_and(|person| person.is_here) {
            return Err(Refused::Seat);
        }
        for looker in self.inner.lookers.iter_mut().filter(|looker| looker.seat == seat) {
            looker.queue.end(Bye::Replaced);
        }
        let count = self.inner.lookers.iter().filter(|one| !one.queue.is_ending()).count();
        if count >= VIEWERS_MAX {
            return Err(Refused::Full(VIEWERS_MAX));
        }
        let id = self.take_id();
        let mut queue = Queue::default();
        queue.text(welcome(&self.inner.session).text().into());
        if self.inner.is_flowing && self.inner.verifier.page().sequence().is_some() {
            queue.checkpoint();
        }
        let wake = Arc::clone(&queue.wake);
        let looker = Looker {
            id,
            seat,
            queue,
            intents: IntentPace::default(),
            marks: Pace::new(MARKS_A_SECOND, MARKS_AHEAD),
            blinds: Pace::new(BLINDS_A_SECOND, BLINDS_AHEAD),
            steps: Pace::new(STEPS_A_SECOND, STEPS_AHEAD),
            noted: Pace::new(NOTED_A_SECOND, NOTED_AHEAD),
            given_at: Timestamp::EPOCH,
        };
        self.inner.lookers.push(looker);
        self.shared.counts.viewers.one();
        self.note_empty();
        Ok((id, wake))
    }

    pub(crate) fn leave_viewer(&mut self, id: u64) {
        let Some(at) = self.inner.lookers.iter().position(|looker| looker.id == id) else { return };
        let seat = self.inner.lookers.remove(at).seat;
        self.shared.counts.viewers.less();
        if self.inner.lookers.is_empty() {
            self.rest_recording();
        }
        if !self.inner.lookers.iter().any(|looker| looker.seat == seat) {
            self.event(Event::ViewerGone { seat });
        }
        self.note_empty();
    }

    pub(crate) fn pop_viewer(&mut self, id: u64) -> Next {
        let now = self.now;
        let inner = &mut *self.inner;
        let Some(looker) = inner.lookers.iter_mut().find(|looker| looker.id == id) else {
            return Next::Over;
        };
        let next = looker.queue.pop();
        let out = match next {
            Next::Ready(Out::Frame(frame)) => frame,
            Next::Checkpoint => {
                let Some(page) = inner.verifier.page().checkpoint() else { return next };
                looker.given_at = now;
                self.shared.counts.checkpoints.one();
                Bytes::from(wire::encode(&page))
            }
            other => return other,
        };
        self.shared.counts.frames_out.one();
        self.shared.counts.bytes_out.add(out.len());
        Next::Ready(Out::Frame(out))
    }

    pub(crate) fn hear_viewer(
        &mut self,
        id: u64,
        message: FromViewer,
    ) -> Result<Option<FromViewer>, ControlError> {
        let now = self.now;
        let looker = self.inner.lookers.iter_mut().find(|looker| looker.id == id);
        let Some(looker) = looker.filter(|looker| !looker.queue.is_ending()) else {
            return Ok(None);
        };
        Ok(match message {
            FromViewer::Ping {} => {
                looker.queue.text(ToViewer::Pong {}.text().into());
                None
            }
            FromViewer::Mark(mark) => {
                let seat = looker.seat;
                if looker.marks.take(now) && self.may(seat, mark.grant()) {
                    self.mark(id, SeatMark { seat, mark });
                }
                None
            }
            FromViewer::Intent(intent) => {
                let seat = looker.seat;
                self.intent(id, seat, intent);
                None
            }
            FromViewer::Blind { node, note } => {
                let seat = looker.seat;
                self.blind(id, seat, node, note);
                None
            }
            other if looker.steps.take(now) => Some(other),
            _ => return Err(ControlError::TooFast),
        })
    }

    fn mark(&mut self, from: u64, mark: SeatMark) {
        let text: Arc<str> = mark.text().into();
        for looker in self.inner.lookers.iter_mut().filter(|looker| looker.id != from) {
            looker.queue.mark(Arc::clone(&text));
        }
        if let Some(queue) = self.writer_queue() {
            queue.mark(Arc::clone(&text));
        }
        let moves = matches!(mark.mark, Mark::Pointer { .. } | Mark::Laser { .. });
        self.record_mark(&text, moves);
    }

    fn intent(&mut self, id: u64, seat: u32, intent: Intent) {
        let (now, looker) = (self.now, self.inner.lookers.iter_mut().find(|one| one.id == id));
        let Some(looker) = looker else { return };
        if !looker.noted.take(now) {
            let (outcome, why) = (Done::Refused, Some(Why::Rate));
            let text = ToViewer::Outcome { id: intent.id, seat, outcome, why }.text();
            looker.queue.mark(text.into());
            self.shared.counts.intents_refused.one();
            return;
        }
        let checked = self.check_intent(id, seat, &intent);
        self.shared.counts.intents.one();
        self.event(Event::Intent {
            seat,
            id: intent.id.clone(),
            act: intent.act.as_str(),
            node: intent.node,
            frame: intent.frame,
            refused: checked.err(),
        });
        self.record_event(&Noted::intent(seat, &intent).text());
        let agent = self.inner.session.person(seat).map(|person| person.name.clone());
        match (checked, agent) {
            (Ok(()), Some(agent)) => {
                let id = intent.id.clone();
                self.inner.waiting.push(Waiting { id: id.clone(), seat, since: self.now });
                let text = ToCustomer::intent(seat, agent, intent).text();
                if let Some(queue) = self.writer_queue() {
                    queue.intent(id, text.into());
                }
            }
            (checked, _) => {
                self.shared.counts.intents_refused.one();
                let why = checked.err().unwrap_or(Why::Grant);
                self.tell_outcome(seat, intent.id, Done::Refused, Some(why));
            }
        }
    }

    fn check_intent(&mut self, id: u64, seat: u32, intent: &Intent) -> Result<(), Why> {
        let now = self.now;
        let may = self.may(seat, intent::grant(&intent.act));
        let inner = &mut *self.inner;
        let looker = inner.lookers.iter_mut().find(|looker| looker.id == id).ok_or(Why::Gone)?;
        let is_new = now.since(looker.given_at) < SETTLES;
        let is_in_pace = looker.intents.take(now);
        let is_behind = is_new || inner.frames.is_behind(intent.frame, now);
        let case = Case { page: inner.verifier.page(), may, may_write: inner.may_write, is_behind };
        intent::check(intent, &case)?;
        let is_twice = inner.waiting.iter().any(|waiting| waiting.id == intent.id);
        if !is_in_pace || is_twice || inner.waiting.len() >= WAITING_MAX {
            return Err(Why::Rate);
        }
        let has_writer = inner.writer.is_some();
        if has_writer { Ok(()) } else { Err(Why::Gone) }
    }

    /// The customer's side says what became of an intent; of one that it was not given, it says nothing to anybody.
    pub(super) fn take_outcome(&mut self, outcome: Outcome) {
        let Some(at) = self.inner.waiting.iter().position(|one| one.id == outcome.id) else {
            return;
        };
        let Waiting { id, seat, .. } = self.inner.waiting.remove(at);
        self.answer_intent(seat, id, outcome.outcome, outcome.why);
    }

    pub(super) fn answer_intent(&mut self, seat: u32, id: String, outcome: Done, why: Option<Why>) {
        self.event(Event::Outcome { seat, id: id.clone(), outcome, why });
        self.tell_outcome(seat, id, outcome, why);
    }

    /// Everybody who looks sees what was done; the recording keeps it.
    fn tell_outcome(&mut self, seat: u32, id: String, outcome: Done, why: Option<Why>) {
        let text = ToViewer::Outcome { id, seat, outcome, why }.text();
        self.tell_viewers(&text, None);
        self.record_event(&text);
    }
}
