//! When a conversation with the assistant counts as resolved.
//!
//! That no person had to answer it (containment) says nothing of whether the customer has what they
//! needed. It counts only where the customer said so, or did not come again about it within seven days.
//! Who left a question of ours without an answer, and was not helped before, has nothing: that is no silence.

use kernel::{Duration, Timestamp};

use super::Mode;
use crate::turn::HandOverWhy;

/// Who did not come again for so long has what they wanted.
pub const SETTLED_AFTER: Duration = Duration::from_days(7);
/// A rating from here on confirms; one of 2 and 1 denies.
pub const GOOD_RATING_MIN: u8 = 4;
const BAD_RATING_MAX: u8 = 2;

/// What is known of a conversation that the assistant was asked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    pub mode: Mode,
    /// The assistant's last turn in it.
    pub last_at: Timestamp,
    pub handed_over: Option<HandOverWhy>,
    /// The customer said that this was all.
    pub confirmed: bool,
    /// What the customer thought of it, 1 to 5.
    pub rating: Option<u8>,
    /// The customer came again about it within [`SETTLED_AFTER`], here or elsewhere.
    pub again: bool,
    /// The last word is a question of ours, and nothing was done or told: [`State::is_left_open`].
    ///
    /// [`State::is_left_open`]: crate::turn::State::is_left_open
    pub left_open: bool,
}

/// What came of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// A person answered it: the assistant was off, or only drafted.
    NotOurs,
    /// Handed over.
    HandedOver,
    /// The customer said that it was not resolved.
    Denied,
    /// The customer came again about it.
    Again,
    /// The customer confirmed it.
    Confirmed,
    /// The customer left without an answer to a question of ours, and did not come again.
    Abandoned,
    /// Nobody came again for seven days.
    Silent,
    /// It is too early to say.
    Pending,
}

impl Resolution {
    pub const fn is_resolved(self) -> bool {
        matches!(self, Self::Confirmed | Self::Silent)
    }
}

/// What came of a conversation by now.
pub fn resolution(case: &Case, now: Timestamp) -> Resolution {
    if case.mode != Mode::Act {
        return Resolution::NotOurs;
    }
    if case.handed_over.is_some() {
        return Resolution::HandedOver;
    }
    if case.rating.is_some_and(|rating| rating <= BAD_RATING_MAX) {
        return Resolution::Denied;
    }
    if case.again {
        return Resolution::Again;
    }
    if case.confirmed || case.rating.is_some_and(|rating| rating >= GOOD_RATING_MIN) {
        return Resolution::Confirmed;
    }
    match now.since(case.last_at) >= SETTLED_AFTER {
        true if case.left_open => Resolution::Abandoned,
        true => Resolution::Silent,
        false => Resolution::Pending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolved_is_confirmed_or_not_come_again() {
        let now = Timestamp::EPOCH.plus(Duration::from_days(100));
        let ago = |days| now.minus(Duration::from_days(days));
        let plain = Case {
            mode: Mode::Act,
            last_at: ago(1),
            handed_over: None,
            confirmed: false,
            rating: None,
            again: false,
            left_open: false,
        };
        let over = Some(HandOverWhy::Asked);
        for (case, expected) in [
            (plain, Resolution::Pending),
            (Case { last_at: ago(7), ..plain }, Resolution::Silent),
            (Case { left_open: true, ..plain }, Resolution::Pending),
            (Case { last_at: ago(7), left_open: true, ..plain }, Resolution::Abandoned),
            (Case { rating: Some(4), left_open: true, ..plain }, Resolution::Confirmed),
            (Case { last_at: ago(8), again: true, ..plain }, Resolution::Again),
            (Case { confirmed: true, ..plain }, Resolution::Confirmed),
            (Case { confirmed: true, again: true, ..plain }, Resolution::Again),
            (Case { confirmed: true, rating: Some(1), ..plain }, Resolution::Denied),
            (Case { rating: Some(3), ..plain }, Resolution::Pending),
            (Case { rating: Some(4), ..plain }, Resolution::Confirmed),
            // Contained is not resolved, and what a person answers was not resolved by the assistant.
            (Case { handed_over: over, confirmed: true, ..plain }, Resolution::HandedOver),
            (Case { mode: Mode::Suggest, last_at: ago(9), ..plain }, Resolution::NotOurs),
        ] {
            assert_eq!(resolution(&case, now), expected, "{case:?}");
            let resolved = matches!(expected, Resolution::Confirmed | Resolution::Silent);
            assert_eq!(expected.is_resolved(), resolved);
        }
    }
}
