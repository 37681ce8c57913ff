//! Files of evidence are read in the background; only what our books or a person confirm counts.

use std::sync::Arc;

use app::readings::{self, READ_DOCUMENTS, ReadDocuments, Reading, Status, Unread, Verdict};
use app::triage::{self, Reasons};
use app::{AppError, evidence};
use commerce::{Record, Scan, ScanCode, Shipment};
use dispute::{Confirmation, EvidenceType, NewEvidence, Reason};
use documents::facts::Field;
use documents::flags::FlagKind;
use documents::sample;
use kernel::{Clock as _, DisputeId, EvidenceId};

use crate::common::*;

/// Shipped on day 1 and delivered on day 2, as the carrier told us.
fn delivered(desk: &Desk) {
    desk.day(1).must_feed(Record::Shipment(Shipment {
        id: "s1".parse().unwrap(),
        at: desk.clock.now(),
        order_id: "o1".parse().unwrap(),
        carrier: "Royal Mail".to_owned(),
        tracking_id: Some("RR473124829GB".to_owned()),
        lines: Vec::new(),
        expected_at: None,
    }));
    for (day, code) in [(1, ScanCode::HandedOver), (2, ScanCode::Delivered)] {
        desk.day(day);
        desk.must_feed(Record::Scan(Scan {
            shipment_id: "s1".parse().unwrap(),
            order_id: "o1".parse().unwrap(),
            at: desk.clock.now(),
            known_at: None,
            code,
            postal_code: Some("SW1A 1AA".to_owned()),
            recipient: (code == ScanCode::Delivered).then(|| "Jane Doe".to_owned()),
        }));
    }
}

const PROOF: [&str; 8] = [
    "Royal Mail  Proof of delivery",
    "Tracking number: RR473124829GB",
    "Delivered on 3 December 2026 at 11:32",
    "Delivery address",
    "Jane Doe",
    "12 Mill Lane",
    "London  SW1A 1AA",
    "Order number: o1-8841",
];

fn uploaded(desk: &Desk, name: &str, media_type: &str, bytes: Vec<u8>) -> NewEvidence {
    let upload =
        evidence::Upload { file_name: name.to_owned(), media_type: media_type.to_owned(), bytes };
    let file = block_on(evidence::upload(&desk.app, &desk.merchant(), upload)).unwrap();
    NewEvidence {
        kind: EvidenceType::ProofOfDelivery,
        sha256: Some(file.sha256),
        media_type: None,
        file_name: Some(file.file_name),
        text: String::new(),
        extracted: dispute::Extracted::default(),
    }
}

/// Reads what waits, as the worker would.
fn read_all(desk: &Desk) {
    let store = desk.app.store().clone();
    let handler: Arc<dyn engine::jobs::JobHandler> =
        Arc::new(ReadDocuments { app: desk.app.clone(), ocr: None });
    let now = desk.clock.now();
    let claim = move |tx: &mut store::Tx<'_>| engine::jobs::claim(tx, READ_DOCUMENTS, now, 10);
    let (lease, due) = store.write_blocking(claim).unwrap();
    for job in due {
        let (store, handler) = (store.clone(), Arc::clone(&handler));
        block_on(engine::jobs::one(store, handler, job, lease, kernel::Rng::seeded(1)));
    }
}

/// A claim that the merchant answered with these files, all read.
fn answered(desk: &Desk, items: Vec<NewEvidence>) -> (DisputeId, Vec<EvidenceId>) {
    let id = desk.day(10).claim(Reason::NotReceived).dispute.id;
    let view = desk.day(12).represent(id, items, None).unwrap();
    let merchants =
        view.dispute.evidence.iter().filter(|item| item.party == dispute::Party::Merchant);
    let items = merchants.map(|item| item.id).collect();
    read_all(desk);
    (id, items)
}

fn reading(desk: &Desk, id: DisputeId, item: EvidenceId) -> Reading {
    let triage = desk.read(&desk.agent("a1"), move |s| triage::triage(s, id));
    assert_eq!(triage.waiting, []);
    triage.readings.into_iter().find(|(known, _)| *known == item).unwrap().1
}

#[test]
fn what_our_books_say_is_confirmed_by_rule_and_counts() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        delivered(&desk);
        let file = uploaded(&desk, "proof.pdf", "application/pdf", sample::pdf(&PROOF));
        let (id, items) = answered(&desk, vec![file]);
        let read = reading(&desk, id, items[0]);
        assert_eq!(read.flags, []);
        for (field, status) in [
            (Field::Carrier, Status::ConfirmedByRule),
            (Field::TrackingId, Status::ConfirmedByRule),
            (Field::DeliveredAt, Status::ConfirmedByRule),
            (Field::Address, Status::ConfirmedByRule),
            (Field::Recipient, Status::ConfirmedByRule),
            (Field::OrderNumber, Status::Extracted),
        ] {
            let fact = read.fact(field).unwrap_or_else(|| panic!("{field:?} in {read:?}"));
            assert_eq!(fact.status, status, "{fact:?}");
            assert!(!fact.fact.quote.is_empty() && fact.fact.page == 1);
        }
        let view = desk.get(id);
        let item = view.dispute.evidence.iter().find(|item| item.id == items[0]).unwrap();
        assert_eq!(item.extracted.confirmed, Some(Confirmation::Rule));
        assert_eq!(item.extracted.recipient.as_deref(), Some("Jane Doe"));
        assert_eq!(item.extracted.address.as_ref().unwrap().country, "GB");
        desk.sound();
    });
}

