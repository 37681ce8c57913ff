//! A slip in the feed moves no money by itself: what cannot be is shown to a person.

use crate::common::*;
use commerce::*;
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

fn release(to: ReleaseTo, payment: &str, amount_minor: Option<i64>) -> Input {
    let payment = PaymentId::new(payment).unwrap();
    Input::ReleaseHeld(ReleaseHeld { payment, to, amount_minor, note: "Paid twice.".to_owned() })
}

/// GBP 120.00 of which 80.00 is owed; 200.01 comes, 120.01 too much: a person sends it back, once.
#[test]
fn a_person_sends_a_held_overpayment_back_once() {
    let mut desk = Desk::base(DAY0, FeeTerms::None);
    desk.pay(20_001, 2);
    assert_eq!(desk.file.held_minor(), 12_001);
    let refused = |result: Result<Vec<Effect>, Refusal>| result.unwrap_err().code();
    let to = ReleaseTo::Instrument;
    assert_eq!(refused(desk.agent("a1", release(to, "pay9", None))), "unknown");
    for wrong in [0, -1, 12_002] {
        assert_eq!(refused(desk.agent("a1", release(to, "pay2", Some(wrong)))), "invalid_field");
    }
    // Nothing is owed any more, so there is nothing to apply it to.
    assert_eq!(refused(desk.agent("a1", release(ReleaseTo::Plan, "pay2", None))), "not_allowed");
    desk.agent("a1", release(to, "pay2", Some(2_001))).unwrap();
    assert_eq!(desk.file.held_minor(), 10_000);

    // What the provider refuses is held again, and can be sent again.
    desk.provider = ProviderAnswer::Failed { code: "card_closed".to_owned() };
    desk.agent("a1", release(to, "pay2", None)).unwrap();
    assert_eq!(desk.file.held_minor(), 10_000);
    // What nobody knows the fate of is not.
    desk.provider = ProviderAnswer::Unknown { why: "timed out".to_owned() };
    let effects = desk.agent("a1", release(to, "pay2", None)).unwrap();
    assert_eq!(sent(&effects), 10_000);
    assert_eq!(desk.file.held_minor(), 0);
    assert_eq!(refused(desk.agent("a1", release(to, "pay2", None))), "nothing_held");
    desk.provider = ProviderAnswer::Succeeded { reference: "re_2".to_owned() };
    let payout = desk.file.payouts().last().unwrap().payout.id;
    let answer = desk.provider.clone();
    desk.act(&Actor::SYSTEM, Input::ProviderAnswer { effect: payout, answer }).unwrap();
    desk.balances_are(&[("cash", 112_000), ("m_pay", -111_640), ("inc:mdr", -360)]);
    let told = desk.effects.iter().filter(|effect| {
        matches!(effect, Effect::Notify(notice)
            if notice.template == NoticeTemplate::OverpaymentReleased
                && notice.to == Party::Consumer)
    });
    assert_eq!(told.count(), 3);
}

/// What is owed later is paid out of what is held, but not while it is in dispute.
#[test]
fn a_held_overpayment_pays_what_is_owed() {
    let now = at(DAY0);
    let mut desk =
        Desk::with_order(order("o1", 12_000, Currency::GBP, "gb", now), FeeTerms::None, None);
    desk.capture(7_000, Product::PayNow, 0);
    desk.pay(7_000, 1);
    desk.pay(20_000, 1);
    assert_eq!(desk.file.held_minor(), 20_000);
    desk.capture(5_000, Product::PayIn30, 0);
    let claim = desk.claim(Reason::NotReceived);
    let apply = |minor| release(ReleaseTo::Plan, "pay2", minor);
    let refused = desk.agent("a1", apply(None)).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
    desk.consumer(Input::Withdraw { dispute: claim }).unwrap();
    assert_eq!(desk.agent("a1", apply(Some(5_001))).unwrap_err().code(), "invalid_field");
    desk.agent("a1", apply(None)).unwrap();
    assert_eq!(desk.file.held_minor(), 15_000, "the rest stays the customer's");
    let owed: i64 = desk.file.plans().iter().map(plan::Plan::outstanding).sum();
    assert_eq!(owed, 0);
    desk.balances_are(&[("cash", 127_000), ("cust_ref", -15_000), ("m_pay", -112_000)]);
    // A refund of it finds its way to the instrument that paid.
    desk.effects.clear();
    desk.refund("r1", 5_000);
    assert_eq!(sent(&desk.effects), 5_000);
    desk.invariants();
}
