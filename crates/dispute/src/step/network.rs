//! Two routes, one loss: a bank takes a payment back while a claim may be open.

use kernel::{NetworkDisputeId, PaymentId};
use ledger::Account;
use serde_json::json;

use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::model::*;
use crate::order_file::{NetworkDispute, NetworkState};

/// Most chargebacks kept for one order.
const NETWORK_DISPUTES_MAX: usize = 50;

/// What of a returned payment went to the plan, in minor units.
#[derive(Debug, Default)]
struct Kept {
    principal: i64,
    /// Principal and interest.
    booked: i64,
}

impl Stepper<'_> {
    /// The network took money. Delivering it twice changes nothing.
    pub(super) fn network_chargeback(
        &mut self,
        id: &NetworkDisputeId,
        minor: i64,
        fee_minor: i64,
        reason_code: &str,
    ) -> Result<(), Refusal> {
        if self.file.network.iter().any(|dispute| dispute.id == *id) {
            return Ok(());
        }
        // What the customer has back already, ahead of a decision, too: such a chargeback is
        // contested with the network as "credit processed", by a person.
        let max = self.paid_by_customer_minor();
        if minor <= 0 || minor > max || fee_minor < 0 {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: format!(
                    "must be 1 to {max}, what the customer paid and was kept; got {minor}"
                ),
            });
        }
        if self.file.network.len() >= NETWORK_DISPUTES_MAX {
            return Err(Refusal::NotAllowed {
                why: format!("an order keeps at most {NETWORK_DISPUTES_MAX} chargebacks"),
            });
        }
        let taken = self.take_payments(minor)?;
        self.file.network.push(NetworkDispute {
            id: id.clone(),
            at: self.at,
            amount_minor: minor,
            fee_minor,
            reason_code: reason_code.to_owned(),
            state: NetworkState::Open,
            covered_minor: 0,
            reinstated_minor: 0,
            taken,
        });
        let account = Account::NetworkDispute(id.clone());
        self.post(
            "chargeback",
            "taken by the network",
            [(account, minor), (Account::Cash, -minor)],
        )?;
        if fee_minor > 0 {
            let legs = [(Account::SchemeFee, fee_minor), (Account::Cash, -fee_minor)];
            self.post("scheme-fee", "fee of the network", legs)?;
        }
        self.link_network(id)
    }

    /// Marks plans and payments, newest payment first.
    fn take_payments(&mut self, minor: i64) -> Result<Vec<(PaymentId, i64)>, Refusal> {
        let mut left = minor;
        let mut taken = Vec::new();
        for payment in self.file.payments.iter_mut().rev() {
            let part = left.min(payment.kept_minor());
            if part > 0 {
                payment.charged_back_minor += part;
                left -= part;
                taken.push((payment.id.clone(), part, payment.plan));
            }
        }
        for (_, part, plan) in &taken {
            let plan = self.plan_mut(*plan)?;
            for (seq, minor) in plan.cash_legs(*part)? {
                plan.charge_back(seq, minor)?;
            }
        }
        Ok(taken.into_iter().map(|(id, part, _)| (id, part)).collect())
    }

    fn link_network(&mut self, id: &NetworkDisputeId) -> Result<(), Refusal> {
        let open: Vec<_> =
            self.file.disputes.iter().filter(|d| d.state.is_open()).map(|d| d.id).collect();
        for dispute in open {
            self.dispute_mut(dispute)?.linked.push(LinkedCase::NetworkDispute(id.clone()));
            let data = json!({ "network_dispute": id });
            self.announce(Topic::DisputeLinked, Some(dispute), data);
        }
        Ok(())
    }

    /// The network's last word. Delivering it twice changes nothing.
    pub(super) fn network_outcome(
        &mut self,
        id: &NetworkDisputeId,
        stands: bool,
    ) -> Result<(), Refusal> {
        let place = self
            .file
            .network
            .iter()
            .position(|dispute| dispute.id == *id)
            .ok_or_else(|| unknown("network dispute", id))?;
        let Some(dispute) = self.file.network.get(place).cloned() else { return Ok(()) };
        if dispute.state == NetworkState::Reversed
            || (stands && dispute.state == NetworkState::Stands)
        {
            return self.reinstate_network();
        }
        if stands {
            self.set_network_state(id, NetworkState::Stands);
            return self.reinstate_network();
        }
        self.give_back(&dispute)?;
        self.set_network_state(id, NetworkState::Reversed);
        self.retime_plans()
    }

    fn set_network_state(&mut self, id: &NetworkDisputeId, state: NetworkState) {
        if let Some(dispute) = self.file.network.iter_mut().find(|dispute| dispute.id == *id) {
            dispute.state = state;
        }
    }

    /// The network returned the money. What nobody had settled counts as paid again; what the
    /// customer was asked to pay again is paid by it; what a claim covered is the customer's, whose
    /// bank has taken it back from them.
    fn give_back(&mut self, dispute: &NetworkDispute) -> Result<(), Refusal> {
        let (mut paid_again, mut owed_again) = (dispute.uncovered(), dispute.reinstated_minor);
        let network = Account::NetworkDispute(dispute.id.clone());
        let mut legs = vec![(Account::Cash, dispute.amount_minor), (network, -paid_again)];
        let mut to_customer = 0;
        let mut payouts = Vec::new();
        for (payment, minor) in &dispute.taken {
            let found = self.file.payments.iter().find(|mark| mark.id == *payment);
            let Some((plan, instrument)) = found.map(|m| (m.plan, m.instrument.clone())) else {
                continue;
            };
            let uncharged = paid_again.min(*minor);
            paid_again -= uncharged;
            self.uncharge(plan, uncharged)?;
            let applied = owed_again.min(minor - uncharged);
            owed_again -= applied;
            let kept = self.pay_reinstated(plan, applied, &mut legs)?;
            let rest = minor - uncharged - kept.booked;
            if let Some(mark) = self.file.payments.iter_mut().find(|mark| mark.id == *payment) {
                mark.charged_back_minor -= uncharged + kept.principal;
            }
            if rest > 0 {
                to_customer += rest;
                payouts.push((payment.clone(), instrument, rest));
            }
        }
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        legs.push((customer, -to_customer));
        self.post("chargeback-reversed", "given back by the network", legs)?;
        for (payment, instrument, minor) in payouts {
            self.intend(None, payment, instrument, minor, None)?;
        }
        Ok(())
    }

    /// Pays what was reinstated out of money the network gave back.
    fn pay_reinstated(
        &mut self,
        id: kernel::PlanId,
        minor: i64,
        legs: &mut Vec<(Account, i64)>,
    ) -> Result<Kept, Refusal> {
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let plan = self.plan_mut(id)?;
        if minor <= 0 || plan.outstanding() == 0 {
            return Ok(Kept::default());
        }
        let paid = plan.pay(minor, None, on)?;
        legs.push((Account::PlanReceivable(id), -paid.principal));
        legs.push((Account::InterestIncome, -paid.interest));
        Ok(Kept { principal: paid.principal, booked: paid.principal + paid.interest })
    }

    fn uncharge(&mut self, plan: kernel::PlanId, minor: i64) -> Result<(), Refusal> {
        let plan = self.plan_mut(plan)?;
        let mut left = minor;
        let seqs: Vec<(u16, i64)> =
            plan.instalments().iter().map(|i| (i.seq, i.charged_back)).collect();
        for (seq, charged_back) in seqs {
            let part = left.min(charged_back);
            if part > 0 {
                plan.charge_back_reversed(seq, part)?;
                left -= part;
            }
        }
        Ok(())
    }

    /// Once no claim is open, the customer owes again what a chargeback that stands took and no
    /// claim covered (scenario S11b): a new due date, with notice, and no late fee for the past.
    pub(super) fn reinstate_network(&mut self) -> Result<(), Refusal> {
        if self.file.disputes.iter().any(|dispute| dispute.state.is_open()) {
            return Ok(());
        }
        let standing: Vec<NetworkDispute> = self
            .file
            .network
            .iter()
            .filter(|d| d.state == NetworkState::Stands && d.uncovered() > 0)
            .cloned()
            .collect();
        for dispute in standing {
            let mut legs = Vec::new();
            let uncovered = dispute.uncovered();
            let plans = self.reinstate_on_plans(uncovered, &mut legs)?;
            legs.push((Account::NetworkDispute(dispute.id.clone()), -uncovered));
            self.post("reinstate", "owed again after a chargeback", legs)?;
            let stored = self.file.network.iter_mut().find(|d| d.id == dispute.id);
            if let Some(stored) = stored {
                stored.reinstated_minor += uncovered;
            }
            let data = json!({
                "amount_minor": uncovered, "currency": self.file.currency(), "plans": plans,
            });
            self.notify(Party::Consumer, NoticeTemplate::InstalmentReinstated, None, data);
        }
        self.retime_plans()
    }

    /// Puts charged-back instalments back on the plans, and debits them.
    pub(super) fn reinstate_on_plans(
        &mut self,
        minor: i64,
        legs: &mut Vec<(Account, i64)>,
    ) -> Result<Vec<serde_json::Value>, Refusal> {
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let days_min = self.cx.rules.pack.reinstatement.days_min;
        let calendar = self.calendar()?;
        let due = calendar.add_days(on, days_min);
        let mut left = minor;
        let mut changes = Vec::new();
        for plan in &mut self.file.plans {
            let charged_back: i64 = plan.instalments().iter().map(|i| i.charged_back).sum();
            let part = left.min(charged_back);
            if part > 0 {
                plan.reinstate(part, due, on, days_min)?;
                left -= part;
                legs.push((Account::PlanReceivable(plan.id()), part));
                changes.push(json!({ "plan": plan.id(), "minor": part, "due": due }));
            }
        }
        if left > 0 {
            return Err(Refusal::Books { why: format!("{left} minor units cannot be reinstated") });
        }
        Ok(changes)
    }
}
