//! By password, and the second factor after it; and choosing a password by an invitation.
//!
//! Hashing happens on threads that may block, a few at a time, and never inside a transaction. For
//! somebody who is not there it happens all the same.

use identity::{passwords, totp};
use kernel::canonical::Sha256Hex;
use kernel::{Secret, TenantId, UserId};
use serde_json::Value;
use store::users::{ACTIVE, DISABLED, UserRow};

use super::limits::{self, ACCOUNT, ADDRESS};
use super::sessions::NewSession;
use super::tickets::{self, INVITATION, SECOND_FACTOR, STEP_TIME_MAX};
use super::{
    Client, EndReason, SessionKind, SignedIn, Step, sessions, sign_in_expired, wrong_code,
    wrong_credentials,
};
use crate::after::After;
use crate::{App, AppError, Principal, Session};

/// Longest time that a password waits to be hashed.
const HASHING_WAIT_MAX: std::time::Duration = std::time::Duration::from_secs(5);

/// Signs a user in by e-mail address and password.
///
/// # Errors
/// [`wrong_credentials`], whatever is wrong; [`AppError::TooMany`].
pub async fn with_password(
    app: &App,
    tenant: Option<&TenantId>,
    (email, password): (&str, Secret),
    client: &Client,
) -> Result<Step, AppError> {
    let Some(tenant) = app.tenant_or_default(tenant).await? else {
        app.verify_password(password, None).await?;
        return Err(wrong_credentials());
    };
    let system = app.system(&tenant);
    let (email, from) = (crate::users::normal_email(email), client.clone());
    let find = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, ADDRESS, &from)?;
        limits::count(s, ACCOUNT, &email)?;
        let tenant = s.tenant().clone();
        Ok(store::users::by_email(s.tx(), &tenant, &email)?.filter(|user| user.state == ACTIVE))
    };
    let user = app.write(&system, find).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = app.verify_password(password, stored.clone()).await?;
    let (true, Some(user)) = (right, user) else { return Err(wrong_credentials()) };
    let principal = as_user(app, &user).await?;
    let client = client.clone();
    let enter = move |s: &mut Session<'_, '_>| {
        // It may have been changed or disabled while the password was compared.
        let now = current(s, user.user)?.filter(|now| now.password_hash == stored);
        let user = now.ok_or_else(wrong_credentials)?;
        let methods = factors(s, &user)?;
        if methods.is_empty() {
            limits::forget(s, ACCOUNT, &user.email)?;
            return begin(s, &user, ("password", false), &client).map(Step::SignedIn);
        }
        let subject = user.user.to_string();
        let ticket = tickets::make(s, (SECOND_FACTOR, &subject), &Value::Null, STEP_TIME_MAX)?;
        Ok(Step::SecondFactor { ticket, methods })
    };
    app.write(&principal, enter).await
}

/// Shows the second factor: a code of the authenticator app, or a recovery code.
///
/// # Errors
/// [`wrong_code`]; [`sign_in_expired`] for a ticket that is used, over, or was tried too often.
pub async fn with_second_factor(
    app: &App,
    ticket: Secret,
    code: Secret,
    client: &Client,
) -> Result<SignedIn, AppError> {
    let (tenant, row) = tickets::tenant_of(app, SECOND_FACTOR, &ticket).await?;
    let user = tickets::user_of(&row)?;
    let user = app.user_row(&tenant, user).await?.ok_or_else(sign_in_expired)?;
    let principal = as_user(app, &user).await?;
    let client = client.clone();
    let work = move |s: &mut Session<'_, '_>| {
        let app = s.app().clone();
        let row = tickets::find(s.tx(), &app, SECOND_FACTOR, &ticket)?;
        let user = current(s, tickets::user_of(&row)?)?.ok_or_else(sign_in_expired)?;
        // What is wrong counts, and the count is kept with the refusal.
        store::sign_in::tried(s.tx(), &row)?;
        limits::count(s, ACCOUNT, &user.email)?;
        let Some(method) = check_code(s, &user, &code)? else {
            s.keep();
            return Err(wrong_code());
        };
        tickets::take(s, SECOND_FACTOR, &ticket)?;
        limits::forget(s, ACCOUNT, &user.email)?;
        begin(s, &user, (method, true), &client)
    };
    app.write(&principal, work).await
}

