//! One turn: read, understand, and then say and do in one transaction.

use assistant::Value;
use assistant::book::Book;
use assistant::catalogue::Identity;
use assistant::control::Mode;
use assistant::phrase::may_rephrase;
use assistant::propose::Taken;
use assistant::turn::{
    HandOverWhy, Heard, Next, Outcome, Rules, Situation, State, ToolCall, Utterance,
};
use dispute::OrderFile;
use kernel::{ConversationId, TenantId};
use letters::Locale;
use serde::Serialize;
use serde_json::json;
use store::Cursor;
use store::assistant_turns::AssistantTurnRow;
use store::orders::OrdersOf;
use support::conversation::{Channel, Conversation, Event, EventBody, Holder, Shown, Speaker};

use super::advice::{Advice, Message};
use super::brief;
use super::cases::{self, Noted};
use super::control::{self, Drawn};
use super::facts::{self, Known};
use super::hear::{self, Setting};
use super::helper::outline;
use super::wording::Written;
use super::{Assistant, procedures, tools};
use crate::conversations::{self, Kept, NewMessage};
use crate::sign_in::is_visitor;
use crate::{App, AppError, Session};

/// Most tools that are called in one turn.
const CALLS_MAX: usize = 8;
/// The outcome of a turn that is a draft for a person to see.
pub(super) const SUGGESTED: &str = "suggested";
/// Newest events that are looked through for what the customer wrote since the last answer.
const EVENTS_MAX: u32 = 50;

/// What a source begins with that is a passage of the help centre.
const ARTICLES: &str = "articles/";

/// What came of looking at a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The customer was answered.
    Yes,
    /// A person was asked for.
    HandedOver,
    /// There was nothing to answer: somebody else has the floor, or the customer was answered.
    NotNeeded,
}

/// What the customer wrote and nobody has answered.
#[derive(Debug, Clone)]
struct Pending {
    conversation: Conversation,
    /// The last message of it.
    seq: u64,
    text: String,
    /// Files that came with it.
    files: usize,
    /// Some of it came by mail into a conversation that is held on our pages. Whoever knows one number of a
    /// thread may write such a letter: it is no word of who is signed in.
    by_mail: bool,
    setting: Setting,
    /// What the assistant said last, with its choices.
    shown: (String, Vec<String>),
}

/// Answers what a customer wrote, if it is the assistant's to answer.
///
/// # Errors
/// The store's, or [`AppError::NotFound`].
pub async fn answer(
    app: &App,
    assistant: &Assistant,
    tenant: &TenantId,
    id: ConversationId,
) -> Result<Answered, AppError> {
    let system = app.system(tenant);
    let asked = app.read(&system, move |s| Ok((pending(s, id)?, procedures::own(s)?))).await?;
    let (Some(pending), own) = asked else { return Ok(Answered::NotNeeded) };
    let mut assistant = assistant.clone();
    assistant.book = own.unwrap_or(assistant.book);
    let mut heard = hear::aside(&assistant, pending.text.clone(), &pending.setting).await?;
    // It confirms nothing and starts nothing: a person looks who wrote it.
    heard.wants_person |= pending.by_mail;
    let advice = advice(app, &assistant, tenant, &pending, &heard).await?;
    let principal = Assistant::principal(tenant, &pending.conversation.customer);
    app.write(&principal, move |s| speak(s, &assistant, &pending, &heard, &advice)).await
}

/// What a language model adds, where there is one. Without it the turn is the same but for the words.
async fn advice(
    app: &App,
    assistant: &Assistant,
    tenant: &TenantId,
    pending: &Pending,
    heard: &Heard,
) -> Result<Advice, AppError> {
    let Some(helper) = app.helper().filter(|_| !pending.by_mail) else {
        return Ok(Advice::default());
    };
    let Pending { conversation, setting, shown, .. } = pending;
    let message = Message { conversation, setting, heard, shown };
    Advice::of(app, helper, assistant, message, tenant).await
}

