//! Cases that a person had, with and without co-browsing.

use kernel::{TenantId, Timestamp};

use super::Period;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

// With co-browsing: the customer said yes in a session beside the conversation.
const CASES: &str = "SELECT d.reason, f.complaint_id IS NOT NULL, a.intent, \
    EXISTS (SELECT 1 FROM cobrowse_sessions s WHERE s.tenant_id = f.tenant_id \
    AND s.conversation_id = f.conversation_id AND s.active_at IS NOT NULL), \
    f.opened_at, COALESCE(f.answered_at, f.needed_at, f.contact_at), f.resolved_at, f.reopened, f.again_at, f.csat \
    FROM conversation_figures f LEFT JOIN disputes d ON d.tenant_id = f.tenant_id \
    AND d.dispute_id = f.dispute_id LEFT JOIN assistant_cases a ON a.tenant_id = f.tenant_id \
    AND a.conversation_id = f.conversation_id WHERE f.tenant_id = $1 AND f.opened_at >= $2 \
    AND f.opened_at < $3 AND f.person AND f.contact_at IS NOT NULL AND NOT f.merged \
    ORDER BY f.opened_at, f.conversation_id LIMIT $4";
const BESIDE_NONE: &str = "SELECT COUNT(*) FROM cobrowse_sessions WHERE tenant_id = $1 \
    AND created_at >= $2 AND created_at < $3 AND active_at IS NOT NULL AND conversation_id IS NULL";

pub(super) const ALL: &[&str] = &[CASES, BESIDE_NONE];

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CobrowseCaseRow {
    /// Of its dispute.
    pub reason: Option<String>,
    pub is_complaint: bool,
    /// What the customer wanted, as it was recognised.
    pub intent: Option<String>,
    pub with: bool,
    pub opened_at: Timestamp,
    /// A person's first answer; else when one was needed; else the customer's first word.
    pub begun_at: Timestamp,
    pub resolved_at: Option<Timestamp>,
    pub reopened: i64,
    /// When the customer came back after it was resolved.
    pub again_at: Option<Timestamp>,
    pub csat: Option<i64>,
}

impl FromRow for CobrowseCaseRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            reason: columns.take()?,
            is_complaint: columns.take()?,
            intent: columns.take()?,
            with: columns.take()?,
            opened_at: columns.take()?,
            begun_at: columns.take()?,
            resolved_at: columns.take()?,
            reopened: columns.take()?,
            again_at: columns.take()?,
            csat: columns.take()?,
        })
    }
}

/// Cases opened in a period that a person had, from old to new.
///
/// # Errors
/// As [`Tx::query`].
pub fn cobrowse_cases(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    limit: u32,
) -> Result<Vec<CobrowseCaseRow>, StoreError> {
    tx.rows(CASES, &[tenant.into(), from.into(), to.into(), limit.into()])
}

/// How many sessions of a period the customer said yes in that stand beside no conversation.
///
/// # Errors
/// As [`Tx::query`].
pub fn cobrowse_beside_none(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
) -> Result<i64, StoreError> {
    Ok(tx.row(BESIDE_NONE, &[tenant.into(), from.into(), to.into()])?.unwrap_or(0))
}
