//! A dispute's life over HTTP, on both engines.

use crate::common::{base, claim};
use api::testkit::{Engine, Role, TestServer};
use serde_json::json;

async fn a_silent_merchant_loses(server: &TestServer) {
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let agent = server.key(Role::Agent, "anna").await;
    server.advance_to("2026-12-11T10:00:00Z").await;

    let (status, dispute) = server.post("/v1/disputes", &customer, claim()).await;
    assert_eq!(status, 201, "{dispute}");
    assert_eq!(dispute["state"], "evidence", "{dispute}");
    let path = format!("/v1/disputes/{}", dispute["id"].as_str().unwrap());
    assert_eq!(server.balance("hold").await, -13_500, "the amount and the fee are held");

    server.advance_to("2027-01-01T10:00:00Z").await;
    let (status, dispute) = server.get(&path, &customer).await;
    assert_eq!((status, &dispute["state"]), (200, &json!("closed")));
    let closing = &dispute["closing"];
    assert_eq!(closing["outcome"], "consumer_full");
    assert_eq!(closing["code"], "partner_did_not_reply_to_dispute_request");
    assert_eq!(closing["at"], "2027-01-01T10:00:00.000Z");
    assert!(dispute.get("held").is_none(), "a customer does not see what is held");
    for (kind, minor) in [("recv", 0), ("hold", 0), ("cust_ref", 0), ("inc:dispute_fee", -1_500)] {
        assert_eq!(server.balance(kind).await, minor, "{kind}");
    }

    let (status, explanation) = server.get(&format!("{path}/explanation"), &agent).await;
    assert_eq!(status, 200, "{explanation}");
    assert!(!explanation["text"].as_str().unwrap().is_empty());
    let (_, notices) = server.get(&format!("{path}/notices"), &customer).await;
    let templates: Vec<_> =
        notices.as_array().unwrap().iter().map(|n| n["template"].as_str().unwrap()).collect();
    assert!(templates.contains(&"dispute_received") && templates.contains(&"decision"));
    let (_, trial) = server.get("/v1/ledger/trial-balance", &agent).await;
    assert_eq!(trial["balanced"], true, "{trial}");
    server.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    let server = TestServer::start(Engine::Sqlite).await;
    a_silent_merchant_loses(&server).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    match TestServer::try_start(Engine::Postgres).await {
        Some(server) => {
            a_silent_merchant_loses(&server).await;
            server.stop().await;
        }
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_has_one_effect_and_one_answer() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let first = server.post_as("/v1/disputes", &customer, "k1", claim()).await;
    let again = server.post_as("/v1/disputes", &customer, "k1", claim()).await;
    assert_eq!((first.status, again.status), (201, 201), "{:?}", first.json());
    assert_eq!(first.body, again.body, "byte for byte");
    assert!(first.headers.get("idempotent-replayed").is_none());
    assert_eq!(again.headers.get("idempotent-replayed").unwrap(), "true");

    let mut other = claim();
    other["reason"] = json!("not_as_described");
    let mismatch = server.post_as("/v1/disputes", &customer, "k1", other).await;
    assert_eq!(
        (mismatch.status, &mismatch.json()["code"]),
        (422, &json!("idempotency_key_reused"))
    );

    let agent = server.key(Role::Agent, "anna").await;
    let elsewhere = server.post_as("/v1/disputes", &agent, "k1", claim()).await;
    assert_eq!(elsewhere.json()["code"], "duplicate_dispute", "keys of two principals never meet");
    server.stop().await;
}
