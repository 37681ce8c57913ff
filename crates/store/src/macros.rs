//! Macros: blocks of text that people at the desk put into a message, one's own and the desk's.

use kernel::{MacroId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// The owner of what the whole desk has.
pub const SHARED: &str = "";

/// One macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroRow {
    pub tenant: TenantId,
    pub id: MacroId,
    /// A principal, or [`SHARED`].
    pub owner: String,
    pub name: String,
    /// BCP 47.
    pub language: String,
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// 1 when inserted, one more with each save.
    pub version: i64,
}

impl FromRow for MacroRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            id: columns.take()?,
            owner: columns.take()?,
            name: columns.take()?,
            language: columns.take()?,
            text: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            version: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO macros (tenant_id, macro_id, owner, name, language, text, \
    created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1) \
    ON CONFLICT (tenant_id, owner, name, language) DO NOTHING";
const GET: &str = "SELECT tenant_id, macro_id, owner, name, language, text, created_at, \
    updated_at, version FROM macros WHERE tenant_id = $1 AND macro_id = $2";
const OF_OWNER: &str = "SELECT tenant_id, macro_id, owner, name, language, text, created_at, \
    updated_at, version FROM macros WHERE tenant_id = $1 AND owner = $2 \
    ORDER BY name, language LIMIT $3";
const NAMED: &str = "SELECT tenant_id, macro_id, owner, name, language, text, created_at, \
    updated_at, version FROM macros WHERE tenant_id = $1 AND owner = $2 AND name = $3 \
    ORDER BY language LIMIT $4";
const SAVE: &str = "UPDATE macros SET owner = $4, name = $5, language = $6, text = $7, \
    updated_at = $8, version = version + 1 \
    WHERE tenant_id = $1 AND macro_id = $2 AND version = $3";
const DELETE: &str = "DELETE FROM macros WHERE tenant_id = $1 AND macro_id = $2";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, GET, OF_OWNER, NAMED, SAVE, DELETE];

/// Inserts a macro; `false` when its owner has one of this name and language.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, row: &MacroRow) -> Result<bool, StoreError> {
    let params = [
        (&row.tenant).into(),
        row.id.into(),
        (&row.owner).into(),
        (&row.name).into(),
        (&row.language).into(),
        (&row.text).into(),
        row.created_at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    id: MacroId,
) -> Result<Option<MacroRow>, StoreError> {
    tx.row(GET, &[tenant.into(), id.into()])
}

/// What somebody, or the whole desk, has, by name.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_owner(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    owner: &str,
    limit: u32,
) -> Result<Vec<MacroRow>, StoreError> {
    tx.rows(OF_OWNER, &[tenant.into(), owner.into(), limit.into()])
}

/// One name in every language there is.
///
/// # Errors
/// As [`Tx::query`].
pub fn named(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    owner: &str,
    name: &str,
    limit: u32,
) -> Result<Vec<MacroRow>, StoreError> {
    tx.rows(NAMED, &[tenant.into(), owner.into(), name.into(), limit.into()])
}

/// Saves owner, name, language and text of a macro that still has `row.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it has not, [`StoreError::Unique`] for a name that is taken.
pub fn save(tx: &mut Tx<'_>, row: &MacroRow) -> Result<(), StoreError> {
    let params = vec![
        (&row.tenant).into(),
        row.id.into(),
        row.version.into(),
        (&row.owner).into(),
        (&row.name).into(),
        (&row.language).into(),
        (&row.text).into(),
        row.updated_at.into(),
    ];
    tx.exec_one(SAVE, params, "the macro")
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn delete(tx: &mut Tx<'_>, tenant: &TenantId, id: MacroId) -> Result<(), StoreError> {
    tx.exec_deferred(DELETE, vec![tenant.into(), id.into()])
}
