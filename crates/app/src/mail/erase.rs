//! What is kept of letters, without whom they were from. Their ids stay as hashes: a letter that is
//! handed in again after it was erased is still known, and is not taken anew.

use kernel::{ConversationId, CustomerId};

use super::{Counted, counted, place};
use crate::{AppError, Session};

/// Most letters of one conversation, or of one address, that are looked at.
const LETTERS_MAX: u32 = 10_000;

/// Of a conversation.
pub(crate) fn erase_of(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let letters = store::erasure::letters(s.tx(), &tenant, conversation, LETTERS_MAX)?;
    forget(s, letters)
}

/// Of an address, whatever became of them.
pub(crate) fn erase_from(s: &mut Session<'_, '_>, address: &str) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    for as_what in [Counted::Proven, Counted::Claimed, Counted::Automatic] {
        let sender = counted(as_what, address);
        let letters = store::erasure::letters_from(s.tx(), &tenant, &sender, LETTERS_MAX)?;
        forget(s, letters)?;
    }
    Ok(())
}

fn forget(s: &mut Session<'_, '_>, letters: Vec<(String, bool)>) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    for (id, incoming) in letters {
        // Our own ids hold nothing of anybody; and what was erased once is under its new id already.
        let kept_as = match incoming && !id.starts_with(store::erasure::ERASED_ID) {
            true => store::erasure::erased_id(&id),
            false => id.clone(),
        };
        store::erasure::forget_letter(s.tx(), &tenant, (&id, incoming), &kept_as)?;
    }
    Ok(())
}

/// As whom letters from an address are kept that nobody could prove to be the customer's.
pub(crate) fn stranger_at(
    s: &mut Session<'_, '_>,
    address: &str,
) -> Result<Option<CustomerId>, AppError> {
    // Without a key for signed addresses each letter is of a stranger of its own.
    match s.app().mail().tokens.is_some() {
        true => place::stranger(s, address).map(Some),
        false => Ok(None),
    }
}
