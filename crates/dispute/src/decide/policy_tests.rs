//! The shipped policy: what it says about the cases people have, and what may never happen.

use kernel::Rng;

use super::tests::{facts_from, random_facts};
use super::*;
use crate::model::facts::*;
use crate::model::{Kind, SubIssue};
use commerce::TrackingState;

fn tables() -> DecisionTables {
    DecisionTables::shipped().unwrap_or_else(|error| panic!("{error}"))
}

/// A claim about goods that never came: the shop contests, nothing else is known.
pub(super) fn not_received() -> Facts {
    Facts {
        sub_issue: SubIssue::NeverArrived,
        amount: AmountBand::Medium,
        framework: crate::model::Framework::Framework2026,
        merchant_answer: MerchantAnswer::Contested,
        days_since_scan: -1,
        days_past_promise: 10,
        ..facts_from(&[0; 27])
    }
}

fn claim(reason: Reason) -> Facts {
    Facts { reason, sub_issue: SubIssue::Unspecified, ..not_received() }
}

fn delivered(place: DeliveryPlace) -> Facts {
    Facts {
        carrier: TrackingState::Delivered,
        delivery: DeliveryTiming::BeforeClaim,
        delivery_place: place,
        days_since_scan: 9,
        ..not_received()
    }
}

#[track_caller]
fn rule_is(facts: &Facts, rule: &str, then: Then) {
    let verdict = tables().evaluate(facts);
    assert_eq!((verdict.rule.as_str(), verdict.then), (rule, then), "{facts:?}");
}

#[test]
fn s2_a_matching_proof_decides_a_link_or_another_address_does_not() {
    let with = |proof_of_delivery| Facts { proof_of_delivery, ..not_received() };
    let verdict = tables().evaluate(&with(ProofOfDelivery::Match));
    assert_eq!(verdict.rule.as_str(), "INR-POD-MATCH");
    assert_eq!(verdict.then, Then::Merchant);
    assert_eq!(verdict.code.as_deref(), Some("partner_provided_valid_shipping_details"));
    for round in [EvidenceRound::First, EvidenceRound::Last] {
        for proof in
            [ProofOfDelivery::LinkOnly, ProofOfDelivery::AddressMismatch, ProofOfDelivery::None]
        {
            let verdict = tables().evaluate(&Facts { round, ..with(proof) });
            assert_ne!(verdict.then, Then::Merchant, "{proof:?} {round:?}");
        }
    }
    // Weeks later it takes more than a document if no carrier ever recorded a parcel.
    let later = Facts { days_past_promise: 14, ..with(ProofOfDelivery::Match) };
    rule_is(&later, "INR-POD-UNSEEN", Then::Person);
    let labelled = Facts { carrier: TrackingState::LabelOnly, ..later.clone() };
    rule_is(&labelled, "INR-POD-UNSEEN", Then::Person);
    let carried = Facts { carrier: TrackingState::Delivered, ..later };
    rule_is(&carried, "INR-POD-MATCH-LATER", Then::Merchant);
    let high = Facts { amount: AmountBand::High, ..with(ProofOfDelivery::Match) };
    rule_is(&high, "INR-PERSON", Then::Person);
    let doubtful = Facts {
        authenticity: crate::model::Authenticity::Suspicious,
        ..with(ProofOfDelivery::Match)
    };
    rule_is(&doubtful, "INR-PERSON", Then::Person);
}

#[test]
fn the_carrier_beats_the_shops_paper() {
    let lost = Facts {
        carrier: TrackingState::LostOrDamaged,
        proof_of_delivery: ProofOfDelivery::Match,
        ..not_received()
    };
    rule_is(&lost, "INR-CARRIER-LOST", Then::Consumer);
    let back = Facts { carrier: TrackingState::ReturnedToSender, ..lost };
    rule_is(&back, "INR-CARRIER-RETURNED", Then::Consumer);
    let still_there = Facts {
        carrier: TrackingState::InTransit,
        proof_of_delivery: ProofOfDelivery::Contradicted,
        days_past_promise: 20,
        ..not_received()
    };
    rule_is(&still_there, "INR-POD-CONTRADICTED", Then::Consumer);
    let early = Facts { days_past_promise: 3, ..still_there };
    rule_is(&early, "INR-POD-CONTRADICTED-WAIT", Then::MoreInformation);
    // A document and a parcel on its way do not go together: a person.
    let odd = Facts { proof_of_delivery: ProofOfDelivery::Match, ..early };
    rule_is(&odd, "INR-PERSON", Then::Person);
}

