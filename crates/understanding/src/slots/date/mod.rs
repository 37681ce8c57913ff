//! Dates, written and in words, from a given today.
//!
//! A date without a year may lie before or after today: the nearer one is the likelier, the other is
//! kept. A bare day of a month, a weekday and a payday are most likely the next.

mod around;
mod relative;
mod written;

use kernel::Date;
use serde::{Deserialize, Serialize};

use super::lexicon::{self, Lexicon};
use super::read::{Token, tokens};
use super::{Locale, Slot};

/// A day, or all days from one to another: next week, March.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Days {
    pub from: Date,
    /// The last of them; the same for a single day.
    pub to: Date,
}

impl Days {
    pub const fn one(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// The day, where it is a single one.
    pub fn day(&self) -> Option<Date> {
        (self.from == self.to).then_some(self.from)
    }
}

/// A reader at work on one text.
struct Reader<'r> {
    tokens: &'r [Token<'r>],
    lexicons: Vec<&'static Lexicon>,
    locale: &'r Locale,
}

/// What was read at a place, likeliest first, and the place after it.
type Read = Option<(Vec<Days>, usize)>;

/// The dates of a text.
pub fn dates(text: &str, locale: &Locale) -> Vec<Slot<Days>> {
    let tokens = tokens(text);
    let reader = Reader { tokens: &tokens, lexicons: lexicon::of(locale.language), locale };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let read = reader.written(at).or_else(|| reader.relative(at));
        let Some((values, after)) = read.filter(|(values, _)| !values.is_empty()) else {
            at += 1;
            continue;
        };
        found.extend(Slot::of(text, &tokens, at..after, values));
        at = after;
    }
    found
}

impl Reader<'_> {
    fn mark<V>(
        &self,
        at: usize,
        wanted: impl Fn(lexicon::Mark) -> Option<V>,
    ) -> Option<(V, usize)> {
        self.lexicons.iter().find_map(|lexicon| lexicon.at(self.tokens, at, &wanted))
    }

    fn is(&self, at: usize, mark: lexicon::Mark) -> Option<usize> {
        self.lexicons.iter().find_map(|lexicon| lexicon.is(self.tokens, at, mark))
    }

    fn sign(&self, at: usize, signs: &[char]) -> bool {
        self.tokens.get(at).is_some_and(|token| signs.iter().any(|sign| token.is(*sign)))
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }
}
