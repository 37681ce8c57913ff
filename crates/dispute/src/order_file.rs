//! The order file: one order with everything a decision about it may touch. It is the unit of
//! consistency: a refund that races a claim meets it here, in one transaction.

use commerce::{Capture, Order, Record, Return, ReturnState, Scan, Shipment};
use kernel::{
    Currency, Date, DisputeId, EffectId, EntryId, NetworkDisputeId, PaymentId, PlanId, RefundId,
    ReturnId, TimerId, Timestamp,
};
use ledger::{Account, Book};
use plan::Plan;
use serde::{Deserialize, Serialize};

use crate::collection::CollectionMark;
use crate::effect::Payout;
use crate::model::*;

/// Most disputes of one order.
pub const DISPUTES_MAX: usize = 50;
/// Most carrier scans kept for one order.
pub const SCANS_MAX: usize = 2_000;
/// Most records that wait for the one they build on.
pub const PARKED_MAX: usize = 256;
/// Most captures, payments, refunds, shipments or returns of one order, each.
pub const RECORDS_MAX: usize = 1_000;

/// Everything about one order. Changed only by [`OrderFile::step`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderFile {
    pub(crate) order: Order,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) captures: Vec<Capture>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) plans: Vec<Plan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) shipments: Vec<Shipment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) scans: Vec<Scan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) returns: Vec<Return>,
    /// The returns of these that their customer reported here, and no shop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) reported: Vec<ReturnId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) payments: Vec<PaymentMark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) refunds: Vec<RefundMark>,
    /// Payments of late fees: no part of what was captured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) fee_payments: Vec<PaymentMark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancelled_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) disputes: Vec<Dispute>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) network: Vec<NetworkDispute>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) payouts: Vec<PayoutMark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) collections: Vec<CollectionMark>,
    /// Clocks of plans and returns; a dispute keeps its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) timers: Vec<OrderTimer>,
    /// When the customer was told of a missed payment: plan, instalment, its due date, when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) missed: Vec<MissedNotice>,
    /// Records that came before the one they build on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parked: Vec<Record>,
    pub(crate) book: Book,
    /// How many inputs changed it so far.
    pub(crate) version: u64,
}

/// A payment as booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMark {
    pub id: PaymentId,
    pub at: Timestamp,
    pub plan: PlanId,
    pub instrument: String,
    pub amount_minor: i64,
    /// Sent back to the instrument so far, intents included.
    #[serde(default)]
    pub returned_minor: i64,
    /// Taken back by a card network.
    #[serde(default)]
    pub charged_back_minor: i64,
}

/// A merchant's own refund as booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundMark {
    pub id: RefundId,
    pub at: Timestamp,
    pub amount_minor: i64,
    /// What was booked: less than the amount where that would return more than was captured.
    pub booked_minor: i64,
}

/// A card network's chargeback on the provider's own collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkDispute {
    pub id: NetworkDisputeId,
    pub at: Timestamp,
    pub amount_minor: i64,
    pub fee_minor: i64,
    pub reason_code: String,
    pub state: NetworkState,
    /// What of it a claim has covered (`net_disp` settled from the hold).
    #[serde(default)]
    pub covered_minor: i64,
    /// What of it the customer owes again.
    #[serde(default)]
    pub reinstated_minor: i64,
    /// What the network took back of each payment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<(PaymentId, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkState {
    Open,
    /// The bank keeps the money: a claim bears it, or the customer owes it again.
    Stands,
    /// The network gave it back.
    Reversed,
}

/// Money on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutMark {
    pub payout: Payout,
    /// The reservation in the books.
    pub pending: EntryId,
    pub state: PayoutState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    Intended,
    /// Sent, and nobody knows.
    Unknown,
    Succeeded,
    Failed,
}

/// A missed-payment notice that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedNotice {
    pub plan: PlanId,
    pub seq: u16,
    pub due: Date,
    pub sent: Date,
}

/// A clock that belongs to a plan or a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTimer {
    pub id: TimerId,
    pub kind: TimerKind,
    pub due: Timestamp,
    pub plan: PlanId,
}

impl PaymentMark {
    /// What of it is neither on its way back nor taken by a network, in minor units.
    pub fn kept_minor(&self) -> i64 {
        (self.amount_minor - self.returned_minor - self.charged_back_minor).max(0)
    }
}

impl NetworkDispute {
    /// What no claim has covered yet and the network has not given back, in minor units.
    pub const fn uncovered(&self) -> i64 {
        match self.state {
            NetworkState::Reversed => 0,
            NetworkState::Open | NetworkState::Stands => {
                self.amount_minor - self.covered_minor - self.reinstated_minor
            }
        }
    }
}

