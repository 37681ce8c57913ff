//! One order of the simulated year: what was bought, how it was sent, and what will go wrong.

use anyhow::Result;
use commerce::{
    Address, Capture, Line, LineKind, Order, Payment, PaymentPurpose, Product, Record, Scan,
    ScanCode, Shipment,
};
use dispute::{Kind, NewEvidence, OpenDispute, OrderFile, Reason, Statement, SubIssue};
use kernel::{
    CaptureId, Currency, CustomerId, DisputeId, Duration, Jurisdiction, LineId, MerchantId,
    NetworkDisputeId, OrderId, PaymentId, Rng, ShipmentId, TimerId, Timestamp,
};

use super::oracle::Place;

/// Merchants in each jurisdiction.
const MERCHANTS: u64 = 40;

/// The order as it goes through its life.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) number: u32,
    pub(super) place: Place,
    pub(super) merchant: MerchantId,
    /// `None` before the order and after the life of the case.
    pub(super) file: Option<OrderFile>,
    pub(super) rng: Rng,
    pub(super) opens_at: Timestamp,
    pub(super) reason: Reason,
    pub(super) parcel: Parcel,
    /// Clocks that run, as told by the effects alone.
    pub(super) armed: Vec<super::clocks::Armed>,
    /// Events of it in the queue.
    pub(super) queued: u32,
}

/// What became of the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parcel {
    NeverSent,
    LabelOnly,
    Lost,
    OnItsWay,
    Delivered,
    DeliveredElsewhere,
}

const REASONS: [(Reason, u64); 10] = [
    (Reason::NotReceived, 38),
    (Reason::NotAsDescribed, 22),
    (Reason::RefundNotProcessed, 12),
    (Reason::Unauthorised, 10),
    (Reason::IncorrectAmount, 6),
    (Reason::AlreadyPaid, 4),
    (Reason::HighRisk, 3),
    (Reason::Duplicate, 2),
    (Reason::NonCompliance, 1),
    (Reason::Other, 2),
];

/// One of weighted items.
pub(super) fn weighted<T: Copy>(rng: &mut Rng, items: &[(T, u64)]) -> Option<T> {
    let mut left = rng.below(items.iter().map(|(_, weight)| weight).sum());
    for (item, weight) in items {
        if left < *weight {
            return Some(*item);
        }
        left -= weight;
    }
    None
}

/// A random span of whole milliseconds, in hours.
pub(super) fn hours(rng: &mut Rng, from: i64, to: i64) -> Duration {
    Duration::from_millis(rng.between(from * 3_600_000, to * 3_600_000))
}

impl Case {
    /// Draws what will happen; the dispute opens within `opening` of `start`.
    pub(super) fn draw(
        number: u32,
        start: Timestamp,
        opening: Duration,
        rng: &mut Rng,
    ) -> Result<Self> {
        let mut rng = rng.fork();
        let place = *Place::ALL.get(number as usize % Place::ALL.len()).unwrap_or(&Place::London);
        let merchant = format!("{}-m{}", place.jurisdiction(), rng.below(MERCHANTS));
        let opens_at = start.plus(Duration::from_millis(rng.between(0, opening.as_millis() - 1)));
        let reason = weighted(&mut rng, &REASONS).unwrap_or(Reason::Other);
        let parcel = parcel(reason, &mut rng);
        Ok(Self {
            number,
            place,
            merchant: MerchantId::new(merchant)?,
            file: None,
            opens_at,
            reason,
            parcel,
            rng,
            armed: Vec::new(),
            queued: 0,
        })
    }

    /// When the order was placed: some days to some months before the problem.
    pub(super) fn ordered_at(&mut self) -> Timestamp {
        let before = hours(&mut self.rng, 2 * 24, 150 * 24);
        self.opens_at.minus(before)
    }

