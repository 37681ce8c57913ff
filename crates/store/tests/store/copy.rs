//! Copying a store to the other engine and back: equal, resumable, and never over other data.

use kernel::{EntryId, Rng};
use store::ledger::{EntryRow, Phase, PostingLine};
use store::testkit::{TestDatabase, clock};
use store::webhooks::{ACTIVE, EndpointRow};
use store::{
    Store, StoreError, StoreOptions, evidence, ledger, migrate_store, orders, tenants, webhooks,
};

use crate::common::{NOW, insert_order, order, tenant};

const ORDERS: u32 = 1_200;

fn fill(store: &Store) {
    store
        .write_blocking(|tx| {
            tenants::insert(tx, &tenant(), "{\"name\":\"Å\"}".to_owned(), true, NOW)?;
            for n in 0..ORDERS {
                insert_order(tx, n)?;
            }
            let bytes: Vec<u8> = (0..=255).collect();
            let blob = evidence::BlobRow {
                tenant: tenant(),
                sha256: kernel::canonical::Sha256Hex::of(&bytes),
                size: 256,
                media_type: "image/png".to_owned(),
                content: evidence::BlobContent::Bytes(bytes),
                created_at: NOW,
            };
            evidence::put_blob(tx, blob, "merchant/m1")?;
            let mut rng = Rng::seeded(5);
            let line = |account: &str, amount| PostingLine {
                account: account.to_owned(),
                currency: kernel::Currency::EUR,
                amount,
            };
            let entry = EntryRow {
                tenant: tenant(),
                entry: EntryId::generate(NOW, &mut rng),
                key: "k".to_owned(),
                order: order(1),
                dispute: None,
                phase: Phase::Posted,
                pending_entry: None,
                cause: "c".to_owned(),
                at: NOW,
                effective_at: NOW,
                lane: 0,
                doc: "{}".to_owned(),
                lines: vec![line("a", 5), line("b", -5)],
            };
            ledger::post(tx, vec![entry])?;
            let endpoint = EndpointRow {
                tenant: tenant(),
                webhook: kernel::WebhookId::generate(NOW, &mut rng),
                url: "https://hooks.example.com/".to_owned(),
                topics: "[]".to_owned(),
                merchant: None,
                secrets: "[]".to_owned(),
                development: true,
                state: ACTIVE.to_owned(),
                disabled_reason: None,
                created_at: NOW,
                updated_at: NOW,
                version: 1,
            };
            webhooks::insert_endpoint(tx, &endpoint)
        })
        .unwrap();
}

fn copying(database: &TestDatabase) -> Store {
    let mut options = StoreOptions::new("copy", clock());
    options.allow_unfinished_copy = true;
    database.open(options).unwrap()
}

/// SQLite, and PostgreSQL where there is one (else a second SQLite file).
fn pair() -> (TestDatabase, TestDatabase) {
    let other = TestDatabase::postgres().unwrap();
    (TestDatabase::sqlite().unwrap(), other.unwrap_or_else(|| TestDatabase::sqlite().unwrap()))
}

#[test]
fn a_store_goes_to_the_other_engine_and_back_unchanged() {
    let (first, second) = pair();
    let third = TestDatabase::sqlite().unwrap();
    let stores = [copying(&first), copying(&second), copying(&third)];
    fill(&stores[0]);
    let mut verified = 0;
    migrate_store(&stores[0], &stores[1], "first", |progress| {
        verified += usize::from(progress.verified);
        assert!(progress.rows <= progress.rows_total);
    })
    .unwrap();
    migrate_store(&stores[1], &stores[2], "second", |_| {}).unwrap();
    assert_eq!(verified, 79);
    for store in &stores[1..] {
        let (file, tenant_row, count) = store
            .read_blocking(|tx| {
                Ok::<_, StoreError>((
                    orders::load(tx, &tenant(), &order(7))?,
                    tenants::get(tx, &tenant())?,
                    orders::count(tx, &tenant())?,
                ))
            })
            .unwrap();
        assert_eq!(count, i64::from(ORDERS));
        assert_eq!(file.unwrap().order, order(7));
        assert!(tenant_row.unwrap().sandbox);
    }
    // The finished target opens for service, and what follows works.
    stores[1].close();
    let opened = second.open(StoreOptions::new("n1", clock())).unwrap();
    opened.write_blocking(|tx| insert_order(tx, ORDERS)).unwrap();
}

#[test]
fn a_target_with_data_is_refused() {
    let (first, second) = pair();
    let (from, to) = (copying(&first), copying(&second));
    fill(&from);
    to.write_blocking(|tx| insert_order(tx, 1)).unwrap();
    let refused = migrate_store(&from, &to, "first", |_| {}).unwrap_err().to_string();
    assert!(refused.contains("not empty") && refused.contains("order_files"), "{refused}");
}

#[test]
fn an_interrupted_copy_stays_shut_and_is_resumed() {
    let (first, second) = pair();
    let (from, to) = (copying(&first), copying(&second));
    fill(&from);
    // Stops in the middle of the order files, as a kill would: by a panic in the callback.
    let (source, target) = (from.clone(), to.clone());
    let cut = std::thread::spawn(move || {
        migrate_store(&source, &target, "first", |progress| {
            assert!(!(progress.table == "order_files" && progress.rows >= 500), "cut");
        })
    });
    assert!(cut.join().is_err());
    to.close();
    let shut = second.open(StoreOptions::new("n1", clock())).unwrap_err().to_string();
    assert!(shut.contains("unfinished"), "{shut}");
    let to = copying(&second);
    let other = migrate_store(&from, &to, "elsewhere", |_| {}).unwrap_err().to_string();
    assert!(other.contains("unfinished copy from first"), "{other}");
    let mut resumed_at = 0;
    migrate_store(&from, &to, "first", |progress| {
        if progress.table == "order_files" && resumed_at == 0 {
            resumed_at = progress.rows;
        }
    })
    .unwrap();
    assert_eq!(resumed_at, 500);
    let count = to.read_blocking(|tx| orders::count(tx, &tenant())).unwrap();
    assert_eq!(count, i64::from(ORDERS));
}

#[test]
fn a_difference_is_found() {
    let (first, second) = pair();
    let (from, to) = (copying(&first), copying(&second));
    fill(&from);
    let changer = to.clone();
    let found = migrate_store(&from, &to, "first", move |progress| {
        // Somebody changes a row that was copied already.
        if progress.table == "order_files" && progress.rows == progress.rows_total {
            let changed = changer.write_blocking(|tx| {
                orders::save(tx, &tenant(), &order(3), 1, "changed".to_owned(), NOW)
            });
            assert!(matches!(changed, Ok(()) | Err(StoreError::Conflict { .. })));
        }
    });
    let text = found.unwrap_err().to_string();
    assert!(text.contains("table order_files differs"), "{text}");
}

#[test]
fn a_store_in_use_is_not_copied() {
    let (first, second) = pair();
    let (from, to) = (copying(&first), copying(&second));
    let busy = first.open(StoreOptions::new("busy", clock())).unwrap();
    let refused = migrate_store(&from, &to, "first", |_| {}).unwrap_err().to_string();
    assert!(refused.contains("node busy still uses the source"), "{refused}");
    busy.close();
    migrate_store(&from, &to, "first", |_| {}).unwrap();
}
