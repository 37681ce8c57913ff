//! The acceptance scenarios S1–S7 on the pure machine, with the exact figures. The same
//! figures are checked over HTTP, on both stores, in the service's own tests.

use crate::common::*;
use commerce::{FeeTerms, FrameworkChoice};
use dispute::*;
use kernel::*;

const FEE_1500: FeeTerms = FeeTerms::ReverseOnWin { fee_minor: 1_500, appeal_fee_minor: 1_000 };
const D0: &str = "2026-12-01T10:00:00Z";

#[test]
fn s1_not_received_and_the_merchant_is_silent() {
    let mut desk = Desk::base(D0, FEE_1500);
    desk.day(10);
    let id = desk.claim(Reason::NotReceived);
    assert_eq!(desk.state(id), State::Evidence);
    desk.balances_are(&[
        ("cash", 104_000),
        ("recv", 8_000),
        ("hold", -13_500),
        ("m_pay", -98_140),
        ("inc:mdr", -360),
    ]);
    desk.day(31).tick();
    assert_eq!(desk.state(id), State::Closed);
    let closing = desk.closing(id);
    assert_eq!(closing.outcome, Outcome::ConsumerFull);
    assert_eq!(closing.code, "partner_did_not_reply_to_dispute_request");
    assert_eq!(closing.at, desk.day0.plus(Duration::from_days(31)));
    desk.balances_are(&[
        ("cash", 100_000),
        ("m_pay", -98_140),
        ("inc:mdr", -360),
        ("inc:dispute_fee", -1_500),
    ]);
    assert_eq!(desk.dues(), []);
}

#[test]
fn s2_a_valid_proof_of_delivery_wins_after_the_right_of_reply() {
    for (fee, m_pay, income) in [
        (FEE_1500, -111_640, 0),
        (FeeTerms::NonRefundable { fee_minor: 1_500, appeal_fee_minor: 1_000 }, -110_140, -1_500),
    ] {
        let mut desk = Desk::base(D0, fee);
        desk.day(10);
        let id = desk.claim(Reason::NotReceived);
        desk.day(14);
        let proof = desk.proof(4);
        desk.represent(id, vec![proof], None).unwrap();
        assert_eq!(desk.state(id), State::Review);
        desk.day(15).tick();
        assert_eq!(desk.state(id), State::Closed);
        assert_eq!(desk.closing(id).outcome, Outcome::Merchant);
        assert_eq!(desk.closing(id).code, "partner_provided_valid_shipping_details");
        assert_eq!(desk.dues(), [(4_000, 35), (4_000, 65)]);
        desk.balances_are(&[
            ("cash", 104_000),
            ("recv", 8_000),
            ("m_pay", m_pay),
            ("inc:mdr", -360),
            ("inc:dispute_fee", income),
        ]);
    }
}

#[test]
fn s2_a_link_or_another_address_is_no_proof() {
    for case in 0..2 {
        let mut desk = Desk::base(D0, FEE_1500);
        desk.day(10);
        let id = desk.claim(Reason::NotReceived);
        desk.day(14);
        let mut item = if case == 0 { desk.link() } else { desk.proof(4) };
        if let Some(address) = &mut item.extracted.address {
            address.line1 = "99 Other Road".to_owned();
            address.postal_code = "M1 1AE".to_owned();
        }
        desk.represent(id, vec![item], None).unwrap();
        desk.day(16).tick();
        let dispute = desk.file.dispute(id).unwrap();
        assert!(
            !matches!(&dispute.closing, Some(closing) if closing.outcome == Outcome::Merchant),
            "case {case}: {:?}",
            dispute.closing
        );
        desk.invariants();
    }
}

