//! Timers on both engines: each once, never early, late ones at their due time, failures bounded.

use std::sync::{Arc, Mutex};

use crate::common::{Bench, on_both, tenant};
use engine::timers::{self, TimerHandler};
use engine::{HandlerError, Workers};
use kernel::{Clock as _, Duration, OrderId, Rng, Timestamp};
use store::testkit::{TestDatabase, clock};
use store::timers::{DueTimer, NewTimer};
use store::{StoreOptions, Tx, jobs, tenants};

/// Notes what fires; orders named `poison` fail.
#[derive(Default)]
struct Recorder(Mutex<Vec<(String, Timestamp, Timestamp)>>);

impl TimerHandler for Recorder {
    fn fire(&self, _: &mut Tx<'_>, timer: &DueTimer) -> Result<(), HandlerError> {
        match timer.order.as_str() {
            "poison" => Err(HandlerError::Failed("cannot".to_owned())),
            "panic" => panic!("a handler panics"),
            order => {
                let fired = (order.to_owned(), timer.due_at, timer.now);
                self.0.lock().unwrap().push(fired);
                Ok(())
            }
        }
    }
}

async fn schedule(bench: &Bench, timers: Vec<NewTimer>) {
    bench.store.write(move |tx| store::timers::schedule(tx, timers.clone())).await.unwrap();
}

async fn round(bench: &Bench, recorder: &Arc<Recorder>) -> usize {
    let handler: Arc<dyn TimerHandler> = recorder.clone();
    timers::round(&bench.store, &handler, &mut Rng::seeded(9)).await.unwrap()
}

fn fired(recorder: &Recorder) -> Vec<String> {
    recorder.0.lock().unwrap().iter().map(|(order, ..)| order.clone()).collect()
}

#[test]
fn timers_fire_once_never_early_and_count_from_their_due_time() {
    on_both(async |mut bench| {
        let start = bench.now();
        let due = start.plus(Duration::from_secs(60));
        let timer = bench.timer("o1", due);
        schedule(&bench, vec![timer]).await;
        let recorder = Arc::new(Recorder::default());
        bench.clock.set(due.minus(Duration::from_millis(1)));
        assert_eq!(round(&bench, &recorder).await, 0);
        let late = due.plus(Duration::from_hours(5));
        bench.clock.set(late);
        assert_eq!(round(&bench, &recorder).await, 1);
        assert_eq!(round(&bench, &recorder).await, 0);
        assert_eq!(*recorder.0.lock().unwrap(), [("o1".to_owned(), due, late)]);
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
        let recorder = Arc::new(Recorder::default());
        bench.clock.set(due);
        assert_eq!(round(&bench, &recorder).await, 0);
        bench.clock.set(later);
        round(&bench, &recorder).await;
        assert_eq!(fired(&recorder), ["moved"]);
    });
}

#[test]
fn a_failing_timer_waits_longer_each_time_and_ends_as_a_dead_letter() {
    on_both(async |mut bench| {
        let now = bench.now();
        let timers = ["poison", "panic", "good"].map(|order| bench.timer(order, now));
        schedule(&bench, timers.to_vec()).await;
        let recorder = Arc::new(Recorder::default());
        assert_eq!(round(&bench, &recorder).await, 3);
        assert_eq!(fired(&recorder), ["good"]);
        assert_eq!(round(&bench, &recorder).await, 0, "the failed ones wait");
        for _ in 1..timers::ATTEMPTS_MAX {
            bench.clock.advance(Duration::from_secs(400));
            assert_eq!(round(&bench, &recorder).await, 2);
        }
        bench.clock.advance(Duration::DAY);
        assert_eq!(round(&bench, &recorder).await, 0);
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
        let recorder = Arc::new(Recorder::default());
        bench.clock.set(due.plus(Duration::DAY));
        assert_eq!(round(&bench, &recorder).await, 0, "real time does not count");
        set(due).await.unwrap();
        assert_eq!(round(&bench, &recorder).await, 1);
        assert_eq!(*recorder.0.lock().unwrap(), [("o1".to_owned(), due, due)]);
    });
}

#[test]
fn the_loop_fires_what_becomes_due_and_stops_when_told() {
    on_both(async |mut bench| {
        let due = bench.now().plus(Duration::from_secs(30));
        let timer = bench.timer("o1", due);
        schedule(&bench, vec![timer]).await;
        let recorder = Arc::new(Recorder::default());
        let (store, handler) = (bench.store.clone(), recorder.clone());
        let mut workers = Workers::new();
        workers.start("timers", move |shutdown| {
            timers::run(store.clone(), handler.clone(), Rng::seeded(1), shutdown)
        });
        bench.clock.set(due);
        while fired(&recorder).is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(workers.stop(std::time::Duration::from_secs(60)).await);
        assert_eq!(fired(&recorder), ["o1"]);
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
        let recorder = Arc::new(Recorder::default());
        let handler: Arc<dyn TimerHandler> = recorder.clone();
        assert_eq!(timers::round(&nodes[1], &handler, &mut rng).await.unwrap(), 0, "stands by");
        assert_eq!(timers::round(&nodes[0], &handler, &mut rng).await.unwrap(), 1);
        nodes[0].close();
        nodes[1].write(move |tx| store::timers::schedule(tx, vec![two.clone()])).await.unwrap();
        assert_eq!(timers::round(&nodes[1], &handler, &mut rng).await.unwrap(), 1);
        assert_eq!(fired(&recorder).len(), 2);
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
