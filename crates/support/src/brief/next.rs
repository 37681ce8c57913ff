//! What is best done next, by rules over facts and over what was heard; each with why. Nothing is done
//! here: whoever reads it may do it, with the authority that they have.

use kernel::{DisputeId, OrderId};
use serde::{Deserialize, Serialize};

use super::{BriefWords, Facts};
use crate::conversation::Conversation;
use crate::critical::Sign;
use crate::listen::SignalKind;

/// Most steps that are named.
const STEPS_MAX: usize = 3;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAct {
    /// Call the customer back.
    CallBack,
    AcknowledgeComplaint,
    /// Decide a dispute that waits for us.
    Decide,
    StartHardship,
    /// Move an instalment that is overdue, or about to be.
    ExtendPlan,
    PausePlan,
    WaiveFee,
    OpenDispute,
    /// Answer what the customer asked.
    Answer,
}

impl NextAct {
    pub const ALL: [Self; 9] = [
        Self::CallBack,
        Self::AcknowledgeComplaint,
        Self::Decide,
        Self::StartHardship,
        Self::ExtendPlan,
        Self::PausePlan,
        Self::WaiveFee,
        Self::OpenDispute,
        Self::Answer,
    ];
}

/// A step that is best done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub act: NextAct,
    pub what: String,
    /// The fact, or what was heard, that it follows from.
    pub why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
}

/// The steps, the most pressing first: whom the law or a promise makes us answer, then what is ours to
/// decide, then what would help the customer, and last what they asked.
pub(super) fn steps(
    c: &Conversation,
    facts: &Facts,
    open_question: Option<&str>,
    words: &BriefWords,
) -> Vec<NextStep> {
    let step = |act, why: String| NextStep {
        act,
        what: words.next(act).to_owned(),
        why,
        order: None,
        dispute: None,
    };
    let mut steps = Vec::new();
    if c.call_back.is_some() {
        steps.push(step(NextAct::CallBack, words.wants_call.clone()));
    }
    let complaint = facts.complaint.as_ref().filter(|complaint| !complaint.acknowledged);
    steps.extend(
        complaint.map(|_| step(NextAct::AcknowledgeComplaint, words.not_acknowledged.clone())),
    );
    for dispute in facts.disputes.iter().filter(|dispute| dispute.waits_for_us) {
        steps.push(NextStep {
            order: Some(dispute.order.clone()),
            dispute: Some(dispute.dispute),
            ..step(NextAct::Decide, words.waits_for_us(dispute.order.as_str(), &dispute.reason))
        });
    }
    steps.extend(of_plan(c, facts, words, &step));
    steps.extend(open_question.map(|asked| step(NextAct::Answer, words.quoted(asked))));
    steps.truncate(STEPS_MAX);
    steps
}

/// What would help with a payment, the most that there is: a plan for who cannot pay, else more time.
fn of_plan(
    c: &Conversation,
    facts: &Facts,
    words: &BriefWords,
    step: &impl Fn(NextAct, String) -> NextStep,
) -> Option<NextStep> {
    let cannot_pay = c.signals.contains(&SignalKind::Hardship)
        || c.priority.reasons.iter().any(|reason| reason.signal == Sign::Arrears);
    let due = facts.dues.iter().find(|due| due.late);
    if cannot_pay && let Some(due) = due.or(facts.dues.first()).filter(|due| !due.in_hardship) {
        let why = words.cannot_pay.clone();
        return Some(NextStep {
            order: Some(due.order.clone()),
            ..step(NextAct::StartHardship, why)
        });
    }
    let due = due.filter(|due| !due.in_hardship)?;
    let order = Some(due.order.clone());
    let late = words.late(&due.amount, due.order.as_str(), &due.day);
    Some(match &due.move_to {
        Some(day) => {
            let why = format!("{late}; {}", words.may_move(day));
            NextStep { order, ..step(NextAct::ExtendPlan, why) }
        }
        None => NextStep { order, ..step(NextAct::PausePlan, late) },
    })
}
