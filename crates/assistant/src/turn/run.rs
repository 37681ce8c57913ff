//! Walking through a procedure until somebody is waited for: the customer, a tool, a person.

use std::collections::BTreeMap;

use kernel::Currency;

use super::dialogue::want_key;
use super::state::{Asked, Done, Frame, State};
use super::{
    Clues, HandOverWhy, Heard, Next, Outcome, Situation, ToolCall, ToolFailure, Utterance, answer,
    choose,
};
use crate::book::Book;
use crate::check::option_key;
use crate::expr::{Env, eval, holds};
use crate::procedure::{Act, Call, End, Procedure, Source};
use crate::value::{Type, Value};

/// Most steps of one turn: procedures that start one another cannot go on for ever.
const STEPS_MAX: usize = 200;
/// Longest choice that is shown, in characters: what a shop calls its goods may be longer.
pub(super) const CHOICE_CHARS_MAX: usize = 200;
/// Most choices that are shown at a time; more are found by writing.
pub(super) const CHOICES_MAX: usize = 8;

/// What one step led to.
enum Led {
    Step(String),
    /// The procedure ended.
    Ended(End),
    Stop(Next),
}

/// A turn in the making.
#[derive(Debug, Clone)]
pub(super) struct Runner<'a> {
    pub(super) book: &'a Book,
    pub(super) s: &'a Situation<'a>,
    pub(super) state: State,
    pub(super) says: Vec<Utterance>,
    /// What the customer just said; used up by the first question that it answers.
    pub(super) heard: Option<&'a Heard>,
}

impl<'a> Runner<'a> {
    pub(super) fn new(book: &'a Book, s: &'a Situation<'a>, state: State) -> Self {
        Self { book, s, state, says: Vec::new(), heard: None }
    }

    pub(super) fn finish(self, next: Next) -> Outcome {
        Outcome { state: self.state, says: self.says, next }
    }

