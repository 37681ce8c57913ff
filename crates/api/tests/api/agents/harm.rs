//! Agents that mean harm, or were talked into it: nothing comes of it.

use api::testkit::{Engine, OTHER_TENANT, Role};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::world::{World, call, good, refused};
use super::{on_both, order, pause, settle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_agent_makes_up_has_no_effect() {
    on_both(async |world| {
        let (client, other) = (world.agent("c1").await, world.agent("c2").await);
        let (own, theirs) = (order(&client).await, order(&other).await);
        let before = world.books().await;
        let with = |args: Value, name: &str, value: Value| {
            let mut args = args;
            args[name] = value;
            args
        };
        let pounds = |minor: i64| json!({ "amount_minor": minor, "currency": "GBP" });
        let table = [
            // Another customer's, and of two customers at once.
            ("propose_plan_pause", pause(&theirs), "order"),
            ("propose_plan_pause", with(pause(&own), "plan", theirs["plan"]["id"].clone()), "plan"),
            ("propose_plan_settle", settle(&theirs), "order"),
            // Who it is for is no argument, nor that it was confirmed.
            ("propose_plan_pause", with(pause(&own), "customer", json!("c2")), "customer"),
            ("propose_plan_pause", with(pause(&own), "tenant", json!("rival")), "tenant"),
            ("propose_plan_pause", with(pause(&own), "confirmed", json!(true)), "confirmed"),
            ("read_orders", json!({ "customer": "c2" }), "customer"),
            ("read_customer", json!({ "id": "c2" }), "id"),
            // Amounts are the books'.
            ("propose_plan_settle", with(settle(&own), "amount", pounds(1)), "amount"),
            ("propose_plan_settle", with(settle(&own), "amount", pounds(-1)), "amount"),
            ("propose_plan_settle", with(settle(&own), "amount", pounds(i64::MAX)), "amount"),
            ("propose_plan_settle", with(settle(&own), "amount", json!(8000)), "amount"),
            ("propose_plan_pause", with(pause(&own), "days", json!(3_650)), "days"),
            // A procedure leads to its own tools alone.
            ("propose_plan_pause", with(pause(&own), "procedure", json!("pay_early")), "procedure"),
            ("propose_plan_pause", with(pause(&own), "procedure", json!(["x"])), "procedure"),
            // Wrong types, and injections where ids are.
            ("propose_plan_pause", with(pause(&own), "order", json!(null)), "order"),
            ("propose_plan_pause", with(pause(&own), "order", json!("o1' OR 1=1 --")), "order"),
            ("propose_plan_pause", with(pause(&own), "order", json!("{order.id}")), "order"),
            ("read_orders", json!({ "limit": 0 }), "limit"),
            ("read_orders", json!({ "limit": 1e9 }), "limit"),
            ("search_help", json!({ "question": "x".repeat(501) }), "question"),
        ];
        for (tool, args, field) in table {
            let (_, found, problem) = refused(call(&client, tool, args.clone()).await);
            assert_eq!(found, field, "{tool} {args}: {problem}");
        }
        // There is no fee: the procedure says so, and nothing is given up.
        let fee = json!({ "order": "o1", "plan": own["plan"]["id"], "fee": "x/1" });
        let (code, _, _) = refused(call(&client, "propose_fee_waive", fee).await);
        assert_eq!(code, "procedure_ends");
        for tool in ["plan.pause", "confirm", "propose_", "read_", "propose_goodwill_grant", ""] {
            assert!(call(&client, tool, json!({})).await.is_err(), "{tool}");
        }
        assert_eq!(world.books().await, before);
        let (_, all) = world.server.get("/v1/conversations", &world.customer).await;
        assert_eq!(all["items"], json!([]), "nothing was begun: {all}");
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agents_key_confirms_nothing_and_opens_no_other_door() {
    on_both(async |world| {
        let client = world.agent("c1").await;
        let order = order(&client).await;
        let made = good(call(&client, "propose_plan_settle", settle(&order)).await);
        let before = world.books().await;
        let conversation = made["conversation"].as_str().unwrap();
        let yes = json!({ "client_id": "m-1", "text": "yes", "epoch": 1 });
        let plan = format!("/v1/orders/o1/plans/{}", order["plan"]["id"].as_str().unwrap());
        let doors = [
            (format!("/v1/conversations/{conversation}/messages"), yes.clone()),
            (format!("{plan}/extend"), json!({ "instalment": 2 })),
            (format!("{plan}/pause"), json!({ "days": 3, "why": "x" })),
            ("/v1/disputes".to_owned(), crate::common::claim()),
            ("/v1/conversations".to_owned(), json!({ "subject": "x", "message": yes })),
        ];
        for (number, (path, body)) in doors.into_iter().enumerate() {
            for customer in [None, Some("c1"), Some("c2")] {
                let mut headers = vec![
                    ("authorization", format!("Bearer {}", world.key)),
                    ("content-type", "application/json".to_owned()),
                    ("idempotency-key", format!("door-{number}-{customer:?}").replace('"', "")),
                ];
                headers.extend(customer.map(|one| ("ombud-customer", one.to_owned())));
                let body = Body::from(body.to_string());
                let answer = world.server.send(Method::POST, &path, &headers, body).await;
                // 422 where it does not even say for whom.
                let refused = [403, 404, 422].contains(&answer.status);
                assert!(refused, "{path}: {}", answer.json());
            }
        }
        for path in ["/v1/orders/o1", "/v1/conversations", "/v1/audit"] {
            let (status, _) = world.server.get(path, &world.key).await;
            assert!([403, 404].contains(&status), "{path}: {status}");
        }
        // Another agent, and the agent for another customer, see nothing of the proposal.
        let key = world.server.key(Role::OutsideAgent, "other-agent").await;
        for client in [world.agent_with(&key, Some("c1")).await, world.agent("c2").await] {
            let seen = good(call(&client, "read_proposals", json!({})).await);
            assert_eq!(seen["proposals"], json!([]));
        }
        assert_eq!(world.books().await, before);
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_call_at_all() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let server = &world.server;
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} });
    let other = server.key_of(OTHER_TENANT, Role::OutsideAgent, "spy").await;
    let mut table = vec![
        (None, vec![], 401),
        (Some(world.key.clone()), vec![], 200),
        (Some(world.key.clone()), vec![("origin", "https://evil.example")], 403),
        (Some(world.key.clone()), vec![("origin", "null")], 403),
        (
            Some(world.key.clone()),
            vec![("origin", "http://evil.example"), ("sec-fetch-site", "same-site")],
            403,
        ),
        (Some("ombud_sk_wrong".to_owned()), vec![], 401),
        (Some(other.clone()), vec![], 200),
    ];
    for role in Role::ALL {
        if role == Role::System || role == Role::OutsideAgent {
            continue;
        }
        let key = server.key(role, &format!("a-{role}")).await;
        table.push((Some(key), vec![], 403));
    }
    for (key, more, status) in table {
        let mut headers = vec![
            ("content-type", "application/json".to_owned()),
            ("accept", "application/json, text/event-stream".to_owned()),
        ];
        headers.extend(key.map(|key| ("authorization", format!("Bearer {key}"))));
        headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let body = Body::from(hello.to_string());
        let answer = server.send(Method::POST, "/mcp", &headers, body).await;
        assert_eq!(answer.status, status, "{more:?}: {:?}", answer.body);
        assert!(!answer.headers.contains_key("mcp-session-id"), "no session is kept");
    }
    let bearer = ("authorization", format!("Bearer {}", world.key));
    let got = server.send(Method::GET, "/mcp", std::slice::from_ref(&bearer), Body::empty()).await;
    assert_eq!(got.status, 405);
    let json_type = ("content-type", "application/json".to_owned());
    let accept = ("accept", "application/json, text/event-stream".to_owned());
    let large = Body::from(format!("{{\"x\":\"{}\"}}", "x".repeat(70_000)));
    let answer = server.send(Method::POST, "/mcp", &[bearer, json_type, accept], large).await;
    assert_eq!(answer.status, 413);
    // The other tenant's agent finds no customer of this one, nor does one without any customer.
    for (key, customer) in
        [(other.as_str(), Some("c1")), (&world.key, None), (&world.key, Some("nobody"))]
    {
        let client = world.agent_with(key, customer).await;
        for (tool, args) in [
            ("read_orders", json!({})),
            ("propose_plan_settle", json!({ "order": "o1", "plan": "x" })),
            ("ask_for_person", json!({ "why": "x" })),
        ] {
            let (code, field, problem) = refused(call(&client, tool, args).await);
            let expected = if customer.is_some() { "not_found" } else { "invalid_field" };
            assert_eq!(code, expected, "{tool} {field}: {problem}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_without_end_nor_called_too_fast() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let client = world.agent("c1").await;
    let order = order(&client).await;
    let due = good(call(&client, "read_due", json!({})).await);
    let part = |number: usize| {
        let mut args = settle(&order);
        args["instalment"] = due["due"][number]["id"].clone();
        args["procedure"] = json!("pay_now");
        args
    };
    good(call(&client, "propose_plan_settle", settle(&order)).await);
    good(call(&client, "propose_plan_pause", pause(&order)).await);
    good(call(&client, "propose_plan_pay_instalment", part(0)).await);
    let complaint = json!({ "words": "nobody answers me" });
    let (code, ..) = refused(call(&client, "propose_complaint_open", complaint).await);
    assert_eq!(code, "too_many_proposals");
    let mut last = Ok(Value::Null);
    for _ in 0..100 {
        last = call(&client, "read_customer", json!({})).await.map(|_| Value::Null);
        if last.is_err() {
            break;
        }
    }
    assert!(last.is_err(), "a hundred calls in a row are too many");
    // Another customer's agent is not held up by it.
    good(call(&world.agent("c2").await, "read_customer", json!({})).await);
}

#[tokio::test]
async fn it_is_not_there_unless_it_is_wanted() {
    use tower::ServiceExt as _;
    let world = World::start(Engine::Sqlite).await.unwrap();
    let router = api::router(api::AppState::new(world.server.app.clone()));
    let request = axum::http::Request::post("/mcp").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(request).await.unwrap().status(), 404);
}
