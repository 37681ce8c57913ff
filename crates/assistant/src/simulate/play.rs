//! One example, from its first message to its end.

use std::collections::BTreeMap;

use kernel::{Currency, Date};

use super::{Customer, Customers, Ear, Failure, Setting};
use crate::book::Book;
use crate::procedure::{End, Example, Procedure};
use crate::text::Plain;
use crate::turn::{
    Heard, Intent, Next, Outcome, Rules, Situation, State, ToolCall, ToolFailure, answer,
};
use crate::value::{Type, Value};

/// The language that examples are written in.
const WRITTEN: &str = "en";
/// How sure it is of an intent that is given.
const GIVEN: f32 = 0.95;
/// Most tools of one turn.
const CALLS_MAX: usize = 8;

/// Everything that an example is played with.
pub(super) struct Play<'a> {
    pub(super) book: &'a Book,
    pub(super) customers: &'a Customers,
    pub(super) ear: &'a dyn Ear,
    pub(super) today: Date,
}

/// How the first message is understood.
#[derive(Clone, Copy)]
pub(super) enum First<'a> {
    /// The example's own; its intent is given.
    Given,
    /// What somebody else wrote for the same wish; understood by what was learnt.
    Paraphrase(&'a str),
}

/// What came of it.
pub(super) struct Came {
    ends: String,
    calls: Vec<String>,
    step: Option<String>,
    /// Messages that nothing was left to answer for.
    unheard: usize,
}

impl Came {
    pub(super) fn is(&self, example: &Example) -> bool {
        self.ends == example.ends && self.calls == example.calls && self.unheard == 0
    }

    /// Whether something was done that the example does not do.
    pub(super) fn did_other(&self, example: &Example) -> bool {
        self.calls.iter().any(|call| !example.calls.contains(call))
    }

    pub(super) fn failure(&self, of: &Procedure, example: &Example, language: &str) -> Failure {
        let said = |ends: &str, calls: &[String]| match calls {
            [] => format!("`{ends}` with no tool"),
            calls => format!("`{ends}` with {}", calls.join(", ")),
        };
        let mut got = said(&self.ends, &self.calls);
        if self.unheard > 0 {
            got.push_str(&format!(", with {} messages left over", self.unheard));
        }
        Failure {
            file: format!("procedures/{}/procedure.toml", of.name),
            example: example.name.clone(),
            language: language.to_owned(),
            step: self.step.clone(),
            expected: said(&example.ends, &example.calls),
            got,
        }
    }
}

/// One conversation.
struct Side<'a> {
    customer: &'a Customer,
    language: &'a str,
    state: State,
    choices: Vec<String>,
    calls: Vec<String>,
    over: bool,
}

