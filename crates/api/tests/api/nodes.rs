//! Two nodes on one database that wake each other over NATS. Looks that nobody told of are as good as off, so
//! whatever is heard here came over the bus; and where the bus is lost, nothing else is.

use std::io::Write as _;
use std::time::Duration;

use api::testkit::{Role, TestServer};
use axum::body::Body;
use axum::http::Method;
use bus::testkit::NatsServer;
use bus::{Kind, NatsOptions, Pace};
use serde_json::{Value, json};

use crate::cobrowse::{Meeting, meet_in, start, words};
use crate::common::socket::Socket;

/// Nothing takes so long.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);
const NEVER: Duration = Duration::from_secs(100_000);
/// More signs of life than that, and a node is given sessions.
const BEATS: i64 = 3;
/// A session is at the other node half of the time.
const TRIES_MAX: usize = 60;

/// Two nodes that are linked; none where PostgreSQL or NATS is missing, which is said.
async fn two(alone: Duration) -> Option<(NatsServer, [TestServer; 2])> {
    let nats = NatsServer::start(&[])?;
    let pace = Pace { alone, told: NEVER };
    let link = NatsOptions { pace, ..NatsOptions::new(&[nats.url()]).unwrap() };
    let Some(nodes) = TestServer::try_start_two(link).await else {
        eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one");
        return None;
    };
    until(async || nodes.iter().all(|node| node.bus.is_live())).await;
    // Each has to know that the other lives, which it learns by looking.
    until(async || {
        for node in &nodes {
            let rows = app::cobrowse::look_at_nodes(&node.app).await.unwrap();
            if rows.iter().filter(|row| row.beat >= BEATS).count() < nodes.len() {
                return false;
            }
        }
        true
    })
    .await;
    Some((nats, nodes))
}

async fn until(is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it happens in time");
}

/// A session at the node that it was begun at, whose page is shown; with the customer's key.
async fn shown(at: &TestServer, name: &str) -> (Meeting, String) {
    let ana = at.key(Role::Agent, "ana").await;
    for number in 0..TRIES_MAX {
        let customer = at.key(Role::Consumer, &format!("{name}-{number}")).await;
        if let Some(begun) = begun_here(at, &customer).await {
            return (show(at, &begun, &ana).await, customer);
        }
    }
    panic!("no session of {TRIES_MAX} is at the node that it was begun at");
}

/// A new session of a customer, where it is at this node.
async fn begun_here(at: &TestServer, customer: &str) -> Option<Value> {
    let begin = json!({"language": "de-AT"});
    let (status, begun) = at.post("/v1/cobrowse/sessions", customer, begin).await;
    assert_eq!(status, 201, "{begun}");
    (begun["socket"] == "/v1/cobrowse/socket").then_some(begun)
}

async fn show(at: &TestServer, begun: &Value, ana: &str) -> Meeting {
    let (mut meeting, ask) = meet_in(at, begun, ana).await;
    meeting.agree(&ask, json!(["view"])).await;
    meeting.customer.send(&start()).await;
    meeting.customer.send(&words(1, "on its way")).await;
    assert_eq!(meeting.agent.hear_frame().await, start());
    assert_eq!(meeting.agent.hear_frame().await, words(1, "on its way"));
    meeting
}

async fn end(at: &TestServer, id: &str, customer: &str) {
    let path = format!("/v1/cobrowse/sessions/{id}/end");
    let (status, ended) = at.post(&path, customer, json!({})).await;
    assert_eq!((status, &ended["state"]), (200, &json!("ended")), "{ended}");
}

/// Once nobody has a socket open, for which a node that stops would wait.
async fn stop(nodes: [TestServer; 2]) {
    for node in nodes {
        node.stop().await;
    }
}

