//! Did a party give what it was asked for? And if not, what is missing, in plain words.

use serde::Serialize;

use super::rules::EvidenceRules;
use crate::model::Reason;
use crate::model::evidence::{EvidenceItem, EvidenceType, Party};
use crate::model::facts::Completeness;

/// One thing that is still to be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Any of these will do.
    pub any_of: Vec<EvidenceType>,
    /// What to ask for.
    pub words: String,
}

impl EvidenceRules {
    /// How complete a party's evidence is, and what is missing. Late items and items of another
    /// party do not count; a document that needs its file does not count without one. Where nothing
    /// is asked for, nothing is missing.
    pub fn completeness(
        &self,
        reason: Reason,
        party: Party,
        items: &[EvidenceItem],
    ) -> (Completeness, Vec<Missing>) {
        let Some(need) = self.need(reason, party) else {
            return (Completeness::Complete, Vec::new());
        };
        let given: Vec<EvidenceType> = items
            .iter()
            .filter(|item| item.party == party && !item.late && self.counts(item))
            .map(|item| item.kind)
            .collect();
        let groups = need.mandatory.iter().map(std::slice::from_ref);
        let groups = groups.chain(need.one_of.iter().map(Vec::as_slice));
        let missing: Vec<Missing> = groups
            .filter(|group| !group.iter().any(|kind| given.contains(kind)))
            .map(|group| self.missing(group))
            .collect();
        let listed =
            need.mandatory.iter().chain(need.one_of.iter().flatten()).chain(&need.optional);
        let level = if missing.is_empty() {
            Completeness::Complete
        } else if listed.into_iter().any(|kind| given.contains(kind)) {
            Completeness::Partial
        } else {
            Completeness::None
        };
        (level, missing)
    }

    fn counts(&self, item: &EvidenceItem) -> bool {
        if self.file_needed.contains(&item.kind) {
            item.sha256.is_some()
        } else {
            item.sha256.is_some() || !item.text.trim().is_empty() || !item.extracted.is_empty()
        }
    }

    fn missing(&self, any_of: &[EvidenceType]) -> Missing {
        let words: Vec<&str> = any_of.iter().map(|kind| self.words(*kind)).collect();
        Missing { any_of: any_of.to_vec(), words: words.join("; or ") }
    }
}

#[cfg(test)]
mod tests {
    use kernel::canonical::Sha256Hex;
    use kernel::{Actor, EvidenceId, Rng, Timestamp};
    use proptest::prelude::*;

    use super::*;
    use crate::model::evidence::{Authenticity, Extracted};

    fn item(party: Party, kind: EvidenceType, file: bool, text: &str) -> EvidenceItem {
        EvidenceItem {
            id: EvidenceId::generate(Timestamp::EPOCH, &mut Rng::seeded(1)),
            party,
            kind,
            received_at: Timestamp::EPOCH,
            by: Actor::SYSTEM,
            sha256: file.then(|| Sha256Hex::of(b"file")),
            media_type: None,
            file_name: None,
            text: text.to_owned(),
            extracted: Extracted::default(),
            late: false,
            authenticity: Authenticity::Unchecked,
        }
    }

    #[test]
    fn completeness_by_table() {
        use Completeness::{Complete, None, Partial};
        use EvidenceType as T;
        use Party::{Consumer, Merchant};
        let rules = EvidenceRules::shipped().unwrap();
        let file = |party, kind| item(party, kind, true, "");
        let text = |party, kind| item(party, kind, false, "words");
        let late = EvidenceItem { late: true, ..file(Merchant, T::ProofOfDelivery) };
        let cases: Vec<(Reason, Party, Vec<EvidenceItem>, Completeness)> = vec![
            (Reason::NotReceived, Merchant, vec![], None),
            (Reason::NotReceived, Merchant, vec![text(Merchant, T::TrackingLink)], Partial),
            // A proof of delivery without its file proves nothing, and one that came late neither.
            (Reason::NotReceived, Merchant, vec![text(Merchant, T::ProofOfDelivery)], None),
            (Reason::NotReceived, Merchant, vec![late], None),
            (Reason::NotReceived, Merchant, vec![file(Consumer, T::ProofOfDelivery)], None),
            (Reason::NotReceived, Merchant, vec![file(Merchant, T::ProofOfDelivery)], Complete),
            (Reason::NotAsDescribed, Consumer, vec![file(Consumer, T::Photo)], Partial),
            (
                Reason::NotAsDescribed,
                Consumer,
                vec![file(Consumer, T::Photo), text(Consumer, T::Description)],
                Complete,
            ),
            (Reason::RefundNotProcessed, Merchant, vec![text(Merchant, T::RefundRecord)], Complete),
            (Reason::RefundNotProcessed, Merchant, vec![text(Merchant, T::ReturnPolicy)], Partial),
            (
                Reason::RefundNotProcessed,
                Merchant,
                vec![text(Merchant, T::ReturnPolicy), file(Merchant, T::ReturnReceipt)],
                Complete,
            ),
            (Reason::HighRisk, Consumer, vec![], Complete),
            (Reason::HighRisk, Merchant, vec![text(Merchant, T::TrackingLink)], Partial),
            (
                Reason::HighRisk,
                Merchant,
                vec![text(Merchant, T::TrackingLink), text(Merchant, T::StopAttempt)],
                Complete,
            ),
            (Reason::Other, Party::Provider, vec![], Complete),
        ];
        for (reason, party, items, expected) in cases {
            let (level, missing) = rules.completeness(reason, party, &items);
            assert_eq!(level, expected, "{reason:?} {party:?} {items:?}");
            assert_eq!(missing.is_empty(), level == Complete);
            assert!(missing.iter().all(|one| !one.words.is_empty() && !one.any_of.is_empty()));
        }
    }

    const KINDS: [EvidenceType; 8] = [
        EvidenceType::Photo,
        EvidenceType::Description,
        EvidenceType::ProofOfDelivery,
        EvidenceType::Listing,
        EvidenceType::ResolutionOffer,
        EvidenceType::RefundRecord,
        EvidenceType::ReturnPolicy,
        EvidenceType::ItemisedInvoice,
    ];

    proptest! {
        /// More evidence never makes a party's answer less complete.
        #[test]
        fn more_is_never_less(reason in 0..11_usize, kinds in proptest::collection::vec((0..8_usize, any::<bool>()), 0..6)) {
            let rules = EvidenceRules::shipped().unwrap();
            for party in [Party::Consumer, Party::Merchant] {
                let items: Vec<EvidenceItem> =
                    kinds.iter().map(|(kind, file)| item(party, KINDS[*kind], *file, "x")).collect();
                let mut before = Completeness::None;
                for end in 0..=items.len() {
                    let (now, _) = rules.completeness(Reason::ALL[reason], party, &items[..end]);
                    prop_assert!(now >= before);
                    before = now;
                }
            }
        }
    }
}
