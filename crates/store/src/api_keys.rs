//! API keys: only hashes are kept, the key itself is shown once by whoever made it.

use kernel::canonical::Sha256Hex;
use kernel::{ApiKeyId, PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{Lookup, StoreError, Tx};

/// One key.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKeyRow {
    pub tenant: TenantId,
    pub key_hash: Sha256Hex,
    pub id: ApiKeyId,
    pub role: String,
    /// Who acts with this key: a merchant's id for the role merchant, and so on.
    pub subject: PrincipalId,
    pub label: String,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl FromRow for ApiKeyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            key_hash: columns.take()?,
            id: columns.take()?,
            role: columns.take()?,
            subject: columns.take()?,
            label: columns.take()?,
            created_at: columns.take()?,
            expires_at: columns.take()?,
            revoked_at: columns.take()?,
        })
    }
}

impl ApiKeyRow {
    /// Whether the key may be used at an instant.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

const INSERT: &str = "INSERT INTO api_keys (tenant_id, key_hash, api_key_id, role, subject, label, \
    created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const BY_HASH: &str = "SELECT tenant_id, key_hash, api_key_id, role, subject, label, created_at, \
    expires_at, revoked_at FROM api_keys WHERE key_hash = $1";
const LIST: &str = "SELECT tenant_id, key_hash, api_key_id, role, subject, label, created_at, \
    expires_at, revoked_at FROM api_keys WHERE tenant_id = $1 ORDER BY created_at, api_key_id";
const REVOKED_SINCE: &str = "SELECT tenant_id, api_key_id, revoked_at FROM api_keys \
    WHERE revoked_at >= $1 ORDER BY revoked_at LIMIT $2";
const REVOKE: &str = "UPDATE api_keys SET revoked_at = $3 \
    WHERE tenant_id = $1 AND api_key_id = $2 AND revoked_at IS NULL";

const LIVE_ROLES: &str = "SELECT DISTINCT role FROM api_keys WHERE tenant_id = $1 \
    AND subject = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3) \
    ORDER BY role";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, BY_HASH, LIST, REVOKED_SINCE, REVOKE, LIVE_ROLES];

/// # Errors
/// [`StoreError::Unique`] when the tenant has this key already.
pub fn insert(tx: &mut Tx<'_>, key: &ApiKeyRow) -> Result<(), StoreError> {
    let params = [
        (&key.tenant).into(),
        key.key_hash.into(),
        key.id.into(),
        (&key.role).into(),
        (&key.subject).into(),
        (&key.label).into(),
        key.created_at.into(),
        key.expires_at.into(),
        key.revoked_at.into(),
    ];
    tx.exec(INSERT, &params).map(|_| ())
}

/// The key with this hash, of whichever tenant: the one read that comes before the tenant is
/// known. Also returns dead keys; ask [`ApiKeyRow::is_live`].
///
/// # Errors
/// As [`Tx::query`].
pub fn find(tx: &mut Tx<'_>, key_hash: &Sha256Hex) -> Result<Option<ApiKeyRow>, StoreError> {
    tx.row(BY_HASH, &[key_hash.into()])
}

/// What [`find`] asks, for [`crate::Store::read_after`].
pub fn lookup(key_hash: &Sha256Hex) -> Lookup {
    Lookup::new(BY_HASH, vec![key_hash.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn list(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<ApiKeyRow>, StoreError> {
    tx.rows(LIST, &[tenant.into()])
}

/// The roles in which a subject may come in at an instant.
///
/// # Errors
/// As [`Tx::query`].
pub fn live_roles(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    subject: &PrincipalId,
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    tx.rows(LIVE_ROLES, &[tenant.into(), subject.into(), now.into()])
}

/// Keys of every tenant that were revoked from an instant on, the first first.
///
/// # Errors
/// As [`Tx::query`].
pub fn revoked_since(
    tx: &mut Tx<'_>,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(TenantId, ApiKeyId, Timestamp)>, StoreError> {
    tx.rows(REVOKED_SINCE, &[since.into(), limit.into()])
}

/// Revokes a key; `false` when there is none, or it was revoked before.
///
/// # Errors
/// As [`Tx::exec`].
pub fn revoke(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: ApiKeyId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.exec(REVOKE, &[tenant.into(), id.into(), now.into()])? == 1)
}
