//! What a message means in the conversation as it stands: an answer, a new wish, a change of mind, or
//! nothing that was understood.

use super::quote::is_question;
use super::run::{Runner, arguments};
use super::state::{Asked, State, WAITING_MAX};
use super::{
    AboutMe, HandOverWhy, Heard, Intent, Next, Outcome, Situation, ToolFailure, Which, answer,
    choose,
};
use crate::book::Book;
use crate::expr::eval;
use crate::procedure::{Act, Call};
use crate::value::Value;

const GREETING: &str = "greeting";
const THANKS: &str = "thanks";
const GOODBYE: &str = "goodbye";
const OUT_OF_SCOPE: &str = "out_of_scope";

impl Book {
    /// One turn of a customer.
    pub fn hear(&self, state: State, heard: &Heard, s: &Situation<'_>) -> Outcome {
        let mut runner = Runner::new(self, s, state);
        runner.state.turns = runner.state.turns.saturating_add(1);
        let answer = (heard.clues.only && runner.state.asked.is_some()).then(|| heard.only());
        let heard = answer.as_ref().unwrap_or(heard);
        runner.heard = Some(heard);
        if heard.wants_person {
            runner.state.person_wishes = runner.state.person_wishes.saturating_add(1);
        }
        let person = heard.wants_person && runner.state.person_wishes >= s.rules.person_at_wish;
        let next = if person { runner.person() } else { runner.understand(heard) };
        runner.finish(next)
    }

    /// Goes on after a tool was called.
    pub fn told(
        &self,
        state: State,
        result: Result<Value, ToolFailure>,
        s: &Situation<'_>,
    ) -> Outcome {
        let mut runner = Runner::new(self, s, state);
        let next = runner.told(result);
        runner.finish(next)
    }
}

impl<'a> Runner<'a> {
    pub(super) fn person(&mut self) -> Next {
        let procedure = self.state.frames.last().map(|frame| frame.procedure.clone());
        let text = self.shared("person_comes");
        self.utter(text, Vec::new(), false, "texts/person_comes");
        self.state.asked = None;
        Next::HandOver { why: HandOverWhy::Asked, skill: None, procedure }
    }

    fn understand(&mut self, heard: &Heard) -> Next {
        if let Some(about) = heard.clues.about_me {
            return self.about_me(about);
        }
        if let Some(next) = self.taken_back(heard) {
            return next;
        }
        match self.state.asked.clone() {
            None => self.wish(heard),
            Some(Asked::More) => self.more(heard),
            Some(Asked::Helped) => self.helped(heard),
            Some(Asked::Person) => self.person_offered(heard),
            Some(Asked::Meant(names)) => self.meant(heard, &names),
            Some(Asked::Slot) => self.slot(heard),
            Some(Asked::Choice(ids)) => self.choice(heard, &ids),
            Some(Asked::Confirm(args)) => self.confirmed(heard, &args),
        }
    }

    /// Says what it is, or what it can do, and goes on where it was.
    fn about_me(&mut self, about: AboutMe) -> Next {
        let key = match about {
            AboutMe::What => "what_i_am",
            AboutMe::Skills => "what_i_can",
        };
        let text = self.shared(key);
        self.utter(text, Vec::new(), false, &format!("texts/{key}"));
        if self.state.frames.is_empty() {
            self.state.asked = None;
            return Next::Wait;
        }
        self.ask_again()
    }

    /// The customer wants something: one thing, two, or nobody knows what.
    pub(super) fn wish(&mut self, heard: &Heard) -> Next {
        let wanted = self.wanted(heard);
        if wanted.is_empty() {
            let said = self.small_talk(heard).or_else(|| self.quoted(heard));
            return said.unwrap_or_else(|| self.unclear(heard));
        }
        self.understood();
        let mut wanted = self.in_order(wanted);
        let first = wanted.remove(0);
        self.state.perhaps = self.perhaps(heard, &first, &wanted);
        for other in wanted {
            if self.state.waiting.len() < WAITING_MAX && !self.state.waiting.contains(&other) {
                self.state.waiting.push(other);
            }
        }
        self.start(&first)
    }

