//! What the console asks for over HTTP: briefs, the report and its file, reviews, blocks of text, names.

use crate::common::base;
use api::testkit::{Engine, Role, TestServer};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

const PERIOD: &str = "from=2026-12-01T00:00:00Z&to=2026-12-31T00:00:00Z";

/// A conversation that anna took, answered and resolved, rated by its customer.
async fn served(server: &TestServer) -> String {
    let customer = server.key(Role::Consumer, "c1").await;
    let anna = server.key(Role::Agent, "anna").await;
    let body = json!({"order_id": "o1",
        "message": {"client_id": "m-1", "text": "I want to talk to a human. Where is my refund?"}});
    let (status, talk) = server.post("/v1/conversations", &customer, body).await;
    assert_eq!(status, 201, "{talk}");
    assert_eq!(talk["customer"]["name"], "", "nobody is called after an e-mail address: {talk}");
    let path = format!("/v1/conversations/{}", talk["id"].as_str().unwrap());
    let (status, brief) = server.get(&format!("{path}/brief"), &anna).await;
    assert_eq!(status, 200, "{brief}");
    assert_eq!(brief["open_question"], "Where is my refund?", "{brief}");
    assert_eq!(brief["mood"], "calm", "{brief}");
    let sources = brief["sources"].as_array().unwrap();
    let order = json!({"kind": "order", "label": "o1", "ref": "o1"});
    assert!(sources.contains(&order), "{brief}");
    assert_eq!(server.get(&format!("{path}/brief"), &customer).await.0, 403);
    let (_, swedish) = server.get(&format!("{path}/brief?language=sv"), &anna).await;
    let why = swedish["why"].as_str().unwrap();
    assert!(why.starts_with("Kunden bad om en människa: ”"), "{swedish}");
    assert_eq!(swedish["open_question"], brief["open_question"], "their words stay theirs");
    let headers =
        [("authorization", format!("Bearer {anna}")), ("accept-language", "sv-SE".to_owned())];
    let path_of_brief = format!("{path}/brief");
    let answer = server.send(Method::GET, &path_of_brief, &headers, Body::empty()).await;
    assert_eq!(answer.json(), swedish);
    assert_eq!(server.get(&format!("{path}/brief?language=fi"), &anna).await.0, 400);

    let (_, tasks) = server.get("/v1/tasks?kind=human_requested", &anna).await;
    let task = &tasks["items"][0];
    assert_eq!(
        (&task["conversation_id"], &task["number"]),
        (&talk["id"], &talk["number"]),
        "{task}"
    );
    assert_eq!(task["customer_id"], "c1");

    let version = talk["assignment"]["version"].clone();
    let take = json!({"assignment_version": version});
    let (status, taken) = server.post(&format!("{path}/take"), &anna, take).await;
    assert_eq!(status, 200, "{taken}");
    let (_, events) = server.get(&format!("{path}/events"), &anna).await;
    let floors = events["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "floor");
    assert!(floors.into_iter().any(|one| one["body"]["user_name"] == "anna"), "{events}");
    let says = json!({"client_id": "a-1", "text": "Hello, I look into it."});
    assert_eq!(server.post(&format!("{path}/messages"), &anna, says).await.0, 200);
    let tags = json!({"add": ["=HYPERLINK(\"http://x\")"]});
    assert_eq!(server.post(&format!("{path}/tags"), &anna, tags).await.0, 200);
    assert_eq!(server.post(&format!("{path}/resolve"), &anna, json!({})).await.0, 200);
    assert_eq!(server.post(&format!("{path}/csat"), &customer, json!({"score": 2})).await.0, 200);
    path
}

async fn the_console_is_answered(server: &TestServer) {
    server.feed(&base()).await;
    let path = served(server).await;
    let anna = server.key(Role::Agent, "anna").await;
    let sue = server.key(Role::Supervisor, "sue").await;

    let (status, report) = server.get(&format!("/v1/desk/report?{PERIOD}"), &sue).await;
    assert_eq!(status, 200, "{report}");
    let day = &report["days"][0];
    assert_eq!((&day["date"], &day["contacts"]), (&json!("2026-12-01"), &json!(1)), "{report}");
    let totals = &report["totals"];
    assert_eq!((&totals["csat"], &totals["sla_share"]), (&json!(2.0), &json!(1.0)), "{report}");
    assert_eq!(totals["wrong_decision_share"], Value::Null, "{report}");
    assert!(
        totals.as_object().unwrap().contains_key("overturn_share"),
        "null, and there: {report}"
    );
    assert_eq!(totals["intervals"]["sla_share"]["of"], 2, "{report}");
    assert_eq!(report["agents"][0]["name"], "anna", "{report}");
    let wrong = "from=2026-12-01T00:00:00Z&to=2028-12-01T00:00:00Z";
    let (status, refused) = server.get(&format!("/v1/desk/report?{wrong}"), &sue).await;
    assert_eq!((status, &refused["field"]), (422, &json!("to")), "{refused}");
    assert_eq!(server.get(&format!("/v1/desk/report?{PERIOD}"), &anna).await.0, 403);

    let (status, rows) = server.get(&format!("/v1/desk/report/rows?{PERIOD}&limit=1"), &sue).await;
    let row = &rows["items"][0];
    assert_eq!((status, &row["csat"], &row["by_person"]), (200, &json!(2), &json!(true)), "{rows}");
    assert_eq!(row["sla"]["first_response"], json!([1, 0]), "{rows}");
    let bearer = [("authorization", format!("Bearer {sue}"))];
    let file = format!("/v1/desk/report.csv?{PERIOD}");
    let answer = server.send(Method::GET, &file, &bearer, Body::empty()).await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert_eq!(answer.status, 200, "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.starts_with("conversation_id,number,channel,"), "{text}");
    assert!(text.contains("\"'=HYPERLINK("), "a field that is no formula: {text}");

    let (_, suggested) = server.get("/v1/scorecards/suggested", &sue).await;
    assert_eq!(suggested[0]["why"], json!(["low_csat", "random"]), "{suggested}");
    let (_, rubric) = server.get("/v1/scorecards/rubric", &anna).await;
    let ids: Vec<&str> = rubric["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let scores: serde_json::Map<String, Value> =
        ids.iter().map(|id| ((*id).to_owned(), json!(4))).collect();
    let card = json!({"scores": scores, "comment": "Say by when."});
    let (status, refused) = server.post(&format!("{path}/scorecard"), &anna, card.clone()).await;
    assert_eq!(status, 403, "{refused}");
    let (status, written) = server.post(&format!("{path}/scorecard"), &sue, card.clone()).await;
    assert_eq!((status, &written["agent_name"]), (201, &json!("anna")), "{written}");
    let (status, again) = server.post(&format!("{path}/scorecard"), &sue, card).await;
    assert_eq!((status, &again["code"]), (409, &json!("scored_already")));
    let (_, own) = server.get("/v1/scorecards", &anna).await;
    assert_eq!(own["items"][0], written, "{own}");
    names_and_texts(server, &path, &anna, &sue).await;
    server.assert_sound().await;
}

async fn names_and_texts(server: &TestServer, path: &str, anna: &str, sue: &str) {
    let new = json!({"name": "Late", "language": "en", "shared": true,
        "text": "Hi {{customer.name}}, {{order.id}}"});
    let (status, refused) = server.post("/v1/macros", anna, new.clone()).await;
    assert_eq!(status, 403, "{refused}");
    let (status, kept) = server.post("/v1/macros", sue, new).await;
    assert_eq!((status, &kept["shared"]), (201, &json!(true)), "{kept}");
    let (_, list) = server.get("/v1/macros", anna).await;
    assert_eq!(list, json!([kept]));
    let render = format!("/v1/macros/{}/render", kept["id"].as_str().unwrap());
    let of = json!({"conversation_id": path.rsplit('/').next().unwrap()});
    let (_, filled) = server.post(&render, anna, of).await;
    assert_eq!(filled["text"], "Hi {{customer.name}}, o1", "{filled}");
    assert_eq!(filled["missing"], json!(["customer.name"]), "{filled}");
    let money =
        json!({"name": "X", "language": "en", "text": "We will refund you.", "shared": false});
    let (status, refused) = server.post("/v1/macros", anna, money).await;
    assert_eq!((status, &refused["code"]), (422, &json!("macro_promises_money")), "{refused}");

    let named = json!({"type": "customer", "id": "c1", "at": "2026-12-01T11:00:00Z",
        "jurisdiction": "gb", "since": "2025-10-01T00:00:00Z", "name": "Ada Byron",
        "email": "ada.byron@example.org", "address": crate::common::address()});
    server.feed(&[named]).await;
    let (status, seen) = server.get("/v1/customers/c1", anna).await;
    assert_eq!((status, &seen["name"]), (200, &json!("Ada Byron")), "{seen}");
    assert_eq!(seen["email"], "a***@example.org", "{seen}");
    assert!(seen.get("address").is_none(), "{seen}");
    let company = server.key(Role::Company, "feed").await;
    let (_, whole) = server.get("/v1/customers/c1", &company).await;
    assert_eq!(whole["email"], "ada.byron@example.org", "{whole}");
    crate::sign_in::somebody(server).await;
    let (status, users) = server.get("/v1/users", anna).await;
    assert_eq!(status, 200, "{users}");
    for user in users["items"].as_array().unwrap() {
        assert!(user.get("email").is_none() && user["name"].is_string(), "{user}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_is_answered_on_sqlite() {
    let server = TestServer::start(Engine::Sqlite).await;
    the_console_is_answered(&server).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_is_answered_on_postgres() {
    match TestServer::try_start(Engine::Postgres).await {
        Some(server) => {
            the_console_is_answered(&server).await;
            server.stop().await;
        }
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
}
