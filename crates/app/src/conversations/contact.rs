//! What reaches a conversation from outside its thread: phone calls, wishes to be called, and what
//! became of letters.

use compliance::authority::Action;
use kernel::{CobrowseId, ConversationId, Timestamp};
use support::conversation::{CobrowseState, DeliveryState, Input, PhoneCall};

use super::{Changed, Kept, case, persist};
use crate::order::scrub;
use crate::{AppError, Session, phone, settings};

/// Most conversations that were merged one into the next.
const MERGES_MAX: usize = 8;

/// The conversation in which this one goes on, itself where it was not merged; `None` where there is
/// none.
pub(crate) fn current(
    s: &mut Session<'_, '_>,
    id: ConversationId,
) -> Result<Option<Kept>, AppError> {
    let mut id = id;
    for _ in 0..MERGES_MAX {
        let kept = match persist::load(s, id) {
            Ok(kept) => kept,
            Err(AppError::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        match kept.conversation.merged_into {
            Some(into) => id = into,
            None => return Ok(Some(kept)),
        }
    }
    Ok(None)
}

/// What a telephone system tells of a call; who may tell was checked.
pub(crate) fn phone_call(
    s: &mut Session<'_, '_>,
    kept: Kept,
    call: PhoneCall,
) -> Result<Changed, AppError> {
    persist::step(s, kept, Input::Call(Box::new(call)), "conversation.call")
}

/// Where looking at the customer's page together stands; who may say so was checked. Nothing where the
/// conversation is there no longer.
pub(crate) fn looked_at(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    session: CobrowseId,
    (state, name): (CobrowseState, &str),
) -> Result<(), AppError> {
    let Some(kept) = current(s, id)? else { return Ok(()) };
    let input = Input::Cobrowse { session, state, name: name.to_owned() };
    persist::step(s, kept, input, "conversation.cobrowse").map(|_| ())
}

/// What became of the letter that a message was sent as.
pub(crate) fn delivered(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    message: u64,
    state: DeliveryState,
    why: Option<String>,
) -> Result<(), AppError> {
    // The log of one that was merged is closed: a letter that did not arrive is told where it goes on,
    // and of one that did the letter's own row says so.
    let Some(kept) = current(s, id)? else { return Ok(()) };
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    let of = (kept.conversation.id != id).then_some(id);
    if of.is_some() && state == DeliveryState::Sent {
        return Ok(());
    }
    let input = Input::Delivery { message, of, state, why };
    persist::step(s, kept, input, "conversation.delivery").map(|_| ())
}

/// Asks to be called, or for a customer that they be called: now, or not before `at`. A task with a
/// clock is opened in this transaction.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`]; [`AppError::Invalid`] for a number that is none.
pub fn call_back(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    number: &str,
    mut note: Option<String>,
    at: Option<Timestamp>,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    settings::phone_number(number)?;
    if let Some(note) = &mut note {
        scrub::text(note);
    }
    let input = Input::CallBack { phone: number.to_owned(), note, at };
    let changed = persist::step(s, kept, input, "conversation.call_back")?;
    phone::expect(s, &changed.kept.conversation, number)?;
    Ok(changed)
}

/// They want to be called no longer: the customer says so, or whoever has the conversation notes it.
///
/// # Errors
/// As [`call_back`]; [`AppError::Conflict`] with `no_call_back` where none is asked for, with
/// `not_yours` or `taken` for who has it not; [`AppError::Unprocessable`] with `needs_person` for an
/// assistant.
pub fn cancel_call_back(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    persist::step(s, kept, Input::EndCallBack { done: false }, "conversation.call_back_cancelled")
}

/// They were called, by whoever has the conversation.
///
/// # Errors
/// As [`cancel_call_back`]; [`AppError::Conflict`] with `not_yours` or `taken`.
pub fn finish_call_back(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationWork, &on)?;
    persist::step(s, kept, Input::EndCallBack { done: true }, "conversation.call_back_done")
}
