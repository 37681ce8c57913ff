//! The small language of conditions: typed, without loops of its own, without effects.
//!
//! `order.delivered_on != none and days_since(order.delivered_on) <= 30`,
//! `any(order.disputes, it.open)`, `plan.next.amount * 2`.
//!
//! A list in a list names its entries: `any(orders as one, one.merchant == it.merchant)`.
//!
//! What may be missing stays missing: a field of nothing is nothing, and a comparison with nothing is
//! false, except `== none` and `!= none`. Text from outside compares with itself alone.

mod eval;
mod functions;
mod parse;
#[cfg(test)]
mod tests;
mod typing;

pub use eval::{Env, eval, holds};
pub use parse::parse;
pub use typing::{Scope, type_of};

/// Longest expression, in characters.
pub const EXPR_CHARS_MAX: usize = 1_000;
/// Deepest nesting of an expression.
pub const DEPTH_MAX: usize = 40;
/// Most entries of a list that one expression goes through.
pub const ENTRIES_MAX: usize = 10_000;

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("in `{expr}`: {problem}")]
pub struct ExprError {
    pub expr: String,
    pub problem: String,
}

/// An expression, parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    None,
    Bool(bool),
    Int(i64),
    /// In quotes: one of a fixed set.
    Word(String),
    /// A fact, a slot, a name that a step gave.
    Name(String),
    Field(Box<Expr>, String),
    Not(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    /// A function over values.
    Call(Function, Vec<Expr>),
    /// A function over the entries of a list; each is called by the name, which is `it` unless the list
    /// says `list as name`.
    Over(Fold, Box<Expr>, String, Option<Box<Expr>>),
}

impl Expr {
    /// Whether its value depends on what has this name.
    pub(crate) fn speaks_of(&self, name: &str) -> bool {
        match self {
            Self::None | Self::Bool(_) | Self::Int(_) | Self::Word(_) => false,
            Self::Name(known) => known == name,
            Self::Field(inner, _) | Self::Not(inner) => inner.speaks_of(name),
            Self::Binary(_, one, other) => one.speaks_of(name) || other.speaks_of(name),
            Self::Call(_, all) => all.iter().any(|one| one.speaks_of(name)),
            Self::Over(_, list, entry, each) => {
                let inside = each.as_ref().filter(|_| entry != name);
                list.speaks_of(name) || inside.is_some_and(|each| each.speaks_of(name))
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Whole days from a date until today; negative for one to come.
    DaysSince,
    /// Whole days from today until a date.
    DaysUntil,
    /// A date so many days later.
    AddDays,
    /// The first that is there.
    Else,
    Min,
    Max,
    /// So many hundredths of an amount, rounded down to whole minor units.
    Percent,
    Abs,
    /// The first value where the condition holds, else the second.
    If,
    /// A date so many months later, on the last day of a shorter month.
    AddMonths,
    /// The last day of a date's month.
    MonthEnd,
    /// The first day of a date's year.
    YearStart,
    /// An amount or a number times the second over the third, rounded half away from zero.
    Share,
    /// The same, rounded down.
    ShareDown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Any,
    All,
    Count,
    /// Those for which it holds.
    Only,
    First,
    Last,
    Sum,
    /// The entry with the least, or the most, of something.
    Least,
    Most,
    /// The greatest, or the smallest, of something of all entries.
    Highest,
    Lowest,
    /// Something of each.
    Each,
}
