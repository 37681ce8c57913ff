//! One step of a session: which input is taken when, and what it changes.

use kernel::Timestamp;
use kernel::canonical::Sha256Hex;

use super::input::{Effect, Happened, Input, Moment, Refusal, Step};
use super::{
    DECLINED_MAX, Ended, Pending, Person, Reason, Role, SEATS_MAX, Session, State, VIOLATIONS_MAX,
};
use crate::consent::{Answer, Ask, Grant, Grants, Receipt, Wish};
use crate::control::EndReason;

impl Session {
    /// Fires what is due, then takes the input.
    pub fn step(mut self, input: Input, moment: Moment) -> Step {
        self.revision = self.revision.saturating_add(1);
        let from_customer = input.is_of_customer();
        let mut effects = Vec::new();
        if self.state != State::Ended {
            self.seen_at = self.seen_at.max(moment.seen.unwrap_or(self.seen_at).min(moment.now));
        }
        if input.takes_back() {
            self.heard = self.heard.saturating_add(1);
        }
        if let Some(due) = self.due(moment.now) {
            self.end(due, &mut effects);
        }
        let mut refusal = None;
        if self.state == State::Ended {
            refusal = (input != Input::Tick).then_some(Refusal::Ended);
        } else {
            if from_customer {
                self.seen_at = self.seen_at.max(moment.now);
            }
            if let Err(reason) = self.take(input, moment.now, &mut effects) {
                refusal = Some(reason);
            }
        }
        Step { session: self, effects, refusal }
    }

    /// Checks first and changes then: a refused input changes nothing.
    fn take(
        &mut self,
        input: Input,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        match input {
            Input::Join { principal, name, role, may } => {
                let person = Person { seat: 0, principal, name, role, may, is_here: true };
                self.join(person, now, effects)
            }
            Input::Leave { seat } => self.leave(seat, now, effects),
            Input::Ask { seat, wish } => self.put_ask(seat, wish, effects),
            Input::Transfer { seat, to } => self.transfer(seat, to, effects),
            Input::AgentEnd { seat } => {
                if self.here(seat)?.role == Role::Tool {
                    return Err(Refusal::Role);
                }
                self.end(Ended { at: now, reason: Reason::Agent }, effects);
                Ok(())
            }
            Input::Withdraw => {
                if self.state != State::Waiting {
                    return Err(Refusal::State(self.state));
                }
                self.end(Ended { at: now, reason: Reason::Agent }, effects);
                Ok(())
            }
            Input::Shown { ask } => self.shown(ask, now, effects),
            Input::Accept { ask, grants, hash } => self.accept(ask, grants, hash, now, effects),
            Input::Decline { ask } => self.decline(ask, now, effects),
            Input::Pause => self.turn(State::Active, State::Paused, Happened::Paused, effects),
            Input::Resume => self.turn(State::Paused, State::Active, Happened::Resumed, effects),
            Input::Revoke { grant } => self.revoke(grant, now, effects),
            Input::End { reason } => {
                let reason = match reason {
                    None => Reason::Customer,
                    Some(EndReason::LogOut) => Reason::LogOut,
                    Some(EndReason::Idle) => Reason::Idle,
                };
                self.end(Ended { at: now, reason }, effects);
                Ok(())
            }
            Input::Violation { atoms } => {
                self.violations = self.violations.saturating_add(atoms);
                if self.violations >= VIOLATIONS_MAX {
                    self.end(Ended { at: now, reason: Reason::Violation }, effects);
                }
                Ok(())
            }
            Input::PolicyWithdrawn => {
                self.end(Ended { at: now, reason: Reason::Policy }, effects);
                Ok(())
            }
            Input::Tick => Ok(()),
        }
    }

    fn join(
        &mut self,
        comer: Person,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        let (principal, role) = (comer.principal.clone(), comer.role);
        let seat = match self.people.iter_mut().find(|person| person.principal == principal) {
            Some(person) if person.role != role => return Err(Refusal::Role),
            Some(person) => {
                let was_here = person.is_here;
                *person = Person { seat: person.seat, ..comer };
                if was_here {
                    return Ok(());
                }
                person.seat
            }
            None => {
                if self.people.len() >= SEATS_MAX {
                    return Err(Refusal::Full);
                }
                let seat = u32::try_from(self.people.len()).unwrap_or(u32::MAX).saturating_add(1);
                self.people.push(Person { seat, ..comer });
                seat
            }
        };
        self.away_since = None;
        if self.lead.is_none() && role == Role::Agent {
            self.lead = Some(seat);
        }
        if self.state == State::Waiting {
            self.state = State::Asked;
            // The customer has five minutes from now to show that they are there.
            self.seen_at = self.seen_at.max(now);
        }
        effects.push(Effect::Note(Happened::Joined { seat, principal, role }));
        Ok(())
    }

    fn leave(
        &mut self,
        seat: u32,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        self.here(seat)?;
        for person in self.people.iter_mut().filter(|person| person.seat == seat) {
            person.is_here = false;
        }
        if !self.people.iter().any(|person| person.is_here) {
            self.away_since = Some(now);
        }
        effects.push(Effect::Note(Happened::Left { seat }));
        Ok(())
    }

