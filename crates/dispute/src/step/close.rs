//! Writing a decision down, and the ways a dispute ends.

use kernel::{Actor, DecisionId, DisputeId};
use serde_json::json;

use super::decide::Verdict;
use super::hold::HeldPart;
use super::{Stepper, reasons};
use crate::Refusal;
use crate::effect::*;
use crate::model::*;

impl Stepper<'_> {
    /// Writes a decision down: the mark on the dispute, the row, and the cause of what follows.
    pub(super) fn record_decision(
        &mut self,
        id: DisputeId,
        verdict: Verdict,
    ) -> Result<(), Refusal> {
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
        let review_right = self.may_be_reviewed(id, verdict.outcome)?;
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
            review_right,
        }));
        Ok(())
    }

    /// A rule of the pack ends it for the customer: silence, acceptance, threshold.
    pub(super) fn lose_by_rule(
        &mut self,
        id: DisputeId,
        rule: &str,
        code: &str,
    ) -> Result<(), Refusal> {
        let amount = self.dispute(id)?.amount_minor;
        let because = match rule {
            "EVIDENCE-OVERDUE" => reasons::NO_ANSWER,
            "BELOW-THRESHOLD" => reasons::BELOW_THRESHOLD,
            "STOP-UNANSWERED" => reasons::NOT_THEIR_OWN,
            _ => reasons::ACCEPTED,
        };
        let because_merchant = match rule {
            "STOP-UNANSWERED" => "You did not stop the order when you were asked to.",
            _ => because,
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
        let verdict = Verdict { because_merchant: because_merchant.to_owned(), ..verdict };
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
            APPEAL_WINDOW_OVER,
            Party::Consumer,
            outcome,
            Liable::Merchant,
            granted,
            code,
            reasons::NO_APPEAL,
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
        let mut settled = Settlement::default();
        if minor > 0 {
            let sources = self.take_hold(id, minor)?;
            settled = self.settle("close", Some(id), minor, sources)?;
            settled.merchant_minor = minor;
            settled.late_fees_minor = self.return_fees_of_relieved_plans()?;
        }
        self.release(id, HeldPart::Amount, i64::MAX)?;
        settled.fee_minor = self.settle_fees(id, merchant_lost)?;
        let liable = if minor > 0 { Liable::Merchant } else { Liable::Nobody };
        self.finish_dispute(id, outcome, liable, code, settled)
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
        let mut settled = Settlement::default();
        if minor > 0 {
            settled = self.settle("close", Some(id), minor, vec![(account, minor)])?;
            settled.late_fees_minor = self.return_fees_of_relieved_plans()?;
        }
        self.release(id, HeldPart::Amount, i64::MAX)?;
        settled.fee_minor = self.settle_fees(id, false)?;
        self.finish_dispute(id, outcome, Liable::Provider, code, settled)
    }

    /// Ends a dispute in which no money goes to the customer by this decision.
    pub(super) fn close_without_money(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        code: &str,
    ) -> Result<(), Refusal> {
        self.release(id, HeldPart::Amount, i64::MAX)?;
        let fee_minor = self.settle_fees(id, false)?;
        let liable = match outcome {
            Outcome::Merchant => Liable::Consumer,
            _ => Liable::Nobody,
        };
        self.finish_dispute(
            id,
            outcome,
            liable,
            code,
            Settlement { fee_minor, ..Settlement::default() },
        )
    }

    /// The last of every way: clocks off, plans on, everyone told.
    pub(super) fn finish_dispute(
        &mut self,
        id: DisputeId,
        outcome: Outcome,
        liable: Liable,
        code: &str,
        mut settlement: Settlement,
    ) -> Result<(), Refusal> {
        settlement.taken_back_minor = self.recover_provisional(id)?;
        let returned_minor = settlement.returned_minor();
        self.stop_all_timers(id)?;
        let automatic =
            self.dispute(id)?.decisions.last().is_none_or(|d| !d.by.kind.is_person_at_desk());
        let at = self.at;
        let closing = Closing {
            outcome,
            at,
            code: code.to_owned(),
            liable,
            returned_minor,
            automatic,
            settlement,
        };
        let dispute = self.dispute_mut(id)?;
        dispute.closing = Some(closing);
        dispute.needs_person = false;
        self.enter(id, State::Closed)?;
        self.resume_plans(id)?;
        self.reinstate_network()?;
        self.effects.push(Effect::Settle { dispute: id, kind: TaskKind::Decide });
        let review_right = self.may_be_reviewed(id, outcome)?;
        let data = json!({
            "outcome": outcome, "code": code, "liable": liable, "at": at,
            "returned_minor": returned_minor, "currency": self.file.currency(),
            "automatic": automatic, "review_right": review_right,
        });
        self.announce(Topic::DisputeClosed, Some(id), data.clone());
        if self.dispute(id)?.kind != Kind::RiskStop {
            self.notify(Party::Consumer, NoticeTemplate::Decision, Some(id), data.clone());
        }
        self.notify(Party::Merchant, NoticeTemplate::Decision, Some(id), data);
        Ok(())
    }
}
