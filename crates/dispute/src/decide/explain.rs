//! A decision in plain words, from its trace alone: the reason, the facts that the rule turned on,
//! and what one can do about it.
//!
//! The facts told are exactly the columns that the rule names, less those the reader may not see:
//! the procedure that was applied, not a general description of it (GDPR articles 15(1)(h) and
//! 22(3); CJEU C-203/22).

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::column::{COLUMN, index_of, name_of, values};
use super::table::{Failing, Rule, Table};
use super::trace::{ReplayError, Trace};
use super::words::{phrase, told_to_the_other_only};
use super::{DecisionTables, Then};
use crate::model::Kind;
use crate::model::facts::Facts;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Customer,
    Merchant,
    /// A person at the desk.
    Agent,
}

/// What a decision of the tables rests on, for one reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The facts that the rule names, less those the reader may not see: column, and in words.
    pub facts: Vec<(&'static str, String)>,
    /// The law or the scheme's rule that the rule follows.
    pub sources: Vec<String>,
}

const HOW: &str = "This was decided by fixed rules, without a person.";
const CUSTOMER_RIGHT: &str = " You can have a person look at it again; you need to give no reason.";
const MERCHANT_RIGHT: &str = " Where an appeal is open to you, a person decides it.";

impl DecisionTables {
    /// Why it was decided so, in words for one reader. The trace is replayed first: what is told is
    /// what these tables really decide.
    ///
    /// # Errors
    /// As [`DecisionTables::replay`].
    pub fn explain(&self, trace: &Trace, audience: Audience) -> Result<String, ReplayError> {
        self.replay(trace)?;
        Ok(self.explain_facts(&trace.read_facts()?, audience))
    }

    /// What these tables decide about the facts, and why, in words for one reader.
    pub fn explain_facts(&self, facts: &Facts, audience: Audience) -> String {
        let (verdict, trace) = self.decide(facts);
        let found =
            self.table(facts.reason).and_then(|table| Some((table, table.rule(&verdict.rule)?)));
        let Some((table, rule)) = found else { return verdict.because.to_string() };
        // Who got everything has nothing to be reviewed; an unauthorised payment goes back to the
        // customer whoever bears it.
        let denied = rule.then.is_denial() && facts.kind != Kind::Unauthorised;
        let customer_right = if denied { CUSTOMER_RIGHT } else { "" };
        match audience {
            Audience::Agent => for_the_desk(&trace, table, rule, facts),
            Audience::Customer => outside(&rule.because, rule, facts, audience, customer_right),
            Audience::Merchant => {
                outside(&rule.because_merchant, rule, facts, audience, MERCHANT_RIGHT)
            }
        }
    }

    /// The facts and the sources of what these tables decide, for one reader.
    pub fn grounds(&self, facts: &Facts, audience: Audience) -> Grounds {
        let (verdict, _) = self.decide(facts);
        let table = self.table(facts.reason);
        let Some(rule) = table.and_then(|table| table.rule(&verdict.rule)) else {
            return Grounds::default();
        };
        // The source of a rule about suspected orders tells of the suspicion.
        let others = rule.when.iter().any(|(name, _)| told_to_the_other_only(name, audience));
        let sources = rule.cites.iter().filter(|_| !others).map(ToString::to_string).collect();
        Grounds { facts: principal_facts(rule, facts, audience), sources }
    }
}

fn outside(because: &str, rule: &Rule, facts: &Facts, audience: Audience, right: &str) -> String {
    let mut text = because.to_owned();
    let relied_on = principal_facts(rule, facts, audience);
    if !relied_on.is_empty() {
        text.push_str("\n\nWhat this rests on:");
        for (_, fact) in relied_on {
            text.push_str("\n- ");
            text.push_str(&fact);
        }
    }
    if rule.then.is_final() {
        text.push_str("\n\n");
        text.push_str(HOW);
        text.push_str(right);
    }
    text
}

/// The columns the rule names, in words.
fn principal_facts(rule: &Rule, facts: &Facts, audience: Audience) -> Vec<(&'static str, String)> {
    let values = values(facts);
    rule.when
        .iter()
        .filter_map(|(name, _)| {
            let index = index_of(name)?;
            let column = COLUMN.get(index)?;
            Some((column.name, phrase(column, *values.get(index)?, audience)?))
        })
        .collect()
}

fn for_the_desk(trace: &Trace, table: &Table, rule: &Rule, facts: &Facts) -> String {
    let mut text = format!(
        "Rule {} of table {} (version {}) says: {}.",
        rule.id,
        table.reason.as_str(),
        table.version,
        told(rule.then)
    );
    if let Some(code) = &rule.code {
        let _ = write!(text, " Code: {code}.");
    }
    let _ = write!(text, "\nTo the customer: {}", rule.because);
    let _ = write!(text, "\nTo the merchant: {}", rule.because_merchant);
    let values = values(facts);
    let named = |name: &str| {
        let index = index_of(name)?;
        Some(name_of(COLUMN.get(index)?, *values.get(index)?))
    };
    for (name, condition) in &rule.when {
        let is = named(name).unwrap_or_default();
        let _ = write!(text, "\n- {name} is {is} (the rule wants: {condition})");
    }
    if rule.when.is_empty() {
        text.push_str("\nNo rule covers this case. What each rule lacks, nearest first:");
        for (rule, missing) in nearest(table, facts) {
            let _ = write!(text, "\n- {}: {}", rule.id, missing.join(", "));
        }
    }
    for cite in &rule.cites {
        let _ = write!(text, "\nSource: {cite}");
    }
    let _ = write!(text, "\nInputs {}, policy {}.", trace.inputs_hash, trace.policy_hash);
    text
}

/// How many near misses are worth a reader's time.
const NEAREST_RULES_MAX: usize = 3;

/// The rules that fail in the fewest columns, each with what would have had to hold.
fn nearest<'a>(table: &'a Table, facts: &Facts) -> Vec<(&'a Rule, Vec<String>)> {
    let values = values(facts);
    let mut misses: Vec<(&Rule, Vec<String>)> =
        table.rules.iter().map(|rule| (rule, written(&table.lacks(rule, &values)))).collect();
    misses.sort_by_key(|(_, missing)| missing.len());
    misses.truncate(NEAREST_RULES_MAX);
    misses
}

fn written(failing: &[Failing]) -> Vec<String> {
    failing.iter().map(Failing::written).collect()
}

const fn told(then: Then) -> &'static str {
    match then {
        Then::Merchant => "the merchant does not bear the amount",
        Then::Consumer => "the customer gets the whole amount",
        Then::ConsumerPartial => "the customer gets the part the arithmetic shows",
        Then::MoreInformation => "ask or wait once more",
        Then::Person => "a person decides",
    }
}
