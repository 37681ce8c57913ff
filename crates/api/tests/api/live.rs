//! Conversations over HTTP and the socket: nothing missed, nobody talked over, nobody doubled.

use crate::common::base;
use crate::common::socket::Socket;
use api::testkit::{Engine, Role, TestServer};
use kernel::Rng;
use serde_json::{Value, json};

/// Runs a test on both engines.
pub(crate) async fn on_both<F: Future<Output = ()>>(
    test: impl Fn(std::sync::Arc<TestServer>) -> F,
) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        match TestServer::try_start(engine).await {
            Some(server) => {
                let server = std::sync::Arc::new(server);
                test(server.clone()).await;
                std::sync::Arc::into_inner(server).expect("nobody else has it").stop().await;
            }
            None => {
                eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one")
            }
        }
    }
}

fn says(client_id: &str, text: &str) -> Value {
    json!({"client_id": client_id, "text": text})
}

async fn opened(server: &TestServer, customer: &str, text: &str) -> (String, Value) {
    let body = json!({"subject": "My parcel", "message": says("m-1", text)});
    let (status, conversation) = server.post("/v1/conversations", customer, body).await;
    assert_eq!(status, 201, "{conversation}");
    (format!("/v1/conversations/{}", conversation["id"].as_str().unwrap()), conversation)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_from_hello_to_stars() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let (path, conversation) = opened(&server, &customer, "Where is my parcel?").await;
        let id = conversation["id"].clone();
        assert_eq!(conversation["assignment"]["state"], "waiting");
        assert!(conversation.get("priority").is_none(), "the customer does not see the score");

        let mut theirs = Socket::open(server.address, &customer).await;
        let snapshot = theirs.look("t", json!({"kind": "thread", "conversation": id})).await;
        assert_eq!(snapshot["conversation"]["id"], id);
        let first = theirs.hear_event("message").await;
        assert_eq!(first["body"]["text"], "Where is my parcel?");
        let mut ours = Socket::open(server.address, &anna).await;
        let queue = ours.look("q", json!({"kind": "list", "name": "waiting"})).await;
        assert_eq!(queue["rows"][0]["id"], id, "{queue}");

        let version = queue["rows"][0]["assignment"]["version"].clone();
        let take = json!({"assignment_version": version});
        let (status, taken) = server.post(&format!("{path}/take"), &anna, take.clone()).await;
        assert_eq!((status, &taken["floor"]["holder"]), (200, &json!("person")), "{taken}");
        let row = ours.hear_kind("row").await;
        assert_eq!(row["conversation"]["assignment"]["user_id"], "anna");
        let assigned = theirs.hear_event("assigned").await;
        assert!(assigned["body"].get("user_id").is_none() && assigned["by"].get("id").is_none());
        theirs.hear_event("floor").await;

        let note = says("n-1", "Knows the carrier well.");
        assert_eq!(server.post(&format!("{path}/notes"), &anna, note).await.0, 200);
        let words = says("a-1", "I will look at once.");
        let (_, said) = server.post(&format!("{path}/messages"), &anna, words.clone()).await;
        let (_, again) = server.post(&format!("{path}/messages"), &anna, words).await;
        assert_eq!(said["event"]["seq"], again["event"]["seq"], "sent twice, said once");
        let heard = theirs.hear_kind("event").await;
        assert_eq!(heard["event"]["body"]["text"], "I will look at once.", "no note between");

        theirs
            .say(json!({"t": "send", "conversation": id, "client_id": "m-2", "text": "Thanks!"}))
            .await;
        let sent = theirs.hear_kind("sent").await;
        assert_eq!(sent["client_id"], "m-2");
        assert_eq!(server.post(&format!("{path}/resolve"), &anna, json!({})).await.0, 200);
        let (status, rated) =
            server.post(&format!("{path}/csat"), &customer, json!({"score": 5})).await;
        assert_eq!((status, &rated["csat"]["score"]), (200, &json!(5)), "{rated}");
        let (_, events) = server.get(&format!("{path}/events"), &anna).await;
        let seqs: Vec<u64> = events["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["seq"].as_u64().unwrap())
            .collect();
        assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>());
        let (_, tasks) = server.get("/v1/tasks?state=open", &anna).await;
        assert_eq!(tasks["items"], json!([]), "the request for a person is done: {tasks}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_for_a_person_is_a_clocked_task_at_the_first_ask() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let (path, _) = opened(&server, &customer, "Hello").await;
        for _ in 0..2 {
            let (status, asked) = server.post(&format!("{path}/human"), &customer, json!({})).await;
            assert_eq!(status, 200, "{asked}");
            assert!(asked["human_requested_at"].is_string());
        }
        let (_, tasks) = server.get("/v1/tasks?state=open", &anna).await;
        let tasks = tasks["items"].as_array().unwrap().clone();
        assert_eq!(tasks.len(), 1, "asked twice is one task");
        assert!(tasks[0]["due_at"].as_str().unwrap() > "2026-12-01T10:00:00");
    })
    .await;
}

