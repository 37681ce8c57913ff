//! The store's promises, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::TenantId;
use store::testkit::{clock, on_both_engines};
use store::{Store, StoreError, StoreOptions, orders, tenants};

use crate::common::{NOW, insert_order, open, order, tenant};

fn version(store: &Store, n: u32) -> Option<i64> {
    let row = store.read_blocking(move |tx| orders::load(tx, &tenant(), &order(n))).unwrap();
    row.map(|row: orders::OrderFileRow| row.version)
}

#[test]
fn what_was_acknowledged_is_there_after_reopening() {
    on_both_engines(|database| {
        let store = open(database);
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        store.close();
        assert!(matches!(store.write_blocking(|tx| insert_order(tx, 2)), Err(StoreError::Closed)));
        assert_eq!(version(&open(database), 1), Some(1));
    })
    .unwrap();
}

#[test]
fn an_error_takes_back_its_own_writes_and_nobody_elses() {
    on_both_engines(|database| {
        let store = open(database);
        let threads: Vec<_> = (0..40u32)
            .map(|n| {
                let store = store.clone();
                std::thread::spawn(move || {
                    store.write_blocking(move |tx| {
                        insert_order(tx, n)?;
                        if n % 2 == 1 {
                            return Err(StoreError::Missing { what: "on purpose".to_owned() });
                        }
                        Ok(())
                    })
                })
            })
            .collect();
        for (n, thread) in threads.into_iter().enumerate() {
            assert_eq!(thread.join().unwrap().is_ok(), n % 2 == 0);
            assert_eq!(version(&store, n as u32).is_some(), n % 2 == 0);
        }
    })
    .unwrap();
}

#[test]
fn a_failing_statement_spoils_only_its_closure() {
    on_both_engines(|database| {
        let store = open(database);
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let threads: Vec<_> = (0..20u32)
            .map(|n| {
                let store = store.clone();
                // Every fourth inserts the key that exists.
                let key = if n % 4 == 0 { 1 } else { 100 + n };
                std::thread::spawn(move || store.write_blocking(move |tx| insert_order(tx, key)))
            })
            .collect();
        for (n, thread) in threads.into_iter().enumerate() {
            let result = thread.join().unwrap();
            if n % 4 == 0 {
                assert!(matches!(result, Err(StoreError::Unique { .. })), "{result:?}");
            } else {
                result.unwrap();
                assert_eq!(version(&store, 100 + n as u32), Some(1));
            }
        }
    })
    .unwrap();
}

#[test]
fn a_panicking_closure_is_taken_back_and_the_writer_goes_on() {
    on_both_engines(|database| {
        let store = open(database);
        let result: Result<(), StoreError> = store.write_blocking(|tx| {
            insert_order(tx, 1)?;
            panic!("poison");
        });
        assert!(matches!(result, Err(StoreError::Panicked(text)) if text == "poison"));
        store.write_blocking(|tx| insert_order(tx, 2)).unwrap();
        assert_eq!((version(&store, 1), version(&store, 2)), (None, Some(1)));
    })
    .unwrap();
}

#[test]
fn a_stale_version_is_a_conflict_and_the_closure_runs_again() {
    on_both_engines(|database| {
        let store = open(database);
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&runs);
        store
            .write_blocking(move |tx| {
                // The first run pretends to have loaded an older version.
                let stale = i64::from(seen.fetch_add(1, Ordering::SeqCst) == 0);
                let file = orders::load(tx, &tenant(), &order(1))?.unwrap();
                orders::save(tx, &tenant(), &order(1), file.version - stale, "{}".into(), NOW)
            })
            .unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(version(&store, 1), Some(2));
        let hopeless: Result<(), StoreError> = store
            .write_blocking(|tx| orders::save(tx, &tenant(), &order(1), 99, "{}".to_owned(), NOW));
        assert!(matches!(hopeless, Err(StoreError::Conflict { .. })), "{hopeless:?}");
    })
    .unwrap();
}

