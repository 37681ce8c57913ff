//! Critical moments over HTTP: heard at once, and acted on before anybody has read them.

use crate::common::base;
use api::testkit::{Engine, Role, TestServer};
use serde_json::{Value, json};

async fn says(server: &TestServer, text: &str) -> Value {
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let anna = server.key(Role::Agent, "anna").await;
    let body = json!({"message": {"client_id": "m-1", "text": text}});
    let (status, conversation) = server.post("/v1/conversations", &customer, body).await;
    assert_eq!(status, 201, "{conversation}");
    let path = format!("/v1/conversations/{}", conversation["id"].as_str().unwrap());
    let (_, events) = server.get(&format!("{path}/events"), &customer).await;
    let (status, mut seen) = server.get(&path, &anna).await;
    assert_eq!(status, 200, "{seen}");
    seen["customer_sees"] = events["items"].clone();
    seen
}

fn signals(conversation: &Value) -> Vec<&str> {
    let reasons = conversation["priority"]["reasons"].as_array().unwrap();
    reasons.iter().map(|reason| reason["signal"].as_str().unwrap()).collect()
}

async fn plan_of(server: &TestServer) -> Value {
    let anna = server.key(Role::Agent, "bert").await;
    let (_, plans) = server.get("/v1/orders/o1/plans", &anna).await;
    plans[0].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_death_stops_reminders_and_goes_to_who_can_answer_it() {
    let server = TestServer::start(Engine::Sqlite).await;
    let said =
        "Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp";
    let conversation = says(&server, said).await;
    assert!(signals(&conversation).contains(&"bereavement"), "{conversation}");
    assert_eq!(conversation["language"], "sv");
    assert_eq!(conversation["priority"]["level"], "critical");
    assert_eq!(conversation["priority"]["quiet_ai"], true);
    assert_eq!(conversation["priority"]["collections_paused"], true);
    assert_eq!(conversation["skills"], json!(["bereavement"]));
    assert_eq!(conversation["assignment"]["state"], "waiting");
    let plan = plan_of(&server).await;
    assert_eq!(plan["status"], "paused", "{plan}");
    server.assert_sound().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_without_the_word_is_a_complaint_with_its_clocks() {
    let server = TestServer::start(Engine::Sqlite).await;
    let conversation = says(&server, "this is unacceptable, I lost 40 euro because of you").await;
    let id = conversation["complaint_id"].as_str().expect("a complaint was opened").to_owned();
    let officer = server.key(Role::ComplianceOfficer, "carl").await;
    let (status, complaint) = server.get(&format!("/v1/complaints/{id}"), &officer).await;
    assert_eq!((status, &complaint["state"]), (200, &json!("open")), "{complaint}");
    // Tuesday 1 December: three business days, and eight weeks, over Christmas and New Year.
    assert_eq!(complaint["summary_until"], "2026-12-05T00:00:00.000Z", "{complaint}");
    assert!(complaint["respond_by"].as_str().unwrap().starts_with("2027-01-2"), "{complaint}");
    // The assistant ends nothing in which a complaint is open.
    let ai = server.key(Role::Ai, "assistant").await;
    let path = format!("/v1/conversations/{}/resolve", conversation["id"].as_str().unwrap());
    let headers = [
        ("authorization", format!("Bearer {ai}")),
        ("content-type", "application/json".to_owned()),
        ("ombud-customer", "c1".to_owned()),
    ];
    let body = axum::body::Body::from("{}");
    let answer = server.send(axum::http::Method::POST, &path, &headers, body).await;
    assert_eq!((answer.status, &answer.json()["code"]), (422, &json!("needs_person")));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn danger_is_before_everything_and_help_is_pointed_to() {
    let server = TestServer::start(Engine::Sqlite).await;
    let conversation = says(&server, "I cannot do this any more, I want to end my life").await;
    assert_eq!(conversation["priority"]["level"], "danger", "{conversation}");
    let seen = conversation["customer_sees"].as_array().unwrap();
    let signpost = seen.iter().find(|event| event["kind"] == "signpost").expect("help is named");
    assert!(signpost["body"]["text"].as_str().unwrap().contains("116 123"), "{signpost}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyday_questions_are_no_moments() {
    let server = TestServer::start(Engine::Sqlite).await;
    let conversation = says(&server, "Hi, when will my parcel arrive?").await;
    assert_eq!(conversation["priority"]["level"], "normal", "{conversation}");
    assert!(conversation.get("complaint_id").is_none());
    assert_ne!(plan_of(&server).await["status"], "paused");
    server.stop().await;
}
