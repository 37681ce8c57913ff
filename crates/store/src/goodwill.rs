//! Goodwill granted, counted by person, device and address: what abuse caps look at.

use kernel::{Currency, DisputeId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::{StoreError, Tx};

const INSERT: &str = "INSERT INTO goodwill_uses \
    (tenant_id, subject_kind, subject, at, dispute_id, currency, amount) VALUES";
const SINCE: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN currency = $5 THEN amount \
    ELSE 0 END), 0) AS BIGINT) FROM goodwill_uses \
    WHERE tenant_id = $1 AND subject_kind = $2 AND subject = $3 AND at >= $4";

pub(crate) const STATEMENTS: &[&str] = &[SINCE];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "ON CONFLICT DO NOTHING", 7);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Who a use counts against: `kind` is `person`, `device` or `address`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub kind: String,
    pub value: String,
}

/// One grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodwillUse {
    pub tenant: TenantId,
    pub dispute: DisputeId,
    pub at: Timestamp,
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
    pub subjects: Vec<Subject>,
}

/// Counts a grant against each of its subjects; the same grant counts once.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, granted: &GoodwillUse) -> Result<(), StoreError> {
    let rows = granted.subjects.iter().map(|subject| {
        vec![
            (&granted.tenant).into(),
            (&subject.kind).into(),
            (&subject.value).into(),
            granted.at.into(),
            granted.dispute.into(),
            granted.currency.into(),
            granted.amount.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// How often goodwill was granted to a subject since an instant (in any currency), and how much
/// in one currency, in minor units.
///
/// # Errors
/// As [`Tx::query`].
pub fn used_since(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    subject: &Subject,
    since: Timestamp,
    currency: Currency,
) -> Result<(i64, i64), StoreError> {
    let params = [
        tenant.into(),
        (&subject.kind).into(),
        (&subject.value).into(),
        since.into(),
        currency.into(),
    ];
    Ok(tx.row(SINCE, &params)?.unwrap_or((0, 0)))
}
