//! From conditions to boxes: a rule is one set of bins per column, and nothing else.
//!
//! Integer columns are cut at every number that some range of the table names; between two cuts no
//! rule can tell two values apart, so each piece is one bin and every column becomes finite.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{COLUMN, COLUMNS, Column, Domain, index_of};

/// A set of bins of one column, as bits.
pub(super) type Bins = u64;
/// The bits of a column's set: no column may have more bins.
const BINS_MAX: usize = 64;

/// A rule's conditions: the product of one set of bins per column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) bins: [Bins; COLUMNS],
    /// Which columns the rule or its table's scope names.
    pub(super) named: [bool; COLUMNS],
}

/// The cuts of the integer columns of one table. A column's bin `i` begins at `cuts[i]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    cuts: [Vec<i64>; COLUMNS],
}

/// A condition, read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// Positions of the allowed names.
    Names(BTreeSet<usize>),
    /// `from ≤ x < to`, each end open when absent.
    Range { from: Option<i64>, to: Option<i64> },
}

/// All conditions of one rule by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Conditions(BTreeMap<usize, Condition>);

/// Which column of which condition is wrong, and why.
pub(super) type ConditionProblem = (String, String);

/// Reads the conditions of a rule or of a scope.
pub(super) fn conditions(
    when: &BTreeMap<String, toml::Value>,
) -> Result<Conditions, ConditionProblem> {
    let mut read = Conditions::default();
    for (name, value) in when {
        let problem = |why: String| (name.clone(), why);
        let (index, column) = index_of(name)
            .and_then(|index| COLUMN.get(index).map(|column| (index, column)))
            .ok_or_else(|| problem(format!("no such column; there are: {}", column_names())))?;
        let condition = match column.domain {
            Domain::Names(names) => allowed(names, value).map(Condition::Names),
            Domain::Integer { least } => range(least, value),
        };
        read.0.insert(index, condition.map_err(problem)?);
    }
    Ok(read)
}

fn column_names() -> String {
    let names: Vec<&str> =
        COLUMN.iter().map(|column| column.name).filter(|name| index_of(name).is_some()).collect();
    names.join(", ")
}

/// `["a", "b"]`, or `{ not = ["c"] }`.
fn allowed(names: &[&str], value: &toml::Value) -> Result<BTreeSet<usize>, String> {
    let (list, negated) = match value {
        toml::Value::Array(list) => (list, false),
        toml::Value::Table(table) => match (table.get("not"), table.len()) {
            (Some(toml::Value::Array(list)), 1) => (list, true),
            _ => return Err("write a list of values, or { not = [values] }".to_owned()),
        },
        _ => return Err("write a list of values, or { not = [values] }".to_owned()),
    };
    let mut chosen = BTreeSet::new();
    for item in list {
        let position = item.as_str().and_then(|text| names.iter().position(|name| *name == text));
        let position = position.ok_or_else(|| {
            format!("{item} is not a value of it; there are: {}", names.join(", "))
        })?;
        if !chosen.insert(position) {
            return Err(format!("{item} is there twice"));
        }
    }
    if negated {
        chosen = (0..names.len()).filter(|position| !chosen.contains(position)).collect();
    }
    if chosen.is_empty() {
        return Err("no value is left: the rule could never match".to_owned());
    }
    if chosen.len() == names.len() {
        return Err("every value is allowed: leave the column out".to_owned());
    }
    Ok(chosen)
}

/// `"a..b"`, `"a.."` or `"..b"`, the end left out.
fn range(least: i64, value: &toml::Value) -> Result<Condition, String> {
    const FORM: &str = "write a range as text, its end left out: \"0..7\", \"7..\" or \"..7\"";
    let (from, to) = value.as_str().and_then(|text| text.split_once("..")).ok_or(FORM)?;
    let number = |text: &str| match text {
        "" => Ok(None),
        digits => digits.parse::<i64>().map(Some).map_err(|_| FORM.to_owned()),
    };
    let (from, to) = (number(from)?, number(to)?);
    match (from, to) {
        (None, None) => Err("every number is allowed: leave the column out".to_owned()),
        (Some(from), _) if from <= least => {
            Err(format!("the column begins at {least}: leave the beginning out"))
        }
        (_, Some(to)) if to <= from.unwrap_or(least) => {
            Err("the range is empty: the rule could never match".to_owned())
        }
        _ => Ok(Condition::Range { from, to }),
    }
}

