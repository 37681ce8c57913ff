//! Whoever signs out, or is signed out, is in no co-browsing session any more.

use cobrowse::control::EndReason;
use cobrowse::session::Input;
use kernel::canonical::Sha256Hex;
use kernel::{ApiKeyId, CustomerId, SessionId};
use serde::{Deserialize, Serialize};
use store::cobrowse::sessions;

use super::place::Place;
use super::{kept, tools};
use crate::after::After;
use crate::{AppError, Session};

/// Sessions of one customer that are ended in one go: more cannot be begun meanwhile.
const SESSIONS_MAX: u32 = 100;

/// What somebody of the desk came in with: their seat is good for as long as that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Session(SessionId),
    Key(ApiKeyId),
    /// The key with which the company's own tool vouched for them, by its fingerprint.
    Tool(Sha256Hex),
}

/// Ends the sessions of a customer who has signed out, or is to be forgotten.
///
/// # Errors
/// The store's.
pub(crate) fn signed_out(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let open = sessions::open_of(s.tx(), &tenant, customer, SESSIONS_MAX)?;
    for id in &open {
        kept::act(s, *id, Input::End { reason: Some(EndReason::LogOut) }, None)?;
    }
    if !open.is_empty() {
        // Its room may be at this node.
        s.after(After::LookAtCobrowse);
    }
    Ok(())
}

/// Whether whoever has a place may still come in with what they had when they got it.
///
/// # Errors
/// The store's.
pub fn is_in(s: &mut Session<'_, '_>, place: &Place) -> Result<bool, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    Ok(match place.entry {
        None => true,
        Some(Entry::Session(id)) => {
            let session = store::sessions::get(s.tx(), &tenant, id)?;
            session.is_some_and(|session| session.is_live(now))
        }
        Some(Entry::Key(id)) => {
            let keys = store::api_keys::list(s.tx(), &tenant)?;
            keys.iter().any(|key| key.id == id && key.is_live(now))
        }
        Some(Entry::Tool(key)) => tools::vouches(s.app(), place, &key),
    })
}
