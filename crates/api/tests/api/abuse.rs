//! What somebody who means harm sends to the desk: too much, too long, and card numbers where nobody
//! looks for them.

use crate::common::base;
use crate::common::socket::Socket;
use crate::live::on_both;
use api::testkit::{Engine, Role, TestServer};
use serde_json::{Value, json};

const VISITOR: &str = "visitor-0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88";
const CARD: &str = "4111111111111111";

/// The field that is refused.
fn field(answer: &(u16, Value)) -> &str {
    let (status, problem) = answer;
    assert_eq!((*status, &problem["code"]), (422, &json!("invalid_field")), "{problem}");
    problem["field"].as_str().unwrap()
}

async fn open(server: &TestServer, key: &str) -> (u16, Value) {
    server.post("/v1/conversations", key, json!({"subject": "My parcel"})).await
}

/// A conversation that anna has; its path.
async fn taken(server: &TestServer) -> (String, u64) {
    let customer = server.key(Role::Consumer, "c1").await;
    let anna = server.key(Role::Agent, "anna").await;
    let (status, conversation) = open(server, &customer).await;
    assert_eq!(status, 201, "{conversation}");
    let path = format!("/v1/conversations/{}", conversation["id"].as_str().unwrap());
    let seen = json!({"assignment_version": conversation["assignment"]["version"]});
    let (status, taken) = server.post(&format!("{path}/take"), &anna, seen).await;
    assert_eq!(status, 200, "{taken}");
    let version = taken["assignment"]["version"].as_u64().unwrap();
    (path, version)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_longer_than_the_contract_says_is_refused() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let visitor = server.key(Role::Consumer, VISITOR).await;
    let long = "x".repeat(250_000);
    for language in [long.as_str(), "en-GB-and-much-more", "", "1", CARD, "en-4222222222222", "sv;"]
    {
        let body = json!({"subject": "Hi", "language": language});
        let answer = server.post("/v1/conversations", &visitor, body).await;
        assert_eq!(field(&answer), "language");
    }
    for (language, kept) in [("sv", "sv"), ("pt_BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW")] {
        let body = json!({"subject": "Hi", "language": language});
        let (status, opened) = server.post("/v1/conversations", &visitor, body).await;
        assert_eq!((status, &opened["language"]), (201, &json!(kept)), "{opened}");
    }
    let (path, version) = taken(&server).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let anna = server.key(Role::Agent, "anna").await;
    let skills: Vec<String> = (0..3_000).map(|n| format!("s{n}")).collect();
    for (key, act, body, expected) in [
        (&customer, "human", json!({"words": "x".repeat(1_001)}), "words"),
        (&anna, "transfer", json!({"assignment_version": version, "skills": skills}), "skills"),
        (
            &anna,
            "transfer",
            json!({"assignment_version": version, "skills": ["x".repeat(41)]}),
            "skills",
        ),
        (&anna, "transfer", json!({"assignment_version": version, "skills": [CARD]}), "skills"),
        (&anna, "release", json!({"assignment_version": version, "why": "x".repeat(1_001)}), "why"),
        (&anna, "tags", json!({"add": skills}), "add"),
        (&anna, "tags", json!({"add": [CARD]}), "add"),
        (&anna, "tags", json!({"remove": skills}), "remove"),
        (&customer, "messages", json!({"client_id": CARD, "text": "Hi"}), "client_id"),
        (&anna, "notes", json!({"client_id": "4111-1111-1111-1111", "text": "Hi"}), "client_id"),
    ] {
        let answer = server.post(&format!("{path}/{act}"), key, body).await;
        assert_eq!(field(&answer), expected, "{act}");
    }
    let search = format!("/v1/conversations?q={}", "x".repeat(5_000));
    assert_eq!(field(&server.get(&search, &anna).await), "q");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_begins_so_much_and_no_more() {
    on_both(async |server| {
        server.feed(&base()).await;
        let visitor = server.key(Role::Consumer, VISITOR).await;
        let mut opened = Vec::new();
        for _ in 0..10 {
            let (status, conversation) = open(&server, &visitor).await;
            assert_eq!(status, 201, "{conversation}");
            opened.push(conversation);
        }
        let (status, refused) = open(&server, &visitor).await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("too_many_conversations")),
            "{refused}"
        );
        let other = server.key(Role::Consumer, "c1").await;
        assert_eq!(open(&server, &other).await.0, 201, "each customer has their own");
        // Ended by themselves, they may begin others, but not for ever.
        let mut last = 0;
        for _ in 0..25 {
            let one = opened.pop().unwrap();
            let resolve = format!("/v1/conversations/{}/resolve", one["id"].as_str().unwrap());
            let (status, ended) = server.post(&resolve, &visitor, json!({})).await;
            assert_eq!(status, 200, "{ended}");
            let (status, conversation) = open(&server, &visitor).await;
            last = status;
            if status != 201 {
                assert_eq!(conversation["code"], "too_many_attempts", "{conversation}");
                break;
            }
            opened.push(conversation);
        }
        assert_eq!(last, 429, "thirty in an hour");

        let file = |n: u32| {
            json!({"name": format!("{n}.pdf"), "media_type": "application/pdf",
                "content_base64": "JVBERi0xLjQK"})
        };
        for n in 0..20 {
            let (status, kept) = server.post("/v1/attachments", &other, file(n)).await;
            assert_eq!(status, 201, "{kept}");
        }
        let (status, refused) = server.post("/v1/attachments", &other, file(20)).await;
        assert_eq!((status, &refused["code"]), (409, &json!("too_many_files")), "{refused}");
        let anna = server.key(Role::Agent, "anna").await;
        assert_eq!(server.post("/v1/attachments", &anna, file(0)).await.0, 201);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_has_so_many_sockets_and_says_so_much() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let mut held = Vec::new();
    for _ in 0..10 {
        held.push(Socket::open(server.address, &customer).await);
    }
    let hello = json!({"t": "hello", "protocol": 1, "token": customer});
    let (_, answer) = Socket::knock(server.address, hello).await;
    assert_eq!(answer, json!({"t": "bye", "reason": "too_many"}));
    let other = server.key(Role::Consumer, "c0").await;
    Socket::open(server.address, &other).await;
    drop(held);

    let (path, _) = taken(&server).await;
    let mut refused = None;
    // As many as there may be in a row, and what comes back meanwhile.
    for n in 0..1_000 {
        let words = json!({"client_id": format!("m-{n}"), "text": "Hi"});
        let (status, answer) = server.post(&format!("{path}/messages"), &customer, words).await;
        if status != 200 {
            refused = Some((n, status, answer["code"].clone()));
            break;
        }
    }
    let (count, status, code) = refused.expect("there is an end");
    assert!(count >= 59, "{count}");
    assert_eq!((status, code), (429, json!("too_many_attempts")));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn card_numbers_are_kept_in_no_field() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.feed(&base()).await;
    let anna = server.key(Role::Agent, "anna").await;
    let lead = server.key(Role::Supervisor, "sue").await;
    let block = json!({"name": "Card 4111 1111 1111 1111", "language": "en", "text": "Hello."});
    let (status, block) = server.post("/v1/macros", &lead, block).await;
    assert_eq!((status, &block["name"]), (201, &json!("Card 411111******1111")), "{block}");
    let seat = json!({"state": "busy", "extension": CARD});
    let answer = server.post("/v1/desk/availability", &anna, seat).await;
    assert_eq!(field(&answer), "extension");
    // A telephone number that a card's check digit fits is one all the same.
    let seat = json!({"state": "busy", "extension": "+4222222222222"});
    assert_eq!(server.post("/v1/desk/availability", &anna, seat).await.0, 200);

    let pbx = server.key(Role::Company, "pbx").await;
    for kind in ["newCall", "hangup"] {
        let event = json!({"event": kind, "from": CARD, "to": "4111 1111 1111 1111", "direction": "in",
            "callId": CARD, "cause": format!("card {CARD}")});
        let (status, answer) = server.post("/v1/cti", &pbx, event).await;
        assert_eq!(status, 200, "{answer}");
    }
    let (_, all) = server.get("/v1/conversations?view=all&limit=100", &anna).await;
    let calls = all["items"].as_array().unwrap();
    assert_eq!(calls.len(), 1, "both are told of one call: {all}");
    assert_eq!(calls[0]["customer"]["name"], "411111******1111", "{all}");
    let path = format!("/v1/conversations/{}/events", calls[0]["id"].as_str().unwrap());
    let (_, events) = server.get(&path, &anna).await;
    let told = events["items"].as_array().unwrap().iter().filter(|event| event["kind"] == "call");
    assert_eq!(told.count(), 2, "{events}");
    let text = format!("{all} {events}");
    assert!(!text.contains(CARD) && !text.contains("1111 1111"), "{text}");
    server.stop().await;
}
