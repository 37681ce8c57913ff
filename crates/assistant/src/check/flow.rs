//! The shape of the graph, and which names are given where.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Found;
use crate::catalogue::Catalogue;
use crate::expr::{Scope, type_of};
use crate::procedure::{Act, Procedure};
use crate::value::Type;

/// Names with their types.
pub type Given = BTreeMap<String, Type>;

/// Whether every step leads somewhere and every path ends.
pub(super) fn shape(found: &mut Found<'_>, names: &[&str], catalogue: &Catalogue) {
    let procedure = found.procedure;
    if !procedure.steps.contains_key(&procedure.start) {
        found.whole(format!("`start` names no step: {}", procedure.start));
        return;
    }
    let unknown = |tool: &&String| !catalogue.tools.contains_key(*tool);
    for tool in procedure.undoes.iter().filter(unknown) {
        found.whole(format!("undoes `{tool}`, which is no tool"));
    }
    for other in procedure.before.iter().filter(|other| !names.contains(&other.as_str())) {
        found.whole(format!("comes before `{other}`, which is no procedure"));
    }
    for (name, act) in &procedure.steps {
        for next in act.next() {
            if !procedure.steps.contains_key(next) {
                found.at(name, format!("leads to `{next}`, which is no step"));
            }
        }
        if let Act::Start(other) = act
            && !names.contains(&other.as_str())
        {
            found.at(name, format!("starts `{other}`, which is no procedure"));
        }
    }
    if !found.problems.is_empty() {
        return;
    }
    let reached = reached(procedure, &procedure.start);
    for name in procedure.steps.keys().filter(|name| !reached.contains(name.as_str())) {
        found.at(name, "is never reached");
    }
    let ends = |name: &&str| procedure.steps.get(*name).is_some_and(|act| act.next().is_empty());
    for name in &reached {
        if !self::reached(procedure, name).iter().any(ends) {
            found.at(name, "never comes to an end or to a person");
        }
        if goes_round(procedure, name) {
            found.at(name, "goes round without waiting for the customer");
        }
    }
}

fn reached<'p>(procedure: &'p Procedure, from: &'p str) -> BTreeSet<&'p str> {
    let mut seen = BTreeSet::from([from]);
    let mut queue = VecDeque::from([from]);
    while let Some(name) = queue.pop_front() {
        let next = procedure.steps.get(name).map(Act::next).unwrap_or_default();
        for step in next {
            if seen.insert(step) {
                queue.push_back(step);
            }
        }
    }
    seen
}

/// Whether a step comes to itself by steps that wait for nobody.
fn goes_round(procedure: &Procedure, from: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([from]);
    while let Some(name) = queue.pop_front() {
        let Some(act) = procedure.steps.get(name) else { continue };
        if waits(act) {
            continue;
        }
        for next in act.next() {
            if next == from {
                return true;
            }
            if seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    false
}

fn waits(act: &Act) -> bool {
    act.waits() || matches!(act, Act::Do(call) if call.confirm.is_some())
}

/// Which names are surely given when each step begins: those that every way to it gives. An expression
/// that does not type gives nothing; it is reported where it stands.
pub fn given_at(procedure: &Procedure, catalogue: &Catalogue) -> BTreeMap<String, Given> {
    let mut at: BTreeMap<String, Given> = BTreeMap::new();
    at.insert(procedure.start.clone(), Given::new());
    let mut queue = VecDeque::from([procedure.start.clone()]);
    while let Some(name) = queue.pop_front() {
        let Some(act) = procedure.steps.get(&name) else { continue };
        let before = at.get(&name).cloned().unwrap_or_default();
        let after = after(act, &before, catalogue);
        for next in act.next() {
            // Where something is missing, declined or failed, nothing was given.
            let comes = if gives_to(act, next) { &after } else { &before };
            let known = at.get(next);
            let merged = match known {
                None => comes.clone(),
                Some(known) => {
                    let both = known.iter().filter(|(name, kind)| comes.get(*name) == Some(*kind));
                    both.map(|(name, kind)| (name.clone(), kind.clone())).collect()
                }
            };
            if known != Some(&merged) {
                at.insert(next.to_owned(), merged);
                queue.push_back(next.to_owned());
            }
        }
    }
    at
}

fn gives_to(act: &Act, next: &str) -> bool {
    match act {
        Act::Choose { then, empty, .. } => next == then && next != empty,
        Act::Let { then, missing, .. } => next == then && missing.as_deref() != Some(next),
        Act::Do(call) => {
            next == call.then
                && next != call.failed
                && call.declined.as_deref() != Some(next)
                && call.limit.as_ref().is_none_or(|(_, above)| above != next)
        }
        _ => true,
    }
}

fn after(act: &Act, before: &Given, catalogue: &Catalogue) -> Given {
    let mut given = before.clone();
    match act {
        Act::Ask { slot, kind, .. } => {
            given.insert(slot.clone(), kind.clone());
        }
        Act::Choose { slot, from, .. } => {
            let kind = type_of(&from.expr, &from.text, &scope(before, catalogue));
            if let Ok(Type::List(entry)) = kind.map(|kind| kind.present().clone()) {
                given.insert(slot.clone(), *entry);
            }
        }
        Act::Let { values, missing, .. } => {
            for (name, source) in values {
                let kind = type_of(&source.expr, &source.text, &scope(&given, catalogue));
                if let Ok(kind) = kind {
                    let kind = if missing.is_some() { kind.present().clone() } else { kind };
                    given.insert(name.clone(), kind);
                }
            }
        }
        Act::Do(call) => {
            let record = catalogue.tools.get(&call.tool).and_then(|tool| tool.gives.clone());
            if let (Some(name), Some(record)) = (&call.gives, record) {
                given.insert(name.clone(), Type::Record(record));
            }
        }
        Act::Say { .. } | Act::When { .. } | Act::Start(_) | Act::HandOver { .. } | Act::End(_) => {
        }
    }
    given
}

/// The facts, and what is given.
pub(super) fn scope<'c>(given: &Given, catalogue: &'c Catalogue) -> Scope<'c> {
    let mut names = catalogue.facts.clone();
    names.extend(given.iter().map(|(name, kind)| (name.clone(), kind.clone())));
    Scope { records: &catalogue.records, names }
}
