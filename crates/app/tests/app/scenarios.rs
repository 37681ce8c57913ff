//! The first acceptance scenarios over real stores: exact states, balances and notices, the
//! invariants, and a replay that gives the same bytes.

use crate::common::*;
use app::disputes::{self, Acted};
use app::{AppError, Role, desk, tasks};
use commerce::{FeeTerms, FrameworkChoice, Product, Record};
use dispute::{Outcome, Reason, State};
use kernel::{Clock as _, Duration, OrderId};
use store::tasks::TaskFilter;

#[test]
fn s1_not_received_and_the_merchant_is_silent() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).balances_are(&[
            ("cash", 104_000),
            ("m_pay", -111_640),
            ("recv", 8_000),
            ("inc:mdr", -360),
        ]);
        desk.day(10);
        let claim = desk.claim(Reason::NotReceived);
        let id = claim.dispute.id;
        assert_eq!(claim.dispute.state, State::Evidence);
        desk.balances_are(&[
            ("cash", 104_000),
            ("recv", 8_000),
            ("hold", -13_500),
            ("m_pay", -98_140),
            ("inc:mdr", -360),
        ]);
        desk.day(31).tick();
        let closed = desk.get(id).dispute;
        let closing = closed.closing.as_ref().unwrap();
        assert_eq!(closed.state, State::Closed);
        assert_eq!(closing.outcome, Outcome::ConsumerFull);
        assert_eq!(closing.code, "partner_did_not_reply_to_dispute_request");
        assert_eq!(closing.at, desk.day0.plus(Duration::from_days(31)));
        desk.balances_are(&[
            ("cash", 100_000),
            ("m_pay", -98_140),
            ("inc:mdr", -360),
            ("inc:dispute_fee", -1_500),
        ]);
        // Once more changes nothing.
        desk.tick();
        assert_eq!(desk.provider.effects_seen().len(), 1);
        assert_eq!(desk.provider.effects_seen()[0].amount.minor, 4_000);
        let notices = desk.read(&desk.agent("a1"), move |s| disputes::notices(s, id, Some("de")));
        let to_customer: Vec<&str> = notices
            .iter()
            .filter(|told| told.row.customer.is_some())
            .map(|told| told.row.kind.as_str())
            .collect();
        for kind in ["dispute_received", "decision", "refund_pending", "refund_sent"] {
            assert_eq!(to_customer.iter().filter(|known| **known == kind).count(), 1, "{kind}");
        }
        let sent = notices.iter().find(|told| told.row.kind == "refund_sent").unwrap();
        let letter = sent.letter.as_ref().unwrap();
        assert_eq!((letter.language.as_str(), letter.subject.contains("40,00")), ("de", true));
    });
}

#[test]
fn s4_a_refund_races_a_dispute_and_comes_twice() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, Some(FrameworkChoice::Framework2020)).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        assert_eq!(desk.get(id).dispute.state, State::Dialogue);
        desk.day(12);
        let now = desk.clock.now();
        let first = desk.feed(refund("r1", "o1", 5_000, now)).unwrap();
        let again = desk.feed(refund("r1", "o1", 5_000, now)).unwrap();
        assert_eq!(first.outcome, app::feed::Outcome::Accepted);
        assert_eq!(again.outcome, app::feed::Outcome::Duplicate);
        let other = desk.feed(refund("r1", "o1", 5_001, now)).unwrap_err();
        assert_eq!(other.code(), "record_changed");
        let view = desk.get(id);
        assert_eq!((view.dispute.amount_minor, view.dispute.state), (7_000, State::Dialogue));
        desk.balances_are(&[
            ("cash", 104_000),
            ("recv", 3_000),
            ("hold", -7_000),
            ("m_pay", -99_640),
            ("inc:mdr", -360),
        ]);
        desk.day(10 + 21 + 14).tick();
        assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::ConsumerFull);
        desk.balances_are(&[("cash", 100_000), ("m_pay", -99_640), ("inc:mdr", -360)]);
    });
}

#[test]
fn s9_a_small_claim_is_put_right_at_once_and_the_fourth_of_a_device_goes_to_a_person() {
    on_every_store(|desk| {
        let since = desk.day0.minus(Duration::from_days(14 * 31));
        desk.must_feed(merchant("m1", since, Default::default()));
        for number in 1..=4 {
            // Four customers, one device.
            let (who, what) = (format!("c{number}"), format!("small{number}"));
            desk.must_feed(customer(&who, since, since, Some("d1")));
            desk.must_feed(Record::Order(order(&what, &who, 1_200, desk.day0)));
            desk.must_feed(capture(&what, 1_200, Product::PayIn30, None, desk.day0));
        }
        desk.day(20);
        let mut outcomes = Vec::new();
        for number in 1..=4 {
            let who = desk.seat(Role::Consumer, &format!("c{number}"));
            let new = new_claim(desk.clock.now(), &format!("small{number}"), Reason::NotReceived);
            let view = desk.write(&who, move |s| disputes::open(s, new.clone())).unwrap();
            outcomes.push((view.dispute.state, view.dispute.closing.map(|c| c.outcome)));
            if number == 1 {
                desk.balances_are(&[
                    ("exp:goodwill", 1_200),
                    ("recv", 3_600),
                    ("m_pay", -4 * 1_164),
                    ("inc:mdr", -4 * 36),
                ]);
            }
        }
        let given = (State::Closed, Some(Outcome::Goodwill));
        assert_eq!(outcomes[..3], [given, given, given]);
        assert_eq!(outcomes[3], (State::Evidence, None));
        let open = desk.read(&desk.agent("a1"), |s| {
            tasks::queue(s, "open", &TaskFilter::default(), &app::Page::default())
        });
        assert_eq!(open.iter().map(|task| task.kind.as_str()).collect::<Vec<_>>(), ["check_abuse"]);
        desk.sound();
    });
}

