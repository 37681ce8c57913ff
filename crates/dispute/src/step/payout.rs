//! Money that leaves: an intent with its reservation, and what the payment provider said of it.

use kernel::{DisputeId, EffectId, EntryId, PaymentId, Timestamp};
use ledger::Account;
use serde_json::json;

use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::input::ProviderAnswer;
use crate::model::Party;
use crate::order_file::{PayoutMark, PayoutState};

impl Stepper<'_> {
    /// Sends what is left of a cash refund to its payments, after the part paid before.
    pub(super) fn pay_out(
        &mut self,
        dispute: Option<DisputeId>,
        cash: Vec<(PaymentId, String, i64)>,
        mut paid_before: i64,
    ) -> Result<(), Refusal> {
        for (payment, instrument, minor) in cash {
            let skipped = minor.min(paid_before);
            paid_before -= skipped;
            if minor > skipped {
                self.intend(dispute, payment, instrument, minor - skipped, None)?;
            }
        }
        Ok(())
    }

    /// Commits to sending money: a reservation in the books and an intent for the engine.
    pub(super) fn intend(
        &mut self,
        dispute: Option<DisputeId>,
        payment: PaymentId,
        instrument: String,
        minor: i64,
        value_date: Option<Timestamp>,
    ) -> Result<(), Refusal> {
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let effective = value_date.unwrap_or(self.at);
        let legs = [(customer, minor), (Account::Cash, -minor)];
        let pending = self.post_as("payout", "to the customer's instrument", legs, |entry| {
            entry.pending().effective_at(effective)
        })?;
        let id = EffectId::generate(self.cx.now, &mut self.cx.rng);
        let currency = self.file.currency();
        let payout = Payout { id, payment, instrument, amount_minor: minor, currency, dispute };
        let state = PayoutState::Intended;
        self.file.payouts.push(PayoutMark { payout: payout.clone(), pending, state });
        let data = json!({ "effect": id, "amount_minor": minor, "currency": currency });
        self.announce(Topic::RefundIntended, dispute, data.clone());
        self.notify(Party::Consumer, NoticeTemplate::RefundPending, dispute, data);
        self.effects.push(Effect::Pay(payout));
        Ok(())
    }

    /// Records what the payment provider said. The last word stays: an answer that comes twice
    /// changes nothing.
    pub(super) fn provider_answer(
        &mut self,
        effect: EffectId,
        answer: &ProviderAnswer,
    ) -> Result<(), Refusal> {
        if self.file.collection(effect).is_some() {
            return self.collection_answer(effect, answer);
        }
        let mark = self.file.payout(effect).ok_or_else(|| unknown("effect", &effect))?;
        if matches!(mark.state, PayoutState::Succeeded | PayoutState::Failed) {
            return Ok(());
        }
        let (payout, pending) = (mark.payout.clone(), mark.pending);
        self.cause = ledger::Cause::Effect(effect);
        let data = json!({ "effect": effect, "amount_minor": payout.amount_minor });
        let state = match answer {
            ProviderAnswer::Succeeded { .. } => {
                self.close_payout(&payout, pending, true)?;
                self.announce(Topic::RefundSettled, payout.dispute, data.clone());
                self.notify(Party::Consumer, NoticeTemplate::RefundSent, payout.dispute, data);
                PayoutState::Succeeded
            }
            ProviderAnswer::Failed { code } => {
                self.close_payout(&payout, pending, false)?;
                let why = format!("the payment provider refused a refund: {code}");
                self.ask(TaskKind::RefundFailed, payout.dispute, why, None);
                PayoutState::Failed
            }
            ProviderAnswer::Unknown { .. } | ProviderAnswer::AsksCustomer { .. } => {
                PayoutState::Unknown
            }
        };
        if let Some(mark) = self.file.payouts.iter_mut().find(|mark| mark.payout.id == effect) {
            mark.state = state;
        }
        Ok(())
    }

    fn close_payout(
        &mut self,
        payout: &Payout,
        pending: EntryId,
        sent: bool,
    ) -> Result<(), Refusal> {
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [(customer, payout.amount_minor), (Account::Cash, -payout.amount_minor)];
        let memo = if sent { "sent" } else { "not sent" };
        self.post_as("payout", memo, legs, |entry| {
            if sent { entry.settles(pending) } else { entry.voids(pending) }
        })?;
        Ok(())
    }
}
