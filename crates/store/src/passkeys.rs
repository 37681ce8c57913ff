//! Passkeys: public keys of people's own devices.

use kernel::{TenantId, Timestamp, UserId};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One passkey.
#[derive(Debug, Clone, PartialEq)]
pub struct PasskeyRow {
    pub tenant: TenantId,
    /// base64url.
    pub credential: String,
    pub user: UserId,
    pub name: String,
    /// COSE's number.
    pub algorithm: i64,
    pub public_key: Vec<u8>,
    /// As the device last said; it must grow.
    pub sign_count: u32,
    /// A JSON array of text.
    pub transports: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

impl FromRow for PasskeyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            credential: columns.take()?,
            user: columns.take()?,
            name: columns.take()?,
            algorithm: columns.take()?,
            public_key: columns.take()?,
            sign_count: columns.take()?,
            transports: columns.take()?,
            created_at: columns.take()?,
            last_used_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO passkeys (tenant_id, credential_id, user_id, name, algorithm, \
    public_key, sign_count, transports, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (tenant_id, credential_id) DO NOTHING";
const GET: &str = "SELECT tenant_id, credential_id, user_id, name, algorithm, public_key, \
    sign_count, transports, created_at, last_used_at FROM passkeys \
    WHERE tenant_id = $1 AND credential_id = $2";
const OF_USER: &str = "SELECT tenant_id, credential_id, user_id, name, algorithm, public_key, \
    sign_count, transports, created_at, last_used_at FROM passkeys \
    WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, credential_id";
const USED: &str = "UPDATE passkeys SET sign_count = $4, last_used_at = $5 \
    WHERE tenant_id = $1 AND credential_id = $2 AND sign_count = $3";
const REMOVE: &str =
    "DELETE FROM passkeys WHERE tenant_id = $1 AND user_id = $2 AND credential_id = $3";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, OF_USER, USED, REMOVE];

/// Inserts a passkey; `false` when the tenant has it already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, passkey: &PasskeyRow) -> Result<bool, StoreError> {
    let params = [
        (&passkey.tenant).into(),
        (&passkey.credential).into(),
        passkey.user.into(),
        (&passkey.name).into(),
        passkey.algorithm.into(),
        passkey.public_key.as_slice().into(),
        passkey.sign_count.into(),
        (&passkey.transports).into(),
        passkey.created_at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    credential: &str,
) -> Result<Option<PasskeyRow>, StoreError> {
    tx.row(GET, &[tenant.into(), credential.into()])
}

/// A user's passkeys, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_user(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
) -> Result<Vec<PasskeyRow>, StoreError> {
    tx.rows(OF_USER, &[tenant.into(), user.into()])
}

/// Keeps the counter of a passkey that still has the one that was read.
///
/// # Errors
/// [`StoreError::Conflict`] when it has not.
pub fn used(
    tx: &mut Tx<'_>,
    passkey: &PasskeyRow,
    sign_count: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = vec![
        (&passkey.tenant).into(),
        (&passkey.credential).into(),
        passkey.sign_count.into(),
        sign_count.into(),
        now.into(),
    ];
    tx.exec_one(USED, params, "the passkey")
}

/// Removes a user's passkey; `false` when there is none.
///
/// # Errors
/// As [`Tx::exec`].
pub fn remove(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
    credential: &str,
) -> Result<bool, StoreError> {
    Ok(tx.exec(REMOVE, &[tenant.into(), user.into(), credential.into()])? == 1)
}
