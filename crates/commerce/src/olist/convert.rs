//! One order of Olist as records of the feed.

use std::collections::BTreeMap;

use kernel::{
    CaptureId, Currency, CustomerId, IdError, Jurisdiction, LineId, MerchantId, OrderId, PaymentId,
    ShipmentId, Timestamp,
};

use super::rows::{ItemRow, ORDERS, OrderRow, PaymentRow, Place, Rows};
use super::{CANCELLED_AFTER, FinalStatus, INSTALMENT_EVERY_DAYS, MARKETPLACE, MERCHANT_FEE_BPS};
use crate::jsonl;
use crate::validate::INSTALMENTS_MAX;
use crate::{
    Address, Cancellation, Capture, Customer, DisputeTerms, FieldError, Line, LineKind, Merchant,
    Order, Payment, PaymentPurpose, Product, Record, Reject, Scan, ScanCode, Shipment,
};

/// The records of one order and the ids of its parts.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) order_ids: Vec<OrderId>,
    pub(super) customer_id: CustomerId,
    pub(super) total_minor: i64,
    pub(super) records: Vec<Record>,
}

/// What one seller sold in the order.
struct Part<'a> {
    merchant_id: MerchantId,
    items: Vec<&'a ItemRow>,
}

pub(super) fn order(rows: &Rows, row: &OrderRow) -> Result<Converted, Reject> {
    convert(rows, row)
        .map_err(|faults| jsonl::reject(row.line, &faults, row.id.as_bytes()).in_file(ORDERS))
}

fn convert(rows: &Rows, row: &OrderRow) -> Result<Converted, Vec<FieldError>> {
    let customer = rows.customers.get(&row.customer_id).ok_or_else(|| {
        fault("customer_id", "has no row in the customers file", "add the customer's row")
    })?;
    if let Some(line) = rows.spoilt.get(&row.id) {
        return Err(fault(
            "order_id",
            &format!("its item on line {line} was refused, so its amount is not known"),
            "mend that row",
        ));
    }
    let customer_id = CustomerId::new(&customer.unique_id).map_err(id("customer_unique_id"))?;
    let payments = rows.payments.get(&row.id).map_or(&[][..], Vec::as_slice);
    let parts = parts(rows, row)?;
    let mut converted =
        Converted { order_ids: Vec::new(), customer_id, total_minor: 0, records: Vec::new() };
    for (index, part) in parts.iter().enumerate() {
        let order_id = match index {
            0 => row.id.clone(),
            _ => format!("{}:s{}", row.id, index + 1),
        };
        let order_id = OrderId::new(order_id).map_err(id("order_id"))?;
        let lines = lines(rows, part, payments)?;
        let total_minor = lines.iter().map(|line| line.amount_minor).sum();
        let order = Order {
            id: order_id.clone(),
            at: row.purchased_at,
            merchant_id: part.merchant_id.clone(),
            customer_id: converted.customer_id.clone(),
            device_id: None,
            ip: None,
            jurisdiction: brazil()?,
            currency: Currency::BRL,
            total_minor,
            lines,
            approved_address: Some(address(&customer.place)),
            promised_by: Some(row.promised_by),
        };
        converted.records.push(Record::Order(order));
        money(row, &order_id, total_minor, payments, &mut converted.records)?;
        parcel(row, &order_id, &customer.place, &mut converted.records)?;
        converted.total_minor += total_minor;
        converted.order_ids.push(order_id);
    }
    for record in &converted.records {
        record.validate()?;
    }
    Ok(converted)
}

fn fault(field: &str, problem: &str, fix: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, problem, fix)]
}

fn id(field: &'static str) -> impl Fn(IdError) -> Vec<FieldError> {
    move |error| fault(field, &error.to_string(), "mend the id")
}

fn brazil() -> Result<Jurisdiction, Vec<FieldError>> {
    Jurisdiction::new("br").map_err(|error| fault("jurisdiction", &error.to_string(), ""))
}

