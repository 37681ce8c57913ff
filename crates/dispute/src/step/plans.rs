//! Plans: pauses that follow disputes and returns, late fees, extensions, hardship.

use kernel::{Date, DisputeId, PlanId, TimerId};
use ledger::Account;
use plan::{FeeFacts, FeeReversal, FeeState, LateFee, NoFee, PauseReason, Plan, PlanPolicy};
use serde_json::json;

use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::model::*;
use crate::options::HARDSHIP_EVERY_DAYS;
use crate::order_file::{MissedNotice, OrderTimer};

/// Longest pause a person can grant at once, in days.
const PAUSE_DAYS_MAX: u32 = 180;

impl<'a> Stepper<'a> {
    /// The plan policy of the order's market.
    pub(super) fn plan_policy(&self) -> Result<&'a PlanPolicy, Refusal> {
        let plans = &self.cx.rules.plans;
        plans
            .get(&self.file.order.jurisdiction)
            .map_err(|error| Refusal::Rules { why: error.to_string() })
    }

    /// The calendar of the order's law.
    pub(super) fn calendar(&self) -> Result<&'a kernel::Calendar, Refusal> {
        Ok(self.cx.rules.calendar(&self.file.order.jurisdiction)?)
    }

    fn today(&self) -> Result<Date, Refusal> {
        self.file.local_date(self.at, self.cx.rules)
    }

    /// A problem was reported: due dates stand still until it is settled.
    pub(super) fn pause_plans(&mut self, id: DisputeId) -> Result<(), Refusal> {
        self.pause_all(&PauseReason::Dispute(id), None)
    }

    pub(super) fn pause_all(
        &mut self,
        reason: &PauseReason,
        until: Option<Date>,
    ) -> Result<(), Refusal> {
        let on = self.today()?;
        for index in 0..self.file.plans.len() {
            let Some(plan) = self.file.plans.get_mut(index) else { continue };
            let plan_id = plan.id();
            let from = on.max(plan.opened());
            let until = until.map(|until| until.max(from));
            let change = plan.pause(reason.clone(), from, until)?;
            for fee in change.fees_to_reverse {
                self.book_fee_reversal(plan_id, fee)?;
            }
        }
        self.retime_plans()
    }

    pub(super) fn resume_plans(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let fraud = self.dispute(id)?.kind == Kind::Unauthorised;
        if fraud {
            self.file.plans.iter_mut().for_each(Plan::unfreeze);
        }
        self.resume_all(&PauseReason::Dispute(id))
    }

    fn resume_all(&mut self, reason: &PauseReason) -> Result<(), Refusal> {
        let on = self.today()?;
        let first_due_days_min = self.plan_policy()?.pause.first_due_days_min;
        let mut moved = Vec::new();
        for plan in &mut self.file.plans {
            let paused = plan.pauses().iter().any(|p| p.ended.is_none() && p.reason == *reason);
            if paused {
                let resumed = plan.resume(reason, on.max(plan.opened()), first_due_days_min)?;
                moved.extend(resumed.moved.into_iter().map(|change| {
                    json!({
                        "plan": plan.id(), "seq": change.seq, "from": change.from, "to": change.to,
                    })
                }));
            }
        }
        if !moved.is_empty() {
            let data = json!({ "moved": moved });
            self.announce(Topic::PlanChanged, None, data.clone());
            self.notify(Party::Consumer, NoticeTemplate::PlanChanged, None, data);
        }
        self.retime_plans()
    }

    /// A reported return was not registered in time: the plan goes on, and the customer is told.
    pub(super) fn end_return_pauses(&mut self, plan: PlanId) -> Result<(), Refusal> {
        let on = self.today()?;
        let reasons = match self.file.plan(plan) {
            Some(plan) => plan.pauses_to_end(on),
            None => return Ok(()),
        };
        for reason in reasons {
            self.resume_all(&reason)?;
            self.notify(
                Party::Consumer,
                NoticeTemplate::ReturnPauseEnded,
                None,
                json!({ "on": on }),
            );
        }
        Ok(())
    }

    pub(super) fn end_return_pause(&mut self, id: &kernel::ReturnId) -> Result<(), Refusal> {
        self.resume_all(&PauseReason::Return(id.clone()))
    }

    /// One clock per plan watches the next thing that can fall due.
    pub(super) fn retime_plans(&mut self) -> Result<(), Refusal> {
        for index in 0..self.file.plans.len() {
            let Some(plan) = self.file.plans.get(index) else { continue };
            let (id, next) = (plan.id(), self.next_wake(plan)?);
            let running = self
                .file
                .timers
                .iter()
                .find(|timer| timer.plan == id && timer.kind == TimerKind::Instalment)
                .map(|timer| (timer.id, timer.due));
            if running.map(|(_, due)| due) == next {
                continue;
            }
            if let Some((old, _)) = running {
                self.file.timers.retain(|timer| timer.id != old);
                self.effects.push(Effect::ClearTimer { id: old });
            }
            if let Some(due) = next {
                let timer = TimerId::generate(self.cx.now, &mut self.cx.rng);
                let kind = TimerKind::Instalment;
                self.start_order_timer(OrderTimer { id: timer, kind, due, plan: id });
            }
        }
        Ok(())
    }

    fn next_wake(&self, plan: &Plan) -> Result<Option<kernel::Timestamp>, Refusal> {
        if plan.is_paused() || plan.frozen() || plan.outstanding() == 0 {
            return Ok(None);
        }
        let calendar = self.calendar()?;
        let today = calendar.local_date(self.at);
        let may_bear_fee = self.assess(plan, today)?.map_or_else(NoFee::passes, |_| true);
        let overdue = plan.open_instalments().iter().any(|instalment| instalment.due < today);
        let ahead = plan.open_instalments().into_iter().map(|i| i.due).find(|due| *due >= today);
        let day = if overdue && may_bear_fee { Some(today) } else { ahead };
        Ok(day.map(|day| calendar.end_of_day(day)))
    }

    fn assess(&self, plan: &Plan, on: Date) -> Result<Result<LateFee, NoFee>, Refusal> {
        let notices = self
            .file
            .missed
            .iter()
            .filter(|notice| notice.plan == plan.id())
            .filter(|notice| plan.instalment(notice.seq).is_some_and(|i| i.due == notice.due))
            .map(|notice| (notice.seq, notice.sent))
            .collect();
        let facts = FeeFacts {
            order_minor: self.file.order.total_minor,
            notices,
            consumer: self.cx.outside.consumer_fees.clone(),
        };
        Ok(plan::assess_late_fee(plan, self.plan_policy()?, on, &facts))
    }

    /// A due date went by: first a notice, then, after its grace, a fee where the market has one.
    pub(super) fn instalment_due(&mut self, timer: &OrderTimer) -> Result<(), Refusal> {
        let on = self.today()?;
        let Some(plan) = self.file.plan(timer.plan) else { return Ok(()) };
        if plan.is_paused() || plan.frozen() {
            return Ok(());
        }
        let missed: Vec<(u16, Date, i64)> = plan
            .open_instalments()
            .into_iter()
            .filter(|instalment| instalment.due < on)
            .map(|instalment| (instalment.seq, instalment.due, instalment.open()))
            .collect();
        for (seq, due, open_minor) in missed {
            let told = |n: &MissedNotice| n.plan == timer.plan && n.seq == seq && n.due == due;
            if !self.file.missed.iter().any(told) {
                let plan = timer.plan;
                self.file.missed.push(MissedNotice { plan, seq, due, sent: on });
                let data = json!({
                    "plan": plan, "seq": seq, "due": due, "amount_minor": open_minor,
                    "currency": self.file.currency(),
                });
                self.notify(Party::Consumer, NoticeTemplate::MissedPayment, None, data);
            }
        }
        while let Some(plan) = self.file.plan(timer.plan) {
            let Ok(fee) = self.assess(plan, on)? else { break };
            self.charge_late_fee(timer.plan, fee)?;
        }
        self.retime_plans()
    }

    fn charge_late_fee(&mut self, id: PlanId, fee: LateFee) -> Result<(), Refusal> {
        let (no, minor, seq) = (fee.no, fee.minor, fee.seq);
        self.plan_mut(id)?.charge_fee(fee)?;
        let legs = [(Account::FeesReceivable(id), minor), (Account::LateFeeIncome, -minor)];
        self.post("late-fee", "late fee", legs)?;
        let data = json!({
            "plan": id, "fee": no, "seq": seq, "amount_minor": minor,
            "currency": self.file.currency(),
        });
        self.notify(Party::Consumer, NoticeTemplate::LateFeeCharged, None, data);
        Ok(())
    }

    /// Takes a fee back: what was unpaid falls away, what was paid goes back.
    fn book_fee_reversal(&mut self, plan: PlanId, fee: FeeReversal) -> Result<(), Refusal> {
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [
            (Account::LateFeeIncome, fee.unpaid + fee.paid),
            (Account::FeesReceivable(plan), -fee.unpaid),
            (customer, -fee.paid),
        ];
        self.post("late-fee-reversed", "late fee taken back", legs)?;
        let data = json!({
            "plan": plan, "fee": fee.no, "amount_minor": fee.unpaid + fee.paid,
            "currency": self.file.currency(),
        });
        self.notify(Party::Consumer, NoticeTemplate::LateFeeReversed, None, data);
        let last =
            self.file.fee_payments.iter().rev().find(|payment| payment.plan == plan).cloned();
        match last {
            Some(payment) if fee.paid > 0 => {
                self.intend(None, payment.id, payment.instrument, fee.paid, None)
            }
            _ => Ok(()),
        }
    }

    /// Late fees follow the debt they were charged on: where a claim was upheld and gave back all of a
    /// plan, nothing had been owed late, and what was charged for it goes back. Says how much.
    pub(super) fn return_fees_of_relieved_plans(&mut self) -> Result<i64, Refusal> {
        let relieved =
            self.file.plans.iter().filter(|plan| plan.relieved_total() == plan.principal());
        let standing: Vec<(PlanId, u16, i64)> = relieved
            .flat_map(|plan| plan.fees().iter().map(|fee| (plan.id(), fee)))
            .filter(|(_, fee)| fee.state == FeeState::Charged)
            .map(|(plan, fee)| (plan, fee.no, fee.minor))
            .collect();
        let mut returned = 0;
        for (plan, no, minor) in standing {
            let reversal = self.plan_mut(plan)?.reverse_fee(no)?;
            self.book_fee_reversal(plan, reversal)?;
            returned += minor;
        }
        Ok(returned)
    }

    pub(super) fn plan_mut(&mut self, id: PlanId) -> Result<&mut Plan, Refusal> {
        self.file.plans.iter_mut().find(|plan| plan.id() == id).ok_or_else(|| unknown("plan", &id))
    }

    // What a person, or the customer through self-service, asks for.

    pub(super) fn pause_by_person(
        &mut self,
        id: PlanId,
        days: u32,
        why: &str,
    ) -> Result<(), Refusal> {
        if days == 0 || days > PAUSE_DAYS_MAX {
            return Err(Refusal::Field {
                field: "days",
                problem: format!("must be 1 to {PAUSE_DAYS_MAX}, got {days}"),
            });
        }
        let on = self.today()?;
        let calendar = self.calendar()?;
        let until = calendar.add_days(on, days);
        let ends = calendar.start_of_day(until);
        let change = self.plan_mut(id)?.pause(PauseReason::Goodwill, on, Some(until))?;
        for fee in change.fees_to_reverse {
            self.book_fee_reversal(id, fee)?;
        }
        self.watch_pause(id, ends);
        let data = json!({ "plan": id, "paused_until": until, "why": why });
        self.announce(Topic::PlanChanged, None, data.clone());
        self.notify(Party::Consumer, NoticeTemplate::PlanChanged, None, data);
        self.retime_plans()
    }

    /// Starts the clock that ends a pause with a planned end.
    pub(super) fn watch_pause(&mut self, plan: PlanId, due: kernel::Timestamp) {
        let id = TimerId::generate(self.cx.now, &mut self.cx.rng);
        self.start_order_timer(OrderTimer { id, kind: TimerKind::ReturnPauseEnds, due, plan });
    }

    pub(super) fn extend_due_date(&mut self, id: PlanId, seq: u32) -> Result<(), Refusal> {
        let on = self.today()?;
        let Some(rule) = &self.plan_policy()?.extension else {
            return Err(Refusal::NotAllowed { why: "this market has no extension".to_owned() });
        };
        let seq = u16::try_from(seq).map_err(|_| unknown("instalment", &seq))?;
        let extension = self.plan_mut(id)?.extend_due_date(seq, rule, on)?;
        let data = json!({
            "plan": id, "seq": seq, "from": extension.moved.from, "to": extension.moved.to,
            "fee_minor": extension.fee_minor,
        });
        self.announce(Topic::PlanChanged, None, data.clone());
        self.notify(Party::Consumer, NoticeTemplate::PlanChanged, None, data);
        self.retime_plans()
    }

    pub(super) fn hardship(&mut self, id: PlanId, parts: u32) -> Result<(), Refusal> {
        let on = self.today()?;
        let max = self.plan_policy()?.hardship.instalments_max;
        let parts = u16::try_from(parts).ok().filter(|parts| (1..=max).contains(parts)).ok_or(
            Refusal::Field { field: "parts", problem: format!("must be 1 to {max}, got {parts}") },
        )?;
        let calendar = self.calendar()?;
        let first_due = calendar.add_days(on, u32::from(HARDSHIP_EVERY_DAYS));
        let replanned =
            self.plan_mut(id)?.enter_hardship(parts, HARDSHIP_EVERY_DAYS, first_due, on)?;
        let data = json!({ "plan": id, "instalments": replanned.instalments });
        self.announce(Topic::PlanChanged, None, data.clone());
        self.notify(Party::Consumer, NoticeTemplate::HardshipStarted, None, data);
        self.retime_plans()
    }

    pub(super) fn waive_fee(&mut self, id: PlanId, fee: u32) -> Result<(), Refusal> {
        let no = u16::try_from(fee).map_err(|_| unknown("fee", &fee))?;
        let reversal = self.plan_mut(id)?.waive_fee(no)?;
        self.book_fee_reversal(id, reversal)
    }
}