#[test]
fn delivered_at_home_elsewhere_or_who_knows_where() {
    two_sources_hold_a_delivery_against_who_denies_it();
    rule_is(&delivered(DeliveryPlace::Elsewhere), "INR-DELIVERED-ELSEWHERE", Then::Consumer);
    let unknown = delivered(DeliveryPlace::Unknown);
    rule_is(&unknown, "INR-DELIVERED-WHERE", Then::MoreInformation);
    let asked = Facts { round: EvidenceRound::Last, ..unknown };
    rule_is(&asked, "INR-PERSON", Then::Person);
    let small = Facts { amount: AmountBand::Micro, ..asked };
    rule_is(&small, "INR-DELIVERED-WHERE-SMALL", Then::Consumer);
    let often = Facts { earlier_claims: 3, ..small };
    rule_is(&often, "INR-PERSON", Then::Person);
    let late = Facts { delivery: DeliveryTiming::AfterClaim, ..delivered(DeliveryPlace::Approved) };
    rule_is(&late, "INR-ARRIVED-AFTER-CLAIM", Then::Merchant);
    let elsewhere_pod =
        Facts { proof_of_delivery: ProofOfDelivery::Match, ..delivered(DeliveryPlace::Elsewhere) };
    rule_is(&elsewhere_pod, "INR-PERSON", Then::Person);
    let part = Facts { sub_issue: SubIssue::PartlyArrived, ..delivered(DeliveryPlace::Approved) };
    rule_is(&part, "INR-PERSON", Then::Person);
    let small_part = Facts { amount: AmountBand::Micro, ..part };
    rule_is(&small_part, "INR-PERSON", Then::Person);
}

/// The carrier's record with the shop's document does; one of them alone is asked about, then a
/// person's.
fn two_sources_hold_a_delivery_against_who_denies_it() {
    let home = delivered(DeliveryPlace::Approved);
    let with = |proof_of_delivery| Facts { proof_of_delivery, ..home.clone() };
    rule_is(&with(ProofOfDelivery::Incomplete), "INR-CARRIER-DELIVERED", Then::Merchant);
    rule_is(&with(ProofOfDelivery::Match), "INR-POD-MATCH", Then::Merchant);
    for proof in [ProofOfDelivery::None, ProofOfDelivery::LinkOnly] {
        let first = with(proof);
        rule_is(&first, "INR-DELIVERED-SHOW", Then::MoreInformation);
        let last = Facts { round: EvidenceRound::Last, ..first.clone() };
        rule_is(&last, "INR-DELIVERED-ALONE", Then::Person);
        let silent = Facts { merchant_answer: MerchantAnswer::None, ..first };
        rule_is(&silent, "INR-DELIVERED-UNANSWERED", Then::Person);
    }
}

#[test]
fn a_parcel_on_its_way_is_waited_for_once() {
    let moving = |days_past_promise, days_since_scan, round| Facts {
        carrier: TrackingState::InTransit,
        days_past_promise,
        days_since_scan,
        round,
        ..not_received()
    };
    use EvidenceRound::{First, Last};
    let cases = [
        (moving(-5, 2, First), "INR-IN-TRANSIT-WAIT", Then::MoreInformation),
        (moving(27, 20, First), "INR-IN-TRANSIT-WAIT", Then::MoreInformation),
        (moving(28, 7, First), "INR-IN-TRANSIT-MOVING", Then::MoreInformation),
        (moving(28, 8, First), "INR-IN-TRANSIT-LOST", Then::Consumer),
        (moving(21, 8, Last), "INR-IN-TRANSIT-OVERDUE", Then::Consumer),
        (moving(20, 30, Last), "INR-PERSON", Then::Person),
        (moving(40, 7, Last), "INR-PERSON", Then::Person),
    ];
    for (facts, rule, then) in cases {
        rule_is(&facts, rule, then);
    }
    let no_answer = Facts { merchant_answer: MerchantAnswer::None, ..moving(-5, 2, First) };
    rule_is(&no_answer, "INR-NO-ANSWER", Then::Consumer);
}

