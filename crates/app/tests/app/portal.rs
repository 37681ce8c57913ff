//! What customers do for themselves, and what shops and the desk see of it.

use crate::common::*;
use app::disputes;
use app::returns::{self, NewReturn};
use app::settings::{self, MerchantSettingsChange, Notifications};
use app::{AppError, Page, Principal, Role, beside, data, feed, plans};
use commerce::{FeeTerms, Record, Return, ReturnState};
use dispute::{OrderFile, Reason, State};
use kernel::{Clock as _, OrderId, PlanId, Timestamp};
use store::disputes::DisputeFilter;
use store::orders::OrdersOf;

fn o1() -> OrderId {
    "o1".parse().unwrap()
}

fn file(desk: &Desk) -> OrderFile {
    desk.read(&desk.company(), |s| feed::order(s, &o1())).file
}

fn plan(desk: &Desk) -> PlanId {
    file(desk).plans()[0].id()
}

fn report(desk: &Desk, who: &Principal, new: NewReturn) -> Result<OrderFile, AppError> {
    desk.write(who, move |s| returns::report(s, &o1(), new.clone())).map(|(_, view)| view.file)
}

fn registered(id: &str, at: Timestamp, state: ReturnState) -> Record {
    Record::Return(Return {
        id: id.parse().unwrap(),
        at,
        order_id: o1(),
        lines: Vec::new(),
        state,
        amount_minor: Some(12_000),
        tracking_id: None,
    })
}

fn paused_until(desk: &Desk) -> Option<String> {
    let file = file(desk);
    let beside = desk.read(&desk.company(), move |s| beside::one(s, &file));
    beside.paused_until.values().next().map(ToString::to_string)
}

#[test]
fn a_reported_return_stops_the_clock_until_the_shop_answers() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        let file_after = report(&desk, &desk.customer(), NewReturn::default()).unwrap();
        let back = &file_after.returns()[0];
        assert_eq!((back.state, back.amount_minor), (ReturnState::Reported, None), "a word only");
        assert_eq!(file_after.returned_minor(), 0, "no money moves by it");
        // 28 days from 6 December.
        assert_eq!(paused_until(&desk).as_deref(), Some("2027-01-03"));
        let again = report(&desk, &desk.customer(), NewReturn::default()).unwrap_err();
        assert_eq!(again.code(), "duplicate_return");

        // The shop sees what waits for it, and by when.
        let waiting = desk.read(&desk.merchant(), |s| returns::awaited(s, None, &Page::default()));
        let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!(
            (&one.id, one.answer_by.utc_date().to_string().as_str()),
            (&back.id, "2027-01-03")
        );
        let other = desk.seat(Role::Merchant, "m2");
        assert_eq!(desk.read(&other, |s| returns::awaited(s, None, &Page::default())), []);

        // The second part falls due on day 30: nobody is reminded, nothing is charged.
        for day in 28..33 {
            desk.day(day).tick();
        }
        assert!(file(&desk).plans()[0].is_paused() && file(&desk).plans()[0].fees().is_empty());

        // The shop registers the goods under an id of its own: the customer's report is answered.
        let at = desk.clock.now();
        desk.must_feed(registered("shop-r1", at, ReturnState::Registered));
        assert!(!file(&desk).plans()[0].is_paused());
        assert_eq!((file(&desk).returned_minor(), paused_until(&desk)), (12_000, None));
        assert_eq!(
            desk.read(&desk.merchant(), |s| returns::awaited(s, None, &Page::default())),
            []
        );
        desk.sound();
    });
}

#[test]
fn a_return_that_nobody_registers_pauses_for_the_days_of_the_market() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        report(&desk, &desk.customer(), NewReturn::default()).unwrap();
        desk.day(32).tick();
        assert!(file(&desk).plans()[0].is_paused());
        desk.day(34).tick();
        let plan = file(&desk).plans()[0].clone();
        assert!(!plan.is_paused());
        assert!(plan.instalments()[1].due > plan.opened(), "{:?}", plan.instalments());
        // A rejected return may be reported again.
        let at = desk.clock.now();
        desk.must_feed(registered("shop-r1", at, ReturnState::Rejected));
        let known = report(&desk, &desk.customer(), NewReturn::default()).unwrap_err();
        assert_eq!(known.code(), "duplicate_return", "the own report still stands");
        desk.sound();
    });
}

