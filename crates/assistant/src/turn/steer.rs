//! The way to a tool for an agent of another company, which names the tool and its arguments and not what
//! to say.
//!
//! A procedure is walked through as with a customer: its conditions, limits and texts hold. Where it asks,
//! the agent's arguments answer; where it comes to ask the customer "shall I?" with these very arguments,
//! there it stops. The customer sees what the agent answered in their place, and answers the last question
//! themself. What the procedure does not come to, an agent cannot propose.

use std::collections::BTreeMap;

use super::dialogue::want_key;
use super::room::is_argument;
use super::run::Runner;
use super::state::{Asked, State};
use super::{Next, Outcome, Situation};
use crate::book::Book;
use crate::catalogue::conforms;
use crate::expr::eval;
use crate::procedure::{Act, Procedure};
use crate::value::{Type, Value};

/// Most questions that are answered in a search: of a few questions, each with a few answers.
const ANSWERS_MAX: usize = 500;
/// What ends every conversation, and says nothing of why.
const CLOSING: [&str; 1] = ["texts/anything_else"];

/// What an agent asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    pub procedure: &'w str,
    pub tool: &'w str,
    /// Arguments by name. Those that the books say may be left out.
    pub args: &'w BTreeMap<String, Value>,
}

/// Where a conversation stands that begins with a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Steered {
    /// What it is about, in the customer's words for it.
    pub subject: String,
    pub outcome: Outcome,
}

/// Why a procedure does not come to ask for it; what is said is in the customer's language.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoWay {
    #[error("no procedure of this name calls the tool: it must be one of {}", .ways.join(", "))]
    UnknownProcedure { ways: Vec<String> },
    #[error("it is not sure enough who the customer is")]
    Unsure,
    #[error("the procedure asks: {question}")]
    Missing { parameter: String, question: String },
    #[error("it must be one of: {}", .options.join(", "))]
    NotOffered { parameter: String, options: Vec<String> },
    #[error("{said}")]
    Outside { parameter: String, said: String },
    #[error("by the books it is another value")]
    Differs { parameter: String, found: Value },
    #[error("the procedure ends otherwise: {}", .said.join(" "))]
    Ends { said: Vec<String> },
    #[error("the procedure asks too much")]
    TooLong,
}

impl NoWay {
    /// The more particular tells more.
    const fn rank(&self) -> u8 {
        match self {
            Self::UnknownProcedure { .. } | Self::Unsure => 7,
            Self::Missing { .. } => 6,
            Self::NotOffered { .. } => 5,
            Self::Outside { .. } => 4,
            Self::Differs { .. } => 3,
            Self::Ends { .. } => 2,
            Self::TooLong => 1,
        }
    }
}

/// A place on the way, with what was answered for the customer until there: question and answer.
#[derive(Debug, Clone)]
struct Branch<'a> {
    runner: Runner<'a>,
    answered: Vec<(String, String)>,
}

struct Search<'a, 'w> {
    book: &'a Book,
    procedure: &'a Procedure,
    wanted: Wanted<'w>,
    left: usize,
    why: NoWay,
    /// A question that only the customer may answer, where the way goes on with them.
    theirs: Option<Branch<'a>>,
}

impl Book {
    /// Where a new conversation stands once the customer is asked for what an agent wants.
    ///
    /// # Errors
    /// [`NoWay`], with the argument at fault.
    pub fn steer(&self, wanted: Wanted<'_>, s: &Situation<'_>) -> Result<Steered, NoWay> {
        let ways = self.ways(wanted.tool);
        let procedure = ways.iter().copied().find(|way| way.name == wanted.procedure);
        let tool = self.catalogue.tools.get(wanted.tool);
        let (Some(procedure), Some(tool)) = (procedure, tool) else {
            let ways = ways.into_iter().map(|way| way.name.clone()).collect();
            return Err(NoWay::UnknownProcedure { ways });
        };
        if s.identity < tool.identity.max(procedure.identity) {
            return Err(NoWay::Unsure);
        }
        let mut runner = Runner::new(self, s, State::default());
        let subject = runner.shared(&want_key(&procedure.name));
        runner.state.turns = 1;
        let next = runner.start(&procedure.name);
        let why = NoWay::TooLong;
        let mut search =
            Search { book: self, procedure, wanted, left: ANSWERS_MAX, why, theirs: None };
        let found = search.visit(Branch { runner, answered: Vec::new() }, &next);
        let branch = found.or(search.theirs.take()).ok_or(search.why)?;
        Ok(Steered { subject, outcome: branch.told() })
    }