#[test]
fn s4_a_refund_races_a_dispute() {
    for before in [false, true] {
        let mut desk = Desk::base_under(D0, FeeTerms::None, Some(FrameworkChoice::Framework2020));
        desk.day(10);
        if before {
            desk.refund("r1", 5_000);
        }
        let id = desk.claim(Reason::NotReceived);
        assert_eq!(desk.state(id), State::Dialogue);
        desk.day(12);
        desk.refund("r1", 5_000);
        desk.refund("r1", 5_000);
        assert_eq!(desk.file.dispute(id).unwrap().amount_minor, 7_000);
        assert_eq!(desk.state(id), State::Dialogue);
        assert_eq!(desk.balances().get("recv"), Some(&3_000));
        assert_eq!(desk.balances().get("hold"), Some(&-7_000));
        desk.day(10 + 21 + 14).tick();
        assert_eq!(desk.closing(id).outcome, Outcome::ConsumerFull);
        desk.balances_are(&[("cash", 100_000), ("m_pay", -99_640), ("inc:mdr", -360)]);
    }
}

#[test]
fn s4_a_full_refund_in_dialogue_settles_it_without_a_fee() {
    let mut desk = Desk::base_under(D0, FEE_1500, Some(FrameworkChoice::Framework2020));
    desk.day(10);
    let id = desk.claim(Reason::NotReceived);
    desk.day(12);
    desk.refund("r1", 12_000);
    assert_eq!(desk.closing(id).outcome, Outcome::SettledByRefund);
    desk.balances_are(&[("cash", 100_000), ("m_pay", -99_640), ("inc:mdr", -360)]);
}

#[test]
fn s5_a_partial_settlement_is_accepted() {
    let mut desk = Desk::base(D0, FeeTerms::None);
    desk.day(10);
    let id = desk.claim(Reason::NotAsDescribed);
    desk.day(12);
    for wrong in [0, 12_000, -1] {
        let proof = desk.proof(4);
        let refusal = desk.represent(id, vec![proof], Some(wrong)).unwrap_err();
        assert_eq!(refusal.code(), "invalid_field");
    }
    let proof = desk.proof(4);
    desk.represent(id, vec![proof], Some(3_000)).unwrap();
    desk.day(14);
    desk.consumer(Input::AnswerProposal { dispute: id, accept: true }).unwrap();
    assert_eq!(desk.closing(id).outcome, Outcome::ConsumerPartial);
    let amounts: Vec<i64> = desk.dues().iter().map(|(minor, _)| *minor).collect();
    assert_eq!(amounts, [4_000, 1_000]);
    desk.balances_are(&[
        ("cash", 104_000),
        ("recv", 5_000),
        ("m_pay", -108_640),
        ("inc:mdr", -360),
    ]);
}

#[test]
fn s5_silence_accepts_no_offer() {
    let mut desk = Desk::base(D0, FeeTerms::None);
    desk.day(10);
    let id = desk.claim(Reason::NotAsDescribed);
    desk.day(12);
    let proof = desk.proof(4);
    desk.represent(id, vec![proof], Some(3_000)).unwrap();
    desk.day(20).tick();
    let dispute = desk.file.dispute(id).unwrap();
    assert_eq!(dispute.proposal.as_ref().unwrap().state, OfferState::Expired);
    assert_ne!(dispute.state, State::Closed);
    desk.invariants();
}

#[test]
fn s6_an_unauthorised_purchase_is_paid_back_by_the_next_business_day() {
    let reported = "2026-11-20T16:00:00Z";
    for merchant_followed_rules in [true, false] {
        let mut desk = Desk::base(reported, FeeTerms::None);
        let id = desk.claim_of(Kind::Unauthorised, Reason::Unauthorised).unwrap();
        let due = desk.file.dispute(id).unwrap().timer(TimerKind::EvidenceDue).unwrap().due;
        assert_eq!(due, at("2026-11-27T16:00:00Z"));
        desk.now = at("2026-11-23T23:59:59Z");
        desk.tick();
        desk.balances_are(&[
            ("cash", 100_000),
            ("recv", 8_000),
            ("prov", 4_000),
            ("hold", -12_000),
            ("m_pay", -99_640),
            ("inc:mdr", -360),
        ]);
        assert!(desk.file.plans()[0].frozen());
        assert!(desk.effects.iter().any(|e| matches!(e, Effect::LockAccount { .. })));
        desk.now = at("2026-11-25T10:00:00Z");
        if merchant_followed_rules {
            let proof = desk.proof(2);
            desk.represent(id, vec![proof], None).unwrap();
            if desk.state(id) != State::Closed {
                desk.agent(
                    "a1",
                    Input::Decide(Decide {
                        dispute: id,
                        for_party: Party::Consumer,
                        amount_minor: None,
                        code: None,
                        liable: Some(Liable::Provider),
                        reasons: "The merchant followed the shipping rules.".to_owned(),
                    }),
                )
                .unwrap();
            }
            assert_eq!(desk.closing(id).liable, Liable::Provider);
            desk.balances_are(&[
                ("cash", 100_000),
                ("exp:fraud_loss", 12_000),
                ("m_pay", -111_640),
                ("inc:mdr", -360),
            ]);
        } else {
            desk.now = at("2026-11-27T16:00:00Z");
            desk.tick();
            assert_eq!(desk.closing(id).liable, Liable::Merchant);
            desk.balances_are(&[("cash", 100_000), ("m_pay", -99_640), ("inc:mdr", -360)]);
        }
    }
}

