//! An order file as the books that documents are held against, and confirmed facts as the typed facts of an
//! item of evidence.

use commerce::{Address, Customer, Tracking};
use dispute::{Dispute, EvidenceItem, Extracted, OrderFile};
use documents::books::{Answer, Books, Parcel};
use documents::facts::{Field, Value, When};
use documents::flags::{Flag, FlagKind};
use kernel::{Calendar, Duration, Money, Timestamp};

use super::{KeptFact, Reading};
use crate::{AppError, Session};

/// Of a document that gives a day and no time: the middle of it.
const NOON: Duration = Duration::from_hours(12);

/// What our books say of a dispute's order.
pub(super) fn books(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    item: &EvidenceItem,
    calendar: &Calendar,
) -> Result<Books, AppError> {
    let (order, now, currency) = (file.order(), s.now(), file.currency());
    let parcel = |shipment: &commerce::Shipment| {
        let tracking = Tracking::of(shipment, file.scans(), now);
        Parcel {
            carrier: shipment.carrier.clone(),
            tracking_id: shipment.tracking_id.clone(),
            shipped_on: calendar.local_date(shipment.at),
            delivered_on: tracking.delivered_at.map(|at| calendar.local_date(at)),
            recipient: tracking.recipient,
        }
    };
    let amounts = [order.total_minor, file.captured_minor(), dispute.claimed_minor];
    let refunds = file.refunds().iter();
    Ok(Books {
        order: order.id.to_string(),
        customer_name: customer_name(s, file)?,
        approved_address: order.approved_address.clone(),
        parcels: file.shipments().iter().map(parcel).collect(),
        amounts: amounts.into_iter().map(|minor| Money::new(minor, currency)).collect(),
        refunds: refunds
            .map(|refund| (refund.id.to_string(), Money::new(refund.amount_minor, currency)))
            .collect(),
        received_on: calendar.local_date(item.received_at),
    })
}

fn customer_name(s: &mut Session<'_, '_>, file: &OrderFile) -> Result<Option<String>, AppError> {
    let tenant = s.tenant().clone();
    let id = file.order().customer_id.as_str();
    let row = store::parties::get(s.tx(), store::parties::Party::Customer, &tenant, id)?;
    let customer: Option<Customer> = row.map(|row| serde_json::from_str(&row.doc)).transpose()?;
    Ok(customer.and_then(|customer| customer.name))
}

/// Where our books, or whoever handed the item in, say otherwise than the document.
pub(super) fn contradictions(
    facts: &[KeptFact],
    stated: &Extracted,
    (calendar, currency): (&Calendar, kernel::Currency),
) -> Vec<Flag> {
    let told = |fact: &KeptFact| format!("{}: {}", fact.fact.field.as_str(), fact.fact.value);
    let against_books = facts
        .iter()
        .filter(|fact| fact.books == Answer::Contradicts)
        .map(|fact| Flag::with(FlagKind::ContradictsBooks, told(fact)));
    let mut flags: Vec<Flag> = against_books.collect();
    for fact in facts {
        let mut alone = Extracted::default();
        overlay(&mut alone, fact, (calendar, currency), "");
        let days = |at: Option<Timestamp>| at.map(|at| calendar.local_date(at));
        let differs = differ(days(stated.delivered_at), days(alone.delivered_at))
            || differ(days(stated.shipped_at), days(alone.shipped_at))
            || differ(stated.amount_minor, alone.amount_minor)
            || differ(stated.refunded_minor, alone.refunded_minor);
        if differs {
            flags.push(Flag::with(FlagKind::StatedOtherwise, told(fact)));
        }
    }
    flags
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// The typed facts of an item with all that is confirmed of its file laid over them. What a person
/// rejected is taken out, where it came from the file.
pub(super) fn extracted(
    before: &Extracted,
    reading: &Reading,
    file: &OrderFile,
    calendar: &Calendar,
) -> Extracted {
    let mut facts = before.clone();
    let country = file.order().approved_address.as_ref().map(|address| address.country.as_str());
    for kept in reading.facts.iter().filter(|kept| kept.status.counts()) {
        overlay(&mut facts, kept, (calendar, file.currency()), country.unwrap_or_default());
    }
    facts
}

/// Lays one fact over those that are there.
fn overlay(
    facts: &mut Extracted,
    kept: &KeptFact,
    (calendar, currency): (&Calendar, kernel::Currency),
    country: &str,
) {
    let moment = |when: &When| {
        let time = match when.minute {
            Some(minute) => Duration::from_secs(i64::from(minute) * 60),
            None => NOON,
        };
        calendar.start_of_day(when.day).plus(time)
    };
    match (kept.fact.field, &kept.fact.value) {
        (Field::Carrier, Value::Words(words)) => facts.carrier = Some(words.clone()),
        (Field::TrackingId, Value::Words(words)) => facts.tracking_id = Some(words.clone()),
        (Field::Recipient, Value::Words(words)) => facts.recipient = Some(words.clone()),
        // Who signed took it in, where nobody else is named.
        (Field::Signature, Value::Words(words)) => {
            facts.recipient.get_or_insert_with(|| words.clone());
        }
        (Field::ShippedAt, Value::When(when)) => facts.shipped_at = Some(moment(when)),
        (Field::DeliveredAt, Value::When(when)) => facts.delivered_at = Some(moment(when)),
        (Field::ReturnedAt, Value::When(when)) => facts.returned_at = Some(moment(when)),
        (Field::Amount, Value::Money(money)) if money.currency == currency => {
            facts.amount_minor = Some(money.minor);
        }
        (Field::Refunded, Value::Money(money)) if money.currency == currency => {
            facts.refunded_minor = Some(money.minor);
        }
        (Field::Address, Value::Address(address)) => {
            let said = Some(address.country.as_str()).filter(|country| !country.is_empty());
            facts.address = Some(Address {
                line1: address.street.clone(),
                line2: String::new(),
                postal_code: address.postal_code.clone(),
                city: address.city.clone(),
                region: String::new(),
                country: said.unwrap_or(country).to_owned(),
            });
        }
        _ => {}
    }
}

/// Takes out of the typed facts what came from a fact that counts no more.
pub(super) fn take_out(facts: &mut Extracted, field: Field) {
    match field {
        Field::Carrier => facts.carrier = None,
        Field::TrackingId => facts.tracking_id = None,
        Field::ShippedAt => facts.shipped_at = None,
        Field::DeliveredAt => facts.delivered_at = None,
        Field::ReturnedAt => facts.returned_at = None,
        Field::Address => facts.address = None,
        Field::Recipient | Field::Signature => facts.recipient = None,
        Field::Amount => facts.amount_minor = None,
        Field::Refunded => facts.refunded_minor = None,
        Field::OrderNumber | Field::RefundId | Field::IssuedOn | Field::Sender | Field::SentAt => {}
    }
}