/// Whoever is called in a note hears of it anywhere, and finds it in a list until they have answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_called_in_a_note_finds_it_until_they_answer() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let bert = server.key(Role::Agent, "bert").await;
        let (path, conversation) = opened(&server, &customer, "Hello").await;
        let mut theirs = Socket::open(server.address, &bert).await;
        theirs.look("m", json!({"kind": "list", "name": "mentions"})).await;
        let mut hers = Socket::open(server.address, &anna).await;
        let mut note = says("n1", "@bert, do you know this shop?");
        note["mentions"] = json!(["bert", "anna"]);
        assert_eq!(server.post(&format!("{path}/notes"), &anna, note).await.0, 200);
        let told = theirs.hear_kind("mention").await;
        assert_eq!(told["conversation"]["id"], conversation["id"]);
        assert_eq!(told["text"], "@bert, do you know this shop?");
        // Who wrote it is not told; the next that she hears is the answer to her own question.
        hers.say(json!({"t": "ping"})).await;
        assert_eq!(hers.hear().await["t"], "pong");
        let listed = async |key: &str, more: &str| {
            let (status, page) =
                server.get(&format!("/v1/conversations?view=mentions{more}"), key).await;
            assert_eq!(status, 200, "{page}");
            let (_, counts) = server.get("/v1/desk/counts", key).await;
            let rows = page["items"].as_array().unwrap().len();
            (rows, counts["mentions"].as_u64().unwrap())
        };
        assert_eq!(listed(&bert, "").await, (1, 1));
        assert_eq!(listed(&bert, "&customer_id=c1").await, (1, 1));
        assert_eq!(listed(&bert, "&customer_id=c2").await, (0, 1));
        let (_, own) = server.get(&path, &customer).await;
        assert!(own.get("mentioned").is_none(), "a matter of the desk: {own}");
        let (_, ours) = server.get(&path, &anna).await;
        assert_eq!(ours["mentioned"], json!(["anna", "bert"]));
        let answer = says("n2", "It closed in May.");
        assert_eq!(server.post(&format!("{path}/notes"), &bert, answer).await.0, 200);
        assert_eq!(listed(&bert, "").await, (0, 0));
        assert_eq!(listed(&anna, "").await, (1, 1), "her own note calls her too");
        let take = json!({"assignment_version": conversation["assignment"]["version"]});
        assert_eq!(server.post(&format!("{path}/take"), &anna, take).await.0, 200);
        assert_eq!(server.post(&format!("{path}/resolve"), &anna, json!({})).await.0, 200);
        assert_eq!(listed(&anna, "").await, (0, 0), "what is done calls nobody");
        // Afterwards it stands until it was seen.
        let mut late = says("n3", "For the record, @bert.");
        late["mentions"] = json!(["bert"]);
        assert_eq!(server.post(&format!("{path}/notes"), &anna, late).await.0, 200);
        assert_eq!(listed(&bert, "").await, (1, 1));
        let seen = json!({"seq": 99});
        assert_eq!(server.post(&format!("{path}/seen"), &bert, seen).await.0, 200);
        assert_eq!(listed(&bert, "").await, (0, 0));
    })
    .await;
}

/// One of many gets it, each time, and the others are told who.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_take_at_once_one_has_it() {
    const ROUNDS: usize = 15;
    const AGENTS: usize = 12;
    on_both(async |server| {
        server.feed(&base()).await;
        let mut keys = Vec::new();
        for number in 0..AGENTS {
            keys.push(server.key(Role::Agent, &format!("agent-{number}")).await);
        }
        for round in 0..ROUNDS {
            let customer = server.key(Role::Consumer, &format!("c-{round}")).await;
            let (path, conversation) = opened(&server, &customer, "Hello").await;
            let take = json!({"assignment_version": conversation["assignment"]["version"]});
            let tries = keys.iter().map(|key| {
                let (server, key, path, take) =
                    (server.clone(), key.clone(), path.clone(), take.clone());
                tokio::spawn(async move { server.post(&format!("{path}/take"), &key, take).await })
            });
            let tries: Vec<_> = tries.collect();
            let mut won = 0;
            for one in tries {
                let (status, answer) = one.await.unwrap();
                match status {
                    200 => won += 1,
                    409 => {
                        assert!(answer["detail"].as_str().unwrap().contains("has it"), "{answer}")
                    }
                    _ => panic!("{status}: {answer}"),
                }
            }
            assert_eq!(won, 1);
        }
    })
    .await;
}

