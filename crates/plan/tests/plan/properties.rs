//! What holds for all amounts and all sequences of operations.
use crate::common::{day, day0, open_in, policy};
use kernel::{Currency, Date, DisputeId, Rng};
use plan::{
    FeeFacts, FeeState, PauseReason, Plan, PlanPolicy, Product, RefundAllocation, arith,
    assess_late_fee, interest,
};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn split_conserves_and_falls(total in 0..i64::MAX, n in 1..200u16) {
        let parts = arith::split(total, n);
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        prop_assert!(parts.windows(2).all(|pair| pair[0] >= pair[1] && pair[0] - pair[1] <= 1));
    }

    #[test]
    fn refunds_conserve_and_never_go_below_zero(
        open in prop::collection::vec(0..1_000_000i64, 0..40),
        refund in 0..50_000_000i64,
    ) {
        for rule in [arith::refund_last_first, arith::refund_even] {
            let (after, cash) = rule(&open, refund);
            prop_assert_eq!(after.len(), open.len());
            prop_assert!(after.iter().zip(&open).all(|(after, before)| (0..=*before).contains(after)));
            let taken = open.iter().sum::<i64>() - after.iter().sum::<i64>();
            prop_assert_eq!(taken + cash, refund);
            // Cash only when the balance is settled first.
            prop_assert!(cash == 0 || after.iter().all(|amount| *amount == 0));
        }
        let (after, _) = arith::refund_last_first(&open, refund);
        let touched = after.iter().zip(&open).position(|(after, before)| after != before);
        if let Some(first) = touched {
            prop_assert!(after[first + 1..].iter().all(|amount| *amount == 0), "later ones first");
        }
    }

    #[test]
    fn an_even_refund_is_even(
        open in prop::collection::vec(1..1_000_000i64, 1..12),
        refund in 1..5_000_000i64,
    ) {
        let (after, _) = arith::refund_even(&open, refund);
        let taken: Vec<i64> = open.iter().zip(&after).map(|(before, after)| before - after).collect();
        let live = || taken.iter().zip(&after).filter(|(_, after)| **after > 0).map(|(taken, _)| *taken);
        if let (Some(least), Some(most)) = (live().min(), live().max()) {
            // Each round may place one odd unit; there are at most as many rounds as instalments.
            prop_assert!(most - least <= open.len() as i64);
            prop_assert!(taken.iter().zip(&after).all(|(taken, after)| *after > 0 || *taken <= most + 1));
        }
    }

    #[test]
    fn cash_legs_conserve_and_start_at_the_end(
        paid in prop::collection::vec(0..1_000_000i64, 0..40),
        cash in 0..50_000_000i64,
    ) {
        let (legs, left) = arith::cash_legs(&paid, cash);
        prop_assert_eq!(legs.iter().map(|(_, part)| part).sum::<i64>() + left, cash);
        prop_assert!(legs.iter().all(|(place, part)| (1..=paid[*place]).contains(part)));
        prop_assert!(legs.windows(2).all(|pair| pair[0].0 > pair[1].0));
        prop_assert!(left == 0 || legs.iter().map(|(_, part)| part).sum::<i64>() == paid.iter().sum::<i64>());
    }

    #[test]
    fn amortisation_conserves(principal in 60..1_000_000_000_000i64, months in 1..60u16, apr in 0..10_000u32) {
        let parts = interest::amortise(principal, months, apr).unwrap();
        prop_assert_eq!(parts.len(), usize::from(months));
        prop_assert_eq!(parts.iter().map(|part| part.principal).sum::<i64>(), principal);
        prop_assert!(parts.iter().all(|part| part.principal >= 0 && part.interest >= 0));
        prop_assert!(parts.windows(2).all(|pair| pair[0].interest >= pair[1].interest));
    }
}

/// The sequences, and operations in each.
const SEQUENCES: u64 = 10_000;
const OPERATIONS: u64 = 30;

/// What the books of one plan would say: kept only from what operations return.
#[derive(Debug, Default, Clone)]
struct Books {
    receivable: i64,
    cash_in: i64,
    cash_out: i64,
    network: i64,
    credit_loss: i64,
    fees: i64,
}

fn reason(rng: &mut Rng) -> PauseReason {
    match rng.below(3) {
        0 => PauseReason::Problem,
        1 => PauseReason::Goodwill,
        _ => {
            let id: DisputeId = "00000000-0000-7000-8000-0000000000dd".parse().unwrap();
            PauseReason::Dispute(id)
        }
    }
}

