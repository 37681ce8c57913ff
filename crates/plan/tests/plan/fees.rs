//! Late fees: the figures of S12, the caps, pauses (I5), and what the law refuses at load.
use std::collections::BTreeMap;

use crate::common::{base, day, day0, open_in, pay_in, policy};
use kernel::{Currency, Date, Jurisdiction};
use plan::{
    ConsumerCharge, ConsumerFacts, FeeFacts, FeeReversal, FeeState, NoFee, PauseReason, Plan,
    PlanError, PlanPolicies, PlanPolicy, PolicyError, Product, RefundAllocation, assess_late_fee,
};

/// A four-instalment plan, all of it unpaid, with notices on every due date.
fn missed(order_minor: i64, currency: Currency) -> (Plan, FeeFacts) {
    let plan = open_in(Product::PayInN { n: 4, every_days: 14 }, order_minor, currency);
    let notices = plan.instalments().iter().map(|i| (i.seq, i.due)).collect();
    let consumer =
        ConsumerFacts { first_contract_on: day0(), has_other_fees: false, charges: Vec::new() };
    (plan, FeeFacts { order_minor, notices, consumer: Some(consumer) })
}

/// Asks every day and charges what may be charged.
fn charge_daily(plan: &mut Plan, policy: &PlanPolicy, facts: &FeeFacts, days: i32) -> Vec<i64> {
    let mut charged = Vec::new();
    for n in 0..days {
        while let Ok(fee) = assess_late_fee(plan, policy, day(n), facts) {
            assert_eq!(fee.on, day(n));
            charged.push(fee.minor);
            plan.charge_fee(fee).unwrap();
        }
    }
    charged
}

#[test]
fn s12_fees_and_their_caps() {
    for (market, order, instalments_missed, expected) in [
        ("gb", 1_800, 3, vec![450]),
        ("gb", 12_000, 3, vec![500, 500]),
        ("au", 10_000, 2, vec![1_000, 700, 800]),
        ("au", 40_000, 4, vec![1_000, 700, 1_000, 700, 1_000, 700, 1_000, 700]),
        ("au", 3_000, 4, vec![750]),
        ("us-ny", 40_000, 4, vec![800; 4]),
        ("us", 40_000, 1, vec![700]),
        ("se", 100_000, 2, vec![6_000, 6_000]),
        ("de", 40_000, 4, vec![]),
        ("es", 40_000, 4, vec![]),
    ] {
        let policy = policy(market);
        let (mut plan, facts) = missed(order, policy.currency);
        for seq in instalments_missed + 1..=4 {
            plan.pay(plan.instalment(seq).unwrap().open(), Some(seq), day0()).unwrap();
        }
        let charged = charge_daily(&mut plan, &policy, &facts, 120);
        assert_eq!(charged, expected, "{market} {order}");
        assert_eq!(plan.fees_outstanding(), expected.iter().sum::<i64>());
    }
}

#[test]
fn s12_the_fourth_miss_reaches_the_cap_of_an_australian_order() {
    // 400.00 in four, all missed: 4 × 17.00 is exactly the cap of A$68.
    let policy = policy("au");
    let (mut plan, facts) = missed(40_000, Currency::AUD);
    assert_eq!(charge_daily(&mut plan, &policy, &facts, 120).iter().sum::<i64>(), 6_800);
    let after = assess_late_fee(&plan, &policy, day(120), &facts);
    assert_eq!(after, Err(NoFee::OrderCapReached));
}

#[test]
fn no_fee_in_the_days_of_grace_or_without_the_notice() {
    let policy = policy("gb");
    let (plan, facts) = missed(12_000, Currency::GBP);
    let at = |n: i32, facts: &FeeFacts| assess_late_fee(&plan, &policy, day(n), facts);
    assert_eq!(at(0, &facts), Err(NoFee::NotOverdue));
    assert_eq!(at(7, &facts), Err(NoFee::InGrace));
    assert_eq!(at(8, &facts).unwrap().minor, 500);
    let silent = FeeFacts { notices: BTreeMap::new(), ..facts.clone() };
    assert_eq!(at(8, &silent), Err(NoFee::NoticeMissing));
    let later = FeeFacts { notices: BTreeMap::from([(1, day(9))]), ..facts.clone() };
    assert_eq!(at(8, &later), Err(NoFee::NoticeMissing));
    assert!(at(9, &later).is_ok());
    // A notice about an earlier due date says nothing about this one.
    let mut moved = plan.clone();
    moved.pause(PauseReason::Problem, day(1), None).unwrap();
    moved.resume(&PauseReason::Problem, day(5), 7).unwrap();
    let stale = assess_late_fee(&moved, &policy, day(20), &facts);
    assert_eq!(stale, Err(NoFee::NoticeMissing));
}