    pub(super) fn order(&mut self, at: Timestamp) -> Result<Order> {
        let currency = currency(self.place)?;
        // Between about 8 and 900 of the currency, small ones more often; ten times that in SEK.
        let step = if currency == Currency::SEK { 10 } else { 1 };
        let total_minor = step * (800 + (89_000.0 * self.rng.unit().powi(3)) as i64);
        let first = total_minor / 3;
        let line = |number: u32, amount_minor| -> Result<Line> {
            Ok(Line {
                id: LineId::new(format!("l{number}"))?,
                name: "An item".to_owned(),
                quantity: 1,
                amount_minor,
                kind: LineKind::Physical,
                category: None,
            })
        };
        Ok(Order {
            id: OrderId::new(format!("o{}", self.number))?,
            at,
            merchant_id: self.merchant.clone(),
            customer_id: CustomerId::new(format!("c{}", self.number))?,
            device_id: None,
            ip: None,
            jurisdiction: Jurisdiction::new(self.place.jurisdiction())?,
            currency,
            total_minor,
            lines: vec![line(1, first)?, line(2, total_minor - first)?],
            approved_address: Some(address(self.place)),
            promised_by: Some(at.plus(Duration::from_days(7))),
        })
    }

    pub(super) fn capture(&mut self, order: &Order) -> Result<Record> {
        let product = match self.rng.below(10) {
            0..=2 => Product::PayIn30,
            3..=7 => Product::PayInN { n: 3, every_days: 30 },
            _ => Product::PayInN { n: 4, every_days: 14 },
        };
        Ok(Record::Capture(Capture {
            id: CaptureId::new(format!("cap{}", self.number))?,
            at: order.at,
            order_id: order.id.clone(),
            amount_minor: order.total_minor,
            product,
            merchant_fee_minor: None,
        }))
    }

    /// The shipment and what the carrier will say of it, with when.
    pub(super) fn sending(&mut self, order: &Order) -> Result<Vec<(Timestamp, Record)>> {
        if self.parcel == Parcel::NeverSent {
            return Ok(Vec::new());
        }
        let sent = order.at.plus(hours(&mut self.rng, 6, 60));
        let shipment_id = ShipmentId::new(format!("s{}", self.number))?;
        let shipment = Record::Shipment(Shipment {
            id: shipment_id.clone(),
            at: sent,
            order_id: order.id.clone(),
            carrier: "PostNord".to_owned(),
            tracking_id: Some(format!("TR{}", self.number)),
            lines: Vec::new(),
            expected_at: None,
        });
        let postal_code = |elsewhere: bool| {
            let approved = order.approved_address.as_ref()?.postal_code.clone();
            Some(if elsewhere { "99999".to_owned() } else { approved })
        };
        let mut records = vec![(sent, shipment)];
        let mut scan = |after: Duration, code, place: Option<String>| {
            let at = sent.plus(after);
            // A carrier's news may take hours.
            let known_at = at.plus(hours(&mut self.rng, 0, 8));
            let record = Record::Scan(Scan {
                shipment_id: shipment_id.clone(),
                order_id: order.id.clone(),
                at,
                known_at: Some(known_at),
                code,
                recipient: place.is_some().then(|| "A Customer".to_owned()),
                postal_code: place,
            });
            records.push((known_at, record));
        };
        match self.parcel {
            Parcel::NeverSent | Parcel::LabelOnly => {}
            Parcel::OnItsWay => scan(Duration::DAY, ScanCode::InTransit, None),
            Parcel::Lost => {
                scan(Duration::DAY, ScanCode::InTransit, None);
                scan(Duration::from_days(20), ScanCode::Lost, None);
            }
            Parcel::Delivered | Parcel::DeliveredElsewhere => {
                scan(Duration::DAY, ScanCode::InTransit, None);
                let elsewhere = self.parcel == Parcel::DeliveredElsewhere;
                scan(Duration::from_days(3), ScanCode::Delivered, postal_code(elsewhere));
            }
        }
        Ok(records)
    }