    fn transfer(&mut self, seat: u32, to: u32, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
        let lead = self.lead.ok_or(Refusal::NotLead)?;
        self.here(seat)?;
        if !self.may_pass(seat) {
            return Err(Refusal::NotLead);
        }
        if self.here(to)?.role != Role::Agent {
            return Err(Refusal::Role);
        }
        if to == lead {
            return Ok(());
        }
        self.lead = Some(to);
        self.grants = self.grants.without(Grant::Control).without(Grant::Scroll);
        // An ask of somebody else is over; it names another person.
        if self.pending.take().is_some() && self.state == State::Shown {
            self.state = State::Asked;
        }
        effects.push(Effect::Note(Happened::Transferred { from: lead, to }));
        Ok(())
    }

    fn put_ask(&mut self, seat: u32, wish: Wish, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
        let may = self.here(seat)?.may;
        if self.lead != Some(seat) {
            return Err(Refusal::NotLead);
        }
        if !wish.wants.is_within(may) {
            return Err(Refusal::NotAllowed);
        }
        if self.pending.is_some() {
            return Err(Refusal::Pending);
        }
        if self.declined >= DECLINED_MAX {
            return Err(Refusal::Declined);
        }
        let has_view = self.grants.has(Grant::View) || wish.wants.has(Grant::View);
        if !has_view || wish.wants.is_within(self.grants) {
            return Err(Refusal::Wants);
        }
        if self.state == State::Declined {
            self.state = State::Asked;
        }
        self.asks = self.asks.saturating_add(1);
        let ask = Ask { id: self.asks, wish };
        let wants = ask.wish.wants;
        effects.push(Effect::Note(Happened::Asked { ask: ask.id, seat, wants }));
        effects.push(Effect::Show(ask.clone()));
        self.pending = Some(Pending { ask, shown_at: None });
        Ok(())
    }

    fn shown(
        &mut self,
        ask: u32,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        let pending = self.pending.as_mut().filter(|pending| pending.ask.id == ask);
        let pending = pending.ok_or(Refusal::NotShown)?;
        if pending.shown_at.is_some() {
            // After a reload the dialog is there again; the first time counts.
            return Ok(());
        }
        pending.shown_at = Some(now);
        if self.state == State::Asked {
            self.state = State::Shown;
        }
        effects.push(Effect::Note(Happened::Shown { ask }));
        Ok(())
    }

    /// The ask that was shown, of this number.
    fn answered(&self, ask: u32) -> Result<(Ask, Timestamp), Refusal> {
        let pending = self.pending.as_ref().filter(|pending| pending.ask.id == ask);
        let pending = pending.ok_or(Refusal::NotShown)?;
        Ok((pending.ask.clone(), pending.shown_at.ok_or(Refusal::NotShown)?))
    }

    fn accept(
        &mut self,
        id: u32,
        granted: Grants,
        hash: Sha256Hex,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        let (ask, shown_at) = self.answered(id)?;
        if hash != ask.wish.text.hash {
            return Err(Refusal::Words);
        }
        let after = self.grants.and(granted);
        if granted.is_empty() || !granted.is_within(ask.wish.wants) || !after.has(Grant::View) {
            return Err(Refusal::Grants);
        }
        self.pending = None;
        self.grants = after;
        if self.state == State::Shown {
            self.state = State::Active;
        }
        let answer = Answer::Accepted { granted };
        self.answer(ask, shown_at, now, answer, effects);
        effects.push(Effect::Note(Happened::Accepted { ask: id, granted }));
        Ok(())
    }

    fn decline(
        &mut self,
        id: u32,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        let (ask, shown_at) = self.answered(id)?;
        self.pending = None;
        self.declined = self.declined.saturating_add(1);
        if self.state == State::Shown {
            self.state = State::Declined;
        }
        self.answer(ask, shown_at, now, Answer::Declined, effects);
        effects.push(Effect::Note(Happened::Declined { ask: id }));
        Ok(())
    }

    fn answer(
        &self,
        ask: Ask,
        shown_at: Timestamp,
        answered_at: Timestamp,
        answer: Answer,
        effects: &mut Vec<Effect>,
    ) {
        let receipt = Receipt { session: self.id, ask, shown_at, answered_at, answer };
        effects.push(Effect::Receipt(Box::new(receipt)));
    }

    fn turn(
        &mut self,
        from: State,
        to: State,
        happened: Happened,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        if self.state != from {
            return Err(Refusal::State(self.state));
        }
        self.state = to;
        effects.push(Effect::Note(happened));
        Ok(())
    }

    fn revoke(
        &mut self,
        grant: Grant,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        if !self.grants.has(grant) {
            return Err(Refusal::NotGiven);
        }
        self.grants = self.grants.without(grant);
        effects.push(Effect::Note(Happened::Revoked { grant }));
        if grant == Grant::View {
            self.end(Ended { at: now, reason: Reason::Customer }, effects);
        }
        Ok(())
    }

    fn end(&mut self, ended: Ended, effects: &mut Vec<Effect>) {
        self.state = State::Ended;
        self.grants = Grants::NONE;
        self.pending = None;
        self.ended = Some(ended);
        effects.push(Effect::Note(Happened::Ended { reason: ended.reason, at: ended.at }));
    }

    fn here(&self, seat: u32) -> Result<&Person, Refusal> {
        self.person(seat).filter(|person| person.is_here).ok_or(Refusal::Seat)
    }
}