#[test]
fn the_second_fee_waits_seven_days() {
    let policy = policy("au");
    let (mut plan, facts) = missed(40_000, Currency::AUD);
    let first = assess_late_fee(&plan, &policy, day(1), &facts).unwrap();
    assert_eq!((first.minor, first.nth), (1_000, 1));
    plan.charge_fee(first).unwrap();
    assert_eq!(assess_late_fee(&plan, &policy, day(6), &facts), Err(NoFee::InGrace));
    let second = assess_late_fee(&plan, &policy, day(7), &facts).unwrap();
    assert_eq!((second.minor, second.nth), (700, 2));
    plan.charge_fee(second).unwrap();
    assert_eq!(assess_late_fee(&plan, &policy, day(13), &facts), Err(NoFee::CountReached));
}

#[test]
fn no_fee_while_paused_frozen_or_in_hardship() {
    let policy = policy("gb");
    let (plan, facts) = missed(12_000, Currency::GBP);
    let ask = |plan: &Plan| assess_late_fee(plan, &policy, day(30), &facts);
    assert!(ask(&plan).is_ok());
    let mut paused = plan.clone();
    paused.pause(PauseReason::Problem, day(30), None).unwrap();
    assert_eq!(ask(&paused), Err(NoFee::Paused));
    let mut frozen = plan.clone();
    frozen.freeze();
    assert_eq!(ask(&frozen), Err(NoFee::Frozen));
    let mut hardship = plan.clone();
    hardship.enter_hardship(8, 30, day(60), day(29)).unwrap();
    assert_eq!(ask(&hardship), Err(NoFee::Hardship));
    let other = open_in(Product::PayIn30, 100, Currency::EUR);
    assert_eq!(ask(&other), Err(NoFee::OtherCurrency));
}

#[test]
fn i5_a_fee_inside_a_later_opened_pause_is_reversed() {
    let policy = policy("gb");
    let (mut plan, facts) = missed(12_000, Currency::GBP);
    assert_eq!(charge_daily(&mut plan, &policy, &facts, 10), [500]);
    plan.pay_fees(200).unwrap();
    // The pause is opened on D12 with effect from D8, the day of the fee.
    let change = plan.pause(PauseReason::Problem, day(8), None).unwrap();
    assert_eq!(change.fees_to_reverse, [FeeReversal { no: 1, unpaid: 300, paid: 200 }]);
    assert_eq!(plan.fees_outstanding(), 0);
    assert!(plan.fees_inside_pauses().is_empty());
    plan.check().unwrap();
    let inside =
        plan::LateFee { no: 2, on: day(9), state: FeeState::Charged, ..plan.fees()[0].clone() };
    assert_eq!(plan.charge_fee(inside), Err(PlanError::FeeInPause { on: day(9) }));
    // After the pause the same instalment has a new due date, and may be missed anew.
    plan.resume(&PauseReason::Problem, day(12), 7).unwrap();
    let due = plan.next_due().unwrap().due;
    assert_eq!(due, day(19));
    let renewed = FeeFacts { notices: BTreeMap::from([(1, due)]), ..facts };
    let fee = assess_late_fee(&plan, &policy, day(27), &renewed).unwrap();
    assert_eq!((fee.no, fee.nth, fee.due, fee.minor), (2, 1, day(19), 500));
}

