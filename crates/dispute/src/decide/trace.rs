//! What a decision leaves behind, so that it can be replayed byte for byte and explained.
//!
//! **Canonical bytes of the facts.** The JSON object that `serde_json` writes for [`Facts`]: its
//! fields in the order of their declaration, no white space, enums as their snake-case names, whole
//! numbers in decimal digits. Nothing else in a case may influence a decision, so the SHA-256 of
//! these bytes identifies its input. A field added to `Facts` changes the bytes of new decisions
//! and leaves stored ones as they are.

use std::fmt::Write as _;

use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};

use super::column::{COLUMN, Domain, values};
use super::{DecisionTables, RuleId, Then, Verdict};
use crate::model::Reason;
use crate::model::facts::Facts;

/// The bytes are about this long.
const CANONICAL_BYTES_TYPICAL: usize = 832;

/// Everything needed to repeat one evaluation and compare the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// The table, by its reason.
    pub table: Reason,
    pub table_version: u32,
    pub rule: RuleId,
    pub then: Then,
    /// The canonical bytes of the facts, as text.
    pub facts: String,
    /// SHA-256 of `facts`.
    pub inputs_hash: Sha256Hex,
    /// [`DecisionTables::hash`] of the tables that decided.
    pub policy_hash: Sha256Hex,
}

/// Why a trace could not be repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    #[error("decided under policy {decided}, this is policy {loaded}: load the tables of then")]
    OtherPolicy { decided: Sha256Hex, loaded: Sha256Hex },
    #[error("the stored facts hash to {found}, the trace says {stored}: the record was changed")]
    FactsChanged { stored: Sha256Hex, found: Sha256Hex },
    #[error("the stored facts cannot be read: {0}")]
    Unreadable(String),
    #[error("the replay gives {replayed}, the trace says {stored}: the record was changed")]
    Different { stored: String, replayed: String },
}

/// The canonical bytes of the facts (see the module's documentation).
pub fn canonical_facts(facts: &Facts) -> String {
    let mut text = String::with_capacity(CANONICAL_BYTES_TYPICAL);
    let mut separator = '{';
    for (column, value) in COLUMN.iter().zip(values(facts)) {
        text.push(separator);
        separator = ',';
        text.push('"');
        text.push_str(column.name);
        text.push_str("\":");
        let name = match column.domain {
            Domain::Names(names) => usize::try_from(value).ok().and_then(|at| names.get(at)),
            Domain::Integer { .. } => None,
        };
        if let Some(name) = name {
            text.push('"');
            text.push_str(name);
            text.push('"');
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "{value}");
        }
    }
    text.push('}');
    text
}

/// The digest of a set of tables: SHA-256 over `ombud.decisions.v1` and, for each file in the order
/// of its name, the lengths (8 bytes, little-endian) and bytes of its name and text.
pub(super) fn policy_hash(files: &[(&str, &str)]) -> Sha256Hex {
    let mut sorted = files.to_vec();
    sorted.sort_unstable();
    let mut bytes = b"ombud.decisions.v1".to_vec();
    for part in sorted.iter().flat_map(|(name, text)| [name, text]) {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    Sha256Hex::of(&bytes)
}

impl Trace {
    pub(super) fn of(facts: &Facts, verdict: &Verdict, policy_hash: Sha256Hex) -> Self {
        let text = canonical_facts(facts);
        Self {
            table: facts.reason,
            table_version: verdict.table_version,
            rule: verdict.rule.clone(),
            then: verdict.then,
            inputs_hash: Sha256Hex::of(text.as_bytes()),
            facts: text,
            policy_hash,
        }
    }

    /// The facts, read back and checked against their hash.
    ///
    /// # Errors
    /// [`ReplayError::FactsChanged`] or [`ReplayError::Unreadable`].
    pub fn read_facts(&self) -> Result<Facts, ReplayError> {
        let found = Sha256Hex::of(self.facts.as_bytes());
        if found != self.inputs_hash {
            return Err(ReplayError::FactsChanged { stored: self.inputs_hash, found });
        }
        serde_json::from_str(&self.facts)
            .map_err(|error| ReplayError::Unreadable(error.to_string()))
    }
}

impl DecisionTables {
    /// Decides the stored facts again; the new trace must be the old one, byte for byte.
    ///
    /// # Errors
    /// [`ReplayError`] naming what differs.
    pub fn replay(&self, trace: &Trace) -> Result<Verdict, ReplayError> {
        if trace.policy_hash != self.hash() {
            return Err(ReplayError::OtherPolicy {
                decided: trace.policy_hash,
                loaded: self.hash(),
            });
        }
        let (verdict, again) = self.decide(&trace.read_facts()?);
        if again == *trace {
            Ok(verdict)
        } else {
            let told = |trace: &Trace| {
                let then = trace.then.as_str();
                format!("{} v{} {} ({then})", trace.table.as_str(), trace.table_version, trace.rule)
            };
            Err(ReplayError::Different { stored: told(trace), replayed: told(&again) })
        }
    }
}