fn product(rng: &mut Rng) -> Product {
    match rng.below(4) {
        0 => Product::PayIn30,
        1 => {
            Product::PayInN { n: rng.between(2, 12) as u16, every_days: rng.between(7, 31) as u16 }
        }
        2 => Product::PayInN { n: 3, every_days: 30 },
        _ => Product::Financing {
            months: rng.between(6, 36) as u16,
            apr_bps: rng.between(0, 3_000) as u32,
        },
    }
}

/// Any amount that is sometimes too much, sometimes nothing.
fn amount(rng: &mut Rng, plan: &Plan) -> i64 {
    rng.between(0, plan.principal() + plan.principal() / 4)
}

fn money(plan: &mut Plan, books: &mut Books, rng: &mut Rng, on: Date) {
    let (minor, seq) = (amount(rng, plan), rng.between(1, 5) as u16);
    match rng.below(8) {
        0 | 1 => {
            let named = rng.chance(0.3).then_some(seq);
            if let Ok(paid) = plan.pay(minor, named, on) {
                assert_eq!(paid.principal + paid.interest + paid.excess, minor);
                books.receivable -= paid.principal;
                books.cash_in += paid.principal;
            }
        }
        2 => {
            let how =
                if rng.chance(0.5) { RefundAllocation::Even } else { RefundAllocation::LastFirst };
            if let Ok(split) = plan.refund(minor, how, on) {
                assert_eq!(split.total(), minor);
                books.receivable -= split.off_plan;
                books.credit_loss -= split.recovered;
                books.cash_out += split.cash_total();
            }
        }
        3 => {
            if plan.charge_back(seq, minor).is_ok() {
                books.network += minor;
            }
        }
        4 => {
            if plan.charge_back_reversed(seq, minor).is_ok() {
                books.network -= minor;
            }
        }
        5 => {
            let due = plan.next_due().map_or(on, |instalment| instalment.due.max(on));
            if let Ok(back) = plan.reinstate(minor, due, on, 0) {
                assert_eq!(back.legs.iter().map(|leg| leg.2).sum::<i64>(), minor);
                books.network -= minor;
                books.receivable += minor;
            }
        }
        6 => {
            if plan.reverse_refund(minor, on, on, 0).is_ok() {
                books.receivable += minor;
            }
        }
        _ if rng.chance(0.1) => {
            if let Ok(minor) = plan.write_off() {
                books.receivable -= minor;
                books.credit_loss += minor;
            }
        }
        _ if rng.chance(0.3) => settle_some(plan, books, rng, on),
        _ if rng.chance(0.1) => {
            if let Ok(paid) = plan.pay_early(on) {
                books.receivable -= paid.principal;
                books.cash_in += paid.principal;
            }
        }
        _ => {
            if let Ok(paid) = plan.pay_fees(minor) {
                books.fees -= paid.paid;
            }
        }
    }
}

/// Some open instalments, settled: for exactly the price that was told before, and never for more interest
/// than was scheduled.
fn settle_some(plan: &mut Plan, books: &mut Books, rng: &mut Rng, on: Date) {
    let open: Vec<u16> = plan.open_instalments().iter().map(|i| i.seq).collect();
    let some: Vec<u16> = open.iter().copied().filter(|_| rng.chance(0.5)).collect();
    let price = plan.settlement_of(&some, on).unwrap();
    let (interest, principal) = (plan.interest_outstanding(), plan.outstanding());
    if some == open {
        assert_eq!(price, plan.early_settlement(on), "all of them is everything");
    }
    let paid = plan.settle(&some, on).unwrap();
    assert_eq!((paid.principal, paid.interest, paid.excess), (price.principal, price.interest, 0));
    assert_eq!(plan.outstanding(), principal - paid.principal);
    assert_eq!(plan.interest_outstanding(), interest - paid.interest - price.interest_saved);
    assert!(price.interest_saved >= 0 && paid.interest <= interest);
    assert!(some.iter().all(|seq| plan.instalment(*seq).unwrap().open() == 0));
    let closed = some.first().map(|seq| plan.settlement_of(&[*seq], on));
    assert!(closed.is_none_or(|again| again.is_err()), "paid twice");
    books.receivable -= paid.principal;
    books.cash_in += paid.principal;
}

