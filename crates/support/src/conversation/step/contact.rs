//! What happens outside the thread: phone calls, calling back, letters that arrive or do not.

use kernel::{CobrowseId, ConversationId, Duration, Timestamp};

use super::{Stepper, invalid};
use crate::conversation::event::{
    By, CallBackState, CallState, CobrowseState, DeliveryState, EventBody, HumanHow, Speaker,
};
use crate::conversation::input::{Asked, Effect, PhoneCall, Refusal};
use crate::conversation::state::{CallBack, Cobrowse, Holder, WaitingOn};

/// Longest note to whoever calls back, in characters.
const NOTE_CHARS_MAX: usize = 1_000;
/// How far ahead somebody can ask to be called.
const AHEAD_MAX: Duration = Duration::from_days(30);
/// What the log keeps of a number.
const PHONE_END_DIGITS: usize = 3;

impl Stepper<'_, '_> {
    /// A call rang, was answered or ended. Whoever answers has it, as they talk already; a call that
    /// nobody answered is a request to be called back.
    pub(super) fn call(&mut self, call: PhoneCall) {
        let PhoneCall { state, call, from, to, seconds, cause, mut users, answered_by } = call;
        self.reopen_if_resolved();
        self.wake_up();
        if let Some((user, _)) = &answered_by {
            users = vec![user.clone()];
        }
        let phone = from.clone();
        self.push(EventBody::Call { state, call, from, to, seconds, cause, users });
        self.said(Speaker::System, "");
        match state {
            CallState::Missed => {
                if self.c.call_back.is_none() && phone.starts_with('+') {
                    let asked_at = self.now();
                    let (note, at, queued, own_note) = (None, None, true, false);
                    let call = CallBack { phone, note, at, asked_at, queued, own_note };
                    self.c.call_back = Some(call);
                }
                self.ask_for_person(Asked { how: HumanHow::Call, words: None });
            }
            CallState::Answered => self.answered(answered_by),
            CallState::Ringing | CallState::Ended => {}
        }
    }

    fn answered(&mut self, by: Option<(kernel::PrincipalId, String)>) {
        match by {
            Some((user, _)) if self.c.is_of(&user) => {}
            Some((user, name)) => {
                let taken = EventBody::Taken { user: user.clone(), name: name.clone() };
                self.assign(user, name, taken);
            }
            // Somebody did: nobody else has to.
            None => self.leave_queue(),
        }
        self.finish_call_back(CallBackState::Done);
        self.answered_by_person();
    }

