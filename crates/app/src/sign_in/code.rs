//! Customers, by a code in an e-mail: six digits, ten minutes, five tries, once.
//!
//! Whether anybody has this address is told neither by the answer nor by how long it takes. The code
//! is hashed as passwords are: six digits behind a plain hash would be no secret.

use commerce::Customer;
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, Duration, Secret, TenantId};
use serde_json::{Value, json};
use store::parties::Party;
use store::sign_in::TicketRow;

use super::customer::as_customer;
use super::limits::{self, ACCOUNT, ADDRESS, LETTERS, NEWCOMERS};
use super::sessions::NewSession;
use super::tickets::{CODE, TRIES_MAX};
use super::{Client, SessionKind, SignedIn, mail, sessions, wrong_code};
use crate::{App, AppError, Session};

const CODE_TIME_MAX: Duration = Duration::from_secs(10 * 60);
const CODES: u64 = 1_000_000;
/// Customers of one e-mail address that are looked at.
const SHARING_MAX: u32 = 20;

/// Sends a code to whoever has this address; says nothing either way.
///
/// # Errors
/// [`AppError::TooMany`] for the caller's network address alone.
pub async fn begin_code(
    app: &App,
    tenant: Option<&TenantId>,
    email: &str,
    client: &Client,
) -> Result<(), AppError> {
    let Some(tenant) = app.tenant_or_default(tenant).await? else { return Ok(()) };
    let email = crate::users::normal_email(email);
    let (from, whom) = (client.clone(), email.clone());
    let work = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, NEWCOMERS, &from)?;
        let allowed = limits::count(s, LETTERS, &whom);
        // The caller does not hear that this address had letters enough.
        match allowed {
            Err(AppError::TooMany { .. }) => Ok(None),
            other => other.and_then(|()| customer_of(s, &whom)).map(Some),
        }
    };
    let found = app.write(&app.system(&tenant), work).await?;
    let code = format!("{:06}", app.below(CODES));
    // For nobody too, so that it takes as long.
    let hash = app.hash_password(Secret::new(code.clone())).await?;
    let Some(customer) = found else { return Ok(()) };
    // For nobody a code is kept too, which no answer fits.
    let principal = match &customer {
        Some(customer) => as_customer(&tenant, &customer.id)?,
        None => app.system(&tenant),
    };
    let work = move |s: &mut Session<'_, '_>| {
        let (tenant, now) = (s.tenant().clone(), s.app().now());
        let place = place(&tenant, &email);
        // A new code takes the place of the one before.
        store::sign_in::take_all(s.tx(), &tenant, (CODE, &place.to_string()))?;
        let known = customer.as_ref();
        let doc = json!({
            "customer": known.map(|known| &known.id), "hash": hash,
            "locale": known.map(|known| &known.language),
        });
        let ticket = TicketRow {
            tenant: tenant.clone(),
            hash: place,
            purpose: CODE.to_owned(),
            subject: place.to_string(),
            doc: doc.to_string(),
            tries: 0,
            created_at: now,
            expires_at: now.plus(CODE_TIME_MAX),
        };
        store::sign_in::insert(s.tx(), &ticket)?;
        if let Some(customer) = known {
            let letter = mail::code(&tenant, &email, Some(&customer.language), &code);
            s.after(crate::after::After::Mail(letter));
        }
        Ok(())
    };
    app.write(&principal, work).await
}

/// Signs a customer in by the code.
///
/// # Errors
/// [`wrong_code`], whatever is wrong; [`AppError::TooMany`].
pub async fn finish_code(
    app: &App,
    tenant: Option<&TenantId>,
    (email, code): (&str, Secret),
    client: &Client,
) -> Result<SignedIn, AppError> {
    let Some(tenant) = app.tenant_or_default(tenant).await? else {
        app.verify_password(code, None).await?;
        return Err(wrong_code());
    };
    let email = crate::users::normal_email(email);
    let (from, whom) = (client.clone(), email.clone());
    let find = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, ADDRESS, &from)?;
        limits::count(s, ACCOUNT, &customer_key(&whom))?;
        let (tenant, now) = (s.tenant().clone(), s.app().now());
        let found = store::sign_in::find(s.tx(), &place(&tenant, &whom))?;
        let good = |row: &TicketRow| row.purpose == CODE && now < row.expires_at;
        let found = found.filter(|row| good(row) && row.tries < TRIES_MAX);
        if let Some(row) = &found {
            store::sign_in::tried(s.tx(), row)?;
        }
        Ok(found)
    };
    let found = app.write(&app.system(&tenant), find).await?;
    let doc: Option<Value> =
        found.as_ref().map(|row| serde_json::from_str(&row.doc)).transpose()?;
    let text = |name: &str| {
        doc.as_ref().and_then(|doc| doc.get(name)).and_then(Value::as_str).map(str::to_owned)
    };
    let digits: String = code.expose().chars().filter(|c| !c.is_whitespace()).collect();
    let right = app.verify_password(Secret::new(digits), text("hash")).await?;
    let (true, Some(row), Some(customer)) = (right, found, text("customer")) else {
        return Err(wrong_code());
    };
    let customer = CustomerId::new(customer)
        .map_err(|error| AppError::internal("the customer of a code", error))?;
    let principal = as_customer(&tenant, &customer)?;
    let (client, locale) = (client.clone(), text("locale"));
    let enter = move |s: &mut Session<'_, '_>| {
        if !store::sign_in::take(s.tx(), &row)? {
            return Err(wrong_code());
        }
        limits::forget(s, ACCOUNT, &customer_key(&email))?;
        limits::forget(s, LETTERS, &email)?;
        let new = NewSession {
            kind: SessionKind::Customer,
            subject: customer.to_string(),
            method: "code",
            second_factor: false,
            name: "",
            email: Some(&email),
            locale: locale.as_deref(),
            client: &client,
        };
        sessions::begin(s, new)
    };
    app.write(&principal, enter).await
}

/// Codes of customers are counted apart from passwords of users.
fn customer_key(email: &str) -> String {
    format!("customer\n{email}")
}

/// Where the code for an address is kept: one at a time.
fn place(tenant: &TenantId, email: &str) -> Sha256Hex {
    Sha256Hex::of(format!("{CODE}\n{tenant}\n{email}").as_bytes())
}

/// Forgets the code that waits for an address.
pub(crate) fn forget_code(s: &mut Session<'_, '_>, email: &str) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let place = place(&tenant, email);
    Ok(store::sign_in::take_all(s.tx(), &tenant, (CODE, &place.to_string()))?)
}

/// The customer who has this address today; the newest, where several have it.
pub(crate) fn customer_of(
    s: &mut Session<'_, '_>,
    email: &str,
) -> Result<Option<Customer>, AppError> {
    let tenant = s.tenant().clone();
    let hash = Sha256Hex::of(email.as_bytes()).to_string();
    let ids =
        store::links::sharing(s.tx(), &tenant, crate::order::links::EMAIL, &hash, SHARING_MAX)?;
    let mut newest: Option<Customer> = None;
    for id in ids {
        let row = store::parties::get(s.tx(), Party::Customer, &tenant, id.as_str())?;
        let Some(row) = row else { continue };
        let record: Customer = serde_json::from_str(&row.doc)?;
        let has = record.email.as_deref().map(crate::users::normal_email);
        let newer = newest.as_ref().is_none_or(|known| known.since < record.since);
        if has.as_deref() == Some(email) && newer {
            newest = Some(record);
        }
    }
    Ok(newest)
}
