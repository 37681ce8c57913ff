//! Requests for a person. What is open stays open until a person answered or the customer took it
//! back, and its clock only ever comes nearer.

use kernel::Timestamp;

use super::Stepper;
use crate::conversation::clock::ClockKind;
use crate::conversation::event::{By, EventBody, HumanHow};
use crate::conversation::input::{Asked, Effect};
use crate::conversation::state::{Holder, HumanRequest, Owner, State, WaitingOn};

impl HumanHow {
    /// The kind of the task that waits for a person.
    const fn task_kind(self) -> &'static str {
        match self {
            Self::Assistant => "assistant_handed_over",
            Self::NoAssistant => "conversation_waits",
            Self::Call => "call_back",
            Self::CriticalMoment => "critical_moment",
            Self::Button | Self::Words | Self::RepeatedNo => "human_requested",
        }
    }

    /// Of two ways the weightier one is what is open: what a customer says in so many words is not
    /// undone with a call that they no longer want.
    pub(super) const fn weight(self) -> u8 {
        match self {
            Self::NoAssistant => 0,
            Self::Call => 1,
            Self::Assistant => 2,
            Self::CriticalMoment => 3,
            Self::Button | Self::Words | Self::RepeatedNo => 4,
        }
    }
}

impl Stepper<'_, '_> {
    /// Queues it for a person, where no person has it or is asked.
    pub(super) fn queue(&mut self) {
        self.reopen_if_resolved();
        self.wake_up();
        if matches!(self.c.assignment.owner, Owner::None) {
            self.set_owner(Owner::Waiting { since: self.now() });
        }
        if !matches!(self.c.assignment.owner, Owner::Assigned { .. }) {
            self.set_floor(Holder::Nobody);
        }
        self.c.waiting_on = WaitingOn::Us;
        self.start(ClockKind::FirstResponse);
    }

    /// Nothing rests while somebody waits.
    pub(super) fn wake_up(&mut self) {
        if let State::Snoozed { .. } = self.c.state {
            self.c.state = State::Open;
            self.push_as(By::system(), None, EventBody::Woken);
        }
    }

    /// A request for a person: always a clocked task, at the first ask, whoever speaks now.
    pub(super) fn ask_for_person(&mut self, asked: Asked) {
        self.request(asked, self.now());
        self.queue();
    }

    /// The request alone: its clock runs from `from`, or from where it runs already if that ends
    /// sooner.
    pub(super) fn request(&mut self, asked: Asked, from: Timestamp) {
        let Asked { how, words } = asked;
        let due_at = self.context.rules.human_due_at(self.c.priority.level, from);
        let known = self.c.human.take();
        let again = known.is_some();
        let open = match known {
            None => self.first_request(how, due_at),
            Some(open) => self.same_request(open, how, due_at),
        };
        let (task, due_at) = (open.task, open.due_at);
        self.push(EventBody::HumanRequested { how, words, task, due_at, again });
        self.c.human = Some(HumanRequest { seq: self.c.seq, ..open });
    }

    fn first_request(&mut self, how: HumanHow, due_at: Timestamp) -> HumanRequest {
        let (task, kind) = (self.context.task, how.task_kind());
        self.effects.push(Effect::OpenTask { task, kind, due_at });
        HumanRequest { at: self.now(), how, task, due_at, seq: self.c.seq }
    }

    /// Asked again: the weightier way, and the nearer time. A task that says either no longer makes
    /// room for one that does.
    fn same_request(
        &mut self,
        open: HumanRequest,
        how: HumanHow,
        due_at: Timestamp,
    ) -> HumanRequest {
        let how = if how.weight() >= open.how.weight() { how } else { open.how };
        let due_at = due_at.min(open.due_at);
        if how.task_kind() == open.how.task_kind() && due_at == open.due_at {
            return HumanRequest { how, ..open };
        }
        self.effects.push(Effect::CloseTask { task: open.task });
        HumanRequest { at: open.at, ..self.first_request(how, due_at) }
    }

    /// A request that came with another conversation: of two, the task that is due first stands for
    /// both.
    pub(super) fn take_on_request(&mut self, theirs: HumanRequest) {
        let own = self.c.human.take();
        let again = own.is_some();
        let open = match own {
            Some(own) if own.due_at <= theirs.due_at => {
                self.effects.push(Effect::CloseTask { task: theirs.task });
                HumanRequest { how: weightier(own.how, theirs.how), ..own }
            }
            other => {
                let how = other.as_ref().map_or(theirs.how, |own| weightier(theirs.how, own.how));
                self.effects.extend(other.map(|own| Effect::CloseTask { task: own.task }));
                self.effects.push(Effect::MoveTask { task: theirs.task });
                HumanRequest { how, ..theirs }
            }
        };
        let (how, task, due_at) = (open.how, open.task, open.due_at);
        let body = EventBody::HumanRequested { how, words: None, task, due_at, again };
        self.push_as(By::system(), None, body);
        self.c.human = Some(HumanRequest { seq: self.c.seq, ..open });
    }

    /// A person answered: what was promised of that is kept.
    pub(super) fn answered_by_person(&mut self) {
        if let Some(open) = self.c.human.take() {
            self.effects.push(Effect::CloseTask { task: open.task });
        }
        self.meet(ClockKind::FirstResponse);
        self.meet(ClockKind::NextResponse);
        self.c.waiting_on = WaitingOn::Customer;
    }

    /// The customer waits for it no longer.
    pub(super) fn end_request(&mut self) {
        if let Some(open) = self.c.human.take() {
            self.effects.push(Effect::CloseTask { task: open.task });
        }
        self.c.clocks.retain(|clock| clock.kind != ClockKind::FirstResponse || !clock.is_running());
    }

    pub(super) fn leave_queue(&mut self) {
        if let Owner::Waiting { .. } | Owner::Offered { .. } = self.c.assignment.owner {
            self.set_owner(Owner::None);
        }
    }
}

const fn weightier(one: HumanHow, other: HumanHow) -> HumanHow {
    if other.weight() > one.weight() { other } else { one }
}
