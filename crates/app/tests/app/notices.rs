//! Notices are mailed: once where the relay knows the id, in the reader's language, and what became of
//! each is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::disputes;
use app::mail::{DeliverNotices, MailOptions, Mailbox, NOTICES};
use app::settings::{self, MerchantSettingsChange, Notifications, Told};
use app::{AppOptions, Role};
use commerce::{FeeTerms, Record};
use dispute::Reason;
use engine::jobs::{self, JobHandler};
use kernel::{Clock, Duration, ManualClock, Rng, Secret};
use mail::testkit::SmtpServer;
use mail::{Incoming, ReplyTokens, Smtp, SmtpOptions};
use store::notices::{NoticeRow, Sending};
use store::{StoreOptions, testkit};
use tokio::runtime::Runtime;

use crate::common::*;

fn mail_by(server: &SmtpServer) -> MailOptions {
    let smtp = Smtp::new(&SmtpOptions::parse(&server.url()).unwrap()).unwrap();
    let mailbox = Mailbox {
        address: "support@acme.example".to_owned(),
        name: String::new(),
        trusted_host: None,
        imap: None,
    };
    MailOptions {
        transport: Some(Arc::new(smtp)),
        mailboxes: BTreeMap::from([("acme".parse().unwrap(), mailbox)]),
        tokens: ReplyTokens::new(&Secret::new("a key of thirty-two bytes or more")),
        sign_in: None,
    }
}

/// A desk with a relay, on both databases.
fn with_relay(test: impl Fn(&Runtime, &SmtpServer, Desk)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    // The relay's idle connections are closed where they were opened.
    let _inside = runtime.enter();
    testkit::on_both_engines(|database| {
        let server = runtime.block_on(SmtpServer::start());
        let clock = Arc::new(ManualClock::at(at(D0)));
        let options = StoreOptions::new("test", Arc::clone(&clock) as Arc<dyn Clock>);
        let store = database.open(options).unwrap();
        let mut options = AppOptions::new([7; 32]);
        options.mail = mail_by(&server);
        test(&runtime, &server, Desk::with(store.clone(), clock, options));
        store.close();
    })
    .unwrap();
}

/// Works off what is due.
fn deliver(runtime: &Runtime, desk: &Desk) {
    let handler: Arc<dyn JobHandler> = Arc::new(DeliverNotices(desk.app.clone()));
    let now = desk.clock.now();
    let claim = move |tx: &mut store::Tx<'_>| jobs::claim(tx, NOTICES, now, 100);
    let (lease, due) = desk.app.store().write_blocking(claim).unwrap();
    for job in due {
        let (store, handler) = (desk.app.store().clone(), Arc::clone(&handler));
        runtime.block_on(jobs::one(store, handler, job, lease, Rng::seeded(1)));
    }
}

fn notices(desk: &Desk) -> Vec<NoticeRow> {
    let (tenant, order) = (desk.tenant.clone(), "o1".parse().unwrap());
    let read = move |tx: &mut store::Tx<'_>| store::notices::of_order(tx, &tenant, &order, 100);
    desk.app.store().read_blocking(read).unwrap()
}

fn states(desk: &Desk) -> Vec<(bool, Option<String>)> {
    let rows = notices(desk).into_iter();
    rows.map(|row| (row.merchant.is_some(), row.sending.email_state)).collect()
}

fn ids(server: &SmtpServer) -> Vec<String> {
    let taken = server.taken();
    taken.iter().map(|(_, _, raw)| Incoming::parse(raw).unwrap().message_id.unwrap()).collect()
}

