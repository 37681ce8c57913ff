//! Attacks on co-browsing over HTTP and the socket, and a session that is handed on across nodes.

use api::testkit::{Engine, Role, TestServer};
use axum::body::Body;
use axum::http::Method;
use kernel::{Clock as _, Duration};
use serde_json::{Value, json};

use crate::cobrowse::{Heard, Talk, meet, start, words};
use crate::common::base;
use crate::live::on_both;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_two_enter_at_once_brings_one() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let (ana, ben) =
            (server.key(Role::Agent, "ana").await, server.key(Role::Agent, "ben").await);
        for _ in 0..5 {
            let (_, begun) = server.post("/v1/cobrowse/sessions", &customer, json!({})).await;
            let code = json!({"code": begun["code"]});
            let claim = |key: String| {
                let (server, code) = (&server, code.clone());
                async move { server.post("/v1/cobrowse/claims", &key, code).await.0 }
            };
            let (one, other) = tokio::join!(claim(ana.clone()), claim(ben.clone()));
            let came = [one, other].iter().filter(|status| **status == 201).count();
            assert_eq!(came, 1, "{one} {other}");
            assert!([409, 422].contains(&one.max(other)), "{one} {other}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_its_own_place_opens_a_session() {
    on_both(async |server| {
        let (meeting, _) = meet(&server).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let (_, other) = server.post("/v1/cobrowse/sessions", &customer, json!({})).await;
        let token = other["token"].as_str().unwrap();
        // Of another session, without its signature, with another's, and as a key.
        let (claims, signature) = token.split_once('.').unwrap();
        let path = format!("/v1/cobrowse/sessions/{}/place", meeting.id);
        let renew = async |bearer: String| {
            let headers = [("authorization", format!("Bearer {bearer}"))];
            server.send(Method::POST, &path, &headers, Body::empty()).await.status
        };
        let shown = [
            token.to_owned(),
            claims.to_owned(),
            format!("{claims}."),
            format!("{claims}.{}", signature.chars().rev().collect::<String>()),
            format!("{claims}.{claims}.{signature}"),
            customer.clone(),
            "x".repeat(5_000),
        ];
        for bearer in shown {
            assert_eq!(renew(bearer.clone()).await, 401, "{bearer}");
        }
        // A place opens a socket and nothing else.
        for path in ["/v1/cobrowse/sessions", "/v1/cobrowse/recordings", "/v1/cobrowse/policy"] {
            assert_eq!(server.get(path, token).await.0, 401, "{path}");
        }
        // The same tab's place again takes the tab's socket over: no two write.
        let (mut first, _) = Talk::open(&server, token).await;
        let (_second, welcome) = Talk::open(&server, token).await;
        assert_eq!(welcome["t"], "welcome");
        assert_eq!(first.hear_text("asleep").await["t"], "asleep");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_steps_a_session_without_end_is_sent_away() {
    on_both(async |server| {
        let (mut meeting, _) = meet(&server).await;
        let said = async |talk: &mut Talk, message: Value| {
            // One more than may be: what nobody reads any more would tear the connection down.
            for _ in 0..22 {
                talk.say(message.clone()).await;
            }
            loop {
                match talk.hear().await {
                    Heard::Text(text) if text["t"] == "bye" => return text["reason"].clone(),
                    Heard::Closed => panic!("closed without a word"),
                    Heard::Text(_) | Heard::Frame(_) => {}
                }
            }
        };
        assert_eq!(said(&mut meeting.customer, json!({"t": "pause"})).await, "protocol");
        let ask = json!({"t": "ask", "wants": ["view", "control"]});
        assert_eq!(said(&mut meeting.agent, ask).await, "protocol");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_ends_with_its_day_in_sessions_that_go_on() {
    on_both(async |server| {
        // Ten seconds to midnight, UTC.
        let day = Duration::DAY.as_millis();
        let now = server.clock.now().as_millis();
        server.clock.advance(Duration::from_millis(day - now.rem_euclid(day) - 10_000));
        let today = server.clock.now().utc_date();
        let rule = |id: u32, selector: &str, expires: &str| {
            format!(
                "[[rule]]\nid = {id}\neffect = \"show\"\nselector = \"{selector}\"\n\
                 reason = \"amounts\"\nowner = \"web\"\nexpires = \"{expires}\"\n"
            )
        };
        let file = format!(
            "version = 1\ncompany = \"acme\"\n{}{}",
            rule(2, ".today", &today.to_string()),
            rule(3, ".longer", "2999-01-01")
        );
        let sam = server.key(Role::Supervisor, "sam").await;
        let cleo = server.key(Role::ComplianceOfficer, "cleo").await;
        let (status, made) = server.post("/v1/cobrowse/policy", &sam, json!({"file": file})).await;
        assert_eq!(status, 200, "{made}");
        let activate =
            format!("/v1/policies/proposals/{}/activate", made["task_id"].as_str().unwrap());
        assert_eq!(server.post(&activate, &cleo, json!({})).await.0, 200);
        let customer = server.key(Role::Consumer, "c1").await;
        server.feed(&base()).await;
        let (_, begun) = server.post("/v1/cobrowse/sessions", &customer, json!({})).await;
        let token = begun["token"].as_str().unwrap();
        let (mut page, welcome) = Talk::open(&server, token).await;
        let shown = |policy: &Value| -> Vec<Value> {
            policy["rules"].as_array().unwrap().iter().map(|rule| rule["id"].clone()).collect()
        };
        assert_eq!(shown(&welcome["policy"]), [json!(2), json!(3)]);
        server.clock.advance(Duration::from_secs(20));
        let told = page.hear_text("policy").await;
        assert_eq!(shown(&told["policy"]), [json!(3)], "the rule is over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_is_handed_on_from_another_node() {
    let Some(mut server) = TestServer::try_start(Engine::Postgres).await else {
        eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one");
        return;
    };
    let (mut meeting, ask) = meet(&server).await;
    meeting.agree(&ask, json!(["view", "scroll"])).await;
    meeting.customer.send(&start()).await;
    meeting.customer.send(&words(1, "mine")).await;
    meeting.agent.hear_frame().await;

    let other = server.beside().await;
    let ana = server.key(Role::Agent, "ana").await;
    let ben = server.key(Role::Agent, "ben").await;
    let here = json!({"state": "available", "skills": [], "capacity_units": 1});
    assert_eq!(server.post("/v1/desk/availability", &ben, here).await.0, 200);
    let path = format!("/v1/cobrowse/sessions/{}", meeting.id);
    // At the other node: handed to Ben, who takes his seat there.
    let first = std::mem::replace(&mut server.address, other.address);
    let to = json!({"user_id": "ben"});
    let (status, handed) = server.post(&format!("{path}/transfer"), &ana, to).await;
    assert_eq!((status, &handed["handed_to_user_id"]), (200, &json!("ben")), "{handed}");
    let (status, place) = server.post(&format!("{path}/seat"), &ben, json!({})).await;
    assert_eq!(status, 200, "{place}");
    // Who sat at the first node hears of it, and may not scroll any more.
    loop {
        let state = meeting.agent.hear_text_past_frames("state").await;
        if state["grants"] == json!(["view"]) {
            break;
        }
    }
    let scroll = json!({"t": "intent", "id": "i1", "frame": 1, "node": 0,
        "act": {"do": "scroll", "x": 0, "y": 40}});
    meeting.agent.say(scroll).await;
    let outcome = meeting.agent.hear_text_past_frames("outcome").await;
    assert_eq!((&outcome["outcome"], &outcome["why"]), (&json!("refused"), &json!("grant")));
    // The place is one at the session's own node.
    let token = place["token"].as_str().unwrap();
    assert_eq!(Talk::open_at(other.address, token).await.1["reason"], "moved");
    let (mut ben, welcome) = Talk::open_at(first, token).await;
    assert_eq!((&welcome["t"], &welcome["grants"]), (&json!("welcome"), &json!(["view"])));
    ben.hear_frame().await;
    // Ended at the other node: nobody at the first is given anything more.
    let (status, ended) = server.post(&format!("{path}/end"), &ana, json!({})).await;
    assert_eq!((status, &ended["state"]), (200, &json!("ended")), "{ended}");
    assert_eq!(ben.hear_text_past_frames("bye").await["reason"], "ended");
}
