//! The acceptance scenarios S8–S11 and S14 on the pure machine: clocks, caps, appeals, two routes
//! for one loss, and a decision that is overturned.

use crate::common::*;
use commerce::FeeTerms;
use dispute::*;
use kernel::*;

const FEE_1500: FeeTerms = FeeTerms::ReverseOnWin { fee_minor: 1_500, appeal_fee_minor: 1_000 };
const D0: &str = "2026-12-01T10:00:00Z";

#[test]
fn s8_edges_of_the_evidence_deadline() {
    let opened = "2026-11-10T08:00:00Z";
    let deadline = at("2026-12-01T08:00:00Z");
    let mut desk = Desk::base(opened, FEE_1500);
    let id = desk.claim(Reason::NotReceived);
    desk.now = deadline.minus(Duration::from_millis(1));
    let proof = desk.proof(4);
    desk.represent(id, vec![proof], None).unwrap();
    assert_eq!(desk.state(id), State::Review);

    let mut desk = Desk::base(opened, FEE_1500);
    let id = desk.claim(Reason::NotReceived);
    // The scheduler was down for three hours.
    desk.now = deadline.plus(Duration::from_hours(3));
    let proof = desk.proof(4);
    let refusal = desk.represent(id, vec![proof], None).unwrap_err();
    assert_eq!(refusal, Refusal::DeadlinePassed { at: deadline });
    assert_eq!(desk.state(id), State::Closed);
    assert_eq!(desk.closing(id).at, deadline);
    let late: Vec<bool> = desk.file.dispute(id).unwrap().evidence.iter().map(|e| e.late).collect();
    assert_eq!(late, [true]);
    desk.invariants();
}

#[test]
fn s8_the_framework_is_fixed_at_open_and_an_extension_is_no_state_change() {
    let mut old = Desk::base("2026-10-31T10:00:00Z", FEE_1500);
    let id = old.claim(Reason::NotReceived);
    assert_eq!(old.file.dispute(id).unwrap().framework, Framework::Framework2020);
    old.now = at("2026-11-21T10:00:00Z");
    old.tick();
    let proof = old.proof(4);
    old.represent(id, vec![proof], None).unwrap();
    let review = old.file.dispute(id).unwrap().timer(TimerKind::ReviewDue).map(|t| t.due);
    assert_eq!(review, Some(old.now.plus(Duration::from_days(60))));

    let mut new = Desk::base("2026-11-01T10:00:00Z", FEE_1500);
    let id = new.claim(Reason::NotReceived);
    assert_eq!(new.file.dispute(id).unwrap().framework, Framework::Framework2026);
    let until = new.now.plus(Duration::from_days(28));
    let ground = ExceptionGround::DisputeMisHandled;
    let effects = new.agent("a1", Input::ExtendDeadline { dispute: id, until, ground }).unwrap();
    let topics: Vec<Topic> = effects
        .iter()
        .filter_map(|e| if let Effect::Announce(a) = e { Some(a.topic) } else { None })
        .collect();
    assert_eq!(topics, [Topic::DeadlineExtended]);
    new.day(22).tick();
    assert_eq!(new.state(id), State::Evidence);
    new.day(28).tick();
    assert_eq!(new.state(id), State::Closed);
}

#[test]
fn s9_a_small_claim_is_put_right_at_once_until_the_caps_are_full() {
    let make = |count: i64| {
        let mut small = order("o9", 1_200, Currency::GBP, "gb", at(D0));
        small.lines[0].amount_minor = 1_200;
        let mut desk = Desk::with_order(small, FEE_1500, None);
        desk.capture(1_200, commerce::Product::PayIn30, 36);
        desk.outside.customer_since = Some(at("2025-10-01T00:00:00Z"));
        desk.outside.goodwill_count = count;
        desk.outside.goodwill_total_minor = count * 1_200;
        desk.day(10);
        let id = desk.claim(Reason::NotReceived);
        (desk, id)
    };
    let (desk, id) = make(0);
    assert_eq!(desk.closing(id).outcome, Outcome::Goodwill);
    desk.balances_are(&[
        ("cash", 100_000),
        ("exp:goodwill", 1_200),
        ("m_pay", -101_164),
        ("inc:mdr", -36),
    ]);
    let (desk, id) = make(3);
    assert_eq!(desk.state(id), State::Evidence);
    assert!(
        desk.effects.iter().any(|e| matches!(e, Effect::Ask(t) if t.kind == TaskKind::CheckAbuse))
    );
}

