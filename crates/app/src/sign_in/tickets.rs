//! Tickets: secrets that prove one step of a sign-in, for a short time, once.

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Secret, TenantId, UserId};
use store::Tx;
use store::sign_in::TicketRow;

use super::sign_in_expired;
use crate::{App, AppError, Session};

/// The password was right, something else is missing.
pub(super) const SECOND_FACTOR: &str = "second_factor";
/// A passkey is asked for, to come in.
pub(super) const PASSKEY: &str = "passkey";
/// A passkey is being made.
pub(super) const NEW_PASSKEY: &str = "new_passkey";
/// The browser is at a provider of single sign-on.
pub(super) const OIDC: &str = "oidc";
/// A link by which a password is chosen.
pub(super) const INVITATION: &str = "invitation";
/// A code was sent.
pub(super) const CODE: &str = "code";
/// A token of a company's app was used.
pub(super) const TOKEN_ID: &str = "token_id";

/// How long a step may take.
pub(super) const STEP_TIME_MAX: Duration = Duration::from_secs(5 * 60);
/// How long a person may be at a provider of single sign-on.
pub(super) const OIDC_TIME_MAX: Duration = Duration::from_secs(10 * 60);
pub(super) const INVITATION_TIME_MAX: Duration = Duration::from_days(7);
/// How often a code may be tried for one ticket.
pub(super) const TRIES_MAX: i64 = 5;

const PREFIX: &str = "ombud_tk_";
/// Longest ticket that is looked at.
const TICKET_BYTES_MAX: usize = 200;

/// Makes a ticket.
pub(super) fn make(
    s: &mut Session<'_, '_>,
    (purpose, subject): (&str, &str),
    doc: &serde_json::Value,
    lives: Duration,
) -> Result<Secret, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let secret = app.new_secret(PREFIX);
    let now = app.now();
    let ticket = TicketRow {
        tenant,
        hash: Sha256Hex::of(secret.expose().as_bytes()),
        purpose: purpose.to_owned(),
        subject: subject.to_owned(),
        doc: doc.to_string(),
        tries: 0,
        created_at: now,
        expires_at: now.plus(lives),
    };
    store::sign_in::insert(s.tx(), &ticket)?;
    Ok(secret)
}

/// Makes an invitation; the ones before it are no longer good.
pub(crate) fn invitation(s: &mut Session<'_, '_>, user: UserId) -> Result<Secret, AppError> {
    let (tenant, subject) = (s.tenant().clone(), user.to_string());
    store::sign_in::take_all(s.tx(), &tenant, (INVITATION, &subject))?;
    make(s, (INVITATION, &subject), &serde_json::Value::Null, INVITATION_TIME_MAX)
}

/// The ticket, if it is there, for this purpose, and has neither expired nor been tried too often.
pub(super) fn find(
    tx: &mut Tx<'_>,
    app: &App,
    purpose: &str,
    ticket: &Secret,
) -> Result<TicketRow, AppError> {
    if ticket.expose().len() > TICKET_BYTES_MAX {
        return Err(sign_in_expired());
    }
    let hash = Sha256Hex::of(ticket.expose().as_bytes());
    let found = store::sign_in::find(tx, &hash)?;
    let good = |row: &TicketRow| {
        row.purpose == purpose && app.now() < row.expires_at && row.tries < TRIES_MAX
    };
    found.filter(good).ok_or_else(sign_in_expired)
}

/// As [`find`], and it is used up.
pub(super) fn take(
    s: &mut Session<'_, '_>,
    purpose: &str,
    ticket: &Secret,
) -> Result<TicketRow, AppError> {
    let app = s.app().clone();
    let row = find(s.tx(), &app, purpose, ticket)?;
    // It must be of the tenant whose transaction this is.
    if row.tenant != *s.tenant() || !store::sign_in::take(s.tx(), &row)? {
        return Err(sign_in_expired());
    }
    Ok(row)
}

/// Which tenant a ticket is of, before there is a session to read it in.
pub(super) async fn tenant_of(
    app: &App,
    purpose: &'static str,
    ticket: &Secret,
) -> Result<(TenantId, TicketRow), AppError> {
    let (again, ticket) = (app.clone(), ticket.clone());
    let row = app.store().read(move |tx| find(tx, &again, purpose, &ticket)).await?;
    Ok((row.tenant.clone(), row))
}

/// The user that a ticket is about.
pub(super) fn user_of(row: &TicketRow) -> Result<UserId, AppError> {
    row.subject.parse().map_err(|error| AppError::internal("the user of a ticket", error))
}