/// Whatever the assistant was about to say when a person took the floor, the customer never sees it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_the_assistant_after_a_person_took_the_floor() {
    const TRIALS: usize = 40;
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let ai = server.key(Role::Ai, "assistant").await;
        let (path, mut conversation) = opened(&server, &customer, "Hello").await;
        let mut epoch = 0;
        for trial in 0..TRIALS {
            // A person has it and lets the assistant speak.
            let version = conversation["assignment"]["version"].clone();
            let take = json!({"assignment_version": version});
            let (_, taken) = server.post(&format!("{path}/take"), &anna, take).await;
            let answer = says(&format!("p-{trial}"), "One moment.");
            server.post(&format!("{path}/messages"), &anna, answer).await;
            let back = json!({"epoch": taken["floor"]["epoch"]});
            let (status, returned) = server.post(&format!("{path}/return"), &anna, back).await;
            assert_eq!((status, &returned["floor"]["holder"]), (200, &json!("ai")), "{returned}");
            epoch = returned["floor"]["epoch"].as_u64().unwrap();
            // The assistant speaks and the person takes, at once.
            let message =
                json!({"client_id": format!("ai-{trial}"), "text": "bot", "epoch": epoch});
            let speak = {
                let (server, path, ai) = (server.clone(), path.clone(), ai.clone());
                tokio::spawn(async move { speak(&server, &path, &ai, message).await })
            };
            let take = json!({"assignment_version": returned["assignment"]["version"]});
            let (status, taken) = server.post(&format!("{path}/take"), &anna, take).await;
            assert_eq!(status, 200, "{taken}");
            speak.await.unwrap();
            conversation = taken;
        }
        assert!(epoch > TRIALS as u64);
        let mut after = 0;
        let (mut person, mut said, mut discarded) = (false, 0, 0);
        loop {
            let (_, page) =
                server.get(&format!("{path}/events?after={after}&limit=100"), &anna).await;
            let items = page["items"].as_array().unwrap().clone();
            for event in &items {
                match (event["kind"].as_str().unwrap(), event["by"]["kind"].as_str().unwrap()) {
                    ("floor", _) => person = event["body"]["holder"] == "person",
                    ("message", "ai") => {
                        assert!(!person, "the assistant talked over a person: {event}");
                        said += 1;
                    }
                    ("draft_discarded", "ai") => discarded += 1,
                    _ => {}
                }
            }
            match items.last() {
                Some(last) => after = last["seq"].as_u64().unwrap(),
                None => break,
            }
        }
        assert_eq!(said + discarded, TRIALS, "nothing is lost: {said} said, {discarded} kept");
    })
    .await;
}

async fn speak(server: &TestServer, path: &str, ai: &str, message: Value) {
    let headers = [
        ("authorization", format!("Bearer {ai}")),
        ("content-type", "application/json".to_owned()),
        ("ombud-customer", "c1".to_owned()),
    ];
    let path = format!("{path}/messages");
    let body = axum::body::Body::from(message.to_string());
    let answer = server.send(axum::http::Method::POST, &path, &headers, body).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
}