#[test]
fn a_waived_fee_is_not_charged_again() {
    let policy = policy("gb");
    let (mut plan, facts) = missed(12_000, Currency::GBP);
    let fee = assess_late_fee(&plan, &policy, day(8), &facts).unwrap();
    plan.charge_fee(fee.clone()).unwrap();
    assert_eq!(plan.charge_fee(fee), Err(PlanError::FeeTwice { seq: 1, nth: 1 }));
    let paid = plan.pay_fees(600).unwrap();
    assert_eq!((paid.paid, paid.excess, paid.legs), (500, 100, vec![(1, 500)]));
    // S13: the complaint is upheld, the paid fee goes back.
    assert_eq!(plan.waive_fee(1), Ok(FeeReversal { no: 1, unpaid: 0, paid: 500 }));
    assert_eq!(plan.waive_fee(1), Err(PlanError::NoFee(1)));
    assert_eq!(plan.reverse_fee(7), Err(PlanError::NoFee(7)));
    let again = assess_late_fee(&plan, &policy, day(9), &facts);
    assert_eq!(again, Err(NoFee::CountReached));
}

#[test]
fn australian_caps_hold_over_all_contracts_of_a_consumer() {
    let policy = policy("au");
    let caps = policy.consumer_caps.clone().unwrap();
    let first = Date::constant(2025, 7, 1);
    let charge = |on, minor, is_default_fee| ConsumerCharge { on, minor, is_default_fee };
    let facts = |has_other_fees, charges| ConsumerFacts {
        first_contract_on: first,
        has_other_fees,
        charges,
    };
    let (last_day, next_year) = (Date::constant(2026, 6, 30), Date::constant(2026, 7, 1));
    for (case, facts, as_of, default_fee, other_fee) in [
        ("first year, late fees only", facts(false, vec![]), last_day, 32_000, 20_000),
        ("later year, late fees only", facts(false, vec![]), next_year, 24_500, 12_500),
        ("first year, with others", facts(true, vec![]), last_day, 12_000, 20_000),
        ("later year, with others", facts(true, vec![]), next_year, 12_000, 12_500),
        (
            "last year's fees do not count",
            facts(true, vec![charge(last_day, 11_000, true), charge(next_year, 2_000, true)]),
            next_year,
            10_000,
            12_500,
        ),
        (
            "an other fee lowers the cap of late fees",
            facts(false, vec![charge(last_day, 500, false), charge(last_day, 13_000, true)]),
            last_day,
            0,
            19_500,
        ),
    ] {
        let room = caps.room(&facts, as_of);
        assert_eq!(
            (room.default_fee_minor, room.other_fee_minor),
            (default_fee, other_fee),
            "{case}"
        );
    }

    let (plan, known) = missed(40_000, Currency::AUD);
    let unknown = FeeFacts { consumer: None, ..known.clone() };
    let ask = |facts: &FeeFacts| assess_late_fee(&plan, &policy, day(1), facts);
    assert_eq!(ask(&unknown), Err(NoFee::ConsumerFactsMissing));
    let with = |minor| {
        let charges = vec![charge(day0(), minor, true)];
        let consumer = ConsumerFacts { first_contract_on: day0(), has_other_fees: true, charges };
        FeeFacts { consumer: Some(consumer), ..known.clone() }
    };
    assert_eq!(ask(&with(11_400)).unwrap().minor, 600);
    assert_eq!(ask(&with(12_000)), Err(NoFee::ConsumerCapReached));
}

/// Klarna AU publishes tiers of A$0/2/4/6/8 per late payment with at most 0/6/12/18/24; the order
/// totals at which they begin are not public and are made up here.
#[test]
fn tiers_by_order_total() {
    let text = shipped_text("au")
        .replace("fees_minor = [1000, 700]\n", "")
        .replace("repeat_after_days = 7\n", "")
        .replace("order_cap_minor = 6800\n", "")
        .replace("small_order = { below_minor = 4000, fees_max = 1 }\n", "");
    let tiers = [
        (0, 0, 0),
        (4_000, 200, 600),
        (10_000, 400, 1_200),
        (20_000, 600, 1_800),
        (30_000, 800, 2_400),
    ];
    let tiers: String = tiers
        .iter()
        .map(|(from, fee, cap)| format!("[[late_fee.tiers]]\nfrom_order_minor = {from}\nfee_minor = {fee}\norder_cap_minor = {cap}\n"))
        .collect();
    let policy = PlanPolicy::from_toml("own.toml", &format!("{text}\n{tiers}")).unwrap();
    for (order, expected) in [
        (3_999, vec![]),
        (4_000, vec![200, 200, 200]),
        (19_999, vec![400, 400, 400]),
        (30_000, vec![800, 800, 800]),
    ] {
        let (mut plan, facts) = missed(order, Currency::AUD);
        assert_eq!(charge_daily(&mut plan, &policy, &facts, 120), expected, "{order}");
    }
}

