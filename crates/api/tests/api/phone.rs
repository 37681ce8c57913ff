//! Phone calls as a telephone system tells of them, and customers who want to be called.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::common::base;
use crate::common::socket::Socket;
use crate::live::on_both;
use api::testkit::{Engine, Role, TestServer};

const NUMBER: &str = "+46701234567";

fn event(kind: &str, call: &str) -> Value {
    json!({"event": kind, "from": "46701234567", "to": "46855550000", "direction": "in", "callId": call})
}

fn with(mut event: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        event[name] = value.clone();
    }
    event
}

async fn tell(server: &TestServer, event: Value) {
    let key = server.key(Role::Company, "pbx").await;
    let (status, answer) = server.post("/v1/cti", &key, event).await;
    assert_eq!((status, &answer), (200, &json!({})), "{answer}");
}

async fn has_number(server: &TestServer, customer: &str) {
    let key = server.key(Role::Consumer, customer).await;
    let told = json!({"payment_due": true, "case_updates": true, "messages": true});
    let body = json!({"email": told, "sms": told, "phone": NUMBER}).to_string();
    let headers = [
        ("authorization", format!("Bearer {key}")),
        ("content-type", "application/json".to_owned()),
    ];
    let path = format!("/v1/customers/{customer}/notifications");
    let answer = server.send(Method::PUT, &path, &headers, Body::from(body)).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
}

async fn sits(server: &TestServer, who: &str, extension: &str) -> String {
    let key = server.key(Role::Agent, who).await;
    let seat = json!({"state": "busy", "extension": extension});
    let (status, seat) = server.post("/v1/desk/availability", &key, seat).await;
    assert_eq!((status, &seat["extension"]), (200, &json!(extension)), "{seat}");
    key
}

async fn all(server: &TestServer, key: &str) -> Vec<Value> {
    let (_, all) = server.get("/v1/conversations?view=all&limit=100", key).await;
    all["items"].as_array().unwrap().clone()
}

