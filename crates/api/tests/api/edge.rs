//! What surrounds every request: limits, errors, headers, health, and the Klarna-compatible seat.

use crate::common::{base, claim};
use api::inbound::{Inbound, Proof};
use api::testkit::{Answer, Engine, Role, TestServer};
use axum::body::Body;
use axum::http::Method;
use base64::Engine as _;
use connectors::inbound::adyen::BasicAuth;
use kernel::Secret;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

async fn raw(
    server: &TestServer,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    server.send(method, path, &headers, Body::from(body.to_owned())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_wrong_is_a_problem_with_a_code() {
    let server = TestServer::start(Engine::Sqlite).await;
    let key = server.key(Role::Company, "feed").await;
    let bearer = format!("Bearer {key}");
    let auth = ("authorization", bearer.as_str());
    let json_type = ("content-type", "application/json");
    let idem = ("idempotency-key", "k");
    let large = format!("{{\"x\": \"{}\"}}", "y".repeat(300 * 1024));
    let long_key = "k".repeat(256);
    let post = Method::POST;
    type Headers<'a> = Vec<(&'a str, &'a str)>;
    let table: Vec<(Method, &str, Headers<'_>, &str, u16, &str)> = vec![
        (Method::GET, "/v1/nothing", vec![auth], "", 404, "no_such_path"),
        (Method::PUT, "/v1/disputes", vec![auth], "", 405, "method_not_allowed"),
        (Method::GET, "/v1/disputes/not-a-uuid", vec![auth], "", 400, "invalid_parameter"),
        (Method::GET, "/v1/disputes?limit=0", vec![auth], "", 400, "invalid_parameter"),
        (Method::GET, "/v1/disputes?colour=red", vec![auth], "", 400, "invalid_parameter"),
        (Method::GET, "/v1/disputes?cursor=!", vec![auth], "", 400, "invalid_cursor"),
        (post.clone(), "/v1/disputes", vec![auth, json_type, idem], "{", 400, "invalid_json"),
        (post.clone(), "/v1/disputes", vec![auth, json_type, idem], "{}", 400, "invalid_body"),
        (
            post.clone(),
            "/v1/disputes",
            vec![auth, json_type, idem],
            r#"{"order_id":"o","reason":"not_received","colour":1}"#,
            400,
            "invalid_body",
        ),
        (
            post.clone(),
            "/v1/disputes",
            vec![auth, json_type],
            r#"{"order_id":"o","reason":"not_received"}"#,
            400,
            "idempotency_key_missing",
        ),
        (
            post.clone(),
            "/v1/disputes",
            vec![auth, json_type, ("idempotency-key", &long_key)],
            "{}",
            400,
            "idempotency_key_invalid",
        ),
        (post.clone(), "/v1/disputes", vec![auth, idem], "{}", 415, "unsupported_media_type"),
        (post.clone(), "/v1/feed", vec![auth, json_type], &large, 413, "too_large"),
        (post.clone(), "/v1/feed", vec![auth, json_type], "{}", 422, "invalid_record"),
        (post.clone(), "/v1/connectors/stripe/acme/webhook", vec![], "{}", 404, "not_found"),
    ];
    for (method, path, headers, body, status, code) in table {
        let answer = raw(&server, method.clone(), path, &headers, body).await;
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{method} {path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        assert_eq!(problem["status"], json!(status));
        let id = answer.headers["x-request-id"].to_str().unwrap();
        assert_eq!(problem["request_id"], json!(id), "{path}");
        assert!(!problem["fix"].as_str().unwrap().is_empty());
    }
    let headers = [auth, json_type, idem];
    let body = r#"{"order_id":"o","reason":"not_received","statement":{"colour":1}}"#;
    let unknown = raw(&server, Method::POST, "/v1/disputes", &headers, body).await;
    assert_eq!(unknown.json()["field"], "statement.colour");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_for_nobody_is_refused_before_its_body_comes() {
    let server = TestServer::start(Engine::Sqlite).await;
    for source in ["stripe", "adyen", "paypal"] {
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "POST /v1/connectors/{source}/acme/webhook HTTP/1.1\r\nhost: x\r\n\
             content-type: application/json\r\ncontent-length: 1000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // Nothing of the body is ever sent; without an answer the test's own time runs out.
        let mut answer = vec![0; 12];
        let read = stream.read_exact(&mut answer);
        tokio::time::timeout(std::time::Duration::from_secs(4), read).await.unwrap().unwrap();
        assert_eq!(answer, b"HTTP/1.1 404", "{source}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn adyen_shows_its_user_and_password_where_they_are_configured() {
    let mut server = TestServer::start(Engine::Sqlite).await;
    // The example of Adyen's own libraries.
    let key = "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00";
    let body = json!({"live": "false", "notificationItems": [{"NotificationRequestItem": {
        "pspReference": "pspReference", "originalReference": "originalReference",
        "merchantAccountCode": "merchantAccount", "merchantReference": "reference",
        "amount": {"value": 1_000, "currency": "EUR"}, "eventCode": "EVENT", "success": "true",
        "additionalData": {"hmacSignature": "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc="},
    }}]})
    .to_string();
    let basic = BasicAuth { user: Secret::new("adyen"), password: Secret::new("hunter2") };
    let mut inbound = Inbound::default();
    let keys = vec![Secret::new(key)];
    inbound.insert("acme".parse().unwrap(), Proof::Adyen { keys, basic: Some(basic) });
    let state = api::AppState::new(server.app.clone()).with_inbound(inbound);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    server.address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(api::serve(listener, state, async {
        let _ = stopped.await;
    }));
    let path = "/v1/connectors/adyen/acme/webhook";
    let credentials =
        |text: &str| format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(text));
    let (right, wrong) = (credentials("adyen:hunter2"), credentials("adyen:hunter3"));
    let json_type = ("content-type", "application/json");
    for headers in [vec![json_type], vec![json_type, ("authorization", wrong.as_str())]] {
        let refused = raw(&server, Method::POST, path, &headers, &body).await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (401, Some("basic_auth_needed"))
        );
        let scheme = refused.headers["www-authenticate"].to_str().unwrap();
        assert!(scheme.starts_with("Basic realm="), "{scheme}");
    }
    let headers = [json_type, ("authorization", right.as_str())];
    assert_eq!(raw(&server, Method::POST, path, &headers, &body).await.status, 200);
    // They stand beside the signature, and not in its place.
    let changed = body.replace("1000", "1001");
    let refused = raw(&server, Method::POST, path, &headers, &changed).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some("invalid_signature")));
    stop.send(()).unwrap();
    running.await.unwrap();
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_its_headers_and_pages_need_nothing_else() {
    let server = TestServer::start(Engine::Sqlite).await;
    for path in ["/", "/problems", "/healthz", "/readyz", "/v1/openapi.json", "/none"] {
        let answer = raw(&server, Method::GET, path, &[], "").await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.headers[name], value, "{path}");
        }
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        if path != "/none" {
            assert_eq!(answer.status, 200, "{path}");
        }
    }
    let many: Vec<(String, String)> = (0..80).map(|n| (format!("x-{n}"), "1".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(raw(&server, Method::GET, "/healthz", &many, "").await.status, 431);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_takes_the_good_lines_and_names_the_bad_ones() {
    let server = TestServer::start(Engine::Sqlite).await;
    let key = server.key(Role::Company, "feed").await;
    let bearer = format!("Bearer {key}");
    let mut lines: Vec<String> = base().iter().map(Value::to_string).collect();
    lines.insert(2, "{oops".to_owned());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-ndjson")];
    let answer = raw(&server, Method::POST, "/v1/feed/batch", &headers, &lines.join("\n")).await;
    let result = answer.json();
    assert_eq!((answer.status, &result["accepted"]), (200, &json!(5)), "{result}");
    assert_eq!(result["results"][2]["outcome"], "rejected");
    assert_eq!(result["results"][2]["line"], 3);
    assert_eq!(result["results"][2]["code"], "invalid_record");

    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let again = json!(base()).to_string();
    let again = raw(&server, Method::POST, "/v1/feed/batch", &headers, &again).await.json();
    assert_eq!(again["duplicate"], 5, "{again}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_whole_page_by_page() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let orders: Vec<Value> = (0..7)
        .map(|n| {
            let mut order = base().remove(2);
            order["id"] = json!(format!("more-{n}"));
            order
        })
        .collect();
    server.feed(&orders).await;
    let agent = server.key(Role::Agent, "anna").await;
    let (mut path, mut seen) = ("/v1/orders?limit=3".to_owned(), Vec::new());
    loop {
        let (status, page) = server.get(&path, &agent).await;
        assert_eq!(status, 200, "{page}");
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|order| order["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/orders?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (8, 8), "{seen:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_of_klarnas_finds_what_it_knows() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let merchant = server.key(Role::Merchant, "m1").await;
    let (_, dispute) = server.post("/v1/disputes", &customer, claim()).await;
    let id = dispute["id"].as_str().unwrap();
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("m1:{merchant}"));
    let basic = format!("Basic {basic}");
    let auth = ("authorization", basic.as_str());

    let list = raw(&server, Method::GET, "/v4/payment/disputes?state=INITIATED", &[auth], "").await;
    assert_eq!(list.status, 200, "{:?}", list.json());
    assert_eq!(list.json()["disputes"][0]["payment_dispute_id"], json!(id));
    assert_eq!(list.json()["disputes"][0]["state"], "INITIATED");
    let wrong = raw(&server, Method::GET, "/v4/payment/disputes?size=0", &[auth], "").await;
    assert_eq!((wrong.status, &wrong.json()["error_code"]), (400, &json!("VALIDATION_ERROR")));
    assert_eq!(wrong.json()["validation_errors"][0]["parameter"], "size");

    let form = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"pod.pdf\"\r\n\r\n%PDF-1.4 proof\r\n--x--\r\n";
    let path = format!("/v4/payment/disputes/{id}/attachments");
    let multipart = ("content-type", "multipart/form-data; boundary=x");
    let uploaded = raw(&server, Method::POST, &path, &[auth, multipart], form).await;
    assert_eq!(uploaded.status, 201, "{:?}", uploaded.json());
    let attachment = uploaded.json()["payment_dispute_attachment_id"].clone();

    let json_type = ("content-type", "application/json");
    let body = json!({"attachments": [{"payment_dispute_attachment_id": attachment}]}).to_string();
    let path = format!("/v4/payment/disputes/{id}/represent");
    // A paper without its facts leaves something out: it is asked for once, and then reviewed.
    for state in ["INITIATED", "REPRESENTMENT"] {
        let sent = raw(&server, Method::POST, &path, &[auth, json_type], &body).await;
        assert_eq!((sent.status, &sent.json()["state"]), (201, &json!(state)), "{:?}", sent.json());
    }
    let path = format!("/v4/payment/disputes/{id}/accept-loss");
    let late = raw(&server, Method::POST, &path, &[auth], "").await;
    assert_eq!((late.status, &late.json()["error_code"]), (409, &json!("RESOURCE_CONFLICT")));

    let path = format!("/v4/payment/disputes/{id}");
    let one = raw(&server, Method::GET, &path, &[auth], "").await.json();
    let url = one["representment"]["partner_evidence"]["attachments"][0]["url"].as_str().unwrap();
    let file = raw(&server, Method::GET, url, &[auth], "").await;
    assert_eq!((file.status, &file.body[..]), (200, &b"%PDF-1.4 proof"[..]));
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let stranger = server.key(Role::Merchant, "m2").await;
    let bearer = format!("Bearer {stranger}");
    let hidden = raw(&server, Method::GET, &path, &[("authorization", &bearer)], "").await;
    assert_eq!((hidden.status, &hidden.json()["error_code"]), (404, &json!("RESOURCE_NOT_FOUND")));
    server.stop().await;
}
