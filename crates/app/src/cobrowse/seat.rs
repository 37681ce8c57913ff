//! Seats: who of the desk comes into a session, as what, and who leads it.

use cobrowse::consent::{Grant, Grants};
use cobrowse::session::{Input, Role, State};
use compliance::authority::{Action, Resource, Verdict};
use kernel::{CobrowseId, PrincipalId};

use super::claim::own_id;
use super::kept::{self, Kept};
use super::log_out::Entry;
use super::{consent, invite, nodes, place};
use crate::session::Ask;
use crate::{AppError, Session, names, seats};

/// Somebody who comes: a person of the desk, or whoever the company's own tool vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comer {
    pub(super) principal: PrincipalId,
    pub(super) name: String,
    pub(super) may: Grants,
}

impl Comer {
    /// Whoever acts, as somebody of the company's own desk.
    pub(super) fn of_desk(s: &mut Session<'_, '_>) -> Result<Self, AppError> {
        let principal = own_id(s)?;
        let name = names::name(s, &principal)?;
        Ok(Self { principal, name, may: Grants::ALL })
    }
}

/// What is asked for at first: to look, to point things out, to scroll, and to record.
fn first_wants(may: Grants) -> Grants {
    let all: Grants =
        [Grant::View, Grant::Draw, Grant::Scroll, Grant::Record].into_iter().collect();
    all.only(may)
}

/// As what somebody may come into a session of their own accord; `None`: not at all.
pub(super) fn role_of(s: &Session<'_, '_>, kept: &Kept, who: &PrincipalId) -> Option<Role> {
    let seat = kept.machine.seat_of(who).and_then(|seat| kept.machine.person(seat));
    if let Some(person) = seat {
        return Some(person.role);
    }
    let is_inviter = kept.invited.as_ref().is_some_and(|invited| invited.by == *who);
    if is_inviter || kept.handed_to.as_ref() == Some(who) {
        return Some(Role::Agent);
    }
    let on: Resource = kept.resource(s);
    let verdict = s.verdict(Action::CobrowseLead, &on, Ask::default());
    matches!(verdict, Verdict::Allow { .. }).then_some(Role::Supervisor)
}

/// Comes into a session, leads it where it was handed over, and asks its customer where nobody has.
///
/// # Errors
/// [`AppError::Conflict`] (`cobrowse_refused`), also where the customer was invited and has not come.
pub(super) fn enter(
    s: &mut Session<'_, '_>,
    mut kept: Kept,
    comer: &Comer,
    role: Role,
) -> Result<(Kept, u32), AppError> {
    if kept.awaits_customer() && kept.machine.ended().is_none() {
        let why = "the customer was invited and has not come yet";
        return Err(AppError::conflict("cobrowse_refused", why));
    }
    let Comer { principal, name, may } = comer.clone();
    let takes_over = role == Role::Agent && kept.handed_to.as_ref() == Some(&principal);
    if takes_over {
        kept.handed_to = None;
    }
    let join = Input::Join { principal: principal.clone(), name, role, may };
    let mut kept = kept::step(s, kept, join, None)?.taken()?.kept;
    let seat = kept.machine.seat_of(&principal);
    let seat = seat.ok_or_else(|| AppError::broken("whoever joined has no seat".to_owned()))?;
    if takes_over {
        kept = pass(s, kept, seat)?;
    }
    let machine = &kept.machine;
    let is_to_ask = machine.state() == State::Asked && machine.ask().is_none();
    if is_to_ask && machine.lead() == Some(seat) {
        kept = ask(s, kept, seat, comer)?;
    }
    Ok((kept, seat))
}

/// Passes the lead to a seat: in the name of who leads, or of who takes it where they are gone.
fn pass(s: &mut Session<'_, '_>, kept: Kept, to: u32) -> Result<Kept, AppError> {
    let lead = kept.machine.lead().filter(|lead| kept.machine.may_pass(*lead));
    let transfer = Input::Transfer { seat: lead.unwrap_or(to), to };
    Ok(kept::step(s, kept, transfer, None)?.taken()?.kept)
}

