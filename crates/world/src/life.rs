//! The whole life of one order, as the events the provider learns of.

use commerce::{
    Cancellation, Capture, Payment, PaymentPurpose, Record, Refund, Return, ReturnState,
};
use kernel::{CaptureId, Duration, PaymentId, RefundId, ReturnId, Rng, Timestamp};

use crate::course::{self, Course};
use crate::curve::Curve;
use crate::event::{HardshipRequest, Right, Trouble, What, WorldEvent};
use crate::fault;
use crate::generate::{Setting, WorldError};
use crate::people::{Payer, Person};
use crate::purchase::{self, Purchase};
use crate::reply;
use crate::schedule;
use crate::seed::{Purpose, stream};

/// Every event of the order of an index. `newcomer`: the customer has not been seen before.
pub(crate) fn live(
    setting: &Setting,
    index: u64,
    at: Timestamp,
    person: Person,
    newcomer: bool,
) -> Result<Vec<WorldEvent>, WorldError> {
    let mut rng = stream(setting.seed, Purpose::Order, index);
    let mut life = Life { setting, events: Vec::with_capacity(16) };
    if newcomer {
        person.records(at)?.into_iter().for_each(|record| life.record(at, record));
    }
    let purchase = purchase::purchase(setting, person, index, at, &mut rng)?;
    for record in purchase.first.iter().cloned() {
        life.record(at, record);
    }
    life.record(at, Record::Order(purchase.order.clone()));
    let course = course::course(setting, &purchase, &mut rng.fork())?;
    let captured_at = life.carry(&purchase, &course);
    let capture = capture(&purchase, captured_at)?;
    life.record(captured_at, Record::Capture(capture.clone()));
    let mut problem = fault::problem(setting, &purchase, &course, &mut rng.fork());
    let mut stops_at = match &course {
        Course::Cancelled { at, .. } => Some(*at),
        _ => problem.as_ref().map(|problem| problem.claim.at),
    };
    if problem.is_none()
        && let Some(going_back) = life.send_back(&purchase, &course, &capture, &mut rng.fork())?
    {
        stops_at = Some(going_back.0);
        problem = going_back.1.map(|at| {
            let trouble = Trouble::ReturnNotCredited;
            fault::report(setting, &purchase, trouble, at, Right::Consumer, &mut rng)
        });
    }
    life.pay(&purchase, &capture, stops_at, &mut rng.fork())?;
    if let Some(problem) = problem {
        let answer = reply::answer(setting, &purchase, &course, &problem, &mut rng.fork());
        life.push(problem.claim.at, What::Problem(Box::new(problem)));
        life.push(answer.at, What::Answer(Box::new(answer)));
    }
    Ok(life.events)
}

fn capture(purchase: &Purchase<'_>, at: Timestamp) -> Result<Capture, WorldError> {
    Ok(Capture {
        id: CaptureId::new(format!("{}:c1", purchase.order.id))?,
        at,
        order_id: purchase.order.id.clone(),
        amount_minor: purchase.order.total_minor,
        product: purchase.product,
        merchant_fee_minor: None,
    })
}

struct Life<'w> {
    setting: &'w Setting,
    events: Vec<WorldEvent>,
}

