//! Custom roles: a base role less some of its actions.

use kernel::{CustomRoleId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One custom role.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomRoleRow {
    pub tenant: TenantId,
    pub id: CustomRoleId,
    /// Unique in its tenant.
    pub name: String,
    pub base_role: String,
    /// A JSON array of the names of actions.
    pub taken: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// 1 when inserted, one more with each save.
    pub version: i64,
}

impl FromRow for CustomRoleRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            id: columns.take()?,
            name: columns.take()?,
            base_role: columns.take()?,
            taken: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            version: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO custom_roles (tenant_id, custom_role_id, name, base_role, taken, \
    created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $6, 1) \
    ON CONFLICT (tenant_id, name) DO NOTHING";
const GET: &str = "SELECT tenant_id, custom_role_id, name, base_role, taken, created_at, \
    updated_at, version FROM custom_roles WHERE tenant_id = $1 AND custom_role_id = $2";
const BY_NAME: &str = "SELECT tenant_id, custom_role_id, name, base_role, taken, created_at, \
    updated_at, version FROM custom_roles WHERE tenant_id = $1 AND name = $2";
const LIST: &str = "SELECT tenant_id, custom_role_id, name, base_role, taken, created_at, \
    updated_at, version FROM custom_roles WHERE tenant_id = $1 ORDER BY name LIMIT $2";
const SAVE: &str = "UPDATE custom_roles SET name = $4, taken = $5, updated_at = $6, \
    version = version + 1 WHERE tenant_id = $1 AND custom_role_id = $2 AND version = $3";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, BY_NAME, LIST, SAVE];

/// Inserts a role; `false` when the tenant has one of this name already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, role: &CustomRoleRow) -> Result<bool, StoreError> {
    let params = [
        (&role.tenant).into(),
        role.id.into(),
        (&role.name).into(),
        (&role.base_role).into(),
        (&role.taken).into(),
        role.created_at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: CustomRoleId,
) -> Result<Option<CustomRoleRow>, StoreError> {
    tx.row(GET, &[tenant.into(), id.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn by_name(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    name: &str,
) -> Result<Option<CustomRoleRow>, StoreError> {
    tx.row(BY_NAME, &[tenant.into(), name.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<CustomRoleRow>, StoreError> {
    tx.rows(LIST, &[tenant.into(), limit.into()])
}

/// Saves name and actions of a role that still has `role.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it has not.
pub fn save(tx: &mut Tx<'_>, role: &CustomRoleRow) -> Result<(), StoreError> {
    let params = vec![
        (&role.tenant).into(),
        role.id.into(),
        role.version.into(),
        (&role.name).into(),
        (&role.taken).into(),
        role.updated_at.into(),
    ];
    tx.exec_one(SAVE, params, "the custom role")
}
