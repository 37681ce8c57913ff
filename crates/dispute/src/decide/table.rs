//! A compiled table: for each column that matters, which rules allow each of its values, as bits.
//!
//! To evaluate is to intersect one such set per column: no rule is looked at one by one, nothing is
//! allocated, and at most one rule is left, because the rules of a table never overlap.

use std::sync::Arc;

use super::column::{COLUMN, COLUMNS, Column, Domain, Values, name_of};
use super::compile::{Area, Grid};
use super::{RuleId, Then, Verdict};
use crate::model::{Party, Reason};

/// A set of rules of one table, as bits.
type RuleSet = u128;

/// One rule, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: RuleId,
    /// What must hold, as `(column, condition)` in words of the file; empty for `otherwise`.
    pub when: Vec<(String, String)>,
    pub then: Then,
    /// Whose answer ends the round early, where it asks for more.
    pub asks: Arc<[Party]>,
    pub code: Option<Arc<str>>,
    /// For the customer.
    pub because: Arc<str>,
    pub because_merchant: Arc<str>,
    /// Scheme pages and statutes.
    pub cites: Vec<String>,
    pub(super) area: Area,
}

/// A column in which values fail a rule.
#[derive(Debug, Clone)]
pub(super) struct Failing {
    pub(super) column: &'static Column,
    /// What it is.
    pub(super) value: i64,
    /// What the rule allows, where the column has names.
    pub(super) allowed: Vec<i64>,
}

impl Failing {
    /// As who keeps the rules reads it.
    pub(super) fn written(&self) -> String {
        format!("{} is {}", self.column.name, name_of(self.column, self.value))
    }
}

/// The table of one reason.
#[derive(Debug, Clone)]
pub struct Table {
    pub reason: Reason,
    pub version: u32,
    pub about: String,
    /// What every rule demands beside its own conditions.
    pub scope: Vec<(String, String)>,
    pub rules: Vec<Rule>,
    pub otherwise: Rule,
    pub(super) lookups: Vec<Lookup>,
    /// Every rule of the table, as bits.
    pub(super) everyone: RuleSet,
}

/// For one column: which rules allow which value.
#[derive(Debug, Clone)]
pub(super) struct Lookup {
    column: usize,
    /// Where each bin begins, for an integer column; empty for an enum.
    cuts: Vec<i64>,
    /// One set per bin.
    rules: Vec<RuleSet>,
}

impl Lookup {
    /// One lookup for each column that some rule narrows.
    pub(super) fn all(grid: &Grid, rules: &[Rule]) -> Vec<Self> {
        (0..COLUMNS).filter_map(|column| Self::of(grid, rules, column)).collect()
    }

    fn of(grid: &Grid, rules: &[Rule], column: usize) -> Option<Self> {
        if !rules.iter().any(|rule| rule.area.named.get(column).copied().unwrap_or(false)) {
            return None;
        }
        let allowed = |bin: usize| {
            rules.iter().enumerate().fold(0, |set: RuleSet, (index, rule)| {
                let bins = rule.area.bins.get(column).copied().unwrap_or(0);
                if bins & (1 << bin) != 0 { set | (1 << index) } else { set }
            })
        };
        Some(Self {
            column,
            cuts: match COLUMN.get(column).map(|column| column.domain) {
                Some(Domain::Integer { .. }) => grid.cuts(column).to_vec(),
                _ => Vec::new(),
            },
            rules: (0..grid.bin_count(column)).map(allowed).collect(),
        })
    }

    /// The rules that allow this value; none for a value the column cannot hold.
    fn allowing(&self, value: i64) -> RuleSet {
        let bin = if self.cuts.is_empty() {
            usize::try_from(value).unwrap_or(usize::MAX)
        } else {
            // The last cut at or below the value; what is below the first counts as the first.
            self.cuts.partition_point(|first| *first <= value).saturating_sub(1)
        };
        self.rules.get(bin).copied().unwrap_or(0)
    }
}

impl Table {
    /// The one rule that covers these values, or `otherwise`.
    pub(super) fn hit(&self, values: &Values) -> &Rule {
        let mut left = self.everyone;
        for lookup in &self.lookups {
            left &= lookup.allowing(values.get(lookup.column).copied().unwrap_or(-1));
            if left == 0 {
                return &self.otherwise;
            }
        }
        // A table without rules has nobody left; otherwise exactly one rule is.
        self.rules.get(left.trailing_zeros() as usize).unwrap_or(&self.otherwise)
    }

    pub(super) fn verdict(&self, values: &Values) -> Verdict {
        let rule = self.hit(values);
        Verdict {
            then: rule.then,
            asks: Arc::clone(&rule.asks),
            rule: rule.id.clone(),
            code: rule.code.clone(),
            because: Arc::clone(&rule.because),
            because_merchant: Arc::clone(&rule.because_merchant),
            table_version: self.version,
        }
    }

    /// In which columns these values fail a rule.
    pub(super) fn lacks(&self, rule: &Rule, values: &Values) -> Vec<Failing> {
        let Some(place) = self.rules.iter().position(|known| known.id == rule.id) else {
            return Vec::new();
        };
        let allows = |lookup: &Lookup, value: i64| lookup.allowing(value) & (1 << place) != 0;
        let failing = self.lookups.iter().filter_map(|lookup| {
            let value = values.get(lookup.column).copied()?;
            let column = COLUMN.get(lookup.column).filter(|_| !allows(lookup, value))?;
            let allowed = match column.domain {
                Domain::Integer { .. } => Vec::new(),
                Domain::Names(names) => {
                    (0..).take(names.len()).filter(|at| allows(lookup, *at)).collect()
                }
            };
            Some(Failing { column, value, allowed })
        });
        failing.collect()
    }

    /// A rule of this table by its id, `otherwise` included.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().chain([&self.otherwise]).find(|rule| rule.id == *id)
    }

    /// The answer where there is no table: a person.
    pub(super) fn missing() -> Verdict {
        let words: Arc<str> = Arc::from("A person will look at your case.");
        Verdict {
            then: Then::Person,
            asks: Arc::from([]),
            rule: RuleId::from("NO-TABLE"),
            code: None,
            because: Arc::clone(&words),
            because_merchant: words,
            table_version: 0,
        }
    }
}
