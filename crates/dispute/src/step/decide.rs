//! Deciding: what the tables say, what a person says, and how a dispute ends.

use kernel::{Actor, DecisionId, DisputeId, Timestamp};
use serde_json::json;

use super::Stepper;
use super::money::HeldPart;
use crate::Refusal;
use crate::decide::Then;
use crate::effect::*;
use crate::input::Decide;
use crate::model::*;

/// What was decided, before it is recorded.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub rule: String,
    pub for_party: Party,
    pub outcome: Outcome,
    pub liable: Liable,
    pub amount_minor: i64,
    pub code: String,
    pub because: String,
    pub because_merchant: String,
    /// By policy code alone.
    pub automatic: bool,
}

impl Verdict {
    /// A verdict that follows from the policy pack, without a table.
    pub(super) fn by_pack(
        rule: &str,
        for_party: Party,
        outcome: Outcome,
        liable: Liable,
        amount_minor: i64,
        code: &str,
        because: &str,
    ) -> Self {
        Self {
            rule: rule.to_owned(),
            for_party,
            outcome,
            liable,
            amount_minor,
            code: code.to_owned(),
            because: because.to_owned(),
            because_merchant: because.to_owned(),
            automatic: true,
        }
    }
}

impl Stepper<'_> {
    pub(super) fn enter_review(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let at = self.at;
        self.stop_timer(id, TimerKind::EvidenceDue)?;
        let dispute = self.dispute_mut(id)?;
        dispute.review_since.get_or_insert(at);
        let clock_runs = dispute.timer(TimerKind::ReviewDue).is_some();
        self.enter(id, State::Review)?;
        if !clock_runs {
            self.start_review_clock(id)?;
        }
        self.decide(id)
    }

    /// Lets policy code look at a case in review. Anything it may not settle goes to a person.
    pub(super) fn decide(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let offered =
            dispute.proposal.as_ref().is_some_and(|offer| offer.state == OfferState::Open);
        if dispute.state != State::Review || offered {
            return Ok(());
        }
        if dispute.needs_person || dispute.reopened > 0 {
            return self.hand_to_person(id, "a person was asked for");
        }
        let facts = self.facts(id)?;
        let found = self.cx.rules.tables.evaluate(&facts);
        let amount = self.dispute(id)?.amount_minor;
        let verdict = |for_party, outcome, liable, amount_minor| Verdict {
            rule: found.rule.to_string(),
            for_party,
            outcome,
            liable,
            amount_minor,
            code: found.code.as_deref().unwrap_or("other").to_owned(),
            because: found.because.to_string(),
            because_merchant: found.because_merchant.to_string(),
            automatic: true,
        };
        match found.then {
            Then::Person => self.hand_to_person(id, &found.because_merchant),
            Then::MoreInformation => {
                self.ask_once_more(id, &found.because, &found.because_merchant)
            }
            Then::Consumer => self.rule_for_consumer(
                id,
                verdict(Party::Consumer, Outcome::ConsumerFull, Liable::Merchant, amount),
            ),
            Then::ConsumerPartial => {
                let (_, owed) = self.arithmetic(self.dispute(id)?);
                if owed <= 0 || owed >= amount {
                    return self.hand_to_person(id, "the sums leave the amount open");
                }
                self.rule_for_consumer(
                    id,
                    verdict(Party::Consumer, Outcome::ConsumerPartial, Liable::Merchant, owed),
                )
            }
            // Law returns an unauthorised payment to the customer; the merchant followed the
            // rules, so the provider bears it (scenario S6).
            Then::Merchant if self.dispute(id)?.kind == Kind::Unauthorised => self.rule_for_consumer(
                id,
                verdict(Party::Consumer, Outcome::ConsumerFull, Liable::Provider, amount),
            ),
            Then::Merchant => self.rule_for_merchant(
                id,
                verdict(Party::Merchant, Outcome::Merchant, Liable::Consumer, amount),
            ),
        }
    }

    /// Whether policy code would settle a case that waits for more information, were it asked now.
    pub(super) fn could_settle(&self, id: DisputeId) -> Result<bool, Refusal> {
        let facts = self.facts(id)?;
        Ok(self.cx.rules.tables.evaluate(&facts).then.is_final())
    }

    /// Against the customer: only after the right of reply, and within the limits.
    fn rule_for_merchant(&mut self, id: DisputeId, verdict: Verdict) -> Result<(), Refusal> {
        if !self.cx.rules.limits.allow(true, verdict.amount_minor, self.file.currency()) {
            return self.hand_to_person(id, "the amount is above what policy code may refuse");
        }
        let calendar = self.calendar()?;
        let heard_from = self.dispute(id)?.answered_at.unwrap_or(self.at);
        let ready = self.cx.rules.pack.right_of_reply.from(heard_from, calendar);
        if self.at < ready {
            return self.start_timer(id, TimerKind::DecideDue, ready);
        }
        let (outcome, code) = (verdict.outcome, verdict.code.clone());
        self.record_decision(id, verdict)?;
        self.close_without_money(id, outcome, &code)
    }

    fn rule_for_consumer(&mut self, id: DisputeId, verdict: Verdict) -> Result<(), Refusal> {
        if !self.cx.rules.limits.allow(false, verdict.amount_minor, self.file.currency()) {
            return self.hand_to_person(id, "the amount is above what policy code may grant");
        }
        self.apply_for_consumer(id, verdict)
    }

    /// Transitions 9, 11 and 14: preliminary where the merchant bears it and may appeal.
    fn apply_for_consumer(&mut self, id: DisputeId, verdict: Verdict) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let rules = self.framework_rules(dispute.framework)?;
        let appealable = verdict.liable == Liable::Merchant
            && dispute.appeal.is_none()
            && dispute.reopened == 0
            && dispute.state == State::Review;
        let Some(window) = rules.appeal.filter(|_| appealable) else {
            let (outcome, minor, code) =
                (verdict.outcome, verdict.amount_minor, verdict.code.clone());
            let liable = verdict.liable;
            self.record_decision(id, verdict)?;
            return match liable {
                Liable::Provider => self.pay_from_provider(id, outcome, minor, &code),
                _ => self.pay_from_merchant(id, outcome, minor, &code, true),
            };
        };
        self.dispute_mut(id)?.granted_minor = Some(verdict.amount_minor);
        self.record_decision(id, verdict)?;
        self.stop_timer(id, TimerKind::ReviewDue)?;
        self.stop_timer(id, TimerKind::DecideDue)?;
        self.enter(id, State::Preliminary)?;
        let calendar = self.calendar()?;
        let due = window.from(self.at, calendar);
        self.start_timer(id, TimerKind::AppealDue, due)?;
        let data = json!({ "for": Party::Consumer, "appeal_by": due });
        self.notify(Party::Merchant, NoticeTemplate::DecisionPreliminary, Some(id), data.clone());
        self.notify(Party::Consumer, NoticeTemplate::DecisionPreliminary, Some(id), data);
        Ok(())
    }

    pub(super) fn hand_to_person(&mut self, id: DisputeId, why: &str) -> Result<(), Refusal> {
        let due = self.dispute(id)?.timer(TimerKind::ReviewDue).map(|timer| timer.due);
        self.dispute_mut(id)?.needs_person = true;
        self.ask(TaskKind::Decide, Some(id), why, due);
        Ok(())
    }

    /// Transition 12: once.
    fn ask_once_more(&mut self, id: DisputeId, consumer: &str, why: &str) -> Result<(), Refusal> {
        if self.dispute(id)?.extra_rounds > 0 {
            return self.hand_to_person(id, "the merchant was asked twice already");
        }
        self.dispute_mut(id)?.extra_rounds += 1;
        self.request_evidence(id)?;
        let asked = json!({ "because": consumer });
        self.notify(Party::Consumer, NoticeTemplate::EvidenceRequested, Some(id), asked);
        self.announce(Topic::DisputeUpdated, Some(id), json!({ "more_information": why }));
        Ok(())
    }

    // What a person does.

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
            Party::Merchant | Party::Provider => (
                Outcome::Merchant,
                Liable::Consumer,
                "klarna_resolved_dispute_in_partner_favor",
            ),
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
        self.ask_once_more(id, what, what)
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
        let amount = dispute.amount_minor;
        let exception = Exception {
            kind: ExceptionKind::ImmediateDisputeResolution,
            ground,
            at: self.at,
            by: self.cx.actor.clone(),
        };
        self.dispute_mut(id)?.exceptions.push(exception);
        let (outcome, liable, code) = match for_party {
            Party::Consumer => {
                (Outcome::ConsumerFull, Liable::Merchant, "klarna_resolved_dispute_in_customer_favor")
            }
            _ => (Outcome::Merchant, Liable::Consumer, "klarna_resolved_dispute_in_partner_favor"),
        };
        let because = "The case was resolved at once, outside the normal course.";
        let mut verdict =
            Verdict::by_pack("PROCESS-EXCEPTION", for_party, outcome, liable, amount, code, because);
        verdict.automatic = false;
        self.record_decision(id, verdict)?;
        match for_party {
            Party::Consumer => self.pay_from_merchant(id, outcome, amount, code, true),
            _ => self.close_without_money(id, outcome, code),
        }
    }

    // Recording and ending.

    /// Writes a decision down: the mark on the dispute, the row, and the cause of what follows.
    pub(super) fn record_decision(&mut self, id: DisputeId, verdict: Verdict) -> Result<(), Refusal> {
        let facts = self.facts(id)?;
        let decision_id = DecisionId::generate(self.cx.now, &mut self.cx.rng);
        let actor = if verdict.automatic && self.cx.actor.kind != kernel::ActorKind::Agent {
            Actor::SYSTEM
        } else {
            self.cx.actor.clone()
        };
        let stage = facts.stage;
        let mark = DecisionMark {
            id: decision_id,
            stage,
            at: self.at,
            by: actor.clone(),
            for_party: verdict.for_party,
            rule: verdict.rule.clone(),
        };
        self.dispute_mut(id)?.decisions.push(mark);
        self.cause = ledger::Cause::Decision(decision_id);
        let inputs = crate::decide::canonical_facts(&facts);
        self.effects.push(Effect::Decided(Decision {
            id: decision_id,
            dispute: id,
            stage,
            at: self.at,
            actor,
            for_party: verdict.for_party,
            outcome: verdict.outcome,
            amount_minor: verdict.amount_minor,
            liable: verdict.liable,
            rules: vec![verdict.rule],
            code: verdict.code,
            because: verdict.because,
            because_merchant: verdict.because_merchant,
            facts: Some(facts),
            inputs_hash: kernel::canonical::Sha256Hex::of(inputs.as_bytes()),
            policy_hash: self.cx.rules.hash,
            policy_version: self.cx.rules.pack.version.clone(),
            automatic: verdict.automatic,
            review_right: true,
        }));
        Ok(())
    }

    /// A rule of the pack ends it for the customer: silence, acceptance, threshold.
    pub(super) fn lose_by_rule(&mut self, id: DisputeId, rule: &str, code: &str) -> Result<(), Refusal> {
        let amount = self.dispute(id)?.amount_minor;
        let because = match rule {
            "EVIDENCE-OVERDUE" => "The merchant did not answer in time.",
            "BELOW-THRESHOLD" => "The merchant accepts claims of this size without an answer.",
            "STOP-UNANSWERED" => "The merchant did not stop the order when it was asked to.",
            _ => "The merchant accepted the claim.",
        };
        let verdict = Verdict::by_pack(
            rule,
            Party::Consumer,
            Outcome::ConsumerFull,
            Liable::Merchant,
            amount,
            code,
            because,
        );
        self.record_decision(id, verdict)?;
        self.pay_from_merchant(id, Outcome::ConsumerFull, amount, code, true)
    }

    /// Transition 14: what was decided before becomes final.
    pub(super) fn close_as_decided(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let amount = self.dispute(id)?.amount_minor;
        let granted = self.dispute(id)?.granted_minor.unwrap_or(amount).min(amount);
        let (outcome, code) = if granted < amount {
            (Outcome::ConsumerPartial, "partner_did_not_appeal")
        } else {
            (Outcome::ConsumerFull, "partner_did_not_appeal")
        };
        let verdict = Verdict::by_pack(
            "APPEAL-WINDOW-OVER",
            Party::Consumer,
            outcome,
            Liable::Merchant,
            granted,
            code,
            "The merchant did not appeal, so the decision stands.",
        );
        self.record_decision(id, verdict)?;
        self.pay_from_merchant(id, outcome, granted, code, true)
    }

    /// The merchant bears it: out of the hold, to the customer.
    pub(super) fn pay_from_merchant(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        minor: i64,
        code: &str,
        merchant_lost: bool,
    ) -> Result<(), Refusal> {
        let minor = minor.min(self.settleable_minor());
        let mut returned = 0;
        if minor > 0 {
            let sources = self.from_hold(id, minor)?;
            returned = self.settle("close", Some(id), minor, sources)?.total();
        }
        self.release(id, HeldPart::Amount, i64::MAX)?;
        self.settle_fees(id, merchant_lost)?;
        let liable = if minor > 0 { Liable::Merchant } else { Liable::Nobody };
        self.finish_dispute(id, outcome, liable, code, returned)
    }

    /// The provider bears it; the merchant gets everything held back.
    pub(super) fn pay_from_provider(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        minor: i64,
        code: &str,
    ) -> Result<(), Refusal> {
        let fraud = self.dispute(id)?.kind == Kind::Unauthorised;
        let account = if fraud { ledger::Account::FraudLoss } else { ledger::Account::DisputeLoss };
        let minor = minor.min(self.settleable_minor());
        let mut returned = 0;
        if minor > 0 {
            returned = self.settle("close", Some(id), minor, vec![(account, minor)])?.total();
        }
        self.release(id, HeldPart::Amount, i64::MAX)?;
        self.settle_fees(id, false)?;
        self.finish_dispute(id, outcome, Liable::Provider, code, returned)
    }

    /// Ends a dispute in which no money goes to the customer by this decision.
    pub(super) fn close_without_money(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        code: &str,
    ) -> Result<(), Refusal> {
        self.release(id, HeldPart::Amount, i64::MAX)?;
        self.settle_fees(id, false)?;
        let liable = match outcome {
            Outcome::Merchant => Liable::Consumer,
            _ => Liable::Nobody,
        };
        self.finish_dispute(id, outcome, liable, code, 0)
    }

    /// The last of every way: clocks off, plans on, everyone told.
    pub(super) fn finish_dispute(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        liable: Liable,
        code: &str,
        returned_minor: i64,
    ) -> Result<(), Refusal> {
        self.recover_provisional(id)?;
        self.stop_all_timers(id)?;
        let automatic = self.dispute(id)?.decisions.last().is_none_or(|d| !d.by.kind.is_person_at_desk());
        let at = self.at;
        let closing =
            Closing { outcome, at, code: code.to_owned(), liable, returned_minor, automatic };
        let dispute = self.dispute_mut(id)?;
        dispute.closing = Some(closing);
        dispute.needs_person = false;
        self.enter(id, State::Closed)?;
        self.resume_plans(id)?;
        self.reinstate_network()?;
        self.effects.push(Effect::Settle { dispute: id, kind: TaskKind::Decide });
        let data = json!({
            "outcome": outcome, "code": code, "liable": liable, "at": at,
            "returned_minor": returned_minor, "currency": self.file.currency(),
            "automatic": automatic, "review_right": true,
        });
        self.announce(Topic::DisputeClosed, Some(id), data.clone());
        if self.dispute(id)?.kind != Kind::RiskStop {
            self.notify(Party::Consumer, NoticeTemplate::Decision, Some(id), data.clone());
        }
        self.notify(Party::Merchant, NoticeTemplate::Decision, Some(id), data);
        Ok(())
    }
}
