//! What a refusal says, and what is kept of it.

use crate::common::{base, claim};
use api::testkit::{Engine, Role, TestServer};
use serde_json::{Value, json};

/// A refusal that wrote nothing is forgotten, so that the request may be mended under its key; one
/// that left an audit entry is kept and repeated.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_request_may_be_mended_under_its_key() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let agent = server.key(Role::Agent, "anna").await;
    let path = "/v1/orders/o1/goodwill";
    let mut give = json!({"amount_minor": 100, "note": "For the trouble."});

    let merchant = server.key(Role::Merchant, "m1").await;
    for replayed in [false, true] {
        let denied = server.post_as(path, &merchant, "denied", give.clone()).await;
        assert_eq!(denied.status, 403, "{:?}", denied.json());
        assert!(denied.json()["fix"].as_str().unwrap().contains("another person"));
        assert_eq!(denied.headers.contains_key("idempotent-replayed"), replayed);
    }

    // A gesture of everything leaves nothing of the order.
    let all = json!({"amount_minor": 12_000, "note": "All of it."});
    let supervisor = server.key(Role::Supervisor, "sam").await;
    let (status, task) = server.post(path, &agent, all).await;
    assert!(status < 300, "{task}");
    if let Some(request) = task["task"]["id"].as_str() {
        let approve = format!("/v1/requests/{request}/approve");
        let (status, answer) = server.post(&approve, &supervisor, json!({})).await;
        assert!(status < 300, "{answer}");
    }
    for _ in 0..2 {
        let refused = server.post_as(path, &agent, "mend", give.clone()).await;
        let problem = refused.json();
        assert_eq!((refused.status, &problem["code"]), (422, &json!("invalid_field")), "{problem}");
        assert_eq!(problem["field"], "amount_minor");
        assert!(problem["detail"].as_str().unwrap().contains("nothing is left"), "{problem}");
        assert!(!refused.headers.contains_key("idempotent-replayed"), "it was not kept");
    }
    give["note"] = json!("For the long wait.");
    let mended = server.post_as(path, &agent, "mend", give).await;
    assert_eq!(mended.json()["code"], "invalid_field", "the key may be used for the mended body");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_dispute_says_that_it_is_not_decided_yet() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let stranger = server.key(Role::Consumer, "c2").await;
    server.advance_to("2026-12-11T10:00:00Z").await;
    let (_, dispute) = server.post("/v1/disputes", &customer, claim()).await;
    let path = format!("/v1/disputes/{}/explanation", dispute["id"].as_str().unwrap());

    let (status, problem) = server.get(&path, &customer).await;
    assert_eq!((status, &problem["code"]), (409, &json!("not_decided_yet")), "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("evidence") && detail.contains("2027-01-01"), "{detail}");
    let (status, _) = server.get(&path, &stranger).await;
    assert_eq!(status, 404, "nobody else learns that it exists");

    // More than is in dispute is a slip of the one who decides, whatever they may decide.
    let agent = server.key(Role::Agent, "anna").await;
    let decide =
        json!({"for_party": "consumer", "amount_minor": 12_001, "reasons": "It never came."});
    let decision = path.replace("explanation", "decide");
    let (status, problem) = server.post(&decision, &agent, decide).await;
    assert_eq!((status, &problem["field"]), (422, &json!("amount_minor")), "{problem}");

    // Silence gives the customer everything: there is nothing left to review, and none is promised.
    server.advance_to("2027-01-01T10:00:00Z").await;
    let (status, explained) = server.get(&path, &customer).await;
    assert_eq!(status, 200, "{explained}");
    assert!(!explained["text"].as_str().unwrap().contains("person look at it again"));
    server.stop().await;
}

/// What a customer wrote stands in the answers that are kept for a repetition, theirs and the desk's: it goes
/// with the customer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kept_answers_go_with_the_customer() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let agent = server.key(Role::Agent, "anna").await;
    let officer = server.key(Role::ComplianceOfficer, "ole").await;
    let open = json!({"channel": "chat",
        "message": {"client_id": "m1", "text": "the marmalade never came"}});
    let (status, opened) = server.post("/v1/conversations", &customer, open).await;
    assert_eq!(status, 201, "{opened}");
    let path = format!("/v1/conversations/{}", opened["id"].as_str().unwrap());
    let words = json!({"client_id": "m2", "text": "nor did the gramophone"});
    let note = json!({"client_id": "n1", "text": "asks for a gramophone"});
    let (messages, notes) = (format!("{path}/messages"), format!("{path}/notes"));
    let is_kept = async |path: &str, key: &str, unique: &str, body: &Value| {
        let answer = server.post_as(path, key, unique, body.clone()).await;
        answer.headers.contains_key("idempotent-replayed")
    };
    for expected in [false, true] {
        assert_eq!(is_kept(&messages, &customer, "said", &words).await, expected);
        assert_eq!(is_kept(&notes, &agent, "noted", &note).await, expected);
    }
    let (status, erased) = server.post("/v1/customers/c1/erase", &officer, json!({})).await;
    assert_eq!(status, 200, "{erased}");
    assert!(
        !is_kept(&messages, &customer, "said", &words).await,
        "what the customer wrote is kept"
    );
    assert!(!is_kept(&notes, &agent, "noted", &note).await, "what the desk noted is kept");
    server.stop().await;
}