    /// The payment of the instalment that is due, when one is: its amount follows the plan.
    pub(super) fn payment(&mut self, now: Timestamp) -> Result<Option<Record>> {
        let Some(file) = &self.file else { return Ok(None) };
        let Some(plan) = file.plans().first() else { return Ok(None) };
        let Some(next) = plan.next_due() else { return Ok(None) };
        let number = file.payments().len() + 1;
        Ok(Some(Record::Payment(Payment {
            id: PaymentId::new(format!("p{}-{number}", self.number))?,
            at: now,
            order_id: file.order().id.clone(),
            amount_minor: next.open(),
            capture_id: None,
            instalment: Some(u32::from(next.seq)),
            instrument: "tok_visa".to_owned(),
            purpose: PaymentPurpose::Plan,
        })))
    }

    pub(super) fn claim(&mut self, now: Timestamp) -> OpenDispute {
        let dispute = DisputeId::generate(now, &mut self.rng);
        let kind = match self.reason {
            Reason::Unauthorised => Kind::Unauthorised,
            Reason::HighRisk => Kind::RiskStop,
            _ => Kind::ConsumerClaim,
        };
        let sub_issue = match self.reason {
            Reason::NotReceived => SubIssue::NeverArrived,
            Reason::NotAsDescribed => SubIssue::Damaged,
            Reason::RefundNotProcessed => SubIssue::ReturnNotCredited,
            Reason::IncorrectAmount => SubIssue::WrongPrice,
            _ => SubIssue::Unspecified,
        };
        let total = self.file.as_ref().map_or(0, |file| file.order().total_minor);
        let statement = Statement {
            merchant_contacted_at: Some(now.minus(Duration::from_days(2))),
            declared: kind == Kind::Unauthorised,
            right_amount_minor: (self.reason == Reason::IncorrectAmount).then_some(total / 2),
            ..Statement::default()
        };
        let of_a_line = kind == Kind::ConsumerClaim && self.rng.chance(0.3);
        let lines = of_a_line.then(|| LineId::new("l1").ok()).flatten().into_iter().collect();
        let items: Vec<NewEvidence> = super::people::consumer_evidence(self.reason);
        OpenDispute {
            dispute,
            kind,
            reason: self.reason,
            sub_issue,
            amount_minor: None,
            lines,
            statement,
            items,
            late_ground: None,
        }
    }

    /// The one chargeback that a bank may raise.
    pub(super) fn chargeback_id(&self) -> Result<NetworkDisputeId> {
        Ok(NetworkDisputeId::new(format!("n{}", self.number))?)
    }

    pub(super) fn is_armed(&self, id: TimerId) -> bool {
        self.armed.iter().any(|armed| armed.id == id)
    }
}

fn parcel(reason: Reason, rng: &mut Rng) -> Parcel {
    use Parcel::{Delivered, DeliveredElsewhere, LabelOnly, Lost, NeverSent, OnItsWay};
    let weights = match reason {
        Reason::NotReceived => [
            (NeverSent, 25),
            (LabelOnly, 15),
            (Lost, 10),
            (OnItsWay, 10),
            (Delivered, 30),
            (DeliveredElsewhere, 10),
        ],
        _ => [
            (NeverSent, 3),
            (LabelOnly, 1),
            (Lost, 0),
            (OnItsWay, 3),
            (Delivered, 90),
            (DeliveredElsewhere, 3),
        ],
    };
    weighted(rng, &weights).unwrap_or(Delivered)
}

fn currency(place: Place) -> Result<Currency> {
    Ok(match place {
        Place::London => Currency::GBP,
        Place::Stockholm => Currency::SEK,
        Place::Berlin => Currency::EUR,
        Place::NewYork => Currency::USD,
        Place::Sydney => Currency::new("AUD")?,
    })
}

pub(super) fn address(place: Place) -> Address {
    let (postal_code, city) = match place {
        Place::London => ("SW1A 1AA", "London"),
        Place::Stockholm => ("111 20", "Stockholm"),
        Place::Berlin => ("10115", "Berlin"),
        Place::NewYork => ("10001", "New York"),
        Place::Sydney => ("2000", "Sydney"),
    };
    Address {
        line1: "12 Mill Lane".to_owned(),
        line2: String::new(),
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        region: String::new(),
        country: place.jurisdiction().to_uppercase(),
    }
}
