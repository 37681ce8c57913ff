//! Agents of other companies over the Model Context Protocol, with a client of its own SDK.

mod harm;
mod world;

use std::collections::BTreeSet;

use api::testkit::Engine;
use app::assistant::shipped;
use rmcp::model::{ProtocolVersion, ReadResourceRequestParams};
use rmcp::service::{ClientLifecycleMode, serve_client_with_lifecycle};
use serde_json::{Value, json};

use self::world::{Client, World, call, good, refused};

/// Runs a test on both engines.
async fn on_both<F: Future<Output = World>>(test: impl Fn(World) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        match World::start(engine).await {
            Some(world) => test(world).await.server.stop().await,
            None => {
                eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one")
            }
        }
    }
}

/// The one order of the customer, as the agent reads it.
async fn order(client: &Client) -> Value {
    let read = good(call(client, "read_orders", json!({})).await);
    read["orders"][0].clone()
}

fn pause(order: &Value) -> Value {
    json!({ "order": order["id"], "plan": order["plan"]["id"], "procedure": "pause_payment" })
}

fn settle(order: &Value) -> Value {
    json!({ "order": order["id"], "plan": order["plan"]["id"] })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tools_are_those_of_the_catalogue_in_every_version_of_the_protocol() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let old = world.agent("c1").await;
    let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
    let mode = ClientLifecycleMode::Discover { preferred_versions };
    let new = serve_client_with_lifecycle((), world.transport(), mode).await.unwrap();
    let tools = old.list_all_tools().await.unwrap();
    assert_eq!(new.list_all_tools().await.unwrap(), tools);
    let catalogue = shipped::book().unwrap().catalogue;
    let lists = catalogue.facts.keys().filter(|fact| {
        !["today", "customer", "goodwill_limit", "refund_limit"].contains(&fact.as_str())
    });
    let acts = catalogue.tools.keys().map(|tool| format!("propose_{}", tool.replace('.', "_")));
    let others = ["read_customer", "read_proposals", "search_help", "ask_for_person"];
    let expected: BTreeSet<String> = lists
        .map(|fact| format!("read_{fact}"))
        .chain(acts)
        .chain(others.map(str::to_owned))
        .collect();
    let names: BTreeSet<String> = tools.iter().map(|tool| tool.name.to_string()).collect();
    assert_eq!(names, expected);
    for tool in &tools {
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(tool.name.len() <= 64 && tool.name.chars().all(plain), "{}", tool.name);
        assert_eq!(tool.input_schema["additionalProperties"], json!(false), "{}", tool.name);
        assert!(tool.output_schema.is_some() && tool.description.is_some(), "{}", tool.name);
        let hints = tool.annotations.as_ref().unwrap();
        let reads = tool.name.starts_with("read_") || tool.name == "search_help";
        assert_eq!(hints.read_only_hint, Some(reads), "{}", tool.name);
        assert_eq!((hints.idempotent_hint, hints.open_world_hint), (Some(true), Some(false)));
        let properties = tool.input_schema["properties"].as_object().unwrap();
        for never in ["customer", "tenant", "confirmed"] {
            assert!(!properties.contains_key(never), "{}: {never}", tool.name);
        }
    }
    let open = tools.iter().find(|tool| tool.name == "propose_dispute_open").unwrap();
    let required = open.input_schema["required"].to_string();
    for needed in ["order", "reason", "issue", "statement", "procedure"] {
        assert!(required.contains(needed), "{required}");
    }
    let made = good(call(&new, "read_proposals", json!({})).await);
    assert_eq!(made["proposals"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_reads_what_the_assistant_knows_and_nothing_of_others() {
    on_both(async |world| {
        let (first, second) = (world.agent("c1").await, world.agent("c2").await);
        let order = order(&first).await;
        assert_eq!(order["id"], "o1");
        assert_eq!(order["merchant"], json!({ "untrusted": "A shop" }));
        assert_eq!(order["total"], json!({ "amount_minor": 12000, "currency": "GBP" }));
        let theirs = good(call(&second, "read_orders", json!({ "limit": 50 })).await);
        assert_eq!(theirs["orders"].as_array().unwrap().len(), 1);
        assert_eq!(theirs["orders"][0]["item"], json!({ "untrusted": world::INJECTION }));
        let none = good(call(&first, "read_orders", json!({ "id": "o2" })).await);
        assert_eq!(none, json!({ "orders": [], "more": false }));
        let customer = good(call(&first, "read_customer", json!({})).await);
        assert_eq!(customer["customer"]["id"], "c1");
        assert_eq!(customer["goodwill_limit"], json!({ "amount_minor": 1500, "currency": "GBP" }));
        let due = good(call(&first, "read_due", json!({ "limit": 1 })).await);
        assert_eq!((due["due"].as_array().unwrap().len(), &due["more"]), (1, &json!(true)));
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_is_found_and_read_with_its_version() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let client = world.agent("c1").await;
    let question = json!({ "question": "why is there a late fee?", "market": "GB" });
    let found = good(call(&client, "search_help", question).await);
    let first = &found["passages"][0];
    assert!(first["id"].as_str().unwrap().contains('@'), "{found}");
    let uri = first["uri"].as_str().unwrap().to_owned();
    let resources = client.list_all_resources().await.unwrap();
    assert!(resources.iter().any(|one| one.uri == uri), "{uri}");
    let read = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap();
    let read = serde_json::to_value(read).unwrap().to_string();
    let text = first["text"].as_str().unwrap().split_whitespace().next().unwrap();
    assert!(read.contains(text), "{read}");
    let none = ReadResourceRequestParams::new("ombud://help/en/../../secrets");
    assert!(client.read_resource(none).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_agent_proposes_is_done_once_the_customer_says_yes() {
    on_both(async |world| {
        let client = world.agent("c1").await;
        let order = order(&client).await;
        let before = world.books().await;
        let made = good(call(&client, "propose_plan_pause", pause(&order)).await);
        assert_eq!(made["state"], "waiting_for_customer");
        let again = good(call(&client, "propose_plan_pause", pause(&order)).await);
        assert_eq!(again["conversation"], made["conversation"]);
        assert_eq!(world.books().await, before, "a proposal moves nothing");
        // What the customer sees: who asks, then the question, from the agent by name.
        let messages = world.messages(&made["conversation"]).await;
        let last = messages.last().unwrap();
        assert_eq!(last["by"]["kind"], "ai", "{last}");
        assert_eq!(last["by"]["id"], "tidy-agent", "{last}");
        assert_eq!(last["body"]["choices"], json!(["Yes", "No"]));
        let first = messages[0]["body"]["text"].as_str().unwrap();
        assert!(first.starts_with("An assistant that you use elsewhere"), "{first}");
        world.says(&made["conversation"], "m-1", "yes").await;
        let stands = good(call(&client, "read_proposals", json!({})).await);
        assert_eq!(stands["proposals"][0]["state"], "done", "{stands}");
        let paused = self::order(&client).await;
        assert_eq!(paused["plan"]["paused"], true, "{paused}");
        world.server.assert_sound().await;
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_moves_once_by_the_customers_yes_alone() {
    on_both(async |world| {
        let client = world.agent("c1").await;
        let order = order(&client).await;
        let mut args = settle(&order);
        args["amount"] = order["plan"]["settle_today"].clone();
        let before = world.server.balance("recv").await;
        let made = good(call(&client, "propose_plan_settle", args.clone()).await);
        // The same question without the amount is the same proposal.
        let same = good(call(&client, "propose_plan_settle", settle(&order)).await);
        assert_eq!(same["conversation"], made["conversation"]);
        world.server.tick().await;
        assert_eq!(world.server.balance("recv").await, before);
        world.says(&made["conversation"], "m-1", "yes").await;
        world.server.tick().await;
        let after = world.server.balance("recv").await;
        assert_eq!(before - after, 8_000, "what was open is paid, and nothing of others");
        let books = world.books().await;
        // A confirmation that is sent again, and one more of the customer's, do nothing.
        world.says(&made["conversation"], "m-1", "yes").await;
        world.says(&made["conversation"], "m-2", "yes").await;
        world.server.tick().await;
        assert_eq!(world.books().await, books);
        let stands = good(call(&client, "read_proposals", json!({})).await);
        assert_eq!(stands["proposals"][0]["state"], "done", "{stands}");
        world.server.assert_sound().await;
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_customer_sees_what_was_said_for_them_and_may_say_no() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let client = world.agent("c1").await;
    world.server.advance_to("2026-12-20T10:00:00Z").await;
    let before = world.books().await;
    let statement = "It never came, my card is 4111 1111 1111 1111";
    let args = json!({
        "order": "o1", "reason": "not_received", "issue": "never_arrived", "statement": statement,
        "merchant_contacted": "2026-12-10", "procedure": "not_received",
    });
    let mut silent = args.clone();
    silent.as_object_mut().unwrap().remove("merchant_contacted");
    let (code, field, problem) = refused(call(&client, "propose_dispute_open", silent).await);
    assert_eq!(
        (code.as_str(), field.as_str()),
        ("invalid_field", "merchant_contacted"),
        "{problem}"
    );
    let made = good(call(&client, "propose_dispute_open", args).await);
    let messages = world.messages(&made["conversation"]).await;
    let first = messages[0]["body"]["text"].as_str().unwrap();
    assert!(first.contains("It never came") && first.contains("2026"), "{first}");
    assert!(!first.contains("4111 1111"), "{first}");
    world.says(&made["conversation"], "m-1", "no").await;
    let stands = good(call(&client, "read_proposals", json!({})).await);
    assert_eq!(stands["proposals"][0]["state"], "declined", "{stands}");
    assert_eq!(world.books().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_asked_for_once() {
    let world = World::start(Engine::Sqlite).await.unwrap();
    let client = world.agent("c1").await;
    let why = json!({ "why": "they cannot pay and are worried" });
    let first = good(call(&client, "ask_for_person", why.clone()).await);
    let again = good(call(&client, "ask_for_person", why).await);
    assert_eq!(first, again);
    let (_, waiting) = world.server.get("/v1/conversations?view=waiting", &world.desk).await;
    assert!(waiting.to_string().contains(first["number"].as_str().unwrap()), "{waiting}");
}
