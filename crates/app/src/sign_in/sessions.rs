//! Sessions: begun, believed, seen, ended.
//!
//! A user's ends after twelve idle hours or seven days, a customer's after thirty days. Whatever ends
//! one also says so to whoever holds a socket open in it, once the store has it.

use std::sync::Arc;

use compliance::authority::{Action, Principal, Resource, Role, Withheld};
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, Duration, PrincipalId, SessionId, Timestamp, UserId};
use store::sessions::SessionRow;
use store::users::UserRow;
use store::{Lookup, Tx};
use tokio::sync::broadcast;

use super::{Client, EndReason, SessionEnded, SessionInfo, SessionKind, SignedIn, Who, limits};
use crate::after::After;
use crate::keys::KeyEnded;
use crate::{App, AppError, Session};

/// What every session's secret begins with, so that scanners find a leaked one.
pub const SESSION_PREFIX: &str = "ombud_ss_";
/// Longest secret that is looked at.
const SECRET_BYTES_MAX: usize = 200;
const USER_IDLE_MAX: Duration = Duration::from_hours(12);
const USER_LIFE_MAX: Duration = Duration::from_days(7);
const CUSTOMER_LIFE_MAX: Duration = Duration::from_days(30);
/// Between two notes that a session was used.
const SEEN_EVERY: Duration = Duration::MINUTE;
/// Most sessions of one subject at the same time; the oldest goes.
const SESSIONS_MAX: u32 = 50;
const USER_AGENT_CHARS_MAX: usize = 200;
const NAME_CHARS_MAX: usize = 200;
/// Sessions that are ended or told of in one round.
const ROUND_SESSIONS_MAX: u32 = 1_000;

/// A session to begin.
#[derive(Debug)]
pub(super) struct NewSession<'a> {
    pub(super) kind: SessionKind,
    pub(super) subject: String,
    pub(super) method: &'static str,
    pub(super) second_factor: bool,
    pub(super) name: &'a str,
    pub(super) email: Option<&'a str>,
    pub(super) locale: Option<&'a str>,
    pub(super) client: &'a Client,
}

/// Begins a session, in the name of whoever it is of.
pub(super) fn begin(s: &mut Session<'_, '_>, new: NewSession<'_>) -> Result<SignedIn, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let now = app.now();
    let (idle, life) = match new.kind {
        SessionKind::User => (USER_IDLE_MAX, USER_LIFE_MAX),
        SessionKind::Customer | SessionKind::Visitor => (CUSTOMER_LIFE_MAX, CUSTOMER_LIFE_MAX),
    };
    // Whoever shows nothing was not counted as one who tries.
    if !["visitor", "invitation"].contains(&new.method) {
        limits::uncount_address(s, limits::ADDRESS, new.client)?;
    }
    let of = (new.kind.as_str(), new.subject.as_str());
    let open = store::sessions::open_of(s.tx(), &tenant, of, SESSIONS_MAX)?;
    if open.len() >= SESSIONS_MAX as usize
        && let Some(oldest) = open.last()
    {
        end(s, oldest, EndReason::Replaced)?;
    }
    let secret = app.new_secret(SESSION_PREFIX);
    let cut = |text: &str, chars: usize| -> String {
        text.chars().filter(|c| !c.is_control()).take(chars).collect()
    };
    let row = SessionRow {
        tenant: tenant.clone(),
        session: SessionId::generate(now, s.rng()),
        secret_hash: Sha256Hex::of(secret.expose().as_bytes()),
        kind: new.kind.as_str().to_owned(),
        subject: new.subject,
        method: new.method.to_owned(),
        second_factor: new.second_factor,
        name: cut(new.name, NAME_CHARS_MAX),
        email: new.email.map(str::to_owned),
        locale: new.locale.map(|locale| cut(locale, 35)),
        user_agent: cut(&new.client.user_agent, USER_AGENT_CHARS_MAX),
        created_at: now,
        last_seen_at: now,
        idle,
        expires_at: now.plus(life),
        ended_at: None,
        end_reason: None,
    };
    store::sessions::insert(s.tx(), &row)?;
    let info = Arc::new(info_of(s.tx(), &row)?);
    if let Some(user) = info.user {
        store::users::seen(s.tx(), &tenant, user, now)?;
    }
    let body = serde_json::json!({ "kind": row.kind, "method": row.method });
    s.audit("session.began", format!("session/{}", row.session), Some(body));
    Ok(SignedIn { secret, info })
}