impl Life<'_> {
    fn push(&mut self, at: Timestamp, what: What) {
        self.events.push(WorldEvent { at, what });
    }

    fn record(&mut self, at: Timestamp, record: Record) {
        self.push(at, What::Record(Box::new(record)));
    }

    /// The parcel or the cancellation; returns when the shop took the money.
    fn carry(&mut self, purchase: &Purchase<'_>, course: &Course) -> Timestamp {
        let ordered_at = purchase.order.at;
        match course {
            Course::Sent(journey) => {
                self.record(journey.shipment.at, Record::Shipment(journey.shipment.clone()));
                for scan in &journey.scans {
                    self.record(scan.known_at(), Record::Scan(scan.clone()));
                }
                journey.shipment.at
            }
            Course::NeverSent => ordered_at.plus(Duration::DAY),
            Course::Cancelled { at, told } => {
                if *told {
                    let order_id = purchase.order.id.clone();
                    let reason = "out of stock".to_owned();
                    let cancellation = Cancellation { order_id, at: *at, reason };
                    self.record(*at, Record::Cancellation(cancellation));
                }
                ordered_at.plus(Duration::from_hours(1))
            }
            Course::Provided => ordered_at.plus(Duration::MINUTE),
        }
    }

    /// Goods that go back without a quarrel, unless the merchant forgets to register them: then
    /// the second instant is when the customer complains. The first is when payments stop.
    fn send_back(
        &mut self,
        purchase: &Purchase<'_>,
        course: &Course,
        capture: &Capture,
        rng: &mut Rng,
    ) -> Result<Option<(Timestamp, Option<Timestamp>)>, WorldError> {
        let rates = &self.setting.rates;
        let Course::Sent(journey) = course else { return Ok(None) };
        let Some(received_at) = journey.received_at() else { return Ok(None) };
        if !rng.chance(rates.returned) {
            return Ok(None);
        }
        let order = &purchase.order;
        let reported_at = received_at.plus(Duration::from_days(rng.between(1, 10)));
        let shipped_at = reported_at.plus(Duration::from_days(rng.between(1, 4)));
        let there_at = shipped_at.plus(Duration::from_days(rng.between(2, 6)));
        let registered_at = there_at.plus(Duration::from_days(rng.between(1, 5)));
        let tracking_id = format!("RET{:012}", rng.below(1_000_000_000_000));
        let step = |at, state, amount_minor| {
            Ok::<_, WorldError>(Record::Return(Return {
                id: ReturnId::new(format!("{}:r1", order.id))?,
                at,
                order_id: order.id.clone(),
                lines: Vec::new(),
                state,
                amount_minor,
                tracking_id: Some(tracking_id.clone()),
            }))
        };
        self.record(reported_at, step(reported_at, ReturnState::Reported, None)?);
        self.record(shipped_at, step(shipped_at, ReturnState::Shipped, None)?);
        self.record(there_at, step(there_at, ReturnState::ReceivedByMerchant, None)?);
        let factor = purchase.shop.temper.trouble_factor();
        if rng.chance(rates.return_unregistered * factor) {
            let complains_at = there_at.plus(Duration::from_days(rng.between(14, 30)));
            return Ok(Some((reported_at, Some(complains_at))));
        }
        let amount_minor = order.total_minor;
        let registered = step(registered_at, ReturnState::Registered, Some(amount_minor))?;
        self.record(registered_at, registered);
        let refund = Refund {
            id: RefundId::new(format!("{}:f1", order.id))?,
            at: registered_at,
            order_id: order.id.clone(),
            amount_minor,
            capture_id: Some(capture.id.clone()),
            return_id: Some(ReturnId::new(format!("{}:r1", order.id))?),
        };
        self.record(registered_at, Record::Refund(refund));
        Ok(Some((reported_at, None)))
    }

    /// Instalments as they fall due, up to the instant at which something changed the plan.
    fn pay(
        &mut self,
        purchase: &Purchase<'_>,
        capture: &Capture,
        stops_at: Option<Timestamp>,
        rng: &mut Rng,
    ) -> Result<(), WorldError> {
        let parts = schedule::instalments(purchase.product, capture.amount_minor);
        let stumbles = rng.between(1, 3) as usize;
        for (number, (days, amount_minor)) in parts.iter().enumerate() {
            let due = capture.at.plus(Duration::from_days(*days));
            let first_now = *days == 0;
            if !first_now && purchase.person.payer == Payer::Struggling && number >= stumbles {
                return self.ask_for_time(purchase, due, stops_at, parts.len() - number, rng);
            }
            let at = if first_now { due } else { paid_at(purchase.person.payer, due, rng) };
            if stops_at.is_some_and(|stops_at| at >= stops_at) {
                return Ok(());
            }
            let instalment = u32::try_from(number + 1).ok();
            let payment = Payment {
                id: PaymentId::new(format!("{}:pay{}", purchase.order.id, number + 1))?,
                at,
                order_id: purchase.order.id.clone(),
                amount_minor: *amount_minor,
                capture_id: Some(capture.id.clone()),
                instalment,
                instrument: format!("tok_{}", purchase.person.id),
                purpose: PaymentPurpose::Plan,
            };
            self.record(at, Record::Payment(payment));
        }
        Ok(())
    }

    fn ask_for_time(
        &mut self,
        purchase: &Purchase<'_>,
        due: Timestamp,
        stops_at: Option<Timestamp>,
        parts_left: usize,
        rng: &mut Rng,
    ) -> Result<(), WorldError> {
        let at = due.plus(Duration::from_days(rng.between(5, 40)));
        if stops_at.is_some_and(|stops_at| at >= stops_at) {
            return Ok(());
        }
        let words = self.setting.words(purchase.person.language);
        let request = HardshipRequest {
            order_id: purchase.order.id.clone(),
            customer_id: purchase.person.id.clone(),
            at,
            statement: words.hardship(rng).to_owned(),
            parts: u32::try_from(parts_left * 4).unwrap_or(4).clamp(4, 24),
        };
        self.push(at, What::Hardship(Box::new(request)));
        Ok(())
    }
}

fn paid_at(payer: Payer, due: Timestamp, rng: &mut Rng) -> Timestamp {
    const LATE_DAYS: Curve = Curve::new(&[(0.0, 0.5), (0.6, 4.0), (0.9, 15.0), (1.0, 28.0)]);
    if payer == Payer::Forgetful && rng.chance(0.4) {
        return due.plus(LATE_DAYS.days(rng));
    }
    due.minus(Duration::from_hours(rng.between(1, 20)))
}
