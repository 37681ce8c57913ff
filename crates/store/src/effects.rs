//! Effects: money that leaves through a payment provider.
//!
//! The intent is committed before the provider is called, under a key derived from it; an answer
//! that never came is `unknown` until reconciled, never `failed`.

use kernel::{Currency, DisputeId, EffectId, OrderId, TenantId, Timestamp};

use crate::insert::Insert;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// Where an effect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectState {
    /// Decided and committed; the provider was not called yet.
    Intent,
    /// A call is under way or its answer is awaited.
    Sent,
    Succeeded,
    /// Refused by the provider for good.
    Failed,
    /// Sent, with no answer: must be reconciled.
    Unknown,
}

impl EffectState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Sent => "sent",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Intent, Self::Sent, Self::Succeeded, Self::Failed, Self::Unknown]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// One effect.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectRow {
    pub tenant: TenantId,
    pub effect: EffectId,
    pub order: OrderId,
    pub dispute: Option<DisputeId>,
    pub kind: String,
    pub state: EffectState,
    pub provider: String,
    /// The idempotency key shown to the provider; unique per provider.
    pub provider_key: String,
    /// The provider's own id, once it answered.
    pub provider_ref: Option<String>,
    pub currency: Currency,
    /// Minor units, positive.
    pub amount: i64,
    pub attempts: i64,
    pub next_attempt_at: Timestamp,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// 1 when inserted, one more with each save.
    pub version: i64,
    /// JSON.
    pub doc: String,
}

impl FromRow for EffectRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            effect: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            kind: columns.take()?,
            state: {
                let text: String = columns.take()?;
                EffectState::parse(&text).ok_or_else(|| StoreError::Column {
                    column: "state".to_owned(),
                    expected: "intent, sent, succeeded, failed or unknown",
                    found: text,
                })?
            },
            provider: columns.take()?,
            provider_key: columns.take()?,
            provider_ref: columns.take()?,
            currency: columns.take()?,
            amount: columns.take()?,
            attempts: columns.take()?,
            next_attempt_at: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            version: columns.take()?,
            doc: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO effects (tenant_id, effect_id, order_id, dispute_id, kind, \
    state, provider, provider_key, provider_ref, currency, amount, attempts, next_attempt_at, \
    created_at, updated_at, version, doc) VALUES";
const GET: &str = "SELECT tenant_id, effect_id, order_id, dispute_id, kind, state, provider, \
    provider_key, provider_ref, currency, amount, attempts, next_attempt_at, created_at, \
    updated_at, version, doc FROM effects WHERE tenant_id = $1 AND effect_id = $2";
const SAVE: &str = "UPDATE effects SET state = $4, provider_ref = $5, attempts = $6, \
    next_attempt_at = $7, updated_at = $8, doc = $9, version = version + 1 \
    WHERE tenant_id = $1 AND effect_id = $2 AND version = $3";
const OF_ORDER: &str = "SELECT tenant_id, effect_id, order_id, dispute_id, kind, state, provider, \
    provider_key, provider_ref, currency, amount, attempts, next_attempt_at, created_at, \
    updated_at, version, doc FROM effects WHERE tenant_id = $1 AND order_id = $2 \
    ORDER BY created_at, effect_id";
const DUE: &str = "SELECT tenant_id, effect_id, order_id, dispute_id, kind, state, provider, \
    provider_key, provider_ref, currency, amount, attempts, next_attempt_at, created_at, \
    updated_at, version, doc FROM effects WHERE state = $1 AND next_attempt_at <= $2 \
    ORDER BY next_attempt_at, tenant_id, effect_id LIMIT $3";
const SUMS: &str = "SELECT state, currency, CAST(SUM(amount) AS BIGINT), COUNT(*) FROM effects \
    WHERE tenant_id = $1 AND kind <> 'collection' GROUP BY state, currency ORDER BY state, currency";

pub(crate) const STATEMENTS: &[&str] = &[GET, SAVE, OF_ORDER, DUE, SUMS];
/// The insert of many rows.
const ROWS: Insert = Insert::new(INSERT, "", 17);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// # Errors
/// [`StoreError::Unique`] when the provider key is taken: the effect exists already.
pub fn insert(tx: &mut Tx<'_>, effects: Vec<EffectRow>) -> Result<(), StoreError> {
    let rows = effects.into_iter().map(|effect| {
        vec![
            effect.tenant.into(),
            effect.effect.into(),
            effect.order.into(),
            effect.dispute.into(),
            effect.kind.into(),
            effect.state.as_str().into(),
            effect.provider.into(),
            effect.provider_key.into(),
            effect.provider_ref.into(),
            effect.currency.into(),
            effect.amount.into(),
            effect.attempts.into(),
            effect.next_attempt_at.into(),
            effect.created_at.into(),
            effect.updated_at.into(),
            effect.version.into(),
            effect.doc.into(),
        ]
    });
    tx.insert_many(&ROWS, rows.collect())
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    effect: EffectId,
) -> Result<Option<EffectRow>, StoreError> {
    tx.row(GET, &[tenant.into(), effect.into()])
}

/// Saves state, provider reference, attempts, times and document of an effect that still has
/// `effect.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it does not.
pub fn save(tx: &mut Tx<'_>, effect: &EffectRow) -> Result<(), StoreError> {
    let params = vec![
        (&effect.tenant).into(),
        effect.effect.into(),
        effect.version.into(),
        effect.state.as_str().into(),
        effect.provider_ref.as_ref().into(),
        effect.attempts.into(),
        effect.next_attempt_at.into(),
        effect.updated_at.into(),
        (&effect.doc).into(),
    ];
    tx.exec_one(SAVE, params, "the effect")
}

/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
) -> Result<Vec<EffectRow>, StoreError> {
    tx.rows(OF_ORDER, &[tenant.into(), order.into()])
}

/// Effects of all tenants in one state whose next attempt is due: intents to send, unknown ones to
/// reconcile.
///
/// # Errors
/// As [`Tx::query`].
pub fn due(
    tx: &mut Tx<'_>,
    state: EffectState,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<EffectRow>, StoreError> {
    tx.rows(DUE, &[state.as_str().into(), now.into(), limit.into()])
}

/// State, currency, sum in minor units and number of a tenant's effects.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectSum {
    pub state: String,
    pub currency: Currency,
    pub amount: i64,
    pub count: i64,
}

impl FromRow for EffectSum {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            state: columns.take()?,
            currency: columns.take()?,
            amount: columns.take()?,
            count: columns.take()?,
        })
    }
}

/// # Errors
/// As [`Tx::query`].
pub fn sums(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<EffectSum>, StoreError> {
    tx.rows(SUMS, &[tenant.into()])
}
