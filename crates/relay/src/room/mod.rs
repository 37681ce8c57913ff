//! One session's room.

mod blind;
mod customer;
mod flow;
mod recorder;
mod viewer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cobrowse::consent::Grants;
use cobrowse::control::{Bye, ToCustomer, ToViewer, Why};
use cobrowse::intent::{Frames, Pace as IntentPace};
use cobrowse::policy::Permit;
use cobrowse::recording;
use cobrowse::session::Session;
use cobrowse::verify::Verifier;
use kernel::{Duration, Timestamp};

use crate::handle::{Viewer, Writer};
use crate::pace::{Pace, Rate};
use crate::queue::Queue;
use crate::relay::Shared;
use crate::sink::{Event, Of};
use blind::Unplaced;
use recorder::{Recorder, Recording};

/// The largest frame while a capture begins, and after that.
pub const CAPTURE_BYTES_MAX: usize = 4 << 20;
pub const FRAME_BYTES_MAX: usize = 512 << 10;
/// The most tabs of a customer with a socket.
pub const TABS_MAX: usize = 8;
/// The most viewers of a session.
pub const VIEWERS_MAX: usize = 16;
/// Frames that a browser sends in a second, and how far a burst may run ahead.
const FRAMES_A_SECOND: i64 = 125;
const FRAMES_AHEAD: Duration = Duration::from_secs(4);
/// Messages of the customer in a second that are steps of the session, each of which is stored; a person makes few. The
/// same of a viewer.
const STEPS_A_SECOND: i64 = 5;
const STEPS_AHEAD: Duration = Duration::from_secs(4);
/// The most bytes of records of a recording: whoever plays it holds them all.
const RECORDING_BYTES_MAX: usize = 128 << 20;
/// An intent that the customer's side has not answered by then is over: there may be a dialog to think about.
const ANSWER: Duration = Duration::from_secs(120);
/// A capture that was asked for and has not begun is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// A room without sockets is kept for those who come back.
const EMPTY: Duration = Duration::from_secs(5 * 60);

/// A binary message is not one that a browser of ours sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("a frame of {0} bytes, more than a page needs")]
    TooLarge(usize),
    #[error("frames come faster than a browser draws")]
    TooFast,
}

/// Why a socket does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the session has as many sockets of this kind as it may have: {0}")]
    Full(usize),
    #[error("seat: nobody there has this seat; step the session and tell the room first")]
    Seat,
    #[error("the session has ended")]
    Ended,
}

/// What a room begins with.
#[derive(Debug)]
pub struct Opening {
    /// As stored.
    pub session: Session,
    /// What frames may show.
    pub permit: Permit,
    /// The policy lets agents type somewhere, or attributes release and might.
    pub may_write: bool,
}

/// A tab of the customer.
#[derive(Debug)]
struct Tab {
    id: u64,
    name: Option<String>,
    queue: Queue,
}

/// A viewer's socket.
#[derive(Debug)]
struct Looker {
    id: u64,
    seat: u32,
    queue: Queue,
    intents: IntentPace,
    marks: Pace,
    blinds: Pace,
    steps: Pace,
    /// Intents that are noted, refused or not.
    noted: Pace,
    /// When it was given the page or the beginning of a capture last.
    given_at: Timestamp,
}

/// An intent that the customer's side has not answered.
#[derive(Debug)]
struct Waiting {
    id: String,
    seat: u32,
    since: Timestamp,
}

#[derive(Debug)]
pub(crate) struct Inner {
    session: Session,
    /// What the customer took back and the session does not know yet, and which count of it will.
    withheld: Grants,
    heard_due: u32,
    /// Too much was sent that was not released.
    is_stopped: bool,
    is_flowing: bool,
    may_write: bool,
    verifier: Verifier,
    frames: Frames,
    arriving: Pace,
    steps: Pace,
    rate: Rate,
    asked_at: Option<Timestamp>,
    tabs: Vec<Tab>,
    /// The tab that writes.
    writer: Option<u64>,
    lookers: Vec<Looker>,
    waiting: Vec<Waiting>,
    /// Boxes that somebody could not see, and whose place the customer's side is asked for.
    unplaced: Vec<Unplaced>,
    recorder: Option<Recorder>,
    recording: Recording,
    next_id: u64,
    seen_at: Timestamp,
    empty_since: Option<Timestamp>,
}

