//! What the test files share.
#![allow(dead_code, clippy::unwrap_used)]

use kernel::{CaptureId, Currency, Date, Jurisdiction, OrderId, PlanId};
use plan::{NewPlan, Plan, PlanPolicies, PlanPolicy, Product};

/// Day D0 of the scenarios.
pub(crate) fn day0() -> Date {
    Date::constant(2026, 9, 1)
}

/// Day `n` of the scenarios.
pub(crate) fn day(n: i32) -> Date {
    (0..n).fold(day0(), |date, _| date.tomorrow().unwrap())
}

pub(crate) fn open_in(product: Product, principal: i64, currency: Currency) -> Plan {
    let id: PlanId = "00000000-0000-7000-8000-000000000001".parse().unwrap();
    let order = OrderId::new("o-1").unwrap();
    let capture = CaptureId::new("c-1").unwrap();
    let policy = "gb.2026-07".to_owned();
    let opened = day0();
    Plan::open(NewPlan { id, order, capture, product, currency, principal, policy, opened })
        .unwrap()
}

/// A pay-in-n plan in GBP, every 30 days.
pub(crate) fn pay_in(n: u16, principal: i64) -> Plan {
    open_in(Product::PayInN { n, every_days: 30 }, principal, Currency::GBP)
}

/// Base order B: GBP 120.00 in 3, the first instalment paid on D0.
pub(crate) fn base() -> Plan {
    let mut plan = pay_in(3, 12_000);
    plan.pay(4_000, Some(1), day0()).unwrap();
    plan
}

pub(crate) fn open_amounts(plan: &Plan) -> Vec<i64> {
    plan.instalments().iter().map(plan::Instalment::open).collect()
}

pub(crate) fn policy(market: &str) -> PlanPolicy {
    PlanPolicies::shipped().unwrap().get(&Jurisdiction::new(market).unwrap()).unwrap().clone()
}
