//! Scenario S3 and the refund parts of S1, S4–S7 and S11, with their exact figures.
use crate::common::{base, day, day0, open_amounts, open_in, pay_in};
use kernel::Currency;
use plan::RefundAllocation::{Even, LastFirst};
use plan::{InstalmentState, PlanError, PlanStatus, Product, arith};

#[test]
fn split_gives_the_first_instalments_the_odd_units() {
    for (total, n, parts) in [
        (50_040, 4, vec![12_510; 4]),
        (5_727, 4, vec![1_432, 1_432, 1_432, 1_431]),
        (10_000, 3, vec![3_334, 3_333, 3_333]),
        (8_000, 8, vec![1_000; 8]),
        (2, 3, vec![1, 1, 0]),
        (0, 2, vec![0, 0]),
        (5, 0, vec![]),
    ] {
        assert_eq!(arith::split(total, n), parts, "{total}/{n}");
    }
}

#[test]
fn refunds_come_off_as_the_providers_publish_it() {
    type Rule = fn(&[i64], i64) -> (Vec<i64>, i64);
    type Row = (Rule, &'static [i64], i64, &'static [i64], i64);
    let table: [Row; 8] = [
        (arith::refund_last_first, &[12_510, 12_510], 14_310, &[10_710, 0], 0),
        (arith::refund_last_first, &[4_000, 4_000], 3_000, &[4_000, 1_000], 0),
        (arith::refund_last_first, &[4_000, 4_000], 9_000, &[0, 0], 1_000),
        (arith::refund_even, &[4_000, 4_000], 3_000, &[2_500, 2_500], 0),
        (arith::refund_even, &[4_000, 4_000], 2_501, &[2_750, 2_749], 0),
        (arith::refund_even, &[4_000, 4_000], 9_000, &[0, 0], 1_000),
        (arith::refund_even, &[500, 4_000, 4_000], 3_000, &[0, 2_750, 2_750], 0),
        (arith::refund_even, &[], 5, &[], 5),
    ];
    for (rule, open, refund, after, cash) in table {
        assert_eq!(rule(open, refund), (after.to_vec(), cash), "{open:?} − {refund}");
    }
}

#[test]
fn a_paid_order_goes_back_to_the_last_payments() {
    let paid = arith::split(5_727, 4);
    assert_eq!(arith::cash_legs(&paid, 1_500), (vec![(3, 1_431), (2, 69)], 0));
    assert_eq!(arith::cash_legs(&paid, 6_000).1, 273);
}

/// The vectors do not depend on the decimals of a currency: JPY has none, KWD has three.
#[test]
fn s3_holds_in_every_currency() {
    for currency in [Currency::GBP, Currency::JPY, Currency::KWD] {
        let four = Product::PayInN { n: 4, every_days: 14 };
        let mut half_paid = open_in(four, 50_040, currency);
        half_paid.pay(25_020, None, day0()).unwrap();
        let split = half_paid.refund(14_310, LastFirst, day(20)).unwrap();
        assert_eq!((split.off_plan, split.cash_total()), (14_310, 0));
        assert_eq!(split.off, [(3, 1_800), (4, 12_510)]);
        assert_eq!(open_amounts(&half_paid), [0, 0, 10_710, 0]);
        assert_eq!(half_paid.outstanding(), 10_710);

        let mut paid_off = open_in(four, 5_727, currency);
        paid_off.pay(5_727, None, day0()).unwrap();
        let split = paid_off.refund(1_500, LastFirst, day(60)).unwrap();
        assert_eq!((split.off_plan, split.cash), (0, vec![(4, 1_431), (3, 69)]));
        assert_eq!(paid_off.paid_total(), 4_227);
        // A second refund goes on where the first one stopped.
        let split = paid_off.refund(1_500, LastFirst, day(61)).unwrap();
        assert_eq!(split.cash, [(3, 1_363), (2, 137)]);
    }
}

#[test]
fn s3_even_on_a_plan() {
    for (refund, left, cash) in
        [(3_000, [2_500, 2_500], 0), (2_501, [2_750, 2_749], 0), (9_000, [0, 0], 1_000)]
    {
        for currency in [Currency::AUD, Currency::JPY, Currency::KWD] {
            let three = Product::PayInN { n: 3, every_days: 30 };
            let mut plan = open_in(three, 12_000, currency);
            plan.pay(4_000, None, day0()).unwrap();
            let split = plan.refund(refund, Even, day(5)).unwrap();
            assert_eq!(open_amounts(&plan)[1..], left);
            assert_eq!(split.cash_total(), cash);
            assert_eq!(split.total(), refund);
        }
    }
    let mut clamp = pay_in(3, 12_000);
    clamp.pay(3_500, Some(1), day0()).unwrap();
    clamp.refund(3_000, Even, day(5)).unwrap();
    assert_eq!(open_amounts(&clamp), [0, 2_750, 2_750]);
}