    /// The procedures of what is surely wanted, the likeliest first.
    pub(super) fn wanted(&self, heard: &Heard) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (place, intent) in heard.intents.iter().enumerate() {
            let enough = if place == 0 { self.s.rules.sure } else { self.s.rules.sure_of_second };
            if intent.likely < enough || intent.likely < heard.out_of_scope {
                break;
            }
            if let Some(name) = self.book.by_intent.get(&intent.label)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }

    /// What is wanted at once, each before those that would get in its way; else as it was said.
    fn in_order(&self, mut wanted: Vec<String>) -> Vec<String> {
        let mut ordered = Vec::new();
        while !wanted.is_empty() {
            let free = |name: &String| {
                !wanted.iter().any(|other| other != name && self.comes_before(other, name))
            };
            let place = wanted.iter().position(free).unwrap_or(0);
            ordered.push(wanted.remove(place));
        }
        ordered
    }

    fn comes_before(&self, one: &str, other: &str) -> bool {
        let procedure = self.book.procedures.get(one);
        procedure.is_some_and(|procedure| procedure.before.iter().any(|name| name == other))
    }

    /// What may be wanted besides what is surely wanted.
    fn perhaps(&self, heard: &Heard, first: &str, others: &[String]) -> Vec<String> {
        let known = |name: &str| name == first || others.iter().any(|other| other == name);
        let least = self.s.rules.offered.max(heard.out_of_scope);
        let likely = heard.intents.iter().skip(1).filter(|intent| intent.likely >= least);
        let names = likely.filter_map(|intent| self.book.by_intent.get(&intent.label));
        names.filter(|name| !known(name)).take(WAITING_MAX).cloned().collect()
    }

    fn small_talk(&mut self, heard: &Heard) -> Option<Next> {
        let top = heard.intents.first().filter(|top| top.likely >= self.s.rules.sure)?;
        let key = match top.label.as_str() {
            GREETING => "hello",
            THANKS => "welcome",
            GOODBYE => "goodbye",
            _ => return None,
        };
        let text = self.shared(key);
        self.utter(text, Vec::new(), false, &format!("texts/{key}"));
        self.understood();
        let over = key == "goodbye" || (key == "welcome" && self.state.frames.is_empty());
        if over && !self.state.done.is_empty() {
            return Some(Next::Resolve);
        }
        Some(Next::Wait)
    }

    /// Not sure: asks which of two was meant, or says that it was not understood; the second time a
    /// person comes.
    fn unclear(&mut self, heard: &Heard) -> Next {
        self.state.misses = self.state.misses.saturating_add(1);
        if self.state.misses >= self.s.rules.misses_max {
            return self.not_understood();
        }
        let names = self.candidates(&heard.intents, heard.out_of_scope);
        if names.is_empty() {
            let text = self.shared("not_understood");
            self.utter(text, vec![self.shared("person")], false, "texts/not_understood");
            return Next::Wait;
        }
        self.which_of_these(names)
    }

    fn which_of_these(&mut self, names: Vec<String>) -> Next {
        let text = self.shared("which_of_these");
        let mut choices: Vec<String> =
            names.iter().map(|name| self.shared(&want_key(name))).collect();
        choices.push(self.shared("person"));
        self.utter(text, choices, false, "texts/which_of_these");
        self.state.asked = Some(Asked::Meant(names));
        Next::Wait
    }

    /// What may have been meant: at most three.
    pub(super) fn candidates(&self, intents: &[Intent], out_of_scope: f32) -> Vec<String> {
        let likely = |intent: &&Intent| {
            intent.likely >= self.s.rules.likely.max(out_of_scope / 2.0)
                && intent.label != OUT_OF_SCOPE
        };
        let mut names: Vec<String> = Vec::new();
        for intent in intents.iter().filter(likely) {
            if let Some(name) = self.book.by_intent.get(&intent.label)
                && !names.contains(name)
                && names.len() < 3
            {
                names.push(name.clone());
            }
        }
        names
    }

    pub(super) fn not_understood(&mut self) -> Next {
        let procedure = self.state.frames.last().map(|frame| frame.procedure.clone());
        let text = self.shared("person_instead");
        self.utter(text, Vec::new(), false, "texts/person_instead");
        self.state.asked = None;
        Next::HandOver { why: HandOverWhy::NotUnderstood, skill: None, procedure }
    }

    pub(super) fn understood(&mut self) {
        self.state.misses = 0;
        self.state.asked = None;
    }

