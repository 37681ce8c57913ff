//! Sessions that were and are.

use compliance::authority::{Action, Resource};
use kernel::{CobrowseId, ConversationId, CustomerId, PrincipalId};
use store::cobrowse::sessions::{self, ListedRow, SessionsOf};

use super::kept::{self, Kept};
use super::{recordings, seat};
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
    /// Whom the lead is handed to, until they take it.
    pub handed_to_name: Option<String>,
    /// Whether whoever asks may take a seat in it now.
    pub may_join: bool,
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
        let customer_name = customers.get(&kept.row.customer).cloned();
        let agent_name = match &kept.row.agent {
            Some(agent) => Some(name_in(s, &kept, agent)?),
            None => None,
        };
        let handed_to_name = match &kept.handed_to {
            Some(to) => Some(names::name(s, to)?),
            None => None,
        };
        let may_join = may_join(s, &kept);
        Ok(Named { kept, customer_name, agent_name, recording_ms, handed_to_name, may_join })
    };
    sessions.into_iter().map(name).collect()
}

/// Whether whoever asks may join it now.
fn may_join(s: &mut Session<'_, '_>, kept: &Kept) -> bool {
    let goes_on = kept.machine.ended().is_none() && !kept.awaits_customer();
    let own = s.principal().id.clone().filter(|_| s.principal().role.is_person() && goes_on);
    own.is_some_and(|own| seat::role_of(s, kept, &own).is_some())
}

/// What somebody who came is called: as they were when they came, which also those are who work elsewhere.
fn name_in(s: &mut Session<'_, '_>, kept: &Kept, id: &PrincipalId) -> Result<String, AppError> {
    let person = kept.machine.seat_of(id).and_then(|seat| kept.machine.person(seat));
    match person {
        Some(person) => Ok(person.name.clone()),
        None => names::name(s, id),
    }
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