#[test]
fn s6c_the_exemption_needs_a_reference_and_a_second_person() {
    for (claimed, approved, pays) in
        [(false, false, true), (true, false, true), (true, true, false)]
    {
        let mut desk = Desk::base("2026-11-20T16:00:00Z", FeeTerms::None);
        let id = desk.claim_of(Kind::Unauthorised, Reason::Unauthorised).unwrap();
        if claimed {
            let empty = Input::ClaimExemption { dispute: id, notice_reference: " ".to_owned() };
            assert!(desk.agent("a1", empty).is_err());
            let claim = Input::ClaimExemption { dispute: id, notice_reference: "FCA-1".to_owned() };
            desk.agent("a1", claim).unwrap();
            let own = desk.agent("a1", Input::ApproveExemption { dispute: id });
            assert_eq!(own.unwrap_err().code(), "not_allowed");
        }
        if approved {
            desk.agent("a2", Input::ApproveExemption { dispute: id }).unwrap();
        }
        desk.now = at("2026-11-24T00:00:00Z");
        desk.tick();
        assert_eq!(desk.balances().get("prov").copied().unwrap_or(0), if pays { 4_000 } else { 0 });
        desk.invariants();
    }
}

#[test]
fn s7_a_risk_stop() {
    // (a) The merchant cancels in time.
    let mut desk = Desk::base(D0, FeeTerms::None);
    let id = desk.claim_of(Kind::RiskStop, Reason::HighRisk).unwrap();
    let due = desk.file.dispute(id).unwrap().timer(TimerKind::EvidenceDue).unwrap().due;
    assert_eq!(due, desk.day0.plus(Duration::from_hours(96)));
    desk.now = desk.day0.plus(Duration::from_hours(20));
    let cancellation = commerce::Cancellation {
        order_id: desk.file.order().id.clone(),
        at: desk.now,
        reason: String::new(),
    };
    desk.feed(commerce::Record::Cancellation(cancellation)).unwrap();
    assert_eq!(desk.closing(id).code, "partner_successfully_canceled_full_order");
    desk.balances_are(&[("cash", 100_000), ("m_pay", -100_000)]);

    // (b) Silence, then a fraud claim.
    let mut desk = Desk::base(D0, FeeTerms::None);
    let _ = desk.claim_of(Kind::RiskStop, Reason::HighRisk).unwrap();
    desk.now = desk.day0.plus(Duration::from_hours(96));
    desk.tick();
    desk.day(6);
    let claim = desk.claim_of(Kind::Unauthorised, Reason::Unauthorised).unwrap();
    assert_eq!(desk.closing(claim).code, "partner_did_not_respond_to_stop_request");
    desk.balances_are(&[("cash", 100_000), ("m_pay", -99_640), ("inc:mdr", -360)]);

    // (c) Shipped before the request.
    let mut desk = Desk::base(D0, FeeTerms::None);
    desk.day(3);
    let id = desk.claim_of(Kind::RiskStop, Reason::HighRisk).unwrap();
    let proof = desk.proof(5);
    desk.represent(id, vec![proof], None).unwrap();
    assert_eq!(desk.closing(id).outcome, Outcome::Merchant);
    assert!(!desk.effects.iter().any(
        |e| matches!(e, Effect::Notify(n) if n.to == Party::Consumer && n.dispute == Some(id))
    ));
    desk.invariants();
}
