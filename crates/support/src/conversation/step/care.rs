//! What is done with a conversation besides speaking: urgency, ending, resting, marking.

use kernel::{ComplaintId, DisputeId, Duration, OrderId, Timestamp};

use super::{Stepper, invalid};
use crate::conversation::TAGS_MAX;
use crate::conversation::clock::ClockKind;
use crate::conversation::event::{By, EventBody, Speaker};
use crate::conversation::input::{Effect, Refusal};
use crate::conversation::rules::First;
use crate::conversation::state::{Csat, Holder, Owner, Priority, State, WaitingOn};
use crate::critical::Level;

/// Longest tag, in characters.
const TAG_CHARS_MAX: usize = 40;
/// How long a conversation can rest.
const SNOOZE_MAX: Duration = Duration::from_days(90);

impl Stepper<'_, '_> {
    /// What was heard in a message: urgency never falls, and is told where it rises.
    pub(super) fn care(
        &mut self,
        priority: Priority,
        complaint: Option<(ComplaintId, String)>,
        signpost: Option<String>,
    ) {
        self.rise(priority);
        if let Some((complaint, words)) = complaint {
            self.c.complaint = Some(complaint);
            self.push_as(By::system(), None, EventBody::Complaint { complaint, words });
        }
        if let Some(text) = signpost {
            self.push_as(By::system(), None, EventBody::Signpost { text });
        }
    }

    /// Urgency is told where it rises, and never falls.
    pub(super) fn rise(&mut self, priority: Priority) {
        let before = &self.c.priority;
        let rises = priority.level > before.level
            || (priority.level == before.level && priority.score > before.score);
        if !rises {
            return;
        }
        let Priority { score, level, reasons, .. } = priority.clone();
        self.push_as(By::system(), None, EventBody::Priority { score, level, reasons });
        for skill in &priority.skills {
            if !self.c.skills.contains(skill) {
                self.c.skills.push(skill.clone());
            }
        }
        let before = &self.c.priority;
        self.c.priority = Priority {
            quiet_ai: priority.quiet_ai || before.quiet_ai,
            pause_collections: priority.pause_collections || before.pause_collections,
            freeze_first: priority.freeze_first || before.freeze_first,
            script: priority.script.or_else(|| before.script.clone()),
            ..priority
        };
        self.hasten();
    }

    /// Running clocks of a conversation that became more urgent end sooner, never later.
    fn hasten(&mut self) {
        let (rules, level) = (self.context.rules, self.c.priority.level);
        for clock in self.c.clocks.iter_mut().filter(|clock| clock.is_running()) {
            let sooner = rules.due_at(clock.kind, level, clock.started_at.max(self.context.now));
            clock.due_at = clock.due_at.min(sooner);
        }
    }

    pub(super) fn resolve(&mut self) -> Result<(), Refusal> {
        if let State::Resolved { .. } = self.c.state {
            return Ok(());
        }
        match self.context.by.kind {
            Speaker::Person => {
                let (me, _) = self.user()?;
                self.must_have(&me)?;
            }
            // A complaint, and whoever waits for a person, is not the assistant's to end.
            Speaker::Ai | Speaker::System
                if self.c.complaint.is_some()
                    || self.c.human.is_some()
                    || self.c.priority.level >= Level::Critical =>
            {
                return Err(Refusal::NeedsPerson);
            }
            Speaker::Ai if self.c.floor.holder != Holder::Ai => return Err(Refusal::NotYours),
            Speaker::Ai | Speaker::System | Speaker::Customer => {}
        }
        self.push(EventBody::Resolved);
        self.c.state = State::Resolved { at: self.now() };
        self.c.waiting_on = WaitingOn::Nobody;
        self.c.call_back = None;
        if let Some(open) = self.c.human.take() {
            self.effects.push(Effect::CloseTask { task: open.task });
        }
        self.meet(ClockKind::Resolution);
        // What was never answered is not kept by ending it, but its clock stops.
        self.c.clocks.retain(|clock| !clock.is_open() || clock.breached_at.is_some());
        self.set_owner(Owner::None);
        let ai = self.context.rules.first == First::Assistant;
        self.set_floor(if ai { Holder::Ai } else { Holder::Nobody });
        Ok(())
    }

