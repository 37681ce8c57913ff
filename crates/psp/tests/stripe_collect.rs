//! Money that comes in by Stripe, against a scripted server: what is asked for on the wire, what each
//! answer means, and that nobody is charged twice.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test's helpers may panic")]

mod server;

use std::time::Duration as StdDuration;

use kernel::{Currency, EffectId, Money, Rng, Secret, Timestamp};
use psp::{
    CollectOutcome, CollectRequest, Lookup, PaymentProvider as _, ProviderOutcome, Stripe,
    StripeConfig,
};
use serde_json::{Value, json};
use server::{Reply, Server};

fn adapter(server: &Server) -> Stripe {
    Stripe::new(&StripeConfig {
        base_url: server.base_url.clone(),
        secret_key: Secret::new("sk_test_planted"),
        timeout: StdDuration::from_millis(700),
    })
    .unwrap()
}

fn request() -> CollectRequest {
    CollectRequest {
        effect: EffectId::generate(Timestamp::from_millis(1), &mut Rng::seeded(1)),
        instrument: "pi_123".into(),
        amount: Money::new(1_234, Currency::EUR),
    }
}

fn answer(status: u16, body: Value) -> Reply {
    Reply::Answer(status, body.to_string())
}

/// The earlier payment, whose instrument was kept.
fn earlier() -> Reply {
    answer(200, json!({"id": "pi_123", "customer": "cus_1", "payment_method": {"id": "pm_1"}}))
}

fn intent(status: &str) -> Value {
    let key = request().key().to_string();
    json!({"id": "pi_9", "status": status, "metadata": {"ombud_key": key}})
}

async fn collected(replies: Vec<Reply>) -> (CollectOutcome, Vec<String>) {
    let server = Server::start(replies).await;
    let request = request();
    let outcome = adapter(&server).collect(&request, &request.key()).await;
    (outcome, server.requests())
}

#[tokio::test]
async fn the_request_on_the_wire() {
    let (outcome, sent) = collected(vec![earlier(), answer(200, intent("succeeded"))]).await;
    assert_eq!(outcome, ProviderOutcome::Succeeded { reference: "pi_9".into() }.into());
    assert!(sent[0].starts_with("GET /v1/payment_intents/pi_123 HTTP/1.1\r\n"), "{}", sent[0]);
    assert!(sent[1].starts_with("POST /v1/payment_intents HTTP/1.1\r\n"), "{}", sent[1]);
    let (key, effect) = (request().key(), request().effect);
    for part in [
        format!("idempotency-key: {key}\r\n"),
        "authorization: Bearer sk_test_planted\r\n".to_owned(),
        "amount=1234&currency=eur&customer=cus_1&payment_method=pm_1".to_owned(),
        "confirm=true&off_session=true".to_owned(),
        format!("metadata%5Bombud_key%5D={key}"),
        format!("metadata%5Bombud_effect%5D={effect}"),
    ] {
        assert!(sent[1].contains(&part), "{part} is missing in {}", sent[1]);
    }
}

