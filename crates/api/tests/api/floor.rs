//! What the desk asks over HTTP beside conversations: hours, rules of routing, what-if, the outlook of a
//! dispute; and what customers ask beside the case: paying early, explanations in their language.

use crate::common::{base, claim};
use api::testkit::{Engine, Role, SANDBOX, TestServer};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

async fn put(server: &TestServer, path: &str, key: &str, body: Value) -> (u16, Value) {
    let headers = [
        ("authorization", format!("Bearer {key}")),
        ("content-type", "application/json".to_owned()),
    ];
    let answer = server.send(Method::PUT, path, &headers, Body::from(body.to_string())).await;
    (answer.status, answer.json())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hours_are_read_and_changed() {
    let server = TestServer::start(Engine::Sqlite).await;
    let lead = server.key(Role::Supervisor, "lead").await;
    let agent = server.key(Role::Agent, "anna").await;
    let (status, hours) = server.get("/v1/desk/hours", &agent).await;
    assert_eq!((status, &hours["version"]), (200, &json!(0)), "{hours}");
    assert_eq!(hours["days"][0], json!({"day": "mon", "from": "00:00", "until": "24:00"}));
    let day =
        |day: &str, from: &str, until: &str| json!({"day": day, "from": from, "until": until});
    let wanted = json!({"time_zone": "Europe/Berlin", "holidays": ["2026-12-25"], "days": [
        day("mon", "08:00", "12:00"), day("mon", "13:00", "18:00"), day("sat", "10:00", "24:00")]});
    assert_eq!(put(&server, "/v1/desk/hours", &agent, wanted.clone()).await.0, 403);
    let (status, changed) = put(&server, "/v1/desk/hours", &lead, wanted.clone()).await;
    assert_eq!((status, &changed["version"]), (200, &json!(1)), "{changed}");
    for field in ["time_zone", "days", "holidays"] {
        assert_eq!(changed[field], wanted[field], "{field}");
    }
    for (days, expected) in [
        (json!([day("mon", "18:00", "08:00")]), "until must be later"),
        (json!([day("mon", "08:00", "12:00"), day("mon", "11:00", "13:00")]), "overlap"),
        (json!([day("mon", "8", "12:00")]), "08:00-18:00"),
        (json!([]), "no day of the week"),
    ] {
        let body = json!({"time_zone": "UTC", "days": days});
        let (status, refused) = put(&server, "/v1/desk/hours", &lead, body).await;
        assert_eq!((status, &refused["code"]), (422, &json!("invalid_field")), "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains(expected), "{refused}");
    }
    let body = json!({"time_zone": "Mars/Olympus", "days": [day("mon", "08:00", "12:00")]});
    let (status, refused) = put(&server, "/v1/desk/hours", &lead, body).await;
    assert_eq!(status, 422, "{refused}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routing_is_tried_proposed_and_published() {
    let server = TestServer::start(Engine::Sqlite).await;
    let lead = server.key(Role::Supervisor, "lead").await;
    let compliance = server.key(Role::ComplianceOfficer, "cleo").await;
    let rules = |reserved: u32| {
        json!({"ageing_points_per_minute": 2, "critical_from_points": 60,
        "reserved_seats": reserved})
    };
    let asked = json!({"load": {"contacts_per_hour": 120, "critical_share": 0.1, "seats": 12,
        "critical_seats": 4, "service_mean_s": 300, "patience_mean_s": 240, "hours": 2,
        "surge": null}, "runs": 8, "rules": [rules(0), rules(2)]});
    let (status, found) = server.post("/v1/routing/simulate", &lead, asked).await;
    assert_eq!(status, 200, "{found}");
    assert!(found["contacts"].as_u64().unwrap() > 1_000, "{found}");
    let class = &found["results"][1]["classes"][0];
    assert_eq!(class["name"], "critical");
    for figure in ["in_time_share", "abandoned_share", "wait_mean_s", "wait_p99_s"] {
        assert!(class[figure]["standard_error"].is_number(), "{figure}: {class}");
        assert!(class["difference"][figure]["mean"].is_number(), "{figure}: {class}");
    }
    assert_eq!(class["hours"].as_array().unwrap().len(), 2);
    let (_, now) = server.get("/v1/routing/rules", &lead).await;
    let mut wanted = now["rules"].clone();
    wanted["reserved_seats"] = json!(2);
    let (status, task) = server.post("/v1/routing/rules", &lead, wanted).await;
    assert_eq!(status, 201, "{task}");
    let path = format!("/v1/policies/proposals/{}/activate", task["id"].as_str().unwrap());
    assert_eq!(server.post(&path, &lead, json!({})).await.0, 403, "not one's own");
    assert_eq!(server.post(&path, &compliance, json!({})).await.0, 200);
    let (_, now) = server.get("/v1/routing/rules", &lead).await;
    assert_eq!((&now["version"], &now["rules"]["reserved_seats"]), (&json!(1), &json!(2)), "{now}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_paid_early() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let other = server.key(Role::Consumer, "c2").await;
    let (_, plans) = server.get("/v1/orders/o1/plans", &customer).await;
    let path = format!("/v1/orders/o1/plans/{}/pay", plans[0]["id"].as_str().unwrap());
    assert_eq!(server.post(&path, &other, json!({})).await.0, 404);
    let first = server.post_as(&path, &customer, "once", json!({"instalments": [2]})).await;
    assert_eq!(first.status, 202, "{:?}", first.json());
    assert_eq!(first.json()["state"], "pending");
    assert_eq!(first.json()["plan"]["payment"]["state"], "pending");
    let again = server.post_as(&path, &customer, "once", json!({"instalments": [2]})).await;
    assert_eq!((again.status, again.json()), (202, first.json()), "the same answer");
    let (status, refused) = server.post(&path, &customer, json!({})).await;
    assert_eq!((status, &refused["code"]), (409, &json!("payment_pending")), "{refused}");
    server.pay().await;
    let (_, plans) = server.get("/v1/orders/o1/plans", &customer).await;
    assert_eq!(plans[0]["outstanding"]["amount_minor"], 4_000, "{plans}");
    assert!(plans[0].get("payment").is_none());
    server.assert_sound().await;

    // A sandbox plays the provider itself: at once.
    let company = server.key_of(SANDBOX, Role::Company, "feed").await;
    for record in base() {
        let (status, answer) = server.post("/v1/feed", &company, record).await;
        assert!(status < 300, "{answer}");
    }
    let customer = server.key_of(SANDBOX, Role::Consumer, "c1").await;
    let (_, plans) = server.get("/v1/orders/o1/plans", &customer).await;
    let path = format!("/v1/orders/o1/plans/{}/pay", plans[0]["id"].as_str().unwrap());
    let (status, paid) = server.post(&path, &customer, json!({})).await;
    assert_eq!((status, &paid["outstanding"]["amount_minor"]), (200, &json!(0)), "{paid}");
    let (status, refused) = server.post(&path, &customer, json!({})).await;
    assert_eq!((status, &refused["code"]), (409, &json!("plan_closed")), "{refused}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_is_foreseen_and_explained_in_the_customers_language() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let merchant = server.key(Role::Merchant, "m1").await;
    let agent = server.key(Role::Agent, "anna").await;
    server.advance_to("2026-12-20T10:00:00Z").await;
    let (status, dispute) = server.post("/v1/disputes", &customer, claim()).await;
    assert_eq!(status, 201, "{dispute}");
    let path = format!("/v1/disputes/{}", dispute["id"].as_str().unwrap());
    for key in [&customer, &merchant] {
        assert_eq!(server.get(&format!("{path}/outlook"), key).await.0, 403);
    }
    let (status, outlook) = server.get(&format!("{path}/outlook"), &agent).await;
    assert_eq!((status, &outlook["decided"]), (200, &json!(false)), "{outlook}");
    let rules = outlook["rules"].as_array().unwrap();
    assert_eq!(rules.iter().filter(|rule| rule["fires"] == true).count(), 1, "{outlook}");
    assert!(rules.iter().all(|rule| rule["fires"] == rule["lacks"].as_array().unwrap().is_empty()));
    assert!(outlook["facts"].as_array().unwrap().iter().any(|fact| fact["known"] == false));
    let lacking = |rule: &serde_json::Value| rule["lacking"].as_array().unwrap().len();
    assert!(rules.iter().all(|rule| lacking(rule) == rule["lacks"].as_array().unwrap().len()));
    // What rules say is in the reader's language, the same rules in the same order.
    let (_, german) = server.get(&format!("{path}/outlook?language=de"), &agent).await;
    for (german, english) in german["rules"].as_array().unwrap().iter().zip(rules) {
        assert_eq!(german["id"], english["id"]);
        assert_ne!(german["text"], english["text"], "{german}");
    }
    let (_, seen) = server.get(&format!("{path}?language=de"), &merchant).await;
    let words = seen["merchant_missing"][0]["words"].as_str().unwrap();
    assert!(words.contains("Zustellnachweis"), "{words}");
    let (status, refused) = server.get(&format!("{path}?language=fi"), &merchant).await;
    assert_eq!((status, &refused["field"]), (400, &json!("language")), "{refused}");

    let (status, answer) = server.post(&format!("{path}/accept-loss"), &merchant, json!({})).await;
    assert_eq!(status, 200, "{answer}");
    let path = format!("{path}/explanation");
    let (_, english) = server.get(&path, &customer).await;
    assert_eq!((&english["language"], english.get("record")), (&json!("en"), None), "{english}");
    for (language, says) in [
        ("sv", "Du får 120,00\u{a0}£ av de 120,00\u{a0}£ som du krävde."),
        ("de", "Sie erhalten 120,00\u{a0}£ von den 120,00\u{a0}£, die Sie verlangt haben."),
        ("es", "Recibe 120,00\u{a0}£ de los 120,00\u{a0}£ que reclamó."),
    ] {
        let (_, told) = server.get(&format!("{path}?language={language}"), &customer).await;
        assert_eq!(told["language"], language, "{told}");
        assert!(told["text"].as_str().unwrap().starts_with(says), "{told}");
        assert_eq!(told["record"], english["text"], "the record is what it was");
        let headers = [
            ("authorization", format!("Bearer {customer}")),
            ("accept-language", format!("fr, {language};q=0.8")),
        ];
        let answer = server.send(Method::GET, &path, &headers, Body::empty()).await;
        assert_eq!(answer.json()["text"], told["text"]);
    }
    let (_, shop) = server.get(&format!("{path}?language=sv"), &merchant).await;
    assert_eq!(shop["language"], "en", "a shop's text is English: {shop}");
    let decided = path.replace("explanation", "outlook");
    let (_, outlook) = server.get(&decided, &agent).await;
    assert_eq!((&outlook["decided"], &outlook["outcome"]), (&json!(true), &json!("consumer_full")));
    server.stop().await;
}
