//! How often things go wrong in the demo world: one struct, so that it can be printed, changed and
//! argued with. Nothing here is measured on real customers unless it says so; "assumed" means
//! chosen to look right in a demonstration.

use serde::{Deserialize, Serialize};

/// Shares between 0 and 1. Where a shop's temper matters, the share is of a steady shop and is
/// multiplied by the temper's factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Parcels that never arrive. Assumed; carriers do not publish it.
    pub lost: f64,
    /// Lost parcels for which the carrier says so, after three weeks. Assumed.
    pub lost_admitted: f64,
    /// Parcels left at another address, with a scan there. Assumed.
    pub left_elsewhere: f64,
    /// Delivered parcels without a delivery scan. Assumed.
    pub delivery_scan_missing: f64,
    /// Each other scan that is missing. Assumed.
    pub scan_missing: f64,
    /// Scans that the provider learns of 6 to 72 hours later. Assumed.
    pub news_late: f64,
    /// Orders that the merchant cancels before shipping. 0.6 % in the whole Olist set (measured).
    pub cancelled: f64,
    /// Cancellations of which the provider is not told. Assumed.
    pub cancellation_untold: f64,
    /// Parcels that hold less than ordered, something broken, something else, something dead.
    /// Assumed. Of delivered Olist orders 4 % have a 1–2-star review that states such a problem
    /// (measured); most of these settle it with the shop and never become a dispute.
    pub partly: f64,
    pub damaged: f64,
    pub wrong_item: f64,
    pub not_working: f64,
    /// Only from shops of the worst temper. Assumed.
    pub counterfeit: f64,
    /// Totals above what was shown; discounts forgotten; bills paid in the shop. Assumed.
    pub wrong_price: f64,
    pub discount_missing: f64,
    pub paid_directly: f64,
    /// Claims of the kinds above that do not hold when looked into. Assumed.
    pub unfounded: f64,
    /// Claims that a parcel never came although it did. Assumed.
    pub false_not_received: f64,
    /// Customers whose parcel is late who report it before it comes. Assumed.
    pub late_reported: f64,
    /// Customers whose parcel never comes who report it. Assumed.
    pub lost_reported: f64,
    /// Delivered physical orders sent back. 25–30 % in fashion, below 10 % elsewhere in most trade
    /// surveys; halved here, since an order of a demo should mostly stand.
    pub returned: f64,
    /// Returns that the merchant received and did not register. Assumed.
    pub return_unregistered: f64,
    /// Orders of victims of the account-takeover ring that were placed by the ring. Assumed.
    pub ring_order: f64,
    /// Purchases that the customer disowns although they made them. Assumed.
    pub disowned: f64,
    /// Customers who pay late now and then, and who stop paying. Assumed; pay-later firms report
    /// 95–98 % of instalments paid on time.
    pub forgetful: f64,
    pub struggling: f64,
}

impl Rates {
    pub(crate) fn check(&self) -> Result<(), crate::WorldError> {
        let shares = [
            self.lost,
            self.lost_admitted,
            self.left_elsewhere,
            self.delivery_scan_missing,
            self.scan_missing,
            self.news_late,
            self.cancelled,
            self.cancellation_untold,
            self.partly,
            self.damaged,
            self.wrong_item,
            self.not_working,
            self.counterfeit,
            self.wrong_price,
            self.discount_missing,
            self.paid_directly,
            self.unfounded,
            self.false_not_received,
            self.late_reported,
            self.lost_reported,
            self.returned,
            self.return_unregistered,
            self.ring_order,
            self.disowned,
            self.forgetful,
            self.struggling,
        ];
        let bad = shares.into_iter().find(|share| !(0.0..=1.0).contains(share));
        bad.map_or(Ok(()), |share| Err(crate::WorldError::Rate(share)))
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            lost: 0.003,
            lost_admitted: 0.4,
            left_elsewhere: 0.001,
            delivery_scan_missing: 0.02,
            scan_missing: 0.03,
            news_late: 0.08,
            cancelled: 0.006,
            cancellation_untold: 0.3,
            partly: 0.0015,
            damaged: 0.003,
            wrong_item: 0.002,
            not_working: 0.0025,
            counterfeit: 0.01,
            wrong_price: 0.0006,
            discount_missing: 0.001,
            paid_directly: 0.001,
            unfounded: 0.15,
            false_not_received: 0.0015,
            late_reported: 0.07,
            lost_reported: 0.9,
            returned: 0.07,
            return_unregistered: 0.03,
            ring_order: 0.5,
            disowned: 0.0005,
            forgetful: 0.08,
            struggling: 0.02,
        }
    }
}
