//! Money that leaves: one key per intent, whatever the provider does; complaints and their redress;
//! sandboxes.

use crate::common::*;
use app::complaints::{self, Answer, Delay, FeeToReturn, NewComplaint, Redress, Wanted};
use app::disputes::Acted;
use app::{Principal, Role, sandbox};
use commerce::{FeeTerms, Payment, PaymentPurpose, Record};
use compliance::complaint::{Finding, State as ComplaintState};
use compliance::statutes::ComplaintLetter;
use dispute::{Outcome, Reason, State};
use kernel::{Clock as _, Duration, TenantId};
use psp::FaultRates;

#[test]
fn a_provider_that_fails_in_every_way_pays_each_intent_once() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.provider
            .with(|core| core.set_rates(FaultRates { declines: 0, ..FaultRates::HOSTILE }));
        desk.day(31);
        for minute in 0..600 {
            desk.clock.advance(Duration::MINUTE);
            desk.tick();
            if minute == 300 {
                desk.provider.with(|core| core.set_rates(FaultRates::NONE));
            }
        }
        assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::ConsumerFull);
        assert_eq!(desk.provider.effects_seen().len(), 1, "paid once");
        desk.balances_are(&[
            ("cash", 100_000),
            ("m_pay", -98_140),
            ("inc:mdr", -360),
            ("inc:dispute_fee", -1_500),
        ]);
    });
}

#[test]
fn s13_a_complaint_is_answered_in_time_and_put_right() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        // Instalment 2 is missed: notice, then a fee of 5.00, which is paid.
        for day in 30..60 {
            desk.day(day).tick();
        }
        let file = |desk: &Desk| {
            desk.read(&desk.company(), |s| app::feed::order(s, &"o1".parse().unwrap())).file
        };
        let fee = file(&desk).plans()[0].fees()[0].clone();
        let plan = file(&desk).plans()[0].id();
        assert_eq!(fee.minor, 500);
        desk.must_feed(Record::Payment(Payment {
            id: "pay-fee".parse().unwrap(),
            at: desk.clock.now(),
            order_id: "o1".parse().unwrap(),
            amount_minor: 500,
            capture_id: None,
            instalment: None,
            instrument: "pi_1".to_owned(),
            purpose: PaymentPurpose::Fees,
        }));
        desk.balances_are(&[
            ("cash", 104_500),
            ("recv", 8_000),
            ("m_pay", -111_640),
            ("inc:mdr", -360),
            ("inc:late_fee", -500),
        ]);
        let new = NewComplaint {
            customer: "c1".parse().unwrap(),
            order: Some("o1".parse().unwrap()),
            dispute: None,
            text: "You charged me while I disputed. My card is 4111 1111 1111 1111.".to_owned(),
            about_payment_services: false,
            received_at: None,
        };
        let opened =
            desk.write(&desk.customer(), move |s| complaints::open(s, new.clone())).unwrap();
        assert!(!opened.text.contains("4111 1111 1111 1111"), "{}", opened.text);
        let id = opened.complaint.id;
        let agent = desk.seat(Role::ComplianceOfficer, "o1");
        desk.write(&agent, move |s| complaints::acknowledge(s, id)).unwrap();
        let letter = ComplaintLetter::SummaryResolution;
        let needed = desk.app.statutes().complaints.rule.contents(letter).clone();
        let names: Vec<String> = needed.iter().map(str::to_owned).collect();
        let answer = |contents: Vec<String>| Answer {
            letter,
            contents,
            finding: Finding::Upheld,
            redress: Some(Redress {
                fees: vec![FeeToReturn { plan, no: fee.no }],
                distress_minor: 2_500,
            }),
            reasons: None,
        };
        let bare = answer(Vec::new());
        let refused = desk.write(&agent, move |s| complaints::respond(s, id, &bare)).unwrap_err();
        assert_eq!(refused.code(), "letter_lacks");
        // Written here, it needs to know who the ombudsman is.
        let reasons = Some("We were wrong about the fee.".to_owned());
        let unnamed = Answer { reasons, ..answer(Vec::new()) };
        let same = unnamed.clone();
        let drafted = desk.read(&agent, move |s| complaints::draft(s, id, &Wanted::Answer(&same)));
        assert_eq!(drafted.lacks, ["ombudsman_right", "ombudsman_address"], "{drafted:?}");
        let refused =
            desk.write(&agent, move |s| complaints::respond(s, id, &unnamed)).unwrap_err();
        assert_eq!(refused.code(), "letter_lacks");
        let whole = answer(names);
        let answered = desk.write(&agent, move |s| complaints::respond(s, id, &whole)).unwrap();
        let Acted::Done(answered) = answered else { panic!("waits: {answered:?}") };
        assert!(matches!(answered.complaint.state, ComplaintState::Answered { .. }));
        desk.tick();
        desk.balances_are(&[
            ("cash", 101_500),
            ("recv", 8_000),
            ("m_pay", -111_640),
            ("inc:mdr", -360),
            ("exp:goodwill", 2_500),
        ]);
        assert_eq!(desk.provider.effects_seen().len(), 2);
    });
}

