//! What only PostgreSQL can do to us: sessions that are killed, and nodes that hang in a
//! transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;

use kernel::{Duration, ManualClock};
use store::testkit::{TestDatabase, clock};
use store::{Store, StoreError, StoreOptions, orders};

use crate::common::{insert_order, open, order, tenant};

/// The database, unless there is none on this machine.
fn database() -> Option<TestDatabase> {
    TestDatabase::postgres().unwrap()
}

/// Ends every session of one node, as an operator or a failing network would.
fn kill_sessions(by: &Store, node: &str) -> i64 {
    let name = format!("ombud:{node}");
    by.read_blocking(move |tx| {
        let sql = "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
            WHERE application_name = $1 AND datname = current_database()) AS killed";
        tx.query_one(sql, &[(&name).into()])?.get(0)
    })
    .unwrap()
}

#[test]
fn killed_sessions_cost_no_request() {
    let Some(database) = database() else { return };
    let clock = clock();
    let store = database.open(StoreOptions::new("n1", clock.clone())).unwrap();
    let operator = database.open(StoreOptions::new("operator", clock)).unwrap();
    for n in 0..5 {
        store.write_blocking(move |tx| insert_order(tx, n)).unwrap();
        assert!(kill_sessions(&operator, "n1") >= 2);
        let read = store.read_blocking(move |tx| orders::load(tx, &tenant(), &order(n))).unwrap();
        assert!(read.is_some_and(|row: orders::OrderFileRow| row.version == 1));
    }
    assert_eq!(store.stats().fenced, 0);
}

#[test]
fn a_session_killed_inside_a_closure_makes_it_run_again() {
    let Some(database) = database() else { return };
    let clock = clock();
    let store = database.open(StoreOptions::new("n1", clock.clone())).unwrap();
    let operator = database.open(StoreOptions::new("operator", clock)).unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    store
        .write_blocking(move |tx| {
            insert_order(tx, 1)?;
            tx.flush()?;
            if count.fetch_add(1, Ordering::SeqCst) == 0 {
                kill_sessions(&operator, "n1");
            }
            insert_order(tx, 2)
        })
        .unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    let count = store.read_blocking(|tx| orders::count(tx, &tenant())).unwrap();
    assert_eq!(count, 2);
}

fn short_lease(name: &str, clock: &Arc<ManualClock>) -> StoreOptions {
    let mut options = StoreOptions::new(name, clock.clone());
    options.lease = Duration::from_secs(2);
    options
}

#[test]
fn a_node_that_hangs_in_its_transaction_is_cut_off_and_fenced() {
    let Some(database) = database() else { return };
    let clock = clock();
    let hanging = database.open(short_lease("hanging", &clock)).unwrap();
    let lane = hanging.stats().lease.lane;
    let (started, running) = channel();
    let (go, wait) = channel::<()>();
    let writer = hanging.clone();
    let write = std::thread::spawn(move || {
        writer.write_blocking(move |tx| {
            insert_order(tx, 1)?;
            tx.flush()?;
            // As a process would that is stopped (SIGSTOP) while it holds its row locks.
            started.send(()).unwrap();
            let _ = wait.recv();
            Ok::<_, StoreError>(())
        })
    });
    running.recv().unwrap();
    clock.advance(Duration::from_secs(3));
    // Waits for the lock on the lane until the server ends the hanging session.
    let taker = database.open(short_lease("taker", &clock)).unwrap();
    assert_eq!(taker.stats().lease.lane, lane);
    drop(go);
    let late = write.join().unwrap();
    // It hears of the loss when it sends its commit, or before.
    let refused = matches!(late, Err(StoreError::Fenced { .. } | StoreError::CommitUnknown(_)));
    assert!(refused, "{late:?}");
    let none = taker.read_blocking(|tx| orders::count(tx, &tenant())).unwrap();
    assert_eq!(none, 0, "nothing of the late node's work is there");
    // At the latest with its next write it is fenced, once, and then works again.
    let next = hanging.write_blocking(|tx| insert_order(tx, 2));
    assert!(matches!(next, Ok(()) | Err(StoreError::Fenced { .. })), "{next:?}");
    hanging.write_blocking(|tx| insert_order(tx, 3)).unwrap();
    assert_eq!(hanging.stats().fenced, 1);
}

#[test]
fn a_wrong_address_and_a_wrong_url_say_what_to_mend() {
    let nowhere = "postgres://nobody@%2Fnonexistent/db";
    let error = Store::open_postgres(nowhere, StoreOptions::new("n1", clock())).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    let wrong = "postgres://h:port/db";
    let error = Store::open_postgres(wrong, StoreOptions::new("n1", clock())).unwrap_err();
    assert!(error.to_string().contains("DATABASE_URL"), "{error}");
}

#[test]
fn a_lock_that_is_held_too_long_is_a_conflict_not_a_hang() {
    let Some(database) = database() else { return };
    let holder = open(&database);
    let clock = clock();
    let waiter = database.open(short_lease("waiter", &clock)).unwrap();
    holder.write_blocking(|tx| insert_order(tx, 1)).unwrap();
    let (started, running) = channel();
    let (go, wait) = channel::<()>();
    let held = holder.clone();
    let hold = std::thread::spawn(move || {
        held.write_blocking(move |tx| {
            let now = crate::common::NOW;
            orders::save(tx, &tenant(), &order(1), 1, "first".to_owned(), now)?;
            tx.flush()?;
            started.send(()).unwrap();
            let _ = wait.recv();
            Ok::<_, StoreError>(())
        })
    });
    running.recv().unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    let mut release = Some(go);
    waiter
        .write_blocking(move |tx| {
            if count.fetch_add(1, Ordering::SeqCst) == 1 {
                // The second run: the first waited for the lock and gave up.
                drop(release.take());
            }
            let file = orders::load(tx, &tenant(), &order(1))?.unwrap();
            let doc = format!("{}+second", file.doc);
            orders::save(tx, &tenant(), &order(1), file.version, doc, crate::common::NOW)
        })
        .unwrap();
    hold.join().unwrap().unwrap();
    assert!(runs.load(Ordering::SeqCst) >= 2);
    let file = waiter.read_blocking(|tx| orders::load(tx, &tenant(), &order(1))).unwrap();
    assert_eq!(file.map(|file: orders::OrderFileRow| file.doc).as_deref(), Some("first+second"));
}
