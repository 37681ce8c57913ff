//! Who has it: offers, taking, giving away. Every one names the version of the assignment it saw.

use kernel::PrincipalId;

use super::{Stepper, invalid};
use crate::brief::Brief;
use crate::conversation::TEXT_CHARS_MAX;
use crate::conversation::event::{EventBody, HumanHow};
use crate::conversation::input::{Asked, Refusal};
use crate::conversation::state::{Holder, Owner, WaitingOn};

/// Most people who are remembered to have passed.
const PASSED_MAX: usize = 20;

impl Stepper<'_, '_> {
    pub(super) fn offer(
        &mut self,
        user: PrincipalId,
        name: String,
        version: u64,
    ) -> Result<(), Refusal> {
        self.same(version)?;
        let Owner::Waiting { since } = self.c.assignment.owner else {
            return Err(self.owned());
        };
        let until = self.now().plus(self.context.rules.offer);
        self.push(EventBody::Offered { user: user.clone(), name: name.clone(), until });
        self.set_owner(Owner::Offered { user, name, since, until });
        Ok(())
    }

    pub(super) fn accept(&mut self, version: u64) -> Result<(), Refusal> {
        self.same(version)?;
        let (me, name) = self.user()?;
        match &self.c.assignment.owner {
            Owner::Offered { user, until, .. } if *user == me && self.now() < *until => {
                self.assign(me.clone(), name.clone(), EventBody::Accepted { user: me, name });
                Ok(())
            }
            _ => Err(Refusal::NotOffered),
        }
    }

    pub(super) fn decline(&mut self, version: u64) -> Result<(), Refusal> {
        self.same(version)?;
        let (me, name) = self.user()?;
        match &self.c.assignment.owner {
            Owner::Offered { user, since, .. } if *user == me => {
                let since = *since;
                self.pass(me.clone());
                self.push(EventBody::Declined { user: me, name });
                self.set_owner(Owner::Waiting { since });
                Ok(())
            }
            _ => Err(Refusal::NotOffered),
        }
    }

    pub(super) fn take_it(&mut self, version: u64) -> Result<(), Refusal> {
        let (me, name) = self.user()?;
        // Taking what one has is no change: a press that was sent twice.
        if self.c.is_of(&me) {
            return Ok(());
        }
        self.same(version)?;
        match &self.c.assignment.owner {
            Owner::None | Owner::Waiting { .. } => {}
            Owner::Offered { user, .. } if *user == me => {}
            Owner::Offered { name, .. } => return Err(Refusal::OfferedToAnother(name.clone())),
            Owner::Assigned { name, .. } => return Err(Refusal::Taken(name.clone())),
        }
        self.reopen_if_resolved();
        self.assign(me.clone(), name.clone(), EventBody::Taken { user: me, name });
        Ok(())
    }

    pub(super) fn take_over(&mut self, version: u64) -> Result<(), Refusal> {
        let (me, name) = self.user()?;
        if self.c.is_of(&me) {
            return Ok(());
        }
        self.same(version)?;
        self.reopen_if_resolved();
        self.assign(me.clone(), name.clone(), EventBody::Taken { user: me, name });
        Ok(())
    }

    pub(super) fn release(&mut self, version: u64, why: String) -> Result<(), Refusal> {
        self.same(version)?;
        let (me, _) = self.user()?;
        self.must_have(&me)?;
        self.back_to_queue(why);
        Ok(())
    }

    /// Back to whoever the router finds; nothing is said meanwhile.
    pub(super) fn back_to_queue(&mut self, why: String) {
        self.push(EventBody::Released { why });
        self.set_owner(Owner::Waiting { since: self.now() });
        self.set_floor(Holder::Nobody);
    }

