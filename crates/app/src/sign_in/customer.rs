//! Customers, vouched for by the company's own app; and visitors, whom nobody vouches for.

use compliance::authority::{Principal, Role, Withheld};
use identity::jwt::{self, Claims, TokenError};
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, Duration, PrincipalId, Secret, SessionId, TenantId};
use store::sign_in::TicketRow;

use super::limits::{self, ADDRESS, NEWCOMERS};
use super::sessions::NewSession;
use super::tickets::TOKEN_ID;
use super::{Client, SessionKind, SignedIn, sessions};
use crate::{App, AppError, Session};

/// Whom a token must be for.
const AUDIENCE: &str = "ombud";
/// Longest time from now that a token may be good for.
const TOKEN_TIME_MAX: Duration = Duration::from_secs(10 * 60);
/// What a visitor's customer id begins with; no company's token may claim such a one.
pub(crate) const VISITOR_PREFIX: &str = "visitor-";

/// Whether this is a visitor: somebody who has not said who they are.
pub fn is_visitor(customer: &CustomerId) -> bool {
    customer.as_str().starts_with(VISITOR_PREFIX)
}
const TOKEN_ID_CHARS_MAX: usize = 200;
const NAME_CHARS_MAX: usize = 100;
const LOCALE_CHARS_MAX: usize = 16;

/// The principal of a customer.
pub(crate) fn as_customer(tenant: &TenantId, customer: &CustomerId) -> Result<Principal, AppError> {
    let id = PrincipalId::new(customer.as_str())
        .map_err(|error| AppError::internal("a customer's id", error))?;
    Ok(Principal {
        tenant: tenant.clone(),
        role: Role::Consumer,
        id: Some(id),
        merchant: None,
        customer: Some(customer.clone()),
        withheld: Withheld::default(),
    })
}

/// Signs a customer in whom the company's app vouches for: a token signed by a configured key, for
/// `ombud`, good for ten minutes at most, used once (`jti`).
///
/// # Errors
/// `token_refused` with what is wrong: a company's developers read it.
pub async fn with_identity_token(
    app: &App,
    tenant: Option<&TenantId>,
    token: &Secret,
    client: &Client,
) -> Result<SignedIn, AppError> {
    let unknown = || token_refused("there is no key for this tenant");
    let tenant = app.tenant_or_default(tenant).await?.ok_or_else(unknown)?;
    let from = client.clone();
    let count = move |s: &mut Session<'_, '_>| limits::count_address(s, ADDRESS, &from);
    app.write(&app.system(&tenant), count).await?;
    let refused = |error: TokenError| token_refused(&error.to_string());
    let claims = verified(app, &tenant, token.expose()).map_err(refused)?;
    claims.for_audience(AUDIENCE).map_err(refused)?;
    let end = claims.live_until(app.now(), Some(TOKEN_TIME_MAX)).map_err(refused)?;
    let token_id = claims.required("jti").map_err(refused)?.to_owned();
    let customer = CustomerId::new(claims.required("sub").map_err(refused)?)
        .map_err(|error| token_refused(&format!("its subject is no customer id: {error}")))?;
    if is_visitor(&customer) {
        return Err(token_refused("its subject is one of our own visitors"));
    }
    if token_id.chars().count() > TOKEN_ID_CHARS_MAX {
        return Err(token_refused("its jti is too long"));
    }
    let principal = as_customer(&tenant, &customer)?;
    let client = client.clone();
    let text = |name: &str| claims.text(name).map(str::to_owned);
    let (mut name, email, locale) = (text("name"), text("email"), text("locale"));
    check_name(name.as_deref())?;
    if let Some(name) = &mut name {
        crate::order::scrub::text(name);
    }
    let locale = locale.map(|locale| tag_of(&locale)).transpose()?;
    let work = move |s: &mut Session<'_, '_>| {
        let (tenant, now) = (s.tenant().clone(), s.app().now());
        let used = TicketRow {
            tenant: tenant.clone(),
            hash: Sha256Hex::of(format!("{TOKEN_ID}\n{tenant}\n{token_id}").as_bytes()),
            purpose: TOKEN_ID.to_owned(),
            subject: customer.to_string(),
            doc: "null".to_owned(),
            tries: 0,
            created_at: now,
            // Kept as long as the token could be shown again, clocks that differ included.
            expires_at: end.plus(jwt::LEEWAY),
        };
        if !store::sign_in::insert(s.tx(), &used)? {
            return Err(token_refused("it was used before"));
        }
        let email = email.as_deref().map(crate::users::normal_email);
        let new = NewSession {
            kind: SessionKind::Customer,
            subject: customer.to_string(),
            method: "identity",
            second_factor: false,
            name: name.as_deref().unwrap_or_default(),
            email: email.as_deref(),
            locale: locale.as_deref(),
            client: &client,
        };
        sessions::begin(s, new)
    };
    app.write(&principal, work).await
}