/// What waits for the assistant, if anything does.
fn pending(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Option<Pending>, AppError> {
    let Kept { conversation, .. } = conversations::stored(s, id)?;
    if !is_its_turn(&conversation) {
        return Ok(None);
    }
    let tenant = s.tenant().clone();
    let rows =
        store::conversation_events::before(s.tx(), &tenant, id, i64::MAX, false, EVENTS_MAX)?;
    let setting = setting(s, &conversation)?;
    let mut pending = Pending {
        conversation,
        seq: 0,
        text: String::new(),
        files: 0,
        by_mail: false,
        setting,
        shown: (String::new(), Vec::new()),
    };
    // Newest first: everything since somebody answered.
    for row in &rows {
        let event: Event = serde_json::from_str(&row.doc)?;
        let EventBody::Message { text, attachments, choices, email, .. } = event.body else {
            continue;
        };
        if event.by.kind != Speaker::Customer {
            pending.shown = (text, choices);
            break;
        }
        pending.seq = pending.seq.max(event.seq);
        pending.files += attachments.len();
        pending.by_mail |= email.is_some() && pending.conversation.channel != Channel::Email;
        pending.text =
            if pending.text.is_empty() { text } else { format!("{text}\n{}", pending.text) };
    }
    Ok((pending.seq > 0).then_some(pending))
}

/// What is known of the customer before a message is read.
pub(super) fn setting(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
) -> Result<Setting, AppError> {
    let tenant = s.tenant().clone();
    let of = OrdersOf::Customer(conversation.customer.clone());
    let newest = store::orders::list(s.tx(), &tenant, &of, &Cursor::newest(), 1)?;
    let newest: Option<OrderFile> =
        newest.first().map(|row| serde_json::from_str(&row.doc)).transpose()?;
    let order = newest.as_ref().map(OrderFile::order);
    let country = order.map_or("", |order| order.jurisdiction.country());
    Ok(Setting {
        language: conversation.language.clone(),
        today: s.now().utc_date(),
        currency: order.map(|order| order.currency),
        country: country.to_owned(),
    })
}

fn is_its_turn(conversation: &Conversation) -> bool {
    conversation.floor.holder == Holder::Ai
        && !conversation.is_erased()
        && conversation.waits_for_us()
        && conversation.why_not_for_ai().is_none()
}

/// Says and does what the procedure says, and keeps the turn.
fn speak(
    s: &mut Session<'_, '_>,
    assistant: &Assistant,
    pending: &Pending,
    heard: &Heard,
    advice: &Advice,
) -> Result<Answered, AppError> {
    let id = pending.conversation.id;
    let Kept { conversation, .. } = conversations::stored(s, id)?;
    // What the customer wrote meanwhile is answered together with this, in a turn of its own.
    let moved = conversation.last.as_ref().is_none_or(|last| last.seq != pending.seq);
    if moved || !is_its_turn(&conversation) {
        return Ok(Answered::NotNeeded);
    }
    let tenant = s.tenant().clone();
    let last = store::assistant_turns::last(s.tx(), &tenant, id)?;
    let number = last.as_ref().map_or(1, |row| row.turn + 1);
    let state = state_of(last)?;
    let mut turn = Turn {
        assistant,
        conversation: &conversation,
        market: &pending.setting.country,
        number,
        drawn: Drawn { mode: Mode::Off, version: 0, intent: String::new() },
        advice,
        taken: None,
        reworded: Vec::new(),
        said: Vec::new(),
        called: Vec::new(),
    };
    let (state, next) = turn.run(s, state, heard, &pending.setting)?;
    turn.note_model(s);
    let answered = turn.end(s, &state, &next)?;
    turn.keep(s, &state, &next, pending, heard)?;
    let Turn { market, drawn, .. } = &turn;
    let conversation = &conversation;
    let asked = advice.asked.as_slice();
    cases::note(
        s,
        &Noted { conversation, market, drawn, heard, state: &state, next: &next, asked },
    )?;
    Ok(answered)
}

/// A tool that was called, as the turn keeps it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Called {
    pub(super) call: ToolCall,
    #[serde(skip_serializing_if = "Option::is_none")]
    gave: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<String>,
}

struct Turn<'a> {
    assistant: &'a Assistant,
    conversation: &'a Conversation,
    market: &'a str,
    number: i64,
    /// What it may do.
    drawn: Drawn,
    advice: &'a Advice,
    /// What was taken of a model's proposal.
    taken: Option<Taken>,
    /// The sources of what a model worded.
    reworded: Vec<String>,
    said: Vec<Utterance>,
    called: Vec<Called>,
}

