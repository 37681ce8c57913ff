//! Money owed to the customer that is on its way nowhere: paid beyond what was owed and above the
//! order's price, or refused by the payment provider on its way back. A person sends it, or applies
//! it to what is still owed; nothing here moves by itself.

use kernel::PaymentId;
use ledger::Account;
use serde_json::json;

use super::{Stepper, unknown};
use crate::effect::*;
use crate::input::{ReleaseHeld, ReleaseTo};
use crate::model::Party;
use crate::order_file::PaymentMark;
use crate::{OrderFile, Refusal};

impl OrderFile {
    /// What is held for the customer, in minor units: owed to them on this order, and neither sent
    /// nor reserved for sending. While nobody knows what became of a payout, it stays reserved.
    pub fn held_minor(&self) -> i64 {
        let customer = Account::CustomerRefund(self.order.customer_id.clone());
        let balance = self.book.balance(&customer, self.order.currency);
        balance.posted.saturating_add(balance.pending).saturating_neg().max(0)
    }

    pub fn knows_payment(&self, id: &PaymentId) -> bool {
        self.payments.iter().chain(&self.fee_payments).any(|mark| mark.id == *id)
    }
}

impl Stepper<'_> {
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

    pub(super) fn release_held(&mut self, release: &ReleaseHeld) -> Result<(), Refusal> {
        let mark = self.payment_mark(&release.payment)?;
        let held = self.file.held_minor();
        if held == 0 {
            return Err(Refusal::NothingHeld);
        }
        if let Some(minor) = release.amount_minor.filter(|minor| !(1..=held).contains(minor)) {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: format!("must be 1 to {held}, what is held; got {minor}"),
            });
        }
        let released = match release.to {
            ReleaseTo::Instrument => {
                let minor = release.amount_minor.unwrap_or(held);
                self.intend(None, mark.id, mark.instrument, minor, None)?;
                minor
            }
            ReleaseTo::Plan => self.apply_held(&mark, release.amount_minor, held)?,
        };
        let data = json!({
            "payment": release.payment, "amount_minor": released, "to": release.to,
            "currency": self.file.currency(), "note": release.note,
        });
        self.notify(Party::Consumer, NoticeTemplate::OverpaymentReleased, None, data);
        Ok(())
    }

    fn payment_mark(&self, id: &PaymentId) -> Result<PaymentMark, Refusal> {
        let mut known = self.file.payments.iter().chain(&self.file.fee_payments);
        known.find(|mark| mark.id == *id).cloned().ok_or_else(|| unknown("payment", id))
    }

    /// Pays what is owed out of what is held: on the payment's own plan, or, where all of it was too
    /// much, on the first that is open. What is in dispute is not collected, so not in this way
    /// either (Reg Z 1026.13(d) says so of collecting; here it holds for everyone).
    fn apply_held(
        &mut self,
        mark: &PaymentMark,
        asked: Option<i64>,
        held: i64,
    ) -> Result<i64, Refusal> {
        if self.file.disputes.iter().any(|dispute| dispute.state.is_open()) {
            let why = "a dispute is open: send the money back, or wait until it is decided";
            return Err(Refusal::NotAllowed { why: why.to_owned() });
        }
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let all_too_much = mark.amount_minor == 0;
        let target = self
            .file
            .plans
            .iter_mut()
            .filter(|plan| plan.outstanding() > 0)
            .find(|plan| all_too_much || plan.id() == mark.plan);
        let Some(plan) = target else {
            let why = "nothing is owed that this payment could pay: send the money back";
            return Err(Refusal::NotAllowed { why: why.to_owned() });
        };
        let id = plan.id();
        let paid = plan.pay(asked.unwrap_or(held), None, on)?;
        let applied = paid.principal + paid.interest;
        if let Some(minor) = asked.filter(|minor| *minor > applied) {
            return Err(Refusal::Field {
                field: "amount_minor",
                problem: format!("must be at most {applied}, what is owed; got {minor}"),
            });
        }
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [
            (customer, applied),
            (Account::PlanReceivable(id), -paid.principal),
            (Account::InterestIncome, -paid.interest),
        ];
        self.post("apply-held", "paid out of what was held", legs)?;
        match self.file.payments.iter_mut().find(|known| known.id == mark.id) {
            Some(known) => {
                known.plan = id;
                known.amount_minor += paid.principal;
            }
            None => self.file.payments.push(PaymentMark {
                plan: id,
                amount_minor: paid.principal,
                returned_minor: 0,
                charged_back_minor: 0,
                ..mark.clone()
            }),
        }
        self.retime_plans()?;
        Ok(applied)
    }
}
