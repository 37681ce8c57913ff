//! The truth table of `docs/backtest.md`, and the arithmetic of the score.

use std::path::PathBuf;

use dispute::{Kind, Party, Reason, SubIssue};
use kernel::{CustomerId, Duration};

use super::*;
use crate::event::Answer;

const SEED: u64 = 2018;

/// A case of any truth, opened on day 10.
pub(super) fn case(truth: Truth) -> Case {
    let at = Timestamp::from_millis(10 * 86_400_000);
    let claim = Claim {
        order_id: OrderId::new("o1").unwrap(),
        customer_id: CustomerId::new("c1").unwrap(),
        at,
        kind: Kind::ConsumerClaim,
        reason: Reason::NotReceived,
        sub_issue: SubIssue::NeverArrived,
        lines: Vec::new(),
        amount_minor: 1_000,
        language: "pt-BR".to_owned(),
        statement: String::new(),
        merchant_contacted_at: None,
        right_amount_minor: None,
        declared: false,
        evidence: Vec::new(),
    };
    Case {
        number: 0,
        claim,
        group: Group::Undelivered,
        complaint: Complaint::NotReceived,
        region: None,
        weight: 1.0,
        truth,
    }
}

fn fixture_olist() -> Olist {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../commerce/fixtures/olist");
    Olist::open(&dir).unwrap()
}

fn fixture() -> Backtest {
    Backtest::new(&fixture_olist(), SEED, Behaviour::default()).unwrap()
}

#[test]
fn cases_are_derived_from_what_the_data_shows() {
    let backtest = fixture();
    let found: Vec<(&str, Group, Reason, bool)> = backtest
        .cases()
        .iter()
        .map(|case| {
            let claim = &case.claim;
            (claim.order_id.as_str(), case.group, claim.reason, case.truth.is_from_data())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("ord-same-buyer", Group::StatedProblem, Reason::NotAsDescribed, false),
            ("ord-no-items", Group::Unavailable, Reason::NotReceived, true),
            ("ord-lost", Group::Undelivered, Reason::NotReceived, true),
            ("ord-cancelled", Group::Cancelled, Reason::RefundNotProcessed, true),
        ]
    );
    let excluded: Vec<(Exclusion, u64)> =
        backtest.excluded().iter().map(|(why, count)| (*why, *count)).collect();
    // "ord-plain" got five stars; "ord-summer-time" came late and nobody asked, nor complained.
    assert_eq!(
        excluded,
        [
            (Exclusion::NothingCaptured, 1),
            (Exclusion::SeveralSellers, 1),
            (Exclusion::Satisfied, 1),
            (Exclusion::NoStatedProblem, 1),
        ]
    );
}

#[test]
fn a_decision_never_sees_the_future_or_the_truth() {
    let backtest = fixture();
    assert!(backtest.seen().is_sorted_by_key(|seen| seen.known_at));
    for seen in backtest.seen() {
        assert!(seen.known_at >= seen.record.at(), "{seen:?}");
        assert_eq!(seen.record.validate(), Ok(()));
    }
    // The cancellation of a disputed order is told after the complaint, or never.
    for case in backtest.cases() {
        let told = backtest.seen().iter().find(|seen| {
            matches!(&seen.record, Record::Cancellation(x) if x.order_id == case.claim.order_id)
        });
        assert!(told.is_none_or(|told| told.known_at > case.claim.at));
        let claim = serde_json::to_string(&case.claim).unwrap();
        assert!(!claim.contains("truth") && !claim.contains("weight"), "{claim}");
    }
}

#[test]
fn the_same_seed_gives_the_same_backtest() {
    let digest = |seed| {
        let backtest = Backtest::new(&fixture_olist(), seed, Behaviour::default()).unwrap();
        let asked = "2018-05-01T00:00:00Z".parse().unwrap();
        let answers: Vec<_> =
            backtest.cases().iter().map(|case| backtest.merchant_answer(case, asked)).collect();
        serde_json::to_string(&(backtest.seen(), backtest.cases(), answers)).unwrap()
    };
    assert_eq!(digest(SEED), digest(SEED));
    assert_ne!(digest(SEED), digest(SEED + 1));
}

