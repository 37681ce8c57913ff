//! What people change of their own account: password, authenticator app, passkeys, name and looks.

use identity::webauthn::{self, Registration};
use identity::{passwords, totp};
use kernel::{Secret, UserId};
use store::passkeys::PasskeyRow;
use store::users::UserRow;

use super::limits::{self, ACCOUNT};
use super::passkey::{PasskeyQuestion, challenge, challenge_of};
use super::password::{check_password, current, recovery_hash, to_hex};
use super::tickets::{self, NEW_PASSKEY, STEP_TIME_MAX};
use super::{EndReason, SessionInfo, sessions, wrong_code, wrong_credentials};
use crate::after::After;
use crate::{App, AppError, Session};

const RECOVERY_CODES: usize = 10;
/// Bytes of a recovery code: 80 bits, sixteen characters.
const RECOVERY_CODE_BYTES: usize = 10;
/// Most passkeys of one user.
const PASSKEYS_MAX: usize = 20;
const PASSKEY_NAME_CHARS_MAX: usize = 100;
const LOCALE_CHARS_MAX: usize = 35;
const THEMES: [&str; 3] = ["light", "dark", "system"];

/// What an authenticator app is set up with.
#[derive(Debug, Clone)]
pub struct NewTotp {
    /// base32, for typing.
    pub secret: Secret,
    pub otpauth_url: Secret,
}

/// Changes to one's own profile; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pub name: Option<String>,
    pub locale: Option<String>,
    pub theme: Option<String>,
}

/// The user whose session this is.
fn user_of(who: &SessionInfo) -> Result<UserId, AppError> {
    who.user.ok_or_else(|| AppError::Forbidden { why: "only users have an account".to_owned() })
}

fn own(s: &mut Session<'_, '_>, user: UserId) -> Result<UserRow, AppError> {
    current(s, user)?.ok_or(AppError::Unauthenticated)
}

fn save(s: &mut Session<'_, '_>, mut user: UserRow, what: &str) -> Result<UserRow, AppError> {
    user.updated_at = s.app().now();
    store::users::save(s.tx(), &user)?;
    user.version += 1;
    s.audit(what, format!("user/{}", user.user), None);
    Ok(user)
}

/// Changes one's password; every other session of the user ends.
///
/// # Errors
/// [`wrong_credentials`] for a wrong present password; [`AppError::Invalid`] for a new one that is
/// too easily guessed; [`AppError::TooMany`].
pub async fn change_password(
    app: &App,
    who: &SessionInfo,
    present: Secret,
    new: Secret,
) -> Result<(), AppError> {
    let user = user_of(who)?;
    let find = move |s: &mut Session<'_, '_>| {
        let user = own(s, user)?;
        limits::count(s, ACCOUNT, &user.email)?;
        Ok(user)
    };
    let before = app.write(&who.principal, find).await?;
    if !app.verify_password(present, before.password_hash.clone()).await? {
        return Err(wrong_credentials());
    }
    check_password(&new, &before)?;
    let hash = app.hash_password(new).await?;
    let session = who.session;
    let work = move |s: &mut Session<'_, '_>| {
        let user = own(s, user)?;
        if user.password_hash != before.password_hash {
            return Err(wrong_credentials());
        }
        limits::forget(s, ACCOUNT, &user.email)?;
        let user = UserRow { password_hash: Some(hash.clone()), ..user };
        let user = save(s, user, "user.password_changed")?;
        sessions::end_of_user(s, user.user, EndReason::PasswordChanged, Some(session))
    };
    app.write(&who.principal, work).await
}

/// Begins to set up an authenticator app; nothing changes until a code of it is shown.
///
/// # Errors
/// `totp_on` when there is one already.
pub fn begin_totp(s: &mut Session<'_, '_>, who: &SessionInfo) -> Result<NewTotp, AppError> {
    let user = own(s, user_of(who)?)?;
    if user.totp_confirmed {
        return Err(AppError::conflict("totp_on", "an authenticator app is set up already"));
    }
    let mut secret = [0; totp::SECRET_BYTES];
    s.app().fill(&mut secret);
    let url = totp::otpauth_url("Ombud", &user.email, &secret);
    save(s, UserRow { totp_secret: Some(to_hex(&secret)), ..user }, "user.totp_begun")?;
    Ok(NewTotp { secret: Secret::new(totp::to_base32(&secret)), otpauth_url: Secret::new(url) })
}

