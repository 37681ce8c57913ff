//! The feed as a provider would have learnt it: the data's own records, with scans that go missing,
//! come late or are false at stated rates, cancellations that are told late, and the instalments
//! that customers pay until something stops them.

use std::collections::HashMap;

use commerce::olist::INSTALMENT_EVERY_DAYS;
use commerce::{Payment, PaymentPurpose, Record, Scan, ScanCode, Shipment};
use kernel::{Duration, OrderId, PaymentId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Backtest, BacktestError, Case, Group, Part};
use crate::curve::Curve;
use crate::schedule;

/// A record and when the provider learns of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub known_at: Timestamp,
    pub record: Record,
}

const LATE_NEWS_HOURS: Curve = Curve::new(&[(0.0, 6.0), (0.7, 24.0), (1.0, 72.0)]);
/// A false delivery scan comes this far along the way to the promised day.
const FALSE_SCAN_AT: f64 = 0.8;

pub(super) fn seen(backtest: &Backtest, records: Vec<Record>) -> Result<Vec<Seen>, BacktestError> {
    let cases: HashMap<&OrderId, &Case> =
        backtest.cases.iter().map(|case| (&case.claim.order_id, case)).collect();
    let mut seen = Vec::with_capacity(records.len() * 2);
    let mut cancelled: HashMap<OrderId, Timestamp> = HashMap::new();
    for record in records {
        let case = record.order_id().and_then(|id| cases.get(id)).copied();
        match record {
            Record::Scan(scan) => seen.extend(told_scan(backtest, scan)),
            Record::Shipment(shipment) => {
                let lie = false_scan(backtest, case, &shipment);
                seen.push(at_once(Record::Shipment(shipment)));
                seen.extend(lie);
            }
            Record::Cancellation(cancellation) => {
                let known_at = match case {
                    None => Some(cancellation.at),
                    Some(case) => told_late(backtest, case),
                };
                if let Some(known_at) = known_at {
                    cancelled.insert(cancellation.order_id.clone(), known_at);
                    seen.push(Seen { known_at, record: Record::Cancellation(cancellation) });
                }
            }
            other => seen.push(at_once(other)),
        }
    }
    instalments(backtest, &cases, &cancelled, &mut seen)?;
    seen.sort_by_key(|seen| seen.known_at);
    Ok(seen)
}

fn at_once(record: Record) -> Seen {
    Seen { known_at: record.at(), record }
}

fn told_scan(backtest: &Backtest, mut scan: Scan) -> Option<Seen> {
    let carrier = &backtest.behaviour.carrier;
    let mut rng = backtest.draws(Part::Carrier, &scan.order_id);
    // One draw a scan and rate, whatever the others come to.
    let (first, second) = (rng.fork(), rng.fork());
    let (mut rng, missing) = match scan.code {
        ScanCode::Delivered => (second, carrier.delivery_scan_missing),
        _ => (first, carrier.hand_over_scan_missing),
    };
    let gone = rng.chance(missing);
    let late = rng.chance(carrier.scan_late);
    let delay = LATE_NEWS_HOURS.hours(&mut rng);
    let known_at = if late { scan.at.plus(delay) } else { scan.at };
    scan.known_at = Some(known_at);
    (!gone).then_some(Seen { known_at, record: Record::Scan(scan) })
}

/// A parcel that never comes, scanned as delivered all the same.
fn false_scan(backtest: &Backtest, case: Option<&Case>, shipment: &Shipment) -> Option<Seen> {
    let case = case.filter(|case| case.group == Group::Undelivered)?;
    let order = &backtest.orders.get(&case.claim.order_id)?.order;
    let mut rng = backtest.draws(Part::Carrier, &case.claim.order_id);
    rng.fork();
    rng.fork();
    if !rng.chance(backtest.behaviour.carrier.delivery_scan_false) {
        return None;
    }
    let way = order.promised_by?.since(shipment.at).as_millis() as f64 * FALSE_SCAN_AT;
    let at = shipment.at.plus(Duration::from_millis((way as i64).max(0)));
    let scan = Scan {
        shipment_id: shipment.id.clone(),
        order_id: shipment.order_id.clone(),
        at,
        known_at: Some(at),
        code: ScanCode::Delivered,
        postal_code: order.approved_address.as_ref().map(|to| to.postal_code.clone()),
        recipient: None,
    };
    Some(Seen { known_at: at, record: Record::Scan(scan) })
}

/// When the merchant tells of a cancellation that the customer had to complain about; mostly never.
fn told_late(backtest: &Backtest, case: &Case) -> Option<Timestamp> {
    let mut rng = backtest.draws(Part::Merchant, &case.claim.order_id).fork();
    let told = rng.chance(backtest.behaviour.merchant.cancellation_told_late);
    let after = Duration::from_days(rng.between(1, 25));
    told.then(|| case.claim.at.plus(after))
}

/// The instalments after the first, monthly, until the customer complains or the order is known to
/// be cancelled: from then on the provider's plan says what is due.
fn instalments(
    backtest: &Backtest,
    cases: &HashMap<&OrderId, &Case>,
    cancelled: &HashMap<OrderId, Timestamp>,
    seen: &mut Vec<Seen>,
) -> Result<(), BacktestError> {
    let mut orders: Vec<_> = backtest.orders.iter().collect();
    orders.sort_by_key(|(id, _)| *id);
    for (order_id, facts) in orders {
        let Some((captured_at, product)) = facts.product else { continue };
        let complained = cases.get(order_id).map(|case| case.claim.at);
        let stop = complained.into_iter().chain(cancelled.get(order_id).copied()).min();
        let parts = schedule::instalments(product, facts.order.total_minor);
        for (number, (_, amount_minor)) in parts.iter().enumerate().skip(1) {
            let days = i64::from(INSTALMENT_EVERY_DAYS) * i64::try_from(number).unwrap_or(0);
            let at = captured_at.plus(Duration::from_days(days));
            if stop.is_some_and(|stop| at >= stop) || at > backtest.observed_until {
                break;
            }
            let payment = Payment {
                id: PaymentId::new(format!("{order_id}:pay{}", number + 1))?,
                at,
                order_id: order_id.clone(),
                amount_minor: *amount_minor,
                capture_id: None,
                instalment: u32::try_from(number + 1).ok(),
                instrument: "tok_credit_card".to_owned(),
                purpose: PaymentPurpose::Plan,
            };
            seen.push(at_once(Record::Payment(payment)));
        }
    }
    Ok(())
}