/// Whether a token looks like a session's secret.
fn may_be_session(token: &str) -> bool {
    token.starts_with(SESSION_PREFIX) && token.len() <= SECRET_BYTES_MAX
}

/// Who is in a session, as the store has it now.
fn info_of(tx: &mut Tx<'_>, row: &SessionRow) -> Result<SessionInfo, AppError> {
    let kind = SessionKind::read(&row.kind)?;
    let mut info = SessionInfo {
        principal: Principal {
            tenant: row.tenant.clone(),
            role: Role::Consumer,
            id: None,
            merchant: None,
            customer: None,
            withheld: Withheld::default(),
        },
        session: row.session,
        kind,
        user: None,
        name: row.name.clone(),
        email: row.email.clone(),
        custom_role: None,
        locale: row.locale.clone(),
        theme: None,
        languages: Vec::new(),
        skills: Vec::new(),
        capacity_units: 0,
        expires_at: row.ends_at(),
        ends_at: row.expires_at,
        second_factor: row.second_factor,
        method: row.method.clone(),
    };
    let broken = |error| AppError::internal("the subject of a session", error);
    if kind != SessionKind::User {
        info.principal.customer = Some(CustomerId::new(row.subject.as_str()).map_err(broken)?);
        info.principal.id = Some(PrincipalId::new(row.subject.as_str()).map_err(broken)?);
        return Ok(info);
    }
    let user: UserId = row.subject.parse().map_err(broken)?;
    let found = store::users::get(tx, &row.tenant, user)?;
    let user = found.filter(|user| user.state == store::users::ACTIVE);
    fill(tx, &mut info, user.ok_or(AppError::Unauthenticated)?)?;
    Ok(info)
}

fn fill(tx: &mut Tx<'_>, info: &mut SessionInfo, user: UserRow) -> Result<(), AppError> {
    let (principal, custom_role) = crate::users::principal_of(tx, &user)?;
    info.principal = principal;
    info.custom_role = custom_role;
    info.user = Some(user.user);
    info.languages = serde_json::from_str(&user.languages)?;
    info.skills = serde_json::from_str(&user.skills)?;
    info.capacity_units = user.capacity_units;
    info.name = user.name;
    info.email = Some(user.email);
    info.locale = user.locale.or(info.locale.take());
    info.theme = user.theme;
    Ok(())
}

/// Ends a session and tells of it.
fn end(s: &mut Session<'_, '_>, row: &SessionRow, reason: EndReason) -> Result<(), AppError> {
    let now = s.app().now();
    let how = (reason.as_str(), now);
    if store::sessions::end(s.tx(), &row.tenant, row.session, how)? {
        let body = serde_json::json!({ "reason": reason.as_str() });
        s.audit("session.ended", format!("session/{}", row.session), Some(body));
    }
    s.after(After::SessionEnded(told(row, reason)));
    // Another sign-in in place of this one, and the same customer goes on.
    let of_customer = row.kind != SessionKind::User.as_str();
    if of_customer && reason != EndReason::Replaced {
        let customer = CustomerId::new(row.subject.as_str());
        let customer = customer.map_err(|error| AppError::internal("the subject", error))?;
        crate::cobrowse::signed_out(s, &customer)?;
    }
    Ok(())
}

fn told(row: &SessionRow, reason: EndReason) -> SessionEnded {
    SessionEnded {
        tenant: row.tenant.clone(),
        session: row.session,
        user: row.subject.parse().ok().filter(|_| row.kind == SessionKind::User.as_str()),
        reason,
    }
}

/// Ends every session of a user but one.
pub(crate) fn end_of_user(
    s: &mut Session<'_, '_>,
    user: UserId,
    reason: EndReason,
    but: Option<SessionId>,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let of = (SessionKind::User.as_str(), user.to_string());
    let open = store::sessions::open_of(s.tx(), &tenant, (of.0, &of.1), SESSIONS_MAX)?;
    for row in open.iter().filter(|row| Some(row.session) != but) {
        end(s, row, reason)?;
    }
    s.after(After::Forget);
    Ok(())
}

