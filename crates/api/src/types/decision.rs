//! A decision as the API shows it, and its explanation.

use app::Role;
use serde::Serialize;
use utoipa::ToSchema;

use super::common::Actor;
use crate::wire::*;

/// A decision: enough to be replayed byte for byte and explained in words. It is never changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Decision {
    pub id: DecisionId,
    pub dispute_id: DisputeId,
    pub stage: Stage,
    pub at: Moment,
    pub actor: Actor,
    pub for_party: Party,
    pub outcome: Outcome,
    pub amount: Money,
    pub liable: Liable,
    /// The rule that fired, first, and any that shaped it.
    pub rules: Vec<String>,
    /// An outcome detail code; the list is open.
    pub code: String,
    /// The reasons for the customer; not shown to the merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The reasons for the merchant; not shown to the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because_merchant: Option<String>,
    /// What was known, and all that the decision may depend on; shown at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub facts: Option<serde_json::Value>,
    /// Of the canonical bytes of the facts.
    pub inputs_hash: Digest,
    /// Of the rules that decided.
    pub policy_hash: Digest,
    #[schema(example = "bnpl.2026")]
    pub policy_version: String,
    /// Decided by policy code alone.
    pub automatic: bool,
    /// The customer was told how to have a person look again.
    pub review_right: bool,
}

impl Decision {
    /// What a reader sees: each party its own reasons, the desk everything.
    pub(crate) fn seen_by(role: Role, currency: kernel::Currency, from: dispute::Decision) -> Self {
        let (customer, merchant) = (role.is_of_one_customer(), role.is_of_one_merchant());
        let facts = from.facts.filter(|_| !customer && !merchant && role != Role::Network);
        Self {
            id: from.id.into(),
            dispute_id: from.dispute.into(),
            stage: from.stage.into(),
            at: from.at.into(),
            actor: from.actor.into(),
            for_party: from.for_party.into(),
            outcome: from.outcome.into(),
            amount: Money::new(from.amount_minor, currency),
            liable: from.liable.into(),
            rules: from.rules,
            code: from.code,
            because: (!merchant).then_some(from.because),
            because_merchant: (!customer).then_some(from.because_merchant),
            facts: facts.and_then(|facts| serde_json::to_value(facts).ok()),
            inputs_hash: from.inputs_hash.into(),
            policy_hash: from.policy_hash.into(),
            policy_version: from.policy_version,
            automatic: from.automatic,
            review_right: from.review_right,
        }
    }
}
