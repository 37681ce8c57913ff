//! What a step may know beside the order file itself: the rules in force, and facts from outside
//! the order, captured once and stored with the event, so that a replay sees the same.

use commerce::DisputeTerms;
use kernel::calendar::{CalendarError, Calendars};
use kernel::canonical::{Sha256Hex, hash_of};
use kernel::{Actor, Calendar, Currency, EventId, Jurisdiction, Rng, Timestamp};
use plan::PlanPolicies;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::decide::DecisionTables;
use crate::evidence::EvidenceRules;
use crate::model::ScoreBin;
use crate::pack::Pack;

/// All rules in force for a tenant. Loaded once, shared, never changed in place.
#[derive(Debug)]
pub struct RuleBook {
    pub pack: Pack,
    pub tables: DecisionTables,
    pub evidence: EvidenceRules,
    pub plans: PlanPolicies,
    pub calendars: Calendars,
    pub limits: AutomaticLimits,
    /// Of everything above that can change a decision.
    pub hash: Sha256Hex,
}

/// What policy code may decide without a person, in minor units by currency; nothing for a currency
/// that is not listed. The values come from the Cedar authority policy when the rule book is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticLimits {
    pub for_consumer: std::collections::BTreeMap<Currency, i64>,
    pub against_consumer: std::collections::BTreeMap<Currency, i64>,
}

impl AutomaticLimits {
    /// Whether an automatic decision about `amount_minor` is allowed.
    pub fn allow(&self, against_consumer: bool, amount_minor: i64, currency: Currency) -> bool {
        let limits = if against_consumer { &self.against_consumer } else { &self.for_consumer };
        limits.get(&currency).is_some_and(|limit| amount_minor <= *limit)
    }
}

impl RuleBook {
    /// Binds the rules together under one hash.
    ///
    /// # Errors
    /// [`Refusal::Rules`] when a part cannot be written as canonical JSON.
    pub fn new(
        pack: Pack,
        tables: DecisionTables,
        evidence: EvidenceRules,
        plans: PlanPolicies,
        calendars: Calendars,
        limits: AutomaticLimits,
    ) -> Result<Self, Refusal> {
        let broken = |why: String| Refusal::Rules { why };
        let plans_hash = plans.hash().map_err(|error| broken(error.to_string()))?;
        let parts = (pack.hash(), tables.hash(), evidence.hash(), plans_hash, &limits);
        let hash = hash_of(&parts).map_err(|error| broken(error.to_string()))?;
        Ok(Self { pack, tables, evidence, plans, calendars, limits, hash })
    }

    /// The calendar of a jurisdiction.
    ///
    /// # Errors
    /// When there is none: add it to `policy/calendars.toml`.
    pub fn calendar(&self, jurisdiction: &Jurisdiction) -> Result<&Calendar, CalendarError> {
        self.calendars.get(jurisdiction)
    }
}

/// Facts from outside the order, as known when the input was handled. Amounts in minor units of the
/// order's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outside {
    pub terms: DisputeTerms,
    pub merchant_fee_bps: u32,
    /// What the provider owes the merchant now; a hold takes from it first.
    pub merchant_payable_minor: i64,
    /// What the merchant owes the provider; a later sale repays it first.
    pub merchant_receivable_minor: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_since: Option<Timestamp>,
    /// Goodwill in the window, the largest over the person, their devices and their address.
    pub goodwill_count: i64,
    pub goodwill_total_minor: i64,
    /// The customer's other disputes in the last 180 days.
    pub earlier_claims: i64,
    /// Whether the order's device was used by this customer before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_known: Option<bool>,
    /// Fees over all contracts, where the market caps them per consumer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer_fees: Option<plan::ConsumerFacts>,
    pub abuse: ScoreBin,
    pub wrong_risk: ScoreBin,
}

impl Default for Outside {
    fn default() -> Self {
        Self {
            terms: DisputeTerms::default(),
            merchant_fee_bps: 0,
            merchant_payable_minor: i64::MAX,
            merchant_receivable_minor: 0,
            customer_since: None,
            goodwill_count: 0,
            goodwill_total_minor: 0,
            earlier_claims: 0,
            device_known: None,
            consumer_fees: None,
            abuse: ScoreBin::Unknown,
            wrong_risk: ScoreBin::Unknown,
        }
    }
}

/// The circumstances of one step.
#[derive(Debug)]
pub struct Context<'a> {
    /// When the input is handled.
    pub now: Timestamp,
    pub event: EventId,
    pub actor: &'a Actor,
    pub outside: &'a Outside,
    pub rules: &'a RuleBook,
    /// Seeded from the event's own seed: replaying the event makes the same ids.
    pub rng: Rng,
}
