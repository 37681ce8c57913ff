//! The feed: idempotent, in any order, in batches, resumed; and audited.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use app::feed::{self, Outcome};
use app::{AppError, Role, import};
use commerce::{FeeTerms, Record, Scan, ScanCode, Settlement, Shipment};
use common::*;
use dispute::OrderFile;
use kernel::{Currency, Duration, Rng};
use proptest::prelude::*;

/// The base order with parcels, and all records in the order in which they became true.
fn records(desk: &Desk) -> Vec<Record> {
    let mut records = base_records(desk.day0, FeeTerms::None, None);
    let later = |hours: i64| desk.day0.plus(Duration::from_hours(hours));
    records.push(Record::Shipment(Shipment {
        id: "s1".parse().unwrap(),
        at: later(1),
        order_id: "o1".parse().unwrap(),
        carrier: "DHL".to_owned(),
        tracking_id: Some("T1".to_owned()),
        lines: Vec::new(),
        expected_at: None,
    }));
    for (hours, code) in [(2, ScanCode::HandedOver), (30, ScanCode::Delivered)] {
        records.push(Record::Scan(Scan {
            shipment_id: "s1".parse().unwrap(),
            order_id: "o1".parse().unwrap(),
            at: later(hours),
            known_at: None,
            code,
            postal_code: None,
            recipient: None,
        }));
    }
    records.push(refund("r1", "o1", 2_000, later(48)));
    records
}

/// What is left of an order's file when its ids, which depend on the order of arrival, are taken out.
fn gist(desk: &Desk) -> String {
    let company = desk.company();
    let file: OrderFile = desk.read(&company, |s| feed::order(s, &"o1".parse().unwrap())).file;
    let plan = &file.plans()[0];
    let mut scans: Vec<String> = file.scans().iter().map(|scan| format!("{scan:?}")).collect();
    scans.sort();
    format!(
        "{:?} {:?} {:?} {scans:?} {} {:?}",
        plan.instalments().iter().map(|i| (i.due, i.open())).collect::<Vec<_>>(),
        file.payments().iter().map(|p| (p.id.clone(), p.amount_minor)).collect::<Vec<_>>(),
        file.refunds().iter().map(|r| (r.id.clone(), r.booked_minor)).collect::<Vec<_>>(),
        file.shipments().len(),
        desk.balances(),
    )
}

fn shuffled(mut records: Vec<Record>, rng: &mut Rng) -> Vec<Record> {
    for index in (1..records.len()).rev() {
        let other = usize::try_from(rng.below(index as u64 + 1)).unwrap();
        records.swap(index, other);
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn records_in_any_order_and_twice_come_to_the_same(seed in any::<u64>()) {
        let straight = in_memory();
        straight.day(3);
        let all = records(&straight);
        all.iter().cloned().for_each(|record| straight.must_feed(record));
        let mixed = in_memory();
        mixed.day(3);
        let mut rng = Rng::seeded(seed);
        let mut twice = all.clone();
        twice.extend(all);
        for record in shuffled(twice, &mut rng) {
            mixed.must_feed(record);
        }
        prop_assert_eq!(gist(&mixed), gist(&straight));
        mixed.sound();
    }
}

#[test]
fn the_same_content_is_a_duplicate_and_other_content_names_its_field() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let same = order("o1", "c1", 12_000, desk.day0);
        let mut other = same.clone();
        other.lines[0].quantity = 2;
        assert_eq!(desk.feed(Record::Order(same)).unwrap().outcome, Outcome::Duplicate);
        let error = desk.feed(Record::Order(other)).unwrap_err();
        assert_eq!(error.code(), "record_changed");
        assert!(error.to_string().contains("lines.0.quantity"), "{error}");
        // A contract changes.
        let merchant = base_records(desk.day0, FEE_1500, None).remove(0);
        assert_eq!(desk.feed(merchant).unwrap().outcome, Outcome::Accepted);
        let bad = desk.feed(capture("o1", -5, PAY_IN_3, None, desk.day0)).unwrap_err();
        assert!(
            matches!(&bad, AppError::Invalid { field, .. } if field == "id" || field == "amount_minor"),
            "{bad:?}"
        );
    });
}

#[test]
fn what_comes_before_its_order_waits_for_it() {
    on_every_store(|desk| {
        let all = base_records(desk.day0, FeeTerms::None, None);
        let (before, after): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|record| matches!(record, Record::Capture(_) | Record::Payment(_)));
        for record in before {
            assert_eq!(desk.feed(record).unwrap().outcome, Outcome::Parked);
        }
        after.into_iter().rev().for_each(|record| desk.must_feed(record));
        desk.balances_are(&[
            ("cash", 104_000),
            ("m_pay", -111_640),
            ("recv", 8_000),
            ("inc:mdr", -360),
        ]);
    });
}

