//! The rules of each type of record, in the order of its fields.

use std::collections::BTreeSet;

use super::check::Check;
use super::{
    AMOUNT_MINOR_MAX, CARRIER_CHARS_MAX, CATEGORY_CHARS_MAX, DEVICES_MAX, FINANCING_APR_BPS_MAX,
    FINANCING_MONTHS_MAX, FINGERPRINT_CHARS_MAX, INSTALMENT_EVERY_DAYS_MAX, INSTALMENTS_MAX,
    INSTALMENTS_MIN, INSTRUMENT_CHARS_MAX, LINES_MAX, MERCHANT_FEE_BPS_MAX, NAME_CHARS_MAX,
    PERSON_NAME_CHARS_MAX, POSTAL_CODE_CHARS_MAX, QUANTITY_MAX, REASON_CHARS_MAX,
    RECIPIENT_CHARS_MAX, TRACKING_ID_CHARS_MAX,
};
use crate::{
    Capture, Customer, Device, FeeTerms, Line, LineKind, Merchant, Order, Payment, Product, Record,
    Return, Scan, Shipment,
};

pub(super) fn record(record: &Record, check: &mut Check) {
    check.instant("at", record.at());
    match record {
        Record::Merchant(x) => merchant(x, check),
        Record::Customer(x) => customer(x, check),
        Record::Device(x) => device(x, check),
        Record::Order(x) => order(x, check),
        Record::Capture(x) => capture(x, check),
        Record::Shipment(x) => shipment(x, check),
        Record::Scan(x) => scan(x, check),
        Record::Return(x) => returned(x, check),
        Record::Payment(x) => payment(x, check),
        Record::Refund(x) => check.positive("amount_minor", x.amount_minor),
        Record::Cancellation(x) => check.optional_text("reason", &x.reason, REASON_CHARS_MAX),
        Record::Settlement(x) => check.positive("amount_minor", x.amount_minor),
    }
}

fn merchant(merchant: &Merchant, check: &mut Check) {
    check.text("name", &merchant.name, NAME_CHARS_MAX);
    jurisdiction(&merchant.jurisdiction, check);
    check.within(
        "merchant_fee_bps",
        i64::from(merchant.merchant_fee_bps),
        0,
        i64::from(MERCHANT_FEE_BPS_MAX),
    );
    let terms = &merchant.dispute_terms;
    let below = terms.auto_accept_below_minor;
    check.within("dispute_terms.auto_accept_below_minor", below, 0, AMOUNT_MINOR_MAX);
    if let FeeTerms::ReverseOnWin { fee_minor, appeal_fee_minor }
    | FeeTerms::NonRefundable { fee_minor, appeal_fee_minor } = terms.fee
    {
        check.within("dispute_terms.fee.fee_minor", fee_minor, 0, AMOUNT_MINOR_MAX);
        check.within("dispute_terms.fee.appeal_fee_minor", appeal_fee_minor, 0, AMOUNT_MINOR_MAX);
    }
}

fn jurisdiction(jurisdiction: &kernel::Jurisdiction, check: &mut Check) {
    if !super::countries::is_country(&jurisdiction.country().to_ascii_uppercase()) {
        check.fault(
            "jurisdiction",
            format!("{jurisdiction} is not in a known country"),
            "give a country of ISO 3166-1 such as se, or a part of one such as us-ny",
        );
    }
}

fn customer(customer: &Customer, check: &mut Check) {
    jurisdiction(&customer.jurisdiction, check);
    check.language("language", &customer.language);
    check.instant("since", customer.since);
    check.in_order("at", customer.at, "since", customer.since);
    if let Some(name) = &customer.name {
        check.text("name", name, PERSON_NAME_CHARS_MAX);
        if name.chars().any(char::is_control) {
            check.fault("name", "has control characters", "send it as one line");
        }
    }
    if let Some(email) = &customer.email {
        check.email("email", email);
    }
    if let Some(address) = &customer.address {
        check.address("address", address);
    }
    if customer.devices.len() > DEVICES_MAX {
        check.fault(
            "devices",
            format!("has {} entries", customer.devices.len()),
            format!("send the {DEVICES_MAX} used last"),
        );
    }
}

fn device(device: &Device, check: &mut Check) {
    if let Some(fingerprint) = &device.fingerprint {
        check.code("fingerprint", fingerprint, FINGERPRINT_CHARS_MAX);
    }
    if let Some(ip) = &device.ip {
        check.ip("ip", ip);
    }
}

fn order(order: &Order, check: &mut Check) {
    if let Some(ip) = &order.ip {
        check.ip("ip", ip);
    }
    jurisdiction(&order.jurisdiction, check);
    check.positive("total_minor", order.total_minor);
    lines(order, check);
    if let Some(address) = &order.approved_address {
        check.address("approved_address", address);
    }
    if let Some(promised_by) = order.promised_by {
        check.instant("promised_by", promised_by);
        check.in_order("promised_by", promised_by, "at", order.at);
    }
}

