//! What must hold of every turn, said without the machine's own words.

use std::collections::BTreeSet;

use assistant::Value;
use assistant::book::Book;
use assistant::catalogue::{Power, conforms};
use assistant::propose::{Command, Taken};
use assistant::turn::{Asked, HandOverWhy, Heard, Next, Outcome, Situation, State, ToolCall};
use assistant::value::{Fields, Type};

/// What was taken of a proposal gave nobody a power.
pub(crate) fn taken(state: &State, said: &Heard, taken: &Taken) {
    assert!(taken.heard.wants_person || !said.wants_person, "a wish for a person was taken back");
    assert_eq!(taken.heard.text, said.text, "the customer's words were changed");
    if said.wants_person {
        assert_eq!(taken.command, None, "a model was heard beside a wish for a person");
    }
    if matches!(state.asked, Some(Asked::Confirm(_))) {
        assert!(
            taken.heard.clues.yes != Some(true) || said.clues.yes == Some(true),
            "a model confirmed"
        );
        assert_ne!(taken.command, Some(Command::Yes));
    }
    let (now, then) = (&taken.heard.clues, &said.clues);
    assert!(now.amounts.iter().all(|one| then.amounts.contains(one)), "an amount was made up");
    assert!(now.dates.iter().all(|one| then.dates.contains(one)), "a date was made up");
    assert!(now.counts.iter().all(|one| then.counts.contains(one)), "a number was made up");
}

/// Who asks for a person gets one in this turn.
pub(crate) fn wish_for_a_person(said: &Heard, outcome: &Outcome) {
    if said.wants_person {
        let asked = matches!(outcome.next, Next::HandOver { why: HandOverWhy::Asked, .. });
        assert!(asked, "a person was asked for: {:?}", outcome.next);
    }
}

pub(crate) fn always(book: &Book, s: &Situation<'_>, outcome: &Outcome) {
    let Outcome { state, says, next } = outcome;
    assert!(state.misses <= s.rules.misses_max, "{} misses", state.misses);
    if state.misses >= s.rules.misses_max {
        let given_up = matches!(next, Next::HandOver { why: HandOverWhy::NotUnderstood, .. });
        assert!(given_up, "missed twice, and no person: {next:?}");
    }
    assert!(!says.is_empty() || matches!(next, Next::Call(_)), "silence: {next:?}");
    assert!(state.frames.len() <= 4 && state.waiting.len() <= 4, "{state:?}");
    for frame in &state.frames {
        assert!(book.procedures.contains_key(&frame.procedure));
    }
    // What waits for a yes is a step that has its confirmation.
    if let Some(Asked::Confirm(_)) = &state.asked {
        assert_eq!(next, &Next::Wait);
        assert!(says.last().is_some_and(|last| last.choices.len() == 2), "{says:?}");
    }
}

/// A tool is called: on the very arguments that the customer said yes to, by who may, for no more than
/// the facts have.
pub(crate) fn call(
    book: &Book,
    s: &Situation<'_>,
    before: &State,
    said: &Heard,
    call: &ToolCall,
    nth: usize,
) {
    let tool = &book.catalogue.tools[&call.tool];
    assert_eq!((call.power, &call.action), (tool.power, &tool.action));
    if tool.power > Power::Read {
        let confirmed = match &before.asked {
            Some(Asked::Confirm(args)) => {
                *args == call.args
                    && said.clues.yes == Some(true)
                    && said.clues.asks.is_none()
                    && !said.text.contains(['?', '¿'])
                    && nth == 0
            }
            _ => false,
        };
        assert!(confirmed, "{} was not confirmed: {:?}", call.tool, call.args);
        assert!(!said.wants_person);
    }
    let procedure = &book.procedures[&call.procedure];
    assert!(s.identity >= tool.identity && s.identity >= procedure.identity, "{:?}", s.identity);
    for (name, kind) in &tool.with {
        let given = call.args.get(name).cloned().unwrap_or(Value::None);
        conforms(&book.catalogue, &given, kind).unwrap_or_else(|why| panic!("{name}{why}"));
    }
    assert!(call.args.keys().all(|name| tool.with.contains_key(name)), "{:?}", call.args);
    let known = Known::of(s.facts);
    for (name, value) in &call.args {
        if let (Value::Id(id), Some(Type::Id(_) | Type::Optional(_))) = (value, tool.with.get(name))
        {
            assert!(known.ids.contains(&**id), "{name} = {id} is no id of the customer's");
        }
    }
    if let Some(amount) = call.amount {
        let most = known.most.iter().filter(|(currency, _)| *currency == amount.currency.code());
        let most = most.map(|(_, minor)| *minor).max();
        assert!(most.is_some_and(|most| amount.minor <= most), "{amount} is more than any fact");
    }
}

/// All ids and amounts of the facts.
#[derive(Default)]
struct Known {
    ids: BTreeSet<String>,
    most: Vec<(String, i64)>,
}

impl Known {
    fn of(facts: &Fields) -> Self {
        let mut known = Self::default();
        facts.values().for_each(|value| known.add(value));
        known
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Id(id) => _ = self.ids.insert(id.to_string()),
            Value::Money(money) => self.most.push((money.currency.code().to_owned(), money.minor)),
            Value::Record(fields) => fields.values().for_each(|value| self.add(value)),
            Value::List(values) => values.iter().for_each(|value| self.add(value)),
            _ => {}
        }
    }
}
