//! The Stripe adapter against a scripted server on a local socket: every row of its table, and every
//! way a connection can end.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test's helpers may panic")]

mod server;

use std::time::Duration as StdDuration;

use kernel::{Currency, EffectId, Money, Rng, Secret, Timestamp};
use psp::stripe::{CLASSIFICATION, Verdict};
use psp::{Lookup, PaymentProvider as _, ProviderOutcome, RefundRequest, Stripe, StripeConfig};
use server::{Reply, Server};

fn adapter(base_url: &str) -> Stripe {
    let config = StripeConfig {
        base_url: base_url.to_owned(),
        secret_key: Secret::new("sk_test_planted"),
        timeout: StdDuration::from_millis(700),
    };
    Stripe::new(&config).unwrap()
}

fn request() -> RefundRequest {
    RefundRequest {
        effect: EffectId::generate(Timestamp::from_millis(1), &mut Rng::seeded(1)),
        instrument: "pi_123".into(),
        amount: Money::new(1_234, Currency::EUR),
        dispute: None,
    }
}

async fn refund_answered(reply: Reply) -> ProviderOutcome {
    let server = Server::start(vec![reply]).await;
    let request = request();
    adapter(&server.base_url).refund(&request, &request.key()).await
}

fn kind(outcome: &ProviderOutcome) -> Verdict {
    match outcome {
        ProviderOutcome::Failed { may_retry: false, .. } => Verdict::FailedForGood,
        ProviderOutcome::Failed { .. } => Verdict::FailedForNow,
        ProviderOutcome::Unknown { .. } => Verdict::Unknown,
        ProviderOutcome::Succeeded { .. } => unreachable!("a refusal is no success"),
    }
}

