//! Leases: lanes are unique, a node that lost its lane cannot commit, and it comes back by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;

use kernel::{Clock as _, Duration, ManualClock};
use store::testkit::{clock, on_both_engines};
use store::{StoreError, StoreOptions, list_nodes, orders};

use crate::common::{NOW, insert_order, order, tenant};

/// So long that no heartbeat (by real time) falls into a test.
const LONG_LEASE: Duration = Duration::from_hours(1);

fn long_lease(name: &str, clock: &Arc<ManualClock>) -> StoreOptions {
    let mut options = StoreOptions::new(name, clock.clone());
    options.lease = LONG_LEASE;
    options
}

#[test]
fn lanes_are_unique_and_used_again_after_a_graceful_stop() {
    on_both_engines(|database| {
        let clock = clock();
        let open = |name| database.open(StoreOptions::new(name, clock.clone())).unwrap();
        let (a, b) = (open("a"), open("b"));
        assert_eq!((a.stats().lease.lane, b.stats().lease.lane), (1, 2));
        a.close();
        let c = open("c");
        assert_eq!((c.stats().lease.lane, c.stats().lease.fence), (1, 2));
        let d = open("d");
        assert_eq!(d.stats().lease.lane, 3);
        let nodes = b.read_blocking(list_nodes).unwrap();
        let names: Vec<&str> = nodes.iter().map(|node| node.node.as_str()).collect();
        assert_eq!(names, ["c", "b", "d"]);
    })
    .unwrap();
}

#[test]
fn a_node_that_slept_past_its_lease_writes_nothing_and_comes_back() {
    on_both_engines(|database| {
        let clock = clock();
        let sleeper = database.open(long_lease("sleeper", &clock)).unwrap();
        sleeper.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        let before = sleeper.stats().lease;
        // Nobody hears of it for longer than its lease: another node takes the lane.
        clock.advance(LONG_LEASE);
        let other = database.open(long_lease("other", &clock)).unwrap();
        assert_eq!(other.stats().lease.lane, before.lane);
        let late = sleeper
            .write_blocking(|tx| orders::save(tx, &tenant(), &order(1), 1, "late".into(), NOW));
        assert!(matches!(late, Err(StoreError::Fenced { .. })), "{late:?}");
        let file = other.read_blocking(|tx| orders::load(tx, &tenant(), &order(1))).unwrap();
        assert_eq!(file.map(|file: orders::OrderFileRow| file.doc).as_deref(), Some("{}"));
        // It has registered anew and works again, in another lane.
        sleeper.write_blocking(|tx| insert_order(tx, 2)).unwrap();
        let after = sleeper.stats();
        assert_eq!((after.fenced, after.lease.lane), (1, before.lane + 1));
        other.write_blocking(|tx| insert_order(tx, 3)).unwrap();
    })
    .unwrap();
}

#[test]
fn a_long_idle_node_whose_lane_nobody_took_goes_on() {
    on_both_engines(|database| {
        let clock = clock();
        let store = database.open(StoreOptions::new("n1", clock.clone())).unwrap();
        clock.advance(Duration::from_days(400));
        store.write_blocking(|tx| insert_order(tx, 1)).unwrap();
        assert_eq!((store.stats().fenced, store.stats().lease.fence), (0, 1));
        let expires = store.read_blocking(list_nodes).unwrap()[0].expires_at;
        assert!(expires > clock.now());
    })
    .unwrap();
}

#[test]
fn the_fence_is_checked_in_the_transaction_not_before_it() {
    // The lane is taken while a batch is already running: the taker waits for its end or the batch
    // fails, and never do both commit under the same fence.
    on_both_engines(|database| {
        let clock = clock();
        let slow = database.open(long_lease("slow", &clock)).unwrap();
        let lane = slow.stats().lease.lane;
        let (started, running) = channel();
        let (go, wait) = channel::<()>();
        let runs = Arc::new(AtomicU32::new(0));
        let (writer, count) = (slow.clone(), Arc::clone(&runs));
        let write = std::thread::spawn(move || {
            writer.write_blocking(move |tx| {
                count.fetch_add(1, Ordering::SeqCst);
                insert_order(tx, 1)?;
                tx.flush()?;
                started.send(()).unwrap();
                wait.recv().unwrap();
                Ok::<_, StoreError>(tx.lease())
            })
        });
        running.recv().unwrap();
        clock.advance(LONG_LEASE);
        let taker_clock = clock.clone();
        let opened = std::thread::scope(|scope| {
            let taker = scope.spawn(|| database.open(long_lease("taker", &taker_clock)));
            go.send(()).unwrap();
            taker.join().unwrap()
        });
        let written = write.join().unwrap().unwrap();
        let taker = opened.unwrap();
        let taken = taker.stats().lease;
        assert_eq!(written.lane, lane);
        // Either the batch was first (and renewed its lease), or its fence is older.
        assert!(taken.lane != lane || taken.fence > written.fence, "{taken:?}");
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    })
    .unwrap();
}