/// One part for each seller, in the order of their first items; one of the marketplace itself for
/// an order without items.
fn parts<'a>(rows: &'a Rows, row: &OrderRow) -> Result<Vec<Part<'a>>, Vec<FieldError>> {
    let mut items: Vec<&ItemRow> = rows.items.get(&row.id).into_iter().flatten().collect();
    items.sort_by_key(|item| item.number);
    if items.is_empty() {
        let merchant_id = MerchantId::new(MARKETPLACE).map_err(id("seller_id"))?;
        return Ok(vec![Part { merchant_id, items }]);
    }
    let mut parts: Vec<Part<'a>> = Vec::new();
    for item in items {
        if !rows.sellers.contains_key(&item.seller_id) {
            let problem = format!("seller {} has no row in the sellers file", item.seller_id);
            return Err(fault("seller_id", &problem, "add the seller's row"));
        }
        let merchant_id = MerchantId::new(&item.seller_id).map_err(id("seller_id"))?;
        match parts.iter_mut().find(|part| part.merchant_id == merchant_id) {
            Some(part) => part.items.push(item),
            None => parts.push(Part { merchant_id, items: vec![item] }),
        }
    }
    Ok(parts)
}

fn lines(
    rows: &Rows,
    part: &Part<'_>,
    payments: &[PaymentRow],
) -> Result<Vec<Line>, Vec<FieldError>> {
    if part.items.is_empty() {
        let paid = payments.iter().map(|payment| payment.amount).sum();
        return Ok(vec![line("all", "items not recorded", paid, LineKind::Physical, None)?]);
    }
    let mut lines = Vec::with_capacity(part.items.len() + 1);
    for item in &part.items {
        let category = rows.categories.get(&item.product_id).filter(|name| !name.is_empty());
        let name = category.map_or("item", String::as_str);
        let number = item.number.to_string();
        lines.push(line(&number, name, item.price, LineKind::Physical, category.cloned())?);
    }
    let freight: i64 = part.items.iter().map(|item| item.freight).sum();
    if freight > 0 {
        lines.push(line("freight", "freight", freight, LineKind::Shipping, None)?);
    }
    Ok(lines)
}

fn line(
    line_id: &str,
    name: &str,
    amount_minor: i64,
    kind: LineKind,
    category: Option<String>,
) -> Result<Line, Vec<FieldError>> {
    let line_id = LineId::new(line_id).map_err(id("order_item_id"))?;
    Ok(Line { id: line_id, name: name.to_owned(), quantity: 1, amount_minor, kind, category })
}

/// The capture with the first payment, and the cancellation.
fn money(
    row: &OrderRow,
    order_id: &OrderId,
    total_minor: i64,
    payments: &[PaymentRow],
    records: &mut Vec<Record>,
) -> Result<(), Vec<FieldError>> {
    if let Some(at) = row.approved_at {
        let main = payments.iter().max_by_key(|payment| payment.amount).ok_or_else(|| {
            fault("order_id", "was approved and has no payment row", "add its payment")
        })?;
        let product = product(main);
        let capture_id = CaptureId::new(format!("{order_id}:c1")).map_err(id("order_id"))?;
        records.push(Record::Capture(Capture {
            id: capture_id.clone(),
            at,
            order_id: order_id.clone(),
            amount_minor: total_minor,
            product,
            merchant_fee_minor: None,
        }));
        records.push(Record::Payment(Payment {
            id: PaymentId::new(format!("{order_id}:pay1")).map_err(id("order_id"))?,
            at,
            order_id: order_id.clone(),
            amount_minor: first_instalment(product, total_minor),
            capture_id: Some(capture_id),
            instalment: Some(1),
            instrument: format!("tok_{}", main.method),
            purpose: PaymentPurpose::Plan,
        }));
    }
    if row.status == FinalStatus::Canceled {
        records.push(Record::Cancellation(Cancellation {
            order_id: order_id.clone(),
            at: last_event(row).plus(CANCELLED_AFTER),
            reason: String::new(),
        }));
    }
    Ok(())
}

fn last_event(row: &OrderRow) -> Timestamp {
    [row.approved_at, row.carrier_at, row.delivered_at]
        .into_iter()
        .flatten()
        .fold(row.purchased_at, Timestamp::max)
}

fn product(payment: &PaymentRow) -> Product {
    match payment.instalments {
        n @ 2.. if payment.method == "credit_card" => {
            Product::PayInN { n: n.min(INSTALMENTS_MAX), every_days: INSTALMENT_EVERY_DAYS }
        }
        _ => Product::PayNow,
    }
}

/// Of `total` in n parts, the first takes one of the odd minor units, if there are any.
fn first_instalment(product: Product, total_minor: i64) -> i64 {
    match product {
        Product::PayInN { n, .. } => {
            total_minor / i64::from(n) + i64::from(total_minor % i64::from(n) > 0)
        }
        _ => total_minor,
    }
}