#[test]
fn never_shipped_waiting_at_the_shop_or_refused() {
    rule_is(&not_received(), "INR-NOT-SHIPPED", Then::Consumer);
    let early = Facts { days_past_promise: 6, ..not_received() };
    rule_is(&early, "INR-NOT-SHIPPED-ASK", Then::MoreInformation);
    let asked = Facts { round: EvidenceRound::Last, ..early };
    rule_is(&asked, "INR-NOT-SHIPPED-LAST", Then::Consumer);
    let link = Facts { proof_of_delivery: ProofOfDelivery::LinkOnly, ..not_received() };
    rule_is(&link, "INR-LINK-ASK", Then::MoreInformation);
    let pickup = Facts {
        carrier: TrackingState::AtPickupPoint,
        sub_issue: SubIssue::MissedPickup,
        days_since_scan: 3,
        ..not_received()
    };
    rule_is(&pickup, "INR-PICKUP-WAITING", Then::MoreInformation);
    let refused =
        Facts { sub_issue: SubIssue::RefusedDelivery, ..delivered(DeliveryPlace::Approved) };
    rule_is(&refused, "INR-PERSON", Then::Person);
    let download = Facts { goods: Goods::Digital, ..not_received() };
    rule_is(&download, "INR-DIGITAL-NO-EVIDENCE", Then::Consumer);
}

#[test]
fn goods_that_are_not_as_described() {
    let shown = Facts {
        consumer_evidence: Completeness::Complete,
        merchant_evidence: Completeness::Complete,
        ..claim(Reason::NotAsDescribed)
    };
    rule_is(&shown, "NAD-PERSON", Then::Person);
    let low = Facts { amount: AmountBand::Low, ..shown.clone() };
    rule_is(&low, "NAD-SMALL", Then::Consumer);
    let offered = Facts { proposal: Proposal::Rejected, ..low };
    rule_is(&offered, "NAD-PERSON", Then::Person);
    let silent = Facts { merchant_answer: MerchantAnswer::None, ..shown.clone() };
    rule_is(&silent, "NAD-NO-ANSWER", Then::Consumer);
    let words = Facts { consumer_evidence: Completeness::Partial, ..silent };
    rule_is(&words, "NAD-NO-ANSWER-ASK", Then::MoreInformation);
    let only_words = Facts { round: EvidenceRound::Last, ..words };
    rule_is(&only_words, "NAD-PERSON", Then::Person);
    let bare = Facts { merchant_evidence: Completeness::None, ..shown.clone() };
    rule_is(&bare, "NAD-SHOP-SHOWED-NOTHING", Then::Consumer);
    let nothing = Facts { consumer_evidence: Completeness::None, ..shown.clone() };
    rule_is(&nothing, "NAD-ASK-CUSTOMER", Then::MoreInformation);
    let still_nothing = Facts { round: EvidenceRound::Last, ..nothing };
    rule_is(&still_nothing, "NAD-NOTHING-SHOWN", Then::Merchant);
    let back = Facts { returned: ReturnFact::Received, ..shown };
    rule_is(&back, "NAD-GOODS-BACK", Then::Consumer);
}

#[test]
fn refunds_that_did_not_come() {
    let base = claim(Reason::RefundNotProcessed);
    let with = |returned| Facts { returned, ..base.clone() };
    rule_is(&with(ReturnFact::Registered), "RNP-REGISTERED", Then::Consumer);
    rule_is(&with(ReturnFact::Received), "RNP-RECEIVED", Then::Consumer);
    rule_is(&with(ReturnFact::Shipped), "RNP-RETURN-UNDERWAY", Then::MoreInformation);
    rule_is(&with(ReturnFact::StoreCredit), "RNP-PERSON", Then::Person);
    let refunded = Facts { refunded: RefundFact::Full, ..with(ReturnFact::Registered) };
    rule_is(&refunded, "RNP-REFUNDED", Then::Merchant);
    let cancelled = Facts { sub_issue: SubIssue::CancelledNotCredited, ..base.clone() };
    rule_is(&cancelled, "RNP-CANCELLED-NOT-SHIPPED", Then::Consumer);
    let came_anyway = Facts { carrier: TrackingState::Delivered, ..cancelled };
    rule_is(&came_anyway, "RNP-PERSON", Then::Person);
    let objected = Facts { merchant_evidence: Completeness::Complete, ..base };
    rule_is(&objected, "RNP-ASK-CUSTOMER", Then::MoreInformation);
    let silent_customer = Facts { round: EvidenceRound::Last, ..objected };
    rule_is(&silent_customer, "RNP-NOTHING-RETURNED", Then::Merchant);
}

