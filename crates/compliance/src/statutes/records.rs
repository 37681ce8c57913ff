//! R18: how long each class of record is kept, and on what ground.

use std::collections::BTreeMap;

use kernel::{Calendar, Timestamp};
use serde::Deserialize;

use super::term::Term;
use crate::retention::Class;

/// One class of record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    pub keep: Term,
    /// In plain words, for the person.
    pub ground: String,
    pub citation: String,
    /// The person is not told that it exists (R15).
    #[serde(default)]
    pub undisclosed: bool,
}

/// R18: the classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    classes: BTreeMap<Class, ClassRule>,
}

impl Records {
    /// The rule of a class; `None` where a deployment's file leaves it out, which is to be treated
    /// as kept for good.
    pub fn of(&self, class: Class) -> Option<&ClassRule> {
        self.classes.get(&class)
    }

    /// Until when a record is kept, from the event that its period runs from.
    pub fn keep_until(
        &self,
        class: Class,
        event: Timestamp,
        calendar: &Calendar,
    ) -> Option<Timestamp> {
        let rule = self.of(class)?;
        // No time at all ends at once, not at the end of the day.
        let nothing = rule.keep.is_nothing();
        Some(if nothing { event } else { rule.keep.from(event, calendar) })
    }
}
