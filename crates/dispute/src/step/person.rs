//! What a person at the desk decides, asks for, extends or ends at once.

use kernel::{DisputeId, Duration, Timestamp};
use serde_json::json;

use super::Stepper;
use super::decide::Verdict;
use crate::Refusal;
use crate::effect::*;
use crate::input::Decide;
use crate::model::*;

/// How far beyond the present deadline one extension reaches. Klarna's dispute framework lets a
/// deadline be extended and names no bound; a decision is due within 30 days of its own clock, and a
/// party gets no more than that.
const EXTENSION_MAX: Duration = Duration::from_days(30);
/// How often one case gets more time, a late opening counted: without this, extensions add up.
const EXTENSIONS_MAX: usize = 3;

impl Stepper<'_> {
    pub(super) fn decide_by_person(&mut self, decide: &Decide) -> Result<(), Refusal> {
        let id = decide.dispute;
        let dispute = self.state_is(id, &[State::Review, State::FinalReview])?;
        let (amount, state) = (dispute.amount_minor, dispute.state);
        let again = state == State::FinalReview || dispute.reopened > 0;
        if again && dispute.decided_before(self.cx.actor) {
            return Err(Refusal::NotAllowed {
                why: "who decided before may not decide again: another person must".to_owned(),
            });
        }
        if again && !self.cx.actor.kind.is_person_at_desk() {
            return Err(Refusal::NotAllowed { why: "this needs a person at the desk".to_owned() });
        }
        if decide.amount_minor.is_some() && decide.for_party != Party::Consumer {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: "is what the customer gets: leave it out of a decision against them"
                    .to_owned(),
            });
        }
        let granted = decide.amount_minor.unwrap_or(amount);
        if decide.for_party == Party::Consumer && !(0 < granted && granted <= amount) {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: format!("must be more than 0 and at most {amount}, got {granted}"),
            });
        }
        let verdict = self.verdict_of_person(decide, granted, granted < amount);
        self.dispute_mut(id)?.needs_person = false;
        self.effects.push(Effect::Settle { dispute: id, kind: TaskKind::Decide });
        if decide.for_party == Party::Consumer {
            return self.apply_for_consumer(id, verdict);
        }
        let code = verdict.code.clone();
        self.record_decision(id, verdict)?;
        self.close_without_money(id, Outcome::Merchant, &code)
    }

    fn verdict_of_person(&self, decide: &Decide, granted: i64, part: bool) -> Verdict {
        let (outcome, liable, code) = match decide.for_party {
            Party::Consumer => (
                if part { Outcome::ConsumerPartial } else { Outcome::ConsumerFull },
                decide.liable.unwrap_or(Liable::Merchant),
                "klarna_resolved_dispute_in_customer_favor",
            ),
            Party::Merchant | Party::Provider => {
                (Outcome::Merchant, Liable::Consumer, "klarna_resolved_dispute_in_partner_favor")
            }
        };
        Verdict {
            rule: "PERSON".to_owned(),
            for_party: decide.for_party,
            outcome,
            liable,
            amount_minor: granted,
            code: decide.code.clone().unwrap_or_else(|| code.to_owned()),
            because: decide.reasons.clone(),
            because_merchant: decide.reasons.clone(),
            automatic: false,
        }
    }

    pub(super) fn ask_more_by_person(&mut self, id: DisputeId, what: &str) -> Result<(), Refusal> {
        self.state_is(id, &[State::Review])?;
        if self.dispute(id)?.extra_rounds > 0 {
            return Err(Refusal::NotAllowed {
                why: "the merchant was asked once more already; that is the limit".to_owned(),
            });
        }
        self.ask_once_more(id, &[Party::Merchant], what, what)
    }

    /// Transition 17: a clock gets more time; the state stays.
    pub(super) fn extend_deadline(
        &mut self,
        id: DisputeId,
        until: Timestamp,
        ground: ExceptionGround,
    ) -> Result<(), Refusal> {
        let dispute = self.state_is(id, &[State::Dialogue, State::Evidence, State::Preliminary])?;
        let kinds = [TimerKind::DialogueEnds, TimerKind::EvidenceDue, TimerKind::AppealDue];
        let Some(timer) = dispute.timers.iter().find(|timer| kinds.contains(&timer.kind)).cloned()
        else {
            return Err(Refusal::NotAllowed { why: "no deadline runs".to_owned() });
        };
        if until <= timer.due {
            return Err(Refusal::Field {
                field: "until",
                problem: format!("must be after the present deadline {}, got {until}", timer.due),
            });
        }
        let latest = timer.due.plus(EXTENSION_MAX);
        if until > latest {
            return Err(Refusal::Field {
                field: "until",
                problem: format!(
                    "must be at most {} days after the present deadline, {latest}, got {until}",
                    EXTENSION_MAX.whole_days()
                ),
            });
        }
        let extended = |e: &&Exception| e.kind == ExceptionKind::DisputeWindowExtension;
        if dispute.exceptions.iter().filter(extended).count() >= EXTENSIONS_MAX {
            return Err(Refusal::NotAllowed {
                why: format!("a case gets more time at most {EXTENSIONS_MAX} times"),
            });
        }
        let exception = Exception {
            kind: ExceptionKind::DisputeWindowExtension,
            ground,
            at: self.at,
            by: self.cx.actor.clone(),
        };
        self.dispute_mut(id)?.exceptions.push(exception);
        self.start_timer(id, timer.kind, until)?;
        let data = json!({ "timer": timer.kind, "was": timer.due, "due": until });
        self.announce(Topic::DeadlineExtended, Some(id), data);
        Ok(())
    }

    /// A process exception: ended at once, whatever the stage.
    pub(super) fn resolve_at_once(
        &mut self,
        id: DisputeId,
        for_party: Party,
        ground: ExceptionGround,
    ) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if !dispute.state.is_open() {
            return Err(Refusal::WrongState { state: dispute.state.as_str() });
        }
        let again = dispute.state == State::FinalReview || dispute.reopened > 0;
        if again && dispute.decided_before(self.cx.actor) {
            return Err(Refusal::NotAllowed {
                why: "who decided before may not decide again: another person must".to_owned(),
            });
        }
        let amount = dispute.amount_minor;
        let exception = Exception {
            kind: ExceptionKind::ImmediateDisputeResolution,
            ground,
            at: self.at,
            by: self.cx.actor.clone(),
        };
        self.dispute_mut(id)?.exceptions.push(exception);
        let (outcome, liable, code) = match for_party {
            Party::Consumer => (
                Outcome::ConsumerFull,
                Liable::Merchant,
                "klarna_resolved_dispute_in_customer_favor",
            ),
            _ => (Outcome::Merchant, Liable::Consumer, "klarna_resolved_dispute_in_partner_favor"),
        };
        let because = super::reasons::AT_ONCE;
        let mut verdict = Verdict::by_pack(
            "PROCESS-EXCEPTION",
            for_party,
            outcome,
            liable,
            amount,
            code,
            because,
        );
        verdict.automatic = false;
        self.record_decision(id, verdict)?;
        match for_party {
            Party::Consumer => self.pay_from_merchant(id, outcome, amount, code, true),
            _ => self.close_without_money(id, outcome, code),
        }
    }
}