#[test]
fn s10_an_appeal_flips_it_once_and_in_time() {
    let decided = |desk: &mut Desk| {
        desk.day(10);
        // No table settles these: a person decides.
        let id = desk.claim(Reason::Other);
        desk.day(14);
        let link = desk.link();
        desk.represent(id, vec![link], None).unwrap();
        desk.day(20);
        desk.decide("a1", id, Party::Consumer).unwrap();
        assert_eq!(desk.state(id), State::Preliminary);
        id
    };
    let mut desk = Desk::base(D0, FEE_1500);
    let id = decided(&mut desk);
    assert_eq!(desk.balances().get("cash"), Some(&104_000), "nothing is paid before the end");
    desk.day(29);
    let files = vec![desk.proof(4), desk.proof(4)];
    let appeal = Input::Appeal { dispute: id, text: "It was fine.".to_owned(), items: files };
    desk.merchant(appeal.clone()).unwrap();
    assert_eq!(desk.file.dispute(id).unwrap().held.total(), 14_500);
    assert_eq!(desk.merchant(appeal.clone()).unwrap_err().code(), "appealed_already");
    desk.day(35);
    let own = desk.decide("a1", id, Party::Merchant);
    assert_eq!(own.unwrap_err().code(), "not_allowed");
    desk.decide("a2", id, Party::Merchant).unwrap();
    desk.balances_are(&[
        ("cash", 104_000),
        ("recv", 8_000),
        ("m_pay", -111_640),
        ("inc:mdr", -360),
    ]);

    let mut late = Desk::base(D0, FEE_1500);
    let id = decided(&mut late);
    late.day(30);
    late.now = late.now.plus(Duration::from_millis(1));
    let files = vec![late.proof(4)];
    let appeal = Input::Appeal { dispute: id, text: String::new(), items: files };
    assert_eq!(late.merchant(appeal).unwrap_err().code(), "deadline_passed");
    assert_eq!(late.closing(id).outcome, Outcome::ConsumerFull);
    late.invariants();
}

#[test]
fn s11_two_routes_one_loss() {
    let chargeback = |desk: &mut Desk| {
        desk.day(10);
        let id = desk.claim(Reason::NotReceived);
        desk.day(12);
        let network = NetworkDisputeId::new("cb1").unwrap();
        let input = Input::NetworkChargeback {
            id: network.clone(),
            amount_minor: 4_000,
            fee_minor: 2_000,
            reason_code: "13.1".to_owned(),
        };
        let bank = actor(ActorKind::Network, "visa");
        desk.act(&bank, input.clone()).unwrap();
        desk.act(&bank, input).unwrap();
        assert!(!desk.file.dispute(id).unwrap().linked.is_empty());
        (id, network)
    };
    let mut desk = Desk::base(D0, FeeTerms::None);
    let (id, _) = chargeback(&mut desk);
    desk.day(31).tick();
    assert_eq!(desk.closing(id).outcome, Outcome::ConsumerFull);
    desk.balances_are(&[
        ("cash", 98_000),
        ("m_pay", -99_640),
        ("inc:mdr", -360),
        ("exp:scheme_fee", 2_000),
    ]);

    let mut desk = Desk::base(D0, FeeTerms::None);
    let (id, network) = chargeback(&mut desk);
    desk.day(14);
    let proof = desk.proof(4);
    desk.represent(id, vec![proof], None).unwrap();
    desk.day(15).tick();
    assert_eq!(desk.closing(id).outcome, Outcome::Merchant);
    desk.day(16);
    desk.act(
        &actor(ActorKind::Network, "visa"),
        Input::NetworkOutcome { id: network, stands: true },
    )
    .unwrap();
    desk.balances_are(&[
        ("cash", 98_000),
        ("recv", 12_000),
        ("m_pay", -111_640),
        ("inc:mdr", -360),
        ("exp:scheme_fee", 2_000),
    ]);
    let first = desk.dues()[0];
    assert_eq!(first.0, 4_000);
    assert!(first.1 >= 16 + 14, "{first:?}");
}

#[test]
fn s14_a_person_overturns_an_automatic_denial_with_an_empty_merchant() {
    let mut desk = Desk::base(D0, FeeTerms::None);
    desk.day(10);
    let id = desk.claim(Reason::NotReceived);
    desk.day(14);
    let proof = desk.proof(4);
    desk.represent(id, vec![proof], None).unwrap();
    desk.day(15).tick();
    assert_eq!(desk.closing(id).outcome, Outcome::Merchant);
    assert!(desk.closing(id).automatic);
    // The provider settles with the merchant down to 50.00.
    let merchant = desk.file.order().merchant_id.clone();
    let entry = ledger::Entry::builder(
        EntryId::generate(desk.now, &mut desk.rng),
        "settlement",
        Currency::GBP,
        desk.now,
        ledger::Cause::Feed(EventId::generate(desk.now, &mut desk.rng)),
    )
    .debit(ledger::Account::MerchantPayable(merchant), 106_640)
    .credit(ledger::Account::Cash, 106_640)
    .build()
    .unwrap();
    desk.books.apply(&entry).unwrap();
    desk.day(20);
    let ground = ReviewGround::HumanReview;
    desk.consumer(Input::RequestReview { dispute: id, ground }).unwrap();
    assert_eq!(desk.state(id), State::Review);
    assert_eq!(desk.balances().get("m_recv"), Some(&7_000));
    desk.decide("a1", id, Party::Consumer).unwrap();
    desk.balances_are(&[("cash", -6_640), ("m_recv", 7_000), ("inc:mdr", -360)]);
    assert_eq!(desk.file.dispute(id).unwrap().decisions.len(), 2);
}
