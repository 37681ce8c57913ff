//! What is said, by whom, and what it does.

use compliance::authority::{Action, Role};
use kernel::{ConversationId, PrincipalId, Timestamp};
use support::conversation::{Asked, ByEmail, Event, Heard, HumanHow, Input, Message, Shown};

use super::{Changed, Kept, case, hear, limits, persist};
use crate::order::scrub;
use crate::{AppError, Session, attachments};

/// A message to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The sender's own id: sent again, it is said once.
    pub client_id: String,
    pub text: String,
    /// Ids of uploaded files.
    pub attachments: Vec<String>,
    pub in_reply_to: Option<u64>,
    /// The floor's epoch that an assistant thought under; of nobody else.
    pub epoch: Option<u64>,
    /// Later, where it is a person's.
    pub send_at: Option<Timestamp>,
}

/// What was said.
#[derive(Debug, Clone)]
pub struct Said {
    pub kept: Kept,
    /// The event that holds it; `None` where nothing was said.
    pub event: Option<Event>,
    /// It came too late: the desk sees it, the customer does not.
    pub discarded: bool,
}

/// Says something: as the customer, as the assistant, or as the person who has the conversation.
/// Said again under the same id it changes nothing, and the first event is returned.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`];
/// [`AppError::Conflict`] with `not_yours` or `taken` for a person who has it not.
pub fn say(s: &mut Session<'_, '_>, id: ConversationId, new: NewMessage) -> Result<Said, AppError> {
    limits::client_id(&new.client_id)?;
    say_by(s, id, new, None)
}

/// As [`say`], of a message that may have come by e-mail.
pub(crate) fn say_by(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    new: NewMessage,
    email: Option<Box<ByEmail>>,
) -> Result<Said, AppError> {
    say_with(s, id, new, email, Shown::default())
}

/// As [`say`], with what an assistant shows beside its words.
pub(crate) fn say_with(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    new: NewMessage,
    email: Option<Box<ByEmail>>,
    shown: Shown,
) -> Result<Said, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    if let Some(said) = said_before(s, &kept, &new.client_id)? {
        return Ok(said);
    }
    let NewMessage { client_id, mut text, attachments, in_reply_to, epoch, send_at } = new;
    scrub::text(&mut text);
    let attachments = attachments::take(s, id, &attachments)?;
    let message = Message { client_id, text, attachments, in_reply_to };
    let role = s.principal().role;
    if send_at.is_some() && !role.moves_money() {
        return Err(AppError::invalid("send_at", "only people at the desk say things later"));
    }
    let input = match (role, send_at) {
        (Role::Consumer, _) => {
            let heard = hear::hear(s, &kept.conversation, &message.text)?;
            Input::CustomerMessage(message, Box::new(Heard { email, ..heard }))
        }
        (Role::Ai, _) => {
            let epoch = epoch.ok_or_else(|| {
                AppError::invalid("epoch", "name the epoch of the floor it was thought under")
            })?;
            Input::AiMessage { message, epoch, shown }
        }
        (_, Some(send_at)) => Input::Schedule { message, send_at },
        (_, None) => Input::PersonMessage(message),
    };
    let changed = persist::step(s, kept, input, "conversation.message")?;
    Ok(said(changed))
}

/// Says something to the desk alone.
///
/// # Errors
/// As [`say`].
pub fn note(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    new: NewMessage,
    mentions: Vec<PrincipalId>,
) -> Result<Said, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationWork, &on)?;
    limits::client_id(&new.client_id)?;
    if let Some(said) = said_before(s, &kept, &new.client_id)? {
        return Ok(said);
    }
    let NewMessage { client_id, mut text, .. } = new;
    scrub::text(&mut text);
    let message = Message { client_id, text, attachments: Vec::new(), in_reply_to: None };
    let changed = persist::step(s, kept, Input::Note { message, mentions }, "conversation.note")?;
    Ok(said(changed))
}

/// Takes back a message that waits for its time.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or it was sent.
pub fn cancel_scheduled(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    client_id: String,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationWork, &on)?;
    persist::step(s, kept, Input::CancelScheduled { client_id }, "conversation.unscheduled")
}

/// The customer presses the button, or somebody asks on their behalf: a person answers, with a
/// clock that starts in this transaction.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn ask_for_person(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    mut words: Option<String>,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    if let Some(words) = &mut words {
        limits::short("words", words, limits::WHY_CHARS_MAX)?;
        scrub::text(words);
    }
    let how = match s.principal().role {
        Role::Ai => HumanHow::Assistant,
        _ => HumanHow::Button,
    };
    let asked = Input::AskForPerson(Asked { how, words });
    persist::step(s, kept, asked, "conversation.human_requested")
}

/// The assistant gives the conversation to a person, with what that person must know.
///
/// # Errors
/// As [`ask_for_person`]; [`AppError::Conflict`] for an epoch that is to come.
pub fn hand_over(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    brief: serde_json::Value,
    epoch: u64,
    why: String,
) -> Result<Changed, AppError> {
    hand_over_to(s, id, brief, (epoch, why), Vec::new())
}

/// As [`hand_over`], to whoever has these skills.
pub(crate) fn hand_over_to(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    brief: serde_json::Value,
    (epoch, mut why): (u64, String),
    skills: Vec<String>,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    limits::short("why", &why, limits::WHY_CHARS_MAX)?;
    scrub::text(&mut why);
    let brief = brief.to_string();
    limits::short("brief", &brief, limits::BRIEF_CHARS_MAX)?;
    let scrubbed = kernel::scrub::scrub_json(&brief).text.into_owned();
    let brief = serde_json::from_str(&scrubbed)?;
    let known = Some(Box::new(super::brief::for_log(s, &kept.conversation)?));
    let input = Input::HandOver { brief, known, epoch, why, skills };
    persist::step(s, kept, input, "conversation.handed_over")
}

/// Somebody has read it up to there.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn seen(s: &mut Session<'_, '_>, id: ConversationId, seq: u64) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    persist::step(s, kept, Input::Seen { seq }, "conversation.seen")
}

/// What was said under this id already.
fn said_before(
    s: &mut Session<'_, '_>,
    kept: &Kept,
    client_id: &str,
) -> Result<Option<Said>, AppError> {
    let tenant = s.tenant().clone();
    let id = kept.conversation.id;
    let row = store::conversation_events::by_client_id(s.tx(), &tenant, id, client_id)?;
    let Some(row) = row else { return Ok(None) };
    let event = persist::event(&row)?;
    // Somebody else's id is taken too; what they said is not shown for it.
    if event.by.id != s.principal().id {
        return Err(AppError::invalid("client_id", "is taken; choose another, a UUID for example"));
    }
    let discarded = row.kind == "draft_discarded";
    Ok(Some(Said { kept: kept.clone(), event: Some(event), discarded }))
}

fn said(changed: Changed) -> Said {
    let Changed { kept, events, discarded } = changed;
    let event = events.into_iter().find(|event| event.client_id.is_some());
    Said { kept, event, discarded }
}
