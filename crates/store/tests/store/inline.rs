//! Inline mode: deterministic, and its simulated crashes are what they say.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::testkit::{clock, inline};
use store::{CrashPoint, Fault, FaultPlan, Store, StoreError, orders};

use crate::common::{insert_order, order, tenant};

fn has(store: &Store, n: u32) -> bool {
    let row = store.read_blocking(move |tx| orders::load(tx, &tenant(), &order(n))).unwrap();
    row.is_some_and(|row: orders::OrderFileRow| row.version == 1)
}

#[test]
fn a_crash_before_commit_leaves_nothing_and_after_it_everything() {
    let faults = FaultPlan::default();
    let store = inline(clock(), faults.clone()).unwrap();
    let cases = [
        (Fault::CrashBeforeCommit, CrashPoint::BeforeCommit, false),
        (Fault::CrashAfterCommit, CrashPoint::AfterCommit, true),
    ];
    for (n, (fault, point, written)) in (1u32..).zip(cases) {
        faults.arm(1, fault);
        store.write_blocking(move |tx| insert_order(tx, 10 * n)).unwrap();
        let crashed = store.write_blocking(move |tx| insert_order(tx, n));
        assert!(matches!(crashed, Err(StoreError::Crashed(at)) if at == point), "{crashed:?}");
        assert_eq!(has(&store, n), written);
        store.write_blocking(move |tx| insert_order(tx, 10 * n + 1)).unwrap();
    }
    assert_eq!(faults.writes(), 6);
}

#[test]
fn a_conflict_makes_the_closure_run_again_with_one_effect() {
    let faults = FaultPlan::default();
    let store = inline(clock(), faults.clone()).unwrap();
    faults.arm(0, Fault::Conflict);
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    store
        .write_blocking(move |tx| {
            count.fetch_add(1, Ordering::SeqCst);
            insert_order(tx, 1)
        })
        .unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert!(has(&store, 1));
}

#[test]
fn it_runs_on_the_callers_thread_also_through_the_async_calls() {
    let store = inline(clock(), FaultPlan::default()).unwrap();
    let here = std::thread::current().id();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let there = runtime
        .block_on(store.write(move |_| Ok::<_, StoreError>(std::thread::current().id())))
        .unwrap();
    assert_eq!(here, there);
}

#[test]
fn an_error_is_taken_back() {
    let store = inline(clock(), FaultPlan::default()).unwrap();
    let failed: Result<(), StoreError> = store.write_blocking(|tx| {
        insert_order(tx, 1)?;
        Err(StoreError::Closed)
    });
    assert!(failed.is_err());
    assert!(!has(&store, 1));
    let twice = store.write_blocking(|tx| {
        insert_order(tx, 2)?;
        insert_order(tx, 2)
    });
    assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
    assert!(!has(&store, 2));
}