impl Turn<'_> {
    fn run(
        &mut self,
        s: &mut Session<'_, '_>,
        state: State,
        heard: &Heard,
        setting: &Setting,
    ) -> Result<(State, Next), AppError> {
        let mut known = facts::read(s, &self.conversation.customer)?;
        let read = hear::reader(setting);
        let standing = (&state, &known);
        let taken = self.advice.take(self.assistant, self.conversation, standing, heard, &read);
        let mut outcome =
            self.step(&known, |book, situation| book.hear(state.clone(), &taken.heard, situation));
        self.taken = Some(taken);
        let place = (self.conversation.id, self.market);
        self.drawn = control::draw(s, place, heard, &outcome, &self.assistant.book)?;
        if self.drawn.mode != Mode::Act {
            return Ok(self.draft(outcome));
        }
        for _ in 0..CALLS_MAX {
            let Outcome { state, says, next } = outcome;
            for utterance in says {
                self.say(s, utterance)?;
            }
            let Next::Call(call) = next else { return Ok((state, next)) };
            let result = tools::call(s, &self.conversation.customer, &call)?;
            self.note(s, *call, &result);
            known = facts::read(s, &self.conversation.customer)?;
            outcome = self.step(&known, |book, situation| book.told(state, result, situation));
        }
        let why = HandOverWhy::Failed;
        Ok((outcome.state, Next::HandOver { why, skill: None, procedure: None }))
    }

    /// What it would say and call first; nothing of it is said or done.
    fn draft(&mut self, outcome: Outcome) -> (State, Next) {
        let Outcome { state, says, next } = outcome;
        if self.drawn.mode > Mode::Off {
            self.said = says;
            if let Next::Call(call) = &next {
                let call = ToolCall::clone(call);
                self.called.push(Called { call, gave: None, refused: None });
            }
        }
        (state, next)
    }

    fn step(&self, known: &Known, step: impl FnOnce(&Book, &Situation<'_>) -> Outcome) -> Outcome {
        in_situation(self.assistant, self.conversation, known, step)
    }

    /// Who asked a model what, and what became of it: ids, names of commands, tokens and cost.
    fn note_model(&self, s: &mut Session<'_, '_>) {
        if self.advice.asked.is_empty() {
            return;
        }
        let id = self.conversation.id;
        s.audit("assistant.model", format!("conversation/{id}"), Some(self.modelled()));
    }

    /// What a model added, for the log: no word of anybody.
    fn modelled(&self) -> serde_json::Value {
        let taken = self.taken.as_ref();
        json!({
            "asked": self.advice.asked, "reworded": self.reworded,
            "taken": taken.and_then(|taken| taken.command.as_ref()).map(outline),
            "ignored": taken.map(|taken| taken.ignored.as_slice()).unwrap_or_default(),
        })
    }

    fn note(
        &mut self,
        s: &mut Session<'_, '_>,
        call: ToolCall,
        result: &Result<Value, assistant::turn::ToolFailure>,
    ) {
        // Ids and amounts alone: what the customer wrote is in the conversation.
        let body = json!({
            "conversation": self.conversation.id, "tool": call.tool, "action": call.action,
            "procedure": call.procedure, "version": call.version, "step": call.step,
            "amount": call.amount, "policy": call.policy,
            "refused": result.as_ref().err().map(|failure| &failure.code),
        });
        s.audit("assistant.tool", format!("conversation/{}", self.conversation.id), Some(body));
        let (gave, refused) = match result {
            Ok(value) => (Some(value.clone()), None),
            Err(failure) => (None, Some(failure.code.clone())),
        };
        self.called.push(Called { call, gave, refused });
    }

    fn say(&mut self, s: &mut Session<'_, '_>, utterance: Utterance) -> Result<(), AppError> {
        let worded = may_rephrase(&utterance).then(|| self.advice.wording(&utterance.text));
        let text = worded.unwrap_or(&utterance.text).to_owned();
        if text != utterance.text {
            self.reworded.push(utterance.source.clone());
        }
        let new = NewMessage {
            client_id: format!("assistant-{}-{}", self.number, self.said.len()),
            text,
            attachments: Vec::new(),
            in_reply_to: None,
            epoch: Some(self.conversation.floor.epoch),
            send_at: None,
        };
        let shown = Shown {
            choices: utterance.choices.clone(),
            receipt: utterance.receipt,
            source: utterance.source.strip_prefix(ARTICLES).map(str::to_owned),
        };
        conversations::say_with(s, self.conversation.id, new, None, shown)?;
        self.said.push(utterance);
        Ok(())
    }

    /// What comes after what was said.
    fn end(
        &self,
        s: &mut Session<'_, '_>,
        state: &State,
        next: &Next,
    ) -> Result<Answered, AppError> {
        let epoch = self.conversation.floor.epoch;
        if self.drawn.mode != Mode::Act {
            let left = json!({ "why": "mode", "mode": self.drawn.mode });
            let said = "A person answers here".to_owned();
            conversations::hand_over_to(s, self.conversation.id, left, (epoch, said), Vec::new())?;
            return Ok(Answered::HandedOver);
        }
        match next {
            Next::HandOver { why, skill, procedure } => {
                let left = brief::of(state, *why, procedure.as_deref(), &self.called);
                let about =
                    procedure.as_ref().and_then(|name| self.assistant.book.procedures.get(name));
                let said = brief::words(*why, about.map(|procedure| procedure.title.as_str()));
                let skills = skill.iter().cloned().collect();
                conversations::hand_over_to(s, self.conversation.id, left, (epoch, said), skills)?;
                Ok(Answered::HandedOver)
            }
            Next::Resolve => self.resolve(s),
            Next::Wait | Next::Call(_) => Ok(Answered::Yes),
        }
    }

    /// The customer said that this was all. Where something is open that needs a person, it stays open.
    fn resolve(&self, s: &mut Session<'_, '_>) -> Result<Answered, AppError> {
        match conversations::resolve(s, self.conversation.id) {
            Ok(_) | Err(AppError::Unprocessable { .. }) => Ok(Answered::Yes),
            Err(error) => Err(error),
        }
    }

    /// The turn as it is kept: enough to say later what was understood, said and done, and why.
    fn keep(
        &self,
        s: &mut Session<'_, '_>,
        state: &State,
        next: &Next,
        pending: &Pending,
        heard: &Heard,
    ) -> Result<(), AppError> {
        let outcome = match (self.drawn.mode, next) {
            (Mode::Off, _) => "off",
            (Mode::Shadow, _) => "shadowed",
            (Mode::Suggest, _) => SUGGESTED,
            (Mode::Act, Next::HandOver { .. }) => "handed_over",
            (Mode::Act, Next::Resolve) => "resolved",
            (Mode::Act, Next::Wait | Next::Call(_)) => "answered",
        };
        let intents: Vec<_> = heard.intents.iter().take(5).collect();
        let doc = json!({
            "intents": intents, "out_of_scope": heard.out_of_scope, "clues": heard.clues,
            "files": pending.files, "mode": self.drawn.mode, "said": self.said, "called": self.called,
            "model": (!self.advice.asked.is_empty()).then(|| self.modelled()),
            "next": match next {
                Next::HandOver { why, skill, procedure } =>
                    json!({ "why": why, "skill": skill, "procedure": procedure }),
                _ => serde_json::Value::Null,
            },
        });
        let row = AssistantTurnRow {
            tenant: s.tenant().clone(),
            conversation: self.conversation.id,
            turn: self.number,
            at: s.now(),
            message_seq: i64::try_from(pending.seq).unwrap_or(i64::MAX),
            procedure: state.frames.last().map(|frame| frame.procedure.clone()),
            outcome: outcome.to_owned(),
            state: serde_json::to_string(state)?,
            doc: doc.to_string(),
        };
        Ok(store::assistant_turns::insert(s.tx(), &row)?)
    }
}

