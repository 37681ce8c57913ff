//! Schedules, payments, interest, pauses (S2), extensions and hardship (S12).
use crate::common::{base, day, day0, open_amounts, open_in, pay_in, policy};
use kernel::{Currency, Date, DisputeId};
use plan::interest::{amortise, monthly_interest, monthly_payment};
use plan::{
    Instalment, Moved, NewPlan, PauseReason, Plan, PlanError, PlanStatus, Product,
    RefundAllocation, arith,
};

fn dispute(number: u8) -> PauseReason {
    let id: DisputeId = format!("00000000-0000-7000-8000-0000000000{number:02x}").parse().unwrap();
    PauseReason::Dispute(id)
}

fn dues(plan: &Plan) -> Vec<Date> {
    plan.instalments().iter().map(|instalment| instalment.due).collect()
}

#[test]
fn the_products_make_their_schedules() {
    assert_eq!(dues(&pay_in(3, 12_000)), [day(0), day(30), day(60)]);
    let once = open_in(Product::PayIn30, 1_200, Currency::GBP);
    assert_eq!((dues(&once), open_amounts(&once)), (vec![day(30)], vec![1_200]));
    let fortnightly = open_in(Product::PayInN { n: 4, every_days: 14 }, 5_727, Currency::USD);
    assert_eq!(dues(&fortnightly), [day(0), day(14), day(28), day(42)]);
    assert_eq!(open_amounts(&fortnightly), [1_432, 1_432, 1_432, 1_431]);
}

#[test]
fn financing_falls_due_by_calendar_months() {
    let new = NewPlan {
        opened: Date::constant(2026, 10, 31),
        ..new_plan(Product::Financing { months: 6, apr_bps: 1_200 }, 60_000)
    };
    let plan = Plan::open(new).unwrap();
    let expected = [(2026, 11, 30), (2026, 12, 31), (2027, 1, 31), (2027, 2, 28), (2027, 3, 31)];
    for (due, (year, month, date)) in dues(&plan).into_iter().zip(expected) {
        assert_eq!(due, Date::constant(year, month, date));
    }
}

fn new_plan(product: Product, principal: i64) -> NewPlan {
    let plan = pay_in(1, 1);
    NewPlan {
        id: plan.id(),
        order: plan.order().clone(),
        capture: plan.capture().clone(),
        product,
        currency: plan.currency(),
        principal,
        policy: plan.policy().to_owned(),
        opened: plan.opened(),
    }
}

#[test]
fn what_is_out_of_bounds_does_not_open() {
    let product = |field, got, max| PlanError::Product { field, got, max };
    let table = [
        (Product::PayIn30, 0, PlanError::Principal(0)),
        (Product::PayIn30, -5, PlanError::Principal(-5)),
        (
            Product::PayInN { n: 4, every_days: 14 },
            3,
            PlanError::TooSmall { principal: 3, instalments: 4 },
        ),
        (Product::PayInN { n: 0, every_days: 14 }, 9, product("n", 0, 12)),
        (Product::PayInN { n: 13, every_days: 14 }, 90, product("n", 13, 12)),
        (Product::PayInN { n: 3, every_days: 0 }, 90, product("every_days", 0, 62)),
        (Product::Financing { months: 61, apr_bps: 0 }, 900, product("months", 61, 60)),
        (
            Product::Financing { months: 6, apr_bps: 10_001 },
            900,
            product("apr_bps", 10_002, 10_001),
        ),
    ];
    for (product, principal, expected) in table {
        assert_eq!(Plan::open(new_plan(product, principal)), Err(expected), "{product:?}");
    }
}

