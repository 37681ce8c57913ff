//! What the rules say of a dispute as it stands.

use app::disputes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::Money;

/// What the rules say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Outlook {
    pub facts: Vec<OutlookFact>,
    /// The rule that fires first, then by how little they lack.
    pub rules: Vec<OutlookRule>,
    /// `consumer_full`, `consumer_partial`, `merchant`, `more_information` or `person`; of a decided
    /// dispute the outcome of its decision.
    #[schema(example = "consumer_full")]
    pub outcome: String,
    /// What the customer would get; absent where nothing would be settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// It was decided: this is the decision that was kept.
    pub decided: bool,
}

/// A fact as it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutlookFact {
    #[schema(example = "proof_of_delivery")]
    pub name: String,
    pub text: String,
    pub known: bool,
}

/// A rule, and whether it is met.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutlookRule {
    #[schema(example = "INR-POD-MATCH")]
    pub id: String,
    /// What it would tell the customer, in your language where it has been translated.
    pub text: String,
    pub fires: bool,
    /// What would have to be otherwise, as who keeps the rules reads it.
    pub lacks: Vec<String>,
    /// The same, fact by fact.
    pub lacking: Vec<LackingFact>,
}

/// A fact that would have to be otherwise for a rule to fire.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LackingFact {
    #[schema(example = "carrier")]
    pub name: String,
    /// What it would have to be, one of these, in the words of the facts. Empty for numbers, where it may be
    /// nearly anything else, and where it has no words.
    pub wants: Vec<String>,
}

impl From<disputes::Outlook> for Outlook {
    fn from(from: disputes::Outlook) -> Self {
        let facts = from.facts.into_iter().map(|fact| OutlookFact {
            name: fact.name.to_owned(),
            text: fact.text,
            known: fact.known,
        });
        let rules = from.rules.into_iter().map(|rule| OutlookRule {
            id: rule.id.to_string(),
            text: rule.text,
            fires: rule.fires,
            lacks: rule.lacks.iter().map(|lack| lack.text.clone()).collect(),
            lacking: rule.lacks.into_iter().map(Into::into).collect(),
        });
        Self {
            facts: facts.collect(),
            rules: rules.collect(),
            outcome: from.outcome,
            amount: from.amount.map(Into::into),
            decided: from.decided,
        }
    }
}

impl From<dispute::decide::LackSeen> for LackingFact {
    fn from(from: dispute::decide::LackSeen) -> Self {
        Self { name: from.name.to_owned(), wants: from.wants }
    }
}
