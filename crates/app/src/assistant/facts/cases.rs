//! Disputes, refunds and payments.

use assistant::Value;
use dispute::{Dispute, OfferState, Party, PayoutState, State};

use super::Order;

pub(super) fn disputes(of: &Order<'_>) -> Vec<Value> {
    let shown = of.view.file.disputes().iter().filter(|one| !one.kind.is_hidden_from_customer());
    let mut all: Vec<&Dispute> = shown.collect();
    all.sort_by_key(|dispute| std::cmp::Reverse(dispute.opened_at));
    all.into_iter().map(|one| dispute(of, one)).collect()
}

pub(in crate::assistant) fn waits_for(dispute: &Dispute) -> &'static str {
    let offered = dispute.proposal.as_ref().is_some_and(|offer| offer.state == OfferState::Open);
    match dispute.state {
        State::Closed => "nobody",
        _ if offered => "customer",
        State::Draft => "customer",
        _ if dispute.awaited.contains(&Party::Consumer) => "customer",
        State::Dialogue | State::Evidence => "merchant",
        State::Preliminary => "merchant",
        State::Review | State::FinalReview => "us",
    }
}

fn dispute(of: &Order<'_>, dispute: &Dispute) -> Value {
    let open = dispute.proposal.as_ref().filter(|offer| offer.state == OfferState::Open);
    let closing = dispute.closing.as_ref();
    let review = of.view.file.review_until(dispute.id, of.rules).ok().flatten();
    let returned = closing.map(|closing| closing.returned_minor).filter(|minor| *minor > 0);
    Value::record([
        ("id", Value::id(dispute.id.to_string())),
        ("order", of.id()),
        ("merchant", of.merchant.clone()),
        ("item", of.item()),
        ("reason", Value::word(dispute.reason.as_str())),
        ("state", Value::word(dispute.state.as_str())),
        ("opened_on", of.date(dispute.opened_at)),
        ("claimed", of.money(dispute.claimed_minor)),
        ("waits_for", Value::word(waits_for(dispute))),
        ("next_by", of.maybe_date(dispute.next_due())),
        ("offer", Value::maybe(open.map(|offer| of.money(offer.amount_minor)))),
        ("offer_until", of.maybe_date(open.map(|offer| offer.expires_at))),
        ("closed_on", of.maybe_date(closing.map(|closing| closing.at))),
        ("outcome", Value::maybe(closing.map(|closing| Value::word(closing.outcome.as_str())))),
        ("returned", Value::maybe(returned.map(|minor| of.money(minor)))),
        ("can_review", Value::Bool(review.is_some_and(|until| of.now < until))),
        ("wants_evidence", Value::Bool(dispute.awaited.contains(&Party::Consumer))),
    ])
}

/// What the shop gave back, and what went to the customer's own account or card; newest first.
pub(super) fn refunds(of: &Order<'_>) -> Vec<Value> {
    let file = &of.view.file;
    let record = |id: String, at: Value, minor: i64, state: &str| {
        Value::record([
            ("id", Value::id(id)),
            ("order", of.id()),
            ("merchant", of.merchant.clone()),
            ("at", at),
            ("amount", of.money(minor)),
            ("state", Value::word(state)),
        ])
    };
    let mut all = Vec::new();
    for mark in file.payouts() {
        let state = match mark.state {
            PayoutState::Succeeded => "paid_out",
            PayoutState::Intended => "on_its_way",
            PayoutState::Unknown => "unknown",
            PayoutState::Failed => continue,
        };
        // An effect's id holds the instant at which it was committed.
        let at = crate::timeline::made_at(mark.payout.id.uuid());
        all.push((
            at,
            record(mark.payout.id.to_string(), of.date(at), mark.payout.amount_minor, state),
        ));
    }
    let went_out = file.payouts().iter().filter(|mark| mark.state != PayoutState::Failed);
    let mut out: i64 = went_out.map(|mark| mark.payout.amount_minor).sum();
    for mark in file.refunds() {
        // What was paid out is told as such, and is of the oldest refunds; the rest made the plan smaller.
        let paid_out = out.min(mark.booked_minor);
        out -= paid_out;
        let off = mark.booked_minor - paid_out;
        if off > 0 {
            let id = mark.id.to_string();
            all.push((mark.at, record(id, of.date(mark.at), off, "off_the_plan")));
        }
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, refund)| refund).collect()
}

pub(super) fn payments(of: &Order<'_>) -> Vec<Value> {
    let mut all: Vec<_> = of.view.file.payments().iter().collect();
    all.sort_by_key(|payment| std::cmp::Reverse(payment.at));
    let record = |payment: &dispute::PaymentMark| {
        Value::record([
            ("id", Value::id(payment.id.as_str())),
            ("order", of.id()),
            ("merchant", of.merchant.clone()),
            ("at", of.date(payment.at)),
            ("amount", of.money(payment.amount_minor)),
        ])
    };
    all.into_iter().map(record).collect()
}