/// Figures of the textbook formula, worked out with 60 decimal digits.
#[test]
fn french_amortisation_matches_the_formula() {
    for (principal, months, apr_bps, payment) in [
        (120_000, 12, 1_200, 10_662),
        (100_000, 36, 1_999, 3_716),
        (60_000, 6, 0, 10_000),
        (1_000_000, 24, 999, 46_140),
        (1_000_000_000_000, 60, 10_000, 84_023_052_155),
    ] {
        assert_eq!(monthly_payment(principal, months, apr_bps), Some(payment), "{principal}");
        let parts = amortise(principal, months, apr_bps).unwrap();
        assert_eq!(parts.iter().map(|part| part.principal).sum::<i64>(), principal);
        let (last, others) = parts.split_last().unwrap();
        assert!(others.iter().all(|part| part.principal + part.interest == payment));
        // Half a unit of rounding in a payment and in an interest, compounded to the last month.
        let rate = f64::from(apr_bps) / 120_000.0;
        let compounded = (0..months).map(|month| (1.0 + rate).powi(i32::from(month))).sum::<f64>();
        let off = (last.principal + last.interest).abs_diff(payment);
        assert!(off as f64 <= compounded, "the last payment is off by {off}");
    }
    assert_eq!(monthly_interest(120_000, 1_200), 1_200);
    assert_eq!(monthly_interest(50, 1_200), 1, "half a unit is rounded up");
    assert_eq!(amortise(1, 0, 0), None);
}

#[test]
fn a_payment_pays_the_named_instalment_then_the_oldest() {
    let mut plan = pay_in(3, 12_000);
    let first = plan.pay(5_000, Some(2), day0()).unwrap();
    assert_eq!((first.principal, first.excess), (5_000, 0));
    assert_eq!(open_amounts(&plan), [3_000, 0, 4_000]);
    let rest = plan.pay(7_500, None, day(60)).unwrap();
    assert_eq!((rest.principal, rest.excess), (7_000, 500));
    assert_eq!(plan.status(), PlanStatus::Settled);
    assert_eq!(plan.pay(1, Some(9), day(60)), Err(PlanError::NoInstalment(9)));
    assert!(plan.pay(0, None, day(60)).is_err());
}

#[test]
fn interest_is_paid_beside_the_principal_and_falls_when_paid_ahead() {
    let product = Product::Financing { months: 12, apr_bps: 1_200 };
    let mut plan = open_in(product, 120_000, Currency::EUR);
    let scheduled = plan.interest_outstanding();
    let due = plan.next_due().unwrap().due;
    let paid = plan.pay(10_662, None, due).unwrap();
    assert_eq!((paid.interest, paid.principal), (1_200, 9_462));
    assert_eq!(plan.interest_outstanding(), scheduled - 1_200);
    // 50,000 more: the current month's interest first, the rest is principal.
    let ahead = plan.pay(50_000, None, due).unwrap();
    assert_eq!(ahead.interest, 1_105);
    assert_eq!(plan.outstanding(), 120_000 - 9_462 - 48_895);
    assert!(plan.interest_outstanding() < scheduled - 1_200 - 1_105 - 1_000);
    plan.check().unwrap();
}

#[test]
fn early_settlement_saves_the_interest_of_the_time_left() {
    let product = Product::Financing { months: 12, apr_bps: 1_200 };
    let mut plan = open_in(product, 120_000, Currency::EUR);
    // 15 of the 30 days of the first month (1 September to 1 October): half of 1200.
    let quote = plan.early_settlement(day(15));
    assert_eq!((quote.principal, quote.interest), (120_000, 600));
    assert_eq!(quote.interest_saved + 600, plan.interest_outstanding());
    let paid = plan.pay_early(day(15)).unwrap();
    assert_eq!(paid.principal + paid.interest, quote.total());
    assert_eq!((plan.outstanding(), plan.interest_outstanding()), (0, 0));
    assert_eq!(plan.pay_early(day(15)), Err(PlanError::NothingOutstanding));
    plan.check().unwrap();
}

#[test]
fn a_refund_lowers_the_interest_still_to_come() {
    let product = Product::Financing { months: 12, apr_bps: 1_200 };
    let mut plan = open_in(product, 120_000, Currency::EUR);
    let before = plan.interest_outstanding();
    plan.refund(60_000, RefundAllocation::LastFirst, day(1)).unwrap();
    assert!(plan.interest_outstanding() < before / 2);
    assert_eq!(plan.instalment(1).unwrap().interest, 1_200, "the month that runs is kept");
    plan.check().unwrap();
}

#[test]
fn an_amount_that_is_owed_again_bears_no_new_interest() {
    let product = Product::Financing { months: 12, apr_bps: 1_200 };
    let mut plan = open_in(product, 120_000, Currency::EUR);
    plan.refund(60_000, RefundAllocation::LastFirst, day(1)).unwrap();
    let lowered: Vec<i64> = plan.instalments().iter().map(|i| i.interest).collect();
    plan.reverse_refund(60_000, day(20), day(2), 14).unwrap();
    assert_eq!(plan.outstanding(), 120_000);
    plan.pay(1_000, None, day(3)).unwrap();
    assert!(plan.instalments().iter().zip(lowered).all(|(now, before)| now.interest <= before));
}

