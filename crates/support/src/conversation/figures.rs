//! What reports count of a conversation, noted with each step, so that a report reads one small row
//! for each conversation and never the log.

use std::collections::BTreeMap;

use kernel::{PrincipalId, Timestamp};
use serde::{Deserialize, Serialize};

use super::clock::{Clock, ClockKind};
use super::event::{CallState, Event, EventBody, HumanHow, Speaker};

/// Most people of the desk that are remembered to have spoken.
const SPOKE_MAX: usize = 20;

/// What became of the promises of one conversation, by kind.
pub type Promises = BTreeMap<ClockKind, u32>;

/// The figures of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// The customer's first word: a message, a call, the button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_at: Option<Timestamp>,
    /// A person was first needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_at: Option<Timestamp>,
    /// A person first answered after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<PrincipalId>,
    /// The end of it, as long as it is not reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    #[serde(default)]
    pub reopened: u32,
    /// The last person who had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub had_by: Option<(PrincipalId, String)>,
    /// A person of the desk spoke to the customer.
    #[serde(default)]
    pub person: bool,
    /// Which people did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spoke: Vec<PrincipalId>,
    #[serde(default, skip_serializing_if = "Promises::is_empty")]
    pub kept: Promises,
    #[serde(default, skip_serializing_if = "Promises::is_empty")]
    pub broken: Promises,
}

impl Figures {
    /// Whether this person had it, or spoke in it.
    pub fn is_work_of(&self, user: &PrincipalId) -> bool {
        self.spoke.contains(user) || self.had_by.as_ref().is_some_and(|(had, _)| had == user)
    }

    /// Takes in one step: what happened, and the clocks before and after it.
    pub(super) fn note(&mut self, events: &[Event], before: &[Clock], after: &[Clock]) {
        for event in events {
            self.note_event(event);
        }
        for clock in after {
            let same =
                |other: &&Clock| other.kind == clock.kind && other.started_at == clock.started_at;
            let was_over = before.iter().find(same).is_some_and(|before| !before.is_running());
            if was_over || clock.is_running() {
                continue;
            }
            // A promise that is met late was broken, also where nobody had noticed yet.
            let in_time = clock.met_at.is_some_and(|met| met < clock.due_at);
            let kept = clock.breached_at.is_none() && in_time;
            let sums = if kept { &mut self.kept } else { &mut self.broken };
            *sums.entry(clock.kind).or_insert(0) += 1;
        }
    }

    fn note_event(&mut self, event: &Event) {
        match (&event.body, event.by.kind) {
            (EventBody::Message { .. }, Speaker::Customer) => self.contact(event.at),
            (EventBody::Message { .. }, Speaker::Person) => self.answer(event),
            (EventBody::Call { state, .. }, _) => {
                self.contact(event.at);
                if *state == CallState::Answered {
                    self.answer(event);
                }
            }
            (EventBody::HumanRequested { how, .. }, _) => {
                if *how == HumanHow::Button {
                    self.contact(event.at);
                }
                self.needed_at.get_or_insert(event.at);
            }
            (EventBody::Accepted { user, name } | EventBody::Taken { user, name }, _) => {
                self.had_by = Some((user.clone(), name.clone()));
            }
            (EventBody::Resolved, _) => self.resolved_at = Some(event.at),
            (EventBody::Reopened, _) => {
                self.resolved_at = None;
                self.reopened = self.reopened.saturating_add(1);
            }
            _ => {}
        }
    }

    fn contact(&mut self, at: Timestamp) {
        self.contact_at.get_or_insert(at);
    }

    fn answer(&mut self, event: &Event) {
        self.person = true;
        let who = event.by.id.as_ref().filter(|_| event.by.kind == Speaker::Person);
        if let Some(who) = who
            && !self.spoke.contains(who)
            && self.spoke.len() < SPOKE_MAX
        {
            self.spoke.push(who.clone());
        }
        if self.needed_at.is_some() && self.answered_at.is_none() {
            self.answered_at = Some(event.at);
            self.answered_by = who.cloned();
        }
    }
}