/// A session's room on this node.
#[derive(Debug)]
pub struct Room {
    of: Of,
    shared: Arc<Shared>,
    inner: Mutex<Inner>,
}

/// A room while something is done in it.
pub(crate) struct Work<'r> {
    of: &'r Of,
    shared: &'r Shared,
    now: Timestamp,
    inner: MutexGuard<'r, Inner>,
}

impl Room {
    pub(crate) fn new(of: Of, shared: Arc<Shared>, opening: Opening) -> Self {
        let now = shared.clock.now();
        let is_flowing = opening.session.is_flowing();
        let inner = Inner {
            heard_due: opening.session.heard(),
            session: opening.session,
            withheld: Grants::NONE,
            is_stopped: false,
            is_flowing,
            may_write: opening.may_write,
            verifier: Verifier::new(opening.permit),
            frames: Frames::default(),
            arriving: Pace::new(FRAMES_A_SECOND, FRAMES_AHEAD),
            steps: Pace::new(STEPS_A_SECOND, STEPS_AHEAD),
            rate: Rate::new(),
            asked_at: None,
            tabs: Vec::new(),
            writer: None,
            lookers: Vec::new(),
            waiting: Vec::new(),
            unplaced: Vec::new(),
            recorder: None,
            recording: Recording::default(),
            next_id: 0,
            seen_at: now,
            empty_since: Some(now),
        };
        Self { of, shared, inner: Mutex::new(inner) }
    }

    pub(crate) fn work(&self) -> Work<'_> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.shared.clock.now();
        let mut work = Work { of: &self.of, shared: &self.shared, now, inner };
        // Whatever is done: nothing is given by what may not hold any more.
        if work.inner.is_flowing && !self.shared.is_known(now) {
            work.halt();
        }
        work
    }

    pub const fn of(&self) -> &Of {
        &self.of
    }

    /// The session as the room knows it.
    pub fn session(&self) -> Session {
        self.work().inner.session.clone()
    }

    /// Tells the room of the session as it was stored, and everybody there of what changed. An older one than the room
    /// knows changes nothing. Call it after every step, also of one that was refused: what the customer took back holds
    /// everything up until the session has heard of it. Who is not there any more loses the socket.
    pub fn set(&self, session: &Session) {
        self.work().set(session);
    }

    /// Another policy is in force: the customer is told `policy` and begins anew.
    pub fn adopt(&self, permit: Permit, may_write: bool, policy: serde_json::Value) {
        self.work().adopt(permit, may_write, policy);
    }

    /// Whether the customer allows a recording and there is none; true to one caller, who brings a writer
    /// ([`Room::record`]) or says that there is none ([`Room::record_not`]).
    pub fn wants_recording(&self) -> bool {
        self.work().wants_recording()
    }

    /// Records from now on what viewers get, while the session says so. A second recording ends the first.
    pub fn record(&self, writer: recording::Writer) {
        self.work().begin_recording(writer);
    }

    /// There is no writer for this time.
    pub fn record_not(&self) {
        self.work().inner.recording.is_coming = false;
    }

    /// What a part of the recording sealed was not kept: it goes no further. The next part begins with the gap.
    pub fn lose_recording(&self, part: u32) {
        self.work().lose_recording(part);
    }

    /// Puts into the recording what no viewer gets a message of.
    pub fn note(&self, event: &recording::Noted) {
        self.work().record_event(&event.text());
    }

    /// Shows the customer a message, on the tab that writes.
    pub fn tell_customer(&self, message: &ToCustomer) {
        self.work().tell_writer(&message.text());
    }

    /// Shows all viewers a message.
    pub fn tell_viewers(&self, message: &ToViewer) {
        self.work().tell_viewers(&message.text(), None);
    }

    /// The last sign of life of the customer: for [`cobrowse::session::Moment::seen`].
    pub fn seen_at(&self) -> Timestamp {
        self.work().inner.seen_at
    }

    /// Whether a seat has a socket here.
    pub fn has_viewer(&self, seat: u32) -> bool {
        self.work().inner.lookers.iter().any(|looker| looker.seat == seat)
    }

    /// A socket of the customer. `welcome` is made of the session as the room knows it and is the first that it gets; what
    /// changes after that is told. It writes from now on, the others rest; the same tab's earlier socket ends.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn writer(
        self: &Arc<Self>,
        tab: Option<String>,
        welcome: impl FnOnce(&Session) -> ToCustomer,
    ) -> Result<Writer, Refused> {
        let (id, wake) = self.work().join_writer(tab, welcome)?;
        Ok(Writer::new(Arc::clone(self), id, wake))
    }

    /// A viewer's socket. `welcome` is made as [`Room::writer`]'s and is the first that it gets, then the page where there
    /// is one. The same seat's earlier socket ends.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn viewer(
        self: &Arc<Self>,
        seat: u32,
        welcome: impl FnOnce(&Session) -> ToViewer,
    ) -> Result<Viewer, Refused> {
        let (id, wake) = self.work().join_viewer(seat, welcome)?;
        Ok(Viewer::new(Arc::clone(self), id, wake))
    }

    /// False when nothing will happen here any more.
    pub(crate) fn tick(&self) -> bool {
        self.work().tick()
    }

    pub(crate) fn stop(&self, bye: Bye) {
        self.work().stop(bye);
    }
}

