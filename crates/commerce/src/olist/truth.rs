//! What the data shows later. It is kept apart from the feed: no decision may see it, and only
//! the scoring of decisions reads it.

use kernel::{CustomerId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

/// Where an order of Olist stood when the data was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalStatus {
    Created,
    Approved,
    Invoiced,
    Processing,
    Shipped,
    Delivered,
    Unavailable,
    Canceled,
}

impl FinalStatus {
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Approved,
        Self::Invoiced,
        Self::Processing,
        Self::Shipped,
        Self::Delivered,
        Self::Unavailable,
        Self::Canceled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Approved => "approved",
            Self::Invoiced => "invoiced",
            Self::Processing => "processing",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Unavailable => "unavailable",
            Self::Canceled => "canceled",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// The five regions of Brazil (IBGE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    North,
    Northeast,
    CentralWest,
    Southeast,
    South,
}

impl Region {
    pub const ALL: [Self; 5] =
        [Self::North, Self::Northeast, Self::CentralWest, Self::Southeast, Self::South];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::Northeast => "northeast",
            Self::CentralWest => "central_west",
            Self::Southeast => "southeast",
            Self::South => "south",
        }
    }

    /// The region of a federative unit, by its two capital letters.
    pub fn of_state(state: &str) -> Option<Self> {
        match state {
            "AC" | "AM" | "AP" | "PA" | "RO" | "RR" | "TO" => Some(Self::North),
            "AL" | "BA" | "CE" | "MA" | "PB" | "PE" | "PI" | "RN" | "SE" => Some(Self::Northeast),
            "DF" | "GO" | "MS" | "MT" => Some(Self::CentralWest),
            "ES" | "MG" | "RJ" | "SP" => Some(Self::Southeast),
            "PR" | "RS" | "SC" => Some(Self::South),
            _ => None,
        }
    }
}

/// What the customer wrote. A review is a statement by one side, never proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// 1 (worst) to 5.
    pub score: u32,
    pub title: String,
    pub message: String,
    /// When Olist asked: on delivery, or two days or so after the promised date.
    pub asked_at: Timestamp,
    pub answered_at: Timestamp,
}

/// How one order of Olist went on and ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OlistTruth {
    pub olist_order_id: String,
    /// Ombud's orders made from it: one for each seller.
    pub order_ids: Vec<OrderId>,
    pub customer_id: CustomerId,
    /// The customer's federative unit.
    pub state: String,
    pub final_status: FinalStatus,
    pub purchased_at: Timestamp,
    /// When the payment went through; nothing was captured when `None`.
    pub approved_at: Option<Timestamp>,
    pub handed_over_at: Option<Timestamp>,
    /// When the customer received it; never, as far as the data goes, when `None`.
    pub delivered_at: Option<Timestamp>,
    /// The end of the promised local day.
    pub promised_by: Timestamp,
    /// Of all its parts, in centavos.
    pub total_minor: i64,
    /// Oldest answer first.
    pub reviews: Vec<Review>,
}

impl OlistTruth {
    pub fn region(&self) -> Option<Region> {
        Region::of_state(&self.state)
    }

    /// Whether the goods were with the customer at `at`.
    pub fn delivered_by(&self, at: Timestamp) -> bool {
        self.delivered_at.is_some_and(|delivered_at| delivered_at <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_federative_unit_has_a_region() {
        let states =
            "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO";
        assert_eq!(states.split(' ').count(), 27);
        assert!(states.split(' ').all(|state| Region::of_state(state).is_some()));
        assert_eq!(Region::of_state("XX"), None);
    }
}
