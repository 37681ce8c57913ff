//! Since when a fact of a decision was on record. Reads the order file, and decides nothing.

use commerce::{Return, Scan};
use kernel::Timestamp;

use crate::OrderFile;
use crate::model::{Dispute, EvidenceItem, Party};
use crate::order_file::RefundMark;

impl OrderFile {
    /// When the newest record came that a column of the decision tables could rest on, no later than
    /// `by`; nothing where no record stands behind it, as with silence.
    pub fn known_since(&self, dispute: &Dispute, column: &str, by: Timestamp) -> Option<Timestamp> {
        let newest =
            |times: &mut dyn Iterator<Item = Timestamp>| times.filter(|at| *at <= by).max();
        let evidence = |item: &EvidenceItem| item.received_at;
        match column {
            "sub_issue" | "goods" | "amount" | "kind" | "earlier_claims" | "identity" => {
                newest(&mut std::iter::once(dispute.opened_at))
            }
            "merchant_answer" => newest(&mut dispute.answered_at.into_iter()),
            "merchant_evidence" | "proof_of_delivery" => {
                newest(&mut dispute.evidence_of(Party::Merchant).map(evidence))
            }
            "consumer_evidence" => newest(&mut dispute.evidence_of(Party::Consumer).map(evidence)),
            "arithmetic" => {
                newest(&mut dispute.evidence.iter().filter(|item| !item.late).map(evidence))
            }
            "carrier" | "delivery" | "delivery_place" | "days_since_scan" => {
                newest(&mut self.scans.iter().map(|scan: &Scan| scan.at))
            }
            "returned" => newest(&mut self.returns.iter().map(|record: &Return| record.at)),
            "refunded" => newest(&mut self.refunds.iter().map(|mark: &RefundMark| mark.at)),
            "proposal" => newest(&mut dispute.proposal.iter().map(|offer| offer.made_at)),
            _ => None,
        }
    }
}
