//! The commerce feed, as far as it concerns one order. Records come in any order and more than
//! once: what builds on a record that is not here yet waits for it.

use commerce::{Capture, Payment, PaymentPurpose, Record};
use kernel::PlanId;
use ledger::Account;
use plan::{NewPlan, Plan, Product};

use super::Stepper;
use crate::Refusal;
use crate::effect::TaskKind;
use crate::order_file::{PARKED_MAX, PaymentMark, RECORDS_MAX};

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

    /// Captures may come to more than the order's total (that is what a dispute about the amount
    /// is about), but not without a person being told.
    fn ask_if_above_the_order(&mut self, capture: &commerce::Capture) {
        let (captured, total) = (self.file.captured_minor(), self.file.order.total_minor);
        if captured > total {
            let why = format!(
                "with capture {} of {} minor units, {captured} were captured of an order of {total}",
                capture.id, capture.amount_minor
            );
            self.ask(TaskKind::CaptureExceedsOrder, None, why, None);
        }
    }

    /// Tries again what waited.
    fn unpark(&mut self) -> Result<(), Refusal> {
        for record in std::mem::take(&mut self.file.parked) {
            self.feed(&record)?;
        }
        Ok(())
    }

    pub(super) fn park(&mut self, record: Record) -> Result<(), Refusal> {
        bounded("records that wait for others", self.file.parked.len(), PARKED_MAX)?;
        self.file.parked.push(record);
        Ok(())
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
}

pub(super) fn bounded(what: &str, have: usize, max: usize) -> Result<(), Refusal> {
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