#[test]
fn sums_are_decided_by_sums() {
    for (reason, prefix) in [
        (Reason::IncorrectAmount, "AMT"),
        (Reason::AlreadyPaid, "PAID"),
        (Reason::Duplicate, "DUP"),
    ] {
        let with = |arithmetic| Facts { arithmetic, ..claim(reason) };
        let named = |name: &str| format!("{prefix}-{name}");
        rule_is(&with(Arithmetic::ConsumerRight), &named("CUSTOMER-RIGHT"), Then::Consumer);
        rule_is(&with(Arithmetic::MerchantRight), &named("SHOP-RIGHT"), Then::Merchant);
        rule_is(&with(Arithmetic::PartlyRight), &named("PARTLY-RIGHT"), Then::ConsumerPartial);
        rule_is(&with(Arithmetic::NotChecked), &named("ASK-BOTH"), Then::MoreInformation);
        let last = Facts { round: EvidenceRound::Last, ..with(Arithmetic::NotChecked) };
        rule_is(&last, &named("PERSON"), Then::Person);
    }
}

#[test]
fn s6_and_s7_who_bears_an_unauthorised_purchase() {
    let base = Facts { kind: Kind::Unauthorised, ..claim(Reason::Unauthorised) };
    let proved = Facts { proof_of_delivery: ProofOfDelivery::Match, ..base.clone() };
    rule_is(&proved, "UNA-POD-MATCH", Then::Merchant);
    rule_is(&base, "UNA-NO-POD", Then::Consumer);
    let ignored = Facts { stop_request: StopRequest::Unanswered, ..proved.clone() };
    rule_is(&ignored, "UNA-STOP-UNANSWERED", Then::Consumer);
    let shipped = Facts { stop_request: StopRequest::ShippedAfter, ..proved.clone() };
    rule_is(&shipped, "UNA-STOP-IGNORED", Then::Consumer);
    // The customer is not told of the suspicion, by no source either.
    assert!(tables().grounds(&shipped, Audience::Customer).sources.is_empty());
    assert_eq!(tables().grounds(&shipped, Audience::Merchant).sources.len(), 2);
    // Opened as an ordinary claim it would be a denial: a person.
    let ordinary = Facts { kind: Kind::ConsumerClaim, ..proved };
    rule_is(&ordinary, "UNA-PERSON", Then::Person);
    let stop =
        |stop_request| Facts { kind: Kind::RiskStop, stop_request, ..claim(Reason::HighRisk) };
    rule_is(&stop(StopRequest::ShippedBefore), "RISK-SHIPPED-BEFORE", Then::Merchant);
    rule_is(&stop(StopRequest::Cancelled), "RISK-CANCELLED", Then::Consumer);
    rule_is(&stop(StopRequest::Unanswered), "RISK-PERSON", Then::Person);
}

#[test]
fn appeals_and_unknown_reasons_go_to_a_person() {
    let mut rng = Rng::seeded(17);
    for _ in 0..5_000 {
        let facts = random_facts(&mut rng);
        let appeal = Facts { stage: Stage::Final, ..facts.clone() };
        assert_eq!(tables_of(&appeal), Then::Person);
        for reason in [Reason::Other, Reason::NonCompliance, Reason::NonGuaranteedProgram] {
            assert_eq!(tables_of(&Facts { reason, ..facts.clone() }), Then::Person);
        }
    }
}

thread_local! {
    static SHIPPED: DecisionTables = tables();
}

fn tables_of(facts: &Facts) -> Then {
    SHIPPED.with(|tables| tables.evaluate(facts).then)
}

