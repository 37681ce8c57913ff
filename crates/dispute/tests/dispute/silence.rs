//! A merchant who says nothing loses, unless the carrier's own record speaks for it.

use crate::common::*;
use commerce::*;
use dispute::*;
use kernel::*;

/// What is on the carrier's record when the time to answer ends, and what follows.
struct Row {
    delivered_day: Option<i64>,
    postal_code: &'static str,
    then: Then,
}

enum Then {
    /// Closed for the customer at the deadline.
    Lost,
    /// The customer is heard, then it is closed for the merchant by this rule.
    Refused(&'static str),
    /// A person decides.
    Person,
}

#[test]
fn silence_loses_unless_the_carriers_record_shows_the_delivery() {
    let row = |delivered_day, postal_code, then| Row { delivered_day, postal_code, then };
    let rows = [
        row(None, "", Then::Lost),
        row(Some(20), "SW1A 1AA", Then::Refused("INR-ARRIVED-AFTER-CLAIM")),
        // One source alone is not held against a customer who denies it.
        row(Some(4), "SW1A 1AA", Then::Person),
        // Elsewhere, or nobody knows where: silence loses.
        row(Some(4), "M1 1AE", Then::Lost),
        row(Some(4), "", Then::Lost),
    ];
    for row in rows {
        let mut desk = Desk::base("2026-11-02T09:00:00Z", FeeTerms::None);
        ship(&mut desk);
        let opened = desk.day(10).now;
        let dispute = desk.claim(Reason::NotReceived);
        if let Some(day) = row.delivered_day {
            let at = desk.day0.plus(Duration::from_days(day));
            desk.day(day.max(10));
            desk.feed(scan(&desk, ScanCode::Delivered, at, row.postal_code)).unwrap();
        }
        let deadline = opened.plus(Duration::from_days(21));
        desk.day(31).tick();
        match row.then {
            Then::Lost => {
                ended(&desk, dispute, Outcome::ConsumerFull, "EVIDENCE-OVERDUE", deadline)
            }
            Then::Refused(rule) => {
                let late = desk.represent(dispute, vec![desk.proof(4)], None).unwrap_err();
                assert!(matches!(late, Refusal::DeadlinePassed { .. }), "{late}");
                assert!(desk.file.dispute(dispute).unwrap().evidence.iter().any(|item| item.late));
                desk.day(40).tick();
                let heard = deadline.plus(Duration::from_hours(24));
                ended(&desk, dispute, Outcome::Merchant, rule, heard);
            }
            Then::Person => {
                desk.day(40).tick();
                assert_eq!(desk.state(dispute), State::Review);
                assert!(desk.file.dispute(dispute).unwrap().needs_person);
            }
        }
        desk.invariants();
    }
}

/// Who has the goods and shows nothing of them is asked for it before silence settles anything.
#[test]
fn silence_about_goods_that_came_waits_for_what_the_customer_shows() {
    let mut desk = Desk::base("2026-11-02T09:00:00Z", FeeTerms::None);
    ship(&mut desk);
    desk.day(10);
    let dispute = desk.claim(Reason::NotAsDescribed);
    desk.day(31).tick();
    assert_eq!(desk.state(dispute), State::Evidence, "the customer was asked");
    assert_eq!(desk.file.dispute(dispute).unwrap().extra_rounds, 1);
    desk.day(80).tick();
    assert_eq!(desk.state(dispute), State::Review);
    assert!(desk.file.dispute(dispute).unwrap().needs_person, "and showed nothing");
    desk.invariants();
}

#[track_caller]
fn ended(desk: &Desk, dispute: DisputeId, outcome: Outcome, rule: &str, at: Timestamp) {
    let closing = desk.closing(dispute);
    assert_eq!((closing.outcome, closing.at), (outcome, at), "{rule}");
    assert_eq!(desk.file.dispute(dispute).unwrap().decisions[0].rule, rule);
}

#[test]
fn a_document_about_an_unseen_parcel_is_incomplete_where_tracking_is_agreed() {
    for (tracking_required, then) in [(false, State::Closed), (true, State::Evidence)] {
        let mut desk = Desk::base("2026-11-02T09:00:00Z", FeeTerms::None);
        desk.outside.terms.tracking_required = tracking_required;
        desk.day(10);
        let dispute = desk.claim(Reason::NotReceived);
        desk.day(14);
        desk.represent(dispute, vec![desk.proof(4)], None).unwrap();
        desk.day(16).tick();
        assert_eq!(desk.state(dispute), then, "tracking required: {tracking_required}");
        desk.invariants();
    }
}

#[test]
fn a_correction_of_the_record_is_heard_while_the_customer_may_reply() {
    let mut desk = Desk::base("2026-11-02T09:00:00Z", FeeTerms::None);
    ship(&mut desk);
    desk.day(10);
    let dispute = desk.claim(Reason::NotReceived);
    let delivered = desk.day(20).now;
    desk.feed(scan(&desk, ScanCode::Delivered, delivered, "SW1A 1AA")).unwrap();
    desk.day(31).tick();
    assert_eq!(desk.state(dispute), State::Review);
    let lost = desk.now;
    desk.feed(scan(&desk, ScanCode::Lost, lost, "")).unwrap();
    let decided = desk.file.dispute(dispute).unwrap().decisions[0].clone();
    assert_eq!((decided.rule.as_str(), decided.for_party), ("INR-CARRIER-LOST", Party::Consumer));
    desk.invariants();
}

fn ship(desk: &mut Desk) {
    let at = desk.day0.plus(Duration::from_days(1));
    desk.day(1);
    let shipment = Shipment {
        id: ShipmentId::new("s1").unwrap(),
        at,
        order_id: desk.file.order().id.clone(),
        carrier: "Royal Mail".to_owned(),
        tracking_id: Some("RM123".to_owned()),
        lines: Vec::new(),
        expected_at: None,
    };
    desk.feed(Record::Shipment(shipment)).unwrap();
    desk.feed(scan(desk, ScanCode::HandedOver, at, "")).unwrap();
}

fn scan(desk: &Desk, code: ScanCode, at: Timestamp, postal_code: &str) -> Record {
    Record::Scan(Scan {
        shipment_id: ShipmentId::new("s1").unwrap(),
        order_id: desk.file.order().id.clone(),
        at,
        known_at: None,
        code,
        postal_code: (!postal_code.is_empty()).then(|| postal_code.to_owned()),
        recipient: None,
    })
}
