//! Types and authority of each step.

use super::Found;
use super::flow::{Given, given_at, scope};
use crate::catalogue::{Catalogue, Power, Tool};
use crate::expr::{Scope, type_of};
use crate::procedure::{Act, Call, Source};
use crate::value::Type;

pub(super) fn check(found: &mut Found<'_>, catalogue: &Catalogue) {
    let procedure = found.procedure;
    let at = given_at(procedure, catalogue);
    for (step, act) in &procedure.steps {
        let given = at.get(step).cloned().unwrap_or_default();
        let scope = scope(&given, catalogue);
        let problems = Problems { scope: &scope, given: &given, catalogue, all: Vec::new() };
        for problem in problems.of(act, procedure.identity) {
            found.at(step, problem);
        }
    }
}

struct Problems<'a> {
    scope: &'a Scope<'a>,
    given: &'a Given,
    catalogue: &'a Catalogue,
    all: Vec<String>,
}

impl Problems<'_> {
    fn of(mut self, act: &Act, identity: crate::catalogue::Identity) -> Vec<String> {
        match act {
            Act::Say { lines, .. } => {
                if let Some((lines, _)) = lines {
                    self.list(lines);
                }
            }
            Act::Ask { slot, kind, within, .. } => {
                self.new_name(slot, Some(kind));
                if !matches!(
                    kind,
                    Type::Bool | Type::Int | Type::Money | Type::Date | Type::Words | Type::Word(_)
                ) {
                    self.all.push(format!("nobody can be asked for a {kind}"));
                }
                if let Some((within, _)) = within {
                    let inside = with_it(self.scope, kind.clone());
                    self.is(within, &inside, &Type::Bool);
                }
            }
            Act::Choose { slot, from, .. } => {
                let entry = self.list(from);
                self.new_name(slot, entry.as_ref());
                match entry {
                    Some(Type::Record(record)) if self.catalogue.known_by.contains_key(&record) => {
                    }
                    Some(Type::Record(record)) => {
                        let said =
                            format!("the catalogue does not say what a {record} is known by");
                        self.all.push(said);
                    }
                    Some(other) => {
                        self.all.push(format!("records are chosen among, not a {other}"))
                    }
                    None => {}
                }
            }
            Act::Let { values, missing, .. } => self.values(values, missing.is_some()),
            Act::When { cases, .. } => {
                for (case, _) in cases {
                    self.is(case, self.scope, &Type::Bool);
                }
            }
            Act::Do(call) => self.call(call, identity),
            Act::HandOver { skill, .. } => {
                if let Some(skill) = skill
                    && !self.catalogue.skills.contains(skill)
                {
                    let known = self.catalogue.skills.join(", ");
                    self.all.push(format!("nobody has the skill `{skill}`: there are {known}"));
                }
            }
            Act::Start(_) | Act::End(_) => {}
        }
        self.all
    }

    fn values(&mut self, values: &[(String, Source)], has_missing: bool) {
        let mut inside = self.scope.clone();
        let mut doubtful = false;
        for (name, source) in values {
            match type_of(&source.expr, &source.text, &inside) {
                Ok(kind) => {
                    doubtful |= kind.is_optional();
                    let kind = if has_missing { kind.present().clone() } else { kind };
                    self.new_name(name, Some(&kind));
                    inside.names.insert(name.clone(), kind);
                }
                Err(error) => self.all.push(error.to_string()),
            }
        }
        if has_missing && !doubtful {
            self.all.push("nothing here can be missing: leave `missing` out".to_owned());
        }
    }

    fn call(&mut self, call: &Call, identity: crate::catalogue::Identity) {
        let Some(tool) = self.catalogue.tools.get(&call.tool) else {
            let known = self.catalogue.tools.keys().cloned().collect::<Vec<_>>().join(", ");
            self.all.push(format!("there is no tool `{}`: there are {known}", call.tool));
            return;
        };
        self.arguments(call, tool);
        if identity < tool.identity {
            let said = format!(
                "`{}` needs identity {:?}, and the procedure asks for {identity:?}",
                call.tool, tool.identity
            );
            self.all.push(said);
        }
        if tool.power != Power::Read {
            for (name, there) in [
                ("confirm", call.confirm.is_some()),
                ("declined", call.declined.is_some()),
                ("policy", call.policy.is_some()),
            ] {
                if !there {
                    let said = format!("`{}` changes something: it needs `{name}`", call.tool);
                    self.all.push(said);
                }
            }
        }
        match (&tool.amount, &call.limit) {
            (Some(_), None) => {
                let said = format!("`{}` moves an amount: it needs `limit` and `above`", call.tool);
                self.all.push(said);
            }
            (_, Some((limit, _))) => self.is(limit, self.scope, &Type::Money),
            (None, None) => {}
        }
        if let Some(name) = &call.gives {
            let kind = tool.gives.clone().map(Type::Record);
            if kind.is_none() {
                self.all.push(format!("`{}` gives nothing back", call.tool));
            }
            self.new_name(name, kind.as_ref());
        }
    }

    fn arguments(&mut self, call: &Call, tool: &Tool) {
        for (name, source) in &call.with {
            match tool.with.get(name) {
                Some(kind) => self.is(source, self.scope, kind),
                None => self.all.push(format!("`{}` takes no `{name}`", call.tool)),
            }
        }
        for (name, kind) in &tool.with {
            if !kind.is_optional() && call.with.iter().all(|(given, _)| given != name) {
                self.all.push(format!("`{}` needs `{name}`, a {kind}", call.tool));
            }
        }
    }

    fn is(&mut self, source: &Source, scope: &Scope<'_>, wanted: &Type) {
        match type_of(&source.expr, &source.text, scope) {
            Ok(found) if found.fits(wanted) => {}
            Ok(found) => {
                self.all.push(format!("`{}` is a {found}; a {wanted} is wanted", source.text));
            }
            Err(error) => self.all.push(error.to_string()),
        }
    }

    fn list(&mut self, source: &Source) -> Option<Type> {
        match type_of(&source.expr, &source.text, self.scope) {
            Ok(Type::List(entry)) => Some(*entry),
            Ok(found) => {
                self.all.push(format!("`{}` is a {found}; a list is wanted", source.text));
                None
            }
            Err(error) => {
                self.all.push(error.to_string());
                None
            }
        }
    }

    /// A name hides no fact, and keeps its type.
    fn new_name(&mut self, name: &str, kind: Option<&Type>) {
        if self.catalogue.facts.contains_key(name) || name == "it" {
            self.all.push(format!("`{name}` is a fact already: choose another name"));
        }
        if let (Some(known), Some(kind)) = (self.given.get(name), kind)
            && known != kind
        {
            self.all.push(format!("`{name}` is a {known} already, and cannot become a {kind}"));
        }
    }
}

/// A scope with an entry of a list in it.
pub(super) fn with_it<'a>(scope: &Scope<'a>, kind: Type) -> Scope<'a> {
    let mut inside = scope.clone();
    inside.names.insert("it".to_owned(), kind);
    inside
}
