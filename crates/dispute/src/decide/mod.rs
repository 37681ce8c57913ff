//! Decision tables: policy as typed TOML, proved when it is loaded, evaluated in microseconds.
//!
//! One table per reason in `policy/decisions/`. A table is a list of rules over the columns of
//! [`Facts`]; the first rule that matches wins, and since no two rules of a table may overlap, their
//! order never matters. What no rule covers goes to the table's `otherwise`: a person.
//!
//! Proved at load, for every table (see [`prove`]): no overlap, no rule that can never match, no gap
//! (rules and `otherwise` together are the whole space, and `otherwise` is not dead), no score that
//! leads to a denial, no automatic denial of a high amount, no endless asking for more.
//!
//! What this module must never do: read a clock, look outside [`Facts`], or let a value it does not
//! know decide anything.
//!
//! Words: `merchant` means the merchant does not bear the amount. In every reason but one that is a
//! denial of the claim. In `unauthorised` it is not: the customer gets the money back by law all the
//! same, and the provider bears it, because the merchant followed the shipping rules.

mod codes;
mod column;
mod compile;
mod describe;
mod explain;
mod file;
mod outlook;
mod prove;
mod table;
mod trace;
mod words;

#[cfg(test)]
mod policy_tests;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};

use crate::model::facts::Facts;
use crate::model::{Party, Reason};

pub use codes::{KLARNA_CODES, OWN_CODE_PREFIX, is_known_code};
pub use explain::{Audience, Grounds};
pub use file::{RULES_PER_TABLE_MAX, WORDS_CHARS_MAX};
pub use outlook::{FactSeen, LackSeen, RuleSeen, TableOutlook};
pub use prove::Problem;
pub use table::{Rule, Table};
pub use trace::{ReplayError, Trace, canonical_facts};

/// What a rule says should happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The merchant does not bear the amount.
    Merchant,
    /// The customer gets the whole disputed amount.
    Consumer,
    /// The customer gets a part: the amount the arithmetic shows.
    ConsumerPartial,
    /// Ask once more, or wait once more: only in the first round of evidence.
    MoreInformation,
    /// A person decides.
    Person,
}

impl Then {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::Consumer => "consumer",
            Self::ConsumerPartial => "consumer_partial",
            Self::MoreInformation => "more_information",
            Self::Person => "person",
        }
    }

    /// Whether it settles the dispute without a person.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Merchant | Self::Consumer | Self::ConsumerPartial)
    }

    /// Whether the customer gets less than they asked for.
    pub const fn is_denial(self) -> bool {
        matches!(self, Self::Merchant | Self::ConsumerPartial)
    }
}

/// The name of a rule, such as `INR-POD-MATCH`: unique over all tables.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(pub(crate) Arc<str>);

impl RuleId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The answer of a table to the facts of one case. Cloning it copies no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub then: Then,
    /// Whose answer ends the round early, where more is asked for; empty otherwise.
    pub asks: Arc<[Party]>,
    pub rule: RuleId,
    /// An outcome detail code of the framework; there whenever the verdict is final.
    pub code: Option<Arc<str>>,
    /// The reason in words, for the customer.
    pub because: Arc<str>,
    /// The reason in words, for the merchant.
    pub because_merchant: Arc<str>,
    pub table_version: u32,
}

/// Why a set of tables was refused: every problem found, not the first alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    pub problems: Vec<Problem>,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        write!(f, "the decision tables were refused for {count} reason(s):")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// All tables of a policy, one per reason.
#[derive(Debug, Clone)]
pub struct DecisionTables {
    /// In the order of [`Reason::ALL`].
    tables: Vec<Table>,
    hash: Sha256Hex,
}

/// The files that ship with Ombud.
const SHIPPED: [(&str, &str); Reason::ALL.len()] = [
    ("not_received.toml", include_str!("../../../../policy/decisions/not_received.toml")),
    ("not_as_described.toml", include_str!("../../../../policy/decisions/not_as_described.toml")),
    (
        "refund_not_processed.toml",
        include_str!("../../../../policy/decisions/refund_not_processed.toml"),
    ),
    ("incorrect_amount.toml", include_str!("../../../../policy/decisions/incorrect_amount.toml")),
    ("already_paid.toml", include_str!("../../../../policy/decisions/already_paid.toml")),
    ("unauthorised.toml", include_str!("../../../../policy/decisions/unauthorised.toml")),
    ("high_risk.toml", include_str!("../../../../policy/decisions/high_risk.toml")),
    ("non_compliance.toml", include_str!("../../../../policy/decisions/non_compliance.toml")),
    (
        "non_guaranteed_program.toml",
        include_str!("../../../../policy/decisions/non_guaranteed_program.toml"),
    ),
    ("duplicate.toml", include_str!("../../../../policy/decisions/duplicate.toml")),
    ("other.toml", include_str!("../../../../policy/decisions/other.toml")),
];

impl DecisionTables {
    /// The tables that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::load(&SHIPPED)
    }

    /// Reads, compiles and proves tables from `(file name, text)` pairs, one per reason.
    ///
    /// # Errors
    /// [`PolicyError`] with every problem found, each naming its file, its rules and, for an
    /// overlap, a point that both rules cover.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let tables = prove::load(files).map_err(|problems| PolicyError { problems })?;
        Ok(Self { tables, hash: trace::policy_hash(files) })
    }

    /// The digest of the texts of all tables, comments included: see [`trace::policy_hash`].
    pub const fn hash(&self) -> Sha256Hex {
        self.hash
    }

    /// The table of a reason.
    pub fn table(&self, reason: Reason) -> Option<&Table> {
        self.tables.get(reason as usize)
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    /// Any rule by its id, `otherwise` included.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.tables.iter().find_map(|table| table.rule(id))
    }

    /// What policy says about these facts.
    pub fn evaluate(&self, facts: &Facts) -> Verdict {
        let values = column::values(facts);
        match self.table(facts.reason) {
            Some(table) => table.verdict(&values),
            // `load` refuses a set of tables without one for every reason.
            None => Table::missing(),
        }
    }

    /// As [`Self::evaluate`], with the trace that lets it be replayed and explained.
    pub fn decide(&self, facts: &Facts) -> (Verdict, Trace) {
        let verdict = self.evaluate(facts);
        let trace = Trace::of(facts, &verdict, self.hash);
        (verdict, trace)
    }

    /// Every table as Markdown, for people.
    pub fn describe(&self) -> String {
        self.tables.iter().map(describe::table).collect::<Vec<_>>().join("\n")
    }
}
