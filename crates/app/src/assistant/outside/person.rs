//! A person for the customer, when their agent asks for one: a conversation in the desk's queue.

use assistant::control::Mode;
use assistant::turn::State;
use compliance::authority::{Action, Principal};
use serde_json::json;

use super::earlier::Earlier;
use super::{Begun, begin, language, seat, turn, whose};
use crate::{App, AppError, Session, conversations};

/// The outcome of the turn that such a conversation begins with.
const HANDED_OVER: &str = "handed_over";
/// What the desk reads as its subject.
const SUBJECT: &str = "Asked for by the customer's own assistant";

/// Asks for a person for the customer, with a word why. While one is waited for it is the same
/// conversation: its number.
///
/// # Errors
/// [`AppError::Invalid`] for words that are too long; [`AppError::Conflict`] with `too_many_proposals`;
/// [`AppError::Forbidden`]; [`AppError::NotFound`].
pub async fn ask_for_person(
    app: &App,
    agent: &Principal,
    words: String,
) -> Result<String, AppError> {
    let own = agent.clone();
    app.write(&seat(agent), move |s| put(s, &own, words.clone())).await
}

fn put(s: &mut Session<'_, '_>, agent: &Principal, words: String) -> Result<String, AppError> {
    let customer = whose(s, agent, Action::AgentPropose)?;
    let earlier = Earlier::read(s, agent, &customer)?;
    if let Some(conversation) = earlier.with_a_person() {
        return Ok(conversation.number.clone());
    }
    earlier.has_room()?;
    let language = language(s, &customer)?;
    let conversation = begin(s, &customer, SUBJECT, &language)?;
    let words = understanding::pii::redact(&words).text.into_owned();
    conversations::ask_for_person(s, conversation.id, Some(words))?;
    let begun = Begun { agent: agent.id.clone(), proposal: None };
    let doc = json!({ "mode": Mode::Act, "begun": begun });
    turn(s, conversation.id, HANDED_OVER, (&State::default(), doc))?;
    Ok(conversation.number)
}
