//! What a custom role takes away: a set of actions, small enough to travel with every principal.

use super::Action;

/// Actions that a principal may not do, whatever its role. The empty set by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Withheld(u128);

// One bit for each action.
const _: () = assert!(Action::ALL.len() <= u128::BITS as usize);

impl Withheld {
    /// Whether an action is taken away.
    pub const fn holds(self, action: Action) -> bool {
        self.0 & (1 << action as u32) != 0
    }

    /// As it is, and one more.
    #[must_use]
    pub const fn with(self, action: Action) -> Self {
        Self(self.0 | 1 << action as u32)
    }

    pub fn actions(self) -> impl Iterator<Item = Action> {
        Action::ALL.into_iter().filter(move |action| self.holds(*action))
    }
}

impl FromIterator<Action> for Withheld {
    fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
        actions.into_iter().fold(Self::default(), Self::with)
    }
}