/// By what the code was right.
fn check_code(
    s: &mut Session<'_, '_>,
    user: &UserRow,
    code: &Secret,
) -> Result<Option<&'static str>, AppError> {
    let now = s.app().now();
    let secret = user.totp_secret.as_deref().filter(|_| user.totp_confirmed);
    let secret = secret.and_then(from_hex);
    let step =
        secret.and_then(|secret| totp::check(&secret, code.expose(), now, user.totp_last_step));
    if let Some(step) = step {
        let used = UserRow { totp_last_step: Some(step), updated_at: now, ..user.clone() };
        store::users::save(s.tx(), &used)?;
        return Ok(Some("totp"));
    }
    let hash = recovery_hash(user.user, code.expose());
    let tenant = s.tenant().clone();
    if store::users::use_recovery_code(s.tx(), &tenant, user.user, &hash)? {
        s.audit("user.recovery_code_used", format!("user/{}", user.user), None);
        return Ok(Some("recovery"));
    }
    Ok(None)
}

/// What a recovery code is found by. It has 80 random bits: a plain hash cannot be searched.
pub(super) fn recovery_hash(user: UserId, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256Hex::of(format!("{user}\n{}", plain.to_ascii_uppercase()).as_bytes()).to_string()
}

/// Chooses a password by an invitation, and comes in.
///
/// # Errors
/// [`sign_in_expired`]; [`AppError::Invalid`] for a password that is too easily guessed.
pub async fn accept_invitation(
    app: &App,
    ticket: Secret,
    (password, name): (Secret, Option<String>),
    client: &Client,
) -> Result<Step, AppError> {
    let (tenant, row) = tickets::tenant_of(app, INVITATION, &ticket).await?;
    let found = app.user_row(&tenant, tickets::user_of(&row)?).await?;
    let user = found.filter(|user| user.state != DISABLED).ok_or_else(sign_in_expired)?;
    let name = name.map(|name| crate::users::checked_name(&name)).transpose()?;
    check_password(&password, &user)?;
    let hash = app.hash_password(password).await?;
    let principal = as_user(app, &user).await?;
    let client = client.clone();
    let work = move |s: &mut Session<'_, '_>| {
        let row = tickets::take(s, INVITATION, &ticket)?;
        let (tenant, now) = (s.tenant().clone(), s.app().now());
        let user = store::users::get(s.tx(), &tenant, tickets::user_of(&row)?)?;
        let mut user = user.filter(|user| user.state != DISABLED).ok_or_else(sign_in_expired)?;
        user.password_hash = Some(hash.clone());
        ACTIVE.clone_into(&mut user.state);
        user.name = name.clone().unwrap_or(user.name);
        user.updated_at = now;
        store::users::save(s.tx(), &user)?;
        sessions::end_of_user(s, user.user, EndReason::PasswordChanged, None)?;
        s.audit("user.password_chosen", format!("user/{}", user.user), None);
        let methods = factors(s, &user)?;
        if methods.is_empty() {
            return begin(s, &user, ("invitation", false), &client).map(Step::SignedIn);
        }
        // A new password does not take the place of the second factor.
        let subject = user.user.to_string();
        let ticket = tickets::make(s, (SECOND_FACTOR, &subject), &Value::Null, STEP_TIME_MAX)?;
        Ok(Step::SecondFactor { ticket, methods })
    };
    app.write(&principal, work).await
}

/// # Errors
/// [`AppError::Invalid`] with what is wrong with it.
pub(super) fn check_password(password: &Secret, user: &UserRow) -> Result<(), AppError> {
    passwords::check(password.expose(), &[&user.email, &user.name])
        .map_err(|weak| AppError::invalid("password", weak.to_string()))
}

/// What a user must show beside the password.
pub(super) fn factors(
    s: &mut Session<'_, '_>,
    user: &UserRow,
) -> Result<Vec<&'static str>, AppError> {
    let tenant = s.tenant().clone();
    let passkeys = store::passkeys::of_user(s.tx(), &tenant, user.user)?;
    let mut methods = Vec::new();
    if user.totp_confirmed {
        methods.push("totp");
    }
    if !passkeys.is_empty() {
        methods.push("passkey");
    }
    Ok(methods)
}

