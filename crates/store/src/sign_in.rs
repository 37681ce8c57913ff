//! What a sign-in needs for a short time: tickets that are used once, and counts of attempts.
//!
//! A ticket is found by the hash of its secret; the secret itself is never kept.

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One ticket.
#[derive(Clone, PartialEq)]
pub struct TicketRow {
    pub tenant: TenantId,
    pub hash: Sha256Hex,
    /// What it may be used for.
    pub purpose: String,
    /// Whom it is about.
    pub subject: String,
    /// JSON.
    pub doc: String,
    /// How often it was tried.
    pub tries: i64,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for TicketRow {
    /// Without the document, which may hold a challenge.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketRow").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

impl FromRow for TicketRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            hash: columns.take()?,
            purpose: columns.take()?,
            subject: columns.take()?,
            doc: columns.take()?,
            tries: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
        })
    }
}

/// How often something was tried in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    pub count: i64,
    pub last_at: Timestamp,
    pub blocked_until: Timestamp,
}

impl FromRow for Attempts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            count: columns.take()?,
            last_at: columns.take()?,
            blocked_until: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO sign_in_tickets (tenant_id, ticket_hash, purpose, subject, doc, \
    tries, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (tenant_id, ticket_hash) DO NOTHING";
const FIND: &str = "SELECT tenant_id, ticket_hash, purpose, subject, doc, tries, created_at, \
    expires_at FROM sign_in_tickets WHERE ticket_hash = $1";
const TRIED: &str = "UPDATE sign_in_tickets SET tries = tries + 1 \
    WHERE tenant_id = $1 AND ticket_hash = $2 AND tries = $3";
const TAKE: &str = "DELETE FROM sign_in_tickets WHERE tenant_id = $1 AND ticket_hash = $2";
const TAKE_OF: &str =
    "DELETE FROM sign_in_tickets WHERE tenant_id = $1 AND purpose = $2 AND subject = $3";
const PRUNE_TICKETS: &str = "DELETE FROM sign_in_tickets WHERE expires_at < $1";
const ATTEMPTS: &str = "SELECT count, last_at, blocked_until FROM sign_in_attempts \
    WHERE tenant_id = $1 AND kind = $2 AND subject = $3";
const COUNT: &str = "INSERT INTO sign_in_attempts \
    (tenant_id, kind, subject, count, last_at, blocked_until) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (tenant_id, kind, subject) DO UPDATE SET count = excluded.count, \
    last_at = excluded.last_at, blocked_until = excluded.blocked_until";
const FORGET: &str =
    "DELETE FROM sign_in_attempts WHERE tenant_id = $1 AND kind = $2 AND subject = $3";
const PRUNE_ATTEMPTS: &str = "DELETE FROM sign_in_attempts WHERE last_at < $1";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, FIND, TRIED, TAKE, TAKE_OF, PRUNE_TICKETS, ATTEMPTS, COUNT, FORGET, PRUNE_ATTEMPTS];

/// Keeps a ticket; `false` when there is one with this hash: it was used before.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, ticket: &TicketRow) -> Result<bool, StoreError> {
    let params = [
        (&ticket.tenant).into(),
        ticket.hash.into(),
        (&ticket.purpose).into(),
        (&ticket.subject).into(),
        (&ticket.doc).into(),
        ticket.tries.into(),
        ticket.created_at.into(),
        ticket.expires_at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// The ticket with this hash, of whichever tenant; it may have expired.
///
/// # Errors
/// As [`Tx::query`].
pub fn find(tx: &mut Tx<'_>, hash: &Sha256Hex) -> Result<Option<TicketRow>, StoreError> {
    tx.row(FIND, &[hash.into()])
}

/// Counts a try of a ticket that still has the tries that were read.
///
/// # Errors
/// [`StoreError::Conflict`] when it has not.
pub fn tried(tx: &mut Tx<'_>, ticket: &TicketRow) -> Result<(), StoreError> {
    let params = vec![(&ticket.tenant).into(), ticket.hash.into(), ticket.tries.into()];
    tx.exec_one(TRIED, params, "the ticket")
}

/// Uses a ticket up; `false` when somebody else has.
///
/// # Errors
/// As [`Tx::exec`].
pub fn take(tx: &mut Tx<'_>, ticket: &TicketRow) -> Result<bool, StoreError> {
    Ok(tx.exec(TAKE, &[(&ticket.tenant).into(), ticket.hash.into()])? == 1)
}

/// Uses up every ticket of one purpose for one subject.
///
/// # Errors
/// As [`Tx::exec`].
pub fn take_all(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (purpose, subject): (&str, &str),
) -> Result<(), StoreError> {
    tx.exec(TAKE_OF, &[tenant.into(), purpose.into(), subject.into()]).map(|_| ())
}

/// How often a subject was tried.
///
/// # Errors
/// As [`Tx::query`].
pub fn attempts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (kind, subject): (&str, &str),
) -> Result<Option<Attempts>, StoreError> {
    tx.row(ATTEMPTS, &[tenant.into(), kind.into(), subject.into()])
}

/// # Errors
/// As [`Tx::exec`].
pub fn set_attempts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (kind, subject): (&str, &str),
    attempts: Attempts,
) -> Result<(), StoreError> {
    let params = [
        tenant.into(),
        kind.into(),
        subject.into(),
        attempts.count.into(),
        attempts.last_at.into(),
        attempts.blocked_until.into(),
    ];
    tx.exec(COUNT, &params).map(|_| ())
}

/// # Errors
/// As [`Tx::exec`].
pub fn forget_attempts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (kind, subject): (&str, &str),
) -> Result<(), StoreError> {
    tx.exec(FORGET, &[tenant.into(), kind.into(), subject.into()]).map(|_| ())
}

/// Forgets tickets that ended before an instant, and attempts that nobody repeated since another.
///
/// # Errors
/// As [`Tx::exec`].
pub fn prune(
    tx: &mut Tx<'_>,
    tickets_before: Timestamp,
    attempts_before: Timestamp,
) -> Result<(), StoreError> {
    tx.exec(PRUNE_TICKETS, &[tickets_before.into()])?;
    tx.exec(PRUNE_ATTEMPTS, &[attempts_before.into()]).map(|_| ())
}