#[test]
fn rates_of_nothing_and_everything_are_kept() {
    let mut behaviour = Behaviour::default();
    behaviour.carrier.delivery_scan_missing = 1.0;
    behaviour.carrier.scan_late = 1.0;
    behaviour.merchant.silent = 1.0;
    let backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
    for seen in backtest.seen() {
        if let Record::Scan(scan) = &seen.record {
            assert_ne!(scan.code, ScanCode::Delivered);
            assert!(scan.delay() >= Duration::from_hours(6), "{scan:?}");
        }
    }
    for case in backtest.cases() {
        let answer = backtest.merchant_answer(case, case.claim.at);
        assert_eq!(answer.answer, Answer::Silent);
        assert_eq!(backtest.baseline(case, Timestamp::MAX), Outcome::ConsumerFull);
    }
    behaviour.merchant.late = -0.1;
    assert!(Backtest::new(&fixture_olist(), SEED, behaviour).is_err());
}

#[test]
fn a_false_proof_says_it_is_false_and_a_true_one_is_so() {
    let mut behaviour = Behaviour::default();
    behaviour.merchant.silent = 0.0;
    behaviour.merchant.concedes_when_wrong = 0.0;
    behaviour.merchant.false_proof = 1.0;
    let backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
    let lost = backtest.cases().iter().find(|c| c.group == Group::Undelivered).unwrap();
    let answer = backtest.merchant_answer(lost, lost.claim.at);
    assert!(!answer.truthful);
    let Answer::Represent { evidence, .. } = &answer.answer else { panic!("{answer:?}") };
    let facts = &evidence[0].extracted;
    assert!(facts.delivered_at.is_some() && facts.recipient.is_some());
    assert_eq!(facts.address.as_ref().unwrap().postal_code, "20001");

    behaviour.merchant.false_proof = 0.0;
    behaviour.merchant.wrong_proof = 0.0;
    let backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
    let lost = backtest.cases().iter().find(|c| c.group == Group::Undelivered).unwrap();
    let answer = backtest.merchant_answer(lost, lost.claim.at);
    let Answer::Represent { evidence, .. } = &answer.answer else { panic!("{answer:?}") };
    assert!(answer.truthful);
    assert!(evidence.iter().all(|item| item.extracted.delivered_at.is_none()));
}

#[test]
fn a_merchant_who_is_asked_again_says_what_is_new() {
    let mut behaviour = Behaviour::default();
    (behaviour.merchant.silent, behaviour.merchant.concedes_when_wrong) = (0.0, 0.0);
    (behaviour.merchant.false_proof, behaviour.merchant.wrong_proof) = (0.0, 0.0);
    let mut backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
    let number = backtest.cases().iter().position(|c| c.group == Group::Undelivered).unwrap();
    let asked = backtest.cases()[number].claim.at;
    let later = asked.plus(Duration::from_days(40));
    let again =
        |backtest: &Backtest| backtest.answers_again(&backtest.cases()[number], asked, later);
    assert_eq!(again(&backtest), None, "the parcel is where it was");
    let arrived = Truth::Delivery { delivered_at: Some(later), observed_until: later };
    backtest.cases[number].truth = arrived;
    assert!(again(&backtest).is_some(), "it has come since");
}

#[test]
fn people_err_and_merchants_appeal_at_the_stated_rates() {
    let answers = |wrong: f64, appeals: f64| {
        let mut behaviour = Behaviour::default();
        (behaviour.desk.wrong, behaviour.desk.wrong_unseen) = (wrong, wrong);
        (behaviour.merchant.appeals_when_right, behaviour.merchant.appeals_anyway) =
            (appeals, appeals);
        let backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
        let asked_at = |case: &Case| case.claim.at.plus(Duration::from_days(30));
        let found: Vec<(bool, bool)> = backtest
            .cases()
            .iter()
            .map(|case| {
                let (for_party, at) = backtest.person_decides(case, 0, asked_at(case));
                let waited = at.since(asked_at(case));
                assert!(Duration::ZERO < waited && waited <= Duration::from_days(5));
                let again = backtest.person_decides(case, 1, asked_at(case));
                assert_ne!((for_party, at), again, "another question is another look");
                let right = case.truth.consumer_right(at).unwrap_or(true);
                let party = if right { Party::Consumer } else { Party::Merchant };
                (for_party == party, backtest.appeals(case, at).is_some())
            })
            .collect();
        found
    };
    assert!(answers(0.0, 1.0).iter().all(|found| *found == (true, true)));
    assert!(answers(1.0, 0.0).iter().all(|found| *found == (false, false)));
}

