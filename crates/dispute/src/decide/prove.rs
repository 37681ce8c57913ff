//! The proofs that a set of tables must pass before it may decide anything.
//!
//! A rule is a box in a finite grid (see [`super::compile`]), so the proofs are exact:
//!
//! * **no overlap**: two boxes share a point only if they share a bin in every column;
//! * **no dead rule**: an empty condition, or one that contradicts the scope, is refused;
//! * **no gap**: disjoint boxes cover as many points as the sum of their volumes; the rest of the
//!   grid is what `otherwise` decides, and there must be a rest, or `otherwise` is dead;
//! * **no score denies**: a rule that denies, or asks for more, must hold for `unknown` and `low`
//!   scores and for every bin up to its highest. So with the score taken away the same rule fires,
//!   and no score is ever what made a denial;
//! * **no automatic denial of a high amount** in review;
//! * **no endless asking**: a rule may ask for more in the first round only.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::{COLUMN, SCORE_BINS, name_of};
use super::compile::{Area, ConditionProblem, Conditions, Grid, conditions};
use super::file::{RuleFile, TableFile, read};
use super::table::{Lookup, Rule, Table};
use super::{RuleId, Then};
use crate::model::Reason;

/// One thing that is wrong with a set of tables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("{file}: cannot be read: {why}")]
    Unreadable { file: String, why: String },
    #[error("{file}, rule {rule}, {field}: {why}")]
    Invalid { file: String, rule: String, field: &'static str, why: String },
    #[error("{file}, rule {rule}, column {column}: {why}")]
    Condition { file: String, rule: String, column: String, why: String },
    #[error("no table for reason {0}: add {0}.toml")]
    MissingReason(&'static str),
    #[error("{file}: reason {reason} has a table already")]
    ReasonTwice { file: String, reason: &'static str },
    #[error("{file}: the rule id {rule} is used in {first} already")]
    IdTwice { file: String, rule: String, first: String },
    #[error("{file}: rules {first} and {second} overlap, for example at {example}")]
    Overlap { file: String, first: String, second: String, example: String },
    #[error("{file}: the rules cover every case, so {rule} (otherwise) can never be reached")]
    DeadOtherwise { file: String, rule: String },
    #[error(
        "{file}, rule {rule}: {column} leads to a denial; such a rule may only leave out the \
         highest bins (it must hold for unknown and low, and for all bins up to its highest)"
    )]
    ScoreDenies { file: String, rule: String, column: String },
    #[error(
        "{file}, rule {rule}: denies a high amount without a person; leave out stage review or \
         amount high"
    )]
    HighDenial { file: String, rule: String },
    #[error("{file}, rule {rule}: asks for more in the last round; add round = [\"first\"]")]
    AsksForEver { file: String, rule: String },
}

/// Reads, compiles and proves; the tables come back in the order of [`Reason::ALL`].
pub(super) fn load(files: &[(&str, &str)]) -> Result<Vec<Table>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut tables: BTreeMap<usize, Table> = BTreeMap::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in files {
        match read(name, text).and_then(|file| compile(name, file)) {
            Err(found) => problems.extend(found),
            Ok(table) => {
                for rule in table.rules.iter().chain([&table.otherwise]) {
                    let rule = rule.id.to_string();
                    if let Some(first) = ids.insert(rule.clone(), (*name).to_owned()) {
                        problems.push(Problem::IdTwice { file: (*name).to_owned(), rule, first });
                    }
                }
                let reason = table.reason;
                if tables.insert(reason as usize, table).is_some() {
                    let file = (*name).to_owned();
                    problems.push(Problem::ReasonTwice { file, reason: reason.as_str() });
                }
            }
        }
    }
    if problems.is_empty() {
        let missing =
            Reason::ALL.iter().filter(|reason| !tables.contains_key(&(**reason as usize)));
        problems.extend(missing.map(|reason| Problem::MissingReason(reason.as_str())));
    }
    if problems.is_empty() { Ok(tables.into_values().collect()) } else { Err(problems) }
}