    /// After "anything else?".
    fn more(&mut self, heard: &Heard) -> Next {
        if let Some(offered) = self.taken_up(heard) {
            self.understood();
            self.heard = None;
            return self.start(&offered);
        }
        let wanted = self.wanted(heard);
        if wanted.is_empty() && heard.clues.yes == Some(false) {
            let text = self.shared("goodbye");
            self.utter(text, Vec::new(), false, "texts/goodbye");
            self.understood();
            return Next::Resolve;
        }
        if wanted.is_empty() && heard.clues.yes == Some(true) {
            let text = self.shared("what_next");
            self.utter(text, Vec::new(), false, "texts/what_next");
            self.understood();
            return Next::Wait;
        }
        self.state.asked = None;
        self.wish(heard)
    }

    /// What was offered beside "anything else?" and is now wanted: its label, or yes where it was the only one.
    fn taken_up(&mut self, heard: &Heard) -> Option<String> {
        let offered = std::mem::take(&mut self.state.perhaps);
        match offered.as_slice() {
            [] => None,
            [only] if heard.clues.yes == Some(true) && self.wanted(heard).is_empty() => {
                Some(only.clone())
            }
            several => self.chosen(heard, several),
        }
    }

    /// The procedure whose label was written.
    fn chosen(&self, heard: &Heard, names: &[String]) -> Option<String> {
        let labels: Vec<(String, String)> =
            names.iter().map(|name| (name.clone(), self.shared(&want_key(name)))).collect();
        let kind = crate::value::Type::Word(names.to_vec());
        match answer::value(heard, &kind, &labels, None) {
            Some(Value::Word(name)) => Some(name.to_string()),
            _ => None,
        }
    }

    fn meant(&mut self, heard: &Heard, names: &[String]) -> Next {
        if let Some(name) = self.chosen(heard, names) {
            self.understood();
            return self.start(&name);
        }
        self.state.asked = None;
        if heard.clues.only || heard.clues.which == Some(Which::Neither) {
            let text = self.shared("what_next");
            self.utter(text, Vec::new(), false, "texts/what_next");
            return Next::Wait;
        }
        self.wish(heard)
    }

    /// Something was not understood: says so, or gets a person the second time.
    fn missed(&mut self) -> Option<Next> {
        self.state.misses = self.state.misses.saturating_add(1);
        if self.state.misses >= self.s.rules.misses_max {
            return Some(self.not_understood());
        }
        let text = self.shared("again");
        self.utter(text, Vec::new(), false, "texts/again");
        None
    }

    /// The answer to a step's own question.
    fn slot(&mut self, heard: &Heard) -> Next {
        let Some((step, Act::Ask { slot, kind, within, then, .. })) = self.at() else {
            return self.broken();
        };
        let labels = self.labels(slot, kind);
        let value = answer::value(heard, kind, &labels, self.currency());
        match value {
            Some(value) if self.allowed(&value, within.as_ref()) => {
                self.understood();
                self.heard = None;
                self.give(&step, slot, value);
                self.go(then.clone());
                self.run()
            }
            Some(_) => {
                self.state.misses = self.state.misses.saturating_add(1);
                if self.state.misses >= self.s.rules.misses_max {
                    return self.not_understood();
                }
                if let Some((_, outside)) = within {
                    self.say_with(outside, Vec::new());
                }
                Next::Wait
            }
            None => self.something_else(heard),
        }
    }

    fn choice(&mut self, heard: &Heard, ids: &[String]) -> Next {
        let Some((step, Act::Choose { slot, from, show, then, .. })) = self.at() else {
            return self.broken();
        };
        if heard.clues.which == Some(Which::Neither) {
            return self.none_of_these();
        }
        let env = self.env();
        let all = eval(&from.expr, &env);
        let shown: Vec<Value> = ids
            .iter()
            .filter_map(|id| {
                let same = |entry: &&Value| entry.record_id().is_some_and(|known| *known == **id);
                all.entries().iter().find(same).cloned()
            })
            .collect();
        let by_label = shown.iter().find(|entry| {
            let mut inside = env.clone();
            inside.names.insert("it".to_owned(), (*entry).clone());
            self.label(show, &inside).is_some_and(|label| label == heard.text.trim())
        });
        let known_by = self.known_by(&shown);
        let found = by_label
            .or_else(|| choose::meant(&heard.text, &heard.clues, &shown, &known_by))
            // More than are shown can be named.
            .or_else(|| choose::meant(&heard.text, &heard.clues, all.entries(), &known_by));
        match found {
            Some(entry) => {
                self.understood();
                self.heard = None;
                self.give(&step, slot, entry.clone());
                self.go(then.clone());
                self.run()
            }
            None => self.something_else(heard),
        }
    }

