//! Money: holds, fees, what goes back to the customer and through which channel.
//!
//! Signs are the ledger's: debit +, credit −. Merchant money is taken from what the provider owes
//! the merchant and, where that is short, becomes a claim against the merchant; money given back to
//! a merchant repays that claim first.

use kernel::{DisputeId, EffectId, EntryId, PaymentId, Timestamp};
use ledger::Account;
use plan::RefundSplit;
use serde_json::json;

use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::input::ProviderAnswer;
use crate::model::*;
use crate::order_file::{NetworkState, PayoutMark, PayoutState};
use crate::pack::{Fee, FeePolicy};

/// Where money for the customer comes from, as debits.
pub(super) type Sources = Vec<(Account, i64)>;

impl Stepper<'_> {
    pub(super) fn fee_terms(&self) -> Fee {
        self.cx.rules.pack.fee(&self.cx.outside.terms, self.file.currency())
    }

    /// Debits of merchant money: payable first, a claim for the rest.
    pub(super) fn debit_merchant(&mut self, minor: i64) -> Sources {
        let merchant = &self.file.order.merchant_id;
        let from_payable = minor.min(self.payable_minor.max(0));
        let claim = minor - from_payable;
        self.payable_minor -= from_payable;
        self.receivable_minor += claim;
        vec![
            (Account::MerchantPayable(merchant.clone()), from_payable),
            (Account::MerchantReceivable(merchant.clone()), claim),
        ]
    }

    /// Credits to a merchant: what it owes is repaid first.
    pub(super) fn credit_merchant(&mut self, minor: i64) -> Sources {
        let merchant = &self.file.order.merchant_id;
        let repaid = minor.min(self.receivable_minor.max(0));
        self.receivable_minor -= repaid;
        self.payable_minor = self.payable_minor.saturating_add(minor - repaid);
        vec![
            (Account::MerchantReceivable(merchant.clone()), -repaid),
            (Account::MerchantPayable(merchant.clone()), -(minor - repaid)),
        ]
    }

    /// Holds an amount back from the merchant for a dispute.
    pub(super) fn hold(
        &mut self,
        id: DisputeId,
        part: HeldPart,
        minor: i64,
    ) -> Result<(), Refusal> {
        if minor <= 0 {
            return Ok(());
        }
        *part.of(&mut self.dispute_mut(id)?.held) += minor;
        let mut legs = self.debit_merchant(minor);
        legs.push((Account::Hold(id), -minor));
        self.post(part.name(), "held for a dispute", legs)?;
        Ok(())
    }

    /// Gives a held part back to the merchant.
    pub(super) fn release(
        &mut self,
        id: DisputeId,
        part: HeldPart,
        minor: i64,
    ) -> Result<(), Refusal> {
        let held = part.of(&mut self.dispute_mut(id)?.held);
        let minor = minor.min(*held);
        if minor <= 0 {
            return Ok(());
        }
        *held -= minor;
        let mut legs = self.credit_merchant(minor);
        legs.push((Account::Hold(id), minor));
        self.post("release", "held no longer", legs)?;
        Ok(())
    }

    /// Ends the fees of a dispute: kept as income, or given back. Says what was kept.
    pub(super) fn settle_fees(
        &mut self,
        id: DisputeId,
        merchant_lost: bool,
    ) -> Result<i64, Refusal> {
        let keep = match self.fee_terms().policy {
            FeePolicy::None => false,
            FeePolicy::ReverseOnWin => merchant_lost,
            FeePolicy::NonRefundable => true,
        };
        let mut kept = 0;
        for part in [HeldPart::Fee, HeldPart::AppealFee] {
            let minor = *part.of(&mut self.dispute_mut(id)?.held);
            if minor == 0 {
                continue;
            }
            if keep {
                *part.of(&mut self.dispute_mut(id)?.held) = 0;
                let legs = [(Account::Hold(id), minor), (Account::DisputeFeeIncome, -minor)];
                self.post("fee", "dispute fee", legs)?;
                kept += minor;
            } else {
                self.release(id, part, minor)?;
            }
        }
        Ok(kept)
    }

    /// Debits for what the merchant bears: the hold first, then directly.
    pub(super) fn take_hold(&mut self, id: DisputeId, minor: i64) -> Result<Sources, Refusal> {
        let held = &mut self.dispute_mut(id)?.held.amount_minor;
        let from_hold = minor.min(*held);
        *held -= from_hold;
        let mut sources = self.debit_merchant(minor - from_hold);
        sources.push((Account::Hold(id), from_hold));
        Ok(sources)
    }

    /// What could still reach the customer: off plans, in cash, or by covering a bank's chargeback.
    pub(super) fn settleable_minor(&self) -> i64 {
        let plans: i64 = self.file.plans.iter().map(plan::Plan::refundable).sum();
        let network: i64 = self.file.network.iter().map(crate::NetworkDispute::uncovered).sum();
        plans + network
    }

    /// Gives an amount to the customer: first off the plan, then to the instruments that paid,
    /// then against what a bank already took back for them. Books it in one entry with `sources`.
    ///
    /// The caller has made sure that `minor` is at most [`Self::settleable_minor`] and that the
    /// sources sum to it.
    pub(super) fn settle(
        &mut self,
        name: &str,
        dispute: Option<DisputeId>,
        minor: i64,
        sources: Sources,
    ) -> Result<Settlement, Refusal> {
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let how = self.plan_policy()?.refund.allocation;
        let mut settled = Settlement::default();
        let mut legs = sources;
        let mut cash: Vec<(PaymentId, String, i64)> = Vec::new();
        let mut left = minor;
        for index in (0..self.file.plans.len()).rev() {
            let Some(plan) = self.file.plans.get_mut(index) else { continue };
            let part = left.min(plan.refundable());
            if part == 0 {
                continue;
            }
            let plan_id = plan.id();
            let split = plan.refund(part, how, on)?;
            left -= part;
            settled.recovered_minor += split.recovered;
            settled.cash_minor += split.cash_total();
            settled.off.extend(split.off.iter().map(|(seq, minor)| {
                let left_minor = plan.instalment(*seq).map_or(0, plan::Instalment::open);
                OffInstalment { plan: plan_id, seq: *seq, minor: *minor, left_minor }
            }));
            legs.push((Account::PlanReceivable(plan_id), -split.off_plan));
            legs.push((Account::CreditLoss, -split.recovered));
            cash.extend(self.payments_for(plan_id, &split));
        }
        settled.covered_minor = self.cover_network(left, &mut legs);
        left -= settled.covered_minor;
        if left > 0 {
            return Err(Refusal::Books { why: format!("{left} minor units have nowhere to go") });
        }
        let provisional = self.use_provisional(settled.cash_minor, &mut legs);
        settled.ahead_minor = provisional;
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        legs.push((customer, -(settled.cash_minor - provisional)));
        self.post(name, "to the customer", legs)?;
        self.pay_out(dispute, cash, provisional)?;
        self.retime_plans()?;
        Ok(settled)
    }

    /// Sends what is left of a cash refund to its payments, after the part paid before.
    fn pay_out(
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

    /// More than was owed is the customer's and goes back at once. More than the whole order ever
    /// cost is likelier a slip of whoever sent the record than money that came: it stays booked as
    /// owed to the customer, and a person looks before anything leaves.
    pub(super) fn return_overpayment(
        &mut self,
        payment: &commerce::Payment,
        minor: i64,
    ) -> Result<(), Refusal> {
        if minor <= 0 {
            return Ok(());
        }
        let cost = self.file.captured_minor().max(self.file.order.total_minor);
        if minor <= cost {
            return self.intend(None, payment.id.clone(), payment.instrument.clone(), minor, None);
        }
        let why = format!(
            "payment {} is {minor} minor units more than was owed, and the whole order cost \
             {cost}: check the record; nothing was sent back",
            payment.id
        );
        self.ask(TaskKind::PaymentExceedsOrder, None, why, None);
        Ok(())
    }

    /// Captures may come to more than the order's total (that is what a dispute about the amount
    /// is about), but not without a person being told.
    pub(super) fn ask_if_above_the_order(&mut self, capture: &commerce::Capture) {
        let (captured, total) = (self.file.captured_minor(), self.file.order.total_minor);
        if captured > total {
            let why = format!(
                "with capture {} of {} minor units, {captured} were captured of an order of {total}",
                capture.id, capture.amount_minor
            );
            self.ask(TaskKind::CaptureExceedsOrder, None, why, None);
        }
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
            ProviderAnswer::Unknown { .. } => PayoutState::Unknown,
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

    /// Which payments brought the money of a cash refund, newest first.
    fn payments_for(
        &mut self,
        plan: kernel::PlanId,
        split: &RefundSplit,
    ) -> Vec<(PaymentId, String, i64)> {
        let mut legs = Vec::new();
        let mut left = split.cash_total();
        let paid = self.file.payments.iter_mut().filter(|payment| payment.plan == plan);
        for payment in paid.rev() {
            let kept = payment.amount_minor - payment.returned_minor - payment.charged_back_minor;
            let part = left.min(kept.max(0));
            if part > 0 {
                payment.returned_minor += part;
                left -= part;
                legs.push((payment.id.clone(), payment.instrument.clone(), part));
            }
        }
        legs
    }

    /// Covers a bank's chargeback, oldest first, and says how much was covered.
    fn cover_network(&mut self, minor: i64, legs: &mut Sources) -> i64 {
        let mut covered = 0;
        for dispute in &mut self.file.network {
            let part = (minor - covered).min(dispute.uncovered());
            if part > 0 {
                dispute.covered_minor += part;
                dispute.state = NetworkState::Stands;
                legs.push((Account::NetworkDispute(dispute.id.clone()), -part));
                covered += part;
            }
        }
        covered
    }

    /// The part of a cash refund that provisional credit has paid already, oldest case first.
    fn use_provisional(&mut self, cash: i64, legs: &mut Sources) -> i64 {
        let mut used = 0;
        for dispute in &mut self.file.disputes {
            let part = (cash - used).min(dispute.provisional_minor);
            if part > 0 {
                dispute.provisional_minor -= part;
                used += part;
                legs.push((Account::ProvisionalCredit(dispute.id), -part));
            }
        }
        used
    }
}

/// Which part of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeldPart {
    Amount,
    Fee,
    AppealFee,
}

impl HeldPart {
    const fn name(self) -> &'static str {
        match self {
            Self::Amount => "hold",
            Self::Fee => "hold-fee",
            Self::AppealFee => "hold-appeal-fee",
        }
    }

    const fn of(self, held: &mut Held) -> &mut i64 {
        match self {
            Self::Amount => &mut held.amount_minor,
            Self::Fee => &mut held.fee_minor,
            Self::AppealFee => &mut held.appeal_fee_minor,
        }
    }
}