/// Ends one's own session.
///
/// # Errors
/// The store's.
pub fn sign_out(s: &mut Session<'_, '_>, session: SessionId) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    match store::sessions::get(s.tx(), &tenant, session)? {
        Some(row) => end(s, &row, EndReason::SignedOut),
        None => Ok(()),
    }
}

/// Whose sessions: one's own, or those of somebody that one looks after.
fn may_manage(s: &mut Session<'_, '_>, kind: &str, subject: &str) -> Result<(), AppError> {
    let of_user = kind == SessionKind::User.as_str();
    let me = s.principal();
    // A customer's id is the company's own text, and could be that of a user.
    let same_kind = (me.role == Role::Consumer) != of_user;
    if same_kind && me.id.as_ref().is_some_and(|id| id.as_str() == subject) {
        return Ok(());
    }
    let hidden = || AppError::NotFound { what: "the session".to_owned() };
    let mut on = s.of_tenant();
    if of_user {
        let (tenant, user) = (s.tenant().clone(), subject.parse().map_err(|_| hidden())?);
        let user = store::users::get(s.tx(), &tenant, user)?.ok_or_else(hidden)?;
        on = Resource { merchant: user.merchant, ..on };
    } else {
        on.customer = CustomerId::new(subject).ok();
    }
    s.check(Action::SessionManage, &on)
}

/// The sessions of oneself, or of a user one looks after, newest first.
///
/// # Errors
/// [`AppError::Forbidden`] or [`AppError::NotFound`].
pub fn list_of(s: &mut Session<'_, '_>, user: Option<UserId>) -> Result<Vec<SessionRow>, AppError> {
    let own = s.principal().id.as_ref().map(ToString::to_string).unwrap_or_default();
    let of_customer = s.principal().role == Role::Consumer;
    let subject = user.map_or(own, |user| user.to_string());
    let kinds: &[SessionKind] = match of_customer && user.is_none() {
        true => &[SessionKind::Customer, SessionKind::Visitor],
        false => &[SessionKind::User],
    };
    if user.is_some() {
        may_manage(s, SessionKind::User.as_str(), &subject)?;
    }
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let mut rows = Vec::new();
    for kind in kinds {
        let of = (kind.as_str(), subject.as_str());
        rows.extend(store::sessions::open_of(s.tx(), &tenant, of, SESSIONS_MAX)?);
    }
    rows.retain(|row| row.is_live(now));
    Ok(rows)
}

/// Ends a session of oneself, or of a user one looks after.
///
/// # Errors
/// [`AppError::NotFound`], also for another's where one may not know of it.
pub fn revoke(s: &mut Session<'_, '_>, session: SessionId) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let row = store::sessions::get(s.tx(), &tenant, session)?;
    let Some(row) = row else {
        // Whoever may not end another's hears the same of what is not there.
        let on = s.of_tenant();
        s.check(Action::SessionManage, &on)?;
        return Err(AppError::not_found("the session", &session));
    };
    may_manage(s, &row.kind, &row.subject)?;
    end(s, &row, EndReason::Revoked)
}

/// Ends every session of a user, or of oneself but the one that asks.
///
/// # Errors
/// As [`revoke`].
pub fn end_all_of(
    s: &mut Session<'_, '_>,
    user: UserId,
    but: Option<SessionId>,
) -> Result<(), AppError> {
    may_manage(s, SessionKind::User.as_str(), &user.to_string())?;
    end_of_user(s, user, EndReason::Revoked, but)
}

/// Ends what has expired, in every tenant; returns how many.
///
/// # Errors
/// The store's.
pub async fn end_expired(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let work = move |tx: &mut Tx<'_>| {
        let due = store::sessions::due(tx, now, ROUND_SESSIONS_MAX)?;
        for row in &due {
            let how = (EndReason::Expired.as_str(), now);
            store::sessions::end(tx, &row.tenant, row.session, how)?;
        }
        Ok::<_, store::StoreError>(due)
    };
    let due = app.store().write(work).await?;
    if !due.is_empty() {
        app.sign_in().forget();
    }
    for row in &due {
        app.sign_in().ended(told(row, EndReason::Expired));
    }
    Ok(due.len())
}