fn time(plan: &mut Plan, books: &mut Books, rng: &mut Rng, on: Date, policy: &PlanPolicy) {
    let dues: Vec<(u16, Date)> = plan.instalments().iter().map(|i| (i.seq, i.due)).collect();
    match rng.below(6) {
        0 => {
            let back = day(rng.below(5) as i32);
            let from = if rng.chance(0.2) { back } else { on };
            if let Ok(change) = plan.pause(reason(rng), from, None) {
                let reversed = change.fees_to_reverse.iter().map(|fee| fee.unpaid).sum::<i64>();
                books.fees -= reversed;
                assert!(plan.fees_inside_pauses().is_empty());
            }
        }
        1 => {
            if let Ok(resumed) = plan.resume(&reason(rng), on, 7) {
                assert_eq!(resumed.still_paused, plan.is_paused());
                assert!(resumed.paused_days >= 0);
                let first = plan.next_due().map(|instalment| instalment.due);
                let week = (0..7).fold(on, |date, _| date.tomorrow().unwrap());
                assert!(resumed.still_paused || first.is_none_or(|due| due >= week));
            }
        }
        2 => {
            let rule = policy.extension.as_ref().unwrap();
            let _ = plan.extend_due_date(rng.between(1, 5) as u16, rule, on);
        }
        3 if rng.chance(0.2) => {
            let (n, first) = (rng.between(1, 12) as u16, on.tomorrow().unwrap());
            let before = plan.outstanding();
            let _ = plan.enter_hardship(n, 30, first, on);
            assert_eq!(plan.outstanding(), before);
            return;
        }
        3 => {
            plan.leave_hardship(on);
        }
        4 if !plan.fees().is_empty() => {
            let no = rng.between(1, 4) as u16;
            if let Ok(waived) = plan.waive_fee(no) {
                books.fees -= waived.unpaid;
            }
        }
        _ => {
            let notices = dues.iter().copied().collect();
            let facts = FeeFacts { order_minor: plan.principal(), notices, consumer: None };
            if let Ok(fee) = assess_late_fee(plan, policy, on, &facts) {
                assert!(!plan.paused_on(on) && !plan.in_hardship());
                books.fees += fee.minor;
                plan.charge_fee(fee).unwrap();
            }
        }
    }
    for (seq, due) in dues {
        assert!(plan.instalment(seq).is_none_or(|i| i.due >= due), "a due date went back");
    }
}

#[test]
fn ten_thousand_random_lives_keep_every_invariant() {
    let policy = policy("gb");
    let (mut charged, mut paused, mut reinstated) = (0_u64, 0_u64, 0_u64);
    for seed in 0..SEQUENCES {
        let mut rng = Rng::seeded(seed);
        let product = product(&mut rng);
        let mut plan = open_in(product, rng.between(100, 200_000), Currency::GBP);
        let mut books = Books { receivable: plan.principal(), ..Books::default() };
        let mut on = day0();
        for step in 0..OPERATIONS {
            for _ in 0..rng.below(12) {
                on = on.tomorrow().unwrap();
            }
            let before = plan.relieved_total();
            if rng.chance(0.5) {
                money(&mut plan, &mut books, &mut rng, on);
            } else {
                time(&mut plan, &mut books, &mut rng, on, &policy);
            }
            reinstated += u64::from(plan.relieved_total() < before);
            let place = || format!("seed {seed}, step {step}: {plan:?}");
            plan.check().unwrap_or_else(|error| panic!("{error}; {}", place()));
            // I4: the receivable is what is unpaid.
            assert_eq!(plan.outstanding(), books.receivable, "{}", place());
            assert!(books.receivable >= 0);
            // I2: no more goes back than was captured, and none that was not paid.
            assert!(plan.relieved_total() <= plan.principal(), "{}", place());
            assert_eq!(plan.written_off_total(), books.credit_loss, "{}", place());
            assert!(plan.paid_total() <= books.cash_in, "{}", place());
            // The cash of the plan is what came in, less what went back and what a network holds.
            assert!(books.cash_out + books.network <= books.cash_in, "{}", place());
            assert_eq!(plan.fees_outstanding(), books.fees, "{}", place());
        }
        let json = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
        charged += plan.fees().iter().filter(|fee| fee.state == FeeState::Charged).count() as u64;
        paused += plan.pauses().len() as u64;
    }
    // The lives are worth something only if they were lived.
    assert!(charged > 500 && paused > 5_000 && reinstated > 500, "{charged} {paused} {reinstated}");
}
