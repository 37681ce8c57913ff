//! What closures that share a commit know without asking again is what they would have been told.

use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use kernel::canonical::Sha256Hex;
use kernel::{AuditId, Currency, Rng};
use store::audit::AuditRow;
use store::testkit::on_both_engines;
use store::{Lookup, Store, StoreError, Tx, audit, conversation_events, ledger, orders};

use crate::common::{NOW, insert_order, open, order, tenant};
use crate::ledger::posting;

type Answer<T> = JoinHandle<Result<T, StoreError>>;

/// Holds the writer up, lets `submit` queue closures behind it, and lets them all run together.
fn in_one_batch<T>(store: &Store, submit: impl FnOnce() -> Vec<Answer<T>>) -> Vec<Answer<T>> {
    let ((started, running), (go, wait)) = (channel(), channel::<()>());
    let blocker = store.clone();
    let first = std::thread::spawn(move || {
        blocker.write_blocking(move |_| {
            let _ = started.send(());
            let _ = wait.recv();
            Ok::<(), StoreError>(())
        })
    });
    running.recv().unwrap();
    let answers = submit();
    drop(go);
    first.join().unwrap().unwrap();
    answers
}

fn write_after<T: Send + 'static>(
    store: &Store,
    lookups: Vec<Lookup>,
    closure: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Answer<T> {
    let store = store.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    std::thread::spawn(move || runtime.block_on(store.write_after(lookups, closure)))
}

/// Adds one to the number in an order's document.
fn count_up(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let file = orders::load(tx, &tenant(), &order(1))?.unwrap();
    let doc = (file.doc.parse::<i64>().unwrap_or(0) + 1).to_string();
    orders::save(tx, &tenant(), &order(1), file.version, doc, NOW)
}

#[test]
fn a_lookup_that_an_earlier_closure_made_stale_loses_no_write() {
    on_both_engines(|database| {
        let store = open(database);
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let lookup = || orders::lookup(&tenant(), &order(1));
        // Some ask beforehand, some do not, some ask twice.
        let lookups = |n: usize| (0..n % 3).map(|_| lookup()).collect::<Vec<_>>();
        let answers = in_one_batch(&store, || {
            (0..30).map(|n| write_after(&store, lookups(n), count_up)).collect()
        });
        answers.into_iter().for_each(|answer| answer.join().unwrap().unwrap());
        let file = store.read_blocking(|tx| orders::load(tx, &tenant(), &order(1))).unwrap();
        let file = file.unwrap();
        assert_eq!((file.version, file.doc.as_str()), (31, "30"));
    })
    .unwrap();
}

#[test]
fn a_lookup_that_no_database_takes_fails_for_its_own_closure_alone() {
    on_both_engines(|database| {
        let store = open(database);
        let id = kernel::ConversationId::generate(NOW, &mut Rng::seeded(1));
        let lookup = conversation_events::lookup_client_id(&tenant(), id, "a\0b");
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let answers = in_one_batch(&store, || {
            let asks = move |tx: &mut Tx<'_>| {
                conversation_events::by_client_id(tx, &tenant(), id, "a\0b").map(|_| ())
            };
            let lookups = vec![orders::lookup(&tenant(), &order(1))];
            vec![write_after(&store, vec![lookup], asks), write_after(&store, lookups, count_up)]
        });
        let answers: Vec<_> = answers.into_iter().map(|answer| answer.join().unwrap()).collect();
        assert!(matches!(answers.as_slice(), [Err(StoreError::NulInText), Ok(())]), "{answers:?}");
    })
    .unwrap();
}

#[test]
fn a_closure_that_wrote_sees_its_own_write() {
    on_both_engines(|database| {
        let store = open(database);
        let lookup = vec![orders::lookup(&tenant(), &order(1))];
        let found = write_after(&store, lookup, |tx| {
            insert_order(tx, 1)?;
            orders::load(tx, &tenant(), &order(1))
        });
        assert_eq!(found.join().unwrap().unwrap().map(|file| file.version), Some(1));
    })
    .unwrap();
}

/// Appends to the audit chain and moves a unit; what the chain's length and the balance were.
fn append_and_post(tx: &mut Tx<'_>, n: i64) -> Result<(i64, i64), StoreError> {
    let seq = audit::head(tx, &tenant())?.map_or(0, |(seq, _)| seq);
    let [balance] = ledger::balances_of(tx, &tenant(), ["account:1".to_owned()], Currency::EUR)?;
    let next = AuditRow {
        tenant: tenant(),
        lane: tx.lease().lane,
        seq: seq + 1,
        audit: AuditId::generate(NOW, &mut Rng::seeded(n as u64)),
        at: NOW,
        body: "{}".to_owned(),
        hash: Sha256Hex::of(&n.to_be_bytes()),
    };
    audit::append(tx, vec![next])?;
    ledger::post(tx, vec![posting(n, 1)])?;
    // Every tenth changes its mind after it wrote.
    if n % 10 == 0 { Err(StoreError::Closed) } else { Ok((seq, balance.posted)) }
}

#[test]
fn chain_and_balances_are_known_as_the_closures_before_left_them() {
    on_both_engines(|database| {
        let store = open(database);
        for (range, kept_before) in [(1..=9i64, 0), (10..=30, 9), (31..=50, 27)] {
            let answers = in_one_batch(&store, || {
                range
                    .map(|n| write_after(&store, Vec::new(), move |tx| append_and_post(tx, n)))
                    .collect()
            });
            let mut seen: Vec<(i64, i64)> =
                answers.into_iter().filter_map(|answer| answer.join().unwrap().ok()).collect();
            seen.sort_unstable();
            let expected = (kept_before..).map(|n| (n, n)).take(seen.len());
            assert_eq!(seen, expected.collect::<Vec<_>>());
        }
        let chain = store.read_blocking(|tx| audit::list(tx, &tenant(), (0, 0), 100)).unwrap();
        let chain: Vec<i64> = chain.into_iter().map(|entry| entry.seq).collect();
        assert_eq!(chain, (1..=45).collect::<Vec<_>>());
    })
    .unwrap();
}
