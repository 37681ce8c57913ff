//! An order with everything that is known of it.

use app::Role;
use app::beside::Beside;
use serde::Serialize;
use utoipa::ToSchema;

use super::feed;
use super::plan::Plan;
use crate::wire::{
    DisputeId, EffectId, Moment, Money, NetworkDisputeId, NetworkState, PaymentId, PayoutState,
    PlanId, RefundId,
};

/// An order file: the purchase, its parcels, its plans, its money.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OrderFile {
    pub order: feed::Order,
    /// The shop's name; absent for a shop that the feed has not brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    pub captures: Vec<feed::Capture>,
    pub shipments: Vec<feed::Shipment>,
    pub scans: Vec<feed::Scan>,
    pub returns: Vec<feed::Return>,
    pub plans: Vec<Plan>,
    pub payments: Vec<PaymentMark>,
    pub refunds: Vec<RefundMark>,
    pub payouts: Vec<Payout>,
    pub network_disputes: Vec<NetworkDispute>,
    pub dispute_ids: Vec<DisputeId>,
    /// Everything captured.
    pub captured: Money,
    /// What the customer got back over all channels; at most what was captured.
    pub returned: Money,
    /// What open disputes claim.
    pub in_dispute: Money,
    /// Owed to the customer and on its way nowhere: a person sends or applies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Money>,
    /// The order's share of the books: account, and minor units of the order's currency.
    pub balances: Vec<OrderBalance>,
    /// The clocks that run, soonest first.
    pub clocks: Vec<super::dispute::Clock>,
    /// Records that wait for the one they build on.
    pub waiting_records: Vec<String>,
    /// How many inputs changed it so far.
    pub version: u64,
}

/// A payment as booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PaymentMark {
    pub id: PaymentId,
    pub at: Moment,
    pub plan_id: PlanId,
    pub amount_minor: i64,
    /// What of it is neither on its way back nor taken by a card network.
    pub kept_minor: i64,
}

/// A merchant's refund as booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RefundMark {
    pub id: RefundId,
    pub at: Moment,
    pub amount_minor: i64,
    /// Less than the amount where that would return more than was captured.
    pub booked_minor: i64,
}

/// Money on its way to the customer's own instrument.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Payout {
    pub id: EffectId,
    pub payment_id: PaymentId,
    pub amount: Money,
    /// `unknown` is shown until it is reconciled; it is never taken for failed.
    pub state: PayoutState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
}

/// A card network's chargeback on the provider's own collection.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NetworkDispute {
    pub id: NetworkDisputeId,
    pub at: Moment,
    pub amount_minor: i64,
    pub fee_minor: i64,
    #[schema(example = "13.1")]
    pub reason_code: String,
    pub state: NetworkState,
    /// What of it a claim has covered.
    pub covered_minor: i64,
    /// What of it the customer owes again.
    pub reinstated_minor: i64,
}

/// A balance of the order's share of the books.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OrderBalance {
    #[schema(example = "cash")]
    pub account: String,
    /// Debit +, credit −.
    pub posted_minor: i64,
}

impl OrderFile {
    /// What a reader sees: parties see no books, and a merchant nothing of how the customer pays.
    pub(crate) fn seen_by(role: Role, file: &dispute::OrderFile, beside: Beside) -> Self {
        let mut seen = Self::whole(file, beside);
        if role.is_of_one_customer() || role.is_of_one_merchant() || role == Role::Network {
            seen.balances.clear();
            seen.network_disputes.clear();
            seen.waiting_records.clear();
        }
        if role.is_of_one_merchant() || role == Role::Network {
            seen.plans.clear();
            seen.payments.clear();
            seen.payouts.clear();
            seen.held = None;
            seen.order.ip = None;
            seen.order.device_id = None;
        }
        seen
    }

    fn whole(file: &dispute::OrderFile, beside: Beside) -> Self {
        let currency = file.currency();
        let money = |minor| Money::new(minor, currency);
        let clocks = file.timers().into_iter().map(|(id, kind, due)| super::dispute::Clock {
            id: id.into(),
            kind: kind.into(),
            due_at: due.into(),
        });
        Self {
            order: file.order().clone().into(),
            merchant_name: beside.merchant_name.clone(),
            captures: file.captures().iter().cloned().map(Into::into).collect(),
            shipments: file.shipments().iter().cloned().map(Into::into).collect(),
            scans: file.scans().iter().cloned().map(Into::into).collect(),
            returns: file.returns().iter().cloned().map(Into::into).collect(),
            plans: file.plans().iter().map(|plan| Plan::of(file, plan, &beside)).collect(),
            payments: file.payments().iter().map(Into::into).collect(),
            refunds: file.refunds().iter().map(Into::into).collect(),
            payouts: file.payouts().iter().map(Into::into).collect(),
            network_disputes: file.network_disputes().iter().map(Into::into).collect(),
            dispute_ids: file.disputes().iter().map(|dispute| dispute.id.into()).collect(),
            captured: money(file.captured_minor()),
            returned: money(file.returned_minor()),
            in_dispute: money(file.in_dispute_minor()),
            held: Some(money(file.held_minor())),
            balances: balances(file),
            clocks: clocks.collect(),
            waiting_records: file.parked().iter().map(describe).collect(),
            version: file.version(),
        }
    }
}

fn describe(record: &commerce::Record) -> String {
    format!("{} {}", record.kind(), record.key())
}

fn balances(file: &dispute::OrderFile) -> Vec<OrderBalance> {
    let currency = file.currency();
    let of_order = file.book().balances().filter(|(_, of, _)| *of == currency);
    of_order
        .map(|(account, _, balance)| OrderBalance {
            account: account.to_string(),
            posted_minor: balance.posted,
        })
        .filter(|balance| balance.posted_minor != 0)
        .collect()
}

impl From<&dispute::PaymentMark> for PaymentMark {
    fn from(from: &dispute::PaymentMark) -> Self {
        Self {
            id: from.id.clone().into(),
            at: from.at.into(),
            plan_id: from.plan.into(),
            amount_minor: from.amount_minor,
            kept_minor: from.kept_minor(),
        }
    }
}

impl From<&dispute::RefundMark> for RefundMark {
    fn from(from: &dispute::RefundMark) -> Self {
        Self {
            id: from.id.clone().into(),
            at: from.at.into(),
            amount_minor: from.amount_minor,
            booked_minor: from.booked_minor,
        }
    }
}

impl From<&dispute::PayoutMark> for Payout {
    fn from(from: &dispute::PayoutMark) -> Self {
        Self {
            id: from.payout.id.into(),
            payment_id: from.payout.payment.clone().into(),
            amount: Money::new(from.payout.amount_minor, from.payout.currency),
            state: from.state.into(),
            dispute_id: from.payout.dispute.map(Into::into),
        }
    }
}

impl From<&dispute::NetworkDispute> for NetworkDispute {
    fn from(from: &dispute::NetworkDispute) -> Self {
        Self {
            id: from.id.clone().into(),
            at: from.at.into(),
            amount_minor: from.amount_minor,
            fee_minor: from.fee_minor,
            reason_code: from.reason_code.clone(),
            state: from.state.into(),
            covered_minor: from.covered_minor,
            reinstated_minor: from.reinstated_minor,
        }
    }
}
