//! Places: signed tokens that open one socket of one session, and say at which node it is.
//!
//! Nothing is asked of the database to believe one ([`signed`]); that the session goes on is asked when
//! the socket opens.

use kernel::{CobrowseId, Duration, PrincipalId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};

use super::kept::{self, Kept};
use super::log_out::{Entry, is_in};
use super::{nodes, signed};
use crate::{App, AppError, Session};

/// How long a place of the desk may be taken. A customer's is good for as long as a session goes: a
/// reload of the page comes back with it.
pub const PLACE_LIFE: Duration = Duration::from_secs(10 * 60);

/// Which side of the glass somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Customer,
    /// By seat.
    Desk {
        seat: u32,
    },
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub tenant: TenantId,
    pub session: CobrowseId,
    pub side: Side,
    pub who: PrincipalId,
    /// With what somebody of the desk came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// Where the session is at home, and the node at which it is.
    pub region: String,
    pub lane: i64,
    pub until: Timestamp,
}

/// Signs a place.
///
/// # Errors
/// [`AppError::Internal`], which does not come.
pub fn token(app: &App, place: &Place) -> Result<String, AppError> {
    signed::sign(&app.cobrowse().place(), place)
}

/// Reads a place that this installation signed and that may still be taken.
///
/// # Errors
/// [`AppError::Unauthenticated`] for everything else.
pub fn place_of(app: &App, token: &str) -> Result<Place, AppError> {
    let place: Option<Place> = signed::read(&app.cobrowse().place(), token);
    place.filter(|place| app.now() < place.until).ok_or(AppError::Unauthenticated)
}

/// The customer's place.
pub(super) fn of_customer(s: &mut Session<'_, '_>, kept: &Kept) -> Result<String, AppError> {
    let who = PrincipalId::new(kept.row.customer.as_str())
        .map_err(|error| AppError::internal("a customer's id", error))?;
    let place = Place {
        tenant: s.tenant().clone(),
        session: kept.row.cobrowse,
        side: Side::Customer,
        who,
        entry: None,
        region: kept.row.region.clone(),
        lane: kept.row.lane,
        until: s.app().now().plus(cobrowse::session::LONGEST),
    };
    token(s.app(), &place)
}

/// The place of somebody of the desk, and what they came in with.
pub(super) fn of_desk(
    s: &mut Session<'_, '_>,
    kept: &Kept,
    seat: u32,
    (who, entry): (PrincipalId, Option<Entry>),
) -> Result<String, AppError> {
    let place = Place {
        tenant: s.tenant().clone(),
        session: kept.row.cobrowse,
        side: Side::Desk { seat },
        who,
        entry,
        region: kept.row.region.clone(),
        lane: kept.row.lane,
        until: s.app().now().plus(PLACE_LIFE),
    };
    token(s.app(), &place)
}

/// A place, and at which node it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    pub token: String,
    pub lane: i64,
}

/// A new place for whoever has one: after a reload, in another tab, or when the node is gone.
///
/// # Errors
/// [`AppError::Conflict`] (`cobrowse_refused`) once the session has ended;
/// [`AppError::Unauthenticated`] for somebody of the desk who has signed out.
pub fn renewed(s: &mut Session<'_, '_>, place: &Place) -> Result<Renewed, AppError> {
    let kept = kept::load(s, place.session)?;
    if kept.machine.ended().is_some() {
        return Err(AppError::conflict("cobrowse_refused", "the session has ended"));
    }
    if !is_in(s, place)? {
        return Err(AppError::Unauthenticated);
    }
    let kept = nodes::housed(s, kept)?;
    let life = match place.side {
        Side::Customer => cobrowse::session::LONGEST,
        Side::Desk { .. } => PLACE_LIFE,
    };
    let until = s.app().now().plus(life);
    let token = token(s.app(), &Place { lane: kept.row.lane, until, ..place.clone() })?;
    Ok(Renewed { token, lane: kept.row.lane })
}

/// The session of a place, as it is stored.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn of_place(s: &mut Session<'_, '_>, place: &Place) -> Result<Kept, AppError> {
    kept::load(s, place.session)
}
