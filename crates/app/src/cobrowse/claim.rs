//! Somebody of the desk joins by the six digits that the customer read out, and asks for more later.

use cobrowse::code::Code;
use cobrowse::consent::{Grants, Wish};
use cobrowse::session::Role;
use compliance::authority::Action;
use kernel::{CobrowseId, ConversationId};
use store::cobrowse::sessions;

use super::consent;
use super::kept::{self, Kept};
use super::seat::{self, Comer};
use crate::sign_in::{COBROWSE_CODES, COBROWSE_CODES_OF_ALL, count_in, was_right};
use crate::{AppError, Session, conversations};

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
    let comer = Comer::of_desk(s)?;
    // Before anything is looked for: what is wrong with it tells nothing of the code.
    let with = conversation.map(|id| conversations::get(s, id)).transpose()?;
    let mut kept = find(s, code, &comer, |_| true)?;
    if let Some(with) = with.filter(|with| with.conversation.customer == kept.row.customer) {
        kept.row.conversation = Some(with.conversation.id);
    }
    seat::enter(s, kept, &comer, Role::Agent).map(|(kept, _)| kept)
}

/// The session that waits under a code, for somebody to whom it is open.
///
/// # Errors
/// As [`claim`]; of a session that is not for them they are told as of one that is not there.
pub(super) fn find(
    s: &mut Session<'_, '_>,
    code: &str,
    comer: &Comer,
    is_open: impl Fn(&Kept) -> bool,
) -> Result<Kept, AppError> {
    let wrong = |_| AppError::invalid("code", "the six digits that the customer reads out");
    let code = Code::parse(code).map_err(wrong)?;
    let who = comer.principal.as_str();
    // Counted before it is looked up, and kept whatever comes of it: a guess is a guess.
    count_in(s, COBROWSE_CODES, who)?;
    count_in(s, COBROWSE_CODES_OF_ALL, "")?;
    s.keep();
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let hash = s.app().cobrowse().code().hash(&tenant, code).to_string();
    let row = sessions::by_code(s.tx(), &tenant, &hash)?;
    let kept = row.map(Kept::read).transpose()?;
    let is_over = |kept: &Kept| kept.row.due_at.is_some_and(|due| due <= now);
    let Some(kept) = kept.filter(|kept| !is_over(kept) && is_open(kept)) else {
        let why = "no session waits under this code: codes are good for twenty minutes, and once; \
            ask the customer for another";
        return Err(AppError::unprocessable("cobrowse_code_unknown", why));
    };
    was_right(s, COBROWSE_CODES, who)?;
    was_right(s, COBROWSE_CODES_OF_ALL, "")?;
    Ok(kept)
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
