//! The customer is asked to come: on a page that they have open, or by a link in the chat.
//!
//! An invitation is a session that waits. Nobody of the desk is in it before the customer came, so that the
//! question what to show is asked by somebody who is there. The customer comes signed in, or with the link:
//! a signed text that names the session, good once and for as long as the invitation waits.

use cobrowse::session::{Input, State, WAITING};
use compliance::authority::{Action, Principal, Resource, Role};
use kernel::{CobrowseId, ConversationId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};
use support::conversation::CobrowseState;

use super::kept::{self, Answered, Invited, Kept};
use super::{claim, consent, nodes, place, signed};
use crate::sign_in::{COBROWSE_BEGUN, count};
use crate::{App, AppError, Session, conversations, names};

/// What a link's fragment begins with; `web/packages/cobrowse/src/customer/tabs.ts` has the same.
const FRAGMENT: &str = "ombud-cobrowse";
/// Where a link leads if the deployment names no page of the company's own.
const PORTAL: &str = "/portal/";

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Link {
    tenant: TenantId,
    session: CobrowseId,
    until: Timestamp,
}

/// A link that the customer opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOut {
    pub token: String,
    pub url: String,
    pub expires_at: Timestamp,
}

/// Asks the customer of a conversation to look at their page together; they come from the page they are on.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`]; [`AppError::Conflict`] (`cobrowse_refused`) where a
/// session of this conversation is open.
pub fn invite(s: &mut Session<'_, '_>, conversation: ConversationId) -> Result<Kept, AppError> {
    let with = conversations::get(s, conversation)?.conversation;
    let case = conversations::case(s, &with);
    s.check(Action::CobrowseWork, &case)?;
    let by = claim::own_id(s)?;
    if let Some(open) = &with.cobrowse
        && kept::load(s, open.session)?.machine.ended().is_none()
    {
        let why = "the page of this conversation's customer is looked at already, or about to be";
        return Err(AppError::conflict("cobrowse_refused", why));
    }
    let name = names::name(s, &by)?;
    let of = kept::New {
        customer: with.customer.clone(),
        conversation: Some(conversation),
        code_hash: None,
        language: consent::language(&with.language),
        invited: Some(Invited { by, name, answered: None }),
    };
    let kept = kept::insert(s, of)?;
    s.audit("cobrowse.invited", format!("cobrowse/{}", kept.row.cobrowse), None);
    kept::tell(s, &kept, CobrowseState::Invited)?;
    Ok(kept)
}

/// A link for whoever was invited, to be copied or written in the chat: the same until it is over.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`]; [`AppError::Conflict`] (`cobrowse_refused`) where the
/// customer came already.
pub fn link(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<LinkOut, AppError> {
    let kept = kept::load(s, id)?;
    let on = kept.resource(s);
    s.check(Action::CobrowseWork, &on)?;
    if !kept.awaits_customer() || kept.machine.state() != State::Waiting {
        let why = "there is no invitation that waits: it was followed, taken back, or is over";
        return Err(AppError::conflict("cobrowse_refused", why));
    }
    let expires_at = kept.row.created_at.plus(WAITING);
    let link = Link { tenant: s.tenant().clone(), session: id, until: expires_at };
    let token = signed::sign(&s.app().cobrowse().link(), &link)?;
    let page = match s.app().cobrowse_page() {
        Some(page) => page.to_owned(),
        None => format!("{}{PORTAL}", s.app().sign_in_options().public_url),
    };
    Ok(LinkOut { url: format!("{page}#{FRAGMENT}={token}"), token, expires_at })
}

/// The customer who was invited comes, signed in: from this page on they wait for whoever invited them.
/// Again, from another tab, is the same.
///
/// # Errors
/// [`AppError::NotFound`] for whom it does not concern; [`AppError::Conflict`] (`cobrowse_refused`) for
/// what is no invitation, or has ended.
pub fn join(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<(Kept, String), AppError> {
    let kept = kept::load(s, id)?;
    let on = kept.resource(s);
    s.check(Action::CobrowseBegin, &on)?;
    if kept.machine.ended().is_some() || kept.invited.is_none() {
        let why = "this is no invitation, or no longer: ask for another";
        return Err(AppError::conflict("cobrowse_refused", why));
    }
    count(s, COBROWSE_BEGUN, kept.row.customer.as_str())?;
    let kept = if kept.awaits_customer() { come(s, kept, true)? } else { kept };
    let token = place::of_customer(s, &kept)?;
    Ok((kept, token))
}

/// Whoever opened the link comes. A page that knows who its customer is says so with `caller`: then it is
/// theirs alone.
///
/// # Errors
/// [`AppError::Unprocessable`] (`cobrowse_link_unknown`) for what is no link, was used, or is over;
/// [`AppError::Forbidden`] where another customer is signed in.
pub async fn follow(
    app: &App,
    link: &str,
    caller: Option<&Principal>,
) -> Result<(Kept, String), AppError> {
    let link = read(app, link).ok_or_else(unknown)?;
    let customer = caller
        .filter(|caller| caller.role == Role::Consumer && caller.tenant == link.tenant)
        .and_then(|caller| caller.customer.clone());
    let system = app.system(&link.tenant);
    let work = move |s: &mut Session<'_, '_>| {
        let row = store::cobrowse::sessions::get(s.tx(), &link.tenant, link.session)?;
        let kept = Kept::read(row.ok_or_else(unknown)?)?;
        if let Some(customer) = &customer
            && *customer != kept.row.customer
        {
            let why = "this invitation is somebody else's: sign out first, or ask for another";
            return Err(AppError::Forbidden { why: why.to_owned() });
        }
        if !kept.awaits_customer() || kept.machine.state() != State::Waiting {
            return Err(unknown());
        }
        let kept = come(s, kept, customer.is_some())?;
        let token = place::of_customer(s, &kept)?;
        Ok((kept, token))
    };
    app.write(&system, work).await
}

fn come(s: &mut Session<'_, '_>, mut kept: Kept, is_known: bool) -> Result<Kept, AppError> {
    let at = s.app().now();
    if let Some(invited) = &mut kept.invited {
        invited.answered = Some(Answered { at, is_known });
    }
    let body = serde_json::json!({ "customer": kept.row.customer, "known": is_known });
    s.audit("cobrowse.answered", format!("cobrowse/{}", kept.row.cobrowse), Some(body));
    let kept = nodes::housed(s, kept)?;
    let kept = kept::step(s, kept, Input::Tick, None)?.kept;
    if kept.machine.ended().is_some() {
        return Err(unknown());
    }
    kept::tell(s, &kept, CobrowseState::Answered)?;
    Ok(kept)
}

/// Takes an invitation back that nobody followed.
///
/// # Errors
/// [`AppError::Conflict`] (`cobrowse_refused`).
pub(super) fn withdraw(s: &mut Session<'_, '_>, kept: Kept) -> Result<Kept, AppError> {
    let on: Resource = kept.resource(s);
    s.check(Action::CobrowseWork, &on)?;
    Ok(kept::step(s, kept, Input::Withdraw, None)?.taken()?.kept)
}

fn unknown() -> AppError {
    let why = "the invitation was followed already, taken back, or is over: they are good for twenty \
        minutes, and once";
    AppError::unprocessable("cobrowse_link_unknown", why)
}

/// What a link says that this installation signed and that is not over.
fn read(app: &App, text: &str) -> Option<Link> {
    let link: Link = signed::read(&app.cobrowse().link(), text)?;
    (app.now() < link.until).then_some(link)
}
