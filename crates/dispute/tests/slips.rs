//! A slip in the feed moves no money by itself: what cannot be is shown to a person.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use commerce::*;
use common::*;
use dispute::*;
use kernel::*;

const DAY0: &str = "2026-11-02T09:00:00Z";

fn asked(effects: &[Effect], kind: TaskKind) -> usize {
    let of_kind = |effect: &&Effect| matches!(effect, Effect::Ask(task) if task.kind == kind);
    effects.iter().filter(of_kind).count()
}

fn sent(effects: &[Effect]) -> i64 {
    effects
        .iter()
        .map(|effect| if let Effect::Pay(payout) = effect { payout.amount_minor } else { 0 })
        .sum()
}

/// GBP 120.00, of which 40.00 is paid: up to the order's price beyond what is owed goes back by
/// itself, and nothing of what is above.
#[test]
fn an_overpayment_above_the_price_of_the_order_waits_for_a_person() {
    let cases = [
        (8_000, 0, 0),
        (8_001, 1, 0),
        (20_000, 12_000, 0),
        (20_001, 0, 1),
        (900_000_000_000, 0, 1),
    ];
    for (amount, goes_back, tasks) in cases {
        let mut desk = Desk::base(DAY0, FeeTerms::None);
        desk.effects.clear();
        desk.pay(amount, 2);
        assert_eq!(sent(&desk.effects), goes_back, "{amount}");
        assert_eq!(asked(&desk.effects, TaskKind::PaymentExceedsOrder), tasks, "{amount}");
        let owed = desk.balances().get("cust_ref").copied().unwrap_or(0);
        assert_eq!(-owed, amount - 8_000 - goes_back, "what is not sent stays the customer's");
        desk.invariants();
    }
}

#[test]
fn a_payment_on_a_cancelled_order_is_held_by_the_same_measure() {
    for (amount, goes_back, tasks) in [(12_000, 12_000, 0), (900_000_000_000, 0, 1)] {
        let mut desk = Desk::base(DAY0, FeeTerms::None);
        let cancellation = Cancellation {
            at: desk.now,
            order_id: desk.file.order().id.clone(),
            reason: String::new(),
        };
        desk.feed(Record::Cancellation(cancellation)).unwrap();
        desk.effects.clear();
        desk.pay(amount, 1);
        assert_eq!(sent(&desk.effects), goes_back);
        assert_eq!(asked(&desk.effects, TaskKind::PaymentExceedsOrder), tasks);
        desk.invariants();
    }
}

#[test]
fn captures_above_the_order_are_shown_to_a_person() {
    let now = at(DAY0);
    let mut desk =
        Desk::with_order(order("o1", 12_000, Currency::GBP, "gb", now), FeeTerms::None, None);
    for (amount, tasks) in [(7_000, 0), (5_000, 0), (1, 1)] {
        desk.effects.clear();
        desk.capture(amount, Product::PayIn30, 0);
        assert_eq!(asked(&desk.effects, TaskKind::CaptureExceedsOrder), tasks, "{amount}");
    }
    desk.invariants();
}
