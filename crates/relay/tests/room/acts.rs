//! Intents on their way to the customer's browser, and their outcomes.

use cobrowse::consent::Grant;
use cobrowse::session::{Input, Role};
use relay::{Event, Viewer, Writer};
use serde_json::{Value, json};

use crate::world::*;

fn act(viewer: &Viewer, id: &str, frame: u32, node: u32, act: Value) {
    let text = json!({"t": "intent", "id": id, "frame": frame, "node": node, "act": act});
    assert_eq!(viewer.take_text(&text.to_string()).unwrap(), None);
}

fn click() -> Value {
    json!({"do": "click"})
}

fn why(all: &[relay::Out]) -> Vec<Value> {
    texts(all).into_iter().map(|text| text["why"].clone()).collect()
}

/// A page that the viewer has had long enough to mean it.
async fn seen(world: &World, writer: &Writer, viewer: &mut Viewer) -> Capture {
    let mut capture = Capture::default();
    send(writer, capture.begin());
    world.pass(2_000);
    drain_viewer(viewer).await;
    capture
}

#[tokio::test]
async fn an_intent_reaches_the_customer_and_has_one_outcome() {
    let world = World::new();
    let mut writer = world.writer();
    let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    world.pass(2_000);
    drain_writer(&mut writer).await;
    drain_viewer(&mut ana).await;
    drain_viewer(&mut bo).await;
    act(&ana, "i7", capture.sequence(), 2, click());
    let told = texts(&drain_writer(&mut writer).await);
    let expected = json!({"t": "intent", "id": "i7", "seat": 1, "agent": "ana", "frame": 1,
        "node": 2, "act": {"do": "click"}});
    assert_eq!(told, [expected]);
    let outcome = r#"{"t":"outcome","id":"i7","outcome":"declined"}"#;
    for _ in 0..2 {
        assert_eq!(writer.take_text(outcome).unwrap(), None);
    }
    let expected = json!({"t": "outcome", "id": "i7", "seat": 1, "outcome": "declined"});
    for viewer in [&mut ana, &mut bo] {
        assert_eq!(texts(&drain_viewer(viewer).await), std::slice::from_ref(&expected));
    }
    let outcomes = |event: &&Event| matches!(event, Event::Outcome { .. });
    assert_eq!(world.events().iter().filter(outcomes).count(), 1);
}

