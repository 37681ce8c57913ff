//! Policy packs by hash, and which pack is active in which slot.
//!
//! A pack is never changed or deleted: decisions refer to it by hash for as long as they exist.

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};

use crate::{StoreError, Tx};

const PUT: &str = "INSERT INTO policies (tenant_id, hash, name, text, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, hash) DO NOTHING";
const TEXT: &str = "SELECT text FROM policies WHERE tenant_id = $1 AND hash = $2";
const LIST: &str = "SELECT hash, name, created_at FROM policies WHERE tenant_id = $1 \
    ORDER BY created_at, hash";
const ACTIVATE: &str = "INSERT INTO policies_active (tenant_id, slot, hash, activated_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, slot) DO UPDATE SET hash = excluded.hash, \
    activated_at = excluded.activated_at";
const ACTIVE: &str = "SELECT hash FROM policies_active WHERE tenant_id = $1 AND slot = $2";

pub(crate) const STATEMENTS: &[&str] = &[PUT, TEXT, LIST, ACTIVATE, ACTIVE];

/// Keeps a pack's text under the hash of its bytes; does nothing when it is known.
///
/// # Errors
/// As [`Tx::exec`].
pub fn put(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    name: &str,
    text: &str,
    now: Timestamp,
) -> Result<Sha256Hex, StoreError> {
    let hash = Sha256Hex::of(text.as_bytes());
    let params = vec![tenant.into(), hash.into(), name.into(), text.into(), now.into()];
    tx.exec_deferred(PUT, params)?;
    Ok(hash)
}

/// The text of a pack.
///
/// # Errors
/// As [`Tx::query`].
pub fn text(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    hash: &Sha256Hex,
) -> Result<Option<String>, StoreError> {
    tx.row(TEXT, &[tenant.into(), hash.into()])
}

/// All packs ever kept: hash, name, when.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
) -> Result<Vec<(Sha256Hex, String, Timestamp)>, StoreError> {
    tx.rows(LIST, &[tenant.into()])
}

/// Makes a pack the active one of a slot (for example `decisions` or `authority`).
///
/// # Errors
/// As [`Tx::exec`].
pub fn activate(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    slot: &str,
    hash: &Sha256Hex,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(ACTIVATE, vec![tenant.into(), slot.into(), hash.into(), now.into()])
}

/// The hash of a slot's active pack.
///
/// # Errors
/// As [`Tx::query`].
pub fn active(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    slot: &str,
) -> Result<Option<Sha256Hex>, StoreError> {
    let row = tx.query_opt(ACTIVE, &[tenant.into(), slot.into()])?;
    row.map(|row| row.get(0)).transpose()
}
