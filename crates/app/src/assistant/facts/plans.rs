//! Plans: what is owed, when, and what can be changed about it.

use assistant::Value;
use dispute::{CollectionState, PlanOptions};
use plan::{FeeState, Instalment, InstalmentState, LateFee, Plan, PlanStatus, Product};

use super::Order;

/// Days in which a late fee that was given up counts.
const WAIVED_DAYS: i32 = 365;

/// The plan that something is owed on, else the last one.
pub(super) fn of_order(of: &Order<'_>) -> Option<Value> {
    let plans = of.view.file.plans();
    let owed = plans.iter().find(|plan| plan.outstanding() > 0);
    owed.or_else(|| plans.last()).map(|one| plan(of, one))
}

fn plan(of: &Order<'_>, plan: &Plan) -> Value {
    let options = options(of, plan);
    let settle = options.as_ref().map_or(0, |options| options.pay_early_minor);
    let saved = options.as_ref().map_or(0, |options| options.interest_saved_minor);
    let under_way = of.view.file.last_collection(plan.id());
    let under_way = under_way.is_some_and(|mark| mark.state.is_open());
    let instalments = plan.instalments().iter().map(|one| instalment(of, plan, one)).collect();
    let fees: Vec<Value> = plan.fees().iter().map(|fee| self::fee(of, plan, fee)).collect();
    Value::record([
        ("id", Value::id(plan.id().to_string())),
        ("order", of.id()),
        ("product", Value::word(product(plan.product()))),
        ("principal", of.money(plan.principal())),
        ("paid", of.money(plan.paid_total())),
        ("outstanding", of.money(plan.outstanding())),
        ("status", Value::word(status(of, plan))),
        ("paused", Value::Bool(plan.is_paused())),
        ("paused_until", Value::maybe(paused_until(plan).map(Value::Date))),
        ("pause_days", Value::Int(i64::from(plan.courtesy_days()))),
        ("in_hardship", Value::Bool(plan.in_hardship())),
        ("next", Value::maybe(plan.next_due().map(|one| instalment(of, plan, one)))),
        ("instalments", Value::list(instalments)),
        ("movable", Value::list(movable(of, plan, options.as_ref()))),
        ("settle_today", of.money(settle)),
        ("interest_saved", of.money(saved)),
        ("fees", Value::list(fees)),
        ("fees_open", of.money(plan.fees_outstanding())),
        ("payment_under_way", Value::Bool(under_way)),
    ])
}

fn options(of: &Order<'_>, plan: &Plan) -> Option<PlanOptions> {
    // Of a market without a policy nothing can be chosen.
    of.view.file.plan_options(plan.id(), of.rules, of.now).ok()
}

const fn product(product: Product) -> &'static str {
    match product {
        Product::PayIn30 => "pay_in_30",
        Product::PayInN { .. } => "pay_in_parts",
        Product::Financing { .. } => "financing",
    }
}

fn status(of: &Order<'_>, plan: &Plan) -> &'static str {
    match plan.status() {
        PlanStatus::Paused | PlanStatus::Frozen => "paused",
        PlanStatus::Settled => "settled",
        PlanStatus::Active if plan.next_due().is_some_and(|next| next.due < of.today) => "overdue",
        PlanStatus::Active => "open",
        _ => "closed",
    }
}

/// The day on which the last pause that has an end is planned to end.
fn paused_until(plan: &Plan) -> Option<kernel::Date> {
    let open = plan.pauses().iter().filter(|pause| pause.ended.is_none());
    open.filter_map(|pause| pause.until).max()
}

fn instalment(of: &Order<'_>, plan: &Plan, one: &Instalment) -> Value {
    let open = one.open().saturating_add(one.interest_open());
    let late = open > 0 && one.due < of.today && !plan.is_paused();
    Value::record([
        ("id", instalment_id(plan, one.seq)),
        ("plan", Value::id(plan.id().to_string())),
        ("order", of.id()),
        ("merchant", of.merchant.clone()),
        ("item", of.item()),
        ("number", Value::Int(i64::from(one.seq))),
        ("due", Value::Date(one.due)),
        ("amount", of.money(one.amount)),
        ("open", of.money(open)),
        ("state", Value::word(state(one.state()))),
        ("late", Value::Bool(late)),
        ("paused", Value::Bool(plan.is_paused())),
        ("extended", Value::Bool(one.extended)),
    ])
}

const fn state(state: InstalmentState) -> &'static str {
    match state {
        InstalmentState::Open => "open",
        InstalmentState::Paid => "paid",
        InstalmentState::Cancelled => "cancelled",
        InstalmentState::Refunded => "refunded",
        InstalmentState::ChargedBack => "charged_back",
        InstalmentState::WrittenOff => "written_off",
    }
}