/// More than 200 that may not be: none reaches the customer's browser.
#[tokio::test]
async fn no_forbidden_intent_reaches_the_customer() {
    let mut tried = 0;
    for case in 0..8 {
        let mut world = World::new();
        let mut writer = world.writer();
        let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
        let mut capture = seen(&world, &writer, &mut ana).await;
        let mut frame = capture.sequence();
        let mut by = &mut ana;
        match case {
            0 => by = &mut bo,
            1 => world.step(Input::Revoke { grant: Grant::Control }),
            2 => _ = writer.take_text(r#"{"t":"revoke","grant":"control"}"#).unwrap(),
            3 => world.step(Input::Pause),
            4 => _ = writer.take_text(r#"{"t":"pause"}"#).unwrap(),
            5 => frame += 1,
            6 => {
                // Five seconds and a frame later the viewer's page is another one.
                send(&writer, vec![capture.change()]);
                world.pass(5_000);
            }
            _ => {
                world.step(join("cy", Role::Agent));
                world.step(Input::Transfer { seat: 1, to: 3 });
            }
        }
        for node in 1..6 {
            let acts = [
                click(),
                json!({"do": "type", "text": "a"}),
                json!({"do": "select", "index": 1}),
                json!({"do": "focus"}),
                json!({"do": "check", "on": true}),
            ];
            for (n, one) in acts.into_iter().enumerate() {
                world.pass(200);
                act(by, &format!("i{node}-{n}"), frame, node, one);
                tried += 1;
            }
        }
        drain_viewer(by).await;
        let reached = names(&drain_writer(&mut writer).await);
        assert!(!reached.contains(&"intent".to_owned()), "case {case}: {reached:?}");
    }
    assert!(tried >= 200, "{tried}");
}

#[tokio::test]
async fn too_many_or_the_same_twice_are_refused() {
    let world = World::new();
    let mut writer = world.writer();
    let mut ana = world.viewer(1);
    seen(&world, &writer, &mut ana).await;
    for n in 0..30 {
        act(&ana, &format!("i{n}"), 1, 2, click());
    }
    let reached = names(&drain_writer(&mut writer).await);
    assert_eq!(reached.iter().filter(|name| *name == "intent").count(), 10);
    world.pass(2_000);
    act(&ana, "i1", 1, 2, click());
    let refused = why(&drain_viewer(&mut ana).await);
    assert_eq!(refused, vec![json!("rate"); 21]);
}

#[tokio::test]
async fn who_was_just_given_another_page_means_the_one_before() {
    let world = World::new();
    let writer = world.writer();
    let mut ana = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    world.pass(500);
    drain_viewer(&mut ana).await;
    act(&ana, "i1", 1, 2, click());
    assert_eq!(why(&drain_viewer(&mut ana).await), [json!("stale")]);
}

#[tokio::test]
async fn what_the_customer_was_not_given_when_they_take_it_back_is_refused() {
    let world = World::new();
    let mut writer = world.writer();
    let mut ana = world.viewer(1);
    seen(&world, &writer, &mut ana).await;
    act(&ana, "given", 1, 2, click());
    drain_writer(&mut writer).await;
    act(&ana, "queued", 1, 2, click());
    writer.take_text(r#"{"t":"revoke","grant":"control"}"#).unwrap();
    assert!(drain_writer(&mut writer).await.is_empty());
    let told = texts(&drain_viewer(&mut ana).await);
    let refused =
        json!({"t": "outcome", "id": "queued", "seat": 1, "outcome": "refused", "why": "grant"});
    assert_eq!(told, [refused]);
    // What the browser had already is answered by it.
    act(&ana, "late", 1, 2, click());
    writer.take_text(r#"{"t":"outcome","id":"given","outcome":"done"}"#).unwrap();
    let told = texts(&drain_viewer(&mut ana).await);
    let outcomes: Vec<_> = told.iter().map(|text| &text["outcome"]).collect();
    assert_eq!(outcomes, ["refused", "done"]);
}

#[tokio::test]
async fn a_pause_takes_back_what_waits_whoever_says_it() {
    let mut world = World::new();
    let mut writer = world.writer();
    let mut ana = world.viewer(1);
    seen(&world, &writer, &mut ana).await;
    act(&ana, "queued", 1, 2, click());
    world.step(Input::Pause);
    assert_eq!(names(&drain_writer(&mut writer).await), ["welcome", "state"]);
    assert_eq!(why(&drain_viewer(&mut ana).await)[0], json!("grant"));
}

#[tokio::test]
async fn an_intent_that_nobody_answers_is_over() {
    let world = World::new();
    let writer = world.writer();
    let mut ana = world.viewer(1);
    seen(&world, &writer, &mut ana).await;
    act(&ana, "i1", 1, 2, click());
    world.pass(120_000);
    world.relay.tick();
    assert_eq!(why(&drain_viewer(&mut ana).await), [json!("gone")]);
    act(&ana, "i2", 1, 2, click());
    drop(writer);
    assert_eq!(why(&drain_viewer(&mut ana).await), [json!("gone")]);
    act(&ana, "i3", 1, 2, click());
    assert_eq!(why(&drain_viewer(&mut ana).await), [json!("gone")]);
}

#[tokio::test]
async fn what_is_the_applications_is_given_to_it() {
    let world = World::new();
    let (writer, ana) = (world.writer(), world.viewer(1));
    for text in [r#"{"t":"end"}"#, r#"{"t":"leave"}"#] {
        assert!(ana.take_text(text).unwrap().is_some(), "{text}");
    }
    for text in [r#"{"t":"resume"}"#, r#"{"t":"shown","ask":1}"#, r#"{"t":"decline","ask":1}"#] {
        assert!(writer.take_text(text).unwrap().is_some(), "{text}");
    }
    assert!(writer.take_text(r#"{"t":"end","now":1}"#).is_err());
    assert!(ana.take_text("{}").is_err());
}
