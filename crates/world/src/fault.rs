//! Whether something goes wrong with an order, what the customer then says and shows, and who is
//! truly right.

use dispute::{EvidenceType, Extracted, Party};
use kernel::{Duration, LineId, Rng, Timestamp};

use crate::course::{Course, Journey};
use crate::curve::{Curve, weighted};
use crate::event::{Claim, Problem, Right, Trouble};
use crate::evidence::EvidenceDraft;
use crate::generate::Setting;
use crate::purchase::Purchase;
use crate::rates::Rates;
use crate::shop::Temper;
use crate::words::Sector;

/// Days after which a customer reports what they noticed.
const NOTICED_DAYS: Curve = Curve::new(&[(0.0, 0.2), (0.5, 2.0), (0.9, 7.0), (1.0, 20.0)]);
/// Days of waiting beyond the promised day.
const WAITED_DAYS: Curve = Curve::new(&[(0.0, 1.0), (0.5, 4.0), (0.9, 12.0), (1.0, 30.0)]);

/// The problem of an order, if it has one.
pub(crate) fn problem(
    setting: &Setting,
    purchase: &Purchase<'_>,
    course: &Course,
    rng: &mut Rng,
) -> Option<Problem> {
    let order = &purchase.order;
    let promised_by = order.promised_by.unwrap_or(order.at);
    if purchase.by_ring {
        let at = order.at.plus(WAITED_DAYS.days(rng)).plus(Duration::from_days(2));
        return Some(report(setting, purchase, Trouble::Unauthorised, at, Right::Consumer, rng));
    }
    match course {
        Course::Sent(journey) => match journey.arrived_at {
            None => missing(setting, purchase, promised_by, rng),
            Some(at) if journey.elsewhere => {
                let at = at.plus(NOTICED_DAYS.days(rng));
                let trouble = Trouble::WrongAddress;
                Some(report(setting, purchase, trouble, at, Right::Consumer, rng))
            }
            Some(at) => late(setting, purchase, promised_by, at, rng)
                .or_else(|| defect(setting, purchase, at, rng)),
        },
        Course::NeverSent => missing(setting, purchase, promised_by, rng),
        Course::Cancelled { told: true, .. } => None,
        Course::Cancelled { at, .. } => {
            let at = at.plus(WAITED_DAYS.days(rng)).plus(Duration::from_days(5));
            let trouble = Trouble::CancelledNotCredited;
            Some(report(setting, purchase, trouble, at, Right::Consumer, rng))
        }
        Course::Provided => defect(setting, purchase, order.at, rng),
    }
}

fn missing(
    setting: &Setting,
    purchase: &Purchase<'_>,
    promised_by: Timestamp,
    rng: &mut Rng,
) -> Option<Problem> {
    let at = promised_by.plus(WAITED_DAYS.days(rng));
    let reported = rng.chance(setting.rates.lost_reported);
    reported.then(|| report(setting, purchase, Trouble::NeverArrived, at, Right::Consumer, rng))
}

/// Reported while the parcel is still on its way.
fn late(
    setting: &Setting,
    purchase: &Purchase<'_>,
    promised_by: Timestamp,
    arrived_at: Timestamp,
    rng: &mut Rng,
) -> Option<Problem> {
    let lateness = arrived_at.since(promised_by);
    if lateness < Duration::DAY || !rng.chance(setting.rates.late_reported) {
        return None;
    }
    let at = promised_by.plus(Duration::from_millis(
        (lateness.as_millis() as f64 * (0.3 + 0.6 * rng.unit())) as i64,
    ));
    let truth = Right::ConsumerUntil { delivered_at: arrived_at };
    Some(report(setting, purchase, Trouble::NeverArrived, at, truth, rng))
}

/// What may be wrong with goods that came, or with the bill; and claims without ground.
fn defect(
    setting: &Setting,
    purchase: &Purchase<'_>,
    came_at: Timestamp,
    rng: &mut Rng,
) -> Option<Problem> {
    let (trouble, truth) = drawn_defect(&setting.rates, purchase, rng)?;
    let at = came_at.plus(NOTICED_DAYS.days(rng));
    let at = match purchase.order.promised_by {
        Some(promised_by) if trouble == Trouble::NeverArrived => at.max(promised_by),
        _ => at,
    };
    Some(report(setting, purchase, trouble, at, truth, rng))
}

fn drawn_defect(rates: &Rates, purchase: &Purchase<'_>, rng: &mut Rng) -> Option<(Trouble, Right)> {
    let temper = purchase.shop.temper;
    let factor = temper.trouble_factor();
    let physical = if purchase.shop.is_physical() { factor } else { 0.0 };
    let works = if purchase.shop.sector == Sector::Service { 0.0 } else { factor };
    let fakes = if temper == Temper::Dropship { physical } else { 0.0 };
    let chances = [
        (Some(Trouble::PartlyArrived), rates.partly * physical),
        (Some(Trouble::Damaged), rates.damaged * physical),
        (Some(Trouble::WrongItem), rates.wrong_item * physical),
        (Some(Trouble::NotWorking), rates.not_working * works),
        (Some(Trouble::Counterfeit), rates.counterfeit * fakes),
        (Some(Trouble::WrongPrice), rates.wrong_price * factor),
        (Some(Trouble::DiscountMissing), rates.discount_missing * factor),
        (Some(Trouble::PaidMerchantDirectly), rates.paid_directly),
    ];
    let unfounded = [
        (Some(Trouble::NeverArrived), if physical > 0.0 { rates.false_not_received } else { 0.0 }),
        (Some(Trouble::Unauthorised), rates.disowned),
    ];
    let share = |list: &[(Option<Trouble>, f64)]| list.iter().map(|(_, share)| share).sum::<f64>();
    let nothing = (None, 1.0 - share(&chances) - share(&unfounded));
    let all: Vec<_> = chances.iter().chain(&unfounded).copied().chain([nothing]).collect();
    let trouble = weighted(rng, &all).flatten()?;
    let groundless = matches!(trouble, Trouble::NeverArrived | Trouble::Unauthorised)
        || rng.chance(rates.unfounded);
    Some((trouble, if groundless { Right::Merchant } else { Right::Consumer }))
}

