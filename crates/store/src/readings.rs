//! What was read from the files of evidence, and by what a file is known again in another case.

use kernel::{DisputeId, EvidenceId, OrderId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// What was read from one item of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRow {
    pub tenant: TenantId,
    pub evidence: EvidenceId,
    pub dispute: DisputeId,
    pub order: OrderId,
    pub read_at: Timestamp,
    /// JSON: facts with their state, hints, and what the file is like.
    pub doc: String,
}

impl FromRow for ReadingRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            evidence: columns.take()?,
            dispute: columns.take()?,
            order: columns.take()?,
            read_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// An item of evidence that shares a key of likeness, and its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikeRow {
    pub evidence: EvidenceId,
    pub dispute: DisputeId,
    pub order: OrderId,
}

impl FromRow for AlikeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { evidence: columns.take()?, dispute: columns.take()?, order: columns.take()? })
    }
}

const PUT: &str = "INSERT INTO evidence_readings (tenant_id, evidence_id, dispute_id, order_id, \
    read_at, doc) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, evidence_id) \
    DO UPDATE SET read_at = excluded.read_at, doc = excluded.doc";
const GET: &str = "SELECT tenant_id, evidence_id, dispute_id, order_id, read_at, doc \
    FROM evidence_readings WHERE tenant_id = $1 AND evidence_id = $2";
const OF_DISPUTE: &str = "SELECT tenant_id, evidence_id, dispute_id, order_id, read_at, doc \
    FROM evidence_readings WHERE tenant_id = $1 AND dispute_id = $2 ORDER BY evidence_id LIMIT $3";
const PUT_KEY: &str = "INSERT INTO evidence_likeness (tenant_id, likeness, evidence_id, \
    dispute_id, order_id) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (tenant_id, likeness, evidence_id) DO NOTHING";
const ALIKE: &str = "SELECT evidence_id, dispute_id, order_id FROM evidence_likeness \
    WHERE tenant_id = $1 AND likeness = $2 AND dispute_id <> $3 ORDER BY evidence_id DESC LIMIT $4";

pub(crate) const STATEMENTS: &[&str] = &[PUT, GET, OF_DISPUTE, PUT_KEY, ALIKE];

/// Keeps what was read, in place of what was read before.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: ReadingRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.evidence.into(),
        row.dispute.into(),
        row.order.into(),
        row.read_at.into(),
        row.doc.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    evidence: EvidenceId,
) -> Result<Option<ReadingRow>, StoreError> {
    tx.row(GET, &[tenant.into(), evidence.into()])
}

/// What was read from the evidence of one dispute.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_dispute(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    dispute: DisputeId,
    limit: u32,
) -> Result<Vec<ReadingRow>, StoreError> {
    tx.rows(OF_DISPUTE, &[tenant.into(), dispute.into(), limit.into()])
}

/// Keeps the keys by which an item is known again.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_keys(tx: &mut Tx<'_>, row: &ReadingRow, keys: &[String]) -> Result<(), StoreError> {
    for key in keys {
        let params = vec![
            (&row.tenant).into(),
            key.as_str().into(),
            row.evidence.into(),
            row.dispute.into(),
            (&row.order).into(),
        ];
        tx.exec_deferred(PUT_KEY, params)?;
    }
    Ok(())
}

/// Items of other disputes that have a key, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn alike(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    key: &str,
    but: DisputeId,
    limit: u32,
) -> Result<Vec<AlikeRow>, StoreError> {
    tx.rows(ALIKE, &[tenant.into(), key.into(), but.into(), limit.into()])
}