/// An instalment as arguments name it: `plan/number`.
pub(in crate::assistant) fn instalment_id(plan: &Plan, seq: u16) -> Value {
    Value::id(format!("{}/{seq}", plan.id()))
}

fn movable(of: &Order<'_>, plan: &Plan, options: Option<&PlanOptions>) -> Vec<Value> {
    let extend = options.map(|options| options.extend.as_slice()).unwrap_or_default();
    let one = |option: &dispute::ExtendOption| {
        let open = plan.instalment(option.instalment).map_or(0, Instalment::open);
        Value::record([
            ("id", instalment_id(plan, option.instalment)),
            ("plan", Value::id(plan.id().to_string())),
            ("order", of.id()),
            ("merchant", of.merchant.clone()),
            ("item", of.item()),
            ("due", Value::Date(option.due)),
            ("new_due", Value::Date(option.new_due)),
            ("open", of.money(open)),
            ("fee", of.money(option.fee_minor)),
            ("free", Value::Bool(option.fee_minor == 0)),
        ])
    };
    extend.iter().map(one).collect()
}

/// Instalments of an order that are still to be paid.
pub(super) fn due(of: &Order<'_>) -> Vec<Value> {
    let plans = of.view.file.plans().iter();
    plans
        .flat_map(|plan| plan.open_instalments().into_iter().map(|one| instalment(of, plan, one)))
        .collect()
}

pub(super) fn movable_of_order(of: &Order<'_>) -> Vec<Value> {
    let plans = of.view.file.plans().iter().filter(|plan| plan.outstanding() > 0);
    plans.flat_map(|plan| movable(of, plan, options(of, plan).as_ref())).collect()
}

fn fee(of: &Order<'_>, plan: &Plan, fee: &LateFee) -> Value {
    let state = match fee.state {
        FeeState::Charged => "charged",
        FeeState::Reversed => "reversed",
        FeeState::Waived => "waived",
    };
    Value::record([
        ("id", Value::id(format!("{}/{}", plan.id(), fee.no))),
        ("plan", Value::id(plan.id().to_string())),
        ("order", of.id()),
        ("merchant", of.merchant.clone()),
        ("amount", of.money(fee.minor)),
        ("charged_on", Value::Date(fee.on)),
        ("missed_due", Value::Date(fee.due)),
        ("state", Value::word(state)),
        ("waived_before", Value::Bool(waived_before(of))),
    ])
}

/// Whether a fee of this order was given up in the last twelve months.
fn waived_before(of: &Order<'_>) -> bool {
    let fees = of.view.file.plans().iter().flat_map(Plan::fees);
    fees.filter(|fee| fee.state == FeeState::Waived).any(|fee| {
        let days = fee.on.until(of.today).map_or(i32::MAX, |span| span.get_days());
        days <= WAIVED_DAYS
    })
}

pub(super) fn fees_of_order(of: &Order<'_>) -> Vec<Value> {
    let plans = of.view.file.plans().iter();
    plans.flat_map(|plan| plan.fees().iter().map(|one| fee(of, plan, one))).collect()
}

/// What a payment came to, in the words of the catalogue.
pub(in crate::assistant) const fn payment_state(state: &CollectionState) -> &'static str {
    match state {
        CollectionState::Succeeded => "done",
        CollectionState::Declined { .. } => "refused",
        CollectionState::Intended
        | CollectionState::AsksCustomer { .. }
        | CollectionState::Unknown => "on_its_way",
    }
}
