//! Late fees on the machine's own clock: a notice, the grace, one fee per missed payment.

use crate::common::*;
use commerce::{FeeTerms, Payment, PaymentPurpose, Record};
use dispute::{Decide, Input, Liable, Party, Reason, State};
use kernel::PaymentId;

#[test]
fn each_missed_payment_bears_one_fee_after_its_notice_and_grace() {
    let mut desk = Desk::base("2026-12-01T10:00:00Z", FeeTerms::None);
    let mut charged = Vec::new();
    for day in 1..=120 {
        desk.day(day).tick();
        let fees = desk.file.plans()[0].fees().len();
        if fees > charged.len() {
            charged.push(day);
        }
    }
    // Due on days 30 and 60; seven days of grace; never more than two (Klarna UK, scenario S12).
    assert_eq!(charged, [38, 68]);
    desk.invariants();
}

#[test]
fn a_clock_that_was_never_read_charges_the_same() {
    let mut desk = Desk::base("2026-12-01T10:00:00Z", FeeTerms::None);
    desk.day(120).tick();
    assert_eq!(desk.balances().get("inc:late_fee"), Some(&-1_000));
    desk.invariants();
}

/// The second part is missed, and its fee of 5.00 is paid; then the claim is upheld.
fn upheld_after_a_fee(liable: Liable, granted: Option<i64>) -> Desk {
    let mut desk = Desk::base("2026-12-01T10:00:00Z", FeeTerms::None);
    desk.day(38).tick();
    let fee = Payment {
        id: PaymentId::new("fee1").unwrap(),
        at: desk.now,
        order_id: desk.file.order().id.clone(),
        amount_minor: 500,
        capture_id: None,
        instalment: None,
        instrument: "tok_visa".to_owned(),
        purpose: PaymentPurpose::Fees,
    };
    desk.feed(Record::Payment(fee)).unwrap();
    assert_eq!(desk.balances().get("inc:late_fee"), Some(&-500));
    desk.day(45).tick();
    let dispute = desk.claim(Reason::NotReceived);
    let (link, proof) = (desk.link(), desk.proof(5));
    desk.represent(dispute, vec![link, proof], None).unwrap();
    if desk.state(dispute) != State::Review {
        desk.day(60).tick();
    }
    let decide = Decide {
        dispute,
        for_party: Party::Consumer,
        amount_minor: granted,
        code: None,
        liable: Some(liable),
        reasons: "It went to another house.".to_owned(),
    };
    desk.agent("a1", Input::Decide(decide)).unwrap();
    desk.day(90).tick();
    desk.invariants();
    desk
}

#[test]
fn a_late_fee_goes_back_with_all_it_was_charged_on() {
    for liable in [Liable::Provider, Liable::Merchant] {
        let desk = upheld_after_a_fee(liable, None);
        let balances = desk.balances();
        assert_eq!(balances.get("inc:late_fee"), None, "{liable:?}");
        assert_eq!((balances.get("fees_recv"), balances.get("cust_ref")), (None, None));
        let settled = &desk.file.disputes()[0].closing.as_ref().unwrap().settlement;
        assert_eq!((settled.returned_minor(), settled.late_fees_minor), (12_000, 500));
    }
}

#[test]
fn a_late_fee_stays_where_a_part_of_the_debt_does() {
    let desk = upheld_after_a_fee(Liable::Provider, Some(11_999));
    assert_eq!(desk.balances().get("inc:late_fee"), Some(&-500));
}