#[tokio::test]
async fn every_row_of_the_table_over_the_wire() {
    for row in CLASSIFICATION {
        // Statuses below 200 and above 599 cannot be sent as a final answer; `classify` has its own
        // test for them.
        let status = *row.status.start();
        if !(300..=599).contains(&status) {
            continue;
        }
        let body = serde_json::json!({"error": {"type": row.kind, "code": row.code}}).to_string();
        let outcome = refund_answered(Reply::Answer(status, body)).await;
        assert_eq!(kind(&outcome), row.verdict, "{row:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn what_a_refund_object_says() {
    let refund = |status: &str| {
        Reply::Answer(200, format!(r#"{{"id":"re_1","object":"refund","status":{status}}}"#))
    };
    let paid = ProviderOutcome::Succeeded { reference: "re_1".into() };
    assert_eq!(refund_answered(refund(r#""succeeded""#)).await, paid);
    for open in [r#""pending""#, r#""requires_action""#, r#""something_new""#, "null"] {
        let outcome = refund_answered(refund(open)).await;
        assert!(matches!(outcome, ProviderOutcome::Unknown { .. }), "{open}: {outcome:?}");
    }
    assert_eq!(kind(&refund_answered(refund(r#""failed""#)).await), Verdict::FailedForGood);
    assert_eq!(kind(&refund_answered(refund(r#""canceled""#)).await), Verdict::FailedForGood);
    let garbled = refund_answered(Reply::Answer(200, "<html>".into())).await;
    assert!(matches!(garbled, ProviderOutcome::Unknown { .. }));
}

#[tokio::test]
async fn after_the_request_was_sent_nothing_is_a_failure() {
    let huge = "x".repeat(psp::stripe::ANSWER_BYTES_MAX + 1);
    for (name, reply) in [
        ("reset after send", Reply::Reset),
        ("closed after send", Reply::Close),
        ("half a body", Reply::HalfBody(r#"{"id":"re_1","status":"succ"#.into())),
        ("no answer in time", Reply::Hang),
        ("an endless answer", Reply::Answer(200, huge)),
        ("no HTTP at all", Reply::Raw("hello\r\n\r\n".into())),
    ] {
        let outcome = refund_answered(reply).await;
        assert!(matches!(outcome, ProviderOutcome::Unknown { .. }), "{name}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_connection_that_was_never_made_may_be_tried_again() {
    let gone = Server::nobody_listens().await;
    let request = request();
    let outcome = adapter(&gone).refund(&request, &request.key()).await;
    assert_eq!(outcome, ProviderOutcome::retryable("not_sent"));
    let lookup = adapter(&gone).lookup(&request, &request.key()).await;
    assert!(matches!(lookup, Lookup::Unknown { .. }));
}

#[tokio::test]
async fn the_request_on_the_wire() {
    let answer = r#"{"id":"re_1","status":"succeeded"}"#;
    let server = Server::start(vec![Reply::Answer(200, answer.into())]).await;
    let request = request();
    adapter(&server.base_url).refund(&request, &request.key()).await;
    let sent = server.requests().remove(0);
    let key = request.key();
    assert!(sent.starts_with("POST /v1/refunds HTTP/1.1\r\n"), "{sent}");
    for part in [
        format!("idempotency-key: {key}\r\n"),
        "authorization: Bearer sk_test_planted\r\n".to_owned(),
        format!("stripe-version: {}\r\n", psp::stripe::API_VERSION),
        "content-type: application/x-www-form-urlencoded\r\n".to_owned(),
        "payment_intent=pi_123&amount=1234".to_owned(),
        format!("metadata%5Bombud_key%5D={key}"),
    ] {
        assert!(sent.contains(&part), "{part} is missing in {sent}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_not_sent() {
    let server = Server::start(vec![]).await;
    let strange = RefundRequest { instrument: "tok_visa".into(), ..request() };
    let negative = RefundRequest { amount: Money::new(-1, Currency::EUR), ..request() };
    let stripe = adapter(&server.base_url);
    for request in [strange, negative] {
        let outcome = stripe.refund(&request, &request.key()).await;
        assert!(matches!(outcome, ProviderOutcome::Failed { may_retry: false, .. }));
    }
    assert!(server.requests().is_empty());
}

fn page(refunds: &[(&str, &str, &str)], has_more: bool) -> Reply {
    let data: Vec<_> = refunds
        .iter()
        .map(|(id, status, key)| {
            serde_json::json!({"id": id, "status": status, "metadata": {"ombud_key": key}})
        })
        .collect();
    Reply::Answer(200, serde_json::json!({"data": data, "has_more": has_more}).to_string())
}

#[tokio::test]
async fn a_look_up_finds_the_refund_by_its_key() {
    let request = request();
    let key = request.key();
    let ours = key.as_str();
    let paid = |r: &str| Lookup::Found(ProviderOutcome::Succeeded { reference: r.into() });
    let cases: Vec<(&str, Vec<Reply>, Option<Lookup>)> = vec![
        ("none", vec![page(&[], false)], Some(Lookup::NotFound)),
        ("others only", vec![page(&[("re_9", "succeeded", "x")], false)], Some(Lookup::NotFound)),
        ("ours", vec![page(&[("re_1", "succeeded", ours)], false)], Some(paid("re_1"))),
        (
            "on the second page",
            vec![
                page(&[("re_9", "succeeded", "x")], true),
                page(&[("re_1", "succeeded", ours)], false),
            ],
            Some(paid("re_1")),
        ),
        (
            "a failed one beside a good one",
            vec![page(&[("re_2", "failed", ours), ("re_1", "succeeded", ours)], false)],
            Some(paid("re_1")),
        ),
        (
            "paid twice",
            vec![page(&[("re_2", "succeeded", ours), ("re_1", "succeeded", ours)], false)],
            None,
        ),
        ("a server error", vec![Reply::Answer(500, "{}".into())], None),
        ("a broken answer", vec![Reply::Answer(200, "[]".into())], None),
        ("a reset", vec![Reply::Reset], None),
    ];
    for (name, replies, expected) in cases {
        let server = Server::start(replies).await;
        let lookup = adapter(&server.base_url).lookup(&request, &key).await;
        match expected {
            Some(expected) => assert_eq!(lookup, expected, "{name}"),
            None => assert!(matches!(lookup, Lookup::Unknown { .. }), "{name}: {lookup:?}"),
        }
        let first = server.requests().remove(0);
        assert!(first.starts_with("GET /v1/refunds?payment_intent=pi_123&limit=100 "), "{first}");
    }
}