/// Where the assistant stood after its last turn in a conversation.
pub(super) fn stood(s: &mut Session<'_, '_>, id: ConversationId) -> Result<State, AppError> {
    let tenant = s.tenant().clone();
    state_of(store::assistant_turns::last(s.tx(), &tenant, id)?)
}

fn state_of(last: Option<AssistantTurnRow>) -> Result<State, AppError> {
    Ok(last.map(|row| serde_json::from_str(&row.state)).transpose()?.unwrap_or_default())
}

/// A step of the machine with what is known now.
pub(super) fn in_situation<T>(
    assistant: &Assistant,
    conversation: &Conversation,
    known: &Known,
    step: impl FnOnce(&Book, &Situation<'_>) -> T,
) -> T {
    let Assistant { book, rules, .. } = assistant;
    let who = (identity(conversation), conversation.language.as_str());
    situated((book, rules), who, known, |situation| step(book, situation))
}

/// What is done with what is known now of whoever writes, by how sure that is, in a language.
pub(super) fn situated<T>(
    (book, rules): (&Book, &Rules),
    (identity, language): (Identity, &str),
    known: &Known,
    work: impl FnOnce(&Situation<'_>) -> T,
) -> T {
    let language = book.language(language);
    let wording = Written(Locale::of(language, &known.country));
    let Known { fields: facts, today, .. } = known;
    work(&Situation { facts, today: *today, identity, language, wording: &wording, rules })
}

/// How sure it is who writes. A conversation on the pages is opened by who is signed in, or by a
/// visitor; a letter shows who sent it, at best.
pub(super) fn identity(conversation: &Conversation) -> Identity {
    if is_visitor(&conversation.customer) {
        return Identity::None;
    }
    match conversation.channel {
        Channel::Email => Identity::None,
        _ => Identity::SignedIn,
    }
}