/// A reader that is cut off again and again sees every event once, in order, without a reload.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_missed_doubled_or_reordered_over_reconnects() {
    const MESSAGES: u64 = 200;
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        let (path, conversation) = opened(&server, &customer, "0").await;
        let id = conversation["id"].clone();
        let take = json!({"assignment_version": conversation["assignment"]["version"]});
        server.post(&format!("{path}/take"), &anna, take).await;
        let writer = {
            let (server, path) = (server.clone(), path.clone());
            tokio::spawn(async move {
                for number in 1..=MESSAGES {
                    let (key, way) =
                        if number % 3 == 0 { (&customer, "messages") } else { (&anna, "messages") };
                    let way = if number % 7 == 0 { "notes" } else { way };
                    let key = if way == "notes" { &anna } else { key };
                    let words = says(&format!("w-{number}"), &number.to_string());
                    let (status, answer) = server.post(&format!("{path}/{way}"), key, words).await;
                    assert_eq!(status, 200, "{answer}");
                }
            })
        };
        let mut rng = Rng::seeded(5);
        let (mut last, mut found, mut connections) = (0_u64, 0_u64, 0);
        let anna = server.key(Role::Agent, "bert").await;
        while found < MESSAGES {
            let mut socket = Socket::open(server.address, &anna).await;
            connections += 1;
            let view = json!({"kind": "thread", "conversation": id, "after": last});
            assert_eq!(socket.look("t", view).await["t"], "snapshot");
            // Cut off somewhere, without a word.
            for _ in 0..=rng.below(30) {
                if found >= MESSAGES {
                    break;
                }
                let event = socket.hear_kind("event").await["event"].clone();
                let seq = event["seq"].as_u64().unwrap();
                assert_eq!(seq, last + 1, "missed, doubled or reordered");
                last = seq;
                if event["client_id"].as_str().is_some_and(|id| id.starts_with("w-")) {
                    found += 1;
                    assert_eq!(event["body"]["text"], found.to_string());
                }
            }
        }
        assert!(connections > 5, "{connections}");
        writer.await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_is_offered_to_who_can_and_told_where_they_stand() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let bert = server.key(Role::Agent, "bert").await;
        let (path, conversation) = opened(&server, &customer, "Hello").await;
        let id = conversation["id"].clone();
        let mut theirs = Socket::open(server.address, &customer).await;
        theirs.look("t", json!({"kind": "thread", "conversation": id})).await;
        let place = theirs.hear_kind("queue").await;
        assert_eq!(place["position"], 1);
        assert!(place.get("expected_wait_s").is_none(), "nobody is there: no number is honest");
        let mut ours = Socket::open(server.address, &bert).await;
        let seat = json!({"state": "available", "skills": ["language:en"], "capacity_units": 2});
        assert_eq!(server.post("/v1/desk/availability", &bert, seat).await.0, 200);
        let offer = ours.hear_kind("offer").await;
        assert_eq!(offer["conversation"]["id"], id);
        // Whoever comes meanwhile, or comes again, hears of it too.
        let hello = json!({"t": "hello", "protocol": 1, "token": bert});
        let (mut again, welcome) = Socket::knock(server.address, hello).await;
        assert!(welcome["now"].is_string(), "{welcome}");
        assert_eq!(again.hear().await, offer);
        let version = offer["conversation"]["assignment"]["version"].clone();
        let accept = json!({"assignment_version": version});
        let (status, accepted) = server.post(&format!("{path}/accept"), &bert, accept).await;
        assert_eq!(
            (status, &accepted["assignment"]["user_id"]),
            (200, &json!("bert")),
            "{accepted}"
        );
        ours.hear_kind("offer_gone").await;
        theirs.hear_event("accepted").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_theirs_is_not_there() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let (path, conversation) = opened(&server, &customer, "Hello").await;
        let other = server.key(Role::Consumer, "c2").await;
        let shop = server.key(Role::Merchant, "m1").await;
        let rival = server.key_of(api::testkit::OTHER_TENANT, Role::Agent, "eve").await;
        let view = json!({"kind": "thread", "conversation": conversation["id"]});
        for key in [&other, &shop, &rival] {
            let (status, _) = server.get(&path, key).await;
            assert!([403, 404].contains(&status), "{status}");
            let mut socket = Socket::open(server.address, key).await;
            let refused = socket.look("t", view.clone()).await;
            assert_eq!(refused["t"], "refused", "{refused}");
        }
        let mut socket = Socket::open(server.address, &customer).await;
        let refused = socket.look("l", json!({"kind": "list", "name": "all"})).await;
        assert_eq!(refused["problem"]["code"], "forbidden", "{refused}");
        let wrong = [
            (json!({"t": "hello", "protocol": 1, "token": "ombud_sk_wrong"}), "unauthenticated"),
            (json!({"t": "hello", "protocol": 1}), "unauthenticated"),
            (json!({"t": "hello", "protocol": 2, "token": customer}), "protocol"),
            (json!({"t": "ping"}), "protocol"),
        ];
        for (first, reason) in wrong {
            let (_, answer) = Socket::knock(server.address, first.clone()).await;
            assert_eq!(
                (&answer["t"], &answer["reason"]),
                (&json!("bye"), &json!(reason)),
                "{first}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_key_closes_its_socket() {
    on_both(async |server| {
        let operator = server.key(Role::Operator, "ops").await;
        let new = json!({"role": "company", "subject": "feed", "label": "feed"});
        let (status, made) = server.post("/v1/api-keys", &operator, new).await;
        assert_eq!(status, 201, "{made}");
        let mut theirs = Socket::open(server.address, made["secret"].as_str().unwrap()).await;
        let mut another = Socket::open(server.address, &operator).await;
        let revoke = format!("/v1/api-keys/{}/revoke", made["key"]["id"].as_str().unwrap());
        assert!(server.post(&revoke, &operator, json!({})).await.0 < 300);
        assert_eq!(theirs.hear_kind("bye").await["reason"], "revoked");
        another.say(json!({"t": "ping"})).await;
        assert_eq!(another.hear().await["t"], "pong", "other keys stay open");
    })
    .await;
}