fn shipped_text(market: &str) -> String {
    let path = format!("{}/../../policy/plans/{market}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn s12_a_new_york_fee_above_eight_dollars_does_not_load() {
    let text = shipped_text("us-ny").replace("fees_minor = [800]", "fees_minor = [801]");
    let refused = PlanPolicy::from_toml("own/us-ny.toml", &text).unwrap_err();
    let expected = "own/us-ny.toml: late_fee.fees_minor is 801, the law's ceiling in us-ny is 800";
    assert!(refused.to_string().starts_with(expected), "{refused}");
}

#[test]
fn what_breaks_the_law_or_the_form_is_refused_with_the_field_and_the_fix() {
    for (market, from, to, expected) in [
        (
            "us-ny",
            "[800]",
            "[400, 400]\nrepeat_after_days = 7",
            "late_fee.fees_minor (how many) is 2, the law's ceiling in us-ny is 1",
        ),
        ("us-ny", "apr_bps_max = 1600", "apr_bps_max = 1601", "financing.apr_bps_max is 1601"),
        ("gb", "notice_required = true", "notice_required = false", "write true: FCA PS26/1"),
        ("au", "answer_days_max = 21", "answer_days_max = 22", "hardship.answer_days_max is 22"),
        ("au", "[consumer_caps]", "[unknown]", "unknown field `unknown`"),
        ("gb", "order_cap_percent = 25", "order_cap_percent = 125", "write 1 to 100"),
        ("gb", "fees_minor = [500]", "fees_minor = [0]", "late_fee.fees_minor is 0"),
        ("gb", "fees_minor = [500]", "fees_minor = []", "write either fees_minor or"),
        ("gb", "fees_minor = [500]", "fees_minor = [500, 500]", "late_fee.repeat_after_days is 0"),
        ("gb", "gb.2026-07", "uk-1", "start it with \"gb.\""),
        ("gb", "\"GBP\"", "\"pounds\"", "line 3"),
        ("gb", "\"GBP\"", "\"EUR\"", "currency is EUR"),
        ("gb", "return_days = 28", "return_days = 0", "pause.return_days is 0"),
        ("gb", "return_days = 28\n", "", "missing field `return_days`"),
        ("gb", "\"LAST_FIRST\"", "\"FIRST\"", "EVEN"),
        ("de", "default of the pack bnpl.2026", " ", "refund.source is empty"),
    ] {
        let text = shipped_text(market);
        let broken = text.replace(from, to);
        assert_ne!(text, broken, "{from} is not in {market}.toml");
        let error = PlanPolicy::from_toml("own.toml", &broken).unwrap_err().to_string();
        assert!(
            error.starts_with("own.toml") && error.contains(expected),
            "{from} → {to}: {error}"
        );
    }
    let without_caps = shipped_text("au").split("[consumer_caps]").next().unwrap().to_owned();
    let error = PlanPolicy::from_toml("own.toml", &without_caps).unwrap_err();
    assert!(matches!(error, PolicyError::Field { field: "consumer_caps", .. }), "{error}");
}

#[test]
fn shipped_policies_load_and_fall_back_to_the_country() {
    let policies = PlanPolicies::shipped().unwrap();
    let market = |code: &str| Jurisdiction::new(code).unwrap();
    assert_eq!(policies.iter().count(), 8);
    assert_eq!(policies.get(&market("us-ca")).unwrap().version, "us.2026-07");
    assert_eq!(policies.get(&market("us-ny")).unwrap().version, "us-ny.2026-07");
    assert_eq!(policies.get(&market("fr")), Err(PolicyError::NoPolicy(market("fr"))));
    assert_eq!(policies.get(&market("au")).unwrap().refund.allocation, RefundAllocation::Even);
    assert_eq!(policies.by_version("gb.2026-07").unwrap().market, market("gb"));
    assert_eq!(policies.by_version("gb.1999-01"), None);
    for policy in policies.iter() {
        assert_eq!((policy.pause.return_days, policy.pause.problem_days), (28, 21));
        assert_eq!(policy.pause.reinstated_due_days_min, 14);
    }
    let gb = policies.get(&market("gb")).unwrap();
    assert!(gb.offers(Product::PayIn30));
    assert!(gb.offers(Product::Financing { months: 36, apr_bps: 2_190 }));
    assert!(!gb.offers(Product::Financing { months: 37, apr_bps: 0 }));
    assert!(!policy("au").offers(Product::Financing { months: 12, apr_bps: 0 }));
}

#[test]
fn a_change_of_policy_changes_the_hash() {
    let policies = PlanPolicies::shipped().unwrap();
    let hash = policies.hash().unwrap();
    assert_eq!(PlanPolicies::shipped().unwrap().hash().unwrap(), hash);
    let text = shipped_text("gb").replace("fees_minor = [500]", "fees_minor = [400]");
    let own = PlanPolicy::from_toml("own/gb.toml", &text).unwrap();
    assert_ne!(own.hash().unwrap(), policy("gb").hash().unwrap());
    assert_ne!(policies.with(own).hash().unwrap(), hash);
}

#[test]
fn two_files_for_one_market_are_refused() {
    let text = shipped_text("gb");
    let files = [("a.toml", text.as_str()), ("b.toml", text.as_str())];
    let ceilings = plan::Ceilings::shipped().unwrap();
    let twice = PlanPolicies::from_files(&files, &ceilings);
    assert!(matches!(twice, Err(PolicyError::MarketTwice { .. })));
}

#[test]
fn a_settled_plan_has_no_fee_to_come() {
    let (plan, facts) = (base(), FeeFacts { order_minor: 12_000, ..FeeFacts::default() });
    assert_eq!(assess_late_fee(&plan, &policy("gb"), day(20), &facts), Err(NoFee::NotOverdue));
    let mut paid = pay_in(2, 100);
    paid.pay(100, None, day0()).unwrap();
    assert_eq!(assess_late_fee(&paid, &policy("gb"), day(90), &facts), Err(NoFee::NotOverdue));
}

#[test]
fn both_ends_of_a_pause_are_inside_it() {
    let policy = policy("gb");
    let (mut plan, facts) = missed(12_000, Currency::GBP);
    let fee = assess_late_fee(&plan, &policy, day(20), &facts).unwrap();
    plan.pause(PauseReason::Problem, day(20), None).unwrap();
    plan.resume(&PauseReason::Problem, day(22), 7).unwrap();
    for (n, inside) in [(19, false), (20, true), (21, true), (22, true), (23, false)] {
        let refused = plan.clone().charge_fee(plan::LateFee { on: day(n), ..fee.clone() }).is_err();
        assert_eq!(refused, inside, "day {n}");
        let asked = assess_late_fee(&plan, &policy, day(n), &facts);
        assert_eq!(asked == Err(NoFee::Paused), inside, "day {n}");
    }
}

#[test]
fn a_waived_fee_counts_against_the_number_per_order_and_a_reversed_one_does_not() {
    let policy = policy("gb");
    let (mut plan, facts) = missed(12_000, Currency::GBP);
    assert_eq!(charge_daily(&mut plan, &policy, &facts, 60), [500, 500]);
    let ask = |plan: &Plan| assess_late_fee(plan, &policy, day(60), &facts).map(|fee| fee.seq);
    let (mut waived, mut reversed) = (plan.clone(), plan);
    waived.waive_fee(1).unwrap();
    assert_eq!(ask(&waived), Err(NoFee::CountReached));
    reversed.reverse_fee(1).unwrap();
    assert_eq!(ask(&reversed), Ok(3));
}
