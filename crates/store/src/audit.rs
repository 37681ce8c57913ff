//! The audit chain's rows: one chain per tenant and lane, so that nodes never wait for each other.
//! What an entry says and how it is hashed is `compliance`'s business.

use kernel::canonical::Sha256Hex;
use kernel::{AuditId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    pub tenant: TenantId,
    pub lane: i64,
    /// 1, 2, 3 … without gaps within the lane.
    pub seq: i64,
    pub audit: AuditId,
    pub at: Timestamp,
    /// Canonical JSON.
    pub body: String,
    pub hash: Sha256Hex,
}

impl FromRow for AuditRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            lane: columns.take()?,
            seq: columns.take()?,
            audit: columns.take()?,
            at: columns.take()?,
            body: columns.take()?,
            hash: columns.take()?,
        })
    }
}

/// A signed statement that a chain had this hash at this length.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckpointRow {
    pub tenant: TenantId,
    pub lane: i64,
    pub seq: i64,
    pub at: Timestamp,
    pub hash: Sha256Hex,
    /// The signed note, as it is published.
    pub note: String,
}

impl FromRow for CheckpointRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            lane: columns.take()?,
            seq: columns.take()?,
            at: columns.take()?,
            hash: columns.take()?,
            note: columns.take()?,
        })
    }
}

const HEAD: &str = "SELECT seq, hash FROM audit WHERE tenant_id = $1 AND lane = $2 \
    ORDER BY seq DESC LIMIT 1";
const APPEND: &str = "INSERT INTO audit (tenant_id, lane, seq, audit_id, at, body, hash) VALUES";
const LIST: &str = "SELECT tenant_id, lane, seq, audit_id, at, body, hash FROM audit \
    WHERE tenant_id = $1 AND (lane, seq) > ($2, $3) ORDER BY lane, seq LIMIT $4";
const HEADS: &str = "SELECT lane, MAX(seq) FROM audit WHERE tenant_id = $1 GROUP BY lane \
    ORDER BY lane";
const COUNT: &str = "SELECT COUNT(*) FROM audit WHERE tenant_id = $1";
const PUT_CHECKPOINT: &str = "INSERT INTO audit_checkpoints (tenant_id, lane, seq, at, hash, note) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, lane, seq) DO NOTHING";
const CHECKPOINTS: &str = "SELECT tenant_id, lane, seq, at, hash, note FROM audit_checkpoints \
    WHERE tenant_id = $1 AND (lane, seq) > ($2, $3) ORDER BY lane, seq LIMIT $4";

pub(crate) const STATEMENTS: &[&str] = &[HEAD, LIST, HEADS, COUNT, PUT_CHECKPOINT, CHECKPOINTS];
/// The insert of many rows.
const ROWS: Insert = Insert::new(APPEND, "", 7);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// The last entry of this node's chain: sequence number and hash; `None` before the first.
///
/// # Errors
/// As [`Tx::query`].
pub fn head(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Option<(i64, Sha256Hex)>, StoreError> {
    if let Some(known) = tx.memory().heads.get(tenant) {
        return Ok(Some(*known));
    }
    let lane = tx.lease().lane;
    head_of(tx, tenant, lane)
}

/// As [`head`], for any lane.
///
/// # Errors
/// As [`Tx::query`].
pub fn head_of(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    lane: i64,
) -> Result<Option<(i64, Sha256Hex)>, StoreError> {
    tx.row(HEAD, &[tenant.into(), lane.into()])
}

/// Appends entries; their lane must be [`crate::Lease::lane`].
///
/// # Errors
/// [`StoreError::Unique`] when a sequence number is taken.
pub fn append(tx: &mut Tx<'_>, entries: Vec<AuditRow>) -> Result<(), StoreError> {
    let lane = tx.lease().lane;
    for entry in entries.iter().filter(|entry| entry.lane == lane) {
        tx.memory().heads.insert(entry.tenant.clone(), (entry.seq, entry.hash));
    }
    let rows = entries.into_iter().map(|entry| {
        vec![
            entry.tenant.into(),
            entry.lane.into(),
            entry.seq.into(),
            entry.audit.into(),
            entry.at.into(),
            entry.body.into(),
            entry.hash.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// Entries by lane and sequence number, after `(lane, seq)`; begin with `(0, 0)`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    after: (i64, i64),
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    tx.rows(LIST, &[tenant.into(), after.0.into(), after.1.into(), limit.into()])
}

/// Each lane with its last sequence number.
///
/// # Errors
/// As [`Tx::query`].
pub fn lanes(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.rows(HEADS, &[tenant.into()])
}

/// How many entries a tenant has, over all lanes.
///
/// # Errors
/// As [`Tx::query`].
pub fn count(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(tx.row(COUNT, &[tenant.into()])?.unwrap_or(0))
}

/// Keeps a checkpoint; one for the same place stays as it is.
///
/// # Errors
/// [`StoreError::Conflict`] when there is one: another node signed at the same time, and a second
/// signature for one place would look like a forked trail. The closure is run again.
pub fn put_checkpoint(tx: &mut Tx<'_>, checkpoint: CheckpointRow) -> Result<(), StoreError> {
    let params = vec![
        checkpoint.tenant.into(),
        checkpoint.lane.into(),
        checkpoint.seq.into(),
        checkpoint.at.into(),
        checkpoint.hash.into(),
        checkpoint.note.into(),
    ];
    tx.exec_one(PUT_CHECKPOINT, params, "the checkpoint")
}

/// Checkpoints by lane and sequence number, after `(lane, seq)`; begin with `(0, 0)`.
///
/// # Errors
/// As [`Tx::query`].
pub fn checkpoints(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    after: (i64, i64),
    limit: u32,
) -> Result<Vec<CheckpointRow>, StoreError> {
    tx.rows(CHECKPOINTS, &[tenant.into(), after.0.into(), after.1.into(), limit.into()])
}