#[test]
fn only_who_has_the_goods_reports_them() {
    let desk = in_memory();
    desk.base(FEE_1500, None).day(5);
    let lines = |id: &str| NewReturn { lines: vec![id.parse().unwrap()], ..NewReturn::default() };
    let words = |text: String| NewReturn { carrier: Some(text), ..NewReturn::default() };
    let ok = NewReturn::default;
    let table = [
        (desk.seat(Role::Consumer, "c2"), ok(), "not_found"),
        (desk.merchant(), ok(), "forbidden"),
        (desk.seat(Role::Auditor, "ada"), ok(), "forbidden"),
        // The assistant reports what its own customer confirmed, and nobody else's.
        (desk.seat(Role::Ai, "c2"), ok(), "not_found"),
        (desk.customer(), lines("l9"), "invalid_field"),
        (desk.customer(), words(String::new()), "invalid_field"),
        (desk.customer(), words("x".repeat(101)), "invalid_field"),
    ];
    for (who, new, code) in table {
        let said = format!("{who:?} {new:?}");
        assert_eq!(report(&desk, &who, new).unwrap_err().code(), code, "{said}");
    }
    assert!(file(&desk).returns().is_empty());
    // A person at the desk reports it for the customer, and the shop sees it.
    let new = NewReturn { tracking_id: Some("T9".to_owned()), ..lines("l1") };
    report(&desk, &desk.agent("anna"), new).unwrap();
    let seen = desk.read(&desk.merchant(), |s| feed::order(s, &o1()));
    assert_eq!(seen.file.returns()[0].tracking_id.as_deref(), Some("T9"));
    desk.sound();
}

#[test]
fn what_is_offered_is_what_happens() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        let id = plan(&desk);
        let options =
            |desk: &Desk| desk.read(&desk.customer(), move |s| plans::options(s, &o1(), id)).1;
        let before = options(&desk);
        assert_eq!(before.pay_early_minor, 8_000);
        assert!(before.hardship.iter().any(|option| option.parts == 8));
        for offer in &before.extend {
            let (seq, new_due) = (u32::from(offer.instalment), offer.new_due);
            let who = desk.customer();
            let view =
                desk.write(&who, move |s| plans::extend_due_date(s, &o1(), id, seq)).unwrap();
            let due = view.file.plans()[0].instalment(offer.instalment).unwrap().due;
            assert_eq!(due, new_due);
        }
        assert!(options(&desk).extend.is_empty(), "each once");
        let offer = before.hardship.iter().find(|option| option.parts == 3).copied().unwrap();
        let view = desk.write(&desk.customer(), move |s| plans::hardship(s, &o1(), id, 3)).unwrap();
        let open = view.file.plans()[0].open_instalments();
        let (first, last) = (open.first().unwrap(), open.last().unwrap());
        assert_eq!((first.due, last.due), (offer.first_due, offer.last_due));
        assert_eq!((first.open(), last.open()), (offer.amount_minor, offer.last_amount_minor));
        let hidden =
            desk.app.read_blocking(&desk.merchant(), move |s| plans::options(s, &o1(), id));
        assert_eq!(hidden.unwrap_err().code(), "forbidden");
    });
}

#[test]
fn lists_say_whose_what_and_when() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        let page = Page::default();
        let views = desk.read(&desk.customer(), move |s| feed::orders(s, &OrdersOf::Tenant, &page));
        let file = views[0].file.clone();
        let beside = desk.read(&desk.customer(), move |s| beside::one(s, &file));
        assert_eq!(beside.merchant_name.as_deref(), Some("A shop"));
        assert_eq!(beside::outstanding_minor(&views[0].file), 8_000);
        let due = beside::next_due(&views[0].file).unwrap();
        assert_eq!(
            (due.minor, due.instalment, due.on.to_string().as_str()),
            (4_000, 2, "2026-12-31")
        );

        // A case pauses the plan for the days of a problem, or until its next deadline.
        desk.claim(Reason::NotReceived);
        let until: kernel::Date = paused_until(&desk).unwrap().parse().unwrap();
        assert!(until >= "2026-12-27".parse().unwrap(), "{until}");
    });
}