impl Play<'_> {
    /// The example as it is written.
    pub(super) fn example(
        &self,
        of: &Procedure,
        example: &Example,
        language: &str,
    ) -> Result<(), Failure> {
        let came = self.came(of, example, language, First::Given)?;
        if came.is(example) { Ok(()) } else { Err(came.failure(of, example, language)) }
    }

    /// The example with tools that refuse: it ends with a person, and is never said to be done.
    pub(super) fn refused(&self, of: &Procedure, example: &Example) -> Result<(), Failure> {
        let came = self.played(of, example, WRITTEN, First::Given, true)?;
        if came.ends == "hand_over" {
            return Ok(());
        }
        let mut failure = came.failure(of, example, WRITTEN);
        failure.expected = "`hand_over`, because its tools refuse".to_owned();
        Err(failure)
    }

    pub(super) fn came(
        &self,
        of: &Procedure,
        example: &Example,
        language: &str,
        first: First<'_>,
    ) -> Result<Came, Failure> {
        self.played(of, example, language, first, false)
    }

    /// Plays it in the language of the examples and in the other one side by side: an answer that is a
    /// choice in the one is the same choice in the other.
    fn played(
        &self,
        of: &Procedure,
        example: &Example,
        language: &str,
        first: First<'_>,
        refuses: bool,
    ) -> Result<Came, Failure> {
        let customer = self.customers.by_name.get(&example.customer).ok_or_else(|| Failure {
            file: format!("procedures/{}/procedure.toml", of.name),
            example: example.name.clone(),
            language: language.to_owned(),
            step: None,
            expected: format!("the customer `{}`", example.customer),
            got: "none of this name in customers/".to_owned(),
        })?;
        let side = |language| Side {
            customer,
            language,
            state: State::default(),
            choices: Vec::new(),
            calls: Vec::new(),
            over: false,
        };
        let (mut written, mut own) = (side(WRITTEN), side(self.book.language(language)));
        let mut unheard = 0;
        for (place, said) in example.says.iter().enumerate() {
            if own.over {
                unheard += 1;
                continue;
            }
            let (original, heard) = if place == 0 {
                let original = self.given(of, said, WRITTEN, customer);
                let heard = match first {
                    First::Given => Some(original.clone()),
                    First::Paraphrase(text) => {
                        self.ear.whole(text, &self.setting(own.language, customer))
                    }
                };
                (original, heard)
            } else {
                let original = self.ear.clues(said, &self.setting(WRITTEN, customer));
                let heard = self.translated(&original, &written, &own);
                (original, Some(heard))
            };
            let Some(heard) = heard else { break };
            self.turn(&mut own, &heard, refuses);
            self.turn(&mut written, &original, refuses);
        }
        Ok(Came { ends: ends(&own), step: step(&own), calls: own.calls, unheard })
    }

    fn setting<'s>(&self, language: &'s str, customer: &Customer) -> Setting<'s> {
        Setting { language, today: self.today, currency: currency(customer) }
    }

    fn given(&self, of: &Procedure, said: &str, language: &str, customer: &Customer) -> Heard {
        let mut heard = self.ear.clues(said, &self.setting(language, customer));
        let given = of.intents.first().cloned();
        heard.intents = given.map(|label| Intent { label, likely: GIVEN }).into_iter().collect();
        heard
    }

    /// The answer as it would be written in the other language: the same choice, or yes, or no; all else
    /// is no matter of language here.
    fn translated(&self, heard: &Heard, written: &Side<'_>, own: &Side<'_>) -> Heard {
        let places: Vec<String> = (0..written.choices.len()).map(|at| at.to_string()).collect();
        let labels: Vec<(String, String)> =
            places.iter().cloned().zip(written.choices.iter().cloned()).collect();
        let chosen = answer::value(heard, &Type::Word(places), &labels, None);
        let place = chosen.as_ref().and_then(Value::as_str).and_then(|at| at.parse().ok());
        let shown = place.and_then(|at: usize| own.choices.get(at));
        let key = match heard.clues.yes {
            Some(true) => Some("yes"),
            Some(false) => Some("no"),
            None => None,
        };
        let text = shown.cloned().or_else(|| {
            let texts = self.book.texts_in(own.language)?;
            texts
                .get(key?)?
                .fill(&crate::expr::Env { today: self.today, names: BTreeMap::new() }, &Plain)
        });
        let setting = self.setting(own.language, own.customer);
        text.map_or_else(|| heard.clone(), |text| self.ear.clues(&text, &setting))
    }

    fn turn(&self, side: &mut Side<'_>, heard: &Heard, refuses: bool) {
        if side.over {
            return;
        }
        let rules = Rules::default();
        let situation = Situation {
            facts: &side.customer.facts,
            today: self.today,
            identity: side.customer.identity,
            language: side.language,
            wording: &Plain,
            rules: &rules,
        };
        let mut outcome = self.book.hear(std::mem::take(&mut side.state), heard, &situation);
        for _ in 0..CALLS_MAX {
            let Outcome { state, says, next } = outcome;
            if let Some(last) = says.iter().rev().find(|said| !said.choices.is_empty()) {
                side.choices.clone_from(&last.choices);
            } else if !says.is_empty() {
                side.choices.clear();
            }
            side.over = matches!(next, Next::HandOver { .. });
            let Next::Call(call) = next else {
                side.state = state;
                return;
            };
            let result = self.answered(&call, refuses);
            if result.is_ok() {
                side.calls.push(call.tool.clone());
            }
            outcome = self.book.told(state, result, &situation);
        }
        side.over = true;
        side.state = outcome.state;
    }

    fn answered(&self, call: &ToolCall, refuses: bool) -> Result<Value, ToolFailure> {
        let failure = |why: &str| ToolFailure { code: "refused".to_owned(), why: why.to_owned() };
        if refuses {
            return Err(failure("tools refuse in this simulation"));
        }
        let answer = self.customers.answer(self.book, call, self.today);
        answer.ok_or_else(|| failure("customers/tools.toml has no answer"))
    }
}

fn ends(side: &Side<'_>) -> String {
    if side.over {
        return "hand_over".to_owned();
    }
    let end = side.state.done.last().filter(|_| side.state.frames.is_empty());
    let word = match end.map(|done| done.end) {
        Some(End::Done) => "done",
        Some(End::Answered) => "answered",
        Some(End::Dropped) => "dropped",
        None => "a question",
    };
    word.to_owned()
}

fn step(side: &Side<'_>) -> Option<String> {
    side.state.frames.last().map(|frame| frame.step.clone())
}

/// What the newest order was paid in.
fn currency(customer: &Customer) -> Option<Currency> {
    match customer.facts.get("orders")?.entries().first()?.field("total") {
        Value::Money(money) => Some(money.currency),
        _ => None,
    }
}
