//! Agents of other companies, for one customer each: they read what the assistant knows of the customer, and
//! propose. They do nothing themselves.
//!
//! A proposal is a conversation of its own, in which a procedure has come to ask the customer "shall I?".
//! Only the customer, signed in, answers there; the assistant then looks everything up again and does it
//! under its own grants, or does not. So an agent has the assistant's authority, and never more.

mod person;
mod standing;

use std::collections::BTreeMap;
use std::sync::Arc;

use assistant::Value;
use assistant::book::Book;
use assistant::catalogue::Identity;
use assistant::control::Mode;
use assistant::turn::{Heard, NoWay, Situation, Steered, Utterance, Wanted};
use assistant::value::Fields;
use compliance::authority::{Action, Principal, Resource, Role};
use kernel::{ConversationId, CustomerId, Duration};
use letters::Locale;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::assistant_turns::AssistantTurnRow;
use support::conversation::{Channel, Conversation, Shown};

pub use person::ask_for_person;
pub use standing::{Made, Standing, proposals};

use self::standing::Earlier;
use super::facts::{self, Known};
use super::wording::Written;
use super::{control, procedures};
use crate::conversations::{self, NewConversation, NewMessage};
use crate::session::Ask;
use crate::sign_in::is_visitor;
use crate::{App, AppError, Session, customers};

/// The outcome of the turn that a proposal begins with.
const PROPOSED: &str = "proposed";
/// Most proposals of one customer that wait for an answer.
pub const PROPOSALS_WAITING_MAX: usize = 3;
/// Most conversations that agents begin with one customer within [`DAY`].
pub const BEGUN_PER_DAY_MAX: usize = 10;
const DAY: Duration = Duration::from_days(1);
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
    Ok(Made::waiting(&conversation, proposal, &steered.outcome.says))
}

/// Personal data with a form or a check digit is no argument: what is asked of the customer is what is kept.
fn without_secrets(args: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let clean = |value| match value {
        Value::Words(words) => Value::words(&*understanding::pii::redact(&words).text),
        other => other,
    };
    args.into_iter().map(|(name, value)| (name, clean(value))).collect()
}

fn language(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<String, AppError> {
    let record = customers::record(s, customer)?;
    let claimed = customers::claimed(s, customer)?.locale;
    let known = claimed.or_else(|| record.map(|record| record.language));
    Ok(known.unwrap_or_else(|| LANGUAGE.to_owned()))
}

/// Where the customer is asked for it.
fn steered(
    s: &Session<'_, '_>,
    book: &Book,
    known: &Known,
    proposal: &Proposal,
    language: &str,
) -> Result<Steered, AppError> {
    let rules = s.app().assistant().map(|one| one.rules.clone()).unwrap_or_default();
    let language = book.language(language);
    let wording = Written(Locale::of(language, &known.country));
    let situation = Situation {
        facts: &known.fields,
        today: known.today,
        // The conversation is one of the pages: who answers there is signed in.
        identity: Identity::SignedIn,
        language,
        wording: &wording,
        rules: &rules,
    };
    let Proposal { procedure, tool, args } = proposal;
    book.steer(Wanted { procedure, tool, args }, &situation).map_err(|why| refused(&why))
}

fn refused(why: &NoWay) -> AppError {
    let said = why.to_string();
    match why {
        NoWay::UnknownProcedure => AppError::invalid("procedure", said),
        NoWay::Missing { parameter, .. }
        | NoWay::NotOffered { parameter, .. }
        | NoWay::Outside { parameter, .. } => AppError::invalid(parameter.clone(), said),
        NoWay::Differs { parameter, found } => {
            let found = assistant::catalogue::json::to_json(found);
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

/// Keeps where the assistant stands: the customer's answer is read from here.
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

fn turn(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
    outcome: &str,
    (state, doc): (&assistant::turn::State, serde_json::Value),
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