fn compile(name: &str, file: TableFile) -> Result<Table, Vec<Problem>> {
    let at = |rule: &str, (column, why): ConditionProblem| {
        vec![Problem::Condition { file: name.to_owned(), rule: rule.to_owned(), column, why }]
    };
    let scope = conditions(&file.scope).map_err(|problem| at("scope", problem))?;
    let mut read: Vec<Conditions> = Vec::with_capacity(file.rules.len());
    let mut problems = Vec::new();
    for rule in &file.rules {
        match conditions(&rule.when).and_then(|own| own.and(&scope)) {
            Ok(own) => read.push(own),
            Err(problem) => problems.extend(at(&rule.id, problem)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let grid = Grid::new(read.iter()).map_err(|problem| at("-", problem))?;
    let rules: Vec<Rule> = file
        .rules
        .into_iter()
        .zip(&read)
        .map(|(rule, own)| finished(rule, grid.area(own)))
        .collect();
    let otherwise = Rule {
        id: RuleId::from(file.otherwise.id.as_str()),
        when: Vec::new(),
        then: file.otherwise.then,
        asks: Arc::from([]),
        code: None,
        because: file.otherwise.because,
        because_merchant: file.otherwise.because_merchant,
        cites: Vec::new(),
        area: grid.everything(),
    };
    let problems = flaws(name, &grid, &rules, &otherwise);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Table {
        reason: file.reason,
        version: file.version,
        about: file.about,
        scope: written(&file.scope),
        lookups: Lookup::all(&grid, &rules),
        everyone: rules.iter().enumerate().fold(0, |set, (index, _)| set | (1 << index)),
        rules,
        otherwise,
    })
}

fn finished(rule: RuleFile, area: Area) -> Rule {
    Rule {
        id: RuleId::from(rule.id.as_str()),
        when: written(&rule.when),
        then: rule.then,
        asks: rule.asks,
        code: rule.code,
        because: rule.because,
        because_merchant: rule.because_merchant,
        cites: rule.cites,
        area,
    }
}

/// Conditions as people read them, in the order of the columns.
fn written(when: &BTreeMap<String, toml::Value>) -> Vec<(String, String)> {
    let list = |value: &toml::Value| {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let text = |value: &toml::Value| match value {
        toml::Value::String(range) => range.clone(),
        toml::Value::Table(table) => {
            format!("not {}", table.get("not").map(list).unwrap_or_default())
        }
        other => list(other),
    };
    COLUMN
        .iter()
        .filter_map(|column| Some((column.name.to_owned(), text(when.get(column.name)?))))
        .collect()
}

fn flaws(file: &str, grid: &Grid, rules: &[Rule], otherwise: &Rule) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, first) in rules.iter().enumerate() {
        for second in rules.iter().skip(index + 1) {
            if let Some(shared) = first.area.shared(&second.area) {
                problems.push(Problem::Overlap {
                    file: file.to_owned(),
                    first: first.id.to_string(),
                    second: second.id.to_string(),
                    example: example(grid, first, second, &shared),
                });
            }
        }
        problems.extend(rule_flaws(file, first));
    }
    // Only the sum over disjoint boxes is the volume of their union.
    if problems.is_empty() {
        let covered: u128 = rules.iter().map(|rule| rule.area.volume()).sum();
        if covered >= otherwise.area.volume() {
            let rule = otherwise.id.to_string();
            problems.push(Problem::DeadOtherwise { file: file.to_owned(), rule });
        }
    }
    problems
}

/// A point both rules cover, told by the columns that at least one of them names.
fn example(grid: &Grid, first: &Rule, second: &Rule, shared: &[u64]) -> String {
    let named = first.area.named.iter().zip(&second.area.named).map(|(a, b)| *a || *b);
    let parts: Vec<String> = COLUMN
        .iter()
        .enumerate()
        .zip(shared)
        .zip(named)
        .filter(|(_, named)| *named)
        .map(|(((index, column), bins), _)| {
            let value = grid.value_in(index, bins.trailing_zeros() as usize);
            format!("{} = {}", column.name, name_of(column, value))
        })
        .collect();
    if parts.is_empty() { "any case".to_owned() } else { parts.join(", ") }
}

fn rule_flaws(file: &str, rule: &Rule) -> Vec<Problem> {
    let (file, id) = (|| file.to_owned(), || rule.id.to_string());
    let mut problems = Vec::new();
    let needs_neutral = rule.then.is_denial() || rule.then == Then::MoreInformation;
    if needs_neutral {
        for column in COLUMN.iter().filter(|column| column.is_score) {
            let held = |bin: &&str| rule.area.allows(column.name, bin);
            let length = SCORE_BINS.iter().take_while(|bin| held(bin)).count();
            let total = SCORE_BINS.iter().filter(|bin| held(bin)).count();
            // `unknown` and `low` come first: the held bins must be a beginning of at least two.
            if length < 2 || length != total {
                let column = column.name.to_owned();
                problems.push(Problem::ScoreDenies { file: file(), rule: id(), column });
            }
        }
    }
    let area = &rule.area;
    if rule.then == Then::Merchant
        && area.allows("stage", "review")
        && area.allows("amount", "high")
    {
        problems.push(Problem::HighDenial { file: file(), rule: id() });
    }
    if rule.then == Then::MoreInformation && area.allows("round", "last") {
        problems.push(Problem::AsksForEver { file: file(), rule: id() });
    }
    problems
}
