//! From what the data shows of an order to the dispute that its customer would have opened.

use commerce::olist::{FinalStatus, Olist, OlistTruth, Review};
use commerce::{Line, LineKind};
use dispute::{EvidenceType, Kind, Party, Reason, SubIssue};
use kernel::{Duration, LineId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

use super::behaviour::OPENED_WITHIN;
use super::{Backtest, BacktestError, Case, Complaint, Group, Lexicon, POPULATION, Part, Truth};
use crate::event::Claim;
use crate::evidence::EvidenceDraft;

/// Why an order makes no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Nothing was paid, or not yet when the customer complained: nothing can be owed.
    NothingCaptured,
    /// The dates are of the whole order: nobody can say what of it came when.
    SeveralSellers,
    /// The customer gave three stars or more.
    Satisfied,
    /// A bad review of goods that came, which states no problem to decide.
    NoStatedProblem,
    /// The review speaks of goods that, by the data, never came; or came and were cancelled.
    Contradictory,
    /// Complained of before it was due, and it came in time.
    NotDue,
    /// The complaint comes after the time in which a dispute can be opened.
    TooLate,
}

/// A review of at most this many stars is a complaint.
const COMPLAINT_STARS_MAX: u32 = 2;
/// Longest statement, in characters.
const STATEMENT_CHARS_MAX: usize = 5_000;

/// What the dispute is about.
struct Matter {
    group: Group,
    reason: Reason,
    sub_issue: SubIssue,
    truth: Truth,
    at: Timestamp,
}

pub(super) fn cases(
    backtest: &mut Backtest,
    olist: &Olist,
    lexicon: &Lexicon,
) -> Result<(), BacktestError> {
    let truths: Vec<OlistTruth> = olist.truths().collect();
    let weight_of = weights(&truths);
    let mut cases = Vec::new();
    for order in &truths {
        let complaint = complaint(order);
        let text = complaint.map(text_of).unwrap_or_default();
        let class = lexicon.classify(&text);
        if complaint.is_some() {
            *backtest.complaints.entry(class).or_default() += 1;
        }
        match derive(backtest, order, complaint, class) {
            Ok((order_id, matter)) => cases.push(Case {
                number: 0,
                group: matter.group,
                complaint: class,
                region: order.region(),
                weight: weight_of(order.final_status),
                truth: matter.truth,
                claim: claim(backtest, order, order_id, &matter, &text),
            }),
            Err(why) => *backtest.excluded.entry(why).or_default() += 1,
        }
    }
    cases.sort_by(|a, b| (a.claim.at, &a.claim.order_id).cmp(&(b.claim.at, &b.claim.order_id)));
    for (number, case) in cases.iter_mut().enumerate() {
        case.number = number;
    }
    backtest.cases = cases;
    Ok(())
}

/// How many orders of the whole set one order of a status stands for.
fn weights(truths: &[OlistTruth]) -> impl Fn(FinalStatus) -> f64 + use<> {
    let counted = FinalStatus::ALL
        .map(|status| (status, truths.iter().filter(|truth| truth.final_status == status).count()));
    move |status| {
        let sample = counted.iter().find(|(each, _)| *each == status).map_or(0, |(_, n)| *n);
        let whole = POPULATION.iter().find(|(each, _)| *each == status).map_or(0, |(_, n)| *n);
        if sample == 0 { 1.0 } else { (whole as f64 / sample as f64).max(1.0) }
    }
}

/// The first review that complains.
fn complaint(order: &OlistTruth) -> Option<&Review> {
    order.reviews.iter().find(|review| review.score <= COMPLAINT_STARS_MAX)
}

fn text_of(review: &Review) -> String {
    let text = format!("{}\n{}", review.title, review.message);
    kernel::scrub::scrub(text.trim()).text.chars().take(STATEMENT_CHARS_MAX).collect()
}