/// Begins a user's session.
pub(super) fn begin(
    s: &mut Session<'_, '_>,
    user: &UserRow,
    (method, second_factor): (&'static str, bool),
    client: &Client,
) -> Result<SignedIn, AppError> {
    let new = NewSession {
        kind: SessionKind::User,
        subject: user.user.to_string(),
        method,
        second_factor,
        name: &user.name,
        email: Some(&user.email),
        locale: user.locale.as_deref(),
        client,
    };
    sessions::begin(s, new)
}

/// The user as it is now, if it may come in.
pub(super) fn current(s: &mut Session<'_, '_>, user: UserId) -> Result<Option<UserRow>, AppError> {
    let tenant = s.tenant().clone();
    Ok(store::users::get(s.tx(), &tenant, user)?.filter(|user| user.state == ACTIVE))
}

/// The principal that a user acts as.
pub(super) async fn as_user(app: &App, user: &UserRow) -> Result<Principal, AppError> {
    let user = user.clone();
    let read = move |tx: &mut store::Tx<'_>| crate::users::principal_of(tx, &user);
    app.store().read(read).await.map(|(principal, _)| principal)
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

/// The hash of a password, on this thread: for the command line.
///
/// # Errors
/// When there is no memory for it.
pub(crate) fn hash_blocking(app: &App, password: &Secret) -> Result<String, AppError> {
    let mut salt = [0; passwords::SALT_BYTES];
    app.fill(&mut salt);
    passwords::hash(password, salt).map_err(|error| AppError::internal("a password", error))
}

impl App {
    /// Compares a password, with nobody's where there is none.
    pub(super) async fn verify_password(
        &self,
        password: Secret,
        stored: Option<String>,
    ) -> Result<bool, AppError> {
        self.hashing(move |_| Ok(passwords::verify(&password, stored.as_deref()))).await
    }

    pub(super) async fn hash_password(&self, password: Secret) -> Result<String, AppError> {
        self.hashing(move |app| hash_blocking(app, &password)).await
    }

    /// Runs the hashing of a password on a thread that may block, a few at a time.
    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let busy = || AppError::Overloaded { why: "too many sign in at once".to_owned() };
        let place = std::sync::Arc::clone(&self.sign_in().hashing).acquire_owned();
        let place = tokio::time::timeout(HASHING_WAIT_MAX, place).await.map_err(|_| busy())?;
        let app = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work(&app)
        });
        done.await.map_err(|error| AppError::internal("hashing a password panicked", error))?
    }

    pub(super) async fn user_row(
        &self,
        tenant: &TenantId,
        user: UserId,
    ) -> Result<Option<UserRow>, AppError> {
        let tenant = tenant.clone();
        let read = move |tx: &mut store::Tx<'_>| store::users::get(tx, &tenant, user);
        let row: Result<_, store::StoreError> = self.store().read(read).await;
        Ok(row?)
    }

    /// The tenant that is named, or the one of those who name none; `None` when there is none such.
    pub(super) async fn tenant_or_default(
        &self,
        named: Option<&TenantId>,
    ) -> Result<Option<TenantId>, AppError> {
        let wanted = named.cloned().or_else(|| self.sign_in_options().default_tenant.clone());
        let read = move |tx: &mut store::Tx<'_>| match &wanted {
            Some(tenant) => Ok(store::tenants::get(tx, tenant)?.map(|row| row.tenant)),
            None => {
                let mut rows = store::tenants::list(tx, "", 2)?;
                let only = rows.pop();
                Ok(only.filter(|_| rows.is_empty()).map(|row| row.tenant))
            }
        };
        let found: Result<_, store::StoreError> = self.store().read(read).await;
        Ok(found?)
    }

    /// How one may come in.
    ///
    /// # Errors
    /// The store's.
    pub async fn sign_in_methods(
        &self,
        tenant: Option<&TenantId>,
    ) -> Result<super::Methods, AppError> {
        let tenant = self.tenant_or_default(tenant).await?;
        let options = self.sign_in_options();
        let of = |provider: &&super::OidcProvider| Some(&provider.tenant) == tenant.as_ref();
        let named = |provider: &super::OidcProvider| (provider.id.clone(), provider.name.clone());
        let oidc = options.providers.iter().filter(of).map(named).collect();
        Ok(super::Methods { password: true, passkey: true, code: options.mailer.is_some(), oidc })
    }
}

/// Sends an invitation once the transaction stands.
pub(crate) fn send_invitation(s: &mut Session<'_, '_>, user: &UserRow, link: &str) {
    let tenant = s.tenant().clone();
    let mail = super::mail::invitation(&tenant, &user.email, user.locale.as_deref(), link);
    s.after(After::Mail(mail));
}
