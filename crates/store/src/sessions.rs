//! Sessions: who is signed in. Only hashes of the secrets are kept.

use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, Duration, SessionId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionRow {
    pub tenant: TenantId,
    pub session: SessionId,
    pub secret_hash: Sha256Hex,
    /// `user`, `customer` or `visitor`.
    pub kind: String,
    /// The user's or the customer's id.
    pub subject: String,
    /// By what it was begun, such as `password`.
    pub method: String,
    pub second_factor: bool,
    /// As the person was known when it began; a user's own row is newer.
    pub name: String,
    pub email: Option<String>,
    pub locale: Option<String>,
    /// What the browser says it is, cut short.
    pub user_agent: String,
    pub created_at: Timestamp,
    /// Written at most once a minute.
    pub last_seen_at: Timestamp,
    /// How long it may lie unused.
    pub idle: Duration,
    /// The end that no use puts off.
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub end_reason: Option<String>,
}

impl SessionRow {
    /// When it ends, if it is not used again.
    pub fn ends_at(&self) -> Timestamp {
        self.last_seen_at.plus(self.idle).min(self.expires_at)
    }

    /// Whether it may be used at an instant.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.ends_at()
    }
}

impl FromRow for SessionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            session: columns.take()?,
            secret_hash: columns.take()?,
            kind: columns.take()?,
            subject: columns.take()?,
            method: columns.take()?,
            second_factor: columns.take()?,
            name: columns.take()?,
            email: columns.take()?,
            locale: columns.take()?,
            user_agent: columns.take()?,
            created_at: columns.take()?,
            last_seen_at: columns.take()?,
            idle: columns.take()?,
            expires_at: columns.take()?,
            ended_at: columns.take()?,
            end_reason: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO sessions (tenant_id, session_id, secret_hash, kind, subject, \
    method, second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, \
    expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const BY_SECRET: &str = "SELECT tenant_id, session_id, secret_hash, kind, subject, method, \
    second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, expires_at, \
    ended_at, end_reason FROM sessions WHERE secret_hash = $1";
const GET: &str = "SELECT tenant_id, session_id, secret_hash, kind, subject, method, \
    second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, expires_at, \
    ended_at, end_reason FROM sessions WHERE tenant_id = $1 AND session_id = $2";
const LIVE_OF: &str = "SELECT tenant_id, session_id, secret_hash, kind, subject, method, \
    second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, expires_at, \
    ended_at, end_reason FROM sessions WHERE tenant_id = $1 AND kind = $2 AND subject = $3 \
    AND ended_at IS NULL ORDER BY created_at DESC, session_id DESC LIMIT $4";
/// How many subjects one look-up of names has.
const AT_ONCE: usize = 16;
const NAMES_AT_ONCE: &str = "SELECT subject, name FROM sessions WHERE tenant_id = $1 \
    AND kind = 'customer' AND method = $2 AND ended_at IS NULL AND name <> '' AND subject IN ($3, $4, \
    $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ORDER BY created_at, session_id";
const DUE: &str = "SELECT tenant_id, session_id, secret_hash, kind, subject, method, \
    second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, expires_at, \
    ended_at, end_reason FROM sessions WHERE ended_at IS NULL \
    AND (expires_at <= $1 OR last_seen_at + idle_ms <= $1) ORDER BY expires_at LIMIT $2";
const ENDED_SINCE: &str = "SELECT tenant_id, session_id, secret_hash, kind, subject, method, \
    second_factor, name, email, locale, user_agent, created_at, last_seen_at, idle_ms, expires_at, \
    ended_at, end_reason FROM sessions WHERE ended_at IS NOT NULL AND ended_at >= $1 \
    ORDER BY ended_at LIMIT $2";
const SEEN: &str = "UPDATE sessions SET last_seen_at = $3 \
    WHERE tenant_id = $1 AND session_id = $2 AND last_seen_at < $3 AND ended_at IS NULL";
const END: &str = "UPDATE sessions SET ended_at = $3, end_reason = $4 \
    WHERE tenant_id = $1 AND session_id = $2 AND ended_at IS NULL";
const SCRUB: &str = "UPDATE sessions SET name = '', email = NULL, user_agent = '' \
    WHERE tenant_id = $1 AND kind <> 'user' AND subject = $2";
const PRUNE: &str = "DELETE FROM sessions WHERE ended_at IS NOT NULL AND ended_at < $1";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, BY_SECRET, GET, LIVE_OF, NAMES_AT_ONCE, DUE, ENDED_SINCE, SEEN, END, SCRUB, PRUNE];

