//! The reader against an invented folder with every deliberate fault, and against the real one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::{LineKind, Product, ScanCode};

fn fixture() -> Olist {
    Olist::open(&fixture_dir()).unwrap()
}

fn fixture_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/olist")
}

fn records(olist: &Olist) -> Vec<Record> {
    olist.units(&olist.start()).unwrap().filter_map(|unit| unit.records.ok()).flatten().collect()
}

fn of_order<'a>(records: &'a [Record], order_id: &str) -> Vec<&'a Record> {
    records
        .iter()
        .filter(|record| record.order_id().is_some_and(|id| id.as_str() == order_id))
        .collect()
}

#[test]
fn every_bad_row_is_reported_with_file_line_and_field() {
    let olist = fixture();
    let units = olist.units(&olist.start()).unwrap();
    let mut rejects: Vec<Reject> = olist.rejects().to_vec();
    rejects.extend(units.filter_map(|unit| unit.records.err()));
    let found: Vec<(&str, u64, &str)> = rejects
        .iter()
        .map(|reject| (reject.file.as_str(), reject.line, reject.field.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("olist_orders_dataset.csv", 10, "order_id"),
            ("olist_orders_dataset.csv", 11, "order_purchase_timestamp"),
            ("olist_orders_dataset.csv", 12, "order_status"),
            ("olist_orders_dataset.csv", 13, ""),
            ("olist_customers_dataset.csv", 11, ""),
            ("olist_sellers_dataset.csv", 4, "seller_zip_code_prefix"),
            ("olist_order_items_dataset.csv", 11, "price"),
            ("olist_order_items_dataset.csv", 15, "order_id"),
            ("olist_order_payments_dataset.csv", 13, "payment_value"),
            ("olist_order_reviews_dataset.csv", 9, "review_score"),
            ("olist_orders_dataset.csv", 14, "customer_id"),
            ("olist_orders_dataset.csv", 15, "order_id"),
            ("olist_orders_dataset.csv", 16, "seller_id"),
            ("olist_orders_dataset.csv", 17, "order_id"),
        ]
    );
    assert!(rejects.iter().all(|reject| !reject.reason.is_empty() && !reject.raw.is_empty()));
}

#[test]
fn an_order_becomes_records_that_validate() {
    let records = records(&fixture());
    assert!(records.iter().all(|record| record.validate().is_ok()));
    let kinds: Vec<&str> = of_order(&records, "ord-plain").iter().map(|r| r.kind()).collect();
    assert_eq!(kinds, ["order", "capture", "payment", "shipment", "scan", "scan"]);
    let Record::Order(order) = of_order(&records, "ord-plain")[0] else { panic!() };
    assert_eq!(order.at.to_string(), "2018-03-01T13:00:00.000Z");
    assert_eq!(order.promised_by.unwrap().to_string(), "2018-03-21T03:00:00.000Z");
    assert_eq!((order.total_minor, order.lines.len()), (11_510, 2));
    assert_eq!(order.lines[0].category.as_deref(), Some("toys"));
    assert_eq!(order.lines[1].kind, LineKind::Shipping);
    let Record::Capture(capture) = of_order(&records, "ord-plain")[1] else { panic!() };
    assert_eq!(capture.product, Product::PayInN { n: 3, every_days: 30 });
    let Record::Payment(payment) = of_order(&records, "ord-plain")[2] else { panic!() };
    assert_eq!(payment.amount_minor, 3_837);
    let Record::Scan(scan) = of_order(&records, "ord-plain")[5] else { panic!() };
    assert_eq!((scan.code, scan.postal_code.as_deref()), (ScanCode::Delivered, Some("01001")));
}

#[test]
fn an_order_of_two_sellers_is_two_orders() {
    let records = records(&fixture());
    let totals: BTreeMap<&str, (i64, &str)> = records
        .iter()
        .filter_map(|record| match record {
            Record::Order(order) => {
                Some((order.id.as_str(), (order.total_minor, order.merchant_id.as_str())))
            }
            _ => None,
        })
        .collect();
    assert_eq!(totals["ord-two-sellers"], (12_098, "sel-1"));
    assert_eq!(totals["ord-two-sellers:s2"], (3_000, "sel-2"));
    assert_eq!(totals["ord-no-items"], (7_550, MARKETPLACE));
    assert_eq!(totals.len(), 9);
}

#[test]
fn what_was_never_paid_has_no_capture_and_a_cancellation_follows_the_last_event() {
    let records = records(&fixture());
    let kinds: Vec<&str> = of_order(&records, "ord-never-paid").iter().map(|r| r.kind()).collect();
    assert_eq!(kinds, ["order", "cancellation"]);
    let cancelled = of_order(&records, "ord-cancelled");
    let Record::Cancellation(cancellation) = cancelled.last().unwrap() else { panic!() };
    assert_eq!(cancellation.at.to_string(), "2018-03-07T15:10:00.000Z");
}

