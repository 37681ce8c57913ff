//! What the merchant gives back: returns, refunds, and the whole order cancelled. Disputes shrink by
//! it first, so that nothing is returned twice.

use commerce::{Cancellation, Record, Refund, Return, ReturnState};
use kernel::{DisputeId, PlanId};
use ledger::Account;
use plan::{PauseReason, Plan};
use serde_json::json;

use super::Stepper;
use super::feed::bounded;
use super::hold::HeldPart;
use crate::Refusal;
use crate::effect::*;
use crate::model::*;
use crate::order_file::{RECORDS_MAX, RefundMark};

impl Stepper<'_> {
    pub(super) fn returned(&mut self, record: &Return) -> Result<(), Refusal> {
        if self.file.returns.contains(record) {
            return Ok(());
        }
        bounded("returns", self.file.returns.len(), RECORDS_MAX)?;
        self.file.returns.push(record.clone());
        match record.state {
            ReturnState::Reported => self.return_reported(record),
            ReturnState::StoreCredit => {
                // The debt stays: store credit is no refund.
                let data = json!({ "return": record.id });
                self.notify(Party::Consumer, NoticeTemplate::StoreCreditGiven, None, data);
                self.end_pauses_of(record)
            }
            ReturnState::Registered => {
                let owed = record.amount_minor.unwrap_or_else(|| self.lines_minor(record));
                self.end_pauses_of(record)?;
                self.refund_from_merchant(owed, record.id.as_str())?;
                self.look_again()
            }
            ReturnState::Rejected => {
                self.end_pauses_of(record)?;
                self.look_again()
            }
            ReturnState::Shipped | ReturnState::ReceivedByMerchant => self.look_again(),
        }
    }

    fn return_reported(&mut self, record: &Return) -> Result<(), Refusal> {
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let days = self.plan_policy()?.pause.return_days;
        let calendar = self.calendar()?;
        let until = calendar.add_days(on, days);
        self.pause_all(&PauseReason::Return(record.id.clone()), Some(until))?;
        let plans: Vec<PlanId> = self.file.plans.iter().map(Plan::id).collect();
        let ends = calendar.start_of_day(until);
        plans.into_iter().for_each(|plan| self.watch_pause(plan, ends));
        let data = json!({ "return": record.id, "paused_until": until });
        self.notify(Party::Consumer, NoticeTemplate::ReturnReported, None, data);
        Ok(())
    }

    fn lines_minor(&self, record: &Return) -> i64 {
        let lines = self.file.order.lines.iter();
        lines.filter(|line| record.lines.contains(&line.id)).map(|line| line.amount_minor).sum()
    }

    pub(super) fn refund(&mut self, refund: &Refund) -> Result<(), Refusal> {
        if self.file.refunds.iter().any(|known| known.id == refund.id) {
            return Ok(());
        }
        bounded("refunds", self.file.refunds.len(), RECORDS_MAX)?;
        if self.file.plans.is_empty() {
            return self.park(Record::Refund(refund.clone()));
        }
        let booked_minor = self.refund_from_merchant(refund.amount_minor, refund.id.as_str())?;
        self.file.refunds.push(RefundMark {
            id: refund.id.clone(),
            at: refund.at,
            amount_minor: refund.amount_minor,
            booked_minor,
        });
        Ok(())
    }

    /// The merchant gives money back: disputes shrink first, so that nothing is returned twice.
    fn refund_from_merchant(&mut self, minor: i64, what: &str) -> Result<i64, Refusal> {
        let room = self.settleable_minor().min(self.file.returnable_minor());
        let booked = minor.min(room);
        if booked < minor {
            let money = |minor| kernel::Money::new(minor, self.file.currency());
            let why = format!(
                "The shop refunded {} ({what}), and only {} is left of the order: ask the shop",
                money(minor),
                money(room.max(0))
            );
            self.ask(TaskKind::RefundExceedsOrder, None, why, None);
        }
        if booked <= 0 {
            return Ok(0);
        }
        let settled = self.shrink_disputes(booked)?;
        let sources = self.debit_merchant(booked);
        self.settle("refund", None, booked, sources)?;
        for dispute in settled {
            self.close_without_money(
                dispute,
                Outcome::SettledByRefund,
                "partner_has_refunded_payment_to_customer",
            )?;
        }
        Ok(booked)
    }

    /// Takes a refund off open disputes, oldest first, and off what is held for them. Returns
    /// those of which nothing is left.
    fn shrink_disputes(&mut self, minor: i64) -> Result<Vec<DisputeId>, Refusal> {
        // What is not in dispute could be what was refunded, but the customer asked for this.
        let mut left = minor;
        let open: Vec<DisputeId> = self
            .file
            .disputes
            .iter()
            .filter(|dispute| dispute.state.is_open())
            .map(|dispute| dispute.id)
            .collect();
        let mut settled = Vec::new();
        for id in open {
            let part = left.min(self.dispute(id)?.amount_minor);
            if part == 0 {
                continue;
            }
            left -= part;
            let dispute = self.dispute_mut(id)?;
            dispute.amount_minor -= part;
            let remaining = dispute.amount_minor;
            self.release(id, HeldPart::Amount, part)?;
            let data = json!({ "amount_minor": remaining, "refunded_minor": part });
            self.announce(Topic::DisputeUpdated, Some(id), data);
            if remaining == 0 {
                settled.push(id);
            }
        }
        Ok(settled)
    }

    /// The merchant cancels: everything goes back, its own fee with it (scenario S7a).
    pub(super) fn cancel(&mut self, cancellation: &Cancellation) -> Result<(), Refusal> {
        if self.file.cancelled_at.is_some() {
            return Ok(());
        }
        self.file.cancelled_at = Some(cancellation.at);
        let voided = self.settleable_minor().min(self.file.returnable_minor());
        let open: Vec<DisputeId> =
            self.file.disputes.iter().filter(|d| d.state.is_open()).map(|d| d.id).collect();
        for id in &open {
            let held = self.dispute(*id)?.held.amount_minor;
            self.release(*id, HeldPart::Amount, held)?;
        }
        if voided > 0 {
            let fee = self.fee_share(voided);
            let mut sources = self.debit_merchant(voided - fee);
            sources.push((Account::MdrIncome, fee));
            self.settle("void", None, voided, sources)?;
        }
        for id in open {
            if self.dispute(id)?.kind == Kind::RiskStop {
                self.dispute_mut(id)?.stop = StopState::Cancelled;
            }
            self.close_without_money(
                id,
                Outcome::SettledByRefund,
                "partner_successfully_canceled_full_order",
            )?;
        }
        Ok(())
    }

    /// The merchant's fee on a part of what was captured, rounded down.
    fn fee_share(&self, minor: i64) -> i64 {
        let captured = i128::from(self.file.captured_minor());
        let fees: i64 = self.file.captures.iter().filter_map(|c| c.merchant_fee_minor).sum();
        let share = (i128::from(fees) * i128::from(minor)).checked_div(captured).unwrap_or(0);
        i64::try_from(share).unwrap_or(0)
    }
}