/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, session: &SessionRow) -> Result<(), StoreError> {
    let params = [
        (&session.tenant).into(),
        session.session.into(),
        session.secret_hash.into(),
        (&session.kind).into(),
        (&session.subject).into(),
        (&session.method).into(),
        session.second_factor.into(),
        (&session.name).into(),
        session.email.as_ref().into(),
        session.locale.as_ref().into(),
        (&session.user_agent).into(),
        session.created_at.into(),
        session.last_seen_at.into(),
        session.idle.into(),
        session.expires_at.into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// The session with this secret, of whichever tenant. Also returns dead ones; ask
/// [`SessionRow::is_live`].
///
/// # Errors
/// As [`Tx::query`].
pub fn find(tx: &mut Tx<'_>, secret_hash: &Sha256Hex) -> Result<Option<SessionRow>, StoreError> {
    tx.row(BY_SECRET, &[secret_hash.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    session: SessionId,
) -> Result<Option<SessionRow>, StoreError> {
    tx.row(GET, &[tenant.into(), session.into()])
}

/// A subject's sessions that were not ended, newest first; some may have expired.
///
/// # Errors
/// As [`Tx::query`].
pub fn open_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (kind, subject): (&str, &str),
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    tx.rows(LIVE_OF, &[tenant.into(), kind.into(), subject.into(), limit.into()])
}

/// What customers were called by their open sessions of a method, the newest session last.
///
/// # Errors
/// As [`Tx::query`].
pub fn names_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customers: &[&CustomerId],
    method: &str,
) -> Result<Vec<(CustomerId, String)>, StoreError> {
    let mut names = Vec::new();
    for some in customers.chunks(AT_ONCE) {
        // What is missing to a full statement is asked for again: it brings nothing more.
        let padded = some.iter().chain(some.iter().cycle()).take(AT_ONCE);
        let subjects = padded.map(|id| Value::from(*id));
        let params: Vec<Value> =
            [tenant.into(), method.into()].into_iter().chain(subjects).collect();
        names.extend(tx.rows(NAMES_AT_ONCE, &params)?);
    }
    Ok(names)
}

/// Sessions of all tenants that have expired and are not ended yet.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<SessionRow>, StoreError> {
    tx.rows(DUE, &[now.into(), limit.into()])
}

/// Sessions of all tenants that ended at an instant or later: what other nodes have ended.
///
/// # Errors
/// As [`Tx::query`].
pub fn ended_since(
    tx: &mut Tx<'_>,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    tx.rows(ENDED_SINCE, &[since.into(), limit.into()])
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn seen(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    session: SessionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(SEEN, vec![tenant.into(), session.into(), now.into()])
}

/// Ends a session; `false` when it had ended before.
///
/// # Errors
/// As [`Tx::exec`].
pub fn end(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    session: SessionId,
    (reason, now): (&str, Timestamp),
) -> Result<bool, StoreError> {
    Ok(tx.exec(END, &[tenant.into(), session.into(), now.into(), reason.into()])? == 1)
}

/// Takes a customer's name, address and browser out of their sessions, live or ended.
///
/// # Errors
/// As [`Tx::exec`].
pub fn scrub(tx: &mut Tx<'_>, tenant: &TenantId, customer: &CustomerId) -> Result<u64, StoreError> {
    tx.exec(SCRUB, &[tenant.into(), customer.into()])
}

/// Forgets sessions that ended before an instant.
///
/// # Errors
/// As [`Tx::exec`].
pub fn prune(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.exec(PRUNE, &[before.into()])
}
