//! Agents of other companies, for one customer each: they read what the assistant knows of the customer, and
//! propose. They do nothing themselves.
//!
//! A proposal is a conversation of its own, in which a procedure has come to ask the customer "shall I?".
//! Only the customer, signed in, answers there; the assistant then looks everything up again and does it
//! under its own grants, or does not. So an agent has the assistant's authority, and never more.

mod earlier;
mod person;
mod propose;
mod standing;

use std::collections::BTreeMap;
use std::sync::Arc;

use assistant::Value;
use assistant::book::Book;
use assistant::turn::State;
use assistant::value::Fields;
use compliance::authority::{Action, Principal, Resource, Role};
use kernel::{ConversationId, CustomerId};
use serde::{Deserialize, Serialize};
use store::assistant_turns::AssistantTurnRow;
use support::conversation::{Channel, Conversation};

pub use earlier::{BEGUN_PER_DAY_MAX, PROPOSALS_WAITING_MAX, proposals};
pub use person::ask_for_person;
pub use propose::propose;
pub use standing::{Made, Standing};

use super::{facts, procedures};
use crate::conversations::{self, NewConversation};
use crate::session::Ask;
use crate::sign_in::is_visitor;
use crate::{App, AppError, Session, customers};

/// Of whoever has said nothing of it.
const LANGUAGE: &str = "en";

/// What an agent proposes: a tool with its arguments, and the procedure that leads to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    pub procedure: String,
    pub tool: String,
    pub args: BTreeMap<String, Value>,
}

/// What is kept of an agent's part in a turn.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Begun {
    agent: Option<kernel::PrincipalId>,
    #[serde(default)]
    proposal: Option<Proposal>,
}

/// What an agent knows of a customer: the procedures in force, and the facts.
#[derive(Debug, Clone)]
pub struct Seen {
    pub book: Arc<Book>,
    pub facts: Fields,
}

/// The procedures in force, whose catalogue says which tools there are. Whom the agent speaks for does not
/// matter.
///
/// # Errors
/// [`AppError::Unprocessable`] with `no_assistant`, or the store's.
pub async fn book(app: &App, agent: &Principal) -> Result<Arc<Book>, AppError> {
    app.read(agent, in_force).await
}

/// Reads what the assistant knows of the customer.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::NotFound`] for a customer who is not there.
pub async fn read(app: &App, agent: &Principal) -> Result<Seen, AppError> {
    let own = agent.clone();
    app.read(&seat(agent), move |s| {
        let customer = whose(s, &own, Action::AgentRead)?;
        Ok(Seen { book: in_force(s)?, facts: facts::read(s, &customer)?.fields })
    })
    .await
}

/// The assistant's own seat, under the agent's name: what it does for this customer is done from here.
fn seat(agent: &Principal) -> Principal {
    Principal { role: Role::Ai, ..agent.clone() }
}

/// The customer whom an agent speaks for, if policy lets it.
fn whose(
    s: &mut Session<'_, '_>,
    agent: &Principal,
    action: Action,
) -> Result<CustomerId, AppError> {
    let named = agent.customer.clone().filter(|customer| !is_visitor(customer));
    let customer = named.ok_or_else(|| {
        AppError::invalid("Ombud-Customer", "name the customer whom the agent speaks for")
    })?;
    let on = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    let verdict = s.verdict_of(agent, action, &on, Ask::default());
    s.granted(action, verdict)?;
    match customers::record(s, &customer)? {
        Some(_) => Ok(customer),
        None => Err(AppError::not_found("the customer", &customer)),
    }
}

fn in_force(s: &mut Session<'_, '_>) -> Result<Arc<Book>, AppError> {
    let none = || AppError::unprocessable("no_assistant", "there is no assistant here, or not yet");
    procedures::in_force(s)?.ok_or_else(none)
}

fn language(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<String, AppError> {
    let record = customers::record(s, customer)?;
    let claimed = customers::claimed(s, customer)?.locale;
    let known = claimed.or_else(|| record.map(|record| record.language));
    Ok(known.unwrap_or_else(|| LANGUAGE.to_owned()))
}

/// A conversation of the customer's, begun by the agent.
fn begin(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    subject: &str,
    language: &str,
) -> Result<Conversation, AppError> {
    let new = NewConversation {
        customer: Some(customer.clone()),
        channel: Channel::Chat,
        subject: subject.to_owned(),
        language: Some(language.to_owned()),
        order: None,
        dispute: None,
        message: None,
    };
    Ok(conversations::open(s, new)?.kept.conversation)
}

/// Keeps the turn that such a conversation begins with: the customer's answer is read from where it stands.
fn turn(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
    outcome: &str,
    (state, doc): (&State, serde_json::Value),
) -> Result<(), AppError> {
    let row = AssistantTurnRow {
        tenant: s.tenant().clone(),
        conversation,
        turn: 1,
        at: s.now(),
        // It answers no message.
        message_seq: 0,
        procedure: state.frames.last().map(|frame| frame.procedure.clone()),
        outcome: outcome.to_owned(),
        state: serde_json::to_string(state)?,
        doc: doc.to_string(),
    };
    Ok(store::assistant_turns::insert(s.tx(), &row)?)
}