    /// The answer to "shall I?".
    fn confirmed(
        &mut self,
        heard: &Heard,
        confirmed: &std::collections::BTreeMap<String, Value>,
    ) -> Next {
        let Some((step, Act::Do(call))) = self.at() else { return self.broken() };
        let yes = heard.clues.yes.or_else(|| heard.clues.takes_back.then_some(false));
        match yes {
            // A yes inside a question is none.
            Some(true) if !is_question(heard) => {
                self.understood();
                self.heard = None;
                self.do_confirmed(&step, call, confirmed)
            }
            Some(false) => {
                self.understood();
                self.heard = None;
                let Some(declined) = &call.declined else { return self.broken() };
                self.go(declined.clone());
                // They may have said in the same breath what they want instead.
                let other = self.other_wish(heard);
                self.state.waiting.extend(other);
                self.run()
            }
            _ if is_question(heard) => self.asked_back(heard),
            _ => self.something_else(heard),
        }
    }

    /// Everything is looked up anew: what is done is what was confirmed, or it is asked again.
    fn do_confirmed(
        &mut self,
        step: &str,
        call: &Call,
        confirmed: &std::collections::BTreeMap<String, Value>,
    ) -> Next {
        let given = self.state.frames.last().map(|frame| frame.values.clone()).unwrap_or_default();
        // What the call speaks of must still be there; what a step before needed may be done with.
        let is_whole = |values: &std::collections::BTreeMap<String, Value>| {
            given.keys().all(|name| values.contains_key(name) || !call.speaks_of(name))
        };
        let Some(values) = self.renewed().filter(is_whole) else {
            self.go(call.failed.clone());
            return self.run();
        };
        if let Some(frame) = self.state.frames.last_mut() {
            frame.values = values;
        }
        let args = arguments(call, &self.env());
        if args != *confirmed {
            let text = self.shared("changed");
            self.utter(text, Vec::new(), false, "texts/changed");
            return self.run();
        }
        if let Some(above) = self.above_limit(call, &args) {
            self.go(above);
            return self.run();
        }
        match self.tool_call(step, call, args) {
            Some(call) => Next::Call(Box::new(call)),
            None => self.broken(),
        }
    }

    /// No answer to what was asked: another wish, a change of mind, or not understood.
    fn something_else(&mut self, heard: &Heard) -> Next {
        if let Some(other) = self.other_wish(heard) {
            self.understood();
            return self.start(&other);
        }
        if heard.clues.yes == Some(false) {
            self.understood();
            return self.drop_it();
        }
        if is_question(heard) && self.quote(heard) {
            return self.ask_again();
        }
        if self.state.misses == 0 && heard.intents.first().is_some_and(is_courtesy) {
            // "Thanks" is no answer, and no failure either.
            return self.ask_again();
        }
        self.missed().unwrap_or_else(|| self.ask_again())
    }

    pub(super) fn ask_again(&mut self) -> Next {
        self.state.asked = None;
        self.heard = None;
        self.run()
    }

    /// A wish that is surely not what is at work.
    pub(super) fn other_wish(&self, heard: &Heard) -> Option<String> {
        let top = heard.intents.first().filter(|top| top.likely >= self.s.rules.sure_of_change)?;
        if top.likely < heard.out_of_scope {
            return None;
        }
        let name = self.book.by_intent.get(&top.label)?;
        let at_work = self.state.frames.iter().any(|frame| frame.procedure == *name);
        (!at_work).then(|| name.clone())
    }

    /// The step that waits for the customer.
    pub(super) fn at(&self) -> Option<(String, &'a Act)> {
        let step = self.state.frames.last()?.step.clone();
        let act = self.procedure()?.steps.get(&step)?;
        Some((step, act))
    }
}

fn is_courtesy(intent: &Intent) -> bool {
    matches!(intent.label.as_str(), GREETING | THANKS)
}

/// The shared text that names what a procedure is for.
pub(crate) fn want_key(procedure: &str) -> String {
    format!("want_{procedure}")
}