#[test]
fn s1_the_whole_order_is_refunded() {
    let mut plan = base();
    let split = plan.refund(12_000, LastFirst, day(31)).unwrap();
    assert_eq!((split.off_plan, split.cash), (8_000, vec![(1, 4_000)]));
    assert_eq!(plan.outstanding(), 0);
    assert_eq!(plan.relieved_total(), 12_000);
    let states: Vec<_> = plan.instalments().iter().map(plan::Instalment::state).collect();
    use InstalmentState::{Cancelled, Refunded};
    assert_eq!(states, [Refunded, Cancelled, Cancelled]);
    assert_eq!(plan.status(), PlanStatus::Cancelled);
    let again = plan.refund(1, LastFirst, day(32));
    assert_eq!(again, Err(PlanError::TooMuch { what: "a refund", minor: 1, max: 0 }));
    let nothing = plan.refund(0, LastFirst, day(32));
    assert_eq!(nothing, Err(PlanError::NotPositive { what: "a refund", minor: 0 }));
}

#[test]
fn s4_two_refunds_return_exactly_what_was_captured() {
    let mut plan = base();
    plan.refund(5_000, LastFirst, day(12)).unwrap();
    assert_eq!(plan.outstanding(), 3_000);
    let split = plan.refund(7_000, LastFirst, day(31)).unwrap();
    assert_eq!((split.off_plan, split.cash_total()), (3_000, 4_000));
    assert_eq!(plan.relieved_total(), plan.principal());
}

#[test]
fn s5_a_partial_settlement_comes_off_the_end() {
    let mut plan = base();
    plan.refund(3_000, LastFirst, day(20)).unwrap();
    assert_eq!(open_amounts(&plan), [0, 4_000, 1_000]);
    assert_eq!(plan.outstanding(), 5_000);
}

#[test]
fn s7_a_void_undoes_the_purchase() {
    let mut plan = base();
    let split = plan.void(day(1)).unwrap();
    assert_eq!((split.off_plan, split.cash), (8_000, vec![(1, 4_000)]));
    assert_eq!(plan.status(), PlanStatus::Cancelled);
    assert!(plan.void(day(1)).is_err());
}

#[test]
fn s11_a_charged_back_payment_is_not_returned_twice() {
    let mut plan = base();
    plan.charge_back(1, 4_000).unwrap();
    assert_eq!(plan.outstanding(), 8_000);
    assert_eq!(plan.refundable(), 8_000);
    // (a) The claim ends for the consumer: 8000 off the plan, nothing more to the card.
    let split = plan.clone().refund(8_000, LastFirst, day(31)).unwrap();
    assert_eq!((split.off_plan, split.cash_total()), (8_000, 0));
    assert!(plan.clone().refund(12_000, LastFirst, day(31)).is_err());
    // (b) The merchant wins and the chargeback stands: instalment 1 is owed again.
    let soon = plan.reinstate(4_000, day(43), day(30), 14);
    assert_eq!(soon, Err(PlanError::DueTooSoon { due: day(43), earliest: day(44) }));
    let back = plan.reinstate(4_000, day(44), day(30), 14).unwrap();
    assert_eq!((back.minor, back.legs), (4_000, vec![(1, day(44), 4_000)]));
    assert_eq!(plan.outstanding(), 12_000);
    assert_eq!(plan.instalment(1).unwrap().due, day(44));
    assert!(plan.reinstate(1, day(44), day(30), 14).is_err());
}

#[test]
fn a_chargeback_won_back_counts_as_paid_again() {
    let mut plan = base();
    assert!(plan.charge_back(1, 4_001).is_err());
    assert_eq!(plan.charge_back(9, 1), Err(PlanError::NoInstalment(9)));
    plan.charge_back(1, 3_000).unwrap();
    assert_eq!(plan.instalment(1).unwrap().state(), InstalmentState::ChargedBack);
    assert!(plan.charge_back_reversed(1, 3_001).is_err());
    plan.charge_back_reversed(1, 3_000).unwrap();
    assert_eq!(plan, base());
}

#[test]
fn a_reversed_refund_is_owed_again() {
    let mut plan = base();
    plan.refund(10_000, LastFirst, day(10)).unwrap();
    let back = plan.reverse_refund(9_000, day(40), day(20), 14).unwrap();
    // First what was only taken off (8000), then what had gone back to the card.
    assert_eq!(back.legs, [(2, day(40), 4_000), (3, day(60), 4_000), (1, day(40), 1_000)]);
    assert_eq!(plan.outstanding(), 9_000);
    assert_eq!(plan.next_due().unwrap().seq, 1);
    assert!(plan.reverse_refund(1_001, day(40), day(20), 14).is_err());
    plan.check().unwrap();
}

#[test]
fn a_refund_after_a_write_off_pays_the_loss_back_first() {
    let mut plan = base();
    assert_eq!(plan.write_off(), Ok(8_000));
    assert_eq!(plan.status(), PlanStatus::WrittenOff);
    assert_eq!(plan.write_off(), Err(PlanError::NothingOutstanding));
    let split = plan.refund(9_000, LastFirst, day(200)).unwrap();
    assert_eq!((split.off_plan, split.recovered, split.cash), (0, 8_000, vec![(1, 1_000)]));
    assert_eq!((plan.outstanding(), plan.written_off_total()), (0, 0));
}