    pub(super) fn reopen(&mut self) -> Result<(), Refusal> {
        self.reopen_if_resolved();
        if matches!(self.c.assignment.owner, Owner::None) {
            self.take_it(self.c.assignment.version)?;
        }
        Ok(())
    }

    pub(super) fn reopen_if_resolved(&mut self) {
        if let State::Resolved { .. } = self.c.state {
            self.c.state = State::Open;
            self.push_as(By::system(), None, EventBody::Reopened);
            self.start(ClockKind::Resolution);
        }
    }

    pub(super) fn snooze(&mut self, until: Timestamp) -> Result<(), Refusal> {
        let (me, _) = self.user()?;
        self.must_have(&me)?;
        if until <= self.now() || until > self.now().plus(SNOOZE_MAX) {
            let days = SNOOZE_MAX.whole_days();
            let problem = format!("must be later than now, and within {days} days");
            return Err(invalid("until", problem));
        }
        self.push(EventBody::Snoozed { until });
        self.c.state = State::Snoozed { until };
        Ok(())
    }

    pub(super) fn tag(&mut self, add: Vec<String>, remove: Vec<String>) -> Result<(), Refusal> {
        let fits = |tag: &String| (1..=TAG_CHARS_MAX).contains(&tag.chars().count());
        if !add.iter().all(fits) {
            return Err(invalid("add", format!("tags have 1 to {TAG_CHARS_MAX} characters")));
        }
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for tag in remove {
            if let Some(place) = self.c.tags.iter().position(|known| *known == tag) {
                removed.push(self.c.tags.remove(place));
            }
        }
        for tag in add {
            if !self.c.tags.contains(&tag) {
                self.c.tags.push(tag.clone());
                added.push(tag);
            }
        }
        if self.c.tags.len() > TAGS_MAX {
            return Err(invalid("add", format!("a conversation has at most {TAGS_MAX} tags")));
        }
        if !added.is_empty() || !removed.is_empty() {
            self.push(EventBody::Tagged { added, removed });
        }
        Ok(())
    }

    pub(super) fn link(
        &mut self,
        order: Option<OrderId>,
        dispute: Option<DisputeId>,
    ) -> Result<(), Refusal> {
        if order.is_none() && dispute.is_none() {
            return Err(invalid("order_id", "name an order, a dispute, or both"));
        }
        self.c.order = order.clone().or_else(|| self.c.order.take());
        self.c.dispute = dispute.or(self.c.dispute);
        self.push(EventBody::Linked { order, dispute });
        Ok(())
    }

    pub(super) fn rate(&mut self, csat: Csat) -> Result<(), Refusal> {
        if !(1..=5).contains(&csat.score) {
            return Err(invalid("score", "1 (bad) to 5 (good)"));
        }
        self.push(EventBody::Csat { score: csat.score, comment: csat.comment.clone() });
        self.c.csat = Some(csat);
        Ok(())
    }

    pub(super) fn seen(&mut self, seq: u64) -> Result<(), Refusal> {
        let seq = seq.min(self.c.seq);
        match self.context.by.kind {
            Speaker::Customer => self.c.seen_by_customer = self.c.seen_by_customer.max(seq),
            Speaker::Person => {
                self.c.seen_by_desk = self.c.seen_by_desk.max(seq);
                if let Ok((me, _)) = self.user() {
                    if self.c.is_of(&me) {
                        self.renew();
                    }
                    if let State::Resolved { .. } = self.c.state {
                        self.c.mentioned.remove(&me);
                    }
                }
            }
            Speaker::Ai | Speaker::System => {}
        }
        Ok(())
    }
}
