//! The feed: idempotent, in any order, in batches, resumed; and audited.

use crate::common::*;
use app::feed::{self, Outcome};
use app::import::{self, Start};
use app::{AppError, Role};
use commerce::{FeeTerms, Record, Scan, ScanCode, Settlement, Shipment};
use dispute::OrderFile;
use kernel::{Clock as _, Currency, Duration, Rng};
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

/// Keeps the refused rows.
#[derive(Default)]
struct Refused(Vec<commerce::Reject>);

impl import::Watch for Refused {
    fn begins(&mut self, _start: Start) -> std::io::Result<()> {
        Ok(())
    }
    fn refused(&mut self, reject: &commerce::Reject) -> std::io::Result<()> {
        self.0.push(reject.clone());
        Ok(())
    }
    fn progress(&mut self, progress: &import::Progress) {
        assert!(progress.total.is_some_and(|total| progress.done <= total), "{progress:?}");
    }
}

/// What is read, how it begins, and rows taken in, come before and refused: of the run, and of all.
type Reading<'a> = (&'a str, &'a str, Start, [i64; 3], [i64; 3]);

#[test]
fn an_import_goes_on_where_it_stopped_and_begins_again_where_the_file_changed() {
    on_every_store(|desk| {
        desk.day(3);
        let mut lines: Vec<String> =
            records(&desk).iter().map(|record| serde_json::to_string(record).unwrap()).collect();
        lines.insert(3, "{\"type\":\"order\",\"id\":\"\"}".to_owned());
        let good = i64::try_from(lines.len()).unwrap() - 1;
        let (half, whole) = (lines[..6].join("\n"), lines.join("\n") + "\n");
        let mut mended = lines.clone();
        mended[3] = mended[4].clone();
        let mended = mended.join("\n");
        let (fewer, grown) = (lines[..2].join("\r\n"), format!("{mended}\n\n{}\n", lines[0]));
        let table: [Reading<'_>; 8] = [
            ("half, without an end of line", &half, Start::Fresh, [5, 0, 1], [5, 0, 1]),
            ("the whole", &whole, Start::GoesOn, [good - 5, 0, 0], [good, 0, 1]),
            ("the same again", &whole, Start::GoesOn, [0; 3], [good, 0, 1]),
            ("mended", &mended, Start::Again, [0, good + 1, 0], [0, good + 1, 0]),
            ("mended again", &mended, Start::GoesOn, [0; 3], [0, good + 1, 0]),
            ("grown", &grown, Start::GoesOn, [0, 1, 0], [0, good + 2, 0]),
            ("shorter", &fewer, Start::Again, [0, 2, 0], [0, 2, 0]),
            ("nothing", "", Start::Again, [0; 3], [0; 3]),
        ];
        for (what, input, start, run, all) in table {
            let mut refused = Refused::default();
            let input = std::io::Cursor::new(input);
            let done = import::jsonl(&desk.app, &desk.tenant, "file", input, &mut refused).unwrap();
            let counts = [done.run.accepted, done.run.unchanged, done.run.rejected];
            assert_eq!((done.start, counts), (start, run), "{what}");
            let row = &done.whole;
            assert_eq!([row.accepted, row.unchanged, row.rejected], all, "{what}");
            assert!(row.finished_at.is_some(), "{what}");
            let refused: Vec<u64> = refused.0.iter().map(|reject| reject.line).collect();
            assert_eq!(refused, if run[2] == 1 { vec![4] } else { Vec::new() }, "{what}");
        }
        desk.sound();
    });
}

#[test]
fn a_folder_is_imported_again_when_a_file_in_it_changed() {
    const CUSTOMERS: &str = "olist_customers_dataset.csv";
    let folder = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../commerce/fixtures/olist");
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    on_every_store(|desk| {
        let run = |source: &str| {
            let mut refused = Refused::default();
            import::olist(&desk.app, &desk.tenant, source, folder.path(), &mut refused).unwrap()
        };
        let first = run("olist:a");
        assert_eq!((first.start, first.run.unchanged), (Start::Fresh, 0));
        let same = run("olist:a");
        assert_eq!((same.start, same.run), (Start::GoesOn, import::Counts::default()));
        let path = folder.path().join(CUSTOMERS);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}{}\n", text.lines().last().unwrap())).unwrap();
        let again = run("olist:a");
        assert_eq!((again.start, again.run.accepted), (Start::Again, 0));
        assert_eq!(again.run.unchanged, first.run.accepted);
        assert_eq!(run("olist:b").start, Start::Fresh);
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

/// A node whose clock is behind continues an order: what it tells comes after what was told before.
#[test]
fn events_of_an_order_never_overtake_each_other() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(10);
        let id = desk.claim(dispute::Reason::NotReceived).dispute.id;
        desk.clock.set(desk.clock.now().minus(Duration::from_hours(1)));
        let merchant = desk.merchant();
        desk.write(&merchant, move |s| app::disputes::accept_loss(s, id)).unwrap();
        let told = desk.app.store().read_blocking(|tx| store::outbox::peek(tx, 100)).unwrap();
        let of_order = told.iter().filter(|event| event.aggregate == "order/o1");
        let order: Vec<i64> = of_order.map(|event| event.seq).collect();
        assert!(order.is_sorted(), "{order:?}");
        assert!(told.iter().any(|event| event.topic.contains("closed")), "{told:?}");
    });
}