#[test]
fn each_reader_gets_each_notice_once_whatever_breaks() {
    with_relay(|runtime, server, desk| {
        desk.base(FeeTerms::None, None);
        let recipients = vec!["b@shop.example".to_owned(), "A@shop.example".to_owned()];
        let merchant = "m1".parse().unwrap();
        let change = MerchantSettingsChange {
            notification_recipients: Some(recipients),
            locale: Some("sv".to_owned()),
            ..MerchantSettingsChange::default()
        };
        let admin = desk.seat(Role::MerchantAdmin, "m1");
        desk.write(&admin, move |s| settings::change_merchant(s, &merchant, change.clone()))
            .unwrap();
        desk.day(10).claim(Reason::NotReceived);
        let queued = states(&desk);
        assert!(queued.iter().any(|(merchant, _)| *merchant), "the shop is told too: {queued:?}");
        assert!(queued.iter().all(|(_, state)| state.as_deref() == Some("queued")), "{queued:?}");
        assert_eq!(server.taken().len(), 0, "nothing leaves before it is committed");

        // The relay takes a letter and dies before it says so; another is not taken at first.
        server.hang_up_after_next();
        server.answer_next("250 ok");
        server.answer_next("451 try later");
        for _ in 0..3 {
            deliver(runtime, &desk);
            desk.clock.advance(Duration::HOUR);
        }
        assert!(
            states(&desk).iter().all(|(_, state)| state.as_deref() == Some("sent")),
            "{:?}",
            states(&desk)
        );
        let (all, mut once) = (ids(server), ids(server));
        once.sort();
        once.dedup();
        let rows = notices(&desk);
        let shop = rows.iter().filter(|row| row.merchant.is_some()).count();
        assert_eq!(once.len(), rows.len() + shop, "one for each reader: two at the shop");
        assert_eq!(all.len(), once.len() + 1, "only what nobody said was taken came twice");
        deliver(runtime, &desk);
        assert_eq!(server.taken().len(), all.len(), "what is done stays done");

        for (from, to, raw) in server.taken() {
            let letter = Incoming::parse(&raw).unwrap();
            assert_eq!(from, "support@acme.example");
            assert!(letter.automatic.is_some(), "no machine answers to it");
            let text = String::from_utf8_lossy(&raw);
            match to.as_str() {
                "c1@example.com" => assert!(text.contains("Reply-To: "), "{text}"),
                "a@shop.example" | "b@shop.example" => {
                    assert!(letter.text.contains("En kund bestrider order o1"), "{text}");
                }
                other => panic!("a letter to {other}"),
            }
        }
    });
}

#[test]
fn what_cannot_be_mailed_says_why() {
    with_relay(|runtime, server, desk| {
        desk.base(FeeTerms::None, None).day(10);
        desk.claim(Reason::NotReceived);
        server.answer_next("550 5.1.1 <c1@example.com> no such user");
        deliver(runtime, &desk);
        let rows = notices(&desk);
        let failed: Vec<&Sending> = rows
            .iter()
            .map(|row| &row.sending)
            .filter(|sending| sending.email_state.as_deref() == Some("failed"))
            .collect();
        assert_eq!(failed.len(), 1, "{rows:?}");
        let why = failed[0].email_why.as_deref().unwrap();
        assert!(why.contains("no such user") && !why.contains('@'), "{why}");
        let shop = rows.iter().find(|row| row.merchant.is_some()).unwrap();
        assert_eq!(shop.sending.email_state.as_deref(), Some("no_address"), "nobody was named");
    });
}

#[test]
fn without_a_relay_nothing_is_lost_and_the_state_says_so() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(10);
        let (of, all) =
            ("c1".parse().unwrap(), Told { payment_due: true, case_updates: true, messages: true });
        let chosen = Notifications { email: all, sms: all, phone: Some("+46701234567".to_owned()) };
        desk.write(&desk.customer(), move |s| settings::notify(s, &of, chosen.clone())).unwrap();
        let dispute = desk.claim(Reason::NotReceived).dispute.id;
        for row in notices(&desk) {
            let not_configured = Some("not_configured".to_owned());
            assert_eq!(row.sending.email_state, not_configured, "{row:?}");
            assert_eq!(row.sending.email_at, Some(row.created_at));
            assert_eq!(row.sending.sms_state, not_configured.filter(|_| row.customer.is_some()));
        }
        let shown = desk.read(&desk.customer(), move |s| disputes::notices(s, dispute, None));
        assert!(!shown.is_empty() && shown.iter().all(|told| told.letter.is_some()));
        let of = "c1".parse().unwrap();
        let export = desk.write(&desk.customer(), move |s| app::data::export(s, &of)).unwrap();
        assert_eq!(export["notices"][0]["sent"]["sms"]["state"], "not_configured", "{export}");
        let of = "c1".parse().unwrap();
        let page = app::Page::default();
        let line = desk.read(&desk.agent("a1"), move |s| app::timeline::of(s, &of, &page));
        let told = line.iter().find(|entry| entry.kind == app::timeline::Kind::Notice).unwrap();
        assert_eq!(told.detail["sent"]["email"]["state"], "not_configured");
    });
}

#[test]
fn a_customer_without_an_address_is_told_in_the_portal_alone() {
    with_relay(|runtime, server, desk| {
        desk.base(FeeTerms::None, None).day(10);
        let Record::Customer(mut known) =
            customer("c1", desk.day0, desk.day0.minus(Duration::from_days(400)), None)
        else {
            panic!("a customer")
        };
        known.email = None;
        known.at = desk.clock.now();
        desk.must_feed(Record::Customer(known));
        desk.claim(Reason::NotReceived);
        deliver(runtime, &desk);
        assert!(states(&desk).iter().all(|(_, state)| state.as_deref() == Some("no_address")));
        assert_eq!(server.taken().len(), 0);
    });
}
