//! Decisions: what was decided, by which rules, on which inputs; never changed.

use kernel::canonical::Sha256Hex;
use kernel::{DecisionId, DisputeId, OrderId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One decision.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionRow {
    pub tenant: TenantId,
    pub decision: DecisionId,
    pub order: OrderId,
    pub dispute: Option<DisputeId>,
    pub at: Timestamp,
    /// JSON of `kernel::Actor`.
    pub actor: String,
    pub outcome: String,
    /// JSON array of rule ids.
    pub rule_ids: String,
    pub policy_hash: Sha256Hex,
    pub inputs_hash: Sha256Hex,
    /// JSON: the whole trace.
    pub doc: String,
}

impl FromRow for DecisionRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            decision: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            at: columns.take()?,
            actor: columns.take()?,
            outcome: columns.take()?,
            rule_ids: columns.take()?,
            policy_hash: columns.take()?,
            inputs_hash: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO decisions (tenant_id, decision_id, order_id, dispute_id, at, \
    actor, outcome, rule_ids, policy_hash, inputs_hash, doc) VALUES";
const GET: &str = "SELECT tenant_id, decision_id, order_id, dispute_id, at, actor, outcome, \
    rule_ids, policy_hash, inputs_hash, doc FROM decisions \
    WHERE tenant_id = $1 AND decision_id = $2";
const OF_ORDER: &str = "SELECT tenant_id, decision_id, order_id, dispute_id, at, actor, outcome, \
    rule_ids, policy_hash, inputs_hash, doc FROM decisions \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY at, decision_id LIMIT $3";

pub(crate) const STATEMENTS: &[&str] = &[GET, OF_ORDER];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 11);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn insert(tx: &mut Tx<'_>, decisions: Vec<DecisionRow>) -> Result<(), StoreError> {
    let rows = decisions.into_iter().map(|decision| {
        vec![
            decision.tenant.into(),
            decision.decision.into(),
            decision.order.into(),
            decision.dispute.into(),
            decision.at.into(),
            decision.actor.into(),
            decision.outcome.into(),
            decision.rule_ids.into(),
            decision.policy_hash.into(),
            decision.inputs_hash.into(),
            decision.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    decision: DecisionId,
) -> Result<Option<DecisionRow>, StoreError> {
    tx.row(GET, &[tenant.into(), decision.into()])
}

/// The decisions on one order, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    limit: u32,
) -> Result<Vec<DecisionRow>, StoreError> {
    tx.rows(OF_ORDER, &[tenant.into(), order.into(), limit.into()])
}
