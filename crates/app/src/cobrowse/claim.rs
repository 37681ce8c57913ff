//! Somebody of the desk joins: by the six digits that the customer read out, or by an invitation.

use cobrowse::code::Code;
use cobrowse::consent::{Grant, Grants, Wish};
use cobrowse::session::{Input, Role};
use compliance::authority::Action;
use kernel::{CobrowseId, ConversationId};
use store::cobrowse::sessions;

use super::consent;
use super::kept::{self, Kept};
use crate::sign_in::{COBROWSE_CODES, count, forget};
use crate::{AppError, Session, conversations, names};

/// What is asked for at first: to look, to point things out, to scroll, and to record.
fn first_wants() -> Grants {
    [Grant::View, Grant::Draw, Grant::Scroll, Grant::Record].into_iter().collect()
}

/// Joins the session that waits under a code, and asks its customer. A code is used once.
///
/// # Errors
/// [`AppError::Invalid`] (`code`) for what is no code, [`AppError::Unprocessable`]
/// (`cobrowse_code_unknown`) where none waits, [`AppError::TooMany`] after five wrong ones.
pub fn claim(
    s: &mut Session<'_, '_>,
    code: &str,
    conversation: Option<ConversationId>,
) -> Result<Kept, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let wrong = |_| AppError::invalid("code", "the six digits that the customer reads out");
    let code = Code::parse(code).map_err(wrong)?;
    let who = own_id(s)?;
    // Counted before it is looked up, and kept whatever comes of it: a guess is a guess.
    count(s, COBROWSE_CODES, who.as_str())?;
    s.keep();
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let hash = s.app().cobrowse().code().hash(&tenant, code).to_string();
    let row = sessions::by_code(s.tx(), &tenant, &hash)?;
    let unknown = || {
        let why = "no session waits under this code: codes are good for twenty minutes, and once; \
            ask the customer for another";
        AppError::unprocessable("cobrowse_code_unknown", why)
    };
    let mut kept = Kept::read(row.ok_or_else(unknown)?)?;
    if kept.row.due_at.is_some_and(|due| due <= now) {
        return Err(unknown());
    }
    forget(s, COBROWSE_CODES, who.as_str())?;
    if let Some(id) = conversation {
        let with = conversations::get(s, id)?;
        if with.conversation.customer == kept.row.customer {
            kept.row.conversation = Some(id);
        }
    }
    join_and_ask(s, kept)
}

/// Asks the customer of a conversation to look at their page together; they join from the page they
/// are on.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn invite(s: &mut Session<'_, '_>, conversation: ConversationId) -> Result<Kept, AppError> {
    let with = conversations::get(s, conversation)?;
    let case = conversations::case(s, &with.conversation);
    s.check(Action::CobrowseWork, &case)?;
    let of = kept::New {
        customer: with.conversation.customer.clone(),
        conversation: Some(conversation),
        code_hash: None,
        language: consent::language(&with.conversation.language),
    };
    let kept = kept::insert(s, of)?;
    s.audit("cobrowse.invited", format!("cobrowse/{}", kept.row.cobrowse), None);
    join_and_ask(s, kept)
}

fn join_and_ask(s: &mut Session<'_, '_>, kept: Kept) -> Result<Kept, AppError> {
    let principal = own_id(s)?;
    let name = names::name(s, &principal)?;
    let had = kept.machine.grants();
    let wish = consent::wish(s, &name, &kept.language, (first_wants(), had))?;
    let join = Input::Join { principal: principal.clone(), name, role: Role::Agent };
    let joined = kept::step(s, kept, join, None)?.taken()?.kept;
    let seat = joined.machine.seat_of(&principal);
    let seat = seat.ok_or_else(|| AppError::broken("whoever joined has no seat".to_owned()))?;
    Ok(kept::step(s, joined, Input::Ask { seat, wish }, None)?.taken()?.kept)
}

/// What somebody who is there asks the customer; nothing for a seat that nobody has.
///
/// # Errors
/// The store's.
pub fn wish_of(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    seat: u32,
    wants: Grants,
) -> Result<Option<Wish>, AppError> {
    let kept = kept::load(s, id)?;
    let name = kept.machine.person(seat).map(|person| person.name.clone());
    let had = kept.machine.grants();
    name.map(|name| consent::wish(s, &name, &kept.language, (wants, had))).transpose()
}

/// Who acts; a key that is nobody's may not.
pub(super) fn own_id(s: &Session<'_, '_>) -> Result<kernel::PrincipalId, AppError> {
    let nobody = || AppError::Forbidden { why: "only a person of the desk joins".to_owned() };
    s.principal().id.clone().ok_or_else(nobody)
}