/// The problem as the customer reports it.
pub(crate) fn report(
    setting: &Setting,
    purchase: &Purchase<'_>,
    trouble: Trouble,
    at: Timestamp,
    truth: Right,
    rng: &mut Rng,
) -> Problem {
    let (order, language) = (&purchase.order, purchase.person.language);
    let (kind, reason, sub_issue) = trouble.reported_as();
    let (lines, amount_minor, right_amount_minor) = claimed(purchase, trouble, rng);
    let product = purchase.main_line().map_or("", |line| line.name.as_str());
    let days = at.since(order.promised_by.unwrap_or(order.at)).whole_days();
    let asked = reason.merchant_contact_expected() && rng.chance(0.85);
    let asked_at = at.minus(Duration::from_days(rng.between(1, 8))).max(order.at);
    let words = setting.words(language);
    let statement = words.says(trouble, product, &purchase.shop.name, days, rng);
    let claim = Claim {
        order_id: order.id.clone(),
        customer_id: order.customer_id.clone(),
        at,
        kind,
        reason,
        sub_issue,
        lines,
        amount_minor,
        language: purchase.shop.market.tag(language),
        evidence: shown(trouble, &statement, right_amount_minor, amount_minor, at),
        statement,
        merchant_contacted_at: asked.then_some(asked_at),
        right_amount_minor,
        declared: trouble == Trouble::Unauthorised,
    };
    Problem { claim, truth }
}

/// The lines, the claimed amount and, for a wrong bill, what would have been right.
fn claimed(
    purchase: &Purchase<'_>,
    trouble: Trouble,
    rng: &mut Rng,
) -> (Vec<LineId>, i64, Option<i64>) {
    let total = purchase.order.total_minor;
    match trouble {
        Trouble::PartlyArrived
        | Trouble::Damaged
        | Trouble::WrongItem
        | Trouble::Counterfeit
        | Trouble::NotWorking => match purchase.main_line() {
            Some(line) => (vec![line.id.clone()], line.amount_minor.min(total), None),
            None => (Vec::new(), total, None),
        },
        Trouble::WrongPrice | Trouble::DiscountMissing => {
            let over = (total * rng.between(8, 30) / 100).max(1);
            (Vec::new(), over, Some(total - over))
        }
        _ => (Vec::new(), total, None),
    }
}

/// What the customer shows: at most two items, as providers ask for.
fn shown(
    trouble: Trouble,
    statement: &str,
    right_amount_minor: Option<i64>,
    amount_minor: i64,
    at: Timestamp,
) -> Vec<EvidenceDraft> {
    let item = |kind, text: &str| EvidenceDraft::text(Party::Consumer, kind, text);
    let file = |name: &str| (format!("{name}.pdf"), vec![name.to_owned(), statement.to_owned()]);
    let with_file = |kind, name: &str| {
        let (file_name, lines) = file(name);
        item(kind, "").attaching(file_name, lines)
    };
    match trouble {
        Trouble::Damaged | Trouble::WrongItem | Trouble::Counterfeit | Trouble::NotWorking => {
            vec![
                with_file(EvidenceType::Photo, "photo"),
                item(EvidenceType::Description, statement),
            ]
        }
        Trouble::ReturnNotCredited => {
            let sent = at.minus(Duration::from_days(18));
            let facts = Extracted { returned_at: Some(sent), ..Extracted::default() };
            vec![with_file(EvidenceType::ReturnReceipt, "return receipt").stating(facts)]
        }
        Trouble::CancelledNotCredited => {
            vec![with_file(EvidenceType::RefundConfirmation, "cancellation mail")]
        }
        Trouble::WrongPrice | Trouble::DiscountMissing => {
            let facts = Extracted { amount_minor: right_amount_minor, ..Extracted::default() };
            vec![with_file(EvidenceType::Receipt, "order confirmation").stating(facts)]
        }
        Trouble::PaidMerchantDirectly => {
            let facts = Extracted { amount_minor: Some(amount_minor), ..Extracted::default() };
            vec![with_file(EvidenceType::PaymentProof, "till receipt").stating(facts)]
        }
        Trouble::Unauthorised => vec![item(EvidenceType::Declaration, statement)],
        Trouble::NeverArrived | Trouble::PartlyArrived | Trouble::WrongAddress => {
            vec![item(EvidenceType::MerchantContact, statement)]
        }
    }
}

/// Whether the goods were with the customer when they complained.
pub(crate) fn had_goods(journey: &Journey, problem: &Problem) -> bool {
    journey.received_at().is_some_and(|at| at <= problem.claim.at)
}