fn ask(s: &mut Session<'_, '_>, kept: Kept, seat: u32, comer: &Comer) -> Result<Kept, AppError> {
    let had = kept.machine.grants();
    let wants = first_wants(comer.may);
    let wish = consent::wish(s, &comer.name, &kept.language, (wants, had))?;
    Ok(kept::step(s, kept, Input::Ask { seat, wish }, None)?.taken()?.kept)
}

/// A place for somebody of the desk: who joined comes back to their seat, who invited or was handed the
/// lead takes theirs; who leads the desk may join any session, and its customer is told.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Conflict`] (`cobrowse_refused`).
pub fn seat(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    entry: Option<Entry>,
) -> Result<(Kept, String), AppError> {
    let kept = kept::load(s, id)?;
    let on = kept.resource(s);
    s.check(Action::CobrowseWork, &on)?;
    let comer = Comer::of_desk(s)?;
    let role = match role_of(s, &kept, &comer.principal) {
        Some(role) => role,
        None => {
            s.check(Action::CobrowseLead, &on)?;
            Role::Supervisor
        }
    };
    let kept = nodes::housed(s, kept)?;
    let (kept, seat) = enter(s, kept, &comer, role)?;
    let token = place::of_desk(s, &kept, seat, (comer.principal, entry))?;
    Ok((kept, token))
}

/// Hands the lead to another agent: at once where they are there, or else as soon as they come.
///
/// # Errors
/// [`AppError::Conflict`] (`cobrowse_refused`) for whoever may not pass it on, [`AppError::Invalid`]
/// (`user_id`) for who is nobody of the desk.
pub fn transfer(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    to: PrincipalId,
) -> Result<Kept, AppError> {
    let mut kept = kept::load(s, id)?;
    let on = kept.resource(s);
    s.check(Action::CobrowseWork, &on)?;
    let own = own_id(s)?;
    let goes_on = kept.machine.ended().is_none();
    let seat = kept.machine.seat_of(&own).filter(|seat| kept.machine.may_pass(*seat));
    let Some(seat) = seat.filter(|_| goes_on) else {
        let why = "only who leads a session hands it on, a supervisor who is in it, or any agent once \
            who led is gone";
        return Err(AppError::conflict("cobrowse_refused", why));
    };
    let there = kept.machine.seat_of(&to).and_then(|seat| kept.machine.person(seat));
    if there.is_some_and(|person| person.role != Role::Agent) {
        return Err(AppError::conflict("cobrowse_refused", "they are in it to look, not to lead"));
    }
    match there.filter(|person| person.is_here).map(|person| person.seat) {
        Some(to) => {
            kept.handed_to = None;
            Ok(kept::step(s, kept, Input::Transfer { seat, to }, None)?.taken()?.kept)
        }
        None if seats::is_of_desk(s, &to)? => {
            let body = serde_json::json!({ "from": seat, "to": to });
            s.audit("cobrowse.handed", format!("cobrowse/{id}"), Some(body));
            kept.handed_to = Some(to);
            Ok(kept::step(s, kept, Input::Tick, None)?.kept)
        }
        None => Err(AppError::invalid("user_id", "nobody at the desk is called so")),
    }
}

/// Ends a session, as its customer, or as somebody of the desk who is in it or invited to it.
///
/// # Errors
/// As [`super::get`]; [`AppError::Conflict`] (`cobrowse_refused`) for whoever is not in it.
pub fn end(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Kept, AppError> {
    let kept = super::get(s, id)?;
    if kept.machine.ended().is_some() {
        return Ok(kept);
    }
    let own = s.principal().id.clone();
    let is_customer = s.principal().customer.as_ref() == Some(&kept.row.customer);
    let seat = own.and_then(|own| kept.machine.seat_of(&own));
    let input = match seat {
        _ if is_customer => Input::End { reason: None },
        Some(seat) => Input::AgentEnd { seat },
        None if kept.invited.is_some() => return invite::withdraw(s, kept),
        None => {
            let why = "you are not in this session";
            return Err(AppError::conflict("cobrowse_refused", why));
        }
    };
    Ok(kept::step(s, kept, input, None)?.taken()?.kept)
}