#[test]
fn s9_money_above_ones_own_authority_needs_a_second_different_person() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(1);
        let order: OrderId = "o0".parse().unwrap();
        let give = |as_whom: &app::Principal, minor: i64| {
            let order = order.clone();
            desk.write(as_whom, move |s| desk::refund(s, &order, minor, "late".to_owned()))
        };
        let ai = desk.seat(Role::Ai, "c0");
        assert!(matches!(give(&ai, 5_000).unwrap(), Acted::Done(_)));
        let Acted::AwaitsApproval(asked) = give(&ai, 5_001).unwrap() else {
            panic!("a language model gave too much");
        };
        let agent = desk.agent("a1");
        assert!(matches!(give(&agent, 25_000).unwrap(), Acted::Done(_)));
        let Acted::AwaitsApproval(request) = give(&agent, 25_001).unwrap() else {
            panic!("an agent gave too much");
        };
        let before = desk.balances();
        // A supervisor's own request is not theirs to approve, and the attempt is on record.
        let supervisor = desk.seat(Role::Supervisor, "s1");
        let task = request.task;
        let own = desk.seat(Role::Supervisor, "a1");
        let refused = desk.write(&own, move |s| desk::approve(s, task)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        assert_eq!(desk.balances(), before);
        let auditor = desk.seat(Role::Auditor, "x1");
        let trail = desk.read(&auditor, |s| app::audit::entries(s, (-1, 0), 200));
        assert!(trail.iter().any(|entry| entry.action == "authority.denied"));
        desk.write(&supervisor, move |s| desk::approve(s, task)).unwrap();
        let twice = desk.write(&supervisor, move |s| desk::approve(s, task)).unwrap_err();
        assert_eq!(twice.code(), "request_closed");
        // What the model asked for, a person gives with the person's own authority.
        let task = asked.task;
        let spent = desk.write(&agent, move |s| desk::approve(s, task)).unwrap_err();
        assert!(
            matches!(spent, AppError::Forbidden { .. }),
            "what was given before counts: {spent}"
        );
        desk.write(&desk.agent("a2"), move |s| desk::approve(s, task)).unwrap();
        assert_eq!(desk.balances()["exp:goodwill"], 5_000 + 5_001 + 25_000 + 25_001);
        desk.pay();
        desk.sound();
    });
}

#[test]
fn s2_proof_of_delivery_wins_and_is_explained() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(14);
        let proof = desk.proof(4);
        let view = desk.represent(id, vec![proof], None).unwrap();
        assert_eq!(view.dispute.state, State::Review);
        desk.day(15).tick();
        let closed = desk.get(id).dispute;
        assert_eq!(closed.closing.unwrap().outcome, Outcome::Merchant);
        desk.balances_are(&[
            ("cash", 104_000),
            ("recv", 8_000),
            ("m_pay", -111_640),
            ("inc:mdr", -360),
        ]);
        let customer = desk.customer();
        let decisions = desk.read(&customer, move |s| disputes::decisions(s, id));
        let decision = decisions.last().unwrap().clone();
        assert_eq!(decision.rules[0], "INR-POD-MATCH");
        assert!(decision.automatic && decision.review_right);
        let explained = desk.read(&customer, move |s| {
            disputes::explain(s, decision.id, dispute::decide::Audience::Agent)
        });
        assert_eq!(explained.audience, dispute::decide::Audience::Customer);
        assert!(explained.text.contains("have a person look"), "{}", explained.text);
        // Somebody else's decision is not there.
        let other = desk.seat(Role::Consumer, "c0");
        let hidden = desk.app.read_blocking(&other, move |s| disputes::get(s, id)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }));
    });
}

#[test]
fn s8_late_evidence_is_refused_kept_and_the_clock_that_ran_out_stays_fired() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(31);
        let proof = desk.proof(4);
        let refused = desk.represent(id, vec![proof], None).unwrap_err();
        assert_eq!(refused.code(), "deadline_passed");
        let view = desk.get(id).dispute;
        assert_eq!(view.state, State::Closed);
        assert!(view.evidence.iter().any(|item| item.late));
        desk.tick();
        desk.sound();
    });
}
