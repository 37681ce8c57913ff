//! The sums and ranks of a report, by local day and by person.

use kernel::{PrincipalId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

// Resolved at the first go: not reopened, and nobody came back within $4 milliseconds.
const DAYS: &str = "SELECT day, COUNT(contact_at), COUNT(resolved_at), \
    CAST(SUM(CASE WHEN resolved_at IS NOT NULL AND reopened = 0 AND (again_at IS NULL \
    OR again_at < resolved_at OR again_at > resolved_at + $4) THEN 1 ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN resolved_at IS NOT NULL AND reopened = 0 AND (again_at IS NULL \
    OR again_at < resolved_at OR again_at > resolved_at + $4) AND NOT person \
    THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(kept) AS BIGINT), CAST(SUM(broken) AS BIGINT), \
    COUNT(csat), CAST(COALESCE(SUM(csat), 0) AS BIGINT), MAX(resolved_at) \
    FROM conversation_figures WHERE tenant_id = $1 AND opened_at >= $2 AND opened_at < $3 \
    AND contact_at IS NOT NULL AND NOT merged GROUP BY day ORDER BY day";
// Nearest rank: the least value that at least half, or nine of ten, do not exceed.
const WAITS: &str = "SELECT day, place, waits, response_ms FROM (SELECT day, response_ms, \
    ROW_NUMBER() OVER (PARTITION BY day ORDER BY response_ms) AS place, \
    COUNT(*) OVER (PARTITION BY day) AS waits FROM conversation_figures \
    WHERE tenant_id = $1 AND opened_at >= $2 AND opened_at < $3 AND response_ms IS NOT NULL \
    AND NOT merged) ranked WHERE place = (waits + 1) / 2 OR place = (waits * 9 + 9) / 10 \
    ORDER BY day, place";
const WAITS_OF_ALL: &str = "SELECT CAST(0 AS BIGINT), place, waits, response_ms FROM (SELECT \
    response_ms, ROW_NUMBER() OVER (ORDER BY response_ms) AS place, COUNT(*) OVER () AS waits \
    FROM conversation_figures WHERE tenant_id = $1 AND opened_at >= $2 AND opened_at < $3 \
    AND response_ms IS NOT NULL AND NOT merged) ranked \
    WHERE place = (waits + 1) / 2 OR place = (waits * 9 + 9) / 10 ORDER BY place";
const WAITS_OF_PEOPLE: &str = "SELECT answered_by, response_ms FROM (SELECT answered_by, \
    response_ms, ROW_NUMBER() OVER (PARTITION BY answered_by ORDER BY response_ms) AS place, \
    COUNT(*) OVER (PARTITION BY answered_by) AS waits FROM conversation_figures \
    WHERE tenant_id = $1 AND opened_at >= $2 AND opened_at < $3 AND response_ms IS NOT NULL \
    AND answered_by IS NOT NULL AND NOT merged) ranked WHERE place = (waits + 1) / 2 \
    ORDER BY answered_by LIMIT $4";
const PEOPLE: &str = "SELECT assignee, MAX(assignee_name), COUNT(*), COUNT(csat), \
    CAST(COALESCE(SUM(csat), 0) AS BIGINT) FROM conversation_figures WHERE tenant_id = $1 \
    AND opened_at >= $2 AND opened_at < $3 AND assignee IS NOT NULL AND NOT merged \
    GROUP BY assignee ORDER BY COUNT(*) DESC, assignee LIMIT $4";
const DECISIONS: &str = "SELECT day, COUNT(*), \
    CAST(SUM(CASE WHEN reviewed THEN 1 ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN reversed THEN 1 ELSE 0 END) AS BIGINT) FROM decision_figures \
    WHERE tenant_id = $1 AND decided_at >= $2 AND decided_at < $3 GROUP BY day ORDER BY day";
const REVERSED_OF_PEOPLE: &str = "SELECT decided_by, COUNT(*) FROM decision_figures \
    WHERE tenant_id = $1 AND decided_at >= $2 AND decided_at < $3 AND reversed \
    AND decided_by IS NOT NULL GROUP BY decided_by ORDER BY decided_by LIMIT $4";

pub(crate) const COUNTS: &[&str] =
    &[DAYS, WAITS, WAITS_OF_ALL, WAITS_OF_PEOPLE, PEOPLE, DECISIONS, REVERSED_OF_PEOPLE];

/// From (inclusive) and to (exclusive).
pub type Period = (Timestamp, Timestamp);

/// The counts of one local day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    pub day: i64,
    pub contacts: i64,
    pub resolved: i64,
    /// Of the resolved ones: at the first go; and of these, without a person.
    pub at_first_go: i64,
    pub automated: i64,
    pub kept: i64,
    pub broken: i64,
    pub rated: i64,
    pub ratings_sum: i64,
    pub last_resolved_at: Option<Timestamp>,
}