impl Conditions {
    /// These and the scope's. A column both name must satisfy both.
    pub(super) fn and(&self, scope: &Self) -> Result<Self, ConditionProblem> {
        let mut both = self.0.clone();
        for (index, outer) in &scope.0 {
            let merged = match (self.0.get(index), outer) {
                (None, _) => outer.clone(),
                (Some(Condition::Names(inner)), Condition::Names(outer)) => {
                    Condition::Names(inner.intersection(outer).copied().collect())
                }
                (
                    Some(Condition::Range { from, to }),
                    Condition::Range { from: outer_from, to: outer_to },
                ) => Condition::Range {
                    from: (*from).max(*outer_from),
                    to: [*to, *outer_to].into_iter().flatten().min(),
                },
                (Some(inner), _) => inner.clone(),
            };
            if merged.is_empty() {
                let name = COLUMN.get(*index).map_or("", |column| column.name);
                let why = "contradicts the table's scope: the rule could never match";
                return Err((name.to_owned(), why.to_owned()));
            }
            both.insert(*index, merged);
        }
        Ok(Self(both))
    }
}

impl Condition {
    fn is_empty(&self) -> bool {
        match self {
            Self::Names(names) => names.is_empty(),
            Self::Range { from: Some(from), to: Some(to) } => to <= from,
            Self::Range { .. } => false,
        }
    }
}

impl Grid {
    /// Cuts every integer column where some range begins or ends.
    ///
    /// # Errors
    /// The column's name when it would have too many bins.
    pub(super) fn new<'a>(
        rules: impl Iterator<Item = &'a Conditions>,
    ) -> Result<Self, ConditionProblem> {
        let mut cuts: [BTreeSet<i64>; COLUMNS] = std::array::from_fn(|_| BTreeSet::new());
        for (set, column) in cuts.iter_mut().zip(&COLUMN) {
            if let Domain::Integer { least } = column.domain {
                set.insert(least);
            }
        }
        for (index, condition) in rules.flat_map(|rule| &rule.0) {
            if let (Condition::Range { from, to }, Some(set)) = (condition, cuts.get_mut(*index)) {
                set.extend(from.iter().chain(to));
            }
        }
        for (set, column) in cuts.iter().zip(&COLUMN) {
            if set.len() > BINS_MAX {
                let why = format!("the table names more than {BINS_MAX} different numbers");
                return Err((column.name.to_owned(), why));
            }
        }
        Ok(Self { cuts: cuts.map(|set| set.into_iter().collect()) })
    }

    /// How many bins a column has.
    pub(super) fn bin_count(&self, index: usize) -> usize {
        match COLUMN.get(index).map(|column| column.domain) {
            Some(Domain::Names(names)) => names.len(),
            _ => self.cuts.get(index).map_or(0, Vec::len),
        }
    }

    pub(super) fn cuts(&self, index: usize) -> &[i64] {
        self.cuts.get(index).map_or(&[], Vec::as_slice)
    }

    /// A value that lies in a bin: the enum's position, or the first number of the piece.
    pub(super) fn value_in(&self, index: usize, bin: usize) -> i64 {
        match self.cuts(index).get(bin) {
            Some(first) => *first,
            None => i64::try_from(bin).unwrap_or(i64::MAX),
        }
    }

    pub(super) fn area(&self, conditions: &Conditions) -> Area {
        let bins = std::array::from_fn(|index| match conditions.0.get(&index) {
            None => all_bins(self.bin_count(index)),
            Some(Condition::Names(names)) => names.iter().fold(0, |bins, name| bins | (1 << name)),
            Some(Condition::Range { from, to }) => {
                self.cuts(index).iter().enumerate().fold(0, |bins, (bin, first)| {
                    let inside =
                        from.is_none_or(|from| from <= *first) && to.is_none_or(|to| *first < to);
                    if inside { bins | (1 << bin) } else { bins }
                })
            }
        });
        Area { bins, named: std::array::from_fn(|index| conditions.0.contains_key(&index)) }
    }

    /// The whole space.
    pub(super) fn everything(&self) -> Area {
        self.area(&Conditions::default())
    }
}

fn all_bins(count: usize) -> Bins {
    if count >= BINS_MAX { Bins::MAX } else { (1 << count) - 1 }
}

impl Area {
    /// What two areas share, if anything.
    pub(super) fn shared(&self, other: &Self) -> Option<[Bins; COLUMNS]> {
        let shared: [Bins; COLUMNS] =
            std::array::from_fn(|index| bins_at(self, index) & bins_at(other, index));
        shared.iter().all(|bins| *bins != 0).then_some(shared)
    }

    /// How many points of the grid lie inside.
    pub(super) fn volume(&self) -> u128 {
        self.bins.iter().map(|bins| u128::from(bins.count_ones())).product()
    }

    /// Whether the area holds points with this name in this column.
    pub(super) fn allows(&self, column: &str, name: &str) -> bool {
        let found = index_of(column).and_then(|index| {
            let Column { domain: Domain::Names(names), .. } = COLUMN.get(index)? else {
                return None;
            };
            let position = names.iter().position(|known| *known == name)?;
            Some(bins_at(self, index) & (1 << position) != 0)
        });
        found.unwrap_or(false)
    }
}

fn bins_at(area: &Area, index: usize) -> Bins {
    area.bins.get(index).copied().unwrap_or(0)
}
