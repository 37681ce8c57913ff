//! Idempotency keys on both engines: one effect, one answer, the right refusals.

use crate::common::{Bench, MinusOne as _, on_both, tenant};
use engine::inbox::{self, InboxError, KeyedRequest, Reserved};
use kernel::canonical::Sha256Hex;
use kernel::{Duration, PrincipalId, Timestamp};
use store::idempotency::{KeyScope, StoredResponse};
use store::{Tx, feed};
use tokio::task::JoinSet;

fn request(principal: &str, key: &str, body: &str) -> KeyedRequest {
    KeyedRequest {
        scope: KeyScope {
            tenant: tenant(),
            principal: PrincipalId::new(principal).unwrap(),
            key: key.to_owned(),
        },
        operation: "POST /v1/disputes".to_owned(),
        request_hash: Sha256Hex::of(body.as_bytes()),
        about: String::new(),
    }
}

fn answer(text: &str) -> StoredResponse {
    StoredResponse {
        status: 201,
        headers: r#"{"location":"/v1/disputes/1"}"#.to_owned(),
        body: text.as_bytes().to_vec(),
    }
}

/// A use case: adds one to a counter (kept as an import's count) and answers with the sum.
fn handle(
    tx: &mut Tx<'_>,
    request: &KeyedRequest,
    now: Timestamp,
) -> Result<StoredResponse, InboxError> {
    if let Reserved::Replay(stored) = inbox::reserve(tx, request, now)? {
        return Ok(stored);
    }
    let mut row = feed::import(tx, &tenant(), "counter")?.unwrap_or(feed::ImportRow {
        source: "counter".to_owned(),
        resume_cursor: String::new(),
        accepted: 0,
        unchanged: 0,
        rejected: 0,
        started_at: now,
        updated_at: now,
        finished_at: None,
    });
    row.accepted += 1;
    feed::save_import(tx, &tenant(), &row)?;
    let response = answer(&row.accepted.to_string());
    inbox::complete(tx, request, response.clone(), now)?;
    Ok(response)
}

async fn post(bench: &Bench, request: KeyedRequest) -> Result<StoredResponse, InboxError> {
    let now = bench.now();
    bench.store.write(move |tx| handle(tx, &request, now)).await
}

#[test]
fn the_same_request_has_one_effect_and_one_answer() {
    on_both(async |bench| {
        let first = post(&bench, request("p1", "k1", "a")).await.unwrap();
        assert_eq!(first, answer("1"));
        for _ in 0..3 {
            assert_eq!(post(&bench, request("p1", "k1", "a")).await.unwrap(), first);
        }
        // Another key, and another principal's same key, are other requests.
        assert_eq!(post(&bench, request("p1", "k2", "a")).await.unwrap(), answer("2"));
        assert_eq!(post(&bench, request("p2", "k1", "a")).await.unwrap(), answer("3"));
    });
}

#[test]
fn copies_at_the_same_time_have_one_effect() {
    on_both(async |bench| {
        let mut copies = JoinSet::new();
        for _ in 0..20 {
            let (store, now) = (bench.store.clone(), bench.now());
            copies.spawn(async move {
                store.write(move |tx| handle(tx, &request("p1", "k1", "a"), now)).await
            });
        }
        let mut answers = Vec::new();
        while let Some(copy) = copies.join_next().await {
            answers.push(copy.unwrap().unwrap());
        }
        assert!(answers.iter().all(|found| *found == answer("1")), "{answers:?}");
    });
}

#[test]
fn another_payload_or_operation_is_a_mismatch() {
    on_both(async |bench| {
        post(&bench, request("p1", "k1", "a")).await.unwrap();
        let other = post(&bench, request("p1", "k1", "b")).await;
        assert!(matches!(other, Err(InboxError::Mismatch { .. })), "{other:?}");
        let mut elsewhere = request("p1", "k1", "a");
        elsewhere.operation = "POST /v1/refunds".to_owned();
        let other = post(&bench, elsewhere).await;
        assert!(
            matches!(other, Err(InboxError::Mismatch { operation }) if operation == "POST /v1/disputes")
        );
    });
}

#[test]
fn a_failed_validation_leaves_the_key_free() {
    on_both(async |bench| {
        let failing = request("p1", "k1", "bad");
        let now = bench.now();
        let refused: Result<(), InboxError> = bench
            .store
            .write(move |tx| {
                inbox::reserve(tx, &failing, now)?;
                inbox::complete(tx, &failing, answer("never"), now)?;
                Err(InboxError::Malformed)
            })
            .await;
        assert!(refused.is_err());
        assert_eq!(post(&bench, request("p1", "k1", "good")).await.unwrap(), answer("1"));
    });
}

#[test]
fn a_running_request_is_answered_409_until_done_or_given_up() {
    on_both(async |bench| {
        let long = request("p1", "k1", "a");
        let (now, first) = (bench.now(), long.clone());
        bench.store.write(move |tx| inbox::reserve_running(tx, &first, now)).await.unwrap();
        let second = post(&bench, long.clone()).await;
        assert!(matches!(second, Err(InboxError::Running)), "{second:?}");
        let done = long.clone();
        bench
            .store
            .write(move |tx| inbox::complete_running(tx, &done, answer("x"), now))
            .await
            .unwrap();
        assert_eq!(post(&bench, long).await.unwrap(), answer("x"));

        let dead = request("p1", "k2", "a");
        let first = dead.clone();
        bench.store.write(move |tx| inbox::reserve_running(tx, &first, now)).await.unwrap();
        bench.clock.advance(Duration::from_secs(inbox::RUNNING_SECONDS_MAX));
        assert_eq!(post(&bench, dead).await.unwrap(), answer("1"));
    });
}

#[test]
fn answers_are_kept_for_a_day_and_then_pruned() {
    on_both(async |bench| {
        post(&bench, request("p1", "k1", "a")).await.unwrap();
        bench.clock.advance(Duration::from_hours(inbox::KEPT_HOURS).minus_one());
        assert_eq!(post(&bench, request("p1", "k1", "a")).await.unwrap(), answer("1"));
        let prune = |now| bench.store.write(move |tx| inbox::prune(tx, now));
        assert_eq!(prune(bench.now()).await.unwrap(), 0);
        bench.clock.advance(Duration::from_millis(1));
        assert_eq!(prune(bench.now()).await.unwrap(), 1);
        assert_eq!(post(&bench, request("p1", "k1", "a")).await.unwrap(), answer("2"));
    });
}
