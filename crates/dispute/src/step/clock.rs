//! What happens when a clock runs out. Each fires as of its own deadline, and once.

use kernel::{DisputeId, TimerId, Timestamp};
use ledger::Account;
use serde_json::json;

use super::Stepper;
use crate::Refusal;
use crate::decide::Then;
use crate::effect::*;
use crate::model::*;
use crate::order_file::OrderTimer;

impl Stepper<'_> {
    /// Fires one clock, which is gone afterwards.
    pub(super) fn fire(&mut self, id: TimerId) -> Result<(), Refusal> {
        if let Some(place) = self.file.timers.iter().position(|timer| timer.id == id) {
            let timer = self.file.timers.remove(place);
            self.effects.push(Effect::ClearTimer { id });
            return self.fire_order_timer(&timer);
        }
        let found = self.file.disputes.iter().find_map(|dispute| {
            let timer = dispute.timers.iter().find(|timer| timer.id == id)?;
            Some((dispute.id, timer.kind))
        });
        let Some((dispute, kind)) = found else { return Ok(()) };
        self.dispute_mut(dispute)?.timers.retain(|timer| timer.id != id);
        self.effects.push(Effect::ClearTimer { id });
        match kind {
            TimerKind::DialogueEnds => self.dialogue_ended(dispute),
            TimerKind::EvidenceDue => self.evidence_overdue(dispute),
            TimerKind::DecideDue => self.decide(dispute),
            TimerKind::ReviewDue | TimerKind::FinalReviewDue => self.review_overdue(dispute, kind),
            TimerKind::AppealDue => self.appeal_window_over(dispute),
            TimerKind::ProposalDue => self.proposal_unanswered(dispute),
            TimerKind::ProvisionalCreditDue => self.credit_provisionally(dispute),
            TimerKind::ReturnPauseEnds | TimerKind::Instalment => Ok(()),
        }
    }

    fn fire_order_timer(&mut self, timer: &OrderTimer) -> Result<(), Refusal> {
        match timer.kind {
            TimerKind::ReturnPauseEnds => self.end_return_pauses(timer.plan),
            TimerKind::Instalment => self.instalment_due(timer),
            _ => Ok(()),
        }
    }

    /// Transition 6: what is not settled goes to evidence.
    fn dialogue_ended(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if dispute.state != State::Dialogue {
            return Ok(());
        }
        self.charge_fee_if_due(id, true)?;
        self.request_evidence(id)
    }

    /// Transition 8, or back to review when the merchant had answered before.
    fn evidence_overdue(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if dispute.state != State::Evidence {
            return Ok(());
        }
        if dispute.kind == Kind::RiskStop {
            return self.stop_unanswered(id);
        }
        if dispute.answered_at.is_some() {
            return self.enter_review(id);
        }
        if self.silence_settles_nothing(id)? {
            self.notify(Party::Consumer, NoticeTemplate::EvidenceShared, Some(id), json!({}));
            return self.enter_review(id);
        }
        self.lose_by_rule(id, "EVIDENCE-OVERDUE", "partner_did_not_reply_to_dispute_request")
    }

    /// Silence loses, unless the carrier's or the provider's own records show without the merchant
    /// that the customer has what was bought, or its price: then the tables decide as they would
    /// for any merchant, the right of reply included. Where a carrier delivered what is said to be
    /// missing and the tables leave it to a person, silence settles nothing either; nor where the
    /// customer has the goods and has not shown what is wrong with them: then the tables ask for it
    /// first.
    fn silence_settles_nothing(&self, id: DisputeId) -> Result<bool, Refusal> {
        let dispute = self.dispute(id)?;
        let missing = dispute.reason == Reason::NotReceived;
        let delivered = missing && self.tracking_state() == commerce::TrackingState::Delivered;
        let in_hand = dispute.reason == Reason::NotAsDescribed;
        Ok(dispute.kind == Kind::ConsumerClaim
            && match self.tables_say(id)? {
                Then::Merchant => true,
                Then::Person => delivered || in_hand,
                Then::MoreInformation => in_hand,
                Then::Consumer | Then::ConsumerPartial => false,
            })
    }

    /// The merchant did not say whether it could stop a risky order: what follows depends on
    /// whether the customer claims fraud.
    fn stop_unanswered(&mut self, id: DisputeId) -> Result<(), Refusal> {
        self.dispute_mut(id)?.stop = StopState::Unanswered;
        self.enter(id, State::Review)?;
        self.start_review_clock(id)
    }

    fn review_overdue(&mut self, id: DisputeId, kind: TimerKind) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if dispute.kind == Kind::RiskStop && dispute.state == State::Review {
            // Nobody claimed fraud: the merchant keeps its money.
            return self.close_without_money(id, Outcome::Merchant, "no_claim_followed");
        }
        self.dispute_mut(id)?.needs_person = true;
        let data = json!({ "timer": kind, "due": self.at });
        self.announce(Topic::SlaBreached, Some(id), data);
        self.ask(TaskKind::ReviewOverdue, Some(id), "the time to decide is over", Some(self.at));
        Ok(())
    }

    /// Transition 14 by silence.
    fn appeal_window_over(&mut self, id: DisputeId) -> Result<(), Refusal> {
        if self.dispute(id)?.state != State::Preliminary {
            return Ok(());
        }
        self.close_as_decided(id)
    }

    /// Silence is not consent: the offer is kept as evidence, and the case is decided.
    fn proposal_unanswered(&mut self, id: DisputeId) -> Result<(), Refusal> {
        self.end_proposal(id, OfferState::Expired)?;
        if self.dispute(id)?.state == State::Review { self.decide(id) } else { Ok(()) }
    }

    /// Law demands the money back now (PSRs 2017 reg. 76, PSD2 article 73), unless a suspicion of
    /// user fraud was notified in writing and approved by a second person.
    fn credit_provisionally(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let exempt = dispute.exemption.as_ref().is_some_and(|e| e.approved_by.is_some());
        if !dispute.state.is_open() || exempt {
            return Ok(());
        }
        let amount = dispute.amount_minor;
        let mut left = amount.min(self.paid_by_customer_minor());
        let credited = left;
        if credited == 0 {
            return Ok(());
        }
        self.tell_if_late(id);
        self.dispute_mut(id)?.provisional_minor += credited;
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [(Account::ProvisionalCredit(id), credited), (customer, -credited)];
        self.post("provisional", "provisional credit", legs)?;
        let payments: Vec<_> = self
            .file
            .payments
            .iter()
            .rev()
            .map(|p| (p.id.clone(), p.instrument.clone(), p.kept_minor(), p.at))
            .collect();
        for (payment, instrument, kept, paid_at) in payments {
            let part = left.min(kept);
            if part > 0 {
                left -= part;
                // Value date: no later than the day the money was taken (reg. 76(1)(b)).
                self.intend(Some(id), payment, instrument, part, Some(paid_at))?;
            }
        }
        let data = json!({ "amount_minor": credited, "currency": self.file.currency() });
        self.notify(Party::Consumer, NoticeTemplate::ProvisionalCredit, Some(id), data);
        Ok(())
    }

    /// A breach is an event of its own when the engine was down past the deadline itself.
    fn tell_if_late(&mut self, id: DisputeId) {
        let rules = self.cx.rules;
        let jurisdiction = &self.file.order.jurisdiction;
        let Some(dispute) = self.file.dispute(id) else { return };
        let opened: Timestamp = dispute.opened_at;
        let rule = rules.pack.provisional_credit(jurisdiction, dispute.reason);
        let end = rule
            .and_then(|rule| Some(rule.deadline.from(opened, rules.calendar(jurisdiction).ok()?)));
        if end.is_some_and(|end| self.cx.now >= end) {
            let data = json!({ "timer": TimerKind::ProvisionalCreditDue, "due": end });
            self.announce(Topic::SlaBreached, Some(id), data);
        }
    }

    /// What the customer paid on the plans and the provider still has. (What was paid too much and
    /// could not be sent back yet is owed to the customer already.)
    pub(super) fn paid_by_customer_minor(&self) -> i64 {
        let provisional: i64 = self.file.disputes.iter().map(|d| d.provisional_minor).sum();
        let kept: i64 = self.file.payments.iter().map(crate::PaymentMark::kept_minor).sum();
        let on_plans: i64 = self.file.plans.iter().map(plan::Plan::paid_total).sum();
        (kept.min(on_plans) - provisional).max(0)
    }
}