impl OrderFile {
    /// A file that holds the order alone.
    pub fn new(order: Order) -> Self {
        Self {
            order,
            captures: Vec::new(),
            plans: Vec::new(),
            shipments: Vec::new(),
            scans: Vec::new(),
            returns: Vec::new(),
            reported: Vec::new(),
            payments: Vec::new(),
            refunds: Vec::new(),
            fee_payments: Vec::new(),
            cancelled_at: None,
            disputes: Vec::new(),
            network: Vec::new(),
            payouts: Vec::new(),
            collections: Vec::new(),
            timers: Vec::new(),
            missed: Vec::new(),
            parked: Vec::new(),
            book: Book::new(),
            version: 0,
        }
    }

    pub const fn order(&self) -> &Order {
        &self.order
    }
    /// When the shop cancelled it, if it did.
    pub const fn cancelled_at(&self) -> Option<Timestamp> {
        self.cancelled_at
    }
    pub fn captures(&self) -> &[Capture] {
        &self.captures
    }
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }
    pub fn shipments(&self) -> &[Shipment] {
        &self.shipments
    }
    pub fn scans(&self) -> &[Scan] {
        &self.scans
    }
    pub fn returns(&self) -> &[Return] {
        &self.returns
    }
    pub fn payments(&self) -> &[PaymentMark] {
        &self.payments
    }
    pub fn refunds(&self) -> &[RefundMark] {
        &self.refunds
    }
    pub fn disputes(&self) -> &[Dispute] {
        &self.disputes
    }
    pub fn network_disputes(&self) -> &[NetworkDispute] {
        &self.network
    }
    pub fn payouts(&self) -> &[PayoutMark] {
        &self.payouts
    }
    /// Records that wait for the one they build on.
    pub fn parked(&self) -> &[Record] {
        &self.parked
    }
    pub const fn book(&self) -> &Book {
        &self.book
    }
    /// How many inputs changed it so far.
    pub const fn version(&self) -> u64 {
        self.version
    }
    pub const fn currency(&self) -> Currency {
        self.order.currency
    }

    pub fn dispute(&self, id: DisputeId) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.id == id)
    }

    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id() == id)
    }

    pub fn payout(&self, id: EffectId) -> Option<&PayoutMark> {
        self.payouts.iter().find(|mark| mark.payout.id == id)
    }

    /// A balance of this order's share of the books, in minor units.
    pub fn balance(&self, account: &Account) -> i64 {
        self.book.posted(account, self.order.currency)
    }

    /// Everything captured, in minor units.
    pub fn captured_minor(&self) -> i64 {
        self.captures.iter().map(|capture| capture.amount_minor).sum()
    }

    /// What the customer got back over all channels: off the plan, to an instrument, through a
    /// bank's chargeback that stands or is open, or ahead of a decision. At most what was captured
    /// (invariant I2).
    pub fn returned_minor(&self) -> i64 {
        let relieved: i64 = self.plans.iter().map(Plan::relieved_total).sum();
        let ahead: i64 = self.disputes.iter().map(|dispute| dispute.provisional_minor).sum();
        relieved + ahead
    }

    /// What could still be returned.
    pub fn returnable_minor(&self) -> i64 {
        (self.captured_minor() - self.returned_minor()).max(0)
    }

    /// What open disputes claim.
    pub fn in_dispute_minor(&self) -> i64 {
        self.disputes.iter().filter(|d| d.state.is_open()).map(|d| d.amount_minor).sum()
    }

    /// All clocks that run, soonest first: (id, kind, due).
    pub fn timers(&self) -> Vec<(TimerId, TimerKind, Timestamp)> {
        let own = self.timers.iter().map(|timer| (timer.id, timer.kind, timer.due));
        let of_disputes = self
            .disputes
            .iter()
            .flat_map(|dispute| &dispute.timers)
            .map(|timer| (timer.id, timer.kind, timer.due));
        let mut all: Vec<_> = own.chain(of_disputes).collect();
        all.sort_by_key(|(id, _, due)| (*due, *id));
        all
    }

    /// The state of a return by its newest record.
    pub fn return_state(&self) -> Option<ReturnState> {
        self.returns.iter().max_by_key(|record| record.at).map(|record| record.state)
    }

    /// The local date of an instant under the order's law.
    pub(crate) fn local_date(
        &self,
        at: Timestamp,
        rules: &crate::RuleBook,
    ) -> Result<Date, crate::Refusal> {
        Ok(rules.calendar(&self.order.jurisdiction)?.local_date(at))
    }
}
