//! Webhooks on both engines: the whole retry table on a fake clock, order per aggregate, and one
//! bad endpoint that delays nobody.

use std::sync::{Arc, Mutex};

use crate::common::{Bench, MinusOne as _, on_both, tenant};
use async_trait::async_trait;
use engine::webhooks::client::{Answer, SendError, Sender, WebhookRequest};
use engine::webhooks::{deliver, schedule, verify};
use engine::{Wake, Workers, outbox};
use kernel::{Duration, Rng, Timestamp};
use store::webhooks::{DeliveryRow, EndpointRow};
use store::{Cursor, StoreError, webhooks};

/// Answers by URL: a path holds the status, `hang` never answers; notes what it was sent.
#[derive(Default)]
struct Stub {
    sent: Mutex<Vec<(Timestamp, WebhookRequest)>>,
}

#[async_trait]
impl Sender for Stub {
    async fn send(&self, request: &WebhookRequest, now: Timestamp) -> Result<Answer, SendError> {
        self.sent.lock().unwrap().push((now, request.clone()));
        let last = request.url.rsplit('/').next().unwrap();
        match last {
            "hang" => std::future::pending().await,
            "refused" => Err(SendError::Failed("connection refused".to_owned())),
            status => Ok(Answer {
                status: status.parse().unwrap(),
                retry_after: (status == "429").then_some(Duration::from_secs(3_000)),
                body: "no".to_owned(),
            }),
        }
    }
}