impl Work<'_> {
    fn event(&self, event: Event) {
        self.shared.sink.event(self.of, event);
    }

    fn take_id(&mut self) -> u64 {
        self.inner.next_id += 1;
        self.inner.next_id
    }

    /// The tab that writes.
    fn writer_queue(&mut self) -> Option<&mut Queue> {
        let writer = self.inner.writer?;
        self.inner.tabs.iter_mut().find(|tab| tab.id == writer).map(|tab| &mut tab.queue)
    }

    fn tell_writer(&mut self, text: &str) {
        if let Some(queue) = self.writer_queue() {
            queue.text(text.into());
        }
    }

    fn tell_viewers(&mut self, text: &str, but: Option<u64>) {
        let text: Arc<str> = text.into();
        for looker in self.inner.lookers.iter_mut().filter(|looker| Some(looker.id) != but) {
            looker.queue.text(Arc::clone(&text));
        }
    }

    /// Everybody with a socket.
    fn tell_all(&mut self, text: &str) {
        let shared: Arc<str> = text.into();
        for tab in &mut self.inner.tabs {
            tab.queue.text(Arc::clone(&shared));
        }
        self.tell_viewers(text, None);
    }

    fn end_all(&mut self, bye: Bye) {
        self.inner.tabs.iter_mut().for_each(|tab| tab.queue.end(bye));
        self.inner.lookers.iter_mut().for_each(|looker| looker.queue.end(bye));
    }

    fn note_empty(&mut self) {
        let is_empty = self.inner.tabs.is_empty() && self.inner.lookers.is_empty();
        self.inner.empty_since = is_empty.then(|| self.inner.empty_since.unwrap_or(self.now));
    }

    fn stop(&mut self, bye: Bye) {
        self.halt();
        self.flush_recording();
        self.end_all(bye);
    }

    fn tick(&mut self) -> bool {
        // It may flow again: what it knows is fresh.
        self.settle(true);
        self.tick_recording();
        self.give_up_intents(Why::Gone, |waiting, now| now.since(waiting.since) >= ANSWER);
        self.give_up_places(blind::ANSWER);
        if self.inner.asked_at.is_some_and(|at| self.now.since(at) >= ASK_AGAIN) {
            self.ask_for_capture();
        }
        if let Some(hz) = self.inner.rate.up(self.now) {
            self.tell_writer(&ToCustomer::Rate { hz }.text());
        }
        let is_empty = self.inner.empty_since.is_some_and(|at| self.now.since(at) >= EMPTY);
        if is_empty {
            self.flush_recording();
        }
        let is_over = self.inner.session.ended().is_some() && self.inner.empty_since.is_some();
        !(is_empty || is_over)
    }
}
