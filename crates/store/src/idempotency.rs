//! Idempotency keys: which request a key was used for, and the whole answer it got.

use kernel::canonical::Sha256Hex;
use kernel::{PrincipalId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{Lookup, StoreError, Tx, Value};

/// Whose key it is: keys of different principals never meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyScope {
    pub tenant: TenantId,
    pub principal: PrincipalId,
    /// 1–255 characters, chosen by the client.
    pub key: String,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyRow {
    /// Method and path, for example `POST /v1/disputes`.
    pub operation: String,
    pub request_hash: Sha256Hex,
    /// `None` while the first request is still running.
    pub response: Option<StoredResponse>,
    /// The conversation that the answer tells of; empty where it tells of none.
    pub about: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// The answer, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The HTTP status.
    pub status: u32,
    /// JSON object of the headers worth repeating.
    pub headers: String,
    pub body: Vec<u8>,
}

impl FromRow for KeyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        let (operation, request_hash) = (columns.take()?, columns.take()?);
        let status: Option<u32> = columns.take()?;
        let headers: Option<String> = columns.take()?;
        let body: Option<Vec<u8>> = columns.take()?;
        let response = status.map(|status| StoredResponse {
            status,
            headers: headers.unwrap_or_default(),
            body: body.unwrap_or_default(),
        });
        let about = columns.take()?;
        let (created_at, expires_at) = (columns.take()?, columns.take()?);
        Ok(Self { operation, request_hash, response, about, created_at, expires_at })
    }
}

const GET: &str = "SELECT operation, request_hash, status, headers, body, about, created_at, \
    expires_at FROM idempotency WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3";
const INSERT: &str = "INSERT INTO idempotency (tenant_id, principal, idempotency_key, operation, \
    request_hash, state, status, headers, body, about, created_at, \
    expires_at) VALUES";
const COMPLETE: &str = "UPDATE idempotency SET state = 'done', status = $4, headers = $5, \
    body = $6, expires_at = $7 \
    WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3 AND state = 'running'";
const DELETE: &str = "DELETE FROM idempotency \
    WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3";
const PRUNE: &str = "DELETE FROM idempotency WHERE expires_at <= $1";

pub(crate) const STATEMENTS: &[&str] = &[GET, COMPLETE, DELETE, PRUNE];
const ROWS: Insert = Insert::new(INSERT, "", 12);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::query`].
pub fn get(tx: &mut Tx<'_>, scope: &KeyScope) -> Result<Option<KeyRow>, StoreError> {
    tx.row(GET, &key_of(scope))
}

/// What [`get`] asks, for [`crate::Store::write_after`].
pub fn lookup(scope: &KeyScope) -> Lookup {
    Lookup::new(GET, key_of(scope).into())
}

fn key_of(scope: &KeyScope) -> [Value; 3] {
    [(&scope.tenant).into(), (&scope.principal).into(), (&scope.key).into()]
}

/// Inserts a key: running when there is no response yet, done otherwise.
///
/// # Errors
/// [`StoreError::Unique`] (and the closure runs again) when another node was faster.
pub fn insert(tx: &mut Tx<'_>, scope: &KeyScope, row: KeyRow) -> Result<(), StoreError> {
    let state = if row.response.is_some() { "done" } else { "running" };
    let (status, headers, body) = match row.response {
        Some(response) => (Some(response.status), Some(response.headers), Some(response.body)),
        None => (None, None, None),
    };
    let row = vec![
        (&scope.tenant).into(),
        (&scope.principal).into(),
        (&scope.key).into(),
        row.operation.into(),
        row.request_hash.into(),
        state.into(),
        status.into(),
        headers.into(),
        body.into(),
        row.about.into(),
        row.created_at.into(),
        row.expires_at.into(),
    ];
    tx.insert_many(&ROWS, vec![row])
}

/// Stores the answer to a running key.
///
/// # Errors
/// [`StoreError::Conflict`] when the key is not running.
pub fn complete(
    tx: &mut Tx<'_>,
    scope: &KeyScope,
    response: StoredResponse,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![
        (&scope.tenant).into(),
        (&scope.principal).into(),
        (&scope.key).into(),
        response.status.into(),
        response.headers.into(),
        response.body.into(),
        expires_at.into(),
    ];
    tx.exec_one(COMPLETE, params, "the idempotency key")
}

/// Forgets a key: its request failed validation, or it expired.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn delete(tx: &mut Tx<'_>, scope: &KeyScope) -> Result<(), StoreError> {
    tx.exec_deferred(DELETE, key_of(scope).into())
}

/// Forgets all keys that have expired; returns how many.
///
/// # Errors
/// As [`Tx::exec`].
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.exec(PRUNE, &[now.into()])
}