    /// The procedures that call a tool.
    pub fn ways(&self, tool: &str) -> Vec<&Procedure> {
        let calls = |act: &Act| matches!(act, Act::Do(call) if call.tool == tool);
        self.procedures.values().filter(|one| one.steps.values().any(calls)).collect()
    }
}

impl<'a> Branch<'a> {
    /// What the customer reads first: who asks, and what was answered for them.
    fn told(self) -> Outcome {
        let Self { mut runner, answered } = self;
        let mut text = runner.shared("agent_asks");
        if !answered.is_empty() {
            text.push('\n');
            text.push_str(&runner.shared("agent_said"));
        }
        for (question, answer) in answered {
            text.push_str("\n• ");
            text.push_str(&question);
            text.push_str(" → ");
            text.push_str(&answer);
        }
        let says = std::mem::take(&mut runner.says);
        runner.utter(text, Vec::new(), false, "texts/agent_asks");
        runner.says.extend(says);
        runner.finish(Next::Wait)
    }

    /// The same place once the open question is answered so.
    fn with(&self, step: &str, slot: &str, then: &str, value: &Value, shown: &str) -> Self {
        let mut branch = self.clone();
        let question = branch.runner.says.pop();
        let question = question.map(|asked| asked.text).unwrap_or_default();
        branch.answered.push((question, shown.to_owned()));
        branch.runner.state.asked = None;
        branch.runner.give(step, slot, value.clone());
        branch.runner.go(then.to_owned());
        branch
    }
}

