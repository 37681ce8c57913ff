//! Orders, their parcels and returns.

use assistant::Value;
use commerce::{LineKind, ReturnState, Scan, ScanCode};
use kernel::Timestamp;

use super::{Order, cases, plans};
use crate::returns;

pub(super) fn order(of: &Order<'_>) -> Value {
    let file = &of.view.file;
    let order = file.order();
    let delivered = delivered_at(of);
    let promised = order.promised_by;
    let late = delivered.is_none() && promised.is_some_and(|promised| promised < of.now);
    let shipment = file.shipments().last();
    let last = last_scan(of);
    let claimable = file.returnable_minor().saturating_sub(file.in_dispute_minor()).max(0);
    let disputes = cases::disputes(of);
    let is_open = |dispute: &&Value| dispute.field("state") != Value::word("closed");
    let refunds = cases::refunds(of);
    let payments = cases::payments(of);
    Value::record([
        ("id", of.id()),
        ("number", Value::text(order.id.as_str())),
        ("merchant", of.merchant.clone()),
        ("placed_on", of.date(order.at)),
        ("total", of.money(order.total_minor)),
        ("item", of.item()),
        ("lines", Value::list(lines(of))),
        ("cancelled", Value::Bool(file.cancelled_at().is_some())),
        ("shipped_on", of.maybe_date(shipment.map(|shipment| shipment.at))),
        ("delivered_on", of.maybe_date(delivered)),
        ("promised_by", of.maybe_date(promised)),
        ("late", Value::Bool(late)),
        ("carrier", Value::maybe(shipment.map(|shipment| Value::text(&shipment.carrier)))),
        (
            "tracking",
            Value::maybe(shipment.and_then(|one| one.tracking_id.as_ref()).map(Value::text)),
        ),
        ("last_seen", Value::maybe(last.and_then(seen).map(Value::word))),
        ("last_seen_on", of.maybe_date(last.map(|scan| scan.at))),
        ("plan", Value::maybe(plans::of_order(of))),
        ("open_dispute", Value::maybe(disputes.iter().find(is_open).cloned())),
        ("disputes", Value::list(disputes.clone())),
        ("return", Value::maybe(last_return(of))),
        ("last_refund", Value::maybe(refunds.first().cloned())),
        ("refunds", Value::list(refunds)),
        ("refunded", of.money(file.returned_minor())),
        ("last_payment", Value::maybe(payments.first().cloned())),
        ("payments", Value::list(payments)),
        ("claimable", of.money(claimable)),
        ("disputable", Value::Bool(claimable > 0 && in_window(of))),
    ])
}

fn lines(of: &Order<'_>) -> Vec<Value> {
    let goods = of.view.file.order().lines.iter().filter(|line| line.kind == LineKind::default());
    goods
        .map(|line| {
            Value::record([
                ("id", Value::id(line.id.as_str())),
                ("name", Value::text(&line.name)),
                ("amount", of.money(line.amount_minor)),
            ])
        })
        .collect()
}

/// Whether a dispute can still be opened: the pack's own window, from the last capture.
fn in_window(of: &Order<'_>) -> bool {
    let captured = of.view.file.captures().iter().map(|capture| capture.at).max();
    captured.is_some_and(|at| of.now < of.rules.pack.opening_window.from(at, of.calendar))
}

fn delivered_at(of: &Order<'_>) -> Option<Timestamp> {
    let arrived =
        |scan: &&Scan| matches!(scan.code, ScanCode::Delivered | ScanCode::CollectedByRecipient);
    of.view.file.scans().iter().filter(arrived).map(|scan| scan.at).max()
}

fn last_scan<'a>(of: &Order<'a>) -> Option<&'a Scan> {
    of.view.file.scans().iter().max_by_key(|scan| scan.at)
}

const fn seen(scan: &Scan) -> Option<&'static str> {
    Some(match scan.code {
        ScanCode::LabelCreated => return None,
        ScanCode::HandedOver => "accepted",
        ScanCode::InTransit => "in_transit",
        ScanCode::AtPickupPoint => "ready_for_pickup",
        ScanCode::OutForDelivery => "out_for_delivery",
        ScanCode::Delivered | ScanCode::CollectedByRecipient => "delivered",
        ScanCode::ReturnedToSender => "returned",
        ScanCode::AttemptFailed | ScanCode::Lost | ScanCode::Damaged => "exception",
    })
}

fn last_return(of: &Order<'_>) -> Option<Value> {
    let file = &of.view.file;
    let last = file.returns().iter().max_by_key(|one| one.at)?;
    let waiting = returns::waiting(file);
    let credited = !file.refunds().is_empty();
    let state = match last.state {
        ReturnState::Rejected => "rejected",
        ReturnState::StoreCredit => "store_credit",
        _ if credited => "credited",
        ReturnState::Registered | ReturnState::ReceivedByMerchant => "received",
        ReturnState::Reported | ReturnState::Shipped => "reported",
    };
    Some(Value::record([
        ("id", Value::id(last.id.as_str())),
        ("order", of.id()),
        ("merchant", of.merchant.clone()),
        ("reported_on", of.date(last.at)),
        ("state", Value::word(state)),
        ("answer_by", Value::maybe(waiting.get(&last.id).map(|until| Value::Date(*until)))),
        ("tracking", Value::maybe(last.tracking_id.as_ref().map(Value::text))),
    ]))
}
