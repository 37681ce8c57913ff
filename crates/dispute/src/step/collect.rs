//! Paying early: the customer asks, the payment provider is asked, and what it confirms is booked.

use kernel::{EffectId, PaymentId, PlanId};
use ledger::Account;
use plan::{Allocation, Plan};
use serde_json::json;

use super::feed::bounded;
use super::{Stepper, unknown};
use crate::Refusal;
use crate::collection::{Collection, CollectionMark, CollectionState, Pays};
use crate::effect::*;
use crate::input::{PayEarly, ProviderAnswer};
use crate::model::Party;
use crate::order_file::{PaymentMark, RECORDS_MAX};

impl Stepper<'_> {
    /// Commits to asking the provider: the plan stays as it is until the money has come.
    pub(super) fn pay_early(&mut self, asked: &PayEarly) -> Result<(), Refusal> {
        bounded("collections", self.file.collections.len(), RECORDS_MAX)?;
        self.may_pay(asked.plan)?;
        let on = self.file.local_date(self.at, self.cx.rules)?;
        let (pays, amount_minor) = priced(self.plan_mut(asked.plan)?, asked, on)?;
        let instrument = self.instrument_for(asked.plan)?;
        let id = EffectId::generate(self.cx.now, &mut self.cx.rng);
        let payment = PaymentId::new(format!("early-{}", id.uuid().hyphenated()))
            .map_err(|error| Refusal::Books { why: error.to_string() })?;
        let currency = self.file.currency();
        let plan = asked.plan;
        let at = self.at;
        let collection =
            Collection { id, payment, plan, instrument, amount_minor, currency, pays, at, on };
        let state = CollectionState::Intended;
        self.file.collections.push(CollectionMark { collection: collection.clone(), state });
        self.effects.push(Effect::Collect(collection));
        Ok(())
    }

    /// What stands in the way, in the order in which it is told.
    fn may_pay(&self, id: PlanId) -> Result<(), Refusal> {
        let plan = self.file.plan(id).ok_or_else(|| unknown("plan", &id))?;
        let no = |code, why: &str| Err(Refusal::CannotPay { code, why: why.to_owned() });
        if self.file.last_collection(id).is_some_and(|mark| mark.state.is_open()) {
            return no("payment_pending", "a payment of this plan is under way: wait for it");
        }
        if plan.outstanding() == 0 && plan.fees_outstanding() == 0 {
            return no("plan_closed", "nothing is owed on this plan");
        }
        // Reg Z 1026.13(d) and its like: what is in dispute is not collected, not even on request.
        if self.file.disputes.iter().any(|dispute| dispute.state.is_open()) {
            return no("plan_in_dispute", "a dispute is open: nothing is due until it is decided");
        }
        if plan.frozen() {
            return no("plan_frozen", "nothing may be collected on this plan");
        }
        if plan.in_hardship() {
            return no("plan_in_hardship", "an arrangement runs: talk to us about paying it off");
        }
        if plan.is_paused() {
            return no("plan_paused", "the plan stands still: nothing is due until the pause ends");
        }
        Ok(())
    }

    /// The instrument that paid last: on this plan, or on the order.
    fn instrument_for(&self, plan: PlanId) -> Result<String, Refusal> {
        let own = self.file.payments.iter().rfind(|payment| payment.plan == plan);
        let any = own.or_else(|| self.file.payments.last());
        any.map(|payment| payment.instrument.clone()).ok_or_else(|| Refusal::CannotPay {
            code: "no_instrument",
            why: "no card or account is known from which this could be paid".to_owned(),
        })
    }

    /// What the provider said. The last word stays: an answer that comes twice changes nothing.
    pub(super) fn collection_answer(
        &mut self,
        id: EffectId,
        answer: &ProviderAnswer,
    ) -> Result<(), Refusal> {
        let mark = self.file.collection(id).ok_or_else(|| unknown("effect", &id))?;
        if !mark.state.is_open() {
            return Ok(());
        }
        let collection = mark.collection.clone();
        self.cause = ledger::Cause::Effect(id);
        let state = match answer {
            ProviderAnswer::Succeeded { reference } => {
                self.collected(&collection, reference)?;
                CollectionState::Succeeded
            }
            ProviderAnswer::Failed { code } => {
                let data = told(&collection, json!({ "code": code }));
                self.announce(Topic::PlanChanged, None, data.clone());
                self.notify(Party::Consumer, NoticeTemplate::PaymentDeclined, None, data);
                CollectionState::Declined { code: code.clone() }
            }
            ProviderAnswer::AsksCustomer { redirect_url } => {
                CollectionState::AsksCustomer { redirect_url: redirect_url.clone() }
            }
            // Whoever was asked is still asked.
            ProviderAnswer::Unknown { .. } => match &mark.state {
                CollectionState::AsksCustomer { .. } => mark.state.clone(),
                _ => CollectionState::Unknown,
            },
        };
        let known = self.file.collections.iter_mut().find(|mark| mark.collection.id == id);
        if let Some(mark) = known {
            mark.state = state;
        }
        Ok(())
    }

    /// The money has come: it is booked as the price of the day it was asked for. Where the plan is no
    /// longer what it was, it pays what is owed now, and the rest goes back.
    fn collected(&mut self, collection: &Collection, reference: &str) -> Result<(), Refusal> {
        let minor = collection.amount_minor;
        let plan = self.plan_mut(collection.plan)?;
        let before = plan.interest_outstanding();
        let paid = allocate(plan, collection)?;
        let saved = (before - paid.interest - plan.interest_outstanding()).max(0);
        let fees = if paid.excess > 0 { plan.pay_fees(paid.excess)?.paid } else { 0 };
        let over = paid.excess - fees;
        let customer = Account::CustomerRefund(self.file.order.customer_id.clone());
        let legs = [
            (Account::Cash, minor),
            (Account::PlanReceivable(collection.plan), -paid.principal),
            (Account::InterestIncome, -paid.interest),
            (Account::FeesReceivable(collection.plan), -fees),
            (customer, -over),
        ];
        self.post("payment-early", "paid early by the customer", legs)?;
        let mark = |amount_minor| PaymentMark {
            id: collection.payment.clone(),
            at: self.at,
            plan: collection.plan,
            // What a refund names: the provider's own token of this payment.
            instrument: reference.to_owned(),
            amount_minor,
            returned_minor: 0,
            charged_back_minor: 0,
        };
        let (of_plan, of_fees) = (mark(paid.principal), mark(fees));
        if paid.principal > 0 || fees == 0 {
            self.file.payments.push(of_plan);
        }
        if fees > 0 {
            self.file.fee_payments.push(of_fees);
        }
        if over > 0 {
            let (payment, instrument) = (collection.payment.clone(), reference.to_owned());
            self.intend(None, payment, instrument, over, None)?;
        }
        let data = told(collection, json!({ "interest_saved_minor": saved }));
        self.announce(Topic::PlanChanged, None, data.clone());
        self.notify(Party::Consumer, NoticeTemplate::PaymentReceived, None, data);
        self.retime_plans()
    }
}

