//! What a party is not told in one answer, no other answer tells; and what was answered to one is
//! not answered to another.

use crate::common::{base, claim};
use api::testkit::{Engine, Role, TestServer};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_a_suspicion_nor_the_providers_notes_reach_the_parties() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let [customer, merchant, agent, officer] = [
        server.key(Role::Consumer, "c1").await,
        server.key(Role::Merchant, "m1").await,
        server.key(Role::Agent, "anna").await,
        server.key(Role::ComplianceOfficer, "carl").await,
    ];
    let note = json!({"evidence": [{"type": "message", "text": "Looks like friendly fraud."}]});

    let (_, own) = server.post("/v1/disputes", &customer, claim()).await;
    let path = format!("/v1/disputes/{}", own["id"].as_str().unwrap());
    let (status, noted) = server.post(&format!("{path}/evidence"), &agent, note.clone()).await;
    assert!(status < 300 && noted.to_string().contains("friendly fraud"), "{noted}");
    for key in [&customer, &merchant] {
        let (status, seen) = server.get(&path, key).await;
        assert!(status == 200 && !seen.to_string().contains("friendly fraud"), "{seen}");
    }
    server.post(&format!("{path}/withdraw"), &customer, json!({})).await;

    let stop = json!({"order_id": "o1", "kind": "risk_stop", "reason": "high_risk"});
    let (status, stopped) = server.post("/v1/disputes", &agent, stop).await;
    assert_eq!((status, &stopped["reason"]), (201, &json!("high_risk")), "{stopped}");
    for key in [&customer, &officer] {
        let (status, export) = server.get("/v1/customers/c1/export", key).await;
        let text = export.to_string();
        assert_eq!(status, 200, "{text}");
        assert!(text.contains(stopped["id"].as_str().unwrap()), "{text}");
        for told in ["high_risk", "risk_stop", "friendly fraud"] {
            assert!(!text.contains(told), "{told}: {text}");
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_subjects_answer_is_not_replayed_to_another_role() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    // A customer and a shop may have the same id: they are counted apart.
    let customer = server.key(Role::Consumer, "c1").await;
    let namesake = server.key(Role::Merchant, "c1").await;
    let first = server.post_as("/v1/disputes", &customer, "once", claim()).await;
    assert_eq!(first.status, 201, "{:?}", first.json());
    let other = server.post_as("/v1/disputes", &namesake, "once", claim()).await;
    assert!(other.status >= 400, "{:?}", other.json());
    assert!(!other.headers.contains_key("idempotent-replayed"));
    server.stop().await;
}
