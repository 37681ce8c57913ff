//! Looking again: reopening (transition 16), exemptions, and credit that has to come back.

use kernel::{DisputeId, Timestamp};
use ledger::Account;
use serde_json::json;

use super::Stepper;
use super::hold::HeldPart;
use crate::effect::*;
use crate::input::ReviewGround;
use crate::model::*;
use crate::{OrderFile, Refusal, RuleBook};

/// How often one dispute can be reopened.
const REOPENINGS_MAX: u8 = 3;

impl OrderFile {
    /// Until when the customer can have a person look again at how a dispute ended; the instant may
    /// have passed. Nothing where there is no such right, or nothing left that it could bring.
    ///
    /// # Errors
    /// When the order's law has no calendar.
    pub fn review_until(
        &self,
        id: DisputeId,
        rules: &RuleBook,
    ) -> Result<Option<Timestamp>, Refusal> {
        let Some(dispute) = self.dispute(id).filter(|d| d.state == State::Closed) else {
            return Ok(None);
        };
        let denied = dispute.closing.as_ref().filter(|closing| closing.outcome.is_denial());
        let left = self.returnable_minor() > self.in_dispute_minor();
        let Some(closing) = denied.filter(|_| dispute.reopened < REOPENINGS_MAX && left) else {
            return Ok(None);
        };
        let calendar = rules.calendar(&self.order.jurisdiction)?;
        Ok(Some(rules.pack.review_window.from(closing.at, calendar)))
    }
}

impl Stepper<'_> {
    /// A closed dispute is looked at by a person who has not decided it before. The decision that
    /// stood stays as it is; the new one is a new row.
    pub(super) fn request_review(
        &mut self,
        id: DisputeId,
        ground: ReviewGround,
    ) -> Result<(), Refusal> {
        self.check_review(id)?;
        let dispute = self.dispute_mut(id)?;
        dispute.reopened += 1;
        dispute.needs_person = true;
        dispute.granted_minor = None;
        let amount = dispute.amount_minor;
        let to_hold = amount.min(self.file.returnable_minor());
        self.dispute_mut(id)?.amount_minor = to_hold;
        let data = json!({ "ground": ground, "at": self.at });
        self.announce(Topic::DisputeReopened, Some(id), data.clone());
        self.pause_plans(id)?;
        self.hold(id, HeldPart::Amount, to_hold)?;
        self.enter(id, State::Review)?;
        let calendar = self.calendar()?;
        let due = self.cx.rules.pack.human_review.from(self.at, calendar);
        self.start_timer(id, TimerKind::ReviewDue, due)?;
        self.notify(
            Party::Consumer,
            NoticeTemplate::ReviewStarted,
            Some(id),
            json!({ "due": due }),
        );
        self.notify(
            Party::Merchant,
            NoticeTemplate::ReviewStarted,
            Some(id),
            json!({ "due": due }),
        );
        let why = "the customer asked for a person to look at the decision";
        self.ask(TaskKind::HumanReview, Some(id), why, Some(due));
        Ok(())
    }

    /// Whether the customer can have a person look again at what ends so: what was refused can be,
    /// until it was looked at often enough.
    pub(super) fn may_be_reviewed(&self, id: DisputeId, outcome: Outcome) -> Result<bool, Refusal> {
        Ok(outcome.is_denial() && self.dispute(id)?.reopened < REOPENINGS_MAX)
    }

    fn check_review(&self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.state_is(id, &[State::Closed])?;
        let Some(closing) = &dispute.closing else {
            return Err(Refusal::WrongState { state: dispute.state.as_str() });
        };
        if !closing.outcome.is_denial() {
            let why = format!(
                "the outcome is {}: the claim was not refused, so there is nothing to review",
                closing.outcome.as_str()
            );
            return Err(Refusal::NotAllowed { why });
        }
        if dispute.reopened >= REOPENINGS_MAX {
            return Err(Refusal::NotAllowed {
                why: format!("a dispute is reopened at most {REOPENINGS_MAX} times"),
            });
        }
        let calendar = self.calendar()?;
        let until = self.cx.rules.pack.review_window.from(closing.at, calendar);
        if self.at >= until {
            return Err(Refusal::WindowClosed { at: until });
        }
        if self.file.returnable_minor() <= self.file.in_dispute_minor() {
            return Err(Refusal::NothingLeft);
        }
        Ok(())
    }

    /// A suspicion that the user committed the fraud: half of what stops the provisional credit.
    pub(super) fn claim_exemption(
        &mut self,
        id: DisputeId,
        notice_reference: &str,
    ) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if !dispute.state.is_open() || dispute.kind != Kind::Unauthorised {
            return Err(Refusal::WrongState { state: dispute.state.as_str() });
        }
        if notice_reference.trim().is_empty() {
            return Err(Refusal::Field {
                field: "notice_reference",
                problem:
                    "the reference of the written notice to the authority is needed (PSRs 2017 \
                          reg. 76(2))"
                        .to_owned(),
            });
        }
        let (claimed_by, claimed_at) = (self.cx.actor.clone(), self.at);
        self.dispute_mut(id)?.exemption = Some(Exemption {
            notice_reference: notice_reference.to_owned(),
            claimed_by,
            claimed_at,
            approved_by: None,
        });
        let why = "a suspicion of fraud by the user needs a second person's approval";
        let due = self.dispute(id)?.timer(TimerKind::ProvisionalCreditDue).map(|timer| timer.due);
        self.ask(TaskKind::ApproveExemption, Some(id), why, due);
        Ok(())
    }

    /// The other half: somebody else agrees.
    pub(super) fn approve_exemption(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let actor = self.cx.actor.clone();
        let Some(exemption) = &mut self.dispute_mut(id)?.exemption else {
            return Err(Refusal::NotAllowed { why: "no exemption was claimed".to_owned() });
        };
        if exemption.claimed_by == actor {
            return Err(Refusal::NotAllowed {
                why: "who claimed the exemption may not approve it: another person must".to_owned(),
            });
        }
        exemption.approved_by = Some(actor);
        self.effects.push(Effect::Settle { dispute: id, kind: TaskKind::ApproveExemption });
        Ok(())
    }

    /// Provisional credit that no decision covered comes back as a debt on the plan: the customer
    /// was found not to be owed it, or has it through the bank as well. Says how much it was.
    pub(super) fn recover_provisional(&mut self, id: DisputeId) -> Result<i64, Refusal> {
        let minor = self.dispute(id)?.provisional_minor;
        if minor == 0 {
            return Ok(0);
        }
        self.dispute_mut(id)?.provisional_minor = 0;
        let mut left = minor;
        for plan in &mut self.file.plans {
            for (seq, part) in plan.cash_legs(left.min(plan.paid_total()))? {
                plan.charge_back(seq, part)?;
                left -= part;
            }
        }
        let mut unmarked = minor;
        for payment in self.file.payments.iter_mut().rev() {
            let part = unmarked.min(payment.kept_minor());
            payment.returned_minor += part;
            unmarked -= part;
        }
        let mut legs = vec![(Account::ProvisionalCredit(id), -minor)];
        let plans = self.reinstate_on_plans(minor, &mut legs)?;
        self.post("recover-provisional", "provisional credit taken back", legs)?;
        let data =
            json!({ "amount_minor": minor, "currency": self.file.currency(), "plans": plans });
        self.notify(Party::Consumer, NoticeTemplate::InstalmentReinstated, Some(id), data);
        Ok(minor)
    }
}