    pub(super) fn transfer(
        &mut self,
        version: u64,
        to: Option<(PrincipalId, String)>,
        skills: Vec<String>,
        note: String,
    ) -> Result<(), Refusal> {
        self.same(version)?;
        let (me, _) = self.user()?;
        self.must_have(&me)?;
        if note.chars().count() > TEXT_CHARS_MAX {
            return Err(invalid("note", format!("at most {TEXT_CHARS_MAX} characters")));
        }
        if to.is_none() && skills.is_empty() {
            return Err(invalid("user_id", "name a person, or the skills that are needed"));
        }
        let (user, to_name) = to.clone().unzip();
        self.push(EventBody::Transferred { to: user, to_name, skills: skills.clone(), note });
        for skill in skills {
            if !self.c.skills.contains(&skill) {
                self.c.skills.push(skill);
            }
        }
        let since = self.now();
        let owner = match to {
            Some((user, name)) => {
                let until = since.plus(self.context.rules.offer);
                self.push(EventBody::Offered { user: user.clone(), name: name.clone(), until });
                Owner::Offered { user, name, since, until }
            }
            None => Owner::Waiting { since },
        };
        self.set_owner(owner);
        self.set_floor(Holder::Nobody);
        Ok(())
    }

    pub(super) fn hand_over(
        &mut self,
        brief: serde_json::Value,
        known: Option<Box<Brief>>,
        epoch: u64,
        why: String,
    ) -> Result<(), Refusal> {
        // A person who came meanwhile loses nothing: the brief is kept, the floor stays theirs.
        if epoch > self.c.floor.epoch {
            return Err(Refusal::FloorMoved { named: epoch, is: self.c.floor.epoch });
        }
        self.push(EventBody::HandedOver { brief, why: why.clone(), known });
        if self.c.floor.holder == Holder::Ai {
            self.ask_for_person(Asked { how: HumanHow::Assistant, words: Some(why) });
        }
        Ok(())
    }

    /// Whoever takes it must be able to do these.
    pub(super) fn wants(&mut self, skills: Vec<String>) {
        for skill in skills {
            if !self.c.skills.contains(&skill) {
                self.c.skills.push(skill);
            }
        }
    }

    pub(super) fn return_to_ai(&mut self, epoch: u64) -> Result<(), Refusal> {
        let (me, _) = self.user()?;
        self.must_have(&me)?;
        if epoch != self.c.floor.epoch {
            return Err(Refusal::FloorMoved { named: epoch, is: self.c.floor.epoch });
        }
        if let Some(why) = self.c.why_not_for_ai() {
            return Err(Refusal::NotForAi(why));
        }
        self.set_owner(Owner::None);
        self.set_floor(Holder::Ai);
        Ok(())
    }

    pub(super) fn present(&mut self) -> Result<(), Refusal> {
        let (me, _) = self.user()?;
        self.must_have(&me)?;
        self.renew();
        Ok(())
    }

    /// A sign of life of whoever has it.
    pub(super) fn renew(&mut self) {
        let until = self.context.now.plus(self.context.rules.lease);
        if let Owner::Assigned { lease_until, .. } = &mut self.c.assignment.owner {
            *lease_until = until;
        }
    }

    /// Somebody was asked and did not take it.
    pub(super) fn pass(&mut self, user: PrincipalId) {
        self.c.passed.retain(|known| *known != user);
        if self.c.passed.len() >= PASSED_MAX {
            self.c.passed.remove(0);
        }
        self.c.passed.push(user);
    }

    pub(super) fn assign(&mut self, user: PrincipalId, name: String, body: EventBody) {
        let at = self.now();
        let lease_until = at.plus(self.context.rules.lease);
        self.c.passed.clear();
        self.push(body);
        self.set_owner(Owner::Assigned { user: user.clone(), name, at, lease_until });
        self.set_floor(Holder::Person { user });
        self.wake_up();
        if self.c.waiting_on == WaitingOn::Nobody {
            self.c.waiting_on = WaitingOn::Customer;
        }
    }

    /// Compare-and-set.
    fn same(&self, named: u64) -> Result<(), Refusal> {
        let is = self.c.assignment.version;
        if named == is {
            return Ok(());
        }
        let owner = match &self.c.assignment.owner {
            Owner::None => "no person has it".to_owned(),
            Owner::Waiting { .. } => "it waits for a person".to_owned(),
            Owner::Offered { name, .. } => format!("it is offered to {name}"),
            Owner::Assigned { name, .. } => format!("{name} has it"),
        };
        Err(Refusal::Stale { named, is, owner })
    }

    fn owned(&self) -> Refusal {
        match &self.c.assignment.owner {
            Owner::Assigned { name, .. } => Refusal::Taken(name.clone()),
            Owner::Offered { name, .. } => Refusal::OfferedToAnother(name.clone()),
            Owner::None | Owner::Waiting { .. } => Refusal::NotYours,
        }
    }
}