/// What the dispute is about, or why there is none.
fn derive<'t>(
    backtest: &Backtest,
    order: &'t OlistTruth,
    complaint: Option<&Review>,
    class: Complaint,
) -> Result<(&'t OrderId, Matter), Exclusion> {
    let captured_at = order.approved_at.filter(|_| order.total_minor > 0);
    let captured_at = captured_at.ok_or(Exclusion::NothingCaptured)?;
    let [order_id] = order.order_ids.as_slice() else { return Err(Exclusion::SeveralSellers) };
    let said_at = match complaint {
        Some(review) => review.answered_at,
        None if !order.reviews.is_empty() => return Err(Exclusion::Satisfied),
        // Nobody asked, or no answer: those who wait in vain complain within a week.
        None => {
            let mut rng = backtest.draws(Part::Claim, order_id);
            order.promised_by.plus(Duration::from_days(rng.between(2, 7)))
        }
    };
    let matter = match (order.final_status, order.delivered_at) {
        (FinalStatus::Canceled, Some(_)) => Err(Exclusion::Contradictory),
        (_, Some(delivered_at)) => {
            delivered(backtest, order, order_id, said_at, delivered_at, class)
        }
        (_, None) => undelivered(backtest, order, said_at, class),
    }?;
    if matter.at < captured_at {
        return Err(Exclusion::NothingCaptured);
    }
    if matter.at.since(captured_at) > OPENED_WITHIN {
        return Err(Exclusion::TooLate);
    }
    Ok((order_id, matter))
}

fn undelivered(
    backtest: &Backtest,
    order: &OlistTruth,
    said_at: Timestamp,
    class: Complaint,
) -> Result<Matter, Exclusion> {
    if class.has_goods() {
        return Err(Exclusion::Contradictory);
    }
    let not_received = (Reason::NotReceived, SubIssue::NeverArrived);
    // Nothing can be missing before it is due; money for a cancelled order is due at once.
    let due_at = said_at.max(order.promised_by);
    let delivery = Truth::Delivery { delivered_at: None, observed_until: backtest.observed_until };
    let ((reason, sub_issue), group, truth, at) = match order.final_status {
        FinalStatus::Canceled | FinalStatus::Unavailable => {
            let group = match order.final_status {
                FinalStatus::Canceled => Group::Cancelled,
                _ => Group::Unavailable,
            };
            let refund = (Reason::RefundNotProcessed, SubIssue::CancelledNotCredited);
            match class {
                Complaint::Refund => (refund, group, Truth::NeverComes, said_at),
                _ => (not_received, group, Truth::NeverComes, due_at),
            }
        }
        _ => (not_received, Group::Undelivered, delivery, due_at),
    };
    Ok(Matter { group, reason, sub_issue, truth, at })
}

fn delivered(
    backtest: &Backtest,
    order: &OlistTruth,
    order_id: &OrderId,
    said_at: Timestamp,
    delivered_at: Timestamp,
    class: Complaint,
) -> Result<Matter, Exclusion> {
    let truth = Truth::Delivery {
        delivered_at: Some(delivered_at),
        observed_until: backtest.observed_until,
    };
    let (reason, sub_issue) = (Reason::NotReceived, SubIssue::NeverArrived);
    if said_at < delivered_at && !class.has_goods() {
        let at = said_at.max(order.promised_by);
        return if at < delivered_at {
            Ok(Matter { group: Group::Late, reason, sub_issue, truth, at })
        } else {
            Err(Exclusion::NotDue)
        };
    }
    let one_item = physical_lines(backtest, order_id).nth(1).is_none();
    if class == Complaint::NotReceived && one_item {
        let group = Group::DeliveredNotReceived;
        return Ok(Matter { group, reason, sub_issue, truth, at: said_at });
    }
    let (reason, sub_issue) = stated(class).ok_or(Exclusion::NoStatedProblem)?;
    let real = backtest.behaviour.customer.problem_is_real;
    let problem_is_real = backtest.draws(Part::Truth, order_id).chance(real);
    let truth = Truth::Drawn { problem_is_real };
    Ok(Matter { group: Group::StatedProblem, reason, sub_issue, truth, at: said_at })
}

