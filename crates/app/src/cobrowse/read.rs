//! Sessions that were and are.

use cobrowse::session::Input;
use compliance::authority::{Action, Resource};
use kernel::{CobrowseId, ConversationId, CustomerId};
use store::cobrowse::sessions::{self, ListedRow, SessionsOf};

use super::kept::{self, Kept};
use super::recordings;
use crate::{AppError, Page, Session, conversations, customers, names};

/// Which sessions a list is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    All,
    Customer(CustomerId),
    Conversation(ConversationId),
}

/// A session with what people are called, for those who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub kept: Kept,
    pub customer_name: Option<String>,
    /// Who was first to join.
    pub agent_name: Option<String>,
    /// How long its recording goes, where there is one. Milliseconds.
    pub recording_ms: Option<u32>,
}

/// Puts names to a session.
///
/// # Errors
/// The store's.
pub fn named(s: &mut Session<'_, '_>, kept: Kept) -> Result<Named, AppError> {
    let recording_ms = recordings::length_ms(s, kept.row.cobrowse)?;
    let named = all_named(s, vec![(kept, recording_ms)])?.pop();
    named.ok_or_else(|| AppError::broken("a session lost its name"))
}

/// Puts names to sessions, of which the lengths of the recordings are known: by one look-up for sixteen
/// of their customers. People of the desk are remembered by name.
pub(super) fn all_named(
    s: &mut Session<'_, '_>,
    sessions: Vec<(Kept, Option<u32>)>,
) -> Result<Vec<Named>, AppError> {
    let of = sessions.iter().map(|(kept, _)| &kept.row.customer);
    let customers = customers::names(s, of)?;
    let name = |(kept, recording_ms): (Kept, Option<u32>)| {
        let agent_name = kept.row.agent.as_ref().map(|agent| names::name(s, agent)).transpose()?;
        let customer_name = customers.get(&kept.row.customer).cloned();
        Ok(Named { kept, customer_name, agent_name, recording_ms })
    };
    sessions.into_iter().map(name).collect()
}

/// A row of a list, read.
pub(super) fn read(row: ListedRow) -> Result<(Kept, Option<u32>), AppError> {
    let recording_ms = row.recording_ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX));
    Ok((Kept::read(row.session)?, recording_ms))
}

/// One session.
///
/// # Errors
/// [`AppError::NotFound`], also for whom it does not concern.
pub fn get(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Kept, AppError> {
    let kept = kept::load(s, id)?;
    let on = kept.resource(s);
    s.check(Action::CobrowseRead, &on)?;
    Ok(kept)
}

/// Ends a session, as its customer or as somebody of the desk who is in it.
///
/// # Errors
/// As [`get`]; [`AppError::Conflict`] (`cobrowse_refused`) for whoever is not in it.
pub fn end(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Kept, AppError> {
    let kept = get(s, id)?;
    if kept.machine.ended().is_some() {
        return Ok(kept);
    }
    let own = s.principal().id.clone();
    let is_customer = s.principal().customer.as_ref() == Some(&kept.row.customer);
    let seat = own.and_then(|own| kept.machine.seat_of(&own));
    let input = match seat {
        _ if is_customer => Input::End { reason: None },
        Some(seat) => Input::AgentEnd { seat },
        None => {
            let why = "you are not in this session";
            return Err(AppError::conflict("cobrowse_refused", why));
        }
    };
    Ok(kept::step(s, kept, input, None)?.taken()?.kept)
}

/// Sessions, the newest first.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn list(s: &mut Session<'_, '_>, of: &Listed, page: &Page) -> Result<Vec<Named>, AppError> {
    let on = match of {
        Listed::All => s.of_tenant(),
        Listed::Customer(customer) => {
            Resource { customer: Some(customer.clone()), ..s.of_tenant() }
        }
        Listed::Conversation(id) => {
            let with = conversations::get(s, *id)?;
            conversations::case(s, &with.conversation)
        }
    };
    s.check(Action::CobrowseRead, &on)?;
    let tenant = s.tenant().clone();
    let of = match of {
        Listed::All => SessionsOf::All,
        Listed::Customer(customer) => SessionsOf::Customer(customer),
        Listed::Conversation(id) => SessionsOf::Conversation(*id),
    };
    let rows = sessions::list(s.tx(), &tenant, of, &page.after_newest(), page.limit)?;
    let sessions = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    all_named(s, sessions)
}
