//! What the tables say of facts as they stand, rule by rule: which fires, and what each other lacks.

use super::column::{COLUMN, Column, Domain, name_of, values};
use super::table::Failing;
use super::words::phrase;
use super::{Audience, DecisionTables, RuleId, Then};
use crate::model::facts::Facts;

/// Names of values that say that nothing is known.
const UNKNOWN: [&str; 5] = ["unknown", "none", "not_checked", "unchecked", "not_shipped"];

/// Most values that a rule is told to want: where it may be more, it is nearly anything else.
const WANTS_MAX: usize = 3;

/// A fact as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSeen {
    /// The column of the tables.
    pub name: &'static str,
    pub text: String,
    pub known: bool,
}

/// A rule, and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSeen {
    pub id: RuleId,
    /// What it would tell the customer.
    pub text: String,
    pub fires: bool,
    pub lacks: Vec<LackSeen>,
}

/// A fact that would have to be otherwise for a rule to fire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackSeen {
    /// The column of the tables.
    pub name: &'static str,
    /// What it is and what the rule wants, as who keeps the rules reads it.
    pub text: String,
    /// What it would have to be, one of these, in the words of [`FactSeen::text`]. Empty for numbers, where it
    /// may be nearly anything else, and where it has no words.
    pub wants: Vec<String>,
}

/// What the tables say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOutlook {
    pub facts: Vec<FactSeen>,
    /// The rule that fires first, then by how little they lack.
    pub rules: Vec<RuleSeen>,
    pub then: Then,
}

impl DecisionTables {
    /// What these tables say of the facts, by the function that decides.
    pub fn outlook(&self, facts: &Facts) -> TableOutlook {
        let verdict = self.evaluate(facts);
        let values = values(facts);
        let Some(table) = self.table(facts.reason) else {
            return TableOutlook { facts: Vec::new(), rules: Vec::new(), then: verdict.then };
        };
        let seen = COLUMN.iter().zip(values).filter_map(|(column, value)| {
            let text = phrase(column, value, Audience::Agent)?;
            Some(FactSeen { name: column.name, text, known: is_known(column, value) })
        });
        let mut rules: Vec<RuleSeen> = table
            .rules
            .iter()
            .map(|rule| RuleSeen {
                id: rule.id.clone(),
                text: rule.because.to_string(),
                fires: rule.id == verdict.rule,
                lacks: lacks(rule, &table.lacks(rule, &values)),
            })
            .collect();
        if verdict.rule == table.otherwise.id {
            let id = table.otherwise.id.clone();
            let text = table.otherwise.because.to_string();
            rules.push(RuleSeen { id, text, fires: true, lacks: Vec::new() });
        }
        rules.sort_by_key(|rule| (!rule.fires, rule.lacks.len()));
        TableOutlook { facts: seen.collect(), rules, then: verdict.then }
    }
}

fn is_known(column: &Column, value: i64) -> bool {
    match column.domain {
        Domain::Integer { .. } => value >= 0,
        Domain::Names(_) => !UNKNOWN.contains(&name_of(column, value).as_str()),
    }
}

/// What a rule wants of the columns in which it fails.
fn lacks(rule: &super::Rule, failing: &[Failing]) -> Vec<LackSeen> {
    let told = |one: &Failing| {
        let (name, is) = (one.column.name, one.written());
        let text = match rule.when.iter().find(|(column, _)| column == name) {
            Some((_, wants)) => format!("{is}; the rule wants {wants}"),
            // The scope of the whole table.
            None => is,
        };
        let words = |value: &i64| phrase(one.column, *value, Audience::Agent);
        let wants: Option<Vec<String>> = one.allowed.iter().map(words).collect();
        let wants = wants.filter(|wants| wants.len() <= WANTS_MAX).unwrap_or_default();
        LackSeen { name, text, wants }
    };
    failing.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_what_it_lacks_in_the_words_of_the_facts() {
        let tables = DecisionTables::shipped().unwrap();
        let facts = crate::decide::policy_tests::not_received();
        let seen = tables.outlook(&facts);
        let lost = seen.rules.iter().find(|rule| rule.id.as_str() == "INR-CARRIER-LOST").unwrap();
        let carrier = lost.lacks.iter().find(|lack| lack.name == "carrier").unwrap();
        assert_eq!(carrier.wants, ["the carrier says the parcel was lost or damaged"]);
        assert!(carrier.text.contains("the rule wants"), "{carrier:?}");
        let all = seen.rules.iter().flat_map(|rule| &rule.lacks);
        assert!(all.clone().all(|lack| lack.wants.len() <= WANTS_MAX && !lack.text.is_empty()));
        assert!(seen.rules.iter().all(|rule| rule.fires == rule.lacks.is_empty()));
    }
}
