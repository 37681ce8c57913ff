//! What a transaction knows without asking the database again.
//!
//! Two kinds. What nobody else can change meanwhile: the ends of this lane's audit chains, and
//! balances as this transaction saw and changed them. And answers to questions that were asked for
//! many closures at once before they ran ([`Lookup`]). It must never outlive its transaction.

use std::collections::HashMap;

use kernel::TenantId;
use kernel::canonical::Sha256Hex;

use crate::{Row, Value};

/// A question that a closure is sure to begin with, known before it runs: those of all closures of
/// a group commit then share one round trip.
///
/// Closures that run before it in the same transaction may change what was read. So there are
/// lookups only of rows whose stale change is refused (by a version, by a unique key): the store
/// then takes everything back and runs the closure again, with a question of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    pub(crate) sql: &'static str,
    pub(crate) params: Vec<Value>,
}

impl Lookup {
    pub(crate) const fn new(sql: &'static str, params: Vec<Value>) -> Self {
        Self { sql, params }
    }
}

/// An account's place in the ledger: tenant, account, currency.
pub(crate) type AccountKey = (TenantId, String, String);

/// What a closure's lookups found.
pub(crate) type Answers = Vec<(Lookup, Vec<Row>)>;

/// What is known in one transaction.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    answers: Answers,
    /// Sequence number and hash of the last entry, by tenant.
    pub(crate) heads: HashMap<TenantId, (i64, Sha256Hex)>,
    /// Number of the last event of conversations that this lane wrote.
    pub(crate) lane_events: Option<i64>,
    /// Posted and pending over all lanes, in minor units.
    pub(crate) balances: HashMap<AccountKey, (i64, i64)>,
}

impl Memory {
    /// The answers for the closure that runs next; those of the one before are forgotten.
    pub(crate) fn answered(&mut self, answers: Answers) {
        self.answers = answers;
    }

    /// The answer to a question, once: whoever asks again wants to see what happened since.
    pub(crate) fn answer(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        let asked = |(lookup, _): &(Lookup, Vec<Row>)| lookup.sql == sql && lookup.params == params;
        let place = self.answers.iter().position(asked)?;
        Some(self.answers.swap_remove(place).1)
    }

    /// After the closure's first write, answers from before it are not to be trusted.
    pub(crate) fn forget_answers(&mut self) {
        self.answers.clear();
    }

    /// Follows a posting to an account whose balance is known.
    pub(crate) fn add_to_balance(&mut self, account: &AccountKey, posted: i64, pending: i64) {
        if let Some(known) = self.balances.get_mut(account) {
            *known = (known.0.saturating_add(posted), known.1.saturating_add(pending));
        }
    }
}
