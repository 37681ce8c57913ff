//! Credit ahead of a decision is paid out of what the customer paid on the plans, and only once.

use crate::common::*;
use commerce::*;
use dispute::*;
use kernel::*;

fn sent(effects: &[Effect]) -> i64 {
    effects
        .iter()
        .map(|effect| if let Effect::Pay(payout) = effect { payout.amount_minor } else { 0 })
        .sum()
}

/// Two captures of 60.00, both paid. The first claim takes 60.00 of credit and is withdrawn: the
/// credit was sent to the second payment, and the first plan is what is owed again. A refund then
/// settles the second plan, whose payment has nothing left to send it to: it is held for the
/// customer. The first payment looks kept, but no plan holds its money: a second claim may not credit
/// it once more. (Found by the simulator.)
#[test]
fn credit_is_no_more_than_the_plans_still_hold() {
    let now = at("2026-11-02T09:00:00Z");
    let mut desk =
        Desk::with_order(order("o1", 12_000, Currency::GBP, "gb", now), FeeTerms::None, None);
    for _ in 0..2 {
        desk.capture(6_000, Product::PayNow, 0);
        desk.pay(6_000, 1);
    }
    let first = DisputeId::generate(desk.now, &mut desk.rng);
    let claim = |dispute| OpenDispute {
        dispute,
        kind: Kind::Unauthorised,
        reason: Reason::Unauthorised,
        sub_issue: SubIssue::Unspecified,
        amount_minor: Some(6_000),
        lines: Vec::new(),
        statement: Statement::default(),
        items: Vec::new(),
        late_ground: None,
    };
    desk.consumer(Input::Open(claim(first))).unwrap();
    desk.day(2).tick();
    assert_eq!(sent(&desk.effects), 6_000, "law wants the credit by the next business day");
    desk.consumer(Input::Withdraw { dispute: first }).unwrap();
    desk.refund("r1", 6_000);
    let on_plans: i64 = desk.file.plans().iter().map(plan::Plan::paid_total).sum();
    let kept: i64 = desk.file.payments().iter().map(PaymentMark::kept_minor).sum();
    assert_eq!((on_plans, kept), (0, 6_000), "the payment looks kept; no plan holds its money");

    desk.effects.clear();
    let second = DisputeId::generate(desk.now, &mut desk.rng);
    desk.consumer(Input::Open(claim(second))).unwrap();
    desk.day(4).tick();
    assert_eq!(sent(&desk.effects), 0, "nothing is credited that the customer did not pay");
    assert_eq!(desk.file.dispute(second).unwrap().provisional_minor, 0);
    desk.invariants();
}