/// What is asked for, as an amount of a day.
fn priced(plan: &Plan, asked: &PayEarly, on: kernel::Date) -> Result<(Pays, i64), Refusal> {
    let all = plan.early_settlement(on).total().saturating_add(plan.fees_outstanding());
    match (&asked.instalments[..], asked.amount_minor) {
        ([], None) => Ok((Pays::All, all)),
        ([], Some(minor)) if (1..all).contains(&minor) => Ok((Pays::Amount, minor)),
        ([], Some(minor)) if minor == all => Ok((Pays::All, all)),
        ([], Some(minor)) => {
            let problem = format!("must be 1 to {all}, what settles everything; got {minor}");
            Err(Refusal::Field { field: "amount_minor", problem })
        }
        (seqs, None) => {
            let price = plan.settlement_of(seqs, on).map_err(|error| Refusal::Field {
                field: "instalments",
                problem: error.to_string(),
            })?;
            let mut seqs = seqs.to_vec();
            seqs.sort_unstable();
            seqs.dedup();
            Ok((Pays::Instalments { seqs }, price.total()))
        }
        (_, Some(_)) => {
            let problem = "either instalments or an amount".to_owned();
            Err(Refusal::Field { field: "amount_minor", problem })
        }
    }
}

/// What of an amount pays what, as it was priced where that still fits to the unit.
fn allocate(plan: &mut Plan, collection: &Collection) -> Result<Allocation, Refusal> {
    let minor = collection.amount_minor;
    let seqs: Vec<u16> = match &collection.pays {
        Pays::All => plan.open_instalments().iter().map(|instalment| instalment.seq).collect(),
        Pays::Instalments { seqs } => seqs.clone(),
        Pays::Amount => Vec::new(),
    };
    if !seqs.is_empty() {
        let mut settled = plan.clone();
        if let Ok(paid) = settled.settle(&seqs, collection.on) {
            let rest = minor - paid.principal - paid.interest;
            let fees = if collection.pays == Pays::All { plan.fees_outstanding() } else { 0 };
            if rest == fees {
                *plan = settled;
                return Ok(Allocation { excess: rest, ..paid });
            }
        }
    }
    if plan.outstanding() == 0 {
        return Ok(Allocation { excess: minor, ..Allocation::default() });
    }
    Ok(plan.pay(minor, None, collection.on)?)
}

fn told(collection: &Collection, more: serde_json::Value) -> serde_json::Value {
    let mut data = json!({
        "plan": collection.plan, "payment": collection.payment,
        "amount_minor": collection.amount_minor, "currency": collection.currency,
    });
    if let (Some(data), Some(more)) = (data.as_object_mut(), more.as_object()) {
        data.extend(more.clone());
    }
    data
}