impl Stub {
    fn bodies(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(_, request)| request.body.clone()).collect()
    }
    fn len(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

async fn push(bench: &mut Bench, aggregate: &str, seqs: std::ops::RangeInclusive<i64>) {
    let events: Vec<_> = seqs.map(|seq| bench.event(aggregate, seq)).collect();
    let (now, rng) = (bench.now(), bench.rng.fork());
    bench
        .store
        .write(move |tx| {
            store::outbox::push(tx, events.clone())?;
            outbox::dispatch(tx, now, &mut rng.clone(), 100)
        })
        .await
        .unwrap();
}

/// Serves every endpoint that has something due, once.
async fn round(bench: &mut Bench, stub: &Arc<Stub>) -> usize {
    let now = bench.now();
    let due = bench.store.read(move |tx| webhooks::due_endpoints(tx, now, 100)).await.unwrap();
    let sender: Arc<dyn Sender> = stub.clone();
    let mut tried = 0;
    for endpoint in due {
        tried += deliver::serve(&bench.store, &sender, &endpoint, bench.rng.fork()).await;
    }
    tried
}

async fn log(bench: &Bench, endpoint: &EndpointRow) -> Vec<DeliveryRow> {
    let webhook = endpoint.webhook;
    bench
        .store
        .read(move |tx| webhooks::log(tx, &tenant(), webhook, &Cursor::newest(), 100))
        .await
        .map_err(|error: StoreError| error)
        .unwrap()
}

async fn state_of(bench: &Bench, endpoint: &EndpointRow) -> String {
    let webhook = endpoint.webhook;
    let row = bench.store.read(move |tx| webhooks::endpoint(tx, &tenant(), webhook)).await.unwrap();
    row.map(|row: EndpointRow| row.state).unwrap()
}

#[test]
fn a_delivery_is_signed_and_carries_the_events_id() {
    on_both(async |mut bench| {
        let endpoint = bench.endpoint("https://hooks.example.com/200").await;
        push(&mut bench, "o1", 1..=1).await;
        let stub = Arc::new(Stub::default());
        assert_eq!(round(&mut bench, &stub).await, 1);
        let (at, request) = stub.sent.lock().unwrap()[0].clone();
        let secrets: Vec<String> = serde_json::from_str(&endpoint.secrets).unwrap();
        let keys = [secrets[0].parse().unwrap()];
        let seconds = request.timestamp.to_string();
        let body = request.body.as_bytes();
        verify(&keys, &request.id, &seconds, &request.signature, body, at).unwrap();
        let delivered = log(&bench, &endpoint).await;
        assert_eq!(delivered[0].event.to_string(), request.id);
        assert_eq!(
            (delivered[0].state.as_str(), delivered[0].last_status),
            ("succeeded", Some(200))
        );
        assert_eq!(round(&mut bench, &stub).await, 0);
    });
}

#[test]
fn the_whole_retry_table_with_the_same_id_each_time() {
    on_both(async |mut bench| {
        for failing in ["500", "302", "refused"] {
            let endpoint = bench.endpoint(&format!("https://hooks.example.com/{failing}")).await;
            push(&mut bench, failing, 1..=1).await;
            let stub = Arc::new(Stub::default());
            for (tries, wait_s) in (1..).zip(schedule::WAITS_S) {
                assert_eq!(round(&mut bench, &stub).await, 1, "{failing} {tries}");
                bench.clock.advance(Duration::from_millis(wait_s * 1_000 - 1));
                assert_eq!(round(&mut bench, &stub).await, 0, "{failing} {tries}: too early");
                bench.clock.advance(Duration::from_millis(wait_s * 100 + 1));
            }
            assert_eq!(round(&mut bench, &stub).await, 1);
            bench.clock.advance(Duration::from_days(30));
            assert_eq!(round(&mut bench, &stub).await, 0);
            assert_eq!(stub.len() as i64, schedule::tries_max());
            let ids: std::collections::BTreeSet<String> =
                stub.sent.lock().unwrap().iter().map(|(_, request)| request.id.clone()).collect();
            assert_eq!(ids.len(), 1);
            assert_eq!(log(&bench, &endpoint).await[0].state, "failed");
            assert_eq!(state_of(&bench, &endpoint).await, webhooks::DISABLED);
        }
    });
}

#[test]
fn gone_disables_the_endpoint_and_fails_what_waits() {
    on_both(async |mut bench| {
        let endpoint = bench.endpoint("https://hooks.example.com/410").await;
        push(&mut bench, "o1", 1..=3).await;
        let stub = Arc::new(Stub::default());
        assert_eq!(round(&mut bench, &stub).await, 1);
        assert_eq!(round(&mut bench, &stub).await, 0);
        assert_eq!(state_of(&bench, &endpoint).await, webhooks::DISABLED);
        assert!(log(&bench, &endpoint).await.iter().all(|delivery| delivery.state == "failed"));
        push(&mut bench, "o1", 4..=4).await;
        assert_eq!(log(&bench, &endpoint).await.len(), 3, "nothing new for a disabled endpoint");
    });
}

#[test]
fn retry_after_is_honoured() {
    on_both(async |mut bench| {
        bench.endpoint("https://hooks.example.com/429").await;
        push(&mut bench, "o1", 1..=1).await;
        let stub = Arc::new(Stub::default());
        assert_eq!(round(&mut bench, &stub).await, 1);
        bench.clock.advance(Duration::from_secs(2_999));
        assert_eq!(round(&mut bench, &stub).await, 0);
        bench.clock.advance(Duration::from_secs(1));
        assert_eq!(round(&mut bench, &stub).await, 1);
    });
}

#[test]
fn order_is_kept_per_aggregate_and_others_are_not_held_up() {
    on_both(async |mut bench| {
        let endpoint = bench.endpoint("https://hooks.example.com/500").await;
        push(&mut bench, "a", 1..=3).await;
        push(&mut bench, "b", 1..=2).await;
        let stub = Arc::new(Stub::default());
        // Only the first of each aggregate is tried.
        assert_eq!(round(&mut bench, &stub).await, 2);
        assert_eq!(round(&mut bench, &stub).await, 0);
        // The endpoint comes back: everything goes out, in order.
        let mut mended = endpoint.clone();
        mended.url = "https://hooks.example.com/200".to_owned();
        bench.store.write(move |tx| webhooks::save_endpoint(tx, &mended)).await.unwrap();
        bench.clock.advance(Duration::from_secs(6));
        let good = Arc::new(Stub::default());
        while round(&mut bench, &good).await > 0 {}
        let bodies = good.bodies();
        for aggregate in ["a", "b"] {
            let seqs: Vec<&String> =
                bodies.iter().filter(|body| body.contains(&format!("\"{aggregate}\""))).collect();
            let mut sorted = seqs.clone();
            sorted.sort();
            assert_eq!(seqs, sorted);
        }
        assert_eq!(bodies.len(), 5);
    });
}

#[test]
fn topics_and_merchants_choose_what_an_endpoint_gets() {
    on_both(async |mut bench| {
        let (all, other) = (
            bench.endpoint("https://a.example.com/200").await,
            bench.endpoint("https://b.example.com/200").await,
        );
        let mut narrow = other.clone();
        narrow.topics = r#"["plan.paused"]"#.to_owned();
        bench.store.write(move |tx| webhooks::save_endpoint(tx, &narrow)).await.unwrap();
        push(&mut bench, "o1", 1..=2).await;
        assert_eq!((log(&bench, &all).await.len(), log(&bench, &other).await.len()), (2, 0));
    });
}

#[test]
fn an_endpoint_that_hangs_delays_no_other() {
    on_both(async |mut bench| {
        bench.endpoint("https://slow.example.com/hang").await;
        let fast = bench.endpoint("https://fast.example.com/200").await;
        push(&mut bench, "o1", 1..=1).await;
        let stub = Arc::new(Stub::default());
        let (store, sender) = (bench.store.clone(), stub.clone());
        let mut workers = Workers::new();
        workers.start("webhooks", move |shutdown| {
            let sender: Arc<dyn Sender> = sender.clone();
            deliver::run(store.clone(), sender, Rng::seeded(1), Wake::default(), shutdown)
        });
        for seq in 2..=5 {
            push(&mut bench, "o1", seq..=seq).await;
            while log(&bench, &fast).await.iter().any(|delivery| delivery.state == "pending") {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        }
        assert!(
            !workers.stop(std::time::Duration::from_millis(100)).await,
            "the hanging one is cut off"
        );
        let hanging =
            stub.sent.lock().unwrap().iter().filter(|(_, r)| r.url.ends_with("hang")).count();
        assert_eq!(hanging, 1);
    });
}

#[test]
fn a_lost_lease_makes_the_late_outcome_void() {
    on_both(async |mut bench| {
        let endpoint = bench.endpoint("https://hooks.example.com/200").await;
        push(&mut bench, "o1", 1..=1).await;
        let now = bench.now();
        let claimer = endpoint.clone();
        let claimed = bench
            .store
            .write(move |tx| {
                webhooks::claim(tx, &claimer, now, now.plus(deliver::LEASE), "first", 8)
            })
            .await
            .unwrap();
        bench.clock.advance(deliver::LEASE);
        let stub = Arc::new(Stub::default());
        assert_eq!(round(&mut bench, &stub).await, 1, "another node takes it");
        let (late, now) = (claimed[0].clone(), bench.now());
        bench
            .store
            .write(move |tx| {
                let failed = Err(SendError::Timeout);
                deliver::settle(tx, &late, "first", &failed, now, &mut Rng::seeded(1))
            })
            .await
            .unwrap();
        assert_eq!(log(&bench, &endpoint).await[0].state, "succeeded");
    });
}

#[test]
fn the_log_keeps_what_ended_for_a_while_and_what_waits_for_ever() {
    on_both(async |mut bench| {
        let good = bench.endpoint("https://a.example.com/200").await;
        let bad = bench.endpoint("https://b.example.com/500").await;
        push(&mut bench, "o1", 1..=1).await;
        round(&mut bench, &Arc::new(Stub::default())).await;
        let kept = Duration::from_days(engine::housekeeping::DELIVERIES_KEPT_DAYS);
        bench.clock.advance(kept.minus_one());
        let sweep = |now| bench.store.write(move |tx| engine::housekeeping::round(tx, now));
        assert_eq!(sweep(bench.now()).await.unwrap().deliveries, 0);
        bench.clock.advance(Duration::from_millis(1));
        assert_eq!(sweep(bench.now()).await.unwrap().deliveries, 1);
        assert_eq!((log(&bench, &good).await.len(), log(&bench, &bad).await.len()), (0, 1));
    });
}
