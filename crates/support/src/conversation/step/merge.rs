//! Two conversations become one: what was open in the one is open in the other.

use std::collections::BTreeSet;

use kernel::{ComplaintId, ConversationId, PrincipalId};

use super::{Stepper, invalid};
use crate::conversation::clock::{Clock, ClockKind};
use crate::conversation::event::{EventBody, HumanHow};
use crate::conversation::input::Refusal;
use crate::conversation::state::{
    CallBack, Conversation, Holder, HumanRequest, Owner, Priority, State, WaitingOn,
};
use crate::critical::Level;
use crate::listen::SignalKind;

/// What a conversation leaves to the one that it is merged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub human: Option<HumanRequest>,
    pub call_back: Option<CallBack>,
    /// The one to speak of where one is open here: the other conversation's own, if that is open.
    pub complaint: Option<ComplaintId>,
    pub priority: Priority,
    pub signals: Vec<SignalKind>,
    pub skills: Vec<String>,
    /// The answers that are promised still.
    pub promised: Vec<Clock>,
    /// Nobody had ended it.
    pub is_open: bool,
    pub waits_for_us: bool,
    /// Whoever is called in it, and whose message to be sent later becomes a note.
    pub mentioned: BTreeSet<PrincipalId>,
    pub owner: Option<PrincipalId>,
}

impl Carried {
    pub fn of(c: &Conversation) -> Self {
        let is_answer = |clock: &&Clock| clock.kind != ClockKind::Resolution && clock.is_running();
        let owner = match &c.assignment.owner {
            Owner::Assigned { user, .. } => Some(user.clone()),
            Owner::None | Owner::Waiting { .. } | Owner::Offered { .. } => None,
        };
        Self {
            human: c.human.clone(),
            call_back: c.call_back.clone(),
            complaint: c.complaint,
            priority: c.priority.clone(),
            signals: c.signals.clone(),
            skills: c.skills.clone(),
            promised: c.clocks.iter().filter(is_answer).cloned().collect(),
            is_open: !matches!(c.state, State::Resolved { .. }),
            // What the assistant is asked is no person's to answer.
            waits_for_us: c.waits_for_us() && c.floor.holder != Holder::Ai,
            mentioned: {
                let authors = c.scheduled.iter().map(|message| message.user.clone());
                c.mentioned.iter().cloned().chain(authors).collect()
            },
            owner,
        }
    }

    /// Whether anything is left to do because of it.
    fn is_pending(&self) -> bool {
        let matters = self.complaint.is_some() || self.priority.level >= Level::Critical;
        self.human.is_some()
            || self.call_back.is_some()
            || self.waits_for_us
            || (self.is_open && matters)
    }
}

/// Whether somebody is to come now, and not to call at a time.
fn is_asked_now(human: Option<&HumanRequest>, call_back: Option<&CallBack>) -> bool {
    let later = call_back.is_some_and(|call| !call.queued);
    human.is_some_and(|open| open.how != HumanHow::Call || !later)
}

impl Stepper<'_, '_> {
    /// No task is closed here: [`Carried`] takes the request along.
    pub(super) fn merge_into(&mut self, conversation: ConversationId) -> Result<(), Refusal> {
        if conversation == self.c.id {
            return Err(invalid("into", "a conversation is not merged into itself"));
        }
        for message in std::mem::take(&mut self.c.scheduled) {
            self.keep_as_note(message);
        }
        self.push(EventBody::MergedInto { conversation });
        self.c.merged_into = Some(conversation);
        self.c.state = State::Resolved { at: self.now() };
        self.c.waiting_on = WaitingOn::Nobody;
        self.c.call_back = None;
        self.c.human = None;
        self.c.clocks.retain(|clock| !clock.is_running());
        self.set_owner(Owner::None);
        self.set_floor(Holder::Nobody);
        Ok(())
    }

    pub(super) fn merge_from(
        &mut self,
        conversation: ConversationId,
        number: String,
        carried: Carried,
    ) {
        self.push(EventBody::MergedFrom { conversation, number });
        let (is_pending, waits_for_us) = (carried.is_pending(), carried.waits_for_us);
        let Carried { human, call_back, complaint, priority, signals, skills, promised, .. } =
            carried;
        for signal in signals {
            if !self.c.signals.contains(&signal) {
                self.c.signals.push(signal);
            }
        }
        for skill in skills {
            if !self.c.skills.contains(&skill) {
                self.c.skills.push(skill);
            }
        }
        self.c.complaint = complaint.or(self.c.complaint);
        self.c.mentioned.extend(carried.mentioned);
        if carried.is_open {
            self.careful(&priority);
            self.rise(priority);
        }
        if !is_pending {
            return;
        }
        self.reopen_if_resolved();
        self.wake_up();
        if let Some(human) = human {
            self.take_on_request(human);
        }
        self.take_on_call(call_back);
        promised.into_iter().for_each(|clock| self.take_on_clock(clock));
        // Either one's request, or the call of the one that is due now and hastens that of the other.
        let is_asked_now = is_asked_now(self.c.human.as_ref(), self.c.call_back.as_ref());
        if waits_for_us || is_asked_now {
            self.goes_on(carried.owner);
            self.queue();
        }
    }

    /// Whoever had the one and made it part of the other goes on there, where nobody else does.
    fn goes_on(&mut self, owner: Option<PrincipalId>) {
        let Ok((me, name)) = self.user() else { return };
        let is_free = matches!(self.c.assignment.owner, Owner::None | Owner::Waiting { .. });
        if is_free && owner.as_ref() == Some(&me) {
            self.assign(me.clone(), name.clone(), EventBody::Taken { user: me, name });
        }
    }

    /// What one conversation calls for, both do.
    fn careful(&mut self, other: &Priority) {
        let own = &mut self.c.priority;
        own.quiet_ai |= other.quiet_ai;
        own.pause_collections |= other.pause_collections;
        own.freeze_first |= other.freeze_first;
        own.script = own.script.take().or_else(|| other.script.clone());
    }

    /// Of two calls that are asked for, the sooner one is made.
    fn take_on_call(&mut self, theirs: Option<CallBack>) {
        let Some(theirs) = theirs else { return };
        let sooner = |call: &CallBack| call.at.filter(|_| !call.queued);
        if self.c.call_back.as_ref().is_none_or(|own| sooner(&theirs) < sooner(own)) {
            self.c.call_back = Some(theirs);
        }
    }

    /// Of two promises of one kind, the nearer one stands.
    fn take_on_clock(&mut self, theirs: Clock) {
        let own = self.c.clocks.iter_mut().find(|own| own.kind == theirs.kind && own.is_open());
        match own {
            Some(own) => own.due_at = own.due_at.min(theirs.due_at),
            None => {
                self.c.clocks.retain(|own| own.kind != theirs.kind);
                self.c.clocks.push(theirs);
            }
        }
    }
}
