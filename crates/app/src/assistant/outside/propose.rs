//! Proposing: the procedure is walked to its last question, and the customer is asked it.

use std::collections::BTreeMap;

use assistant::Value;
use assistant::book::Book;
use assistant::catalogue::Identity;
use assistant::catalogue::json::to_json;
use assistant::control::Mode;
use assistant::turn::{Heard, NoWay, Steered, Utterance, Wanted};
use compliance::authority::{Action, Principal};
use serde_json::json;
use support::conversation::{Conversation, Shown};

use super::earlier::Earlier;
use super::standing::{Made, PROPOSED, Standing};
use super::{Begun, Proposal, begin, in_force, language, seat, turn, whose};
use crate::assistant::control;
use crate::assistant::facts::{self, Known};
use crate::assistant::turn::situated;
use crate::conversations::{self, NewMessage};
use crate::{App, AppError, Session};

/// Proposes something to the customer. Proposed again while it waits, it is the same proposal.
///
/// # Errors
/// [`AppError::Invalid`] with the argument at fault; [`AppError::Unprocessable`] with `procedure_ends`
/// where the procedure does not come to it, `not_for_ai` where people answer; [`AppError::Conflict`] with
/// `too_many_proposals`; [`AppError::Forbidden`]; [`AppError::NotFound`].
pub async fn propose(app: &App, agent: &Principal, proposal: Proposal) -> Result<Made, AppError> {
    let own = agent.clone();
    app.write(&seat(agent), move |s| put(s, &own, proposal.clone())).await
}

fn put(s: &mut Session<'_, '_>, agent: &Principal, proposal: Proposal) -> Result<Made, AppError> {
    let customer = whose(s, agent, Action::AgentPropose)?;
    let proposal = Proposal { args: without_secrets(proposal.args), ..proposal };
    let book = in_force(s)?;
    let earlier = Earlier::read(s, agent, &customer)?;
    if let Some(made) = earlier.same(&proposal) {
        return Ok(made);
    }
    earlier.has_room()?;
    let language = language(s, &customer)?;
    let known = facts::read(s, &customer)?;
    let steered = steered(s, &book, &known, &proposal, &language)?;
    // Other words for the same question are the same proposal.
    if let Some(made) = earlier.asked(&proposal, &steered.outcome.state) {
        return Ok(made);
    }
    if !control::may_begin(s)? {
        return Err(for_people());
    }
    let conversation = begin(s, &customer, &steered.subject, &language)?;
    let place = (conversation.id, known.country.as_str());
    let drawn = control::draw(s, place, &Heard::default(), &steered.outcome, &book)?;
    if drawn.mode != Mode::Act {
        return Err(for_people());
    }
    for (number, utterance) in steered.outcome.says.iter().enumerate() {
        say(s, &conversation, number, utterance)?;
    }
    keep(s, agent, &conversation, &steered, &proposal)?;
    Ok(Made::of(&conversation, proposal, Standing::Waiting, &steered.outcome.says))
}

/// Personal data with a form or a check digit is no argument: what is asked of the customer is what is kept.
fn without_secrets(args: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let clean = |value| match value {
        Value::Words(words) => Value::words(&*understanding::pii::redact(&words).text),
        other => other,
    };
    args.into_iter().map(|(name, value)| (name, clean(value))).collect()
}

/// Where the customer is asked for it. The conversation is one of the pages: who answers there is signed in.
fn steered(
    s: &Session<'_, '_>,
    book: &Book,
    known: &Known,
    proposal: &Proposal,
    language: &str,
) -> Result<Steered, AppError> {
    let rules = s.app().assistant().map(|one| one.rules.clone()).unwrap_or_default();
    let Proposal { procedure, tool, args } = proposal;
    let who = (Identity::SignedIn, language);
    situated((book, &rules), who, known, |situation| {
        book.steer(Wanted { procedure, tool, args }, situation)
    })
    .map_err(|why| refused(&why))
}

fn refused(why: &NoWay) -> AppError {
    let said = why.to_string();
    match why {
        NoWay::UnknownProcedure { .. } => AppError::invalid("procedure", said),
        NoWay::Missing { parameter, .. }
        | NoWay::NotOffered { parameter, .. }
        | NoWay::Outside { parameter, .. } => AppError::invalid(parameter.clone(), said),
        NoWay::Differs { parameter, found } => {
            let found = to_json(found);
            AppError::invalid(parameter.clone(), format!("{said}: {found}"))
        }
        NoWay::Unsure | NoWay::Ends { .. } | NoWay::TooLong => {
            AppError::unprocessable("procedure_ends", said)
        }
    }
}

fn for_people() -> AppError {
    AppError::unprocessable("not_for_ai", "people answer this here: ask for a person")
}

fn say(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    number: usize,
    utterance: &Utterance,
) -> Result<(), AppError> {
    let new = NewMessage {
        client_id: format!("agent-{number}"),
        text: utterance.text.clone(),
        attachments: Vec::new(),
        in_reply_to: None,
        epoch: Some(conversation.floor.epoch),
        send_at: None,
    };
    let shown = Shown { choices: utterance.choices.clone(), receipt: false, source: None };
    let said = conversations::say_with(s, conversation.id, new, None, shown)?;
    if said.discarded { Err(for_people()) } else { Ok(()) }
}

fn keep(
    s: &mut Session<'_, '_>,
    agent: &Principal,
    conversation: &Conversation,
    steered: &Steered,
    proposal: &Proposal,
) -> Result<(), AppError> {
    let state = &steered.outcome.state;
    let frame = state.frames.last();
    // Ids and amounts alone: what the agent wrote for the customer is in the conversation.
    let body = json!({
        "conversation": conversation.id, "tool": proposal.tool, "procedure": proposal.procedure,
        "version": frame.map(|frame| frame.version), "step": frame.map(|frame| &frame.step),
    });
    s.audit("assistant.proposed", format!("conversation/{}", conversation.id), Some(body));
    let begun = Begun { agent: agent.id.clone(), proposal: Some(proposal.clone()) };
    let said = steered.outcome.says.as_slice();
    let doc = json!({ "mode": Mode::Act, "said": said, "begun": begun });
    turn(s, conversation.id, PROPOSED, (state, doc))
}
