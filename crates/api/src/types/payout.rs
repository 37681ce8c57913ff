//! Money on its way out, as the API shows it.

use serde::Serialize;
use store::effects::EffectRow;
use utoipa::ToSchema;

use crate::wire::*;

/// A payout: the intent was committed before the provider was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PayoutView {
    pub id: EffectId,
    pub order_id: OrderId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    pub amount: Money,
    /// `intent`, `sent`, `succeeded`, `failed`, or `unknown` until it is reconciled.
    #[schema(example = "succeeded")]
    pub state: String,
    /// The provider that was asked.
    pub provider: String,
    /// The provider's own id, once it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_reference: Option<String>,
    #[schema(minimum = 0)]
    pub attempts: i64,
    pub created_at: Moment,
    pub updated_at: Moment,
}

impl From<EffectRow> for PayoutView {
    fn from(row: EffectRow) -> Self {
        Self {
            id: row.effect.into(),
            order_id: row.order.into(),
            dispute_id: row.dispute.map(Into::into),
            amount: Money::new(row.amount, row.currency),
            state: row.state.as_str().to_owned(),
            provider: row.provider,
            provider_reference: row.provider_ref,
            attempts: row.attempts,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}