#[tokio::test]
async fn what_each_answer_means() {
    let refused = |status: u16, kind: &str, code: &str, decline: Option<&str>| {
        answer(status, json!({"error": {"type": kind, "code": code, "decline_code": decline}}))
    };
    let invalid = "invalid_request_error";
    let cases = [
        (answer(200, intent("succeeded")), "succeeded"),
        (answer(200, intent("processing")), "unknown"),
        (answer(200, intent("requires_action")), "unknown"),
        (answer(200, intent("something_new")), "unknown"),
        (answer(200, intent("canceled")), "failed payment_canceled"),
        (answer(200, intent("requires_payment_method")), "failed payment_failed"),
        (refused(402, "card_error", "card_declined", Some("stolen_card")), "failed stolen_card"),
        (
            refused(402, "card_error", "authentication_required", None),
            "failed authentication_required",
        ),
        (refused(400, invalid, "resource_missing", None), "failed resource_missing"),
        (refused(400, invalid, "amount_too_small", None), "failed amount_too_small"),
        (refused(400, "idempotency_error", "x", None), "unknown"),
        (refused(409, invalid, "x", None), "unknown"),
        (refused(429, invalid, "rate_limit", None), "later"),
        (refused(500, "api_error", "x", None), "unknown"),
        (Reply::Answer(200, "<html>".into()), "unknown"),
        (Reply::Reset, "unknown"),
        (Reply::Hang, "unknown"),
        (Reply::HalfBody(r#"{"id":"pi_9","status":"succ"#.into()), "unknown"),
    ];
    for (reply, expected) in cases {
        let name = format!("{reply:?}");
        let (outcome, _) = collected(vec![earlier(), reply]).await;
        let CollectOutcome::Answered { outcome } = outcome else { panic!("{name}: {outcome:?}") };
        let told = match outcome {
            ProviderOutcome::Succeeded { .. } => "succeeded".to_owned(),
            ProviderOutcome::Unknown { .. } => "unknown".to_owned(),
            ProviderOutcome::Failed { may_retry: true, .. } => "later".to_owned(),
            ProviderOutcome::Failed { code, .. } => format!("failed {code}"),
        };
        assert_eq!(told, expected, "{name}");
    }
}

#[tokio::test]
async fn whose_instrument_it_is_is_read_first_and_nothing_moves_without() {
    let good = |code: &str| ProviderOutcome::failed(code);
    let later = |code: &str| ProviderOutcome::retryable(code);
    let not_saved = json!({"id": "pi_123", "customer": null, "payment_method": "pm_1"});
    for (reply, expected) in [
        (answer(200, not_saved), good("instrument_not_saved")),
        (answer(200, json!({"id": "pi_123", "customer": "cus_1"})), good("instrument_not_saved")),
        (answer(404, json!({})), good("instrument_not_chargeable")),
        (answer(500, json!({})), later("instrument_http_500")),
        (answer(401, json!({})), later("instrument_http_401")),
        (answer(200, json!([])), later("instrument_not_read")),
        (Reply::Reset, later("instrument_not_read")),
    ] {
        let (outcome, sent) = collected(vec![reply]).await;
        assert_eq!(outcome, expected.into());
        assert_eq!(sent.len(), 1, "nothing is asked for");
    }
    for instrument in ["tok_visa", "pi_1/../../x", "", "card"] {
        let server = Server::start(vec![]).await;
        let request = CollectRequest { instrument: instrument.into(), ..request() };
        let outcome = adapter(&server).collect(&request, &request.key()).await;
        assert_eq!(outcome, good("instrument_not_chargeable").into(), "{instrument}");
        assert!(server.requests().is_empty(), "{instrument}");
    }
    // A payment method names itself, and a charge its method.
    for (instrument, path, body) in [
        ("pm_7", "payment_methods", json!({"id": "pm_7", "customer": "cus_1"})),
        (
            "ch_7",
            "charges",
            json!({"id": "ch_7", "customer": {"id": "cus_1"}, "payment_method": "pm_7"}),
        ),
    ] {
        let replies = vec![answer(200, body), answer(200, intent("succeeded"))];
        let server = Server::start(replies).await;
        let request = CollectRequest { instrument: instrument.into(), ..request() };
        adapter(&server).collect(&request, &request.key()).await;
        let sent = server.requests();
        assert!(sent[0].starts_with(&format!("GET /v1/{path}/{instrument} ")), "{}", sent[0]);
        assert!(sent[1].contains("customer=cus_1&payment_method=pm_7"), "{}", sent[1]);
    }
}

#[tokio::test]
async fn a_look_up_finds_the_payment_by_its_key() {
    let page = |intents: Vec<Value>, has_more: bool| {
        answer(200, json!({"data": intents, "has_more": has_more}))
    };
    let other = json!({"id": "pi_8", "status": "succeeded", "metadata": {"ombud_key": "x"}});
    let paid = Lookup::Found(ProviderOutcome::Succeeded { reference: "pi_9".into() });
    let declined = json!({"id": "pi_9", "status": "requires_payment_method",
        "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"},
        "metadata": {"ombud_key": request().key().as_str()}});
    let declined_why = Lookup::Found(ProviderOutcome::failed("insufficient_funds"));
    let cases = [
        ("none", vec![page(vec![], false)], Some(Lookup::NotFound)),
        ("others", vec![page(vec![other.clone()], false)], Some(Lookup::NotFound)),
        (
            "on the second page",
            vec![page(vec![other], true), page(vec![intent("succeeded")], false)],
            Some(paid),
        ),
        ("declined", vec![page(vec![declined], false)], Some(declined_why)),
        ("twice", vec![page(vec![intent("succeeded"), intent("processing")], false)], None),
        ("a server error", vec![answer(500, json!({}))], None),
    ];
    for (name, pages, expected) in cases {
        let server = Server::start(std::iter::once(earlier()).chain(pages).collect()).await;
        let request = request();
        let lookup = adapter(&server).lookup_collection(&request, &request.key()).await;
        match expected {
            Some(expected) => assert_eq!(lookup, expected, "{name}"),
            None => assert!(matches!(lookup, Lookup::Unknown { .. }), "{name}: {lookup:?}"),
        }
        let list = server.requests().remove(1);
        assert!(list.starts_with("GET /v1/payment_intents?customer=cus_1&limit=100 "), "{list}");
    }
}

/// Refused, and paid all the same: what the record says is believed.
#[tokio::test]
async fn a_refusal_is_believed_when_the_record_agrees() {
    let refused = || answer(402, json!({"error": {"type": "card_error", "code": "card_declined"}}));
    let list = |status: &str| answer(200, json!({"data": [intent(status)], "has_more": false}));
    for (status, expected) in [("requires_payment_method", true), ("succeeded", false)] {
        let server = Server::start(vec![earlier(), refused(), earlier(), list(status)]).await;
        let outcome = psp::collect(&adapter(&server), &request()).await;
        let failed = outcome == ProviderOutcome::failed("card_declined").into();
        assert_eq!(failed, expected, "{status}: {outcome:?}");
    }
}
