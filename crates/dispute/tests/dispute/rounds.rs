//! The extra round of evidence ends early only by the answers of those it asked.

use crate::common::*;
use commerce::*;
use dispute::*;
use kernel::*;

/// An opening day under each framework, the day on which the merchant is asked, and the length of
/// an evidence round in days.
const FRAMEWORKS: [(&str, i64, i64); 2] =
    [("2026-09-01T09:00:00Z", 31, 14), ("2026-11-02T09:00:00Z", 10, 21)];

/// A claim whose merchant contests it two days after it is asked.
fn contested(day0: &str, asked: i64, reason: Reason, items: Vec<NewEvidence>) -> (Desk, DisputeId) {
    let mut desk = Desk::base(day0, FeeTerms::None);
    desk.day(10);
    let dispute = desk.claim(reason);
    desk.day(asked).tick();
    assert_eq!(desk.state(dispute), State::Evidence);
    desk.day(asked + 2);
    desk.represent(dispute, items, None).unwrap();
    (desk, dispute)
}

fn evidence_due(desk: &Desk, dispute: DisputeId) -> Timestamp {
    desk.file.dispute(dispute).unwrap().timer(TimerKind::EvidenceDue).unwrap().due
}

fn photographs() -> NewEvidence {
    NewEvidence {
        kind: EvidenceType::Photo,
        sha256: Some(kernel::canonical::Sha256Hex::of(b"photo")),
        media_type: Some("image/jpeg".to_owned()),
        file_name: Some("photo.jpg".to_owned()),
        text: String::new(),
        extracted: Extracted::default(),
    }
}

#[test]
fn a_customers_message_does_not_end_the_merchants_second_time() {
    for (day0, asked, round_days) in FRAMEWORKS {
        let mut desk = Desk::base(day0, FeeTerms::None);
        let items = vec![desk.link()];
        (desk, _) = contested(day0, asked, Reason::NotReceived, items);
        let dispute = desk.file.disputes()[0].id;
        assert_eq!(desk.state(dispute), State::Evidence, "asked once more");
        let due = evidence_due(&desk, dispute);
        assert_eq!(due, desk.now.plus(Duration::from_days(round_days)));
        desk.day(asked + 3);
        desk.consumer_says(dispute, "Is there any news?").unwrap();
        desk.consumer_says(dispute, "Any?").unwrap();
        assert_eq!(desk.state(dispute), State::Evidence);
        assert_eq!(evidence_due(&desk, dispute), due);
        assert!(desk.file.dispute(dispute).unwrap().decisions.is_empty());
        // A parcel that is registered at last does not end it against the merchant, either.
        desk.day(asked + 4);
        let shipment = Shipment {
            id: ShipmentId::new("s1").unwrap(),
            at: desk.now,
            order_id: desk.file.order().id.clone(),
            carrier: "Royal Mail".to_owned(),
            tracking_id: Some("RM123".to_owned()),
            lines: Vec::new(),
            expected_at: None,
        };
        desk.feed(Record::Shipment(shipment)).unwrap();
        assert_eq!(desk.state(dispute), State::Evidence);
        desk.now = due;
        desk.tick();
        let decided = &desk.file.dispute(dispute).unwrap().decisions[0];
        assert_eq!((decided.rule.as_str(), decided.at), ("INR-NOT-SHIPPED-LAST", due));
        desk.invariants();
    }
}

#[test]
fn a_merchants_answer_does_not_end_the_time_of_a_customer_who_was_asked() {
    for (day0, asked, _) in FRAMEWORKS {
        let link = Desk::base(day0, FeeTerms::None).link();
        let make = || contested(day0, asked, Reason::NotAsDescribed, vec![link.clone()]);
        let (mut desk, dispute) = make();
        assert_eq!(desk.state(dispute), State::Evidence, "the customer is asked");
        let due = evidence_due(&desk, dispute);
        desk.day(asked + 3);
        desk.represent(dispute, vec![link.clone()], None).unwrap();
        assert_eq!(desk.state(dispute), State::Evidence);
        assert_eq!(evidence_due(&desk, dispute), due);
        desk.now = due;
        desk.tick();
        assert_ne!(desk.state(dispute), State::Evidence);
        desk.invariants();

        let (mut desk, dispute) = make();
        desk.day(asked + 3);
        desk.consumer(Input::AddEvidence { dispute, items: vec![photographs()] }).unwrap();
        assert_ne!(desk.state(dispute), State::Evidence, "who was asked has answered");
        desk.invariants();
    }
}

#[test]
fn where_both_were_asked_both_answers_end_it() {
    for (day0, asked, _) in FRAMEWORKS {
        for merchant_first in [true, false] {
            let link = Desk::base(day0, FeeTerms::None).link();
            let (mut desk, dispute) =
                contested(day0, asked, Reason::IncorrectAmount, vec![link.clone()]);
            assert_eq!(desk.state(dispute), State::Evidence);
            assert_eq!(desk.file.dispute(dispute).unwrap().awaited.len(), 2);
            for (order, merchant) in [merchant_first, !merchant_first].into_iter().enumerate() {
                desk.day(asked + 3 + i64::try_from(order).unwrap());
                if merchant {
                    desk.represent(dispute, vec![link.clone()], None).unwrap();
                } else {
                    desk.consumer_says(dispute, "It was 100.").unwrap();
                }
                assert_eq!(desk.state(dispute) == State::Evidence, order == 0);
            }
            desk.invariants();
        }
    }
}

/// The right to a review is told where a review is to be had, and nowhere else.
#[test]
fn a_review_is_promised_exactly_where_it_is_given() {
    for for_party in [Party::Consumer, Party::Merchant] {
        let mut desk = Desk::base("2026-09-01T09:00:00Z", FeeTerms::None);
        desk.day(10);
        let id = desk.claim(Reason::Other);
        desk.day(31).tick();
        desk.represent(id, vec![desk.link()], None).unwrap();
        let effects = desk.decide("a1", id, for_party).unwrap();
        let mut told: Vec<bool> = Vec::new();
        for effect in &effects {
            match effect {
                Effect::Decided(decision) => told.push(decision.review_right),
                Effect::Notify(notice) if notice.template == NoticeTemplate::Decision => {
                    told.push(notice.data["review_right"].as_bool().unwrap());
                }
                Effect::Announce(news) if news.topic == Topic::DisputeClosed => {
                    told.push(news.data["review_right"].as_bool().unwrap());
                }
                _ => {}
            }
        }
        let ground = ReviewGround::HumanReview;
        let given = desk.consumer(Input::RequestReview { dispute: id, ground }).is_ok();
        assert_eq!(given, for_party == Party::Merchant);
        assert_eq!(told, vec![given; 4]);
        desk.invariants();
    }
}