#[test]
fn s2_a_pause_of_five_days_moves_what_is_unpaid_by_five() {
    let mut plan = base();
    assert!(plan.pause(dispute(1), day(10), None).unwrap().started);
    assert_eq!(plan.status(), PlanStatus::Paused);
    assert!(!plan.may_report_worsening());
    let resumed = plan.resume(&dispute(1), day(15), 7).unwrap();
    assert_eq!((resumed.still_paused, resumed.paused_days), (false, 5));
    assert_eq!(dues(&plan), [day(0), day(35), day(65)]);
    let moved = |seq, from, to| Moved { seq, from: day(from), to: day(to) };
    assert_eq!(resumed.moved, [moved(2, 30, 35), moved(3, 60, 65)]);
    assert!(matches!(plan.resume(&dispute(1), day(16), 7), Err(PlanError::NotPaused(_))));
}

#[test]
fn after_a_pause_the_first_payment_is_a_week_away() {
    let mut plan = pay_in(3, 12_000);
    // Instalment 1 was 29 days overdue when the problem was reported.
    plan.pause(PauseReason::Problem, day(29), Some(day(50))).unwrap();
    assert_eq!(plan.pauses_to_end(day(49)), []);
    assert_eq!(plan.pauses_to_end(day(50)), [PauseReason::Problem]);
    plan.resume(&PauseReason::Problem, day(30), 7).unwrap();
    assert_eq!(dues(&plan), [day(37), day(37), day(61)]);
}

#[test]
fn two_disputes_pause_once() {
    let mut plan = base();
    plan.pause(dispute(1), day(10), None).unwrap();
    assert!(!plan.pause(dispute(2), day(12), None).unwrap().started);
    // The same reason again is no second pause.
    assert!(!plan.pause(dispute(2), day(13), Some(day(40))).unwrap().started);
    let first = plan.resume(&dispute(1), day(15), 7).unwrap();
    assert_eq!((first.still_paused, first.moved.len()), (true, 0));
    let last = plan.resume(&dispute(2), day(20), 7).unwrap();
    assert_eq!(last.paused_days, 10);
    assert_eq!(dues(&plan), [day(0), day(40), day(70)]);
    // A later pause that overlaps the ended one counts only its own days.
    plan.pause(dispute(3), day(18), None).unwrap();
    assert_eq!(plan.resume(&dispute(3), day(24), 7).unwrap().paused_days, 4);
    assert_eq!(dues(&plan), [day(0), day(44), day(74)]);
}

#[test]
fn courtesy_days_are_of_all_courtesies_and_of_nothing_else() {
    let mut plan = base();
    assert_eq!(plan.courtesy_days(), 0);
    plan.pause(PauseReason::Goodwill, day(10), Some(day(24))).unwrap();
    plan.pause(dispute(1), day(12), None).unwrap();
    assert_eq!(plan.courtesy_days(), 14);
    // The same courtesy, longer; then ended before its time.
    plan.pause(PauseReason::Goodwill, day(12), Some(day(30))).unwrap();
    assert_eq!(plan.courtesy_days(), 20);
    plan.resume(&PauseReason::Goodwill, day(15), 7).unwrap();
    assert_eq!(plan.courtesy_days(), 5);
    plan.pause(PauseReason::Goodwill, day(40), Some(day(42))).unwrap();
    assert_eq!(plan.courtesy_days(), 7);
}

#[test]
fn a_pause_cannot_begin_before_the_plan_or_end_before_it_began() {
    let mut plan = base();
    let yesterday = day0().yesterday().unwrap();
    let early = plan.pause(PauseReason::Goodwill, yesterday, None);
    assert!(matches!(early, Err(PlanError::BeforeStart { .. })));
    let short = plan.pause(PauseReason::Goodwill, day(5), Some(day(4)));
    assert!(matches!(short, Err(PlanError::BeforeStart { .. })));
    plan.pause(PauseReason::Goodwill, day(5), None).unwrap();
    let ended = plan.resume(&PauseReason::Goodwill, day(4), 7);
    assert!(matches!(ended, Err(PlanError::BeforeStart { .. })));
    assert!(plan.is_paused());
}

