//! Conversations are found by what was written in them, and by nobody but the desk.

use crate::common::base;
use crate::live::on_both;
use api::testkit::{OTHER_TENANT, Role, TestServer};
use serde_json::json;

async fn found(server: &TestServer, key: &str, query: &str) -> Vec<String> {
    let (status, page) = server.get(&format!("/v1/conversations?{query}"), key).await;
    assert_eq!(status, 200, "{page}");
    let subject = |row: &serde_json::Value| row["subject"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(subject).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_is_found_by_every_word_of_it() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let anna = server.key(Role::Agent, "anna").await;
        for (subject, text) in [
            ("Boots", "Min återbetalning har inte kommit, var är pengarna?"),
            ("Lamp", "The lamp arrived broken, I want a refund."),
            ("Chair", "The chair never arrived."),
        ] {
            server.clock.set(server.now().plus(kernel::Duration::from_secs(1)));
            let message = json!({"client_id": "m-1", "text": text});
            let body = json!({"subject": subject, "message": message});
            let (status, made) = server.post("/v1/conversations", &customer, body).await;
            assert_eq!(status, 201, "{made}");
            let path = format!("/v1/conversations/{}", made["id"].as_str().unwrap());
            if subject == "Chair" {
                let note = json!({"client_id": "n-1", "text": "Carrier lost it: Zebra Express."});
                assert_eq!(server.post(&format!("{path}/notes"), &anna, note).await.0, 200);
            }
        }
        assert_eq!(found(&server, &anna, "q=refund").await, [""; 0], "it is found a moment later");
        app::conversations::Indexer::default().catch_up(&server.app, true).await.unwrap();
        for (query, expected) in [
            ("q=refund", &["Lamp"][..]),
            ("q=arrived", &["Chair", "Lamp"]),
            ("q=arrived%20lamp", &["Lamp"]),
            ("q=LAMP%20arriv", &["Lamp"]),
            ("q=aterbetalning", &["Boots"]),
            ("q=%C3%85TERBET", &["Boots"]),
            ("q=zebra", &["Chair"]),
            ("q=boots%20refund", &[]),
            ("q=%25", &[]),
            ("q=arriv%20", &[]),
            ("q=arrived&view=resolved", &[]),
            ("q=arrived&customer_id=c1&limit=1", &["Chair"]),
            ("q=arrived&customer_id=c2", &[]),
        ] {
            assert_eq!(found(&server, &anna, query).await, expected, "{query}");
        }
        // The next page goes on after the last.
        let (_, page) = server.get("/v1/conversations?q=arrived&limit=1", &anna).await;
        let next = format!("q=arrived&limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!(found(&server, &anna, &next).await, ["Lamp"]);
        // Notes are found by: a customer would learn their words by asking.
        let (status, refused) = server.get("/v1/conversations?q=zebra", &customer).await;
        assert_eq!((status, &refused["field"]), (422, &json!("q")), "{refused}");
        let rival = server.key_of(OTHER_TENANT, Role::Agent, "anna").await;
        assert_eq!(found(&server, &rival, "q=zebra").await, [""; 0]);
    })
    .await;
}