/// Messages of a stranger, as the protocol of NATS has them.
fn forge(nats: &NatsServer, messages: &[(&str, &[u8])]) {
    let mut stream = std::net::TcpStream::connect(nats.address()).unwrap();
    stream.write_all(b"CONNECT {\"verbose\":false}\r\n").unwrap();
    for (subject, payload) in messages {
        stream.write_all(format!("PUB {subject} {}\r\n", payload.len()).as_bytes()).unwrap();
        stream.write_all(payload).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_at_one_node_is_heard_at_the_other() {
    let Some((nats, [one, two])) = two(NEVER).await else { return };
    let (mut meeting, customer) = shown(&one, "c").await;
    let before = [&one, &two].map(|node| node.bus.counts().heard);
    // What anybody else says there changes nothing.
    let huge = vec![b'x'; 900_000];
    let mut messages: Vec<(&str, &[u8])> = vec![
        ("ombud.eu.v1.calls", &huge),
        ("ombud.eu.v1.calls", b"{\"session\":\"all\",\"end\":true}"),
        ("ombud.eu.v9.calls", b"0000000000000009 1"),
    ];
    messages.extend(vec![("ombud.eu.v1.calls", &b"0000000000000009 1"[..]); 5_000]);
    forge(&nats, &messages);
    until(async || one.bus.counts().odd >= 2 && one.bus.counts().heard > before[0]).await;
    meeting.customer.send(&crate::cobrowse::again(2, "still shown")).await;
    assert_eq!(meeting.agent.hear_frame().await, crate::cobrowse::again(2, "still shown"));

    let before = [&one, &two].map(|node| node.bus.counts());
    end(&two, &meeting.id, &customer).await;
    let ended = meeting.agent.hear_state().await;
    assert_eq!((&ended["state"], &ended["reason"]), (&json!("ended"), &json!("customer")));
    assert_eq!(meeting.agent.hear_text("bye").await["reason"], "ended");
    // The call went over, and back came that it was heard.
    until(async || two.bus.counts().heard > before[1].heard).await;
    assert!(one.bus.counts().heard > before[0].heard && two.bus.counts().sent > before[1].sent);
    drop(meeting);
    stop([one, two]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_out_or_is_shut_out_at_one_node_shows_and_sees_nothing_at_the_other() {
    let Some((_nats, [one, two])) = two(NEVER).await else { return };
    // A customer signs out.
    let ana = one.key(Role::Agent, "ana").await;
    let mut visits = 0;
    let (token, begun) = loop {
        let json_body = ("content-type", "application/json".to_owned());
        let visitor = Body::from(json!({"tenant": "acme"}).to_string());
        let visitor = one.send(Method::POST, "/v1/sign-in/visitor", &[json_body], visitor).await;
        let token = visitor.json()["token"].as_str().unwrap().to_owned();
        if let Some(begun) = begun_here(&one, &token).await {
            break (token, begun);
        }
        visits += 1;
        assert!(visits < TRIES_MAX);
    };
    let mut left = show(&one, &begun, &ana).await;
    let bearer = ("authorization", format!("Bearer {token}"));
    let out = two.send(Method::DELETE, "/v1/session", &[bearer], Body::empty()).await;
    assert_eq!(out.status, 200);
    assert_eq!(left.agent.hear_state().await["reason"], "log_out");

    // An agent's key is revoked.
    let (mut meeting, _) = shown(&one, "c").await;
    let operator = two.key(Role::Operator, "otto").await;
    let (_, keys) = two.get("/v1/api-keys", &operator).await;
    for key in keys.as_array().unwrap().iter().filter(|key| key["subject"] == "ana") {
        let revoke = format!("/v1/api-keys/{}/revoke", key["id"].as_str().unwrap());
        assert!(two.post(&revoke, &operator, json!({})).await.0 < 300);
    }
    assert_eq!(meeting.agent.hear_text("bye").await["reason"], "expired");
    drop((left, meeting));
    stop([one, two]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_at_one_node_is_read_at_the_other() {
    let Some((_nats, [one, two])) = two(NEVER).await else { return };
    let (here, there) = (one.key(Role::Consumer, "c1").await, two.key(Role::Consumer, "c1").await);
    let body =
        json!({"subject": "My parcel", "message": {"client_id": "m-1", "text": "Where is it?"}});
    let (status, conversation) = one.post("/v1/conversations", &here, body).await;
    assert_eq!(status, 201, "{conversation}");
    let id = conversation["id"].as_str().unwrap();
    let mut socket = Socket::open(one.address, &here).await;
    socket.look("t", json!({"kind": "thread", "conversation": id})).await;
    socket.hear_event("message").await;
    let message = json!({"client_id": "m-2", "text": "Anybody there?"});
    let path = format!("/v1/conversations/{id}/messages");
    let (status, said) = two.post(&path, &there, message).await;
    assert_eq!(status, 200, "{said}");
    loop {
        if socket.hear_event("message").await["body"]["text"] == "Anybody there?" {
            break;
        }
    }
    assert!(two.bus.counts().sent > 0 && one.bus.counts().heard > 0);
    drop(socket);
    stop([one, two]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_nats_nodes_look_by_themselves_and_with_it_again_they_are_told() {
    let Some((mut nats, [one, two])) = two(Pace::default().alone).await else { return };
    let (mut ended, customer) = shown(&one, "c").await;
    nats.kill();
    until(async || !one.bus.is_live() && !two.bus.is_live()).await;
    let before = one.bus.counts().heard;
    end(&two, &ended.id, &customer).await;
    assert_eq!(ended.agent.hear_state().await["state"], "ended");
    assert_eq!(one.bus.counts().heard, before, "nothing came over the bus");

    nats.again();
    until(async || one.bus.is_live() && two.bus.is_live()).await;
    let (mut meeting, customer) = shown(&one, "d").await;
    let mut ear = one.bus.ear(Kind::Calls);
    end(&two, &meeting.id, &customer).await;
    // From here on only the bus makes the node look.
    tokio::time::timeout(PATIENCE, ear.told()).await.expect("a call comes over the bus");
    assert_eq!(meeting.agent.hear_state().await["state"], "ended");
    drop((ended, meeting));
    stop([one, two]).await;
}
