//! Jobs on both engines: done once in good times, again after failures, buried in the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::common::{Bench, on_both, tenant};
use async_trait::async_trait;
use engine::jobs::{self, Completion, JobHandler};
use engine::{HandlerError, Wake, Workers};
use kernel::{Duration, Rng};
use store::jobs::JobRow;
use store::{Cursor, Store, StoreError};

/// Fails as often as the payload says, then succeeds; `panic` panics.
#[derive(Default)]
struct Worker {
    runs: AtomicU32,
}

#[async_trait]
impl JobHandler for Worker {
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        if job.payload == "panic" {
            panic!("poison");
        }
        let failures: i64 = job.payload.parse().unwrap();
        if job.attempts < failures {
            return Err(HandlerError::Failed(format!("failure {}", job.attempts + 1)));
        }
        Ok(jobs::nothing_to_write())
    }
}

async fn enqueue(bench: &mut Bench, payload: &str) {
    let job = bench.job(payload);
    bench.store.write(move |tx| store::jobs::enqueue(tx, vec![job.clone()])).await.unwrap();
}

/// Takes and runs everything that is due; returns how many there were.
async fn round(bench: &Bench, worker: &Arc<Worker>) -> usize {
    let now = bench.now();
    let (lease, claimed) =
        bench.store.write(move |tx| jobs::claim(tx, "test", now, 10)).await.unwrap();
    let count = claimed.len();
    for job in claimed {
        let handler: Arc<dyn JobHandler> = worker.clone();
        jobs::one(bench.store.clone(), handler, job, lease, Rng::seeded(1)).await;
    }
    count
}

async fn dead(store: &Store) -> Vec<store::jobs::DeadLetterRow> {
    store
        .read(|tx| store::jobs::dead_letters(tx, &tenant(), &Cursor::newest(), 10))
        .await
        .map_err(|error: StoreError| error)
        .unwrap()
}

#[test]
fn a_job_that_fails_is_tried_again_later_and_then_done() {
    on_both(async |mut bench| {
        enqueue(&mut bench, "2").await;
        let worker = Arc::new(Worker::default());
        for _ in 0..2 {
            assert_eq!(round(&bench, &worker).await, 1);
            assert_eq!(round(&bench, &worker).await, 0, "it waits");
            bench.clock.advance(Duration::from_secs(5));
        }
        assert_eq!(round(&bench, &worker).await, 1);
        bench.clock.advance(Duration::DAY);
        assert_eq!(round(&bench, &worker).await, 0);
        assert_eq!(worker.runs.load(Ordering::SeqCst), 3);
        assert_eq!(dead(&bench.store).await, []);
    });
}

#[test]
fn poison_is_buried_and_the_queue_moves_on() {
    on_both(async |mut bench| {
        enqueue(&mut bench, "panic").await;
        enqueue(&mut bench, "0").await;
        let worker = Arc::new(Worker::default());
        assert_eq!(round(&bench, &worker).await, 2);
        for _ in 1..jobs::ATTEMPTS_MAX {
            bench.clock.advance(Duration::from_hours(2));
            assert_eq!(round(&bench, &worker).await, 1);
        }
        bench.clock.advance(Duration::DAY);
        assert_eq!(round(&bench, &worker).await, 0);
        let letters = dead(&bench.store).await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].attempts, jobs::ATTEMPTS_MAX);
        assert!(letters[0].error.contains("panicked"), "{}", letters[0].error);

        // Somebody mends the cause and puts it back.
        let (id, now) = (letters[0].id.parse().unwrap(), bench.now());
        let revived =
            bench.store.write(move |tx| store::jobs::revive(tx, &tenant(), id, now)).await.unwrap();
        assert!(revived);
        assert_eq!(dead(&bench.store).await, []);
        assert_eq!(round(&bench, &worker).await, 1);
    });
}

#[test]
fn a_job_whose_node_vanished_is_taken_again_and_the_late_answer_does_not_count() {
    on_both(async |mut bench| {
        enqueue(&mut bench, "0").await;
        let now = bench.now();
        let (lease, claimed) =
            bench.store.write(move |tx| jobs::claim(tx, "test", now, 10)).await.unwrap();
        let worker = Arc::new(Worker::default());
        assert_eq!(round(&bench, &worker).await, 0, "it is taken");
        bench.clock.advance(jobs::LEASE);
        assert_eq!(round(&bench, &worker).await, 1);
        let late = claimed[0].clone();
        let outcome = bench
            .store
            .write(move |tx| {
                let mut nothing = jobs::nothing_to_write();
                jobs::succeed(tx, &late, lease, &mut nothing)
            })
            .await;
        assert!(matches!(outcome, Err(HandlerError::Failed(_))), "{outcome:?}");
    });
}

#[test]
fn a_key_keeps_a_waiting_job_single() {
    on_both(async |mut bench| {
        let jobs: Vec<_> = (0..3)
            .map(|_| store::jobs::NewJob { key: Some("reconcile".into()), ..bench.job("0") })
            .collect();
        bench.store.write(move |tx| store::jobs::enqueue(tx, jobs.clone())).await.unwrap();
        assert_eq!(round(&bench, &Arc::new(Worker::default())).await, 1);
    });
}

#[test]
fn the_loop_does_what_comes_and_finishes_it_when_stopped() {
    on_both(async |mut bench| {
        let worker = Arc::new(Worker::default());
        let (store, handler) = (bench.store.clone(), worker.clone());
        let wake = Wake::default();
        let mut workers = Workers::new();
        let woken = wake.clone();
        workers.start("jobs", move |shutdown| {
            let handler: Arc<dyn JobHandler> = handler.clone();
            jobs::run(store.clone(), "test", handler, Rng::seeded(1), woken.clone(), shutdown)
        });
        for _ in 0..20 {
            enqueue(&mut bench, "0").await;
        }
        wake.wake();
        while worker.runs.load(Ordering::SeqCst) < 20 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(workers.stop(std::time::Duration::from_secs(120)).await);
        bench.clock.advance(Duration::DAY);
        assert_eq!(round(&bench, &worker).await, 0, "all are recorded as done");
    });
}