#[test]
fn a_merchant_sees_what_waits_for_it_the_most_urgent_first() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        let filter = DisputeFilter {
            merchant_action: Some("respond".to_owned()),
            ..DisputeFilter::default()
        };
        let urgent = |desk: &Desk, filter: DisputeFilter| {
            desk.read(&desk.merchant(), move |s| disputes::urgent(s, &filter, &Page::default()))
        };
        let rows = urgent(&desk, filter.clone());
        assert_eq!(rows.iter().map(|row| row.dispute).collect::<Vec<_>>(), [id]);
        let doc: serde_json::Value = serde_json::from_str(&rows[0].doc).unwrap();
        assert_eq!(doc["title"], "A chair");
        assert!(
            !doc["merchant_missing"].as_array().unwrap().is_empty() && !doc["respond_by"].is_null()
        );
        let early = DisputeFilter { deadline_before: Some(desk.clock.now()), ..filter.clone() };
        assert!(urgent(&desk, early).is_empty());
        let of_nobody = DisputeFilter { assignee: Some("zoe".parse().unwrap()), ..filter.clone() };
        assert!(urgent(&desk, of_nobody.clone()).is_empty());

        let zoe = Some("zoe".parse().unwrap());
        let assign = move |s: &mut app::Session<'_, '_>| disputes::assign(s, id, zoe.clone());
        desk.write(&desk.merchant(), assign.clone()).unwrap();
        assert_eq!(urgent(&desk, of_nobody.clone()).len(), 1);
        for who in [desk.customer(), desk.agent("anna"), desk.seat(Role::Merchant, "m2")] {
            let refused = desk.write(&who, assign.clone()).unwrap_err();
            assert!(["forbidden", "not_found"].contains(&refused.code()), "{who:?}");
        }
        // A change of the case leaves the assignee; the end of it leaves nothing urgent.
        desk.write(&desk.merchant(), move |s| disputes::accept_loss(s, id)).unwrap();
        let row = desk.read(&desk.merchant(), move |s| {
            disputes::list(s, &DisputeFilter::default(), &Page::default())
        });
        assert_eq!(row[0].assignee, Some("zoe".parse().unwrap()));
        assert_eq!(row[0].merchant_action, None);
        assert!(urgent(&desk, DisputeFilter::default()).is_empty());
    });
}

#[test]
fn a_shop_that_accepts_small_claims_is_not_asked() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(10);
        let admin = desk.seat(Role::MerchantAdmin, "m1");
        let m1 = || "m1".parse().unwrap();
        let change = MerchantSettingsChange {
            auto_accept_below_minor: Some(20_000),
            currency: Some(kernel::Currency::GBP),
            notification_recipients: Some(vec!["claims@shop.example".to_owned()]),
            ..MerchantSettingsChange::default()
        };
        let set = {
            let change = change.clone();
            move |s: &mut app::Session<'_, '_>| settings::change_merchant(s, &m1(), change.clone())
        };
        assert_eq!(desk.write(&admin, set.clone()).unwrap().auto_accept_below_minor, 20_000);
        let closed = desk.claim(Reason::NotReceived).dispute;
        assert_eq!(closed.state, State::Closed);
        let table = [
            (desk.merchant(), "forbidden"),
            (desk.seat(Role::MerchantAdmin, "m2"), "not_found"),
            (desk.customer(), "not_found"),
            (desk.agent("anna"), "forbidden"),
        ];
        for (who, code) in table {
            let said = desk.write(&who, set.clone()).unwrap_err();
            assert!([code, "forbidden"].contains(&said.code()), "{who:?}: {said}");
        }
        let wrong = [
            MerchantSettingsChange { auto_accept_below_minor: Some(-1), ..change.clone() },
            MerchantSettingsChange { locale: Some("s v".to_owned()), ..change.clone() },
            MerchantSettingsChange {
                notification_recipients: Some(vec!["nobody".to_owned()]),
                ..change
            },
        ];
        for one in wrong {
            let set = move |s: &mut app::Session<'_, '_>| {
                settings::change_merchant(s, &m1(), one.clone())
            };
            assert_eq!(desk.write(&admin, set).unwrap_err().code(), "invalid_field");
        }
    });
}

#[test]
fn a_customer_says_how_to_be_told() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let c1 = || "c1".parse().unwrap();
    let read =
        |desk: &Desk| desk.read(&desk.customer(), move |s| settings::notifications(s, &c1()));
    assert_eq!(read(&desk), Notifications::default());
    let mut chosen = Notifications::default();
    chosen.sms.case_updates = true;
    let refused = |chosen: Notifications| {
        desk.write(&desk.customer(), move |s| settings::notify(s, &c1(), chosen.clone()))
    };
    assert_eq!(refused(chosen.clone()).unwrap_err().code(), "invalid_field", "no number");
    for number in ["0701234567", "+12", "+4670123456789012", "+46x01234567"] {
        chosen.phone = Some(number.to_owned());
        assert!(refused(chosen.clone()).is_err(), "{number}");
    }
    chosen.phone = Some("+46701234567".to_owned());
    refused(chosen.clone()).unwrap();
    assert_eq!(read(&desk), chosen);
    let told = desk.read(&desk.customer(), move |s| data::export(s, &c1()));
    assert_eq!(told["settings"]["phone"], "+46701234567");
    for who in [desk.seat(Role::Consumer, "c0"), desk.merchant()] {
        let chosen = chosen.clone();
        let set = move |s: &mut app::Session<'_, '_>| settings::notify(s, &c1(), chosen.clone());
        assert!(desk.write(&who, set).is_err(), "{who:?}");
    }
}
