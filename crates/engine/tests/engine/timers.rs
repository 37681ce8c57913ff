//! Timers on both engines: each once, never early, late ones at their due time, failures bounded.

use std::sync::Arc;

use crate::common::{Bench, on_both, tenant};
use engine::timers::{self, TimerHandler};
use engine::{HandlerError, Workers};
use kernel::{Clock as _, Duration, OrderId, Rng, Timestamp};
use store::feed::{self, ImportRow};
use store::testkit::{TestDatabase, clock};
use store::timers::{DueTimer, NewTimer};
use store::{Store, StoreOptions, Tx, jobs, tenants};

/// Notes in the store what fires (the closure may run more than once, what it writes counts once);
/// orders named `poison` and `panic` fail.
struct Recorder;

impl TimerHandler for Recorder {
    fn fire(&self, tx: &mut Tx<'_>, timer: &DueTimer) -> Result<(), HandlerError> {
        match timer.order.as_str() {
            "poison" => return Err(HandlerError::Failed("cannot".to_owned())),
            "panic" => panic!("a handler panics"),
            _ => {}
        }
        let source = timer.order.to_string();
        let before = feed::import(tx, &tenant(), &source)?.map_or(0, |row| row.accepted);
        let row = ImportRow {
            source,
            resume_cursor: String::new(),
            accepted: before + 1,
            unchanged: 0,
            rejected: 0,
            started_at: timer.due_at,
            updated_at: timer.now,
            finished_at: None,
        };
        Ok(feed::save_import(tx, &tenant(), &row)?)
    }
}

/// How often an order's timers fired, and the last one's due time and the tenant's now.
async fn fired(store: &Store, order: &'static str) -> Option<(i64, Timestamp, Timestamp)> {
    let row = store.read(move |tx| feed::import(tx, &tenant(), order)).await.unwrap();
    row.map(|row: ImportRow| (row.accepted, row.started_at, row.updated_at))
}

async fn times(store: &Store, order: &'static str) -> i64 {
    fired(store, order).await.map_or(0, |(times, ..)| times)
}

async fn schedule(bench: &Bench, timers: Vec<NewTimer>) {
    bench.store.write(move |tx| store::timers::schedule(tx, timers.clone())).await.unwrap();
}

async fn round(bench: &Bench) -> usize {
    let handler: Arc<dyn TimerHandler> = Arc::new(Recorder);
    timers::round(&bench.store, &handler, &mut Rng::seeded(9)).await.unwrap()
}

#[test]
fn timers_fire_once_never_early_and_count_from_their_due_time() {
    on_both(async |mut bench| {
        let start = bench.now();
        let due = start.plus(Duration::from_secs(60));
        let timer = bench.timer("o1", due);
        schedule(&bench, vec![timer]).await;
        bench.clock.set(due.minus(Duration::from_millis(1)));
        assert_eq!(round(&bench).await, 0);
        let late = due.plus(Duration::from_hours(5));
        bench.clock.set(late);
        assert_eq!(round(&bench).await, 1);
        assert_eq!(round(&bench).await, 0);
        assert_eq!(fired(&bench.store, "o1").await, Some((1, due, late)));
    });
}

#[test]
fn cancelled_and_moved_timers_do_not_fire_at_the_old_time() {
    on_both(async |mut bench| {
        let due = bench.now().plus(Duration::from_secs(60));
        let (cancelled, moved) = (bench.timer("cancelled", due), bench.timer("moved", due));
        schedule(&bench, vec![cancelled.clone(), moved.clone()]).await;
        let later = due.plus(Duration::DAY);
        let now = bench.now();
        bench
            .store
            .write(move |tx| store::timers::cancel(tx, &tenant(), cancelled.timer, now))
            .await
            .unwrap();
        schedule(&bench, vec![NewTimer { due_at: later, ..moved }]).await;
        bench.clock.set(due);
        assert_eq!(round(&bench).await, 0);
        bench.clock.set(later);
        round(&bench).await;
        assert_eq!(times(&bench.store, "moved").await, 1);
        assert_eq!(times(&bench.store, "cancelled").await, 0);
    });
}

