//! Where everybody stands who waits, and what can honestly be said of the wait.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{ConversationId, Timestamp};
use support::conversation::DeskRules;

use super::Wait;

/// Where one contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Contacts that go before it.
    pub ahead: u32,
    /// Seats that can take it and take something now.
    pub taking: u32,
    /// Seats that can take it, whether they are there now or not.
    pub able: u32,
}

/// Where somebody stands who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// 1 is next.
    pub position: u32,
    pub wait: Option<Wait>,
    /// It takes so long that a call back is offered.
    pub call_back: bool,
}

/// Where everybody stood at one look.
#[derive(Debug, Clone)]
pub struct Places {
    pub(super) rules: Arc<DeskRules>,
    pub(super) at: Timestamp,
    /// How much a seat has at a time, on average.
    pub(super) at_once: f64,
    pub(super) places: HashMap<ConversationId, Place>,
}

impl Places {
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Those who stand elsewhere than they did.
    pub fn moved<'a>(
        &'a self,
        before: Option<&'a Self>,
    ) -> impl Iterator<Item = ConversationId> + 'a {
        let same_desk = before.filter(|before| {
            before.at_once.to_bits() == self.at_once.to_bits()
                && Arc::ptr_eq(&before.rules, &self.rules)
        });
        let stands = move |id: &ConversationId, place: &Place| {
            same_desk.and_then(|before| before.places.get(id)) == Some(place)
        };
        self.places.iter().filter(move |(id, place)| !stands(id, place)).map(|(id, _)| *id)
    }

    /// Where one stands. A wait is told in the hours of the desk: one that begins in the evening, or
    /// before the desk opens, goes on when it is open.
    pub fn standing(&self, id: ConversationId) -> Option<Standing> {
        let place = self.places.get(&id)?;
        let wait = self.wait(*place);
        let long = |wait: Wait| wait.likely >= self.rules.routing.call_back_from;
        let call_back = wait.is_none_or(long);
        Some(Standing { position: place.ahead.saturating_add(1), wait, call_back })
    }

    fn wait(&self, place: Place) -> Option<Wait> {
        let (hours, handle) = (self.rules.hours(), self.rules.routing.handle_time);
        let open = hours.is_open(self.at);
        if place.taking > 0 {
            let wait = Wait::expect(place.ahead, place.taking, self.at_once, handle)?;
            // Whoever works out of hours works on.
            return Some(if open { self.counted_from(self.at, wait) } else { wait });
        }
        if open {
            // Nobody is there who should be: no number would be honest.
            return None;
        }
        let wait = Wait::expect(place.ahead, place.able, self.at_once, handle)?;
        Some(self.counted_from(hours.next_open(self.at), wait))
    }

    /// A wait of open time that begins at an instant, as the time that passes until it is over.
    fn counted_from(&self, begins: Timestamp, wait: Wait) -> Wait {
        let hours = self.rules.hours();
        let passes = |length| hours.add(begins, length).since(self.at);
        Wait { likely: passes(wait.likely), high: passes(wait.high) }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Duration;
    use support::hours::Hours;

    use super::*;

    /// Stockholm, Mondays to Fridays from nine to five, 300 s each.
    fn places(at: &str, place: Place) -> (Places, ConversationId) {
        let mut hours = Hours::closed_all_week("Europe/Stockholm");
        for day in hours.days_mut().into_iter().take(5) {
            *day = "09:00-17:00".to_owned();
        }
        let rules = DeskRules::shipped().unwrap().with_hours(hours).unwrap();
        let at: Timestamp = at.parse().unwrap();
        let id = ConversationId::generate(at, &mut kernel::Rng::seeded(1));
        let places = HashMap::from([(id, place)]);
        (Places { rules: Arc::new(rules), at, at_once: 1.0, places }, id)
    }

    #[test]
    fn a_wait_goes_on_in_the_hours_of_the_desk() {
        let one = Place { ahead: 1, taking: 1, able: 2 };
        let away = Place { taking: 0, ..one };
        let nobody = Place { taking: 0, able: 0, ..one };
        // 2026-11-23 is a Monday; Stockholm is one hour ahead.
        let table = [
            ("in the middle of the day", "2026-11-23T10:00:00Z", one, Some(600)),
            ("five minutes before the end", "2026-11-23T15:55:00Z", one, Some(300 + 57_600 + 300)),
            ("open, and nobody there", "2026-11-23T10:00:00Z", away, None),
            ("an hour before it opens", "2026-11-23T07:00:00Z", away, Some(3_600 + 300)),
            ("somebody works late", "2026-11-23T18:00:00Z", one, Some(600)),
            ("nobody can do it at all", "2026-11-23T07:00:00Z", nobody, None),
        ];
        for (what, at, place, expected) in table {
            let (places, id) = places(at, place);
            let likely = places.standing(id).unwrap().wait.map(|wait| wait.likely);
            assert_eq!(likely, expected.map(Duration::from_secs), "{what}");
        }
    }
}
