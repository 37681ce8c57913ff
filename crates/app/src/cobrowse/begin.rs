//! The customer begins: six digits to read out to whoever they talk to.

use cobrowse::code::{CODE_LIFE, Code};
use compliance::authority::{Action, Resource};
use kernel::{ConversationId, Timestamp};
use store::cobrowse::sessions;

use super::kept::{self, Kept};
use super::{consent, place};
use crate::sign_in::{COBROWSE_BEGUN, count};
use crate::{AppError, Session, conversations};

/// Draws of a code before giving up: a million codes, and few wait at once.
const DRAWS_MAX: u32 = 16;

/// A session that waits for somebody of the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    pub kept: Kept,
    /// Six digits, for the customer's screen alone.
    pub code: String,
    pub code_expires_at: Timestamp,
    /// Opens the customer's socket.
    pub token: String,
}

/// Begins a session of the customer who asks, beside one of their conversations where they name it.
/// `language` is what their page says it is in.
///
/// # Errors
/// [`AppError::TooMany`] for whoever begins one after the other, [`AppError::NotFound`] for a
/// conversation that is not theirs.
pub fn begin(
    s: &mut Session<'_, '_>,
    conversation: Option<ConversationId>,
    language: &str,
) -> Result<Begun, AppError> {
    let customer = s.principal().customer.clone();
    let own = Resource { customer: customer.clone(), ..s.of_tenant() };
    s.check(Action::CobrowseBegin, &own)?;
    let customer = customer.ok_or_else(|| AppError::Forbidden {
        why: "only a customer's own session or token begins to co-browse".to_owned(),
    })?;
    count(s, COBROWSE_BEGUN, customer.as_str())?;
    if let Some(id) = conversation {
        conversations::get(s, id)?;
    }
    let (code, hash) = draw(s)?;
    let language = consent::language(language);
    let of = kept::New { customer, conversation, code_hash: Some(hash), language, invited: None };
    let kept = kept::insert(s, of)?;
    s.audit("cobrowse.begun", format!("cobrowse/{}", kept.row.cobrowse), None);
    let token = place::of_customer(s, &kept)?;
    Ok(Begun { kept, code: code.digits(), code_expires_at: s.app().now().plus(CODE_LIFE), token })
}

/// A code under which nobody waits.
fn draw(s: &mut Session<'_, '_>) -> Result<(Code, String), AppError> {
    let (tenant, key) = (s.tenant().clone(), s.app().cobrowse().code());
    for _ in 0..DRAWS_MAX {
        let code = Code::generate(s.rng());
        let hash = key.hash(&tenant, code).to_string();
        if sessions::by_code(s.tx(), &tenant, &hash)?.is_none() {
            return Ok((code, hash));
        }
    }
    Err(AppError::Overloaded { why: "no code is free at this moment".to_owned() })
}