    pub(super) fn call_back(
        &mut self,
        phone: String,
        note: Option<String>,
        at: Option<Timestamp>,
    ) -> Result<(), Refusal> {
        if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX) {
            return Err(invalid("note", format!("at most {NOTE_CHARS_MAX} characters")));
        }
        if at.is_some_and(|at| at <= self.now() || at > self.now().plus(AHEAD_MAX)) {
            let problem =
                format!("must be later than now, and within {} days", AHEAD_MAX.whole_days());
            return Err(invalid("at", problem));
        }
        let own = self.context.by.kind == Speaker::Customer;
        // Nobody but the customer puts off a call that is asked for.
        let at = match &self.c.call_back {
            Some(known) if !own => {
                known.at.filter(|_| !known.queued).zip(at).map(|(known, at)| known.min(at))
            }
            _ => at,
        };
        self.reopen_if_resolved();
        self.wake_up();
        let (state, phone_end) = (CallBackState::Asked, end_of(&phone));
        self.push(EventBody::CallBack { state, phone_end, note: note.clone(), at });
        let (asked_at, queued, own_note) = (self.now(), at.is_none(), own);
        self.c.call_back = Some(CallBack { phone, note, at, asked_at, queued, own_note });
        let asked = Asked { how: HumanHow::Call, words: None };
        match at {
            None => self.ask_for_person(asked),
            Some(at) if own && self.waits_for_no_more() => {
                // They wait no longer for an answer now: what was promised of that is over.
                self.end_request();
                self.leave_queue();
                self.request(asked, at);
                self.c.waiting_on = WaitingOn::Nobody;
            }
            Some(at) if self.c.human.is_none() => {
                self.request(asked, at);
                if self.has_floor() {
                    self.c.waiting_on = WaitingOn::Nobody;
                }
            }
            // Whoever asked for a person waits for one still; the call comes besides.
            Some(_) => {}
        }
        Ok(())
    }

    /// Whether all that is open, if anything, is to be called, or that nobody has answered yet.
    fn waits_for_no_more(&self) -> bool {
        self.c.human.as_ref().is_none_or(|open| open.how.weight() <= HumanHow::Call.weight())
    }

    /// Whether whoever acts is who speaks to the customer.
    fn has_floor(&self) -> bool {
        let By { kind, id, .. } = &self.context.by;
        match &self.c.floor.holder {
            Holder::Ai => *kind == Speaker::Ai,
            Holder::Person { user } => id.as_ref() == Some(user),
            Holder::Nobody => false,
        }
    }

    /// `done` is said by whoever has it. The wish is the customer's to take back; whoever has the
    /// conversation may note that they did, and answers them still.
    pub(super) fn end_call_back(&mut self, done: bool) -> Result<(), Refusal> {
        if self.c.call_back.is_none() {
            return Err(Refusal::NoCallBack);
        }
        match self.context.by.kind {
            Speaker::Person => {
                let (me, _) = self.user()?;
                self.must_have(&me)?;
            }
            Speaker::Customer if !done => {}
            Speaker::Customer => return Err(Refusal::NotYours),
            Speaker::Ai | Speaker::System => return Err(Refusal::NeedsPerson),
        }
        if done {
            self.finish_call_back(CallBackState::Done);
            self.answered_by_person();
            return Ok(());
        }
        self.finish_call_back(CallBackState::Cancelled);
        let own = self.context.by.kind == Speaker::Customer;
        // Whoever also asked for a person in another way still waits for one.
        if own && self.c.human.as_ref().is_some_and(|open| open.how == HumanHow::Call) {
            self.end_request();
            self.leave_queue();
            self.c.waiting_on = WaitingOn::Customer;
            // What they wrote before is not answered by it.
            if self.c.last.as_ref().is_some_and(|last| last.by == Speaker::Customer) {
                self.wait_for_us();
            }
        }
        Ok(())
    }

    /// Its time has come: it waits for a person now.
    pub(super) fn ring_back(&mut self) {
        let now = self.now();
        let Some(call) = &mut self.c.call_back else { return };
        if call.queued || call.at.is_some_and(|at| now < at) {
            return;
        }
        call.queued = true;
        self.queue();
    }

    /// The number goes out of the state once nobody needs it.
    fn finish_call_back(&mut self, state: CallBackState) {
        if let Some(call) = self.c.call_back.take() {
            let phone_end = end_of(&call.phone);
            self.push(EventBody::CallBack { state, phone_end, note: None, at: None });
        }
    }

    /// Where looking at a page together stands. It changes nothing of who has the conversation.
    pub(super) fn cobrowse(&mut self, session: CobrowseId, state: CobrowseState, name: String) {
        let known = self.c.cobrowse.take();
        let stood =
            known.as_ref().filter(|known| known.session == session).map(|known| known.state);
        let now = match state {
            CobrowseState::Transferred => stood.unwrap_or(CobrowseState::Asked),
            other => other,
        };
        self.c.cobrowse = match now {
            // Another may have begun since.
            CobrowseState::Ended => known.filter(|known| known.session != session),
            state => Some(Cobrowse { session, state, name: name.clone() }),
        };
        self.push(EventBody::Cobrowse { session, state, name });
    }

    /// A letter that did not arrive is a matter for a person: the customer has not been answered.
    pub(super) fn delivery(
        &mut self,
        message: u64,
        of: Option<ConversationId>,
        state: DeliveryState,
        why: Option<String>,
    ) {
        self.push(EventBody::Delivery { message, of, state, why });
        if state == DeliveryState::Failed {
            let due_at = self.context.rules.human_due_at(self.c.priority.level, self.now());
            let (task, kind) = (self.context.task, "mail_undelivered");
            self.effects.push(Effect::OpenTask { task, kind, due_at });
        }
    }
}

fn end_of(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let from = digits.len().saturating_sub(PHONE_END_DIGITS);
    format!("…{}", digits.get(from..).unwrap_or_default().iter().collect::<String>())
}
