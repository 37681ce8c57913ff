//! How an amount reaches the customer: off the plan, to the payments that brought it, or against what
//! a bank took back for them. The sources are the caller's; here is where it goes.

use kernel::{DisputeId, PaymentId};
use ledger::Account;
use plan::RefundSplit;

use super::Stepper;
use super::hold::Sources;
use crate::Refusal;
use crate::model::*;
use crate::order_file::NetworkState;

impl Stepper<'_> {
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