/// Tells of the sessions that ended, and the keys that were revoked, since an instant, on whichever node;
/// returns where to go on.
///
/// # Errors
/// The store's.
pub async fn tell_of_ended(app: &App, since: Timestamp) -> Result<Timestamp, AppError> {
    let now = app.now();
    let read = move |tx: &mut Tx<'_>| store::sessions::ended_since(tx, since, ROUND_SESSIONS_MAX);
    let rows: Result<Vec<SessionRow>, store::StoreError> = app.store().read(read).await;
    let rows = rows?;
    let read = move |tx: &mut Tx<'_>| store::api_keys::revoked_since(tx, since, ROUND_SESSIONS_MAX);
    let keys: Result<Vec<_>, store::StoreError> = app.store().read(read).await;
    let keys = keys?;
    if !rows.is_empty() {
        app.sign_in().forget();
    }
    for row in &rows {
        app.sign_in().ended(told(row, EndReason::read(row.end_reason.as_deref())));
    }
    for (tenant, key, _) in &keys {
        app.sign_in().key_ended(KeyEnded { tenant: tenant.clone(), key: *key });
    }
    // A full round goes on after its last; a clock of another node may be a little behind.
    let all = now.minus(Duration::from_secs(5)).max(since);
    let full = |count: usize| count >= ROUND_SESSIONS_MAX as usize;
    let sessions = rows.last().filter(|_| full(rows.len())).and_then(|row| row.ended_at);
    let keys = keys.last().filter(|_| full(keys.len())).map(|(_, _, at)| *at);
    Ok(sessions.into_iter().chain(keys).fold(all, Timestamp::min))
}

impl App {
    /// Who a token stands for: an API key (`ombud_sk_…`) or a session (`ombud_ss_…`).
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] for a token that is unknown, revoked or expired.
    pub async fn authenticate(&self, token: &str) -> Result<Principal, AppError> {
        Ok(self.who(token).await?.principal)
    }

    /// As [`App::authenticate`], with the session where the token is one's.
    ///
    /// # Errors
    /// As [`App::authenticate`].
    pub async fn who(&self, token: &str) -> Result<Who, AppError> {
        if !may_be_session(token) {
            let (principal, key) = self.authenticate_key(token).await?;
            return Ok(Who { principal, session: None, key: Some(key) });
        }
        let session = self.session_info(token).await?;
        Ok(Who { principal: session.principal.clone(), session: Some(session), key: None })
    }

    /// Tells of every session that ends from here on: signed out, revoked, disabled, changed, expired.
    /// A listener that hears `Lagged` must ask [`App::who`] again for all it has open.
    pub fn session_ends(&self) -> broadcast::Receiver<SessionEnded> {
        self.sign_in().listen()
    }

    async fn session_info(&self, token: &str) -> Result<Arc<SessionInfo>, AppError> {
        let (hash, now) = (Sha256Hex::of(token.as_bytes()), self.now());
        let (cached, generation) = self.sign_in().cached(&hash, now);
        if let Some(info) = cached {
            return Ok(info);
        }
        let read = move |tx: &mut Tx<'_>| {
            let row = store::sessions::find(tx, &hash)?.filter(|row| row.is_live(now));
            let row = row.ok_or(AppError::Unauthenticated)?;
            Ok::<_, AppError>((info_of(tx, &row)?, row))
        };
        let lookups: Vec<Lookup> = Vec::new();
        let (info, row) = self.store().read_after(lookups, read).await?;
        let info = Arc::new(self.seen(info, &row, now).await);
        self.sign_in().keep(hash, &info, (now, generation));
        Ok(info)
    }

    /// Notes that a session is used, at most once a minute. A store that takes no writes keeps nobody
    /// out.
    async fn seen(&self, info: SessionInfo, row: &SessionRow, now: Timestamp) -> SessionInfo {
        if now.since(row.last_seen_at) < SEEN_EVERY {
            return info;
        }
        let (tenant, session, user) = (row.tenant.clone(), row.session, info.user);
        let work = move |tx: &mut Tx<'_>| {
            store::sessions::seen(tx, &tenant, session, now)?;
            user.map_or(Ok(()), |user| store::users::seen(tx, &tenant, user, now))
        };
        let noted: Result<(), store::StoreError> = self.store().write(work).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "a session's use could not be noted");
            return info;
        }
        SessionInfo { expires_at: now.plus(row.idle).min(row.expires_at), ..info }
    }
}