/// What a problem with goods that came is reported under. Something "not received" of several
/// things is a part.
const fn stated(class: Complaint) -> Option<(Reason, SubIssue)> {
    match class {
        Complaint::PartlyReceived | Complaint::NotReceived => {
            Some((Reason::NotReceived, SubIssue::PartlyArrived))
        }
        Complaint::Damaged => Some((Reason::NotAsDescribed, SubIssue::Damaged)),
        Complaint::NotWorking => Some((Reason::NotAsDescribed, SubIssue::NotWorking)),
        Complaint::Counterfeit => Some((Reason::NotAsDescribed, SubIssue::Counterfeit)),
        Complaint::WrongItem => Some((Reason::NotAsDescribed, SubIssue::WrongItem)),
        Complaint::NotAsDescribed => Some((Reason::NotAsDescribed, SubIssue::Unspecified)),
        Complaint::Refund => Some((Reason::RefundNotProcessed, SubIssue::ReturnNotCredited)),
        Complaint::Late | Complaint::Unclear | Complaint::NoText => None,
    }
}

fn physical_lines<'b>(
    backtest: &'b Backtest,
    order_id: &OrderId,
) -> impl Iterator<Item = &'b Line> + use<'b> {
    let lines = backtest.orders.get(order_id).map(|facts| facts.order.lines.iter());
    lines.into_iter().flatten().filter(|line| line.kind == LineKind::Physical)
}

fn claim(
    backtest: &Backtest,
    order: &OlistTruth,
    order_id: &OrderId,
    matter: &Matter,
    text: &str,
) -> Claim {
    let customer = &backtest.behaviour.customer;
    let mut rng = backtest.draws(Part::Claim, order_id);
    let asked = rng.chance(customer.asked_merchant);
    let asked_at = matter.at.minus(Duration::from_days(rng.between(1, 6)));
    let shows = match matter.truth {
        Truth::Drawn { problem_is_real: false } => customer.photo_when_not,
        _ => customer.photo_when_real,
    };
    let shows = rng.chance(shows);
    let (lines, amount_minor) = claimed(backtest, order_id, matter, order.total_minor);
    Claim {
        order_id: order_id.clone(),
        customer_id: order.customer_id.clone(),
        at: matter.at,
        kind: Kind::ConsumerClaim,
        reason: matter.reason,
        sub_issue: matter.sub_issue,
        lines,
        amount_minor,
        language: "pt-BR".to_owned(),
        statement: text.to_owned(),
        merchant_contacted_at: asked.then(|| asked_at.max(order.purchased_at)),
        right_amount_minor: None,
        declared: false,
        evidence: shown(matter.reason, shows, asked, matter.at),
    }
}

/// The whole order; of an order of several things that came, one of them: Olist does not say which.
fn claimed(
    backtest: &Backtest,
    order_id: &OrderId,
    matter: &Matter,
    total_minor: i64,
) -> (Vec<LineId>, i64) {
    let several = physical_lines(backtest, order_id).nth(1).is_some();
    let is_return = matter.reason == Reason::RefundNotProcessed;
    match physical_lines(backtest, order_id).next() {
        Some(line) if several && !is_return && matter.group == Group::StatedProblem => {
            (vec![line.id.clone()], line.amount_minor.min(total_minor))
        }
        _ => (Vec::new(), total_minor),
    }
}

/// What the customer shows: at most two items.
fn shown(reason: Reason, shows: bool, asked: bool, at: Timestamp) -> Vec<EvidenceDraft> {
    let contact = EvidenceDraft::text(
        Party::Consumer,
        EvidenceType::MerchantContact,
        "Asked the shop; no solution.",
    );
    let document = document(reason, at).filter(|_| shows);
    asked.then_some(contact).into_iter().chain(document).collect()
}

/// The document that a customer with such a claim could show.
pub(super) fn document(reason: Reason, at: Timestamp) -> Option<EvidenceDraft> {
    let (kind, name) = match reason {
        Reason::NotAsDescribed => (EvidenceType::Photo, "photo"),
        Reason::RefundNotProcessed => (EvidenceType::RefundConfirmation, "refund promised"),
        _ => return None,
    };
    let draft = EvidenceDraft::text(Party::Consumer, kind, "");
    Some(draft.attaching(format!("{name}.pdf"), vec![format!("{name}, {at}")]))
}