/// People at the desk read the name, and the customer's own messages bear it.
fn check_name(name: Option<&str>) -> Result<(), AppError> {
    let Some(name) = name else { return Ok(()) };
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(token_refused(&format!("its name has more than {NAME_CHARS_MAX} characters")));
    }
    if name.chars().any(char::is_control) {
        return Err(token_refused("its name has control characters"));
    }
    Ok(())
}

/// A locale as a language tag; `en_GB` is what some systems write.
fn tag_of(locale: &str) -> Result<String, AppError> {
    let wrong = || token_refused("its locale is no language tag of BCP 47, such as sv or en-GB");
    language_tag(locale).ok_or_else(wrong)
}

/// A language tag in its form: a language of letters, and what is said more of it; `None` for anything
/// else.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let of_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let language = tag.split('-').next().unwrap_or_default();
    let is_language =
        (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    let fits = is_language && tag.len() <= LOCALE_CHARS_MAX && tag.chars().all(of_tag);
    (fits && !kernel::scrub::has_card_number(&tag)).then_some(tag)
}

/// The claims, signed by one of the tenant's keys: by the one that the header names, where it names
/// one, and always with that key's own algorithm.
fn verified(app: &App, tenant: &TenantId, token: &str) -> Result<Claims, TokenError> {
    let header = jwt::header(token)?;
    let keys = app.sign_in_options().identity_keys.iter().filter(|key| key.tenant == *tenant);
    let named = |kid: &Option<String>| match (&header.kid, kid) {
        (Some(wanted), Some(kid)) => wanted == kid,
        _ => true,
    };
    let mut found = Err(TokenError::Signature);
    for key in keys.filter(|key| named(&key.kid)) {
        match jwt::verify(token, &key.key) {
            Ok(claims) => return Ok(claims),
            Err(error) => found = Err(error),
        }
    }
    found
}

/// Lets somebody in whom nobody knows: a customer of their own, with nothing behind it.
///
/// # Errors
/// [`AppError::TooMany`]; [`AppError::NotFound`] for a tenant that is not there.
pub async fn visitor(
    app: &App,
    tenant: Option<&TenantId>,
    locale: Option<String>,
    client: &Client,
) -> Result<SignedIn, AppError> {
    let unknown = || AppError::NotFound { what: "the tenant".to_owned() };
    let wrong = || AppError::invalid("locale", "is no language tag of BCP 47, such as sv or en-GB");
    let locale = locale.map(|text| language_tag(&text).ok_or_else(wrong)).transpose()?;
    let tenant = app.tenant_or_default(tenant).await?.ok_or_else(unknown)?;
    let from = client.clone();
    let count = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, NEWCOMERS, &from)?;
        let now = s.app().now();
        Ok(SessionId::generate(now, s.rng()))
    };
    let id = app.write(&app.system(&tenant), count).await?;
    let customer = CustomerId::new(format!("{VISITOR_PREFIX}{id}"))
        .map_err(|error| AppError::internal("a visitor's id", error))?;
    let principal = as_customer(&tenant, &customer)?;
    let client = client.clone();
    let work = move |s: &mut Session<'_, '_>| {
        let new = NewSession {
            kind: SessionKind::Visitor,
            subject: customer.to_string(),
            method: "visitor",
            second_factor: false,
            name: "",
            email: None,
            locale: locale.as_deref(),
            client: &client,
        };
        sessions::begin(s, new)
    };
    app.write(&principal, work).await
}

fn token_refused(why: &str) -> AppError {
    AppError::sign_in("token_refused", format!("the identity token is not taken: {why}"))
}