/// Shows a code of the app: from now on it is asked for. Returns the recovery codes, once.
///
/// # Errors
/// [`wrong_code`]; `totp_not_begun`.
pub fn confirm_totp(
    s: &mut Session<'_, '_>,
    who: &SessionInfo,
    code: &Secret,
) -> Result<Vec<Secret>, AppError> {
    let user = own(s, user_of(who)?)?;
    let now = s.app().now();
    limits::count(s, ACCOUNT, &user.email)?;
    let secret = user.totp_secret.as_deref().filter(|_| !user.totp_confirmed);
    let secret = secret.and_then(super::password::from_hex).ok_or_else(|| {
        AppError::conflict("totp_not_begun", "no authenticator app is being set up")
    })?;
    let Some(step) = totp::check(&secret, code.expose(), now, None) else {
        s.keep();
        return Err(wrong_code());
    };
    limits::forget(s, ACCOUNT, &user.email)?;
    let (tenant, id) = (s.tenant().clone(), user.user);
    let changed = UserRow { totp_confirmed: true, totp_last_step: Some(step), ..user };
    save(s, changed, "user.totp_on")?;
    let codes: Vec<Secret> = (0..RECOVERY_CODES).map(|_| recovery_code(s.app())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(id, code.expose())).collect();
    store::users::set_recovery_codes(s.tx(), &tenant, id, &hashes)?;
    s.after(After::Forget);
    Ok(codes)
}

/// Sixteen characters in groups of four.
fn recovery_code(app: &App) -> Secret {
    let mut bytes = [0; RECOVERY_CODE_BYTES];
    app.fill(&mut bytes);
    let text = totp::to_base32(&bytes);
    let groups: Vec<&str> = (0..4).filter_map(|n| text.get(4 * n..4 * n + 4)).collect();
    Secret::new(groups.join("-"))
}

/// Takes the authenticator app away. Only in a session that showed a second factor.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn remove_totp(s: &mut Session<'_, '_>, who: &SessionInfo) -> Result<(), AppError> {
    strong(who)?;
    let user = own(s, user_of(who)?)?;
    let (tenant, id) = (s.tenant().clone(), user.user);
    let changed =
        UserRow { totp_secret: None, totp_confirmed: false, totp_last_step: None, ..user };
    save(s, changed, "user.totp_off")?;
    Ok(store::users::set_recovery_codes(s.tx(), &tenant, id, &[])?)
}

/// What weakens an account needs more than a password, or whatever left a browser open.
fn strong(who: &SessionInfo) -> Result<(), AppError> {
    if who.second_factor {
        return Ok(());
    }
    let why = "sign in with your second factor first";
    Err(AppError::Forbidden { why: why.to_owned() })
}

/// Begins to make a passkey. Where a second factor is set up already, it must have been shown.
///
/// # Errors
/// [`AppError::Forbidden`]; `too_many_passkeys`.
pub fn begin_passkey(
    s: &mut Session<'_, '_>,
    who: &SessionInfo,
) -> Result<PasskeyQuestion, AppError> {
    let user = own(s, user_of(who)?)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let known = store::passkeys::of_user(s.tx(), &tenant, user.user)?;
    if user.totp_confirmed || !known.is_empty() {
        strong(who)?;
    }
    if known.len() >= PASSKEYS_MAX {
        let why = format!("at most {PASSKEYS_MAX} passkeys: remove one first");
        return Err(AppError::unprocessable("too_many_passkeys", why));
    }
    let (challenge, doc) = challenge(&app);
    let subject = user.user.to_string();
    let ticket = tickets::make(s, (NEW_PASSKEY, &subject), &doc, STEP_TIME_MAX)?;
    let known: Vec<String> = known.into_iter().map(|row| row.credential).collect();
    let party = &app.sign_in().party;
    let names = (user.email.as_str(), user.name.as_str());
    let uuid = user.user.uuid();
    let options = webauthn::creation_options(party, uuid.as_bytes(), names, &challenge, &known);
    Ok(PasskeyQuestion { ticket, options })
}

