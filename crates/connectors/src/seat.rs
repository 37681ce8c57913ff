//! Won and lost, from the merchant's seat, and what they mean to the customer.

use dispute::{Liable, Outcome};
use serde::{Deserialize, Serialize};

/// How a dispute ended for the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerchantSeat {
    Won,
    Lost,
}

impl MerchantSeat {
    /// From a closed dispute: the merchant lost exactly when it bears the amount. A customer who is
    /// paid at the provider's cost leaves the merchant a winner (`dispute-scenarios`, S6a and S9).
    pub const fn of(liable: Liable) -> Self {
        match liable {
            Liable::Merchant => Self::Lost,
            Liable::Consumer | Liable::Provider | Liable::Nobody => Self::Won,
        }
    }

    /// What another system's bare "won" or "lost" means.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Won => Outcome::Merchant,
            Self::Lost => Outcome::ConsumerFull,
        }
    }

    /// Whether an outcome can go with this seat when nothing is known of who bears it.
    pub const fn fits(self, outcome: Outcome) -> bool {
        match self {
            Self::Won => !matches!(outcome, Outcome::ConsumerFull | Outcome::ConsumerPartial),
            Self::Lost => matches!(outcome, Outcome::ConsumerFull | Outcome::ConsumerPartial),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_liable_merchant_has_lost() {
        for (liable, seat) in [
            (Liable::Merchant, MerchantSeat::Lost),
            (Liable::Consumer, MerchantSeat::Won),
            (Liable::Provider, MerchantSeat::Won),
            (Liable::Nobody, MerchantSeat::Won),
        ] {
            assert_eq!(MerchantSeat::of(liable), seat);
        }
        for seat in [MerchantSeat::Won, MerchantSeat::Lost] {
            assert!(seat.fits(seat.outcome()));
        }
    }

    #[test]
    fn an_outcome_fits_one_seat_only() {
        for outcome in Outcome::ALL {
            assert_ne!(MerchantSeat::Won.fits(outcome), MerchantSeat::Lost.fits(outcome));
        }
    }
}