impl<'a> Search<'a, '_> {
    fn note(&mut self, why: NoWay) {
        if why.rank() > self.why.rank() {
            self.why = why;
        }
    }

    fn visit(&mut self, branch: Branch<'a>, next: &Next) -> Option<Branch<'a>> {
        self.left = self.left.checked_sub(1)?;
        match (&branch.runner.state.asked, next) {
            (Some(Asked::Confirm(args)), Next::Wait) => {
                let args = args.clone();
                self.is_it(&branch, &args).then_some(branch)
            }
            (Some(Asked::Slot), Next::Wait) => self.slot(branch),
            (Some(Asked::Choice(_)), Next::Wait) => self.choice(&branch),
            _ => {
                let says = branch.runner.says.into_iter();
                let said = says.filter(|one| !CLOSING.contains(&one.source.as_str()));
                self.note(NoWay::Ends { said: said.map(|one| one.text).collect() });
                None
            }
        }
    }

    /// Whether the customer is asked for what is wanted.
    fn is_it(&mut self, branch: &Branch<'a>, args: &BTreeMap<String, Value>) -> bool {
        let Some((_, Act::Do(call))) = branch.runner.at() else { return false };
        if call.tool != self.wanted.tool {
            return false;
        }
        let other = self.wanted.args.iter().find(|(name, value)| args.get(*name) != Some(value));
        let Some((parameter, _)) = other else { return true };
        let found = args.get(parameter).cloned().unwrap_or(Value::None);
        self.note(NoWay::Differs { parameter: parameter.clone(), found });
        false
    }

    /// Goes on with one answer.
    fn go_on(&mut self, mut branch: Branch<'a>) -> Option<Branch<'a>> {
        let next = branch.runner.run();
        self.visit(branch, &next)
    }

    fn slot(&mut self, branch: Branch<'a>) -> Option<Branch<'a>> {
        let (step, Act::Ask { slot, kind, within, then, .. }) = branch.runner.at()? else {
            return None;
        };
        if *kind.present() == Type::Bool && is_argument(self.procedure, slot) {
            // A declaration is the customer's own.
            self.theirs.get_or_insert(branch);
            return None;
        }
        let labels = branch.runner.labels(slot, kind);
        for value in self.answers(&branch, slot, kind) {
            if !branch.runner.allowed(&value, within.as_ref()) {
                let said = within
                    .as_ref()
                    .and_then(|(_, key)| branch.runner.fill(key, &branch.runner.env()));
                let parameter = self.parameter(slot);
                self.note(NoWay::Outside { parameter, said: said.unwrap_or_default() });
                continue;
            }
            let shown = shown(&branch.runner, &value, &labels);
            if let Some(found) = self.go_on(branch.with(&step, slot, then, &value, &shown)) {
                return Some(found);
            }
        }
        None
    }

    /// What may answer a question: the argument of its name, or else everything where there are few.
    fn answers(&mut self, branch: &Branch<'a>, slot: &str, kind: &Type) -> Vec<Value> {
        let parameter = self.parameter(slot);
        let given = self.wanted.args.get(&parameter);
        if let Some(value) = given {
            if conforms(&self.book.catalogue, value, kind).is_ok() {
                return vec![value.clone()];
            }
            if let Type::Word(words) = kind.present() {
                self.note(NoWay::NotOffered { parameter, options: words.clone() });
            }
            return Vec::new();
        }
        match kind.present() {
            Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Type::Word(words) => words.iter().map(Value::word).collect(),
            _ => {
                let question = branch.runner.says.last().map(|asked| asked.text.clone());
                self.note(NoWay::Missing { parameter, question: question.unwrap_or_default() });
                Vec::new()
            }
        }
    }

    /// The parameter that is handed a slot as it is; else the slot's own name.
    fn parameter(&self, slot: &str) -> String {
        let calls = self.procedure.steps.values().filter_map(|act| match act {
            Act::Do(call) if call.tool == self.wanted.tool => Some(call),
            _ => None,
        });
        let mut handed = calls.flat_map(|call| &call.with);
        let found = handed.find(|(_, source)| source.text.trim() == slot);
        found.map_or_else(|| slot.to_owned(), |(name, _)| name.clone())
    }

    fn choice(&mut self, branch: &Branch<'a>) -> Option<Branch<'a>> {
        let (step, Act::Choose { slot, from, show, then, .. }) = branch.runner.at()? else {
            return None;
        };
        let env = branch.runner.env();
        let all = eval(&from.expr, &env);
        let wanted = self.named(branch, all.entries());
        for entry in all.entries() {
            let id = entry.record_id();
            if wanted.as_ref().is_some_and(|(_, wanted)| id.as_ref() != Some(wanted)) {
                continue;
            }
            let mut inside = env.clone();
            inside.names.insert("it".to_owned(), entry.clone());
            let shown = branch.runner.label(show, &inside).unwrap_or_default();
            if let Some(found) = self.go_on(branch.with(&step, slot, then, entry, &shown)) {
                return Some(found);
            }
        }
        let is_there = |wanted: &std::sync::Arc<str>| {
            all.entries().iter().any(|entry| entry.record_id().as_ref() == Some(wanted))
        };
        if let Some((parameter, _)) = wanted.filter(|(_, wanted)| !is_there(wanted)) {
            let options = all.entries().iter().filter_map(Value::record_id);
            let options = options.map(|id| id.to_string()).collect();
            self.note(NoWay::NotOffered { parameter, options });
        }
        None
    }

    /// The argument that names one of records like these.
    fn named(
        &self,
        branch: &Branch<'a>,
        entries: &[Value],
    ) -> Option<(String, std::sync::Arc<str>)> {
        let record = branch.runner.record_of(entries.first()?)?;
        let called = self.book.catalogue.records.get(record)?.get("id")?;
        let tool = self.book.catalogue.tools.get(self.wanted.tool)?;
        tool.with.iter().filter(|(_, kind)| kind.present() == called).find_map(|(name, _)| {
            match self.wanted.args.get(name) {
                Some(Value::Id(id)) => Some((name.clone(), id.clone())),
                _ => None,
            }
        })
    }
}

/// An answer as the customer reads it.
fn shown(runner: &Runner<'_>, value: &Value, labels: &[(String, String)]) -> String {
    match value {
        Value::Bool(true) => runner.shared("yes"),
        Value::Bool(false) => runner.shared("no"),
        Value::Money(money) => runner.s.wording.money(*money),
        Value::Date(date) => runner.s.wording.date(*date),
        Value::Int(number) => number.to_string(),
        Value::Word(word) => {
            let label = labels.iter().find(|(known, _)| **known == **word);
            label.map_or_else(|| word.to_string(), |(_, label)| label.clone())
        }
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests;
