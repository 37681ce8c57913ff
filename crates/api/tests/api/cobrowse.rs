//! Co-browsing over HTTP and the socket: nothing before a yes, nothing after a no.

use axum::body::Body;
use axum::http::Method;
use cobrowse::wire::{self, Body as Shown, Frame, Kind, Line, Node, Op, Said};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::common::base;
use crate::live::on_both;
use api::testkit::{Role, TestServer};

/// No message takes so long.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

pub(crate) struct Talk(
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
);

/// What comes in over a socket.
#[derive(Debug, PartialEq)]
pub(crate) enum Heard {
    Text(Value),
    Frame(Vec<u8>),
    Closed,
}

impl Talk {
    pub(crate) async fn open(server: &TestServer, token: &str) -> (Self, Value) {
        Self::open_at(server.address, token).await
    }

    /// At whatever node.
    pub(crate) async fn open_at(node: std::net::SocketAddr, token: &str) -> (Self, Value) {
        let url = format!("ws://{node}/v1/cobrowse/socket");
        let (stream, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let mut line = Self(stream);
        line.say(json!({"t": "hello", "protocol": 1, "token": token})).await;
        match line.hear().await {
            Heard::Text(first) => (line, first),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub(crate) async fn send(&mut self, frame: &Frame) {
        self.0.send(Message::binary(wire::encode(frame))).await.unwrap();
    }

    pub(crate) async fn hear(&mut self) -> Heard {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match next.expect("a message comes in time") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Text(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Binary(bytes))) => return Heard::Frame(bytes.to_vec()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Heard::Closed,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next text of a kind; others are passed over, frames are not.
    pub(crate) async fn hear_text(&mut self, kind: &str) -> Value {
        loop {
            match self.hear().await {
                Heard::Text(text) if text["t"] == kind => return text,
                Heard::Text(_) => {}
                other => panic!("{other:?} before {kind}"),
            }
        }
    }

    /// What is said of the session next; frames are passed over.
    pub(crate) async fn hear_state(&mut self) -> Value {
        self.hear_text_past_frames("state").await
    }

    /// The next text of a kind; others and frames are passed over.
    pub(crate) async fn hear_text_past_frames(&mut self, kind: &str) -> Value {
        loop {
            match self.hear().await {
                Heard::Text(text) if text["t"] == kind => return text,
                Heard::Text(_) | Heard::Frame(_) => {}
                Heard::Closed => panic!("closed before {kind}"),
            }
        }
    }

    /// The next frame; texts are passed over.
    pub(crate) async fn hear_frame(&mut self) -> Frame {
        loop {
            match self.hear().await {
                Heard::Frame(bytes) => return wire::decode(&bytes).unwrap(),
                Heard::Text(_) => {}
                Heard::Closed => panic!("closed before a frame"),
            }
        }
    }
}

pub(crate) fn start() -> Frame {
    Frame { sequence: 0, said: Said::Start { policy: [0; 32] } }
}

pub(crate) fn words(sequence: u32, text: &str) -> Frame {
    let node = |kind, body| {
        Op::Node(Node {
            kind,
            flags: 0,
            x: 0,
            below: 0,
            narrower: 0,
            h: 80,
            look: 0,
            state: 0,
            body,
        })
    };
    let line = Line { x: 0, y: 0, w: 400, h: 80, text: text.to_owned() };
    let body = Shown::Lines { rule: 1, look: 0, lines: vec![line] };
    let ops = vec![
        Op::View { width: 1_200, height: 800, ratio: 100 },
        Op::At { parent: 0, sibling: 0 },
        node(Kind::Box, None),
        Op::Enter,
        node(Kind::Text, Some(body)),
        Op::Ready,
    ];
    Frame { sequence, said: Said::Ops(ops) }
}

pub(crate) fn again(sequence: u32, text: &str) -> Frame {
    let line = Line { x: 0, y: 0, w: 400, h: 80, text: text.to_owned() };
    let body = Some(Shown::Lines { rule: 1, look: 0, lines: vec![line] });
    Frame { sequence, said: Said::Ops(vec![Op::Body { node: 2, body }]) }
}

pub(crate) struct Meeting {
    pub(crate) id: String,
    pub(crate) customer: Talk,
    pub(crate) agent: Talk,
}

/// A customer and an agent, before anybody was asked.
pub(crate) async fn meet(server: &TestServer) -> (Meeting, Value) {
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let ana = server.key(Role::Agent, "ana").await;
    meet_as(server, &customer, &ana).await
}

async fn meet_as(server: &TestServer, customer: &str, ana: &str) -> (Meeting, Value) {
    let begin = json!({"language": "de-AT"});
    let (status, begun) = server.post("/v1/cobrowse/sessions", customer, begin).await;
    assert_eq!(status, 201, "{begun}");
    meet_in(server, &begun, ana).await
}

/// Of a session that was begun, at the node where it is.
pub(crate) async fn meet_in(server: &TestServer, begun: &Value, ana: &str) -> (Meeting, Value) {
    assert!(begun["socket"].as_str().unwrap().ends_with("/v1/cobrowse/socket"));
    let (mut theirs, welcome) = Talk::open(server, begun["token"].as_str().unwrap()).await;
    assert_eq!((&welcome["t"], &welcome["state"]), (&json!("welcome"), &json!("waiting")));
    assert_eq!(welcome["policy"], Value::Null, "attributes release where there is no policy");
    let code = begun["code"].as_str().unwrap();
    let (status, session) = server.post("/v1/cobrowse/claims", ana, json!({"code": code})).await;
    assert_eq!((status, &session["state"]), (201, &json!("asked")), "{session}");
    let id = session["id"].as_str().unwrap().to_owned();
    let ask = theirs.hear_text("ask").await["ask"].clone();
    assert_eq!((&ask["agent"], &ask["text"]["language"]), (&json!("ana"), &json!("de")), "{ask}");
    let seat = format!("/v1/cobrowse/sessions/{id}/seat");
    let (status, place) = server.post(&seat, ana, json!({})).await;
    assert_eq!(status, 200, "{place}");
    let (agent, welcome) = Talk::open(server, place["token"].as_str().unwrap()).await;
    assert_eq!((&welcome["seat"], &welcome["state"]), (&json!(1), &json!("asked")), "{welcome}");
    (Meeting { id, customer: theirs, agent }, ask)
}

impl Meeting {
    pub(crate) async fn agree(&mut self, ask: &Value, grants: Value) {
        self.customer.say(json!({"t": "shown", "ask": ask["id"]})).await;
        let hash = &ask["text"]["hash"];
        let accept = json!({"t": "accept", "ask": ask["id"], "grants": grants, "hash": hash});
        self.customer.say(accept).await;
        loop {
            if self.customer.hear_text("state").await["state"] == "active" {
                break;
            }
        }
        loop {
            if self.agent.hear_text("state").await["state"] == "active" {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_sees_a_page_while_its_customer_says_so() {
    on_both(async |server| {
        let (mut meeting, ask) = meet(&server).await;
        // Before the yes nothing is delivered.
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "too early")).await;
        meeting.agree(&ask, json!(["view", "record"])).await;
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "Your order is on its way")).await;
        assert_eq!(meeting.agent.hear_frame().await, start());
        assert_eq!(meeting.agent.hear_frame().await, words(1, "Your order is on its way"));

        // A card number never arrives, whatever the page says released it.
        meeting.customer.send(&again(2, "Card 4111 1111 1111 1111")).await;
        let Said::Ops(ops) = meeting.agent.hear_frame().await.said else { panic!("no frame") };
        assert!(!format!("{ops:?}").contains("4111"), "{ops:?}");

        meeting.customer.say(json!({"t": "pause"})).await;
        meeting.customer.send(&again(3, "while nobody looks")).await;
        let paused = meeting.agent.hear_text("state").await;
        assert_eq!(paused["state"], "paused");
        meeting.customer.say(json!({"t": "resume"})).await;
        assert_eq!(meeting.agent.hear_text("state").await["state"], "active");
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "here again")).await;
        assert_eq!(meeting.agent.hear_frame().await, start());
        assert_eq!(meeting.agent.hear_frame().await, words(1, "here again"));

        meeting.customer.say(json!({"t": "end"})).await;
        let ended = meeting.agent.hear_text("state").await;
        assert_eq!((&ended["state"], &ended["reason"]), (&json!("ended"), &json!("customer")));
        let ana = server.key(Role::Agent, "ana").await;
        let path = format!("/v1/cobrowse/sessions/{}", meeting.id);
        let (_, session) = server.get(&path, &ana).await;
        assert_eq!(session["ended_why"], "customer", "{session}");
        recorded(&server, &meeting.id, &ana).await;
    })
    .await;
}

/// What was seen is in the recording, and nothing else.
async fn recorded(server: &TestServer, id: &str, ana: &str) {
    let lead = server.key(Role::Supervisor, "sam").await;
    let listed = async || {
        let (_, page) = server.get("/v1/cobrowse/recordings", &lead).await;
        page["items"][0].clone()
    };
    let waiting = async {
        loop {
            let recording = listed().await;
            if recording["ended_at"].is_string() {
                return recording;
            }
            tokio::task::yield_now().await;
        }
    };
    let recording = tokio::time::timeout(PATIENCE, waiting).await.expect("it is closed in time");
    assert_eq!(recording["session"]["agent_name"], "ana");
    let path = format!("/v1/cobrowse/sessions/{id}/recording");
    let bearer = format!("Bearer {ana}");
    let answer = server.send(Method::GET, &path, &[("authorization", bearer)], Body::empty()).await;
    assert_eq!(answer.status, 200);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    for seen in ["Your order is on its way", "here again", "paused", r#""t":"people""#] {
        assert!(text.contains(seen), "{seen} in {text}");
    }
    for unseen in ["too early", "4111", "while nobody looks"] {
        assert!(!text.contains(unseen), "{unseen} in {text}");
    }
    proved_and_handed_on(server, &path, ana, &lead).await;
}

/// Whoever may watch has it proved; whoever leads takes it away; and who did what is told.
async fn proved_and_handed_on(server: &TestServer, path: &str, ana: &str, lead: &str) {
    let (status, proof) = server.post(&format!("{path}/verify"), ana, json!({})).await;
    assert_eq!((status, &proof["intact"]), (200, &json!(true)), "{proof}");
    assert_eq!(proof["sha256"].as_str().map(str::len), Some(64), "{proof}");
    let rrweb = format!("{path}/rrweb");
    assert_eq!(server.get(&rrweb, ana).await.0, 403, "who was there takes nothing away");
    let (status, events) = server.get(&rrweb, lead).await;
    assert_eq!(status, 200, "{events}");
    let events = events.as_array().unwrap();
    let paused = |event: &&serde_json::Value| event["data"]["payload"]["state"] == "paused";
    let custom = events.iter().find(paused).expect("what happened is there too");
    assert_eq!((&custom["type"], &custom["data"]["tag"]), (&json!(5), &json!("ombud")));
    let (_, watches) = server.get(&format!("{path}/watches"), lead).await;
    let deeds: Vec<_> = watches.as_array().unwrap().iter().map(|one| &one["deed"]).collect();
    assert_eq!(deeds, ["exported", "verified", "watched"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_late_sees_the_page_as_it_is() {
    on_both(async |server| {
        let (mut meeting, ask) = meet(&server).await;
        meeting.agree(&ask, json!(["view"])).await;
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "first")).await;
        meeting.customer.send(&again(2, "second")).await;
        for _ in 0..3 {
            meeting.agent.hear_frame().await;
        }
        let lead = server.key(Role::Supervisor, "sam").await;
        let seat = format!("/v1/cobrowse/sessions/{}/seat", meeting.id);
        let (status, place) = server.post(&seat, &lead, json!({})).await;
        assert_eq!(status, 200, "{place}");
        let people = meeting.customer.hear_text("people").await;
        assert_eq!(people["people"][1]["role"], "supervisor", "the customer sees who looks");
        let (mut late, _) = Talk::open(&server, place["token"].as_str().unwrap()).await;
        let frame = late.hear_frame().await;
        assert_eq!(frame.sequence, 2);
        let Said::Checkpoint { ops, .. } = frame.said else { panic!("{frame:?}") };
        assert!(format!("{ops:?}").contains("second"), "{ops:?}");
        meeting.customer.send(&again(3, "third")).await;
        assert_eq!(late.hear_frame().await, again(3, "third"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_are_refused_to_everybody_else() {
    on_both(async |server| {
        let (mut meeting, _) = meet(&server).await;
        let said = async |token: &str| {
            let (_, first) = Talk::open(&server, token).await;
            (first["t"].clone(), first["reason"].clone())
        };
        assert_eq!(said("nonsense").await, (json!("bye"), json!("expired")));
        let ben = server.key(Role::Agent, "ben").await;
        let seat = format!("/v1/cobrowse/sessions/{}/seat", meeting.id);
        assert_eq!(server.post(&seat, &ben, json!({})).await.0, 403);
        let other = server.key(Role::Consumer, "c2").await;
        let path = format!("/v1/cobrowse/sessions/{}", meeting.id);
        assert_eq!(server.get(&path, &other).await.0, 404);
        assert_eq!(server.post(&format!("{path}/end"), &other, json!({})).await.0, 404);
        let bearer = "Bearer nonsense".to_owned();
        let place = format!("{path}/place");
        let answer =
            server.send(Method::POST, &place, &[("authorization", bearer)], Body::empty()).await;
        assert_eq!(answer.status, 401);
        let customer = server.key(Role::Consumer, "c1").await;
        let (status, ended) = server.post(&format!("{path}/end"), &customer, json!({})).await;
        assert_eq!((status, &ended["state"]), (200, &json!("ended")));
        assert_eq!(meeting.agent.hear_text("state").await["reason"], "customer");
        assert_eq!(meeting.agent.hear_text("bye").await["reason"], "ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_signs_out_shows_nothing_any_more() {
    on_both(async |server| {
        let ana = server.key(Role::Agent, "ana").await;
        let json_body = ("content-type", "application/json".to_owned());
        let visitor = Body::from(json!({"tenant": "acme"}).to_string());
        let visitor =
            server.send(Method::POST, "/v1/sign-in/visitor", &[json_body], visitor).await.json();
        let token = visitor["token"].as_str().unwrap().to_owned();
        let (mut meeting, ask) = meet_as(&server, &token, &ana).await;
        meeting.agree(&ask, json!(["view"])).await;
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "mine")).await;
        meeting.agent.hear_frame().await;
        let bearer = ("authorization", format!("Bearer {token}"));
        let out = server.send(Method::DELETE, "/v1/session", &[bearer], Body::empty()).await;
        assert_eq!(out.status, 200);
        let ended = meeting.agent.hear_state().await;
        assert_eq!((&ended["state"], &ended["reason"]), (&json!("ended"), &json!("log_out")));
        assert_eq!(meeting.customer.hear_text("bye").await["reason"], "ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_come_in_any_more_sees_nothing_any_more() {
    on_both(async |server| {
        let operator = server.key(Role::Operator, "otto").await;
        let customer = server.key(Role::Consumer, "c1").await;
        let ana = server.key(Role::Agent, "ana").await;
        let (mut meeting, ask) = meet_as(&server, &customer, &ana).await;
        meeting.agree(&ask, json!(["view"])).await;
        let seat = format!("/v1/cobrowse/sessions/{}/seat", meeting.id);
        let (_, place) = server.post(&seat, &ana, json!({})).await;
        let (_, keys) = server.get("/v1/api-keys", &operator).await;
        let keys = keys.as_array().unwrap();
        let own = keys.iter().find(|key| key["subject"] == "ana").unwrap();
        let revoke = format!("/v1/api-keys/{}/revoke", own["id"].as_str().unwrap());
        assert!(server.post(&revoke, &operator, json!({})).await.0 < 300);
        assert_eq!(meeting.agent.hear_text("bye").await["reason"], "expired");
        // A place that was given before opens nothing, and is not made anew.
        let token = place["token"].as_str().unwrap();
        assert_eq!(Talk::open(&server, token).await.1["reason"], "expired");
        let path = format!("/v1/cobrowse/sessions/{}/place", meeting.id);
        let bearer = ("authorization", format!("Bearer {token}"));
        let renewed = server.send(Method::POST, &path, &[bearer], Body::empty()).await;
        assert_eq!(renewed.status, 401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_agent_cannot_see_is_on_the_board_until_two_people_show_it() {
    on_both(async |server| {
        let (mut meeting, ask) = meet(&server).await;
        meeting.agree(&ask, json!(["view"])).await;
        meeting.customer.send(&start()).await;
        meeting.customer.send(&words(1, "Your order")).await;
        meeting.agent.hear_frame().await;
        meeting.agent.hear_frame().await;
        meeting.agent.say(json!({"t": "blind", "node": 2, "note": "the sum"})).await;
        let asked = meeting.customer.hear_text("locate").await;
        assert_eq!((&asked["node"], &asked["frame"]), (&json!(2), &json!(1)), "{asked}");
        let place = json!({"t": "place", "id": asked["id"], "page": "/orders/*",
            "path": ["@sum", "dd:2"]});
        meeting.customer.say(place).await;

        let lead = server.key(Role::Supervisor, "sam").await;
        let board = "/v1/cobrowse/blind-spots?state=open&page=/orders/*";
        let waiting = async {
            loop {
                let (status, spots) = server.get(board, &lead).await;
                assert_eq!(status, 200, "{spots}");
                if spots[0].is_object() {
                    return spots[0].clone();
                }
                tokio::task::yield_now().await;
            }
        };
        let spot = tokio::time::timeout(PATIENCE, waiting).await.expect("it is kept in time");
        assert_eq!((&spot["place"], &spot["sessions"]), (&json!("@sum > dd:2"), &json!(1)));
        assert_eq!(spot["notes"], json!(["the sum"]));
        let ana = server.key(Role::Agent, "ana").await;
        assert_eq!(server.get(board, &ana).await.0, 403);

        let path = format!("/v1/cobrowse/blind-spots/{}/propose", spot["id"].as_str().unwrap());
        let rule = json!({"selector": spot["selector"], "paths": ["/orders/*"],
            "reason": "asked for", "owner": "web", "expires": "2099-01-01"});
        let (status, draft) = server.post(&path, &lead, rule).await;
        assert_eq!((status, &draft["turn"]), (200, &json!("wider")), "{draft}");
        let task = draft["task_id"].as_str().unwrap();
        let (_, history) = server.get("/v1/cobrowse/policy/history", &lead).await;
        assert_eq!(history["waiting"][0]["task_id"], task, "{history}");
        let activate = format!("/v1/policies/proposals/{task}/activate");
        assert_eq!(server.post(&activate, &lead, json!({})).await.0, 403);
        let cleo = server.key(Role::ComplianceOfficer, "cleo").await;
        let (status, body) = server.post(&activate, &cleo, json!({})).await;
        assert_eq!(status, 200, "{body}");
        // Whoever shows their page begins anew with it, at once.
        let told = meeting.customer.hear_text("policy").await;
        let selector = "[data-ombud-id=\"sum\"] > dd";
        let rules = told["policy"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["selector"] == selector), "{told}");
        let (_, spots) = server.get("/v1/cobrowse/blind-spots", &lead).await;
        assert_eq!(spots[0]["state"], "released", "{spots}");
        let (_, policy) = server.get("/v1/cobrowse/policy", &lead).await;
        let last = policy["rules"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["state"], &last["owner"]), (&json!("in_force"), &json!("web")));
    })
    .await;
}