#[test]
fn a_failing_timer_waits_longer_each_time_and_ends_as_a_dead_letter() {
    on_both(async |mut bench| {
        let now = bench.now();
        let timers = ["poison", "panic", "good"].map(|order| bench.timer(order, now));
        schedule(&bench, timers.to_vec()).await;
        assert_eq!(round(&bench).await, 3);
        assert_eq!(times(&bench.store, "good").await, 1);
        assert_eq!(round(&bench).await, 0, "the failed ones wait");
        for _ in 1..timers::ATTEMPTS_MAX {
            bench.clock.advance(Duration::from_secs(400));
            assert_eq!(round(&bench).await, 2);
        }
        bench.clock.advance(Duration::DAY);
        assert_eq!(round(&bench).await, 0);
        let dead = bench
            .store
            .read(|tx| jobs::dead_letters(tx, &tenant(), &store::Cursor::newest(), 10))
            .await
            .unwrap();
        let mut errors: Vec<String> = dead.into_iter().map(|letter| letter.error).collect();
        errors.sort();
        assert_eq!(errors, ["a storage closure panicked: a handler panics", "cannot"]);
    });
}

#[test]
fn a_tenant_on_a_test_clock_lives_by_it() {
    on_both(async |mut bench| {
        let start = bench.now();
        let due = start.plus(Duration::from_days(21));
        let timer = bench.timer("o1", due);
        schedule(&bench, vec![timer]).await;
        let set =
            |at| bench.store.write(move |tx| tenants::set_test_clock(tx, &tenant(), Some(at)));
        set(start).await.unwrap();
        bench.clock.set(due.plus(Duration::DAY));
        assert_eq!(round(&bench).await, 0, "real time does not count");
        set(due).await.unwrap();
        assert_eq!(round(&bench).await, 1);
        assert_eq!(fired(&bench.store, "o1").await, Some((1, due, due)));
    });
}

#[test]
fn the_loop_fires_what_becomes_due_and_stops_when_told() {
    on_both(async |mut bench| {
        let due = bench.now().plus(Duration::from_secs(30));
        let timer = bench.timer("o1", due);
        schedule(&bench, vec![timer]).await;
        let store = bench.store.clone();
        let mut workers = Workers::new();
        workers.start("timers", move |shutdown| {
            timers::run(store.clone(), Arc::new(Recorder), Rng::seeded(1), shutdown)
        });
        bench.clock.set(due);
        while times(&bench.store, "o1").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(workers.stop(std::time::Duration::from_secs(60)).await);
        assert_eq!(times(&bench.store, "o1").await, 1);
    });
}

#[test]
fn one_of_two_nodes_fires_and_the_other_takes_over() {
    let Some(database) = TestDatabase::postgres().unwrap() else { return };
    let clock = clock();
    let nodes =
        ["n1", "n2"].map(|name| database.open(StoreOptions::new(name, clock.clone())).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let now = clock.now();
        let mut rng = Rng::seeded(1);
        let timer = |rng: &mut Rng| NewTimer {
            tenant: tenant(),
            timer: kernel::TimerId::generate(now, rng),
            order: OrderId::new("o1").unwrap(),
            kind: "evidence".to_owned(),
            due_at: now,
            test_clock: false,
            doc: "{}".to_owned(),
        };
        let (one, two) = (timer(&mut rng), timer(&mut rng));
        nodes[0].write(move |tx| store::timers::schedule(tx, vec![one.clone()])).await.unwrap();
        let handler: Arc<dyn TimerHandler> = Arc::new(Recorder);
        assert_eq!(timers::round(&nodes[1], &handler, &mut rng).await.unwrap(), 0, "stands by");
        assert_eq!(timers::round(&nodes[0], &handler, &mut rng).await.unwrap(), 1);
        nodes[0].close();
        nodes[1].write(move |tx| store::timers::schedule(tx, vec![two.clone()])).await.unwrap();
        assert_eq!(timers::round(&nodes[1], &handler, &mut rng).await.unwrap(), 1);
        assert_eq!(times(&nodes[1], "o1").await, 2);
    });
}

#[test]
fn the_synchronous_step_fires_in_order() {
    on_both(async |mut bench| {
        let start = bench.now();
        let timers: Vec<NewTimer> = [3, 1, 2]
            .map(|n| bench.timer(&format!("o{n}"), start.plus(Duration::from_secs(n))))
            .to_vec();
        schedule(&bench, timers).await;
        let now = start.plus(Duration::from_secs(2));
        let order: Vec<String> = bench
            .store
            .write(move |tx| {
                let mut order = Vec::new();
                timers::run_due::<HandlerError>(tx, now, 10, |_, timer| {
                    order.push(timer.order.to_string());
                    Ok(())
                })?;
                Ok::<_, HandlerError>(order)
            })
            .await
            .unwrap();
        assert_eq!(order, ["o1", "o2"]);
    });
}
