//! How the synthetic part of the backtest behaves: carriers' news, merchants' answers, customers'
//! reactions. Every rate stands here, is printed with the results, and is an assumption of ours
//! unless it says otherwise: no public data set has them.

use kernel::Duration;
use serde::{Deserialize, Serialize};

/// All rates, as shares between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    pub carrier: CarrierBehaviour,
    pub merchant: MerchantBehaviour,
    pub customer: CustomerBehaviour,
    pub desk: DeskBehaviour,
}

/// What reaches the provider of the carriers' scans. The data's own scans are the truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CarrierBehaviour {
    /// Delivery scans that never reach the provider.
    pub delivery_scan_missing: f64,
    /// Hand-over scans that never reach the provider.
    pub hand_over_scan_missing: f64,
    /// Scans that reach the provider 6 to 72 hours later.
    pub scan_late: f64,
    /// Parcels on their way, never delivered, that are scanned as delivered.
    pub delivery_scan_false: f64,
}

impl Default for CarrierBehaviour {
    fn default() -> Self {
        Self {
            delivery_scan_missing: 0.03,
            hand_over_scan_missing: 0.05,
            scan_late: 0.10,
            delivery_scan_false: 0.003,
        }
    }
}

/// What merchants answer. Later rates are of those left over by earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MerchantBehaviour {
    /// Say nothing. About half of all chargebacks are contested (field report 2024, 45 % won of
    /// those); we let more answer, since answering here is one click.
    pub silent: f64,
    /// Concede although they are right.
    pub concedes_when_right: f64,
    /// Concede when the customer is right.
    pub concedes_when_wrong: f64,
    /// False: a complete proof of delivery, to the right address, of goods that were not delivered;
    /// or a record of a refund that was not made.
    pub false_proof: f64,
    /// Wrong: a proof of delivery of some other parcel, to another address.
    pub wrong_proof: f64,
    /// Of true proofs of delivery: without a named recipient.
    pub proof_incomplete: f64,
    /// Of true proofs of delivery: a tracking link alone.
    pub proof_link_only: f64,
    /// Offer a part, where goods were received.
    pub offers_part: f64,
    /// Tell the provider of a cancellation only after the customer complained.
    pub cancellation_told_late: f64,
    /// Answers that come later than 14 days after the merchant was asked.
    pub late: f64,
    /// Appeal a decision for the customer, where rules allow it: when they are right by then (the
    /// goods have come), and when not.
    pub appeals_when_right: f64,
    pub appeals_anyway: f64,
}

impl Default for MerchantBehaviour {
    fn default() -> Self {
        Self {
            silent: 0.30,
            concedes_when_right: 0.05,
            concedes_when_wrong: 0.35,
            false_proof: 0.02,
            wrong_proof: 0.03,
            proof_incomplete: 0.15,
            proof_link_only: 0.15,
            offers_part: 0.25,
            cancellation_told_late: 0.30,
            late: 0.12,
            appeals_when_right: 0.5,
            appeals_anyway: 0.05,
        }
    }
}

/// What customers do beyond what their reviews say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerBehaviour {
    /// Asked the merchant before.
    pub asked_merchant: f64,
    /// Withdraw once late goods have come, one to five days after.
    pub withdraws_when_goods_come: f64,
    /// Stated problems with goods that are really so: the hidden truth of those cases.
    pub problem_is_real: f64,
    /// Show a photo when the problem is real, and when it is not.
    pub photo_when_real: f64,
    pub photo_when_not: f64,
    /// Of those who showed nothing at first, show it when asked: the problem is real, or not.
    pub adds_when_real: f64,
    pub adds_when_not: f64,
    /// Accept an offered part.
    pub accepts_part: f64,
    /// Ask for a person's review of a denial, when it was wrong and when it was right.
    pub asks_review_when_wronged: f64,
    pub asks_review_anyway: f64,
}

impl Default for CustomerBehaviour {
    fn default() -> Self {
        Self {
            asked_merchant: 0.85,
            withdraws_when_goods_come: 0.5,
            problem_is_real: 0.85,
            photo_when_real: 0.85,
            photo_when_not: 0.5,
            adds_when_real: 0.6,
            adds_when_not: 0.2,
            accepts_part: 0.4,
            asks_review_when_wronged: 0.6,
            asks_review_anyway: 0.1,
        }
    }
}

/// The people at the desk, who get what rules leave to them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeskBehaviour {
    /// Decisions that go against what the data shows.
    pub wrong: f64,
    /// Decisions that are wrong where no scan can show what is true.
    pub wrong_unseen: f64,
}

impl Default for DeskBehaviour {
    fn default() -> Self {
        Self { wrong: 0.05, wrong_unseen: 0.15 }
    }
}

/// A dispute cannot be opened later than this after the capture; cases that would be are left out.
pub const OPENED_WITHIN: Duration = Duration::from_days(175);

impl Behaviour {
    /// The first rate that is no share.
    pub(super) fn check(&self) -> Result<(), f64> {
        let (carrier, merchant, customer) = (&self.carrier, &self.merchant, &self.customer);
        let desk = &self.desk;
        let shares = [
            carrier.delivery_scan_missing,
            carrier.hand_over_scan_missing,
            carrier.scan_late,
            carrier.delivery_scan_false,
            merchant.silent,
            merchant.concedes_when_right,
            merchant.concedes_when_wrong,
            merchant.false_proof,
            merchant.wrong_proof,
            merchant.proof_incomplete,
            merchant.proof_link_only,
            merchant.offers_part,
            merchant.cancellation_told_late,
            merchant.late,
            merchant.appeals_when_right,
            merchant.appeals_anyway,
            customer.asked_merchant,
            customer.withdraws_when_goods_come,
            customer.problem_is_real,
            customer.photo_when_real,
            customer.photo_when_not,
            customer.adds_when_real,
            customer.adds_when_not,
            customer.accepts_part,
            customer.asks_review_when_wronged,
            customer.asks_review_anyway,
            desk.wrong,
            desk.wrong_unseen,
        ];
        shares.into_iter().find(|share| !(0.0..=1.0).contains(share)).map_or(Ok(()), Err)
    }
}
