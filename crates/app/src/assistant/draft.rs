//! What the assistant would say, worked out without saying or doing it: for whoever has the floor.

use std::collections::BTreeMap;

use assistant::Value;
use assistant::book::Book;
use assistant::procedure::Act;
use assistant::turn::{Asked, Heard, Intent, Next, Outcome, State, ToolCall};
use support::conversation::Conversation;
use understanding::slots::Locale;

use super::hear::{self, Setting};
use super::turn::{in_situation, setting, stood};
use super::{Assistant, facts};
use crate::{App, AppError, Session};

/// Of texts that belong to no procedure: greetings, what was not understood; and quoted passages, which are
/// suggested on their own.
const NO_PROCEDURE: [&str; 2] = ["texts", "articles"];

/// A reply that a procedure would give.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) procedure: String,
    pub(crate) version: u32,
    pub(crate) title: String,
    /// How likely it is that the customer wants this, calibrated; `None` where the procedure was at work
    /// before.
    pub(crate) likely: Option<f32>,
    /// The tool that the procedure has reached, with the order that it is about: nothing was called.
    pub(crate) tool: Option<String>,
    pub(crate) order: Option<String>,
}

/// What was understood of a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Understood {
    pub(crate) heard: Option<Heard>,
    /// Of the newest order, ISO 3166; empty where there is none.
    pub(crate) market: String,
}

impl Understood {
    /// What is wanted most, unless it is about something else.
    pub(crate) fn intent(&self) -> Option<&Intent> {
        let heard = self.heard.as_ref()?;
        heard.intents.first().filter(|first| first.likely >= heard.out_of_scope)
    }
}

/// What the rest of the conversation tells for understanding.
pub(crate) fn surroundings(
    s: &mut Session<'_, '_>,
    c: &Conversation,
) -> Result<Surroundings, AppError> {
    Ok(Surroundings(setting(s, c)?))
}

/// See [`surroundings`].
#[derive(Debug, Clone)]
pub(crate) struct Surroundings(Setting);

impl Surroundings {
    /// How amounts and dates are read in a language (BCP 47), where the customer is.
    pub(crate) fn locale(&self, language: &str) -> Option<Locale> {
        Setting { language: language.to_owned(), ..self.0.clone() }.locale()
    }
}

/// Understands a text, beside the threads that serve sockets; nothing where no assistant is connected.
///
/// # Errors
/// [`AppError::Internal`] where the work did not come to its end.
pub(crate) async fn understand(
    app: &App,
    text: String,
    around: Surroundings,
) -> Result<Understood, AppError> {
    let Some(assistant) = app.assistant().cloned() else { return Ok(Understood::default()) };
    let market = around.0.country.clone();
    let heard = hear::aside(&assistant, text, &around.0).await?;
    Ok(Understood { heard: Some(heard), market })
}

/// The reply of the procedure that would be at work, from where the assistant stood or from the beginning.
/// Nothing where there is none, where it says that it did not understand, or where it would hand over.
pub(crate) fn draft(
    s: &mut Session<'_, '_>,
    assistant: &Assistant,
    c: &Conversation,
    heard: &Heard,
) -> Result<Option<Draft>, AppError> {
    let known = facts::read(s, &c.customer)?;
    let stood = stood(s, c.id)?;
    let was_at_work = stood.frames.last().map(|frame| frame.procedure.clone());
    for state in [stood, State::default()] {
        let outcome = in_situation(assistant, c, &known, |book, situation| {
            book.hear(state, heard, situation)
        });
        let Some(mut draft) = of(assistant, outcome) else { continue };
        let is_same = was_at_work.as_deref() == Some(draft.procedure.as_str());
        let wanted = heard
            .intents
            .iter()
            .find(|one| assistant.book.by_intent.get(&one.label) == Some(&draft.procedure));
        draft.likely = wanted.map(|one| one.likely).filter(|_| !is_same);
        return Ok(Some(draft));
    }
    Ok(None)
}

fn of(assistant: &Assistant, outcome: Outcome) -> Option<Draft> {
    let Outcome { state, says, next } = outcome;
    if matches!(next, Next::HandOver { .. }) {
        return None;
    }
    let says: Vec<_> = says
        .into_iter()
        .filter_map(|one| {
            let name = one
                .source
                .split('/')
                .next()
                .filter(|name| !NO_PROCEDURE.contains(name))?
                .to_owned();
            Some((name, one))
        })
        .collect();
    let called = match &next {
        Next::Call(call) => Some(call.as_ref()),
        _ => None,
    };
    let at_work = called.map(|call| call.procedure.clone());
    let name = at_work.or_else(|| says.first().map(|(name, _)| name.clone()))?;
    let procedure = assistant.book.procedures.get(&name)?;
    let is_choice = matches!(state.asked, Some(Asked::Choice(_)));
    let last = says.len().saturating_sub(1);
    let mut text = String::new();
    for (place, (_, one)) in says.iter().enumerate() {
        if place > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&one.text);
        // A person's message has no buttons: what there is to choose from is written.
        for choice in one.choices.iter().filter(|_| is_choice && place == last) {
            text.push_str("\n- ");
            text.push_str(choice);
        }
    }
    let (tool, args) = reached(&assistant.book, &state, called).unzip();
    let order = args.and_then(|args| args.get("order")?.as_str().map(str::to_owned));
    Some(Draft {
        text,
        procedure: name,
        version: procedure.version,
        title: procedure.title.clone(),
        likely: None,
        tool,
        order,
    })
}

/// The tool that is called next, or asked about, with its arguments.
pub(super) fn reached(
    book: &Book,
    state: &State,
    called: Option<&ToolCall>,
) -> Option<(String, BTreeMap<String, Value>)> {
    if let Some(call) = called {
        return Some((call.tool.clone(), call.args.clone()));
    }
    let Some(Asked::Confirm(args)) = &state.asked else { return None };
    let frame = state.frames.last()?;
    match book.procedures.get(&frame.procedure)?.steps.get(&frame.step)? {
        Act::Do(call) => Some((call.tool.clone(), args.clone())),
        _ => None,
    }
}
