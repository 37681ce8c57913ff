//! R1 to R18, one row per executable check: the rule, what it rests on, what it says, the check.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod eu;
mod money_crime;
mod profile;
mod security;
mod uk;
mod us;

use std::collections::BTreeMap;

use compliance::statutes::Statutes;
use kernel::calendar::Calendars;
use kernel::{Calendar, Jurisdiction, Timestamp};

/// The fewest checks in all, and of one rule.
const CHECKS_MIN: usize = 90;
const CHECKS_PER_RULE_MIN: usize = 3;

/// What every check may use.
pub(crate) struct World {
    pub(crate) statutes: Statutes,
    calendars: Calendars,
}

impl World {
    pub(crate) fn calendar(&self, code: &str) -> &Calendar {
        self.calendars.get(&Jurisdiction::new(code).unwrap()).unwrap()
    }
}

/// Rule, citation, what it says, the check.
pub(crate) type Row = (&'static str, &'static str, &'static str, fn(&World) -> Outcome);
pub(crate) type Outcome = Result<(), String>;

pub(crate) fn same<T: PartialEq + std::fmt::Debug>(actual: T, expected: T) -> Outcome {
    if actual == expected { Ok(()) } else { Err(format!("expected {expected:?}, got {actual:?}")) }
}

pub(crate) fn yes(holds: bool) -> Outcome {
    same(holds, true)
}

pub(crate) fn no(holds: bool) -> Outcome {
    same(holds, false)
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn all_rows() -> Vec<Row> {
    [us::ROWS, uk::ROWS, eu::ROWS, money_crime::ROWS, security::ROWS, profile::ROWS].concat()
}

fn world() -> World {
    World { statutes: Statutes::shipped().unwrap(), calendars: Calendars::shipped().unwrap() }
}

#[test]
fn every_check_holds() {
    let world = world();
    let failures: Vec<String> = all_rows()
        .into_iter()
        .filter_map(|(rule, citation, says, check)| {
            let error = check(&world).err()?;
            Some(format!("{rule} ({citation}): {says}: {error}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_its_checks_and_its_citation() {
    let rows = all_rows();
    assert!(rows.len() >= CHECKS_MIN, "{} checks", rows.len());
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, citation, says, _) in &rows {
        assert!(!citation.is_empty() && !says.is_empty(), "{rule}");
        *by_rule.entry(rule).or_default() += 1;
    }
    let statutes = Statutes::shipped().unwrap();
    for (number, meta) in statutes.all().into_iter().enumerate() {
        assert_eq!(meta.id, format!("R{}", number + 1));
        let checks = by_rule.remove(meta.id.as_str()).unwrap_or(0);
        assert!(checks >= CHECKS_PER_RULE_MIN, "{} has {checks} checks", meta.id);
    }
    assert!(by_rule.is_empty(), "checks of no rule: {by_rule:?}");
}

#[test]
fn a_broken_rule_file_is_refused_with_its_place() {
    let text = include_str!("../../../../policy/statutes/r01-us-cfpb-bnpl.toml");
    let table = [
        (text.replace("id = \"R1\"", "id = \"R2\""), "its id is"),
        (text.replace("instalments_uncovered_max", "instalments_max"), "instalments_max"),
        (text.replace("until = \"2025-05-12\"", ""), "until"),
        (text.replace("from = \"2024-07-30\"", ""), "from"),
        (text.replace("confirmed = false", "confirmed = true"), "confirmed"),
        (text.replace("default_on = false", ""), "default_on"),
    ];
    for (text, expected) in table {
        let error = Statutes::load(&[("R1", &text)]).unwrap_err().to_string();
        assert!(error.contains("R1") && error.contains(expected), "{expected}: {error}");
    }
    let error = Statutes::load(&[]).unwrap_err().to_string();
    assert!(error.contains("exactly once"), "{error}");
}