/// Inside the scopes, so that rules fire often.
fn likely_facts(rng: &mut Rng) -> Facts {
    let facts = random_facts(rng);
    let kind = match facts.reason {
        Reason::Unauthorised => Kind::Unauthorised,
        Reason::HighRisk => Kind::RiskStop,
        _ => Kind::ConsumerClaim,
    };
    Facts { stage: Stage::Review, kind, goods: Goods::Physical, ..facts }
}

/// With the scores taken away a denial stays a denial: no score is ever what made it.
#[test]
fn no_score_makes_a_denial() {
    let mut rng = Rng::seeded(19);
    let mut denials = 0;
    for _ in 0..100_000 {
        let facts = likely_facts(&mut rng);
        let verdict = SHIPPED.with(|tables| tables.evaluate(&facts));
        if !verdict.then.is_denial() {
            continue;
        }
        denials += 1;
        assert_ne!((verdict.then, facts.amount), (Then::Merchant, AmountBand::High));
        for (abuse, wrong_risk) in
            [(ScoreBin::Unknown, ScoreBin::Unknown), (ScoreBin::Low, ScoreBin::Low)]
        {
            let neutral = Facts { abuse, wrong_risk, ..facts.clone() };
            assert_eq!(SHIPPED.with(|tables| tables.evaluate(&neutral)), verdict);
        }
    }
    assert!(denials > 1_000, "{denials}");
}

/// Better evidence of a shop never turns a denial into the customer's win, nor worse evidence the
/// other way: from nothing to a matching proof the answer only moves in the shop's favour.
#[test]
fn a_better_proof_never_hurts_the_shop_that_gives_it() {
    let mut rng = Rng::seeded(23);
    for _ in 0..50_000 {
        let facts = Facts {
            reason: Reason::NotReceived,
            merchant_answer: MerchantAnswer::Contested,
            authenticity: crate::model::Authenticity::Clean,
            ..likely_facts(&mut rng)
        };
        let with = |proof_of_delivery| tables_of(&Facts { proof_of_delivery, ..facts.clone() });
        if with(ProofOfDelivery::Match) == Then::Consumer {
            assert_eq!(with(ProofOfDelivery::None), Then::Consumer, "{facts:?}");
        }
        if with(ProofOfDelivery::None) == Then::Merchant {
            assert_eq!(with(ProofOfDelivery::Match), Then::Merchant, "{facts:?}");
        }
    }
}

/// Nobody outside the desk reads of scores, doubts or risk, whatever the case.
#[test]
fn explanations_keep_what_must_be_kept() {
    let tables = tables();
    let mut rng = Rng::seeded(29);
    for _ in 0..5_000 {
        let facts = likely_facts(&mut rng);
        let (verdict, trace) = tables.decide(&facts);
        let customer = tables.explain(&trace, Audience::Customer).unwrap();
        let merchant = tables.explain(&trace, Audience::Merchant).unwrap();
        let agent = tables.explain(&trace, Audience::Agent).unwrap();
        for text in [&customer, &merchant] {
            for word in ["abuse", "wrong_risk", "score", "suspicious", "fraud"] {
                assert!(!text.to_lowercase().contains(word), "{word}: {text}");
            }
        }
        assert!(!customer.contains("risk stop") && !customer.contains("stop the order"));
        assert!(!merchant.contains("other claims in the last"));
        assert!(customer.starts_with(&*verdict.because));
        assert!(merchant.starts_with(&*verdict.because_merchant));
        assert!(
            agent.contains(verdict.rule.as_str()) && agent.contains(&trace.inputs_hash.to_string())
        );
        let denied = verdict.then.is_denial() && facts.kind != Kind::Unauthorised;
        assert_eq!(denied, customer.contains("a person look at it again"));
        assert_eq!(verdict.then.is_final(), customer.contains("decided by fixed rules"));
        assert_eq!(tables.explain_facts(&facts, Audience::Customer), customer);
    }
}

#[test]
fn every_table_can_be_read_by_people() {
    let text = tables().describe();
    for reason in Reason::ALL {
        assert!(text.contains(&format!("## {} (version", reason.as_str())));
    }
    for table in tables().tables() {
        for rule in table.rules.iter().chain([&table.otherwise]) {
            assert!(text.contains(&format!("| `{}` |", rule.id)));
        }
    }
}
