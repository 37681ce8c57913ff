//! The register of support needs: on consent, for its customer and the desk alone, and never part of a
//! decision.

use crate::common::*;
use app::support_needs::{self, Need, NewSupportNeed, SupportNeedChange};
use app::{Page, Principal, Role, data, tasks};
use dispute::Reason;
use kernel::OrderId;
use store::tasks::TaskFilter;

fn o1() -> OrderId {
    "o1".parse().unwrap()
}

pub(crate) fn large_print() -> NewSupportNeed {
    NewSupportNeed {
        need: Need::LargePrint,
        note: Some("letters in 18 point".to_owned()),
        purpose: None,
        consent: true,
        review_on: None,
    }
}

#[test]
fn a_support_need_is_kept_on_consent_and_gone_with_it() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let c1 = || "c1".parse().unwrap();
        let who = desk.agent("anna");
        let made =
            desk.write(&who, move |s| support_needs::create(s, &c1(), large_print())).unwrap();
        assert_eq!(made.told.purpose, "to serve you in the way you need");
        assert_eq!(made.told.created_by.id, Some("anna".parse().unwrap()));
        let own = desk.read(&desk.customer(), move |s| support_needs::list(s, &c1()));
        assert_eq!(own, std::slice::from_ref(&made));

        // After a year somebody asks; a review moves the next one on.
        desk.day(364).tick();
        let waiting = |desk: &Desk| {
            let filter =
                TaskFilter { kind: Some(support_needs::REVIEW.to_owned()), assignee: None };
            let who = desk.agent("anna");
            desk.read(&who, move |s| tasks::queue(s, "open", &filter, &Page::default())).len()
        };
        assert_eq!(waiting(&desk), 0);
        desk.day(366).tick();
        assert_eq!(waiting(&desk), 1);
        let id = made.id;
        let agreed = SupportNeedChange { consent: true, ..SupportNeedChange::default() };
        let changed = desk
            .write(&desk.customer(), move |s| support_needs::change(s, &c1(), id, agreed.clone()))
            .unwrap();
        assert!(changed.review_at > made.review_at);

        let told = desk.read(&desk.customer(), move |s| data::export(s, &c1()));
        assert_eq!(told["support_needs"][0]["need"], "large_print");
        // The customer takes it back: it is gone, for everybody.
        desk.write(&desk.customer(), move |s| support_needs::remove(s, &c1(), id)).unwrap();
        assert!(desk.read(&desk.agent("anna"), move |s| support_needs::list(s, &c1())).is_empty());
        desk.day(800).tick();
        assert_eq!(waiting(&desk), 1, "what is gone is not asked about");

        desk.write(&desk.customer(), move |s| support_needs::create(s, &c1(), large_print()))
            .unwrap();
        desk.write(&desk.customer(), move |s| data::erase(s, &c1())).unwrap();
        assert!(desk.read(&desk.agent("anna"), move |s| support_needs::list(s, &c1())).is_empty());
    });
}

#[test]
fn nobody_else_reads_or_writes_a_support_need() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let c1 = || "c1".parse().unwrap();
    let create = |who: &Principal, new: NewSupportNeed| {
        desk.write(who, move |s| support_needs::create(s, &c1(), new.clone()))
    };
    let without = NewSupportNeed { consent: false, ..large_print() };
    let long = NewSupportNeed { note: Some("x".repeat(201)), ..large_print() };
    let past = NewSupportNeed { review_on: Some("2026-01-01".parse().unwrap()), ..large_print() };
    let table = [
        (desk.customer(), without, "consent_needed"),
        (desk.customer(), long, "invalid_field"),
        (desk.customer(), past, "invalid_field"),
        (desk.seat(Role::Consumer, "c0"), large_print(), "not_found"),
        (desk.merchant(), large_print(), "not_found"),
        (desk.seat(Role::Auditor, "ada"), large_print(), "forbidden"),
        (desk.company(), large_print(), "forbidden"),
        (desk.seat(Role::Operator, "otto"), large_print(), "forbidden"),
        (desk.seat(Role::Ai, "c1"), large_print(), "forbidden"),
    ];
    for (who, new, code) in table {
        let refused = create(&who, new).unwrap_err();
        let said = refused.code();
        let hidden = code == "not_found" && said == "forbidden";
        assert!(said == code || hidden, "{who:?}: {said}, not {code}");
    }
    for _ in 0..20 {
        create(&desk.customer(), large_print()).unwrap();
    }
    let full = create(&desk.customer(), large_print()).unwrap_err();
    assert_eq!(full.code(), "too_many_support_needs");
    for who in [desk.merchant(), desk.company(), desk.seat(Role::Consumer, "c0")] {
        assert!(desk.app.read_blocking(&who, move |s| support_needs::list(s, &c1())).is_err());
    }
}

#[test]
fn no_decision_is_shown_what_somebody_needs() {
    let decided = |needs: bool| {
        let desk = in_memory();
        desk.base(FEE_1500, None).day(10);
        if needs {
            let who = desk.customer();
            desk.write(&who, |s| support_needs::create(s, &"c1".parse().unwrap(), large_print()))
                .unwrap();
        }
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(31).tick();
        let rows = desk.read(&desk.agent("a1"), |s| {
            let tenant = s.tenant().clone();
            Ok(store::orders::events(s.tx(), &tenant, &o1(), 0, 1_000)?)
        });
        assert!(rows.iter().all(|row| !row.context.contains("large_print")));
        let decision = desk.get(id).dispute.decisions.last().map(|mark| mark.rule.clone());
        (decision, desk.balances())
    };
    assert_eq!(decided(false), decided(true));
}