#[test]
fn a_settlement_pays_the_merchant_once() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let settlement = Record::Settlement(Settlement {
            id: "set1".parse().unwrap(),
            at: desk.day0,
            merchant_id: "m1".parse().unwrap(),
            currency: Currency::GBP,
            amount_minor: 106_640,
        });
        desk.must_feed(settlement.clone());
        desk.must_feed(settlement);
        desk.balances_are(&[
            ("cash", 104_000 - 106_640),
            ("m_pay", -5_000),
            ("recv", 8_000),
            ("inc:mdr", -360),
        ]);
    });
}

#[test]
fn a_batch_takes_each_record_on_its_own() {
    on_every_store(|desk| {
        let mut all = records(&desk);
        desk.day(3);
        let bad = capture("o1", 1, PAY_IN_3, None, desk.day0);
        all.insert(8, bad);
        let count = all.len();
        let outcomes =
            desk.write(&desk.company(), move |s| feed::ingest_batch(s, all.clone())).unwrap();
        assert_eq!(outcomes.len(), count);
        let refused: Vec<usize> =
            outcomes.iter().enumerate().filter(|(_, o)| o.is_err()).map(|(i, _)| i).collect();
        // The small capture came first, so the real one bears its id with other content.
        assert_eq!(refused.len(), 1, "{outcomes:?}");
        desk.sound();
        let consumer = desk.seat(Role::Consumer, "c1");
        let refused = desk.write(&consumer, |s| feed::ingest_batch(s, Vec::new()));
        assert!(matches!(refused, Err(AppError::NotFound { .. })));
    });
}

#[test]
fn an_import_goes_on_where_it_stopped_and_says_what_it_refused() {
    on_every_store(|desk| {
        desk.day(3);
        let mut lines: Vec<String> =
            records(&desk).iter().map(|record| serde_json::to_string(record).unwrap()).collect();
        lines.insert(3, "{\"type\":\"order\",\"id\":\"\"}".to_owned());
        let text = lines.join("\n");
        let run = |input: &str| {
            let mut rejects = Vec::new();
            let row = import::jsonl(
                &desk.app,
                &desk.tenant,
                "file",
                input.as_bytes(),
                &mut rejects,
                &mut |_| {},
            )
            .unwrap();
            (row, String::from_utf8(rejects).unwrap())
        };
        let half: String = lines[..6].join("\n");
        let (row, rejects) = run(&half);
        assert_eq!((row.accepted, row.rejected), (5, 1));
        assert!(rejects.contains("\"line\":4"), "{rejects}");
        let (row, rejects) = run(&text);
        assert_eq!((row.accepted, row.rejected), (i64::try_from(lines.len()).unwrap() - 1, 1));
        assert_eq!(rejects, "");
        assert!(row.finished_at.is_some());
        desk.sound();
    });
}

#[test]
fn every_mutation_is_in_a_chain_that_verifies_offline() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(10);
        desk.claim(dispute::Reason::NotReceived);
        let officer = desk.seat(Role::ComplianceOfficer, "o1");
        let first = desk.write(&officer, app::audit::checkpoint).unwrap();
        desk.must_feed(refund("r1", "o1", 1_000, desk.day0));
        let last = desk.write(&officer, app::audit::checkpoint).unwrap();
        let export = app::audit::export(&desk.app, &desk.tenant, Vec::new()).unwrap();
        let keys = [signer().verifier()];
        let report =
            compliance::audit::verify(export.as_slice(), &keys, &[first, last.clone()]).unwrap();
        assert!(report.is_intact(), "{:?}", report.findings);
        assert!(report.entries >= 9, "{}", report.entries);
        // A tail that was cut off shows against a checkpoint kept elsewhere.
        let text = String::from_utf8(export.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let cut = lines[..lines.len() - 1].join("\n") + "\n";
        let report = compliance::audit::verify(cut.as_bytes(), &keys, &[last]).unwrap();
        assert!(!report.is_intact());
        let mut flipped = export.clone();
        let place = flipped.len() / 2;
        flipped[place] ^= 1;
        let report = compliance::audit::verify(flipped.as_slice(), &[], &[]).unwrap();
        assert!(!report.is_intact());
    });
}