#[test]
fn a_due_date_is_extended_once_and_before_it_passes() {
    let rule = policy("gb").extension.unwrap();
    let mut plan = base();
    let extended = plan.extend_due_date(2, &rule, day(29)).unwrap();
    assert_eq!(extended.moved, Moved { seq: 2, from: day(30), to: day(40) });
    assert_eq!(extended.fee_minor, 0);
    assert_eq!(plan.extend_due_date(2, &rule, day(29)), Err(PlanError::ExtendedBefore(2)));
    assert_eq!(plan.extend_due_date(1, &rule, day(29)), Err(PlanError::InstalmentClosed(1)));
    assert_eq!(plan.extend_due_date(4, &rule, day(29)), Err(PlanError::NoInstalment(4)));
    let late = plan.extend_due_date(3, &rule, day(60));
    assert_eq!(late, Err(PlanError::TooLateToExtend { seq: 3, due: day(60) }));
}

#[test]
fn s12_hardship_replans_the_unpaid() {
    let mut plan = base();
    let replanned = plan.enter_hardship(8, 30, day(45), day(31)).unwrap();
    let amounts: Vec<i64> = replanned.instalments.iter().map(|(_, _, minor)| *minor).collect();
    assert_eq!(amounts, [1_000; 8]);
    assert_eq!(replanned.instalments[0], (4, day(45), 1_000));
    assert_eq!(replanned.instalments[7], (11, day(255), 1_000));
    assert_eq!((plan.outstanding(), plan.principal()), (8_000, 12_000));
    assert!(plan.in_hardship() && !plan.may_report_worsening());
    plan.check().unwrap();
    assert!(plan.leave_hardship(day(100)));
    assert!(!plan.leave_hardship(day(101)));
    assert!(plan.may_report_worsening());
}

#[test]
fn a_half_paid_instalment_keeps_its_paid_part_in_hardship() {
    let mut plan = base();
    plan.pay(1_500, None, day(30)).unwrap();
    plan.enter_hardship(4, 30, day(60), day(31)).unwrap();
    let rows: Vec<(u16, i64, i64)> =
        plan.instalments().iter().map(|i| (i.seq, i.amount, i.open())).collect();
    let new = [(4, 1_625, 1_625), (5, 1_625, 1_625), (6, 1_625, 1_625), (7, 1_625, 1_625)];
    assert_eq!(rows[..2], [(1, 4_000, 0), (2, 1_500, 0)]);
    assert_eq!(rows[2..], new);
    assert_eq!(arith::split(6_500, 4), [1_625; 4]);
    plan.check().unwrap();
}

#[test]
fn hardship_out_of_bounds_changes_nothing() {
    let mut plan = base();
    let before = plan.clone();
    for (n, every, first) in [(0, 30, 45), (37, 30, 45), (8, 0, 45), (8, 63, 45), (8, 30, 31)] {
        assert!(plan.enter_hardship(n, every, day(first), day(31)).is_err());
        assert_eq!(plan, before);
    }
}

#[test]
fn a_plan_is_small_as_json_and_reads_back() {
    let mut plan = base();
    let json = serde_json::to_string(&plan).unwrap();
    assert!(json.len() < 480, "{} bytes: {json}", json.len());
    assert!(!json.contains("pauses") && !json.contains("refunded"));
    plan.pause(dispute(1), day(10), None).unwrap();
    plan.freeze();
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    assert_eq!(plan.status(), PlanStatus::Frozen);
    plan.unfreeze();
    assert_eq!(plan.status(), PlanStatus::Paused);
}

#[test]
fn a_stored_plan_that_does_not_add_up_is_found() {
    let json = serde_json::to_string(&base()).unwrap();
    let broken = json.replacen("\"amount\":4000", "\"amount\":4001", 1);
    let plan: Plan = serde_json::from_str(&broken).unwrap();
    assert!(matches!(plan.check(), Err(PlanError::Inconsistent(_))));
    let overpaid = json.replace("\"paid\":4000", "\"paid\":4001");
    let plan: Plan = serde_json::from_str(&overpaid).unwrap();
    assert!(matches!(plan.check(), Err(PlanError::Inconsistent(_))));
    assert_eq!(plan.instalments().iter().map(Instalment::open).min(), Some(-1));
}
