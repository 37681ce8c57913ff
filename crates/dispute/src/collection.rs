//! Money that a customer pays ahead of its due dates: what was asked of the payment provider, and what
//! became of it. Nothing is booked before the provider has confirmed it.

use kernel::{Currency, Date, EffectId, PaymentId, PlanId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::OrderFile;

/// An intent to take money from the customer's own instrument, at their wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    pub id: EffectId,
    /// What the payment is called once it has come.
    pub payment: PaymentId,
    pub plan: PlanId,
    /// The provider's token of the instrument that paid before.
    pub instrument: String,
    pub amount_minor: i64,
    pub currency: Currency,
    pub pays: Pays,
    pub at: Timestamp,
    /// The day whose price it is: it stays that day's, whenever the provider confirms it.
    pub on: Date,
}

/// What it is to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pays", rename_all = "snake_case")]
pub enum Pays {
    /// Everything: principal, interest up to the day, fees.
    All,
    /// Some instalments, whole.
    Instalments { seqs: Vec<u16> },
    /// An amount, from the first open instalment on.
    Amount,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CollectionState {
    Intended,
    /// The provider asks the customer: there they go.
    AsksCustomer {
        redirect_url: String,
    },
    /// Asked for, and nobody knows.
    Unknown,
    Succeeded,
    /// Nothing moved.
    Declined {
        code: String,
    },
}

impl CollectionState {
    /// Whether money may still come of it.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Intended | Self::AsksCustomer { .. } | Self::Unknown)
    }
}

/// A collection with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionMark {
    pub collection: Collection,
    pub state: CollectionState,
}

impl OrderFile {
    pub fn collections(&self) -> &[CollectionMark] {
        &self.collections
    }

    pub fn collection(&self, id: EffectId) -> Option<&CollectionMark> {
        self.collections.iter().find(|mark| mark.collection.id == id)
    }

    /// The newest collection on a plan.
    pub fn last_collection(&self, plan: PlanId) -> Option<&CollectionMark> {
        self.collections.iter().rfind(|mark| mark.collection.plan == plan)
    }
}