/// What an answer lacks is for who may give one; nobody else learns more than that they may not.
#[test]
fn who_may_not_answer_a_complaint_is_refused_before_their_words_are_read() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let new = NewComplaint {
            customer: "c1".parse().unwrap(),
            order: Some("o1".parse().unwrap()),
            dispute: None,
            text: "You charged me twice.".to_owned(),
            about_payment_services: false,
            received_at: None,
        };
        let customer = desk.customer();
        let opened = desk.write(&customer, move |s| complaints::open(s, new.clone())).unwrap();
        let id = opened.complaint.id;
        let reasons = Some("x".repeat(10_001));
        let answer = |redress: Option<Redress>| Answer {
            letter: ComplaintLetter::FinalResponse,
            contents: Vec::new(),
            finding: Finding::Rejected,
            redress,
            reasons: reasons.clone(),
        };
        let delay = Delay { reasons: reasons.clone(), ..Delay::default() };
        let given = || Some(Redress { fees: Vec::new(), distress_minor: 500 });
        let officer = desk.seat(Role::ComplianceOfficer, "o1");
        let ai = desk.seat(Role::Ai, "c1");
        let stranger = desk.seat(Role::Consumer, "c0");
        for (who, code) in [
            (&customer, "forbidden"),
            (&ai, "forbidden"),
            (&stranger, "not_found"),
            (&officer, "invalid_field"),
        ] {
            for redress in [None, given()] {
                let answer = answer(redress);
                let refused = desk.write(who, move |s| complaints::respond(s, id, &answer));
                assert_eq!(refused.unwrap_err().code(), code, "{who:?}");
            }
            let delay = delay.clone();
            let refused = desk.write(who, move |s| complaints::delay(s, id, &delay));
            assert_eq!(refused.unwrap_err().code(), code, "{who:?}");
        }
    });
}

/// A sandbox beside the desk's own tenant.
fn sandbox_of(desk: &Desk) -> TenantId {
    let tenant: TenantId = "box".parse().unwrap();
    desk.app
        .create_tenant_blocking(app::tenants::NewTenant {
            id: tenant.clone(),
            name: "Box".to_owned(),
            sandbox: true,
        })
        .unwrap();
    tenant
}

#[test]
fn a_sandbox_lives_by_its_own_clock_and_its_customers_flags() {
    on_every_store(|desk| {
        let tenant = sandbox_of(&desk);
        let seat =
            |role: Role, id: &str| Principal { tenant: tenant.clone(), ..desk.seat(role, id) };
        let operator = seat(Role::Operator, "ops");
        let start = at("2026-03-02T09:00:00Z");
        desk.write(&operator, move |s| sandbox::set_clock(s, start)).unwrap();
        for (flags, outcome) in [
            ("merchant_silent", Outcome::ConsumerFull),
            ("merchant_accepts", Outcome::ConsumerFull),
            ("refund_in_dialogue", Outcome::SettledByRefund),
            ("withdraw", Outcome::Withdrawn),
            ("provider_unknown", Outcome::ConsumerFull),
        ] {
            let who = format!("c-{flags}");
            let mut records = base_records(start, FeeTerms::None, None);
            if let Record::Customer(customer) = &mut records[1] {
                customer.id = who.parse().unwrap();
                customer.email =
                    Some(format!("jane+disputed-goods_not_received+dispute_{flags}@example.com"));
            }
            let what = format!("o-{flags}");
            let now = desk.read(&operator, sandbox::clock);
            records.truncate(3);
            records.push(Record::Order(order(&what, &who, 12_000, now)));
            records.push(capture(&what, 12_000, PAY_IN_3, None, now));
            records.push(payment(&what, 4_000, now));
            let company = seat(Role::Company, "feed");
            desk.write(&company, move |s| {
                app::feed::ingest_batch(s, records.clone()).map(|outcomes| {
                    outcomes.into_iter().for_each(|outcome| drop(outcome.unwrap()));
                })
            })
            .unwrap();
            let to = now.plus(Duration::from_days(45));
            let advanced = block_on(sandbox::advance(&desk.app, &operator, to)).unwrap();
            assert_eq!(advanced.now, to);
            let agent = seat(Role::Agent, "a1");
            let file = desk.read(&agent, move |s| app::feed::order(s, &what.parse().unwrap())).file;
            let dispute = &file.disputes()[0];
            assert_eq!(dispute.state, State::Closed, "{flags}");
            assert_eq!(dispute.closing.as_ref().unwrap().outcome, outcome, "{flags}");
            let left: Vec<_> = file
                .payouts()
                .iter()
                .filter(|mark| mark.state != dispute::PayoutState::Succeeded)
                .collect();
            assert!(left.is_empty(), "{flags}: {left:?}");
        }
        assert!(desk.provider.effects_seen().is_empty(), "no money of a sandbox leaves");
        let report = app::replay::all(&desk.app, &tenant).unwrap();
        assert!(report.is_same(), "{:?}", report.differences);
        let trail = app::audit::export(&desk.app, &tenant, Vec::new()).unwrap();
        assert!(String::from_utf8_lossy(&trail).contains("sandbox.clock_advanced"));
        // The other tenant has none of this.
        let mine = desk.seat(Role::Operator, "ops");
        let refused = desk.write(&mine, |s| sandbox::set_clock(s, s.now())).unwrap_err();
        assert_eq!(refused.code(), "not_found");
    });
}