fn parcel(
    row: &OrderRow,
    order_id: &OrderId,
    to: &Place,
    records: &mut Vec<Record>,
) -> Result<(), Vec<FieldError>> {
    let Some(at) = row.carrier_at.or(row.delivered_at) else { return Ok(()) };
    let shipment_id = ShipmentId::new(format!("{order_id}:p1")).map_err(id("order_id"))?;
    records.push(Record::Shipment(Shipment {
        id: shipment_id.clone(),
        at,
        order_id: order_id.clone(),
        carrier: "not recorded".to_owned(),
        tracking_id: None,
        lines: Vec::new(),
        expected_at: Some(row.promised_by),
    }));
    let scan = |at, code, postal_code| {
        Record::Scan(Scan {
            shipment_id: shipment_id.clone(),
            order_id: order_id.clone(),
            at,
            known_at: None,
            code,
            postal_code,
            recipient: None,
        })
    };
    records.extend(row.carrier_at.map(|at| scan(at, ScanCode::HandedOver, None)));
    records.extend(
        row.delivered_at.map(|at| scan(at, ScanCode::Delivered, Some(to.postal_code.clone()))),
    );
    Ok(())
}

fn address(place: &Place) -> Address {
    Address {
        line1: String::new(),
        line2: String::new(),
        postal_code: place.postal_code.clone(),
        city: place.city.clone(),
        region: place.state.clone(),
        country: "BR".to_owned(),
    }
}

/// The merchants of the orders, and last the marketplace itself; all from the first purchase on.
pub(super) fn merchants(rows: &Rows, since: Timestamp) -> Vec<Result<Record, Reject>> {
    let seller = |seller_id: &String, place: &Place| {
        let place = format!("{}, {}", place.city, place.state);
        let short: String = seller_id.chars().take(8).collect();
        merchant(seller_id, format!("Seller {short} ({place})"), since)
    };
    let mut merchants: Vec<_> =
        rows.sellers.iter().map(|(seller_id, place)| seller(seller_id, place)).collect();
    merchants.push(merchant(MARKETPLACE, "Marketplace (seller not recorded)".to_owned(), since));
    merchants
}

fn merchant(merchant_id: &str, name: String, since: Timestamp) -> Result<Record, Reject> {
    let build = || {
        let record = Record::Merchant(Merchant {
            id: MerchantId::new(merchant_id).map_err(id("seller_id"))?,
            at: since,
            name,
            jurisdiction: brazil()?,
            merchant_fee_bps: MERCHANT_FEE_BPS,
            dispute_terms: DisputeTerms { tracking_required: true, ..DisputeTerms::default() },
        });
        record.validate().map(|()| record)
    };
    build().map_err(|faults: Vec<FieldError>| {
        jsonl::reject(0, &faults, merchant_id.as_bytes()).in_file("olist_sellers_dataset.csv")
    })
}

/// The customers of the orders, each as of the first purchase.
pub(super) fn customers(rows: &Rows) -> Vec<Result<Record, Reject>> {
    let mut first: BTreeMap<(Timestamp, &str), &OrderRow> = BTreeMap::new();
    let mut seen = std::collections::HashSet::new();
    for row in &rows.orders {
        if let Some(customer) = rows.customers.get(&row.customer_id)
            && seen.insert(customer.unique_id.as_str())
        {
            first.insert((row.purchased_at, &customer.unique_id), row);
        }
    }
    first
        .iter()
        .filter_map(|((at, unique_id), row)| {
            let place = &rows.customers.get(&row.customer_id)?.place;
            Some(customer(unique_id, *at, place, row.line))
        })
        .collect()
}

fn customer(unique_id: &str, since: Timestamp, place: &Place, line: u64) -> Result<Record, Reject> {
    let build = || {
        let record = Record::Customer(Customer {
            id: CustomerId::new(unique_id).map_err(id("customer_unique_id"))?,
            at: since,
            jurisdiction: brazil()?,
            language: "pt-BR".to_owned(),
            since,
            name: None,
            email: None,
            address: Some(address(place)),
            devices: Vec::new(),
        });
        record.validate().map(|()| record)
    };
    build().map_err(|faults: Vec<FieldError>| {
        jsonl::reject(line, &faults, unique_id.as_bytes()).in_file(ORDERS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_instalment_takes_an_odd_unit() {
        let pay_in = |n| Product::PayInN { n, every_days: 30 };
        for (product, total, first) in
            [(pay_in(3), 10_000, 3_334), (pay_in(4), 50_040, 12_510), (Product::PayNow, 999, 999)]
        {
            assert_eq!(first_instalment(product, total), first);
        }
    }
}
