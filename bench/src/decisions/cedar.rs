//! The decision tables as Cedar policies: one permit per rule, one policy set per reason.
//!
//! It reads the policy files by itself, so that it is a second reading of them and not a copy of
//! the first: where the two disagree, one of them is wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};
use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet, Request, Response,
    RestrictedExpression,
};
use dispute::Reason;
use dispute::decide::DecisionTables;
use dispute::model::facts::Facts;
use serde::Deserialize;
use serde_json::Value;
use toml::Value as Toml;

use crate::rules;

/// What of a policy file decides.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    scope: BTreeMap<String, Toml>,
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
    otherwise: Otherwise,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    when: BTreeMap<String, Toml>,
}

#[derive(Deserialize)]
struct Otherwise {
    id: String,
}

/// All tables, translated.
#[derive(Debug)]
pub(super) struct Policies {
    by_reason: BTreeMap<Reason, (PolicySet, String)>,
    authorizer: Authorizer,
    entities: Entities,
    desk: EntityUid,
    decide: EntityUid,
    case: EntityUid,
}

impl Policies {
    /// Reads and translates the shipped files.
    pub(super) fn translate() -> Result<Self> {
        let mut by_reason = BTreeMap::new();
        for reason in Reason::ALL {
            let name = format!("decisions/{}.toml", reason.as_str());
            let file: File = toml::from_str(&rules::text(&name)?).with_context(|| name.clone())?;
            by_reason.insert(reason, (policies(&file).with_context(|| name)?, file.otherwise.id));
        }
        Ok(Self {
            by_reason,
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            desk: "Desk::\"policy\"".parse()?,
            decide: "Action::\"decide\"".parse()?,
            case: "Dispute::\"case\"".parse()?,
        })
    }

    /// The facts as Cedar is asked about them.
    pub(super) fn request(&self, facts: &Facts) -> Result<Request> {
        let (desk, decide, case) = (self.desk.clone(), self.decide.clone(), self.case.clone());
        Ok(Request::new(desk, decide, case, context(facts)?, None)?)
    }

    pub(super) fn ask(&self, reason: Reason, request: &Request) -> Option<Response> {
        let (policies, _) = self.by_reason.get(&reason)?;
        Some(self.authorizer.is_authorized(request, policies, &self.entities))
    }

    /// The rule that Cedar finds, or the table's `otherwise`.
    pub(super) fn decide(&self, facts: &Facts) -> Result<String> {
        let (_, otherwise) =
            self.by_reason.get(&facts.reason).context("there is no table for this reason")?;
        let request = self.request(facts)?;
        let response = self.ask(facts.reason, &request).context("there is no table")?;
        if let Some(error) = response.diagnostics().errors().next() {
            bail!("Cedar cannot evaluate a rule: {error}");
        }
        let mut found = response.diagnostics().reason();
        let rule = found.next().map_or_else(|| otherwise.clone(), ToString::to_string);
        ensure!(found.next().is_none(), "two rules cover {facts:?}");
        Ok(rule)
    }
}

/// In how many cases the tables and Cedar name the same rule; an error at the first in which not.
pub(super) fn agreement(
    policies: &Policies,
    tables: &DecisionTables,
    cases: &[Facts],
) -> Result<u64> {
    let mut agreed = 0;
    for facts in cases {
        let (ours, theirs) = (tables.evaluate(facts).rule, policies.decide(facts)?);
        ensure!(ours.as_str() == theirs, "the table says {ours}, Cedar {theirs}, of {facts:?}");
        agreed += 1;
    }
    Ok(agreed)
}

fn policies(file: &File) -> Result<PolicySet> {
    let mut set = PolicySet::new();
    for rule in &file.rules {
        let conditions = file
            .scope
            .iter()
            .chain(&rule.when)
            .map(|(column, condition)| expression(column, condition))
            .collect::<Result<Vec<_>>>()
            .with_context(|| rule.id.clone())?;
        let all = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" && ") };
        let text = format!("permit(principal, action, resource) when {{ {all} }};");
        set.add(Policy::parse(Some(PolicyId::new(&rule.id)), text)?)?;
    }
    Ok(set)
}

/// One condition of a policy file: a list of values, `{ not = […] }`, or a range `"a..b"`.
fn expression(column: &str, condition: &Toml) -> Result<String> {
    match condition {
        Toml::Array(values) => one_of(column, values),
        Toml::Table(table) => match table.get("not") {
            Some(Toml::Array(values)) => Ok(format!("!({})", one_of(column, values)?)),
            _ => bail!("{column}: expected {{ not = [...] }}, found {table}"),
        },
        Toml::String(range) => within(column, range),
        other => bail!("{column}: {other} is no condition"),
    }
}

fn one_of(column: &str, values: &[Toml]) -> Result<String> {
    let names: Vec<String> = values
        .iter()
        .map(|value| value.as_str().map(|name| format!("\"{name}\"")))
        .collect::<Option<_>>()
        .with_context(|| format!("{column}: expected names"))?;
    match names.as_slice() {
        [name] => Ok(format!("context.{column} == {name}")),
        _ => Ok(format!("[{}].contains(context.{column})", names.join(", "))),
    }
}

fn within(column: &str, range: &str) -> Result<String> {
    let (from, to) = range
        .split_once("..")
        .with_context(|| format!("{column}: expected a range such as \"7..\", found {range:?}"))?;
    let mut text = String::from("true");
    for (bound, compared) in [(from.trim(), ">="), (to.trim(), "<")] {
        if !bound.is_empty() {
            let bound: i64 = bound.parse().with_context(|| format!("{column}: {range:?}"))?;
            // A bound may be negative, and Cedar's grammar wants it in brackets then.
            write!(text, " && context.{column} {compared} ({bound})")?;
        }
    }
    Ok(text)
}

/// The facts as Cedar's context: names as strings, counts as numbers.
fn context(facts: &Facts) -> Result<Context> {
    let Value::Object(fields) = serde_json::to_value(facts)? else {
        bail!("facts are an object");
    };
    let pairs = fields.into_iter().map(|(name, value)| {
        let expression = match value {
            Value::String(text) => RestrictedExpression::new_string(text),
            other => RestrictedExpression::new_long(other.as_i64().unwrap_or_default()),
        };
        (name, expression)
    });
    Ok(Context::from_pairs(pairs)?)
}
