//! What the portals and the console ask over HTTP: returns, previews, files of conversations, pages of
//! other origins.

use crate::common::base;
use api::testkit::{Engine, Role, TestServer, WIDGET_ORIGIN};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async fn send(
    server: &TestServer,
    method: Method,
    path: &str,
    key: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let mut headers = vec![("authorization", format!("Bearer {key}"))];
    let body = body.map_or_else(Body::empty, |body| {
        headers.push(("content-type", "application/json".to_owned()));
        Body::from(body.to_string())
    });
    let answer = server.send(method, path, &headers, body).await;
    (answer.status, answer.json())
}

async fn a_customer_helps_themselves(server: &TestServer) {
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let other = server.key(Role::Consumer, "c2").await;
    let merchant = server.key(Role::Merchant, "m1").await;
    server.advance_to("2026-12-06T10:00:00Z").await;

    let (_, orders) = server.get("/v1/orders", &customer).await;
    let order = &orders["items"][0];
    assert_eq!((&order["merchant_name"], &order["title"]), (&json!("A shop"), &json!("Boots")));
    assert_eq!(order["outstanding"]["amount_minor"], 8_000, "{order}");
    assert_eq!(order["next_due"]["on"], "2026-12-31");
    let (_, orders) = server.get("/v1/orders", &merchant).await;
    assert!(orders["items"][0].get("outstanding").is_none(), "a shop sees no plan: {orders}");

    let plan = order["next_due"]["plan_id"].as_str().unwrap();
    let path = format!("/v1/orders/o1/plans/{plan}/options");
    let (status, options) = server.get(&path, &customer).await;
    assert_eq!((status, &options["pay_early"]["amount_minor"]), (200, &json!(8_000)), "{options}");
    assert_eq!(server.get(&path, &other).await.0, 404);

    let report = json!({"lines": ["1"], "carrier": "DHL"});
    let (status, refused) = server.post("/v1/orders/o1/returns", &other, report.clone()).await;
    assert_eq!(status, 404, "{refused}");
    let (status, made) = server.post("/v1/orders/o1/returns", &customer, report.clone()).await;
    assert_eq!((status, &made["state"]), (201, &json!("reported")), "{made}");
    let (status, again) = server.post("/v1/orders/o1/returns", &customer, report).await;
    assert_eq!((status, &again["code"]), (409, &json!("duplicate_return")), "{again}");
    let (_, order) = server.get("/v1/orders/o1", &customer).await;
    assert_eq!(order["plans"][0]["paused_until"], "2027-01-03", "{order}");
    let (_, seen) = server.get("/v1/orders/o1", &merchant).await;
    assert_eq!(seen["returns"][0]["id"], made["id"]);
    let (status, open) = server.get("/v1/returns", &merchant).await;
    assert_eq!((status, &open["items"][0]["id"]), (200, &made["id"]), "{open}");
    assert_eq!(open["items"][0]["items"], json!(["Boots"]), "{open}");
    assert_ne!(server.get("/v1/returns", &customer).await.0, 200);

    // Nobody was needed for it, until somebody was.
    let lead = server.key(Role::Supervisor, "sue").await;
    let period = "/v1/desk/report?from=2026-12-01T00:00:00Z&to=2026-12-31T00:00:00Z";
    let (_, counted) = server.get(period, &lead).await;
    let own = (&counted["totals"]["self_served"], &counted["totals"]["self_service_share"]);
    assert_eq!(own, (&json!(1), &json!(1.0)), "{counted}");
    let words = json!({"channel": "chat", "message": {"client_id": "m-1", "text": "Where is it?"}});
    let (status, begun) = server.post("/v1/conversations", &customer, words).await;
    assert_eq!(status, 201, "{begun}");
    let (_, counted) = server.get(period, &lead).await;
    let own = (&counted["totals"]["self_served"], &counted["totals"]["self_service_share"]);
    assert_eq!(own, (&json!(0), &json!(0.0)), "{counted}");

    let needs = "/v1/customers/c1/support-needs";
    let need = json!({"need": "large_print", "consent": true});
    let (status, kept) = server.post(needs, &customer, need.clone()).await;
    assert_eq!((status, &kept["review_on"]), (201, &json!("2027-12-06")), "{kept}");
    let (status, refused) =
        server.post(needs, &customer, json!({"need": "sight", "consent": false})).await;
    assert_eq!((status, &refused["code"]), (422, &json!("consent_needed")));
    assert_ne!(server.get(needs, &other).await.0, 200);
    let one = format!("{needs}/{}", kept["id"].as_str().unwrap());
    assert_eq!(send(server, Method::DELETE, &one, &customer, None).await.0, 204);
    assert_eq!(send(server, Method::DELETE, &one, &customer, None).await.0, 404);
    server.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_help_themselves_on_sqlite() {
    let server = TestServer::start(Engine::Sqlite).await;
    a_customer_helps_themselves(&server).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_help_themselves_on_postgres() {
    match TestServer::try_start(Engine::Postgres).await {
        Some(server) => {
            a_customer_helps_themselves(&server).await;
            server.stop().await;
        }
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_sees_what_an_act_would_do() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let agent = server.key(Role::Agent, "anna").await;
    let (_, plans) = server.get("/v1/orders/o1/plans", &agent).await;
    let plan = plans[0]["id"].as_str().unwrap();
    let acts = [
        json!({"action": "pause_plan", "order_id": "o1", "plan_id": plan, "days": 7, "why": "ill"}),
        json!({"action": "extend_plan", "order_id": "o1", "plan_id": plan, "instalment": 2}),
        json!({"action": "start_hardship", "order_id": "o1", "plan_id": plan, "parts": 4}),
        json!({"action": "give_goodwill", "order_id": "o1", "amount_minor": 500, "note": "sorry"}),
        json!({"action": "give_refund", "order_id": "o1", "amount_minor": 500, "note": "sorry"}),
        json!({"action": "open_dispute", "order_id": "o1", "reason": "not_received",
            "statement": {"text": "It never came.", "merchant_contacted_at": "2026-11-29T10:00:00Z"}}),
    ];
    for act in acts {
        let (status, shown) = server.post("/v1/preview", &agent, act.clone()).await;
        if act["action"] == "extend_plan" && status == 422 {
            // Not every market moves due dates.
            continue;
        }
        assert_eq!(status, 200, "{act}: {shown}");
        let policy = &shown["policy"];
        assert!(policy["version"].is_string() && policy["hash"].is_string(), "{shown}");
        assert_eq!(shown["approval"]["needed"], false, "{shown}");
        assert!(!shown["messages"].as_array().unwrap().is_empty(), "{act}: {shown}");
    }
    let (_, order) = server.get("/v1/orders/o1", &agent).await;
    assert_eq!(
        (&order["in_dispute"]["amount_minor"], &order["returned"]["amount_minor"]),
        (&json!(0), &json!(0))
    );
    let unknown = json!({"action": "decide", "dispute_id": "01930d1c-8f00-7000-8000-00000000dead",
        "for_party": "consumer", "reasons": "so"});
    assert_eq!(server.post("/v1/preview", &agent, unknown).await.0, 404);
    let (status, line) = server.get("/v1/customers/c1/timeline?limit=2", &agent).await;
    assert_eq!((status, line["items"].as_array().unwrap().len()), (200, 2), "{line}");
    assert!(line["next_cursor"].is_string());
    server.assert_sound().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_belong_to_their_conversation() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let other = server.key(Role::Consumer, "c2").await;
    let agent = server.key(Role::Agent, "anna").await;
    let upload = |name: &str, media: &str, content: &str| json!({"name": name, "media_type": media, "content_base64": content});
    let png = || upload("a.png", "image/png", PNG);
    let table = [
        (upload("a.png", "image/jpeg", PNG), 422),
        (upload("a.html", "text/html", "PGgxPg=="), 422),
        (upload("a.png", "image/png", "no base64!"), 422),
        (png(), 201),
    ];
    for (body, expected) in table {
        let (status, answer) = server.post("/v1/attachments", &customer, body.clone()).await;
        assert_eq!(status, expected, "{body}: {answer}");
    }
    let merchant = server.key(Role::Merchant, "m1").await;
    assert_eq!(server.post("/v1/attachments", &merchant, png()).await.0, 404);
    let (_, file) = server.post("/v1/attachments", &customer, png()).await;
    let path = format!("/v1/attachments/{}", file["id"].as_str().unwrap());
    let get = async |key: &str| {
        let headers = [("authorization", format!("Bearer {key}"))];
        server.send(Method::GET, &path, &headers, Body::empty()).await.status
    };
    assert_eq!((get(&customer).await, get(&agent).await, get(&other).await), (200, 404, 404));

    let message = |id: &str| json!({"client_id": id, "text": "See", "attachments": [file["id"]]});
    let opened = json!({"message": message("m1")});
    let (status, stolen) = server.post("/v1/conversations", &other, opened.clone()).await;
    assert_eq!((status, &stolen["field"]), (422, &json!("attachments")), "{stolen}");
    let (status, made) = server.post("/v1/conversations", &customer, opened).await;
    assert!(status < 300, "{made}");
    assert_eq!((get(&customer).await, get(&agent).await, get(&other).await), (200, 200, 404));
    let (_, list) = server.get("/v1/conversations", &customer).await;
    let id = list["items"][0]["id"].as_str().unwrap();
    let (_, events) = server.get(&format!("/v1/conversations/{id}/events"), &agent).await;
    let events = events["items"].as_array().unwrap();
    let said = events.iter().find(|event| event["kind"] == "message").unwrap();
    assert_eq!(said["body"]["attachments"][0], file, "{said}");
    let twice =
        server.post(&format!("/v1/conversations/{id}/messages"), &customer, message("m2")).await;
    assert_eq!(twice.0, 422, "a file is sent once: {}", twice.1);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_named_origins_may_call_and_no_others() {
    let server = TestServer::start(Engine::Sqlite).await;
    let ask = async |method: Method, path: &str, origin: &str| {
        let mut headers = vec![("origin", origin.to_owned())];
        if method == Method::OPTIONS {
            headers.push(("access-control-request-method", "POST".to_owned()));
        }
        server.send(method, path, &headers, Body::empty()).await
    };
    let table = [
        (Method::OPTIONS, "/v1/conversations", WIDGET_ORIGIN, Some(204)),
        (Method::OPTIONS, "/v1/conversations", "https://evil.example", None),
        (Method::OPTIONS, "/v1/ledger/balances", WIDGET_ORIGIN, None),
        (Method::GET, "/v1/company?tenant=acme", WIDGET_ORIGIN, Some(200)),
        (Method::GET, "/v1/company?tenant=acme", "https://shop.example.evil", None),
        (Method::GET, "/v1/company?tenant=acme", "null", None),
        // An error, too, is read by the page.
        (Method::GET, "/v1/orders", WIDGET_ORIGIN, Some(401)),
    ];
    for (method, path, origin, allowed) in table {
        let answer = ask(method.clone(), path, origin).await;
        let told = answer.headers.get("access-control-allow-origin");
        assert_eq!(told.is_some(), allowed.is_some(), "{method} {path} from {origin}");
        if let Some(status) = allowed {
            let told = told.unwrap().to_str().unwrap();
            assert_eq!((answer.status, told), (status, WIDGET_ORIGIN));
        }
        assert!(answer.headers.get("access-control-allow-credentials").is_none(), "no cookies");
        assert_eq!(answer.headers.get("vary").unwrap(), "origin");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_company_says_who_it_is() {
    let server = TestServer::start(Engine::Sqlite).await;
    let operator = server.key(Role::Operator, "otto").await;
    let agent = server.key(Role::Agent, "anna").await;
    let said = json!({"languages": ["sv", "en"], "support": {"phone": "+46 8 123", "hours": [
        {"days": ["monday"], "from": "08:00", "to": "20:00", "timezone": "Europe/Stockholm"}]},
        "ombudsman": {"name": "ARN", "url": "https://www.arn.se/"}});
    let put = async |key: &str, body: Value| {
        send(&server, Method::PUT, "/v1/company", key, Some(body)).await
    };
    assert_eq!(put(&agent, said.clone()).await.0, 403);
    let (status, changed) = put(&operator, said).await;
    assert_eq!((status, &changed["support"]["phone"]), (200, &json!("+46 8 123")), "{changed}");
    for wrong in [
        json!({"privacy_url": "javascript:alert(1)"}),
        json!({"support": {"hours": [
        {"days": [], "from": "8", "to": "20:00", "timezone": "x"}]}}),
    ] {
        assert_eq!(put(&operator, wrong.clone()).await.0, 422, "{wrong}");
    }
    let answer = server.send(Method::GET, "/v1/company?tenant=acme", &[], Body::empty()).await;
    let company = answer.json();
    assert_eq!((answer.status, &company["pauses"]["return_days"]), (200, &json!(28)), "{company}");
    assert_eq!(company["ombudsman"]["name"], "ARN");
    let none = server.send(Method::GET, "/v1/company?tenant=nobody", &[], Body::empty()).await;
    assert_eq!(none.status, 404);
    server.stop().await;
}