fn lines(order: &Order, check: &mut Check) {
    if order.lines.is_empty() || order.lines.len() > LINES_MAX {
        check.fault(
            "lines",
            format!("has {} entries", order.lines.len()),
            format!("send 1 to {LINES_MAX} lines"),
        );
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, item) in order.lines.iter().enumerate() {
        if !seen.insert(&item.id) {
            check.fault(
                format!("lines[{index}].id"),
                format!("{} is used twice", item.id),
                "give each line of an order an id of its own",
            );
        }
        line(index, item, check);
    }
    // Sums of at most 500 bounded amounts; saturation can only happen with a line already faulty.
    let sum = order.lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.amount_minor));
    if sum != order.total_minor {
        check.fault(
            "total_minor",
            format!("is {}, but the lines add up to {sum}", order.total_minor),
            "make it the sum of all lines' amount_minor, shipping and discounts included",
        );
    }
}

fn line(index: usize, line: &Line, check: &mut Check) {
    check.text(&format!("lines[{index}].name"), &line.name, NAME_CHARS_MAX);
    let quantity = i64::from(line.quantity);
    check.within(&format!("lines[{index}].quantity"), quantity, 1, i64::from(QUANTITY_MAX));
    let (low, high) = match line.kind {
        LineKind::Discount => (-AMOUNT_MINOR_MAX, -1),
        // A gift in the parcel costs nothing and can still be missing from it.
        _ => (0, AMOUNT_MINOR_MAX),
    };
    check.within(&format!("lines[{index}].amount_minor"), line.amount_minor, low, high);
    if let Some(category) = &line.category {
        check.text(&format!("lines[{index}].category"), category, CATEGORY_CHARS_MAX);
    }
}

fn capture(capture: &Capture, check: &mut Check) {
    check.positive("amount_minor", capture.amount_minor);
    match capture.product {
        Product::PayInN { n, every_days } => {
            let (low, high) = (i64::from(INSTALMENTS_MIN), i64::from(INSTALMENTS_MAX));
            check.within("product.n", i64::from(n), low, high);
            let days_max = i64::from(INSTALMENT_EVERY_DAYS_MAX);
            check.within("product.every_days", i64::from(every_days), 1, days_max);
        }
        Product::Financing { months, apr_bps } => {
            let months_max = i64::from(FINANCING_MONTHS_MAX);
            check.within("product.months", i64::from(months), 1, months_max);
            let apr_max = i64::from(FINANCING_APR_BPS_MAX);
            check.within("product.apr_bps", i64::from(apr_bps), 0, apr_max);
        }
        Product::PayIn30 | Product::PayNow => {}
    }
    if let Some(fee) = capture.merchant_fee_minor {
        check.within("merchant_fee_minor", fee, 0, capture.amount_minor.max(0));
    }
}

fn shipment(shipment: &Shipment, check: &mut Check) {
    check.text("carrier", &shipment.carrier, CARRIER_CHARS_MAX);
    if let Some(tracking_id) = &shipment.tracking_id {
        check.code("tracking_id", tracking_id, TRACKING_ID_CHARS_MAX);
    }
    line_ids(&shipment.lines, check);
    if let Some(expected_at) = shipment.expected_at {
        check.instant("expected_at", expected_at);
    }
}

fn scan(scan: &Scan, check: &mut Check) {
    if let Some(known_at) = scan.known_at {
        check.instant("known_at", known_at);
        check.in_order("known_at", known_at, "at", scan.at);
    }
    if let Some(postal_code) = &scan.postal_code {
        check.text("postal_code", postal_code, POSTAL_CODE_CHARS_MAX);
    }
    if let Some(recipient) = &scan.recipient {
        check.text("recipient", recipient, RECIPIENT_CHARS_MAX);
    }
}

fn returned(returned: &Return, check: &mut Check) {
    line_ids(&returned.lines, check);
    if let Some(amount) = returned.amount_minor {
        check.positive("amount_minor", amount);
    }
    if let Some(tracking_id) = &returned.tracking_id {
        check.code("tracking_id", tracking_id, TRACKING_ID_CHARS_MAX);
    }
}

fn line_ids(lines: &[kernel::LineId], check: &mut Check) {
    let distinct: BTreeSet<_> = lines.iter().collect();
    if lines.len() > LINES_MAX || distinct.len() != lines.len() {
        check.fault(
            "lines",
            format!("has {} entries, {} of them distinct", lines.len(), distinct.len()),
            format!("name each line once, at most {LINES_MAX} of them"),
        );
    }
}

fn payment(payment: &Payment, check: &mut Check) {
    check.positive("amount_minor", payment.amount_minor);
    if let Some(instalment) = payment.instalment {
        let last = i64::from(INSTALMENTS_MAX.max(FINANCING_MONTHS_MAX));
        check.within("instalment", i64::from(instalment), 1, last);
    }
    check.text("instrument", &payment.instrument, INSTRUMENT_CHARS_MAX);
}
