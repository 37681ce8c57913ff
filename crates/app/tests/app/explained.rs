//! Explanations: what was claimed and decided, what it does to the money, and what one can do about
//! it, each party told what concerns them.

use crate::common::*;
use app::disputes::{self, Explanation, RightKind, Standing};
use app::{Principal, Role};
use commerce::FeeTerms;
use dispute::decide::Audience;
use dispute::{Decide, Liable, Outcome, Party, PayoutState, Reason, State};
use kernel::{Clock as _, DisputeId, Money};

fn explain(desk: &Desk, who: &Principal, id: DisputeId) -> Explanation {
    desk.read(who, move |s| {
        let view = disputes::get(s, id)?;
        let newest = view.dispute.decisions.last().unwrap().id;
        disputes::explain(s, newest, Audience::Agent)
    })
}

fn gbp(minor: i64) -> Money {
    Money { minor, currency: kernel::Currency::GBP }
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

#[track_caller]
fn hides(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part:?} is told in:\n{text}");
    }
}

/// £120.00 in 3 parts, one paid; the shop says nothing and loses.
#[test]
fn each_party_reads_what_the_decision_does_to_its_money() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(31).tick();
        assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::ConsumerFull);
        let [customer, shop, agent] = [desk.customer(), desk.merchant(), desk.agent("a1")]
            .map(|who| explain(&desk, &who, id));

        says(
            &customer.text,
            &[
                "You claimed £120.00 (reason: not received).",
                "It was decided in your favour, for £120.00.",
                "The merchant did not answer in time.",
                "Instalment 2 is cancelled: £40.00 less to pay.",
                "Instalment 3 is cancelled: £40.00 less to pay.",
                "£40.00 back to the card or account of payment pay-o1: it was paid.",
                "decided by fixed rules, without a person",
            ],
        );
        hides(&customer.text, &["dispute fee", "£15.00", "EVIDENCE-OVERDUE", "The shop bears"]);
        let side = customer.money.customer.as_ref().unwrap();
        assert_eq!(side.instalments.len(), 2);
        assert_eq!(side.paid_back[0].state, PayoutState::Succeeded);
        assert_eq!(customer.money.returned, Some(gbp(12_000)));
        assert_eq!((customer.money.merchant, &customer.rights[..]), (None, &[][..]));

        says(
            &shop.text,
            &[
                "The customer claimed £120.00",
                "You bear £120.00",
                "You pay a dispute fee of £15.00.",
            ],
        );
        hides(&shop.text, &["Instalment", "card or account", "pay-o1", "EVIDENCE-OVERDUE"]);
        assert_eq!(shop.money.customer, None, "how the customer pays is not the shop's");
        assert_eq!(shop.money.merchant.unwrap().fee, gbp(1_500));

        says(
            &agent.text,
            &["Instalment 2 is cancelled", "The shop bears £120.00", "EVIDENCE-OVERDUE"],
        );
        let again = explain(&desk, &desk.customer(), id);
        assert_eq!(again, customer, "the same records give the same text");
    });
}

/// A person gives a part: preliminary first, then final, with the right of review until its end.
#[test]
fn a_part_is_explained_with_its_clocks() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None).day(10);
    let id = desk.claim(Reason::Other).dispute.id;
    let proof = desk.proof(5);
    desk.represent(id, vec![proof], None).unwrap();
    while desk.get(id).dispute.state != State::Review {
        desk.clock.advance(DAY);
        desk.tick();
    }
    let decide = Decide {
        dispute: id,
        for_party: Party::Consumer,
        amount_minor: Some(5_000),
        code: None,
        liable: Some(Liable::Merchant),
        reasons: "One of three was broken.".to_owned(),
    };
    let agent = desk.agent("a1");
    desk.write(&agent, move |s| disputes::decide(s, decide.clone())).unwrap();
    assert_eq!(desk.get(id).dispute.state, State::Preliminary);
    let appeal_until = desk.get(id).dispute.next_due().unwrap();
    let shop = explain(&desk, &desk.merchant(), id);
    says(&shop.text, &["for £50.00 of this", "One of three was broken.", "A person decided"]);
    says(
        &shop.text,
        &[&format!("You can appeal until {}; a person decides it.", appeal_until.to_minute())],
    );
    assert_eq!(shop.money.standing, Standing::Preliminary { appeal_until });
    let customer = explain(&desk, &desk.customer(), id);
    says(&customer.text, &["Nothing moves by this decision yet", "Once it is final"]);

    desk.clock.set(appeal_until);
    desk.tick();
    let customer = explain(&desk, &desk.customer(), id);
    says(
        &customer.text,
        &[
            "for £50.00 of this",
            "The merchant did not appeal",
            "One of three was broken.",
            "Instalment 3 is cancelled: £40.00 less to pay.",
            "Instalment 2 is reduced by £10.00: £30.00 of it is left to pay.",
            "You can have a person look at it again until",
        ],
    );
    let [right] = customer.rights[..] else { panic!("{:?}", customer.rights) };
    assert_eq!((right.kind, right.is_over), (RightKind::Review, false));
    desk.clock.set(right.until);
    let late = explain(&desk, &desk.customer(), id);
    assert!(late.rights[0].is_over);
    says(
        &late.text,
        &[&format!(
            "The time to have a person look at it again ended at {}",
            right.until.to_minute()
        )],
    );
}

/// The tables decide: the facts that the rule names, since when they were known, and its source.
#[test]
fn a_rules_facts_and_sources_are_told() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None).day(10);
    let id = desk.claim(Reason::NotReceived).dispute.id;
    desk.day(12);
    let answered = desk.clock.now();
    let proof = desk.proof(5);
    desk.represent(id, vec![proof], None).unwrap();
    for _ in 0..60 {
        desk.clock.advance(DAY);
        desk.tick();
        if desk.get(id).dispute.closing.is_some() {
            break;
        }
    }
    assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::Merchant);
    let customer = explain(&desk, &desk.customer(), id);
    let known = customer.facts.iter().find(|fact| fact.text.contains("proof of delivery")).unwrap();
    assert_eq!(known.known_since, Some(answered));
    says(
        &customer.text,
        &[
            "The claim was refused.",
            &format!("(known since {})", answered.to_minute()),
            "The rule follows:\n- Klarna merchant evidence: goods not received",
            "Nothing is paid back, and what is owed stays as it was.",
            "You can have a person look at it again until",
        ],
    );
    let rule = customer.decision.rules[0].clone();
    hides(&customer.text, &[&rule]);
    let agent = explain(&desk, &desk.seat(Role::Supervisor, "s1"), id);
    says(&agent.text, &[&rule, "The customer can have a person look at it again until"]);
    let shop = explain(&desk, &desk.merchant(), id);
    says(&shop.text, &["You bear nothing; what was held back is released."]);
    assert!(shop.rights.is_empty());
}