/// Keeps a passkey that the device made.
///
/// # Errors
/// `passkey_invalid`; [`super::sign_in_expired`].
pub fn finish_passkey(
    s: &mut Session<'_, '_>,
    who: &SessionInfo,
    ticket: &Secret,
    (answer, name): (&Registration, &str),
) -> Result<PasskeyRow, AppError> {
    let user = own(s, user_of(who)?)?;
    let row = tickets::take(s, NEW_PASSKEY, ticket)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    if tickets::user_of(&row)? != user.user {
        return Err(super::sign_in_expired());
    }
    let challenge = challenge_of(&row.doc)?;
    let made = webauthn::register(&app.sign_in().party, &challenge, answer).map_err(|error| {
        AppError::unprocessable("passkey_invalid", format!("the passkey is not taken: {error}"))
    })?;
    let (algorithm, public_key) = made.public_key.stored();
    let name: String = name.trim().chars().take(PASSKEY_NAME_CHARS_MAX).collect();
    let passkey = PasskeyRow {
        tenant,
        credential: made.credential_id.clone(),
        user: user.user,
        name: if name.is_empty() { "Passkey".to_owned() } else { name },
        algorithm,
        public_key: public_key.to_vec(),
        sign_count: made.sign_count,
        transports: serde_json::to_string(&made.transports)?,
        created_at: app.now(),
        last_used_at: None,
    };
    if !store::passkeys::insert(s.tx(), &passkey)? {
        return Err(AppError::conflict("passkey_known", "this passkey is known already"));
    }
    s.audit("user.passkey_added", format!("user/{}", user.user), None);
    Ok(passkey)
}

/// One's passkeys, oldest first.
///
/// # Errors
/// The store's.
pub fn passkeys(s: &mut Session<'_, '_>, who: &SessionInfo) -> Result<Vec<PasskeyRow>, AppError> {
    let (tenant, user) = (s.tenant().clone(), user_of(who)?);
    Ok(store::passkeys::of_user(s.tx(), &tenant, user)?)
}

/// Removes one of one's passkeys. Only in a session that showed a second factor.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::NotFound`].
pub fn remove_passkey(
    s: &mut Session<'_, '_>,
    who: &SessionInfo,
    credential: &str,
) -> Result<(), AppError> {
    let (tenant, user) = (s.tenant().clone(), user_of(who)?);
    strong(who)?;
    if !store::passkeys::remove(s.tx(), &tenant, user, credential)? {
        return Err(AppError::NotFound { what: "the passkey".to_owned() });
    }
    s.audit("user.passkey_removed", format!("user/{user}"), None);
    Ok(())
}

/// Changes one's own name, language and looks.
///
/// # Errors
/// [`AppError::Invalid`].
pub fn change_profile(
    s: &mut Session<'_, '_>,
    who: &SessionInfo,
    change: &Profile,
) -> Result<(), AppError> {
    let mut user = own(s, user_of(who)?)?;
    if let Some(name) = &change.name {
        user.name = crate::users::checked_name(name)?;
    }
    if let Some(locale) = &change.locale {
        let plain = locale.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !plain || !(2..=LOCALE_CHARS_MAX).contains(&locale.len()) {
            return Err(AppError::invalid("locale", "must be a language tag such as sv or en-GB"));
        }
        user.locale = Some(locale.clone());
    }
    if let Some(theme) = &change.theme {
        if !THEMES.contains(&theme.as_str()) {
            return Err(AppError::invalid("theme", "must be light, dark or system"));
        }
        user.theme = Some(theme.clone());
    }
    save(s, user, "user.profile_changed")?;
    s.after(After::Forget);
    Ok(())
}

const _: () = assert!(passwords::CHARS_MIN >= 12, "the contract of sign-in");