#[test]
fn what_contradicts_our_books_waits_for_a_person() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        delivered(&desk);
        let mut lines = PROOF;
        lines[2] = "Delivered on 9 December 2026";
        let file = uploaded(&desk, "proof.pdf", "application/pdf", sample::pdf(&lines));
        let (id, items) = answered(&desk, vec![file]);
        let item = items[0];
        let read = reading(&desk, id, item);
        let kinds: Vec<FlagKind> = read.flags.iter().map(|flag| flag.kind).collect();
        assert_eq!(kinds, [FlagKind::ContradictsBooks]);
        assert!(read.facts.iter().all(|fact| fact.status == Status::Extracted), "{read:?}");
        let extracted = |desk: &Desk| {
            let view = desk.get(id);
            view.dispute.evidence.iter().find(|known| known.id == item).unwrap().extracted.clone()
        };
        assert!(extracted(&desk).is_empty(), "nothing counts before somebody answers for it");

        let ask = |verdict| {
            move |s: &mut app::Session<'_, '_>| {
                readings::answer(s, id, item, (Field::Recipient, verdict))
            }
        };
        for stranger in [desk.merchant(), desk.customer()] {
            let refused = desk.write(&stranger, ask(Verdict::Confirm));
            assert!(refused.is_err(), "{refused:?}");
        }
        desk.write(&desk.agent("a1"), ask(Verdict::Confirm)).unwrap();
        let facts = extracted(&desk);
        assert_eq!(facts.recipient.as_deref(), Some("Jane Doe"));
        assert_eq!((facts.confirmed, facts.delivered_at), (Some(Confirmation::Person), None));
        desk.write(&desk.agent("a1"), ask(Verdict::Reject)).unwrap();
        assert_eq!(extracted(&desk).recipient, None);
        let read = reading(&desk, id, item);
        let fact = read.fact(Field::Recipient).unwrap();
        assert_eq!((fact.status, fact.by.is_some()), (Status::Rejected, true));
        desk.sound();
    });
}

#[test]
fn what_cannot_be_read_says_so() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 16, 16);
    encoder.set_color(png::ColorType::Grayscale);
    let pixels: Vec<u8> = (0..=255).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    let letter = b"From: shop@example.com\r\nReturn-Path: <x@elsewhere.example>\r\n\
        Date: Thu, 3 Dec 2026 09:00:00 +0000\r\n\r\nYour parcel was delivered on 3 December 2026.\r\n";
    let files = vec![
        uploaded(&desk, "a.pdf", "application/pdf", b"%PDF-1.4 nothing of the kind".to_vec()),
        uploaded(&desk, "b.png", "image/png", png),
        uploaded(&desk, "c.eml", "message/rfc822", letter.to_vec()),
    ];
    let (id, items) = answered(&desk, files);
    for (item, unread) in items.iter().zip([Some(Unread::Broken), Some(Unread::NoOcr), None]) {
        assert_eq!(reading(&desk, id, *item).unread, unread);
    }
    let letter = reading(&desk, id, items[2]);
    assert_eq!(letter.flags[0].kind, FlagKind::ReturnPathDiffers);
    assert!(letter.fact(Field::DeliveredAt).is_some() && letter.fact(Field::Sender).is_some());
}

#[test]
fn triage_says_why() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let messages = [
        ("my parcel never arrived", "not_received"),
        ("where is my order, nothing came", "not_received"),
        ("the parcel did not come", "not_received"),
        ("not delivered, still waiting for the parcel", "not_received"),
        ("the chair is broken", "damaged_or_defective"),
        ("it came damaged and scratched", "damaged_or_defective"),
        ("a broken leg, it is defective", "damaged_or_defective"),
        ("the wrong colour, not as shown", "not_as_described"),
        ("I do not know this purchase", "unknown_purchase"),
        ("somebody else bought this", "unknown_purchase"),
        ("this purchase is not mine", "unknown_purchase"),
        ("an unknown purchase on my account", "unknown_purchase"),
    ];
    // As often as probabilities need to be learnt, too.
    let messages: Vec<app::assistant::intents::Labelled> = messages
        .repeat(4)
        .iter()
        .map(|(text, intent)| app::assistant::intents::Labelled {
            text: (*text).to_owned(),
            lang: "en".to_owned(),
            intent: (*intent).to_owned(),
        })
        .collect();
    let options = models::classify::Options { texts_min: 1, ..Default::default() };
    desk.app.connect_reasons(Arc::new(Reasons::learn(&messages, &options).unwrap()));
    let id = desk.day(10).claim(Reason::NotReceived).dispute.id;
    let told = desk.read(&desk.agent("a1"), move |s| triage::triage(s, id));
    assert_eq!(told.standings[1].missing.len(), 1, "a proof of delivery is missing");
    assert!(told.deadline.is_some() && told.linked.is_empty());
    let customer = desk.customer();
    let refused = desk.app.read_blocking(&customer, move |s| triage::triage(s, id));
    assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{refused:?}");
    let first = told.suggestions.first();
    assert!(first.is_some_and(|one| !one.because.is_empty()), "{:?}", told.suggestions);
}