#[test]
fn two_nodes_count_together_without_losing_one() {
    on_both_engines(|database| {
        let clock = clock();
        let nodes =
            ["n1", "n2"].map(|name| database.open(StoreOptions::new(name, clock.clone())).unwrap());
        assert_ne!(nodes[0].stats().lease.lane, nodes[1].stats().lease.lane);
        nodes[0].write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let threads: Vec<_> = (0..40)
            .map(|n| {
                let store = nodes[n % 2].clone();
                std::thread::spawn(move || {
                    store.write_blocking(|tx| {
                        let file = orders::load(tx, &tenant(), &order(1))?.unwrap();
                        let doc = format!("{}", file.doc.parse::<i64>().unwrap_or(0) + 1);
                        orders::save(tx, &tenant(), &order(1), file.version, doc, NOW)
                    })
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap().unwrap());
        let file =
            nodes[1].read_blocking(|tx| orders::load(tx, &tenant(), &order(1))).unwrap().unwrap();
        assert_eq!((file.version, file.doc.as_str()), (41, "40"));
    })
    .unwrap();
}

#[test]
fn reads_see_one_moment_and_cannot_write() {
    on_both_engines(|database| {
        let store = open(database);
        let result = store.read_blocking(|tx| {
            insert_order(tx, 1)?;
            tx.flush()
        });
        assert!(result.is_err());
        assert_eq!(version(&store, 1), None);
    })
    .unwrap();
}

#[test]
fn overload_is_answered_at_once() {
    on_both_engines(|database| {
        let mut options = StoreOptions::new("n1", clock());
        options.waiting_max = 1;
        let store = database.open(options).unwrap();
        let (started, running) = std::sync::mpsc::channel();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let blocker = store.clone();
        let first = std::thread::spawn(move || {
            blocker.write_blocking(move |_| {
                started.send(()).unwrap();
                wait.recv().unwrap();
                Ok::<(), StoreError>(())
            })
        });
        running.recv().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let results = runtime.block_on(async {
            let second = store.write(|tx| insert_order(tx, 1));
            let third = store.write(|tx| insert_order(tx, 2));
            tokio::pin!(second, third);
            // Polling submits: the second waits in the queue, the third finds it full.
            let third = tokio::select! {
                biased;
                _ = &mut second => panic!("the writer is busy"),
                third = &mut third => third,
            };
            go.send(()).unwrap();
            (second.await, third)
        });
        first.join().unwrap().unwrap();
        results.0.unwrap();
        assert!(matches!(results.1, Err(StoreError::Overloaded { waiting_max: 1 })));
    })
    .unwrap();
}

#[test]
fn nul_in_text_is_refused_by_name() {
    on_both_engines(|database| {
        let store = open(database);
        let result = store
            .write_blocking(|tx| tenants::insert(tx, &tenant(), "a\0b".to_owned(), false, NOW));
        assert!(matches!(result, Err(StoreError::NulInText)), "{result:?}");
    })
    .unwrap();
}

#[test]
fn text_sorts_by_bytes() {
    on_both_engines(|database| {
        let store = open(database);
        for name in ["b", "B", "a", "A", "_", "1"] {
            let id = TenantId::new(name).unwrap();
            store
                .write_blocking(move |tx| tenants::insert(tx, &id, "{}".to_owned(), false, NOW))
                .unwrap();
        }
        let listed = store.read_blocking(|tx| tenants::list(tx, "", 10)).unwrap();
        let names: Vec<String> =
            listed.into_iter().map(|row: tenants::TenantRow| row.tenant.to_string()).collect();
        assert_eq!(names, ["1", "A", "B", "_", "a", "b"]);
    })
    .unwrap();
}

#[test]
fn a_swallowed_error_does_not_count_as_success() {
    on_both_engines(|database| {
        let store = open(database);
        let result = store.write_blocking(|tx| {
            insert_order(tx, 1)?;
            // A closure that goes on as if nothing had happened.
            let _ = tx.query("SELECT no_such_column FROM order_files", &[]);
            Ok::<_, StoreError>(())
        });
        assert!(matches!(result, Err(StoreError::Statement { .. })), "{result:?}");
        assert_eq!(version(&store, 1), None);
    })
    .unwrap();
}

#[test]
fn closures_of_one_batch_see_what_those_before_them_wrote() {
    on_both_engines(|database| {
        let store = open(database);
        let (started, running) = std::sync::mpsc::channel();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let blocker = store.clone();
        let first = std::thread::spawn(move || {
            blocker.write_blocking(move |_| {
                let _ = started.send(());
                let _ = wait.recv();
                Ok::<(), StoreError>(())
            })
        });
        running.recv().unwrap();
        // These wait in the queue and then share one commit.
        let threads: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                std::thread::spawn(move || {
                    store.write_blocking(|tx| {
                        let count = orders::count(tx, &tenant())?;
                        insert_order(tx, count as u32)?;
                        Ok::<_, StoreError>(count)
                    })
                })
            })
            .collect();
        drop(go);
        first.join().unwrap().unwrap();
        let mut counts: Vec<i64> =
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect();
        counts.sort_unstable();
        assert_eq!(counts, (0..20).collect::<Vec<i64>>());
    })
    .unwrap();
}
