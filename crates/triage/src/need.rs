//! What the policy asks of each party for a reason, what is there, and what is missing.

use dispute::evidence::{EvidenceRules, Missing};
use dispute::{Completeness, EvidenceItem, EvidenceType, Party, Reason};

/// How complete one party's evidence is.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub party: Party,
    pub level: Completeness,
    /// The types that were handed in in time, each once.
    pub given: Vec<EvidenceType>,
    pub missing: Vec<Missing>,
}

/// How complete the evidence of customer and merchant is under a reason.
pub fn standing(rules: &EvidenceRules, reason: Reason, items: &[EvidenceItem]) -> [Standing; 2] {
    [Party::Consumer, Party::Merchant].map(|party| {
        let (level, missing) = rules.completeness(reason, party, items);
        let mut given: Vec<EvidenceType> = items
            .iter()
            .filter(|item| item.party == party && !item.late)
            .map(|item| item.kind)
            .collect();
        given.sort_unstable();
        given.dedup();
        Standing { party, level, given, missing }
    })
}
