//! What ends a session by itself, and when.

use kernel::Timestamp;

use super::{AWAY, Ended, IDLE, LONGEST, Reason, Session, State, WAITING};

impl Session {
    /// When to step with [`super::Input::Tick`], if nothing comes before; none once it has ended.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.next_end().map(|ended| ended.at)
    }

    /// How it ends if nothing comes.
    fn next_end(&self) -> Option<Ended> {
        if self.state == State::Ended {
            return None;
        }
        let longest = Ended { at: self.created_at.plus(LONGEST), reason: Reason::Time };
        if self.state == State::Waiting {
            // Whoever reads a code out need not touch the page meanwhile.
            return Some(Ended { at: self.created_at.plus(WAITING), reason: Reason::Time });
        }
        let idle = Ended { at: self.seen_at.plus(IDLE), reason: Reason::Idle };
        let away =
            self.away_since.map(|since| Ended { at: since.plus(AWAY), reason: Reason::Away });
        [Some(longest), Some(idle), away].into_iter().flatten().min_by_key(|ended| ended.at)
    }

    /// The end that is due, as of its own time.
    pub(super) fn due(&self, now: Timestamp) -> Option<Ended> {
        self.next_end().filter(|ended| ended.at <= now)
    }
}