    pub(super) fn procedure(&self) -> Option<&'a Procedure> {
        let frame = self.state.frames.last()?;
        // A version that is gone is not gone on with: its steps may be others.
        self.book
            .procedures
            .get(&frame.procedure)
            .filter(|procedure| procedure.version == frame.version)
    }

    /// Goes on with the procedure at work from its step.
    pub(super) fn run(&mut self) -> Next {
        for _ in 0..STEPS_MAX {
            let Some(frame) = self.state.frames.last() else { return self.nothing_left() };
            let step = frame.step.clone();
            let act = self.procedure().and_then(|procedure| procedure.steps.get(&step));
            let Some(act) = act else { return self.broken() };
            match self.step(&step, act) {
                Led::Step(next) => self.go(next),
                Led::Stop(next) => return next,
                Led::Ended(end) => {
                    if let Some(next) = self.ended(end) {
                        return next;
                    }
                }
            }
        }
        self.broken()
    }

    pub(super) fn go(&mut self, step: String) {
        if let Some(frame) = self.state.frames.last_mut() {
            frame.step = step;
        }
    }

    fn step(&mut self, name: &str, act: &Act) -> Led {
        match act {
            Act::Say { text, lines, receipt, then } => {
                if !self.say_lines(text, lines.as_ref(), *receipt) {
                    return Led::Stop(self.broken());
                }
                Led::Step(then.clone())
            }
            Act::Ask { .. } => self.ask(name, act),
            Act::Choose { .. } => self.choose(name, act),
            Act::Let { values, missing, then } => {
                self.name_values(name, values, missing.as_ref(), then)
            }
            Act::When { cases, otherwise } => {
                let env = self.env();
                let case = cases.iter().find(|(case, _)| holds(&case.expr, &env));
                Led::Step(case.map_or(otherwise, |(_, go)| go).clone())
            }
            Act::Do(call) => self.call(name, call),
            Act::Start(other) => {
                self.state.frames.pop();
                Led::Stop(self.start(other))
            }
            Act::HandOver { why, skill } => {
                let procedure = self.state.frames.last().map(|frame| frame.procedure.clone());
                self.say(why, &self.env(), false);
                self.state.asked = None;
                Led::Stop(Next::HandOver {
                    why: HandOverWhy::Procedure,
                    skill: skill.clone(),
                    procedure,
                })
            }
            Act::End(end) => Led::Ended(*end),
        }
    }

    fn ask(&mut self, name: &str, act: &Act) -> Led {
        let Act::Ask { slot, kind, text, within, then } = act else {
            return Led::Stop(self.broken());
        };
        let labels = self.labels(slot, kind);
        // Words are asked for: what was said before was said about something else.
        let heard = if *kind == Type::Words { None } else { self.heard.take() };
        if let Some(value) =
            heard.and_then(|heard| answer::value(heard, kind, &labels, self.currency()))
            && self.allowed(&value, within.as_ref())
            // What a whole message was for is no answer to yes or no, nor a choice among words that
            // were not shown yet.
            && !matches!(kind, Type::Bool | Type::Word(_))
        {
            self.give(name, slot, value);
            return Led::Step(then.clone());
        }
        let choices = match kind {
            Type::Bool => vec![self.shared("yes"), self.shared("no")],
            _ => labels.into_iter().map(|(_, label)| label).collect(),
        };
        self.say_with(text, choices);
        self.state.asked = Some(Asked::Slot);
        Led::Stop(Next::Wait)
    }

    pub(super) fn allowed(&self, value: &Value, within: Option<&(Source, String)>) -> bool {
        let Some((within, _)) = within else { return true };
        let mut env = self.env();
        env.names.insert("it".to_owned(), value.clone());
        holds(&within.expr, &env)
    }

    /// The options of a question, each with what it is called.
    pub(super) fn labels(&self, slot: &str, kind: &Type) -> Vec<(String, String)> {
        let Type::Word(words) = kind.present() else { return Vec::new() };
        let env = self.env();
        let label = |word: &String| {
            let label = self.fill(&option_key(slot, word), &env)?;
            Some((word.clone(), label))
        };
        words.iter().filter_map(label).collect()
    }

    fn choose(&mut self, name: &str, act: &Act) -> Led {
        let Act::Choose { slot, from, text, show, empty, then } = act else {
            return Led::Stop(self.broken());
        };
        let env = self.env();
        let entries = eval(&from.expr, &env);
        let entries = entries.entries();
        let chosen = match entries {
            [] => return Led::Step(empty.clone()),
            [one] => Some(one),
            several => {
                let known_by = self.known_by(several);
                self.heard.take().and_then(|heard| {
                    // "My last order" counts in no list: none was shown yet.
                    let clues = Clues { ordinal: None, ..heard.clues.clone() };
                    choose::meant(&heard.text, &clues, several, &known_by)
                })
            }
        };
        if let Some(chosen) = chosen {
            self.give(name, slot, chosen.clone());
            return Led::Step(then.clone());
        }
        let shown = entries.get(..entries.len().min(CHOICES_MAX)).unwrap_or_default();
        let mut choices = Vec::new();
        let mut ids = Vec::new();
        for entry in shown {
            let mut inside = env.clone();
            inside.names.insert("it".to_owned(), entry.clone());
            if let (Some(label), Some(id)) = (self.label(show, &inside), entry.record_id()) {
                choices.push(label);
                ids.push(id.to_string());
            }
        }
        self.say_with(text, choices);
        self.state.asked = Some(Asked::Choice(ids));
        Led::Stop(Next::Wait)
    }

    /// How customers name records of this kind.
    pub(super) fn known_by(&self, entries: &[Value]) -> crate::catalogue::KnownBy {
        let record = entries.first().and_then(|entry| self.record_of(entry));
        let known = record.and_then(|record| self.book.catalogue.known_by.get(record));
        known.cloned().unwrap_or_default()
    }

    /// What kind of record it is. Records do not say what they are; their fields do.
    pub(super) fn record_of(&self, entry: &Value) -> Option<&'a str> {
        let Value::Record(fields) = entry else { return None };
        let mut records = self.book.catalogue.records.iter();
        let found = records.find(|(_, wanted)| wanted.keys().eq(fields.keys()));
        found.map(|(record, _)| record.as_str())
    }

    fn name_values(
        &mut self,
        name: &str,
        values: &[(String, Source)],
        missing: Option<&String>,
        then: &str,
    ) -> Led {
        let mut env = self.env();
        let mut given = Vec::new();
        for (name, source) in values {
            let value = eval(&source.expr, &env);
            if let (true, Some(missing)) = (value.is_none(), missing) {
                return Led::Step(missing.clone());
            }
            env.names.insert(name.clone(), value.clone());
            given.push((name, value));
        }
        for (given, value) in given {
            self.give(name, given, value);
        }
        Led::Step(then.to_owned())
    }

    fn call(&mut self, name: &str, call: &Call) -> Led {
        let env = self.env();
        let args = arguments(call, &env);
        if let Some(above) = self.above_limit(call, &args) {
            return Led::Step(above);
        }
        match &call.confirm {
            Some(confirm) => {
                let choices = vec![self.shared("yes"), self.shared("no")];
                self.say_with(confirm, choices);
                self.state.asked = Some(Asked::Confirm(args));
                Led::Stop(Next::Wait)
            }
            None => match self.tool_call(name, call, args) {
                Some(call) => Led::Stop(Next::Call(Box::new(call))),
                None => Led::Stop(self.broken()),
            },
        }
    }

    /// Where it goes on if the amount is more than may be, or one of the two is not known.
    pub(super) fn above_limit(
        &self,
        call: &Call,
        args: &BTreeMap<String, Value>,
    ) -> Option<String> {
        let (limit, above) = call.limit.as_ref()?;
        let tool = self.book.catalogue.tools.get(&call.tool);
        let amount = tool.and_then(|tool| tool.amount.as_ref()).and_then(|name| args.get(name));
        let within = match (eval(&limit.expr, &self.env()), amount) {
            (Value::Money(most), Some(Value::Money(amount))) => {
                amount.currency == most.currency && amount.minor <= most.minor
            }
            _ => false,
        };
        (!within).then(|| above.clone())
    }

    /// The call of a tool with these arguments; `None` where it is not sure enough who asks.
    pub(super) fn tool_call(
        &self,
        step: &str,
        call: &Call,
        args: BTreeMap<String, Value>,
    ) -> Option<ToolCall> {
        let tool = self.book.catalogue.tools.get(&call.tool)?;
        let procedure = self.procedure()?;
        // Who is signed in may have changed since the procedure began.
        if self.s.identity < tool.identity.max(procedure.identity) {
            return None;
        }
        let amount = tool.amount.as_ref().and_then(|name| match args.get(name) {
            Some(Value::Money(money)) => Some(*money),
            _ => None,
        });
        Some(ToolCall {
            procedure: procedure.name.clone(),
            version: procedure.version,
            step: step.to_owned(),
            tool: call.tool.clone(),
            power: tool.power,
            action: tool.action.clone(),
            args,
            amount,
            policy: call.policy.clone(),
        })
    }

    /// What a tool answered.
    pub(super) fn told(&mut self, result: Result<Value, ToolFailure>) -> Next {
        let Some(frame) = self.state.frames.last() else { return self.broken() };
        let step = frame.step.clone();
        let act = self.procedure().and_then(|procedure| procedure.steps.get(&step));
        let Some(Act::Do(call)) = act else { return self.broken() };
        match result {
            Err(_) => self.go(call.failed.clone()),
            Ok(value) => {
                self.state.tools.push(call.tool.clone());
                if let Some(gives) = &call.gives {
                    self.give(&step, gives, value);
                }
                self.go(call.then.clone());
            }
        }
        self.run()
    }

    /// Begins a procedure, unless it is not sure enough who writes.
    pub(super) fn start(&mut self, name: &str) -> Next {
        let Some(procedure) = self.book.procedures.get(name) else { return self.broken() };
        if self.s.identity < procedure.identity {
            let choices = vec![self.shared("person")];
            let text = self.shared("sign_in");
            self.utter(text, choices, false, "texts/sign_in");
            self.state.asked = None;
            return Next::Wait;
        }
        if self.state.frames.len() >= super::state::FRAMES_MAX {
            self.state.frames.remove(0);
        }
        self.state.frames.push(Frame {
            procedure: procedure.name.clone(),
            version: procedure.version,
            step: procedure.start.clone(),
            values: BTreeMap::new(),
            trail: Vec::new(),
        });
        self.state.tools.clear();
        self.run()
    }

    /// A procedure came to its end: what waits comes next.
    fn ended(&mut self, end: End) -> Option<Next> {
        let frame = self.state.frames.pop()?;
        let tools = std::mem::take(&mut self.state.tools);
        let Frame { procedure, version, .. } = frame;
        self.state.done.push(Done { procedure, version, end, tools });
        self.state.asked = None;
        if !self.state.waiting.is_empty() {
            let next = self.state.waiting.remove(0);
            self.heard = None;
            return Some(self.start(&next));
        }
        None
    }

    /// Nothing is at work any more.
    fn nothing_left(&mut self) -> Next {
        let text = self.shared("anything_else");
        // What was done meanwhile is not offered again.
        let State { perhaps, done, .. } = &mut self.state;
        perhaps.retain(|name| !done.iter().any(|done| done.procedure == *name));
        let mut choices: Vec<String> =
            self.state.perhaps.iter().map(|name| self.shared(&want_key(name))).collect();
        if !choices.is_empty() {
            choices.push(self.shared("no"));
        }
        self.utter(text, choices, false, "texts/anything_else");
        self.state.asked = Some(Asked::More);
        Next::Wait
    }

    /// A procedure that cannot go on is a person's matter.
    pub(super) fn broken(&mut self) -> Next {
        let procedure = self.state.frames.last().map(|frame| frame.procedure.clone());
        let text = self.shared("failed");
        self.utter(text, Vec::new(), false, "texts/failed");
        self.state.asked = None;
        Next::HandOver { why: HandOverWhy::Failed, skill: None, procedure }
    }

    /// What the step that gave something is called, for looking it up anew.
    pub(super) fn give(&mut self, step: &str, name: &str, value: Value) {
        if let Some(frame) = self.state.frames.last_mut() {
            frame.values.insert(name.to_owned(), value);
            if frame.trail.last().is_none_or(|last| last != step) {
                frame.trail.push(step.to_owned());
            }
        }
    }

    /// The facts, and what was given.
    pub(super) fn env(&self) -> Env {
        let mut names = self.s.facts.clone();
        if let Some(frame) = self.state.frames.last() {
            names.extend(frame.values.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        Env { today: self.s.today, names }
    }

    /// What was given, looked up anew from the facts as they are now, without what is there no longer. `None`
    /// where something of it cannot be looked up.
    pub(super) fn renewed(&self) -> Option<BTreeMap<String, Value>> {
        let (frame, procedure) = (self.state.frames.last()?, self.procedure()?);
        let mut env = Env { today: self.s.today, names: self.s.facts.clone() };
        let mut values = BTreeMap::new();
        for step in &frame.trail {
            let mut renew = |name: &String, value: Value| {
                env.names.insert(name.clone(), value.clone());
                values.insert(name.clone(), value);
            };
            match procedure.steps.get(step)? {
                Act::Ask { slot, .. } => renew(slot, frame.values.get(slot)?.clone()),
                Act::Choose { slot, from, .. } => {
                    let id = frame.values.get(slot)?.record_id()?;
                    let entries = eval(&from.expr, &env);
                    let same = |entry: &&Value| entry.record_id().as_deref() == Some(&*id);
                    let found = entries.entries().iter().find(same)?.clone();
                    env.names.insert(slot.clone(), found.clone());
                    values.insert(slot.clone(), found);
                }
                Act::Let { values: wanted, missing, .. } => {
                    for (name, source) in wanted {
                        let value = eval(&source.expr, &env);
                        if value.is_none() && missing.is_some() {
                            env.names.remove(name);
                            values.remove(name);
                            continue;
                        }
                        env.names.insert(name.clone(), value.clone());
                        values.insert(name.clone(), value);
                    }
                }
                Act::Do(call) => {
                    let name = call.gives.as_ref()?;
                    renew(name, frame.values.get(name)?.clone());
                }
                _ => return None,
            }
        }
        Some(values)
    }

    /// The currency that an amount without one is in: that of the record at hand, or of the newest order.
    pub(super) fn currency(&self) -> Option<Currency> {
        let frame = self.state.frames.last();
        let given = frame.and_then(|frame| frame.values.values().find_map(currency_of));
        let newest = || self.s.facts.get("orders")?.entries().first().and_then(currency_of);
        given.or_else(newest)
    }
}

/// The arguments of a call, as the facts and what was given make them; what may be left out is.
pub(super) fn arguments(call: &Call, env: &Env) -> BTreeMap<String, Value> {
    let one = |(name, source): &(String, Source)| (name.clone(), eval(&source.expr, env));
    call.with.iter().map(one).filter(|(_, value)| !value.is_none()).collect()
}

fn currency_of(value: &Value) -> Option<Currency> {
    match value {
        Value::Money(money) => Some(money.currency),
        Value::Record(fields) => fields.values().find_map(|value| match value {
            Value::Money(money) => Some(money.currency),
            _ => None,
        }),
        _ => None,
    }
}