#[test]
fn who_showed_nothing_may_show_it_when_asked() {
    let mut behaviour = Behaviour::default();
    let customer = &mut behaviour.customer;
    (customer.photo_when_real, customer.photo_when_not) = (0.0, 0.0);
    (customer.adds_when_real, customer.adds_when_not) = (1.0, 1.0);
    let added = |behaviour| {
        let backtest = Backtest::new(&fixture_olist(), SEED, behaviour).unwrap();
        let cases = backtest.cases().iter();
        let added = cases.filter_map(|case| {
            let (item, at) = backtest.adds_evidence(case, case.claim.at)?;
            assert!(at > case.claim.at && item.file.is_some());
            Some((case.claim.reason, item.kind))
        });
        added.collect::<Vec<_>>()
    };
    use dispute::EvidenceType::{Photo, RefundConfirmation};
    let asked =
        vec![(Reason::NotAsDescribed, Photo), (Reason::RefundNotProcessed, RefundConfirmation)];
    assert_eq!(added(behaviour), asked);
    let customer = &mut behaviour.customer;
    (customer.photo_when_real, customer.photo_when_not) = (1.0, 1.0);
    assert_eq!(added(behaviour), []);
}

#[test]
fn the_score_counts_what_it_says() {
    let backtest = fixture();
    let day = |case: &Case, days| case.claim.at.plus(Duration::from_days(days));
    let end = |number: usize, outcome, closed_by, review_right| CaseOutcome {
        case: number,
        outcome,
        closed_at: day(&backtest.cases()[number], 10),
        closed_by,
        reopened: false,
        overturned: false,
        review_right,
    };
    let run = RunFacts { orders: 9, ledger_balanced: true, seconds: 2.0 };
    // The data of the fixture ends before this case is decided, so nobody can judge it.
    let outcomes = [
        end(1, Outcome::Merchant, ClosedBy::Rule, false),
        end(2, Outcome::ConsumerFull, ClosedBy::Rule, true),
        end(3, Outcome::ConsumerFull, ClosedBy::Person, true),
    ];
    let summary = score(&backtest, &outcomes, run);
    assert_eq!((summary.orders, summary.disputes), (9, 4));
    assert!((summary.auto_resolution_rate - 0.5).abs() < 1e-9);
    assert!((summary.wrong_decision_rate - 1.0).abs() < 1e-9);
    assert_eq!(summary.wrong.unknown, 1);
    assert_eq!(summary.wrong.false_denials, 1);
    assert_eq!(summary.automated_denials_without_review_right, 1);
    // A person decided the cancelled order rightly; the flag would have, too.
    assert!((summary.wrong.decided.rate - 0.5).abs() < 1e-9);
    assert!((summary.baseline_wrong_decision_rate).abs() < 1e-9);
    assert!((summary.disputes_per_s - 2.0).abs() < 1e-9);
    assert!((summary.time_to_resolve_days.p50 - 10.0).abs() < 1e-9);
    assert_eq!(summary.resolved.open, 1);
    assert_eq!(summary.by_reason["not_received"]["merchant"], 1);
    assert_eq!(summary.by_group[&Group::StatedProblem].open, 1);
    assert_eq!(summary.wrong_cases.len(), 1);
    let text = serde_json::to_string(&summary).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&text).unwrap(), summary);
}

/// On the real folder, when `OMBUD_TEST_DATA` names the directory that holds `olist/`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look for data that cannot be shipped")]
fn the_real_orders_make_enough_cases_of_every_group() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let olist = Olist::open(&PathBuf::from(data).join("olist")).unwrap();
    let backtest = Backtest::new(&olist, SEED, Behaviour::default()).unwrap();
    let mut groups: BTreeMap<(Group, Reason), u64> = BTreeMap::new();
    for case in backtest.cases() {
        *groups.entry((case.group, case.claim.reason)).or_default() += 1;
    }
    eprintln!("{} cases {groups:#?}", backtest.cases().len());
    eprintln!("excluded {:?}\ncomplaints {:?}", backtest.excluded(), backtest.complaints());
    // The baseline alone, decided 35 days after opening: what a run will be compared with.
    let outcomes: Vec<CaseOutcome> = backtest
        .cases()
        .iter()
        .map(|case| {
            let closed_at = case.claim.at.plus(Duration::from_days(35));
            let outcome = backtest.baseline(case, closed_at);
            let (case, closed_by) = (case.number, ClosedBy::Rule);
            CaseOutcome {
                case,
                outcome,
                closed_at,
                closed_by,
                reopened: false,
                overturned: false,
                review_right: true,
            }
        })
        .collect();
    let run = RunFacts { orders: olist.orders_total(), ledger_balanced: true, seconds: 1.0 };
    let mut summary = score(&backtest, &outcomes, run);
    summary.wrong_cases.truncate(3);
    eprintln!("{}", serde_json::to_string_pretty(&summary).unwrap());
    for group in Group::ALL {
        assert!(backtest.cases().iter().any(|case| case.group == group), "{group:?}");
    }
    assert!(summary.wrong.from_data.rate < 0.05);
}
