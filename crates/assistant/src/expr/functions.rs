//! The names of the functions.

use super::{Fold, Function};

impl Function {
    const ALL: [(&'static str, Self, usize); 14] = [
        ("days_since", Self::DaysSince, 1),
        ("days_until", Self::DaysUntil, 1),
        ("add_days", Self::AddDays, 2),
        ("else", Self::Else, 2),
        ("min", Self::Min, 2),
        ("max", Self::Max, 2),
        ("percent", Self::Percent, 2),
        ("abs", Self::Abs, 1),
        ("if", Self::If, 3),
        ("add_months", Self::AddMonths, 2),
        ("month_end", Self::MonthEnd, 1),
        ("year_start", Self::YearStart, 1),
        ("share", Self::Share, 3),
        ("share_down", Self::ShareDown, 3),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, ..)| *known == name).map(|(_, function, _)| function)
    }

    pub(super) fn arity(self) -> usize {
        let found = Self::ALL.into_iter().find(|(_, function, _)| *function == self);
        found.map_or(0, |(.., arity)| arity)
    }

    /// All functions, also those over lists.
    pub(super) fn names() -> Vec<&'static str> {
        let of_values = Self::ALL.iter().map(|(name, ..)| *name);
        of_values.chain(Fold::ALL.iter().map(|(name, _)| *name)).collect()
    }
}

impl Fold {
    const ALL: [(&'static str, Self); 12] = [
        ("any", Self::Any),
        ("all", Self::All),
        ("count", Self::Count),
        ("only", Self::Only),
        ("first", Self::First),
        ("last", Self::Last),
        ("sum", Self::Sum),
        ("least", Self::Least),
        ("most", Self::Most),
        ("highest", Self::Highest),
        ("lowest", Self::Lowest),
        ("each", Self::Each),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, fold)| fold)
    }

    /// Whether it means nothing without a second part.
    pub(super) const fn needs_body(self) -> bool {
        !matches!(self, Self::Any | Self::Count | Self::First | Self::Last)
    }
}
