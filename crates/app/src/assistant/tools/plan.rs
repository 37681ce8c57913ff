//! Plans: more time, a pause, a payment, a fee given up.

use assistant::Value;
use compliance::authority::Grant;
use dispute::PayEarly;
use kernel::{Money, PlanId};

use super::{Args, Done, as_confirmed, granted, refused};
use crate::assistant::facts::payment_state;
use crate::order::{OrderView, Work};
use crate::{Session, collections, plans};

/// Longest that a plan stands still as a courtesy before a person must say so, in days: that of a pause
/// of the assistant's with all before it. Procedures look at `plan.pause_days` before they offer one.
const PAUSE_DAYS_MAX: u32 = 30;
/// Why the books say that a plan stands still.
const WHY: &str = "asked for by the customer, confirmed in the conversation";

pub(super) fn pause(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let work = granted(s, &grant, args, None)?;
    let plan = args.plan("plan")?;
    let days = u32::try_from(args.int("days")?).ok();
    let before = work.file.plan(plan).map_or(0, plan::Plan::courtesy_days);
    let most = PAUSE_DAYS_MAX.saturating_sub(before);
    let days = days.filter(|days| (1..=most).contains(days));
    let days = days.ok_or_else(|| {
        refused(
            "too_long",
            format!("{PAUSE_DAYS_MAX} days in all, and it stood still for {before}"),
        )
    })?;
    let view = plans::pause(s, &work.file.order().id, plan, days, WHY.to_owned())?;
    let until = view.file.plan(plan).and_then(|plan| {
        let open = plan.pauses().iter().filter(|pause| pause.ended.is_none());
        open.filter_map(|pause| pause.until).max()
    });
    Ok(Value::record([("until", Value::maybe(until.map(Value::Date))), ("plans", Value::Int(1))]))
}

pub(super) fn extend(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let work = granted(s, &grant, args, None)?;
    let plan = args.plan("plan")?;
    let seq = args.number_of("instalment", plan)?;
    let fees_before = fees(&work.file, plan);
    let view = plans::extend_due_date(s, &work.file.order().id, plan, u32::from(seq))?;
    let due = view.file.plan(plan).and_then(|plan| plan.instalment(seq)).map(|one| one.due);
    let due = due.ok_or_else(|| refused("not_found", "the instalment is not there"))?;
    let fee = fees(&view.file, plan).saturating_sub(fees_before);
    let fee = Value::Money(Money::new(fee, view.file.currency()));
    Ok(Value::record([("new_due", Value::Date(due)), ("fee", fee)]))
}

fn fees(file: &dispute::OrderFile, plan: PlanId) -> i64 {
    file.plan(plan).map_or(0, plan::Plan::fees_outstanding)
}

pub(super) fn pay_instalment(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let amount = args.money("amount")?;
    let work = granted(s, &grant, args, Some(amount))?;
    let plan = args.plan("plan")?;
    let seq = args.number_of("instalment", plan)?;
    let open = work
        .file
        .plan(plan)
        .and_then(|plan| plan.instalment(seq))
        .map(|one| one.open().saturating_add(one.interest_open()));
    as_confirmed(amount, Money::new(open.unwrap_or(0), work.file.currency()))?;
    pay(s, &work, &PayEarly { plan, instalments: vec![seq], amount_minor: None }, amount)
}

pub(super) fn settle(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let amount = args.money("amount")?;
    let work = granted(s, &grant, args, Some(amount))?;
    let plan = args.plan("plan")?;
    let (currency, options) = plans::options(s, &work.file.order().id, plan)?;
    as_confirmed(amount, Money::new(options.pay_early_minor, currency))?;
    pay(s, &work, &PayEarly { plan, instalments: Vec::new(), amount_minor: None }, amount)
}

fn pay(s: &mut Session<'_, '_>, work: &Work, asked: &PayEarly, amount: Money) -> Done {
    let order = work.file.order().id.clone();
    let (view, _) = collections::intend(s, &order, asked)?;
    Ok(Value::record([
        ("amount", Value::Money(amount)),
        ("state", Value::word(state_of(&view, asked.plan))),
    ]))
}

fn state_of(view: &OrderView, plan: PlanId) -> &'static str {
    view.file.last_collection(plan).map_or("on_its_way", |mark| payment_state(&mark.state))
}

pub(super) fn waive(s: &mut Session<'_, '_>, grant: Grant, args: &Args<'_>) -> Done {
    let amount = args.money("amount")?;
    let work = granted(s, &grant, args, Some(amount))?;
    let plan = args.plan("plan")?;
    let no = args.number_of("fee", plan)?;
    let known = work.file.plan(plan).map(plan::Plan::fees).unwrap_or_default();
    let fee = known.iter().find(|fee| fee.no == no);
    let fee = fee.ok_or_else(|| refused("not_found", "the fee is not there"))?;
    let (minor, paid, currency) = (fee.minor, fee.paid, work.file.currency());
    as_confirmed(amount, Money::new(minor, currency))?;
    plans::waive_fee(s, &work.file.order().id, plan, u32::from(no))?;
    Ok(Value::record([
        ("amount", Value::Money(Money::new(minor, currency))),
        ("back", Value::Money(Money::new(paid, currency))),
    ]))
}