impl FromRow for DayCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            contacts: columns.take()?,
            resolved: columns.take()?,
            at_first_go: columns.take()?,
            automated: columns.take()?,
            kept: columns.take()?,
            broken: columns.take()?,
            rated: columns.take()?,
            ratings_sum: columns.take()?,
            last_resolved_at: columns.take()?,
        })
    }
}

/// The counts of conversations opened in a period, by day. Whoever comes back within `settled_ms`
/// of the end was not served at the first go.
///
/// # Errors
/// As [`Tx::query`].
pub fn days(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    settled_ms: i64,
) -> Result<Vec<DayCounts>, StoreError> {
    tx.rows(DAYS, &[tenant.into(), from.into(), to.into(), settled_ms.into()])
}

/// One of two ranks of the waits of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// 0 for the whole period.
    pub day: i64,
    /// From 1, in the order of length, of so many.
    pub place: i64,
    pub waits: i64,
    pub ms: i64,
}

impl FromRow for Wait {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            place: columns.take()?,
            waits: columns.take()?,
            ms: columns.take()?,
        })
    }
}

/// The median and the ninth decile (nearest rank) of the waits for a first answer, by day.
///
/// # Errors
/// As [`Tx::query`].
pub fn waits(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
) -> Result<Vec<Wait>, StoreError> {
    tx.rows(WAITS, &[tenant.into(), from.into(), to.into()])
}

/// As [`waits`], of the whole period.
///
/// # Errors
/// As [`Tx::query`].
pub fn waits_of_all(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
) -> Result<Vec<Wait>, StoreError> {
    tx.rows(WAITS_OF_ALL, &[tenant.into(), from.into(), to.into()])
}

/// The median wait for a first answer, by who answered.
///
/// # Errors
/// As [`Tx::query`].
pub fn waits_of_people(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    limit: u32,
) -> Result<Vec<(PrincipalId, i64)>, StoreError> {
    tx.rows(WAITS_OF_PEOPLE, &[tenant.into(), from.into(), to.into(), limit.into()])
}

/// What one person had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCounts {
    pub user: PrincipalId,
    pub name: Option<String>,
    pub conversations: i64,
    pub rated: i64,
    pub ratings_sum: i64,
}

impl FromRow for PersonCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            user: columns.take()?,
            name: columns.take()?,
            conversations: columns.take()?,
            rated: columns.take()?,
            ratings_sum: columns.take()?,
        })
    }
}

/// What people had last of what was opened in a period, the most first.
///
/// # Errors
/// As [`Tx::query`].
pub fn people(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    limit: u32,
) -> Result<Vec<PersonCounts>, StoreError> {
    tx.rows(PEOPLE, &[tenant.into(), from.into(), to.into(), limit.into()])
}

/// The counts of disputes first decided on one local day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecisionCounts {
    pub day: i64,
    pub decided: i64,
    pub reviewed: i64,
    pub reversed: i64,
}

impl FromRow for DecisionCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            decided: columns.take()?,
            reviewed: columns.take()?,
            reversed: columns.take()?,
        })
    }
}

/// The counts of disputes first decided in a period, by day.
///
/// # Errors
/// As [`Tx::query`].
pub fn decisions(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
) -> Result<Vec<DecisionCounts>, StoreError> {
    tx.rows(DECISIONS, &[tenant.into(), from.into(), to.into()])
}

/// How many decisions of a person in a period were reversed.
///
/// # Errors
/// As [`Tx::query`].
pub fn reversed_of_people(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    limit: u32,
) -> Result<Vec<(PrincipalId, i64)>, StoreError> {
    tx.rows(REVERSED_OF_PEOPLE, &[tenant.into(), from.into(), to.into(), limit.into()])
}