async fn calls(server: &TestServer, key: &str, conversation: &Value) -> Vec<Value> {
    let path = format!("/v1/conversations/{}/events", conversation["id"].as_str().unwrap());
    let (_, events) = server.get(&path, key).await;
    let events = events["items"].as_array().unwrap().iter();
    events.filter(|event| event["kind"] == "call").map(|event| event["body"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_rings_is_answered_and_ends() {
    on_both(async |server| {
        server.feed(&base()).await;
        has_number(&server, "c1").await;
        let anna = sits(&server, "anna", "42").await;
        let bert = sits(&server, "bert", "43").await;
        let mut screen = Socket::open(server.address, &anna).await;
        screen.look("q", json!({"kind": "list", "name": "mine"})).await;

        tell(&server, with(event("newCall", "k1"), json!({"user": ["anna", "Nobody Known"]})))
            .await;
        let pop = screen.hear_kind("call").await;
        assert_eq!((&pop["from"], &pop["call_id"]), (&json!(NUMBER), &json!("k1")), "{pop}");
        assert_eq!(pop["conversation"]["customer_id"], "c1");
        tell(&server, with(event("answer", "k1"), json!({"answeringNumber": "42"}))).await;
        tell(&server, with(event("answer", "k1"), json!({"answeringNumber": "43"}))).await;
        server.advance_to("2026-12-01T10:01:30Z").await;
        for _ in 0..2 {
            tell(&server, with(event("hangup", "k1"), json!({"cause": "normalClearing"}))).await;
        }
        let conversations = all(&server, &bert).await;
        assert_eq!(conversations.len(), 1, "{conversations:#?}");
        let one = &conversations[0];
        assert_eq!(
            (&one["channel"], &one["assignment"]["user_id"]),
            (&json!("phone"), &json!("anna"))
        );
        let told = calls(&server, &anna, one).await;
        let states: Vec<&str> = told.iter().map(|call| call["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["ringing", "answered", "ended"], "each once");
        assert_eq!(
            (&told[2]["seconds"], &told[2]["cause"]),
            (&json!(90), &json!("normalClearing"))
        );
        let (_, line) = server.get("/v1/customers/c1/timeline?limit=100", &anna).await;
        let on_line =
            line["items"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "call");
        assert_eq!(on_line.count(), 3, "{line}");
        // The next call goes on in the same conversation.
        tell(&server, event("newCall", "k2")).await;
        assert_eq!(all(&server, &anna).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_nobody_answered_is_called_back() {
    on_both(async |server| {
        server.feed(&base()).await;
        has_number(&server, "c1").await;
        let anna = sits(&server, "anna", "42").await;
        // The end is told before the beginning, and everything twice.
        for kind in ["hangup", "newCall", "hangup", "newCall"] {
            tell(&server, with(event(kind, "k1"), json!({"cause": "cancel"}))).await;
        }
        let one = all(&server, &anna).await.remove(0);
        let told = calls(&server, &anna, &one).await;
        assert_eq!((told.len(), &told[0]["state"]), (1, &json!("missed")), "{told:?}");
        assert_eq!(one["call_back"]["phone"], NUMBER);
        assert_eq!(one["assignment"]["state"], "waiting");
        let open = async || {
            let (_, tasks) = server.get("/v1/tasks?limit=100", &anna).await;
            let tasks = tasks["items"].as_array().unwrap().iter();
            tasks.filter(|task| task["kind"] == "call_back").count()
        };
        assert_eq!(open().await, 1);
        // Anna calls back: it is the same conversation, hers, and the number is forgotten.
        let out = json!({"event": "newCall", "from": "42", "to": "46701234567", "direction": "out",
            "callId": "k2", "user": ["anna"]});
        tell(&server, out.clone()).await;
        tell(&server, with(out, json!({"event": "answer"}))).await;
        let conversations = all(&server, &anna).await;
        assert_eq!(conversations.len(), 1);
        assert_eq!(conversations[0]["assignment"]["user_id"], "anna");
        assert!(conversations[0].get("call_back").is_none(), "{}", conversations[0]);
        assert_eq!(open().await, 0);
        let path = format!("/v1/conversations/{}/events", one["id"].as_str().unwrap());
        let (_, log) = server.get(&path, &anna).await;
        let log = log["items"].as_array().unwrap().iter();
        let done: Vec<&Value> = log.filter(|event| event["kind"] == "call_back").collect();
        assert_eq!(done[0]["body"], json!({"state": "done", "phone_end": "…567"}));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_number_it_is_is_claimed_only_where_it_is_clear() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let second = json!({"type": "customer", "id": "c2", "at": crate::common::DAY0,
        "jurisdiction": "gb", "since": "2025-10-01T00:00:00Z"});
    server.feed(&[second]).await;
    let anna = sits(&server, "anna", "42").await;
    sits(&server, "bert", "42").await;
    has_number(&server, "c1").await;
    has_number(&server, "c2").await;
    tell(&server, event("newCall", "k1")).await;
    // Two lines of one name: nobody is said to have answered.
    tell(&server, with(event("answer", "k1"), json!({"answeringNumber": "42"}))).await;
    let one = all(&server, &anna).await.remove(0);
    assert_eq!(one["customer"]["visitor"], true, "of two customers none is claimed: {one}");
    assert_eq!(one["contact"]["phone"], NUMBER);
    assert_eq!(one["assignment"]["state"], "none");
    tell(&server, with(event("newCall", "k2"), json!({"from": "anonymous"}))).await;
    assert_eq!(all(&server, &anna).await.len(), 2, "who shows no number is nobody known");
    tell(&server, with(event("newCall", "k3"), json!({"from": "anonymous"}))).await;
    assert_eq!(all(&server, &anna).await.len(), 3);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contract_is_taken_in_its_three_forms() {
    let server = TestServer::start(Engine::Sqlite).await;
    let key = server.key(Role::Company, "pbx").await;
    let agent = server.key(Role::Agent, "anna").await;
    let form = "event=newCall&from=46701234567&to=1&direction=in&callId=f1&user%5B%5D=Emma+Taylor&user[]=X";
    let fields = [
        ("event", "newCall"),
        ("from", "46701234568"),
        ("to", "1"),
        ("direction", "in"),
        ("callId", "f2"),
    ];
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let multipart = fields.iter().map(part).collect::<String>() + "--x--\r\n";
    let bodies = [
        ("application/x-www-form-urlencoded", form.to_owned()),
        ("multipart/form-data; boundary=x", multipart),
        (
            "application/json",
            with(event("newCall", "f3"), json!({"from": "46701234569"})).to_string(),
        ),
    ];
    for (n, (media_type, body)) in bodies.into_iter().enumerate() {
        let headers = [("content-type", media_type.to_owned())];
        let path = format!("/v1/cti/{key}");
        let answer = server.send(Method::POST, &path, &headers, Body::from(body)).await;
        assert_eq!(
            (answer.status, &answer.body[..]),
            (200, &b"{}"[..]),
            "{media_type}: {:?}",
            answer.body
        );
        assert_eq!(all(&server, &agent).await.len(), n + 1, "{media_type}");
    }
    for (path, body, status, code) in [
        (format!("/v1/cti/{key}"), event("transfer", "x"), 422, "invalid_field"),
        (
            format!("/v1/cti/{key}"),
            with(event("newCall", "x"), json!({"direction": "up"})),
            422,
            "invalid_field",
        ),
        ("/v1/cti/nobody".to_owned(), event("newCall", "x"), 401, "unauthenticated"),
        (format!("/v1/cti/{agent}"), event("newCall", "x"), 403, "forbidden"),
    ] {
        let headers = [("content-type", "application/json".to_owned())];
        let answer = server.send(Method::POST, &path, &headers, Body::from(body.to_string())).await;
        assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{body}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_may_be_called_instead() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let body = json!({"message": {"client_id": "m-1", "text": "Hello?"}});
        let (_, conversation) = server.post("/v1/conversations", &customer, body).await;
        let path = format!("/v1/conversations/{}", conversation["id"].as_str().unwrap());
        let ask =
            async |body: Value| server.post(&format!("{path}/call-back"), &customer, body).await;
        for (body, field) in [
            (json!({"phone": "0701234567"}), "phone"),
            (json!({"phone": "+46 70"}), "phone"),
            (json!({"phone": NUMBER, "note": "x".repeat(1_001)}), "note"),
            (json!({"phone": NUMBER, "at": "2026-11-01T00:00:00Z"}), "at"),
            (json!({"phone": NUMBER, "at": "2027-06-01T00:00:00Z"}), "at"),
        ] {
            let (status, problem) = ask(body).await;
            assert_eq!((status, &problem["field"]), (422, &json!(field)), "{problem}");
        }
        let tasks = async || {
            let (_, tasks) = server.get("/v1/tasks?limit=100", &anna).await;
            let tasks = tasks["items"].as_array().unwrap().clone();
            tasks.into_iter().filter(|task| task["kind"] == "call_back").collect::<Vec<_>>()
        };
        // Later: out of the queue until then, with the clock from then.
        let at = "2026-12-01T15:00:00.000Z";
        let note = "4111 1111 1111 1111 is my card";
        let (status, asked) = ask(json!({"phone": NUMBER, "at": at, "note": note})).await;
        assert_eq!((status, &asked["call_back"]["at"]), (200, &json!(at)), "{asked}");
        assert!(!asked.to_string().contains("1111 1111"), "{asked}");
        assert_eq!(asked["assignment"]["state"], "none");
        let open = tasks().await;
        assert_eq!(open.len(), 1);
        assert!(open[0]["due_at"].as_str().unwrap() > at, "{open:?}");
        // Not any more.
        let (status, back) =
            server.post(&format!("{path}/call-back/cancel"), &customer, json!({})).await;
        assert_eq!(status, 200, "{back}");
        assert!(back.get("call_back").is_none() && tasks().await.is_empty());
        let (status, none) =
            server.post(&format!("{path}/call-back/cancel"), &customer, json!({})).await;
        assert_eq!((status, &none["code"]), (409, &json!("no_call_back")));
        // Now: in the queue, at once.
        let (_, asked) = ask(json!({"phone": NUMBER})).await;
        assert_eq!(asked["assignment"]["state"], "waiting", "{asked}");
        assert_eq!(tasks().await.len(), 1);
        let (_, seen) = server.get(&path, &anna).await;
        assert_eq!(seen["call_back"]["phone"], NUMBER, "whoever calls sees the number");
        let other = server.key(Role::Consumer, "c9").await;
        let (status, _) =
            server.post(&format!("{path}/call-back"), &other, json!({"phone": NUMBER})).await;
        assert_eq!(status, 404, "nobody asks it of somebody else's");
        // Done by whoever has it.
        let (status, _) = server.post(&format!("{path}/call-back/done"), &anna, json!({})).await;
        assert_eq!(status, 409, "take it first");
        let take = json!({"assignment_version": seen["assignment"]["version"]});
        assert_eq!(server.post(&format!("{path}/take"), &anna, take).await.0, 200);
        let (status, done) = server.post(&format!("{path}/call-back/done"), &anna, json!({})).await;
        assert_eq!(status, 200, "{done}");
        assert!(done.get("call_back").is_none() && tasks().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_of_a_call_back_comes() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let body = json!({"message": {"client_id": "m-1", "text": "Hello?"}});
    let (_, conversation) = server.post("/v1/conversations", &customer, body).await;
    let id: kernel::ConversationId = conversation["id"].as_str().unwrap().parse().unwrap();
    let path = format!("/v1/conversations/{id}");
    let at = json!({"phone": NUMBER, "at": "2026-12-01T15:00:00Z"});
    assert_eq!(server.post(&format!("{path}/call-back"), &customer, at).await.0, 200);
    server.clock.set("2026-12-01T15:00:00Z".parse().unwrap());
    let system = server.app.system(&api::testkit::TENANT.parse().unwrap());
    let work = move |s: &mut app::Session<'_, '_>| app::conversations::wake(s, id, &|_| false);
    server.app.write(&system, work).await.unwrap();
    let (_, now) = server.get(&path, &customer).await;
    assert_eq!(now["assignment"]["state"], "waiting", "{now}");
    server.stop().await;
}
