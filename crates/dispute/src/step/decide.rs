//! Deciding: what the tables say, and what policy code may settle by itself.

use kernel::DisputeId;
use serde_json::json;

use super::Stepper;
use crate::decide::Then;
use crate::effect::*;
use crate::model::*;
use crate::{Context, OrderFile, Refusal};

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

/// What would be decided of a dispute as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    pub facts: Facts,
    /// `consumer_full`, `consumer_partial`, `merchant`, `more_information` or `person`.
    pub outcome: &'static str,
    /// What the customer would get; `None` where nothing would be settled.
    pub amount_minor: Option<i64>,
}

impl OrderFile {
    /// What policy code would decide of a dispute now, with every clock that ran out taken into account.
    /// Nothing changes by it.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] for a dispute of another order; a clock that cannot be handled.
    pub fn foresee(&self, id: DisputeId, context: Context<'_>) -> Result<Foreseen, Refusal> {
        let mut stepper = Stepper::new(self.clone(), context);
        stepper.catch_up()?;
        stepper.foresee(id)
    }
}

impl Stepper<'_> {
    fn foresee(&self, id: DisputeId) -> Result<Foreseen, Refusal> {
        let dispute = self.dispute(id)?;
        let facts = self.facts(id)?;
        let amount = dispute.amount_minor;
        let (outcome, amount_minor) = match self.cx.rules.tables.evaluate(&facts).then {
            _ if dispute.needs_person || dispute.reopened > 0 => ("person", None),
            Then::Person => ("person", None),
            Then::MoreInformation => ("more_information", None),
            Then::Consumer => ("consumer_full", Some(amount)),
            Then::ConsumerPartial => match self.arithmetic(dispute).1 {
                owed if owed > 0 && owed < amount => ("consumer_partial", Some(owed)),
                _ => ("person", None),
            },
            // Law returns it to the customer, whoever bears it.
            Then::Merchant if dispute.kind == Kind::Unauthorised => ("consumer_full", Some(amount)),
            Then::Merchant => ("merchant", Some(0)),
        };
        Ok(Foreseen { facts, outcome, amount_minor })
    }

    pub(super) fn enter_review(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let at = self.at;
        self.stop_timer(id, TimerKind::EvidenceDue)?;
        let dispute = self.dispute_mut(id)?;
        dispute.review_since.get_or_insert(at);
        let clock_runs = dispute.timer(TimerKind::ReviewDue).is_some();
        dispute.awaited.clear();
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
                self.ask_once_more(id, &found.asks, &found.because, &found.because_merchant)
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
            // rules, so the provider bears it (scenario S6), where the contract says so.
            Then::Merchant if self.dispute(id)?.kind == Kind::Unauthorised => {
                let protected = self.cx.outside.terms.seller_protection;
                let liable = if protected { Liable::Provider } else { Liable::Merchant };
                let ruling = verdict(Party::Consumer, Outcome::ConsumerFull, liable, amount);
                self.rule_for_consumer(id, ruling)
            }
            Then::Merchant => self.rule_for_merchant(
                id,
                verdict(Party::Merchant, Outcome::Merchant, Liable::Consumer, amount),
            ),
        }
    }

    /// What the tables would say of a case, were it decided now.
    pub(super) fn tables_say(&self, id: DisputeId) -> Result<Then, Refusal> {
        let facts = self.facts(id)?;
        Ok(self.cx.rules.tables.evaluate(&facts).then)
    }

    /// Whether the tables settle a case by the same rule in the first round and in the last: then
    /// waiting for the end of a round changes nothing.
    pub(super) fn settled_in_any_round(&self, id: DisputeId) -> Result<bool, Refusal> {
        let mut facts = self.facts(id)?;
        let [first, last] = [EvidenceRound::First, EvidenceRound::Last].map(|round| {
            facts.round = round;
            self.cx.rules.tables.evaluate(&facts)
        });
        Ok(first.then.is_final() && first.rule == last.rule)
    }

    /// Against the customer: only after the right of reply, and within the limits.
    fn rule_for_merchant(&mut self, id: DisputeId, verdict: Verdict) -> Result<(), Refusal> {
        if !self.cx.rules.limits.allow(true, verdict.amount_minor, self.file.currency()) {
            return self.hand_to_person(id, "the amount is above what policy code may refuse");
        }
        let calendar = self.calendar()?;
        // Where the merchant said nothing, the customer was told when the review began.
        let dispute = self.dispute(id)?;
        let heard_from = dispute.answered_at.or(dispute.review_since).unwrap_or(self.at);
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
    pub(super) fn apply_for_consumer(
        &mut self,
        id: DisputeId,
        verdict: Verdict,
    ) -> Result<(), Refusal> {
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

    /// Transition 12: once. Both are told; the answers of those asked end the round early.
    pub(super) fn ask_once_more(
        &mut self,
        id: DisputeId,
        asked: &[Party],
        consumer: &str,
        why: &str,
    ) -> Result<(), Refusal> {
        if self.dispute(id)?.extra_rounds > 0 {
            return self.hand_to_person(id, "the merchant was asked twice already");
        }
        let dispute = self.dispute_mut(id)?;
        dispute.extra_rounds += 1;
        dispute.awaited = asked.to_vec();
        self.request_evidence(id)?;
        let asked = json!({ "because": consumer });
        self.notify(Party::Consumer, NoticeTemplate::EvidenceRequested, Some(id), asked);
        self.announce(Topic::DisputeUpdated, Some(id), json!({ "more_information": why }));
        Ok(())
    }
}
