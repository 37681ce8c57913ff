//! The commerce feed, as far as it concerns one order. Records come in any order and more than
//! once: what builds on a record that is not here yet waits for it.

use commerce::{
    Cancellation, Capture, Payment, PaymentPurpose, Record, Refund, Return, ReturnState, Scan,
    Shipment,
};
use kernel::{DisputeId, PlanId};
use ledger::Account;
use plan::{NewPlan, PauseReason, Plan, Product};
use serde_json::json;

use super::Stepper;
use super::money::HeldPart;
use crate::Refusal;
use crate::effect::*;
use crate::model::*;
use crate::order_file::{PARKED_MAX, PaymentMark, RECORDS_MAX, RefundMark, SCANS_MAX};

impl Stepper<'_> {
    pub(super) fn feed(&mut self, record: &Record) -> Result<(), Refusal> {
        if record.order_id() != Some(&self.file.order.id) {
            return Err(Refusal::FeedMismatch {
                why: format!("a {} of another order ({})", record.kind(), record.key()),
            });
        }
        match record {
            // The file was made from it.
            Record::Order(_) => Ok(()),
            Record::Capture(capture) => self.capture(capture),
            Record::Shipment(shipment) => self.shipment(shipment),
            Record::Scan(scan) => self.scan(scan),
            Record::Return(record) => self.returned(record),
            Record::Payment(payment) => self.payment(payment),
            Record::Refund(refund) => self.refund(refund),
            Record::Cancellation(cancellation) => self.cancel(cancellation),
            Record::Merchant(_)
            | Record::Customer(_)
            | Record::Device(_)
            | Record::Settlement(_) => Err(Refusal::FeedMismatch {
                why: format!("a {} belongs to no order", record.kind()),
            }),
        }
    }

    fn capture(&mut self, capture: &Capture) -> Result<(), Refusal> {
        if self.file.captures.iter().any(|known| known.id == capture.id) {
            return Ok(());
        }
        bounded("captures", self.file.captures.len(), RECORDS_MAX)?;
        if self.file.cancelled_at.is_some() {
            return Err(Refusal::FeedMismatch { why: "the order was cancelled".to_owned() });
        }
        let id = PlanId::generate(self.cx.now, &mut self.cx.rng);
        let policy = self.plan_policy()?;
        let plan = Plan::open(NewPlan {
            id,
            order: self.file.order.id.clone(),
            capture: capture.id.clone(),
            product: product(capture.product)?,
            currency: self.file.currency(),
            principal: capture.amount_minor,
            policy: policy.version.clone(),
            opened: self.file.local_date(capture.at, self.cx.rules)?,
        })?;
        let fee = capture.merchant_fee_minor.unwrap_or_else(|| {
            kernel::money::basis_points_of(capture.amount_minor, self.cx.outside.merchant_fee_bps)
        });
        let mut legs = self.credit_merchant(capture.amount_minor - fee);
        legs.push((Account::PlanReceivable(id), capture.amount_minor));
        legs.push((Account::MdrIncome, -fee));
        let at = capture.at;
        self.post_as("capture", "captured", legs, |entry| entry.effective_at(at))?;
        self.file.captures.push(Capture { merchant_fee_minor: Some(fee), ..capture.clone() });
        self.file.plans.push(plan);
        self.ask_if_above_the_order(capture);
        self.unpark()?;
        self.retime_plans()
    }

    /// Tries again what waited.
    fn unpark(&mut self) -> Result<(), Refusal> {
        for record in std::mem::take(&mut self.file.parked) {
            self.feed(&record)?;
        }
        Ok(())
    }

    fn park(&mut self, record: Record) -> Result<(), Refusal> {
        bounded("records that wait for others", self.file.parked.len(), PARKED_MAX)?;
        self.file.parked.push(record);
        Ok(())
    }

    fn shipment(&mut self, shipment: &Shipment) -> Result<(), Refusal> {
        if self.file.shipments.iter().any(|known| known.id == shipment.id) {
            return Ok(());
        }
        bounded("shipments", self.file.shipments.len(), RECORDS_MAX)?;
        self.file.shipments.push(shipment.clone());
        self.look_again()
    }

    fn scan(&mut self, scan: &Scan) -> Result<(), Refusal> {
        if self.file.scans.contains(scan) {
            return Ok(());
        }
        bounded("scans", self.file.scans.len(), SCANS_MAX)?;
        self.file.scans.push(scan.clone());
        self.look_again()
    }

    /// News may settle what was waiting for it: a case that no person has taken.
    fn look_again(&mut self) -> Result<(), Refusal> {
        let waiting: Vec<(DisputeId, State)> = self
            .file
            .disputes
            .iter()
            .filter(|d| !d.needs_person && d.kind != Kind::RiskStop)
            .filter(|d| d.answered_at.is_some() || d.state == State::Review)
            .map(|dispute| (dispute.id, dispute.state))
            .collect();
        for (id, state) in waiting {
            match state {
                State::Review => self.decide(id)?,
                State::Evidence if self.settled_in_any_round(id)? => self.enter_review(id)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn returned(&mut self, record: &Return) -> Result<(), Refusal> {
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
                self.end_return_pause(&record.id)
            }
            ReturnState::Registered => {
                let owed = record.amount_minor.unwrap_or_else(|| self.lines_minor(record));
                self.end_return_pause(&record.id)?;
                self.refund_from_merchant(owed, record.id.as_str(), record.at)?;
                self.look_again()
            }
            ReturnState::Rejected => {
                self.end_return_pause(&record.id)?;
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

    fn payment(&mut self, payment: &Payment) -> Result<(), Refusal> {
        let known = self.file.payments.iter().chain(&self.file.fee_payments);
        if known.into_iter().any(|known| known.id == payment.id) {
            return Ok(());
        }
        bounded("payments", self.file.payments.len(), RECORDS_MAX)?;
        let Some(place) = self.plan_for(payment) else {
            return self.park(Record::Payment(payment.clone()));
        };
        let on = self.file.local_date(payment.at, self.cx.rules)?;
        let Some(plan) = self.file.plans.get_mut(place) else { return Ok(()) };
        let id = plan.id();
        let to_plan = payment.purpose == PaymentPurpose::Plan;
        let seq = payment.instalment.and_then(|seq| u16::try_from(seq).ok());
        let paid = if to_plan && plan.outstanding() > 0 {
            plan.pay(payment.amount_minor, seq, on)?
        } else {
            plan::Allocation { excess: payment.amount_minor, ..plan::Allocation::default() }
        };
        let fees = if paid.excess > 0 { plan.pay_fees(paid.excess)?.paid } else { 0 };
        let over = paid.excess - fees;
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [
            (Account::Cash, payment.amount_minor),
            (Account::PlanReceivable(id), -paid.principal),
            (Account::InterestIncome, -paid.interest),
            (Account::FeesReceivable(id), -fees),
            (customer, -over),
        ];
        let at = payment.at;
        self.post_as("payment", "paid by the customer", legs, |entry| entry.effective_at(at))?;
        self.keep_payment(payment, id, paid.principal, fees);
        self.return_overpayment(payment, over)?;
        self.retime_plans()
    }

    fn plan_for(&self, payment: &Payment) -> Option<usize> {
        let capture = payment.capture_id.as_ref();
        let fits = |plan: &Plan| capture.is_none_or(|capture| plan.capture() == capture);
        let open = self.file.plans.iter().position(|plan| fits(plan) && plan.outstanding() > 0);
        open.or_else(|| self.file.plans.iter().rposition(fits))
    }

    fn keep_payment(&mut self, payment: &Payment, plan: PlanId, principal: i64, fees: i64) {
        let mark = |amount_minor| PaymentMark {
            id: payment.id.clone(),
            at: payment.at,
            plan,
            instrument: payment.instrument.clone(),
            amount_minor,
            returned_minor: 0,
            charged_back_minor: 0,
        };
        if principal > 0 || fees == 0 {
            self.file.payments.push(mark(principal));
        }
        if fees > 0 {
            self.file.fee_payments.push(mark(fees));
        }
    }

    fn refund(&mut self, refund: &Refund) -> Result<(), Refusal> {
        if self.file.refunds.iter().any(|known| known.id == refund.id) {
            return Ok(());
        }
        bounded("refunds", self.file.refunds.len(), RECORDS_MAX)?;
        if self.file.plans.is_empty() {
            return self.park(Record::Refund(refund.clone()));
        }
        let booked_minor =
            self.refund_from_merchant(refund.amount_minor, refund.id.as_str(), refund.at)?;
        self.file.refunds.push(RefundMark {
            id: refund.id.clone(),
            at: refund.at,
            amount_minor: refund.amount_minor,
            booked_minor,
        });
        Ok(())
    }

    /// The merchant gives money back: disputes shrink first, so that nothing is returned twice.
    fn refund_from_merchant(
        &mut self,
        minor: i64,
        what: &str,
        _at: kernel::Timestamp,
    ) -> Result<i64, Refusal> {
        let room = self.settleable_minor().min(self.file.returnable_minor());
        let booked = minor.min(room);
        if booked < minor {
            let why = format!(
                "refund {what} of {minor} minor units is more than the {room} left of the order"
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
    fn cancel(&mut self, cancellation: &Cancellation) -> Result<(), Refusal> {
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

    /// The merchant says what became of a request to stop (scenario S7c).
    pub(super) fn stop_answered(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let opened = self.dispute(id)?.opened_at;
        let tracked = self
            .file
            .shipments
            .iter()
            .any(|shipment| shipment.at < opened && shipment.tracking_id.is_some());
        let stated = self.dispute(id)?.evidence_of(Party::Merchant).any(|item| {
            let facts = &item.extracted;
            facts.tracking_id.is_some() && facts.shipped_at.is_some_and(|at| at < opened)
        });
        let stop =
            if tracked || stated { StopState::ShippedBefore } else { StopState::ShippedAfter };
        self.dispute_mut(id)?.stop = stop;
        let data = json!({ "stop": stop });
        self.announce(Topic::DisputeUpdated, Some(id), data);
        if stop == StopState::ShippedBefore {
            return self.close_without_money(id, Outcome::Merchant, "shipped_before_stop_request");
        }
        self.enter(id, State::Review)?;
        self.start_review_clock(id)?;
        self.hand_to_person(id, "shipped after the request to stop: who bears it?")
    }
}

fn bounded(what: &str, have: usize, max: usize) -> Result<(), Refusal> {
    if have < max {
        Ok(())
    } else {
        Err(Refusal::FeedMismatch { why: format!("an order keeps at most {max} {what}") })
    }
}

fn product(product: commerce::Product) -> Result<Product, Refusal> {
    let narrow = |field: &'static str, value: u32| {
        u16::try_from(value)
            .map_err(|_| Refusal::Field { field, problem: format!("{value} is too large") })
    };
    Ok(match product {
        commerce::Product::PayIn30 => Product::PayIn30,
        commerce::Product::PayInN { n, every_days } => Product::PayInN {
            n: narrow("product.n", n)?,
            every_days: narrow("product.every_days", every_days)?,
        },
        commerce::Product::Financing { months, apr_bps } => {
            Product::Financing { months: narrow("product.months", months)?, apr_bps }
        }
        // One part, due on the day of the capture.
        commerce::Product::PayNow => Product::PayInN { n: 1, every_days: 1 },
    })
}
