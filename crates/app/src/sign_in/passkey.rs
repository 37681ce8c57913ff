//! By passkey: alone, or as the second factor after a password.

use identity::webauthn::{self, Assertion, CHALLENGE_BYTES, PublicKey};
use kernel::{Secret, TenantId, UserId};
use serde_json::{Value, json};

use super::limits::{self, ACCOUNT, ADDRESS};
use super::tickets::{self, PASSKEY, SECOND_FACTOR, STEP_TIME_MAX};
use super::{Client, SignedIn, password, sign_in_expired};
use crate::{App, AppError, Session};

/// What the page asks the device.
#[derive(Debug, Clone)]
pub struct PasskeyQuestion {
    pub ticket: Secret,
    /// For `navigator.credentials`.
    pub options: Value,
}

/// A new challenge, and its text for a ticket.
pub(super) fn challenge(app: &App) -> ([u8; CHALLENGE_BYTES], Value) {
    let mut challenge = [0; CHALLENGE_BYTES];
    app.fill(&mut challenge);
    (challenge, json!({ "challenge": identity::to_base64url(&challenge) }))
}

/// The challenge that a ticket holds.
pub(super) fn challenge_of(doc: &str) -> Result<Vec<u8>, AppError> {
    let doc: Value = serde_json::from_str(doc)?;
    let text = doc.get("challenge").and_then(Value::as_str);
    let bytes = text.and_then(identity::from_base64url);
    bytes.ok_or_else(|| AppError::broken("a ticket has no challenge"))
}

/// Asks for a passkey: for any of this site, or, after a password, for one of that person.
///
/// # Errors
/// [`sign_in_expired`] for a ticket that is not good; [`AppError::TooMany`].
pub async fn begin(
    app: &App,
    tenant: Option<&TenantId>,
    after_password: Option<Secret>,
    client: &Client,
) -> Result<PasskeyQuestion, AppError> {
    let tenant = match &after_password {
        Some(ticket) => tickets::tenant_of(app, SECOND_FACTOR, ticket).await?.0,
        None => app.tenant_or_default(tenant).await?.ok_or_else(sign_in_expired)?,
    };
    let client = client.clone();
    let work = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, ADDRESS, &client)?;
        let (app, tenant) = (s.app().clone(), s.tenant().clone());
        let mut subject = String::new();
        let mut allowed = Vec::new();
        if let Some(ticket) = &after_password {
            let row = tickets::find(s.tx(), &app, SECOND_FACTOR, ticket)?;
            let rows = store::passkeys::of_user(s.tx(), &tenant, tickets::user_of(&row)?)?;
            allowed = rows.into_iter().map(|row| row.credential).collect();
            subject = row.subject;
        }
        let (challenge, doc) = challenge(&app);
        let ticket = tickets::make(s, (PASSKEY, &subject), &doc, STEP_TIME_MAX)?;
        let options = webauthn::request_options(&app.sign_in().party, &challenge, &allowed);
        Ok(PasskeyQuestion { ticket, options })
    };
    app.write(&app.system(&tenant), work).await
}

/// Believes the device's answer.
///
/// # Errors
/// `passkey_refused`, whatever is wrong with it; [`sign_in_expired`].
pub async fn finish(
    app: &App,
    ticket: Secret,
    answer: Assertion,
    client: &Client,
) -> Result<SignedIn, AppError> {
    let (tenant, row) = tickets::tenant_of(app, PASSKEY, &ticket).await?;
    let (from, id) = (tenant.clone(), answer.id.clone());
    let find = move |tx: &mut store::Tx<'_>| store::passkeys::get(tx, &from, &id);
    let passkey: Result<_, store::StoreError> = app.store().read(find).await;
    let passkey = passkey?.ok_or_else(refused)?;
    let of_ticket = if row.subject.is_empty() { None } else { Some(tickets::user_of(&row)?) };
    if of_ticket.is_some_and(|user| user != passkey.user) || !names(&answer, passkey.user) {
        return Err(refused());
    }
    let user = app.user_row(&tenant, passkey.user).await?.ok_or_else(refused)?;
    let principal = password::as_user(app, &user).await?;
    let client = client.clone();
    let work = move |s: &mut Session<'_, '_>| {
        let row = tickets::take(s, PASSKEY, &ticket)?;
        // The challenge is used up by a wrong answer too.
        s.keep();
        let (app, tenant) = (s.app().clone(), s.tenant().clone());
        let known = store::passkeys::get(s.tx(), &tenant, &answer.id)?.ok_or_else(refused)?;
        let user = password::current(s, known.user)?.ok_or_else(refused)?;
        let key = PublicKey::of_stored(known.algorithm, known.public_key.clone());
        let key = key.ok_or_else(|| AppError::broken("a passkey of an unknown kind"))?;
        let challenge = challenge_of(&row.doc)?;
        let party = &app.sign_in().party;
        let count = webauthn::authenticate(party, &challenge, (&key, known.sign_count), &answer);
        let count = match count {
            Ok(count) => count,
            Err(error) => {
                let body = json!({ "reason": error.to_string() });
                s.audit("passkey.refused", format!("user/{}", user.user), Some(body));
                return Err(refused());
            }
        };
        store::passkeys::used(s.tx(), &known, count, app.now())?;
        limits::forget(s, ACCOUNT, &user.email)?;
        password::begin(s, &user, ("passkey", true), &client)
    };
    app.write(&principal, work).await
}

/// Whether the device names this user, or nobody, as some do when they were told which to use.
fn names(answer: &Assertion, user: UserId) -> bool {
    answer.user_handle().is_none_or(|handle| handle == user.uuid().as_bytes())
}

pub(super) fn refused() -> AppError {
    AppError::sign_in("passkey_refused", "the passkey is not known here, or did not prove itself")
}