#[test]
fn local_times_follow_daylight_saving() {
    // Clocks went forward at midnight on 15 October 2017: 00:00 did not exist and 01:00 is meant.
    let records = records(&fixture());
    let order = of_order(&records, "ord-summer-time");
    let Record::Scan(scan) = order.last().unwrap() else { panic!() };
    assert_eq!(scan.at.to_string(), "2017-10-15T03:00:00.000Z");
    let Record::Order(order) = order[0] else { panic!() };
    assert_eq!(order.promised_by.unwrap(), scan.at);
}

#[test]
fn the_feed_resumes_at_any_cursor() {
    let olist = fixture();
    let whole = records(&olist);
    for stop in 0..=olist.units_total() as usize {
        let mut cursor = olist.start();
        let mut taken: Vec<Record> = Vec::new();
        for unit in olist.units(&cursor.clone()).unwrap().take(stop) {
            cursor = unit.after;
            taken.extend(unit.records.into_iter().flatten());
        }
        let text = serde_json::to_string(&cursor).unwrap();
        let rest = fixture();
        let units = rest.units(&serde_json::from_str(&text).unwrap()).unwrap();
        taken.extend(units.filter_map(|unit| unit.records.ok()).flatten());
        assert_eq!(taken, whole, "stopped after {stop}");
    }
    let other = Cursor { input: Sha256Hex::of(b"other"), done: 0 };
    assert!(matches!(olist.units(&other).err(), Some(OlistError::Changed)));
}

#[test]
fn time_order_never_puts_an_order_before_its_parties() {
    let records = fixture().records_by_time();
    assert!(records.is_sorted_by_key(Record::at));
    let place = |kind: &str, id: &str| {
        records.iter().position(|r| r.kind() == kind && r.key() == id).unwrap()
    };
    assert!(place("customer", "person-a") < place("order", "ord-plain"));
    assert!(place("merchant", "sel-1") < place("order", "ord-summer-time"));
    assert_eq!(records.len(), super::tests::records(&fixture()).len());
}

#[test]
fn truth_is_kept_apart_from_the_feed() {
    let olist = fixture();
    let truths: BTreeMap<String, OlistTruth> =
        olist.truths().map(|truth| (truth.olist_order_id.clone(), truth)).collect();
    assert_eq!(truths.len(), 8);
    let lost = &truths["ord-lost"];
    assert_eq!((lost.final_status, lost.delivered_at), (FinalStatus::Shipped, None));
    assert_eq!(lost.region(), Some(Region::Southeast));
    assert_eq!(truths["ord-two-sellers"].order_ids.len(), 2);
    assert_eq!(truths["ord-plain"].reviews[0].message, "Chegou bem antes do prazo,\ntudo perfeito");
    assert!(!lost.delivered_by(olist.ends_at()));
}

#[test]
fn a_folder_that_lacks_a_file_or_column_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let error = Olist::open(dir.path()).unwrap_err().to_string();
    assert!(error.starts_with("olist_orders_dataset.csv is missing in "), "{error}");
    for entry in std::fs::read_dir(fixture_dir()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    std::fs::write(dir.path().join("olist_sellers_dataset.csv"), "seller_id,city\n").unwrap();
    let error = Olist::open(dir.path()).unwrap_err().to_string();
    assert!(error.contains("no column seller_zip_code_prefix; it has seller_id, city"), "{error}");
}

/// On the real folder, when `OMBUD_TEST_DATA` names the directory that holds `olist/`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look for data that cannot be shipped")]
fn the_real_folder_is_read_whole() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let olist = Olist::open(&PathBuf::from(data).join("olist")).unwrap();
    let mut refused = Vec::new();
    let mut captured = 0;
    for unit in olist.units(&olist.start()).unwrap() {
        match unit.records {
            Ok(records) => captured += records.iter().filter(|r| r.kind() == "capture").count(),
            Err(reject) => refused.push(reject),
        }
    }
    let late = olist.truths().filter(|t| t.delivered_at.is_some_and(|at| at >= t.promised_by));
    eprintln!(
        "{} orders, {} refused, {captured} captures, {} late, {} rows refused while reading",
        olist.orders_total(),
        refused.len(),
        late.count(),
        olist.rejects().len(),
    );
    for reject in refused.iter().chain(olist.rejects()).take(10) {
        eprintln!("{reject}");
    }
    assert!(refused.len() * 100 < olist.orders_total() as usize);
}
