//! Gestures at the provider's own cost: small claims put right at once, and what a person gives.

use kernel::DisputeId;
use ledger::Account;
use serde_json::json;

use super::Stepper;
use super::decide::Verdict;
use crate::Refusal;
use crate::effect::*;
use crate::input::OpenDispute;
use crate::model::*;

impl Stepper<'_> {
    fn goodwill_shaped(&self, reason: Reason, kind: Kind, amount: i64) -> bool {
        let rules = &self.cx.rules.pack.goodwill;
        let single = rules.single_max.get(&self.file.currency()).copied().unwrap_or(0);
        let whole_purchase = amount == self.file.returnable_minor();
        kind == Kind::ConsumerClaim
            && rules.reasons.contains(&reason)
            && amount <= single
            && whole_purchase
            && rules.tracking.contains(&self.tracking_state())
            && self.tenure_days() >= rules.tenure_days_min
    }

    fn caps_free(&self, amount: i64) -> bool {
        let rules = &self.cx.rules.pack.goodwill;
        let total = rules.total_max.get(&self.file.currency()).copied().unwrap_or(0);
        let outside = self.cx.outside;
        outside.goodwill_count < rules.count_max
            && outside.goodwill_total_minor.saturating_add(amount) <= total
    }

    pub(super) fn goodwill_applies(&self, open: &OpenDispute, amount: i64) -> bool {
        self.goodwill_shaped(open.reason, open.kind, amount)
            && self.caps_free(amount)
            && self.cx.rules.limits.allow(false, amount, self.file.currency())
    }

    pub(super) fn low_value_claims_exhausted(&self, id: DisputeId) -> Result<bool, Refusal> {
        let dispute = self.dispute(id)?;
        let shaped = self.goodwill_shaped(dispute.reason, dispute.kind, dispute.amount_minor);
        Ok(shaped && !self.caps_free(dispute.amount_minor))
    }

    /// Transition 3: put right in the same request; the merchant is not charged.
    pub(super) fn close_by_goodwill(&mut self, id: DisputeId, amount: i64) -> Result<(), Refusal> {
        let because = super::reasons::SMALL;
        self.record_decision(
            id,
            Verdict::by_pack(
                "GOODWILL-SMALL-CLAIM",
                Party::Consumer,
                Outcome::Goodwill,
                Liable::Provider,
                amount,
                "goodwill",
                because,
            ),
        )?;
        let sources = vec![(Account::Goodwill, amount)];
        let settled = self.settle("goodwill", Some(id), amount, sources)?;
        self.effects.push(Effect::UsedGoodwill { amount_minor: amount });
        self.finish_dispute(id, Outcome::Goodwill, Liable::Provider, "goodwill", settled)
    }

    /// A gesture by a person, at the provider's own cost.
    pub(super) fn goodwill_by_person(&mut self, minor: i64, note: &str) -> Result<(), Refusal> {
        let max = self.file.returnable_minor() - self.file.in_dispute_minor();
        if minor <= 0 || minor > max {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: if max <= 0 {
                    format!("nothing is left of the order; got {minor}")
                } else {
                    format!("must be 1 to {max}, what is left of the order; got {minor}")
                },
            });
        }
        self.settle("goodwill", None, minor, vec![(Account::Goodwill, minor)])?;
        self.effects.push(Effect::UsedGoodwill { amount_minor: minor });
        let data = json!({
            "amount_minor": minor, "currency": self.file.currency(), "note": note,
        });
        self.notify(Party::Consumer, NoticeTemplate::GoodwillGiven, None, data);
        Ok(())
    }

    pub(super) fn tenure_days(&self) -> i64 {
        let since = self.cx.outside.customer_since.unwrap_or(self.at);
        self.at.since(since).whole_days()
    }
}
