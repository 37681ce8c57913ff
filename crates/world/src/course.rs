//! What becomes of an order after the checkout: sent, never sent, cancelled, or provided at once;
//! and every scan of a parcel, with the ones that go missing or come late.

use commerce::{Order, Scan, ScanCode, Shipment};
use kernel::{Duration, Rng, ShipmentId, Timestamp};

use crate::curve::Curve;
use crate::generate::{Setting, WorldError};
use crate::purchase::Purchase;
use crate::shop::Temper;

#[derive(Debug)]
pub(crate) enum Course {
    Sent(Journey),
    NeverSent,
    /// `told`: the provider gets the cancellation record.
    Cancelled {
        at: Timestamp,
        told: bool,
    },
    /// A download or an appointment: nothing to carry.
    Provided,
}

/// A parcel's way.
#[derive(Debug)]
pub(crate) struct Journey {
    pub(crate) shipment: Shipment,
    /// Those that are not missing, in the order in which they happened.
    pub(crate) scans: Vec<Scan>,
    /// When it truly came to its end, wherever that was; `None` when it is lost.
    pub(crate) arrived_at: Option<Timestamp>,
    /// That end was another address.
    pub(crate) elsewhere: bool,
}

impl Journey {
    /// When the customer truly had the goods.
    pub(crate) fn received_at(&self) -> Option<Timestamp> {
        self.arrived_at.filter(|_| !self.elsewhere)
    }
}

/// Hours after which the provider learns of a scan that is not late.
const NEWS_HOURS: Curve = Curve::new(&[(0.0, 0.0), (0.8, 0.2), (1.0, 1.0)]);
const LATE_NEWS_HOURS: Curve = Curve::new(&[(0.0, 6.0), (0.7, 24.0), (1.0, 72.0)]);
/// After this long without a scan an honest carrier calls a parcel lost.
const ADMITTED_AFTER: Duration = Duration::from_days(21);

pub(crate) fn course(
    setting: &Setting,
    purchase: &Purchase<'_>,
    rng: &mut Rng,
) -> Result<Course, WorldError> {
    let order = &purchase.order;
    if !purchase.shop.is_physical() {
        return Ok(Course::Provided);
    }
    if purchase.shop.temper == Temper::Vanishing {
        return Ok(Course::NeverSent);
    }
    if rng.chance(setting.rates.cancelled) {
        let at = order.at.plus(Curve::new(&[(0.0, 0.2), (1.0, 5.0)]).days(rng));
        return Ok(Course::Cancelled { at, told: !rng.chance(setting.rates.cancellation_untold) });
    }
    Ok(Course::Sent(journey(setting, purchase, rng)?))
}

fn journey(
    setting: &Setting,
    purchase: &Purchase<'_>,
    rng: &mut Rng,
) -> Result<Journey, WorldError> {
    let (order, temper) = (&purchase.order, purchase.shop.temper);
    let rates = &setting.rates;
    let sent_at = order.at.plus(temper.packing().days(rng));
    let arrived_at = sent_at.plus(temper.transit().days(rng));
    let carriers = purchase.shop.market.carriers();
    let shipment = Shipment {
        id: ShipmentId::new(format!("{}:p1", order.id))?,
        at: sent_at,
        order_id: order.id.clone(),
        carrier: rng.pick(&carriers).copied().unwrap_or_default().to_owned(),
        tracking_id: Some(format!("TRK{:012}", rng.below(1_000_000_000_000))),
        lines: Vec::new(),
        expected_at: order.promised_by,
    };
    let mut way = Way { shipment: &shipment, order, scans: Vec::new() };
    way.add(sent_at.minus(Duration::from_hours(10)), ScanCode::LabelCreated, None);
    way.add(sent_at, ScanCode::HandedOver, None);
    let factor = temper.trouble_factor();
    if rng.chance(rates.lost * factor) {
        way.add(sent_at.plus(Duration::from_hours(20)), ScanCode::InTransit, None);
        if rng.chance(rates.lost_admitted) {
            way.add(sent_at.plus(ADMITTED_AFTER), ScanCode::Lost, None);
        }
        let scans = way.told(rates.scan_missing, rates.scan_missing, rates.news_late, rng);
        return Ok(Journey { shipment, scans, arrived_at: None, elsewhere: false });
    }
    let elsewhere = rng.chance(rates.left_elsewhere * factor);
    let postal_code = if elsewhere {
        purchase.shop.market.postal_code(rng)
    } else {
        order.approved_address.as_ref().map_or_else(String::new, |to| to.postal_code.clone())
    };
    way.travel(sent_at, arrived_at, postal_code, &purchase.person.name, rng);
    let scans = way.told(rates.scan_missing, rates.delivery_scan_missing, rates.news_late, rng);
    Ok(Journey { shipment, scans, arrived_at: Some(arrived_at), elsewhere })
}

/// The scans of a parcel in the making.
struct Way<'a> {
    shipment: &'a Shipment,
    order: &'a Order,
    scans: Vec<Scan>,
}

impl Way<'_> {
    fn add(&mut self, at: Timestamp, code: ScanCode, end: Option<(String, String)>) {
        let (postal_code, recipient) = end.unzip();
        self.scans.push(Scan {
            shipment_id: self.shipment.id.clone(),
            order_id: self.order.id.clone(),
            at: at.max(self.order.at),
            known_at: None,
            code,
            postal_code,
            recipient,
        });
    }

    /// From hand-over to the door, or to a pick-up point.
    fn travel(
        &mut self,
        sent_at: Timestamp,
        arrived_at: Timestamp,
        postal_code: String,
        name: &str,
        rng: &mut Rng,
    ) {
        let whole = arrived_at.since(sent_at).as_millis();
        let stops = rng.between(1, 3);
        for stop in 1..=stops {
            let after = Duration::from_millis(whole * stop / (stops + 1));
            self.add(sent_at.plus(after), ScanCode::InTransit, None);
        }
        let last_leg = Duration::from_millis(whole / (2 * (stops + 1)));
        let before = arrived_at.minus(last_leg.min(Duration::from_hours(4)));
        let end = Some((postal_code, short_name(name)));
        if rng.chance(0.15) {
            self.add(before, ScanCode::AtPickupPoint, None);
            self.add(arrived_at, ScanCode::CollectedByRecipient, end);
        } else {
            if rng.chance(0.04) {
                let tried = sent_at.plus(Duration::from_millis(whole - last_leg.as_millis()));
                self.add(tried.min(before), ScanCode::AttemptFailed, None);
            }
            self.add(before, ScanCode::OutForDelivery, None);
            self.add(arrived_at, ScanCode::Delivered, end);
        }
    }

    /// Leaves out the scans that go missing and dates the news of the others.
    fn told(self, missing: f64, end_missing: f64, late: f64, rng: &mut Rng) -> Vec<Scan> {
        let mut told = Vec::with_capacity(self.scans.len());
        for mut scan in self.scans {
            let ends = matches!(scan.code, ScanCode::Delivered | ScanCode::CollectedByRecipient);
            // Both draws are made for every scan, so that one rate does not move the others.
            let gone = rng.chance(if ends { end_missing } else { missing });
            let curve = if rng.chance(late) { LATE_NEWS_HOURS } else { NEWS_HOURS };
            scan.known_at = Some(scan.at.plus(curve.hours(rng)));
            if !gone {
                told.push(scan);
            }
        }
        told
    }
}

/// "A. Lindqvist": how a carrier notes who took a parcel.
pub(crate) fn short_name(name: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap_or(("", name));
    first.chars().next().map_or_else(|| last.to_owned(), |letter| format!("{letter}. {last}"))
}
